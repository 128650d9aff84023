/** The pages in a real browser over the fixture's figures. Any console error fails the test. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureDesk, LATE_TICKET } from '../app/fixture-desk.ts';
import { expectToHoldUp, leave, openPage, settled } from './browser.ts';
import { type RunningServer, serveDesk } from './server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await serveDesk(fixtureDesk());
});
afterAll(() => server?.close());

const text = async (path: string) =>
  (await (await fetch(server.url + path)).text()).replaceAll('<!-- -->', '');

const PAGES = [
  `/tickets/${LATE_TICKET}`,
  '/fines',
  '/imports/drafts/d-2026-10',
  '/imports/drafts/d-2026-10?show=all',
  '/imports/remembered',
  '/imports/12?undo=1',
  '/imports/11',
  '/source/31?row=23&col=C',
];

test.each(PAGES)('%s holds up', async (path) => {
  const { page } = await expectToHoldUp(server.url + path);
  await leave(page);
});

describe('the overview', () => {
  test('holds up, draws its charts, says each in words; months are stepped through without a reload, figures open their cases', async () => {
    const { page, errors } = await expectToHoldUp(`${server.url}/`);
    await page.waitForFunction(() => document.querySelectorAll('[role=img] svg').length >= 9);
    const names = await page.$$eval('[role=img]', (marks) =>
      marks.map((mark) => mark.getAttribute('aria-label') ?? ''),
    );
    expect(names).toContain('到达及时率，2026年10月 93.4%，目标 95%');

    await page.evaluate(() => document.documentElement.setAttribute('data-same-document', ''));
    const drawn = () =>
      page.evaluate(() => {
        const { length } = performance.getEntriesByName('chart drawn');
        performance.clearMarks('chart drawn');
        return length;
      });
    await drawn();
    await page.getByRole('link', { name: /^上一月/ }).click();
    await page.waitForURL('**/?month=2026-09');
    await page.getByRole('button', { name: '2026年9月' }).waitFor();
    await settled(page);
    // Each once, however often the page is rendered on the way.
    expect(await drawn()).toBe(await page.locator('[role=img] svg').count());
    expect(await page.title()).toBe('2026年9月 月度总览 · 售后月报');
    await page.getByRole('button', { name: '2026年9月' }).click();
    await page.getByRole('menuitem', { name: '2026年8月' }).click();
    await page.waitForURL('**/?month=2026-08');
    await page.goBack();
    await page.waitForURL('**/?month=2026-09');
    await page.getByRole('button', { name: '2026年9月' }).click();
    await page.getByRole('menuitem', { name: '2026年10月' }).click();
    await page.waitForURL('**/?month=2026-10');

    // A KPI opens its cases.
    await page.locator('[data-metric=arrival_rate]').getByRole('link', { name: '211/226' }).click();
    await page.waitForURL('**/tickets?**');
    await page.getByText('226 单').waitFor();
    await page.getByRole('link', { name: '未达标' }).click();
    await page.getByText('15 单').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(15);
    expect(await page.locator('html[data-same-document]').count()).toBe(1);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('each count of the stages’ table opens a list with as many rows', async () => {
    const [table = ''] = /class="[^"]*\bstages\b.*?<\/table>/s.exec(await text('/')) ?? [];
    const counts = [...table.matchAll(/<a [^>]*href="([^"]+)"[^>]*>([^<]*)<\/a>/g)]
      .map(([, href = '', shown = '']) => ({ href: href.replaceAll('&amp;', '&'), shown }))
      .filter(({ href }) => !/turnaround|repair/.test(href));
    expect(counts.length).toBeGreaterThan(10);
    for (const { href, shown } of counts) {
      const rows = Number(/aria-rowcount="(\d+)"/.exec(await text(href))?.[1]);
      expect(rows, href).toBe(Number(shown.split('/').at(-1)) + 1);
    }
  });

  test('a figure of complaints opens as many complaints, one without a ticket among them', async () => {
    const path = '/complaints?month=2026-10&list=substantiated';
    const [figure] = /data-metric="blame_rate".*?5\/284<\/a>/s.exec(await text('/')) ?? [];
    expect(figure?.replaceAll('&amp;', '&')).toContain(`href="${path}">5/284</a>`);
    const { page, errors } = await expectToHoldUp(server.url + path);
    await page.getByText('其中 1 件没有写工单单号').waitFor();
    expect(await page.locator('section > table > tbody').count()).toBe(5);
    await page.getByText('原表 1 格').first().click();
    await page.getByRole('link', { name: 'TS-01' }).waitFor();
    await page.getByRole('link', { name: '全部投诉' }).click();
    await page.getByText('6 件').waitFor();
    await page.getByRole('link', { name: LATE_TICKET }).first().click();
    await page.waitForURL(`**/tickets/${LATE_TICKET}`);
    expect(errors).toEqual([]);
    await leave(page);
  });
});

