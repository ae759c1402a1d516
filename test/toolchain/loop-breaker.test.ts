import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loopBreakingPython } from '../../src/toolchain/loop-command.ts';
import { supportText } from '../../src/toolchain/support-file.ts';

const root = mkdtempSync(join(tmpdir(), 'autofix-loops-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TESTS = `import asyncio
import time
import unittest

def endless():
    while True:
        try:
            while True:
                try:
                    pass
                except Exception:
                    pass
        except:
            pass

def numbers():
    while True:
        yield 1

class A(unittest.TestCase):
    def test_a_swallowed(self):
        endless()

    def test_b_generator(self):
        self.assertEqual(sum(numbers()), 1)

    def test_c_here(self):
        while True: pass

    def test_d_waits(self):
        time.sleep(60)

    def test_e_polls(self):
        async def wait():
            while True:
                await asyncio.sleep(0)
        asyncio.run(wait())

    def test_f_fine(self):
        self.assertEqual(1, 1)

    def test_g_again(self):
        endless()
`;

describe('the loop breaker of Python', () => {
  it('breaks off each test that does not end, whatever it catches, and the next one goes on', () => {
    const scratch = { folder: root, nonce: '1' };
    const bare = { argv: [], cwd: '', env: {}, display: '', runs: 'all', supportFiles: {} } as const;
    const command = loopBreakingPython(
      { ...bare, results: { kind: 'output' } },
      { seconds: 0.6, again: 0.3 },
      root,
      scratch,
    );
    for (const [name, text] of Object.entries(command.supportFiles)) writeFileSync(join(root, name), text);
    writeFileSync(join(root, 'test_loops.py'), TESTS);
    writeFileSync(join(root, 'runner.py'), supportText('unittest-runner.py'));
    const argv = ['runner.py', '--output', 'report.json', '--', 'discover'];
    spawnSync('python3', argv, { cwd: root, env: { ...process.env, ...command.env }, timeout: 20_000 });
    const { results } = JSON.parse(readFileSync(join(root, 'report.json'), 'utf8'));
    const told = results.tests.map((test: { name: string; message?: string }) => [test.name, test.message ?? '']);
    expect(told).toEqual([
      ['test_a_swallowed', 'the test did not end within 0.6 s'],
      ['test_b_generator', 'the test did not end within 0.6 s'],
      ['test_c_here', 'the test did not end within 0.6 s'],
      ['test_d_waits', 'the test did not end within 0.6 s'],
      ['test_e_polls', 'the test did not end within 0.6 s'],
      ['test_f_fine', ''],
      ['test_g_again', 'the test did not end within 0.3 s'],
    ]);
    expect(results.tests[0].trace).toMatch(/test_loops\.py", line \d+, in endless/);
  });

  it('says nothing to a program without tests', () => {
    const env = { ...process.env, PYTHONPATH: root, AUTOFIX_LOOPS: JSON.stringify({ root, seconds: 0.1, again: 0.1 }) };
    const program = 'import time\nend = time.time() + 0.7\nwhile time.time() < end: pass\nprint("done")';
    expect(execFileSync('python3', ['-c', program], { cwd: root, env, encoding: 'utf8' })).toBe('done\n');
  });
});
