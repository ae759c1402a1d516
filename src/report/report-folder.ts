import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of results hold a file for each class or module; more than this is no folder of reports. */
const MOST_FILES = 5_000;
const DEEPEST = 8;

/** Runners' own formats first: a text beside them (surefire's .txt) repeats what they say. */
const STRUCTURED = /\.(?:xml|json|ndjson|jsonl|sarif|tap)$/i;
const TEXT = /\.(?:txt|log|out)$/i;

/**
 * The report files in a folder such as `target/surefire-reports`, sorted; its text files only when there is nothing better.
 * null when `path` is no folder. Links are not followed.
 */
export async function reportFilesIn(path: string): Promise<string[] | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isDirectory()) return null;
  const files = (await filesBelow(path, 0, [])).sort();
  const structured = files.filter((file) => STRUCTURED.test(file));
  return structured.length > 0 ? structured : files.filter((file) => TEXT.test(file));
}

async function filesBelow(folder: string, depth: number, found: string[]): Promise<string[]> {
  if (depth > DEEPEST) return found;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (found.length >= MOST_FILES) return found;
    const path = join(folder, entry.name);
    if (entry.isFile()) found.push(path);
    else if (entry.isDirectory() && entry.name !== 'node_modules') await filesBelow(path, depth + 1, found);
  }
  return found;
}
