import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { HostToolchains } from './host-toolchains.ts';
import { phpSettings } from './language-homes.ts';
import type { SandboxLimits } from './sandbox-limits.ts';

/** Where a command finds its folders. */
export const WORK_FOLDER = '/work';
export const SCRATCH_FOLDER = '/scratch';
export const HOME_FOLDER = '/home/user';
export const PROGRAM_FOLDER = '/opt/autofix/bin';

/** The id that commands have inside. */
const INNER_ID = '1000';

/**
 * The id that commands have outside when autofix itself runs as root: nobody's. With root's own id resource limits on
 * processes would not hold, files that only root may read could be read, and /proc/sys could be written.
 */
export const OUTER_ID = 64_123;

/**
 * How the contained user is made. `user`: by a user namespace, as any user. For root: `drop` gives up root's id first
 * and then does the same; `drop-only` does without the second step, where user namespaces are forbidden to others.
 */
export type Confinement = 'user' | 'user-plain' | 'drop' | 'drop-only';

export interface ProfileRequest {
  readonly confinement: Confinement;
  readonly network: boolean;
  /** Host paths; null scratch: none. */
  readonly workspace: string;
  readonly scratch: string | null;
  /** Host folder behind the home folder; null: in memory. */
  readonly home: string | null;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly toolchains: HostToolchains;
  /** Further host paths to be readable. */
  readonly readable: readonly string[];
  readonly limits: SandboxLimits;
  /** See `seccompFilter`; null: none. */
  readonly filter: Uint8Array | null;
}

/** bwrap's options, and the contents of the files that they read from descriptors 4, 5, … (3 has the options). */
export interface Profile {
  readonly options: readonly string[];
  readonly files: readonly Uint8Array[];
}

const NAMESPACES = ['--unshare-ipc', '--unshare-pid', '--unshare-uts', '--unshare-cgroup-try'];
const ENDINGS = ['--die-with-parent', '--new-session'];
const USER = ['--unshare-user', '--uid', INNER_ID, '--gid', INNER_ID];
const NO_MORE_USERS = ['--disable-userns', '--assert-userns-disabled'];

/** Harmless, and missed by ordinary programs: alternatives, the linker's cache, time zone, well-known names. */
const ETC_FILES = [
  ...['alternatives', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'timezone', 'mime.types', 'services', 'protocols'],
  ...['ssl/certs', 'ssl/openssl.cnf', 'pki/ca-trust/extracted', 'pki/tls/certs', 'crypto-policies', 'ca-certificates'],
  ...['os-release', 'debian_version', 'fonts', 'gai.conf'],
  ...['java-11-openjdk', 'java-17-openjdk', 'java-21-openjdk', 'maven/m2.conf', 'maven/logging'],
];

const HOSTS = '127.0.0.1 localhost\n::1 localhost ip6-localhost\n';
const NSSWITCH = 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n';

