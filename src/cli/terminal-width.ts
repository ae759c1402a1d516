/** Columns of the terminal, or as `COLUMNS` says; null: not known, or too few to write in. */
export function terminalWidth(
  env: Readonly<Record<string, string | undefined>>,
  stream: { readonly columns?: number } = process.stdout,
): number | null {
  const told = stream.columns ?? Number(env.COLUMNS);
  return Number.isInteger(told) && told >= 20 ? told : null;
}
