import { describe, expect, it } from '@jest/globals';
import { manifest, planOf } from './plan-of.ts';

const install = (files: Record<string, string>, more: object = {}, overrides = {}) =>
  planOf({ 'package.json': manifest('mocha', ['mocha'], more), ...files }, overrides).install;

describe('installation of Node projects', () => {
  it.each([
    ['package-lock.json', '{}', 'npm ci'],
    ['npm-shrinkwrap.json', '{}', 'npm ci'],
    ['pnpm-lock.yaml', '', 'pnpm install --frozen-lockfile'],
    ['yarn.lock', '# yarn lockfile v1\n', 'yarn install --frozen-lockfile'],
    ['yarn.lock', '__metadata:\n  version: 8\n', 'yarn install --immutable'],
    ['bun.lock', '', 'bun install --frozen-lockfile'],
    ['README.md', '', 'npm install'],
  ])('%s %j', (file, content, display) => {
    expect(install({ [file]: content })?.display).toBe(display);
  });

  it('lets packageManager decide before lock files', () => {
    const more = { packageManager: 'pnpm@9.1.0+sha512.abc' };
    const command = install({ 'package-lock.json': '{}', 'pnpm-lock.yaml': '' }, more);
    expect(command?.display).toBe('pnpm install --frozen-lockfile');
    expect(command?.argv[2]).toContain('--package=pnpm@9.1.0 ');
  });

  it('lets Yarn make a lock file, which it would not on CI', () => {
    const more = { packageManager: 'yarn@4.5.3' };
    expect(install({}, more)?.env).toMatchObject({ YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' });
    expect(install({ 'yarn.lock': '__metadata:\n' }, more)?.env).not.toHaveProperty('YARN_ENABLE_IMMUTABLE_INSTALLS');
  });

  it('installs nothing for a project without dependencies', () => {
    const plan = planOf({ 'package.json': manifest('node --test') });
    expect(plan.install).toBeNull();
    expect(plan.evidence).toContain('package.json declares no dependencies');
  });

  it('obeys the overrides', () => {
    expect(install({}, {}, { install: false })).toBeNull();
    expect(install({}, {}, { installCommand: 'make deps' })).toMatchObject({
      argv: ['sh', '-c', 'make deps'],
      display: 'make deps',
    });
    expect(install({}, {}, { install: false, installCommand: 'make deps' })).toBeNull();
  });

  it('installs a workspace from its root and keeps the folders of all packages', () => {
    const plan = planOf({
      'package.json': manifest('npm test --workspaces', [], { workspaces: ['packages/*'] }),
      'package-lock.json': '{}',
      'packages/a/package.json': manifest('jest', ['jest']),
      'packages/b/package.json': manifest(null),
    });
    expect(plan.install).toMatchObject({ display: 'npm ci', cwd: '' });
    expect(plan.installedFolders).toEqual(['node_modules', 'packages/a/node_modules', 'packages/b/node_modules']);
  });
});
