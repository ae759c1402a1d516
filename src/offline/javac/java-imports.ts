import { namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { nearestNames } from '../edit-distance.ts';
import type { RuleProposal } from '../rules/rule.ts';
import { insertion, nodeEdit, type TextEdit } from '../text-edit.ts';
import { type CompileError, type JavaSurroundings, proposal, type Remedy } from './compile-error.ts';

/** Packages of the JDK by how often a class of theirs is meant where several have one of the name. */
const USUAL = ['java.util', 'java.util.function', 'java.util.stream', 'java.time', 'java.io', 'java.math'];

/** Imports of a class that nothing brings: from the project, from the JDK, or right in the statement that misspells it. */
export function* importsOf(error: CompileError, java: JavaSurroundings): Generator<RuleProposal> {
  const { path, symbol } = error;
  if (symbol === null || !java.sources.isEditable(path)) return;
  for (const packageName of packagesOf(symbol.name, java)) {
    const confidence = 0.97 - Math.max(0, [...USUAL, packageName].indexOf(packageName)) * 0.02;
    yield proposal(
      'add-import',
      `Import \`${packageName}.${symbol.name}\`.`,
      confidence,
      importEdit(error.root, path, `${packageName}.${symbol.name}`),
    );
  }
}

function packagesOf(name: string, { classes }: JavaSurroundings): string[] {
  const own = classes.all.filter((each) => each.name === name).map(({ packageName }) => packageName);
  const known = [...classes.library.packages].filter(([, names]) => names.includes(name)).map(([each]) => each);
  return [...own, ...known].filter((each) => each !== '' && each !== 'java.lang');
}

/** In the order of the alphabet where the others are in it, behind the last one that comes before it. */
function importEdit(root: SyntaxNode, path: string, imported: string): TextEdit {
  const imports = namedChildrenOf(root).filter(({ type }) => type === 'import_declaration');
  const plain = imports.filter(({ text }) => !/^import\s+static\b/.test(text));
  const before = plain.filter(({ text }) => nameOf(text) < imported).at(-1);
  if (before !== undefined) return insertion(path, before.endIndex, `\nimport ${imported};`);
  const first = plain[0];
  if (first !== undefined) return insertion(path, first.startIndex, `import ${imported};\n`);
  const last = imports.at(-1) ?? namedChildrenOf(root).find(({ type }) => type === 'package_declaration');
  if (last !== undefined) return insertion(path, last.endIndex, `\n\nimport ${imported};`);
  return insertion(path, 0, `import ${imported};\n\n`);
}

function nameOf(text: string): string {
  return text.replace(/^import\s+/, '').replace(/\s*;$/, '');
}

/** `import java.utils.List;` */
export const missingPackage: Remedy = {
  name: 'missing-package',
  on: /^package ([\w.]+) does not exist/,
  *propose(error, { classes }, [, missing = '']) {
    const line = nodesOfType(error.root, ['import_declaration']).find(
      (node) => node.startIndex <= error.offset && error.offset <= node.endIndex,
    );
    const place =
      line === undefined
        ? null
        : nodesOfType(line, ['scoped_identifier', 'identifier']).find(({ text }) => text === missing);
    if (place === undefined || place === null || line === undefined) return;
    const imported = nameOf(line.text).replace(/^static\s+/, '');
    const known = [...classes.library.packages.keys(), ...classes.all.map(({ packageName }) => packageName)];
    for (const { name, distance } of nearestNames(missing, known, 4)) {
      const holds = classes.library.packages.get(name)?.includes(imported.slice(missing.length + 1)) ?? true;
      const why = `The package \`${missing}\` is not there, \`${name}\` is.`;
      yield proposal('module-path', why, (holds ? 0.97 : 0.4) - 0.05 * distance, nodeEdit(error.path, place, name));
    }
  },
};
