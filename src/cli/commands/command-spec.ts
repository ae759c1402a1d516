import type { Clock } from '../../llm/clock.ts';
import type { OptionSpec } from '../option-table.ts';

/** One subcommand: `--help`, the shell completion and the manual page all come from here. */
export interface CommandSpec {
  readonly name: string;
  /** One line of the list of commands. */
  readonly summary: string;
  /** One or two sentences of its own `--help`. */
  readonly description: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** Command lines that work as they stand, the commonest first. */
  readonly examples: readonly string[];
  /** Whether `--help` ends with the table of exit codes. */
  readonly showsExitCodes: boolean;
  /**
   * Runs it and gives the exit code; what it needs is loaded here, so that `--help` starts at once. `flags` has
   * only what the command line gave, by configuration key; `commands` are all there are, for the completion; `clock` is
   * time as the providers' policies see it, left out: the system's.
   */
  run(
    positional: readonly string[],
    flags: Readonly<Record<string, unknown>>,
    commands: readonly CommandSpec[],
    clock?: Clock,
  ): Promise<number>;
}

export interface ArgumentSpec {
  /** As commander wants it: `<project>`, `[provider...]`. */
  readonly form: string;
  readonly summary: string;
  /** The words that are possible, for the completion. */
  readonly choices?: readonly string[];
}

export const JSON_OPTION: OptionSpec = {
  name: 'json',
  kind: 'switch',
  summary: 'print one JSON document',
  fallback: false,
};
