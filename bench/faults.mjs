// Fails or kills each system call of the writing phase in turn, and looks at what is left: the input's bytes, the old
// output or the new one whole, no success that is none, nothing half under the target's name, and after a kill that the
// next run cleans up. Needs strace (Linux). Run: npm run build && npm run campaign:faults [-- --short]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';

const SHORT = process.argv.includes('--short');
const NEW = 'export const answer = 42;\n';
const OLD_FILES = { 'a.js': 'old a\n', 'b.js': 'old b\n', 'd/c.js': 'old c\n' };
const NEW_FILES = { 'a.js': NEW, 'b.js': null, 'd/c.js': NEW, 'n/new.js': NEW };
/** A time of its own would make every output another one. */
const MODIFIED = new Date(2026, 10, 22);
const TEMPORARY = /^\.autofix-.*\.tmp$/;

/** Calls of the writing phase. `write` is left to the event loop, which wakes itself with it: files use pwrite64. */
const CALLS = SHORT
  ? ['pwrite64', 'fsync', 'rename']
  : [
      'openat',
      'pwrite64',
      'pread64',
      'read',
      'fsync',
      'fdatasync',
      'fchmod',
      'fchown',
      'close',
      'rename',
      'unlink',
    ].concat(['mkdir', 'getdents64', 'statx', 'readlink', 'ftruncate']);
const FAULTS = SHORT ? ['error=EIO', 'signal=KILL'] : ['error=EIO', 'error=ENOSPC', 'error=EACCES', 'signal=KILL'];
const MORE_FAULTS = {
  rename: ['error=EXDEV', 'error=EROFS'],
  openat: ['error=EMFILE'],
  pwrite64: ['error=EFBIG', 'retval=1'],
};
/** The event loop ends itself when it cannot read from its own wake-up; reading from files is `pread64`. */
const ONLY_KILLED = new Set(['read']);
const MOST_TURNS = SHORT ? 2 : 60;

/** What is written, in a process of its own that waits at the edge of the writing phase for its observer. */
async function runSubject(mode, folder) {
  const { openProject } = await import('../dist/archive/open-project.js');
  if (mode === 'zip') {
    const { reassembleZip } = await import('../dist/archive/reassemble-zip.js');
    const project = await openProject(join(folder, 'input.zip'));
    await atEdge();
    const changes = [{ kind: 'write', path: 'src/a.js', bytes: Buffer.from(NEW) }];
    await reassembleZip(project, changes, join(folder, 'out.zip'), MODIFIED);
  } else {
    const { writeChangesToFolder } = await import('../dist/archive/write-folder.js');
    const project = await openProject(join(folder, 'work'));
    await atEdge();
    const changes = Object.entries(NEW_FILES).map(([path, text]) =>
      text === null ? { kind: 'remove', path } : { kind: 'write', path, bytes: Buffer.from(text) },
    );
    await writeChangesToFolder(project, changes);
  }
}

/** Tells the observer, and waits for its word. The thread that does the file work is alive by then. */
async function atEdge() {
  process.stdout.write('ready\n');
  await new Promise((resolve) => process.stdin.once('data', resolve));
  process.stdin.pause();
}

function inputZip() {
  const zip = new AdmZip();
  for (let index = 0; index < 20; index++) zip.addFile(`src/f${index}.js`, Buffer.from(`export const f = ${index};\n`));
  zip.addFile('src/a.js', Buffer.from('export const answer = 41;\n'));
  return zip.toBuffer();
}

const INPUT = inputZip();

function prepare() {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-faults-'));
  writeFileSync(join(folder, 'input.zip'), INPUT);
  writeFileSync(join(folder, 'out.zip'), 'the old output');
  for (const [path, text] of Object.entries(OLD_FILES)) {
    mkdirSync(dirname(join(folder, 'work', path)), { recursive: true });
    writeFileSync(join(folder, 'work', path), text);
  }
  return folder;
}

/** Runs the subject with the K-th call of a kind failing; `injection` null: nothing fails. */
async function write(mode, folder, injection) {
  const argv = [fileURLToPath(import.meta.url), '--subject', mode, folder];
  // One thread for file work, so that the K-th call is the same one in every run.
  const child = spawn(process.execPath, argv, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise((resolve) => child.on('close', (status, signal) => resolve({ status, signal })));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const observer = injection === null ? null : await attach(child.pid, join(folder, 'trace'), injection);
  child.stdin.end('go\n');
  const { status, signal } = await ended;
  await observer?.ended;
  const injected = observer !== null && /INJECTED|\+\+\+ killed/.test(readFileSync(join(folder, 'trace'), 'utf8'));
  return { succeeded: status === 0, status, signal, injected, errors };
}

async function attach(processId, trace, { call, fault, turn }) {
  const inject = `inject=${call}:${fault}:when=${turn}`;
  const argv = ['-f', '-p', String(processId), '-o', trace, '-e', `trace=${call}`, '-e', inject];
  const observer = spawn('strace', argv, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => observer.on('close', resolve));
  await new Promise((resolve, reject) => {
    let said = '';
    observer.stderr.on('data', (chunk) => {
      said += chunk;
      if (said.includes('attached')) resolve();
    });
    observer.on('close', () => reject(new Error(`strace could not attach: ${said}`)));
  });
  return { ended };
}

const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
const temporaries = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    TEMPORARY.test(name.split('/').at(-1) ?? ''),
  );

