/** One word of a shell line: its value without quotes, and where it stands. */
export interface ShellWord {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** One command of a line: what stands between `&&`, `||`, `;`, `|`, `&`, brackets and line ends. */
export interface SimpleCommand {
  /** Leading `NAME=value` words. */
  readonly assignments: readonly ShellWord[];
  /** The program and its arguments, without redirections. */
  readonly words: readonly ShellWord[];
}

/** A replacement of a piece of a line. */
export interface LineEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const ASSIGNMENT = /^[A-Za-z_]\w*=/;
const OPERATOR = /^(?:&&|\|\||;;|[;&|()\n])/;
const REDIRECTION = /^(?:\d*(?:>>|>&|<&|<<<|<<|>|<)|&>>?)/;

/**
 * Splits a POSIX shell line into its simple commands. It knows quotes, backslashes, `$(…)`, backquotes, operators
 * and redirections; what it does not know (loops, functions) comes out as words and is recognised as nothing.
 */
export function parseShellLine(line: string): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let words: ShellWord[] = [];
  const finish = () => {
    const first = words.findIndex((word) => !ASSIGNMENT.test(word.value));
    const split = first < 0 ? words.length : first;
    if (words.length > 0) commands.push({ assignments: words.slice(0, split), words: words.slice(split) });
    words = [];
  };
  let index = 0;
  let skipWord = false;
  while (index < line.length) {
    const rest = line.slice(index);
    const redirection = REDIRECTION.exec(rest);
    const operator = OPERATOR.exec(rest);
    if (redirection !== null) {
      index += redirection[0].length;
      skipWord = true;
    } else if (operator !== null) {
      finish();
      index += operator[0].length;
    } else if (/^\s/.test(rest)) index++;
    else if (rest.startsWith('#')) index += rest.search(/\n|$/);
    else {
      const word = readWord(line, index);
      if (!skipWord) words.push(word);
      skipWord = false;
      index = word.end;
    }
  }
  finish();
  return commands;
}

function readWord(line: string, start: number): ShellWord {
  let value = '';
  let index = start;
  while (index < line.length) {
    const char = line.charAt(index);
    if (/[\s;&|()<>]/.test(char)) break;
    if (char === '\\') {
      value += line.charAt(index + 1);
      index += 2;
    } else if (char === "'" || char === '"') {
      const end = endOfQuote(line, index);
      value += line.slice(index + 1, end);
      index = end + 1;
    } else if (char === '`' || line.startsWith('$(', index)) {
      const end = char === '`' ? endOfQuote(line, index) + 1 : endOfSubstitution(line, index);
      value += line.slice(index, end);
      index = end;
    } else {
      value += char;
      index++;
    }
  }
  return { value, start, end: Math.min(index, line.length) };
}

/** Index of the closing quote, or the end of the line. */
function endOfQuote(line: string, start: number): number {
  const quote = line.charAt(start);
  for (let index = start + 1; index < line.length; index++) {
    if (line.charAt(index) === '\\' && quote !== "'") index++;
    else if (line.charAt(index) === quote) return index;
  }
  return line.length;
}

/** Index after the `)` of a `$(…)`, or the end of the line. */
function endOfSubstitution(line: string, start: number): number {
  let depth = 0;
  for (let index = start + 1; index < line.length; index++) {
    const char = line.charAt(index);
    if (char === "'" || char === '"') index = endOfQuote(line, index);
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return index + 1;
  }
  return line.length;
}

/** Applies replacements that do not overlap. Those at one place come out in the order given. */
export function applyLineEdits(line: string, edits: readonly LineEdit[]): string {
  const sorted = [...edits].sort((left, right) => left.start - right.start || left.end - right.end);
  let result = '';
  let index = 0;
  for (const edit of sorted) {
    result += line.slice(index, edit.start) + edit.text;
    index = Math.max(index, edit.end);
  }
  return result + line.slice(index);
}

/** A word as a POSIX shell reads it back. */
export function quoteShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export function quoteAll(words: readonly string[]): string {
  return words.map(quoteShell).join(' ');
}
