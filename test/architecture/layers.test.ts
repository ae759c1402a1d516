import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

const root = resolve('.');

function violations(folder: string, start = 'src'): Violation[] {
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const output = run(folder, [cruiser, start, '--config', '.dependency-cruiser.cjs', '--output-type', 'json']);
  return (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
}

function run(folder: string, argv: readonly string[]): string {
  try {
    return execFileSync(process.execPath, argv, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe('the floors of the house', () => {
  it('has no import against the floors, between features, or in a circle', () => {
    expect(violations(root).map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  });
});

describe('the police of the floors', () => {
  let copy = '';
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'autofix-layers-'));
    for (const name of ['src', '.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it.each([
    ['features-are-strangers', 'src/patch/seeded.ts', '../report/read-report.ts', 'readReport'],
    ['domain-imports-nothing', 'src/domain/seeded.ts', '../shared/tokens.ts', 'estimateTokens'],
    ['shared-imports-domain-only', 'src/shared/seeded.ts', '../patch/apply-edits.ts', 'applyEdits'],
    ['nobody-imports-the-command-line', 'src/pipeline/seeded.ts', '../cli/print.ts', 'printResult'],
    ['door-adm-zip', 'src/pipeline/seeded.ts', 'adm-zip', 'default as seeded'],
    ['door-execa', 'src/toolchain/seeded.ts', 'execa', 'execa'],
  ])('finds a breach of %s', (rule, file, specifier, name) => {
    writeFileSync(join(copy, file), `export { ${name} } from '${specifier}';\n`);
    try {
      expect(
        violations(copy, file)
          .filter((found) => found.from === file)
          .map((found) => found.rule.name),
      ).toContain(rule);
    } finally {
      rmSync(join(copy, file));
    }
  });

  it('finds a circle', () => {
    writeFileSync(join(copy, 'src/shared/one.ts'), `import { two } from './two.ts';\nexport const one = () => two;\n`);
    writeFileSync(join(copy, 'src/shared/two.ts'), `import { one } from './one.ts';\nexport const two = () => one;\n`);
    expect(violations(copy, 'src/shared/one.ts').map((found) => found.rule.name)).toContain('no-cycles');
  });
});
