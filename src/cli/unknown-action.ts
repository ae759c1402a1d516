import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { nearestName } from '../shared/nearest-name.ts';

/** The error of a command that has no such action; names the nearest one, else all of them. */
export function unknownAction(command: string, action: string, actions: readonly string[]): AutofixError {
  const nearest = nearestName(action, actions);
  return new AutofixError(`there is no "autofix ${command} ${action}"`, {
    code: 'usage',
    exitCode: EXIT.usage,
    hint: nearest === null ? `Write autofix ${command} ${actions.join(' or ')}.` : `Did you mean "${nearest}"?`,
  });
}
