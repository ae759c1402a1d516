import type { Project } from '../domain/project.ts';
import type { ProjectCommand } from '../domain/toolchain.ts';
import { isRecord } from '../shared/json.ts';
import { folderOf } from '../shared/project-path.ts';
import { packageFolders, readNodePackage } from './node-package.ts';
import { hasFile, pathIn, textOf } from './project-files.ts';
import { quoteAll, quoteShell } from './shell-line.ts';
import { declaresWorkspace, isLernaOnly, workspaceRoot } from './workspace-members.ts';

type ManagerName = 'npm' | 'yarn' | 'pnpm' | 'bun';

interface PackageManager {
  readonly name: ManagerName;
  /** As declared in `packageManager`, without its hash; null when a lock file decided. */
  readonly version: string | null;
  readonly hasLock: boolean;
  readonly evidence: string;
}

/** How a Node project is installed. */
export interface NodeInstall {
  readonly command: ProjectCommand | null;
  readonly folders: readonly string[];
  readonly evidence: readonly string[];
  readonly manager: string;
}

const LOCK_FILES: readonly (readonly [file: string, manager: ManagerName])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

/** The installation of the package in `folder`: of its whole workspace when it is part of one. */
export function nodeInstall(project: Project, folder: string): NodeInstall {
  const root = workspaceRoot(project, folder);
  const packages = root === folder && !declaresWorkspace(project, root) ? [folder] : packageFolders(project, root);
  const folders = packages.map((each) => pathIn(each, 'node_modules'));
  const needed = packages.some((each) => (readNodePackage(project, each)?.dependencies.size ?? 0) > 0);
  const manager = detectManager(project, root);
  const { name, evidence } = manager;
  if (!needed) return { command: null, folders, evidence: ['package.json declares no dependencies'], manager: name };
  const install = installCommand(project, manager, root);
  const command = isLernaOnly(project, root) && packages.length > 1 ? withBootstrap(install) : install;
  return { command, folders, evidence: [evidence], manager: name };
}

/** Lerna before its version 7 installs and links the packages by itself. */
function withBootstrap({ argv, ...install }: ProjectCommand): ProjectCommand {
  const display = `${install.display} && npx lerna bootstrap`;
  return { ...install, argv: ['sh', '-c', `${quoteAll(argv)} && npx --no-install lerna bootstrap`], display };
}

/** The `packageManager` field, then a lock file, each looked for in the folder and those above it; then npm. */
function detectManager(project: Project, folder: string): PackageManager {
  const above = [folder];
  for (let parent = folder; parent !== ''; ) {
    parent = folderOf(parent);
    above.push(parent);
  }
  for (const each of above) {
    const declared = declaredManager(project, each);
    if (declared !== null) return declared;
  }
  for (const each of above) {
    const lock = LOCK_FILES.find(([file]) => hasFile(project, pathIn(each, file)));
    if (lock === undefined) continue;
    const [file, name] = lock;
    // A lock file further up says which manager it is, and nothing of this package.
    return { name, version: null, hasLock: each === folder, evidence: `${pathIn(each, file)} means ${name}` };
  }
  return { name: 'npm', version: null, hasLock: false, evidence: 'no lock file: npm install' };
}

/** `packageManager`, or `devEngines.packageManager` (https://docs.npmjs.com/cli/configuring-npm/package-json#devengines). */
function declaredManager(project: Project, folder: string): PackageManager | null {
  const manifest = readNodePackage(project, folder)?.manifest;
  const field = manifest?.packageManager;
  const engines = isRecord(manifest?.devEngines) ? manifest.devEngines.packageManager : undefined;
  const [engine] = [engines].flat().filter(isRecord);
  const declared = typeof field === 'string' ? field : `${engine?.name}@${engine?.version ?? ''}`;
  const found = /^(npm|yarn|pnpm|bun)@(?:\D*(\d[\w.-]*))?/.exec(declared);
  if (found === null) return null;
  const name = found[1] as ManagerName;
  const hasLock = LOCK_FILES.some(([file, manager]) => manager === name && hasFile(project, pathIn(folder, file)));
  const key = typeof field === 'string' ? 'packageManager' : 'devEngines';
  return { name, version: found[2] ?? null, hasLock, evidence: `${key} in package.json says ${name}` };
}

function installCommand(project: Project, manager: PackageManager, cwd: string): ProjectCommand {
  if (manager.name === 'npm') {
    // Without a lock file npm would leave one behind that the project does not have.
    const words = manager.hasLock ? ['ci'] : ['install', '--no-package-lock'];
    const display = manager.hasLock ? 'npm ci' : 'npm install';
    return { argv: ['npm', ...words, '--no-audit', '--no-fund'], cwd, env: {}, display };
  }
  const isBerry = manager.name === 'yarn' && isYarnBerry(project, manager, cwd);
  const words = ['install', ...(manager.hasLock ? [isBerry ? '--immutable' : '--frozen-lockfile'] : [])];
  const wanted = manager.version ?? (isBerry ? 'berry' : null);
  const packageName = isBerry ? '@yarnpkg/cli-dist' : manager.name;
  const specifier = `${packageName}${wanted === null || wanted === 'berry' ? '' : `@${wanted}`}`;
  // Where the manager is not on this machine, npm brings it.
  const script = `command -v ${manager.name} >/dev/null 2>&1 && exec ${manager.name} "$@"; exec npm exec --yes --package=${quoteShell(specifier)} -- ${manager.name} "$@"`;
  return {
    argv: ['sh', '-c', script, manager.name, ...words],
    cwd,
    env: isBerry ? berryVariables(manager.hasLock) : {},
    display: [manager.name, ...words].join(' '),
  };
}

/** Plug'n'Play keeps no `node_modules`, where runners are looked for; on CI no lock file would be made. */
function berryVariables(hasLock: boolean): Readonly<Record<string, string>> {
  const variables = { YARN_NODE_LINKER: 'node-modules', YARN_ENABLE_TELEMETRY: '0' };
  return hasLock ? variables : { ...variables, YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' };
}

function isYarnBerry(project: Project, manager: PackageManager, folder: string): boolean {
  if (manager.version !== null) return !/^[01]\./.test(manager.version);
  if (hasFile(project, pathIn(folder, '.yarnrc.yml'))) return true;
  return textOf(project, pathIn(folder, 'yarn.lock'))?.includes('__metadata:') ?? false;
}
