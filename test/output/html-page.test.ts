import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { RepairOutcome } from '../../src/domain/repair-outcome.ts';
import { htmlOutput } from '../../src/output/html-output.ts';
import { openBrowser } from '../support/browser.ts';
import { FULL_OUTCOME, MINIMAL_OUTCOME, outcomeSaying } from './sample-outcome.ts';
import { projectOf } from './sample-project.ts';

const HOSTILE = '</td></table><script>window.hit=1</script><img src=x onerror="window.hit=1"> "\' onclick=x `';

const DESK: BrowserContextOptions = { viewport: { width: 1100, height: 800 }, colorScheme: 'light' };
const VIEWS: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light', DESK],
  ['dark', { ...DESK, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 360, height: 740 }, colorScheme: 'light', isMobile: true }],
];

/** Many attempts, a long diff line and a time line, so that everything of the page is there. */
function crowded(): RepairOutcome {
  const [first] = FULL_OUTCOME.attempts;
  const attempts = Array.from({ length: 20 }, (_, index) => FULL_OUTCOME.attempts[index % 3] ?? first);
  return { ...FULL_OUTCOME, attempts: attempts.filter((attempt) => attempt !== undefined) };
}

describe('the page in a browser', () => {
  let browser: Browser;
  let folder = '';
  const requested: string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'autofix-page-'));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(outcome: RepairOutcome, options: BrowserContextOptions = DESK): Promise<Page> {
    const file = join(folder, `${Math.random()}.html`);
    const timeline = [
      { atMs: 5, kind: 'step', text: 'Open the project' },
      { atMs: 70_000, kind: 'fallback', text: 'falls back from gemini to groq: no quota' },
    ] as const;
    writeFileSync(file, htmlOutput.render(outcome, { before: projectOf({}), after: null, timeline }));
    const page = await (await browser.newContext(options)).newPage();
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  async function violations(page: Page): Promise<string[]> {
    const found = (await page.evaluate(`${axe.source}; axe.run()`)) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }

  it.each(VIEWS)(
    'is accessible and fits the width: %s',
    async (_name, options) => {
      for (const outcome of [crowded(), MINIMAL_OUTCOME]) {
        const page = await open(outcome, options);
        for (const details of await page.locator('summary').all()) await details.click();
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0);
        await page.context().close();
      }
    },
    60_000,
  );

  it('looks otherwise in the dark, on a phone and on paper', async () => {
    const shots = new Set<string>();
    const colours = new Set<string>();
    for (const [, options] of VIEWS) {
      const page = await open(crowded(), options);
      shots.add((await page.screenshot({ fullPage: true })).toString('base64'));
      colours.add(String(await page.evaluate('getComputedStyle(document.body).backgroundColor')));
      await page.context().close();
    }
    expect(shots.size).toBe(3);
    expect(colours.size).toBe(2);
    const page = await open(crowded(), { ...DESK, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    // What is folded on the screen is on the paper.
    expect(await page.locator('.attempts').boundingBox()).toMatchObject({ height: expect.any(Number) });
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    await page.context().close();
  }, 60_000);

  it('shows both sides of the diff at a desk, and one under the other on a phone', async () => {
    const sidesOf = async (options: BrowserContextOptions) => {
      const page = await open(FULL_OUTCOME, options);
      const cells = await page.locator('.sides tr.same').first().locator('td.code').all();
      const visible = await Promise.all(cells.map((cell) => cell.isVisible()));
      await page.context().close();
      return visible;
    };
    expect(await sidesOf(DESK)).toEqual([true, true]);
    expect(await sidesOf(VIEWS[2]?.[1] ?? DESK)).toEqual([false, true]);
  }, 60_000);

  it('can be read with the keyboard alone', async () => {
    const page = await open(crowded());
    const reached = new Set<string>();
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      reached.add(String(await page.evaluate('document.activeElement.tagName')));
    }
    expect(reached).toContain('SUMMARY');
    await page.locator('summary').last().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open]').count()).toBe(1);
    await page.context().close();
  }, 60_000);

  it('lets no hostile name or message become markup', async () => {
    const clean = await open(outcomeSaying('harmless'));
    const elements = (page: Page) => page.evaluate('document.querySelectorAll("body *").length');
    const expected = await elements(clean);
    const page = await open(outcomeSaying(HOSTILE));
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(await page.locator('script, img, [onclick], [onerror]').count()).toBe(0);
    // Backticks in an explanation make code; nothing else makes an element.
    expect(Math.abs(Number(await elements(page)) - Number(expected))).toBeLessThanOrEqual(2);
    expect(await page.locator('td strong').first().innerText()).toContain('<script>');
    await page.context().close();
    await clean.context().close();
  }, 60_000);

  it('asks the network for nothing', async () => {
    requested.length = 0;
    const page = await open(FULL_OUTCOME);
    await page.waitForLoadState('networkidle');
    expect(requested).toHaveLength(1);
    expect(requested[0]).toMatch(/^file:/);
    await page.context().close();
  }, 60_000);
});
