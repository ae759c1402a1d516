import type { ProjectSources } from '../project-sources.ts';
import type { TextEdit } from '../text-edit.ts';
import type { ImportRequest } from './import-request.ts';
import { javaScriptImportEdit } from './javascript-import-edit.ts';
import { pythonImportEdit } from './python-import-edit.ts';

/** The edit that writes an import into a file; null when the file cannot be read. */
export function importEdit(sources: ProjectSources, request: ImportRequest): TextEdit | null {
  return sources.family(request.path) === 'python'
    ? pythonImportEdit(sources, request)
    : javaScriptImportEdit(sources, request);
}
