import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { type FolderPlan, planOfFolder } from '../pipeline/plan-of-folder.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { packageVersion } from '../shared/package-version.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { printResult } from './print.ts';
import { CI_SYSTEMS, type CiSystem, starterFiles } from './starter-files.ts';

interface InitFlags {
  readonly ci?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `autofix init`: gives the exit code. Files that are there stay, unless `--force` is given. */
export async function initCommand(folder: string, flags: InitFlags): Promise<number> {
  const ci = ciSystem(folder, flags.ci);
  const plan = await knownPlan(folder);
  const files = starterFiles(plan, ci).map((file) => {
    return { ...file, kept: flags.force !== true && existsSync(join(folder, file.path)) };
  });
  if (flags.dryRun !== true) {
    for (const { path, content } of files.filter(({ kept }) => !kept)) write(join(folder, path), content);
  }
  if (flags.json === true) {
    printResult(JSON.stringify({ folder: resolve(folder), ci, toolchain: plan?.toolchain ?? null, files }, null, 2));
    return EXIT.fixed;
  }
  const verb = flags.dryRun === true ? 'would write' : 'wrote';
  const lines = [
    plan === null ? 'tests    not found out: fill in the test command' : `tests    ${plan.toolchain}: ${plan.test}`,
    ...files.map(({ path, kept }) => (kept ? `kept     ${path} (--force replaces it)` : `${verb}    ${path}`)),
    ...next(ci),
  ];
  printResult(safeForTerminal(lines.join('\n')));
  return EXIT.fixed;
}

function next(ci: CiSystem): string[] {
  const step = (text: string) => `next     ${text}`;
  const pack = step(
    `put ci/autofix-${packageVersion()}.tgz into the repository: npm pack in a clone of autofix makes it`,
  );
  if (ci === 'none') return [step('autofix run . --dry-run')];
  if (ci === 'gitlab') return [pack, step('add to .gitlab-ci.yml: include: autofix.gitlab-ci.yml')];
  return [pack, step('in the settings of the repository, let actions create pull requests')];
}

async function knownPlan(folder: string): Promise<FolderPlan | null> {
  try {
    return await planOfFolder(folder, new AbortController().signal);
  } catch (error) {
    if (error instanceof AutofixError && error.code === 'toolchain-unknown') return null;
    throw error;
  }
}

function ciSystem(folder: string, asked: string | undefined): CiSystem {
  if (asked === undefined) return existsSync(join(folder, '.gitlab-ci.yml')) ? 'gitlab' : 'github';
  const known = CI_SYSTEMS.find((name) => name === asked);
  if (known !== undefined) return known;
  const nearest = nearestName(asked, CI_SYSTEMS);
  throw new AutofixError(`--ci: there is no pipeline for ${JSON.stringify(asked)}`, {
    code: 'usage',
    exitCode: EXIT.usage,
    hint: nearest === null ? `Choose one of ${CI_SYSTEMS.join(', ')}.` : `Did you mean ${nearest}?`,
  });
}

function write(file: string, content: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch (cause) {
    throw new AutofixError(`Cannot write ${file}: ${(cause as Error).message}`, {
      code: 'output-unwritable',
      exitCode: EXIT.usage,
      hint: 'Name a folder that you may write to.',
      cause,
    });
  }
}
