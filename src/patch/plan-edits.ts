import type { Edit } from '../domain/edit.ts';
import type { Project } from '../domain/project.ts';
import { MASK } from '../shared/masked-secret.ts';
import { MASK_LESSON } from './masked-lines.ts';
import { newOmission } from './omission.ts';
import { resolveExisting, resolveNew } from './resolve-path.ts';
import { lineTexts } from './source-lines.ts';

export type ReplaceEdit = Extract<Edit, { kind: 'replace' }>;

/** Everything that happens to one file. */
export type FilePlan =
  | { readonly kind: 'create'; readonly file: string; readonly content: string }
  | { readonly kind: 'delete'; readonly file: string }
  /** `to` is `file` unless it is renamed. */
  | { readonly kind: 'edit'; readonly file: string; readonly to: string; readonly edits: readonly ReplaceEdit[] };

export type PlannedEdits =
  | { readonly kind: 'planned'; readonly files: readonly FilePlan[] }
  | { readonly kind: 'fault'; readonly reason: string };

/** Resolves the paths of all edits and gathers those of one file; refuses edits that contradict each other. */
export function planEdits(project: Project, edits: readonly Edit[]): PlannedEdits {
  if (edits.length === 0) return { kind: 'fault', reason: 'the patch holds no edits' };
  const draft = new Draft(project);
  for (const [index, edit] of edits.entries()) {
    const fault = draft.add(edit);
    if (fault !== null) return { kind: 'fault', reason: `edit ${index + 1} of ${edits.length}: ${fault}` };
  }
  return { kind: 'planned', files: draft.files() };
}

class Draft {
  readonly #project: Project;
  readonly #created = new Map<string, string>();
  readonly #deleted = new Set<string>();
  readonly #renamed = new Map<string, string>();
  readonly #replaced = new Map<string, ReplaceEdit[]>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** null, or what is wrong with the edit. */
  add(edit: Edit): string | null {
    if (edit.kind === 'create') return this.#create(edit.file, edit.content);
    const resolved = resolveExisting(this.#project, edit.file);
    if (resolved.kind === 'fault') return resolved.reason;
    const { path } = resolved;
    if (edit.kind === 'delete') return this.#delete(path);
    if (edit.kind === 'rename') return this.#rename(path, edit.to);
    if (this.#deleted.has(path)) return `${path} is deleted by the same patch`;
    this.#replaced.set(path, [...(this.#replaced.get(path) ?? []), edit]);
    return null;
  }

  files(): FilePlan[] {
    const edited = [...new Set([...this.#replaced.keys(), ...this.#renamed.keys()])];
    return [
      ...edited.map(
        (file): FilePlan => ({
          kind: 'edit',
          file,
          to: this.#renamed.get(file) ?? file,
          edits: this.#replaced.get(file) ?? [],
        }),
      ),
      ...[...this.#deleted].map((file): FilePlan => ({ kind: 'delete', file })),
      ...[...this.#created].map(([file, content]): FilePlan => ({ kind: 'create', file, content })),
    ];
  }

  #create(file: string, content: string): string | null {
    const resolved = this.#newPath(file);
    if (resolved.kind === 'fault') return resolved.reason;
    const omission = newOmission(lineTexts(content), new Set(), 0);
    if (omission !== null)
      return `${resolved.path}: "${omission.trim()}" stands for code that was left out: give the whole content`;
    if (content.includes(MASK)) return `${resolved.path}: ${MASK_LESSON}`;
    if (!isWellFormed(content)) return `${resolved.path}: the content holds half a character`;
    this.#created.set(resolved.path, content);
    return null;
  }

  #delete(path: string): string | null {
    if (this.#replaced.has(path) || this.#renamed.has(path) || this.#deleted.has(path))
      return `${path} is changed twice by the same patch`;
    this.#deleted.add(path);
    return null;
  }

  #rename(path: string, to: string): string | null {
    if (this.#renamed.has(path) || this.#deleted.has(path))
      return `${path} is renamed or deleted twice by the same patch`;
    const resolved = this.#newPath(to);
    if (resolved.kind === 'fault') return resolved.reason;
    this.#renamed.set(path, resolved.path);
    return null;
  }

  #newPath(file: string): ReturnType<typeof resolveNew> {
    const resolved = resolveNew(this.#project, file);
    if (resolved.kind === 'fault') return resolved;
    const taken = this.#created.has(resolved.path) || [...this.#renamed.values()].includes(resolved.path);
    return taken ? { kind: 'fault', reason: `${resolved.path} is made twice by the same patch` } : resolved;
  }
}

/** False for text with one half of a surrogate pair: no encoding can hold it. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
