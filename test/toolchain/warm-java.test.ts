import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WarmAnswer, WarmRequest } from '../../src/domain/warm-judging.ts';
import { CART, JAVA_FILES, JAVA_SOURCE } from './java-project.ts';

const MARKER = '\u0002answer ';
const hasJdk = spawnSync('javac', ['-version']).status === 0;

let folder = '';
let child: ChildProcessWithoutNullStreams;
const answers: WarmAnswer[] = [];
let wake: () => void = () => {};

async function next(): Promise<WarmAnswer> {
  while (answers.length === 0) await new Promise<void>((resolve) => (wake = resolve));
  return answers.shift() as WarmAnswer;
}

function ask(text: string, request: Partial<WarmRequest> = {}): Promise<WarmAnswer> {
  const changes = { [JAVA_SOURCE]: text };
  child.stdin.write(`${JSON.stringify({ changes, seconds: 0.4, ...request })}\n`);
  return next();
}

function run(program: string, ...words: readonly string[]): void {
  const { stderr, status } = spawnSync(program, words, { cwd: folder });
  if (status !== 0) throw new Error(String(stderr));
}

/** Compiles what lies below a folder of the sources. */
function compile(below: string, into: string): void {
  const paths = Object.keys(JAVA_FILES).filter((path) => path.startsWith(below));
  run('javac', '-nowarn', '-d', into, ...paths);
}

const tests = (...names: string[]) =>
  names.map((name) => ({ file: 'src/test/java/shop/CartTest.java', namePath: ['shop.CartTest', name] }));

/** The status of each test that was asked for. */
function statuses(answer: WarmAnswer): string {
  return answer.kind === 'ran' ? answer.results.map(([, status]) => status).join(' ') : answer.kind;
}

beforeAll(async () => {
  if (!hasJdk) return;
  folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
  for (const [path, text] of Object.entries(JAVA_FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  compile('library/', 'library/classes');
  run('jar', 'cf', 'library.jar', '-C', 'library/classes', '.');
  compile('src/', 'target/classes');
  mkdirSync(join(folder, 'target/surefire-reports'));
  const classPath = [join(folder, 'target/classes'), join(folder, 'library.jar')].join(delimiter);
  writeFileSync(
    join(folder, 'target/surefire-reports/TEST-shop.CartTest.xml'),
    `<testsuite><property name="java.class.path" value="${classPath}"/></testsuite>`,
  );
  const settings = {
    ...{ root: folder, marker: MARKER, targets: tests('sums', 'sumsInAThread') },
    ...{ guards: tests('holdsNine'), others: tests('holdsTen', 'squares') },
  };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  const support = join(process.cwd(), 'src/toolchain/support/warm-java.java');
  const env = { ...process.env, AUTOFIX_WARM: join(folder, 'settings.json') };
  child = spawn('java', ['-XX:TieredStopAtLevel=1', support], { cwd: folder, env });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const at = line.indexOf(MARKER);
    if (at < 0) return;
    answers.push(JSON.parse(line.slice(at + MARKER.length)));
    wake();
  });
}, 60_000);

afterAll(() => {
  if (!hasJdk) return;
  child.kill();
  rmSync(folder, { recursive: true, force: true });
});

(hasJdk ? describe : describe.skip)('the warm process of Java', () => {
  it('runs the failing tests alone, and tells of each what became of it', async () => {
    const ready = await next();
    expect(ready).toMatchObject({ kind: 'ready', base: { kind: 'ran' } });
    expect(statuses(ready.kind === 'ready' ? ready.base : ready)).toBe('failed failed');
    expect(statuses(await ask(CART.replace('-=', '+=')))).toBe('passed passed');
    expect(statuses(await ask(CART.replace('sum -= each', 'sum = 3')))).toBe('passed failed');
    expect(statuses(await ask(CART.replace('sum -= each', 'sum -= other')))).toBe('failed failed');
  });

  it('runs the guards, and the other failing tests, when it is asked to', async () => {
    const right = CART.replace('-=', '+=');
    expect(statuses(await ask(right, { whole: true }))).toBe('passed passed passed');
    expect(statuses(await ask(right, { whole: true, others: true }))).toBe('passed passed passed failed failed');
  });

  it('compiles whoever names a constant or a method that is another now', async () => {
    const tenth = await ask(CART.replace('LIMIT = 9', 'LIMIT = 10'), { whole: true, others: true });
    expect(statuses(tenth)).toBe('failed failed passed passed failed');
    const long = await ask(CART.replace('int squared(int', 'long squared(long'), { whole: true, others: true });
    expect(statuses(long)).toBe('failed failed passed failed passed');
  });

  it('ends what does not end, in whatever thread, and goes on in the same process', async () => {
    for (let count = 0; count < 5; count++) {
      expect(statuses(await ask(CART.replace('each++', 'each--')))).toBe('timed-out');
    }
    expect(statuses(await ask(CART.replace('-=', '+=')))).toBe('passed passed');
    expect(child.exitCode).toBeNull();
  });
});
