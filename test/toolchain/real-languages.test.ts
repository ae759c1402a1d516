import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LANGUAGE_PROJECTS, missingProgram } from '../support/language-projects.ts';
import { memoryProject } from '../support/memory-project.ts';
import { planOf } from './plan-of.ts';
import { RunnerRig } from './runner-rig.ts';

let rig: RunnerRig;
beforeAll(async () => {
  rig = await RunnerRig.open();
});
afterAll(() => rig.close());

describe.each(LANGUAGE_PROJECTS)('$name', (language) => {
  const missing = missingProgram(language);
  const here = missing === null ? it : it.skip;
  const title = missing === null ? '' : ` (skipped: "${missing}" does not run on this machine)`;

  here(
    `runs all tests, those of a file, and one by its name${title}`,
    async () => {
      const project = memoryProject(language.files);
      const plan = planOf(project, { install: false, testCommand: language.testCommand ?? null });
      expect(plan.toolchain).toBe(language.toolchain);
      const workspace = await rig.workspace(project);
      const all = await rig.test(plan, project, workspace, { kind: 'all' });
      const find = (end: string) => all.report.results.find((result) => result.id.endsWith(end));
      const [failing, passing] = [find(language.fails), find(language.passes)];
      expect([failing?.status, passing?.status]).toEqual(['failed', 'passed']);
      if (failing === undefined || passing === undefined) return;

      const beside = await rig.test(plan, project, workspace, { kind: 'tests', tests: [failing] });
      expect(beside.report.results.find((result) => result.id === failing.id)?.status).toBe('failed');
      const selection = { kind: 'names', tests: [failing] } as const;
      const alone = await rig.test(plan, project, workspace, selection);
      expect(alone.report.results.find((result) => result.id === failing.id)?.status).toBe('failed');
      if (language.byName) {
        expect(plan.test(selection, { folder: '/s', nonce: 'n' }).runs).toBe('tests');
        const others = alone.report.results.filter((result) => result.id === passing.id && result.status === 'passed');
        expect(others).toEqual([]);
      }
    },
    240_000,
  );
});
