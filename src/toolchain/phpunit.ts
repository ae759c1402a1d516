import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import { baseNameOf } from '../shared/project-path.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed, type PackageInstall } from './command-runner.ts';
import { escapePattern, unique } from './name-patterns.ts';
import { installation } from './package-install.ts';
import { hasFile, ownFiles, pathIn, textOf } from './project-files.ts';
import { baseName, type RunnerMatch } from './runner-calls.ts';
import type { RunnerSigns } from './runner-signs.ts';

const CONFIG_FILES = ['phpunit.xml', 'phpunit.xml.dist', 'phpunit.dist.xml'];

const FLAGS = {
  dropped: new Set([
    ...['--log-junit', '--testdox', '--teamcity', '--stop-on-failure', '--stop-on-error', '--stop-on-defect', '--tap'],
    ...[
      '--coverage-html',
      '--coverage-clover',
      '--coverage-text',
      '--coverage-xml',
      '--coverage-cobertura',
      '--coverage',
    ],
    ...['--coverage-php', '--order-by', '--colors', '--parallel', '-p', '--bail', '--watch', '--min'],
  ]),
  withValue: new Set([
    ...['--log-junit', '--coverage-html', '--coverage-clover', '--coverage-xml', '--coverage-cobertura', '--order-by'],
    ...['--coverage-php', '--configuration', '-c', '--bootstrap', '--filter', '--group', '--exclude-group', '-d'],
    ...['--testsuite', '--test-suffix', '--printer', '--cache-directory', '--min'],
  ]),
};

const isRunner = (name: string) =>
  /^(phpunit|pest|paratest|simple-phpunit)(\.phar)?(-\d+(\.\d+)*)?$/.test(baseName(name));

/** `phpunit`, `vendor/bin/phpunit`, `php vendor/bin/pest`, `composer exec phpunit`, `php artisan test`. */
const match: RunnerMatch = (words, index) => {
  const value = words[index]?.value ?? '';
  if (isRunner(value)) return 1;
  if (baseName(value) !== 'php') return 0;
  for (let next = index + 1; next < words.length; next++) {
    const word = words[next]?.value ?? '';
    if (isRunner(word)) return next - index + 1;
    if (word === 'artisan') return words[next + 1]?.value === 'test' ? next - index + 2 : 0;
    if (!word.startsWith('-')) return 0;
  }
  return 0;
};

export const phpunit: Toolchain = commandToolchain({
  name: 'phpunit',
  summary: 'PHPUnit and Pest',
  language: 'php',
  reportFormat: 'junit-xml',
  protectedGlobs: [
    ...['**/phpunit.xml*', '**/phpunit.dist.xml', '**/composer.json', '**/composer.lock', '**/tests/bootstrap.php'],
    ...['**/tests/Pest.php', '**/tests/TestCase.php'],
  ],
  results: { kind: 'file', ending: 'xml' },
  match,
  signs,
  install: composerInstall,
  defaultLine(project, folder) {
    const program = usesPest(project, folder) ? 'pest' : 'phpunit';
    const isInstalled = composerOf(project, folder) !== null;
    // Without PHPUnit among the packages the machine's own serves.
    const path = isInstalled && needsPackages(project, folder) ? `vendor/bin/${program}` : program;
    const hasConfig = CONFIG_FILES.some((name) => hasFile(project, pathIn(folder, name)));
    const tests = hasConfig ? '' : ` ${testFolder(project, folder)}`;
    return `${path}${tests}`;
  },
  setup: () => ['export XDEBUG_MODE=off', 'if [ -d vendor/bin ]; then export PATH="$PWD/vendor/bin:$PATH"; fi'],
  clean: (call) => removals(sortParameters(call, FLAGS, () => false).dropped),
  report: (call, { resultFile }) => insertAfterRunner(call, ['--log-junit', resultFile, '--colors=never']),
  narrow(call, { files, tests }): Narrowed | null {
    if (hasFlag(call, '--filter')) return null;
    const { positionals } = sortParameters(call, FLAGS, () => true);
    const [only] = files ?? [];
    // PHPUnit before 10 takes one path; several files are named by their classes.
    const paths = files?.length === 1 && only !== undefined ? [...removals(positionals), ...append(call, [only])] : [];
    if (tests !== null) {
      return { edits: [...paths, ...append(call, ['--filter', testPattern(tests)])], runs: 'tests' };
    }
    if (files === null) return null;
    const edits = paths.length > 0 ? paths : append(call, ['--filter', classPattern(files)]);
    return { edits, runs: 'files' };
  },
});

