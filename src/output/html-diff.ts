import { type DiffCell, type DiffFile, type DiffHunk, type DiffRow, diffFiles } from './diff-rows.ts';
import { highlightedLines } from './highlight.ts';
import { type Html, html } from './html.ts';

/** Rows of a diff that are shown; the whole diff is in the run folder. */
const MOST_ROWS = 3000;

/** A unified diff as one table for each file: before and after side by side, in the colours of the syntax. */
export function diffMarkup(diff: string): Html {
  let left = MOST_ROWS;
  const files = diffFiles(diff).map((file) => {
    const hunks = file.hunks.map((hunk) => {
      const rows = hunk.rows.slice(0, Math.max(0, left));
      left -= hunk.rows.length;
      return { ...hunk, rows };
    });
    return fileMarkup({ ...file, hunks });
  });
  const more = left < 0 ? html`<p class="quiet">${-left} more lines are in the diff file of the run.</p>` : null;
  return html`${files}${more}`;
}

function fileMarkup({ name, notes, hunks }: DiffFile): Html {
  const table = html`<table class="sides"><thead><tr><th scope="col">Line</th><th scope="col">Before</th><th scope="col">Line</th><th scope="col">After</th></tr></thead>
${hunks.map((hunk) => hunkMarkup(hunk, name))}</table>`;
  return html`<figure class="diff"><figcaption>${name}${notes.map((note) => html`<small>${note}</small>`)}</figcaption>
${hunks.length === 0 ? null : table}</figure>
`;
}

function hunkMarkup({ header, rows, notes }: DiffHunk, file: string): Html {
  const left = sideMarkup(rows, 'left', file);
  const right = sideMarkup(rows, 'right', file);
  return html`<tbody><tr class="hunk"><td colspan="4">${header}</td></tr>
${rows.map((row) => rowMarkup(row, left, right))}${notes.map((note) => html`<tr class="hunk"><td colspan="4">${note}</td></tr>`)}</tbody>
`;
}

/** The lines of one side, coloured as the one text that they are. */
function sideMarkup(rows: readonly DiffRow[], side: 'left' | 'right', file: string): ReadonlyMap<DiffCell, Html> {
  const cells = rows.map((row) => row[side]).filter((cell) => cell !== null);
  const lines = highlightedLines(
    cells.map(({ text }) => text.replace(/\r$/, '')),
    file,
  );
  return new Map(cells.map((cell, index) => [cell, lines[index] ?? html`${cell.text}`]));
}

function rowMarkup(row: DiffRow, left: ReadonlyMap<DiffCell, Html>, right: ReadonlyMap<DiffCell, Html>): Html {
  const code = (cell: DiffCell, lines: ReadonlyMap<DiffCell, Html>) =>
    html`${lines.get(cell) ?? null}${cell.text.endsWith('\r') ? html`<span class="quiet">␍</span>` : null}`;
  if (!row.isChange && row.left !== null && row.right !== null) {
    return html`<tr class="same"><td class="number">${row.left.number}</td><td class="code">${code(row.left, left)}</td><td class="number">${row.right.number}</td><td class="code">${code(row.right, right)}</td></tr>
`;
  }
  const before =
    row.left === null
      ? html`<td class="number none"></td><td class="code none"></td>`
      : html`<td class="number">${row.left.number}</td><td class="code removed"><del>${code(row.left, left)}</del></td>`;
  const after =
    row.right === null
      ? html`<td class="number none"></td><td class="code none"></td>`
      : html`<td class="number">${row.right.number}</td><td class="code added"><ins>${code(row.right, right)}</ins></td>`;
  return html`<tr class="change">${before}${after}</tr>
`;
}
