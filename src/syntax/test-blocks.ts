import type { TestResult } from '../domain/test-report.ts';
import type { CallBlock } from './call-blocks.ts';
import { languageById } from './languages.ts';
import type { CodeSymbol, LanguageId } from './syntax-types.ts';

/** A part of a file. Lines are 1-based, inclusive; indices half-open. */
interface SourceRange {
  readonly startLine: number;
  readonly endLine: number;
  readonly startIndex: number;
  readonly endIndex: number;
}

/** What has to be known of a test file to find a test in it. */
export interface TestFileOutline {
  readonly language: LanguageId;
  readonly symbols: readonly CodeSymbol[];
  readonly blocks: readonly CallBlock[];
}

/** Where the code of one test is. */
export interface TestPlace {
  /** The test itself; several when the report does not tell namesakes apart. */
  readonly own: readonly SourceRange[];
  /** Hooks that run before or after it: `beforeEach`, `setUp`. */
  readonly hooks: readonly SourceRange[];
}

const TEST_CALLEE =
  /^(RSpec\.)?(it|test|specify|describe|context|suite|feature|scenario|example|xit|fit|xdescribe|fdescribe|t\.test|Deno\.test|TEST_CASE|SCENARIO|SECTION|BOOST_AUTO_TEST_CASE)(\.\w+)*$/;
const HOOK_CALLEE =
  /(^|\.)(before|after|beforeEach|afterEach|beforeAll|afterAll|setup|teardown|suiteSetup|suiteTeardown|around|let!?|subject)$/;
/** Set-up of test classes in Java, C#, PHP, Ruby and C++, by the usual names. */
const CLASS_HOOK = /^(set_?up|tear_?down|before|after|init|initialize|dispose)(each|all|class|test|beforeclass)?$/i;
const PYTHON_HOOK =
  /^(setUp|tearDown|setUpClass|tearDownClass|setup_method|teardown_method|setup_class|asyncSetUp|setUpTestData|setup)$/;

/** Whether a call makes a test, a suite or a hook, by its callee. */
export function isTestCallee(callee: string): boolean {
  return TEST_CALLEE.test(callee) || HOOK_CALLEE.test(callee);
}

/** Whether a function is a test or a hook, by its name. */
export function isTestFunction(name: string): boolean {
  return /^(test|benchmark|example_?)/i.test(name) || PYTHON_HOOK.test(name);
}

/** Finds a test in its file: by its titles or names, else by its line. null when neither leads to one. */
export function findTest(outline: TestFileOutline, test: TestResult): TestPlace | null {
  const { family } = languageById(outline.language);
  if (family === 'javascript') return byTitles(outline, test) ?? byLine(outline, test);
  return byFunctionName(outline, test) ?? byTitles(outline, test) ?? byLine(outline, test);
}

function byTitles(outline: TestFileOutline, test: TestResult): TestPlace | null {
  const { blocks } = outline;
  const names = test.namePath.length > 0 ? test.namePath : [test.name];
  const tests = blocks.filter((block) => TEST_CALLEE.test(block.callee) && block.title !== null);
  const rated = tests.map((block) => ({ block, rating: titleRating(block, names) }));
  const fitting = rated.filter(
    ({ block, rating }) => rating > 0 && !rated.some((inner) => inner.rating > 0 && inner.block.parent === block),
  );
  const best = Math.max(0, ...fitting.map(({ rating }) => rating));
  const matches = fitting.filter(({ rating }) => rating === best).map(({ block }) => block);
  const own = preferCovering(matches, test.line);
  // TAP names assertions: the test is what is around them.
  if (own.length === 0) return names.length < 2 ? null : byTitles(outline, { ...test, namePath: names.slice(0, -1) });
  const hooks = blocks.filter(
    ({ callee, parent }) => HOOK_CALLEE.test(callee) && own.some((one) => parent === null || isInside(one, parent)),
  );
  return { own, hooks };
}

/** 0: not this test; more for each title, from the inside out, that is in the name. */
function titleRating(block: CallBlock, names: readonly string[]): number {
  const title = block.title ?? '';
  const joined = plain(names.join(' '));
  const name = names.at(-1) ?? '';
  // Ruby on Rails makes the method `test_adds_up` of `test 'adds up'`.
  const exact = matchesTitle(title, name) || `test_${title.replace(/\s+/g, '_')}` === name;
  // Some reports give only the whole name: suites and test in one string.
  const atEnd = plain(title).length > 3 && joined.endsWith(plain(title));
  if (!exact && !atEnd) return 0;
  let rating = exact ? 2 : 1;
  for (let above = block.parent; above !== null; above = above.parent)
    if (above.title !== null && joined.includes(plain(above.title))) rating++;
  return rating;
}

/** Titles of `it.each` and template strings hold places for values. */
function matchesTitle(title: string, name: string): boolean {
  const wanted = plain(title);
  const given = plain(name);
  if (wanted === given) return true;
  const parts = wanted.split(/%[sdifjopc#%]|\$\{[^}]*\}|\$[\w.]+/);
  if (parts.length < 2 || !parts.some((part) => part.trim().length > 2)) return false;
  let position = 0;
  for (const part of parts) {
    const at = given.indexOf(part, position);
    if (at < 0) return false;
    position = at + part.length;
  }
  return given.startsWith(parts[0] ?? '');
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function byFunctionName({ language, symbols }: TestFileOutline, test: TestResult): TestPlace | null {
  const isPython = language === 'python';
  const names = [...test.namePath, test.name].flatMap((name) => name.match(/\w+/g) ?? []);
  const known = new Set(names);
  const functions = symbols.filter(({ kind, name }) => (kind === 'function' || kind === 'method') && known.has(name));
  const inClass = functions.filter(({ parent }) => parent !== null && known.has(parent));
  const candidates = (inClass.length > 0 ? inClass : functions).filter(({ name }) => !isPython || isTestFunction(name));
  const own = preferCovering(candidates, test.line);
  if (own.length === 0) return null;
  const hooks = symbols.filter(
    ({ kind, name, parent }) =>
      kind === 'method' &&
      (PYTHON_HOOK.test(name) || (!isPython && (CLASS_HOOK.test(name) || name === parent))) &&
      own.some((one) => one.parent === parent),
  );
  return { own, hooks };
}

function preferCovering<Range extends SourceRange>(ranges: readonly Range[], line: number | null): readonly Range[] {
  const near = ranges.filter((range) => covers(range, line));
  return near.length > 0 ? near : ranges;
}

function covers(range: SourceRange, line: number | null): boolean {
  return line !== null && range.startLine <= line && line <= range.endLine;
}

function isInside(inner: SourceRange, outer: SourceRange): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}

/** By the line of the test, else by a frame in its file: the outermost function or block there that is no suite. */
function byLine({ symbols, blocks }: TestFileOutline, test: TestResult): TestPlace | null {
  const frame = test.failure?.frames.find((one) => one.file === test.file && one.line !== null);
  const line = test.line ?? frame?.line ?? null;
  const functions = symbols.filter(({ kind }) => kind === 'function' || kind === 'method');
  const tests = blocks.filter(({ callee }) => !/^(x|f)?(describe|suite|context)\b/.test(callee));
  const around = [...tests, ...functions].filter((range) => covers(range, line));
  around.sort((left, right) => right.endIndex - right.startIndex - (left.endIndex - left.startIndex));
  const [outermost] = around;
  return outermost === undefined ? null : { own: [outermost], hooks: [] };
}
