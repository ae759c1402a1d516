import { differingPaths, type Project, type ProjectEntry } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import { decodeSource } from '../shared/source-text.ts';
import { expectedValues, handedBack } from './handed-back.ts';
import { HIDDEN_CHARACTERS } from './hidden-characters.ts';
import { suspicionRulesFor } from './suspicion-rules.ts';

/** Files that are longer are not source code that a repair writes. */
const LONGEST_SOURCE = 2_000_000;

/**
 * What a patch brings in that could make tests pass without repairing anything, one sentence each: empty for
 * most honest patches. Counts constructs before and after, file by file, so that code which was there before or
 * only moved within its file is no reason. A first look, not a proof. `failing`: the tests whose expected values
 * must not be handed back as they are.
 */
export function suspiciousChanges(before: Project, after: Project, failing: readonly TestResult[] = []): string[] {
  const expected = expectedValues(failing);
  const flags: string[] = [];
  for (const path of differingPaths(before, after)) {
    const old = before.entries.get(path);
    const now = after.entries.get(path);
    if (now?.kind !== 'file' || now.size > LONGEST_SOURCE) continue;
    if (hiddenIn(now) > seen(old).hidden) flags.push(`${now.path}: it ${HIDDEN_CHARACTERS.what}`);
    const rules = suspicionRulesFor(now.path);
    if (rules.length === 0) continue;
    const was = seen(old);
    const newText = textOf(now);
    for (const { what, pattern } of rules) {
      if (count(newText, pattern) > was.count(pattern)) flags.push(`${now.path}: it ${what}`);
    }
    const value = handedBack(was.text, newText, expected);
    if (value !== null)
      flags.push(`${now.path}: it hands back ${value.slice(0, 80)}, which is what a failing test expects`);
  }
  return flags;
}

/** A file as it was, looked through once for all candidates that change it. */
interface SeenFile {
  readonly hidden: number;
  readonly text: string;
  count(pattern: RegExp): number;
}

const seenFiles = new WeakMap<ProjectEntry, SeenFile>();
const NO_FILE: SeenFile = { hidden: 0, text: '', count: () => 0 };

function seen(entry: ProjectEntry | undefined): SeenFile {
  if (entry?.kind !== 'file') return NO_FILE;
  let file = seenFiles.get(entry);
  if (file === undefined) {
    const text = textOf(entry);
    const counts = new Map<RegExp, number>();
    const counted = (pattern: RegExp) => {
      const known = counts.get(pattern) ?? count(text, pattern);
      counts.set(pattern, known);
      return known;
    };
    file = { hidden: hiddenIn(entry), text, count: counted };
    seenFiles.set(entry, file);
  }
  return file;
}

/** How many there are; a text that is made none (NUL) has more than any. Bytes of old code pages may stand for letters. */
function hiddenIn(entry: ProjectEntry | undefined): number {
  if (entry?.kind !== 'file') return 0;
  const source = decodeSource(entry.bytes());
  if (source === null) return Number.POSITIVE_INFINITY;
  if (source.encoding === 'latin1') return 0;
  return count(source.text, HIDDEN_CHARACTERS.pattern);
}

/** Text as the rules see it; '' for what is no file. */
function textOf(entry: ProjectEntry | undefined): string {
  return entry?.kind === 'file' ? plainSpelling(decodeSource(entry.bytes())?.text ?? '') : '';
}

/** Code with its escapes read and its broken words joined: `'ex' + 'it'`, `\\u0065xit`. */
function plainSpelling(text: string): string {
  const read = text.replace(/\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/g, (whole, ...codes) => {
    const code = Number.parseInt(codes.slice(0, 3).find((each) => each !== undefined) ?? '', 16);
    // Only letters and the like hide anything; quotes and line ends would change what stands around them.
    return code > 0x20 && code < 0x7f && /[\w$.]/.test(String.fromCharCode(code)) ? String.fromCharCode(code) : whole;
  });
  return read.replace(/(["'`])[ \t]*\+[ \t]*\1/g, '');
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}
