import type { ReportedFailure } from './assemble-report.ts';

/** What AVA prints of one failing test below its list. */
export interface AvaDetail {
  /** `file › test`, as in the list. */
  readonly title: string;
  /** The place of the assertion; null when AVA shows no code. */
  readonly file: string | null;
  readonly line: number | null;
  readonly failure: ReportedFailure;
}

const PLACE = /^ {2}(?<file>\S+\.\w+):(?<line>\d+)$/;

/** The blocks below the rule: a title, mostly the code, the reason; three empty lines end each. */
export function avaDetails(lines: readonly string[]): AvaDetail[] {
  const details: AvaDetail[] = [];
  let start = 0;
  while (start < lines.length) {
    while (start < lines.length && (lines[start] ?? '').trim() === '') start++;
    const end = endOfBlock(lines, start);
    const title = /^ {2}(?<title>\S.*)$/.exec(lines[start] ?? '')?.groups?.title;
    if (title !== undefined && title !== '─') details.push(detailOf(title, lines.slice(start + 1, end)));
    start = end + 1;
  }
  return details;
}

function endOfBlock(lines: readonly string[], start: number): number {
  for (let index = start; index < lines.length; index++) {
    if (/^ {2}─$/.test(lines[index] ?? '')) return index;
    if (lines[index] === '' && lines[index + 1] === '' && lines[index + 2] === '') return index;
  }
  return lines.length;
}

function detailOf(title: string, block: readonly string[]): AvaDetail {
  const place = block
    .slice(0, 4)
    .map((line) => PLACE.exec(line)?.groups)
    .find((groups) => groups !== undefined);
  const file = place?.file ?? null;
  const line = place?.line === undefined ? null : Number(place.line);
  return { title: title.trimEnd(), file, line, failure: avaFailure(block.map((each) => each.replace(/^ {2}/, ''))) };
}

const THROWN = /^(?:Error thrown in test|Rejected promise returned by test)/m;
/** An error as AVA prints its properties. */
export const INSPECTED_ERROR =
  /^(?<type>[A-Z]\w*) \{\n(?:[\s\S]*?\n)?\s+message: (?<quote>['"`])(?<message>[\s\S]*?)\k<quote>,?\n/m;

/** The reason, the frames with AVA's own sign or as Node prints them. */
export function avaFailure(body: readonly string[]): ReportedFailure {
  const told = body.filter((line) => !/^(?:\S+\.\w+:\d+| *\d+: .*)$/.test(line));
  const text = told.join('\n').trim();
  const trace = told.map(avaFrame).join('\n').trim();
  if (/Test timeout exceeded|^Timed out/m.test(text)) return { kind: 'timeout', message: headOf(text), trace };
  if (THROWN.test(text)) {
    const thrown = INSPECTED_ERROR.exec(text)?.groups;
    if (thrown === undefined) return { kind: 'error', message: headOf(text), trace };
    return {
      kind: 'error',
      errorType: thrown.type ?? null,
      message: thrown.message?.replaceAll("\\'", "'") ?? null,
      trace,
    };
  }
  return { kind: 'assertion', message: headOf(text), trace };
}

/** `› parse (file://src/parse.js:11:11)`: the path is relative for all its looks. */
export function avaFrame(line: string): string {
  return line.replace(/^› /, '    at ').replace(/^( {4}at .*?)file:\/\/(?!\/)/, '$1');
}

/** Without the frames, and without the error that Node prints again above them. */
function headOf(text: string): string {
  return text
    .replace(/\n*(?:^› |^(?:\w*Error)\b.*(?:\n\s+at |$(?![\s\S])))[\s\S]*$/m, '')
    .replace(/^Error: (?=Test timeout exceeded)/, '')
    .trim();
}
