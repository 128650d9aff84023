/** The page of data quality in a real browser: over the fixture's figures, and over a real database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureDesk } from '../app/fixture-desk.ts';
import { upload } from '../queries/department.ts';
import { expectToHoldUp, leave, openPage, settled, sidewaysScroll } from './browser.ts';
import { type RunningServer, type ServedDepartment, serveDepartment, serveDesk } from './server.ts';

describe('over the fixture', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await serveDesk(fixtureDesk());
  });
  afterAll(() => server?.close());

  test('the overview’s strip leads to the section of each number', async () => {
    const { page, errors } = await openPage();
    await page.goto(server.url);
    await settled(page);
    await page.getByRole('link', { name: '疑似，证据不足 补齐后可能成为扣减' }).click();
    await page.waitForURL('**/quality?month=2026-10#evidence');
    const top = await page
      .locator('#evidence')
      .evaluate((section) => section.getBoundingClientRect().top);
    // Under the bar, not behind it.
    expect(top).toBeGreaterThanOrEqual(52);
    await page.getByRole('heading', { name: '5 条疑似违规，证据不足' }).waitFor();
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('holds up; a finding shows its first rows and all of them by its address; what was never asked is hatched and says so; a field opens its blank cells', async () => {
    const { page, errors } = await expectToHoldUp(`${server.url}/quality`);
    const rows = page.locator('#rejected_row tbody tr');
    expect(await rows.count()).toBe(5);
    await page.getByRole('link', { name: '全部 7 处' }).click();
    await page.waitForURL('**show=rejected_row**');
    await page.waitForFunction(
      () => document.querySelectorAll('#rejected_row tbody tr').length === 7,
    );
    await page.getByRole('link', { name: '型号：未采集' }).waitFor();
    await page
      .getByRole('link', { name: '区域：142 行有这一列，120 行已填，142 行未采集' })
      .click();
    await page.getByRole('heading', { name: '区域：空白 22 处' }).waitFor();
    await page.getByText('没有这一列，142 行未采集').waitFor();
    await page.getByRole('link', { name: /^上一月/ }).click();
    await page.waitForURL('**/quality?month=2026-09');
    await page.getByRole('button', { name: '2026年9月' }).waitFor();
    expect(await page.title()).toBe('2026年9月 数据质量 · 售后月报');
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('all rows of a finding and the blank cells of a field hold up by their address', async () => {
    const { page } = await expectToHoldUp(`${server.url}/quality?show=rejected_row`);
    const rows = page.locator('#rejected_row tbody tr');
    expect(await rows.count()).toBe(7);
    expect(await rows.first().getByRole('link').getAttribute('href')).toBe(
      '/source/31?row=12&col=H',
    );
    await leave(page);
    const { page: field } = await expectToHoldUp(`${server.url}/quality?field=ticket.region`);
    await leave(field);
  });

  test('an unknown month, English; what no page sends is refused', async () => {
    const quality = `${server.url}/quality`;
    const unknown = await (await fetch(`${quality}?month=2020-01&lang=en`)).text();
    expect(unknown).toContain('<h1>Data quality</h1>');
    expect((await fetch(`${quality}?month=13`)).status).toBe(400);
    const forged = await fetch(quality, {
      method: 'POST',
      body: new URLSearchParams({
        intent: 'decide',
        written: '小张',
        same: 'yes',
        person: 'not JSON',
      }),
    });
    expect(forged.status).toBe(400);
  });
});

describe('over a real database', () => {
  let department: ServedDepartment;
  let server: RunningServer;
  beforeAll(async () => {
    const late = (no: string, dispatcher: string) => ({
      ticket_no: no,
      customer_name: '甲',
      reported_at: '2026-10-05 09:00:00',
      relayed_at: '2026-10-05 09:05:00',
      dispatched_at: '2026-10-05 09:40:00',
      resolution: 'phone',
      dispatcher,
    });
    department = await serveDepartment(
      (warehouse) =>
        upload(warehouse, {
          staff: [
            { employee_no: 'E1', name: '周敏' },
            { employee_no: 'E2', name: '陈静' },
          ],
          ticket: [
            { ...late('A', '周闽'), resolution: 'on_site' },
            { ...late('B', '周敏'), resolution: 'on_site' },
          ],
        }),
      Date.UTC(2026, 10, 2) * 1000,
    );
    server = department.server;
  });
  afterAll(() => department?.close());

  const of = async (person: string): Promise<number> => {
    const fines: { person: string | null }[] = await (
      await fetch(`${server.url}/api/fines?month=2026-10`)
    ).json();
    return fines.filter((fine) => fine.person === person).length;
  };

  test('by keyboard alone a name is decided, deductions follow, and it is taken back; then it is somebody else', async () => {
    const { page, errors } = await openPage();
    await page.goto(`${server.url}/quality`);
    await settled(page);
    expect(await of('周敏')).toBe(1);
    await page.getByRole('heading', { name: '1 个人名不在花名册' }).waitFor();

    await page.getByRole('button', { name: '是 周敏 E1', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('“周闽”已认定为 周敏').waitFor();
    await page.getByRole('heading', { name: '1 个人名不在花名册' }).waitFor({ state: 'detached' });
    expect(await of('周敏')).toBe(2);
    // Work goes on where the result stands.
    await page.waitForFunction(() => document.activeElement?.textContent === '已认定');

    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('撤销');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('已撤销对“周闽”的认定').waitFor();
    await page.getByRole('heading', { name: '1 个人名不在花名册' }).waitFor();
    expect(await of('周敏')).toBe(1);

    // By touch: not that person, no longer proposed; somebody else is chosen from the roster.
    await page.setViewportSize({ width: 390, height: 1000 });
    await page.getByRole('button', { name: '不是 周敏 E1' }).click();
    await page.getByRole('status').getByText('以后不再提示').waitFor();
    await page
      .getByRole('button', { name: '是 周敏 E1', exact: true })
      .waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: '“周闽”是谁' }).selectOption({ label: '陈静 E2' });
    await page.getByRole('button', { name: '认定', exact: true }).click();
    await page.getByRole('status').getByText('“周闽”已认定为 陈静').waitFor();
    expect(await of('陈静')).toBe(1);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(errors).toEqual([]);
    await leave(page);
  });
});
