import type { JsonSchema } from '../../domain/model-provider.ts';
import { isRecord } from '../../shared/json.ts';

/** JSON Schema as structured outputs of the OpenAI kind want it with `strict`. */
export type StrictSchema = Readonly<Record<string, unknown>>;

/**
 * Every property required, no others allowed; what was optional may be null instead.
 * Source: Groq, "Structured Outputs", strict mode.
 */
export function strictSchema(schema: JsonSchema, optional = false): StrictSchema {
  const { type, description, properties, items } = schema;
  const required = schema.required ?? [];
  return {
    type: optional ? [type, 'null'] : type,
    ...(description === undefined ? {} : { description }),
    ...(schema.enum === undefined ? {} : { enum: optional ? [...schema.enum, null] : schema.enum }),
    ...(items === undefined ? {} : { items: strictSchema(items) }),
    ...(type === 'object'
      ? {
          properties: mapValues(properties ?? {}, (property, name) => strictSchema(property, !required.includes(name))),
          required: Object.keys(properties ?? {}),
          additionalProperties: false,
        }
      : {}),
  };
}

/**
 * The schema with no other properties allowed; what is optional stays so. Source: Claude Docs, "Structured outputs";
 * Bedrock takes the same.
 */
export function closedSchema(schema: JsonSchema): Record<string, unknown> {
  const { properties, items, type } = schema;
  return {
    ...schema,
    ...(items === undefined ? {} : { items: closedSchema(items) }),
    ...(type === 'object'
      ? { properties: mapValues(properties ?? {}, closedSchema), additionalProperties: false }
      : {}),
  };
}

/** Undoes what `strictSchema` did to optional properties: a null there means that it is absent. */
export function withoutOptionalNulls(value: unknown, schema: JsonSchema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => withoutOptionalNulls(item, items));
  }
  if (!isRecord(value)) return value;
  const required = schema.required ?? [];
  const kept = Object.entries(value).filter(([name, part]) => part !== null || required.includes(name));
  return Object.fromEntries(
    kept.map(([name, part]) => {
      const property = schema.properties?.[name];
      return [name, property === undefined ? part : withoutOptionalNulls(part, property)];
    }),
  );
}

/** The subset of OpenAPI that Gemini's `responseSchema` takes, with the order of the properties kept. */
export function openApiSchema(schema: JsonSchema): Record<string, unknown> {
  const { type, description, properties, required, items } = schema;
  return {
    type,
    ...(description === undefined ? {} : { description }),
    ...(schema.enum === undefined ? {} : { format: 'enum', enum: schema.enum }),
    ...(items === undefined ? {} : { items: openApiSchema(items) }),
    ...(properties === undefined
      ? {}
      : { properties: mapValues(properties, openApiSchema), propertyOrdering: Object.keys(properties) }),
    ...(required === undefined ? {} : { required }),
  };
}

/** The schema in words, for models that take none beside the prompt. The word JSON is a condition of JSON mode. */
export function schemaInstruction(schema: JsonSchema): string {
  return `Answer with one JSON object and nothing else: no prose, no code fences. It must fit this JSON Schema:\n${JSON.stringify(schema)}`;
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, map: (value: In, key: string) => Out) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
