import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { validateAction } from '@action-validator/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDesk, type Desk } from '../support/run-autofix.ts';

const ACTION = readFileSync('action.yml', 'utf8');

/** What a runner of GitHub gives a step, as far as the script reads it. */
function runStep(desk: Desk, inputs: Record<string, string>) {
  const output = join(desk.folder, 'output.txt');
  const summary = join(desk.folder, 'summary.md');
  const step = spawnSync(process.execPath, [resolve('tooling/action.mjs')], {
    cwd: desk.folder,
    encoding: 'utf8',
    env: {
      ...desk.env,
      ...inputs,
      RUNNER_TEMP: desk.folder,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      CI: 'true',
    },
  });
  const lines = existsSync(output) ? readFileSync(output, 'utf8').trimEnd().split('\n') : [];
  const outputs = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  return { ...step, outputs, summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '' };
}

describe('action.yml', () => {
  it('is valid by the schema that GitHub publishes', () => {
    expect(validateAction(ACTION)).toMatchObject({ actionType: 'action', errors: [] });
    expect(validateAction(ACTION.replace('using: composite', 'using: composit')).errors).not.toEqual([]);
  });

  it('gives every input to the script by the environment, and puts none into a command', () => {
    const inputs = [...ACTION.slice(0, ACTION.indexOf('outputs:')).matchAll(/^ {2}([a-z-]+):$/gm)].map(
      (match) => match[1],
    );
    const script = readFileSync('tooling/action.mjs', 'utf8');
    for (const input of inputs.filter((name) => name !== 'artifact' && name !== 'color' && name !== 'icon')) {
      const variable = `ACTION_${input?.replaceAll('-', '_').toUpperCase()}`;
      expect(ACTION).toContain(`${variable}: \${{ inputs.${input} }}`);
      expect(script).toContain(`env.${variable}`);
    }
    for (const [, command] of ACTION.matchAll(/run: (.*)/g)) expect(command).not.toContain('${{');
  });
});

describe('the script of the action', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = createDesk();
  });
  afterEach(() => desk.dispose());

  it('repairs, gives outputs, adds to the summary and annotates', () => {
    const step = runStep(desk, {
      ACTION_PROJECT: desk.take(resolve('fixtures/task-api.zip')),
      ACTION_REPORT: `\n${desk.take(resolve('fixtures/task-api.failures.json'))}\n`,
      ACTION_OPTIONS: '--offline\n--attempts 2\n',
    });
    expect(step.status).toBe(0);
    const folder = join(desk.folder, 'autofix');
    expect(step.outputs).toEqual({
      status: 'fixed',
      'exit-code': '0',
      folder,
      zip: join(folder, 'repaired.zip'),
      diff: join(folder, 'patch.diff'),
    });
    for (const file of ['repaired.zip', 'patch.diff', 'report.html', 'result.json']) {
      expect(existsSync(join(folder, file))).toBe(true);
    }
    expect(step.summary).toContain('## autofix: Fixed');
    expect(step.stdout).toMatch(/^::notice file=src\/routes\/tasks\.js,line=\d+/m);
  }, 60_000);

  it('fails as the run does, unless the job shall go on', () => {
    const inputs = { ACTION_PROJECT: join(desk.folder, 'nowhere.zip') };
    expect(runStep(desk, inputs)).toMatchObject({
      status: 2,
      outputs: { status: 'failed', 'exit-code': '2', zip: '' },
    });
    expect(runStep(desk, { ...inputs, ACTION_FAIL_WHEN_UNFIXED: 'false' })).toMatchObject({ status: 0 });
  }, 60_000);

  it('says so when there is no result at all', () => {
    const step = runStep(desk, { ACTION_PROJECT: 'x.zip', ACTION_OPTIONS: '--no-such-option' });
    expect(step).toMatchObject({ status: 2, outputs: { status: 'failed', 'exit-code': '2' } });
    expect(step.stdout).toContain('::error title=autofix::');
  }, 60_000);
});
