import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openProject } from '../../src/archive/open-project.ts';
import { reassembleZip } from '../../src/archive/reassemble-zip.ts';
import { AutofixError } from '../../src/domain/autofix-error.ts';
import type { Project } from '../../src/domain/project.ts';
import { newFolder } from './opening.ts';
import { buildZip } from './zip-builder.ts';

const plain = fc.constantFrom('a', 'b', 'c.js', 'd', 'é', 'x y', '[id]', '.hidden', 'e.test.ts');
const odd = fc.constantFrom('..', '.', '', 'B', '~1', 'C:', 'n\u0000', '\u001b[2J', '\\..\\', 'd'.repeat(300));
const part = fc.oneof({ weight: 30, arbitrary: plain }, { weight: 1, arbitrary: odd });
const name = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const entry = fc.record({
  name,
  content: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  method: fc.constantFrom(...[0, 0, 0, 8, 8, 8, 8, 8, 12]),
  mode: fc.constantFrom(...[0, 0, 0o100644, 0o100644, 0o100755, 0o100755, 0o120777, 0o020644, 0o040755]),
  flags: fc.constantFrom(...[0, 0, 0, 0, 0, 0x800, 0x800, 1]),
});
const archive = fc.record({
  entries: fc.array(entry, { minLength: 1, maxLength: 4 }),
  zip64: fc.boolean(),
  comment: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
});
/** Where in the archive, in parts of a thousand, and which byte. */
const damage = fc.oneof(fc.constant([]), fc.array(fc.tuple(fc.nat(999), fc.nat(255)), { maxLength: 3 }));

async function opened(path: string): Promise<Project | null> {
  try {
    const project = await openProject(path);
    for (const each of project.entries.values()) each.bytes();
    return project;
  } catch (error) {
    if (error instanceof AutofixError && error.exitCode === 5) return null;
    throw error;
  }
}

it('whatever an archive holds and whatever is broken in it, it is refused, or written again as it was', async () => {
  const folder = newFolder();
  const [input, output] = [join(folder, 'in.zip'), join(folder, 'out.zip')];
  let openings = 0;
  const property = fc.asyncProperty(archive, damage, async (built, broken) => {
    const bytes = Buffer.from(buildZip(built));
    for (const [at, value] of broken) bytes[Math.floor((at / 1000) * bytes.length)] = value;
    writeFileSync(input, bytes);
    const project = await opened(input);
    if (project === null) return;
    openings++;
    for (const path of project.entries.keys()) expect(path).not.toMatch(/^\/|(^|\/)\.{0,2}(\/|$)|\\|\0/);
    await reassembleZip(project, [], output);
    expect(readFileSync(output).equals(bytes)).toBe(true);
    await reassembleZip(project, [{ kind: 'write', path: 'zz/new.txt', bytes: Buffer.from('new') }], output);
    const after = await openProject(output);
    for (const [path, before] of project.entries) expect(after.entries.get(path)?.bytes()).toEqual(before.bytes());
    rmSync(output);
  });
  await fc.assert(property, { numRuns: 120, seed: 20261122 });
  expect(openings).toBeGreaterThan(15);
});
