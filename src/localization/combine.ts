import type { Evidence, SuspiciousLocation } from '../domain/suspicious-location.ts';
import { liesBesideTests } from '../shared/project-path.ts';
import type { LineRange } from '../syntax/nodes.ts';
import type { CodeUnit } from './code-units.ts';
import type { Finding, FindingSource } from './finding.ts';
import type { SourceIndex } from './source-index.ts';

/**
 * What a finding of full strength counts, 0 to 1. A frame in the sources is nearly always right; shared words alone
 * hardly ever are.
 */
const WEIGHTS: Readonly<Record<FindingSource, number>> = {
  frame: 0.9,
  'printed-frame': 0.8,
  'frame-calls': 0.55,
  name: 0.85,
  coverage: 0.8,
  calls: 0.65,
  'error-kind': 0.45,
  words: 0.55,
  import: 0.15,
  subject: 0.18,
  'named-file': 0.4,
};

const MOST_LOCATIONS = 50;
const MOST_OF_FILE = 20;
const MOST_EVIDENCE = 6;
/** The function around a suspicious line, as a share of the line. */
const AROUND_SHARE = 0.95;
/** A function that no failing test ran; what was measured may still have missed it. */
const ALIBI_SHARE = 0.3;
/** What helps tests: tests run it as often as what they test. */
const HELPER_SHARE = 0.4;

interface Suspicion {
  readonly file: string;
  readonly unit: CodeUnit | null;
  readonly findings: Finding[];
}

/**
 * Combines all findings to one ranking. Independent findings add up as `1 - Π(1 - weight * strength)`; of several from
 * one source only the strongest counts. `alibis` are keys of units that no failing test ran.
 */
export function combineFindings(
  index: SourceIndex,
  findings: readonly Finding[],
  alibis: ReadonlySet<string>,
): SuspiciousLocation[] {
  const suspicions = new Map<string, Suspicion>();
  for (const finding of findings) {
    const key = finding.unit?.key ?? finding.file;
    const suspicion = suspicions.get(key) ?? { file: finding.file, unit: finding.unit, findings: [] };
    suspicions.set(key, suspicion);
    suspicion.findings.push(finding);
  }
  const statements = statementsAt(index, findings);
  const shareOf = (key: string, file: string) =>
    (alibis.has(key) ? ALIBI_SHARE : 1) * (liesBesideTests(file) ? HELPER_SHARE : 1);
  const locations = [...suspicions].flatMap(([key, suspicion]) =>
    locationsOf(index, suspicion, statements, shareOf(key, suspicion.file)),
  );
  return mostSuspicious(locations.sort(inOrder));
}

/** Statements by file and line. */
type Statements = ReadonlyMap<string, ReadonlyMap<number, LineRange>>;

function statementsAt(index: SourceIndex, findings: readonly Finding[]): Statements {
  const lines = new Map<string, Set<number>>();
  for (const { file, line } of findings) if (line !== null) lines.set(file, (lines.get(file) ?? new Set()).add(line));
  return new Map([...lines].map(([file, own]) => [file, index.statements(file, own)]));
}

/** A file of hundreds of functions that a test names must not push all others out: what it has too much comes last. */
function mostSuspicious(ranked: readonly SuspiciousLocation[]): SuspiciousLocation[] {
  const counts = new Map<string, number>();
  const isOneTooMany = ranked.map(({ file }) => {
    const count = (counts.get(file) ?? 0) + 1;
    counts.set(file, count);
    return count > MOST_OF_FILE;
  });
  const within = ranked.filter((_, position) => !isOneTooMany[position]);
  const beyond = ranked.filter((_, position) => isOneTooMany[position]);
  return [...within, ...beyond].slice(0, MOST_LOCATIONS).sort(inOrder);
}

function inOrder(left: SuspiciousLocation, right: SuspiciousLocation): number {
  return (
    right.suspiciousness - left.suspiciousness ||
    (left.file < right.file ? -1 : left.file > right.file ? 1 : 0) ||
    left.startLine - right.startLine ||
    left.endLine - right.endLine
  );
}

/** The lines that findings point at, and the unit around them. */
function locationsOf(
  index: SourceIndex,
  suspicion: Suspicion,
  statementsByFile: Statements,
  share: number,
): SuspiciousLocation[] {
  const { file, unit, findings } = suspicion;
  const symbol = unit?.name ?? null;
  const general = findings.filter((finding) => finding.line === null);
  const statements = new Map<string, { startLine: number; endLine: number; findings: Finding[] }>();
  for (const finding of findings) {
    if (finding.line === null) continue;
    const range = statementsByFile.get(file)?.get(finding.line) ?? { startLine: finding.line, endLine: finding.line };
    const key = `${range.startLine}-${range.endLine}`;
    const statement = statements.get(key) ?? { ...range, findings: [] };
    statements.set(key, statement);
    statement.findings.push(finding);
  }
  const lines = [...statements.values()].map(({ startLine, endLine, findings: own }) =>
    location({ file, startLine, endLine, symbol }, [...own, ...general], share),
  );
  const whole = wholeRange(index, suspicion);
  const around = lines.length > 0 ? AROUND_SHARE : 1;
  return [...lines, location({ file, ...whole, symbol }, findings, share * around)];
}

/** Of a module only its head is shown: the rest is in other units. */
function wholeRange(index: SourceIndex, { file, unit }: Suspicion): { startLine: number; endLine: number } {
  if (unit === null) return { startLine: 1, endLine: Math.max(1, (index.text(file) ?? '').split('\n').length) };
  if (unit.kind !== 'module') return { startLine: unit.startLine, endLine: unit.endLine };
  const [first] = unit.holes;
  const endIndex = first === undefined ? unit.endIndex : Math.max(0, first.startIndex - 1);
  return { startLine: 1, endLine: Math.max(1, unit.file.lineAt(endIndex)) };
}

function location(
  place: Pick<SuspiciousLocation, 'file' | 'startLine' | 'endLine' | 'symbol'>,
  findings: readonly Finding[],
  share: number,
): SuspiciousLocation {
  const strongest = new Map<FindingSource, Finding>();
  for (const finding of findings) {
    const known = strongest.get(finding.source);
    if (known === undefined || finding.strength > known.strength) strongest.set(finding.source, finding);
  }
  const counted = [...strongest.values()].map((finding) => ({
    finding,
    weight: WEIGHTS[finding.source] * finding.strength,
  }));
  const innocence = counted.reduce((product, { weight }) => product * (1 - weight), 1);
  const evidence = counted
    .map(({ finding, weight }): Evidence => ({ kind: finding.kind, detail: finding.detail, weight: rounded(weight) }))
    .sort((left, right) => right.weight - left.weight)
    .slice(0, MOST_EVIDENCE);
  return { ...place, suspiciousness: rounded((1 - innocence) * share), evidence };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
