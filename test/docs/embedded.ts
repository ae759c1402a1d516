import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { starterFiles } from '../../src/cli/starter-files.ts';
import { OUTPUT_FORMATS } from '../../src/output/output-formats.ts';

const NODE_PLAN = { toolchain: 'node-test', language: 'javascript', install: 'npm ci', test: 'npm test' };

function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}

function example(name: string): string {
  const text = readFileSync(join('docs/examples', name), 'utf8');
  return code('ts', text.replaceAll('../../src/index.ts', 'autofix'));
}

function outputsTable(): string {
  const rows = OUTPUT_FORMATS.map(({ fileName, summary }) => `| \`${fileName}\` | ${summary} |`);
  return ['| file | what it is |', '| --- | --- |', ...rows].join('\n');
}

/** Which folder of src imports something of which other one, as a diagram. */
function layersPicture(): string {
  const edges = new Set<string>();
  for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(join('src', file), 'utf8');
    for (const [, path = ''] of text.matchAll(/(?:from|import\() ?'(\.{1,2}\/[^']+)'/g)) {
      const [from, to] = [floorOf(file), floorOf(join(file, '..', path))];
      // Every floor may use domain and shared: lines that stand everywhere show nothing.
      if (to !== from && to !== 'domain' && (to !== 'shared' || from === 'syntax')) edges.add(`  ${from} --> ${to}`);
    }
  }
  return code('mermaid', ['flowchart TD', ...[...edges].sort(), '  shared --> domain'].join('\n'));
}

function floorOf(file: string): string {
  const [first = ''] = file.replaceAll('\\', '/').split('/');
  return first === 'index.ts' ? 'library' : first;
}

/** What stands between two marks of a document, by document and mark. */
const EMBEDDED: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'docs/ci.md': {
    'github-workflow.yml': () => code('yaml', starterFiles(NODE_PLAN, 'github')[1]?.content ?? ''),
    'gitlab-ci.yml': () => code('yaml', starterFiles(NODE_PLAN, 'gitlab')[1]?.content ?? ''),
    outputs: outputsTable,
  },
  'docs/extending.md': Object.fromEntries(readdirSync('docs/examples').map((name) => [name, () => example(name)])),
  'docs/architecture.md': { layers: layersPicture },
};

export const EMBEDDING_DOCUMENTS = Object.keys(EMBEDDED);

/** The document with everything put between its marks. Throws when a mark is missing. */
export function withEmbedded(document: string, text: string): string {
  return Object.entries(EMBEDDED[document] ?? {}).reduce((current, [name, render]) => {
    const [start, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->`];
    const from = current.indexOf(start);
    const to = current.indexOf(end);
    if (from < 0 || to < from) throw new Error(`${document} has no place for ${name}`);
    return `${current.slice(0, from + start.length)}${render()}\n${current.slice(to)}`;
  }, text);
}
