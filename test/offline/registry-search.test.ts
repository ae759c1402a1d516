import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Project } from '../../src/domain/project.ts';
import type { JudgedPatch, RepairTask } from '../../src/domain/repair-task.ts';
import type { TestFailure } from '../../src/domain/test-report.ts';
import { REPAIR_OPERATORS } from '../../src/offline/operators.ts';
import { languageOf } from '../../src/syntax/languages.ts';
import { nodesOfType } from '../../src/syntax/nodes.ts';
import { createParser } from '../../src/syntax/parser.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, frame, reportOf, testResult } from '../support/test-results.ts';
import { candidatesFor, changedTexts, textAt, UNLIMITED, wholeFile } from './registry-rig.ts';

const WRONG = failure('Expected values to be strictly equal:\n\n3 !== 4\n');

function taskOf(
  files: Readonly<Record<string, string>>,
  suspected: readonly string[],
  told: TestFailure = WRONG,
): RepairTask {
  const project = memoryProject(files);
  const failing = [testResult('test/stock.test.js', ['counts'], { failure: told })];
  return {
    project,
    failing,
    baseline: reportOf(failing),
    suspects: suspected.map((file) => wholeFile(project, file)),
  };
}

const STOCK = `export function worth(lines, rate) {
  let sum = 0;
  for (let i = 0; i < lines.length - 1; i++) {
    if (lines[i].count > 0 && lines[i].price > 0) sum += lines[i].count * lines[i].price;
  }
  return sum - sum * rate;
}
`;

const STOCK_TEST = `import { worth } from '../src/stock.js';

export const wanted = worth([{ count: 1, price: 4 }], 0) === 4;
`;

const SMALL = { 'package.json': '{"type":"module"}', 'src/stock.js': STOCK, 'test/stock.test.js': STOCK_TEST };

function keyOf(project: Project, patch: Parameters<typeof changedTexts>[1]): string {
  return JSON.stringify(changedTexts(project, patch));
}

describe('a method by which tests judge', () => {
  const SPAN = `public class Span {
    private final String unit;
    private final int size;
    public Span(String unit, int size) {
        this.unit = unit;
        this.size = size;
    }
    public Span plus(Span other) {
        return new Span(unit, size + other.size);
    }
    public boolean equals(Object other) {
        return other instanceof Span && ((Span) other).unit == unit && ((Span) other).size == size;
    }
}
`;

  it('is changed early where it compares which objects they are, and late otherwise', async () => {
    const path = 'src/main/java/Span.java';
    const task = taskOf({ [path]: SPAN }, [path], failure('expected:<3 m> but was:<3 m>'));
    const candidates = await candidatesFor(task);
    const isOf = (operator: string) => (patch: (typeof candidates)[number]) =>
      patch.origin.kind === 'offline' &&
      patch.origin.operator === operator &&
      changedTexts(task.project, patch)[path]?.includes('size + other.size') === true;
    const [equality, flip] = ['value-equality', 'logical-flip'].map((name) => candidates.findIndex(isOf(name)));
    expect(equality).toBeGreaterThanOrEqual(0);
    expect(equality).toBeLessThan(20);
    expect(flip).toBeGreaterThan(equality ?? 0);
  });
});

describe('a search that is stopped after its first candidate', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const functions = Array.from({ length: 80 }, (_, place) =>
    STOCK.replace('worth', place === 0 ? 'worth' : `worth${place}`),
  ).join('\n');
  const others = Array.from({ length: 60 }, (_, place) => [`src/part${place}.js`, STOCK] as const);
  const large = () => taskOf({ ...SMALL, 'src/stock.js': functions, ...Object.fromEntries(others) }, ['src/stock.js']);

  it('has asked hardly any operator for its candidates', async () => {
    const spies = REPAIR_OPERATORS.map((operator) => jest.spyOn(operator, 'mutate'));
    const opened = () => spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    await candidatesFor(large(), UNLIMITED, { most: 1 });
    const first = opened();
    await candidatesFor(large(), UNLIMITED, { most: 400 });
    const later = opened() - first;
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(later / 4);
  });

  it('goes on where it stopped: the first candidate is the same, whatever is taken after it', async () => {
    const task = large();
    const [one] = await candidatesFor(task, UNLIMITED, { most: 1 });
    const several = await candidatesFor(task, UNLIMITED, { most: 5 });
    expect(several[0]).toEqual(one);
    expect(several).toHaveLength(5);
  });
});

