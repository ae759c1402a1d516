/** What a message says was expected and what was there instead. */
export interface Expectation {
  readonly expected: string | null;
  readonly actual: string | null;
}

const NOTHING: Expectation = { expected: null, actual: null };
/** Phrases stand at the head of a message; a limit keeps hostile texts cheap. */
const PHRASE_HEAD = 4000;

/**
 * How the runners phrase it; the first that fits wins. Bounded, since messages are untrusted and may be long.
 * Named groups: expected, actual.
 */
const PHRASES: readonly RegExp[] = [
  // Jest: labels on lines of their own.
  /^[ \t]*Expected(?: [a-z]+){0,3}: (?<expected>.{1,2000})(?:\n.{0,400}){0,4}?\n[ \t]*(?:Received|Actual)(?: [a-z]+){0,3}: (?<actual>.{1,2000})$/m,
  // pytest.approx
  /^[ \t]*Obtained: (?<actual>.{1,2000})\n[ \t]*Expected: (?<expected>.{1,2000})$/m,
  // node:assert and node's inspected errors
  /^[ \t]*actual: (?<actual>.{1,2000}?),?\n[ \t]*expected: (?<expected>.{1,2000}?),?$/m,
  /^Expected values to be .{1,100}:\s*\n\s*(?<actual>\S.{0,1000}?) !==? (?<expected>.{1,1000})$/m,
  // JUnit 4 and 5, TestNG
  /expected: ?<(?<expected>[^>]{0,2000})> but was: ?<(?<actual>[^>]{0,2000})>/,
  /expected \[(?<expected>[^\]]{0,2000})\] but found \[(?<actual>[^\]]{0,2000})\]/,
  // PHPUnit
  /Failed asserting that (?<actual>.{1,1000}?) (?:matches expected|is identical to|equals) (?<expected>.{1,1000}?)\.(?:$|\n)/,
  // chai and vitest
  /^(?:AssertionError: )?expected (?<actual>.{1,1000}?) (?:to )?(?<expected>not (?:to )?(?:strictly |deeply |loosely )?(?:deep )?(?:be |equal |eql |include |contain |match ).{1,1000}?)(?: \/\/ .{1,80})?$/m,
  /^(?:AssertionError: )?expected (?<actual>.{1,1000}?) to (?:strictly |deeply |loosely )?(?:deep )?(?:be|equal|eql|deeply equal|strictly equal|match) (?<expected>.{1,1000}?)(?: \/\/ .{1,80})?$/m,
  /^(?:AssertionError: )?expected (?<actual>.{1,1000}?) to (?:deep(?:ly)? )?(?:include|contain|have a length of|have property) (?<expected>.{1,1000}?)(?: but got (?:.{1,200}))?$/m,
  // node:assert's loose comparison
  /^(?<actual>[^\n=!]{1,500}?) ={2,3} (?<expected>[^\n=!]{1,500})$(?![\s\S])/,
  // Rust
  /^[ \t]*left: `?(?<actual>.{1,1000}?)`?,?\n[ \t]*right: `?(?<expected>.{1,1000}?)`?,?$/m,
  // Ruby: minitest, RSpec
  /^[ \t]*Expected: (?<expected>.{1,1000})\n[ \t]*Actual: (?<actual>.{1,1000})$/m,
  /^[ \t]*expected: (?<expected>.{1,1000})\n[ \t]*got: (?<actual>.{1,1000})$/m,
  // testify, RSpec in one line, Catch2
  /^[ \t]*expected: (?<expected>.{1,1000})\n[ \t]*actual {0,2}: (?<actual>.{1,1000})$/m,
  /^[ \t]*expected (?<expected>true|false|nil|truthy value|falsey value)\n[ \t]*got:? (?<actual>.{1,1000})$/m,
  // Go's examples and custom: "got:" and "want:", each on lines of its own
  /^got:\n(?<actual>[\s\S]{0,2000}?)\nwant:\n(?<expected>[\s\S]{0,2000}?)$(?![\s\S])/m,
  /^[ \t]*got:? +(?<actual>.{1,1000})\n[ \t]*want(?:ed)?:? +(?<expected>.{1,1000})$/m,
  /^(?:.{1,300}?) ?=+ (?<actual>[^\n]{1,500}?)[,;] (?:but )?(?:want(?:ed)?|expected) (?<expected>[^\n]{1,500}?)$/m,
  // Go's custom: "got 3, want 4"
  /\bgot:? (?<actual>[^\n]{1,500}?)[,;]? (?:but )?(?:want(?:ed)?|expected):? (?<expected>[^\n]{1,500}?)$/m,
  // Jest's matchers without an expected value
  /^[ \t]*Received(?: value)?: +(?<actual>.{1,2000})$/m,
];

/** unittest and pytest compare `first` (the actual by convention) with `second`. */
const PYTHON_PHRASES: readonly RegExp[] = [
  /^assert (?<actual>[^\n]{1,1500}?) (?<expected>(?:!=|not in|in|<=|>=|<|>|is not) [^\n]{1,1500})$/m,
  /^(?:\w+ differ: )?(?<actual>[^\n]{1,2000}?) != (?<expected>[^\n]{1,2000}?)(?: : [^\n]{0,400})?$/m,
  /^assert (?<actual>[^\n]{1,1500}?) (?:==|is) (?<expected>[^\n]{1,1500})$/m,
  /^(?<expected>[^\n]{1,1000}) not found in (?<actual>[^\n]{1,1000})$/m,
];

