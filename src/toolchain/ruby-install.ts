import type { Project } from '../domain/project.ts';
import type { PackageInstall } from './command-runner.ts';
import { CACHE_FOLDER, installation } from './package-install.ts';
import { hasFile, pathIn, textOf } from './project-files.ts';

/** Bundler installs into the work copy; without a Gemfile the machine's gems are used. */
export function rubyInstall(project: Project, folder: string): PackageInstall {
  const folders = [pathIn(folder, CACHE_FOLDER)];
  const gemfile = pathIn(folder, 'Gemfile');
  if (!hasFile(project, gemfile)) {
    return { command: null, folders, evidence: ['there is no Gemfile'], manager: null };
  }
  const evidence = [`there is ${gemfile}`];
  if (!/^\s*(gem|gemspec)\b/m.test(textOf(project, gemfile) ?? '')) {
    return { command: null, folders, evidence: [`${gemfile} names no gem`], manager: 'bundler' };
  }
  const isLocked = hasFile(project, pathIn(folder, 'Gemfile.lock'));
  const setup = [...rubyVariables(), ...(isLocked ? ['export BUNDLE_FROZEN=true'] : [])];
  return { command: installation(folder, 'bundle install', setup), folders, evidence, manager: 'bundler' };
}

/** `bundle exec ` in front of a program where the project has a Gemfile with gems. */
export function bundled(project: Project, folder: string, line: string): string {
  return /^\s*(gem|gemspec)\b/m.test(textOf(project, pathIn(folder, 'Gemfile')) ?? '') ? `bundle exec ${line}` : line;
}

/** Gems of the work copy when they were installed there, else the machine's. */
export function rubySetup(): string[] {
  return [`if [ -d "$PWD/${CACHE_FOLDER}/bundle" ]; then ${rubyVariables().join('; ')}; fi`, 'export BUNDLE_FROZEN='];
}

function rubyVariables(): string[] {
  return [`export BUNDLE_PATH="$PWD/${CACHE_FOLDER}/bundle" BUNDLE_APP_CONFIG="$PWD/${CACHE_FOLDER}/bundle-config"`];
}
