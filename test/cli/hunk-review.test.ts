import { describe, expect, it, jest } from '@jest/globals';
import { reviewWith } from '../../src/cli/hunk-review.ts';
import { editText } from '../../src/cli/text-editor.ts';
import type { ReviewedHunk } from '../../src/pipeline/review.ts';

const HUNKS: readonly ReviewedHunk[] = [
  {
    file: 'a.js',
    rationale: 'one \u001b[2J',
    newText: 'let a = 1;\n',
    diff: '--- a/a.js\n+++ b/a.js\n-\u001b]0;x\u0007\n',
  },
  { file: 'b.js', rationale: 'two', newText: null, diff: 'deleted\n' },
  { file: 'c.js', rationale: 'three', newText: 'c\n', diff: '+c\n' },
];

/** The conversation with these answers; gives the review, the questions and all that was printed. */
async function converse(answers: readonly string[], edit: typeof editText = async (text) => `${text}// by hand\n`) {
  const left = [...answers];
  const questions: string[] = [];
  const printed: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  try {
    const ask = async (question: string) => {
      questions.push(question);
      return left.shift() ?? '';
    };
    const review = await reviewWith(HUNKS, ask, true, edit);
    return { review, questions, printed: printed.join('') };
  } finally {
    spy.mockRestore();
  }
}

describe('the review of hunks', () => {
  it('takes an answer for each: accept, reject, edit', async () => {
    const { review, printed } = await converse(['r', 'a', 'E']);
    expect(review).toEqual({
      kind: 'chosen',
      hunks: [{ kind: 'reject' }, { kind: 'accept' }, { kind: 'edit', text: 'c\n// by hand\n' }],
    });
    expect(printed).toContain('hunk 3 of 3, c.js: three');
  });

  it('sends the repair back with a remark, whatever was said before', async () => {
    const { review, questions } = await converse(['a', 'k', '  do not delete b.js ']);
    expect(review).toEqual({ kind: 'again', remark: 'do not delete b.js' });
    expect(questions.at(-1)).toBe('what should be otherwise? ');
  });

  it('accepts all that is left', async () => {
    const { review } = await converse(['n', 'l']);
    expect(review).toEqual({ kind: 'chosen', hunks: [{ kind: 'reject' }, { kind: 'accept' }, { kind: 'accept' }] });
  });

  it('explains itself, and asks again where there is nothing to edit or the editor failed', async () => {
    const { review, printed, questions } = await converse(['what', 'a', 'e', 'a', 'e', 'r'], async () => {
      throw new Error('no editor');
    });
    expect(review).toMatchObject({ hunks: [{ kind: 'accept' }, { kind: 'accept' }, { kind: 'reject' }] });
    expect(questions).toHaveLength(6);
    expect(printed).toContain('$EDITOR');
    expect(printed).toContain('no text to edit');
    expect(printed).toContain('no editor');
  });

  it('lets no text of the project reach the terminal raw', async () => {
    const { printed } = await converse(['a', 'a', 'a']);
    for (const raw of ['\u001b]', '\u001b[2J', '\u0007']) expect(printed).not.toContain(raw);
  });
});

describe('the editor', () => {
  it('is given the file under its own name, and its text comes back', async () => {
    const env = { EDITOR: 'f() { echo "// $(basename "$1")" >> "$1"; }; f' };
    expect(await editText('x\n', 'src/deep/name.ts', env)).toBe('x\n// name.ts\n');
  });

  it('that fails is told', async () => {
    await expect(editText('x', 'a.js', { VISUAL: 'false' })).rejects.toMatchObject({ code: 'usage' });
  });
});
