import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
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
  narrow(call, { files, tests }, { project, folder }): Narrowed | null {
    if (files === null) return null;
    const { positionals } = sortParameters(call, FLAGS, () => true);
    // The line of an example names it more surely than its text, but for those that a loop makes on one line.
    const places = (tests ?? []).map(({ file, line }) => `${pathBelow(folder, file ?? '') ?? ''}:${line}`);
    const isPlaced = tests?.every((test) => test.line !== null && test.file !== null) === true;
    const isExact = isPlaced && !tests.some((test) => MADE_IN_LOOP.test(lineOf(project, test)));
    // What has no text of its own has no name yet when examples are chosen.
    const isNamed = !isExact && tests?.every((test) => !NAMELESS.test(lineOf(project, test))) === true;
    const names = isNamed ? tests.flatMap((test) => ['--example', test.namePath.join(' ')]) : [];
    const words = isExact ? unique(places) : [...names, ...files];
    return { edits: [...removals(positionals), ...append(call, words)], runs: isExact || isNamed ? 'tests' : 'files' };
  },
});

/** An example whose text is put together where it stands: `it "adds #{n}" do`, `it name do`. */
const MADE_IN_LOOP = /\b(it|specify|example|scenario)[\s(]+(?!do\b)([a-z_]|"[^"]*#\{)/;

const NAMELESS = /\b(it|its|specify|example|is_expected)\b\s*(\{|do\b|\.)/;

function lineOf(project: Project, { file, line }: TestResult): string {
  return textOf(project, file ?? '')?.split(/\r?\n/)[(line ?? 0) - 1] ?? '';
}
