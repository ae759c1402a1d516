import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createDesk } from '../support/run-autofix.ts';

const desk = createDesk();
afterAll(() => desk.dispose());

const NODE_TEST = {
  'package.json': '{"scripts":{"test":"node --test"}}',
  'src/search.js':
    'exports.indexOf = (items, wanted) => {\n  let low = 0;\n  let high = items.length;\n  while (low < high) {\n    const middle = (low + high) >> 1;\n    if (items[middle] === wanted) return middle;\n    if (wanted < items[middle]) high = middle;\n    else low = middle;\n  }\n  return -1;\n};\n',
  'test/search.test.js':
    "const test = require('node:test');\nconst assert = require('node:assert');\nconst { indexOf } = require('../src/search.js');\ntest('finds', () => assert.deepEqual([1, 3].map((n) => indexOf([1, 3, 5], n)), [0, 1]));\ntest('misses', () => assert.deepEqual([4, 9, 0].map((n) => indexOf([1, 3, 5], n)), [-1, -1, -1]));\n",
};

describe('a loop without an end', () => {
  it.each([['node:test', NODE_TEST]])(
    'is found and repaired under %s, though no limit of the runner ends it',
    async (name, files) => {
      const folder = join(desk.folder, name.replace(':', '-'));
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const limits = ['--repeat', '1', '--test-timeout', '4s', '--out', `${folder}.zip`];
      const run = await desk.run(['run', folder, '--offline', '--json', ...limits]);
      const result = JSON.parse(run.stdout);
      expect(result.status).toBe('fixed');
      expect(result.patch.diff).toMatch(/^\+.*low = middle \+ 1/m);
      expect(result.before).toMatchObject({ passed: 1, failed: 1 });
      expect(result.warnings.join('\n')).toContain('did not end: they were broken off after 0.7 s');
    },
    60_000,
  );
});
