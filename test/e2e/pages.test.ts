/** The pages in a real browser over the fixture's figures. Any console error fails the test. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureDesk, LATE_TICKET } from '../app/fixture-desk.ts';
import { closeBrowser, expectToHoldUp, leave, openPage, settled } from './browser.ts';
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
  '/complaints?list=substantiated',
  '/fines',
  '/policy',
  '/imports',
  '/imports/drafts/d-2026-10',
  '/imports/drafts/d-2026-10?show=all',
  '/imports/remembered',
  '/imports/12?undo=1',
  '/imports/11',
  '/source/31?row=23&col=C',
];

test.each(PAGES)('%s holds up', async (path) => {
  await leave(await expectToHoldUp(server.url + path));
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
    await leave(page);
  });

  test('in English an apostrophe is as wide as one, in Chinese a quote as wide as a character', async ({
    skip,
  }) => {
    const { page } = await openPage();
    const width = async (lang: string) => {
      await page.goto(`${server.url}/policy?lang=${lang}`);
      await settled(page);
      return await page.evaluate(async () => {
        const mark = document.createElement('span');
        mark.style.fontSize = '100px';
        mark.textContent = '’';
        document.body.append(mark);
        await document.fonts.ready;
        return mark.getBoundingClientRect().width;
      });
    };
    expect(await width('zh')).toBeGreaterThan(90);
    const english = await width('en');
    const found = await page.evaluate(async () => {
      const faces = await document.fonts.load('100px "Latin quotes"', '’').catch(() => []);
      return faces.length > 0;
    });
    await leave(page);
    if (!found) skip('this machine has none of the Latin fonts');
    expect(english).toBeLessThan(45);
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
    await leave(page);
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
    await leave(page);
    const counts = links.filter(({ href }) => !/turnaround|repair/.test(href));
    expect(counts.length).toBeGreaterThan(10);
    for (const { href, text } of counts) {
      const list = await (await fetch(server.url + href)).text();
      const rows = Number(/aria-rowcount="(\d+)"/.exec(list)?.[1]);
      expect(rows, href).toBe(Number(text.split('/').at(-1)) + 1);
    }
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
    await leave(page);
  });

  test('a figure of complaints opens as many complaints, one without a ticket among them', async () => {
    const { page, errors } = await openPage();
    await page.goto(server.url);
    await settled(page);
    await page.locator('[data-metric=blame_rate]').getByRole('link', { name: '5/284' }).click();
    await page.waitForURL('**/complaints?month=2026-10&list=substantiated');
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
  test('a long list draws only what is in sight, and all of it for print', async () => {
    const { page } = await openPage();
    await page.goto(`${server.url}/tickets`);
    await settled(page);
    await page.waitForFunction(() => document.querySelectorAll('tbody tr.go').length < 120);
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await page.getByRole('link', { name: 'PG261031-09' }).waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.waitForFunction(() => document.querySelectorAll('tbody tr.go').length === 284);
    await leave(page);
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
    await leave(page);
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
    await leave(page);
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
    await leave(page);
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
    await leave(page);
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
    await leave(page);
  });
});
