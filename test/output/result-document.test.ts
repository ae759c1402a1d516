import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { RepairOutcome } from '../../src/domain/repair-outcome.ts';
import { resultDocument } from '../../src/output/result-document.ts';
import { FULL_OUTCOME, MINIMAL_OUTCOME, outcomeSaying } from './sample-outcome.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../src/output/tables/result-schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const isValid = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

type Path = readonly (string | number)[];

describe('resultDocument', () => {
  it.each([
    ['full', FULL_OUTCOME],
    ['minimal', MINIMAL_OUTCOME],
    ['hostile', outcomeSaying('\u001b[2J"}\u202e\ud800')],
  ])('writes a %s outcome that the schema accepts', (_, outcome) => {
    const document: unknown = JSON.parse(resultDocument(outcome));
    isValid(document);
    expect(isValid.errors).toBeNull();
  });

  it('keeps every value', () => {
    expect(JSON.parse(resultDocument(FULL_OUTCOME))).toEqual(FULL_OUTCOME);
    expect(JSON.parse(resultDocument(MINIMAL_OUTCOME))).toEqual(MINIMAL_OUTCOME);
  });

  it('has one key order, whoever built the outcome', () => {
    // The stages of `timings` stand in the order in which they ran.
    const outcome = { ...(reversed(FULL_OUTCOME) as RepairOutcome), timings: FULL_OUTCOME.timings };
    expect(resultDocument(outcome)).toBe(resultDocument(FULL_OUTCOME));
  });

  it('writes keys in the order of the schema', () => {
    const keys = Object.keys(JSON.parse(resultDocument(FULL_OUTCOME)) as object);
    expect(keys).toEqual(Object.keys(schema.properties as object));
    expect(keys).toEqual(schema.required);
  });

  it('leaves out what is not of the schema', () => {
    const outcome = { ...FULL_OUTCOME, secret: 'x', usage: { ...FULL_OUTCOME.usage, secret: 'x' } };
    expect(resultDocument(outcome)).toBe(resultDocument(FULL_OUTCOME));
  });

  it('holds nothing that steers a terminal', () => {
    const text = resultDocument(outcomeSaying('\u001b[2J \u009b2J \u202e \u2028'));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
    expect((JSON.parse(text) as RepairOutcome).warnings).toEqual(['\u001b[2J \u009b2J \u202e \u2028']);
  });
});

describe('the schema', () => {
  it.each(everyPath(FULL_OUTCOME))('misses %j', (path) => {
    expect(isValid(without(FULL_OUTCOME, path))).toBe(false);
  });

  it.each(everyObject(FULL_OUTCOME))('refuses a foreign key in %j', (path) => {
    expect(isValid(withValue(FULL_OUTCOME, [...path, 'foreign'], 'x'))).toBe(false);
  });

  it.each<[Path, unknown]>([
    [['schema'], 'autofix-result/2'],
    [['status'], 'correct'],
    [['exitCode'], 9],
    [['before', 'passed'], -1],
    [['before', 'passed'], 1.5],
    [['attempts', 0, 'verdict'], 'perfect'],
    [['attempts', 0, 'costUsd'], '0'],
    [['analysis', 'suspects', 0, 'suspiciousness'], 1.01],
    [['analysis', 'suspects', 0, 'startLine'], 0],
    [['fixedTests'], ['a', 'a']],
    [['timings', 'open-project'], '12'],
    [['patch', 'files', 0], 7],
    [['error'], 'failed'],
    [['error'], { code: 'oops', message: 'x', hint: '' }],
  ])('refuses %j = %j', (path, value) => {
    expect(isValid(withValue(FULL_OUTCOME, path, value))).toBe(false);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

/** Paths of every object whose keys are fixed: `timings` has a key for each stage that ran. */
function everyObject(value: unknown, path: Path = []): [Path][] {
  if (typeof value !== 'object' || value === null || path[0] === 'timings') return [];
  const inner = Object.entries(value).flatMap(([key, child]) =>
    everyObject(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return Array.isArray(value) ? inner : [[path], ...inner];
}

function everyPath(value: unknown): [Path][] {
  return everyObject(value).flatMap(([path]) =>
    Object.keys(valueAt(value, path) as object).map((key): [Path] => [[...path, key]]),
  );
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

function withValue(value: unknown, path: Path, wanted: unknown): unknown {
  const copy = structuredClone(value);
  (valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>)[path.at(-1) as string] = wanted;
  return copy;
}

function without(value: unknown, path: Path): unknown {
  const copy = structuredClone(value);
  delete (valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>)[path.at(-1) as string];
  return copy;
}
