/** One line of one side of a file. */
export interface DiffCell {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
}

/** What stands side by side: the line before and the line after, one of them missing where lines come or go. */
export interface DiffRow {
  readonly left: DiffCell | null;
  readonly right: DiffCell | null;
  readonly isChange: boolean;
}

export interface DiffHunk {
  /** e.g. `@@ -1,4 +1,5 @@`. */
  readonly header: string;
  readonly rows: readonly DiffRow[];
  /** e.g. `\ No newline at end of file`. */
  readonly notes: readonly string[];
}

export interface DiffFile {
  readonly name: string;
  /** What git says of it besides: new, deleted, mode, binary. */
  readonly notes: readonly string[];
  readonly hunks: readonly DiffHunk[];
}

/** A unified diff as pairs of lines. Headers say how many lines follow: a removed line `-- x` is not taken for one. */
export function diffFiles(diff: string): DiffFile[] {
  const reader = new DiffReader();
  const lines = diff.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) reader.take(line);
  return reader.files;
}

interface OpenHunk {
  header: string;
  rows: DiffRow[];
  notes: string[];
}

class DiffReader {
  readonly files: { name: string; notes: string[]; hunks: OpenHunk[] }[] = [];
  private left = { number: 0, remaining: 0 };
  private right = { number: 0, remaining: 0 };

  take(line: string): void {
    if (this.left.remaining + this.right.remaining > 0 || line.startsWith('\\')) this.takeBody(line);
    else this.takeHeader(line);
  }

  private takeHeader(line: string): void {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk !== null) {
      this.left = { number: Number(hunk[1]), remaining: Number(hunk[2] ?? 1) };
      this.right = { number: Number(hunk[3]), remaining: Number(hunk[4] ?? 1) };
      this.file().hunks.push({ header: line, rows: [], notes: [] });
    } else if (line.startsWith('diff --git ')) this.files.push({ name: fileName(line), notes: [], hunks: [] });
    else if (!/^(---|\+\+\+) /.test(line)) this.file().notes.push(line);
  }

  private takeBody(line: string): void {
    const hunk = this.file().hunks.at(-1);
    if (hunk === undefined) return;
    const text = line.slice(1);
    if (line.startsWith('\\')) hunk.notes.push(line);
    else if (line.startsWith('-')) hunk.rows.push({ left: this.next(this.left, text), right: null, isChange: true });
    else if (line.startsWith('+')) this.put(hunk.rows, this.next(this.right, text));
    else {
      const left = this.next(this.left, text);
      hunk.rows.push({ left, right: this.next(this.right, text), isChange: false });
    }
  }

  /** An added line stands beside the first removed one of its block that has no partner yet. */
  private put(rows: DiffRow[], right: DiffCell): void {
    let index = rows.length;
    while (index > 0 && rows[index - 1]?.isChange === true && rows[index - 1]?.right === null) index--;
    const partner = rows[index];
    if (partner === undefined) rows.push({ left: null, right, isChange: true });
    else rows[index] = { ...partner, right };
  }

  private next(side: { number: number; remaining: number }, text: string): DiffCell {
    side.remaining--;
    return { number: side.number++, text };
  }

  private file() {
    const open = this.files.at(-1);
    if (open !== undefined) return open;
    const first = { name: '', notes: [], hunks: [] };
    this.files.push(first);
    return first;
  }
}

/** `diff --git a/x b/x` names one file twice; names that git had to quote stay as they are. */
function fileName(header: string): string {
  const names = header.replace(/^diff --git /, '');
  const half = names.slice(2, (names.length - 1) / 2);
  return names === `a/${half} b/${half}` ? half : names;
}
