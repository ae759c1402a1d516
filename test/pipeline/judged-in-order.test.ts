import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { CandidatePatch } from '../../src/domain/candidate-patch.ts';
import type { Judgement } from '../../src/pipeline/judge.ts';
import { judgedInOrder } from '../../src/pipeline/judged-in-order.ts';

const JUDGEMENT: Judgement = { verdict: { kind: 'invalid', reason: 'for the test' }, project: null };

function offline(name: string): CandidatePatch {
  return { edits: [], rationale: name, origin: { kind: 'offline', operator: name } };
}

function answer(name: string, moreToCome: boolean): CandidatePatch {
  return {
    edits: [],
    rationale: name,
    origin: { kind: 'llm', provider: 'fake', model: 'm' },
    ...(moreToCome ? { moreToCome } : {}),
  };
}

/** A judge that takes as long as the candidate's name says, and remembers how many it had at a time. */
class SlowJudge {
  atATime = 0;
  most = 0;
  readonly ended: string[] = [];
  readonly aborted: string[] = [];

  readonly judge = async ({ rationale }: CandidatePatch, signal: AbortSignal): Promise<Judgement> => {
    this.most = Math.max(this.most, ++this.atATime);
    try {
      await wait(Number(rationale.split(' ')[1] ?? 1), undefined, { signal });
      this.ended.push(rationale);
      return JUDGEMENT;
    } catch (error) {
      this.aborted.push(rationale);
      throw error;
    } finally {
      this.atATime--;
    }
  };
}

/** Offers the candidates and notes how many were ruled upon when each was asked for. */
function offering(candidates: readonly CandidatePatch[], ruled: readonly string[]) {
  const known: number[] = [];
  async function* generate() {
    for (const candidate of candidates) {
      known.push(ruled.length);
      yield candidate;
    }
  }
  return { known, generate };
}

async function search(candidates: readonly CandidatePatch[], width: number, slow = new SlowJudge()) {
  const ruled: string[] = [];
  const { known, generate } = offering(candidates, ruled);
  const settings = { judge: slow.judge, width: () => width, atItsTurn: false };
  for await (const { patch } of judgedInOrder(generate, settings)) ruled.push(patch.rationale);
  return { ruled, known, slow };
}

describe('candidates judged side by side', () => {
  it('are ruled upon in their order, however long each takes', async () => {
    const names = ['a 60', 'b 1', 'c 40', 'd 1', 'e 1'];
    const { ruled, slow, known } = await search(names.map(offline), 2);
    expect(ruled).toEqual(names);
    expect(slow.ended).not.toEqual(names);
    expect(slow.most).toBe(2);
    // What a generator knows depends on the order alone.
    expect(known).toEqual([0, 0, 1, 2, 3]);
  });

  it('wait for one another where there is one tree', async () => {
    const { known, slow } = await search(['a', 'b', 'c'].map(offline), 1);
    expect([known, slow.most]).toEqual([[0, 1, 2], 1]);
  });

  it('are the answers of one question, and the next question waits for all of them', async () => {
    const round = [answer('a 20', true), answer('b 1', false), answer('c 1', false)];
    const { known, slow } = await search(round, 1);
    expect(known).toEqual([0, 0, 2]);
    expect(slow.most).toBe(2);
  });

  it('that nobody waits for any more are ended, and the generator is told', async () => {
    const slow = new SlowJudge();
    let isClosed = false;
    async function* generate() {
      try {
        yield offline('a 1');
        yield offline('b 60000');
        yield offline('c 60000');
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of judgedInOrder(generate, { judge: slow.judge, width: () => 3, atItsTurn: false })) break;
    expect([slow.ended, slow.aborted.toSorted(), isClosed]).toEqual([['a 1'], ['b 60000', 'c 60000'], true]);
  });

  it('are all ruled upon before the error of a generator comes to light', async () => {
    const ruled: string[] = [];
    async function* generate() {
      yield offline('a 20');
      throw new Error('no more quota');
    }
    const run = async () => {
      const settings = { judge: new SlowJudge().judge, width: () => 2, atItsTurn: false };
      for await (const { patch } of judgedInOrder(generate, settings)) ruled.push(patch.rationale);
    };
    await expect(run()).rejects.toThrow('no more quota');
    expect(ruled).toEqual(['a 20']);
  });

  it('are judged one after the other in a repetition, and asked for as in the run that it repeats', async () => {
    const slow = new SlowJudge();
    const ruled: string[] = [];
    const { known, generate } = offering(['a 5', 'b 5', 'c 5'].map(offline), ruled);
    const settings = { judge: slow.judge, width: () => 2, atItsTurn: true };
    for await (const { patch } of judgedInOrder(generate, settings)) ruled.push(patch.rationale);
    expect([known, slow.most]).toEqual([[0, 0, 1], 1]);
  });

  describe('of an operator', () => {
    const OPERATOR = 'comparison-boundary';
    const ofOperator = (name: string): CandidatePatch => ({
      ...offline(name),
      origin: { kind: 'offline', operator: OPERATOR },
    });

    async function foreseeing(candidates: readonly CandidatePatch[], slow = new SlowJudge()) {
      const ruled: string[] = [];
      const foreseen: string[] = [];
      const { known, generate } = offering(candidates, ruled);
      const foresee = ({ rationale }: CandidatePatch) => void foreseen.push(`${rationale} after ${slow.ended.length}`);
      const settings = { judge: slow.judge, width: () => 1, atItsTurn: false, foresee };
      for await (const { patch } of judgedInOrder(generate, settings)) ruled.push(patch.rationale);
      return { known, ruled, foreseen, slow };
    }

    it('are asked for and looked at while the one before is judged, and judged when their turn comes', async () => {
      const { known, ruled, foreseen, slow } = await foreseeing(['a 30', 'b 30', 'c 30'].map(ofOperator));
      expect(ruled).toEqual(['a 30', 'b 30', 'c 30']);
      expect(known).toEqual([0, 0, 1]);
      expect(foreseen).toEqual(['b 30 after 0', 'c 30 after 1']);
      expect(slow.most).toBe(1);
    });

    it('are not asked for before what a rule has offered is ruled upon', async () => {
      const { known, foreseen } = await foreseeing(['a 10', 'b 10'].map(offline));
      expect([known, foreseen]).toEqual([[0, 1], []]);
    });

    it('are ruled upon though the one behind them cannot be made', async () => {
      const ruled: string[] = [];
      async function* generate() {
        yield ofOperator('a 20');
        throw new Error('no memory');
      }
      const run = async () => {
        const settings = { judge: new SlowJudge().judge, width: () => 1, atItsTurn: false, foresee: () => {} };
        for await (const { patch } of judgedInOrder(generate, settings)) ruled.push(patch.rationale);
      };
      await expect(run()).rejects.toThrow('no memory');
      expect(ruled).toEqual(['a 20']);
    });

    it('are not waited for by what goes wrong with the one before', async () => {
      const failing = async () => {
        throw new Error('the tests cannot run');
      };
      const run = async () => {
        const { generate } = offering(['a', 'b'].map(ofOperator), []);
        const settings = { judge: failing, width: () => 1, atItsTurn: false, foresee: () => {} };
        for await (const _ of judgedInOrder(generate, settings));
      };
      await expect(run()).rejects.toThrow('the tests cannot run');
    });
  });
});
