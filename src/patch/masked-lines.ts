import { literalPattern } from '../shared/literal-pattern.ts';
import { MASK } from '../shared/masked-secret.ts';
import { lineTexts } from './source-lines.ts';

/** An edit by text as its maker wrote it. */
interface TextEdit {
  readonly search: string;
  readonly replacement: string;
  /** 1-based. */
  readonly nearLine: number | undefined;
}

export type UnmaskedEdit = ({ readonly kind: 'edit' } & TextEdit) | { readonly kind: 'fault'; readonly reason: string };

/** What to tell whoever puts a mask where it cannot stay. */
export const MASK_LESSON = `"${MASK}" stands for a credential that was not shown; it cannot be written into a file: leave the lines that hold it as they are`;

/**
 * Gives an edit back the text that masks stand for: a searched line with a mask is the line of the file that agrees with
 * it around the mask, and a mask in the replacement becomes what stood at the same mask of the search. A mask never
 * gets into a file: where it is not clear what one stands for, the edit is refused.
 */
export function withoutMasks(text: string, edit: TextEdit): UnmaskedEdit {
  const isTold = edit.search.includes(MASK) || edit.replacement.includes(MASK);
  // A file that really holds these words is none of ours to interpret.
  if (!isTold || text.includes(MASK)) return { kind: 'edit', ...edit };
  const search = lineTexts(edit.search);
  const windows = matchingWindows(lineTexts(text), search);
  const chosen = windows.length === 1 ? windows[0] : nearest(windows, edit.nearLine);
  if (chosen === undefined) {
    const why =
      windows.length > 1
        ? 'the lines around it stand in several places'
        : 'the lines around it are not in the file like that';
    return { kind: 'fault', reason: `${MASK_LESSON} (${why})` };
  }
  const replacement = restored(edit.replacement, search, chosen);
  if (replacement === null) return { kind: 'fault', reason: MASK_LESSON };
  return { kind: 'edit', search: `${chosen.lines.join('\n')}\n`, replacement, nearLine: chosen.first + 1 };
}

interface MaskedWindow {
  /** 0-based. */
  readonly first: number;
  /** As they stand in the file. */
  readonly lines: readonly string[];
  /** What the masks of the search stand for, in order. */
  readonly secrets: readonly string[];
}

function matchingWindows(lines: readonly string[], search: readonly string[]): MaskedWindow[] {
  const windows: MaskedWindow[] = [];
  if (!search.some((line) => line.includes(MASK))) return windows;
  for (let first = 0; first + search.length <= lines.length; first++) {
    const found = search.map((wanted, index) => secretsOf(wanted, lines[first + index] ?? ''));
    if (found.some((secrets) => secrets === null)) continue;
    windows.push({
      first,
      lines: lines.slice(first, first + search.length),
      secrets: found.flatMap((secrets) => secrets ?? []),
    });
  }
  return windows;
}

/** What the masks of `wanted` hide in `line`; null when the lines do not agree, or in more ways than one. */
function secretsOf(wanted: string, line: string): readonly string[] | null {
  if (!wanted.includes(MASK)) return wanted.trim() === line.trim() ? [] : null;
  const parts = wanted.trim().split(MASK).map(literalPattern);
  const shortest = new RegExp(`^\\s*${parts.join('(.+?)')}\\s*$`).exec(line)?.slice(1) ?? null;
  const longest = new RegExp(`^\\s*${parts.join('(.+)')}\\s*$`).exec(line)?.slice(1) ?? null;
  return shortest?.every((secret, index) => secret === longest?.[index]) ? shortest : null;
}

function nearest(windows: readonly MaskedWindow[], nearLine: number | undefined): MaskedWindow | undefined {
  return windows.find((window) => window.first + 1 === nearLine);
}

/** The replacement with every mask filled in; null when one stands for nothing that was searched. */
function restored(replacement: string, search: readonly string[], { lines, secrets }: MaskedWindow): string | null {
  const masks = replacement.split(MASK).length - 1;
  const unchanged = new Map(
    search.flatMap((line, index) => (line.includes(MASK) ? [[line.trim(), lines[index] ?? '']] : [])),
  );
  const only = new Set(secrets).size === 1 ? secrets[0] : undefined;
  let position = 0;
  const filled = replacement.split('\n').map((line) => {
    const same = unchanged.get(line.trim());
    if (same !== undefined) {
      position += line.split(MASK).length - 1;
      return `${/^\s*/.exec(line)?.[0] ?? ''}${same.trim()}`;
    }
    return line.replaceAll(MASK, () => {
      const inOrder = masks === secrets.length ? secrets[position] : undefined;
      position++;
      return inOrder ?? only ?? MASK;
    });
  });
  const text = filled.join('\n');
  return text.includes(MASK) ? null : text;
}
