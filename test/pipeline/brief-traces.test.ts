import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import type { TestReport } from '../../src/domain/test-report.ts';
import { reproduceFailure } from '../../src/pipeline/steps/4-reproduce-failure.ts';
import { createTestRunner, type TestRun, type TestRunner } from '../../src/pipeline/test-runner.ts';
import { chooseSandbox } from '../../src/sandbox/sandboxes.ts';
import { createWorkspace } from '../../src/sandbox/workspace.ts';
import { detectToolchain } from '../../src/toolchain/detect-toolchain.ts';
import { memoryProject } from '../support/memory-project.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The reports of the runs of the baseline, each with its command. */
async function runsOf(source: string) {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
  folders.push(folder);
  const project = memoryProject({
    'count.py': source,
    'test_count.py': 'from count import down\n\n\ndef test_down():\n    assert down(3) == 0\n',
  });
  const { sandbox } = await chooseSandbox('auto');
  const plan = detectToolchain(project, null, { testCommand: 'pytest', installCommand: null, install: false });
  const scratchFolder = join(folder, 'scratch');
  const own = createTestRunner({ sandbox, plan, scratchFolder, signal: new AbortController().signal });
  const seen: TestRun[] = [];
  const runner: TestRunner = {
    ...own,
    run: async (...request) => {
      const run = await own.run(...request);
      seen.push(run);
      return run;
    },
  };
  const workspace = await createWorkspace(join(folder, 'work'), project);
  const pristine = await createWorkspace(join(folder, 'pristine'), project);
  const prepared = { runner, workspace, pristine, plan } as Parameters<typeof reproduceFailure>[0];
  await reproduceFailure(prepared, project, null, { timeoutMs: 60_000, repeat: 2 });
  return seen.map(({ report }) => (report as TestReport).results[0]?.failure);
}

it('shows the frames of an endless recursion once, and says the same of it after that', async () => {
  const [first, second] = await runsOf('def down(number):\n    return down(number - 1)\n');
  expect(first?.output + (first?.message ?? '')).toContain('maximum recursion depth');
  expect(second).toMatchObject({ errorType: 'RecursionError', message: first?.message });
  // As the interpreter tells it.
  expect(first?.frames[0]?.raw).toBe('count.py:2: in down');
  expect(second?.frames[0]?.raw).toMatch(/^File ".*count\.py", line 2, in down$/);
});

it('is as it was for all else', async () => {
  const [first, second] = await runsOf('def down(number):\n    return number\n');
  expect(second).toEqual(first);
});
