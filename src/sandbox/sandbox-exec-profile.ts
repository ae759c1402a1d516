/** What a command under macOS's sandbox-exec may touch. Host paths, links resolved. */
export interface SeatbeltRequest {
  readonly network: boolean;
  /** May be read and written: work copy, scratch folder, home folder. */
  readonly writable: readonly string[];
  /** May be read besides the system: toolchains, settings of registries. */
  readonly readable: readonly string[];
}

/** The system's own folders, and where its package managers put programs. None of them is the person's. */
const SYSTEM_FOLDERS = [
  ...['/usr', '/bin', '/sbin', '/System', '/Library', '/opt/homebrew', '/opt/local', '/nix/store', '/dev'],
  ...[
    '/private/etc',
    '/private/var/db/timezone',
    '/private/var/select',
    '/private/var/db/dyld',
    '/Applications/Xcode.app',
  ],
];

/** Settings in those folders that may hold tokens. */
const HIDDEN_FOLDERS = ['/private/etc/ssh', '/Library/Keychains', '/opt/homebrew/etc', '/usr/local/etc'];

const DEVICES = ['/dev/null', '/dev/zero', '/dev/tty', '/dev/dtracehelper', '/dev/random', '/dev/urandom'];

/**
 * The profile in the language of sandbox-exec(1), deny by default. Later rules win. Loopback always works: tests start
 * servers. What it leaves open is told in the sandbox's own statement.
 */
export function seatbeltProfile({ network, writable, readable }: SeatbeltRequest): string {
  const below = (paths: readonly string[]) => paths.map((path) => `(subpath ${quoted(path)})`).join(' ');
  return [
    '(version 1)',
    '(deny default)',
    '(allow process-fork process-exec process-info* sysctl-read mach-lookup ipc-posix* ipc-sysv* system-socket pseudo-tty)',
    '(allow signal process-info* (target same-sandbox))',
    '(allow file-read-metadata)',
    `(allow file-read* (literal "/") ${below([...SYSTEM_FOLDERS, ...readable, ...writable])})`,
    `(deny file-read* ${below(HIDDEN_FOLDERS)})`,
    // A registry's certificates and the toolchains may lie below what was hidden.
    ...(readable.length === 0 ? [] : [`(allow file-read* ${below(readable)})`]),
    `(allow file-write* ${below(writable)} ${DEVICES.map((path) => `(literal ${quoted(path)})`).join(' ')})`,
    '(allow file-ioctl (subpath "/dev"))',
    network ? '(allow network*)' : '(allow network* (local ip "localhost:*") (remote ip "localhost:*"))',
    ...(network ? [] : [`(allow network* ${below(writable)})`]),
    '',
  ].join('\n');
}

/** As a string of the profile's language; a path with a control character is none that we made. */
function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
