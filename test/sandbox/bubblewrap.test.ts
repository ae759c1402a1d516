import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeTree } from '../../src/sandbox/remove-tree.ts';
import { CANARY, hasBubblewrap, SandboxRig } from './sandbox-rig.ts';

const describeHere = (await hasBubblewrap()) ? describe : describe.skip;

describeHere('bubblewrap', () => {
  let rig: SandboxRig;
  beforeAll(async () => {
    rig = await SandboxRig.open('require');
  });
  afterAll(() => rig.close());

  it('runs a command in the work copy and gives its output and exit code', async () => {
    rig.write('a.txt', 'inside');
    const result = await rig.shell('pwd; cat a.txt; echo wrong >&2; exit 3');
    expect(result).toMatchObject({
      exitCode: 3,
      timedOut: false,
      notFound: false,
      stdout: '/work\ninside',
      stderr: 'wrong\n',
    });
  });

  it('lets it write to the work copy and the scratch folder and nowhere else', async () => {
    await rig.shell('mkdir -p sub');
    const result = await rig.shell('touch here /scratch/report && ! touch /usr/x && ! touch /etc/x && ! touch /x', {
      cwd: 'sub',
    });
    expect(result.exitCode).toBe(0);
    expect(existsSync(join(rig.workspace, 'sub', 'here'))).toBe(true);
    expect(existsSync(join(rig.scratch, 'report'))).toBe(true);
  });

  it('shows no variable of ours, not even through other processes', async () => {
    const result = await rig.shell(
      'env; for f in /proc/[0-9]*/environ /proc/[0-9]*/cmdline; do cat $f | tr "\\0" "\\n"; done',
    );
    expect(result.stdout).toContain('HOME=/home/user');
    expect(result.stdout).toContain('CI=true');
    expect(result.stdout + result.stderr).not.toContain(CANARY);
    expect(result.stdout).not.toMatch(/^(NODE_ENV|JEST_WORKER_ID|NODE_OPTIONS|GEMINI_API_KEY)=/m);
    expect(result.stdout).not.toContain(rig.folder);
  });

  it('keeps away what belongs to no namespace: the keyring of the session, the host of a virtual machine', async () => {
    if (process.arch !== 'x64') return;
    const [KEYCTL, IO_URING_SETUP, SEARCH, SESSION] = [250, 425, 10, -3];
    const script = `import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def call(*words):
    return libc.syscall(*words), os.strerror(ctypes.get_errno())
print(call(${KEYCTL}, ${SEARCH}, ${SESSION}, b'user', b'any', 0))
print(call(${IO_URING_SETUP}, 1, ctypes.create_string_buffer(512)))
for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_VSOCK, 38):
    try:
        socket.socket(family, socket.SOCK_SEQPACKET if family == 38 else socket.SOCK_DGRAM if family == 16 else socket.SOCK_STREAM).close()
        print('open')
    except OSError as error:
        print(error.strerror)`;
    const { stdout } = await rig.run(['python3', '-c', script]);
    const refused = "(-1, 'Operation not permitted')";
    const [other, ...none] = Array(2).fill('Address family not supported by protocol');
    expect(stdout.trim().split('\n')).toEqual([refused, refused, 'open', 'open', 'open', 'open', other, ...none]);
  });

  it('shows neither the home folder nor files of others', async () => {
    const marker = join(rig.folder, 'private.txt');
    writeFileSync(marker, CANARY);
    const script = `const fs = require('fs');
      for (const path of process.argv.slice(1)) { try { console.log(path, fs.readdirSync(path).length) } catch (error) { console.log(error.code) } }
      try { console.log(fs.readFileSync(${JSON.stringify(marker)}, 'utf8')) } catch (error) { console.log(error.code) }`;
    const result = await rig.run(['node', '-e', script, join(homedir(), '.npm'), join(homedir(), '.ssh'), '/var/log']);
    expect(result.stdout.trim().split('\n')).toEqual(['ENOENT', 'ENOENT', 'ENOENT', 'ENOENT']);
  });

  it('is an ordinary user who can neither become another nor change the system', async () => {
    const result = await rig.shell(
      'id -u; grep -E "^Cap(Prm|Eff|Bnd)" /proc/self/status; unshare -U true || echo no namespaces; echo 1 > /proc/sys/vm/swappiness || echo no settings',
    );
    expect(result.stdout).toMatch(/^1000\n/);
    expect(result.stdout.match(/0{16}/g)).toHaveLength(3);
    expect(result.stdout).toContain('no namespaces');
    expect(result.stdout).toContain('no settings');
    await rig.shell('touch owned');
    expect(statSync(join(rig.workspace, 'owned')).uid).not.toBe(0);
  });

  it('has no network', async () => {
    const script = `require('net').connect(443, '1.1.1.1').on('error', (error) => console.log(error.code));
      require('dns').lookup('example.com', (error) => console.log(error.code));`;
    const result = await rig.run(['node', '-e', script]);
    expect(result.stdout).toContain('ENETUNREACH');
    expect(result.stdout).toMatch(/EAI_AGAIN|ENOTFOUND/);
  });

  it('has a loopback on which a server can be reached', async () => {
    const script = `const server = require('http').createServer((_, response) => response.end('pong'));
      server.listen(0, 'localhost', async () => {
        const response = await fetch('http://localhost:' + server.address().port);
        console.log(await response.text());
        server.close();
      });`;
    expect((await rig.run(['node', '-e', script])).stdout).toBe('pong\n');
  });

  it('ends a hanging command with its children, the detached ones too', async () => {
    const script = `require('child_process').spawn('sh', ['-c', 'while :; do date +%s%N >> alive; sleep 0.05; done'], { detached: true, stdio: 'ignore' }).unref();
      setInterval(() => {}, 1000);`;
    const result = await rig.run(['node', '-e', script], { timeoutMs: 1500 });
    expect(result).toMatchObject({ timedOut: true, exitCode: null });
    await expectStill(join(rig.workspace, 'alive'));
  });

  it('ends what a command leaves running', async () => {
    const result = await rig.shell(
      '(setsid sh -c "while :; do date +%s%N >> left; sleep 0.05; done" &) ; sleep 0.3; echo done',
    );
    expect(result.stdout).toBe('done\n');
    await expectStill(join(rig.workspace, 'left'));
  });

  it('leaves nothing running that is ended while it starts', async () => {
    const isLeft = () =>
      readdirSync('/proc').some((name) => {
        try {
          return readFileSync(`/proc/${name}/cmdline`, 'latin1').includes('47.0625');
        } catch {
          return false;
        }
      });
    for (let turn = 0; turn < 40; turn++) {
      const controller = new AbortController();
      const ended = rig.run(['sleep', '47.0625'], { signal: controller.signal });
      await new Promise((done) => setTimeout(done, turn / 2));
      controller.abort();
      await ended.catch(() => {});
    }
    await new Promise((done) => setTimeout(done, 300));
    expect(isLeft()).toBe(false);
  }, 120_000);

  it('ends a command on abort', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const result = await rig.shell('sleep 60', { signal: controller.signal });
    expect(result).toMatchObject({ exitCode: null, timedOut: false });
    const late = await rig.shell('echo never', { signal: controller.signal });
    expect(late).toMatchObject({ exitCode: null, stdout: '' });
  });

  it('leaves nothing but plain files in the scratch folder', async () => {
    await rig.shell(
      'cd /scratch; ln -s /etc/shadow link; mkfifo pipe; mkdir -p shut/in; echo x > shut/in/report; chmod 000 shut',
    );
    expect(readdirSync(rig.scratch, { recursive: true }).sort()).toEqual([
      'report',
      'shut',
      'shut/in',
      'shut/in/report',
    ]);
  });

  it('passes on no descriptor that was left open to us', async () => {
    const script = `import { chooseSandbox } from '${resolve('dist/sandbox/sandboxes.js')}';
      const { sandbox } = await chooseSandbox('require');
      const folders = { workspace: ${JSON.stringify(rig.workspace)}, scratch: null, cwd: '', env: {} };
      const signal = new AbortController().signal;
      const argv = ['sh', '-c', 'readlink /proc/self/fd/* | grep -c private; true'];
      const result = await sandbox.run({ ...folders, argv, network: false, timeoutMs: 20_000, signal });
      console.log(result.stdout.trim());`;
    writeFileSync(join(rig.folder, 'private'), CANARY);
    const line = 'exec 200<"$0"; exec node --input-type=module -e "$1"';
    const { stdout } = spawnSync('bash', ['-c', line, join(rig.folder, 'private'), script], { encoding: 'utf8' });
    expect(stdout).toBe('0\n');
  });

  it('leaves folders that can be removed, however deep and odd they were made', async () => {
    const own = await SandboxRig.open('require');
    own.write(
      'deep.py',
      'import os\nfor n in range(60):\n    os.mkdir("d" * 200); os.chdir("d" * 200)\nopen(b"\\xff", "w").close()\nos.chmod(".", 0)\n',
    );
    await own.shell('mkdir abyss && cd abyss && python3 ../deep.py; cd /scratch && python3 /work/deep.py; true');
    expect([readdirSync(own.workspace).sort(), readdirSync(own.scratch).length]).toEqual([['abyss', 'deep.py'], 1]);
    await removeTree(own.folder);
    expect(existsSync(own.folder)).toBe(false);
  });

  it('tells a missing program apart', async () => {
    expect((await rig.run(['no-such-program'])).notFound).toBe(true);
    expect((await rig.shell('no-such-runner --flag')).notFound).toBe(true);
    expect((await rig.shell('exit 127')).notFound).toBe(false);
  });

  it('runs the Python that the machine runs', async () => {
    const result = await rig.run(['python3', '-c', 'import json, ssl, sys; print(sys.version_info[0])']);
    expect(result.stdout).toBe('3\n');
  });
});