/**
 * A test is matched as `Class::method`, ` with data set "x"` behind it when a provider feeds it
 * (https://docs.phpunit.de/en/9.6/textui.html#command-line-options).
 */
function testPattern(tests: readonly TestResult[]): string {
  const names = unique(tests.map((test) => test.namePath.at(-1) ?? ''));
  // Of data that is no text only the beginning is sure to be told alike.
  const patterns = names.map((name) => forDelimiter(name.replace(/( with data set (#\d+|"[^"\n]*")) \(.*$/s, '$1')));
  return `/(::|^)(${patterns.join('|')})( with data set .*| \\(.*)?$/`;
}

function classPattern(files: readonly string[]): string {
  const classes = unique(files.map((file) => baseNameOf(file).replace(/\.php$/, '')));
  return `/(^|\\\\)(${classes.map(forDelimiter).join('|')})::/`;
}

/** For a pattern between slashes. */
function forDelimiter(text: string): string {
  return escapePattern(text).replaceAll('/', '\\/');
}

function signs(project: Project, folder: string): RunnerSigns | null {
  const config = CONFIG_FILES.find((name) => hasFile(project, pathIn(folder, name)));
  if (config !== undefined) return { score: 0.95, evidence: `there is ${pathIn(folder, config)}`, certain: true };
  const isListed = /"(phpunit\/phpunit|pestphp\/pest|symfony\/phpunit-bridge)"/.test(
    textOf(project, pathIn(folder, 'composer.json')) ?? '',
  );
  if (isListed) return { score: 0.9, evidence: 'phpunit is among the packages of composer.json' };
  const test = ownFiles(project, folder).find((path) => /Test\.php$/.test(path));
  return test === undefined ? null : { score: 0.75, evidence: `there is ${pathIn(folder, test)}` };
}

function testFolder(project: Project, folder: string): string {
  const first = ownFiles(project, folder).find((path) => /Test\.php$/.test(path)) ?? '';
  const top = first.split('/')[0] ?? '';
  return top === first || top === '' ? '.' : top;
}

function usesPest(project: Project, folder: string): boolean {
  return /"pestphp\/pest"/.test(textOf(project, pathIn(folder, 'composer.json')) ?? '');
}

function composerOf(project: Project, folder: string): Record<string, unknown> | null {
  const text = textOf(project, pathIn(folder, 'composer.json'));
  const manifest = text === null ? null : parseJson(text);
  return isRecord(manifest) ? manifest : null;
}

function needsPackages(project: Project, folder: string): boolean {
  const manifest = composerOf(project, folder);
  const names = [manifest?.require, manifest?.['require-dev']].flatMap((each) =>
    isRecord(each) ? Object.keys(each) : [],
  );
  return names.some((name) => name.includes('/'));
}

/** Also where only the class loader is wanted: `vendor/autoload.php` comes of the installation alone. */
function composerInstall(project: Project, folder: string): PackageInstall {
  const folders = [pathIn(folder, 'vendor')];
  const manifest = composerOf(project, folder);
  if (manifest === null) {
    return { command: null, folders, evidence: ['there is no composer.json'], manager: null };
  }
  const evidence = [`there is ${pathIn(folder, 'composer.json')}`];
  if (!needsPackages(project, folder) && !('autoload' in manifest) && !('autoload-dev' in manifest)) {
    return { command: null, folders, evidence: ['composer.json asks for nothing'], manager: 'composer' };
  }
  const line = 'composer install --no-interaction --no-progress --prefer-dist';
  return {
    command: installation(folder, line, ['export COMPOSER_ALLOW_SUPERUSER=1']),
    folders,
    evidence,
    manager: 'composer',
  };
}
