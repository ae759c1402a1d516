import { describe, expect, it } from '@jest/globals';
import { AutofixError, EXIT } from '../../src/domain/autofix-error.ts';
import type { CandidatePatch } from '../../src/domain/candidate-patch.ts';
import type { PatchGenerator } from '../../src/domain/patch-generator.ts';
import type { Project } from '../../src/domain/project.ts';
import type { FallbackRecord } from '../../src/domain/repair-outcome.ts';
import type { RepairTask } from '../../src/domain/repair-task.ts';
import { failedTests, type TestReport } from '../../src/domain/test-report.ts';
import { type Judge, verdictOf } from '../../src/pipeline/judge.ts';
import { searchRepair } from '../../src/pipeline/repair-loop.ts';
import { memoryProject } from '../support/memory-project.ts';
import { sketchReport as reportOf } from '../support/report-sketch.ts';

/** A world of two faults: a patch is the list of faults it mends; the project's name holds those mended so far. */
const mended = (project: Project) => new Set(project.name.split('+').filter((part) => part !== ''));

function reportFor(faults: ReadonlySet<string>): TestReport {
  const state = (fault: string) => (faults.has(fault) ? 'passed' : 'failed') as 'passed' | 'failed';
  return reportOf(
    { name: 'a', status: state('a') },
    { name: 'b', status: state('b') },
    { name: 'c', status: faults.has('break') ? 'failed' : 'passed' },
  );
}

const judge: Judge = async (patch, task) => {
  const faults = new Set([...mended(task.project), ...patch.rationale.split(/[+ ]/)]);
  return { verdict: verdictOf(task, reportFor(faults)), project: { ...task.project, name: [...faults].join('+') } };
};

const patch = (rationale: string): CandidatePatch => ({
  edits: [],
  rationale,
  origin: { kind: 'offline', operator: rationale },
});

function generator(name: string, ...rationales: readonly string[]): PatchGenerator {
  return {
    name,
    async *generate(_task, history) {
      for (const rationale of rationales.slice(history.length)) yield patch(rationale);
    },
  };
}

function exhausted(name: string): PatchGenerator {
  return {
    name,
    // biome-ignore lint/correctness/useYield: it fails before it has anything to offer
    async *generate() {
      throw new AutofixError('all out', {
        code: 'providers-exhausted',
        exitCode: EXIT.providersExhausted,
        hint: 'wait',
      });
    },
  };
}

const start: RepairTask = {
  project: { name: '', origin: { kind: 'folder', folder: '/x' }, prefix: '', entries: new Map() },
  failing: failedTests(reportFor(new Set())),
  baseline: reportFor(new Set()),
  suspects: [],
};

function search(generators: readonly PatchGenerator[], compete = false) {
  const judged: string[] = [];
  const fallbacks: FallbackRecord[] = [];
  const dropouts: string[] = [];
  const result = searchRepair(start, {
    generators,
    judge,
    compete,
    localize: async () => [],
    signal: new AbortController().signal,
    onJudged: ({ patch: candidate, verdict }) => judged.push(`${candidate.rationale} ${verdict.kind}`),
    onFallback: (fallback) => fallbacks.push(fallback),
    onDropout: (source, { code }) => dropouts.push(`${source} ${code}`),
  });
  return result.then((found) => ({ ...found, judged, fallbacks, dropouts }));
}

