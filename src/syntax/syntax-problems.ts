import { languageById } from './languages.ts';
import { lineOf } from './nodes.ts';
import { createParser } from './parser.ts';
import type { LanguageId, SyntaxNode } from './syntax-types.ts';

export interface SyntaxProblem {
  /** 1-based, in the newer text. */
  readonly line: number;
  readonly message: string;
}

const SHOWN_CHARACTERS = 60;

/** Macros make sound texts look broken, and an edit near one moves what is taken for an error. */
const PREPROCESSED: ReadonlySet<string> = new Set(['c', 'csharp']);

/**
 * Syntax errors that `after` has and `before` had not, whatever line they moved to. An empty list is no proof: the
 * grammars are more tolerant than the languages' own compilers.
 */
export async function newSyntaxErrors(language: LanguageId, before: string, after: string): Promise<SyntaxProblem[]> {
  const parse = await createParser(language);
  const problems = (text: string) => {
    const parsed = parse(text);
    try {
      return problemsOf(parsed.root);
    } finally {
      parsed.dispose();
    }
  };
  const newer = problems(after);
  if (newer.length === 0) return [];
  const known = problems(before).map(({ message }) => message);
  if (known.length > 0 && PREPROCESSED.has(languageById(language).family)) return [];
  return newer.filter(({ message }) => {
    const index = known.indexOf(message);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}

/** Outermost errors, in the order of the text. Without recursion: broken text may nest deeper than the stack. */
function problemsOf(root: SyntaxNode): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  const pending: SyntaxNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.isMissing) problems.push({ line: lineOf(node), message: `missing \`${node.type}\`` });
    else if (node.isError) problems.push({ line: lineOf(node), message: `syntax error near \`${excerpt(node)}\`` });
    else if (node.hasError) pending.push(...node.children.filter((child) => child !== null).reverse());
  }
  return problems;
}

function excerpt(node: SyntaxNode): string {
  const line = node.text.trim().split('\n', 1)[0] ?? '';
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}
