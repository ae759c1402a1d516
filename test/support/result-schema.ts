import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const schema = JSON.parse(readFileSync('src/output/tables/result-schema.json', 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema);

/** Throws with every breach when a document is not an `autofix-result/1`. */
export function expectValidResult(document: unknown): void {
  if (validate(document)) return;
  const breaches = (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  throw new Error(`not a valid result:\n${breaches.join('\n')}`);
}
