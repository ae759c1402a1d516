import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord, numberOrNull, parseJson, stringOrNull } from '../shared/json.ts';
import { makeFolder } from '../shared/make-folder.ts';

/** An answer as it is kept. */
export interface CachedAnswer {
  readonly text: string;
  /** The model that answered. */
  readonly model: string;
}

/**
 * Answers by the digest of what was asked. Whatever goes wrong with the disk, or with a file on it, counts as "not
 * there": a cache may cost nothing but a request.
 */
export interface AnswerCache {
  read(key: string): Promise<CachedAnswer | null>;
  write(key: string, answer: CachedAnswer): Promise<void>;
  forget(key: string): Promise<void>;
}

export interface CacheInfo {
  readonly folder: string;
  readonly entries: number;
  readonly bytes: number;
  /** Milliseconds since 1970; null when it is empty. */
  readonly oldest: number | null;
}

export interface CacheBounds {
  readonly mostBytes: number;
  readonly longestAgeMs: number;
}

const FOLDER_NAME = 'answers';
const VERSION = 1;

const BOUNDS: CacheBounds = { mostBytes: 50_000_000, longestAgeMs: 14 * 24 * 3_600_000 };

/** Digest of anything that JSON can hold, for a key. */
export function cacheKey(asked: unknown): string {
  return digestOf(JSON.stringify(asked));
}

/** The cache in `stateFolder`. Answers hold code of the user's: nobody else may read them. */
export function openAnswerCache(
  stateFolder: string,
  now: () => number = Date.now,
  bounds: CacheBounds = BOUNDS,
): AnswerCache {
  const folder = join(stateFolder, FOLDER_NAME);
  const fileOf = (key: string) => join(folder, `${key}.json`);
  const forget = (key: string) => rm(fileOf(key), { force: true }).catch(() => undefined);
  return {
    async read(key) {
      const stored = parseJson(await readFile(fileOf(key), 'utf8').catch(() => ''));
      const answer = isRecord(stored) ? soundAnswer(stored, key, now() - bounds.longestAgeMs) : null;
      if (answer === null && stored !== null) await forget(key);
      return answer;
    },
    async write(key, { text, model }) {
      const savedAt = now();
      const content = { version: VERSION, savedAt, model, text, digest: entryDigest(key, savedAt, model, text) };
      try {
        makeFolder(folder, 0o700);
        // A damaged file does not pass its digest, so no more care is needed.
        await writeFile(fileOf(key), JSON.stringify(content), { mode: 0o600 });
        await utimes(fileOf(key), new Date(savedAt), new Date(savedAt));
        await prune(folder, bounds, savedAt);
      } catch {
        return;
      }
    },
    forget,
  };
}

export async function answerCacheInfo(stateFolder: string): Promise<CacheInfo> {
  const folder = join(stateFolder, FOLDER_NAME);
  const files = await entriesOf(folder);
  const bytes = files.reduce((total, file) => total + file.bytes, 0);
  return { folder, entries: files.length, bytes, oldest: files[0]?.savedAt ?? null };
}

/** Empties the cache; gives what was in it. */
export async function clearAnswerCache(stateFolder: string): Promise<CacheInfo> {
  const info = await answerCacheInfo(stateFolder);
  await rm(info.folder, { recursive: true, force: true });
  return info;
}

function soundAnswer(stored: Record<string, unknown>, key: string, notBefore: number): CachedAnswer | null {
  const text = stringOrNull(stored.text);
  const model = stringOrNull(stored.model);
  const savedAt = numberOrNull(stored.savedAt) ?? 0;
  if (text === null || model === null || stored.version !== VERSION || savedAt < notBefore) return null;
  return stored.digest === entryDigest(key, savedAt, model, text) ? { text, model } : null;
}

function entryDigest(key: string, savedAt: number, model: string, text: string): string {
  return digestOf(JSON.stringify([VERSION, key, savedAt, model, text]));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

interface CacheFile {
  readonly path: string;
  readonly bytes: number;
  readonly savedAt: number;
}

/** Oldest first. */
async function entriesOf(folder: string): Promise<CacheFile[]> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      return found === null || !found.isFile() ? [] : [{ path, bytes: found.size, savedAt: found.mtimeMs }];
    }),
  );
  return files.flat().sort((left, right) => left.savedAt - right.savedAt);
}

/** Drops what is too old, then the oldest until the rest fits. */
async function prune(folder: string, { mostBytes, longestAgeMs }: CacheBounds, now: number): Promise<void> {
  const files = await entriesOf(folder);
  let bytes = files.reduce((total, file) => total + file.bytes, 0);
  for (const file of files) {
    if (bytes <= mostBytes && file.savedAt >= now - longestAgeMs) return;
    await rm(file.path, { force: true });
    bytes -= file.bytes;
  }
}
