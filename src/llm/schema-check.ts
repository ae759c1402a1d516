import { jsonrepair } from 'jsonrepair';
import type { JsonSchema } from '../domain/model-provider.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import type { AnswerReader, ReadAnswer } from './answer-reader.ts';
import { isCutOff, wholeJsonObject } from './providers/json-answer.ts';

/** Reads what fits a schema. */
export function schemaReader(schema: JsonSchema): AnswerReader {
  return (text) => readAnswer(text, schema);
}

/** The JSON object in an answer, out of prose or fences, repaired when nearly JSON, checked against the schema. */
export function readAnswer(text: string, schema: JsonSchema): ReadAnswer {
  const whole = wholeJsonObject(text) ?? repairedObject(text);
  if (whole === null) {
    const problem = isCutOff(text) ? 'the JSON object is cut off before its end' : 'there is no JSON object in it';
    return { kind: 'problem', problem };
  }
  const value = parseJson(whole);
  const problem = schemaProblem(value, schema);
  return problem === null ? { kind: 'value', value } : { kind: 'problem', problem };
}

/** Never of a text that was cut off: a part must not pass for the whole. */
function repairedObject(text: string): string | null {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start || isCutOff(text)) return null;
  try {
    const repaired = jsonrepair(text.slice(start, end + 1));
    return isRecord(parseJson(repaired)) ? repaired : null;
  } catch {
    return null;
  }
}

/** Why a value does not fit a schema, with the place; null when it does. Unknown properties are no fault. */
export function schemaProblem(value: unknown, schema: JsonSchema, place = 'the answer'): string | null {
  if (!hasType(value, schema.type)) return `${place} is not of type ${schema.type}`;
  if (schema.enum !== undefined && !schema.enum.includes(String(value))) {
    return `${place} is none of ${schema.enum.join(', ')}`;
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return null;
    return first(value.map((item, index) => schemaProblem(item, items, `${place}[${index}]`)));
  }
  if (!isRecord(value)) return null;
  const missing = (schema.required ?? []).find((name) => value[name] === undefined);
  if (missing !== undefined) return `${place} has no "${missing}"`;
  const properties = Object.entries(schema.properties ?? {}).filter(([name]) => value[name] !== undefined);
  return first(properties.map(([name, property]) => schemaProblem(value[name], property, `${place}.${name}`)));
}

function first(problems: readonly (string | null)[]): string | null {
  return problems.find((problem) => problem !== null) ?? null;
}

function hasType(value: unknown, type: JsonSchema['type']): boolean {
  switch (type) {
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === type;
  }
}