describe('the repair loop', () => {
  it('stops at the first plausible candidate', async () => {
    const { repair, judged } = await search([generator('one', 'nothing', 'a+b', 'a+b+c')]);
    expect(repair?.kind).toBe('plausible');
    expect(judged).toEqual(['nothing no-effect', 'a+b plausible']);
  });

  it('tries two partial repairs of different tests together', async () => {
    const { repair, judged } = await search([generator('one', 'a', 'nothing', 'b', 'never')]);
    expect(repair?.kind).toBe('plausible');
    expect(judged).toEqual(['a partial', 'nothing no-effect', 'b partial', 'a b plausible']);
  });

  it('builds on a partial repair when nothing goes with it', async () => {
    const long = Array.from({ length: 700 }, () => 'nothing');
    const { repair } = await search([generator('one', 'a', ...long, 'b')]);
    expect(repair).toMatchObject({ kind: 'plausible', patches: [{ rationale: 'a' }, { rationale: 'b' }] });
  });

  it('prefers the candidate that repairs all to a partial one found earlier', async () => {
    const { repair } = await search([generator('one', 'a', 'nothing', 'a+b')]);
    expect(repair?.patches.map((found) => found.rationale)).toEqual(['a+b']);
  });

  it('keeps a partial repair and lets the next source build upon it', async () => {
    const { repair, fallbacks } = await search([generator('one', 'a'), generator('two', 'b')]);
    expect(repair?.kind).toBe('plausible');
    expect(fallbacks).toMatchObject([{ from: 'one', to: 'two' }]);
  });

  it('never accepts what breaks a passing test', async () => {
    const { repair, judged } = await search([generator('one', 'a+b+break')]);
    expect(repair).toBeNull();
    expect(judged).toEqual(['a+b+break regression']);
  });

  it('goes on to the next source when the providers are exhausted, and keeps the reason', async () => {
    const { repair, obstacle, fallbacks } = await search([exhausted('models'), generator('offline', 'a+b')]);
    expect(repair?.kind).toBe('plausible');
    expect(obstacle?.code).toBe('providers-exhausted');
    // The chain of models tells this fallback itself, with each provider's reason.
    expect(fallbacks).toEqual([]);
  });

  it('begins the reason of every fallback with its class, and tells none between competitors', async () => {
    const capped: PatchGenerator = {
      name: 'models',
      generate: () => {
        throw new AutofixError('the cap of $0.01 is reached', { code: 'cap-reached', exitCode: 4, hint: '' });
      },
    };
    const offline = generator('offline', 'a+b');
    const reasons = async (first: PatchGenerator, compete = false) =>
      (await search([first, offline], compete)).fallbacks.map(({ reason }) => reason);
    expect(await reasons(capped)).toEqual(['cap-reached: the cap of $0.01 is reached']);
    expect(await reasons(generator('models', 'nothing'))).toEqual([expect.stringMatching(/^not-fixed: /)]);
    expect(await reasons(capped, true)).toEqual([]);
    expect((await search([capped, offline], true)).dropouts).toEqual(['models cap-reached']);
    expect(await reasons(generator('models', 'nothing'), true)).toEqual([]);
  });

  it('tries what competitors have repaired of different tests together', async () => {
    const { repair } = await search([generator('one', 'a'), generator('two', 'b')], true);
    expect(repair).toMatchObject({ kind: 'plausible', patches: [{ rationale: 'a b' }] });
    const same = await search([generator('one', 'a'), generator('two', 'a')], true);
    expect(same.repair).toMatchObject({ kind: 'partial', patches: [{ rationale: 'a' }] });
  });

  it('asks every source when they compete, ranks their patches as those of one search, and lists the losers', async () => {
    const texts: Record<string, string> = {
      wordy: 'export const f = (n) => {\n  const half = n / 2;\n  return half;\n};\n',
      brief: 'export const f = (n) => n / 2;\n',
    };
    const judgeTexts: Judge = async ({ rationale }, task) => ({
      verdict: verdictOf(task, reportFor(new Set(['a', 'b']))),
      project: memoryProject({ 'src/f.js': texts[rationale] ?? '' }),
    });
    // The size of an edit as it is written down is no measure: a model quotes what it replaces.
    const model: CandidatePatch = { ...patch('brief'), origin: { kind: 'llm', provider: 'gemini', model: 'm' } };
    const quoted = { kind: 'delete' as const, file: 'a-file-with-a-rather-long-name.js' };
    const sources: PatchGenerator[] = [
      generator('offline', 'wordy'),
      {
        name: 'gemini',
        async *generate() {
          yield { ...model, edits: [quoted, quoted, quoted] };
        },
      },
    ];
    for (const generators of [sources, [...sources].reverse()]) {
      const { repair } = await searchRepair(
        { ...start, project: memoryProject({ 'src/f.js': 'export const f = (n) => n / 3;\n' }) },
        {
          ...{ generators, judge: judgeTexts, compete: true, localize: async () => [] },
          ...{ signal: new AbortController().signal, onJudged: () => {}, onFallback: () => {}, onDropout: () => {} },
        },
      );
      expect(repair?.patches.map(({ rationale }) => rationale)).toEqual(['brief']);
      expect(repair?.alternatives.map(({ patch: { rationale } }) => rationale)).toEqual(['wordy']);
    }
  });
});
