import { expect, it } from '@jest/globals';
import { withTestFiles } from '../../src/shared/test-files.ts';
import { memoryProject } from '../support/memory-project.ts';
import { testResult } from '../support/test-results.ts';

it('finds the one test file that holds the name of a test', () => {
  const project = memoryProject({
    'test/a.test.js': "it('adds', () => {});\nit('both', () => {});\n",
    'test/b.test.js': "it('both', () => {});\n",
    'src/adds.js': '// adds\n',
  });
  const tests = ['adds', 'both', 'nowhere'].map((name) => ({ ...testResult('', [name]), file: null }));
  expect(withTestFiles(project, tests).map((test) => test.file)).toEqual(['test/a.test.js', null, null]);
});
