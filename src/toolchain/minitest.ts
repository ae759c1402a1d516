import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { append, hasFlag, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed } from './command-runner.ts';
import { anyOf } from './name-patterns.ts';
import { hasFile, ownFiles, pathIn, textOf } from './project-files.ts';
import { bundled, rubyInstall, rubySetup } from './ruby-install.ts';
import { baseName, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import { type LineEdit, quoteShell } from './shell-line.ts';
import { supportText } from './support-file.ts';

const TEST_FILE = /(^|\/)(test_\w+|\w+_test)\.rb$/;
const USES_RUNNER = /\b(minitest|Minitest|test\/unit|Test::Unit|ActiveSupport::TestCase|test_helper)\b/;

const FLAGS = {
  dropped: new Set(['-v', '--verbose']),
  withValue: new Set(['-I', '-r', '-n', '--name', '-s', '--seed', '-e', '-C', '-W']),
};

/** `rake test`, `rails test`, `ruby -Itest test/a_test.rb`, `ruby -e "… require …"`. */
const match: RunnerMatch = (words, index) => {
  const name = baseName(words[index]?.value ?? '');
  if (name === 'rake') return /^(test|spec)(:\w+)*$/.test(words[index + 1]?.value ?? '') ? 2 : words[index + 1] ? 0 : 1;
  if (name === 'rails') return words[index + 1]?.value === 'test' ? 2 : 0;
  if (name !== 'ruby') return 0;
  const rest = words.slice(index + 1).map((word) => word.value);
  return rest.some((value) => TEST_FILE.test(value) || /Dir.*_test|%w\[/.test(value)) ? 1 : 0;
};

export const minitest: Toolchain = commandToolchain({
  name: 'minitest',
  summary: 'minitest and test-unit, by rake, rails or ruby',
  language: 'ruby',
  reportFormat: 'ctrf',
  protectedGlobs: ['**/test/test_helper.rb', '**/Rakefile', '**/Gemfile', '**/Gemfile.lock', '**/*.gemspec'],
  results: { kind: 'file', ending: 'json' },
  match,
  signs(project, folder) {
    const file = testFiles(project, folder).find((path) =>
      USES_RUNNER.test(textOf(project, pathIn(folder, path)) ?? ''),
    );
    if (file === undefined) return null;
    const evidence = `${pathIn(folder, file)} is written for minitest or test-unit`;
    return {
      score: 0.85,
      evidence,
      certain: hasTestTask(project, folder) || hasFile(project, pathIn(folder, 'bin/rails')),
    };
  },
  install: rubyInstall,
  defaultLine(project, folder) {
    if (hasFile(project, pathIn(folder, 'bin/rails'))) return 'bin/rails test';
    if (hasTestTask(project, folder)) return bundled(project, folder, 'rake test');
    return bundled(project, folder, requiring(testFiles(project, folder)));
  },
  setup: rubySetup,
  clean: (call) => removals(sortParameters(call, FLAGS, () => true).dropped),
  // Every Ruby that the call starts loads the reporter, which writes once, where tests really ran. In one order always.
  report(call, place) {
    const start = call.runner[0]?.start ?? 0;
    const option = `-r${place.scratch.folder}/${supportName(place.scratch.nonce)}`;
    const assignments = `env AUTOFIX_REPORT=${quoteShell(place.resultFile)} RUBYOPT=${quoteShell(option)} SEED=1 `;
    return [{ start, end: start, text: assignments }];
  },
  narrow(call, { files, tests }): Narrowed | null {
    const names = tests === null || hasFlag(call, '-n', '--name') ? null : tests;
    if (files === null) return null;
    const edits = keptTo(call, files, names);
    return edits === null ? null : { edits, runs: names === null ? 'files' : 'tests' };
  },
  support: ({ scratch }) => ({ [supportName(scratch.nonce)]: supportText('minitest-reporter.rb') }),
});

const supportName = (nonce: string) => `minitest-reporter-${nonce}.rb`;

function keptTo(call: RunnerCall, files: readonly string[], tests: readonly TestResult[] | null): LineEdit[] | null {
  const program = baseName(call.runner[0]?.value ?? '');
  const pattern = tests === null ? null : `/${anyOf(tests.map(methodName)).replaceAll('/', '\\/')}/`;
  if (program === 'rake') {
    // rake hands TESTOPTS to a shell of its own.
    const choice = files.length === 1 ? (files[0] ?? '') : `{${files.join(',')}}`;
    const words = [`TEST=${choice}`, ...(pattern === null ? [] : [`TESTOPTS=--name=${quoteShell(pattern)}`])];
    return append(call, words);
  }
  const name = pattern === null ? [] : ['--name', pattern];
  if (program === 'rails') {
    const { positionals } = sortParameters(call, FLAGS, () => true);
    return [...removals(positionals), ...append(call, [...files, ...name])];
  }
  const first = call.runner[0];
  const last = call.parameters.at(-1);
  if (first === undefined || last === undefined) return null;
  return [{ start: first.start, end: last.end, text: requiring(files, name) }];
}

/** Methods are matched without their class: those of the same name in the same files run too. */
function methodName(test: TestResult): string {
  return test.namePath.at(-1) ?? '';
}

/** One Ruby that loads all the files: the runner starts by itself at the end. */
function requiring(files: readonly string[], parameters: readonly string[] = []): string {
  const words = files.map((file) => file.replace(/[\s[\]\\]/g, '\\$&')).join(' ');
  const line = `ruby -Ilib -Itest -e ${quoteShell(`%w[${words}].each { |file| require File.expand_path(file) }`)}`;
  return parameters.length === 0 ? line : `${line} -- ${parameters.map(quoteShell).join(' ')}`;
}

function testFiles(project: Project, folder: string): string[] {
  return ownFiles(project, folder).filter((path) => TEST_FILE.test(path) && !/(^|\/)test_helper\.rb$/.test(path));
}

function hasTestTask(project: Project, folder: string): boolean {
  const text = textOf(project, pathIn(folder, 'Rakefile')) ?? '';
  return /\b(Rake::TestTask|Minitest::TestTask)\b/.test(text) || /^\s*task\s+:?["']?test\b/m.test(text);
}
