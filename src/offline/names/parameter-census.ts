import type { ProjectSources } from '../project-sources.ts';

const DEFINITIONS = [
  /\bfunction\s*\*?\s*([A-Za-z_$][\w$]*)\s*(?:<[^>(]*>)?\(([^)]*)\)/g,
  /^[ \t]*(?:(?:static|async|public|private|protected|override)\s+)*([A-Za-z_$][\w$]*)\s*\(([^)]*)\)\s*(?::[^{\n]*)?\{/gm,
  /\b(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=\s*(?:async\s*)?\(([^)]*)\)\s*(?::[^=\n]*)?=>/g,
  /\bdef\s+([A-Za-z_]\w*)\s*\(([^)]*)\)/g,
];

/** Names that look like definitions followed by parentheses and a brace, and are none. */
const KEYWORDS = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'function', 'return']);

/** Parameters of the functions of a project by name, from the text; null for names whose definitions differ. */
export function takeParameters(sources: ProjectSources): Map<string, readonly string[] | null> {
  const known = new Map<string, readonly string[] | null>();
  for (const path of sources.paths) {
    const text = sources.text(path) ?? '';
    for (const pattern of DEFINITIONS) {
      for (const [, name, list] of text.matchAll(pattern)) {
        if (name === undefined || list === undefined || KEYWORDS.has(name)) continue;
        const parameters = namesIn(list);
        const before = known.get(name);
        const agrees = before === undefined || before?.join() === parameters.join();
        known.set(name, agrees ? parameters : null);
      }
    }
  }
  return known;
}

/** `self, a: int = 1, *rest` → a, rest. */
function namesIn(list: string): string[] {
  return list
    .split(',')
    .map((part) => /^[\s.*{]*(?:(?:public|private|protected|readonly)\s+)*([A-Za-z_$][\w$]*)/.exec(part)?.[1] ?? '')
    .filter((name) => name !== '' && name !== 'self' && name !== 'cls');
}
