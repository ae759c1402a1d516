import { detectToolchain } from '../toolchain/detect-toolchain.ts';
import { defaultOptions } from './default-options.ts';
import { openInput } from './steps/1-open-project.ts';

/** How the project of a folder is installed and tested, as a person would type it. */
export interface FolderPlan {
  readonly toolchain: string;
  readonly language: string;
  /** null when nothing has to be installed. */
  readonly install: string | null;
  readonly test: string;
}

/** Runs nothing of the project. Throws an `AutofixError` (`toolchain-unknown`) when it is of no known kind. */
export async function planOfFolder(folder: string, signal: AbortSignal): Promise<FolderPlan> {
  const { project } = await openInput({ ...defaultOptions(folder), dryRun: true }, signal);
  const plan = detectToolchain(project, null, { testCommand: null, installCommand: null, install: true });
  const { toolchain, language, install } = plan;
  const { display: test } = plan.test({ kind: 'all' }, { folder: '/scratch', nonce: 'NONCE' });
  return { toolchain, language, install: install?.display ?? null, test };
}
