import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestReport } from '../../src/domain/test-report.ts';
import { readReport } from '../../src/report/read-report.ts';
import { memoryProject } from '../support/memory-project.ts';
import { reportOf } from '../support/test-results.ts';
import type { Files } from './seeded-projects.ts';

const LONGEST_RUN_MS = 10_000;

/** Runs the tests of a program in a folder of its own, by \`node --test\` or unittest, and reads what they say. */
export class ProcessJudge {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'offline-judge-'));
  readonly #files: Files;

  constructor(files: Files) {
    this.#files = files;
    this.#write(files);
  }

  /** The report with \`changed\` in place of the files of that name; they are put back afterwards. */
  run(changed: Files): TestReport {
    this.#write(changed);
    const python = Object.keys(this.#files).some((file) => file.endsWith('.py'));
    const [command, args] = python
      ? ['python3', ['-B', '-m', 'unittest', 'discover', '-v', '-s', 'tests', '-t', '.']]
      : [process.execPath, ['--test', '--test-reporter=tap']];
    const { stdout, stderr } = spawnSync(command, args, {
      cwd: this.#folder,
      encoding: 'utf8',
      timeout: LONGEST_RUN_MS,
      env: { PATH: process.env.PATH },
    });
    this.#write(Object.fromEntries(Object.keys(changed).map((file) => [file, this.#files[file] ?? ''])));
    const project = memoryProject(this.#files);
    const printed = python ? stderr : stdout;
    if (!/^(ok|not ok|Ran) /m.test(printed)) return reportOf([]);
    return readReport(Buffer.from(printed), null, { project, workspaceRoot: this.#folder });
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #write(files: Files): void {
    for (const [file, text] of Object.entries(files)) {
      const target = path.join(this.#folder, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }
}
