import { filePaths } from '../domain/project.ts';
import { inLabel } from './fence.ts';
import type { TextPiece } from './pieces.ts';
import type { SourceReader } from './source-reader.ts';

const NAMES = /^(SPEC|SPECIFICATION|REQUIREMENTS|DESIGN|README)\.(md|rst|txt|adoc)$/i;
const LONGEST_EXCERPT = 3000;
const VALUE = 6;

/** The beginning of the project's specification or README; null when it has none. */
export async function specificationPiece(reader: SourceReader): Promise<TextPiece | null> {
  const names = filePaths(reader.project).filter((path) => NAMES.test(path));
  const rank = (path: string) => (/^readme/i.test(path) ? 1 : 0);
  const [path] = names.sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1));
  const text = path === undefined ? null : reader.text(path);
  if (path === undefined || text === null || text.trim() === '') return null;
  const masked = await reader.mask(text);
  const isCut = masked.length > LONGEST_EXCERPT;
  const excerpt = isCut ? wholeLines(masked.slice(0, LONGEST_EXCERPT)) : masked;
  const title = isCut ? `beginning of ${inLabel(path)}` : inLabel(path);
  return { kind: 'text', section: 'specification', title, text: excerpt, value: VALUE, must: false };
}

function wholeLines(text: string): string {
  const end = text.lastIndexOf('\n');
  return end < text.length / 2 ? text : text.slice(0, end);
}
