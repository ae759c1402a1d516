import { createRequire } from 'node:module';
import { isRecord } from '../shared/json.ts';

const require = createRequire(import.meta.url);

/** A test point with what stands around it. */
export interface TapPoint {
  readonly ok: boolean;
  readonly name: string;
  readonly skip: boolean;
  readonly todo: boolean;
  readonly timeMs: number | null;
  /** Parsed YAML block; empty when there is none. */
  readonly diagnostic: Readonly<Record<string, unknown>>;
  readonly children: readonly TapPoint[];
  /** Comments (`# …`) between the point before and this one, without the sign. */
  readonly commentsBefore: readonly string[];
  /** Comments between the point and the next one, with their sign: Perl's and bats' reasons. */
  readonly commentsAfter: readonly string[];
  /** Lines after the point that are no TAP. */
  readonly textAfter: readonly string[];
}

export interface TapDocument {
  readonly points: readonly TapPoint[];
  /** Lines after the last comment or before the first point that belong to no point: a crash is told there. */
  readonly loose: readonly string[];
  /** The last comment before the loose lines: tape names its tests so. */
  readonly looseAfter: string | null;
  readonly hasPlan: boolean;
  /** How many points the plan promises; null without a plan. */
  readonly planned: number | null;
  readonly bailout: string | null;
}

type Events = readonly (readonly [string, unknown])[];

interface Level {
  readonly points: MutablePoint[];
  comments: string[];
  loose: string[];
  looseAfter: string | null;
  children: TapPoint[];
  /** Name of the subtest that is the level itself, from its comment. */
  subtest: string | null;
  planned: number | null;
  bailout: string | null;
}

interface MutablePoint extends TapPoint {
  readonly commentsAfter: string[];
  readonly textAfter: string[];
}

/** Parses TAP 13 and 14, nested by indentation or by braces. Never throws: what is no TAP is kept as text. */
export function readTap(text: string): TapDocument {
  const { Parser } = require('tap-parser') as typeof import('tap-parser');
  const level = readLevel(Parser.parse(withFirstDocument(mendQuotedValues(text))) as unknown as Events, 0);
  const { points, loose, looseAfter, bailout } = level;
  // The parser makes up a plan of none when the text ends inside the first subtest.
  const planned = /^\d+\.\.\d+/m.test(text) ? level.planned : null;
  return { points, loose, looseAfter, hasPlan: planned !== null, planned, bailout };
}

const MAX_DEPTH = 100;

function readLevel(events: Events, depth: number): Level {
  const level: Level = emptyLevel();
  let openSubtest: string | null = null;
  for (const [kind, value] of events) {
    if (kind === 'child' && depth < MAX_DEPTH) {
      const child = readLevel(value as Events, depth + 1);
      level.children = [...level.children, ...child.points];
      openSubtest = child.subtest;
      level.comments.push(...child.comments.filter((comment) => !comment.startsWith('Subtest')));
    } else if (kind === 'assert' && isRecord(value)) {
      level.points.push(point(value, level));
      level.children = [];
      level.comments = [];
    } else readOther(kind, value, level);
  }
  // Text that ends early has subtests whose own point never came.
  if (level.children.length > 0) level.points.push(point({ ok: true, name: openSubtest ?? '' }, level));
  return level;
}

function emptyLevel(): Level {
  const lists = { points: [], comments: [], loose: [], children: [] };
  return { ...lists, looseAfter: null, subtest: null, planned: null, bailout: null };
}

function readOther(kind: string, value: unknown, level: Level): void {
  if (kind === 'comment') readComment(String(value), level);
  else if (kind === 'plan' && isRecord(value)) level.planned = Number(value.end) - Number(value.start) + 1;
  else if (kind === 'bailout') level.bailout = String(value);
  else if (kind === 'extra') {
    const last = level.points.at(-1);
    const lines = String(value).replace(/\n$/, '');
    if (last !== undefined && level.comments.length === 0) last.textAfter.push(lines);
    else {
      const comment = level.comments.at(-1) ?? null;
      // What a log says before the first comment is none of the test's.
      if (comment !== null && level.looseAfter === null) {
        level.loose = [];
        level.looseAfter = comment;
      }
      level.loose.push(lines);
    }
  }
}

function readComment(text: string, level: Level): void {
  const comment = text
    .replace(/^\s*# ?/, '')
    .trimEnd()
    .replaceAll('\\#', '#');
  // Inside a subtest its first comment is its own name.
  if (level.points.length === 0 && level.comments.length === 0)
    level.subtest = /^Subtest: (.*)$/.exec(comment)?.[1] ?? null;
  level.comments.push(comment);
  if (!/^Subtest: /.test(comment)) level.points.at(-1)?.commentsAfter.push(text.trimEnd());
}

function point(value: Record<string, unknown>, level: Level): MutablePoint {
  return {
    ok: value.ok === true,
    name: String(value.name ?? ''),
    skip: value.skip !== false && value.skip !== undefined,
    todo: value.todo !== false && value.todo !== undefined,
    timeMs: typeof value.time === 'number' ? value.time : null,
    diagnostic: isRecord(value.diag) ? value.diag : {},
    children: level.children,
    commentsBefore: level.comments,
    commentsAfter: [],
    textAfter: [],
  };
}

/**
 * Vitest and QUnit print the errors of one test (retries, soft assertions) as several documents: the first is kept.
 */
function withFirstDocument(text: string): string {
  const kept: string[] = [];
  const block = { open: '', closed: '', isOpen: false, isClosed: false, isLater: false, lacksEnd: false };
  for (const line of text.split('\n')) {
    const mark = /^(?<indent>[ \t]+)(?<sign>---|\.\.\.)\s*$/.exec(line)?.groups;
    const indent = mark?.indent ?? '';
    const isEnd = mark?.sign === '...' && block.isOpen && indent === block.open;
    if (mark?.sign === '---') {
      const again = (block.isOpen && indent === block.open) || (block.isClosed && indent === block.closed);
      if (again) Object.assign(block, { isLater: true, lacksEnd: block.lacksEnd || block.isOpen });
      if (again || !block.isOpen) Object.assign(block, { isOpen: true, open: indent });
    }
    if (!block.isLater || (isEnd && block.lacksEnd)) kept.push(line);
    block.isClosed = isEnd;
    if (isEnd) Object.assign(block, { isOpen: false, closed: indent, isLater: false, lacksEnd: false });
  }
  return kept.join('\n');
}

/**
 * Vitest writes quoted values with raw line ends in its YAML blocks, which no YAML reader takes: the ends are
 * escaped here.
 */
function mendQuotedValues(text: string): string {
  const lines = text.split('\n');
  const mended: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    let line = lines[index] ?? '';
    if (/^\s{4,}\w+: "(?:[^"\\]|\\.)*$/.test(line)) {
      const end = lines.findIndex((each, at) => at > index && at < index + 500 && /^(?:[^"\\]|\\.)*"\s*$/.test(each));
      if (end > 0) {
        line = lines.slice(index, end + 1).join('\\n');
        index = end;
      }
    }
    mended.push(line);
  }
  return mended.join('\n');
}
