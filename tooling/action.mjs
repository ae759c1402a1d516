// What the GitHub action runs: `autofix run` with the inputs as options, then outputs, summary and annotations.
// Reads ACTION_PROJECT, ACTION_REPORT, ACTION_OPTIONS, ACTION_FAIL_WHEN_UNFIXED and the runner's own variables
// (RUNNER_TEMP, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY).
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { env } = process;
const folder = join(env.RUNNER_TEMP || tmpdir(), 'autofix');
const files = {
  zip: join(folder, 'repaired.zip'),
  diff: join(folder, 'patch.diff'),
  html: join(folder, 'report.html'),
};

function linesOf(text) {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `--max-cost 0.10` is an option and its value; what follows the first blank stays one word, blanks and all. */
function optionWords(line) {
  const blank = line.search(/\s/);
  return blank < 0 ? [line] : [line.slice(0, blank), line.slice(blank).trim()];
}

function commandLine() {
  return [
    'run',
    env.ACTION_PROJECT || '.',
    ...linesOf(env.ACTION_REPORT).flatMap((report) => ['--report', report]),
    ...['--out', files.zip, '--diff', files.diff, '--html', files.html],
    ...(env.GITHUB_STEP_SUMMARY ? ['--summary', env.GITHUB_STEP_SUMMARY] : []),
    ...linesOf(env.ACTION_OPTIONS).flatMap(optionWords),
    '--json',
  ];
}

function runAutofix(argv) {
  const program = fileURLToPath(new URL('../bin/autofix.js', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, stdout }));
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  });
}

/** One line each, so that no value can add an output of its own. */
function writeOutputs(outputs) {
  if (!env.GITHUB_OUTPUT) return;
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${String(value).replaceAll(/[\r\n]/g, ' ')}\n`);
  appendFileSync(env.GITHUB_OUTPUT, lines.join(''));
}

function printAnnotations(runFolder) {
  const file = join(runFolder ?? '', 'annotations.txt');
  if (runFolder && existsSync(file)) process.stdout.write(readFileSync(file, 'utf8'));
}

mkdirSync(folder, { recursive: true });
const { exitCode, stdout } = await runAutofix(commandLine());
let outcome = null;
try {
  outcome = JSON.parse(stdout);
  writeFileSync(join(folder, 'result.json'), stdout);
} catch {
  process.stdout.write('::error title=autofix::it ended without a result; its messages are above\n');
}
writeOutputs({
  status: outcome?.status ?? 'failed',
  'exit-code': exitCode,
  folder,
  zip: existsSync(files.zip) ? files.zip : '',
  diff: existsSync(files.diff) ? files.diff : '',
});
printAnnotations(outcome?.outputs?.runDir);
process.stdout.write(`autofix: ${outcome?.status ?? 'failed'}, exit code ${exitCode}\n`);
process.exitCode = env.ACTION_FAIL_WHEN_UNFIXED === 'false' ? 0 : exitCode;
