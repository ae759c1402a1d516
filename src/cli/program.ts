import { Command, Option } from 'commander';
import type { Clock } from '../llm/clock.ts';
import { packageVersion } from '../shared/package-version.ts';
import { COMMANDS } from './command-table.ts';
import type { CommandSpec } from './commands/command-spec.ts';
import { flagsOf, type OptionSpec } from './option-table.ts';
import { shownSize } from './option-values.ts';

export type SetExitCode = (code: number) => void;

/** Each command loads what it needs when it runs, so that `--help` and `--version` start at once. */
export function createProgram(setExitCode: SetExitCode, clock?: Clock): Command {
  const program = new Command('autofix')
    .description(PURPOSE)
    .version(packageVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('before', examples(GENERAL_EXAMPLES))
    .addHelpText('after', `\n${EXIT_CODES}`);
  for (const spec of COMMANDS) addCommand(program, spec, setExitCode, clock);
  return program;
}

function addCommand(program: Command, spec: CommandSpec, setExitCode: SetExitCode, clock?: Clock): void {
  const command = program
    .command(spec.name)
    .summary(spec.summary)
    .description(spec.description)
    .addHelpText('before', examples(spec.examples));
  if (spec.showsExitCodes) command.addHelpText('after', `\n${EXIT_CODES}`);
  for (const { form, summary } of spec.arguments) command.argument(form, summary);
  for (const option of spec.options) command.addOption(optionOf(option));
  command.action(async () => {
    setExitCode(await spec.run(command.args, explicitFlags(command), COMMANDS, clock));
  });
}

function optionOf(spec: OptionSpec): Option {
  const option = new Option(flagsOf(spec), summaryOf(spec));
  if (spec.kind === 'repeated') option.argParser(collect);
  return option;
}

/** What stands behind an option in `--help` and in the manual. */
export function summaryOf(spec: OptionSpec): string {
  const choices = spec.choices === undefined ? '' : `: ${spec.choices.join(', ')}`;
  const unit =
    spec.kind === 'duration' && typeof spec.fallback === 'number'
      ? `${spec.fallback / 1000}s`
      : spec.kind === 'size' && typeof spec.fallback === 'number'
        ? shownSize(spec.fallback)
        : spec.fallback;
  const shown = Array.isArray(unit) ? unit.join(',') : unit;
  const fallback = spec.kind === 'switch' || shown === null || shown === '' ? '' : ` (default: ${shown})`;
  return `${spec.summary}${choices}${fallback}`;
}

function collect(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

/** Only what was really given: commander fills in `true` for every `--no-…` switch. */
function explicitFlags(command: Command): Record<string, unknown> {
  const flags = Object.entries(command.opts());
  return Object.fromEntries(flags.filter(([name]) => command.getOptionValueSource(name) === 'cli'));
}

export const PURPOSE = 'Repairs a broken project: finds the fault, patches it, and proves the patch with the tests.';

const GENERAL_EXAMPLES = [
  'autofix run project.zip --report failures.json',
  'autofix run . --write',
  'autofix inspect project.zip --report junit.xml',
  'autofix ping groq',
];

function examples(lines: readonly string[]): string {
  return `Examples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}

/** What each exit code says. */
export const EXIT_CODE_MEANINGS: readonly (readonly [number, string])[] = [
  [0, 'fixed and verified, or nothing to fix'],
  [1, 'not fixed, or not all of it; a replay whose result is not the recorded one'],
  [2, 'usage or configuration'],
  [3, 'every provider exhausted or unreachable, and nothing else fixed it'],
  [4, 'a cap (cost, tokens, requests, time) ended it'],
  [5, 'the input was refused (ZIP, report)'],
  [6, 'the tests of the project cannot run here'],
  [7, 'patched but not verified (--no-verify)'],
  [130, 'interrupted'],
];

const EXIT_CODES = `Exit codes:\n${EXIT_CODE_MEANINGS.map(([code, meaning]) => `  ${code}  ${meaning}`).join('\n')}`;
