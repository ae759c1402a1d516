import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDesk, type Desk, outcomeIn } from '../support/run-autofix.ts';

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const SCRIPTS = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts);

/** Every line of every shell block, without comments. */
function shellLines(document: string): string[] {
  const blocks = readFileSync(document, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g);
  return [...blocks].flatMap(([, block = '']) =>
    block
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line !== ''),
  );
}

const lines = DOCUMENTS.flatMap((document) => shellLines(document).map((line) => ({ document, line })));
/** The run folders of the documents are one and the same to the test. */
const RUN_FOLDER = /(\bRUN\b|\S*\d{8}-\d{6}-\w+)/g;
const isAutofix = (line: string) => /^(npx (--no )?)?autofix /.test(line);
const autofixLines = [...new Set(lines.map(({ line }) => line.replace(RUN_FOLDER, 'RUN')).filter(isAutofix))];

/** Lines that other tests or `.ci/run` run, or that only set a key. */
const RUN_ELSEWHERE = [
  /^npm ci( && npm test| && npx autofix run fixtures\/task-api\.zip .*)?$/,
  /^export \w+_API_KEY=\.\.\.$/,
  /^\.ci\/run$/,
];

describe('the commands of the documents', () => {
  let desk: Desk;
  let runFolder = '';
  beforeAll(async () => {
    desk = createDesk();
    const input = desk.take(resolve('fixtures/task-api.zip'));
    runFolder = outcomeIn(await desk.run(['run', input, '--offline', '--json', '--dry-run'])).outputs.runDir ?? '';
  }, 120_000);
  afterAll(() => desk.dispose());

  it('are known: autofix, a script of the package, or run elsewhere', () => {
    const unknown = lines.filter(({ line }) => {
      const script = /^npm run ([\w:-]+)/.exec(line)?.[1];
      if (script !== undefined) return !SCRIPTS.includes(script);
      return !isAutofix(line) && !RUN_ELSEWHERE.some((known) => known.test(line));
    });
    expect(unknown).toEqual([]);
    expect(autofixLines.length).toBeGreaterThan(12);
  });

  it.each(autofixLines)(
    '%s',
    async (line) => {
      const words = line.replace(/^(npx (--no )?)?autofix /, '').match(/"[^"]*"|\S+/g) ?? [];
      const [command = '', ...rest] = words.map((word) => word.replaceAll('"', ''));
      const work = createDesk();
      try {
        layOut(work);
        const argv = [
          command,
          ...rest.map((word) => meant(command, word)),
          ...(command === 'apply' ? ['--dry-run'] : []),
        ];
        const run = await work.run(argv, { AUTOFIX_OFFLINE: '1' });
        // Without keys nobody answers; without a terminal nobody can be asked.
        const expected = command === 'ping' || argv.includes('--interactive') ? [1, 2, 3] : [0];
        if (!expected.includes(run.exitCode ?? -1)) throw new Error(`ended with ${run.exitCode}: ${run.stderr}`);
        expect(run.stderr).not.toMatch(/unknown option|unknown command|missing required/);
      } finally {
        work.dispose();
      }
    },
    120_000,
  );

  /** The documents' placeholders: run folders are that of the run above, which its input and its project belong to. */
  function meant(command: string, word: string): string {
    if (word === 'RUN') return runFolder;
    if (command === 'replay' && word === 'project.zip') return join(desk.folder, 'task-api.zip');
    if (command === 'apply' && word === '.') return resolve('fixtures/projects/task-api');
    return word;
  }

  /** A project whose tests pass answers soonest; what a repair does has tests of its own. */
  function layOut({ folder }: Desk): void {
    cpSync(resolve('fixtures/projects/green'), folder, { recursive: true });
    cpSync(resolve('fixtures/projects/green'), join(folder, 'my-project'), { recursive: true });
    copyFileSync(resolve('fixtures/green.zip'), join(folder, 'project.zip'));
    for (const name of ['failures.json', 'junit.xml'])
      copyFileSync(resolve('fixtures/green.failures.tap'), join(folder, name));
  }
});

it('links of the documents lead somewhere', () => {
  const broken = DOCUMENTS.flatMap((document) => {
    const targets = [...readFileSync(document, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
      (match) => match[1] ?? '',
    );
    return targets
      .filter((target) => !existsSync(join(document, '..', target)))
      .map((target) => `${document}: ${target}`);
  });
  expect(broken).toEqual([]);
});
