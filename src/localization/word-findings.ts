import type { TestReport, TestResult } from '../domain/test-report.ts';
import { type CodeUnit, unitLabel, unitsOf } from './code-units.ts';
import type { Finding } from './finding.ts';
import { type Passage, passagesOf } from './passages.ts';
import type { SourceIndex } from './source-index.ts';
import { testScope } from './test-scopes.ts';

type Words = ReadonlyMap<string, number>;

/** Words of the languages and of test frameworks: they tell nothing about what a test is about. */
const STOP_WORDS = new Set(
  (
    'self this cls super def return function const let var new class async await yield import from export default require ' +
    'for while else elif try catch except finally raise throw with not and null none true false undefined typeof instanceof ' +
    'test expect assert equal equals strictequal deepequal tobe toequal should describe before after each error expected ' +
    'actual received values strictly str int len list dict string number boolean object array void any the that has ' +
    'public private protected static final abstract extends implements interface package throws override char byte short ' +
    'long float double integer character bool arraylist linkedlist hashmap hashset map set collection arrays collections ' +
    'util java lang junit assertions asserttrue assertfalse assertequals exception timeout'
  ).split(' '),
);
const MOST_UNITS = 4000;
const MOST_COMPARED_TESTS = 60;
const MOST_FAILING_TESTS = 60;

/**
 * Units that share rare words (parts of identifiers, texts) with the failing tests and their messages: cosine of
 * tf-idf vectors, as in information-retrieval fault localization. Words that other tests of the same file use too
 * count less.
 */
export function wordFindings(
  index: SourceIndex,
  suspects: ReadonlySet<string>,
  known: readonly string[],
  failing: readonly TestResult[],
  baseline: TestReport,
): Finding[] {
  const units = known
    .filter((path) => suspects.has(path))
    .flatMap((path) => index.source(path) ?? [])
    .flatMap((file) => unitsOf(file).filter((unit) => unit.kind !== 'module'))
    .slice(0, MOST_UNITS);
  const vectors = units.map((unit) => wordsOf(ownText(unit)));
  const rarity = rarityIn(vectors);
  const query = queryOf(index, failing, baseline, rarity);
  const scores = similarities(
    query,
    vectors.map((vector) => weighted(vector, rarity)),
  );
  const highest = Math.max(...scores, Number.MIN_VALUE);
  return units.flatMap((unit, position) => {
    const strength = (scores[position] ?? 0) / highest;
    if (strength < LEAST_STRENGTH) return [];
    const shared = sharedWords(query, vectors[position] ?? new Map());
    const detail = `${unitLabel(unit)} shares words with the failing tests: ${shared.join(', ')}.`;
    const whole: Finding = { source: 'words', kind: 'name', file: unit.file.path, unit, line: null, strength, detail };
    return [whole, ...passageFindings(whole, unit, query)];
  });
}

const LEAST_STRENGTH = 0.15;
/** Passages of one unit that are pointed at. */
const MOST_PASSAGES = 3;
/** A passage that shares so much less than the best one is no better than the rest. */
const LEAST_PASSAGE_SHARE = 0.6;

/** Where in a long unit the words are. Words that are all over it tell nothing. */
function passageFindings(whole: Finding, unit: CodeUnit, query: Words): Finding[] {
  const passages = passagesOf(unit);
  if (passages.length === 0) return [];
  const vectors = passages.map(({ text }) => wordsOf(text));
  const rarity = rarityIn(vectors);
  const scores = vectors.map((vector) => sharedWeight(query, vector, rarity));
  const highest = Math.max(...scores, Number.MIN_VALUE);
  const ranked = passages
    .map((passage, position) => ({ passage, vector: vectors[position] ?? new Map(), score: scores[position] ?? 0 }))
    .filter(({ score }) => score >= highest * LEAST_PASSAGE_SHARE && score > 0)
    .sort((left, right) => right.score - left.score || left.passage.startLine - right.passage.startLine);
  const chosen: typeof ranked = [];
  for (const one of ranked)
    if (chosen.length < MOST_PASSAGES && chosen.every(({ passage }) => areApart(passage, one.passage)))
      chosen.push(one);
  return chosen.map(({ passage, vector, score }) => {
    const line = lineWithMost(passage, query, rarity);
    const shared = sharedWords(query, vector).join(', ');
    const detail = `The lines around ${line} share words with the failing tests: ${shared}.`;
    return { ...whole, line, strength: whole.strength * (score / highest), detail };
  });
}

function areApart(left: Passage, right: Passage): boolean {
  return left.endLine < right.startLine || right.endLine < left.startLine;
}

