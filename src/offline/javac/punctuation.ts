import { insertion, type TextEdit } from '../text-edit.ts';
import { type CompileError, proposal, type Remedy } from './compile-error.ts';

/** A mark that javac misses: where it says, at the end of the line, or at that of the line before. */
export const missingMark: Remedy = {
  name: 'missing-mark',
  on: /^'\S'(?:, '\S')*(?:,? or '\S')? expected/,
  *propose(error) {
    const marks = [...error.head.matchAll(/'(.)'/g)].map(([, mark]) => mark ?? '');
    for (const [index, mark] of marks.entries()) {
      for (const [choice, at] of placesOf(error).entries()) {
        yield proposal(
          'missing-mark',
          `Write the missing \`${mark}\`.`,
          0.95 - 0.1 * index - 0.05 * choice,
          insertion(error.path, at, mark),
        );
      }
      const next = error.text[error.offset];
      if (next === undefined || /[\w\s]/.test(next)) continue;
      const edit = { path: error.path, start: error.offset, end: error.offset + 1, replacement: mark };
      yield proposal('missing-mark', `Write \`${mark}\` for \`${next}\`.`, 0.7 - 0.1 * index, edit);
    }
  },
};

function endOfLine(text: string, index: number): number {
  const end = text.indexOf('\n', index);
  return end < 0 ? text.length : end;
}

/** javac points behind the last thing that it understood, mostly. */
function placesOf({ text, offset }: CompileError): number[] {
  const behind = text.slice(0, offset + 1).search(/\S\s*$/) + 1;
  const end = text.slice(0, endOfLine(text, offset)).replace(/\s*(?:\/\/[^\n]*)?$/, '').length;
  const inner = /[;{]$/.test(text.slice(0, end)) ? text.slice(0, end - 1).trimEnd().length : end;
  return [...new Set([offset, behind, inner, end])];
}

/** Braces that do not match: the lines' indentation tells where one is missing or too many. */
export const braces: Remedy = {
  name: 'braces',
  on: /^(?:reached end of file while parsing|class, interface, enum, or record expected|illegal start of (?:expression|type)|<identifier> expected)/,
  *propose(error) {
    const edits = unbalanced(error);
    for (const [index, edit] of edits.entries()) {
      const what =
        edit.replacement === '' ? 'Drop the brace that closes too much.' : 'Close the block where its lines end.';
      yield proposal('missing-mark', what, 0.95 - 0.1 * index, edit);
    }
    const end = error.text.trimEnd().length;
    if (/^reached end/.test(error.head))
      yield proposal('missing-mark', 'Close the last block.', 0.5, insertion(error.path, end, '\n}'));
  },
};

/** Where the depth of the braces and the indentation part first. */
function unbalanced({ text, path }: CompileError): TextEdit[] {
  const lines = text.split('\n');
  const widths = lines.flatMap((line) =>
    /^\s+\S/.test(line) && !/^\s*\*/.test(line) ? [/^\s*/.exec(line)?.[0] ?? ''] : [],
  );
  const unit = [...widths].sort((left, right) => left.length - right.length)[0] ?? '    ';
  let [depth, start] = [0, 0];
  for (const line of lines) {
    const code = line.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*/g, '');
    const closing = /^\s*\}/.test(code) ? 1 : 0;
    const expected = depth - closing;
    const indented = (/^\s*/.exec(line)?.[0].length ?? 0) / unit.length;
    if (code.trim() !== '' && !/^\s*[*/.?:&|+]/.test(code)) {
      if (closing === 1 && indented > expected) return [{ path, start, end: start + line.length + 1, replacement: '' }];
      if (indented < expected) {
        return [insertion(path, start, `${unit.repeat(expected - 1 + closing)}}\n`)];
      }
    }
    depth += (code.match(/\{/g)?.length ?? 0) - (code.match(/\}/g)?.length ?? 0);
    start += line.length + 1;
  }
  return depth > 0 ? [insertion(path, text.trimEnd().length, '\n}')] : [];
}

/** `x == 5;`, `total + 1;` */
export const notAStatement: Remedy = {
  name: 'not-a-statement',
  on: /^not a statement/,
  *propose(error) {
    const start = error.text.lastIndexOf('\n', error.offset) + 1;
    const line = error.text.slice(start, endOfLine(error.text, error.offset));
    const replaced = (text: string) => ({ path: error.path, start, end: start + line.length, replacement: text });
    if (/[^=!<>]==[^=]/.test(line)) yield proposal('assignment', 'Set it.', 0.95, replaced(line.replace('==', '=')));
    const [, sum, operator] = /^(\s*[\w.]+ )([-+*/]) /.exec(line) ?? [];
    if (sum !== undefined && operator !== undefined) {
      yield proposal(
        'assignment',
        'Change it.',
        0.9,
        replaced(line.replace(`${sum}${operator}`, `${sum}${operator}=`)),
      );
    }
    if (/^\s*[\w.]+\s*;/.test(line))
      yield proposal('missing-return', 'Return it.', 0.7, replaced(line.replace(/\S/, 'return $&')));
    if (/^\s*[\w.]+\s*;/.test(line)) yield proposal('call-it', 'Call it.', 0.6, replaced(line.replace(/\s*;/, '();')));
  },
};

/** A text that nothing closes. */
export const openText: Remedy = {
  name: 'open-text',
  on: /^unclosed (string|character) literal/,
  *propose(error, _java, [, kind]) {
    const mark = kind === 'string' ? '"' : "'";
    const rest = error.text.slice(error.offset, endOfLine(error.text, error.offset)).trimEnd();
    const tail = /[);,\]}]*$/.exec(rest)?.[0] ?? '';
    for (let kept = tail.length; kept >= 0; kept--) {
      const at = error.offset + rest.length - kept;
      yield proposal(
        'missing-mark',
        'Close the text.',
        0.9 - 0.05 * (tail.length - kept),
        insertion(error.path, at, mark),
      );
    }
  },
};

/** `for (item : items)`: without a type. */
export const untypedLoop: Remedy = {
  name: 'untyped-loop',
  on: /^bad initializer for for-loop/,
  *propose(error) {
    const at = error.text.slice(0, error.offset + 1).lastIndexOf('(') + 1;
    if (at > 0)
      yield proposal('declared-type', 'Declare the variable of the loop.', 0.95, insertion(error.path, at, 'var '));
  },
};
