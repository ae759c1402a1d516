/** Columns of the terminal, or as `COLUMNS` says; null: not known, or too few to write in. */
export function terminalWidth(env: Readonly<Record<string, string | undefined>>): number | null {
  const told = process.stdout.columns ?? Number(env.COLUMNS);
  return Number.isInteger(told) && told >= 20 ? told : null;
}
