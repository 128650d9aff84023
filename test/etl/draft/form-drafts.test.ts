/** Printed forms on the import page: looked at as they are printed, mended and taught there. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SheetChoices } from '#etl/choices.ts';
import { DraftDesk } from './draft-desk.ts';

let desk: DraftDesk;
beforeEach(async () => {
  desk = await DraftDesk.open();
});
afterEach(async () => {
  await desk.close();
});

/** A form with two boxes ticked keeps its sheet out: what that would do to the figures need not be computed. */
const followUp = (ticket: string, satisfaction: string): string[][] => [
  ['客户回访记录表', '', '', ''],
  ['单号', ticket, '回访时间', '2026-10-02 10:00'],
  ['回访人', '赵敏', '满意度', satisfaction],
];

test('a form shows its own cells, its bad cell in place; mended there it goes in, and a later one changes it', async () => {
  const id = await desk.upload({
    '回访.csv': [
      ...followUp('BX001', '☑满意 □一般'),
      ['', '', '', ''],
      ...followUp('BX002', '☑满意 ☑一般'),
    ],
  });
  const sheet = await desk.sheet(id);
  expect(sheet).toMatchObject({
    form: true,
    kinds: ['follow_up'],
    header: null,
    counts: { rows: 2, new: 1, rejected: 1 },
  });
  expect(sheet.form_labels?.slice(0, 2)).toMatchObject([
    {
      text: '单号',
      address: 'A2',
      valueAddress: 'B2',
      value: 'BX001',
      fields: ['follow_up.ticket_no'],
    },
    { text: '回访时间', address: 'C2', valueAddress: 'D2' },
  ]);
  expect(sheet.columns.map(({ header, examples }) => [header, examples[0]])).toEqual([
    ['单号', 'BX001'],
    ['回访时间', '2026-10-02 10:00'],
    ['回访人', '赵敏'],
    ['满意度', '☑满意 □一般'],
  ]);
  const shown = await desk.drafts.window(id, 0, 0, { show: 'all', from: 1, limit: 10 });
  expect(shown.rows.map(({ row, state }) => `${row} ${state}`)).toEqual([
    '1 note',
    '2 new',
    '3 new',
    '5 note',
    '6 rejected',
    '7 rejected',
  ]);
  expect(shown.rows.at(-1)?.cells).toEqual(['回访人', '赵敏', '满意度', '☑满意 ☑一般']);
  expect(shown.rows.at(-1)?.marks.D?.issue).toMatchObject({ code: 'two_ticked' });

  await desk.drafts.choose(id, 0, 0, { edits: { D7: '□满意 ☑一般' } });
  expect((await desk.sheet(id)).counts).toMatchObject({ new: 2, rejected: 0 });
  const mended = await desk.drafts.window(id, 0, 0, { show: 'all', from: 7, limit: 1 });
  expect(mended.rows[0]?.marks.D).toMatchObject({ issue: null, edited: '□满意 ☑一般' });
  expect(await desk.drafts.commit(id)).toMatchObject({ refused: [] });
  expect(await desk.all('SELECT ticket_no, satisfaction FROM stg_follow_up ORDER BY 1')).toEqual([
    { ticket_no: 'BX001', satisfaction: 4 },
    { ticket_no: 'BX002', satisfaction: 3 },
  ]);

  // Forms of other labels count together, and a changed form shows what it replaces.
  const next = await desk.upload({
    'b.csv': [
      ...followUp('BX001', '一般'),
      ['', '', '', ''],
      ...followUp('BX003', '满意'),
      ['是否解决', '是', '', ''],
      ['', '', '', ''],
      ...followUp('BX004', '☑满意 ☑一般'),
    ],
  });
  const { counts } = await desk.sheet(next);
  expect(counts).toMatchObject({ rows: 3, new: 1, changed: 1, rejected: 1 });
  const changed = await desk.drafts.window(next, 0, 0, { show: 'all', from: 3, limit: 1 });
  expect(changed.rows[0]).toMatchObject({ state: 'changed', marks: { D: { before: '4' } } });
});

