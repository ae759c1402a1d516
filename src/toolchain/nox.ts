import type { Project } from '../domain/project.ts';
import { pathIn, textOf } from './project-files.ts';
import { quoteAll } from './shell-line.ts';
import type { ToxEnvironment } from './tox.ts';

const FILE = 'noxfile.py';

/** Names of sessions that run tests. */
const TEST_SESSION = /^(tests?|unit\w*|pytest|testing|run_tests?|\w+_tests?|tests?_\w+)$/;

const CALL = /\bsession\.(install|run|run_always|run_install)\(((?:[^()]|\([^()]*\))*)\)/g;

/** What the session for tests in noxfile.py installs and runs, as far as that stands there in plain strings. */
export function noxEnvironment(project: Project, folder: string): ToxEnvironment | null {
  const text = textOf(project, pathIn(folder, FILE));
  if (text === null) return null;
  const session = sessions(text).find(({ name, body }) => TEST_SESSION.test(name) && body.includes('session.run('));
  if (session === undefined) return null;
  const installed: string[] = [];
  const steps: string[] = [];
  for (const [, verb, source = ''] of session.body.matchAll(CALL)) {
    const words = literals(source);
    if (verb === 'install') installed.push(...requirements(words));
    else if (verb === 'run' && words.length > 0 && !isBesideTests(words)) steps.push(quoteAll(words));
  }
  const extras = installed.flatMap((each) => /^\.\[(.+)\]$/.exec(each)?.[1]?.split(',') ?? []);
  const dependencies = installed.filter((each) => !each.startsWith('.'));
  return {
    file: pathIn(folder, FILE),
    line: steps.join(' && '),
    dependencies,
    extras: extras.map((each) => each.trim()),
  };
}

function sessions(text: string): { readonly name: string; readonly body: string }[] {
  const heads = [...text.matchAll(/^(?:async )?def (\w+)\(\s*session\b/gm)];
  return heads.map((head, index) => ({
    name: head[1] ?? '',
    body: text.slice(head.index, heads[index + 1]?.index ?? text.length),
  }));
}

/** The plain strings among some arguments; keyword arguments and what is computed are left out. */
function literals(source: string): string[] {
  const positional = source.replace(/\b\w+\s*=\s*(\{[^}]*\}|\[[^\]]*\]|[^,]+)/g, '');
  return [...positional.matchAll(/(?<![fbr])(["'])((?:(?!\1)[^\\\n])*)\1/g)].map(([, , value = '']) => value);
}

/** Arguments of pip as requirements: `-r FILE` in one piece, `-e .` as `.`. */
function requirements(words: readonly string[]): string[] {
  const found: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '-r' || word === '--requirement') found.push(`-r ${words[++index] ?? ''}`);
    else if (word.startsWith('-r')) found.push(`-r ${word.slice(2)}`);
    else if (!word.startsWith('-')) found.push(word);
  }
  return found;
}

function isBesideTests([program = '', verb = '']: readonly string[]): boolean {
  return (program === 'coverage' && verb !== 'run') || /^(pip|mypy|flake8|ruff|black|isort|codecov)$/.test(program);
}
