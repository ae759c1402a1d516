import { describe, expect, it } from '@jest/globals';
import type { CandidatePatch } from '../../src/domain/candidate-patch.ts';
import type { RepairTask } from '../../src/domain/repair-task.ts';
import { applyEdits } from '../../src/patch/apply-edits.ts';
import { joinedPatch } from '../../src/pipeline/joined-patch.ts';
import type { Judge } from '../../src/pipeline/judge.ts';
import { lessonsOf } from '../../src/pipeline/search-lessons.ts';
import { searchRound } from '../../src/pipeline/search-round.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, reportOf, testResult } from '../support/test-results.ts';

const SOURCE = `def total(prices, rate):
    taxed = taxes(prices)
    return taxed - sum(prices)
`;

const failing = [testResult('test_shop.py', ['adds'], { failure: failure('1 != 3') })];
const task: RepairTask = {
  project: memoryProject({ 'shop.py': SOURCE }),
  failing,
  baseline: reportOf(failing),
  suspects: [],
};
const passing = reportOf([testResult('test_shop.py', ['adds'])]);

/** Replaces the last occurrence of a text, as a range. */
function patch(from: string, to: string, operator = 'arithmetic-operator'): CandidatePatch {
  const start = SOURCE.lastIndexOf(from);
  return {
    edits: [
      { kind: 'replace', file: 'shop.py', target: { kind: 'span', start, end: start + from.length }, replacement: to },
    ],
    rationale: to,
    origin: { kind: 'offline', operator },
  };
}

const accepting: Judge = async (candidate, { project }) => {
  const applied = applyEdits(project, candidate.edits);
  if (applied.kind === 'invalid') throw new Error(applied.reason);
  const fixed = failing.map(({ id }) => id);
  return { verdict: { kind: 'plausible', fixed, after: passing }, project: applied.project };
};

async function round(candidates: readonly CandidatePatch[], judge: Judge = accepting, now = () => 0) {
  const judged: string[] = [];
  const generator = {
    name: 'offline',
    async *generate() {
      yield* candidates;
    },
  };
  const result = await searchRound(generator, task, [], {
    judge,
    signal: new AbortController().signal,
    onJudged: (one) => judged.push(one.patch.rationale),
    now,
  });
  return {
    judged,
    chosen: result.best?.patch.rationale,
    others: result.alternatives.map((one) => one.patch.rationale),
  };
}

describe('the choice among plausible candidates', () => {
  const losesCall = patch('taxed - sum(prices)', 'taxed');
  const small = patch('-', '+');

  it.each([
    ['a call that is lost', losesCall],
    ['a variable that is no longer used', patch('taxed - sum(prices)', 'sum(prices) + rate')],
    [
      'a guard that returns a constant',
      patch('    return', '    if prices:\n        return 3\n    return', 'null-guard'),
    ],
    ['a comparison with itself', patch('taxed - sum(prices)', 'taxed - taxed + sum(prices)')],
    ['a value that is no longer returned', patch('return taxed - sum', 'taxed - sum')],
  ])('prefers another one to %s', async (_sign, doubtful) => {
    expect(await round([doubtful, small])).toMatchObject({ chosen: '+', others: [doubtful.rationale] });
  });

  it('prefers the smaller of two that show no sign', async () => {
    expect((await round([patch('taxed - sum(prices)', 'taxed + sum(prices) * rate'), small])).chosen).toBe('+');
  });

  it('looks on for a hundred candidates, or three seconds', async () => {
    const many = Array.from({ length: 150 }, (_, index) => patch('-', `+ ${index} +`));
    expect((await round([small, ...many])).judged).toHaveLength(101);
    let clock = 0;
    expect((await round([small, ...many], accepting, () => (clock += 1000))).judged.length).toBeLessThan(10);
  });

  it('looks on for longer when only a pair of partial repairs is plausible', async () => {
    const pair = joinedPatch(patch('taxed - sum(prices)', 'taxed'), patch('rate', 'rate + 1'));
    const many = Array.from({ length: 450 }, (_, index) => patch('-', `+ ${index} +`));
    const onlyPair: Judge = async (candidate, current) => {
      const judgement = await accepting(candidate, current);
      return candidate === pair
        ? judgement
        : { verdict: { kind: 'no-effect', remaining: [], after: null }, project: null };
    };
    expect((await round([pair, ...many], onlyPair)).judged).toHaveLength(401);
    expect((await round([pair, small, ...many])).judged).toHaveLength(101);
  });

  it('takes what a rule derived at once, and what no test ran for', async () => {
    expect((await round([patch('-', '+', 'missing-import'), losesCall])).judged).toEqual(['+']);
    const untested: Judge = async (candidate, current) => {
      const judgement = await accepting(candidate, current);
      return { ...judgement, verdict: { kind: 'plausible', fixed: [], after: passing } };
    };
    expect((await round([losesCall, small], untested)).judged).toEqual(['taxed']);
  });
});