/** What is wrong with what a run has left; empty when nothing is. */
function faultsOf(mode, folder, result, truth, { call, fault }) {
  const wrong = [];
  const killed = fault === 'signal=KILL';
  if (hash(join(folder, 'input.zip')) !== truth.input) wrong.push('the input changed');
  if (mode === 'zip') {
    const now = hash(join(folder, 'out.zip'));
    if (now !== truth.old && now !== truth.new) wrong.push('the output is neither the old nor the new one');
    if (result.succeeded && now !== truth.new) wrong.push('success without the new output');
  } else {
    const texts = Object.keys({ ...OLD_FILES, ...NEW_FILES }).map((path) => {
      const file = join(folder, 'work', path);
      const text = existsSync(file) ? readFileSync(file, 'utf8') : null;
      const [old, fresh] = [OLD_FILES[path] ?? null, NEW_FILES[path]];
      if (text !== old && text !== fresh) wrong.push(`${path} is neither old nor new`);
      return text === old ? 'old' : 'new';
    });
    if (result.succeeded && texts.includes('old')) wrong.push('success with old files');
    if (!result.succeeded && !killed && texts.includes('new')) wrong.push(`a failure left new files: ${texts}`);
  }
  // A file that cannot be unlinked, or is not there to be looked at, cannot be cleaned up either.
  if (!killed && call !== 'unlink' && temporaries(folder).length > 0) wrong.push('a temporary file is left');
  if (!result.succeeded && !killed && !/output-unwritable|archive-/.test(result.errors))
    wrong.push(`not told as a fault of the output: ${result.errors.slice(0, 300)}`);
  return wrong;
}

/** null where strace is here and may attach to a process of the same user. */
function obstacleToTracing() {
  if (spawnSync('strace', ['-V']).error !== undefined) return 'strace is not here';
  const probed = spawn('sleep', ['1'], { stdio: 'ignore' });
  const { status, stderr } = spawnSync('strace', ['-f', '-p', String(probed.pid), '-o', '/dev/null'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return status === 0 ? null : `strace may not attach here: ${stderr.trim()}`;
}

async function campaign() {
  const obstacle = obstacleToTracing();
  if (obstacle !== null) {
    console.log(`skipped: ${obstacle}`);
    return;
  }
  const truth = await trueResult();
  const rows = [];
  let wrongs = 0;
  for (const mode of ['zip', 'folder']) {
    for (const call of CALLS) {
      const faults = ONLY_KILLED.has(call) ? ['signal=KILL'] : [...FAULTS, ...(SHORT ? [] : (MORE_FAULTS[call] ?? []))];
      for (const fault of faults) {
        const row = await series(mode, call, fault, truth);
        wrongs += row.wrong.length;
        if (row.runs > 0) rows.push(row);
      }
    }
  }
  print(rows, wrongs);
}

/** One kind of fault at the first, second … call of a kind, until there is none left to fail. */
async function series(mode, call, fault, truth) {
  const row = { mode, call, fault, runs: 0, kept: 0, done: 0, wrong: [] };
  for (let turn = 1; turn <= MOST_TURNS; turn++) {
    const folder = prepare();
    try {
      const injection = { call, fault, turn };
      const result = await write(mode, folder, injection);
      if (!result.injected) break;
      row.runs++;
      if (result.succeeded) row.done++;
      else row.kept++;
      const wrong = faultsOf(mode, folder, result, truth, injection);
      if (fault === 'signal=KILL') wrong.push(...(await cleanedUp(mode, folder)));
      row.wrong.push(...wrong.map((what) => `${mode} ${call} ${fault} ${turn}: ${what}`));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return row;
}

/** The next start removes what a killed run has left. */
async function cleanedUp(mode, folder) {
  const again = await write(mode, folder, null);
  const left = temporaries(folder);
  return [
    ...(again.succeeded ? [] : [`the next run failed: ${again.errors.slice(0, 200)}`]),
    ...(left.length === 0 ? [] : [`the next run left ${left}`]),
  ];
}

async function trueResult() {
  const folder = prepare();
  try {
    const input = hash(join(folder, 'input.zip'));
    const old = hash(join(folder, 'out.zip'));
    for (const mode of ['zip', 'folder']) {
      const { succeeded, errors } = await write(mode, folder, null);
      if (!succeeded) throw new Error(`writing fails without any fault: ${errors}`);
    }
    return { input, old, new: hash(join(folder, 'out.zip')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(rows, wrongs) {
  console.log('written  call        fault          runs  failed, all as before  succeeded all the same  wrong');
  for (const { mode, call, fault, runs, kept, done, wrong } of rows) {
    const name = `${mode.padEnd(8)} ${call.padEnd(11)} ${fault.padEnd(14)}`;
    console.log(
      `${name} ${String(runs).padStart(4)} ${String(kept).padStart(23)} ${String(done).padStart(24)} ${String(wrong.length).padStart(6)}`,
    );
    for (const line of wrong) console.log(`    ${line}`);
  }
  const runs = rows.reduce((sum, row) => sum + row.runs, 0);
  console.log(`${runs} faults injected, ${wrongs} wrong endings`);
  if (wrongs > 0 || runs === 0) process.exitCode = 1;
}

if (process.argv[2] === '--subject') await runSubject(process.argv[3], process.argv[4]);
else await campaign();
