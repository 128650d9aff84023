/** Reviewing in a real browser: by mouse, by keys alone, in bulk, against others, with 20,000 rows, and over a real database. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Desk } from '#app/data/desk.ts';
import { LATE_TICKET } from '../app/fixture-desk.ts';
import { type QueueDesk, queueDesk } from '../app/fixture-queue.ts';
import { upload } from '../queries/department.ts';
import { leave, openPage, settled, sidewaysScroll } from './browser.ts';
import { type RunningServer, type ServedDepartment, serveDepartment, serveDesk } from './server.ts';

const LATE = `6|ticket|${LATE_TICKET}|李强`;
const at = (key: string) => `/fines?key=${encodeURIComponent(key)}`;
const tab = (page: Page, name: string) => page.locator(`[data-tab=${name}] b`);
const said = (page: Page) => page.getByRole('status').last();

/** Answers travel to the desk and back. */
const eventually = <Value>(read: () => Value | Promise<Value>) =>
  expect.poll(read, { timeout: 10_000 });

/** From now on this person acts on the page. */
async function act(page: Page, url: string, name: string, number: string): Promise<void> {
  await page.request.post(`${url}/actor/remember`, { form: { name, employee_no: number } });
}

/** The page with somebody acting already. */
async function as(url: string, path: string, name: string, number: string, width = 1440) {
  const opened = await openPage({ width });
  opened.page.setDefaultTimeout(10_000);
  await act(opened.page, url, name, number);
  await opened.page.goto(url + path);
  await settled(opened.page);
  return opened;
}

