import { describe, expect, it } from '@jest/globals';
import { withFailureTexts } from '../../src/pipeline/failure-texts.ts';
import { maskedTexts, projectMask } from '../../src/pipeline/project-mask.ts';
import { collectingSink, newRunState } from '../../src/pipeline/run-state.ts';
import { redactor } from '../../src/shared/redact.ts';
import { memoryProject } from '../support/memory-project.ts';
import { sketchReport } from '../support/report-sketch.ts';

const SECRET = 'kT9-vault-4411-zz';
const mask = projectMask(memoryProject({ '.env': `VAULT=${SECRET}\n`, 'src/a.js': 'export const a = 1;\n' }));

describe('what a run tells while it goes', () => {
  it('holds no secret, neither of the project nor of the person', () => {
    const state = { ...newRunState(null), mask };
    const told: unknown[] = [];
    const sink = collectingSink(state, redactor(['key-of-mine']), (event) => told.push(event));
    sink({ kind: 'warning', message: `${SECRET} and key-of-mine` });
    sink({ kind: 'fallback', fallback: { from: 'groq', to: 'offline', reason: `echoes ${SECRET}` } });
    const expected = '[masked secret] and [redacted]';
    expect(told).toEqual([
      { kind: 'warning', message: expected },
      { kind: 'fallback', fallback: { from: 'groq', to: 'offline', reason: 'echoes [masked secret]' } },
    ]);
    expect(state.warnings).toEqual([expected]);
    expect(JSON.stringify([state.timeline, state.fallbacks])).not.toContain(SECRET);
  });
});

describe('what is kept of a run', () => {
  it('holds no value of the .env of the project, and nothing that looks like a key', () => {
    const key = `ghp_${'a1B2'.repeat(9)}`;
    const kept = maskedTexts({ deep: [`expected ${SECRET}`, { key }], count: 3 }, mask);
    expect(JSON.stringify(kept)).not.toContain(SECRET);
    expect(JSON.stringify(kept)).not.toContain(key);
    expect(kept).toMatchObject({ count: 3 });
  });

  it('keeps the names of tests, by which they are told apart', () => {
    const report = sketchReport({ name: `logs in with password = "${SECRET}"`, status: 'failed' });
    const [result] = report.results;
    const failure = { ...(result?.failure ?? null), message: `wrong: ${SECRET}`, output: SECRET, expected: SECRET };
    const failing = { ...report, results: [{ ...result, failure }] } as typeof report;
    const masked = withFailureTexts(failing, mask);
    expect(masked.results.map(({ id, name }) => [id, name])).toEqual(report.results.map(({ id, name }) => [id, name]));
    expect(JSON.stringify(masked.results.map((test) => test.failure))).not.toContain(SECRET);
  });
});
