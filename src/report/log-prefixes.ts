/**
 * What CI systems and monorepo runners put before each line. A pattern is taken off only where most lines have it.
 * GitHub Actions and Azure: `2026-11-22T10:00:00.0000000Z `, with job and step before it in `gh run view --log`;
 * GitLab: `2026-11-22T10:00:00.000000Z 01O `, a `+` where the line goes on; Jenkins: `[2026-11-22T10:00:00.000Z] `;
 * TeamCity: `[10:00:00] :\t [Step 1/2] `.
 */
const STAMPS: readonly RegExp[] = [
  /^(?:[^\t\n]{1,120}\t[^\t\n]{1,120}\t)?\u{feff}?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?(?: \d\d[OE](?:[ +]|$)| |$)/u,
  /^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?\] ?/,
  /^\[\d\d:\d\d:\d\d\][ WEFi]?:?\s*(?:\[[^\]\n]{1,60}\] ?)?/,
];

/** Names of packages or containers before their lines: turbo, pnpm -r, lerna, yarn workspaces, docker compose. */
const NAMES: readonly RegExp[] = [
  /^(?<name>@?[\w./-]{1,80}:[\w:.-]{1,60}):(?: |$)/,
  /^(?<name>[\w@./-]{1,120} [\w:-]{1,40}):(?: |$)/,
  /^(?<name>\[(?!INFO|ERROR|WARN|DEBUG|FATAL|TRACE)[\w@./-]{1,80}\]):?(?: |$)/,
  /^(?<name>[A-Za-z][\w.-]{0,80}) +\|(?: |$)/,
];

/** How many of the lines must have a prefix before it is believed. */
const MOST = 0.6;
const SAMPLE = 600;

/** The text without prefixes of a CI log and without the markers of its groups and sections. */
export function stripLogPrefixes(text: string): string {
  const lines = withoutStamps(text.split('\n'));
  const told = lines.some((line) => MARKER.test(line)) ? lines.flatMap(unmarked) : lines;
  return withoutVoids(withoutNames(told)).join('\n');
}

/** More empty lines in a row than any runner prints. */
const MOST_EMPTY = 100;
/** A line of more blanks than this is an empty one. */
const MOST_BLANKS = 500;

/** Patterns that look across empty lines would pay for each pair of them: a flood of them is cut, and no text is lost. */
function withoutVoids(lines: readonly string[]): readonly string[] {
  let empty = 0;
  const kept: string[] = [];
  for (const line of lines) {
    const isEmpty = line.trim() === '';
    empty = isEmpty ? empty + 1 : 0;
    if (empty <= MOST_EMPTY) kept.push(isEmpty && line.length > MOST_BLANKS ? '' : line);
  }
  return kept;
}

function withoutStamps(lines: readonly string[]): readonly string[] {
  const stamp = STAMPS.find((pattern) => isUsual(lines, pattern));
  return stamp === undefined ? lines : lines.map((line) => line.replace(stamp, ''));
}

function isUsual(lines: readonly string[], pattern: RegExp): boolean {
  const filled = lines.slice(0, SAMPLE).filter((line) => line.trim() !== '');
  // The last line of a cut text may hold half a stamp.
  const sample = filled.length > 1 && filled.length < SAMPLE ? filled.slice(0, -1) : filled;
  return sample.length > 0 && sample.filter((line) => pattern.test(line)).length >= sample.length * MOST;
}

const MARKER = /^(?:##\[[a-z]+\]|::(?:group|endgroup)::|section_(?:start|end):\d+:|travis_(?:fold|time):)/;

/** Markers of groups and sections go; what GitHub marks as an error or a command is kept without its mark. */
function unmarked(line: string): readonly string[] {
  if (/^(?:section_(?:start|end):\d+:\S*|::endgroup::|##\[endgroup\]|travis_(?:fold|time):\S+)\s*$/.test(line))
    return [];
  const rest = line.replace(/^section_(?:start|end):\d+:\S+ ?/, '').replace(/^::group::/, '');
  return [rest.replace(/^##\[(?:error|warning|group|debug|command|section|notice)\]/, '')];
}

/** At most this many packages print into one log. */
const MOST_NAMES = 60;

/** Packages that print at the same time are put apart, each with its lines in order. */
function withoutNames(lines: readonly string[]): readonly string[] {
  const pattern = NAMES.find((each) => isNamed(lines, each));
  if (pattern === undefined) return lines;
  const sections = new Map<string, string[]>([['', []]]);
  for (const line of lines) {
    const match = pattern.exec(line);
    const name = match?.groups?.name ?? '';
    const section = sections.get(name) ?? [];
    section.push(match === null ? line : line.slice(match[0].length));
    sections.set(name, section);
  }
  return [...sections.values()].flat();
}

/** The same few names again and again, before nearly all lines: frames and diagnostics look alike, but vary. */
function isNamed(lines: readonly string[], pattern: RegExp): boolean {
  const sample = lines.slice(0, SAMPLE).filter((line) => line.trim() !== '');
  const names = new Map<string, number>();
  let found = 0;
  for (const line of sample) {
    const name = pattern.exec(line)?.groups?.name;
    if (name === undefined) continue;
    found++;
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  // A short log is believed when each line has the one name.
  if (names.size === 1 && found >= 3 && found === sample.length) return true;
  return found >= 8 && found >= sample.length * 0.8 && names.size <= MOST_NAMES && found / names.size >= 4;
}
