import type { RepairTask } from '../domain/repair-task.ts';
import { enclosingSymbol } from '../syntax/symbols.ts';
import type { CodeSymbol } from '../syntax/syntax-types.ts';
import type { LineSuspicion } from './suspicion.ts';

/** Methods that say whether two objects are equal. */
export const EQUALITY = /^(__eq__|__ne__|__hash__|equals|isEqual|hashCode)$/;

/** Methods that run whenever objects are made or shown, whatever a test is about. */
const EVERYWHERE = /^(__init__|__new__|__post_init__|__repr__|__str__|constructor|toString)$/;

/**
 * Lines of methods by which tests judge other functions: a change there can make any two objects equal and so please
 * every test. They are none where the failing tests run nothing else, nor where a frame leads into them.
 */
export function linesOfJudging(
  { suspects }: Pick<RepairTask, 'suspects'>,
  path: string,
  symbols: readonly CodeSymbol[],
  suspicion: (line: number) => LineSuspicion,
): (line: number) => boolean {
  const methods = symbols.filter(({ kind, name }) => isFunction(kind) && EQUALITY.test(name));
  if (methods.length === 0) return () => false;
  const isSubject = (name: string) => !EQUALITY.test(name) && !EVERYWHERE.test(name);
  const isRun = ({ startLine, endLine }: CodeSymbol) => {
    for (let line = Math.min(startLine + 1, endLine); line <= endLine; line++) if (suspicion(line).reached) return true;
    return false;
  };
  const classes = new Set(symbols.filter(({ kind }) => kind === 'class').map(({ name }) => name));
  const own = symbols.filter(({ kind, name }) => isFunction(kind) && !classes.has(name) && isSubject(name));
  const others = suspects.filter(({ file, symbol }) => file !== path && symbol !== null && isSubject(lastName(symbol)));
  if (others.length === 0 && !own.some(isRun)) return () => false;
  return (line) => {
    const around = enclosingSymbol(symbols, line);
    return around !== null && methods.includes(around) && suspicion(line).bonus === 0;
  };
}

function lastName(symbol: string): string {
  return symbol.slice(symbol.lastIndexOf('.') + 1);
}

function isFunction(kind: CodeSymbol['kind']): boolean {
  return kind === 'function' || kind === 'method';
}
