import { sectionsOf } from './console-output.ts';

/** What Vitest's console tells of one failing test, or of a file that could not be loaded. */
export interface VitestBlock {
  /** `file > suite > test`; of a file that could not be loaded `file [ file ]`. */
  readonly title: string;
  /** The error and its frames, without excerpts of code. */
  readonly trace: string;
}

/** Failures begin with ` FAIL  file > suite > test`; rules and totals end them. */
const HEADING =
  /^\s*(?:FAIL {2,3}(?:\|[^|]+\| |\S+ {1,2}(?=\S+\.\w+ (?:>|\[)))?(?<title>\S.*)|⎯{4,} ?(?<section>Unhandled (?:Rejection|Error)(?!s)|Uncaught Exception)? ?⎯*.*|Test Files {2}.*|Start at {2}.*)$/;
const ORIGIN = /^This error originated in "(?<file>[^"\n]+)" test file/m;

/** All failures; of tests that share an error Vitest prints it once, below all their names. */
export function vitestBlocks(lines: readonly string[]): VitestBlock[] {
  const blocks: VitestBlock[] = [];
  let waiting: string[] = [];
  for (const { heading, lines: body } of sectionsOf(lines, HEADING)) {
    const title = heading.groups?.title?.trim();
    if (title === undefined) {
      waiting = [];
      continue;
    }
    const trace = bare(body);
    if (trace === '') {
      waiting.push(title);
      continue;
    }
    blocks.push(...[...waiting, title].map((each) => ({ title: each, trace })));
    waiting = [];
  }
  return joinedErrors(blocks, lines);
}

/** Errors outside of all tests; `title` is the file in whose run they came, '' when that is not told. */
export function unhandledErrors(lines: readonly string[]): VitestBlock[] {
  return sectionsOf(lines, HEADING)
    .filter(({ heading }) => heading.groups?.section !== undefined)
    .map(({ lines: body }) => {
      const text = bare(body);
      const at = text.search(ORIGIN);
      const title = ORIGIN.exec(text)?.groups?.file ?? '';
      return { title, trace: (at < 0 ? text : text.slice(0, at)).trim() };
    });
}

function bare(lines: readonly string[]): string {
  return lines
    .filter((line) => !isExcerpt(line))
    .join('\n')
    .trim();
}

/** Lines of the code excerpt below a frame: ` 14|   return …` and the caret line. */
function isExcerpt(line: string): boolean {
  return /^\s+\d*\s*\|/.test(line);
}

/**
 * A test with several errors (soft assertions, retries) has a block for each. Two tests of one name look the same here,
 * but have a line each in the tree above.
 */
function joinedErrors(blocks: readonly VitestBlock[], lines: readonly string[]): VitestBlock[] {
  const byTitle = new Map<string, VitestBlock[]>();
  for (const block of blocks) byTitle.set(block.title, [...(byTitle.get(block.title) ?? []), block]);
  return [...byTitle].flatMap(([title, same]) => {
    const distinct = same.filter(({ trace }, index) => same.findIndex((each) => each.trace === trace) === index);
    const most = timesFailed(title, lines) || distinct.length;
    if (distinct.length <= most) return distinct;
    const traces = distinct.slice(most - 1).map((block) => block.trace);
    return [...distinct.slice(0, most - 1), { title, trace: traces.join('\n\n') }];
  });
}

function timesFailed(title: string, lines: readonly string[]): number {
  const name = title.slice(title.lastIndexOf(' > ') + 3);
  return lines.filter((line) => {
    const told = /^\s*[×✗❯✖] (?<rest>.+)$/.exec(line)?.groups?.rest?.replace(/(?: \d+ ?m?s)?(?: \([^()]*\))?$/, '');
    return told !== undefined && (told === name || told.endsWith(` > ${name}`));
  }).length;
}
