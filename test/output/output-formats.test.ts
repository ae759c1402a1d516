import { describe, expect, it } from '@jest/globals';
import type { TimelineEntry } from '../../src/domain/timeline.ts';
import { highlightedLines } from '../../src/output/highlight.ts';
import { OUTPUT_FORMATS } from '../../src/output/output-formats.ts';
import { unifiedDiff } from '../../src/output/unified-diff.ts';
import { FULL_OUTCOME, MINIMAL_OUTCOME, outcomeSaying } from './sample-outcome.ts';
import { projectOf } from './sample-project.ts';

const NOTHING = { before: null, after: null };

function render(name: string, outcome = FULL_OUTCOME): string {
  const format = OUTPUT_FORMATS.find((candidate) => candidate.name === name);
  if (format === undefined) throw new Error(`no output ${name}`);
  return format.render(outcome, NOTHING);
}

describe('OUTPUT_FORMATS', () => {
  it('have names and files of their own', () => {
    expect(new Set(OUTPUT_FORMATS.map(({ name }) => name)).size).toBe(OUTPUT_FORMATS.length);
    expect(new Set(OUTPUT_FORMATS.map(({ fileName }) => fileName)).size).toBe(OUTPUT_FORMATS.length);
  });

  it.each(OUTPUT_FORMATS)('$name renders the least outcome', (format) => {
    expect(typeof format.render(MINIMAL_OUTCOME, NOTHING)).toBe('string');
  });
});

describe('diff', () => {
  it('is that of the outcome, or nothing', () => {
    expect(render('diff')).toBe(FULL_OUTCOME.patch?.diff);
    expect(render('diff', MINIMAL_OUTCOME)).toBe('');
  });
});

