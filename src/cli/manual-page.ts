import type { CommandSpec } from './commands/command-spec.ts';
import { configurationKey, environmentName, flagsOf, type OptionSpec } from './option-table.ts';
import { EXIT_CODE_MEANINGS, PURPOSE, summaryOf } from './program.ts';

/** The manual page `autofix(1)` in the form of man(7), from the same tables as `--help`. */
export function manualPage(commands: readonly CommandSpec[], version: string): string {
  const lines = [
    `.TH AUTOFIX 1 "" "autofix ${roff(version)}" "User Commands"`,
    ...['.SH NAME', 'autofix \\- program repair for the command line and CI'],
    ...['.SH SYNOPSIS', ...commands.flatMap(synopsis)],
    ...['.SH DESCRIPTION', roff(PURPOSE)],
    ...['.SH COMMANDS', ...commands.flatMap(section)],
    ...['.SH EXIT STATUS', ...EXIT_CODE_MEANINGS.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, roff(meaning)])],
    '.SH ENVIRONMENT',
    'Every option of \\fBrun\\fR can be set by a variable, which goes before the configuration:',
    ...(commands.find(({ name }) => name === 'run')?.options ?? []).flatMap(variable),
    ...['.SH FILES', '.TP', '.I autofix.config.{ts,js,json,yaml}, .autofixrc, package.json'],
    'Options of the current folder by their configuration keys.',
    ...['.TP', '.I ~/.config/autofix/config.{json,yaml}', 'Options of the user.'],
    ...['.TP', '.I .env', 'Keys and addresses of the current folder.'],
    ...['.TP', '.I ~/.local/state/autofix/runs', 'A folder with all evidence for each run.'],
  ];
  return `${lines.join('\n')}\n`;
}

function synopsis(command: CommandSpec): string[] {
  const words = command.arguments.map(({ form }) => `\\fI${roff(form)}\\fR`);
  const options = command.options.length === 0 ? [] : ['[\\fIoptions\\fR]'];
  return [`\\fBautofix ${roff(command.name)}\\fR ${[...options, ...words].join(' ')}`.trim(), '.br'];
}

function section(command: CommandSpec): string[] {
  return [
    `.SS ${roff(command.name)}`,
    roff(command.description),
    ...command.arguments.flatMap(({ form, summary }) => ['.TP', `.I ${roff(form)}`, roff(summary)]),
    ...command.options.flatMap((option) => ['.TP', `.B ${roff(flagsOf(option))}`, roff(summaryOf(option))]),
    ...['.P', 'Examples:', '.P', '.nf', ...command.examples.map((example) => `    ${roff(example)}`), '.fi'],
  ];
}

function variable(option: OptionSpec): string[] {
  return ['.TP', `.B ${roff(environmentName(option))}`, `Configuration key \\fI${roff(configurationKey(option))}\\fR.`];
}

/** Text in which nothing is a request of roff: hyphens stay hyphens, and no line begins with a dot or a quote. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('’', "'")
    .replaceAll('…', '...')
    .replace(/^[.']/gm, '\\&$&');
}
