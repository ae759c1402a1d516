import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CANARY, SandboxRig } from './sandbox-rig.ts';

describe('none', () => {
  let rig: SandboxRig;
  beforeAll(async () => {
    rig = await SandboxRig.open('none');
  });
  afterAll(() => rig.close());

  it('runs in the work copy itself and says where that is', async () => {
    const result = await rig.shell('pwd; exit 4');
    expect(result).toMatchObject({ exitCode: 4, stdout: `${rig.workspace}\n` });
    expect(rig.sandbox.workspaceRoot(rig.workspace)).toBe(rig.workspace);
    expect(rig.sandbox.scratchRoot(rig.scratch)).toBe(rig.scratch);
  });

  it('passes no variable but the allow-listed ones and the command’s own', async () => {
    const result = await rig.run(['node', '-p', 'JSON.stringify(process.env)'], { env: { OWN: 'yes' } });
    const env = JSON.parse(result.stdout) as Record<string, string>;
    const allowed = /^(PATH|HOME|TMPDIR|LANG|LANGUAGE|LC_[A-Z]+|TZ|TERM|CI|NO_COLOR|FORCE_COLOR|PYTHONUSERBASE|OWN)$/;
    expect(Object.keys(env).filter((name) => !allowed.test(name))).toEqual([]);
    expect(env).toMatchObject({ TERM: 'dumb', CI: 'true', NO_COLOR: '1', FORCE_COLOR: '0', OWN: 'yes' });
    expect(result.stdout).not.toContain(CANARY);
  });

  it('gives a home folder of its own and removes it', async () => {
    const result = await rig.shell('echo x > $HOME/left; echo y > $TMPDIR/left; echo $HOME');
    expect(result.exitCode).toBe(0);
    expect(existsSync(result.stdout.trim())).toBe(false);
  });

  it('ends a hanging command with its children, those that left the group too', async () => {
    const script = `require('child_process').spawn('setsid', ['sh', '-c', 'while :; do date +%s%N >> alive; sleep 0.05; done'], { detached: true, stdio: 'ignore' }).unref();
      setInterval(() => {}, 1000);`;
    const result = await rig.run(['node', '-e', script], { timeoutMs: 1000 });
    expect(result).toMatchObject({ timedOut: true, exitCode: null });
    await expectStill(join(rig.workspace, 'alive'));
  });

  it('ends what a command leaves running, and does not wait for it', async () => {
    const result = await rig.shell(
      'setsid sh -c "while :; do date +%s%N >> left; sleep 0.05; done" & sleep 0.3; echo done',
    );
    expect(result.stdout).toBe('done\n');
    await expectStill(join(rig.workspace, 'left'));
  });

  it('ends what left the group with an environment of its own', async () => {
    const script =
      'cd sub && exec env -i setsid sh -c "while :; do date +%s%N >> ../hidden; sleep 0.05; done" <&- >&- 2>&-';
    const result = await rig.shell(`mkdir sub; (${script}) & sleep 0.5; echo done`);
    expect(result.stdout).toBe('done\n');
    await expectStill(join(rig.workspace, 'hidden'));
  });

  it('ends a command on abort', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    expect(await rig.shell('sleep 60', { signal: controller.signal })).toMatchObject({
      exitCode: null,
      timedOut: false,
    });
  });

  it('tells a missing program apart', async () => {
    expect((await rig.run(['no-such-program'])).notFound).toBe(true);
    expect((await rig.shell('no-such-runner')).notFound).toBe(true);
    expect((await rig.shell('exit 127')).notFound).toBe(false);
  });
});

async function expectStill(path: string): Promise<void> {
  const before = readFileSync(path, 'utf8');
  expect(before).not.toBe('');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(readFileSync(path, 'utf8')).toBe(before);
}