describe('summary', () => {
  it('says what a person wants to know', () => {
    const text = render('summary');
    for (const wanted of [
      '## autofix: Partially fixed',
      '| failed | 2 | 1 |',
      '- `test/routes.test.js::routes > creates`',
      'operator missing-import',
      'fell back from `gemini` to `groq`',
      'price not known',
      'bubblewrap',
      '7 protected files',
      'task-api.fixed.zip',
    ]) {
      expect(text).toContain(wanted);
    }
  });

  it('says why a run was refused', () => {
    expect(render('summary', MINIMAL_OUTCOME)).toContain('`archive-refused`');
  });

  it('fences a diff that holds fences', () => {
    const text = render('summary', outcomeSaying('```` x\n```\n<b>'));
    const fences = text.split('\n').filter((line) => /^`{3,}(diff)?$/.test(line));
    expect(fences).toEqual(['`````diff', '```', '```', '`````']);
  });

  it('cuts a diff that is longer than a job page takes', () => {
    const patch = {
      ...(FULL_OUTCOME.patch as NonNullable<typeof FULL_OUTCOME.patch>),
      diff: '+a line\n'.repeat(50_000),
    };
    const text = render('summary', { ...FULL_OUTCOME, patch });
    expect(text.length).toBeLessThan(70_000);
    expect(text).toMatch(/\.\.\. \d+ more lines\n```/);
  });

  it.each(['<script>alert(1)</script>', '![x](http://evil/x.png)', '[x](javascript:alert)', '@everyone', 'a | b | c'])(
    'does not let %s become markup',
    (hostile) => {
      const outside = render('summary', outcomeSaying(hostile))
        .replace(/```+diff\n[\s\S]*?\n```+\n/, '')
        .replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, '');
      expect(outside).not.toContain(hostile);
      expect(outside).not.toMatch(/<script|!\[|\]\(|@everyone|https?:\/\//);
    },
  );
});

describe('html', () => {
  it('shows the evidence', () => {
    const text = render('html');
    for (const wanted of [
      '<h1>Partially fixed</h1>',
      'routes &#62; creates',
      'src/routes/tasks.js:17',
      'the innermost frame of 3 failures',
      'falls back from <strong>gemini</strong>',
      'breaks test/store.test.js',
      'price not known',
      'bubblewrap',
      'bytes outside the changed lines unchanged',
      'autofix apply /tmp/run-1 .',
      'autofix replay /tmp/run-1',
    ]) {
      expect(text).toContain(wanted);
    }
  });

  it('has each test before and after, those that the patch broke first', () => {
    const broken = { ...FULL_OUTCOME, brokenTests: ['test/store.test.js::TaskStore > lists'] };
    const rows = [...render('html', broken).matchAll(/<tr><td><strong>(.*?)<\/strong>.*?<\/tr>/gs)].map(
      ([row, name]) => {
        return [name, ...[...row.matchAll(/class="mark \w+">(\w+)</g)].map((mark) => mark[1])];
      },
    );
    expect(rows).toEqual([
      ['TaskStore &#62; lists', 'passed', 'failed'],
      ['routes &#62; creates', 'failed', 'passed'],
      ['routes &#62; quotes', 'failed', 'failed'],
    ]);
  });

  it('puts fallbacks on the time line where they happened', () => {
    const timeline: TimelineEntry[] = [
      { atMs: 12, kind: 'step', text: 'Open the project' },
      { atMs: 9210, kind: 'fallback', text: 'falls back from gemini to groq: <quota>' },
    ];
    const format = OUTPUT_FORMATS.find(({ name }) => name === 'html');
    expect(format?.render(FULL_OUTCOME, { ...NOTHING, timeline })).toContain(
      '<li class="fallback"><time>9.2 s</time> <span>falls back from gemini to groq: &#60;quota&#62;</span></li>',
    );
  });

  it('sets the lines of the diff side by side, in the colours of the syntax', () => {
    const text = render('html');
    expect(text).toContain(
      '<tr class="change"><td class="number none"></td><td class="code none"></td><td class="number">2</td><td class="code added"><ins><span class="hl-keyword">import</span>',
    );
    const changed = {
      ...(FULL_OUTCOME.patch as NonNullable<typeof FULL_OUTCOME.patch>),
      diff: unifiedDiff(projectOf({ 'a.py': 'x = 1\r\ny = 2\r\n' }), projectOf({ 'a.py': 'x = 10\r\ny = 2\r\n' })),
    };
    expect(render('html', { ...FULL_OUTCOME, patch: changed })).toMatch(
      /<td class="number">1<\/td><td class="code removed"><del>x = <span class="hl-number">1<\/span><span class="quiet">␍<\/span><\/del><\/td><td class="number">1<\/td><td class="code added"><ins>x = <span class="hl-number">10</,
    );
  });

  it('takes a removed line that looks like a header for what it is', () => {
    const diff = 'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,1 @@\n--- x\n same\n';
    const patch = { ...(FULL_OUTCOME.patch as NonNullable<typeof FULL_OUTCOME.patch>), diff };
    expect(render('html', { ...FULL_OUTCOME, patch })).toContain(
      '<tr class="change"><td class="number">1</td><td class="code removed"><del>-- x</del></td><td class="number none">',
    );
  });

  it('colours a comment over several lines, and gives up on lines that are data', () => {
    const lines = highlightedLines(['/* one', 'two */ let x = "<b>&amp;";'], 'a.ts').map(({ markup }) => markup);
    expect(lines[0]).toBe('<span class="hl-comment">/* one</span>');
    expect(lines[1]).toMatch(/^<span class="hl-comment">two \*\/<\/span> <span class="hl-keyword">let<\/span>/);
    expect(lines[1]).toContain('&#60;b&#62;&#38;amp;');
    expect(highlightedLines(['let x = 1;'.repeat(500)], 'a.ts')[0]?.markup).not.toContain('<span');
    expect(highlightedLines(['a\u2028b', 'c'], 'a.js')).toHaveLength(2);
  });

  it('needs neither script nor network', () => {
    const text = render('html');
    expect(text).not.toMatch(/<script|<link|<img|https?:|@import|url\(/);
    expect(text).toContain("default-src 'none'");
  });

  it.each(['</style><script>alert(1)</script>', '" onmouseover="alert(1)', "'><img src=x>", '\u001b[31m\u202e'])(
    'does not let %j become markup',
    (hostile) => {
      const text = render('html', outcomeSaying(hostile));
      expect(text).not.toContain(hostile);
      expect(text).not.toMatch(/<script|<img|"\s*onmouseover|\u202e/);
      expect(text).not.toContain('\u001b');
      expect(text.match(/<\/style>/g)).toHaveLength(1);
    },
  );
});
