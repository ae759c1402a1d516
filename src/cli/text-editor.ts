import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';

/**
 * Opens a text in the person's editor (`VISUAL`, else `EDITOR`, else vi) under the name of its file, so that the editor
 * knows the language; gives the text as it was saved. `env` must be the process's own: a file of a project names no
 * program.
 */
export async function editText(
  text: string,
  file: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-edit-'));
  const path = join(folder, basename(file));
  const editor = env.VISUAL || env.EDITOR || 'vi';
  try {
    writeFileSync(path, text, { mode: 0o600 });
    // Editors are named with options (`code --wait`): that takes a shell. The path is no part of its text.
    const exitCode = await ended(spawn('sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' }));
    if (exitCode !== 0) throw cannotEdit(editor, `it ended with ${exitCode}`);
    return readFileSync(path, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ended(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
}

function cannotEdit(editor: string, why: string): AutofixError {
  return new AutofixError(`The editor ${editor} did not save a text: ${why}`, {
    code: 'usage',
    exitCode: EXIT.usage,
    hint: 'Set EDITOR to an editor that waits until the file is closed.',
  });
}
