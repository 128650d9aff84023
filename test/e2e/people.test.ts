/** People and one person's month in a real browser, over the sample department in a real database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Desk } from '#app/data/desk.ts';
import { openDesk } from '#app/data/open-desk.server.ts';
import { copyOfSample } from '../sample-warehouse.ts';
import { expectToHoldUp, leave, openPage, settled, sidewaysScroll } from './browser.ts';
import { type RunningServer, serveDesk } from './server.ts';

const MONTH = '2026-10';

let folder: string;
let desk: Desk;
let close: () => Promise<void>;
let server: RunningServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aftercare-people-'));
  const opened = await openDesk({
    dataDir: folder,
    dbPath: await copyOfSample(folder),
    dbNamed: true,
    lang: 'zh',
    stderr: () => {},
    nowMicros: Date.UTC(2026, 10, 2) * 1000,
  });
  ({ desk, close } = opened);
  server = await serveDesk(desk);
});
afterAll(async () => {
  await server?.close();
  await close?.();
  rmSync(folder, { recursive: true, force: true });
});

describe('the list', () => {
  test('everybody of the roster, found by initials, and on to the person; arrows step through people and months; on paper two upright pages', async () => {
    const { page, errors } = await openPage();
    await page.goto(`${server.url}/people?month=${MONTH}`);
    await settled(page);
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBe(12);
    await page.getByRole('searchbox').fill('zg');
    await page.getByText('找到 1 人').waitFor();
    expect(await rows.count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('q')).toBe('zg');
    await page.getByRole('link', { name: '赵刚' }).click();
    await page.waitForURL('**/people/E006?month=2026-10');
    await page.getByRole('heading', { name: '赵刚', level: 2 }).waitFor();

    // Each arrow keeps what the other steps through.
    await page.getByRole('link', { name: '下一人 孙伟' }).click();
    await page.waitForURL('**/people/E007?month=2026-10');
    // The address changes before the page does.
    await page.getByRole('heading', { name: '孙伟', level: 2 }).waitFor();
    await settled(page);

    // The most jobs of all: 63 tickets. The signature is on the first page.
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const boxes = [...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map((box) => [
      Math.round(Number(box[1])),
      Math.round(Number(box[2])),
    ]);
    // A4 in points.
    expect(boxes).toEqual([
      [595, 842],
      [595, 842],
    ]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('本人签字').isVisible()).toBe(true);
    expect(await page.getByText('草稿，未关账，不作为扣款依据').isVisible()).toBe(true);
    await page.emulateMedia({ media: null });

    await page.getByRole('link', { name: /^上一月/ }).click();
    await page.waitForURL('**/people/E007?month=2026-09');
    await page.waitForFunction(() => document.title.includes('2026年9月'));
    expect(await page.title()).toBe('孙伟 2026年9月 · 售后月报');
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('the search works as a plain form: alias and number from the address', async () => {
    const text = async (q: string) =>
      (await fetch(`${server.url}/people?month=${MONTH}&q=${encodeURIComponent(q)}`)).text();
    expect(await text('亮哥')).toMatch(/<th[^>]*><a[^>]*>郭亮<\/a>/);
    expect(await text('e010')).toContain('找到 1 人');
    expect(await text('没有这个人')).toContain('没有符合的人');
  });
});

