import type { LiteralView } from '../grammar/node-view.ts';
import { lastNameOf } from '../material.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

/** Changes of a regular expression by one mark, the likeliest first: [what is found, what stands there instead, weight]. */
const CHANGES: readonly (readonly [RegExp, (mark: string) => readonly string[], number])[] = [
  [/(?<=[\w\])}.])[+*](?!\])/g, (mark) => [mark === '+' ? '*' : '+'], 1],
  [/\\[dDwWsSbB]/g, (mark) => otherClasses(mark), 0.6],
  [/(?<=[\w\])+*}])\?/g, () => [''], 0.5],
  [/(?<=[+*])(?!\?)/g, () => ['?'], 0.5],
  [/(?<=[\w\])])(?=[\w[(^$|)\\]|$)/g, () => ['?', '+', '*'], 0.35],
  [/(?<!\\)\.(?![*+?])/g, () => ['\\.'], 0.8],
  [/(?<!\\)[.|+*?$^/-](?!\?)/g, (mark) => [`\\${mark}`], 0.3],
  [/\[\^/g, () => ['['], 0.6],
  [/\[(?!\^)/g, () => ['[^'], 0.4],
  [/\(\?:/g, () => ['('], 0.2],
  [/\((?!\?)/g, () => ['(?:'], 0.3],
  [
    /(?<=\[[^\]]*)(?=\])/g,
    () => ['_', '-', '.', ' ', '\\s', '\\d', '\\w', 'A-Z', '0-9', '\\\\', "'", '"', '\\r', '$'],
    0.35,
  ],
];

const TAKES_PATTERN = /^(compile|match|search|fullmatch|subn?|split|findall|finditer)$/;
const TAKES_PATTERN_JAVA = /^(compile|matches|replaceAll|replaceFirst|split)$/;

export const patternChange: RepairOperator<'literal'> = {
  name: 'pattern-change',
  summary: 'an anchor, a quantifier, a class, an escape or a flag of a regular expression',
  on: ['literal'],
  perLine: 40,
  topWeight: 1.5,
  *mutate({ view }) {
    const parts = partsOf(view);
    if (parts === null) return;
    const { head, pattern, tail } = parts;
    for (const [changed, weight] of changesOf(pattern)) {
      if (view.node.type === 'string_literal' && changed.includes('\\')) continue;
      yield {
        splices: [replaced(view.node, head + changed + tail)],
        rationale: `Change the pattern ${quoted(view.node)} to ${quoted(head + changed + tail)}.`,
        weight,
      };
    }
    if (view.of !== 'pattern') return;
    for (const flags of otherFlags(tail.slice(1))) {
      yield {
        splices: [replaced(view.node, `${head}${pattern}/${flags}`)],
        rationale: `Use the flags \`${flags}\` with ${quoted(view.node)}.`,
        weight: 1.5,
      };
    }
  },
};

interface PatternParts {
  readonly head: string;
  readonly pattern: string;
  readonly tail: string;
}

/** A literal pattern, or the raw text that Python's `re` is given. */
function partsOf({ node, of }: LiteralView): PatternParts | null {
  if (of === 'pattern') {
    const end = node.text.lastIndexOf('/');
    return { head: '/', pattern: node.text.slice(1, end), tail: node.text.slice(end) };
  }
  const call = /^argument/.test(node.parent?.type ?? '') ? (node.parent?.parent ?? null) : null;
  if (of !== 'string' || call === null) return null;
  const name = lastNameOf(call) ?? '';
  if (call.type === 'method_invocation') {
    // What is written with two backslashes means one: patterns without any are changed as they stand.
    const [, plain] = /^"([^"\\\n]+)"$/.exec(node.text) ?? [];
    return plain === undefined || !TAKES_PATTERN_JAVA.test(name) ? null : { head: '"', pattern: plain, tail: '"' };
  }
  const [, head, quote, pattern] = /^(r(['"]))([^\n]*)\2$/.exec(node.text) ?? [];
  if (!TAKES_PATTERN.test(name)) return null;
  return head === undefined || quote === undefined || pattern === undefined ? null : { head, pattern, tail: quote };
}

function changesOf(pattern: string): [string, number][] {
  const found = new Map<string, number>();
  const add = (changed: string, weight: number) => {
    if (changed !== pattern && changed !== '' && isPattern(changed))
      found.set(changed, Math.max(weight, found.get(changed) ?? 0));
  };
  if (!pattern.startsWith('^')) add(`^${pattern}`, 1);
  if (!pattern.endsWith('$')) add(`${pattern}$`, 1);
  add(pattern.replace(/^\^/, ''), 0.6);
  add(pattern.replace(/(?<!\\)\$$/, ''), 0.6);
  for (const [where, others, weight] of CHANGES) {
    for (const { index, 0: mark } of pattern.matchAll(where)) {
      for (const other of others(mark))
        add(pattern.slice(0, index) + other + pattern.slice(index + mark.length), weight);
    }
  }
  return [...found].sort(([, left], [, right]) => right - left);
}

function otherClasses(mark: string): string[] {
  return ['\\d', '\\w', '\\s', '\\D', '\\W', '\\S', '\\b', '\\B'].filter(
    (other) => other !== mark && isNearClass(mark, other),
  );
}

/** `\d` and `\w`, `\d` and `\D`: not everything for everything. */
function isNearClass(mark: string, other: string): boolean {
  return (
    mark.toLowerCase() === other.toLowerCase() || (mark.toUpperCase() === mark) === (other.toUpperCase() === other)
  );
}

function otherFlags(flags: string): string[] {
  return ['g', 'i', 'm', 'u'].map((flag) => (flags.includes(flag) ? flags.replace(flag, '') : `${flags}${flag}`));
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text).source !== '';
  } catch {
    return false;
  }
}
