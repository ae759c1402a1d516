/** One character of a line, by what quotes and backslashes make of it. */
interface LineCharacter {
  /** As it stands, a backslash before it included. */
  readonly raw: string;
  /** What it stands for; '' for a quote that opens or closes. */
  readonly text: string;
  /** Whether it stands outside quotes and without a backslash, so that it may separate. */
  readonly bare: boolean;
}

/** Reads quotes and backslashes as a POSIX shell does, and nothing else of what a shell does. */
function readLine(line: string): { readonly characters: readonly LineCharacter[]; readonly closed: boolean } {
  const characters: LineCharacter[] = [];
  let quote: string | null = null;
  for (let index = 0; index < line.length; index++) {
    const char = line.charAt(index);
    const next = line.charAt(index + 1);
    const escapes = quote === null ? process.platform !== 'win32' : quote === '"' && '"\\$`'.includes(next);
    if (char === '\\' && escapes) {
      // At the end of the line there is nothing that it could take.
      characters.push({ raw: char + next, text: next, bare: false });
      index++;
    } else if (char === quote || (quote === null && (char === '"' || char === "'"))) {
      quote = quote === null ? char : null;
      characters.push({ raw: char, text: '', bare: false });
    } else characters.push({ raw: char, text: char, bare: quote === null });
  }
  return { characters, closed: quote === null };
}

/**
 * Splits a command line into its words as a POSIX shell does, without doing anything else of what a shell does: quotes
 * hold words together, a backslash takes the next character as it is. null when a quote is never closed.
 */
export function splitCommandLine(line: string): readonly string[] | null {
  const { characters, closed } = readLine(line);
  if (!closed) return null;
  const words: string[] = [];
  let word: string | null = null;
  for (const { text, bare } of characters) {
    if (!bare || !/\s/.test(text)) word = (word ?? '') + text;
    else if (word !== null) {
      words.push(word);
      word = null;
    }
  }
  return word === null ? words : [...words, word];
}

/** The parts of a list, each as it stands: a comma in quotes or after a backslash belongs to its part. */
export function splitAtCommas(list: string): readonly string[] {
  const parts = [''];
  for (const { raw, text, bare } of readLine(list).characters) {
    if (bare && text === ',') parts.push('');
    else parts[parts.length - 1] += raw;
  }
  return parts;
}
