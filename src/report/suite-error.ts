/**
 * What Jest says of a file that could not be run, without its headline, its advice (which ends with `Details:`), its
 * code excerpt and its frames.
 */
export function suiteErrorMessage(text: string): string {
  const bare = withoutHeadline(text);
  const details = bare.indexOf('Details:\n');
  const told = details >= 0 ? bare.slice(details + 'Details:\n'.length) : bare;
  return told.trim().split(/\n\s*\n(?=[^\n]{0,60}?(?:\d+ \||\s+at ))/)[0] ?? '';
}

/** Without `● Test suite failed to run`; Jest indents all that follows it. */
export function withoutHeadline(text: string): string {
  if (!/^\s*● /.test(text)) return text;
  return text.replace(/^\s*● [^\n]*\n+/, '').replaceAll(/^ {4}/gm, '');
}

/** Without the code excerpt that Jest and Babel print: `> 12 | code`, `  13 | code`, and the line with the caret. */
export function withoutExcerpt(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:> ?)?\s*\d+ \|(?:\s|$)|^\s+\|\s*\^*\s*$/.test(line))
    .join('\n');
}
