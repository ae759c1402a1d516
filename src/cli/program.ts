import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { flagsOf, type OptionSpec, RUN_OPTIONS } from './option-table.ts';

export type SetExitCode = (code: number) => void;

/** Each command loads what it needs when it runs, so that `--help` and `--version` start at once. */
export function createProgram(setExitCode: SetExitCode): Command {
  const program = new Command('autofix')
    .description('Repairs a broken project: finds the fault, patches it, and proves the patch with the tests.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('before', examples(GENERAL_EXAMPLES))
    .addHelpText('after', `\n${EXIT_CODES}`);
  addRun(program, setExitCode);
  addInspect(program, setExitCode);
  addPing(program, setExitCode);
  addProviders(program, setExitCode);
  addCache(program, setExitCode);
  return program;
}

function addRun(program: Command, setExitCode: SetExitCode): void {
  const command = program
    .command('run')
    .summary('repair a project')
    .description('Repair a project: a ZIP, a folder, or - for a ZIP on standard input.')
    .argument('<project>', 'project.zip, folder, or -')
    .addHelpText('before', examples(RUN_EXAMPLES))
    .addHelpText('after', `\n${EXIT_CODES}`);
  for (const spec of RUN_OPTIONS) command.addOption(optionOf(spec));
  command.action(async (project: string, flags: Record<string, unknown>) => {
    const { runCommand } = await import('./run-command.ts');
    setExitCode(await runCommand(project, explicitFlags(command, flags)));
  });
}

function addInspect(program: Command, setExitCode: SetExitCode): void {
  const command = program
    .command('inspect')
    .summary('show failures, toolchain, suspects and the prompt; calls nobody')
    .description('Show what a run would work with: failures, toolchain, suspects and the exact prompt. Calls nobody.')
    .argument('<project>', 'project.zip, folder, or -')
    .addHelpText('before', examples(['autofix inspect project.zip --report failures.json']));
  const shared = new Set(['report', 'format', 'providers', 'test-command', 'json']);
  for (const spec of RUN_OPTIONS.filter(({ name }) => shared.has(name))) command.addOption(optionOf(spec));
  command.action(async (project: string, flags: Record<string, unknown>) => {
    const { inspectCommand } = await import('./inspect-command.ts');
    setExitCode(await inspectCommand(project, explicitFlags(command, flags)));
  });
}

function addPing(program: Command, setExitCode: SetExitCode): void {
  program
    .command('ping')
    .summary('one real round trip to each provider')
    .description('Check keys and connectivity with one real round trip to each provider (default: all with a key).')
    .argument('[provider...]', 'e.g. groq')
    .option('--json', 'print one JSON document')
    .option('--model <PROVIDER=MODEL>', 'model to ask, with successors after commas; repeatable', collect)
    .addHelpText('before', examples(['autofix ping groq', 'autofix ping']))
    .action(async (names: string[], flags: { json?: boolean; model?: string[] }) => {
      const { pingCommand } = await import('./ping-command.ts');
      setExitCode(await pingCommand(names, flags));
    });
}

function addProviders(program: Command, setExitCode: SetExitCode): void {
  program
    .command('providers')
    .summary('the chain of providers as configured')
    .description('Show each provider: key present, models, what is remembered of its quota.')
    .option('--json', 'print one JSON document')
    .action(async (flags: { json?: boolean }) => {
      const { providersCommand } = await import('./providers-command.ts');
      setExitCode(await providersCommand(flags));
    });
}

function addCache(program: Command, setExitCode: SetExitCode): void {
  program
    .command('cache')
    .summary('the kept answers of the models')
    .description('Show how many answers of the models are kept for the next run (info), or remove them (clear).')
    .argument('<action>', 'info or clear')
    .option('--json', 'print one JSON document')
    .action(async (action: string, flags: { json?: boolean }) => {
      const { cacheCommand } = await import('./cache-command.ts');
      setExitCode(await cacheCommand(action, flags));
    });
}

function optionOf(spec: OptionSpec): Option {
  const option = new Option(flagsOf(spec), summaryOf(spec));
  if (spec.kind === 'repeated') option.argParser(collect);
  return option;
}

function summaryOf(spec: OptionSpec): string {
  const choices = spec.choices === undefined ? '' : `: ${spec.choices.join(', ')}`;
  const unit =
    spec.kind === 'duration' && typeof spec.fallback === 'number' ? `${spec.fallback / 1000}s` : spec.fallback;
  const shown = Array.isArray(unit) ? unit.join(',') : unit;
  const fallback = spec.kind === 'switch' || shown === null || shown === '' ? '' : ` (default: ${shown})`;
  return `${spec.summary}${choices}${fallback}`;
}

function collect(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

/** Only what was really given: commander fills in `true` for every `--no-…` switch. */
function explicitFlags(command: Command, flags: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(flags).filter(([name]) => command.getOptionValueSource(name) === 'cli'));
}

function packageVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

const GENERAL_EXAMPLES = [
  'autofix run project.zip --report failures.json',
  'autofix run . --write',
  'autofix inspect project.zip --report junit.xml',
  'autofix ping groq',
];

const RUN_EXAMPLES = [
  'autofix run project.zip --report failures.json',
  'autofix run project.zip --offline -o repaired.zip',
  'autofix run . --report junit.xml --write --json',
];

function examples(lines: readonly string[]): string {
  return `Examples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}

const EXIT_CODES = `Exit codes:
  0  fixed and verified, or nothing to fix
  1  not fixed, or not all of it
  2  usage or configuration
  3  every provider exhausted or unreachable, and nothing else fixed it
  4  a cap (cost, tokens, requests, time) ended it
  5  the input was refused (ZIP, report)
  6  the tests of the project cannot run here
  7  patched but not verified (--no-verify)
  130  interrupted`;
