import { describe, expect, it } from '@jest/globals';
import { filePaths } from '../../src/domain/project.ts';
import { parsePatchReply } from '../../src/patch/patch-reply.ts';
import { type AnswerCase, FILES } from './answer-case.ts';
import { applied, reason } from './applying.ts';
import { fakeProject } from './fake-project.ts';
import { HOSTILE_ANSWERS } from './hostile-answers.ts';
import { TEXT_EDITS } from './text-edits.ts';

function refusalOf({ answer, files = FILES }: AnswerCase): string {
  const reply = parsePatchReply(answer);
  if (reply.kind === 'cannot-fix') return 'gave up';
  return reply.kind === 'invalid' ? reply.reason : reason(fakeProject(files), reply.edits);
}

/** Content by path, as text of one character a byte. */
function resultOf({ answer, files = FILES }: AnswerCase): Record<string, string> {
  const reply = parsePatchReply(answer);
  if (reply.kind !== 'patch') throw new Error(`${reply.kind}: ${reply.reason}`);
  const { project } = applied(fakeProject(files), reply.edits);
  return Object.fromEntries(
    filePaths(project).map((path) => [path, bytesOf(project.entries.get(path)?.bytes() ?? '')]),
  );
}

const bytesOf = (content: string | Uint8Array) => Buffer.from(content as string).toString('latin1');

function expected({ files = FILES, ends }: AnswerCase): Record<string, string> {
  const changed = 'applied' in ends ? ends.applied : {};
  const all = Object.entries({ ...files, ...changed });
  return Object.fromEntries(all.flatMap(([path, content]) => (content === null ? [] : [[path, bytesOf(content)]])));
}

const cases = [...HOSTILE_ANSWERS, ...TEXT_EDITS];

describe('an answer is applied byte for byte, or refused as a whole with a message that teaches', () => {
  it.each(cases.map((each) => [each.what, each] as const))('%s', (_what, each) => {
    const { ends } = each;
    if ('applied' in ends) expect(resultOf(each)).toEqual(expected(each));
    else if ('cannotFix' in ends)
      expect(parsePatchReply(each.answer)).toMatchObject({
        kind: 'cannot-fix',
        reason: expect.stringContaining(ends.cannotFix),
      });
    else {
      const message = refusalOf(each);
      expect(message).toContain(ends.refused);
      expect(message.length).toBeGreaterThan(15);
      expect(message.length).toBeLessThan(3000);
      expect(message).not.toBe('was applied');
      expect(message).not.toBe('gave up');
    }
  });

  it('there are enough of them', () => expect(cases.length).toBeGreaterThanOrEqual(167));
});
