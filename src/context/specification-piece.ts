import { filePaths } from '../domain/project.ts';
import { maskSecrets } from './mask-secrets.ts';
import type { TextPiece } from './pieces.ts';
import type { SourceReader } from './source-reader.ts';

const NAMES = /^(SPEC|SPECIFICATION|REQUIREMENTS|DESIGN|README)\.(md|rst|txt|adoc)$/i;
const LONGEST_EXCERPT = 3000;
const VALUE = 6;

/** The beginning of the project's specification or README; null when it has none. */
export function specificationPiece(reader: SourceReader): TextPiece | null {
  const names = filePaths(reader.project).filter((path) => NAMES.test(path));
  const rank = (path: string) => (/^readme/i.test(path) ? 1 : 0);
  const [path] = names.sort((left, right) => rank(left) - rank(right));
  const text = path === undefined ? null : reader.text(path);
  if (path === undefined || text === null || text.trim() === '') return null;
  const excerpt = maskSecrets(text.slice(0, LONGEST_EXCERPT)).text;
  const title = text.length > LONGEST_EXCERPT ? `beginning of ${path}` : path;
  return { kind: 'text', section: 'specification', title, text: excerpt, value: VALUE, must: false };
}
