import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport, TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { sectionsOf } from './console-output.ts';
import { diagnosticsIn } from './diagnostics.ts';
import { type PathMapper, pathMapper } from './path-mapping.ts';
import { rustFailure } from './rust-failure.ts';

/** What `cargo test` prints: libtest's lines, and rustc's errors when the tests could not be built. */
export const cargoConsole: ReportFormat = {
  name: 'cargo-console',
  summary: 'cargo test (use --no-fail-fast: else it stops at the first test target that fails)',
  detect(text) {
    const signs = [
      /^test [^\n]{1,300} \.\.\. (?:ok|FAILED|ignored)/m,
      /^test result: (?:ok|FAILED)\. \d+ passed; \d+ failed/m,
      /^---- \S[^\n]{0,300} stdout ----$/m,
      /^error(?:\[E\d+\])?: [^\n]+\n\s*--> \S+\.rs:\d+:\d+$/m,
      /^error: could not compile `/m,
    ];
    const found = signs.filter((sign) => sign.test(text)).length;
    return found >= 2 ? 0.95 : found === 1 ? 0.75 : 0;
  },
  parse: parseCargo,
};

/** What one test binary printed. */
const TARGET =
  /^\s*(?:Running (?:unittests )?(?<source>\S+\.rs) \((?<binary>[^)]+)\)|Running (?<path>\S+)|Doc-tests (?<doc>\S+))$/;
const RESULT = /^test (?<name>.+?)(?: - should panic)? \.\.\. (?<word>ok|FAILED|ignored)(?:, .*)?$/;
const BLOCK = /^---- (?<name>.+?)(?: - should panic)? stdout ----$/;
const STATUSES: Readonly<Record<string, TestStatus>> = { ok: 'passed', FAILED: 'failed', ignored: 'skipped' };

function parseCargo(text: string, context: ReportContext): TestReport {
  const paths = pathMapper(context);
  const lines = text.split('\n');
  const targets = sectionsOf(lines, TARGET);
  const first = lines.findIndex((line) => TARGET.test(line));
  const head = first < 0 ? lines : lines.slice(0, first);
  const tests = [
    ...unique(diagnosticsIn(lines.filter((line) => !RESULT.test(line)))),
    ...targetTests(null, head, paths),
    ...targets.flatMap(({ heading, lines: body }) => targetTests(heading.groups ?? {}, body, paths)),
  ];
  const isBroken = tests.some((test) => test.failure?.kind === 'compile');
  const hasEnd = /^error: could not compile /m.test(text);
  const truncated = isBroken ? !hasEnd : !lastTarget(targets, lines).some((line) => line.startsWith('test result: '));
  const warnings = unnamed(text, tests);
  return assembleReport({ format: 'cargo-console', runner: 'cargo', tests, truncated, warnings }, context, paths);
}

function lastTarget(
  targets: readonly { readonly lines: readonly string[] }[],
  all: readonly string[],
): readonly string[] {
  return targets.at(-1)?.lines ?? all;
}

function targetTests(
  target: Readonly<Record<string, string | undefined>> | null,
  lines: readonly string[],
  paths: PathMapper,
): ReportedTest[] {
  const blocks = new Map<string, readonly string[]>();
  for (const { heading, lines: body } of sectionsOf(lines, BLOCK)) {
    const end = body.findIndex((line) => line === 'failures:' || line.startsWith('test result: '));
    blocks.set(heading.groups?.name ?? '', end < 0 ? body : body.slice(0, end));
  }
  const named = lines.flatMap((line) => {
    const groups = line.length > 1000 ? undefined : RESULT.exec(line)?.groups;
    return groups?.name === undefined ? [] : [{ name: groups.name, status: STATUSES[groups.word ?? ''] ?? 'skipped' }];
  });
  // Cut at its head a report has blocks whose lines are gone.
  const known = new Set(named.map((test) => test.name));
  const orphans = [...blocks.keys()]
    .filter((name) => !known.has(name))
    .map((name) => ({ name, status: 'failed' as const }));
  return [...named, ...orphans].map(({ name, status }) => ({
    namePath: [name],
    ...placeOf(name, target, paths),
    status,
    failure: status === 'failed' ? rustFailure(blocks.get(name) ?? []) : null,
  }));
}

/** A documentation test names its place; a unit test its modules, which are files below the target's. */
function placeOf(
  name: string,
  target: Readonly<Record<string, string | undefined>> | null,
  paths: PathMapper,
): { file: string | null; line: number | null } {
  const doc = /^(?<file>\S+\.(?:rs|md)) - .*\(line (?<line>\d+)\)$/.exec(name)?.groups;
  if (doc?.file !== undefined) return { file: doc.file, line: Number(doc.line) };
  const source = target?.source ?? null;
  if (source === null) return { file: null, line: null };
  const crate = /([\w-]+?)-[0-9a-f]{8,}(?:\.exe)?$/.exec(target?.binary ?? '')?.[1] ?? '';
  const folder = source.replace(/[^/\\]+$/, '');
  const modules = name.split('::').slice(0, -1);
  for (let depth = modules.length; depth > 0; depth--) {
    const stem = folder + modules.slice(0, depth).join('/');
    const found = [`${stem}.rs`, `${stem}/mod.rs`].flatMap((file) => [
      `${crate}/${file}`,
      `${crate.replaceAll('_', '-')}/${file}`,
      file,
    ]);
    const file = found.map((each) => paths.map(each)).find((each) => each.inProject)?.file;
    if (file !== undefined) return { file, line: null };
  }
  return { file: source, line: null };
}

function unique(tests: readonly ReportedTest[]): ReportedTest[] {
  const seen = new Set<string>();
  return tests.filter((test) => {
    const key = JSON.stringify([test.namePath, test.file, test.line]);
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}

/** Quiet runs print a dot for each test. */
function unnamed(text: string, tests: readonly ReportedTest[]): string[] {
  const counted = [...text.matchAll(/^test result: .*? (\d+) passed; (\d+) failed/gm)];
  const passed = counted.reduce((sum, match) => sum + Number(match[1]), 0);
  const named = tests.filter((test) => test.status === 'passed').length;
  return passed > named ? [`${passed - named} passing test(s) are not named in this output.`] : [];
}
