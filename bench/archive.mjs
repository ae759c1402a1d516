// One changed file in a ZIP of 1 GB and 50,000 entries: open, splice, verify, beside `cp` + Info-ZIP's `zip` and beside
// adm-zip alone, in interleaved rounds on the same ZIP. Each subject is a process of its own; its peak memory is the
// kernel's own high-water mark. Run: npm run build && npm run bench:archive [-- ROUNDS [MEGABYTES [ENTRIES]]]
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../dist/archive/crc32.js';

const CHANGED = 'src/d250/f25000.js';
const NEW_CONTENT = 'export const answer = 42;\n';
const MOST_MEGABYTES = 150;
const MOST_RATIO = 2;

const SUBJECTS = {
  autofix: [process.execPath, [fileURLToPath(import.meta.url), '--subject', 'autofix']],
  'cp + zip': ['sh', ['-c', 'cp "$1" "$2" && cd "$3" && zip -q "$2" big/src/d250/f25000.js', 'sh']],
  'adm-zip alone': [process.execPath, [fileURLToPath(import.meta.url), '--subject', 'adm-zip']],
};

/** A ZIP of `count` entries with `bytes` altogether, written piece by piece: what is packed are 64 contents in turn. */
function writeZip(file, count, bytes) {
  const each = Math.floor(bytes / count);
  let state = 7;
  const contents = Array.from({ length: 64 }, (_, index) => {
    const raw = Buffer.alloc(each);
    for (let at = 0; at < each; at++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      raw[at] = state >>> 24;
    }
    const deflated = index % 2 === 0;
    return { crc: crc32(raw), size: each, method: deflated ? 8 : 0, packed: deflated ? deflateRawSync(raw) : raw };
  });
  const descriptor = openSync(file, 'w');
  const directory = [];
  let position = 0;
  for (let index = 0; index < count; index++) {
    const name = Buffer.from(`big/src/d${Math.floor(index / 100)}/f${index}.js`);
    const { crc, size, method, packed } = contents[index % contents.length];
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(0x5d414000, 6);
    fields.writeUInt32LE(crc, 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(name.length, 22);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE(0o100644 * 0x10000, 6);
    attributes.writeUInt32LE(position, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03'), fields, attributes, name);
    const record = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, packed]);
    position += writeSync(descriptor, record);
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(position, 16);
  writeSync(descriptor, Buffer.concat([listing, end]));
  closeSync(descriptor);
}

/** The kernel's high-water mark of this process alone, in MB; getrusage would count the parent's from before `exec`. */
function peakMegabytes(status = readFileSync('/proc/self/status', 'utf8')) {
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

async function runSubject(name, input, output) {
  if (name === 'adm-zip') {
    const { default: AdmZip } = await import('adm-zip');
    const archive = new AdmZip(input);
    archive.updateFile(`big/${CHANGED}`, Buffer.from(NEW_CONTENT));
    archive.writeZip(output);
  } else {
    const { openProject } = await import('../dist/archive/open-project.js');
    const { reassembleZip } = await import('../dist/archive/reassemble-zip.js');
    const project = await openProject(input);
    const opened = peakMegabytes();
    await reassembleZip(project, [{ kind: 'write', path: CHANGED, bytes: Buffer.from(NEW_CONTENT) }], output);
    process.stdout.write(`opened ${opened.toFixed(0)} `);
  }
  process.stdout.write(`peak ${peakMegabytes().toFixed(1)}\n`);
}

/** Seconds and peak MB of one run; for other people's programs the mark is looked at while they run. */
async function measure(name, argv) {
  const [program, leading] = SUBJECTS[name];
  const start = process.hrtime.bigint();
  const child = spawn(program, [...leading, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  if (status !== 0) throw new Error(`${name} ended with ${status}`);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { seconds, peak: Number(/peak ([\d.]+)/.exec(printed)?.[1] ?? Number.NaN) };
}

function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}

async function compare(rounds, megabytes, count) {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-bench-'));
  try {
    const input = join(folder, 'big.zip');
    writeZip(input, count, megabytes * 1e6);
    const edited = join(folder, 'edited', 'big', CHANGED);
    mkdirSync(dirname(edited), { recursive: true });
    writeFileSync(edited, NEW_CONTENT);
    const results = Object.fromEntries(Object.keys(SUBJECTS).map((name) => [name, []]));
    // The first round warms the file cache.
    for (let round = -1; round < rounds; round++) {
      for (const name of Object.keys(SUBJECTS)) {
        const output = join(folder, `${name.replaceAll(' ', '')}.zip`);
        // What an earlier subject left unwritten shall not be this one's load.
        spawnSync('sync');
        const result = await measure(name, [input, output, join(folder, 'edited')]);
        if (round >= 0) results[name].push(result);
        rmSync(output);
      }
    }
    print(results, statSync(input).size, count, rounds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(results, size, count, rounds) {
  console.log(`${(size / 1e6).toFixed(0)} MB, ${count} entries, one changed; ${rounds} interleaved rounds, medians`);
  const base = median(results['cp + zip'].map(({ seconds }) => seconds));
  for (const [name, runs] of Object.entries(results)) {
    const seconds = median(runs.map((run) => run.seconds));
    const peak = Math.max(...runs.map((run) => run.peak));
    const memory = Number.isNaN(peak) ? '      - MB' : `${peak.toFixed(0).padStart(7)} MB`;
    console.log(
      `${name.padEnd(14)} ${seconds.toFixed(2).padStart(7)} s   ratio ${(seconds / base).toFixed(2)} ${memory}`,
    );
  }
  const ours = results.autofix;
  const kept =
    Math.max(...ours.map((run) => run.peak)) <= MOST_MEGABYTES &&
    median(ours.map((run) => run.seconds)) <= MOST_RATIO * base;
  console.log(`bound: ${MOST_MEGABYTES} MB and ${MOST_RATIO} times cp + zip: ${kept ? 'kept' : 'BROKEN'}`);
  if (!kept) process.exitCode = 1;
}

if (process.argv[2] === '--subject') await runSubject(process.argv[3], process.argv[4], process.argv[5]);
else await compare(Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 1050), Number(process.argv[4] ?? 50_000));
