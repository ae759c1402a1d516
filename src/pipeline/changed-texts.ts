import { differingPaths, type Project } from '../domain/project.ts';
import { decodeSource } from '../shared/source-text.ts';

/** Texts that a candidate changes; null when it does more than that. */
export function changedTexts(before: Project, after: Project): Record<string, string> | null {
  const texts: Record<string, string> = {};
  if (before.entries.size !== after.entries.size) return null;
  for (const path of differingPaths(before, after)) {
    const old = before.entries.get(path);
    const entry = after.entries.get(path);
    if (entry === undefined) return null;
    const text = old?.kind === 'file' && old.mode === entry.mode ? decodeSource(entry.bytes())?.text : undefined;
    if (text === undefined) return null;
    texts[path] = text;
  }
  return texts;
}