describe('over a desk that remembers', () => {
  let desk: QueueDesk;
  let server: RunningServer;
  beforeAll(async () => {
    desk = queueDesk();
    server = await serveDesk(desk);
  });
  afterAll(() => server?.close());

  test('by mouse, the first decision asks who acts and is then carried out; by keys alone; a repeat; another reviewer was quicker', async () => {
    const { page, errors } = await openPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`${server.url}/fines`);
    await settled(page);
    await page.getByRole('row', { name: /PG261001-00000/ }).click();
    await page.getByRole('button', { name: /^确认扣减 ¥30/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('searchbox').fill('ljg');
    await dialog.getByRole('button', { name: /林建国/ }).click();
    await said(page).getByText('已确认，陈静 ¥30，剩 15 条').waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'TR');
    await page.getByText('经理 · 售后服务部').waitFor();
    await eventually(() => tab(page, 'confirmed').textContent()).toBe('1');
    expect(desk.taken.map(({ decision, seen }) => [decision, seen])).toEqual([
      ['confirm', 'facts.1'],
    ]);

    await page.getByRole('button', { name: /撤回上一步/ }).click();
    await eventually(() => tab(page, 'proposed').textContent()).toBe('16');
    await eventually(() => desk.fine('2a|ticket|PG261001-00000|陈静').state).toBe('proposed');

    // By keys alone: found, excused with a reason, assigned, confirmed with an amount.
    const key = (name: string) => page.keyboard.press(name);
    const find = async (ticket: string) => {
      await key('/');
      await key('Control+A');
      await page.keyboard.type(ticket);
      await page
        .getByRole('row', { name: new RegExp(ticket) })
        .first()
        .waitFor();
      await key('Enter');
    };
    await find(LATE_TICKET);
    await eventually(() => tab(page, 'proposed').textContent()).toBe('1');
    await page.getByRole('heading', { name: /规则 6/ }).waitFor();
    await page.getByText('建议依据').waitFor();
    // What the sheets excuse cannot be confirmed as it stands.
    await key('c');
    await said(page).getByText('选“个人原因”才能确认扣减').waitFor();
    await key('2');
    await key('w');
    await page.keyboard.type('cw 封道属实');
    await key('Control+Enter');
    await said(page).getByText('已免除，李强 ¥50').waitFor();
    await eventually(() => desk.fine(LATE)).toMatchObject({
      state: 'waived',
      cause: 'traffic',
      reason: 'cw 封道属实',
    });

    await find('PG261006-05');
    await page.getByRole('heading', { name: /规则 10/ }).waitFor();
    await key('c');
    await page.waitForFunction(() => document.activeElement?.matches('[data-field=amount]'));
    await page.keyboard.type('150');
    await key('Enter');
    await said(page).getByText('已确认，周斌 ¥150').waitFor();
    await key('z');
    await said(page).getByText('已撤回 1 条').waitFor();

    await find('PG261009-01');
    await page.getByRole('heading', { name: /规则 7a/ }).waitFor();
    await key('p');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /张|郑凯/ })
      .waitFor();
    const box = await page.getByRole('dialog').boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0) / 2).toBeCloseTo(720, -1);
    await page.keyboard.type('zk');
    await key('Enter');
    await said(page).getByText('责任人改为 郑凯 T011').waitFor();
    await eventually(() => desk.fine('7a|receipt|HZ261009-01|小张').person).toBe('郑凯');

    // A repeat: both receipts, the verdict, and what it does to the rate.
    await find('PG261029-05');
    await page.getByRole('heading', { name: /规则 5/ }).waitFor();
    await page.getByText('3.8% → 3.4%').waitFor();
    expect(await page.getByText('相同', { exact: true }).count()).toBe(6);
    await page.getByText('新故障').click();
    await page.locator('[data-field=reason]').fill('点火器进水，与前次无关');
    await page.locator('[data-step=waive]').click();
    await eventually(() => desk.fine('5|ticket|PG261029-05|吴涛')).toMatchObject({
      state: 'waived',
      verdict: 'new_fault',
      cause: null,
    });

    // Another reviewer was quicker: what was typed stays, and who decided what is said.
    const other = '6|ticket|PG261004-01|周斌';
    await find('PG261004-01');
    await page.getByRole('heading', { name: /规则 6/ }).waitFor();
    await page.getByText('天气').click();
    await page.locator('[data-field=reason]').fill('暴雨');
    desk.decideElsewhere(other, '黄敏');
    await page.locator('[data-step=waive]').click();
    await said(page).getByText('没有保存：黄敏').waitFor();
    await page.getByRole('button', { name: '1 条没有保存' }).click();
    const alert = page.getByRole('alert').filter({ hasText: '没有保存' });
    await alert.getByText(/黄敏，.*已已免除|黄敏 .* 已.*免除/).waitFor();
    await alert.getByRole('button', { name: '复制我写的理由' }).waitFor();
    await alert.getByRole('button', { name: '看现在的状态' }).click();
    await alert.waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('one’s own: read and contested, decided by somebody else; the manager answers', async () => {
    const key = '6|ticket|PG261003-01|赵刚';
    const own = await as(server.url, at(key), '赵刚', 'T012');
    await own.page.getByText('由另一位审核人处理').waitFor();
    expect(await own.page.locator('[data-step]').count()).toBe(0);
    await own.page.getByLabel('哪里不对，写清楚时间和经过').fill('客户改到下午');
    await own.page.getByRole('button', { name: '提交申诉' }).click();
    await own.page.getByText('已提交，等经理答复。').waitFor();
    // The desk refuses what the page does not offer.
    const forced = await own.page.request.post(`${server.url}/fines/decide`, {
      data: { intent: 'decide', requests: [{ key, decision: 'confirm', cause: 'personal' }] },
    });
    expect(await forced.json()).toMatchObject({ kind: 'refused', message: '不能审核自己的扣减。' });
    await leave(own.page);
    const { page } = await as(server.url, at(key), '林建国', 'E001', 390);
    await page.getByText('客户改到下午', { exact: true }).waitFor();
    await page.getByLabel('答复 赵刚', { exact: true }).fill('录音为证，改约属实');
    await page.getByRole('button', { name: '答复', exact: true }).click();
    await page.getByText('录音为证，改约属实', { exact: true }).waitFor();
    expect(desk.fine(key)).toMatchObject({ appeal: 'answered', state: 'proposed' });
    expect(await sidewaysScroll(page)).toBe(0);
    await leave(page);
  });

  test('in bulk: count and sum, what lacks a cause is said, and all at once', async () => {
    const { page } = await as(server.url, '/fines?rule=2a', '林建国', 'E001');
    await page.getByRole('checkbox', { name: '全选这一页签' }).check();
    await page.getByText('已选 3 条，¥90').waitFor();
    await page.getByRole('button', { name: '确认 3 条' }).click();
    await said(page).getByText('已确认 3 条 ¥90，剩 0 条').waitFor();
    await page.getByRole('heading', { name: '没有符合的扣减' }).waitFor();
    await eventually(() => desk.taken.filter(({ key }) => key.startsWith('2a')).length).toBe(4);

    // Taken back together or not at all; what another reviewer changed since stays as it is, the rest can be asked for again.
    const [one, ...others] = desk.taken.slice(-3).map((request) => request.key);
    desk.decideElsewhere(one ?? '', '黄敏');
    await page.keyboard.press('z');
    await said(page).getByText('没有保存：黄敏 刚改过这一条。').waitFor();
    expect(others.map((key) => desk.fine(key).state)).toEqual(['confirmed', 'confirmed']);
    await page.keyboard.press('z');
    await said(page).getByText('已撤回 2 条').waitFor();
    await eventually(() => others.map((key) => desk.fine(key).state)).toEqual([
      'proposed',
      'proposed',
    ]);
    expect(desk.fine(one ?? '').state).toBe('waived');
    await leave(page);
  });

  test('the notice: clause, arithmetic, cells, signatures; one page of paper', async () => {
    const { page } = await as(
      server.url,
      `/fines/notice?key=${encodeURIComponent(LATE)}`,
      '林建国',
      'E001',
    );
    const text = (await page.getByRole('article').textContent()) ?? '';
    for (const part of [
      '第六部分第 6 条',
      '超 35 分',
      'H127',
      '路上堵车',
      '本人签字',
      '草稿',
      'cw 封道属实',
    ]) {
      expect(text).toContain(part);
    }
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
    await leave(page);
  });

  test('without scripts: a form decides, after somebody was chosen', async () => {
    const key = '6|ticket|PG261005-01|吴涛';
    const opened = await openPage();
    const post = (form: Record<string, string>) =>
      opened.page.request.post(`${server.url}/fines/decide`, { form, maxRedirects: 0 });
    const form = { intent: 'confirm', key, cause: 'personal', seen: 'facts.1' };
    expect((await post(form)).headers().location).toContain('/actor?then=');
    await opened.page.request.post(`${server.url}/actor/remember`, {
      form: { name: '林建国', employee_no: 'E001' },
    });
    expect((await post(form)).headers().location).toContain('/fines?key=');
    expect(desk.fine(key)).toMatchObject({ state: 'confirmed', cause: 'personal' });
    expect((await post({ ...form, key: '2a|none' })).status()).toBe(409);
    expect((await post({ intent: 'confirm' })).status()).toBe(400);
    const stranger = await opened.page.request.post(`${server.url}/actor/remember`, {
      form: { name: '某人', employee_no: '' },
    });
    expect(stranger.status()).toBe(400);
    await leave(opened.page);
  });
});

