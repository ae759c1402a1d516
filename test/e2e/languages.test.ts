import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import AdmZip from 'adm-zip';
import { LANGUAGE_PROJECTS, type LanguageProject, MAKE_PROJECT, missingProgram } from '../support/language-projects.ts';
import { type ProviderServer, startProviderServer } from '../support/provider-server.ts';
import { createDesk, type Desk, outcomeIn } from '../support/run-autofix.ts';

/** What a model that understood the fault would reply. */
function answerFor({ fault }: LanguageProject): string {
  const patch = { file: fault.file, action: 'replace', search: [fault.line], replace: [fault.repaired] };
  return JSON.stringify({
    ...{ analysis: 'The sum leaves out the first price.', cannotFix: '', patches: [patch] },
    explanation: 'Sums from the first price on.',
  });
}

describe.each([...LANGUAGE_PROJECTS, MAKE_PROJECT])('$name', (language) => {
  const missing = missingProgram(language);
  const here = missing === null ? it : it.skip;
  const title = missing === null ? '' : ` (skipped: "${missing}" does not run on this machine)`;
  let desk: Desk;
  let server: ProviderServer;
  beforeEach(() => {
    desk = createDesk();
  });
  afterEach(async () => {
    await server?.close();
    desk.dispose();
  });

  here(
    `is repaired and verified by its own tests${title}`,
    async () => {
      server = await startProviderServer({ gemini: [{ answer: answerFor(language) }] });
      const input = join(desk.folder, 'shop.zip');
      const zip = new AdmZip();
      for (const [path, text] of Object.entries(language.files)) zip.addFile(path, Buffer.from(text));
      zip.writeZip(input);
      const env = { GEMINI_API_KEY: 'AQ.test-gemini-key-000000', GEMINI_BASE_URL: server.url };

      const { testCommand } = language;
      const given = testCommand === undefined ? [] : ['--test-command', testCommand];
      const argv = ['run', input, '--no-install', '--providers', 'gemini', '--json', ...given];
      const run = await desk.run(argv, env);

      const outcome = outcomeIn(run);
      expect({ status: outcome.status, exitCode: run.exitCode, error: outcome.error }).toEqual({
        ...{ status: 'fixed', exitCode: 0, error: null },
      });
      expect(outcome.fixedTests).toEqual([expect.stringContaining(language.fails)]);
      expect(outcome.brokenTests).toEqual([]);
      expect(new AdmZip(join(desk.folder, 'shop.fixed.zip')).readAsText(language.fault.file)).toContain(
        language.fault.repaired,
      );
    },
    300_000,
  );
});
