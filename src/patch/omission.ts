/** Comment signs of the languages at hand. */
const OPEN = String.raw`^\s*(?:\/\/+|#+|\/\*+|\*+|<!--|\{\/\*|--|;+|%+)\s*`;
const CLOSE = String.raw`[)\].…!]*\s*(?:\*\/\}?|-->)?\s*$`;
const DOTS = String.raw`(?:\.{3,}|…|\[\.{3}\]|\(\.{3}\))`;
const SUBJECT = '(?:the |all )?(?:rest|remaining|remainder|existing|other|previous|original|same|your)';
const CODE =
  '(?:code|methods?|functions?|class|implementation|imports?|lines?|logic|body|content|file|module|component|routes?|handlers?|part)';
const STAYS =
  '(?:unchanged|omitted|here|as before|as is|as it was|(?:remains?|stays?|is|are|stay) (?:the same|unchanged|as before|as is|here))';

const PLACEHOLDERS: readonly RegExp[] = [
  // "// ... rest of the code", "# ... existing code ...", "/* … unchanged */", "// ..."
  new RegExp(
    `${OPEN}${DOTS}.*\\b(?:rest|remaining|existing|other|previous|original|same|unchanged|omitted|more|code)\\b`,
    'i',
  ),
  new RegExp(`${OPEN}${DOTS}\\s*${CLOSE}`, 'i'),
  // "// existing code", "# rest of the file", "// other methods unchanged", "/* the rest stays the same */"
  new RegExp(`${OPEN}[([]?(?:the |your )?existing (?:\\w+ )?${CODE}(?: .{0,20})?\\s*${CLOSE}`, 'i'),
  new RegExp(`${OPEN}[([]?(?:the )?rest of (?:the |your |this )?(?:\\w+ )?${CODE}(?: .{0,40})?\\s*${CLOSE}`, 'i'),
  new RegExp(`${OPEN}[([]?${SUBJECT}(?: \\w+){0,4} ${STAYS}\\s*${CLOSE}`, 'i'),
  new RegExp(
    `${OPEN}[([]?(?:unchanged|no changes?(?: here)?|code omitted.*|omitted for brevity|same as before|keep existing.*)\\s*${CLOSE}`,
    'i',
  ),
  // An ellipsis alone on its line; three dots may be code.
  /^\s*…\s*$/,
  // Without any comment sign: "... rest of the code ...", "[existing code]", "<rest of the file unchanged>"
  new RegExp(`^\\s*${DOTS}\\s*[([]?\\s*${SUBJECT}\\b`, 'i'),
  new RegExp(`^\\s*[<[(]\\s*(?:${DOTS}\\s*)?${SUBJECT}(?: of)?(?: the)? ${CODE}[^<>]{0,30}[>\\])]\\s*$`, 'i'),
];

/** "// twice() stays as it is": an honest comment as well, unless lines are gone where it stands. */
const TELLS_WHAT_STAYS = new RegExp(
  `${OPEN}\\S.{0,60}\\b(?:stays?|remains?|is|are|left|kept|keeps?|goes) (?:here )?(?:unchanged|untouched|the same|as (?:it|they) (?:is|are|was|were)|as before|here)\\s*${CLOSE}`,
  'i',
);

/** Whether a line stands for code that was left out: "// ... rest unchanged", "# existing code". */
export function isOmission(line: string): boolean {
  return line.length < 300 && PLACEHOLDERS.some((pattern) => pattern.test(line));
}

/** So many lines less than before are left out rather than rewritten. */
const MISSING_LINES = 2;

/**
 * The first new line that stands for left-out code and was not in the file before. `replaced`: how many lines the new ones
 * stand in place of.
 */
export function newOmission(
  newLines: readonly string[],
  oldLines: ReadonlySet<string>,
  replaced: number,
): string | null {
  const isShorter = newLines.length + MISSING_LINES <= replaced;
  const isLeftOut = (line: string) =>
    isOmission(line) || (isShorter && line.length < 300 && TELLS_WHAT_STAYS.test(line));
  return newLines.find((line) => isLeftOut(line) && !oldLines.has(line.trim())) ?? null;
}
