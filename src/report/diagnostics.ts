import type { FailureKind } from '../domain/test-report.ts';
import type { ReportedTest } from './assemble-report.ts';

/** How a compiler, type checker or linter prints one finding. Named groups: file, line, column, message. */
interface DiagnosticPattern {
  readonly kind: FailureKind;
  readonly regex: RegExp;
}

const FILE = '(?<file>(?:[A-Za-z]:[\\\\/])?[^\\s:()\'"][^:()\\n]{0,300}\\.[A-Za-z]{1,5})';

const PATTERNS: readonly DiagnosticPattern[] = [
  // tsc, plain and pretty
  {
    kind: 'compile',
    regex: new RegExp(`^${FILE}\\((?<line>\\d{1,7}),(?<column>\\d{1,6})\\): error (?<message>TS\\d+: .{1,1000})$`),
  },
  {
    kind: 'compile',
    regex: new RegExp(`^${FILE}:(?<line>\\d{1,7}):(?<column>\\d{1,6}) - error (?<message>TS\\d+: .{1,1000})$`),
  },
  // gcc, clang, javac, esbuild, mypy, flake8 and all that follow the GNU form
  {
    kind: 'compile',
    regex: new RegExp(
      `^${FILE}:(?<line>\\d{1,7}):(?:(?<column>\\d{1,6}):)? (?:fatal )?(?:error|ERROR):? (?<message>.{1,1000})$`,
    ),
  },
  {
    kind: 'lint',
    regex: new RegExp(`^${FILE}:(?<line>\\d{1,7}):(?<column>\\d{1,6}): (?<message>[A-Z]{1,4}\\d{2,4} .{1,1000})$`),
  },
  // go build and go vet
  {
    kind: 'compile',
    regex:
      /^(?:vet: )?(?<file>(?:\.{1,2}\/)?[^\s:()]{1,300}\.go):(?<line>\d{1,7}):(?<column>\d{1,6}): (?<message>.{1,1000})$/,
  },
  // an assertion that ends a C program: `cart_test: test/cart_test.c:6: main: Assertion `x' failed.`
  {
    kind: 'assertion',
    regex:
      /^(?:[^\s:]{1,200}: )?(?<file>[^\s:]{1,300}\.(?:c|cc|cpp|cxx|h|hpp)):(?<line>\d{1,7}): (?<message>.{0,200}Assertion .{1,800} failed\.?)$/,
  },
];

/** rustc prints the message first, the place on the next line. */
const RUST_MESSAGE = /^error(?:\[(?<code>\w+)\])?: (?<message>.{1,1000})$/;
const RUST_PLACE = /^\s*--> (?<file>[^\s:]{1,300}):(?<line>\d{1,7}):(?<column>\d{1,6})$/;

/** ESLint's stylish form: the file on a line of its own, findings below it. */
const LINT_FILE = /^(?<file>(?:\/|[A-Za-z]:[\\/])?[^\s:]{1,300}\.[A-Za-z]{1,5})$/;
/** In a report of ESLint itself a path may hold spaces. */
const LINT_HEADING = /^(?<file>(?:\/|[A-Za-z]:[\\/])[^:\n]{1,300}\.[A-Za-z]{1,6}|[^\s:][^:\n]{0,300}\.[A-Za-z]{1,6})$/;
const LINT_FINDING = /^\s+(?<line>\d{1,7}):(?<column>\d{1,6})\s+error\s+(?<message>.{1,1000}?)\s*$/;

/** Findings of compilers and linters in a text, each as a failure that is named by its message. */
export function diagnosticsIn(lines: readonly string[]): ReportedTest[] {
  const found: ReportedTest[] = [];
  let lintFile: string | null = null;
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.length > 1500) continue;
    lintFile = LINT_FILE.exec(line)?.groups?.file ?? lintFile;
    const finding = diagnosticOfLine(line, lines[index - 1] ?? '', lintFile);
    if (finding !== null) found.push(finding);
  }
  return found;
}

/** Only the findings of ESLint's stylish form; each has its rule at the end, after two spaces. */
export function lintFindings(lines: readonly string[]): ReportedTest[] {
  let file: string | null = null;
  return lines.flatMap((line) => {
    file = line.length > 1500 ? file : (LINT_HEADING.exec(line)?.groups?.file ?? file);
    const groups = file === null || line.length > 1500 ? undefined : LINT_FINDING.exec(line)?.groups;
    if (groups?.message === undefined || file === null) return [];
    const [, message = groups.message, code] = /^(.*\S) {2,}(\S+)$/.exec(groups.message) ?? [];
    const kind = message.startsWith('Parsing error') ? 'compile' : 'lint';
    return [diagnostic(kind, { ...groups, message, file, code }, line)];
  });
}

function diagnosticOfLine(line: string, before: string, lintFile: string | null): ReportedTest | null {
  for (const { kind, regex } of PATTERNS) {
    const groups = regex.exec(line)?.groups;
    if (groups !== undefined) return diagnostic(kind, groups, line);
  }
  const rust = RUST_PLACE.exec(line)?.groups;
  const told = RUST_MESSAGE.exec(before)?.groups;
  if (rust !== undefined && told !== undefined) return diagnostic('compile', { ...rust, ...told }, line);
  const lint = lintFile === null ? undefined : LINT_FINDING.exec(line)?.groups;
  return lint === undefined || lintFile === null ? null : diagnostic('lint', { ...lint, file: lintFile }, line);
}

function diagnostic(
  kind: FailureKind,
  groups: Readonly<Record<string, string | undefined>>,
  raw: string,
): ReportedTest {
  const { file = '', message = '' } = groups;
  const line = Number(groups.line);
  const column = groups.column === undefined ? null : Number(groups.column);
  const errorType = groups.code ?? /^(TS\d+|[A-Z]{1,4}\d{2,4})\b/.exec(message)?.[1] ?? null;
  const frames = [{ raw: raw.trim(), file, line, column, functionName: null }];
  return { namePath: [message], file, line, status: 'failed', failure: { kind, errorType, message, frames } };
}
