import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { configurationSchema } from '../../src/cli/configuration-schema.ts';
import { manualPage } from '../../src/cli/manual-page.ts';
import { packageVersion } from '../../src/shared/package-version.ts';

/** Rewrite with: npm run golden */
const UPDATE = process.env.UPDATE_GOLDEN === '1';

const GENERATED: Readonly<Record<string, string>> = {
  'man/autofix.1': manualPage(COMMANDS, packageVersion()),
  'src/cli/tables/config-schema.json': `${JSON.stringify(configurationSchema(), null, 2)}\n`,
};

describe('files that are made from the tables of commands and options', () => {
  it.each(Object.entries(GENERATED))('%s is what they say', (file, content) => {
    if (UPDATE) writeFileSync(file, content);
    expect(readFileSync(file, 'utf8')).toBe(content);
  });
});

describe('the manual page', () => {
  it('is formatted without a warning, and has every command and option', () => {
    const page = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-cbou', 'man/autofix.1'], { encoding: 'utf8' });
    expect({ stderr: page.stderr, status: page.status }).toEqual({ stderr: '', status: 0 });
    for (const { name, options } of COMMANDS) {
      expect(page.stdout).toContain(`autofix ${name}`);
      for (const option of options) expect(page.stdout).toContain(option.name);
    }
    expect(page.stdout).toContain('AUTOFIX_NO_VERIFY');
  });
});
