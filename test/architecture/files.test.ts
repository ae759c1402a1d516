import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join('src', name), 'utf8') }));

const namesWhere = (breach: (text: string, name: string) => boolean) =>
  sources.filter(({ name, text }) => breach(text, name)).map(({ name }) => name);

describe('source files', () => {
  it('hold one concept: at most 300 lines', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(namesWhere((text) => text.split('\n').length > 301)).toEqual([]);
  });

  it('are named in kebab case', () => {
    expect(namesWhere((_, name) => !/^([a-z0-9-]+\/)*[a-z0-9-]+\.ts$/.test(name))).toEqual([]);
  });

  it('print only in cli/', () => {
    const prints = /\bconsole\.(log|error|warn|info|debug|table|dir)|process\.(stdout|stderr)\.write/;
    expect(namesWhere((text, name) => !name.startsWith('cli/') && prints.test(text))).toEqual([]);
  });

  it('decide the exit of the process only in cli/', () => {
    const exits = /process\.exit\(|process\.exitCode\s*=/;
    expect(namesWhere((text, name) => !name.startsWith('cli/') && exits.test(text))).toEqual([]);
  });

  it('know no fixture by name', () => {
    const projects = readdirSync('fixtures/projects');
    expect(projects.length).toBeGreaterThanOrEqual(6);
    const distinctive = projects.filter((name) => name.includes('-') || name === 'inventory');
    expect(namesWhere((text) => distinctive.some((name) => text.includes(name)))).toEqual([]);
  });

  it('have no default exports and no barrels', () => {
    expect(namesWhere((text) => /^export default /m.test(text))).toEqual([]);
    expect(namesWhere((text, name) => name !== 'index.ts' && /^export \* from/m.test(text))).toEqual([]);
  });
});
