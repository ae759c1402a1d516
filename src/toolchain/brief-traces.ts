import type { TestCommand } from '../domain/toolchain.ts';

/**
 * The command with traces as the interpreter prints them. pytest's own show a source line for each frame: those of a recursion
 * that never ends, a thousand deep, take it a dozen times as long as the tests themselves.
 */
export function withBriefTraces(toolchain: string, command: TestCommand): TestCommand {
  if (toolchain !== 'pytest') return command;
  const { PYTEST_ADDOPTS: options } = command.env;
  return { ...command, env: { ...command.env, PYTEST_ADDOPTS: [options, '--tb=native'].filter(Boolean).join(' ') } };
}
