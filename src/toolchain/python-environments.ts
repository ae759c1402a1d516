import type { Project } from '../domain/project.ts';
import { hatchEnvironment } from './hatch.ts';
import { noxEnvironment } from './nox.ts';
import { parseShellLine } from './shell-line.ts';
import { type ToxEnvironment, toxEnvironment } from './tox.ts';

/** What tox, nox or Hatch would install and run for the tests of a folder; null when none of them is used. */
export function testEnvironment(project: Project, folder: string): ToxEnvironment | null {
  return toxEnvironment(project, folder) ?? noxEnvironment(project, folder) ?? hatchEnvironment(project, folder);
}

/** The line with a call of tox, nox or Hatch replaced by what that runs. */
export function expandEnvironment(line: string, environment: ToxEnvironment | null): string {
  if (environment === null || environment.line === '') return line;
  const [command, ...others] = parseShellLine(line);
  const words = (command?.words ?? []).map((word) => word.value);
  const [tool = '', verb = ''] = /^python3?$/.test(words[0] ?? '') && words[1] === '-m' ? words.slice(2) : words;
  const isCall = tool === 'tox' || tool === 'nox' || (tool === 'hatch' && /^(test|run)$/.test(verb));
  return isCall && others.length === 0 ? environment.line : line;
}
