// Writes calls of a subject as source text: what the tests of bench/seeded.mjs consist of.

export const OBJECTS = [
  {},
  { a: 1 },
  { a: 1, b: 2 },
  { b: 2, a: 1 },
  { a: { b: [1, 2, { c: 'x' }] } },
  [],
  [1, 2, 3],
  [1, [2, 'two'], null],
  null,
  'text',
  0,
  7,
  true,
];

/** One call for each list of arguments. */
export function calls(name, lists) {
  return lists.map((values) => `${name}(${values.map((value) => JSON.stringify(value)).join(', ')})`);
}

export function pairs(values) {
  return values.flatMap((one) => values.map((other) => [one, other]));
}

/**
 * More calls of the same kinds: one text or number of a call exchanged, for the head of it and the tail of another text of
 * the subject, or for a number near by. `pick(n)` gives a whole number below n.
 */
export function crossed(sources, most, pick) {
  const literals = /"(?:[^"\\\n]|\\.)*"|(?<![\w.$"])\d+(?![\w."])/g;
  const texts = [...new Set(sources.flatMap((source) => source.match(literals) ?? []))].filter((text) =>
    text.startsWith('"'),
  );
  const known = new Set(sources);
  const added = [];
  for (let turn = 0; turn < most * 5 && added.length < most; turn++) {
    const source = sources[pick(sources.length)];
    const found = [...source.matchAll(literals)];
    if (found.length === 0) continue;
    const { index, 0: literal } = found[pick(found.length)];
    const other = literal.startsWith('"')
      ? crossedText(literal, texts[pick(texts.length)], pick)
      : String(Math.max(0, Number(literal) + pick(5) - 2));
    const call = source.slice(0, index) + other + source.slice(index + literal.length);
    if (known.has(call)) continue;
    known.add(call);
    added.push(call);
  }
  return added;
}

function crossedText(literal, other, pick) {
  const [one, two] = [JSON.parse(literal), JSON.parse(other)];
  return JSON.stringify(one.slice(0, pick(one.length + 1)) + two.slice(pick(two.length + 1)));
}