describeHere('bubblewrap limits', () => {
  it('caps a fork bomb', async () => {
    const rig = await SandboxRig.open('require', { processes: 200 });
    rig.write(
      'bomb.py',
      'import os, time\nfor n in range(3000):\n    try:\n        if os.fork() == 0: time.sleep(30); os._exit(0)\n    except OSError: print("capped", n, flush=True); break\n',
    );
    const result = await rig.run(['python3', 'bomb.py']);
    const capped = Number(/capped (\d+)/.exec(result.stdout)?.[1] ?? 0);
    expect(capped > 0 ? capped < 200 : result.stderr.includes('more than 200 processes')).toBe(true);
    rig.close();
  });

  it('ends a tree that uses too much memory although each process stays below its own limit', async () => {
    const rig = await SandboxRig.open('require', { treeMemory: 300 * 1024 * 1024 });
    rig.write('eat.py', 'import os, time\nfor n in range(4): os.fork()\nx = bytearray(60_000_000)\ntime.sleep(30)\n');
    const result = await rig.run(['python3', 'eat.py']);
    expect(result.exitCode).toBeNull();
    expect(result.stderr).toContain('bytes of memory');
    rig.close();
  });

  it('refuses one process too much memory and one file too many bytes', async () => {
    const rig = await SandboxRig.open('require', { fileSize: 1_000_000 });
    const memory = await rig.run([
      'python3',
      '-c',
      'try:\n  x = bytearray(3_000_000_000)\nexcept MemoryError: print("no memory")',
    ]);
    expect(memory.stdout).toBe('no memory\n');
    const file = await rig.run([
      'python3',
      '-c',
      'import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\ntry:\n  open("big", "wb").write(b"x" * 2_000_000)\nexcept OSError: print("too big")',
    ]);
    expect(file.stdout).toBe('too big\n');
    rig.close();
  });

  it('counts files in memory that no process has mapped', async () => {
    const rig = await SandboxRig.open('require', { treeMemory: 200 * 1024 * 1024 });
    rig.write(
      'hide.py',
      'import os, time\nfor n in range(4):\n    file = os.memfd_create("x")\n    os.write(file, bytes(100_000_000))\ntime.sleep(30)\n',
    );
    const result = await rig.run(['python3', 'hide.py']);
    expect(result.exitCode).toBeNull();
    expect(result.stderr).toContain('bytes of memory');
    rig.close();
  });

  it('ends what fills the disk', async () => {
    const rig = await SandboxRig.open('require', { diskUse: 50_000_000 });
    const result = await rig.shell('for n in 1 2 3 4; do head -c 50M /dev/zero > fill$n; done; sync .; sleep 20');
    expect(result.exitCode).toBeNull();
    expect(result.stderr).toContain('written to the disk');
    rig.close();
  });

  it('keeps head and tail of a flood of output', async () => {
    const rig = await SandboxRig.open('require', { outputPart: 1000 });
    const result = await rig.run(['node', '-e', 'process.stdout.write("first" + "x".repeat(5_000_000) + "last")']);
    expect(result.stdout.startsWith('first')).toBe(true);
    expect(result.stdout.endsWith('last')).toBe(true);
    expect(result.stdout).toContain('4998009 bytes of output left out');
    expect(result.stdout.length).toBeLessThan(2100);
    rig.close();
  });
});

describeHere('bubblewrap with network', () => {
  it('installs a package from the registry', async () => {
    const rig = await SandboxRig.open('require');
    rig.write('package.json', JSON.stringify({ dependencies: { 'is-number': '7.0.0' } }));
    const result = await rig.run(['npm', 'install', '--no-package-lock', '--no-audit', '--no-fund'], {
      network: true,
      timeoutMs: 25_000,
    });
    expect(`${result.exitCode} ${result.stderr}`).toMatch(/^0/);
    expect(readFileSync(join(rig.workspace, 'node_modules/is-number/package.json'), 'utf8')).toContain('7.0.0');
    rig.close();
  });
});

/** A file that a living process would go on writing to. */
async function expectStill(path: string): Promise<void> {
  const before = readFileSync(path, 'utf8');
  expect(before).not.toBe('');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(readFileSync(path, 'utf8')).toBe(before);
}
