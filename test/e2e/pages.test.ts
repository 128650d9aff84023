/** The pages in a real browser over the fixture's figures. Any console error fails the test. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureDesk, LATE_TICKET } from '../app/fixture-desk.ts';
import { closeBrowser, openPage, settled, sidewaysScroll } from './browser.ts';
import { type RunningServer, serveDesk } from './server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await serveDesk(fixtureDesk());
});
afterAll(async () => {
  await closeBrowser();
  await server?.close();
});

const PAGES = [
  '/',
  '/tickets',
  '/tickets?stage=arrival&state=breached',
  `/tickets/${LATE_TICKET}`,
  '/fines',
  '/policy',
  '/imports',
  '/imports/drafts/d-2026-10',
  '/imports/drafts/d-2026-10?show=all',
  '/imports/12?undo=1',
  '/imports/11',
  '/source/31?row=23&col=C',
];

describe('every page', () => {
  test.each(PAGES)('%s: no console errors, no sideways scroll at 390 and 1440', async (path) => {
    for (const width of [390, 1440]) {
      const { page, errors } = await openPage({ width });
      await page.goto(server.url + path);
      await settled(page);
      expect(await sidewaysScroll(page), `at ${width}`).toBe(0);
      expect(errors).toEqual([]);
      await page.context().close();
    }
  });

  test.each(PAGES)('%s: one h1, headings in order, labels on all controls', async (path) => {
    const { page } = await openPage();
    await page.goto(server.url + path);
    await settled(page);
    const found = await page.evaluate(() => {
      const visible = (element: Element) => element.getClientRects().length > 0;
      const headings = [...document.querySelectorAll('h1,h2,h3,h4')].filter(visible);
      const levels = headings.map((heading) => Number(heading.tagName.slice(1)));
      return {
        h1: levels.filter((level) => level === 1).length,
        jumps: levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1),
        unnamed: [...document.querySelectorAll('a,button,[role=img],table')]
          .filter(visible)
          .filter(
            (element) =>
              !element.getAttribute('aria-label') &&
              !element.textContent?.trim() &&
              !element.querySelector('caption'),
          )
          .map((element) => element.outerHTML.slice(0, 120)),
        scopeless: document.querySelectorAll('thead th:not([scope]), tbody th:not([scope])').length,
      };
    });
    expect(found).toEqual({ h1: 1, jumps: [], unnamed: [], scopeless: 0 });
    await page.context().close();
  });
});

describe('the overview', () => {
  test('draws its charts and says each in words', async () => {
    const { page } = await openPage();
    await page.goto(server.url);
    await settled(page);
    await page.waitForFunction(() => document.querySelectorAll('[role=img] svg').length >= 9);
    const names = await page.$$eval('[role=img]', (marks) =>
      marks.map((mark) => mark.getAttribute('aria-label') ?? ''),
    );
    expect(names).toContain('到达及时率，2026年10月 93.4%，目标 95%');
    await page.context().close();
  });

  test('steps to another month and back without a reload', async () => {
    const { page, errors } = await openPage();
    await page.goto(server.url);
    await settled(page);
    await page.evaluate(() => document.documentElement.setAttribute('data-same-document', ''));
    await page.getByRole('link', { name: /^上一月/ }).click();
    await page.waitForURL('**/?month=2026-09');
    await page.getByRole('button', { name: '2026年9月' }).waitFor();
    expect(await page.title()).toBe('2026年9月 月度总览 · 售后月报');
    await page.getByRole('button', { name: '2026年9月' }).click();
    await page.getByRole('menuitem', { name: '2026年8月' }).click();
    await page.waitForURL('**/?month=2026-08');
    await page.goBack();
    await page.waitForURL('**/?month=2026-09');
    expect(await page.locator('html[data-same-document]').count()).toBe(1);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('each count of the stages’ table opens a list with as many rows', async () => {
    const { page } = await openPage();
    await page.goto(server.url);
    await settled(page);
    const links = await page.$$eval('.stages tbody a', (anchors) =>
      anchors.map((anchor) => ({
        href: anchor.getAttribute('href') ?? '',
        text: anchor.textContent ?? '',
      })),
    );
    expect(links.length).toBeGreaterThan(10);
    for (const { href, text } of links.filter(
      (link) => !link.href.includes('turnaround') && !link.href.includes('repair'),
    )) {
      await page.goto(server.url + href);
      const wanted = Number(text.split('/').at(-1));
      expect(Number(await page.locator('table').getAttribute('aria-rowcount')), href).toBe(
        wanted + 1,
      );
    }
    await page.context().close();
  });

  test('a KPI opens its cases', async () => {
    const { page } = await openPage();
    await page.goto(server.url);
    await page.locator('[data-metric=arrival_rate]').getByRole('link', { name: '211/226' }).click();
    await page.waitForURL('**/tickets?**');
    await page.getByText('226 单').waitFor();
    await page.getByRole('link', { name: '未达标' }).click();
    await page.getByText('15 单').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(15);
    await page.context().close();
  });
});