/** Expected and actual out of a failure message; null where the message does not say. */
export function expectationOf(message: string): Expectation {
  const text = message.slice(0, 20_000);
  // A diff has the values themselves where a phrase may have cut or described them ("to be truthy").
  const diff = diffOf(text);
  if (diff !== null) return diff;
  const phrase = phraseOf(text.slice(0, PHRASE_HEAD), PHRASES);
  if (phrase !== null) return phrase;
  const truth = /^(?<actual>True|False|None|\S{1,200}) is not (?<expected>true|false|None)/.exec(text)?.groups;
  if (truth !== undefined) return { expected: truth.expected ?? null, actual: truth.actual ?? null };
  return phraseOf(text.slice(0, PHRASE_HEAD), PYTHON_PHRASES) ?? NOTHING;
}

function phraseOf(text: string, phrases: readonly RegExp[]): Expectation | null {
  for (const phrase of phrases) {
    const groups = phrase.exec(text)?.groups;
    // Node prints both, whether they were given or not.
    if (groups === undefined || (groups.expected === 'undefined' && groups.actual === 'undefined')) continue;
    return { expected: groups.expected?.trim() ?? null, actual: groups.actual?.trim() ?? null };
  }
  return null;
}

/** Head lines of a diff, and which sign marks the expected side. */
const DIFF_HEADS: readonly { readonly head: RegExp; readonly expectedSign: '+' | '-' }[] = [
  { head: /^[ \t]*- (?:Expected|Snapshot)\b.*\n[ \t]*\+ Received\b.*\n/m, expectedSign: '-' },
  { head: /^[ \t]*\+ actual - expected.*\n/m, expectedSign: '-' },
  { head: /^[ \t]*\+ expected - actual.*\n/m, expectedSign: '+' },
  // AVA
  { head: /^Difference(?: \(- actual, \+ expected\))?:?\n/m, expectedSign: '+' },
  { head: /^[ \t]*--- Expected\n[ \t]*\+\+\+ Actual\n(?:\s*@@.*\n)?/m, expectedSign: '-' },
  // node-tap, Minitest
  { head: /^[ \t]*--- expected\n[ \t]*\+\+\+ actual\n(?:\s*@@.*\n)?/m, expectedSign: '-' },
  // pytest marks what was expected, the right-hand side, with `-`.
  { head: /^[ \t]*Full diff:\n/m, expectedSign: '-' },
  // unittest's ndiff: `- first` is the actual value.
  { head: /^First differing .*\n(?:.*\n){1,4}?(?=- )/m, expectedSign: '+' },
];

/** Both sides of a printed diff, put together again from its common and its signed lines. */
function diffOf(text: string): Expectation | null {
  for (const { head, expectedSign } of DIFF_HEADS) {
    const match = head.exec(text);
    if (match === null) continue;
    const body = text.slice(match.index + match[0].length).replace(/^(?:[ \t]*\n)+/, '');
    const indent = /^\n*([ \t]*)/.exec(match[0])?.[1]?.length ?? 0;
    const both = sides(body.split('\n'), indent, expectedSign);
    if (both.expected !== null || both.actual !== null) return both;
  }
  // bun prints the legend below the diff.
  const bun = /\n\n(?<diff>(?:[ +-] .*\n){1,200})\n- Expected {2}- \d+\n\+ Received {2}\+ \d+\s*$/.exec(text)?.groups
    ?.diff;
  return bun === undefined ? null : sides(bun.split('\n'), 0, '-');
}

/** Lines of the diff stand as deep as its heading; the first that does not ends it. */
function sides(lines: readonly string[], indent: number, expectedSign: '+' | '-'): Expectation {
  const expected: string[] = [];
  const actual: string[] = [];
  let isSigned = false;
  for (const line of lines) {
    // The lines between two hunks are not printed.
    if (/^\s*@@ .{1,60} @@|^\s*\^+\s*$/.test(line)) continue;
    if (line.trim() === '...') {
      expected.push(line.slice(indent));
      actual.push(line.slice(indent));
      continue;
    }
    const sign = line[indent] ?? '';
    if (line.slice(0, indent).trim() !== '' || /^\s*[+-] (?:expected|actual) [+-] /.test(line)) break;
    const rest = line.slice(indent + 1);
    if (sign === '?' || line.trim() === '') continue;
    if (sign !== '+' && sign !== '-' && sign !== ' ') break;
    isSigned ||= sign !== ' ';
    if (sign !== (expectedSign === '+' ? '-' : '+')) expected.push(rest);
    if (sign !== expectedSign) actual.push(rest);
  }
  // Jest and Node leave a space after the sign, unified diffs do not.
  const isSpaced = [...expected, ...actual].every((line) => line === '' || line.startsWith(' '));
  const bare = (lines: readonly string[]) => joined(isSpaced ? lines.map((line) => line.slice(1)) : lines);
  return isSigned ? { expected: bare(expected), actual: bare(actual) } : NOTHING;
}

function joined(lines: readonly string[]): string | null {
  const text = lines.join('\n').trim();
  return text === '' ? null : text;
}
