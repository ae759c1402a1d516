import { createRequire } from 'node:module';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { isRecord, parseJson } from '../shared/json.ts';

const require = createRequire(import.meta.url);

/** A JSON report, possibly cut off or with a runner's other output around it. */
export interface JsonDocument {
  readonly value: Record<string, unknown>;
  /** True when the text ended early and had to be completed. */
  readonly truncated: boolean;
}

/** Larger broken documents are not repaired: the repairer needs several times their size. */
const MAX_REPAIR = 50_000_000;

/**
 * Reads the JSON object in a text. Runners started through npm print lines before it (`> shop@1.0.0 test`) and after it.
 * Throws an `AutofixError` with code `report-unreadable` when there is none, even after repair.
 */
export function readJsonDocument(text: string, format: string): JsonDocument {
  const whole = parseJson(text);
  if (isRecord(whole)) return { value: whole, truncated: false };
  const start = documentStart(text);
  if (start >= 0) {
    const end = text.lastIndexOf('}');
    const inner = parseJson(text.slice(start, end + 1));
    if (isRecord(inner)) return { value: inner, truncated: false };
    const repaired = repair(text.slice(start));
    if (repaired !== null) return { value: repaired, truncated: true };
  }
  throw new AutofixError(`The report is not readable as ${format}: it is not a JSON object.`, {
    code: 'report-unreadable',
    exitCode: EXIT.inputRefused,
    hint: 'Write the report into a file of its own (for example with --outputFile) and pass that file.',
  });
}

/**
 * Reads the JSON list of objects in a text, as linters write it: null when there is none, even after repair.
 */
export function readJsonList(
  text: string,
): { readonly value: Record<string, unknown>[]; readonly truncated: boolean } | null {
  const whole = parseJson(text);
  if (Array.isArray(whole)) return { value: recordsOf(whole), truncated: false };
  const start = /^[ \t]*\[\s*\{\s*"/m.exec(text);
  if (start === null) return null;
  const from = start.index + start[0].indexOf('[');
  const inner = parseJson(text.slice(from, text.lastIndexOf(']') + 1));
  if (Array.isArray(inner)) return { value: recordsOf(inner), truncated: false };
  // The repairer wants one object, and gives a list back below its only key.
  const repaired = repair(`{"list":${text.slice(from)}`);
  const value = recordsOf(repaired?.list);
  return value.length === 0 ? null : { value, truncated: true };
}

/** A `{` at the start of a line, before anything that looks like a report's first key. */
function documentStart(text: string): number {
  const match = /^[ \t]*\{\s*(?:"|$)/m.exec(text);
  return match === null ? -1 : match.index + match[0].indexOf('{');
}

/** How often the end is cut back to the last whole object when the text cannot be repaired where it ends. */
const CUTS = 5;

function repair(text: string): Record<string, unknown> | null {
  if (text.length > MAX_REPAIR) return null;
  let kept = text;
  for (let cut = 0; cut <= CUTS && kept.length > 0; cut++) {
    const value = repairedValue(kept);
    if (value !== null) return value;
    kept = kept.slice(0, kept.lastIndexOf('}', kept.length - 2) + 1);
  }
  return null;
}

function repairedValue(text: string): Record<string, unknown> | null {
  const { jsonrepair } = require('jsonrepair') as typeof import('jsonrepair');
  try {
    const value = parseJson(jsonrepair(text));
    return isRecord(value) ? value : null;
  } catch {
    // Cut inside an escape, or nested deeper than the repairer's stack.
    return null;
  }
}

/** Whether a text holds an object that begins a line, and all these keys: detection must not parse megabytes. */
export function looksLike(text: string, keys: readonly string[]): boolean {
  return keys.every((key) => text.includes(`"${key}"`)) && /^[ \t]*\{\s*(?:"|$)/m.test(text);
}

/** Entries of a list that are objects. */
export function recordsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

/** A value as a person should see it; null for null and undefined. */
export function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
