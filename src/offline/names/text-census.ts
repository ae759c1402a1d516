import type { ProjectSources } from '../project-sources.ts';

/** Larger projects have more texts than a literal could be meant to be. */
const MOST_FILES = 200;
const LONGEST = 40;

/** Short texts between quotes, and words within longer ones, anywhere in the project and its tests; and how often each stands. */
export function takeTexts(sources: ProjectSources): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (text: string) => counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const path of sources.paths.slice(0, MOST_FILES)) {
    for (const [, , text = ''] of (sources.text(path) ?? '').matchAll(/(['"`])((?:(?!\1)[^\\\n])*)\1/g)) {
      if (text.length <= LONGEST && text !== '') count(text);
      const words = text.match(/[A-Za-z][\w-]+/g) ?? [];
      if (words.length > 1 || words[0] !== text) for (const word of words) count(word);
    }
    for (const [, name = ''] of (sources.text(path) ?? '').matchAll(/\.([A-Za-z_$][\w$]{2,})/g)) count(name);
  }
  return counts;
}

/** Texts that the files keep or compare under a key, property or variable of this name. */
export function textsUnder(sources: ProjectSources, key: string): readonly string[] {
  const found = new Set<string>();
  const pattern = new RegExp(
    `(?<![\\w$])${key.replaceAll('$', '\\$')}['"]?\\]?\\s*(?::|=(?![>=])|[!=]==?)\\s*(['"])([^'"\\\\\\n]{1,40})\\1`,
    'g',
  );
  for (const path of sources.paths.slice(0, MOST_FILES)) {
    for (const [, , text = ''] of (sources.text(path) ?? '').matchAll(pattern)) found.add(text);
  }
  return [...found];
}
