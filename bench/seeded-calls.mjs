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
