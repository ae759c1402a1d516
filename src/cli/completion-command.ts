import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { nearestName } from '../shared/nearest-name.ts';
import type { CommandSpec } from './commands/command-spec.ts';
import { COMPLETIONS } from './completion-scripts.ts';
import { printResult } from './print.ts';

/** `autofix completion <shell>`: gives the exit code. */
export async function completionCommand(shell: string, commands: readonly CommandSpec[]): Promise<number> {
  const script = COMPLETIONS.find(({ name }) => name === shell);
  if (script === undefined) throw unknownShell(shell);
  printResult(script.render(commands));
  return EXIT.fixed;
}

function unknownShell(shell: string): AutofixError {
  const names = COMPLETIONS.map(({ name }) => name);
  const nearest = nearestName(shell, names);
  return new AutofixError(`there is no completion for ${JSON.stringify(shell)}`, {
    code: 'usage',
    exitCode: EXIT.usage,
    hint: nearest === null ? `Choose one of ${names.join(', ')}.` : `Did you mean ${nearest}?`,
  });
}
