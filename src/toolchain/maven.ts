import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { append, hasFlag, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed, type PackageInstall } from './command-runner.ts';
import { hasCompileError, jvmLanguage, simpleClass, testMethod } from './jvm-tests.ts';
import { unique } from './name-patterns.ts';
import { CACHE_FOLDER, installation } from './package-install.ts';
import { hasFile, pathIn } from './project-files.ts';
import { matchWrapper, type RunnerMatch } from './runner-calls.ts';

const FLAGS = {
  dropped: new Set([
    '-q',
    '--quiet',
    '-X',
    '--debug',
    '-ff',
    '--fail-fast',
    '-U',
    '--update-snapshots',
    '-T',
    '--threads',
  ]),
  withValue: new Set([
    '-T',
    '--threads',
    '-f',
    '--file',
    '-P',
    '--activate-profiles',
    '-pl',
    '--projects',
    '-s',
    '--settings',
  ]),
};

const match: RunnerMatch = (words, index) => {
  const length = matchWrapper(/^(mvn|mvnw|mvnd|mvnw\.cmd)$/, words, index);
  const goals = words.slice(index + 1).map((word) => word.value);
  return goals.some((goal) => /^(test|verify|install|package|integration-test|surefire:test)$/.test(goal)) ? length : 0;
};

export const maven: Toolchain = commandToolchain({
  name: 'maven',
  summary: 'Maven with Surefire: JUnit, TestNG, Kotlin',
  language: 'java',
  reportFormat: 'junit-xml',
  protectedGlobs: ['**/pom.xml', '**/.mvn/**', '**/mvnw*', '**/testng*.xml', '**/junit-platform.properties'],
  results: {
    kind: 'collected',
    patterns: ['*/target/surefire-reports/TEST-*.xml', '*/target/failsafe-reports/TEST-*.xml'],
  },
  match,
  languageOf: jvmLanguage,
  signs(project, folder) {
    const manifest = pathIn(folder, 'pom.xml');
    return hasFile(project, manifest) ? { score: 0.9, evidence: `there is ${manifest}`, certain: true } : null;
  },
  install: mavenInstall,
  defaultLine: (project, folder) => `${program(project, folder)} test`,
  setup: () => [QUICK_START, MAVEN_OPTIONS],
  clean: (call) => removals(sortParameters(call, FLAGS, () => true).dropped),
  // To the end, whatever fails; and with the frames of the project's own classes, which Surefire 2 leaves out.
  report: (call) => append(call, ['-B', '-ntp', '-o', '-fae', '-DtrimStackTrace=false']),
  narrow(call, { files, tests, listed }): Narrowed | null {
    if (hasFlag(call, '-Dtest', '-Dit.test') || hasCompileError(listed)) return null;
    const names = tests === null ? (files ?? []).map(simpleClass) : unique(tests.map(methodOf));
    if (names.length === 0) return null;
    const flags = [`-Dtest=${names.join(',')}`, '-Dsurefire.failIfNoSpecifiedTests=false', '-DfailIfNoTests=false'];
    return { edits: append(call, flags), runs: tests === null ? 'files' : 'tests' };
  },
});

/** `Class#method` (https://maven.apache.org/surefire/maven-surefire-plugin/examples/single-test.html). */
function methodOf(test: TestResult): string {
  const { className, method } = testMethod(test);
  return method === null ? className : `${className}#${method}`;
}

/** Maven is gone before what a second compiler would do pays; what the user says behind it counts. */
const QUICK_START = `export MAVEN_OPTS="-XX:TieredStopAtLevel=1 \${MAVEN_OPTS:-}"`;

/** The store of the work copy, where the installation has filled one; else Maven's usual one. */
const MAVEN_OPTIONS = `if [ -d "$PWD/${CACHE_FOLDER}/m2" ]; then export MAVEN_OPTS="\${MAVEN_OPTS:-} -Dmaven.repo.local=$PWD/${CACHE_FOLDER}/m2"; fi`;

function program(project: Project, folder: string): string {
  return hasFile(project, pathIn(folder, 'mvnw')) ? 'sh ./mvnw' : 'mvn';
}

/**
 * Surefire fetches the provider for the project's framework only when tests run: a run that names none of them brings
 * it. What does not compile yet must not keep the rest from being fetched.
 */
function mavenInstall(project: Project, folder: string): PackageInstall {
  const maven = program(project, folder);
  const store = `-Dmaven.repo.local="$PWD/${CACHE_FOLDER}/m2"`;
  const none = '-Dtest=NoTestOfThisName -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false';
  const steps = [
    `${maven} -B -ntp -fae ${store} dependency:go-offline`,
    `${maven} -B -ntp -fae ${store} ${none} test || true`,
  ];
  const command = { ...installation(folder, steps.join('\n')), display: `${maven} dependency:go-offline` };
  const folders = [pathIn(folder, CACHE_FOLDER)];
  return { command, folders, evidence: ['Maven fetches plug-ins and dependencies'], manager: 'maven' };
}
