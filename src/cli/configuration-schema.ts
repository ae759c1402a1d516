import { configurationKey, type OptionSpec, RUN_OPTIONS } from './option-table.ts';
import { shownSize } from './option-values.ts';

const DURATION = { type: ['string', 'number'], pattern: '^\\d+(\\.\\d+)?(ms|s|m|h)?$' };
const SIZE = { type: ['string', 'number'], pattern: '^\\d+(\\.\\d+)?\\s*([kKmMgGtT]i?)?[bB]?$' };

/** JSON Schema of the configuration file, for editors; the package ships it as `autofix/schema/config.json`. */
export function configurationSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'autofix configuration',
    description: 'Options of `autofix run`; flags and AUTOFIX_* variables go before.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      ...Object.fromEntries(RUN_OPTIONS.map((spec) => [configurationKey(spec), property(spec)])),
    },
  };
}

function property(spec: OptionSpec): object {
  const off = spec.kind === 'switch' && spec.negated === true;
  const description = off ? `false: ${spec.summary}` : spec.summary;
  const shown = shownDefault(spec);
  return { description, ...(shown === null ? {} : { default: shown }), ...typeOf(spec) };
}

function shownDefault({ kind, fallback }: OptionSpec) {
  if (kind === 'duration' && typeof fallback === 'number') return `${fallback / 1000}s`;
  if (kind === 'size' && typeof fallback === 'number') return shownSize(fallback);
  return fallback;
}

function typeOf(spec: OptionSpec): object {
  switch (spec.kind) {
    case 'text':
      return { type: 'string', minLength: 1 };
    case 'choice':
      return { enum: spec.choices ?? [] };
    case 'list':
    case 'repeated':
      return { type: ['array', 'string'], items: { type: 'string', minLength: 1 } };
    case 'switch':
      return { type: 'boolean' };
    case 'count':
      return { type: 'integer', minimum: 1 };
    case 'amount':
      return { type: 'number', minimum: 0 };
    case 'duration':
      return DURATION;
    case 'size':
      return SIZE;
  }
}
