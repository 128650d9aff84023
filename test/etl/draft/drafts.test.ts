/** The life of an upload: preview, decisions, commit; with a real database and real files. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { batchRejects } from '#etl/draft/batch-rejects.ts';
import { forgetReading, rememberedReadings } from '#etl/load/remembered.ts';
import { undoBatch } from '#etl/load/undo.ts';
import { DraftDesk, NOW_MICROS, question } from './draft-desk.ts';

let desk: DraftDesk;

/** Gives each test of a describe a desk of its own. */
function deskForEach(): void {
  beforeEach(async () => {
    desk = await DraftDesk.open();
  });
  afterEach(() => desk.close());
}

/** Gives the tests of a describe one desk, over what one sheet brought. */
function deskOver(rows: readonly (readonly string[])[]): void {
  beforeAll(async () => {
    desk = await DraftDesk.open();
    await desk.import([await desk.csv('old.csv', rows)]);
  });
  afterAll(() => desk.close());
}

const HEADER = ['单号', '客户姓名', '报修时间', '派工时间', '技术人员', '质保'];
const ONE = ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:10', '王强', '保内'];
const TWO = ['BX002', '李娜', '2026-10-02 09:00', '2026-10-02 09:05', '王强', '保外'];
/** Keeps its sheet out: what that would do to the figures need not be computed where nobody asks. */
const BAD = ['BX003', '赵磊', '2026-09-31 09:00', '', '王强', '保内'];
const ROSTER = [
  ['工号', '姓名', '曾用名', '岗位'],
  ['A01', '王强', '小王', '技术员'],
  ['A02', '李伟', '', '技术员'],
];

const current =
  'SELECT row_key, customer_name, dispatched_at, technician, warranty FROM stg_ticket ORDER BY 1';

