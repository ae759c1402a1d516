import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { folderConfiguration } from '../../src/cli/configuration-files.ts';
import { configurationSchema } from '../../src/cli/configuration-schema.ts';
import { createDesk } from '../support/run-autofix.ts';

describe('the configuration of a folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'autofix-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  it.each([
    ['autofix.config.json', '{"$schema": "x", "attempts": 2}'],
    ['autofix.config.yaml', 'attempts: 2\n'],
    ['.autofixrc', '{"attempts": 2}'],
    ['.autofixrc', 'attempts: 2 # a comment\n'],
    ['.autofixrc.yml', 'attempts: 2\n'],
    ['package.json', '{"name": "x", "autofix": {"attempts": 2}}'],
  ])('is read from %s', async (name, text) => {
    write(name, text);
    expect(await folderConfiguration(folder, false)).toMatchObject({
      file: name,
      values: { attempts: 2 },
      withheld: null,
    });
  });

  it('is nothing in a folder without one, and never that of a folder above', async () => {
    write('autofix.config.json', '{"attempts": 2}');
    mkdirSync(join(folder, 'below'));
    const nothing = { file: null, values: {}, withheld: null };
    expect(await folderConfiguration(join(folder, 'below'), true)).toEqual(nothing);
    rmSync(join(folder, 'autofix.config.json'));
    write('package.json', '{"name": "x"}');
    expect(await folderConfiguration(folder, true)).toEqual(nothing);
  });

  it('may be empty, and must not be anything but options', async () => {
    write('.autofixrc', '');
    expect(await folderConfiguration(folder, true)).toMatchObject({ file: null, values: {} });
    for (const [text, told] of [
      ['[1]', 'does not hold an object'],
      ['{"atempts": 2}', 'unknown key "atempts"'],
      ['a: b: c', 'cannot be used'],
    ] as const) {
      write('.autofixrc', text);
      await expect(folderConfiguration(folder, true)).rejects.toMatchObject({
        code: 'configuration',
        exitCode: 2,
        message: expect.stringContaining(told),
      });
    }
    write('.autofixrc', '{"atempts": 2}');
    await expect(folderConfiguration(folder, true)).rejects.toMatchObject({ hint: 'Did you mean attempts?' });
  });

  it('that is a program is not run where the folder belongs to the project', async () => {
    const proof = join(folder, 'proof');
    write(
      'autofix.config.mjs',
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(proof)}, ''); export default {};`,
    );
    expect(await folderConfiguration(folder, false)).toEqual({
      file: null,
      values: {},
      withheld: 'autofix.config.mjs',
    });
    expect(existsSync(proof)).toBe(false);
  });
});

describe('autofix config', () => {
  it('runs TypeScript and JavaScript, puts the project before the user, and tells where each value came from', async () => {
    const desk = createDesk();
    try {
      const home = join(desk.folder, 'xdg');
      mkdirSync(join(home, 'autofix'), { recursive: true });
      writeFileSync(join(home, 'autofix', 'config.yaml'), 'attempts: 7\ncandidates: 4\nrepeat: 9\n');
      writeFileSync(
        join(desk.folder, 'autofix.config.ts'),
        `const attempts: number = 2;\nexport default { attempts, candidates: 3 };\n`,
      );
      const env = { XDG_CONFIG_HOME: home, AUTOFIX_CANDIDATES: '5' };
      const settings = JSON.parse((await desk.run(['config', '--json', '--max-cost', '1'], env)).stdout).settings;
      expect(settings).toMatchObject({
        attempts: { value: 2, source: { kind: 'configuration', name: 'attempts in autofix.config.ts' } },
        candidates: { value: 5, source: { kind: 'environment' } },
        repeat: { value: 9, source: { name: expect.stringContaining(join('autofix', 'config.yaml')) } },
        maxCost: { value: 1, source: { kind: 'flag' } },
        verify: { value: true, source: { kind: 'default' } },
      });
      const own = await desk.run(['config', '.'], env);
      expect(own.stdout).toContain('attempts         7');
      expect(own.stdout).toContain('autofix.config.ts is a program of the project under repair and is not run');
      rmSync(join(desk.folder, 'autofix.config.ts'));
      writeFileSync(join(desk.folder, 'autofix.config.cjs'), 'module.exports = { atempts: 1 };');
      expect(await desk.run(['config'], env)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('Did you mean attempts?'),
      });
    } finally {
      desk.dispose();
    }
  }, 60_000);
});

describe('the schema of the configuration', () => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(configurationSchema());

  it('takes what autofix takes, and refuses what it refuses', () => {
    for (const good of [
      {},
      { timeout: '5m', maxUnpacked: '2GiB', providers: 'gemini,groq' },
      { verify: false, report: ['a'] },
    ]) {
      expect(validate(good)).toBe(true);
    }
    for (const bad of [{ atempts: 1 }, { sandbox: 'some' }, { timeout: 'soon' }, { attempts: 0 }]) {
      expect(validate(bad)).toBe(false);
    }
  });
});
