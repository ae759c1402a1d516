import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../domain/sandbox.ts';
import { answerCacheInfo } from '../llm/answer-cache.ts';
import { configuredProviders } from '../llm/configured-providers.ts';
import { openProviderMemory } from '../llm/provider-memory.ts';
import { PROVIDERS } from '../llm/providers.ts';
import { chooseSandbox } from '../sandbox/sandboxes.ts';
import { writeTextAtomically } from '../shared/atomic-write.ts';
import { makeFolder } from '../shared/make-folder.ts';
import { newSyntaxErrors } from '../syntax/syntax-problems.ts';
import { stateFolderOf } from './default-options.ts';

/** `broken`: a run cannot work. `limited`: it works with less. */
export type Health = 'well' | 'limited' | 'broken';

export interface CheckResult {
  readonly name: string;
  readonly health: Health;
  /** What was found. */
  readonly finding: string;
  /** What to do about it; null when all is well. */
  readonly remedy: string | null;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As `process.versions.node`. */
  readonly nodeVersion: string;
  readonly platform: string;
}

/** Finds out one thing about the machine. Never rejects. */
interface MachineCheck {
  readonly name: string;
  look(surroundings: Surroundings): Promise<readonly Omit<CheckResult, 'name'>[]>;
}

const well = (finding: string) => [{ health: 'well', finding, remedy: null }] as const;
const limited = (finding: string, remedy: string) => [{ health: 'limited', finding, remedy }] as const;
const broken = (finding: string, remedy: string) => [{ health: 'broken', finding, remedy }] as const;

const LEAST_NODE = [20, 12] as const;

const node: MachineCheck = {
  name: 'node',
  async look({ nodeVersion }) {
    const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
    const isNew = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
    return isNew ? well(nodeVersion) : broken(nodeVersion, `Install Node ${LEAST_NODE.join('.')} or newer.`);
  },
};

const platform: MachineCheck = {
  name: 'platform',
  async look({ platform: name }) {
    if (name === 'linux') return well(name);
    return limited(name, 'autofix is tested on Linux; elsewhere the tests run without a sandbox.');
  },
};

const sandbox: MachineCheck = {
  name: 'sandbox',
  async look() {
    const chosen = await chooseSandbox('auto');
    if (chosen.warning === null) return well(chosen.sandbox.isolation);
    return limited('none: the tests of a project can reach the network and your files', chosen.warning);
  },
};

const stateFolder: MachineCheck = {
  name: 'state',
  async look({ env }) {
    const folder = stateFolderOf(env);
    const probe = join(folder, '.writable');
    makeFolder(folder);
    await writeTextAtomically(probe, '');
    await rm(probe, { force: true });
    return well(folder);
  },
};

const parsers: MachineCheck = {
  name: 'parsers',
  async look() {
    const errors = await newSyntaxErrors('typescript', '', 'export const answer: number = 42;\n');
    return errors.length === 0
      ? well('tree-sitter works')
      : broken('a sound text has errors', 'Install autofix again.');
  },
};

const keys: MachineCheck = {
  name: 'keys',
  async look({ env }) {
    const { configured } = configuredProviders(
      PROVIDERS.map(({ name }) => name),
      env,
    );
    const names = configured.filter((one) => one.keys.some((key) => key !== '')).map((one) => one.provider.name);
    if (names.length === 0) {
      return limited(
        'none: the offline engine works alone',
        'Set GEMINI_API_KEY or GROQ_API_KEY; autofix ping checks them.',
      );
    }
    return well(`${names.join(', ')}; autofix ping asks each`);
  },
};

const quotas: MachineCheck = {
  name: 'quotas',
  async look({ env }) {
    const memory = await openProviderMemory(stateFolderOf(env));
    const out = memory.outages(Date.now());
    if (out.length === 0) return well('none is known to be out');
    const words = out.map(({ fault, model, until }) => {
      return `${model} ${fault}${until === null ? '' : ` until ${new Date(until).toISOString()}`}`;
    });
    return limited(words.join('; '), 'autofix providers tells more; --fresh asks all the same.');
  },
};

const answers: MachineCheck = {
  name: 'cache',
  async look({ env }) {
    const { entries, bytes } = await answerCacheInfo(stateFolderOf(env));
    return well(`${entries} kept answers, ${(bytes / 1000).toFixed(1)} kB`);
  },
};

/** Programs that projects need, by the words that make them tell their version. */
const RUNNERS: readonly { readonly name: string; readonly argv: readonly string[] }[] = [
  { name: 'npm', argv: ['npm', '--version'] },
  { name: 'python3', argv: ['python3', '--version'] },
  { name: 'pytest', argv: ['python3', '-m', 'pytest', '--version'] },
  { name: 'go', argv: ['go', 'version'] },
  { name: 'cargo', argv: ['cargo', '--version'] },
  { name: 'java', argv: ['java', '-version'] },
  { name: 'ruby', argv: ['ruby', '--version'] },
  { name: 'php', argv: ['php', '--version'] },
  { name: 'perl', argv: ['perl', '-e', 'print $^V'] },
  { name: 'make', argv: ['make', '--version'] },
];

const runners: MachineCheck = {
  name: 'runners',
  async look({ env }) {
    const { sandbox: chosen } = await chooseSandbox('auto');
    const folder = await mkdtemp(join(env.TMPDIR ?? '/tmp', 'autofix-doctor-'));
    try {
      const found = await Promise.all(RUNNERS.map((runner) => versionOf(chosen, folder, runner.name, runner.argv)));
      const present = found.filter((words) => words !== null);
      if (present.length > 0) return well(present.join('; '));
      return limited('no test runner was found', 'Install what your projects need, for example npm or python3.');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function versionOf(
  chosen: Sandbox,
  workspace: string,
  name: string,
  argv: readonly string[],
): Promise<string | null> {
  const { signal } = new AbortController();
  const common = { workspace, scratch: null, cwd: '', env: {}, network: false, timeoutMs: 10_000, signal };
  const { exitCode, stdout, stderr } = await chosen.run({ ...common, argv });
  if (exitCode !== 0) return null;
  const version = /\d+\.\d+(\.\d+)?/.exec(stdout + stderr)?.[0];
  return version === undefined ? name : `${name} ${version}`;
}

const CHECKS: readonly MachineCheck[] = [node, platform, sandbox, stateFolder, parsers, keys, quotas, answers, runners];

/** Looks at everything, whatever fails. Asks no provider. */
export async function checkMachine(surroundings: Surroundings): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of CHECKS) {
    try {
      for (const result of await check.look(surroundings)) results.push({ name: check.name, ...result });
    } catch (error) {
      const finding = error instanceof Error ? error.message : String(error);
      results.push({ name: check.name, health: 'broken', finding, remedy: 'See the message; a run would fail too.' });
    }
  }
  return results;
}
