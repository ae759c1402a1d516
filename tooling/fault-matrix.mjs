/**
 * Runs the fault matrix (whole runs of the command line, real SDKs, loopback servers) and prints it as a Markdown table on
 * standard output; how the tests went is on standard error. Exit code: the tests'.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'autofix-fault-matrix-'));
const file = join(folder, 'rows.md');
const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', 'test/e2e/fault-matrix', '--silent'];
const { status } = spawnSync(process.execPath, jest, {
  env: { ...process.env, FAULT_MATRIX_FILE: file },
  stdio: ['ignore', 2, 2],
});
if (existsSync(file)) {
  console.log('| provider | fault | class | requests | waited | fallback to | exit code |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  process.stdout.write(readFileSync(file, 'utf8'));
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
