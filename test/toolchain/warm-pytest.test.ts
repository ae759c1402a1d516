import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WarmAnswer } from '../../src/domain/warm-judging.ts';

const SUPPORT = join(process.cwd(), 'src/toolchain/support');
const MARKER = 'answer: ';
const TESTS = `
def test_reports(request):
    plugins = request.config.pluginmanager.get_plugins()
    listening = [type(each).__module__ for each in plugins if hasattr(each, "pytest_runtest_logreport")]
    kept = sorted(name for name in listening if name in ("_pytest.junitxml", "_pytest.terminal", "conftest"))
    raise ValueError("who listens: %s" % kept)


def test_fixtures(record_property, record_testsuite_property, capsys):
    record_property("one", 1)
    record_testsuite_property("two", 2)
    print("said")
    raise ValueError(capsys.readouterr().out)
`;
const CONFTEST = `
class Listener:
    def pytest_runtest_logreport(self, report):
        pass


def pytest_configure(config):
    config.pluginmanager.register(Listener())
`;

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'autofix-test-')));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the warm process of pytest', () => {
  it('does without the reports that nobody reads, and with all that tests and plug-ins use', () => {
    copyFileSync(join(SUPPORT, 'warm-python.py'), join(folder, 'autofix_warm.py'));
    copyFileSync(join(SUPPORT, 'warm-pytest.py'), join(folder, 'autofix_warm_pytest.py'));
    writeFileSync(join(folder, 'test_it.py'), TESTS);
    writeFileSync(join(folder, 'conftest.py'), CONFTEST);
    const targets = ['test_reports', 'test_fixtures'].map((name) => ({ file: 'test_it.py', namePath: [name] }));
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ root: folder, marker: MARKER, targets, guards: [] }));
    const words = ['-m', 'pytest', '--junitxml=results.xml', '-p', 'autofix_warm_pytest', '-p', 'no:cacheprovider'];
    const { stdout } = spawnSync('python3', words, {
      cwd: folder,
      env: { PATH: process.env.PATH, PYTHONPATH: folder, AUTOFIX_WARM: join(folder, 'settings.json') },
      encoding: 'utf8',
      input: '',
    });
    const line = stdout.split('\n').find((text) => text.startsWith(MARKER)) ?? '';
    const ready: WarmAnswer = JSON.parse(line.slice(MARKER.length));
    expect(ready.kind === 'ready' && ready.base).toMatchObject({
      kind: 'ran',
      results: [
        [0, 'failed', "ValueError: who listens: ['conftest']"],
        [1, 'failed', 'ValueError: said'],
      ],
    });
  });
});
