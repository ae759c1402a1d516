import type { TestResult } from '../domain/test-report.ts';
import { type Expectation, expectationsOf } from './expectations.ts';

/** What the failing tests' messages say in so many words; the runtimes' own phrases, not our errors' texts. */
export interface FailureClues {
  /** Names that the runtime or the compiler did not find. */
  readonly undefinedNames: ReadonlySet<string>;
  /** Specifiers or paths of modules that were not found. */
  readonly missingModules: ReadonlySet<string>;
  /** Names that a module was asked for and does not export. */
  readonly missingExports: ReadonlySet<string>;
  /** Properties, attributes, methods, keys and keyword arguments that were not there. */
  readonly missingMembers: ReadonlySet<string>;
  /** Wrong name → what the runtime itself suggests in its place. */
  readonly suggestions: ReadonlyMap<string, string>;
  /** A promise or coroutine turned up where a value was expected. */
  readonly promise: boolean;
  /** Something should have been thrown and was not. */
  readonly notThrown: boolean;
  /** `undefined`, `null` or `None` turned up where a value was expected. */
  readonly nothing: boolean;
  /** What was wanted and what came, for each failing test that tells. */
  readonly expectations: readonly Expectation[];
  /** Numbers in the names of the failing tests and in what they wanted. */
  readonly numbers: readonly string[];
  /** All messages, for looking words up. */
  readonly text: string;
}

const UNDEFINED_NAMES = [
  /\b([A-Za-z_$][\w$]*) is not defined\b/g,
  /\bname '([^']+)' is not defined/g,
  /\bCannot find name '([^']+)'/g,
  /\bCan't find variable: ([A-Za-z_$][\w$]*)/g,
  /\bcannot access local variable '([^']+)'/g,
  /\blocal variable '([^']+)' referenced before assignment/g,
];

const MISSING_MODULES = [
  /\bCannot find (?:module|package) '([^']+)'/g,
  /\bCannot find (?:module|package) "([^"]+)"/g,
  /\bModule not found "([^"]+)"/g,
  /\bNo module named '([^']+)'/g,
  /\bNo such built-in module: (\S+)/g,
  /\bFailed to resolve import "([^"]+)"/g,
  /\bFailed to load url (\S+)/g,
  /\bDirectory import '([^']+)'/g,
  /\bCould not resolve "([^"]+)"/g,
];

const MISSING_EXPORTS = [
  /\bdoes not provide an export named '([^']+)'/g,
  /\bNamed export '([^']+)' not found/g,
  /\bcannot import name '([^']+)'/g,
  /\bhas no exported member (?:named )?'([^']+)'/g,
  /\bhas no (default) export\b/g,
  /\bExport named '([^']+)' not found/g,
  /\bNo matching export in "[^"]+" for import "([^"]+)"/g,
  /"([^"]+)" is not exported by "/g,
  /\bexport '([^']+)' (?:\(imported as '[^']+'\) )?was not found in '/g,
];

const MISSING_MEMBERS = [
  /\.([A-Za-z_$][\w$]*)\)? is not a (?:function|constructor)/g,
  /\b([A-Za-z_$][\w$]*) is not a (?:function|constructor)/g,
  /\(reading '([^']+)'\)/g,
  /\(setting '([^']+)'\)/g,
  /Cannot read property '([^']+)' of/g,
  /has no attribute '([^']+)'/g,
  // A package's own `__getattr__` says no more than the name.
  /^AttributeError: ([A-Za-z_]\w*)$/gm,
  /Property '([^']+)' does not exist on/g,
  /unexpected keyword argument '([^']+)'/g,
  /\bKeyError: '([^']+)'/g,
];

const SUGGESTIONS = [
  /\bname '([^']+)' is not defined\. Did you mean:? '(?:self\.)?([^']+)'/g,
  /has no attribute '([^']+)'\. Did you mean:? '([^']+)'/g,
  /Cannot find name '([^']+)'\. Did you mean '([^']+)'/g,
  /Property '([^']+)' does not exist on type .*?\. Did you mean '([^']+)'/g,
  /has no exported member named '([^']+)'\. Did you mean '([^']+)'/g,
  /cannot import name '([^']+)' from .*?Did you mean:? '([^']+)'/g,
  /unexpected keyword argument '([^']+)'\. Did you mean '([^']+)'/g,
];

/** pytest, unittest, assert, Jest and Vitest, Chai, JUnit. */
const NOT_THROWN =
  /DID NOT RAISE|\bnot raised\b|Missing expected (?:exception|rejection)|did not throw|\bto throw\b|resolved instead of rejected|Expected \S+ to be thrown|Expected exception\b/;

export function readClues(failing: readonly TestResult[]): FailureClues {
  const text = failing.map(messageOf).join('\n');
  const suggestions = new Map<string, string>();
  const expectations = failing.flatMap(({ failure }) => (failure === null ? [] : expectationsOf(failure)));
  const told = [...failing.map(({ name }) => name), ...expectations.map(({ expected }) => expected)].join('\n');
  for (const pattern of SUGGESTIONS) {
    for (const [, wrong, right] of text.matchAll(pattern)) {
      if (wrong !== undefined && right !== undefined) suggestions.set(wrong, right);
    }
  }
  return {
    undefinedNames: captured(text, UNDEFINED_NAMES),
    missingModules: captured(text, MISSING_MODULES),
    missingExports: captured(text, MISSING_EXPORTS),
    missingMembers: captured(text, MISSING_MEMBERS),
    suggestions,
    promise: /\bPromise\b|\bcoroutine\b|was never awaited/.test(text),
    notThrown: NOT_THROWN.test(text),
    nothing: /\b(undefined|null|None|NoneType|NaN)\b/.test(text),
    expectations,
    numbers: [...new Set(told.match(/(?<![\w.])\d+(?:\.\d+)?(?![\w.])/g) ?? [])].slice(0, MOST_NUMBERS),
    text,
  };
}

/** More of them tell nothing. */
const MOST_NUMBERS = 12;

function messageOf({ failure }: TestResult): string {
  if (failure === null) return '';
  const { errorType, message, expected, actual, output } = failure;
  const head = errorType === null || message.startsWith(errorType) ? message : `${errorType}: ${message}`;
  return [head, expected ?? '', actual ?? '', output].join('\n');
}

function captured(text: string, patterns: readonly RegExp[]): Set<string> {
  const found = new Set<string>();
  for (const pattern of patterns)
    for (const [, name] of text.matchAll(pattern)) if (name !== undefined) found.add(name);
  return found;
}
