import { describe, expect, it } from '@jest/globals';
import { marked, type Token, type Tokens } from 'marked';
import { annotationsOutput } from '../../src/output/annotations-output.ts';
import { findingsOf } from '../../src/output/findings.ts';
import { summaryOutput } from '../../src/output/summary-output.ts';
import { FULL_OUTCOME, outcomeSaying } from './sample-outcome.ts';

const NOTHING = { before: null, after: null };

/** What a project may call its tests and files. */
const HOSTILE = [
  'a | b | c',
  'ends with a bar \\|',
  '`code` and ``more``',
  '[x](javascript:alert(1)) ![y](http://evil/x.png)',
  '<script>alert(1)</script><details>',
  '</details>\n\n# owned',
  '**bold** _em_ ~~gone~~ __init__',
  'https://evil.example/?q=1 www.evil.example',
  'a\n::error file=x,line=1::owned\r\n%0A::set-output name=x::y',
  'commas, colons: and 100 % of %25 %3A %2C',
  '&lt;b&gt; &#124; \\',
  '##[error]owned',
];

function tokensOf(markdown: string): Token[] {
  const found: Token[] = [];
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => {
    found.push(token);
  });
  return found;
}

const ofType = <Type extends Token['type']>(tokens: readonly Token[], type: Type) =>
  tokens.filter((token) => token.type === type);

describe('the summary, read by a parser of GitHub’s Markdown', () => {
  it('has its headings, tables, lists and the diff', () => {
    const tokens = tokensOf(summaryOutput.render(FULL_OUTCOME, NOTHING));
    const headings = ofType(tokens, 'heading') as Tokens.Heading[];
    expect(headings.map(({ depth, text }) => [depth, text])).toEqual([
      [2, 'autofix: Partially fixed'],
      [3, 'Fixed (1)'],
      [3, 'Still failing (1)'],
      [3, 'Patch'],
    ]);
    const [tests, facts] = ofType(tokens, 'table') as Tokens.Table[];
    expect(tests?.rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['passed', '19', '20'],
      ['failed', '2', '1'],
      ['skipped', '1', '1'],
      ['total', '22', '22'],
    ]);
    expect(facts?.rows.map(([label]) => label?.text)).toContain('integrity');
    expect(ofType(tokens, 'code')).toMatchObject([{ lang: 'diff', text: FULL_OUTCOME.patch?.diff.trimEnd() }]);
  });

  it.each(HOSTILE)('is built no other way by %j', (hostile) => {
    const tokens = tokensOf(summaryOutput.render(outcomeSaying(hostile), NOTHING));
    const shape = tokensOf(summaryOutput.render(outcomeSaying('harmless'), NOTHING));
    const blocks = (all: readonly Token[]) =>
      all.filter(({ type }) => /^(heading|table|list|list_item|code|blockquote)$/.test(type)).map(({ type }) => type);
    expect(blocks(tokens)).toEqual(blocks(shape));
    const markup = ofType(tokens, 'html').map(({ raw }) => raw.trim());
    expect(markup.filter((raw) => !/^<\/?(details|summary|code)>/.test(raw))).toEqual([]);
    for (const type of ['link', 'image', 'em', 'del']) expect(ofType(tokens, type)).toEqual([]);
    const tables = ofType(tokens, 'table') as Tokens.Table[];
    expect(tables.map(({ header, rows }) => rows.every((row) => row.length === header.length))).toEqual([true, true]);
  });

  it.each(HOSTILE)('names the test %j as it is called', (hostile) => {
    const tokens = tokensOf(summaryOutput.render(outcomeSaying(hostile), NOTHING));
    const spans = ofType(tokens, 'codespan').map((token) => (token as Tokens.Codespan).text);
    expect(spans).toContain(`a.js::${hostile.replace(/\s+/g, ' ').trim()}`);
  });
});

interface WorkflowCommand {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/**
 * Reads a line as the runner does: `ActionCommand.TryParseV2` of actions/runner. The first `::` behind the one at the
 * beginning ends the properties, which a comma parts; `%25` is read last.
 */
function readCommand(line: string): WorkflowCommand | null {
  const text = line.trimStart();
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return null;
  const info = text.slice(2, end);
  const space = info.indexOf(' ');
  const properties = (space < 0 ? '' : info.slice(space + 1).trim()).split(',').filter((pair) => pair.trim() !== '');
  const unescaped = (value: string) =>
    value
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  return {
    command: space < 0 ? info : info.slice(0, space),
    properties: Object.fromEntries(
      properties.map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [name.trim(), unescaped(value.join('='))];
      }),
    ),
    message: text
      .slice(end + 2)
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%25', '%'),
  };
}

describe('annotations, read as the runner reads them', () => {
  it.each(HOSTILE)('say of %j what was found', (hostile) => {
    const outcome = outcomeSaying(hostile);
    // The runner's reader of lines takes either character for an end.
    const lines = annotationsOutput.render(outcome, NOTHING).split(/\r\n|\r|\n/);
    expect(lines.pop()).toBe('');
    const findings = findingsOf(outcome);
    expect(lines.map(readCommand)).toEqual(
      findings.map(({ kind, file, startLine, endLine, title, message }) => ({
        command: kind === 'repair' ? 'notice' : 'warning',
        properties: { file, line: String(startLine), endLine: String(endLine), title },
        message,
      })),
    );
    expect(findings.some(({ file }) => file === hostile)).toBe(true);
  });
});
