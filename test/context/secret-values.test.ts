import { describe, expect, it } from '@jest/globals';
import { buildPrompt } from '../../src/context/build-prompt.ts';
import type { RepairTask } from '../../src/domain/repair-task.ts';
import { MASK } from '../../src/shared/masked-secret.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, frame, reportOf, testResult } from '../support/test-results.ts';

const CANARY = 'canaryFileValue9f8e';

describe('values of the project’s own .env', () => {
  it('do not reach the prompt through a failure message or a source that repeats them', async () => {
    const project = memoryProject({
      'package.json': '{"type":"module"}',
      '.env': `SERVICE_TITLE=${CANARY}\nMODE=development\nPORT=8080\n`,
      'src/mode.js': `export function mode() {\n  return 'production'; // not ${CANARY}\n}\n`,
      'test/mode.test.js': "import { mode } from '../src/mode.js';\n",
    });
    const told = failure(`expected ${CANARY} development, got production`, { frames: [frame('src/mode.js', 2)] });
    const failing = [testResult('test/mode.test.js', ['tells the mode'], { failure: told })];
    const suspects = [
      { file: 'src/mode.js', startLine: 1, endLine: 3, symbol: 'mode', suspiciousness: 1, evidence: [] },
    ];
    const task: RepairTask = { project, failing, baseline: reportOf(failing), suspects };
    const prompt = await buildPrompt({ task, history: [], budgetTokens: 4000, replyInstructions: 'JSON' });
    expect(prompt.user).not.toContain(CANARY);
    expect(prompt.user).toContain(MASK);
    expect(prompt.masked).toBeGreaterThanOrEqual(2);
    // Ordinary words of configuration are no secrets.
    expect(prompt.user).toContain('development');
  });
});
