import { isOmission } from './omission.ts';

/** How a JSON value in a text ends, and what in it a lenient parser would silently smooth over. */
export type JsonExtent =
  | { readonly kind: 'complete'; readonly end: number; readonly fault: string | null }
  /** The text ends before the value does. */
  | { readonly kind: 'truncated' }
  /** Brackets that do not pair, or nest too deep. */
  | { readonly kind: 'malformed'; readonly reason: string };

/** No honest reply nests deeper. */
const MAX_DEPTH = 64;

/** Closing quotes by opening quote; straight double quotes are JSON's own, the others are what models and editors make of them. */
const QUOTES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['\u201c', '\u201d\u201c'],
  ['\u201d', '\u201d\u201c'],
  ['\u201e', '\u201d\u201c'],
  ['\u2018', '\u2019\u2018'],
  ['\u2019', '\u2019\u2018'],
]);

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['[', ']'],
]);

/** Walks over the JSON value that begins at `start` (a brace or bracket) without interpreting it. */
export function scanJson(text: string, start: number): JsonExtent {
  return new Scanner(text, start).scan();
}

class Scanner {
  readonly #text: string;
  #at: number;
  readonly #open: { readonly closing: string; readonly keys: Set<string> }[] = [];
  #fault: string | null = null;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
  }

  scan(): JsonExtent {
    while (this.#at < this.#text.length) {
      const problem = this.#step();
      if (problem !== null) return { kind: 'malformed', reason: problem };
      if (this.#open.length === 0) return { kind: 'complete', end: this.#at, fault: this.#fault };
    }
    return { kind: 'truncated' };
  }

  /** Takes one token; returns what makes the value malformed. */
  #step(): string | null {
    const char = this.#text[this.#at] ?? '';
    const closing = CLOSING.get(char);
    if (closing !== undefined) {
      this.#at++;
      this.#open.push({ closing, keys: new Set() });
      return this.#open.length > MAX_DEPTH ? `it nests deeper than ${MAX_DEPTH} levels` : null;
    }
    if (char === '}' || char === ']') {
      this.#at++;
      return this.#open.pop()?.closing === char ? null : 'its brackets do not pair';
    }
    if (QUOTES.has(char)) this.#string(char);
    else if (this.#text.startsWith('//', this.#at) || char === '#') this.#comment('\n');
    else if (this.#text.startsWith('/*', this.#at)) this.#comment('*/');
    else if (/[A-Za-z_$]/.test(char)) this.#word();
    else if (char === '…' || this.#text.startsWith('...', this.#at))
      this.#note('it leaves something out with an ellipsis');
    else this.#at++;
    return null;
  }

  #string(quote: string): void {
    const closing = QUOTES.get(quote) ?? quote;
    const begin = ++this.#at;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? '';
      if (char === '\\') this.#at++;
      else if (closing.includes(char)) break;
      this.#at++;
    }
    const content = this.#text.slice(begin, this.#at);
    if (this.#at < this.#text.length) this.#at++;
    else this.#at = this.#text.length;
    this.#key(content);
  }

  #word(): void {
    const begin = this.#at;
    while (this.#at < this.#text.length && /[\w$]/.test(this.#text[this.#at] ?? '')) this.#at++;
    this.#key(this.#text.slice(begin, this.#at));
  }

  #comment(end: string): void {
    const stop = this.#text.indexOf(end, this.#at);
    const next = stop < 0 ? this.#text.length : stop + end.length;
    if (isOmission(this.#text.slice(this.#at, next).trim())) this.#fault ??= 'it leaves something out with a comment';
    this.#at = next;
  }

  #note(fault: string): void {
    this.#fault ??= fault;
    this.#at++;
  }

  /** A string or word before a colon is a key of the innermost object. */
  #key(name: string): void {
    let next = this.#at;
    while (next < this.#text.length && /\s/.test(this.#text[next] ?? '')) next++;
    const keys = this.#open.at(-1)?.keys;
    if (this.#text[next] !== ':' || keys === undefined) return;
    const meant = unescaped(name);
    if (keys.has(meant)) this.#fault ??= `it gives "${meant.slice(0, 40)}" twice in one object`;
    keys.add(meant);
  }
}

/** A key as a parser reads it: `repl\u0061ce` is `replace`. */
function unescaped(name: string): string {
  return name.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
