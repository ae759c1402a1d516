import { createRequire } from 'node:module';
import AjvDraft04Module from 'ajv-draft-04';
import addFormatsModule from 'ajv-formats';

// Both are CommonJS, whose default export is a property of the module for TypeScript and the module itself for Node.
const AjvDraft04 = AjvDraft04Module.default ?? AjvDraft04Module;
const addFormats = addFormatsModule.default ?? addFormatsModule;

/** The schema as it is published with Microsoft's matchers for Jest; those themselves need an older ajv. */
const require = createRequire(import.meta.url);
const schema: object = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
// One pattern of the schema is no regular expression with the flag u.
const ajv = new AjvDraft04({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

/** Every breach of the schema of SARIF 2.1.0, with its place. */
export function sarifBreaches(log: unknown): readonly string[] {
  if (validate(log)) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
