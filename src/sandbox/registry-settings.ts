import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from './host.ts';

/** What an installation needs to reach the registries as the user does. */
export interface RegistrySettings {
  readonly env: Readonly<Record<string, string>>;
  /** Files and folders of the machine that the settings name; to be made readable. */
  readonly paths: readonly string[];
}

/** Settings of npm that say where and how to fetch. No credential is among them. */
const NPM_KEYS = new Set([
  ...['registry', 'ca', 'cafile', 'strict-ssl', 'proxy', 'https-proxy', 'noproxy', 'maxsockets', 'nodedir'],
  ...['fetch-retries', 'fetch-retry-factor', 'fetch-retry-mintimeout', 'fetch-retry-maxtimeout', 'fetch-timeout'],
  ...['replace-registry-host', 'omit-lockfile-registry-resolved', 'legacy-peer-deps', 'prefer-offline'],
]);

/** The same for pip. */
const PIP_KEYS = new Set([
  ...['index-url', 'extra-index-url', 'find-links', 'no-index', 'trusted-host', 'cert', 'proxy'],
  ...['timeout', 'default-timeout', 'retries', 'prefer-binary', 'only-binary', 'constraint'],
]);

/** Variables of the network and of other package managers. */
const PASSED = new Set([
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'],
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO'],
  ...['YARN_REGISTRY', 'YARN_NPM_REGISTRY_SERVER', 'BUN_CONFIG_REGISTRY', 'COREPACK_NPM_REGISTRY'],
  ...['GOPROXY', 'GOSUMDB', 'GONOSUMDB', 'CARGO_REGISTRIES_CRATES_IO_PROTOCOL', 'BUNDLE_MIRROR__ALL'],
  ...['UV_INDEX_URL', 'UV_DEFAULT_INDEX', 'UV_EXTRA_INDEX_URL', 'UV_FIND_LINKS'],
]);

/**
 * Registry, proxy and certificate settings out of the environment, the npmrc files and the pip configuration.
 * Credentials stay behind, those inside addresses (`https://user:token@host`) too: code of the project runs during an
 * installation and could send them anywhere.
 */
export function registrySettings(host: Host): RegistrySettings {
  const env: Record<string, string> = {};
  for (const file of npmrcFiles(host)) addNpmSettings(env, file);
  for (const file of pipFiles(host)) addPipSettings(env, file);
  for (const [name, value] of Object.entries(host.env)) {
    if (value === undefined || value === '') continue;
    const npmKey = /^npm_config_(.+)$/i.exec(name)?.[1]?.toLowerCase().replaceAll('_', '-');
    const pipKey = /^PIP_(.+)$/.exec(name)?.[1]?.toLowerCase().replaceAll('_', '-');
    if (npmKey !== undefined && isNpmKey(npmKey)) env[npmVariable(npmKey)] = value;
    else if (PASSED.has(name) || (pipKey !== undefined && PIP_KEYS.has(pipKey))) env[name] = value;
  }
  for (const [name, value] of Object.entries(env)) env[name] = withoutCredentials(value);
  const paths = new Set(Object.values(env).flatMap((value) => namedPaths(value)));
  return { env, paths: [...paths].filter((path) => isSafeToShow(path, host)) };
}

function npmrcFiles(host: Host): string[] {
  const prefix = dirname(dirname(realPath(host.nodePath)));
  const user = host.env.NPM_CONFIG_USERCONFIG ?? host.env.npm_config_userconfig ?? join(host.homeFolder, '.npmrc');
  return [join(prefix, 'etc', 'npmrc'), user];
}

function pipFiles(host: Host): string[] {
  const configFolder = host.env.XDG_CONFIG_HOME ?? join(host.homeFolder, '.config');
  const files = [
    join(host.etcFolder, 'pip.conf'),
    join(host.homeFolder, '.pip', 'pip.conf'),
    join(configFolder, 'pip', 'pip.conf'),
  ];
  return host.env.PIP_CONFIG_FILE === undefined ? files : [...files, host.env.PIP_CONFIG_FILE];
}

/** npmrc is `key = value`, a line each (https://docs.npmjs.com/cli/configuring-npm/npmrc). */
function addNpmSettings(env: Record<string, string>, file: string): void {
  for (const line of textOf(file).split(/\r?\n/)) {
    const [, key = '', value = ''] = /^\s*([^=;#\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    // `${NAME}` stands for a variable, as a rule a secret one.
    if (isNpmKey(key) && value !== '' && !value.includes('${')) env[npmVariable(key)] = value.replace(/^"(.*)"$/, '$1');
  }
}

function isNpmKey(key: string): boolean {
  return NPM_KEYS.has(key) || /^@[\w.~-]+:registry$/.test(key);
}

function npmVariable(key: string): string {
  return `npm_config_${key.startsWith('@') ? key : key.replaceAll('-', '_')}`;
}

/** pip.conf is an INI file; a value may go on in indented lines. */
function addPipSettings(env: Record<string, string>, file: string): void {
  let section = '';
  let name: string | null = null;
  for (const line of textOf(file).split(/\r?\n/)) {
    const [, key, value = ''] = /^([\w-]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (/^\s*([#;]|$)/.test(line)) continue;
    if (line.startsWith('[')) section = line.trim();
    else if (/^\s/.test(line) && name !== null) env[name] = `${env[name]} ${line.trim()}`.trim();
    else {
      const isWanted = key !== undefined && PIP_KEYS.has(key) && /^\[(global|install)\]$/.test(section);
      name = isWanted ? `PIP_${key.toUpperCase().replaceAll('-', '_')}` : null;
      if (name !== null) env[name] = value;
    }
  }
}

function withoutCredentials(value: string): string {
  return value.replace(/(\w+:\/\/)[^/\s@]*@/g, '$1');
}

/** Absolute paths and `file://` addresses in a value. */
function namedPaths(value: string): string[] {
  return value.split(/\s+/).flatMap((word) => {
    const path = word.startsWith('file://') ? filePath(word) : word;
    if (path === null || !isAbsolute(path) || !existsSync(path)) return [];
    // The pages of a package index (PEP 503) link to files beside its `simple` folder.
    return [/\/simple\/?$/.test(path) ? dirname(path.replace(/\/$/, '')) : path];
  });
}

function filePath(address: string): string | null {
  try {
    return fileURLToPath(address);
  } catch {
    return null;
  }
}

/** Never the home folder itself or anything around it. */
function isSafeToShow(path: string, host: Host): boolean {
  const [real, home] = [realPath(path), realPath(host.homeFolder)];
  return real !== '/' && real !== home && !home.startsWith(`${real}/`);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
