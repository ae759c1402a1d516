import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { validateWorkflow } from '@action-validator/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { schema as gitlabSchema } from 'gitlab-ci-local/src/schema/schema.js';
import { parse } from 'yaml';
import { configurationSchema } from '../../src/cli/configuration-schema.ts';
import { CI_SYSTEMS, starterFiles } from '../../src/cli/starter-files.ts';
import { createDesk, type Desk } from '../support/run-autofix.ts';

const PLANS = [
  null,
  { toolchain: 'jest', language: 'javascript', install: 'npm ci', test: 'npx jest' },
  { toolchain: 'pytest', language: 'python', install: 'pip install -r requirements.txt', test: 'python -m pytest' },
  { toolchain: 'maven', language: 'java', install: null, test: 'mvn test' },
  { toolchain: 'make', language: 'c', install: null, test: 'make test: "$\u007b{ x }}" # \n evil' },
];

/** The schema is that which GitLab publishes for its editor, with a few keywords of its own. */
const validPipeline = new Ajv({ strict: false, logger: false }).compile(gitlabSchema);

describe('the files that init writes', () => {
  it.each(PLANS)('are valid by the published schemas: %j', (plan) => {
    for (const ci of CI_SYSTEMS) {
      for (const { path, content } of starterFiles(plan, ci)) {
        expect(content).not.toMatch(/@[A-Z]+@/);
        if (path.startsWith('.github')) expect(validateWorkflow(content).errors).toEqual([]);
        else if (path === 'autofix.gitlab-ci.yml')
          expect([validPipeline(parse(content)), validPipeline.errors]).toEqual([true, null]);
        else expect(new Ajv({ allowUnionTypes: true }).validate(configurationSchema(), parse(content))).toBe(true);
      }
    }
  });

  it('would not be valid with a mistake', () => {
    const [, workflow] = starterFiles(null, 'github');
    expect(validateWorkflow(workflow?.content.replace('runs-on:', 'run-on:') ?? '').errors).not.toEqual([]);
    const [, pipeline] = starterFiles(null, 'gitlab');
    expect(validPipeline(parse(pipeline?.content.replace('on_failure', 'on_failur') ?? ''))).toBe(false);
  });

  it('give no write access to the job that runs the project, and no secret to the one that may write', () => {
    const workflow = parse(starterFiles(null, 'github')[1]?.content ?? '');
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.jobs.test.permissions).toBeUndefined();
    expect(JSON.stringify(workflow.jobs.propose)).not.toMatch(/secrets\.|npm |autofix run/);
  });
});

describe('autofix init', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = createDesk();
    cpSync(resolve('fixtures/projects/task-api'), desk.folder, { recursive: true });
  });
  afterEach(() => desk.dispose());

  it('writes what the project needs, runs with it, and leaves what is there', async () => {
    const first = await desk.run(['init']);
    expect(first).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('wrote    .github/workflows/autofix.yml'),
    });
    const file = join(desk.folder, 'autofix.config.yaml');
    expect(readFileSync(file, 'utf8')).toContain('testCommand: "node --test"');
    expect((await desk.run(['config', '--json'])).stdout).toContain('maxCost in autofix.config.yaml');
    writeFileSync(file, 'attempts: 1\n');
    expect((await desk.run(['init'])).stdout).toContain('kept     autofix.config.yaml');
    expect(readFileSync(file, 'utf8')).toBe('attempts: 1\n');
    await desk.run(['init', '--force']);
    expect(readFileSync(file, 'utf8')).toContain('maxCost: 0.5');
  }, 60_000);

  it('knows GitLab by its file, says what it would write, and refuses an unknown system', async () => {
    writeFileSync(join(desk.folder, '.gitlab-ci.yml'), '');
    const dry = await desk.run(['init', '--dry-run', '--json']);
    expect(JSON.parse(dry.stdout)).toMatchObject({ ci: 'gitlab', toolchain: 'node-test' });
    expect(existsSync(join(desk.folder, 'autofix.gitlab-ci.yml'))).toBe(false);
    expect(await desk.run(['init', '--ci', 'githab'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Did you mean github?'),
    });
  }, 60_000);
});
