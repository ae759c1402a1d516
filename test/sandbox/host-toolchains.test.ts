import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Host, thisHost } from '../../src/sandbox/host.ts';
import { findHostToolchains } from '../../src/sandbox/host-toolchains.ts';

/** A machine on which everything lies in the home folder, as version managers put it. */
describe('findHostToolchains', () => {
  let home: string;
  let host: Host;

  const program = (path: string, text: string) => {
    mkdirSync(join(home, path, '..'), { recursive: true });
    writeFileSync(join(home, path), text);
    chmodSync(join(home, path), 0o755);
  };

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'autofix-test-')));
    program('.nvm/versions/node/v22/bin/node', '');
    mkdirSync(join(home, '.nvm/versions/node/v22/lib'));
    mkdirSync(join(home, '.pyenv/versions/3.12/lib'), { recursive: true });
    program('.pyenv/versions/3.12/bin/python3', '');
    const answer = ['bin/python3', '', '', '', 'none'].map((part) => join(home, '.pyenv/versions/3.12', part));
    program('.pyenv/shims/python3', `#!/bin/sh\n[ -n "$PYENV_ROOT" ] && echo '${JSON.stringify(answer)}'\n`);
    program('.local/share/pnpm/node_modules/pnpm/bin/pnpm.cjs', '');
    mkdirSync(join(home, '.local/bin'), { recursive: true });
    symlinkSync('../share/pnpm/node_modules/pnpm/bin/pnpm.cjs', join(home, '.local/bin/pnpm'));
    program('.pyenv/shims/yarn', '');
    writeFileSync(join(home, '.local/bin/secret'), '');
    host = {
      ...thisHost(),
      homeFolder: home,
      nodePath: join(home, '.nvm/versions/node/v22/bin/node'),
      env: { PYENV_ROOT: join(home, '.pyenv'), PATH: `${home}/.pyenv/shims:${home}/.local/bin:/usr/bin:/bin` },
    };
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('asks programs of the machine without telling them a secret', async () => {
    program('.pyenv/shims/python3', '#!/bin/sh\nenv > "$PYENV_ROOT/seen"\n');
    const env = { ...host.env, GROQ_API_KEY: 'key-1', NPM_TOKEN: 'key-2', STORE: 'redis://me:key-3x@host' };
    await findHostToolchains({ ...host, env });
    const seen = readFileSync(join(home, '.pyenv/seen'), 'utf8');
    expect(seen).toContain('PYENV_ROOT=');
    expect(seen).not.toContain('key-');
  });

  it('finds the real folders behind shims, and shows no more than they need', async () => {
    const found = await findHostToolchains(host);
    expect(found.binFolders).toEqual([
      join(home, '.nvm/versions/node/v22/bin'),
      join(home, '.pyenv/versions/3.12/bin'),
    ]);
    expect([...found.paths].sort()).toEqual(
      [
        '.local/share/pnpm/node_modules/pnpm',
        '.nvm/versions/node/v22/bin',
        '.nvm/versions/node/v22/lib',
        '.pyenv/versions/3.12/bin',
        '.pyenv/versions/3.12/lib',
      ].map((path) => join(home, path)),
    );
    expect(Object.keys(found.programs)).toEqual(['pnpm']);
  });

  it('asks the program that pyenv would start where one version is set, and the stand-in where more is', async () => {
    const answer = ['bin/python3', '', '', '', 'none'].map((part) => join(home, '.pyenv/versions/3.12', part));
    const asked = (who: string) => `#!/bin/sh\necho ${who} >> "$PYENV_ROOT/asked"\necho '${JSON.stringify(answer)}'\n`;
    program('.pyenv/versions/3.12/bin/python3', asked('program'));
    program('.pyenv/shims/python3', asked('stand-in'));
    writeFileSync(join(home, '.pyenv/version'), '3.12\n');
    const found = await findHostToolchains(host);
    expect(found.binFolders).toContain(join(home, '.pyenv/versions/3.12/bin'));
    await findHostToolchains({ ...host, env: { ...host.env, PYENV_VERSION: '3.12:3.11' } });
    await findHostToolchains({ ...host, env: { ...host.env, PYENV_VERSION: '3' } });
    expect(readFileSync(join(home, '.pyenv/asked'), 'utf8').split('\n')).toEqual([
      'program',
      'stand-in',
      'stand-in',
      '',
    ]);
  });

  it('finds compilers behind a version manager, and nothing of the home folder beside them', async () => {
    const rust = join(home, '.rustup/toolchains/stable');
    program('.rustup/toolchains/stable/bin/cargo', '');
    program('.cargo/bin/rustc', `#!/bin/sh\n[ "$1 $2" = '--print sysroot' ] && echo ${rust}\n`);
    program('sdk/go1.22/bin/go', '');
    program('.local/bin/ruby', '');
    const path = `${home}/.cargo/bin:${home}/sdk/go1.22/bin:${host.env.PATH}`;
    const found = await findHostToolchains({ ...host, env: { ...host.env, PATH: path } });
    expect(found.binFolders).toEqual(expect.arrayContaining([join(rust, 'bin'), join(home, 'sdk/go1.22/bin')]));
    expect(found.paths).toEqual(expect.arrayContaining([rust, join(home, 'sdk/go1.22')]));
    const shown = [home, join(home, '.local'), join(home, '.cargo'), join(home, 'sdk')];
    expect(found.paths.filter((each) => shown.includes(each))).toEqual([]);
  });
});