describe('the life of a draft', () => {
  deskForEach();

  test('is told in the language of whoever looks at it, and so are the rows handed out to be mended', async () => {
    const id = await desk.upload({ 'a.csv': [HEADER, ONE, BAD] });
    const words = (draft: Awaited<ReturnType<typeof desk.ready>>) =>
      JSON.stringify([
        draft.files[0]?.error?.message,
        draft.files[0]?.sheets[0]?.columns.map(({ remark }) => remark),
      ]);
    expect(words(await desk.ready(id))).toMatch(/[\u4e00-\u9fff]/);
    await desk.drafts.draft(id, 'en');
    // Asking on without a language, as the progress does, leaves it at that.
    expect(words(await desk.ready(id))).not.toMatch(/[\u4e00-\u9fff]/);
    expect(await desk.drafts.rejected(id)).toMatchObject({
      lang: 'en',
      sheets: [{ file: 'a.csv', rows: [{ row: 3 }], leftOut: 0 }],
    });
  });

  test('preview shows counts and changes nothing; commit brings the rows in; the draft goes', async () => {
    const id = await desk.upload({ '十月.csv': [HEADER, ONE, TWO, ['合计', '2']] });
    const draft = await desk.ready(id);
    expect(draft).toMatchObject({
      actor: '李会计',
      created_at: '2026-11-15T09:00:00',
      state: 'ready',
      progress: null,
      questions: 0,
      counts: { rows: 2, new: 2, changed: 0, unchanged: 0, rejected: 0, skipped: 1, removed: 0 },
    });
    expect(draft.files[0]).toMatchObject({
      index: 0,
      file: '十月.csv',
      format: 'csv',
      encoding: 'utf-8',
      error: null,
    });
    const sheet = await desk.sheet(id);
    expect(sheet).toMatchObject({
      kinds: ['ticket'],
      header: { top: 1, bottom: 1 },
      skipped_by: { total: 1 },
      layout_change: null,
    });
    expect(sheet.columns[2]).toMatchObject({
      letter: 'C',
      header: '报修时间',
      fields: ['ticket.reported_at'],
      why: 'alias',
      required: true,
      examples: ['2026-10-01 09:00', '2026-10-02 09:00'],
      filled: 2,
    });
    expect(await desk.all(current)).toEqual([]);
    expect(await desk.all('SELECT count(*) AS n FROM src_batch')).toEqual([{ n: 0 }]);

    expect(await desk.drafts.commit(id)).toEqual({ batch: 1, refused: [] });
    expect((await desk.all(current)).map((row) => row.row_key)).toEqual(['BX001', 'BX002']);
    expect(await desk.all('SELECT actor FROM src_batch')).toEqual([{ actor: '李会计' }]);
    expect(await desk.drafts.draft(id)).toBeNull();
    expect(await readdir(join(desk.folder, 'drafts'))).toEqual([]);
  });

  test('the sheets stand before it is known what they do to the figures; a restart keeps the decisions, a commit waits', async () => {
    const id = await desk.drafts.create(
      [{ name: 'a.csv', path: await desk.csv('a.csv', [HEADER, ONE, BAD]) }],
      '李会计',
    );
    const shown = await desk.read(id);
    expect(shown).toMatchObject({ state: 'ready', consequences: null });
    expect(shown.files[0]?.counts).toMatchObject({ new: 1, rejected: 1 });
    // Its rows can be looked at and mended meanwhile; what was computed for the text of before is dropped.
    const window = await desk.drafts.window(id, 0, 0, { from: 1, limit: 10, show: 'all' });
    expect(window.rows).toHaveLength(3);
    await desk.drafts.choose(id, 0, 0, { edits: { C3: '2026-09-30 09:00' } });
    const mended = await desk.ready(id);
    expect(mended.counts).toMatchObject({ new: 2, rejected: 0 });
    expect(mended.consequences?.months.map(({ month }) => month)).toEqual(['2026-09', '2026-10']);
    await desk.drafts.setOptions(id, { error_rows: 'leave_out' });

    await desk.restart();
    expect(await desk.drafts.list()).toMatchObject([{ id, files: ['a.csv'], actor: '李会计' }]);
    const draft = await desk.read(id);
    expect(draft.options).toEqual({ replace_month: null, error_rows: 'leave_out' });
    expect(draft.counts).toMatchObject({ new: 2, rejected: 0 });
    expect(draft.files[0]?.sheets[0]?.choices).toEqual({ edits: { C3: '2026-09-30 09:00' } });
    expect((await desk.drafts.commit(id)).batch).toBe(1);
  });

  test('ids that are no drafts lead nowhere', async () => {
    expect(await desk.drafts.draft('../../etc/passwd')).toBeNull();
    expect(await desk.drafts.draft('A'.repeat(22))).toBeNull();
    await expect(desk.drafts.commit('A'.repeat(22))).rejects.toThrow('已经导入或放弃');
  });

  test('a draft that is discarded is gone at once, whoever asks while its files are removed', async () => {
    const id = await desk.upload({ 'a.csv': [HEADER, BAD] });
    const discarded = desk.drafts.discard(id);
    expect(await desk.drafts.draft(id)).toBeNull();
    await discarded;
    expect(await desk.drafts.draft(id)).toBeNull();
    expect(await desk.drafts.list()).toEqual([]);
    expect(await readdir(join(desk.folder, 'drafts'))).toEqual([]);
  });

  test('a name is shown without its folders and hidden characters', async () => {
    const path = await desk.csv('x.csv', [HEADER, BAD]);
    const id = await desk.drafts.create([{ name: 'C:\\表\\..\\\u202eabc\u0000.csv', path }], null);
    expect((await desk.ready(id)).files[0]?.file).toBe('abc.csv');
  });

  test('drafts nobody touched for 30 days go', async () => {
    const id = await desk.upload({ 'a.csv': [HEADER, BAD] });
    await desk.restart();
    const day = 86_400_000;
    expect(await desk.drafts.sweep(30, Date.now() + 29 * day)).toBe(0);
    expect(await desk.drafts.sweep(30, Date.now() + 31 * day)).toBe(1);
    expect(await desk.drafts.draft(id)).toBeNull();
  });
});

