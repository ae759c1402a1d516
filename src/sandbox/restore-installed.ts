import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cloneFolder } from './clone-folder.ts';
import { copyTree } from './copy-tree.ts';
import { joinBytes, removeTree } from './remove-tree.ts';

/** Beyond this many places a folder is copied as a whole. */
const MOST_PLACES = 200;

/**
 * Makes an installed folder of a work copy what it is in another one, where anything in it was touched after `since`
 * (milliseconds since 1970): what one candidate's tests write beside the dependencies must not judge the next one. Nobody
 * can set the time of a change back, so that what was not touched need not be looked at.
 */
export async function restoreInstalled(fromRoot: string, toRoot: string, folder: string, since: number): Promise<void> {
  // Where commands share what is installed, nothing of it lies in the work copies.
  if ((await isEmpty(join(fromRoot, folder))) && (await isEmpty(join(toRoot, folder)))) return;
  const touched = await touchedPlaces(join(toRoot, folder), since);
  if (touched === null || touched.length > MOST_PLACES) return cloneFolder(fromRoot, toRoot, folder);
  const touchedKeys = new Set(touched.map((place) => place.toString('latin1')));
  const done = new Set<string>();
  for (const place of touched) {
    // What was put back as a whole may be a link by now: nothing is looked for behind it.
    if (isBelow(place.toString('latin1'), done)) continue;
    const source = placeIn(join(fromRoot, folder), place);
    const target = placeIn(join(toRoot, folder), place);
    const isTouched = (name: string) =>
      touchedKeys.has(place.length === 0 ? name : `${place.toString('latin1')}/${name}`);
    if (await restorePlace(source, target, isTouched)) done.add(place.toString('latin1'));
  }
}

/** Or not there. */
async function isEmpty(folder: string): Promise<boolean> {
  return (await readdir(folder).catch((error) => (error.code === 'ENOENT' ? [] : null)))?.length === 0;
}

function isBelow(key: string, done: ReadonlySet<string>): boolean {
  for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1))
    if (done.has(key.slice(0, slash))) return true;
  return false;
}

function placeIn(folder: string, place: Buffer): Buffer {
  return place.length === 0 ? Buffer.from(folder) : joinBytes(Buffer.from(folder), place);
}

/** Paths below a folder with a later change time, outer ones first, '' for itself; null when that cannot be told. */
async function touchedPlaces(folder: string, since: number): Promise<Buffer[] | null> {
  if ((await kindOf(Buffer.from(folder))) !== 'folder') return null;
  const { execa } = await import('execa');
  const argv = [folder, '-newerct', `@${(since / 1000).toFixed(3)}`, '-printf', '%P\\0'];
  const found = await execa('find', argv, { reject: false, encoding: 'buffer', stdin: 'ignore' });
  if (found.exitCode !== 0) return null;
  const output = Buffer.from(found.stdout);
  const places: Buffer[] = [];
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    places.push(output.subarray(start, end));
    start = end + 1;
  }
  return places;
}

/**
 * Whether the place was put back as a whole, with all that is below it. `isTouched`: of a name in the folder; what is there
 * besides and was not touched is trusted as well.
 */
async function restorePlace(source: Buffer, target: Buffer, isTouched: (name: string) => boolean): Promise<boolean> {
  const [wanted, found] = [await kindOf(source), await kindOf(target)];
  if (found === 'nothing') return true;
  if (wanted !== 'folder' || found !== 'folder') {
    await removeTree(target);
    if (wanted !== 'nothing') await copy(source, target);
    return true;
  }
  const known = await namesIn(source);
  const there = await namesIn(target);
  for (const [key, name] of there) if (!known.has(key) && isTouched(key)) await removeTree(joinBytes(target, name));
  for (const [key, name] of known) if (!there.has(key)) await copy(joinBytes(source, name), joinBytes(target, name));
  return false;
}

async function kindOf(path: Buffer): Promise<'nothing' | 'folder' | 'other'> {
  const stat = await lstat(path).catch(() => null);
  return stat === null ? 'nothing' : stat.isDirectory() ? 'folder' : 'other';
}

/** By their bytes as text of one character each: names need not be UTF-8. */
async function namesIn(folder: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const names = await readdir(folder, { encoding: 'buffer' });
  return new Map(names.map((name) => [name.toString('latin1'), name]));
}

async function copy(source: Buffer, target: Buffer): Promise<void> {
  // Both come out of the installation, whose names are text.
  await copyTree(source.toString(), target.toString());
}
