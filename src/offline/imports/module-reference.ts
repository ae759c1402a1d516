import { literalPattern } from '../../shared/literal-pattern.ts';
import type { ImportBinding } from '../../syntax/syntax-types.ts';
import { nameWord } from '../name-word.ts';

/** One mention of a module in a file: a specifier and the names that are imported with it. */
export interface ModuleReference {
  readonly path: string;
  readonly specifier: string;
  readonly bindings: readonly ImportBinding[];
  /** Range of the specifier itself, without quotes. */
  readonly start: number;
  readonly end: number;
  /** Range and text of the whole statement. */
  readonly statementStart: number;
  readonly statement: string;
  readonly line: number;
}

/** The imports of a file, one entry for each mention of a module. */
export function moduleReferences(path: string, text: string, imports: readonly ImportBinding[]): ModuleReference[] {
  const groups = new Map<string, ImportBinding[]>();
  for (const binding of imports) {
    const key = `${binding.startIndex} ${binding.specifier}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [binding]);
    else group.push(binding);
  }
  return [...groups.values()].flatMap((bindings) => {
    const [first] = bindings;
    if (first === undefined) return [];
    const statement = text.slice(first.startIndex, first.endIndex);
    const offset = specifierOffset(statement, first.specifier);
    if (offset === null) return [];
    const start = first.startIndex + offset;
    return [
      {
        path,
        specifier: first.specifier,
        bindings,
        start,
        end: start + first.specifier.length,
        statementStart: first.startIndex,
        statement,
        line: first.line,
      },
    ];
  });
}

/** Quoted in JavaScript and in dynamic imports; bare behind `from` or `import` in Python. */
function specifierOffset(statement: string, specifier: string): number | null {
  const escaped = literalPattern(specifier);
  const quoted = new RegExp(`(['"\`])${escaped}\\1`).exec(statement);
  if (quoted !== null) return quoted.index + 1;
  const bare = new RegExp(`^(?:from|import)\\s+(?:.*,\\s*)?(?=${escaped}(?![\\w.]))`, 's').exec(statement);
  return bare === null ? null : bare[0].length;
}

/** Where a statement writes a name, outside of its specifier. */
export function nameInStatement(
  { statement, statementStart, start, end }: ModuleReference,
  name: string,
): number | null {
  const pattern = new RegExp(nameWord(name), 'g');
  for (const match of statement.matchAll(pattern)) {
    const at = statementStart + match.index;
    if (at < start || at >= end) return at;
  }
  return null;
}
