import type { CommandSpec } from './commands/command-spec.ts';
import type { OptionSpec } from './option-table.ts';

/** One shell for which a completion script can be written. */
interface CompletionScript {
  readonly name: string;
  render(commands: readonly CommandSpec[]): string;
}

/** Every shell with a completion. */
export const COMPLETIONS: readonly CompletionScript[] = [
  { name: 'bash', render: bash },
  { name: 'zsh', render: zsh },
  { name: 'fish', render: fish },
];

function flagOf({ name, negated }: OptionSpec): string {
  return `--${negated === true ? 'no-' : ''}${name}`;
}

function argumentWords(command: CommandSpec): readonly string[] {
  return command.arguments.flatMap(({ choices }) => choices ?? []);
}

/** An option that takes a value of a few given words. */
function isChoice(option: OptionSpec): option is OptionSpec & { readonly choices: readonly string[] } {
  return option.choices !== undefined;
}

function bash(commands: readonly CommandSpec[]): string {
  const cases = commands.map((command) => {
    const words = [...command.options.map(flagOf), '--help', ...argumentWords(command)].join(' ');
    const values = command.options
      .filter(isChoice)
      .map(
        (option) =>
          `        ${flagOf(option)}) COMPREPLY=($(compgen -W "${option.choices.join(' ')}" -- "$word")); return ;;`,
      );
    const byOption = values.length === 0 ? [] : ['      case "$before" in', ...values, '      esac'];
    return [`    ${command.name})`, ...byOption, `      words="${words}" ;;`].join('\n');
  });
  return `# bash completion for autofix
_autofix() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} --help --version" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))
}
complete -o filenames -F _autofix autofix
`;
}

function zsh(commands: readonly CommandSpec[]): string {
  const names = commands.map(({ name, summary }) => `    '${zshText(name)}:${zshText(summary)}'`);
  const cases = commands.map((command) => {
    const options = command.options.map((option) => `      ${zshOption(option)} \\`);
    const words = argumentWords(command);
    const rest = words.length === 0 ? `'*:file:_files'` : `'1:word:(${words.join(' ')})'`;
    return [`    ${command.name}) _arguments \\`, ...options, `      ${rest} ;;`].join('\n');
  });
  return `#compdef autofix
_autofix() {
  local -a commands
  commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command=\${words[2]}
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _autofix autofix
`;
}

function zshOption(option: OptionSpec): string {
  const value = isChoice(option)
    ? `:value:(${option.choices.join(' ')})`
    : option.kind === 'switch'
      ? ''
      : `:${zshText(option.placeholder ?? 'value')}:_files`;
  return `'*${flagOf(option)}[${zshText(option.summary)}]${value}'`;
}

/** Inside single quotes, and without what _arguments reads as its own. */
function zshText(text: string): string {
  return text.replaceAll("'", "'\\''").replaceAll(/[[\]:]/g, (char) => `\\${char}`);
}

function fish(commands: readonly CommandSpec[]): string {
  const lines = commands.flatMap((command) => {
    const seen = `-n '__fish_seen_subcommand_from ${command.name}'`;
    return [
      `complete -c autofix -n __fish_use_subcommand -f -a ${command.name} -d '${fishText(command.summary)}'`,
      ...argumentWords(command).map((word) => `complete -c autofix ${seen} -f -a ${word}`),
      ...command.options.map((option) => {
        const values = isChoice(option)
          ? ` -x -a '${option.choices.join(' ')}'`
          : option.kind === 'switch'
            ? ''
            : ' -r';
        return `complete -c autofix ${seen} -l ${flagOf(option).slice(2)} -d '${fishText(option.summary)}'${values}`;
      }),
    ];
  });
  return ['# fish completion for autofix', ...lines, ''].join('\n');
}

function fishText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
