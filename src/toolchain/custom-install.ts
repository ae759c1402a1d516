import type { ProjectCommand, ToolchainOverrides } from '../domain/toolchain.ts';

/** The installation that the user gave; null when none was given or none shall be made. */
export function customInstall(overrides: ToolchainOverrides): ProjectCommand | null {
  const line = overrides.installCommand;
  if (line === null || !overrides.install) return null;
  return { argv: ['sh', '-c', line], cwd: '', env: {}, display: line };
}