describe('lists and details', () => {
  test('a long list holds up, draws only what is in sight, and all of it for print', async () => {
    const { page } = await expectToHoldUp(`${server.url}/tickets`);
    await page.waitForFunction(() => document.querySelectorAll('tbody tr.go').length < 120);
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await page.getByRole('link', { name: 'PG261031-09' }).waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.waitForFunction(() => document.querySelectorAll('tbody tr.go').length === 284);
    await leave(page);
  });

  test('a row opens its ticket with the source cells, which leads back; a column orders the rows and the address keeps it', async () => {
    const path = '/tickets?stage=arrival&state=breached';
    const { page, errors } = await expectToHoldUp(server.url + path);
    await page.locator('tbody tr').first().locator('.who').click();
    await page.waitForURL(`**/tickets/${LATE_TICKET}`);
    await page.getByRole('cell', { name: 'L127' }).first().waitFor();
    expect(await page.locator('[data-stage=arrival]').textContent()).toContain('超 35 分');
    await page.goBack();
    await page.waitForURL('**state=breached');
    await page.getByRole('link', { name: '用时' }).click();
    await page.waitForURL('**sort=-minutes**');
    await page.locator('th[aria-sort=descending]', { hasText: '用时' }).waitFor();
    await page.reload();
    expect(await page.locator('tbody tr').first().locator('.min').textContent()).toBe('3.2 时');
    expect(errors).toEqual([]);
    await leave(page);
  });
});

describe('preferences', () => {
  test('the policy holds up; English, remembered on the next page; an apostrophe is as wide as one there, in Chinese a quote as wide as a character', async ({
    skip,
  }) => {
    const { page, errors } = await expectToHoldUp(`${server.url}/policy`);
    const width = () =>
      page.evaluate(async () => {
        const mark = document.createElement('span');
        mark.style.fontSize = '100px';
        mark.textContent = '’';
        document.body.append(mark);
        await document.fonts.ready;
        const { width: shown } = mark.getBoundingClientRect();
        mark.remove();
        return shown;
      });
    expect(await width()).toBeGreaterThan(90);
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Policy', level: 1 }).waitFor();
    await page.goto(`${server.url}/fines`);
    await page.getByRole('heading', { name: 'Deductions' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await settled(page);
    const english = await width();
    const found = await page.evaluate(async () => {
      const faces = await document.fonts.load('100px "Latin quotes"', '’').catch(() => []);
      return faces.length > 0;
    });
    expect(errors).toEqual([]);
    await leave(page);
    if (!found) skip('this machine has none of the Latin fonts');
    expect(english).toBeLessThan(45);
  });

  test('dark from the system at the first paint, light when chosen, kept over a reload', async () => {
    const { page, errors } = await openPage({ dark: true });
    await page.goto(`${server.url}/imports`, { waitUntil: 'commit' });
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
    await leave(page);
  });

  test('the navigation is behind a button where there is no room for it', async () => {
    const { page, errors } = await expectToHoldUp(`${server.url}/imports`);
    await page.setViewportSize({ width: 390, height: 1000 });
    await page.getByRole('button', { name: '打开菜单' }).click();
    await page.getByRole('dialog').getByRole('link', { name: '考核扣减' }).click();
    await page.waitForURL('**/fines');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await leave(page);
  });
});