/** The whole profile of a command. */
export function bubblewrapProfile(request: ProfileRequest): Profile {
  const id = request.confinement === 'drop-only' ? String(OUTER_ID) : INNER_ID;
  const generated: [path: string, text: string][] = [
    ['/etc/passwd', `root:x:0:0:root:/root:/bin/sh\nuser:x:${id}:${id}:user:${HOME_FOLDER}:/bin/sh\n`],
    ['/etc/group', `root:x:0:\nuser:x:${id}:\n`],
    ['/etc/nsswitch.conf', NSSWITCH],
    ...(request.network ? [] : ([['/etc/hosts', HOSTS]] as [string, string][])),
  ];
  const options = [
    ...NAMESPACES,
    ...ENDINGS,
    ...(request.network ? [] : ['--unshare-net']),
    ...['--hostname', 'sandbox', '--cap-drop', 'ALL'],
    ...privileges(request.confinement),
    ...systemFolders(),
    // With root's own id outside, the machine's settings could be written. The second step of `drop` needs them.
    ...(request.confinement === 'drop' ? [] : ['--ro-bind', '/proc/sys', '/proc/sys']),
    ...generated.flatMap(([path], index) => ['--perms', '0644', '--ro-bind-data', String(index + 4), path]),
    ...(request.network ? networkFiles() : []),
    ...temporaryFolders(request),
    ...toolchainFolders(request),
    ...['--bind', request.workspace, WORK_FOLDER],
    ...(request.scratch === null ? [] : ['--bind', request.scratch, SCRATCH_FOLDER]),
    // Root without its capabilities may not enter folders that others have shut: the inner user does.
    ...['--remount-ro', '/', '--chdir', isDropping(request.confinement) ? '/' : innerFolder(request.cwd)],
    ...(request.filter === null ? [] : ['--seccomp', String(generated.length + 4)]),
    '--clearenv',
    ...Object.entries(request.env).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
  const files = generated.map(([, text]): Uint8Array => Buffer.from(text));
  return { options, files: request.filter === null ? files : [...files, request.filter] };
}

function innerFolder(cwd: string): string {
  return cwd === '' ? WORK_FOLDER : `${WORK_FOLDER}/${cwd}`;
}

/** Whether root's id is given up inside. */
export function isDropping(confinement: Confinement): boolean {
  return confinement === 'drop' || confinement === 'drop-only';
}

function privileges(confinement: Confinement): string[] {
  if (confinement === 'user') return [...USER, ...NO_MORE_USERS];
  if (confinement === 'user-plain') return USER;
  return ['--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID'];
}

/** Words before the command proper: how root's id is given up inside. */
export function stageWords(confinement: Confinement, cwd: string): string[] {
  if (!isDropping(confinement)) return [];
  const id = String(OUTER_ID);
  const drop = ['setpriv', '--reuid', id, '--regid', id, '--clear-groups', '--inh-caps=-all', '--'];
  if (confinement === 'drop-only') return [...drop, 'env', `--chdir=${innerFolder(cwd)}`];
  const view = ['--bind', '/', '/', '--dev-bind', '/dev', '/dev', '--chdir', innerFolder(cwd)];
  return [...drop, 'bwrap', ...USER, ...NO_MORE_USERS, '--cap-drop', 'ALL', '--die-with-parent', ...view, '--'];
}

/** /usr and what leads there, as this machine has it; settings below it may hold tokens and are covered. */
function systemFolders(): string[] {
  const options = ['--ro-bind', '/usr', '/usr'];
  for (const folder of ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']) {
    const link = linkTarget(folder);
    if (link !== null) options.push('--symlink', link, folder);
    else if (existsSync(folder)) options.push('--ro-bind', folder, folder);
  }
  for (const folder of ['/usr/etc', '/usr/local/etc']) if (existsSync(folder)) options.push('--tmpfs', folder);
  options.push(...readableFolders([...ETC_FILES.map((name) => `/etc/${name}`), ...phpSettings('/etc')]));
  // Programs read the zone's name out of the link.
  const zone = linkTarget('/etc/localtime');
  if (zone !== null) options.push('--symlink', zone, '/etc/localtime');
  else if (existsSync('/etc/localtime')) options.push('--ro-bind', '/etc/localtime', '/etc/localtime');
  return [...options, '--proc', '/proc', '--dev', '/dev'];
}

function networkFiles(): string[] {
  const options: string[] = [];
  for (const path of ['/etc/resolv.conf', '/etc/hosts']) {
    if (existsSync(path)) options.push('--ro-bind', realpathSync(path), path);
  }
  return options;
}

function temporaryFolders({ home, limits }: ProfileRequest): string[] {
  const memory = (path: string) => ['--perms', '1777', '--size', String(limits.temporaryFolder), '--tmpfs', path];
  return [
    ...memory('/tmp'),
    ...memory('/dev/shm'),
    ...['--perms', '0755', '--dir', '/home', '--perms', '0755', '--dir', '/var', '--symlink', '/tmp', '/var/tmp'],
    ...(home === null ? memory(HOME_FOLDER) : ['--bind', home, HOME_FOLDER]),
  ];
}

/** Toolchains at their own paths, and a folder with the programs that lie alone. */
function toolchainFolders({ toolchains, readable }: ProfileRequest): string[] {
  const certificates = (path: string) => path.startsWith('/etc/ssl/certs');
  const paths = [...toolchains.paths, ...readable.filter((path) => !certificates(path))];
  const options = readableFolders(paths);
  for (const [name, path] of Object.entries(toolchains.programs)) {
    options.push(...openFolder(PROGRAM_FOLDER), '--symlink', path, `${PROGRAM_FOLDER}/${name}`);
  }
  return options;
}

/** Binds what exists of `paths` at its own place. The folders around it are made here: nothing else of them is seen. */
function readableFolders(paths: readonly string[]): string[] {
  return [...new Set(paths)].flatMap((path) =>
    existsSync(path) ? [...openFolder(dirname(path)), '--ro-bind', path, path] : [],
  );
}

/** Folders that bwrap makes by itself on the way can be entered by root alone. Making one twice does no harm. */
function openFolder(folder: string): string[] {
  if (folder === '/' || folder === '/usr' || folder.startsWith('/usr/')) return [];
  return [...openFolder(dirname(folder)), '--perms', '0755', '--dir', folder];
}

function linkTarget(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null;
  } catch {
    return null;
  }
}
