import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodesOfType } from '../../src/syntax/nodes.ts';
import { parseSource } from '../../src/syntax/parser.ts';

interface Exported {
  readonly name: string;
  readonly file: string;
}

/** docs/api.md: what `import 'autofix'` gives, each with its docstring and its declaration as they stand in the source. */
export async function apiDocument(): Promise<string> {
  const index = readFileSync('src/index.ts', 'utf8');
  const lines = [
    '# The library',
    '',
    '<!-- Made from the docstrings of the source: npm run golden. -->',
    '',
    "`import { repair } from 'autofix'`. The example below is compiled and run by a test.",
    '',
    '```ts',
    readFileSync('docs/examples/library.ts', 'utf8').replace('../../src/index.ts', 'autofix').trim(),
    '```',
    '',
  ];
  for (const exported of [...ownExports(index), ...passedOn(index)]) {
    lines.push(await section(exported), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function ownExports(index: string): Exported[] {
  return [...index.matchAll(/^export (?:async )?(?:function|interface|class) (\w+)/gm)].map(([, name = '']) => {
    return { name, file: 'src/index.ts' };
  });
}

function passedOn(index: string): Exported[] {
  return [...index.matchAll(/^export (?:type )?\{([^}]+)\} from '\.\/([^']+)';/gm)].flatMap(
    ([, names = '', file = '']) =>
      names
        .split(',')
        .map((name) => name.replace(/\btype\b/, '').trim())
        .filter((name) => name !== '')
        .map((name) => ({ name, file: join('src', file) })),
  );
}

const DECLARATIONS = [
  'function_declaration',
  'interface_declaration',
  'type_alias_declaration',
  'class_declaration',
  'lexical_declaration',
];

async function section({ name, file }: Exported): Promise<string> {
  const text = readFileSync(file, 'utf8');
  const { root } = await parseSource('typescript', text);
  const found = nodesOfType(root, DECLARATIONS).find((node) => {
    return node.parent?.type === 'export_statement' && declaredName(node.text) === name;
  });
  if (found?.parent == null) throw new Error(`${name} is not declared in ${file}`);
  const before = found.parent.previousNamedSibling;
  const doc = before?.type === 'comment' && before.text.startsWith('/**') ? docText(before.text) : null;
  if (doc === null) throw new Error(`${name} in ${file} has no docstring`);
  return [`## ${name}`, '', doc, '', '```ts', signature(found.text), '```'].join('\n');
}

function declaredName(declaration: string): string | undefined {
  return /^(?:async )?(?:function|interface|type|class|const) (\w+)/.exec(declaration)?.[1];
}

/** A function without its body; a class with the heads of what is public. */
function signature(declaration: string): string {
  if (/^(async )?function/.test(declaration)) return `${declaration.slice(0, declaration.indexOf(' {\n'))};`;
  if (!declaration.startsWith('class')) return declaration;
  const kept = declaration.split('\n').filter((line) => {
    return /^(class|\}| {2}\/\*\*| {3}\*| {2}readonly | {2}constructor)/.test(line);
  });
  return kept.join('\n').replace(/^( {2}constructor.*) \{$/gm, '$1;');
}

function docText(comment: string): string {
  return comment
    .replace(/^\/\*\*\s*|\s*\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n');
}
