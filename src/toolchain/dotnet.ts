import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { baseNameOf } from '../shared/project-path.ts';
import { append, hasFlag, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed, type PackageInstall } from './command-runner.ts';
import { unique } from './name-patterns.ts';
import { CACHE_FOLDER, installation } from './package-install.ts';
import { ownFiles, pathIn, textOf } from './project-files.ts';
import { baseName, type RunnerMatch } from './runner-calls.ts';
import { quoteShell } from './shell-line.ts';

const FLAGS = {
  dropped: new Set(['--logger', '-l', '--results-directory', '--collect', '--blame', '-t', '--list-tests']),
  withValue: new Set([
    ...['--logger', '-l', '--results-directory', '--collect', '--filter', '--configuration', '-c', '--framework'],
    ...['-f', '--settings', '-s', '--verbosity', '-v', '--arch', '-a', '--os', '--output', '-o', '--diag', '-d'],
  ]),
};

const match: RunnerMatch = (words, index) =>
  baseName(words[index]?.value ?? '') === 'dotnet' && words[index + 1]?.value === 'test' ? 2 : 0;

export const dotnet: Toolchain = commandToolchain({
  name: 'dotnet',
  summary: 'dotnet test: xUnit, NUnit, MSTest',
  language: 'csharp',
  reportFormat: 'trx',
  protectedGlobs: [
    ...[
      '**/*.csproj',
      '**/*.fsproj',
      '**/*.vbproj',
      '**/*.sln',
      '**/*.slnx',
      '**/Directory.*.props',
      '**/*.runsettings',
    ],
    ...['**/Directory.*.targets', '**/global.json', '**/NuGet.Config', '**/nuget.config', '**/packages.lock.json'],
    ...['**/xunit.runner.json'],
  ],
  results: { kind: 'collected', patterns: [`./${CACHE_FOLDER}/results/*.trx`] },
  match,
  signs(project, folder) {
    const manifest = manifestOf(project, folder);
    if (manifest === null) return null;
    const { path, tests } = manifest;
    return { score: tests ? 0.9 : 0.5, evidence: `there is ${pathIn(folder, path)}`, certain: true };
  },
  languageOf(project, folder) {
    const files = ownFiles(project, folder);
    const has = (extension: RegExp) => files.some((path) => extension.test(path));
    return has(/\.cs$/) ? 'csharp' : has(/\.fs$/) ? 'fsharp' : has(/\.vb$/) ? 'visualbasic' : 'csharp';
  },
  install: dotnetInstall,
  defaultLine(project, folder) {
    const path = manifestOf(project, folder)?.path ?? '';
    return manifestsIn(project, folder).length > 1 ? `dotnet test ${quoteShell(path)}` : 'dotnet test';
  },
  setup: dotnetVariables,
  clean: (call) => removals(sortParameters(call, FLAGS, () => false).dropped),
  report: (call) =>
    insertAfterRunner(call, ['--no-restore', '--logger', 'trx', '--results-directory', `${CACHE_FOLDER}/results`]),
  narrow(call, { files, tests }): Narrowed | null {
    if (hasFlag(call, '--filter')) return null;
    const parts = tests === null ? (files ?? []).map(classPart) : tests.map(methodPart);
    if (parts.length === 0) return null;
    return { edits: append(call, ['--filter', unique(parts).join('|')]), runs: tests === null ? 'files' : 'tests' };
  },
});

/** https://learn.microsoft.com/dotnet/core/testing/selective-unit-tests: operators are escaped by a backslash. */
function escapeFilter(text: string): string {
  return text.replace(/[\\()&|=!~]/g, '\\$&').replaceAll(',', '%2C');
}

function classPart(file: string): string {
  return `FullyQualifiedName~.${escapeFilter(baseNameOf(file).replace(/\.\w+$/, ''))}.`;
}

/** A theory's name has its arguments behind it, its qualified name has not: with it all of its cases run. */
function methodPart(test: TestResult): string {
  const parts = test.namePath.map((part, index) =>
    index === test.namePath.length - 1 ? part.replace(/\(.*\)$/s, '') : part,
  );
  return `FullyQualifiedName~${escapeFilter(parts.join('.'))}`;
}

function manifestsIn(project: Project, folder: string): string[] {
  return ownFiles(project, folder).filter((path) => !path.includes('/') && /\.(slnx?|[cfv][sb]proj)$/.test(path));
}

/** The solution of a folder, else its project; `tests`: whether tests are in it or below. */
function manifestOf(project: Project, folder: string): { readonly path: string; readonly tests: boolean } | null {
  const manifests = manifestsIn(project, folder);
  const path = manifests.find((each) => /\.slnx?$/.test(each)) ?? manifests[0];
  if (path === undefined) return null;
  const projects = ownFiles(project, folder).filter((each) => /proj$/.test(each));
  const usesTests = (each: string) =>
    /Microsoft\.NET\.Test\.Sdk|IsTestProject|xunit|nunit|MSTest/i.test(textOf(project, pathIn(folder, each)) ?? '');
  return { path, tests: projects.some(usesTests) };
}

function dotnetInstall(project: Project, folder: string): PackageInstall {
  const isLocked = ownFiles(project, folder).some((path) => baseNameOf(path) === 'packages.lock.json');
  const target =
    manifestsIn(project, folder).length > 1 ? ` ${quoteShell(manifestOf(project, folder)?.path ?? '')}` : '';
  const line = `dotnet restore${target}${isLocked ? ' --locked-mode' : ''}`;
  const outputs = ownFiles(project, folder)
    .filter((path) => /proj$/.test(path))
    .map((path) => pathIn(folder, path.includes('/') ? `${path.slice(0, path.lastIndexOf('/'))}/obj` : 'obj'));
  const folders = [pathIn(folder, CACHE_FOLDER), ...outputs];
  return {
    command: installation(folder, line, dotnetVariables()),
    folders,
    evidence: ['NuGet restores packages'],
    manager: 'nuget',
  };
}

function dotnetVariables(): string[] {
  return [
    `export NUGET_PACKAGES="$PWD/${CACHE_FOLDER}/nuget" DOTNET_CLI_HOME="$PWD/${CACHE_FOLDER}/dotnet"`,
    'export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1',
  ];
}
