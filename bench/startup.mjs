// Start-up: `autofix --version` beside a bare `node -e 0`, in interleaved runs of one session.
// Run: npm run bench:startup [-- RUNS]
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const runs = Number(process.argv[2] ?? 20);
const subjects = {
  'node -e 0': ['-e', '0'],
  'autofix --version': [join(root, 'bin/autofix.js'), '--version'],
  'autofix --help': [join(root, 'bin/autofix.js'), '--help'],
};
const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));

for (let run = -2; run < runs; run++) {
  for (const [name, argv] of Object.entries(subjects)) {
    const start = process.hrtime.bigint();
    const { status } = spawnSync(process.execPath, argv, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${name} ended with ${status}`);
    // The first two rounds warm the file cache.
    if (run >= 0) times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
  }
}

const median = (values) => [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
const bare = median(times['node -e 0']);
console.log(`${runs} interleaved runs, medians`);
for (const [name, values] of Object.entries(times)) {
  const middle = median(values);
  console.log(`${name.padEnd(20)} ${middle.toFixed(1).padStart(7)} ms   ratio ${(middle / bare).toFixed(2)}`);
}
