/** The import desk of the serving process: drafts, commit, history and the sample department, on a real database file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Draft } from '#app/data/import-desk.ts';
import { openDesk } from '#app/data/open-desk.server.ts';
import { copyOfFirstStart } from '../sample-warehouse.ts';
import { readBack } from './export/read-back.ts';

let folder: string;
let open: Awaited<ReturnType<typeof openDesk>>;
const start = (dbNamed: boolean) =>
  openDesk({
    dataDir: folder,
    dbPath: join(folder, 'aftercare.duckdb'),
    dbNamed,
    lang: 'zh',
    stderr: () => {},
    nowMicros: Date.UTC(2026, 10, 15, 9) * 1000,
  });

const HEADER = '单号,客户姓名,报修时间,派工时间,质保';
const ONE = 'BX001,张伟,2026-10-01 09:00,2026-10-01 09:10,保内';
const TWO = 'BX002,李娜,2026-10-02 09:00,2026-10-02 09:05,保外';

function write(name: string, ...rows: string[]): { name: string; path: string } {
  const path = join(folder, `upload-${name}`);
  writeFileSync(path, `${[HEADER, ...rows].join('\n')}\n`);
  return { name, path };
}

async function upload(...files: { name: string; path: string }[]): Promise<string> {
  const id = await open.desk.imports.createDraft(files, '李会计');
  await ready(id);
  return id;
}

async function ready(id: string): Promise<Draft> {
  for (let tries = 0; tries < 600; tries += 1) {
    const draft = await open.desk.imports.draft(id);
    if (draft === null) throw new Error('there is no such draft');
    if (draft.state === 'failed') throw new Error(draft.error ?? 'failed');
    if (draft.state === 'ready' && draft.consequences !== null) return draft;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the draft was not read in 12 seconds');
}

/** Opens the desk for the tests of a describe, in a folder of theirs. */
function opensDesk(dbNamed: boolean, fill: () => Promise<void> = async () => {}): void {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aftercare-imports-'));
    await fill();
    open = await start(dbNamed);
  });
  afterAll(async () => {
    await open.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

// Opening a database takes longer than what these do in it, so they follow each other in one.
describe('in a database of its own', () => {
  opensDesk(true);

  test('upload, commit, history, original, cell in its surroundings, undo: the later batch first', async () => {
    const { imports } = open.desk;
    expect((await open.desk.status()).months).toEqual([]);
    const september = 'BX000,王五,2026-09-01 09:00,2026-09-01 09:10,保内';
    expect(await imports.commit(await upload(write('九月.csv', september)))).toEqual({
      batch: 1,
      refused: [],
    });
    // What pages keep of the old figures is void.
    expect((await open.desk.status()).months).toEqual(['2026-09']);
    const before = JSON.stringify([
      await open.desk.report('2026-09'),
      await open.desk.fines('2026-09'),
    ]);

    const bad = TWO.replace('09:05', '9点零5');
    const id = await upload(write('十月.csv', ONE, bad, september.replace('保内', '保外')));
    expect(await imports.drafts()).toMatchObject([{ id, files: ['十月.csv'], state: 'ready' }]);
    expect((await ready(id)).files[0]?.error?.code).toBe('rows_rejected');
    const workbook = await readBack((await imports.rejects(id)) ?? new Uint8Array());
    expect(workbook.worksheets[0]?.getCell('A3').value).toBe('BX002');
    expect(workbook.worksheets[0]?.getCell('F3').value).toContain('9点零5');

    await imports.choose(id, 0, 0, { edits: { D3: '2026-10-02 09:05' } });
    await ready(id);
    expect(await imports.rejects(id)).toBeNull();
    expect(await imports.commit(id)).toEqual({ batch: 2, refused: [] });
    expect(await imports.draft(id)).toBeNull();
    expect((await open.desk.status()).months).toEqual(['2026-09', '2026-10']);

    expect(await imports.batches()).toMatchObject([
      {
        batch: 2,
        actor: '李会计',
        state: 'live',
        files: ['十月.csv'],
        kinds: ['ticket'],
        counts: { rows: 3, new: 2, changed: 1, rejected: 0 },
      },
      { batch: 1, files: ['九月.csv'] },
    ]);
    const detail = await imports.batch(2);
    expect(detail).toMatchObject({ replace_month: null, undo_refused: null });
    const [stored] = detail?.file_details ?? [];
    expect(stored).toMatchObject({ file: '十月.csv', format: 'csv', kept: true });
    expect(stored?.sheets[0]).toMatchObject({
      sheet: '十月',
      header_rows: 1,
      edits: 1,
      mapping: { 单号: 'ticket_no', 报修时间: 'reported_at' },
      edit_list: [
        { row: 3, column: 'D', original: '2026-10-02 9点零5', typed: '2026-10-02 09:05' },
      ],
    });
    expect(await imports.batch(9)).toBeNull();

    const original = await imports.original(stored?.file_id ?? 0);
    expect(original?.file).toBe('十月.csv');
    expect(Buffer.from(original?.bytes ?? []).toString()).toContain('9点零5');
    expect(await imports.original(99)).toBeNull();

    const sheetId = stored?.sheets[0]?.sheet_id ?? 0;
    const view = await imports.source(sheetId, 3, 'D');
    expect(view).toMatchObject({ batch: 2, row: 3, column: 'D', from: 'original', sheet: '十月' });
    expect(view?.window.rows.map((row) => [row.row, row.state])).toEqual([
      [1, 'header'],
      [2, 'unchanged'],
      [3, 'unchanged'],
      [4, 'unchanged'],
    ]);
    expect(view?.window.rows[2]?.cells[3]).toBe('2026-10-02 9点零5');
    expect(view?.window.rows[2]?.marks.D?.edited).toBe('2026-10-02 09:05');
    // Without the original the texts kept in the database stand in.
    rmSync(join(folder, 'originals'), { recursive: true });
    const kept = await imports.source(sheetId, 3, 'D');
    expect(kept?.from).toBe('stored_texts');
    expect(kept?.window.rows.find((row) => row.row === 3)?.cells[3]).toBe('2026-10-02 9点零5');
    expect(await imports.source(999, 1, null)).toBeNull();

    // It changed a record of the first batch, which can go only after it.
    expect(await imports.batch(1)).toMatchObject({
      undo_refused: expect.stringContaining('第 2 批'),
      undo_first: [2],
    });
    await expect(imports.undo(1, null)).rejects.toThrow('第 2 批');
    const undoing = await imports.undoConsequences(2);
    const october = undoing.months.find((one) => one.month === '2026-10');
    expect(october?.metrics.find((one) => one.metric === 'dispatch_rate')).toEqual({
      metric: 'dispatch_rate',
      before: { value: 1, n: 2, total: 2 },
      after: { value: null, n: null, total: null },
    });
    expect((await imports.batch(2))?.state).toBe('live');
    await imports.undo(2, null);
    expect((await imports.batch(2))?.state).toBe('undone');
    await expect(imports.undoConsequences(2)).rejects.toThrow('已经撤销');
    expect((await open.desk.status()).months).toEqual(['2026-09']);
    expect(
      JSON.stringify([await open.desk.report('2026-09'), await open.desk.fines('2026-09')]),
    ).toBe(before);
  });

  test('a draft outlives the process', async () => {
    const id = await open.desk.imports.createDraft([write('a.csv', ONE, TWO)], null);
    await open.desk.imports.choose(id, 0, 0, { leftOutRows: [3] });
    await open.close();
    open = await start(true);
    expect((await ready(id)).counts).toMatchObject({ new: 1, skipped: 1 });
    expect(await open.desk.imports.commit(id)).toEqual({ batch: 3, refused: [] });
  });

  test('pages are answered while a draft is read', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) => `T${i},客户${i},2026-10-${String(1 + (i % 28)).padStart(2, '0')} 09:00,,保内`,
    );
    const id = await open.desk.imports.createDraft([write('大.csv', ...rows)], null);
    const asked = performance.now();
    expect((await open.desk.status()).months).toEqual(['2026-09', '2026-10']);
    const waited = performance.now() - asked;
    expect((await open.desk.imports.draft(id))?.state).toBe('reading');
    expect(waited).toBeLessThan(1_000);
    expect((await ready(id)).counts.new).toBe(20_000);
  });
});

