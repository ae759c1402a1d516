import { parseEnv } from 'node:util';
import { filePaths, type Project } from '../domain/project.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import { MASK } from '../shared/masked-secret.ts';
import { isDistinctive, isSecretName, passwordIn, SHORTEST_SECRET_VALUE } from '../shared/secret-words.ts';
import { decodeSource } from '../shared/source-text.ts';
import { isSecretFile } from './mask-secrets.ts';

/** A value whose name says that it is secret may be this short. */
const SHORTEST_NAMED_VALUE = 5;
const LARGEST_FILE = 100_000;

/** Not even with a secret's name is it one. */
const NO_SECRET =
  /^(?:true|false|null|none|undefined|development|production|staging|local(?:host)?|default|disabled|enabled|\d{1,5}|change-?me|placeholder|(?:your|my|the|some|test|dummy|fake|example|sample)[-_ ].*|<.*>|x+|\*+|secret|password|passwd|postgres|mysql|mongo|redis|admin|root|guest|user|token|https?:\/\/[^\s@?]*)$/i;

/**
 * The values of the project's own `.env` files and their like: whoever prints one, an assertion message for
 * instance, must not carry it to a provider. Longest first.
 */
export function secretValues(project: Project): string[] {
  const values = new Set<string>();
  for (const path of filePaths(project)) {
    const entry = project.entries.get(path);
    if (entry === undefined || entry.size > LARGEST_FILE || !isSecretFile(path)) continue;
    const text = decodeSource(entry.bytes())?.text;
    if (text === undefined) continue;
    for (const [name, value] of namedValues(path, text)) for (const part of secretParts(name, value)) values.add(part);
  }
  return [...values].sort((left, right) => right.length - left.length || (left < right ? -1 : 1));
}

type NamedValue = readonly [name: string, value: string];

function namedValues(path: string, text: string): NamedValue[] {
  const json = /\.json$/i.test(path) ? parseJson(text) : null;
  if (json !== null) return leavesOf('', json);
  // Blocks of base64: each line is a part of a key.
  if (/-----BEGIN /.test(text)) return [['key', text]];
  const assigned = Object.entries(parseEnv(text)).flatMap(([name, value]): NamedValue[] =>
    value === undefined ? [] : [[name, value]],
  );
  const pairs = [...text.matchAll(/^[ \t]*(?:-[ \t]+)?["']?([\w./:-]+)["']?[ \t]*[:=][ \t]*["']?([^\s"'#]+)/gm)];
  const words = [...text.matchAll(/\b(login|password|account)[ \t]+(\S+)/g)];
  return [...assigned, ...[...pairs, ...words].map(([, name = '', value = '']): NamedValue => [name, value])];
}

function leavesOf(name: string, value: unknown): NamedValue[] {
  if (typeof value === 'string') return [[name, value]];
  if (Array.isArray(value)) return value.flatMap((each) => leavesOf(name, each));
  return isRecord(value) ? Object.entries(value).flatMap(([key, each]) => leavesOf(key, each)) : [];
}

/** What of a value must not be shown: of one with several lines each that is long enough. */
function secretParts(name: string, value: string): string[] {
  const parts = value
    .split(/\r?\n|\\n/)
    .map((part) => part.trim())
    .filter((part) => !part.startsWith('-----'));
  const [only] = parts;
  if (parts.length > 1) return parts.filter((part) => part.length >= SHORTEST_SECRET_VALUE);
  if (only === undefined || NO_SECRET.test(only)) return [];
  const password = passwordIn(only);
  const inside = password === null || NO_SECRET.test(password) ? [] : [password];
  if (isSecretName(name)) return only.length >= SHORTEST_NAMED_VALUE ? [only, ...inside, ...listed(only)] : [];
  return isDistinctive(only) ? [only, ...inside] : inside;
}

/** Several keys in one setting, separated by commas. */
function listed(value: string): string[] {
  const parts = value.split(/[,;]/).map((part) => part.trim());
  return parts.length > 1 ? parts.filter(isDistinctive) : [];
}

/** With more values than these it is quicker to look up each place of a text than to look for each value. */
const MANY_VALUES = 60;
/** As many characters as the shortest value has. */
const KEY_LENGTH = 5;

const indexes = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

/** Those of the values that stand in a text, in their order. */
function valuesIn(text: string, values: readonly string[]): readonly string[] {
  if (values.length <= MANY_VALUES) return values.filter((value) => text.includes(value));
  let index = indexes.get(values);
  if (index === undefined) {
    index = indexOf(values);
    indexes.set(values, index);
  }
  const found = new Set<string>();
  for (let at = 0; at + KEY_LENGTH <= text.length; at++)
    for (const value of index.get(text.slice(at, at + KEY_LENGTH)) ?? [])
      if (text.startsWith(value, at)) found.add(value);
  return found.size === 0 ? [] : values.filter((value) => found.has(value));
}

function indexOf(values: readonly string[]): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const value of values) {
    const key = value.slice(0, KEY_LENGTH);
    const known = index.get(key);
    if (known === undefined) index.set(key, [value]);
    else known.push(value);
  }
  return index;
}

/** Masks the given values wherever they stand: a word not inside of longer words, one of letters only where a value stands. */
export function maskValues(text: string, values: readonly string[]): string {
  let result = text;
  for (const value of valuesIn(text, values)) {
    if (/^[a-z]+$/i.test(value))
      result = result.replace(new RegExp(`(?<=["'\`=:@/]\\s?|^)${value}(?!\\w)`, 'gm'), MASK);
    else if (/^\w+$/.test(value)) result = result.replace(new RegExp(`(?<!\\w)${value}(?!\\w)`, 'g'), MASK);
    else result = result.split(value).join(MASK);
  }
  return result;
}
