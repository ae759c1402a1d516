import { isRecord, parseJson } from '../shared/json.ts';
import { decodeSource } from '../shared/source-text.ts';

/** Parts of a package.json that tell where the program's own code is: a fault may lie in them. Every other part is protected. */
const OPEN_PARTS = new Set([
  'main',
  'module',
  'browser',
  'exports',
  'imports',
  'type',
  'types',
  'typings',
  'typesVersions',
  'bin',
  'files',
  'sideEffects',
  'description',
  'keywords',
  'homepage',
]);

/** The protected parts of a package.json as canonical text; null when it is not a JSON object. */
export function protectedManifestParts(bytes: Uint8Array): string | null {
  const manifest = readManifest(bytes);
  if (manifest === null) return null;
  const parts = Object.keys(manifest)
    .filter((key) => !OPEN_PARTS.has(key))
    .sort();
  return JSON.stringify(parts.map((key) => [key, manifest[key]]));
}

/** The first protected part that differs; null when none does. */
export function changedManifestPart(before: Uint8Array, after: Uint8Array): string | null {
  const [old, now] = [readManifest(before), readManifest(after)];
  if (old === null || now === null) return 'the whole file, which is no JSON object';
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => !OPEN_PARTS.has(key));
  return keys.find((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key])) ?? null;
}

function readManifest(bytes: Uint8Array): Record<string, unknown> | null {
  const text = decodeSource(bytes)?.text;
  const manifest = text === undefined ? null : parseJson(text);
  return isRecord(manifest) ? manifest : null;
}