test('forms of several label sets show all their labels; a later set’s label is chosen for, its names are asked', async () => {
  await desk.import([
    await desk.csv('花名册.csv', [
      ['工号', '姓名', '岗位'],
      ['01', '赵敏', '内勤'],
      ['02', '孙丽', '内勤'],
    ]),
  ]);
  const id = await desk.upload({
    'b.csv': [
      ...followUp('BX001', '一般'),
      ['', '', '', ''],
      ['单号', 'BX002', '回访时间', '2026-10-03 10:00'],
      ['备注', '通话中断', '是否解决', '看情况'],
      ['回访人', '孙莉', '', ''],
    ],
  });
  const sheet = await desk.sheet(id);
  expect(
    sheet.columns.map(({ letter, header, examples, filled }) => [letter, header, filled, examples]),
  ).toEqual([
    ['A', '单号', 2, ['BX001', 'BX002']],
    ['B', '回访时间', 2, ['2026-10-02 10:00', '2026-10-03 10:00']],
    ['C', '回访人', 2, ['赵敏', '孙莉']],
    ['D', '满意度', 1, ['一般']],
    ['E', '备注', 1, ['通话中断']],
    ['F', '是否解决', 1, ['看情况']],
  ]);
  const asked = (of: typeof sheet) =>
    of.questions.map((one) =>
      one.type === 'unknown_value' ? `${one.field} ${one.value}` : one.type,
    );
  expect(asked(sheet)).toEqual(['solved 看情况']);
  await desk.drafts.choose(id, 0, 0, { columns: { E: null }, values: { solved: { 看情况: '' } } });
  const chosen = await desk.sheet(id);
  expect(asked(chosen)).toEqual(['caller 孙莉']);
  expect(chosen.columns.map((column) => column.fields.length)).toEqual([1, 1, 1, 1, 0, 1]);
  expect(chosen.counts).toMatchObject({ new: 2, rejected: 0 });
  await desk.drafts.commit(id);
  expect(
    await desk.all('SELECT ticket_no, caller, satisfaction, remark FROM stg_follow_up ORDER BY 1'),
  ).toEqual([
    { ticket_no: 'BX001', caller: '赵敏', satisfaction: 3, remark: null },
    { ticket_no: 'BX002', caller: '孙莉', satisfaction: null, remark: null },
  ]);
});

test('a form left out by a row of it stays out', async () => {
  const id = await desk.upload({
    'a.csv': [
      ...followUp('BX001', '满意'),
      ['', '', '', ''],
      ...followUp('BX002', '随便'),
      ['', '', '', ''],
      ...followUp('BX003', '☑满意 ☑一般'),
    ],
  });
  expect((await desk.sheet(id)).counts).toMatchObject({ new: 1, rejected: 2 });
  await desk.drafts.choose(id, 0, 0, { leftOutRows: [7] });
  expect((await desk.sheet(id)).counts).toMatchObject({ rows: 2, new: 1, rejected: 1 });
});

test('a label sent to another field holds for every form of the sheet', async () => {
  const form = (ticket: string, word: string, day: string): string[][] => [
    ['单号', ticket, '回访时间', `${day} 10:00`],
    ['回访人', '赵敏', '备注', word],
    ['', '', '', ''],
  ];
  const id = await desk.upload({
    'a.csv': [
      ...form('BX001', '甲', '2026-10-02'),
      ...form('BX002', '乙', '2026-10-02'),
      ...form('BX003', '丙', '2026-10-32'),
    ],
  });
  const columns = (await desk.sheet(id)).columns;
  const letter = columns.find((column) => column.header === '备注')?.letter ?? '';
  await desk.drafts.choose(id, 0, 0, { columns: { [letter]: null } });
  const sheet = await desk.sheet(id);
  expect(sheet).toMatchObject({ form: true, counts: { new: 2, rejected: 1 } });
  expect(sheet.columns.find((column) => column.header === '备注')?.fields).toEqual([]);
});

test('a form nobody knows is taught by its labels and remembered', async () => {
  const unknown = (no: string, day: string): string[][] => [
    ['上门确认书', '', '', ''],
    ['流水号：', no, '来人：', '李强'],
    ['进门：', `${day} 09:00`, '出门：', `${day} 09:40`],
  ];
  const id = await desk.upload({ '十月.csv': unknown('BX011', '2026-10-04') });
  expect(await desk.sheet(id)).toMatchObject({ form: true, kinds: [] });
  const field = (
    label: string,
    name: string,
  ): NonNullable<SheetChoices['form']>['fields'][number] => ({
    label,
    field: name,
    right: 1,
    down: 0,
  });
  await desk.drafts.choose(id, 0, 0, {
    form: {
      kinds: ['receipt'],
      fields: [
        field('流水号：', 'receipt.ticket_no'),
        field('进门：', 'receipt.arrived_at'),
        field('出门：', 'receipt.finished_at'),
      ],
    },
  });
  expect(await desk.sheet(id)).toMatchObject({
    form: true,
    kinds: ['receipt'],
    counts: { new: 1 },
  });
  await desk.drafts.commit(id);
  const next = await desk.upload({
    '十一月.csv': [...unknown('BX012', '2026-11-04'), ...unknown('BX013', '2026-11-31')],
  });
  expect(await desk.sheet(next)).toMatchObject({
    form: true,
    kinds: ['receipt'],
    counts: { new: 1, rejected: 1 },
    questions: [],
  });
});