describe('the candidates of one search', () => {
  it('give each text once, and never the text that was there', async () => {
    const task = taskOf(SMALL, ['src/stock.js']);
    const keys = (await candidatesFor(task)).map((patch) => keyOf(task.project, patch));
    expect(keys.length).toBeGreaterThan(50);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).not.toContain(JSON.stringify({ 'src/stock.js': STOCK }));
  });

  it('are the same in a second search', async () => {
    const [one, other] = [
      await candidatesFor(taskOf(SMALL, ['src/stock.js'])),
      await candidatesFor(taskOf(SMALL, ['src/stock.js'])),
    ];
    expect(one).toEqual(other);
  });

  it('hold the repair, each with its operator and a sentence', async () => {
    const task = taskOf(SMALL, ['src/stock.js']);
    const candidates = await candidatesFor(task);
    const repaired = JSON.stringify({ 'src/stock.js': STOCK.replace('length - 1', 'length') });
    const found = candidates.find((patch) => keyOf(task.project, patch) === repaired);
    expect(found?.origin).toEqual({ kind: 'offline', operator: 'off-by-one' });
    for (const { rationale } of candidates) expect(rationale).toMatch(/^[A-Z][\s\S]+\.$/);
  });
});

function unquoted(text: string): string {
  return text.replace(/^(['"]+)([\s\S]*)\1$/, '$2');
}

describe('what no candidate touches', () => {
  const guarded = {
    'test/stock.test.js': STOCK_TEST,
    'src/stock.test.js': STOCK,
    'src/__tests__/stock.js': STOCK,
    'tests/test_stock.py': 'def test_it():\n    assert 1 + 1 == 3\n',
    'conftest.py': 'LIMIT = 1 + 1\n',
    'jest.config.js': 'export default { bail: 1 > 0 };\n',
    'vitest.config.ts': 'export default { retry: 2 - 1 };\n',
    '.eslintrc.js': 'module.exports = { max: 1 + 1 };\n',
    'src/types.d.ts': 'export declare const limit: 1;\n',
    'src/__snapshots__/stock.js': STOCK,
    'node_modules/left/index.js': STOCK,
    'dist/stock.js': STOCK,
    'src/bundle.min.js': STOCK,
    'package.json': '{"type":"module","scripts":{"test":"node --test"}}',
    'package-lock.json': '{"lockfileVersion":3}',
    'data/stock.json': '[1, 2]',
  };

  it('is a test, a configuration, something installed, generated or not source, whatever the suspects say', async () => {
    const files = { ...guarded, 'src/stock.js': STOCK };
    const frames = Object.keys(guarded).map((file) => frame(file, 1));
    const task = taskOf(files, [...Object.keys(guarded), 'src/stock.js'], { ...WRONG, frames });
    const touched = (await candidatesFor(task)).flatMap(({ edits }) => edits.map(({ file }) => file));
    expect(new Set(touched)).toEqual(new Set(['src/stock.js']));
  });

  it('is everything, when only such files are there', async () => {
    expect(await candidatesFor(taskOf(guarded, Object.keys(guarded)))).toEqual([]);
  });

  it.each([
    [
      'src/stock.ts',
      `// if (a < b && c > 1) return a + 1;
import { readFileSync } from 'node:fs';

/** Adds 1 to 2: \`1 + 2 === 3\`. */
export function label(count: 1 | 2, sum: number): string {
  /* true || false */
  const text = 'a < b && c + 1 === true';
  return count > 1 ? text + readFileSync("x > 1", 'utf8') : text;
}
`,
    ],
    [
      'src/stock.py',
      `# if a < b and c > 1: return a + 1
import math


def label(count, total):
    """Adds 1 to 2: 1 + 2 == 3."""
    # true or False
    text = 'a < b and c + 1 == True'
    return text + "x > 1" if count > 1 else text + str(math.floor(total))
`,
    ],
  ])('is a comment or the inside of a string in %s', async (path, source) => {
    const language = languageOf(path);
    if (language === null) throw new Error(path);
    const parse = await createParser(language);
    const texts = (text: string, types: readonly string[]) => {
      const parsed = parse(text);
      const found = nodesOfType(parsed.root, types).map((node) => node.text);
      parsed.dispose();
      return found;
    };
    const task = taskOf({ [path]: source }, [path]);
    // New texts may be brought, and a text may be exchanged as a whole for another one, in either kind of quotes.
    const own = texts(source, ['string']);
    const strings = new Set([...own.map(unquoted), '']);
    const candidates = await candidatesFor(task);
    expect(candidates.length).toBeGreaterThan(10);
    for (const patch of candidates) {
      const after = changedTexts(task.project, patch)[path] ?? '';
      expect(texts(after, ['comment'])).toEqual(texts(source, ['comment']));
      const now = texts(after, ['string']);
      if (own.some((text) => !now.includes(text)))
        expect(now.filter((text) => !strings.has(unquoted(text)))).toEqual([]);
      expect(texts(after, ['import_statement'])).toEqual(texts(source, ['import_statement']));
      expect(texts(after, ['type_annotation'])).toEqual(texts(source, ['type_annotation']));
    }
  });
});

describe('the budget', () => {
  it('ends the search after so many candidates', async () => {
    const settings = { ...UNLIMITED, maxCandidates: 7 };
    expect(await candidatesFor(taskOf(SMALL, ['src/stock.js']), settings)).toHaveLength(7);
  });

  it('ends the search when its time is over, the judging included', async () => {
    const history: JudgedPatch[] = [];
    const settings = { timeMs: 1000, maxCandidates: 10_000, now: () => 5000 + history.length * 100 };
    expect(await candidatesFor(taskOf(SMALL, ['src/stock.js']), settings, { history })).toHaveLength(10);
  });

  it('of nothing gives nothing', async () => {
    const task = taskOf(SMALL, ['src/stock.js']);
    expect(await candidatesFor(task, { ...UNLIMITED, maxCandidates: 0 })).toEqual([]);
    expect(await candidatesFor(task, { ...UNLIMITED, timeMs: 0 })).toEqual([]);
  });

  it('starts anew with each search', async () => {
    const task = taskOf(SMALL, ['src/stock.js']);
    const settings = { ...UNLIMITED, maxCandidates: 3 };
    const history: JudgedPatch[] = [];
    expect(await candidatesFor(task, settings, { history })).toHaveLength(3);
    expect(await candidatesFor(task, settings, { history })).toHaveLength(3);
  });

  it('is not waited for once the search is aborted', async () => {
    const controller = new AbortController();
    const history: JudgedPatch[] = [];
    const now = () => {
      if (history.length === 4) controller.abort();
      return 0;
    };
    const task = taskOf(SMALL, ['src/stock.js']);
    const ended = candidatesFor(task, { ...UNLIMITED, now }, { history, signal: controller.signal });
    expect((await ended).length).toBeLessThanOrEqual(5);
    expect(await candidatesFor(task, UNLIMITED, { signal: AbortSignal.abort() })).toEqual([]);
  });
});

describe('the history', () => {
  it('is not repeated: a second search goes on behind the first one', async () => {
    const task = taskOf(SMALL, ['src/stock.js']);
    const history: JudgedPatch[] = [];
    const before = await candidatesFor(task, UNLIMITED, { most: 20, history });
    const after = await candidatesFor(task, UNLIMITED, { history });
    const known = new Set(before.map((patch) => keyOf(task.project, patch)));
    expect(after.length).toBeGreaterThan(20);
    expect(after.filter((patch) => known.has(keyOf(task.project, patch)))).toEqual([]);
  });

  it("counts a model's patch with the same text as tried", async () => {
    const task = taskOf(SMALL, ['src/stock.js']);
    const repaired = { 'src/stock.js': STOCK.replace('length - 1', 'length') };
    const target = { kind: 'text', text: 'i < lines.length - 1' } as const;
    const tried: JudgedPatch = {
      patch: {
        edits: [{ kind: 'replace', file: 'src/stock.js', target, replacement: 'i < lines.length' }],
        rationale: 'The last line was left out.',
        origin: { kind: 'llm', provider: 'gemini', model: 'gemini-flash' },
      },
      verdict: { kind: 'timed-out', detail: 'the tests took too long' },
    };
    const texts = async (history: JudgedPatch[]) =>
      (await candidatesFor(task, UNLIMITED, { history })).map((patch) => changedTexts(task.project, patch));
    expect(await texts([])).toContainEqual(repaired);
    expect(await texts([tried])).not.toContainEqual(repaired);
  });

  it('is read against the project as it stands, and leaves that as it was', async () => {
    const task = taskOf(SMALL, ['src/stock.js']);
    await candidatesFor(task);
    expect(textAt(task.project, 'src/stock.js')).toBe(STOCK);
  });
});
