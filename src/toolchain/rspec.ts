import type { Toolchain } from '../domain/toolchain.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed } from './command-runner.ts';
import { unique } from './name-patterns.ts';
import { hasFile, ownFiles, pathBelow, pathIn, textOf } from './project-files.ts';
import { bundled, rubyInstall, rubySetup } from './ruby-install.ts';
import { baseName, type RunnerMatch } from './runner-calls.ts';

const FLAGS = {
  dropped: new Set([
    ...['--format', '-f', '--out', '-o', '--fail-fast', '--no-fail-fast', '--next-failure', '-n', '--only-failures'],
    ...['--profile', '-p', '--bisect', '--dry-run', '--color', '--force-color'],
  ]),
  withValue: new Set([
    ...[
      '--format',
      '-f',
      '--out',
      '-o',
      '--require',
      '-r',
      '-I',
      '--options',
      '-O',
      '--order',
      '--seed',
      '--tag',
      '-t',
    ],
    ...['--pattern', '-P', '--exclude-pattern', '--example', '-e', '--example-matches', '-E', '--default-path'],
  ]),
};

const match: RunnerMatch = (words, index) => (baseName(words[index]?.value ?? '') === 'rspec' ? 1 : 0);

export const rspec: Toolchain = commandToolchain({
  name: 'rspec',
  summary: 'RSpec',
  language: 'ruby',
  reportFormat: 'rspec-json',
  protectedGlobs: ['**/.rspec', '**/spec/spec_helper.rb', '**/spec/rails_helper.rb', '**/Gemfile', '**/Gemfile.lock'],
  results: { kind: 'file', ending: 'json' },
  match,
  signs(project, folder) {
    const config = pathIn(folder, '.rspec');
    const files = ownFiles(project, folder);
    const spec = files.find((path) => /(^|\/)spec\/.*_spec\.rb$/.test(path));
    if (hasFile(project, config)) return { score: 0.9, evidence: `there is ${config}`, certain: true };
    if (spec === undefined) return null;
    const isListed = files
      .filter((path) => /^(Gemfile(\.lock)?|[^/]+\.gemspec)$/.test(path))
      .some((path) => /\brspec\b/.test(textOf(project, pathIn(folder, path)) ?? ''));
    const evidence = isListed ? 'rspec is among the gems' : `there is ${pathIn(folder, spec)}`;
    return { score: isListed ? 0.9 : 0.85, evidence, certain: isListed };
  },
  install: rubyInstall,
  defaultLine: (project, folder) => bundled(project, folder, 'rspec'),
  setup: rubySetup,
  clean: (call) => removals(sortParameters(call, FLAGS, () => false).dropped),
  // In the order of definition: a run that is repeated must be the same.
  report: (call, { resultFile }) => [
    ...insertAfterRunner(call, ['--format', 'json', '--out', resultFile, '--format', 'progress', '--no-color']),
    ...(hasFlag(call, '--order', '--seed') ? [] : append(call, ['--order', 'defined'])),
  ],
  narrow(call, { files, tests }, { folder }): Narrowed | null {
    if (files === null) return null;
    const { positionals } = sortParameters(call, FLAGS, () => true);
    // The line of an example names it more surely than its text: examples made in a loop share it, and all of them run.
    const places = (tests ?? []).map(({ file, line }) => `${pathBelow(folder, file ?? '') ?? ''}:${line}`);
    const isExact = tests?.every((test) => test.line !== null && test.file !== null) === true;
    const names = tests === null || isExact ? [] : tests.flatMap((test) => ['--example', test.namePath.join(' ')]);
    const words = isExact ? unique(places) : [...names, ...files];
    return { edits: [...removals(positionals), ...append(call, words)], runs: tests === null ? 'files' : 'tests' };
  },
});
