// Serves candidates in place of `node --test` (see warm-node.cjs). Given to `--require` by NODE_OPTIONS: in the runner's
// process it starts a process with the same options and files that runs the tests itself, by a small likeness of
// node:test, since the real one can neither forget tests nor run them twice.
'use strict';

const { spawnSync } = require('node:child_process');

if (process.execArgv.some((word) => word === '--test')) {
  const options = process.execArgv.filter((word) => !word.startsWith('--test'));
  const { NODE_OPTIONS: _, ...env } = process.env;
  const own = ['--experimental-vm-modules', '--experimental-import-meta-resolve'];
  const argv = [
    ...own,
    ...options,
    require('node:path').join(__dirname, 'warm-node-tests.cjs'),
    ...process.argv.slice(1),
  ];
  process.exit(spawnSync(process.execPath, argv, { stdio: 'inherit', env }).status ?? 1);
}