describe('one person', () => {
  test('the page holds up, each picture says in words what it shows; its figures are the desk’s, its fines lead to their evidence, its jobs to their tickets', async () => {
    const { page, errors } = await expectToHoldUp(`${server.url}/people/E006?month=${MONTH}`);
    // Seven strips, the days, seven courses.
    const drawn = await page.$$eval('[role=img]', (all) =>
      all.map((each) => each.getAttribute('aria-label') ?? ''),
    );
    expect(drawn).toHaveLength(15);
    expect(drawn.every((label) => label.length > 5)).toBe(true);

    const { people } = await desk.report(MONTH);
    const work = people.find(({ employee_no }) => employee_no === 'E006')?.roles.technician;
    const row = page.locator('tr[data-metric=arrival_rate]');
    expect(await row.textContent()).toContain(`${work?.arrival_met}/${work?.arrival_measured}`);
    const own = (await desk.fines(MONTH)).filter(({ employee_no }) => employee_no === 'E006');
    expect(await page.locator('tr[data-fine]').count()).toBe(own.length);
    const first = page.locator('tr[data-fine]').first();
    const key = await first.getAttribute('data-fine');
    const href = await first.locator('th a').getAttribute('href');
    expect(new URL(href ?? '', server.url).searchParams.get('key')).toBe(key);
    // By mouse from a bar, by keyboard from the table under the days.
    const bar = page.locator('[data-ticket]').first();
    const ticket = await bar.getAttribute('data-ticket');
    await bar.click();
    await page.waitForURL(`**/tickets/${ticket}`);
    await page.goBack();
    await page.locator('#jobs tbody th a').first().click();
    await page.waitForURL('**/tickets/*');
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('dispatcher, hotline and manager have their own scorecards or none', async () => {
    const html = async (id: string) =>
      (await fetch(`${server.url}/people/${id}?month=${MONTH}`)).text();
    const dispatcher = await html('E003');
    expect(dispatcher).toContain('data-metric="callback_rate"');
    expect(dispatcher).not.toContain('data-metric="arrival_rate"');
    expect(dispatcher).toContain('哪些单超时');
    expect(await html('E001')).toContain('data-metric="answer_rate"');
    expect(await html('E012')).toContain('本月没有可计算的工作记录');
  });

  test('an address by name goes on to the number; nobody is a 404; a month without data says so', async () => {
    const by = await fetch(`${server.url}/people/${encodeURIComponent('~亮哥')}?month=${MONTH}`, {
      redirect: 'manual',
    });
    expect([by.status, by.headers.get('Location')]).toEqual([302, `/people/E010?month=${MONTH}`]);
    expect((await fetch(`${server.url}/people/E999?month=${MONTH}`)).status).toBe(404);
    expect((await fetch(`${server.url}/people/E006?month=13`)).status).toBe(400);
    const empty = await (await fetch(`${server.url}/people/E006?month=2020-01`)).text();
    expect(empty).toContain('2020年1月还没有数据');
  });

  test('a decision shows at once: confirmed, waived, appealed', async () => {
    const [manager] = (await desk.review.staff()).filter(({ role }) => role === 'manager');
    const own = (await desk.fines(MONTH)).filter(
      ({ employee_no, needs_cause, amount_fen }) =>
        employee_no === 'E006' && !needs_cause && amount_fen !== null,
    );
    const [first, second, third] = own;
    if (!manager || !first || !second || !third) throw new Error('the sample has too few fines');
    const zhao = { employee_no: 'E006', name: '赵刚' };
    await desk.review.decide([{ key: first.key, decision: 'confirm' }], manager);
    await desk.review.decide([{ key: second.key, decision: 'waive', reason: '误判' }], manager);
    await desk.review.appeal(third.key, '客户没在家', zhao);
    const after = await desk.person('E006', MONTH);
    expect(after?.money.confirmed).toEqual({ count: 1, fen: first.amount_fen });
    // Everything that may still cost something, without what was waived.
    const standing = (await desk.fines(MONTH)).filter(
      ({ employee_no, state }) => employee_no === 'E006' && state !== 'waived',
    );
    expect(after?.money.most_fen).toBe(standing.reduce((sum, f) => sum + (f.amount_fen ?? 0), 0));
    expect(after?.money.deduction?.total_fen).toBe(first.amount_fen);
    const { page, errors } = await openPage({ width: 390 });
    await page.goto(`${server.url}/people/E006?month=${MONTH}`);
    await settled(page);
    const row = (key: string) => page.locator(`tr[data-fine="${key}"]`);
    expect(await row(first.key).textContent()).toContain('已确认');
    expect(await row(second.key).textContent()).toContain('已免除');
    expect(await row(third.key).getByText('待答复').isVisible()).toBe(true);
    await page.getByText('已确认 1 条').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    expect(errors).toEqual([]);
    await leave(page);
  });
});
