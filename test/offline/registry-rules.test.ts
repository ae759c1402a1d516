import { describe, expect, it } from '@jest/globals';
import type { RepairTask } from '../../src/domain/repair-task.ts';
import { buildContext } from '../../src/offline/context-builder.ts';
import { ProjectSources } from '../../src/offline/project-sources.ts';
import { REPAIR_RULES } from '../../src/offline/rules.ts';
import { toSpanEdits } from '../../src/offline/text-edit.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, frame, testResult } from '../support/test-results.ts';
import { ALIAS_RULE_CASES } from './alias-rule-cases.ts';
import { JAVAC_RULE_CASES } from './javac-rule-cases.ts';
import { LOST_LINE_RULE_CASES } from './lost-line-rule-cases.ts';
import { MODULE_RULE_CASES } from './module-rule-cases.ts';
import { NAME_RULE_CASES } from './name-rule-cases.ts';
import { candidatesFor, changedTexts, localizedTask, UNLIMITED, withReplaced } from './registry-rig.ts';
import { type RuleCase, RULE_CASES as SMALL_RULE_CASES } from './registry-rule-cases.ts';

const RULE_CASES = [
  ...SMALL_RULE_CASES,
  ...MODULE_RULE_CASES,
  ...ALIAS_RULE_CASES,
  ...NAME_RULE_CASES,
  ...LOST_LINE_RULE_CASES,
  ...JAVAC_RULE_CASES,
];

const FIRST = 5;

async function opened({ files, test, told }: RuleCase): Promise<RepairTask> {
  return await localizedTask(memoryProject(files), [testResult(test, ['works'], { failure: told })]);
}

function repaired({ files, repair: [file, from, to] }: RuleCase): Record<string, string> {
  return { [file]: withReplaced(files[file] ?? '', from, to) };
}

/** What the one rule proposes by itself, with the name of each proposal. */
async function proposalsOf(ruleName: string, task: RepairTask) {
  const rule = REPAIR_RULES.find(({ name }) => name === ruleName);
  if (rule === undefined) throw new Error(`no rule ${ruleName}`);
  const sources = await ProjectSources.open(task.project);
  try {
    const context = buildContext(task, sources);
    return [...rule.find(context, [...context.suspectFiles, ...context.otherFiles])]
      .flatMap((finding) => finding.proposals())
      .map(({ operator, edits }) => ({
        operator,
        texts: changedTexts(task.project, { edits: toSpanEdits(edits) }),
      }));
  } finally {
    sources.dispose();
  }
}

describe.each(RULE_CASES.map((entry) => [entry.rule, entry.title, entry] as const))('%s: %s', (rule, _title, entry) => {
  it('is what the rule itself proposes', async () => {
    const proposals = await proposalsOf(rule, await opened(entry));
    expect(proposals).toContainEqual({ operator: entry.operator, texts: repaired(entry) });
  });

  it(`is among the first ${FIRST} candidates of the engine`, async () => {
    const task = await opened(entry);
    const candidates = await candidatesFor(task, UNLIMITED, { most: FIRST });
    expect(candidates.map((patch) => changedTexts(task.project, patch))).toContainEqual(repaired(entry));
  });
});

it('looks for the type of a name in no time, however long the words of the file are', async () => {
  const file = 'src/main/java/shop/Box.java';
  const told = failure('incompatible types: unexpected return value', {
    kind: 'compile',
    frames: [{ ...frame(file, 1), column: 44 }],
  });
  const text = `class Box { void of(int[] counts) { return counts; } String key = "${'aB3'.repeat(20_000)}"; }\n`;
  const files = { 'pom.xml': '<project/>\n', [file]: text };
  const task = await localizedTask(memoryProject(files), [testResult(file, ['works'], { failure: told })]);
  const started = performance.now();
  const texts = (await proposalsOf('compiler-errors', task)).map((each) => JSON.stringify(each.texts));
  expect(performance.now() - started).toBeLessThan(2000);
  expect(texts.some((each) => each.includes('int[] of('))).toBe(true);
});

it('makes no number of a text where an array is wanted', async () => {
  const file = 'src/main/java/shop/Box.java';
  const told = failure('incompatible types: java.lang.String cannot be converted to int[]', {
    kind: 'compile',
    frames: [{ ...frame(file, 1), column: 42 }],
  });
  const files = { 'pom.xml': '<project/>\n', [file]: 'class Box { int[] all = { 1 }; int[] a = "1"; }\n' };
  const task = await localizedTask(memoryProject(files), [testResult(file, ['works'], { failure: told })]);
  const texts = (await proposalsOf('compiler-errors', task)).map((each) => JSON.stringify(each.texts));
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.join()).not.toContain('parse');
});

it('does not take a module for one that no file imports where it has not looked at all files', async () => {
  const files: Record<string, string> = {
    'package.json': '{"type":"module"}',
    'src/each.js': 'export default () => 1;\n',
  };
  files['src/order.js'] = 'export const load = (ids) => ids.map(walker);\n';
  for (let index = 0; index < 200; index++) files[`src/part-${index}.js`] = `export const part${index} = ${index};\n`;
  files['src/user.js'] = "import step from './each.js';\n\nexport const used = step();\n";
  const told = failure('walker is not defined', {
    kind: 'error',
    errorType: 'ReferenceError',
    frames: [frame('src/order.js', 1)],
  });
  const task = await localizedTask(memoryProject(files), [testResult('src/order.js', ['works'], { failure: told })]);
  const texts = (await proposalsOf('undefined-names', task)).map((each) => JSON.stringify(each.texts));
  expect(texts.join()).not.toContain('import walker');
});

describe('the registry of the rules', () => {
  it.each(REPAIR_RULES.map(({ name }) => name))('%s has cases', (name) => {
    expect(RULE_CASES.filter(({ rule }) => rule === name).length).toBeGreaterThanOrEqual(2);
  });

  it('holds each name once', () => {
    const names = REPAIR_RULES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('finds nothing in the same projects without a fault', async () => {
    const untold = RULE_CASES.map((entry) => ({ ...entry, files: { ...entry.files, ...repaired(entry) } }));
    for (const entry of untold) {
      const task = await opened({ ...entry, told: { ...entry.told, message: 'expected 1 to be 2', frames: [] } });
      for (const { name } of REPAIR_RULES) {
        expect({ title: entry.title, name, proposals: await proposalsOf(name, task) }).toEqual({
          title: entry.title,
          name,
          proposals: [],
        });
      }
    }
  });
});
