import type { RepairOutcome } from '../../src/domain/repair-outcome.ts';

const DIFF = `diff --git a/src/routes/tasks.js b/src/routes/tasks.js
--- a/src/routes/tasks.js
+++ b/src/routes/tasks.js
@@ -1,4 +1,5 @@
 import { notFound } from '../errors.js';
+import { Task } from '../models/task.js';
 
 export function registerTaskRoutes(router, { store, clock }) {
   router.get('/tasks', ({ query }) => {
`;

/** A run with something in every field: two providers asked, the offline engine repaired a part. */
export const FULL_OUTCOME: RepairOutcome = {
  schema: 'autofix-result/1',
  status: 'partially-fixed',
  exitCode: 1,
  analysis: {
    toolchain: 'node-test',
    testCommand: 'node --test',
    installCommand: 'npm ci',
    isolation: 'bubblewrap: no network, read-only system, private home',
    reportFormats: ['ctrf'],
    failures: [
      { id: 'test/routes.test.js::routes > creates', name: 'routes > creates', message: 'Task is not defined' },
      { id: 'test/routes.test.js::routes > quotes', name: 'routes > quotes', message: "expected 'a' to be 'b'" },
    ],
    suspects: [
      {
        file: 'src/routes/tasks.js',
        startLine: 17,
        endLine: 17,
        symbol: 'registerTaskRoutes',
        suspiciousness: 0.93,
        evidence: [{ kind: 'frame', detail: 'the innermost frame of 3 failures', weight: 0.7 }],
      },
      { file: 'src/csv.js', startLine: 3, endLine: 9, symbol: null, suspiciousness: 0.2, evidence: [] },
    ],
  },
  warnings: ['GEMINI_MODEL names a model that is gone'],
  before: { passed: 19, failed: 2, skipped: 1, total: 22 },
  after: { passed: 20, failed: 1, skipped: 1, total: 22 },
  fixedTests: ['test/routes.test.js::routes > creates'],
  remainingTests: ['test/routes.test.js::routes > quotes'],
  brokenTests: [],
  patch: {
    diff: DIFF,
    files: ['src/routes/tasks.js'],
    provider: 'offline',
    model: null,
    operator: 'missing-import',
    explanation: '`Task` is used but never imported.',
    otherPlausible: 0,
    alternatives: [],
  },
  attempts: [
    {
      provider: 'gemini',
      model: 'gemini-2.5-flash',
      verdict: 'no-answer',
      inputTokens: 0,
      outputTokens: 0,
      costUsd: 0,
      latencyMs: 210,
      reason: 'the quota of the day is used up',
    },
    {
      provider: 'groq',
      model: 'llama-3.3-70b-versatile',
      verdict: 'regression',
      inputTokens: 2210,
      outputTokens: 340,
      costUsd: null,
      latencyMs: 1890.5,
      reason: 'breaks test/store.test.js::TaskStore > lists',
    },
    {
      provider: 'offline',
      model: 'missing-import',
      verdict: 'partial',
      inputTokens: 0,
      outputTokens: 0,
      costUsd: 0,
      latencyMs: 640,
      reason: null,
    },
  ],
  fallbacks: [{ from: 'gemini', to: 'groq', reason: 'the quota of the day is used up' }],
  usage: {
    requests: 2,
    requestsPerFixedTest: 2,
    inputTokens: 2210,
    outputTokens: 340,
    costUsd: null,
    candidates: 41,
    testRuns: 44,
  },
  integrity: { protectedFiles: 7, unchanged: true, bytesOutsideHunksUnchanged: true },
  outputs: { zip: 'task-api.fixed.zip', diff: null, html: null, runDir: '/tmp/run-1' },
  timings: { 'open-project': 12.25, 'search-repair': 5020 },
  error: null,
};

/** A run that ended before anything was known. */
export const MINIMAL_OUTCOME: RepairOutcome = {
  schema: 'autofix-result/1',
  status: 'refused',
  exitCode: 5,
  analysis: {
    toolchain: null,
    testCommand: null,
    installCommand: null,
    isolation: null,
    reportFormats: [],
    failures: [],
    suspects: [],
  },
  warnings: [],
  before: null,
  after: null,
  fixedTests: [],
  remainingTests: [],
  brokenTests: [],
  patch: null,
  attempts: [],
  fallbacks: [],
  usage: {
    requests: 0,
    requestsPerFixedTest: null,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    candidates: 0,
    testRuns: 0,
  },
  integrity: null,
  outputs: { zip: null, diff: null, html: null, runDir: null },
  timings: {},
  error: { code: 'archive-refused', message: 'entry ../x leaves the project', hint: 'Make the ZIP again.' },
};

/** `FULL_OUTCOME` with the same text in every place that the project or a model can write to. */
export function outcomeSaying(text: string): RepairOutcome {
  const { analysis, patch, attempts } = FULL_OUTCOME;
  if (patch === null) throw new Error('the full outcome has a patch');
  return {
    ...FULL_OUTCOME,
    analysis: {
      ...analysis,
      testCommand: text,
      failures: [{ id: `a.js::${text}`, name: text, message: text }],
      suspects: [
        {
          file: text,
          startLine: 1,
          endLine: 1,
          symbol: text,
          suspiciousness: 1,
          evidence: [{ kind: 'name', detail: text, weight: 1 }],
        },
      ],
    },
    warnings: [text],
    fixedTests: [`a.js::${text}`],
    remainingTests: [`b.js::${text}`],
    brokenTests: [`c.js::${text}`],
    patch: { ...patch, files: [text], explanation: text, diff: `${patch.diff}@@ -1,1 +1,1 @@\n-${text}\n+${text}!\n` },
    attempts: attempts.map((attempt) => ({ ...attempt, reason: text })),
    fallbacks: [{ from: text, to: 'groq', reason: text }],
    error: { code: 'internal', message: text, hint: text },
  };
}
