import type { ReportedFailure } from './assemble-report.ts';
import { goFailure } from './go-failure.ts';
import { gtestFailure, hasGtestCheck } from './gtest-failure.ts';
import { PLAYWRIGHT_HEADING, playwrightFailure } from './playwright-failure.ts';
import { hasRustPanic, rustFailure } from './rust-failure.ts';

/** The text of a `<failure>` or `<error>`, of the output where that is empty, and the class that it belongs to. */
interface ProblemText {
  readonly text: string;
  readonly className: string;
  readonly name: string;
}

/** How one runner fills the free text of JUnit XML. */
interface Dialect {
  applies(problem: ProblemText): boolean;
  read(problem: ProblemText): ReportedFailure;
}

const linesOf = ({ text }: ProblemText) => text.split('\n');

/** gotestsum and go-junit-report: what the test printed; the class is the package. */
const go: Dialect = {
  applies: ({ text }) => /^=== RUN |^\s*[\w.-]+_test\.go:\d+: |^\s*--- FAIL: /m.test(text),
  read: (problem) => goFailure(problem.className, linesOf(problem)),
};

/** GoogleTest: the place on a line of its own; within CTest the console's form. */
const gtest: Dialect = {
  applies: (problem) => hasGtestCheck(linesOf(problem)) || PLACED_CHECK.test(problem.text),
  read: ({ text }) => gtestFailure(text.replaceAll(new RegExp(PLACED_CHECK, 'gm'), '$1: Failure\n$2').split('\n')),
};

const PLACED_CHECK =
  /^((?:[A-Za-z]:)?[^:\n]{1,400}(?::\d+|\(\d+\))|unknown file)\n(Expected|Value of|C\+\+ exception|Unknown C\+\+|Failed$|The difference|Death test|Which is)/m;

const CATCH =
  /^\s*FAILED:\n\s+(?<check>\w+\(.*\))\n(?:with expansion:\n\s+(?<expansion>[\s\S]*?)\n|(?<thrown>[\s\S]*?)\n)?at (?<place>\S+?)(?::(?<line>\d+)|\((?<msvcLine>\d+)\))\s*$/;

/** Catch2: the check, its values, and the place at the end. */
const catch2: Dialect = {
  applies: ({ text }) => CATCH.test(text),
  read({ text }) {
    const groups = CATCH.exec(text)?.groups ?? {};
    const sides = /^(?<actual>[\s\S]+?) == (?<expected>[\s\S]+)$/.exec(groups.expansion ?? '')?.groups;
    const told = groups.expansion === undefined ? groups.thrown : `with expansion: ${groups.expansion}`;
    return {
      kind: groups.expansion === undefined && groups.thrown !== undefined ? 'error' : 'assertion',
      errorType: null,
      message: [groups.check, told?.trim()].filter(Boolean).join('\n'),
      trace: `    at ${groups.place}:${groups.line ?? groups.msvcLine}:1`,
      expected: sides?.expected?.trim() ?? null,
      actual: sides?.actual?.trim() ?? null,
    };
  },
};

/** cargo-nextest and other makers for Rust: the panic as libtest prints it. */
const rust: Dialect = {
  applies: (problem) => hasRustPanic(linesOf(problem)),
  read: (problem) => rustFailure(linesOf(problem)),
};

/** Playwright: the console's block, with all tries. */
const playwright: Dialect = {
  applies: ({ text }) =>
    / ─{3,}\s*$/.test(text.trimStart().split('\n', 1)[0] ?? '') &&
    PLAYWRIGHT_HEADING.test(text.trimStart().split('\n', 1)[0] ?? ''),
  read: ({ text }) => playwrightFailure(text.trimStart().split('\n').slice(1)),
};

/** TAP::Formatter::JUnit: nothing but the TAP line. */
const tapLine: Dialect = {
  applies: ({ text }) => /^not ok \d+/.test(text),
  read: ({ text }) => ({ kind: 'assertion', message: text.trim() }),
};

const DIALECTS: readonly Dialect[] = [go, gtest, catch2, rust, playwright, tapLine];

/** What a runner's own form of failure text says; null where the text is a plain message with a stack. */
export function dialectFailure(problem: ProblemText): ReportedFailure | null {
  return DIALECTS.find((dialect) => dialect.applies(problem))?.read(problem) ?? null;
}

/** PHPUnit and Pest repeat the name of the test above its message. */
export function withoutTestName({ text, className, name }: ProblemText): string {
  const [first = ''] = text.split('\n', 1);
  const isName = first.includes('::') && first.includes(name.split(' ')[0] ?? '') && !/\s(?:at|in)\s/.test(first);
  const ofClass = first.replaceAll('\\', '.').startsWith(className.replaceAll('\\', '.'));
  return isName && className !== '' && ofClass ? text.slice(first.length + 1) : text;
}
