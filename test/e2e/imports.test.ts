/** Imports in a real browser over a real database and real files: the whole way, with the mouse and with the keyboard alone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDesk } from '#app/data/open-desk.server.ts';
import { leave, openPage, settled, sidewaysScroll } from './browser.ts';
import { type RunningServer, serveDesk } from './server.ts';

let folder: string;
let open: Awaited<ReturnType<typeof openDesk>>;
let server: RunningServer;

async function start(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'aftercare-e2e-imports-'));
  open = await openDesk({
    dataDir: folder,
    dbPath: join(folder, 'aftercare.duckdb'),
    // A named database stays empty: no sample department.
    dbNamed: true,
    lang: 'zh',
    stderr: () => {},
    nowMicros: Date.UTC(2026, 10, 2, 9) * 1000,
  });
  server = await serveDesk(open.desk);
}

async function stop(): Promise<void> {
  await server.close();
  await open.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Two columns of one name ask which counts; row 4 has no possible date in the first of them. */
const OCTOBER = [
  '单号,客户姓名,报修时间,报修时间,派工时间,质保',
  'BX001,张伟,2026-10-01 09:00,2026-10-01 09:00,2026-10-01 09:10,保内',
  'BX002,李娜,2026-10-02 09:00,2026-10-02 10:00,2026-10-02 09:05,保外',
  'BX003,赵磊,2026-10-32 09:00,,2026-10-03 09:05,保内',
  '',
].join('\n');

/** The commit button, once it is what it is expected to be. */
const commitButton = (page: Page, rows: number) =>
  page.getByRole('button', { name: `导入 ${rows} 行`, disabled: false });

