import { randomBytes } from 'node:crypto';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { thisHost } from '../sandbox/host.ts';
import { removeBehind } from '../sandbox/remove-behind.ts';
import { removeLargeTree } from '../sandbox/remove-tree.ts';
import { makeFolder } from '../shared/make-folder.ts';
import { workFolderName } from './stale-work.ts';

/** The folder that a run leaves: every prompt, answer, verdict and output. Files get the user's rights only. */
export interface RunFolder {
  readonly path: string;
  /** Folder for work copies; removed when the run ends. */
  readonly workPath: string;
  /** Writes a file below the run folder; `name` may hold folders. */
  write(name: string, content: string): void;
  writeJson(name: string, value: unknown): void;
  /** Adds text to the end of a file. */
  append(name: string, content: string): void;
  /** Removes a work copy while the run goes on. */
  removeSoon(folder: string): void;
  /** Removes what is left of the work copies: nothing is in the run folder, though much of it may be going still. */
  dispose(): Promise<void>;
}

/** Makes `<runsFolder>/<time>-<random>`. `redact` is applied to everything that is written. */
export function createRunFolder(
  runsFolder: string,
  redact: (text: string) => string,
  now: Date = new Date(),
): RunFolder {
  const stamp = now.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const path = join(runsFolder, `${stamp}-${randomBytes(3).toString('hex')}`);
  const workPath = join(path, workFolderName());
  try {
    makeFolder(workPath, 0o700);
  } catch (cause) {
    throw new AutofixError(`Cannot create the run folder ${path}: ${(cause as Error).message}`, {
      code: 'output-unwritable',
      exitCode: EXIT.usage,
      hint: 'Choose a writable folder with --run-dir.',
      cause,
    });
  }
  const write = (name: string, content: string) => {
    const file = join(path, name);
    makeFolder(join(file, '..'), 0o700);
    writeFileSync(file, redact(content), { mode: 0o600 });
  };
  const leaving: Promise<void>[] = [];
  return {
    path,
    workPath,
    write,
    append: (name, content) => appendFileSync(join(path, name), redact(content), { mode: 0o600 }),
    writeJson: (name, value) => write(name, `${JSON.stringify(value, null, 2)}\n`),
    removeSoon: (folder) => {
      const gone = join(workPath, `gone-${randomBytes(6).toString('hex')}`);
      try {
        // Its name is free at once.
        renameSync(folder, gone);
      } catch {
        // What cannot be moved goes with the rest.
        return;
      }
      leaving.push(removeLargeTree(gone).catch(() => {}));
    },
    dispose: async () => {
      await Promise.all(leaving);
      await removeBehind(thisHost(), workPath);
    },
  };
}

/** Writes values as `<folder>/0001.json`, `0002.json` and so on. */
export function numberedFiles(runFolder: RunFolder, folder: string): (value: unknown) => void {
  let written = 0;
  return (value) => runFolder.writeJson(`${folder}/${String(++written).padStart(4, '0')}.json`, value);
}
