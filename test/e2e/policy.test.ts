/** A policy from copy to activation in the browser: text and form are one, faults name their line, the month changes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Desk } from '#app/data/desk.ts';
import { openDesk } from '#app/data/open-desk.server.ts';
import { openWarehouse } from '#queries/warehouse/warehouse.ts';
import { upload } from '../queries/department.ts';
import { leave, openPage, settled, sidewaysScroll } from './browser.ts';
import { type RunningServer, serveDesk } from './server.ts';

let server: RunningServer;
let close: () => Promise<void>;
const folder = mkdtempSync(join(tmpdir(), 'aftercare-policy-'));

beforeAll(async () => {
  const dbPath = join(folder, 'a.duckdb');
  const warehouse = await openWarehouse({ path: dbPath });
  // Answered after 15 minutes: past the ten of the default, within twenty.
  await upload(warehouse, {
    ticket: [
      {
        ticket_no: 'T1',
        reported_at: '2026-10-12 09:00:00',
        answered_at: '2026-10-12 09:15:00',
        resolution: 'phone',
        hotline_agent: '王芳',
        customer_name: '甲',
      },
    ],
    staff: [{ employee_no: 'E001', name: '林建国', role: 'manager' }],
  });
  warehouse.close();
  const opened = await openDesk({
    dataDir: folder,
    dbPath,
    dbNamed: true,
    lang: 'zh',
    stderr: () => {},
    nowMicros: Date.parse('2026-11-02T09:00:00Z') * 1000,
  });
  close = opened.close;
  const staff: Desk['review']['staff'] = async () => [
    {
      employee_no: 'E001',
      name: '林建国',
      role: 'manager',
      department: null,
      initials: 'ljg',
      aliases: [],
    },
  ];
  server = await serveDesk({ ...opened.desk, review: { ...opened.desk.review, staff } });
});
afterAll(async () => {
  await server?.close();
  await close?.();
  rmSync(folder, { recursive: true, force: true });
});

test('copied, edited as text and as a form, replayed, activated by the person chosen', async () => {
  const { page, errors } = await openPage({ width: 390, height: 800 });
  await page.goto(`${server.url}/policy`);
  await settled(page);
  expect(await sidewaysScroll(page)).toBe(0);
  await page.getByRole('button', { name: '写新版本' }).click();
  await page.waitForURL(/draft=1/);
  await settled(page);
  expect(await sidewaysScroll(page)).toBe(0);

  await page.getByRole('link', { name: '全文（YAML）' }).click();
  const text = page.getByLabel('制度全文');
  const written = await text.inputValue();
  await text.fill(written.replace('pauses: subtract', 'pauses: often'));
  await page.getByRole('button', { name: '保存' }).click();
  const line = written.split('\n').findIndex((each) => each.startsWith('pauses:')) + 1;
  await page.getByRole('button', { name: `第 ${line} 行` }).waitFor();
  expect(await page.getByRole('button', { name: '启用', exact: true }).isDisabled()).toBe(true);
  await text.fill(written);
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('可以启用。').waitFor();

  await page.getByRole('link', { name: '表单' }).click();
  await page.locator('[name="repeat_window_days"]').fill('thirty');
  await page.locator('[name="stages.answer.target_minutes"]').fill('20');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('1 处没有保存').waitFor();
  // What was typed stays to be corrected.
  expect(await page.locator('[name="stages.answer.target_minutes"]').inputValue()).toBe('20');
  await page.locator('[name="repeat_window_days"]').fill('30');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('row', { name: /答复 时限 10 20/ }).waitFor();

  // A rule out, and one in that lacks its number first.
  await page.getByLabel('删掉规则 8').check();
  await page.getByText('加一条规则').click();
  await page.getByLabel('管什么').selectOption({ label: '完工未报回' });
  await page.locator('[name="rules.add.amount"]').fill('50');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('写规则的编号').first().waitFor();
  await page.locator('[name="rules.add.no"]').fill('12');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByLabel('删掉规则 12').waitFor();
  expect(await page.getByLabel('删掉规则 8').count()).toBe(0);

  await page.getByRole('button', { name: '开始试算' }).click();
  await page.getByRole('row', { name: /答复及时率 0.0% 0\/1 100.0% 1\/1/ }).waitFor();

  await page.getByLabel('从哪个月起').selectOption('2026-10');
  await page.getByRole('button', { name: '启用', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /林建国/ })
    .click();
  await page.waitForURL(/\/policy\?month=2026-10/);
  await page.getByText(/2026年10月起，.*林建国/).waitFor();
  const report: unknown = await (
    await page.request.get(`${server.url}/api/report?month=2026-10`)
  ).json();
  expect(report).toMatchObject({
    policy: { id: 'default', version: 2 },
    stages: { answer: { measured: 1, met: 1 } },
  });
  expect(errors).toEqual([]);
  await leave(page);
});
