import { expect, it } from '@jest/globals';
import type { CommandResult } from '../../src/domain/sandbox.ts';
import { reportOfNothingLoaded } from '../../src/pipeline/printed-report.ts';
import { selectedFiles } from '../../src/toolchain/selected-files.ts';
import { memoryProject } from '../support/memory-project.ts';

const CONFTEST = `ImportError while loading conftest '/work/tests/conftest.py'.
tests/conftest.py:3: in <module>
    from shop.store import Store
src/shop/store.py:1: in <module>
    import loging
E   ModuleNotFoundError: No module named 'loging'
`;

function ended(stdout: string, stderr: string): CommandResult {
  return { exitCode: 4, timedOut: false, notFound: false, stdout, stderr, durationMs: 1 };
}

const project = memoryProject({
  'tests/conftest.py': 'from shop.store import Store\n',
  'src/shop/store.py': 'import loging\n',
  'tests/test_a.py': 'def test_a(): ...\n',
});
const context = { project, workspaceRoot: '/work' };

it('reads what pytest says of a conftest that it cannot load, since it writes no report then', () => {
  const report = reportOfNothingLoaded(ended('', CONFTEST), context);
  expect(report?.results).toHaveLength(1);
  expect(report?.results[0]).toMatchObject({
    file: 'tests/conftest.py',
    status: 'failed',
    failure: { kind: 'load', message: expect.stringContaining("No module named 'loging'") },
  });
  expect(report?.results[0]?.failure?.frames.map(({ file }) => file)).toContain('src/shop/store.py');
});

it.each([
  ['nothing', ''],
  ['an error of the command line', 'ERROR: usage: pytest [options]\npytest: error: unrecognized arguments: --x\n'],
  ['the half of a run', '=== test session starts ===\ntests/test_a.py::test_a PASSED\n'],
])('takes %s for no report', (_, printed) => {
  expect(reportOfNothingLoaded(ended(printed, ''), context)).toBeNull();
});

it('runs all tests for a file that holds none itself', () => {
  const files = (file: string) => selectedFiles(project, '', 'python -m pytest', { kind: 'files', files: [file] });
  expect(files('tests/conftest.py')).toBeNull();
  expect(files('tests/test_a.py')).toEqual(['tests/test_a.py']);
});
