import { createRequire } from 'node:module';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { Html, html } from './html.ts';

/** Grammars of highlight.js by the ending of a file's name; any other file is shown without colours. */
const GRAMMARS: Readonly<Record<string, string>> = {
  ...same('javascript', ['js', 'jsx', 'mjs', 'cjs']),
  ...same('typescript', ['ts', 'tsx', 'mts', 'cts']),
  ...same('python', ['py', 'pyi']),
  ...same('cpp', ['c', 'h', 'cc', 'cpp', 'cxx', 'hh', 'hpp']),
  ...same('ruby', ['rb', 'rake', 'gemspec']),
  ...same('perl', ['pl', 'pm', 't']),
  ...same('kotlin', ['kt', 'kts']),
  ...same('yaml', ['yml', 'yaml']),
  ...same('xml', ['html', 'xml', 'svg', 'vue']),
  ...same('bash', ['sh', 'bash']),
  ...{ go: 'go', rs: 'rust', java: 'java', php: 'php', cs: 'csharp', swift: 'swift', json: 'json', css: 'css' },
};

/** Longer texts and lines are shown without colours: they are data more often than code. */
const MOST_CHARACTERS = 200_000;
const LONGEST_LINE = 2000;

function same(grammar: string, endings: readonly string[]): Record<string, string> {
  return Object.fromEntries(endings.map((ending) => [ending, grammar]));
}

/** Lines of code with spans of the classes `hl-keyword`, `hl-string` and so on; plain text where no grammar fits. */
export function highlightedLines(lines: readonly string[], file: string): readonly Html[] {
  const grammar = GRAMMARS[/\.([a-z0-9]+)$/i.exec(file)?.[1]?.toLowerCase() ?? ''];
  const plain = () => lines.map((line) => html`${line}`);
  const code = lines.map(visible).join('\n');
  if (grammar === undefined || code.length > MOST_CHARACTERS) return plain();
  if (lines.some((line) => line.length > LONGEST_LINE)) return plain();
  const marked = spansByLine(highlighter(grammar).highlight(code, { language: grammar, ignoreIllegals: true }).value);
  return marked.length === lines.length ? marked : plain();
}

/** One line stays one line, whatever it holds. */
function visible(line: string): string {
  return safeForTerminal(line).replaceAll('\n', '');
}

interface Highlighter {
  registerLanguage(name: string, grammar: unknown): void;
  getLanguage(name: string): unknown;
  highlight(code: string, settings: { language: string; ignoreIllegals: boolean }): { value: string };
}

/** Loaded when a diff is rendered, and only the grammar that it needs. */
function highlighter(grammar: string): Highlighter {
  const require = createRequire(import.meta.url);
  const core = require('highlight.js/lib/core') as Highlighter;
  if (core.getLanguage(grammar) === undefined) {
    core.registerLanguage(grammar, require(`highlight.js/lib/languages/${grammar}`));
  }
  return core;
}

/** The output of highlight.js taken apart and escaped by our own rules: it never becomes markup as it stands. */
function spansByLine(marked: string): Html[] {
  const lines: Html[][] = [[]];
  const classes: string[] = [];
  for (const [, opened, closed, text] of marked.matchAll(/<span class="([^"]*)">|(<\/span>)|([^<]+)/g)) {
    if (opened !== undefined) classes.push(opened.replace(/^hljs-/, '').replace(/[ .].*$/, ''));
    else if (closed !== undefined) classes.pop();
    else {
      for (const [index, part] of decoded(text ?? '')
        .split('\n')
        .entries()) {
        if (index > 0) lines.push([]);
        if (part !== '') lines.at(-1)?.push(spanOf(part, classes.at(-1)));
      }
    }
  }
  return lines.map((pieces) => new Html(pieces.map(({ markup }) => markup).join('')));
}

function spanOf(text: string, kind: string | undefined): Html {
  return kind === undefined ? html`${text}` : html`<span class="hl-${kind}">${text}</span>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&amp;': '&',
};

function decoded(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|#x27|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
