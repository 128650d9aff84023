/** Close and deductions in a real browser: over the fixture's figures, and a month closed, reopened and exported for real. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Desk } from '#app/data/desk.ts';
import { sampleTemplate } from '#app/export/deductions/sample-template.ts';
import { findCell, readBack, sheetOf, shown } from '../app/export/read-back.ts';
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

  test.each([
    '/deductions?person=E007',
    '/deductions?month=2026-09',
    '/deductions?ask=close',
    '/tickets?month=2026-09',
  ])('%s holds up', async (path) => {
    const { page } = await expectToHoldUp(server.url + path);
    await leave(page);
  });

  test('on paper the sheet is one table on one page, however narrow', async () => {
    const { page } = await openPage();
    await page.goto(`${server.url}/deductions?month=2026-10`);
    await settled(page);
    const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;
    expect(pages(await page.pdf({ landscape: true, format: 'A4' }))).toBe(1);
    await page.setViewportSize({ width: 700, height: 1000 });
    await page.emulateMedia({ media: 'print' });
    await page.getByRole('columnheader', { name: '本月实扣' }).waitFor();
    const row = page.locator('tbody tr', { has: page.getByText('E007') }).first();
    expect(await row.evaluate((element) => getComputedStyle(element).display)).toBe('table-row');
    expect(await page.getByText('能关账了吗？').isVisible()).toBe(false);
    await leave(page);
  });

  test('the checklist names each earlier month that is open', async () => {
    const html = await (await fetch(`${server.url}/deductions?month=2026-10`)).text();
    expect(html.replaceAll('<!-- -->', '')).toContain('更早的月份未关账：2026年8月、2026年9月');
  });

  test('a closed month says so on every page, an open one says draft', async () => {
    const html = async (path: string, month: string) =>
      (await (await fetch(`${server.url}${path}?month=${month}`)).text()).replaceAll(
        '<!-- -->',
        '',
      );
    const strip = '第 1 版，10-08 16:20，林建国，关账校验码 4be1…09c7';
    const both = async (path: string) => {
      const closed = await html(path, '2026-09');
      expect(closed, path).toContain(strip);
      expect(closed, path).toContain('已关账');
      expect(closed, path).not.toContain('badge draft');
      const open = await html(path, '2026-10');
      expect(open, path).not.toContain(strip);
      expect(open, path).toContain('badge draft');
      return { closed, open };
    };
    await both('/fines');
    await both('/tickets');
    const sheet = (await both('/deductions')).closed;
    expect(sheet).toMatch(/<div id="differences".*<a [^>]*>第 12 批导入 9月回执更正.xlsx<\/a>/s);
    const { closed, open } = await both('/');
    expect(closed).toContain('第 1 版，10-08 16:20 关账，林建国');
    // Nothing is left to do before the close: the way on is to the sheet.
    expect(open).toContain('关账前待办');
    expect(closed).not.toContain('关账前待办');
    expect(closed).toMatch(/<a [^>]*href="\/deductions\?month=2026-09">看扣款表<\/a>/);
    expect(closed).toContain('href="/deductions?month=2026-09#differences">与现在的差异</a>');
  });

  test('an address with another month or form is refused, a foreign form too', async () => {
    expect((await fetch(`${server.url}/deductions?month=13`)).status).toBe(400);
    expect((await fetch(`${server.url}/export/deductions.xlsx`)).status).toBe(400);
    const odd = '/export/deductions.xlsx?month=2026-10&form=pdf';
    expect((await fetch(server.url + odd)).status).toBe(400);
    // Nobody acts yet: the list of people first, and nothing is done.
    const body = new URLSearchParams({ intent: 'close', month: '2026-10' });
    const answer = await fetch(`${server.url}/deductions?month=2026-10`, {
      method: 'POST',
      body,
      redirect: 'manual',
    });
    expect(answer.headers.get('Location')).toBe('/actor?then=%2Fdeductions%3Fmonth%3D2026-10');
  });
});

describe('over a real database', () => {
  let department: ServedDepartment;
  let server: RunningServer;
  let desk: Desk;
  beforeAll(async () => {
    const late = (no: string) => ({
      ticket_no: no,
      customer_name: '甲',
      reported_at: '2026-10-05 09:00:00',
      relayed_at: '2026-10-05 09:05:00',
      dispatched_at: '2026-10-05 09:40:00',
      resolution: 'on_site',
      dispatcher: '陈静',
    });
    department = await serveDepartment(
      (warehouse) =>
        upload(warehouse, {
          staff: [
            { employee_no: 'E1', name: '林建国', role: '经理', monthly_wage: 800_000 },
            { employee_no: 'E2', name: '陈静', role: '内勤', monthly_wage: 20_000 },
          ],
          ticket: [late('A'), late('B')],
        }),
      Date.UTC(2026, 10, 2, 9) * 1000,
    );
    ({ desk, server } = department);
  });
  afterAll(() => department?.close());

  test('not before everything is decided; closed, explained, exported, reopened', async () => {
    const { page, errors } = await openPage();
    await page.goto(`${server.url}/deductions?month=2026-10`);
    await settled(page);
    // Two dispatches 25 minutes late (limit 10): rule 2a, 30 yuan each.
    await page.getByRole('link', { name: '2 拟扣减还没审核' }).waitFor();
    expect(await page.getByRole('button', { name: '关账…' }).isDisabled()).toBe(true);
    // A link that was kept from when it was ready asks for nothing now.
    await page.goto(`${server.url}/deductions?month=2026-10&ask=close`);
    await page.waitForURL('**/deductions?month=2026-10');
    expect(await page.getByRole('dialog').count()).toBe(0);
    const fines = await desk.fines('2026-10');
    expect(fines.map(({ rule, amount_fen }) => [rule, amount_fen])).toEqual([
      ['2a', 3_000],
      ['2a', 3_000],
    ]);
    const manager = { employee_no: 'E1', name: '林建国' };
    await desk.review.decide(
      fines.map(({ key }) => ({ key, decision: 'confirm' })),
      manager,
    );

    await page.reload();
    await settled(page);
    // A fifth of 200 yuan is 40; 60 are due: 20 are carried to November.
    await page.getByText('1 人，应扣 ¥60，本月实扣 ¥40，结转下月 ¥20。').waitFor();
    await page.getByRole('link', { name: '展开 陈静' }).click();
    await page.getByText('限额 ¥40：工资 ¥200 的 20%，最低工资未设。').waitFor();
    await page.getByText('超出限额的 ¥20 结转2026年11月。').waitFor();
    const first = page.getByRole('link', { name: '2a 派工不及时' }).first();
    expect(await first.getAttribute('href')).toContain('/fines?month=2026-10&key=');

    await page.getByRole('link', { name: '关账…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('1 人，2 条扣减，应扣 ¥60，本月实扣 ¥40。').waitFor();
    await dialog.getByRole('button', { name: '关账 2 条，¥60' }).click();
    // Who closes is asked for first; then the step goes on by itself.
    await page.getByRole('button', { name: /林建国/ }).click();
    await page.getByRole('status').getByText('2026年10月已关账，第 1 版。').waitFor();
    await page.getByText(/第 1 版，.*林建国，关账校验码/).waitFor();
    expect(page.url()).not.toContain('ask=');
    // A person's page says which of its figures were closed.
    const own = await (await fetch(`${server.url}/people/E2?month=2026-10`)).text();
    expect(own.replaceAll('<!-- -->', '')).toMatch(/已关账.*第 1 版.*记分和作业按现在的数据/s);

    const download = async (name: string) => {
      const waiting = page.waitForEvent('download');
      await page.getByRole('link', { name }).first().click();
      const got = await waiting;
      const stream = await got.createReadStream();
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(Buffer.from(chunk));
      return { name: got.suggestedFilename(), bytes: new Uint8Array(Buffer.concat(chunks)) };
    };
    const exported = await download('下载扣款单');
    expect(exported.name).toBe('考核扣款-2026-10-第1版.xlsx');
    const book = await readBack(exported.bytes);
    const sheet = sheetOf(book, '扣款单');
    const row = Number(findCell(sheet, '陈静').row);
    const at = (header: string) => shown(sheet.getCell(row, Number(findCell(sheet, header).col)));
    expect([at('应扣'), at('限额'), at('本月\n实扣'), at('结转\n下月')]).toEqual([60, 40, 40, 20]);
    expect(String(sheet.getCell('A3').value)).toContain('已关账：第 1 次关账');
    await page.getByRole('cell', { name: '第 1 版 已关账' }).waitFor();

    await page.getByRole('link', { name: '重开…' }).click();
    await dialog.getByLabel('为什么重开').fill('10-05 的派工时间写错');
    await dialog.getByRole('button', { name: '重开第 1 版' }).click();
    await page.getByRole('status').getByText('2026年10月已重开，可以改决定。').waitFor();
    await page.getByText(/重开，林建国：10-05 的派工时间写错/).waitFor();
    await page.locator('.top .badge.draft').waitFor();
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('HR’s template is taken, filled and taken out; the profile is saved; a notice is noted', async () => {
    const { page, errors } = await openPage({ width: 390 });
    await page.goto(`${server.url}/deductions?month=2026-10`);
    await settled(page);
    await page.getByRole('radio', { name: '工资的一定比例' }).check();
    await page.getByLabel('最多扣工资的').fill('15');
    await page.getByLabel('扣款前要书面通知本人').check();
    await page.getByRole('button', { name: '保存，由人事确认适用' }).click();
    await page.getByRole('button', { name: /林建国/ }).click();
    await page.getByRole('status').getByText('已保存，由 林建国 确认适用。').waitFor();
    // 15 % of 200 yuan.
    await page.getByText('1 人，应扣 ¥60，本月实扣 ¥30，结转下月 ¥30。').waitFor();
    await page.getByRole('button', { name: '记下 1 人已书面通知' }).click();
    await page.getByText('都已书面通知。').waitFor();

    const file = (name: string, buffer: Buffer) => ({
      name,
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer,
    });
    const chooser = page.getByLabel('选 xlsx 文件');
    await chooser.setInputFiles(file('坏.xlsx', Buffer.from('工号,姓名')));
    await page.getByRole('button', { name: '上传模板' }).click();
    await page.getByRole('alert').getByText('打不开：要的是 xlsx 文件，没有密码').waitFor();
    await chooser.setInputFiles(file('人事.xlsx', Buffer.from(await sampleTemplate('zh'))));
    await page.getByRole('button', { name: '上传模板' }).click();
    await page.getByRole('status').getByText('模板“人事.xlsx”已上传').waitFor();
    const filled = await desk.review.exportDeductions('2026-10', null, 'zh');
    const sheet = sheetOf(await readBack(filled), '扣款表');
    expect(sheet.getCell('C5').value).toBe('陈静');
    expect(sheet.getCell('K5').value).toBe(30);
    expect(sheet.headerFooter.oddHeader).toContain('草稿');
    const plain = await desk.review.exportDeductions('2026-10', null, 'zh', 'built_in');
    expect((await readBack(plain)).worksheets).toHaveLength(5);
    await page.getByRole('button', { name: '取下模板' }).click();
    await page.getByRole('status').getByText('模板已取下').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    expect(errors).toEqual([]);
    await leave(page);
  });
});
