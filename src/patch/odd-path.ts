import { normalizeProjectPath } from '../shared/project-path.ts';

/** Characters that file systems or eyes skip: a `.git` with one of them inside is `.git` on HFS+. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u;

/** Why a path cannot be judged by its text, since some system takes it for another one; null for a plain path. */
export function oddPathReason(path: string): string | null {
  if (normalizeProjectPath(path) !== path) return 'it is not in its plain form inside the project';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return 'it holds control characters';
  if (INVISIBLE.test(path)) return 'it holds invisible characters';
  if (path.length > 1024) return 'it is too long';
  if (/^~[^/]*\//.test(path)) return 'it begins as a home folder does';
  for (const part of path.split('/')) {
    if (/[. ]$/.test(part) || part.startsWith(' '))
      return 'a part of it begins or ends with a blank, or ends with a dot';
    if (/~\d/.test(part)) return 'it looks like a short name of Windows';
    if (part.includes(':')) return 'it holds a colon, as alternate data streams do';
  }
  return null;
}

/** Form in which paths are compared with globs: case and Unicode forms apart. */
export function comparablePath(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
