import { parsePatch } from 'diff';

/** Neighbouring lines that a patch takes out and puts in, in terms of the file before. */
export interface ChangedBlock {
  readonly file: string;
  readonly isNewFile: boolean;
  /** 1-based line of the file before: the first one taken out, or the one before which lines are put in. */
  readonly startLine: number;
  /** Without their line ends. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** The blocks of a unified diff in its order; none for content that a diff only names, or when it is no diff at all. */
export function changedBlocks(diff: string): ChangedBlock[] {
  return filesOf(diff).flatMap(({ oldFileName, newFileName, hunks }) => {
    const isNewFile = oldFileName === NOWHERE;
    const name = (isNewFile ? newFileName : oldFileName) ?? '';
    const file = name.replace(/^[ab]\//, '');
    return hunks.flatMap(({ oldStart, lines }) => blocksOf(file, isNewFile, oldStart, lines));
  });
}

const NOWHERE = '/dev/null';

function filesOf(diff: string): ReturnType<typeof parsePatch> {
  try {
    return parsePatch(diff);
  } catch {
    return [];
  }
}

function blocksOf(file: string, isNewFile: boolean, oldStart: number, lines: readonly string[]): ChangedBlock[] {
  const blocks: { startLine: number; removed: string[]; added: string[] }[] = [];
  let line = oldStart;
  let open = false;
  for (const text of lines) {
    const mark = text[0];
    if (mark === '\\') continue;
    if (mark !== '+' && mark !== '-') {
      open = false;
      line++;
      continue;
    }
    if (!open) blocks.push({ startLine: line, removed: [], added: [] });
    open = true;
    blocks.at(-1)?.[mark === '+' ? 'added' : 'removed'].push(text.slice(1));
    if (mark === '-') line++;
  }
  return blocks.map((block) => ({ file, isNewFile, ...block }));
}
