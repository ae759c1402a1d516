import { closest } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { ProjectSources } from '../project-sources.ts';
import type { RepairContext } from '../repair-context.ts';
import type { RuleProposal } from '../rules/rule.ts';
import type { TextEdit } from '../text-edit.ts';
import type { JavaClasses } from './java-classes.ts';

/** An error of javac, by what it printed. */
export interface CompileError {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Where it points, in UTF-16 code units of the file: at the begin of a name, at an operator, behind what comes before. */
  readonly offset: number;
  readonly message: string;
  /** First line of the message. */
  readonly head: string;
  /** What `symbol:` names: `method`, `add`; null where it names nothing. */
  readonly symbol: { readonly kind: string; readonly name: string } | null;
  /** What `location:` gives as the type that was looked at; null where it gives none. */
  readonly owner: string | null;
  /** How many errors of this run miss the same symbol. */
  readonly alike: number;
  readonly text: string;
  readonly root: SyntaxNode;
}

/** What remedies may ask beside the error. */
export interface JavaSurroundings {
  readonly sources: ProjectSources;
  readonly classes: JavaClasses;
}

/** Knows what to do about errors that read in one way. */
export interface Remedy {
  readonly name: string;
  /** On the first line of the message. */
  readonly on: RegExp;
  propose(error: CompileError, java: JavaSurroundings, found: RegExpExecArray): Iterable<RuleProposal>;
}

/** javac counts a tab up to the next of these columns. */
const TAB = 8;

/** The errors of javac among the failures, in the order of the report. */
export function compileErrorsOf({ task, sources }: RepairContext): CompileError[] {
  const told = task.failing.flatMap(({ failure }) => {
    const frame = failure?.frames[0];
    if (failure?.kind !== 'compile' || frame?.file == null || frame.line === null) return [];
    return frame.file.endsWith('.java') ? [{ message: failure.message, frame }] : [];
  });
  const symbols = told.map(({ message }) => symbolLine(message));
  return told.flatMap(({ message, frame }) => {
    const path = frame.file ?? '';
    const text = sources.text(path);
    const root = sources.tree(path)?.root;
    if (text === null || root === undefined) return [];
    const line = frame.line ?? 1;
    const symbol = symbolLine(message);
    const error: CompileError = {
      ...{ path, line, text, root, message, head: message.split('\n')[0] ?? '' },
      offset: offsetOf(text, line, frame.column ?? 1),
      symbol: symbolOf(symbol),
      owner: ownerOf(message),
      alike: symbol === null ? 1 : symbols.filter((other) => other === symbol).length,
    };
    return [error];
  });
}

function symbolLine(message: string): string | null {
  return /^\s*symbol: +(.*)$/m.exec(message)?.[1] ?? null;
}

function symbolOf(line: string | null): CompileError['symbol'] {
  const [, kind, name] = /^(\w+) ([\w$]+)/.exec(line ?? '') ?? [];
  return kind === undefined || name === undefined ? null : { kind, name };
}

/** `variable item of type Item`, `class shop.Cart`, `interface Priced`. */
function ownerOf(message: string): string | null {
  const place = /^\s*location: +(.*)$/m.exec(message)?.[1] ?? '';
  return /\bof type (.+)$/.exec(place)?.[1] ?? /^(?:class|interface|enum|@interface) (.+)$/.exec(place)?.[1] ?? null;
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let skipped = 1; skipped < line; skipped++) start = text.indexOf('\n', start) + 1 || text.length;
  let [at, reached] = [start, 1];
  while (reached < column && at < text.length && text[at] !== '\n') {
    reached = text[at] === '\t' ? Math.floor((reached - 1) / TAB + 1) * TAB + 1 : reached + 1;
    at++;
  }
  return at;
}

/** Where the missing symbol stands: errors about `a.b` point at the point. */
export function symbolNode({ text, root, offset, symbol }: CompileError): SyntaxNode | null {
  if (symbol === null) return null;
  const found = new RegExp(`\\b${symbol.name}\\b`).exec(text.slice(offset, offset + 300));
  const start = found === null ? -1 : offset + found.index;
  return start < 0 ? null : root.descendantForIndex(start, start + symbol.name.length);
}

/** A type as the file may write it: without the package where that is its own, the language's, or imported. */
export function writtenType(type: string, { text }: CompileError): string {
  const own = /^\s*package\s+([\w.]+)\s*;/m.exec(text)?.[1] ?? '';
  return type.replaceAll(/\b((?:[a-z]\w*\.)+)([A-Z]\w*)/g, (whole, prefix: string, name: string) => {
    const packageName = prefix.slice(0, -1);
    const isKnown = packageName === own || packageName === 'java.lang';
    return isKnown || text.includes(`import ${whole};`) || text.includes(`import ${prefix}*;`) ? name : whole;
  });
}

/** The expression that an error points at by its operator, its point, or its begin. */
export function expressionAt({ root, offset }: CompileError): SyntaxNode | null {
  const leaf = root.descendantForIndex(offset, offset + 1);
  if (leaf === null) return null;
  const owner = leaf.isNamed ? leaf : leaf.parent;
  const call = owner?.parent;
  const isCalled = call?.type === 'method_invocation' && call.childForFieldName('name')?.id === owner?.id;
  if (isCalled && call.childForFieldName('object') === null) return call;
  return owner?.type === 'argument_list' ? owner.parent : owner;
}

const METHODS = /^(method_declaration|constructor_declaration|compact_constructor_declaration)$/;

/** The method or constructor around a position; null in a lambda, which declares nothing of its own. */
export function methodAround({ root }: CompileError, offset: number): SyntaxNode | null {
  const around = closest(
    root.descendantForIndex(offset),
    (node) => /^lambda_expression$|_declaration$/.test(node.type) && !/variable/.test(node.type),
  );
  return around !== null && METHODS.test(around.type) ? around : null;
}

export function proposal(
  operator: string,
  rationale: string,
  confidence: number,
  ...edits: readonly TextEdit[]
): RuleProposal {
  return { operator, rationale, confidence, edits };
}