describe('lists and details', () => {
  test('a long list draws only what is in sight, and all of it for print', async () => {
    const { page } = await openPage();
    await page.goto(`${server.url}/tickets`);
    await settled(page);
    await page.waitForFunction(() => document.querySelectorAll('tbody tr.go').length < 120);
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await page.getByRole('link', { name: 'PG261031-09' }).waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.waitForFunction(() => document.querySelectorAll('tbody tr.go').length === 284);
    await page.context().close();
  });

  test('a column orders the rows and the address keeps it', async () => {
    const { page } = await openPage();
    await page.goto(`${server.url}/tickets?stage=arrival&state=breached`);
    await settled(page);
    await page.getByRole('link', { name: '用时' }).click();
    await page.waitForURL('**sort=-minutes**');
    await page.locator('th[aria-sort=descending]', { hasText: '用时' }).waitFor();
    await page.reload();
    expect(await page.locator('tbody tr').first().locator('.min').textContent()).toBe('3.2 时');
    await page.context().close();
  });

  test('a row opens its ticket; the ticket shows the source cells and leads back', async () => {
    const { page, errors } = await openPage();
    await page.goto(`${server.url}/tickets?stage=arrival&state=breached`);
    await settled(page);
    await page.locator('tbody tr').first().locator('.who').click();
    await page.waitForURL(`**/tickets/${LATE_TICKET}`);
    await page.getByRole('cell', { name: 'L127' }).first().waitFor();
    expect(await page.locator('[data-stage=arrival]').textContent()).toContain('超 35 分');
    await page.goBack();
    await page.waitForURL('**state=breached');
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe('preferences', () => {
  test('English, remembered on the next page', async () => {
    const { page, errors } = await openPage();
    await page.goto(server.url);
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Month overview' }).waitFor();
    await page.goto(`${server.url}/fines`);
    await page.getByRole('heading', { name: 'Deductions' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('dark from the system at the first paint, light when chosen, kept over a reload', async () => {
    const { page, errors } = await openPage({ dark: true });
    await page.goto(server.url, { waitUntil: 'commit' });
    await page.waitForSelector('h1');
    const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme');
    expect(await scheme()).toBe('dark');
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await background()).toBe('rgb(15, 18, 21)');
    await settled(page);
    await page.getByRole('button', { name: '深浅色' }).click();
    await page.getByRole('menuitem', { name: '浅色' }).click();
    expect(await scheme()).toBe('light');
    await page.reload();
    expect(await scheme()).toBe('light');
    expect(await background()).toBe('rgb(245, 246, 248)');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('the navigation is behind a button where there is no room for it', async () => {
    const { page, errors } = await openPage({ width: 390 });
    await page.goto(server.url);
    await settled(page);
    await page.getByRole('button', { name: '打开菜单' }).click();
    await page.getByRole('dialog').getByRole('link', { name: '考核扣减' }).click();
    await page.waitForURL('**/fines');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