test('20,000 rows: few are drawn, keys and scrolling stay quick, nothing is loaded anew', async () => {
  const server = await serveDesk(queueDesk({ many: 20_000 }));
  const { page, errors } = await as(server.url, '/fines?month=2026-10', '林建国', 'E001');
  await page.getByText('共 20000 条').or(page.getByText('20,000')).first().waitFor();
  const rows = () => page.locator('tr[data-row]').count();
  expect(await rows()).toBeLessThan(80);
  const times = await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const press = (key: string) =>
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    const spent: number[] = [];
    for (let index = 0; index < 30; index += 1) {
      const start = performance.now();
      press('j');
      await frame();
      spent.push(performance.now() - start);
    }
    const box = document.querySelector('tr[data-row]')?.closest('div');
    for (let index = 1; index <= 20 && box; index += 1) {
      const start = performance.now();
      box.scrollTop = index * 30_000;
      await frame();
      await frame();
      spent.push(performance.now() - start);
    }
    return spent.sort((a, b) => a - b);
  });
  // Generous for a busy machine; a list drawn whole takes seconds.
  expect(times[Math.floor(times.length / 2)]).toBeLessThan(150);
  expect(await rows()).toBeLessThan(80);
  let requests = 0;
  page.on('request', (request) => {
    if (request.url().includes('.data')) requests += 1;
  });
  await page.locator('[data-tab=all]').click();
  await page.waitForURL('**state=all**');
  expect(requests).toBe(0);
  expect(errors).toEqual([]);
  await leave(page);
  await server.close();
});

