import { moduleFormatOf } from '../../syntax/module-format.ts';
import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { RepairContext } from '../repair-context.ts';
import type { TextEdit } from '../text-edit.ts';
import { FINDING_YIELD, type Finding, type RepairRule } from './rule.ts';

/** `require` in an ES module, `import` and `export` in a CommonJS one. */
export const moduleSystem: RepairRule = {
  name: 'module-system',
  summary: 'turns `require` into `import` and back where a file mixes the two up',
  *find(context, files) {
    const { text } = context.clues;
    const toImport = /\b(require|module|exports) is not defined\b/.test(text);
    const toRequire = /Cannot use import statement outside a module|Unexpected token '?export/.test(text);
    if (!toImport && !toRequire) return;
    for (const path of files) {
      const root = context.sources.tree(path)?.root;
      if (root === undefined || context.sources.family(path) !== 'javascript') continue;
      const finding = conversion(context, path, root, toImport ? 'esm' : 'commonjs');
      if (finding !== null) yield finding;
    }
  },
};

function conversion(context: RepairContext, path: string, root: SyntaxNode, to: 'esm' | 'commonjs'): Finding | null {
  const statements = namedChildrenOf(root);
  // Node wants whole file names; where a bundler or a TypeScript loader does not, the other imports show it.
  const { imports } = context.sources.facts(path);
  const bare = imports.some(({ specifier, commonJs }) => !commonJs && /^\.{1,2}\/(.*\/)?[^./]+$/.test(specifier));
  const edits = statements.flatMap((statement) =>
    to === 'esm' ? (esmStatement(path, statement, bare) ?? []) : (commonJsStatement(path, statement) ?? []),
  );
  const [first] = edits;
  if (first === undefined) return null;
  const isMixed = moduleFormatOf(context.sources.project, path, imports) === to;
  return {
    path,
    line: 1,
    yield: FINDING_YIELD.named,
    proposals: () => [
      {
        operator: 'module-system',
        rationale:
          to === 'esm'
            ? `Write the imports and exports of ${path} as an ES module's: it has no \`require\`.`
            : `Write the imports and exports of ${path} as CommonJS, which is how it is loaded.`,
        edits,
        confidence: isMixed ? 0.95 : 0.85,
      },
    ],
  };
}

/** One top-level statement as an ES module writes it; null when it stays as it is. */
function esmStatement(path: string, statement: SyntaxNode, bare: boolean): TextEdit | null {
  const { text } = statement;
  const required = /^(?:const|let|var)\s+(\{[^}]*\}|[\w$]+)\s*=\s*require\(\s*(['"])([^'"]+)\2\s*\)(;?)$/.exec(text);
  if (required !== null) {
    const [, target = '', quote = "'", specifier = '', end = ''] = required;
    const whole = specifier.replace(/^\.$/, './index');
    const clause = target.startsWith('{') ? target.replaceAll(/\s*:\s*/g, ' as ') : target;
    const file = /^\.{1,2}\//.test(whole) && !/\.\w+$/.test(whole) && !bare ? `${whole}.js` : whole;
    return replaced(path, statement, `import ${clause} from ${quote}${file}${quote}${end}`);
  }
  const object = /^module\.exports\s*=\s*(\{[\w\s,$]*\})(;?)$/.exec(text);
  if (object !== null) return replaced(path, statement, `export ${object[1]}${object[2]}`);
  const single = /^module\.exports\s*=\s*(?!\{)([\s\S]+)$/.exec(text);
  if (single !== null) return replaced(path, statement, `export default ${single[1]}`);
  const named = /^(?:module\.)?exports\.([\w$]+)\s*=\s*([\s\S]+)$/.exec(text);
  if (named === null) return null;
  const [, name = '', value = ''] = named;
  const same = value.replace(/;$/, '') === name;
  return replaced(path, statement, same ? `export { ${name} };` : `export const ${name} = ${value}`);
}

/** One top-level statement as CommonJS writes it; null when it stays as it is. */
function commonJsStatement(path: string, statement: SyntaxNode): TextEdit | null {
  const { text } = statement;
  const imported = /^import\s+(?:\*\s+as\s+)?(\{[^}]*\}|[\w$]+)\s+from\s+((['"])[^'"]+\3)(;?)$/.exec(text);
  if (imported !== null) {
    const [, clause = '', specifier = '', , end = ''] = imported;
    return replaced(path, statement, `const ${clause.replaceAll(/\s+as\s+/g, ': ')} = require(${specifier})${end}`);
  }
  const list = /^export\s+(\{[\w\s,$]*\})(;?)$/.exec(text);
  if (list !== null) return replaced(path, statement, `Object.assign(module.exports, ${list[1]})${list[2]}`);
  const byDefault = /^export\s+default\s+([\s\S]+)$/.exec(text);
  if (byDefault !== null) return replaced(path, statement, `module.exports = ${byDefault[1]}`);
  const declared = /^export\s+((?:async\s+)?(?:function\s*\*?|class|const|let|var)\s+([\w$]+)[\s\S]*)$/.exec(text);
  if (declared === null) return null;
  const [, declaration = '', name = ''] = declared;
  return replaced(path, statement, `${declaration}\nmodule.exports.${name} = ${name};`);
}

function replaced(path: string, { startIndex, endIndex }: SyntaxNode, replacement: string): TextEdit {
  return { path, start: startIndex, end: endIndex, replacement };
}