async function drop(page: Page, files: { name: string; text: string }[]) {
  const transfer = await page.evaluateHandle((given) => {
    const made = new DataTransfer();
    for (const { name, text } of given) made.items.add(new File([text], name));
    return made;
  }, files);
  await page.dispatchEvent('.drop', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('.drop', 'drop', { dataTransfer: transfer });
}

describe('an import', () => {
  beforeEach(start);
  afterEach(stop);

  test('drop, recognise, answer, mend, commit, history, source, undo', async () => {
    const { page, errors } = await openPage();
    await page.goto(`${server.url}/imports`);
    await settled(page);
    await page.getByRole('heading', { name: '还没有导入过' }).waitFor();
    await drop(page, [{ name: '十月＝报修;登记.csv', text: OCTOBER }]);
    await page.waitForURL('**/imports/drafts/*');
    const address = page.url();

    // Recognised as tickets; the question stands and says why the button waits.
    const question = page.locator('[data-question^=two_columns]');
    await question.waitFor();
    await page.getByText('还有 1 处要选，选好才能导入。').waitFor();
    expect(await page.locator('.file-facts b').first().textContent()).toBe('十月＝报修;登记.csv');
    expect(await page.locator('.commit .btn.pri').isDisabled()).toBe(true);
    await question.getByRole('button', { name: /C 列/ }).click();

    // Row 4 cannot be read: its message stands under it, with a field.
    const mend = page.locator('[data-mend="4:C"]');
    await mend.waitFor();
    expect(await mend.textContent()).toContain('C4');
    expect(await page.locator('[data-cell="4:C"]').getAttribute('aria-invalid')).toBe('true');
    await mend.getByLabel('改 C4').fill('2026-10-33 09:00');
    await mend.getByRole('button', { name: '改好' }).click();
    // Still no date: the typed text stays in the field.
    await page
      .getByText(/2026-10-33/)
      .first()
      .waitFor();
    await page.waitForFunction(() => !document.querySelector('.reading'));
    expect(await mend.getByLabel('改 C4').inputValue()).toBe('2026-10-33 09:00');
    await mend.getByLabel('改 C4').fill('2026-10-03 09:00');
    await mend.getByRole('button', { name: '改好' }).click();
    await commitButton(page, 3).waitFor();
    expect(await page.locator('[data-cell="4:C"] ins').textContent()).toBe('2026-10-03 09:00');

    // All of it survives a reload.
    await page.goto(address);
    await commitButton(page, 3).waitFor();
    await page.getByText('2026年10月').first().waitFor();
    await commitButton(page, 3).click();
    await page.waitForURL('**/imports/1?done=1');
    await page.getByText('已导入 3 行。').waitFor();
    expect((await open.desk.status()).months).toEqual(['2026-10']);
    expect((await open.desk.tickets({ month: '2026-10' })).length).toBe(3);

    // From the ticket to the cell it was read from.
    await page.goto(`${server.url}/tickets/BX002`);
    await page.locator('.values td.cell a', { hasText: 'E3' }).click();
    await page.waitForURL('**/source/*?row=3&col=E');
    await page.locator('[data-cell="3:E"][aria-current=true]').waitFor();
    expect(await page.locator('[data-cell="3:E"]').textContent()).toBe('2026-10-02 09:05');
    await page.getByRole('link', { name: '批次 1' }).click();

    // The stored original, byte for byte, under its own name.
    const link = await page.getByRole('link', { name: '下载原文件' }).getAttribute('href');
    const original = await fetch(server.url + link);
    expect(await original.text()).toBe(OCTOBER);
    expect(original.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('十月＝报修;登记.csv')}`,
    );

    // The column chosen is remembered for headers of this set, and can be forgotten.
    await page.goto(`${server.url}/imports/remembered`);
    await page.getByText('十月＝报修;登记.csv › 十月＝报修;登记').waitFor();
    await page.getByRole('button', { name: /^忘掉 十月/ }).click();
    await page.getByText('还没有记住什么').waitFor();

    await page.goto(`${server.url}/imports/1`);
    await page.getByRole('link', { name: '撤销这一批' }).click();
    await page.getByRole('heading', { name: '撤销后会变什么？' }).waitFor();
    await page.getByRole('button', { name: '撤销 3 行' }).click();
    await page.getByText('这一批已撤销', { exact: false }).waitFor();
    expect((await open.desk.status()).months).toEqual([]);
    await page.goto(`${server.url}/imports`);
    await page.locator('.history tr.undone').waitFor();
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('with the keyboard alone', async () => {
    const file = join(folder, '十月.csv');
    writeFileSync(file, OCTOBER);
    const { page, errors } = await openPage();
    const tabTo = async (selector: string) => {
      for (let presses = 0; presses < 200; presses += 1) {
        if (await page.evaluate((css) => document.activeElement?.matches(css), selector)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab never reaches ${selector}`);
    };
    await page.goto(`${server.url}/imports`);
    await settled(page);
    // Asked for early: until the browser has taken the wish in, a press opens the chooser to nobody.
    const chooser = page.waitForEvent('filechooser');
    await tabTo('input[type=file][name=file]');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(file);
    await page.waitForURL('**/imports/drafts/*');
    await page.locator('[data-question^=two_columns]').waitFor();
    await tabTo('[data-question^=two_columns] button');
    await page.keyboard.press('Enter');
    await page.locator('[data-mend="4:C"]').waitFor();
    await page.waitForFunction(() => !document.querySelector('.reading'));
    // The question is gone: the focus goes on to the columns, not out of the page.
    await page.waitForFunction(() => document.activeElement?.matches('[data-column] .sel'));

    // F8: to the next problem's field; Enter takes what was typed.
    await page.keyboard.press('F8');
    await page.waitForFunction(() => document.activeElement?.matches('[data-mend="4:C"] input'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2026-10-03 09:00');
    await page.keyboard.press('Enter');
    await commitButton(page, 3).waitFor();

    // Work goes on in the grid: the cell has the focus, arrows move it, Enter opens, Esc leaves.
    await page.waitForFunction(() => document.activeElement?.matches('[data-cell="4:C"]'));
    await page.keyboard.press('ArrowUp');
    await page.waitForFunction(() => document.activeElement?.matches('[data-cell="3:C"]'));
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => document.activeElement?.matches('[data-cell="3:B"]'));
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.matches('[data-mend="3:B"] input'));
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.matches('[data-cell="3:B"]'));
    expect(await page.locator('[data-mend="3:B"]').count()).toBe(0);
    await page.waitForURL('**row=3&col=B**');

    // A row left out and taken in again, from its number.
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.activeElement?.matches('[data-cell="3:"]'));
    await page.keyboard.press('Enter');
    await tabTo('[data-mend="3:"] button:nth-of-type(3)');
    await page.keyboard.press('Enter');
    await commitButton(page, 2).waitFor();
    await page.locator('[data-mend="3:"] button', { hasText: '恢复这一行' }).waitFor();
    await tabTo('[data-mend="3:"] button');
    await page.keyboard.press('Enter');
    await commitButton(page, 3).waitFor();

    await tabTo('#commit');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/imports/1?done=1');
    await tabTo('a[href="/imports/1?undo=1"]');
    await page.keyboard.press('Enter');
    await page.locator('.undo-bar').waitFor();
    await tabTo('.undo-bar button');
    await page.keyboard.press('Enter');
    await page.getByText('这一批已撤销', { exact: false }).waitFor();
    expect((await open.desk.status()).months).toEqual([]);
    expect(errors).toEqual([]);
    await leave(page);
  });
});

