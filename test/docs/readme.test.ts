import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createProgram } from '../../src/cli/program.ts';
import { EXIT } from '../../src/domain/autofix-error.ts';

const readme = readFileSync('README.md', 'utf8');

describe('README', () => {
  it('starts with the two commands that a newcomer types', () => {
    const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]?.trim());
    expect(blocks.slice(0, 2)).toEqual([
      'npm ci && npx autofix run fixtures/task-api.zip --report fixtures/task-api.failures.json',
      'npm ci && npm test',
    ]);
  });

  it('lists every exit code', () => {
    const listed = [...readme.matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]));
    expect(listed).toEqual(Object.values(EXIT));
  });

  it('names only commands and options that exist', () => {
    const program = createProgram(() => {});
    const known = new Set(program.commands.flatMap((command) => command.options.map((option) => option.long)));
    for (const name of ['--help', '--version']) known.add(name);
    const named = [...readme.matchAll(/(?<![\w-])(--[a-zA-Z]+(?:-[a-z]+)*)/g)].map((match) => match[1] ?? '');
    const foreign = new Set(['--outputFile', '--no-save', '--no']);
    expect(named.filter((name) => !known.has(name) && !foreign.has(name))).toEqual([]);
    const commands = [...readme.matchAll(/npx autofix (\w+)/g)].map((match) => match[1]);
    expect(program.commands.map((command) => command.name())).toEqual(expect.arrayContaining(commands));
  });
});
