import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { TextEdit } from '../text-edit.ts';
import { styleOf } from './source-style.ts';

/** The edits that write a file's imports and exports as CommonJS does. */
export function commonJsEdits(path: string, root: SyntaxNode): TextEdit[] {
  const statements = namedChildrenOf(root);
  const { lineEnd } = styleOf(root.text);
  // Assigned as a whole, one export would take the place of the others.
  const isAlone = statements.filter(({ type }) => type === 'export_statement').length === 1;
  return statements.flatMap((statement) => {
    const written =
      importAsRequire(statement.text, lineEnd) ??
      (statement.type === 'export_statement' ? exportAsAssignment(statement.text, lineEnd, isAlone) : null);
    return written === null
      ? []
      : [{ path, start: statement.startIndex, end: statement.endIndex, replacement: written }];
  });
}

const FROM =
  /^import\s+(?!type\b)(?:([\w$]+)(?:\s*,\s*)?)?(\{[^}]*\}|\*\s*as\s+[\w$]+)?\s*from\s+((['"])[^'"]+\4)(;?)$/;

function importAsRequire(text: string, lineEnd: string): string | null {
  const alone = /^import\s+((['"])[^'"]+\2)(;?)$/.exec(text);
  if (alone !== null) return `require(${alone[1]})${alone[3]}`;
  const imported = FROM.exec(text);
  if (imported === null) return null;
  const [, byDefault, others, source = '', , end = ''] = imported;
  const clause = others?.replace(/^\*\s*as\s+/, '').replaceAll(/\s+as\s+/g, ': ');
  const parts = [byDefault, clause].flatMap((part) => (part === undefined ? [] : [part]));
  return parts.map((part) => `const ${part} = require(${source})${end}`).join(lineEnd);
}

function exportAsAssignment(text: string, lineEnd: string, isAlone: boolean): string | null {
  const passedOn = /^export\s+(\*|\{[^}]*\})\s*from\s+((['"])[^'"]+\3)(;?)$/.exec(text);
  if (passedOn !== null) {
    const [, what = '', source = '', , end = ''] = passedOn;
    if (what === '*') return `Object.assign(module.exports, require(${source}))${end}`;
    return namesIn(what)
      .map(([name, offered]) => `module.exports.${offered} = require(${source}).${name}${end}`)
      .join(lineEnd);
  }
  const list = /^export\s+(\{[\w\s,$]*\})(;?)$/.exec(text);
  if (list !== null) {
    const names = namesIn(list[1] ?? '');
    if (!isAlone) return names.map(([name, offered]) => `module.exports.${offered} = ${name}${list[2]}`).join(lineEnd);
    const entries = names.map(([name, offered]) => (name === offered ? name : `${offered}: ${name}`));
    return `module.exports = { ${entries.join(', ')} }${list[2]}`;
  }
  const holder = isAlone ? 'module.exports' : 'module.exports.default';
  const declared =
    /^export\s+(default\s+)?((?:async\s+)?(?:function\s*\*?|class|const|let|var)\s+([\w$]+)[\s\S]*)$/.exec(text);
  if (declared !== null) {
    const [, byDefault, declaration = '', name = ''] = declared;
    const place = byDefault === undefined ? `module.exports.${name}` : holder;
    return `${declaration}${lineEnd}${place} = ${name};`;
  }
  const byDefault = /^export\s+default\s+([\s\S]+)$/.exec(text);
  return byDefault === null ? null : `${holder} = ${byDefault[1]}`;
}

/** Names of a list in braces, each with the name under which it is offered. */
function namesIn(braces: string): [name: string, offered: string][] {
  return braces
    .slice(1, -1)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = part, offered = name] = part.split(/\s+as\s+/);
      return [name, offered];
    });
}
