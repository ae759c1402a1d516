import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Host, thisHost } from '../../src/sandbox/host.ts';
import { registrySettings } from '../../src/sandbox/registry-settings.ts';

describe('registrySettings', () => {
  let folder: string;
  let host: Host;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
    for (const each of ['home/.config/pip', 'node/bin', 'node/etc', 'mirror/simple', 'wheels'])
      mkdirSync(join(folder, each), { recursive: true });
    writeFileSync(join(folder, 'node/bin/node'), '');
    writeFileSync(join(folder, 'ca.pem'), '');
    host = {
      ...thisHost(),
      env: {},
      homeFolder: join(folder, 'home'),
      etcFolder: folder,
      nodePath: join(folder, 'node/bin/node'),
    };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, ...lines: string[]) => writeFileSync(join(folder, path), lines.join('\n'));
  const settings = (env: Record<string, string> = {}) => registrySettings({ ...host, env });

  it('takes registries and certificates out of the npmrc files, and no credential', () => {
    write('node/etc/npmrc', `cafile=${folder}/ca.pem`, 'registry=https://global.example/');
    write(
      'home/.npmrc',
      '; comment',
      'registry = https://user:hunter22@npm.example/',
      '@acme:registry=https://acme.example/',
      '//npm.example/:_authToken=npm_secret',
      '_auth=c2VjcmV0',
      'email=me@example.org',
      `https-proxy=\${PROXY_WITH_PASSWORD}`,
      'prefix=/somewhere',
    );
    expect(settings()).toEqual({
      env: {
        npm_config_cafile: `${folder}/ca.pem`,
        npm_config_registry: 'https://npm.example/',
        'npm_config_@acme:registry': 'https://acme.example/',
      },
      paths: [join(folder, 'ca.pem')],
    });
  });

  it('reads the configuration of pip with its lists', () => {
    write(
      'home/.config/pip/pip.conf',
      '[global]',
      `find-links = ${folder}/wheels`,
      'extra-index-url =',
      `    file://${folder}/mirror/simple`,
      '    https://token:secret@pypi.example/simple',
      '[list]',
      'timeout = 5',
    );
    const { env, paths } = settings();
    expect(env).toMatchObject({
      PIP_FIND_LINKS: join(folder, 'wheels'),
      PIP_EXTRA_INDEX_URL: `file://${folder}/mirror/simple https://pypi.example/simple`,
    });
    expect(env.PIP_TIMEOUT).toBeUndefined();
    expect(paths).toEqual(expect.arrayContaining([join(folder, 'wheels'), join(folder, 'mirror')]));
  });

  it('lets the environment win and passes proxies without their passwords', () => {
    write('home/.npmrc', 'registry=https://file.example/');
    const { env } = settings({
      npm_config_registry: 'https://environment.example/',
      npm_config_cache: '/home/somebody/.npm',
      NPM_CONFIG__AUTH: 'c2VjcmV0',
      NPM_TOKEN: 'npm_secret',
      HTTPS_PROXY: 'http://me:secret@proxy.example:3128',
      PIP_INDEX_URL: 'https://pypi.example/simple',
      GEMINI_API_KEY: 'secret',
    });
    expect(env).toMatchObject({
      npm_config_registry: 'https://environment.example/',
      HTTPS_PROXY: 'http://proxy.example:3128',
      PIP_INDEX_URL: 'https://pypi.example/simple',
    });
    expect(JSON.stringify(env)).not.toMatch(/secret|c2VjcmV0|somebody/);
  });

  it('never shows the home folder itself', () => {
    expect(settings({ SSL_CERT_DIR: join(folder, 'home'), PIP_FIND_LINKS: '/' }).paths).toEqual([]);
  });
});
