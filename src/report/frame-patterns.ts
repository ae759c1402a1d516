/** A frame as printed, before its path is mapped. */
export interface PrintedFrame {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly functionName: string | null;
}

/** How one family of runtimes prints the frames of a stack. */
export interface FramePattern {
  /** Traces of one family are put in order together. */
  readonly family: 'v8' | 'python' | 'pytest' | 'jvm' | 'other';
  /** Cheap test that spares most lines the regular expression. */
  readonly hint: string;
  readonly regex: RegExp;
}

const FUNCTION = '(?<functionName>[^()]{1,200}?(?: \\[as [^\\]]{1,80}\\])?)';
const LOCATION =
  '(?<file>(?:file:\\/\\/|node:|[A-Za-z]:[\\\\/]|\\/|\\.{0,2}[\\w@.-])[^():]{0,400}?(?:\\([^()]{0,80}\\)[^():]{0,200}?)?)';
const LINE_COLUMN = ':(?<line>\\d{1,7}):(?<column>\\d{1,6})';

/**
 * Lines that are certainly stack frames. Named groups: file, line, column, functionName.
 * Every quantifier is bounded: traces are untrusted text.
 */
export const FRAME_PATTERNS: readonly FramePattern[] = [
  {
    family: 'v8',
    hint: ')',
    regex: new RegExp(`^\\s*(?:at )?(?:async )?${FUNCTION} \\(${LOCATION}${LINE_COLUMN}\\)(?: \\{)?$`),
  },
  { family: 'v8', hint: 'at ', regex: new RegExp(`^\\s*at (?:async )?${LOCATION}${LINE_COLUMN}(?: \\{)?$`) },
  {
    family: 'v8',
    hint: ':',
    regex: new RegExp(
      `^\\s*(?:async )?(?<file>(?:file:\\/\\/|node:|[A-Za-z]:[\\\\/]|\\/)[^():]{0,400}?)${LINE_COLUMN}$`,
    ),
  },
  {
    family: 'v8',
    hint: 'at ',
    regex: /^\s*at (?:async )?(?<functionName>[^()]{1,200}) \((?:<anonymous>|native|index \d+)\)(?: \{)?$/,
  },
  {
    family: 'v8',
    hint: '❯',
    regex: new RegExp(`^\\s*❯ (?:(?<functionName>[^()]{1,200}) )?(?<file>[^\\s()]{1,400}?)${LINE_COLUMN}$`),
  },
  { family: 'v8', hint: '@', regex: new RegExp(`^\\s*(?<functionName>[\\w$./<>]{0,120})@${LOCATION}${LINE_COLUMN}$`) },
  {
    family: 'python',
    hint: 'File "',
    regex: /^(?:E\s)?\s*File "(?<file>[^"]{1,400})", line (?<line>\d{1,7})(?:, in (?<functionName>\S{1,200}))?\s*$/,
  },
  {
    family: 'pytest',
    hint: ': in ',
    regex: /^(?<file>[^\s:][^:\n]{0,400}|[A-Za-z]:[^:\n]{1,400}):(?<line>\d{1,7}): in (?<functionName>[\w.<>]{1,200})$/,
  },
  {
    family: 'pytest',
    hint: '.py:',
    regex:
      /^(?<file>[^\s:][^:\n]{0,400}\.pyx?|[A-Za-z]:[^:\n]{1,400}\.pyx?):(?<line>\d{1,7}): ?(?:[A-Za-z_][\w.]{0,120}|(?=$))$/,
  },
  {
    family: 'jvm',
    hint: 'at ',
    regex:
      /^\s*at (?:[\w.@/-]{1,80}\/)?(?<functionName>[\w.$<>]{1,200})\((?<file>[\w-]{1,120}\.(?:java|kt|scala|groovy)):(?<line>\d{1,7})\)/,
  },
  {
    family: 'other',
    hint: ':line ',
    regex: /^\s*at (?<functionName>.{1,200}?) in (?<file>.{1,400}?):line (?<line>\d{1,7})$/,
  },
  {
    family: 'other',
    hint: 'in ',
    regex:
      /^\s*(?:from |# )?(?<file>[^\s:][^:\n]{0,400}\.(?:rb|rake|ru)):(?<line>\d{1,7}):in [`'](?<functionName>[^'`]{1,200})'(?:: .{1,1000})?$/,
  },
  { family: 'other', hint: '# ', regex: /^\s*# (?<file>[^\s:][^:\n]{0,400}\.(?:rb|rake|ru)):(?<line>\d{1,7})$/ },
  {
    family: 'other',
    hint: '.php',
    regex:
      /^\s*(?:#\d{1,4} )?(?<file>[^\s:(][^:(\n]{0,400}\.php)(?::(?<line>\d{1,7})|\((?<phpLine>\d{1,7})\))(?:: (?<functionName>[\w\\:>-]{1,200}))?/,
  },
  { family: 'other', hint: '.go:', regex: /^\s*(?<file>[^\s:][^:\n]{0,400}\.go):(?<line>\d{1,7})(?:: | \+0x|$)/ },
];

const PATH =
  '(?<file>(?:file:\\/\\/)?(?:[A-Za-z]:[\\\\/]|\\/|\\.{1,2}\\/)?[\\w@~+-][\\w@~+.\\\\/-]{0,300}?\\.[A-Za-z]{1,5})';

/**
 * Places named in prose and in compilers' diagnostics: less certain than frames, used when a trace has no frame of the
 * project. Global: all matches of a line count.
 */
export const MENTION_PATTERNS: readonly RegExp[] = [
  new RegExp(`${PATH}:(?<line>\\d{1,7})(?::(?<column>\\d{1,6}))?(?![\\w/])`, 'g'),
  new RegExp(`${PATH}\\((?<line>\\d{1,7})(?:,(?<column>\\d{1,6}))?\\)`, 'g'),
  new RegExp(`${PATH}: [^()\\n]{1,300} \\((?<line>\\d{1,7}):(?<column>\\d{1,6})\\)`, 'g'),
];

/** Perl: `at lib/Shop/Price.pm line 14.`; bats: `in test file test/cart.bats, line 8`. */
export const SPOKEN_PLACES: readonly RegExp[] = [
  /\bat (?<file>[^\s'"()]{1,400}) line (?<line>\d{1,7})(?=[.,)\s]|$)/g,
  /\bfile (?<file>[^\s'"(),]{1,400}), line (?<line>\d{1,7})/g,
];

/** Files that a failed import names: they hold the broken import, though no line is given. */
export const IMPORTER_PATTERNS: readonly RegExp[] = [
  /(?:imported from|Cannot find (?:module|package) '[^'\n]{1,300}' from) '?(?<file>[^\s'"]{1,400})/g,
  /^\s*- (?<file>(?:[A-Za-z]:[\\/]|\/)[^\n:]{1,400}\.[A-Za-z]{1,5})$/gm,
  /cannot import name '[^'\n]{1,200}' from (?:partially initialized module )?'[^'\n]{1,200}' \([^()\n]{0,80}?(?<file>(?:[A-Za-z]:[\\/]|\/)[^()\n]{1,400}\.py)\)/g,
];
