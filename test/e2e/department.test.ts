/** The product as installed: the serve command over an empty data folder, which gets the sample department. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { serveCommand } from '../serve-command.ts';
import { expectToHoldUp, leave } from './browser.ts';
import { webBuilt } from './server.ts';

const MONTH = '2026-10';

let folder: string;
let server: ChildProcess;
let url: string;
let output: () => string;

beforeAll(async () => {
  await webBuilt();
  folder = mkdtempSync(join(tmpdir(), 'aftercare-e2e-'));
  ({ server, url, output } = await serveCommand([], {
    AFTERCARE_DATA: folder,
    LANG: 'zh_CN.UTF-8',
  }));
});

afterAll(async () => {
  if (server?.exitCode === null) {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGKILL');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

const text = async (path: string) =>
  (await (await fetch(url + path)).text()).replaceAll('<!-- -->', '');
/** Rows of the list at an address, as the page itself counts them. */
const rowsAt = async (path: string) => {
  const html = await text(path);
  const rows = html.match(/aria-rowcount="(\d+)"/)?.[1];
  return rows === undefined ? 0 : Number(rows) - 1;
};

const stage = z.object({
  measured: z.number(),
  met: z.number().nullable(),
  breached: z.number().nullable(),
  open_breaches: z.number(),
  pending: z.number(),
  invalid: z.number(),
  not_captured: z.number(),
});
const report = z.object({
  tickets: z.object({ reported: z.number(), phone: z.number(), cancelled: z.number() }),
  stages: z.object({
    answer: stage,
    dispatch: stage,
    arrival: stage,
    guidance_follow_up: stage,
    callback: stage,
  }),
  repeat: z.object({ repeats: z.number(), finished: z.number(), repeated_later: z.number() }),
  satisfaction: z.object({ scored: z.number() }),
  receipts: z.object({ finished: z.number(), complete: z.number() }),
  fines: z.object({ proposed: z.object({ count: z.number() }), suspected: z.number() }),
});

