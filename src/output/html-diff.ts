import { type Html, html } from './html.ts';

/** Lines of a diff that are shown; the whole diff is in the run folder. */
const MOST_LINES = 3000;

interface DiffLine {
  readonly kind: 'added' | 'removed' | 'context' | 'hunk' | 'header' | 'note';
  readonly oldNumber: number | null;
  readonly newNumber: number | null;
  readonly text: string;
}

/** A unified diff as one table for each file, with line numbers on both sides. */
export function diffMarkup(diff: string): Html {
  const lines = readDiff(diff);
  const shown = lines.slice(0, MOST_LINES);
  const rest = lines.length - shown.length;
  const more = rest > 0 ? html`<p class="quiet">${rest} more lines are in the diff file of the run.</p>` : null;
  return html`${splitFiles(shown).map(fileMarkup)}${more}`;
}

function fileMarkup(lines: readonly DiffLine[]): Html {
  const headers = lines.filter((line) => line.kind === 'header');
  const body = lines.filter((line) => line.kind !== 'header');
  const name = fileName(headers[0]?.text ?? '');
  const notes = headers.slice(1).filter(({ text }) => !/^(---|\+\+\+) /.test(text));
  return html`<figure class="diff"><figcaption>${name}${notes.map(({ text }) => html`<small>${text}</small>`)}</figcaption>
<div class="scroll" tabindex="0" role="region" aria-label="${`Changes of ${name}`}"><table><tbody>
${body.map(lineMarkup)}</tbody></table></div></figure>`;
}

/** `diff --git a/x b/x` names one file twice; names that git had to quote stay as they are. */
function fileName(header: string): string {
  const names = header.replace(/^diff --git /, '');
  const half = names.slice(2, (names.length - 1) / 2);
  return names === `a/${half} b/${half}` ? half : names;
}

function lineMarkup({ kind, oldNumber, newNumber, text }: DiffLine): Html {
  const content = text.endsWith('\r') ? html`${text.slice(0, -1)}<span class="quiet">␍</span>` : html`${text}`;
  return html`<tr class="${kind}"><td class="number">${oldNumber}</td><td class="number">${newNumber}</td><td class="code">${content}</td></tr>
`;
}

function splitFiles(lines: readonly DiffLine[]): DiffLine[][] {
  const files: DiffLine[][] = [];
  for (const line of lines) {
    if (line.text.startsWith('diff --git ') && line.kind === 'header') files.push([]);
    if (files.length === 0) files.push([]);
    files.at(-1)?.push(line);
  }
  return files;
}

/** The hunk headers say how many lines follow, so a removed line `-- x` is not taken for a file header. */
function readDiff(diff: string): DiffLine[] {
  let [oldNumber, newNumber, oldLeft, newLeft] = [0, 0, 0, 0];
  const lines = diff.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((text): DiffLine => {
    const hunk = oldLeft + newLeft === 0 ? /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text) : null;
    if (hunk) {
      [oldNumber, newNumber] = [Number(hunk[1]), Number(hunk[3])];
      [oldLeft, newLeft] = [Number(hunk[2] ?? 1), Number(hunk[4] ?? 1)];
      return { kind: 'hunk', oldNumber: null, newNumber: null, text };
    }
    if (text.startsWith('\\')) return { kind: 'note', oldNumber: null, newNumber: null, text };
    if (oldLeft + newLeft === 0) return { kind: 'header', oldNumber: null, newNumber: null, text };
    const [removed, added] = [text.startsWith('-'), text.startsWith('+')];
    if (!added) oldLeft--;
    if (!removed) newLeft--;
    return {
      kind: added ? 'added' : removed ? 'removed' : 'context',
      oldNumber: added ? null : oldNumber++,
      newNumber: removed ? null : newNumber++,
      text,
    };
  });
}
