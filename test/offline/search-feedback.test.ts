import { describe, expect, it } from '@jest/globals';
import type { CandidatePatch } from '../../src/domain/candidate-patch.ts';
import type { PatchVerdict } from '../../src/domain/patch-verdict.ts';
import { affinityOf } from '../../src/offline/affinities.ts';
import { type CandidateStream, type Proposal, StreamQueue } from '../../src/offline/candidate-stream.ts';
import { readClues } from '../../src/offline/failure-clues.ts';
import { SearchFeedback, triedPlace } from '../../src/offline/search-feedback.ts';
import { failure, reportOf, testResult } from '../support/test-results.ts';

const patch: CandidatePatch = { edits: [], rationale: '', origin: { kind: 'offline', operator: 'x' } };
const failing = (message: string) => testResult('test/a.test.js', ['adds'], { failure: failure(message) });
const noEffect = (message: string): { patch: CandidatePatch; verdict: PatchVerdict } => ({
  patch,
  verdict: { kind: 'no-effect', remaining: [], after: reportOf([failing(message)]) },
});

const at = (line: number, functionLine: number | null = null) => triedPlace({ path: 'a.js', line, functionLine });

describe('feedback', () => {
  it('lowers what has failed, and most a line at which nothing moves the failure', () => {
    const feedback = new SearchFeedback([failing('3 !== 4')]);
    const fresh = feedback.factor('off-by-one', at(1));
    for (let tried = 0; tried < 3; tried++) {
      feedback.learn('off-by-one', at(1), noEffect('3 !== 4'));
      feedback.learn('off-by-one', at(2), noEffect('7 !== 4'));
    }
    expect(feedback.factor('off-by-one', at(9))).toBeLessThan(fresh);
    expect(feedback.factor('negate-condition', at(1))).toBeLessThan(feedback.factor('negate-condition', at(9)));
    expect(feedback.factor('negate-condition', at(2))).toBeGreaterThan(feedback.factor('negate-condition', at(1)));
  });

  it('takes lines that were not tried after their function', () => {
    const feedback = new SearchFeedback([failing('3 !== 4')]);
    for (const line of [2, 3]) feedback.learn('off-by-one', at(line, 1), noEffect('3 !== 4'));
    expect(feedback.factor('x', at(4, 1))).toBeLessThan(feedback.factor('x', at(12, 11)));
    expect(feedback.hasRisen()).toBe(false);
    feedback.learn('off-by-one', at(5, 1), noEffect('7 !== 4'));
    expect(feedback.factor('x', at(4, 1))).toBeGreaterThan(feedback.factor('x', at(12, 11)));
    expect([feedback.hasRisen(), feedback.hasRisen()]).toEqual([true, false]);
  });

  it('recalls which operators failed in an earlier search', () => {
    const feedback = new SearchFeedback([failing('3 !== 4')]);
    feedback.recall([noEffect('3 !== 4'), noEffect('7 !== 4')]);
    expect(feedback.factor('x', at(1))).toBeLessThan(feedback.factor('y', at(1)));
  });

  it('takes durations and addresses for no change', () => {
    const feedback = new SearchFeedback([failing('<A object at 0x7f01> took 12ms')]);
    feedback.learn('x', at(1), noEffect('<A object at 0x7f99> took 13ms'));
    const other = new SearchFeedback([failing('<A object at 0x7f01> took 12ms')]);
    other.learn('x', at(1), noEffect('<B object at 0x7f99> took 13ms'));
    expect(feedback.factor('y', at(1))).toBeLessThan(other.factor('y', at(1)));
  });
});

describe('affinities', () => {
  const clues = (message: string) => readClues([failing(message)]);

  it.each([
    [
      'off-by-one',
      'Expected values to be strictly equal:\n\n3 !== 4\n',
      'Expected values to be strictly equal:\n\n3 !== 9\n',
    ],
    ['negate-condition', 'expected true to be false', 'expected 1 to be 2'],
    ['missing-return', 'expected undefined to equal 4', 'expected 3 to equal 4'],
    ['missing-await', 'expected Promise {} to equal 4', 'expected 3 to equal 4'],
    ['operand-swap', 'AssertionError: -3 != 3', "AssertionError: 'a' != 'b'"],
  ])('%s is worth more after %j', (operator, fitting, other) => {
    expect(affinityOf(operator, clues(fitting))).toBeGreaterThan(affinityOf(operator, clues(other)));
  });
});

class FixedStream implements CandidateStream {
  readonly #name: string;
  readonly #scores: number[];

  constructor(name: string, scores: number[]) {
    this.#name = name;
    this.#scores = scores;
  }

  score(): number | null {
    return this.#scores[0] ?? null;
  }

  take(): Proposal {
    const score = this.#scores.shift();
    return { operator: `${this.#name}${score}`, rationale: '', edits: [], path: 'a.js', line: 1, functionLine: null };
  }
}

describe('the queue', () => {
  it('gives the best candidate of all streams, whatever the bounds promised', () => {
    const queue = new StreamQueue();
    queue.push(new FixedStream('a', [5, 1]), 100);
    queue.push(new FixedStream('b', [9, 4, 3]), 10);
    queue.push(new FixedStream('c', []), 50);
    const taken: (string | undefined)[] = [];
    for (let proposal = queue.take(); proposal !== null; proposal = queue.take()) taken.push(proposal.operator);
    expect(taken).toEqual(['b9', 'a5', 'b4', 'b3', 'a1']);
    expect(queue.bound).toBe(0);
  });

  it('finds what has risen while it waited only when it looks again', () => {
    const afterRise = (looksAgain: boolean) => {
      const scores = [1];
      const queue = new StreamQueue();
      queue.push(new FixedStream('risen', scores), 20);
      queue.push(new FixedStream('other', [10, 5]), 15);
      queue.take();
      scores[0] = 8;
      if (looksAgain) queue.lookAgain();
      return queue.take()?.operator;
    };
    expect([afterRise(false), afterRise(true)]).toEqual(['other5', 'risen8']);
  });
});
