import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { defaultOptions } from '../../src/pipeline/default-options.ts';
import { createRunFolder } from '../../src/pipeline/run-folder.ts';
import { prepareWorkspace } from '../../src/pipeline/steps/3-prepare-workspace.ts';
import { reproduceFailure } from '../../src/pipeline/steps/4-reproduce-failure.ts';
import { memoryProject } from '../support/memory-project.ts';

const root = mkdtempSync(join(tmpdir(), 'autofix-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('keeps what a package builds when it is installed, between candidates and for the verification', async () => {
  const project = memoryProject({
    'package.json': JSON.stringify({
      name: 'shop',
      version: '1.0.0',
      dependencies: { money: 'file:./money' },
      scripts: {
        prepare: `node -e "const fs=require('fs'); fs.mkdirSync('lib/made',{recursive:true}); fs.writeFileSync('lib/made/a.js','1'); fs.writeFileSync('version.txt','1')"`,
        test: 'node --test',
      },
    }),
    'money/package.json': '{"name":"money","version":"1.0.0"}',
    'money/index.js': '',
    'lib/shop.js': '',
    'test/shop.test.js': "require('node:test')('adds', () => {});\n",
  });
  const options = { ...defaultOptions('-', {}), runsFolder: root };
  const runFolder = createRunFolder(root, (text) => text);
  const signal = new AbortController().signal;
  const { plan, workspace, pristine } = await prepareWorkspace(options, project, null, runFolder, signal);
  expect(plan.installedFolders).toEqual(expect.arrayContaining(['node_modules', 'lib/made', 'version.txt']));
  workspace.trustInstalled(pristine);
  // What is touched is told by times of the file system's own clock.
  await new Promise((done) => setTimeout(done, 50));
  rmSync(join(workspace.root, 'version.txt'));
  rmSync(join(workspace.root, 'lib/made/a.js'));
  await workspace.reset(project, plan.installedFolders);
  for (const copy of [workspace, pristine]) {
    expect(readFileSync(join(copy.root, 'lib/made/a.js'), 'utf8')).toBe('1');
    expect(existsSync(join(copy.root, 'version.txt'))).toBe(true);
    expect(existsSync(join(copy.root, 'lib/shop.js'))).toBe(true);
  }
}, 60_000);

it('lays the untouched copy out while the tests run where nothing is installed', async () => {
  const content = "require('node:test')('adds', () => require('node:fs').writeFileSync('state.txt', 'ran'));\n";
  const project = memoryProject({
    'package.json': '{"scripts":{"test":"node --test"}}',
    'state.txt': 'untouched',
    'test/shop.test.js': content,
  });
  const options = { ...defaultOptions('-', {}), runsFolder: root };
  const runFolder = createRunFolder(root, (text) => text);
  const prepared = await prepareWorkspace(options, project, null, runFolder, new AbortController().signal);
  const { workspace, pristine } = prepared;
  expect(existsSync(join(workspace.root, 'state.txt'))).toBe(true);
  expect(existsSync(join(pristine.root, 'state.txt'))).toBe(false);
  const baseline = await reproduceFailure(prepared, project, null, { timeoutMs: 30_000, repeat: 1 });
  expect(baseline.writtenByTests).toEqual(['state.txt']);
  expect(readFileSync(join(workspace.root, 'state.txt'), 'utf8')).toBe('ran');
  expect(readFileSync(join(pristine.root, 'state.txt'), 'utf8')).toBe('untouched');
  expect(readFileSync(join(pristine.root, 'test/shop.test.js'), 'utf8')).toBe(content);
}, 60_000);
