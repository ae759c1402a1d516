import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';

/** Names in messages are cut to this many characters: hostile ones are long. */
const LONGEST_LABEL = 120;

/** The archive is whole but must not be opened: hostile, ambiguous, beyond a limit, or of a kind that is not supported. */
export function refusedArchive(message: string, hint = 'Pack the project again with a common ZIP tool.'): AutofixError {
  return new AutofixError(message, { code: 'archive-refused', exitCode: EXIT.inputRefused, hint });
}

/** The archive's own statements about itself do not hold. */
export function damagedArchive(message: string, cause?: unknown): AutofixError {
  const hint = 'The file is damaged or was not written to its end: fetch or pack it again.';
  return new AutofixError(message, { code: 'archive-damaged', exitCode: EXIT.inputRefused, hint, cause });
}

/** An untrusted name for a message: quoted, cut, and harmless to a terminal. */
export function nameLabel(name: string): string {
  const cut = name.length > LONGEST_LABEL ? `${name.slice(0, LONGEST_LABEL)}…` : name;
  const oneLine = cut.replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\u001b', '\\u001b');
  return `"${safeForTerminal(oneLine)}"`;
}