describe('beside the sample department', () => {
  opensDesk(false, () => copyOfFirstStart(folder));

  test('over the sample department: compared with an empty database; committing takes the sample out', async () => {
    const { imports } = open.desk;
    expect((await open.desk.status()).sample).toBe(true);
    // October of the sample is full of tickets; the own file's month is compared with nothing.
    const id = await upload(write('十月.csv', ONE, TWO));
    const draft = await ready(id);
    expect(draft.counts).toMatchObject({ rows: 2, new: 2 });
    expect(draft.consequences?.months.map((one) => one.month)).toEqual(['2026-10']);
    expect(
      draft.consequences?.months[0]?.metrics.find((one) => one.metric === 'dispatch_rate'),
    ).toEqual({
      metric: 'dispatch_rate',
      before: { value: null, n: null, total: null },
      after: { value: 1, n: 2, total: 2 },
    });
    expect((await open.desk.status()).sample).toBe(true);

    // What is refused does not cost the sample.
    const bad = await upload(write('坏.csv', ONE.replace('2026-10-01 09:00', '某天')));
    expect(await imports.commit(bad)).toMatchObject({ batch: null, refused: [{ file: '坏.csv' }] });
    expect((await open.desk.status()).sample).toBe(true);

    expect(await imports.commit(id)).toEqual({ batch: 1, refused: [] });
    expect(await open.desk.status()).toMatchObject({ sample: false, months: ['2026-10'] });
    expect(await imports.batches()).toHaveLength(1);
    // The refused one is still there, compared with the own data now.
    expect((await ready(bad)).files[0]?.error?.code).toBe('rows_rejected');
  });
});
