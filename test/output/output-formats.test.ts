import { describe, expect, it } from '@jest/globals';
import { OUTPUT_FORMATS } from '../../src/output/output-formats.ts';
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
  it('compares the projects', () => {
    const format = OUTPUT_FORMATS.find(({ name }) => name === 'diff');
    const projects = { before: projectOf({ a: '1\n' }), after: projectOf({ a: '2\n' }) };
    expect(format?.render(FULL_OUTCOME, projects)).toContain('-1\n+2\n');
  });

  it('falls back to the diff of the outcome, and to nothing', () => {
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
      'passes now',
      'still fails',
      'src/routes/tasks.js:17',
      'the innermost frame of 3 failures',
      'Fell back from <strong>gemini</strong>',
      'breaks test/store.test.js',
      'price not known',
      'bubblewrap',
      'bytes outside the changed lines unchanged',
    ]) {
      expect(text).toContain(wanted);
    }
  });

  it('numbers the lines of the diff on both sides', () => {
    expect(render('html')).toMatch(
      /<tr class="added"><td class="number"><\/td><td class="number">2<\/td><td class="code">\+import/,
    );
  });

  it('takes a removed line that looks like a header for what it is', () => {
    const diff = 'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,1 @@\n--- x\n same\n';
    const patch = { ...(FULL_OUTCOME.patch as NonNullable<typeof FULL_OUTCOME.patch>), diff };
    expect(render('html', { ...FULL_OUTCOME, patch })).toContain(
      '<tr class="removed"><td class="number">1</td><td class="number"></td><td class="code">--- x</td></tr>',
    );
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