describe('repairs that are partial by the word of a warm process', () => {
  const [one, other] = ['adds', 'rounds'].map((name) => testResult('test_shop.py', [name], { failure: failure('no') }));
  const both = [one, other].flatMap((test) => test ?? []);
  const twoFail: RepairTask = { ...task, failing: both, baseline: reportOf(both) };
  const candidates = [patch('-', '+'), patch('-', '*')];

  /** The whole suite is asked for what is judged a second time. */
  async function settledOn(whole: Readonly<Record<string, 'partial' | 'regression' | 'plausible'>>) {
    const seen: string[] = [];
    const judge: Judge = async (candidate, { project }) => {
      const isSecond = seen.includes(candidate.rationale);
      seen.push(candidate.rationale);
      const [fixed, remaining, after] = [[both[0]?.id ?? ''], [both[1]?.id ?? ''], passing];
      const kind = isSecond ? (whole[candidate.rationale] ?? 'partial') : 'provisional';
      if (kind === 'regression') return { verdict: { kind, broken: ['x'], after }, project };
      if (kind === 'plausible') return { verdict: { kind, fixed: [...fixed, ...remaining], after }, project };
      const provisional = kind === 'provisional' ? { isProvisional: true as const } : {};
      return { verdict: { kind: 'partial', fixed, remaining, after, ...provisional }, project };
    };
    const generator = {
      name: 'offline',
      async *generate() {
        yield* candidates;
      },
    };
    const { best } = await searchRound(generator, twoFail, [], {
      ...{ judge, signal: new AbortController().signal, onJudged: () => {} },
    });
    return { best: best && `${best.kind} ${best.patch.rationale}`, seen: seen.join(' ') };
  }

  it('go through the whole suite when the search is over, until one stands it', async () => {
    expect(await settledOn({})).toEqual({ best: 'partial +', seen: '+ * +' });
    expect(await settledOn({ '+': 'regression' })).toEqual({ best: 'partial *', seen: '+ * + *' });
    expect(await settledOn({ '+': 'regression', '*': 'plausible' })).toMatchObject({ best: 'plausible *' });
    expect(await settledOn({ '+': 'regression', '*': 'regression' })).toMatchObject({ best: null });
  });
});

describe('repairs that are plausible by the word of a warm process', () => {
  const losesCall = patch('taxed - sum(prices)', 'taxed');
  const small = patch('-', '+');

  /** Candidates in the order in which they were judged, and what came of it; `broken`: what the whole suite refuses. */
  async function chosenOf(candidates: readonly CandidatePatch[], broken: readonly CandidatePatch[] = []) {
    const seen: string[] = [];
    const judge: Judge = async (candidate, current) => {
      const isSecond = seen.includes(candidate.rationale);
      seen.push(candidate.rationale);
      const { verdict, project } = await accepting(candidate, current);
      if (verdict.kind !== 'plausible') throw new Error('all are accepted');
      if (!isSecond) return { verdict: { ...verdict, isProvisional: true }, project };
      const breach = { kind: 'regression', broken: ['x'], after: passing } as const;
      return { verdict: broken.includes(candidate) ? breach : verdict, project };
    };
    const { chosen = null, others } = await round(candidates, judge);
    return { chosen, others, seen: seen.join(' ') };
  }

  it('are chosen from first, and only the likeliest goes through the whole suite', async () => {
    expect(await chosenOf([losesCall, small])).toEqual({ chosen: '+', others: ['taxed'], seen: 'taxed + +' });
  });

  it('make place for the next where the whole suite refuses them', async () => {
    expect(await chosenOf([losesCall, small], [small])).toEqual({
      chosen: 'taxed',
      others: [],
      seen: 'taxed + + taxed',
    });
    expect(await chosenOf([losesCall, small], [losesCall, small])).toMatchObject({ chosen: null });
  });

  it('do not end the search where none of them stands', async () => {
    const derived = patch('-', '*', 'missing-import');
    expect(await chosenOf([derived, small], [derived])).toEqual({ chosen: '+', others: [], seen: '* * + +' });
  });
});

describe('what a search teaches', () => {
  const remaining = failing.map(({ id }) => id);
  const moved = reportOf([testResult('test_shop.py', ['adds'], { failure: failure('2 != 3') })]);
  const unmoved = { kind: 'no-effect', remaining, after: task.baseline } as const;

  it('names the lines at which changes moved the failure', () => {
    const tries = [
      { patch: patch('-', '*'), verdict: { ...unmoved, after: moved } },
      { patch: patch('-', '/'), verdict: { ...unmoved, after: moved } },
      { patch: patch('taxes(prices)', 'prices'), verdict: unmoved },
      { patch: patch('taxes(prices)', 'taxes(rate)'), verdict: unmoved },
    ];
    const { suspects } = lessonsOf(task, tries);
    expect(suspects.map(({ file, startLine }) => [file, startLine])).toEqual([['shop.py', 3]]);
    expect(suspects[0]?.evidence[0]?.detail).toContain('2 of 2 changes');
  });

  it('keeps what repaired a test at the cost of others, in whole lines', () => {
    const broken = { patch: patch('-', '+'), verdict: { kind: 'regression', broken: ['x'], after: moved } as const };
    const [edit] =
      lessonsOf(task, [broken, { patch: patch('-', '*'), verdict: unmoved }]).nearMisses[0]?.patch.edits ?? [];
    expect(edit).toMatchObject({
      target: { kind: 'text', text: '    return taxed - sum(prices)' },
      replacement: '    return taxed + sum(prices)',
    });
  });
});