describe('over a real database', () => {
  let department: ServedDepartment;
  let server: RunningServer;
  let desk: Desk;
  beforeAll(async () => {
    const late = (no: string, dispatcher: string) => ({
      ticket_no: no,
      customer_name: '甲',
      reported_at: '2026-10-05 09:00:00',
      relayed_at: '2026-10-05 09:05:00',
      dispatched_at: '2026-10-05 09:40:00',
      resolution: 'on_site',
      dispatcher,
    });
    department = await serveDepartment(
      (warehouse) =>
        upload(warehouse, {
          staff: [
            { employee_no: 'E1', name: '周敏', role: 'dispatcher' },
            { employee_no: 'E2', name: '陈静', role: 'dispatcher' },
            { employee_no: 'E9', name: '林建国', role: 'manager' },
          ],
          ticket: [late('A', '周敏'), late('B', '陈静'), late('C', '小王')],
        }),
      Date.UTC(2026, 10, 2) * 1000,
    );
    ({ desk, server } = department);
  });
  afterAll(() => department?.close());

  test('confirmed, appealed, answered by waiving, assigned: the report follows', async () => {
    const { page, errors } = await as(server.url, '/fines?month=2026-10', '林建国', 'E9');
    // Dispatched 35 minutes after the relay, limit 10: three of rule 2a, 30 yuan each, one with a stranger's name.
    await page.getByText('共 3 条 ¥90').waitFor();
    const row = (no: string) => page.getByRole('row', { name: new RegExp(`2a.*${no}`) });
    await row('A').click();
    await page.locator('[data-step=confirm]').click();
    await eventually(async () => (await desk.report('2026-10')).fines.confirmed).toEqual({
      count: 1,
      fen: 3_000,
    });

    await act(page, server.url, '周敏', 'E1');
    await page.goto(`${server.url}/fines?month=2026-10&state=confirmed`);
    await settled(page);
    await row('A').click();
    await page.getByLabel('哪里不对，写清楚时间和经过').fill('系统停电');
    await page.getByRole('button', { name: '提交申诉' }).click();
    await page.getByText('已提交，等经理答复。').waitFor();
    expect((await desk.review.closing('2026-10')).checklist).toContainEqual({
      id: 'appeals',
      status: 'todo',
      count: 1,
      detail: null,
    });

    await act(page, server.url, '林建国', 'E9');
    await page.goto(`${server.url}/fines?month=2026-10&state=all&show=appeal`);
    await settled(page);
    await row('A').click();
    await page.getByRole('button', { name: '撤回这个决定' }).click();
    await page.locator('[data-field=reason]').fill('停电属实');
    await page.locator('[data-step=waive]').click();
    await eventually(async () =>
      (await desk.review.queue('2026-10')).map(({ state, appeal }) => [state, appeal]),
    ).toContainEqual(['waived', 'answered']);

    await page.goto(`${server.url}/fines?month=2026-10&show=unassigned`);
    await settled(page);
    await row('C').click();
    await page.locator('[data-step=assign]').click();
    await page.getByRole('dialog').getByRole('button', { name: /陈静/ }).click();
    await eventually(
      async () => (await desk.review.queue('2026-10')).filter((f) => f.person === '陈静').length,
    ).toBe(2);
    expect(errors).toEqual([]);
    await leave(page);
  });
});
