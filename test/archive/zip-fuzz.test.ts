import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openProject } from '../../src/archive/open-project.ts';
import { AutofixError } from '../../src/domain/autofix-error.ts';
import { link, newFolder } from './opening.ts';
import { randomNumbers } from './random-numbers.ts';
import { buildZip } from './zip-builder.ts';

/** How opening and reading everything ended: the error's code, or `opened`. */
async function ending(path: string): Promise<string> {
  try {
    const project = await openProject(path);
    for (const entry of project.entries.values()) {
      expect(entry.bytes().byteLength).toBe(entry.kind === 'directory' ? 0 : entry.size);
      expect(entry.path).not.toMatch(/^\/|(^|\/)\.\.(\/|$)/);
    }
    return 'opened';
  } catch (error) {
    if (error instanceof AutofixError && error.exitCode === 5) return error.code;
    throw error;
  }
}

it('whatever bytes are broken, the archive opens with true contents or is refused', async () => {
  const random = randomNumbers(3);
  const path = join(newFolder(), 'fuzz.zip');
  const seeds = [false, true].map((zip64) =>
    buildZip({
      entries: [
        { name: 'top/a.txt', content: 'hello hello hello' },
        { name: 'top/d/', method: 0, mode: 0o040755 },
        { name: 'top/d/b.bin', content: Buffer.alloc(300, 7), method: 0 },
        link('top/l', 'a.txt'),
      ],
      zip64,
      comment: Buffer.from('comment'),
    }),
  );
  const endings = new Map<string, number>();
  for (let round = 0; round < 1000; round++) {
    const bytes = Buffer.from(seeds[round % 2] ?? Buffer.alloc(0));
    for (let count = 1 + random(3); count > 0; count--) {
      const at = random(bytes.length);
      if (random(4) === 0 && at + 4 <= bytes.length)
        bytes.writeUInt32LE(random(3) === 0 ? 0xffffffff : random(1000), at);
      else bytes[at] = random(256);
    }
    const cut = random(10) === 0 ? random(bytes.length) : bytes.length;
    writeFileSync(path, bytes.subarray(0, cut));
    const end = await ending(path);
    endings.set(end, (endings.get(end) ?? 0) + 1);
  }
  expect([...endings.keys()].sort()).toEqual(['archive-damaged', 'archive-refused', 'opened']);
});
