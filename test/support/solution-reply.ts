import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface SolutionEdit {
  readonly file: string;
  readonly search: string;
  readonly replace: string;
}

/** What a model that understood a fixture would reply: `fixtures/solutions/<name>.json` in the form of the patch schema. */
export function solutionReply(name: string): string {
  const edits = JSON.parse(readFileSync(join('fixtures/solutions', `${name}.json`), 'utf8')) as SolutionEdit[];
  return JSON.stringify({
    analysis: 'The failing tests show what is missing.',
    cannotFix: '',
    patches: edits.map((edit) => wholeLines(name, edit)),
    explanation: 'Puts right what the failing tests show.',
  });
}

/** The schema wants whole lines; a solution may name a part of one. */
function wholeLines(name: string, { file, search, replace }: SolutionEdit) {
  const text = readFileSync(join('fixtures/projects', name, file), 'utf8');
  const found = text.indexOf(search);
  if (found < 0) throw new Error(`${file} does not hold ${search}`);
  const start = text.lastIndexOf('\n', found - 1) + 1;
  const searchEnd = found + search.length;
  const newline = text.indexOf('\n', search.endsWith('\n') ? searchEnd - 1 : searchEnd);
  const end = newline < 0 ? text.length : newline;
  const old = text.slice(start, end);
  const changed = `${text.slice(start, found)}${replace}${text.slice(searchEnd, end)}`.replace(/\n$/, '');
  return { file, action: 'replace', search: old.split('\n'), replace: changed.split('\n') };
}
