import { describe, expect, it } from '@jest/globals';
import { isCutOff, wholeJsonObject } from '../../src/llm/providers/json-answer.ts';

const OBJECT = '{"find":"if (a) { return \\"}\\"; }","edits":[{"n":1}]}';

describe('wholeJsonObject', () => {
  it.each([
    ['bare', OBJECT],
    ['fenced', `\`\`\`json\n${OBJECT}\n\`\`\``],
    ['in prose with braces', `Sure, {here} it is:\n${OBJECT}\nTell me if {anything} is missing.`],
  ])('finds an object that is %s', (_name, text) => {
    expect(wholeJsonObject(text)).toBe(OBJECT);
  });

  it.each([
    ['cut', OBJECT.slice(0, -3)],
    ['cut inside a string', '{"find":"if (a) { }'],
    ['a list', '[1,2]'],
    ['not JSON', '{analysis: none}'],
    ['empty', ''],
  ])('finds nothing in a text that is %s', (_name, text) => {
    expect(wholeJsonObject(text)).toBeNull();
  });
});

describe('isCutOff', () => {
  it.each([
    [OBJECT.slice(0, -1), true],
    ['{"find":"}', true],
    [OBJECT, false],
    ['{analysis: none}', false],
    ['no object at all', false],
  ])('says of %j: %j', (text, expected) => {
    expect(isCutOff(text)).toBe(expected);
  });
});