describe('the sample department', () => {
  test('the start says where it answers and how to get in', () => {
    expect(output()).toContain(`登录链接 ${url}/`);
  });

  test('every count of the report opens a list with as many tickets', async () => {
    const figures = report.parse(await (await fetch(`${url}/api/report?month=${MONTH}`)).json());
    const heading = async (filter: string) =>
      (await text(`/tickets?month=${MONTH}${filter}`)).match(
        /<p class="listing"><b[^>]*>([^<，]+)/,
      )?.[1];
    const list = (filter: string) => rowsAt(`/tickets?month=${MONTH}${filter}`);
    expect(await list('')).toBe(figures.tickets.reported);
    expect(await list('&list=phone')).toBe(figures.tickets.phone);
    expect(await list('&list=cancelled')).toBe(figures.tickets.cancelled);
    expect(await list('&list=repeats')).toBe(figures.repeat.repeats);
    expect(await list('&list=repeated_later')).toBe(figures.repeat.repeated_later);
    expect(await list('&list=finished_in_month')).toBe(figures.repeat.finished);
    expect(await list('&list=scored')).toBe(figures.satisfaction.scored);
    for (const [name, counts] of Object.entries(figures.stages)) {
      const of = (state: string) => list(`&stage=${name}&state=${state}`);
      expect(await of('measured'), name).toBe(counts.measured);
      expect(await of('met'), name).toBe(counts.met);
      expect(await of('breached'), name).toBe(counts.breached);
      expect(await of('open_breach'), name).toBe(counts.open_breaches);
      expect(await of('late'), name).toBe((counts.breached ?? 0) - counts.open_breaches);
      expect(await of('pending'), name).toBe(counts.pending);
      expect(await of('invalid'), name).toBe(counts.invalid);
      expect(await of('not_captured'), name).toBe(counts.not_captured);
    }
    // A figure that counts receipts or stages says how many of them its list stands for.
    const { finished, complete } = figures.receipts;
    expect(await heading('&list=receipts')).toBe(`${finished} 张回执`);
    expect(await heading('&list=complete_receipts')).toBe(`${complete} 张回执`);
    const { answer, dispatch, arrival } = figures.stages;
    const measured = answer.measured + dispatch.measured + arrival.measured;
    expect(await heading('&list=timeliness')).toBe(`${measured} 个环节`);
    const fines = await text(`/fines?month=${MONTH}`);
    expect(fines).toContain(`${figures.fines.proposed.count} 条`);
  });

  test('the workbook and the Arrow stream are what they say', async () => {
    const workbook = new Uint8Array(
      await (await fetch(`${url}/export/summary.xlsx?month=${MONTH}`)).arrayBuffer(),
    );
    // A zip archive.
    expect([...workbook.slice(0, 4)]).toEqual([0x50, 0x4b, 3, 4]);
    const stream = new Uint8Array(
      await (await fetch(`${url}/data/tickets.arrow?month=${MONTH}`)).arrayBuffer(),
    );
    const { tableFromIPC } = await import('apache-arrow');
    expect(tableFromIPC(stream).numRows).toBeGreaterThan(0);
  });

  test('in a browser: the overview holds up; a filter, a figure, its tickets, the cell of a value; one click empties it', async () => {
    const { page, errors } = await expectToHoldUp(url);
    await page.waitForFunction(() => document.querySelectorAll('[role=img] svg').length >= 9);
    await page.getByText('现在是示例数据').waitFor();

    // Looked at with some tickets only, each figure opens as many of them.
    await page.getByRole('button', { name: '技术员' }).click();
    await page.getByRole('menuitem', { name: '李强' }).click();
    await page.waitForURL('**technician=**');
    await page.getByRole('status').filter({ hasText: '只计符合筛选的工单' }).waitFor();
    const address = new URL(page.url());
    const links = await page
      .locator('[data-metric] .k3 a')
      .evaluateAll((all) =>
        all.map((link) => ({ text: link.textContent ?? '', to: link.getAttribute('href') ?? '' })),
      );
    expect(links).toHaveLength(8);
    for (const { text: shown, to } of links) {
      expect(new URL(to, url).searchParams.get('technician')).toBe('李强');
      const [met, measured] = shown.split('/').map(Number);
      const heading = (await text(to)).match(/<p class="listing">.*?<b[^>]*>(\d+)/)?.[1];
      // A list holds either the cases of the denominator or, where those are few, the bad ones.
      expect([met, measured], to).toContain(Number(heading));
    }
    await page.getByRole('link', { name: '清除筛选' }).click();
    await page.waitForURL(`${url}/?month=${MONTH}`);
    expect(address.searchParams.get('month')).toBe(MONTH);
    await page.getByText('只计符合筛选的工单').waitFor({ state: 'detached' });

    // From a figure to its tickets to the cell a value was typed in.
    await page.locator('[data-metric=arrival_rate] .k3 a').click();
    await page.waitForURL('**/tickets?**');
    await page.getByRole('link', { name: '未达标' }).click();
    await page.waitForURL('**state=breached**');
    // The longest first: those without an arrival have no duration and stand last.
    await page.getByRole('link', { name: '用时' }).click();
    await page.locator('th[aria-sort=descending]').waitFor();
    await page.locator('tbody tr.go').first().locator('th a').click();
    await page.waitForURL('**/tickets/*');
    const cells = page.locator('.values td.cell');
    await cells.first().waitFor();
    expect(await cells.first().textContent()).toMatch(/^[A-Z]{1,3}\d+$/);
    expect(await page.locator('[data-stage=arrival]').textContent()).toMatch(/超 \d/);

    // One click empties it, and the page says what to do next.
    await page.getByRole('button', { name: '清空，导入自己的文件' }).click();
    await page.getByRole('heading', { name: '还没有数据' }).waitFor();
    expect(await page.getByText('现在是示例数据').count()).toBe(0);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('told to stop, it ends by itself', async () => {
    const ended = new Promise((done) => server.once('exit', (code) => done(code)));
    const told = performance.now();
    server.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(performance.now() - told).toBeLessThan(8_000);
    expect(output()).toContain('正在停止');
  });
});
