import { describe, expect, it } from '@jest/globals';
import { buildPrompt } from '../../src/context/build-prompt.ts';
import { createTextStabilizer } from '../../src/context/stable-text.ts';
import type { Project } from '../../src/domain/project.ts';
import type { Prompt } from '../../src/domain/prompt.ts';
import type { TestFailure } from '../../src/domain/test-report.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, frame, reportOf, testResult } from '../support/test-results.ts';

const FILES = {
  'package.json': '{"type":"module"}',
  '.env': 'API_TOKEN=tok-9f8e7d6c5b4a\nSALT=pepper-and-5alt\n',
  'src/save.js': "export function save(path) {\n  return load('./x.js', path);\n}\n",
  'src/load.js': 'export function load() {\n  return null;\n}\n',
  'src/util/paths.js': "export const join = (a, b) => a + '/' + b;\n",
  'test/save.test.js': "import { save } from '../src/save.js';\ntest('saves', () => save('a'));\n",
};

function promptFor(
  told: Partial<TestFailure> & { message: string },
  project: Project = memoryProject(FILES),
): Promise<Prompt> {
  const failing = [
    testResult('test/save.test.js', ['saves'], {
      failure: failure(told.message, { frames: [frame('src/save.js', 2)], ...told }),
    }),
  ];
  const suspects = ['src/save.js', 'src/load.js'].map((file) => {
    return { file, startLine: 1, endLine: 3, symbol: file.slice(4, 8), suspiciousness: 0.5, evidence: [] };
  });
  const task = { project, failing, baseline: reportOf(failing), suspects };
  return buildPrompt({ task, history: [], budgetTokens: 6000, replyInstructions: 'JSON' });
}

describe('the same prompt, byte for byte', () => {
  const messageAt = (root: string) => ({
    message: `Cannot find module '${root}/src/x.js' imported from ${root}/src/save.js`,
    output: `at save (${root}/src/save.js:2:10)\nwriting ${root}/out/report.txt`,
  });

  it('twice, and whatever the order of the files', async () => {
    const first = await promptFor(messageAt('/work'));
    expect(await promptFor(messageAt('/work'))).toEqual(first);
    const reversed = memoryProject(Object.fromEntries(Object.entries(FILES).reverse()));
    expect(await promptFor(messageAt('/work'), reversed)).toEqual(first);
  });

  it.each([
    '/home/runner/work/shop/shop',
    '/home/ann/.local/state/autofix/runs/20261122-101500-a1b2c3/work/judge',
    '/tmp/tmpab12cd34/checkout',
    'file:///builds/group/shop',
    'C:/agent/_work/1/s',
  ])('wherever the tests ran: %s', async (root) => {
    const { user } = await promptFor(messageAt(root));
    expect(user).toBe((await promptFor(messageAt('/work'))).user);
    expect(user).toContain("Cannot find module 'src/x.js' imported from src/save.js");
    expect(user).toContain('writing out/report.txt');
  });

  it('whatever names temporary folders have', async () => {
    const at = (one: string, two: string) => ({
      message: `expected ${one}/a.txt to equal ${two}/a.txt`,
      output: `# duration_ms ${one.length}.${two.length * 7}`,
    });
    const node = await promptFor(at('/tmp/save-Xk3f9Q', '/tmp/save-p0LzT2'));
    const python = await promptFor(at('/tmp/tmpq1w2e3r4', '/var/folders/zz/x1y2/T/tmpabcdefgh'));
    expect(python.user).toBe(node.user);
    expect(node.user).toContain('expected /tmp/temporary-1/a.txt to equal /tmp/temporary-2/a.txt');
  });
});

describe('what differs from run to run', () => {
  const stable = createTextStabilizer(memoryProject(FILES), []);

  it.each([
    '/tmp/output/a.txt differs from /tmp/outputs/a.txt',
    '/usr/lib/node_modules/src/save.js:1',
    'expected /srv/data to be a folder',
    'https://example.com/src/save.js',
    'ratio 3/4 and a/b',
  ])('is not %s', (text) => {
    expect(stable(text)).toBe(text);
  });
});