describe('rows', () => {
  deskForEach();

  test('a bad cell mended in the preview makes its row good, and both texts are kept', async () => {
    const id = await desk.upload({ 'a.csv': [HEADER, ONE, BAD] });
    const before = await desk.ready(id);
    expect(before.files[0]?.error?.code).toBe('rows_rejected');
    expect(before.files[0]?.error?.message).not.toContain('--');
    expect(before.counts.rows).toBe(0);
    const shown = await desk.drafts.window(id, 0, 0, { show: 'interesting', from: 1, limit: 100 });
    const row = shown.rows.find((one) => one.row === 3);
    expect(row).toMatchObject({ state: 'rejected', cells: BAD });
    expect(row?.marks.C).toMatchObject({
      issue: { code: 'impossible_date', severity: 'reject' },
      edited: null,
    });

    await desk.drafts.choose(id, 0, 0, { edits: { C3: '2026-09-30 09:00' } });
    const after = await desk.ready(id);
    expect(after.files[0]?.error).toBeNull();
    expect(after.counts).toMatchObject({ rows: 2, new: 2, rejected: 0 });
    const mended = await desk.drafts.window(id, 0, 0, { show: 'all', from: 3, limit: 1 });
    expect(mended.rows[0]).toMatchObject({ row: 3, state: 'new', cells: BAD });
    expect(mended.rows[0]?.marks.C).toEqual({
      issue: null,
      before: null,
      edited: '2026-09-30 09:00',
    });

    await desk.drafts.commit(id);
    expect(await desk.all("SELECT reported_at FROM stg_ticket WHERE row_key = 'BX003'")).toEqual([
      { reported_at: '2026-09-30T09:00:00' },
    ]);
    expect(await desk.all('SELECT * EXCLUDE (sheet_id) FROM src_cell_edit')).toEqual([
      {
        row_no: 3,
        column_letter: 'C',
        original: '2026-09-31 09:00',
        typed: '2026-09-30 09:00',
        actor: '李会计',
        edited_at: '2026-11-15T09:00:00',
      },
    ]);
    expect(await desk.all('SELECT cells FROM src_cell_row WHERE row_no = 3')).toEqual([
      { cells: ['BX003', '赵磊', '2026-09-31 09:00', '', '王强', '保内'].join('\u001f') },
    ]);
  });

  test('a file that was closed meanwhile is shown as it was read, header and mended cells included', async () => {
    const id = await desk.begin({
      'a.csv': [['十月报修'], HEADER, ONE, BAD],
      'b.csv': [HEADER, TWO],
      'c.csv': [HEADER, ['BX004', ...TWO.slice(1)]],
    });
    await desk.drafts.choose(id, 0, 0, { edits: { C4: '2026-09-30 09:00' } });
    for (const file of [2, 1, 0]) {
      const shown = await desk.drafts.window(id, file, 0, { show: 'all', from: 1, limit: 10 });
      expect(shown.rows.map(({ state }) => state)).toEqual(
        file === 0 ? ['title', 'header', 'new', 'new'] : ['header', 'new'],
      );
    }
  });

  test('a sheet left out does not go in; taken in again, rows a person leaves out do not', async () => {
    const id = await desk.begin({ 'a.csv': [HEADER, ONE, TWO, BAD] });
    const states = async () => {
      const shown = await desk.drafts.window(id, 0, 0, { show: 'all', from: 1, limit: 10 });
      return shown.rows.map((row) => row.state);
    };
    await desk.drafts.choose(id, 0, 0, { leaveOut: true });
    expect((await desk.ready(id)).files[0]?.error?.code).toBe('left_out');
    expect(await states()).toEqual(['header', 'left_out', 'left_out', 'left_out']);
    const result = await desk.drafts.commit(id);
    expect(result).toMatchObject({ batch: null, refused: [{ file: 'a.csv' }] });

    await desk.drafts.choose(id, 0, 0, { leftOutRows: [3, 4] }, true);
    const draft = await desk.ready(id);
    expect(draft.counts).toMatchObject({ rows: 1, new: 1, rejected: 0, skipped: 2 });
    expect(await states()).toEqual(['header', 'new', 'left_out', 'left_out']);
    await desk.drafts.commit(id);
    expect((await desk.all(current)).map((row) => row.row_key)).toEqual(['BX001']);
  });

  test('replacing a month needs every row, and the page advises nothing that does not help', async () => {
    const id = await desk.upload({ 'new.csv': [HEADER, TWO, BAD] });
    await desk.drafts.setOptions(id, { replace_month: '2026-10', error_rows: 'leave_out' });
    const error = (await desk.ready(id)).files[0]?.error;
    expect(error?.code).toBe('rows_rejected');
    expect(error?.message).toContain('改回“更新与追加”');
    expect(error?.message).not.toContain('选择只导入其余的行');
    await desk.drafts.setOptions(id, { replace_month: null });
    expect((await desk.ready(id)).files[0]?.error).toBeNull();
  });

  test('a file taken out does not go in; of the others, in their places, a refused one stays to be mended', async () => {
    const id = await desk.begin({
      'out.csv': [HEADER, TWO],
      'good.csv': [HEADER, ONE],
      'bad.csv': [HEADER, BAD],
    });
    await desk.drafts.removeFile(id, 0);
    const draft = await desk.ready(id);
    expect(draft.files.map(({ index, file, error }) => [index, file, error?.code ?? null])).toEqual(
      [
        [1, 'good.csv', null],
        [2, 'bad.csv', 'rows_rejected'],
      ],
    );
    expect(draft.counts).toMatchObject({ rows: 1, new: 1 });
    const result = await desk.drafts.commit(id);
    expect(result.batch).toBe(1);
    expect(result.refused.map((one) => one.file)).toEqual(['bad.csv']);
    expect((await desk.all(current)).map((row) => row.row_key)).toEqual(['BX001']);
    const left = await desk.ready(id);
    expect(left.files.map((file) => [file.index, file.file])).toEqual([[2, 'bad.csv']]);
    await desk.drafts.choose(id, 2, 0, { edits: { C2: '2026-09-30 09:00' } });
    expect(await desk.drafts.commit(id)).toEqual({ batch: 2, refused: [] });
    expect(await desk.drafts.draft(id)).toBeNull();
  });

  test('the second file sees what the first would have changed; how far a commit is can be asked while it runs', async () => {
    const id = await desk.upload({
      'a.csv': [HEADER, ONE],
      'b.csv': [HEADER, ['BX001', '张大伟', ...ONE.slice(2)]],
    });
    const draft = await desk.ready(id);
    expect(draft.files.map((file) => file.counts)).toMatchObject([{ new: 1 }, { changed: 1 }]);
    expect(draft.progress).toBeNull();
    const told = new Set<string>();
    const committed = desk.drafts.commit(id);
    let done = false;
    void committed.finally(() => {
      done = true;
    });
    while (!done) {
      const progress = (await desk.drafts.draft(id))?.progress;
      if (progress) told.add(`${progress.done_files}/${progress.files} ${progress.file}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect((await committed).batch).toBe(1);
    expect([...told]).toEqual(['0/2 a.csv', '1/2 b.csv']);
  });

  test('rejected rows are left out and handed out with what was mended so far, before the commit and after', async () => {
    const worse = ['BX003', '', '2026-09-31 09:00', '25:70', '王强', '保内'];
    const id = await desk.upload({ 'a.csv': [HEADER, ONE, worse] });
    await desk.drafts.choose(id, 0, 0, { edits: { B3: '赵磊', C3: '2026-09-30 09:00' } });
    await desk.drafts.setOptions(id, { error_rows: 'leave_out' });
    const row = {
      row: 3,
      cells: ['BX003', '赵磊', '2026-09-30 09:00', '25:70', '王强', '保内'],
      mended: [
        { column: 'B', original: '' },
        { column: 'C', original: '2026-09-31 09:00' },
      ],
    };
    expect((await desk.read(id)).counts).toMatchObject({ rows: 2, new: 1, rejected: 1 });
    const [before] = (await desk.drafts.rejected(id)).sheets;
    expect(before?.rows).toMatchObject([row]);
    expect(before?.rows[0]?.issues.map((issue) => issue.column)).toEqual(['D']);

    expect(await desk.drafts.commit(id)).toEqual({ batch: 1, refused: [] });
    expect(await desk.all('SELECT count(*) AS n FROM src_issue')).toEqual([{ n: 1 }]);
    const [after] = await batchRejects(desk.warehouse, 1, desk.folder);
    expect(after).toMatchObject({ file: 'a.csv', headers: HEADER, rows: [row], leftOut: 0 });
    expect(after?.rows[0]?.issues).toMatchObject([{ row: 3, column: 'D', severity: 'reject' }]);

    // An undone batch keeps no rows, so there is nothing to mend.
    const by = { actor: null, nowMicros: NOW_MICROS };
    await undoBatch(desk.writer, 1, 'zh', by);
    expect(await batchRejects(desk.warehouse, 1, desk.folder)).toEqual([]);
  });
});

describe('rows over those that are stored', () => {
  deskOver([HEADER, ONE, TWO]);

  test('the same file again: the batch that holds it, and nothing changes', async () => {
    const id = await desk.upload({ 'a.csv': [HEADER, ONE, TWO] });
    const draft = await desk.ready(id);
    expect(draft.files[0]).toMatchObject({ known_in_batch: 1, error: null });
    expect(draft.counts).toMatchObject({ rows: 2, new: 0, changed: 0, unchanged: 2 });
    expect(draft.consequences).toEqual({ months: [], closed: [] });
    expect(await desk.drafts.commit(id)).toEqual({ batch: null, refused: [] });
    expect(await desk.drafts.draft(id)).toBeNull();
  });

  test('a changed row shows the stored value before each change', async () => {
    const changed = ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:40', '', '保外'];
    const id = await desk.upload({ 'new.csv': [HEADER, changed, TWO] });
    const draft = await desk.ready(id);
    expect(draft.counts).toMatchObject({ rows: 2, new: 0, changed: 1, unchanged: 1 });
    const sheet = await desk.sheet(id);
    expect(sheet.changed_fields).toEqual({ dispatched_at: 1, technician: 1, warranty: 1 });
    const shown = await desk.drafts.window(id, 0, 0, { show: 'all', from: 2, limit: 2 });
    expect(shown.rows.map((row) => row.state)).toEqual(['changed', 'unchanged']);
    expect(shown.rows[0]?.marks).toEqual({
      D: { issue: null, before: '2026-10-01 09:10', edited: null },
      E: { issue: null, before: '王强', edited: null },
      F: { issue: null, before: '保内', edited: null },
    });
    expect(shown.last_row).toBe(3);
  });

  test('replacing a month says how many stored rows go, and takes them out', async () => {
    const id = await desk.begin({ 'new.csv': [HEADER, TWO] });
    await desk.drafts.setOptions(id, { replace_month: '2026-10' });
    const draft = await desk.ready(id);
    expect(draft.counts).toMatchObject({ unchanged: 1, removed: 1 });
    expect(draft.files[0]?.months).toEqual(['2026-10']);
    await desk.drafts.commit(id);
    expect((await desk.all(current)).map((row) => row.row_key)).toEqual(['BX002']);
    await expect(desk.drafts.setOptions(id, { replace_month: '10月' })).rejects.toThrow();
  });
});

describe('what is said of a draft', () => {
  deskForEach();

  test('a key that occurs twice and a date still to come are not called unreadable', async () => {
    const id = await desk.upload({
      'a.csv': [HEADER, ONE, ONE, ['BX009', '钱进', '2027-10-01 09:00', '', '王强', '保内'], BAD],
    });
    const { columns } = await desk.sheet(id);
    expect(columns[0]?.remark).toBe('1 格与别的行是同一条记录');
    expect(columns[2]?.remark).toBe('1 格读不成时间，1 格晚于今天，还没有发生');
  });

  test('after the data changed a draft waits in the list; it is not called read while nothing reads it', async () => {
    const id = await desk.upload({ 'a.csv': [HEADER, BAD] });
    desk.drafts.dataChanged();
    expect(await desk.drafts.list()).toMatchObject([{ id, state: 'ready' }]);
    expect((await desk.drafts.draft(id))?.state).toBe('reading');
    expect(await desk.drafts.list()).toMatchObject([{ id, state: 'reading' }]);
    await desk.ready(id);
  });
});

describe('questions', () => {
  deskForEach();

  test('two columns for one field: which counts is asked, with the rows where they differ', async () => {
    const header = ['单号', '客户姓名', '报修时间', '报修时间'];
    const id = await desk.upload({
      'a.csv': [
        header,
        ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:00'],
        ['BX002', '李娜', '2026-10-02 09:00', '2026-10-02 10:00'],
        ['BX003', '赵磊', '2026-10-03 09:00', ''],
      ],
    });
    const draft = await desk.ready(id);
    expect(draft.questions).toBe(1);
    expect(draft.files[0]?.error).toMatchObject({ code: 'two_columns_one_field' });
    const asked = question(await desk.sheet(id), 'two_columns');
    expect(asked).toMatchObject({
      field: 'ticket.reported_at',
      columns: [
        { letter: 'C', header: '报修时间', filled: 3 },
        { letter: 'D', header: '报修时间', filled: 2 },
      ],
      differing_rows: [3],
    });
    await expect(desk.drafts.commit(id)).rejects.toThrow('还有 1 个问题');
    expect(asked.options.map((one) => one.recommended)).toEqual([true, false]);
    await desk.answer(id, asked, '用 D 列「报修时间」');
    const sheet = await desk.sheet(id);
    expect(sheet.questions).toEqual([]);
    expect(sheet.columns.map((column) => [column.letter, column.why])).toEqual([
      ['A', 'alias'],
      ['B', 'alias'],
      ['C', null],
      ['D', 'chosen'],
    ]);
    await desk.drafts.commit(id);
    expect(await desk.all("SELECT reported_at FROM stg_ticket WHERE row_key = 'BX002'")).toEqual([
      { reported_at: '2026-10-02T10:00:00' },
    ]);

    // Next month's file of the same headers needs no answer.
    const next = await desk.upload({
      'b.csv': [header, ['BX010', '周杰', '2026-11-01 09:00', '2026-11-31 11:00']],
    });
    expect((await desk.ready(next)).questions).toBe(0);
    expect((await desk.sheet(next)).columns[3]).toMatchObject({
      fields: ['ticket.reported_at'],
      why: 'remembered',
    });
  });

  test('a missing required column: unmapped columns are offered, the likely one first', async () => {
    const id = await desk.upload({
      'a.csv': [
        ['单号', '报修时间', '派工时间', '故障现象', '经办', '何人'],
        ['BX001', '2026-10-01 09:00', '', '漏水', '1', '张伟'],
      ],
    });
    const asked = question(await desk.sheet(id), 'missing_column');
    expect(asked.field).toBe('ticket.customer_name');
    expect(asked.options.map((one) => one.label)).toEqual([
      '用 E 列「经办」',
      '用 F 列「何人」',
      '这张表不导入',
    ]);
    await desk.answer(id, asked, '用 F 列「何人」');
    expect((await desk.ready(id)).questions).toBe(0);
    await desk.drafts.commit(id);
    expect(await desk.all('SELECT customer_name FROM stg_ticket')).toEqual([
      { customer_name: '张伟' },
    ]);
  });

  test('a sheet of no known kind: the kind is asked, then the header row, then its columns', async () => {
    const id = await desk.upload({
      'a.csv': [
        ['甲', '乙', '丙'],
        ['BX001', '张伟', '2026-10-01 09:00'],
        ['BX002', '李娜', '2026-10-02 09:00'],
        ['BX003', '赵磊', '2026-10-03 09:00'],
      ],
    });
    const kind = question(await desk.sheet(id), 'unknown_kind');
    expect((await desk.ready(id)).questions).toBe(1);
    await desk.answer(id, kind, '报修派工单');
    const header = question(await desk.sheet(id), 'header_row');
    await desk.answer(id, header, '第 1 行：甲 · 乙 · 丙');
    const sheet = await desk.sheet(id);
    expect(sheet.kinds).toEqual(['ticket']);
    // The only column of times is taken as the required time, and it is said.
    expect(sheet.columns[2]).toMatchObject({
      fields: ['ticket.reported_at'],
      why: 'value_shape',
      warning: true,
    });
    expect(sheet.automatic.map((one) => one.code)).toContain('taken_by_shape');
    await desk.drafts.choose(id, 0, 0, { columns: { A: 'ticket_no', B: 'customer_name' } });
    expect((await desk.ready(id)).counts).toMatchObject({ new: 3 });
    await desk.drafts.commit(id);
    expect((await desk.all(current)).map((row) => row.row_key)).toEqual([
      'BX001',
      'BX002',
      'BX003',
    ]);
  });

  test('what a text means is asked once for all its rows and remembered; forgotten, it is asked again, and what is stored stays', async () => {
    const twice = [...HEADER.slice(0, 3), '报修时间', ...HEADER.slice(3)];
    const row = (no: string) => [
      no,
      '张伟',
      '2026-10-01 09:00',
      '2026-10-01 09:30',
      '',
      '王强',
      '厂家管',
    ];
    const id = await desk.upload({ '登记.csv': [twice, row('BX001'), row('BX002')] });
    await desk.answer(id, question(await desk.sheet(id), 'two_columns'), '用 D 列「报修时间」');
    expect((await desk.ready(id)).questions).toBe(1);
    const asked = question(await desk.sheet(id), 'unknown_value');
    expect(asked).toMatchObject({
      field: 'warranty',
      value: '厂家管',
      rows: [2, 3],
      blocking: true,
    });
    await desk.answer(id, asked, '按「保内」读');
    expect((await desk.ready(id)).questions).toBe(0);
    await desk.drafts.commit(id);
    const stored = () =>
      desk.all(
        "SELECT row_key, strftime(reported_at, '%H:%M') AS t, warranty FROM stg_ticket ORDER BY 1",
      );
    expect(await stored()).toEqual([
      { row_key: 'BX001', t: '09:30', warranty: 'in' },
      { row_key: 'BX002', t: '09:30', warranty: 'in' },
    ]);
    const { mappings, values, forms } = await rememberedReadings(desk.writer);
    expect(mappings).toMatchObject([
      {
        confirmed_at: '2026-11-15T09:00:00',
        seen: { batch: 1, file: '登记.csv', sheet: '登记' },
        columns: [
          { header: '单号', fields: [{ kind: 'ticket', field: 'ticket_no' }] },
          { header: '客户姓名', fields: [{ kind: 'ticket', field: 'customer_name' }] },
          { header: '@C', fields: [] },
          { header: '@D', fields: [{ kind: 'ticket', field: 'reported_at' }] },
          { header: '派工时间', fields: [{ kind: 'ticket', field: 'dispatched_at' }] },
          { header: '技术人员', fields: [{ kind: 'ticket', field: 'technician' }] },
          { header: '质保', fields: [{ kind: 'ticket', field: 'warranty' }] },
        ],
      },
    ]);
    expect(values).toMatchObject([
      { field: 'warranty', written: '厂家管', read_as: '保内', actor: '李会计' },
    ]);
    expect(forms).toEqual([]);
    const next = await desk.upload({ '十一月.csv': [twice, row('BX009')] });
    const again = await desk.sheet(next);
    expect(again.questions).toEqual([]);
    expect(again.automatic).toContainEqual({
      code: 'remembered_value',
      count: 1,
      message: '「厂家管」按上次确认读作「保内」',
    });
    await desk.drafts.commit(next);
    expect((await stored()).at(-1)).toEqual({ row_key: 'BX009', t: '09:30', warranty: 'in' });

    const bad = ['BX003', '赵磊', '2026-09-31 09:00', '2026-09-31 09:00', '', '王强', '保内'];
    const last = await desk.upload({ '十二月.csv': [twice, row('BX010'), bad] });
    expect((await desk.sheet(last)).questions).toEqual([]);
    const [mapping] = mappings;
    await forgetReading(desk.writer, { what: 'mapping', fingerprint: mapping?.fingerprint ?? '' });
    await forgetReading(desk.writer, { what: 'value', field: 'warranty', written: '厂家管' });
    expect(await rememberedReadings(desk.writer)).toEqual({ mappings: [], forms: [], values: [] });
    desk.drafts.dataChanged();
    await desk.ready(last);
    expect((await desk.sheet(last)).questions).toMatchObject([{ type: 'two_columns' }]);
    await desk.answer(last, question(await desk.sheet(last), 'two_columns'), '用 C 列「报修时间」');
    expect((await desk.sheet(last)).questions).toMatchObject([
      { type: 'unknown_value', value: '厂家管' },
    ]);
    const still = { t: '09:30', warranty: 'in' };
    expect(await stored()).toMatchObject([still, still, still]);
  });

  test('a word is asked once for each kind of answer it may be', async () => {
    const header = [...HEADER, '服务方式'];
    const id = await desk.upload({
      'a.csv': [header, ['BX001', '张伟', '2026-10-01 09:00', '', '王强', '厂家管', '厂家管']],
      'b.csv': [HEADER, ['BX002', '李娜', '2026-10-02 09:00', '', '王强', '厂家管'], BAD],
    });
    expect((await desk.ready(id)).questions).toBe(3);
    const asked = (await desk.sheet(id)).questions.find(
      (one) => one.type === 'unknown_value' && one.field === 'warranty',
    );
    if (asked === undefined) throw new Error('it is asked');
    await desk.answer(id, asked, '按「保内」读');
    expect((await desk.ready(id)).questions).toBe(1);
    expect((await desk.sheet(id)).questions).toMatchObject([{ field: 'resolution' }]);
    expect((await desk.sheet(id, 1)).questions).toEqual([]);
  });

  test('a layout like last month’s with other columns is announced, and a column whose field a person had found is named', async () => {
    const odd = HEADER.with(3, '出单时分');
    const id = await desk.begin({ 'old.csv': [odd, ONE] });
    await desk.drafts.choose(id, 0, 0, { columns: { D: 'dispatched_at' } });
    await desk.drafts.commit(id);
    const next = await desk.upload({
      'new.csv': [
        [...odd.slice(0, 5), '备用机号', '故障现象'],
        [...BAD.slice(0, 5), '8', '漏水'],
      ],
    });
    expect((await desk.sheet(next)).layout_change).toEqual({
      added: ['备用机号', '故障现象'],
      removed: ['质保'],
      unread: ['出单时分'],
      last_batch: 1,
    });
  });
});

describe('names that are not on the roster', () => {
  deskOver(ROSTER);

  test('a name in several sheets is asked once, whatever the column; taken back, it is open in all of them', async () => {
    const id = await desk.upload({
      'a.csv': [HEADER, ['BX001', '张伟', '2026-10-01 09:00', '', '李卫', '保内'], BAD],
      'b.csv': [HEADER, ['BX002', '李娜', '2026-10-02 09:00', '', '李卫', '保内'], BAD],
      'c.csv': [
        ['单号', '回访时间', '回访人', '满意度'],
        ['BX001', '2026-10-03 09:00', '李卫', '满意'],
        ['BX002', '2026-10-03 10:00', '诸葛明', '满意'],
        ['BX003', '2026-10-32 10:00', '王强', '满意'],
      ],
    });
    await desk.ready(id);
    const asked = async () =>
      Promise.all(
        [0, 1, 2].map(async (file) =>
          (await desk.sheet(id, file)).questions.map((one) =>
            one.type === 'unknown_value' ? [one.field, one.value, one.sheets] : one.type,
          ),
        ),
      );
    expect(await asked()).toEqual([
      [['technician', '李卫', 3]],
      [['technician', '李卫', 3]],
      [
        ['caller', '李卫', 3],
        ['caller', '诸葛明', 1],
      ],
    ]);
    await desk.answer(id, question(await desk.sheet(id), 'unknown_value'), '李伟（同音）');
    expect(await asked()).toEqual([[], [], [['caller', '诸葛明', 1]]]);
    expect((await desk.sheet(id, 2)).answered).toEqual([
      {
        field: 'caller',
        value: '李卫',
        read_as: 'A02',
        about: 'person',
        label: '李伟（工号 A02）',
      },
    ]);

    // Whoever sounds like nobody may still be anybody of the roster.
    const draft = await desk.ready(id);
    expect(draft.roster).toEqual([
      { name: '王强', label: '王强 A01', read_as: 'A01' },
      { name: '李伟', label: '李伟 A02', read_as: 'A02' },
    ]);
    await desk.drafts.answer(id, 2, 0, { values: { caller: { 诸葛明: 'A01' } } });
    await desk.ready(id);
    expect((await desk.sheet(id, 2)).questions).toEqual([]);
    // What was said in this very upload is not told as remembered from before.
    expect((await desk.sheet(id, 2)).automatic).toEqual([]);
    await desk.drafts.takeAnswerBack(id, 2, 0, 'caller', '诸葛明');
    await desk.ready(id);

    await desk.drafts.takeAnswerBack(id, 2, 0, 'caller', '李卫');
    await desk.ready(id);
    expect(await asked()).toEqual([
      [['technician', '李卫', 3]],
      [['technician', '李卫', 3]],
      [
        ['caller', '李卫', 3],
        ['caller', '诸葛明', 1],
      ],
    ]);
    expect((await desk.sheet(id)).choices).toEqual({});
  });

  test('are asked by sound and alias; the answer is remembered', async () => {
    const rows = [
      HEADER,
      ONE,
      ['BX002', '李娜', '2026-10-02 09:00', '', '李卫', '保外'],
      ['BX003', '赵磊', '2026-10-03 09:00', '', '小王', '保外'],
      ['BX004', '钱多', '2026-10-03 10:00', '', '诸葛明', '保外'],
    ];
    const id = await desk.upload({ 'a.csv': rows });
    const draft = await desk.ready(id);
    // A name is no reason to stop.
    expect(draft.questions).toBe(0);
    const sheet = await desk.sheet(id);
    const [li, zhuge, ...others] = sheet.questions;
    expect(others).toEqual([]);
    expect(li).toMatchObject({
      type: 'unknown_value',
      field: 'technician',
      value: '李卫',
      rows: [3],
      blocking: false,
    });
    expect(li?.options.map((one) => [one.label, one.recommended])).toEqual([
      ['李伟（同音）', true],
      ['照原样保留「李卫」', false],
    ]);
    if (li === undefined || zhuge === undefined) throw new Error('both are asked');
    await desk.answer(id, li, '李伟（同音）');
    await desk.answer(id, zhuge, '照原样保留「诸葛明」');
    expect((await desk.sheet(id)).questions).toEqual([]);
    await desk.drafts.commit(id);
    expect(await desk.all('SELECT row_key, technician FROM stg_ticket ORDER BY 1')).toEqual([
      { row_key: 'BX001', technician: '王强' },
      // Kept as written; whom the name means counts when figures are computed.
      { row_key: 'BX002', technician: '李卫' },
      { row_key: 'BX003', technician: '小王' },
      { row_key: 'BX004', technician: '诸葛明' },
    ]);
    const meaning = "SELECT name, known FROM person_match WHERE name_key = '李卫'";
    expect(await desk.all(meaning)).toEqual([{ name: '李伟', known: 1 }]);

    const next = await desk.upload({
      'b.csv': [HEADER, ['BX009', '孙七', '2026-11-02 09:00', '', '李卫', '保内'], BAD],
    });
    expect((await desk.sheet(next)).questions).toEqual([]);
  });
});