/** Each shared word once: a passage that repeats one is not the better for it. */
function sharedWeight(query: Words, vector: Words, rarity: Words): number {
  let weight = 0;
  for (const [word, asked] of query) if (vector.has(word)) weight += asked * (rarity.get(word) ?? 0);
  return weight;
}

function lineWithMost({ startLine, text }: Passage, query: Words, rarity: Words): number {
  const weights = text.split('\n').map((line) => sharedWeight(query, wordsOf(line), rarity));
  return startLine + Math.max(0, weights.indexOf(Math.max(...weights)));
}

function ownText(unit: CodeUnit): string {
  let text = unit.name ?? '';
  let position = unit.startIndex;
  for (const hole of unit.holes) {
    if (hole.startIndex < position) continue;
    text += ` ${unit.file.text.slice(position, hole.startIndex)}`;
    position = hole.endIndex;
  }
  return `${text} ${unit.file.text.slice(position, unit.endIndex)}`;
}

/** Words of the failing tests, each weighted by how few of the file's other tests use it. */
function queryOf(index: SourceIndex, failing: readonly TestResult[], baseline: TestReport, rarity: Words): Words {
  const files = new Set(failing.map((test) => test.file));
  const passing = baseline.results.filter((test) => test.status === 'passed' && files.has(test.file));
  const compared = new Set(passing.slice(0, MOST_COMPARED_TESTS).map((test) => testText(index, test)));
  const users = usersIn([...compared].map(wordsOf));
  const query = new Map<string, number>();
  const texts = new Set(failing.map((test) => failureText(index, test)));
  for (const text of [...texts].slice(0, MOST_FAILING_TESTS)) {
    for (const [word, count] of wordsOf(text)) {
      const special = Math.log((1.5 + compared.size) / (0.5 + (users.get(word) ?? 0)));
      const weight = Math.log1p(count) * special * (rarity.get(word) ?? 0);
      if (weight > 0) query.set(word, (query.get(word) ?? 0) + weight);
    }
  }
  return query;
}

function failureText(index: SourceIndex, test: TestResult): string {
  const { message = '', expected = '', actual = '' } = test.failure ?? {};
  return [testText(index, test), test.name, message.slice(0, 4000), expected, actual].join('\n');
}

function testText(index: SourceIndex, test: TestResult): string {
  const scope = testScope(index, test);
  if (scope === null || !scope.exact) return test.name;
  const [own] = scope.ranges;
  return `${test.name} ${own === undefined ? '' : scope.file.text.slice(own.startIndex, own.endIndex)}`;
}

/** Identifiers whole and in parts, lower case: `totalPrice` gives totalprice, total, price. */
function wordsOf(text: string): Words {
  const words = new Map<string, number>();
  const add = (word: string) => {
    if (word.length > 2 && !STOP_WORDS.has(word)) words.set(word, (words.get(word) ?? 0) + 1);
  };
  for (const [name] of text.slice(0, 20_000).matchAll(/[\p{L}][\p{L}\p{N}_]*/gu)) {
    const parts = name.split(/_|(?<=\p{Ll})(?=\p{Lu})/u);
    add(name.toLowerCase());
    if (parts.length > 1) for (const part of parts) add(part.toLowerCase());
  }
  return words;
}

function rarityIn(vectors: readonly Words[]): Words {
  return new Map([...usersIn(vectors)].map(([word, count]) => [word, Math.log(1 + vectors.length / count)]));
}

/** How many of the texts have each word. */
function usersIn(vectors: readonly Words[]): Words {
  const users = new Map<string, number>();
  for (const vector of vectors) for (const word of vector.keys()) users.set(word, (users.get(word) ?? 0) + 1);
  return users;
}

function weighted(vector: Words, rarity: Words): Words {
  return new Map([...vector].map(([word, count]) => [word, Math.log1p(count) * (rarity.get(word) ?? 0)]));
}

/**
 * Cosine of the query with each vector, with the average length added to the vector's own: a unit of three words that
 * happens to share one is not that alike.
 */
function similarities(query: Words, vectors: readonly Words[]): number[] {
  const lengths = vectors.map(lengthOf);
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return vectors.map((vector, position) => {
    let dot = 0;
    for (const [word, weight] of query) dot += weight * (vector.get(word) ?? 0);
    const length = ((lengths[position] ?? 0) + average) * lengthOf(query);
    return length === 0 ? 0 : dot / length;
  });
}

function lengthOf(vector: Words): number {
  let sum = 0;
  for (const weight of vector.values()) sum += weight * weight;
  return Math.sqrt(sum);
}

const SHOWN_WORDS = 4;

function sharedWords(query: Words, vector: Words): string[] {
  return [...query]
    .filter(([word]) => vector.has(word))
    .sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1))
    .slice(0, SHOWN_WORDS)
    .map(([word]) => word);
}
