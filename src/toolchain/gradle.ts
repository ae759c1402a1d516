import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { append, hasFlag, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed, type PackageInstall } from './command-runner.ts';
import { hasCompileError, jvmLanguage, qualifiedClass, testMethod } from './jvm-tests.ts';
import { unique } from './name-patterns.ts';
import { CACHE_FOLDER, installation } from './package-install.ts';
import { hasFile, pathBelow, pathIn } from './project-files.ts';
import { matchWrapper, type RunnerMatch } from './runner-calls.ts';

const BUILD_FILES = ['settings.gradle', 'settings.gradle.kts', 'build.gradle', 'build.gradle.kts'];

const FLAGS = {
  dropped: new Set([
    '-q',
    '--quiet',
    '--watch',
    '-t',
    '--continuous',
    '--scan',
    '--daemon',
    '--build-cache',
    '--fail-fast',
  ]),
  withValue: new Set([
    '--tests',
    '-x',
    '--exclude-task',
    '-p',
    '--project-dir',
    '-b',
    '--build-file',
    '-I',
    '--console',
  ]),
};

const match: RunnerMatch = (words, index) => {
  const length = matchWrapper(/^(gradle|gradlew|gradlew\.bat)$/, words, index);
  const tasks = words.slice(index + 1).map((word) => word.value);
  return tasks.some((task) => /^(:?[\w:-]*:)?(test|check|build|\w+Test|test\w+)$/.test(task)) ? length : 0;
};

export const gradle: Toolchain = commandToolchain({
  name: 'gradle',
  summary: 'Gradle: JUnit, TestNG, Kotlin, Spock',
  language: 'java',
  reportFormat: 'junit-xml',
  protectedGlobs: ['**/*.gradle', '**/*.gradle.kts', '**/gradle/**', '**/gradle.properties', '**/gradlew*'],
  results: { kind: 'collected', patterns: ['*/build/test-results/*/TEST-*.xml'] },
  match,
  languageOf: jvmLanguage,
  signs(project, folder) {
    const name = BUILD_FILES.find((each) => hasFile(project, pathIn(folder, each)));
    if (name === undefined) return null;
    return { score: 0.9, evidence: `there is ${pathIn(folder, name)}`, certain: true };
  },
  install: gradleInstall,
  defaultLine: (project, folder) => `${program(project, folder)} test`,
  setup: () => [gradleHome()],
  clean: (call) => removals(sortParameters(call, FLAGS, () => true).dropped),
  report: (call) => append(call, ['--continue', '--offline', '--no-daemon', '--no-build-cache', '--console=plain']),
  narrow(call, { files, tests, listed }, { folder }): Narrowed | null {
    if (hasFlag(call, '--tests') || hasCompileError(listed)) return null;
    const names =
      tests === null ? (files ?? []).map(qualifiedClass) : unique(tests.map((test) => methodOf(test, folder)));
    if (names.length === 0) return null;
    // A filter belongs to the task before it; modules without such a test must not fail.
    const edits = append(call, [...names.flatMap((name) => ['--tests', name])]);
    return { edits, runs: tests === null ? 'files' : 'tests' };
  },
});

/** `package.Class.method` (https://docs.gradle.org/current/userguide/java_testing.html#test_filtering). */
function methodOf(test: TestResult, folder: string): string {
  const { className, method } = testMethod(test);
  const file = test.file === null ? null : pathBelow(folder, test.file);
  const prefix = file === null ? '*' : qualifiedClass(file).replace(/[^.]*$/, '');
  return method === null ? `${prefix}${className}` : `${prefix}${className}.${method}`;
}

function gradleHome(): string {
  return `export GRADLE_USER_HOME="$PWD/${CACHE_FOLDER}/gradle" GRADLE_OPTS="\${GRADLE_OPTS:-} -Dorg.gradle.vfs.watch=false"`;
}

function program(project: Project, folder: string): string {
  return hasFile(project, pathIn(folder, 'gradlew')) ? 'sh ./gradlew' : 'gradle';
}

/** Compiling nothing but the tests' dependencies fetches what they need; what does not compile yet must not matter. */
function gradleInstall(project: Project, folder: string): PackageInstall {
  const gradle = program(project, folder);
  const line = `${gradle} --no-daemon --console=plain --continue testClasses || ${gradle} --no-daemon --console=plain dependencies`;
  const command = { ...installation(folder, line, [gradleHome()]), display: `${gradle} testClasses` };
  const folders = [pathIn(folder, CACHE_FOLDER)];
  return { command, folders, evidence: ['Gradle fetches plug-ins and dependencies'], manager: 'gradle' };
}
