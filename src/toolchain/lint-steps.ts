import { parseShellLine } from './shell-line.ts';

/** Programs that say nothing about tests, and may fail for a patch that repairs them: style, types of the interface, packaging. */
const BESIDE_TESTS = new Set([
  ...['eslint', 'standard', 'semistandard', 'ts-standard', 'xo', 'prettier', 'biome', 'tslint', 'oxlint', 'jshint'],
  ...['stylelint', 'markdownlint', 'markdownlint-cli2', 'cspell', 'ls-lint', 'commitlint', 'npmPkgJsonLint', 'knip'],
  ...[
    'tsd',
    'tsd-lite',
    'dtslint',
    'check-dts',
    'attw',
    'publint',
    'depcheck',
    'size-limit',
    'bundlesize',
    'npmignore',
  ],
  ...['aud', 'evalmd', 'codecov', 'coveralls', 'license-checker', 'sort-package-json', 'remark', 'alex'],
]);

/** Tools of coverage, which is switched off. */
const COVERAGE = new Set(['c8', 'nyc', 'istanbul']);

const STARTERS = new Set(['npx', 'yarn', 'pnpm', 'bunx']);

/** Whether a line only lints and the like. */
export function isLintOnly(line: string): boolean {
  const commands = parseShellLine(line).map(({ words }) => words.map((word) => word.value));
  return commands.length > 0 && commands.every(isBesideTests);
}

function isBesideTests(words: readonly string[]): boolean {
  const [program = '', verb = ''] = words.filter((word) => !STARTERS.has(word));
  if (COVERAGE.has(program)) return /^(report|check-coverage)$/.test(verb);
  return BESIDE_TESTS.has(program) || (program === 'npm' && verb === 'audit');
}

/** A chain of `&&` without the steps that only lint; the line itself when nothing else is in it. */
export function withoutLintSteps(line: string): string {
  const steps = chainSteps(line);
  const kept = steps.filter((step) => !isLintOnly(step));
  if (kept.length === 0 || kept.length === steps.length) return line;
  const [only = ''] = kept;
  return kept.length === 1 ? withoutBrackets(only) : kept.join(' && ');
}

/** What stands between the `&&` of a line; the whole line as one step where other operators decide what runs. */
function chainSteps(line: string): string[] {
  const steps: string[] = [];
  let start = 0;
  for (let index = 0; index < line.length; index++) {
    index = endOfNested(line, index);
    const operator = /^(&&|\|\||[;\n]|&(?!\d))/.exec(line.slice(index))?.[0];
    if (operator === undefined || line[index - 1] === '>') continue;
    if (operator !== '&&') return [line];
    steps.push(line.slice(start, index).trim());
    start = index + 2;
    index++;
  }
  return [...steps, line.slice(start).trim()];
}

/** Index of the last character of what is quoted or in brackets at `index`; `index` itself for anything else. */
function endOfNested(line: string, index: number): number {
  const open = line[index];
  if (open === '\\') return index + 1;
  if (open !== "'" && open !== '"' && open !== '`' && open !== '(') return index;
  for (let at = index + 1; at < line.length; at++) {
    if (open === '(' ? line[at] === ')' : line[at] === open) return at;
    if (open === '(') at = endOfNested(line, at);
    else if (line[at] === '\\' && open !== "'") at++;
  }
  return line.length;
}

function withoutBrackets(step: string): string {
  return step.startsWith('(') && endOfNested(step, 0) === step.length - 1 ? step.slice(1, -1).trim() : step;
}