describe('a preview', () => {
  beforeAll(start);
  afterAll(stop);

  test('a column is chosen by a search, and given back to recognition', async () => {
    const { page, errors } = await openPage();
    await page.goto(`${server.url}/imports`);
    await settled(page);
    await drop(page, [
      {
        name: 'a.csv',
        text: '单号,客户姓名,报修时间,毛病\nBX001,张伟,2026-10-01 09:00,打不着火\n',
      },
    ]);
    const column = page.locator('[data-column=D]');
    await column.waitFor();
    await column.getByRole('button').click();
    // By the initials of its sound: 故障现象.
    await page.getByLabel('搜字段名、别名或拼音').fill('gzxx');
    await page
      .getByRole('option', { name: /故障现象/ })
      .first()
      .click();
    await column.getByText('手选').waitFor();
    expect(await column.getByRole('button').textContent()).toContain('故障现象');
    await column.getByRole('button').click();
    await page.getByRole('option', { name: '按自动识别' }).click();
    await column.getByText('不导入', { exact: false }).first().waitFor();
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('a printed form is taught by two clicks and a field', async () => {
    const { page, errors } = await openPage();
    await page.goto(`${server.url}/imports`);
    await settled(page);
    await drop(page, [{ name: '表单.csv', text: '甲方,张伟\n备忘,下午来\n' }]);
    await page.getByRole('button', { name: '教它读这张表单' }).click();
    await page.locator('[data-cell="1:A"]').click();
    await page.getByText('② 点“甲方”的值所在的格子。').waitFor();
    await page.locator('[data-cell="1:B"]').click();
    await page.getByRole('button', { name: /选字段/ }).click();
    await page.getByLabel('搜字段名、别名或拼音').fill('customer_name');
    await page.getByRole('option', { name: /^客户/ }).first().click();
    await page.locator('.taught li', { hasText: '甲方' }).waitFor();
    const draft = await open.desk.imports.draft(page.url().match(/drafts\/([\w-]+)/)?.[1] ?? '');
    expect(draft?.files[0]?.sheets[0]?.choices.form).toEqual({
      kinds: ['ticket'],
      fields: [{ label: '甲方', field: 'ticket.customer_name', right: 1, down: 0 }],
    });
    await page.locator('.taught li button').click();
    await page.locator('.taught').waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('the preview holds at 390 px: no sideways scroll, in both themes', async () => {
    const { page, errors } = await openPage({ width: 390, height: 844 });
    await page.goto(`${server.url}/imports`);
    await settled(page);
    expect(await sidewaysScroll(page)).toBe(0);
    await drop(page, [{ name: '十月.csv', text: OCTOBER }]);
    await page.waitForURL('**/imports/drafts/*');
    await page.locator('[data-question^=two_columns]').waitFor();
    await settled(page);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await sidewaysScroll(page)).toBe(0);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('thirty thousand rows: only those in sight are drawn, the last one is a key away', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, index) =>
        `BX${String(index).padStart(6, '0')},客户${index},2026-10-01 09:00,2026-10-01 09:10,保内`,
    );
    const file = join(folder, '三万行.csv');
    writeFileSync(file, `单号,客户姓名,报修时间,派工时间,质保\n${rows.join('\n')}\n`);
    const { page, errors } = await openPage();
    await page.goto(`${server.url}/imports`);
    await settled(page);
    await page.locator('input[type=file][name=file]').setInputFiles(file);
    await page.waitForURL('**/imports/drafts/*');
    await page.getByRole('button', { name: '导入 30,000 行', disabled: false }).waitFor({
      timeout: 55_000,
    });
    await page.getByLabel('折叠没有问题的行和列').uncheck();
    await page.waitForURL('**show=all**');
    await page.locator('[data-cell="3:A"]').click();
    await page.keyboard.press('Control+End');
    await page.locator('[data-cell="30000:A"]').waitFor();
    expect(await page.locator('[data-cell="30000:A"]').textContent()).toBe('BX029998');
    expect(await page.locator('.gridx tbody').count()).toBeLessThan(120);
    expect(errors).toEqual([]);
    await leave(page);
  }, 120_000);
});

describe('uploads', () => {
  beforeAll(start);
  afterAll(stop);

  const form = (...files: File[]) => {
    const body = new FormData();
    for (const file of files) body.append('file', file);
    return body;
  };

  test('a foreign page cannot upload', async () => {
    const answer = await fetch(`${server.url}/imports/upload`, {
      method: 'POST',
      body: form(new File([OCTOBER], '十月.csv')),
      headers: { Origin: 'https://elsewhere.example' },
    });
    expect(answer.status).toBe(403);
    expect(await open.desk.imports.drafts()).toEqual([]);
  });

  test('the plain form works without scripts', async () => {
    const answer = await fetch(`${server.url}/imports`, {
      method: 'POST',
      body: form(new File([OCTOBER], '十月.csv')),
      redirect: 'manual',
    });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toMatch(/^\/imports\/drafts\/[\w-]+$/);
  });

  test('without a file the page says so', async () => {
    const answer = await fetch(`${server.url}/imports`, { method: 'POST', body: form() });
    expect(answer.status).toBe(400);
    const empty = await fetch(`${server.url}/imports`, {
      method: 'POST',
      body: form(new File([], '')),
    });
    expect(empty.status).toBe(400);
    expect(await empty.text()).toContain('没有选到文件。');
  });

  test('a draft that is gone leads to the list, and says so', async () => {
    const answer = await fetch(`${server.url}/imports/drafts/none`);
    expect(answer.url).toBe(`${server.url}/imports?gone=1`);
    expect(await answer.text()).toContain('这次预览已经提交或放弃，不在了。');
  });

  test.each(['/imports/99', '/imports/x', '/source/99', '/imports/files/99/original'])(
    '%s is not there',
    async (path) => {
      expect((await fetch(server.url + path)).status).toBe(404);
    },
  );
});
