import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of the machine (`AUTOFIX_TEST_CHROMIUM` names another). Throws when there is none. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.AUTOFIX_TEST_CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error('no Chromium here: install the package chromium');
  // Root in a container has no user namespaces for the browser's own sandbox; the pages are ours.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  return chromium.launch({ executablePath, args });
}
