/** Sheets of forms and what they are read as. Expected values are written down from the sheets. */
import { describe, expect, test } from 'vitest';
import { type SheetChoices, sheetChoices } from '#etl/choices.ts';
import { type FormPlan, recogniseForms } from '#etl/recognise/form/recognise-form.ts';
import { createRowJudge, createRowReader, recogniseSheet } from '#etl/recognise/index.ts';
import type { MergeRange, SheetRow, SheetSource } from '#etl/types.ts';
import { CLOCK, sheetOf, valuesOf } from '../sheet.ts';

interface Given {
  readonly merges?: readonly MergeRange[];
  readonly choices?: SheetChoices;
  readonly mapping?: Readonly<Record<string, string | null>>;
}

async function plansOf(
  rows: readonly SheetRow[],
  given: Given = {},
): Promise<readonly FormPlan[] | null> {
  const merges = given.merges ?? [];
  const source: SheetSource = {
    name: 'Sheet1',
    position: 0,
    hidden: false,
    date1904: false,
    merges,
    rows: () => [rows],
  };
  const options = {
    sheetName: 'Sheet1',
    lang: 'zh' as const,
    ...(given.mapping === undefined ? {} : { mapping: given.mapping }),
  };
  const choices = sheetChoices.parse(given.choices ?? {});
  const table = recogniseSheet(rows, merges, { ...options, choices });
  return recogniseForms(source, rows, table, { ...options, choices });
}

/** What the forms of a sheet say: values of each row, `address code` of each issue. */
async function read(
  rows: readonly SheetRow[],
  given: Given = {},
): Promise<{ values: Record<string, unknown>[]; issues: string[] }> {
  const values: Record<string, unknown>[] = [];
  const issues: string[] = [];
  for (const { recognition, source } of (await plansOf(rows, given)) ?? []) {
    for (const problem of recognition.problems) issues.push(problem.code);
    const judge = createRowJudge(recognition);
    const reader = createRowReader(recognition, CLOCK, { date1904: false });
    for await (const batch of source.rows()) {
      for (const row of batch) {
        if (judge(row) !== 'data') continue;
        const reading = reader(row);
        if (reading.records.length > 0) values.push(valuesOf(reading));
        issues.push(...reading.issues.map((one) => `${one.column ?? ''}${one.row} ${one.code}`));
      }
    }
  }
  return { values, issues };
}

const FOLLOW_UP = [
  ['客户回访记录表'],
  ['单号', 'BX001', '回访时间', '2026-10-02 10:00'],
  ['回访人', '赵敏', '是否解决', '是'],
];

describe('a table is no form', () => {
  test.each<[string, SheetRow[]]>([
    [
      'of one record',
      sheetOf(
        ['单号', '客户姓名', '报修时间', '派工时间'],
        ['BX1', '张伟', '2026-10-01 09:00', ''],
      ),
    ],
    [
      'whose values read like labels',
      sheetOf(
        ['工号', '姓名', '岗位', '部门'],
        ['E1', '王芳', '内勤', '客服'],
        ['E2', '赵敏', '技术员', '客服'],
      ),
    ],
    [
      'under lines with labels of their own',
      sheetOf(
        ['技术人员', '李强', '单位', '售后部'],
        ['日期：2026年10月'],
        ['单号', '客户姓名', '报修时间', '派工时间'],
        ['BX1', '张伟', '2026-10-01 09:00', ''],
        ['BX2', '李娜', '2026-10-01 10:00', ''],
      ),
    ],
    [
      'with labels inside its remarks',
      sheetOf(
        ['单号', '回访时间', '满意度', '备注'],
        ['BX1', '2026-10-01 09:00', '满意', '联系人：张三 电话：138'],
        ['BX2', '2026-10-01 10:00', '满意', '地址：后门 产品：灶'],
      ),
    ],
    [
      'of parts with a ticket number in each row',
      sheetOf(
        ['领料人：李强'],
        ['单号', '零件名称', '数量'],
        ['BX1', '点火针', 2],
        ['BX2', '电磁阀', 1],
      ),
    ],
    [
      'with a strange column after each known one',
      sheetOf(
        ['技术人员', '李强', '单位', '售后部'],
        ['单号', '等级', '客户姓名', '级别', '报修时间', '批次'],
        ['BX1', 'A', '张伟', 'B', '2026-10-01 09:00', 'C'],
      ),
    ],
    ['of something else', sheetOf(['日期', '天气'], ['2026-10-01', '晴'])],
    [
      'of sums',
      sheetOf(
        ['区域', '质保', '技术人员', '满意度'],
        ['市区', '保内', 3, 4],
        ['外地', '保外', 1, 5],
      ),
    ],
  ])('%s', async (_, rows) => {
    expect(await plansOf(rows)).toBeNull();
  });

  test('a price card with a number above it', async () => {
    const rows = sheetOf(
      ['编号：JG-01'],
      ['物料编码', '零件名称', '数量', '单价'],
      ['P-1', '点火针', 1, 15],
      ['P-2', '电磁阀', 1, 80],
    );
    expect(await plansOf(rows)).toBeNull();
  });
});

test('labels and values in turns make a form, not a table with the first row as header', async () => {
  expect(await read(sheetOf(...FOLLOW_UP))).toEqual({
    values: [
      {
        'follow_up.ticket_no': 'BX001',
        'follow_up.caller': '赵敏',
        'follow_up.called_at': '2026-10-02 10:00',
        'follow_up.solved': true,
      },
    ],
    issues: [],
  });
});

test('a form of a single row', async () => {
  const rows = sheetOf(['单号', 'BX001', '回访时间', '2026-10-02 10:00', '满意度', '满意']);
  expect((await read(rows)).values).toEqual([
    {
      'follow_up.ticket_no': 'BX001',
      'follow_up.called_at': '2026-10-02 10:00',
      'follow_up.satisfaction': 4,
    },
  ]);
});

test('a form printed and not filled in is no row', async () => {
  const blank = [
    ['客户回访记录表'],
    ['单号', '', '回访时间', '    年  月  日'],
    ['回访人', '', '满意度', '□满意 □一般'],
  ];
  const found = await read(
    sheetOf(...FOLLOW_UP.slice(0, 2), ['回访人', '赵敏', '满意度', '☑满意 □一般'], [], ...blank),
  );
  expect(found.issues).toEqual([]);
  expect(found.values).toHaveLength(1);
});

test('strange heads among labels over their values are passed by', async () => {
  const rows = sheetOf(
    ['售后派工单'],
    ['单号', '等级', '客户姓名', '报修时间'],
    ['BX001', 'A', '张伟', '2026-10-01 09:00'],
    ['派工时间', '技术人员', '单位地址', '班组'],
    ['2026-10-01 09:05', '李强', '大学路1号', '一班'],
  );
  expect(await read(rows)).toEqual({
    values: [
      {
        'ticket.ticket_no': 'BX001',
        'ticket.customer_name': '张伟',
        'ticket.reported_at': '2026-10-01 09:00',
        'ticket.dispatched_at': '2026-10-01 09:05',
        'ticket.technician': '李强',
        'ticket.address': '大学路1号',
      },
    ],
    issues: [],
  });
});

test('dates in pieces, with units and underlines', async () => {
  const rows = sheetOf(
    ['回执单号：', '__H001__', null, null, null, null, null],
    ['单号：', 'BX001', null, null, null, null, null],
    ['到达时间：', 2026, '年', 10, '月', 1, '日'],
    ['完工时间：', '_2026_年_10_月_1_日 10 时 35 分', null, null, null, null, null],
    ['收费金额：', 35.5, '元', null, null, null, null],
    ['客户签字：', '          年   月   日', null, null, null, null, null],
  );
  expect(await read(rows)).toEqual({
    values: [
      {
        'receipt.receipt_no': 'H001',
        'receipt.ticket_no': 'BX001',
        'receipt.arrived_at': '2026-10-01 00:00 day',
        'receipt.finished_at': '2026-10-01 10:35',
        'receipt.charge_fen': 3550,
      },
    ],
    issues: [],
  });
});

test('with colons behind its labels, a value may read like a label', async () => {
  const rows = sheetOf(
    ['单号：', 'BX001', '客户姓名：', '张伟'],
    ['报修时间：', '2026-10-01 09:00', '派工人：', '内勤'],
  );
  expect((await read(rows)).values).toEqual([
    {
      'ticket.ticket_no': 'BX001',
      'ticket.customer_name': '张伟',
      'ticket.reported_at': '2026-10-01 09:00',
      'ticket.dispatcher': '内勤',
    },
  ]);
});

test('without colons nobody can know: the form is refused at that cell', async () => {
  const rows = sheetOf(
    ['单号', 'BX001', '客户姓名', '张伟'],
    ['报修时间', '2026-10-01 09:00', '派工人', '内勤'],
  );
  expect(await read(rows)).toEqual({
    values: [],
    issues: ['lower_rank_unused', 'D2 form_value_is_label'],
  });
});

test('pairs without a space between them are refused, not cut', async () => {
  const rows = sheetOf(
    ['单号：BX001   报修时间：2026-10-01 09:00'],
    ['客户姓名：王五电话：138'],
    ['产品类型：双头灶'],
  );
  expect(await read(rows)).toEqual({ values: [], issues: ['A2 form_pairs_unclear'] });
});

test('a label twice in one form with two values is refused', async () => {
  const rows = sheetOf(
    ['单号', 'BX001', '客户姓名', '张伟'],
    ['报修时间', '2026-10-01 09:00', '电话', '13800138001'],
    ['故障现象', '漏气', '地址', '大学路'],
    ['派工时间', '', '电话', '13900139000'],
  );
  expect(await read(rows)).toEqual({ values: [], issues: ['D2 form_label_twice'] });
});

test('lines below a receipt: one row per part, the visit in each', async () => {
  const rows = sheetOf(
    ['回执单号', 'H001', '单号', 'BX001'],
    ['到达时间', '2026-10-01 09:00', '完工时间', '2026-10-01 10:00'],
    ['零件名称', '数量', '单价', '金额'],
    ['点火针', 2, 15, 30],
    ['电磁阀', 1, 80, 80],
    ['合计', 3, null, 110],
    ['收费金额', 110, '客户签字', '张伟'],
  );
  const visit = {
    'receipt.receipt_no': 'H001',
    'receipt.ticket_no': 'BX001',
    'receipt.arrived_at': '2026-10-01 09:00',
    'receipt.finished_at': '2026-10-01 10:00',
    'receipt.charge_fen': 11000,
    'receipt.customer_signed': true,
    'requisition_line.ticket_no': 'BX001',
  };
  expect(await read(rows)).toEqual({
    values: [
      {
        ...visit,
        'receipt.replaced_parts': '点火针',
        'requisition_line.part_name': '点火针',
        'requisition_line.quantity': 2,
      },
      {
        ...visit,
        'receipt.replaced_parts': '电磁阀',
        'requisition_line.part_name': '电磁阀',
        'requisition_line.quantity': 1,
      },
    ],
    issues: [],
  });
});

test('a requisition without lines is refused; its first 〃 has nothing to repeat', async () => {
  const head = [
    ['领料单号', 'L1', '单号', 'BX1'],
    ['领料人', '李强', '领料日期', '2026-10-01'],
    ['零件名称', '数量', '规格'],
  ];
  expect((await read(sheetOf(...head, ['合计', 0]))).issues).toEqual(['1 form_no_lines']);
  expect((await read(sheetOf(...head, ['〃', 2], ['〃', 3]))).issues).toEqual([
    'A4 ditto_without_above',
    'A5 ditto_without_above',
  ]);
});

test('forms of two kinds on one sheet are read as two', async () => {
  const rows = sheetOf(
    ['售后派工单'],
    ['单号', 'BX001', '客户姓名', '张伟'],
    ['报修时间', '2026-10-01 09:00', '派工时间', '2026-10-01 09:05'],
    [],
    ['维修服务回执单'],
    ['回执单号', 'H001', '单号', 'BX001'],
    ['到达时间', '2026-10-01 09:50', '完工时间', '2026-10-01 10:35'],
  );
  const plans = await plansOf(rows);
  expect(plans?.map((plan) => plan.recognition.kinds)).toEqual([['ticket'], ['receipt']]);
  expect((await read(rows)).values).toHaveLength(2);
});

test('a label that stands above the next form belongs to it when a blank row is before it', async () => {
  const form = (no: string, first: readonly string[]): (readonly string[])[] => [
    first,
    ['单号', no, '回访时间', '2026-10-02 10:00'],
    ['回访人', '赵敏', '是否解决', '是'],
  ];
  const rows = sheetOf(...form('BX001', []), [], ...form('BX002', ['满意度', '一般']));
  expect((await read(rows)).values).toEqual([
    expect.not.objectContaining({ 'follow_up.satisfaction': 3 }),
    expect.objectContaining({ 'follow_up.ticket_no': 'BX002', 'follow_up.satisfaction': 3 }),
  ]);
});

describe('taught', () => {
  const rows = sheetOf(
    ['流水号：', 'BX011', '来人：', '李强'],
    ['进门', null, '出门', null],
    ['2026-10-04 09:00', null, '2026-10-04 09:40', null],
    [],
    ['流水号：', 'BX012', '来人：', '陈静'],
    ['进门', null, '出门', null],
    ['2026-10-05 09:00', null, '2026-10-05 09:40', null],
  );
  const form: NonNullable<SheetChoices['form']> = {
    kinds: ['receipt'],
    fields: [
      { label: '流水号', field: 'ticket_no', right: 1, down: 0 },
      { label: '来人', field: 'receipt.technician', right: 1, down: 0 },
      { label: '进门', field: 'arrived_at', right: 0, down: 1 },
      { label: '出门', field: 'finished_at', right: 0, down: 1 },
    ],
  };

  test('a layout holds for every form of the sheet', async () => {
    expect(await read(rows, { choices: { form } })).toEqual({
      values: [
        {
          'receipt.ticket_no': 'BX011',
          'receipt.technician': '李强',
          'receipt.arrived_at': '2026-10-04 09:00',
          'receipt.finished_at': '2026-10-04 09:40',
        },
        {
          'receipt.ticket_no': 'BX012',
          'receipt.technician': '陈静',
          'receipt.arrived_at': '2026-10-05 09:00',
          'receipt.finished_at': '2026-10-05 09:40',
        },
      ],
      issues: [],
    });
  });

  test('each label says where it stands and what was read from where', async () => {
    const [plan] = (await plansOf(rows, { choices: { form } })) ?? [];
    expect(plan?.recognition.form).toMatchObject({ forms: 2, by: 'chosen' });
    expect(plan?.recognition.form?.labels[2]).toEqual({
      label: '进门',
      text: '进门',
      address: 'A2',
      valueAddress: 'A3',
      value: '2026-10-04 09:00',
      fields: ['receipt.arrived_at'],
      form: 0,
    });
  });

  test('where a form is laid out otherwise it is refused, at the cell', async () => {
    const other = sheetOf(
      ['流水号：', 'BX011', '来人：', '李强'],
      ['进门', null, '出门', null],
      ['2026-10-04 09:00', null, '流水号：', 'BX099'],
    );
    const found = await read(other, { choices: { form } });
    expect(found.values).toEqual([]);
    expect(found.issues).toContain('C3 form_layout_differs');
  });

  test('typed over, an answer keeps its label', async () => {
    const inline = sheetOf(
      ['单号：BX001', '回访时间：2026-10-02 10:00'],
      ['满意度：☑满意 ☑一般', '回访人：赵敏'],
    );
    expect((await read(inline)).issues).toEqual(['A2 two_ticked']);
    const plans = await plansOf(inline, { choices: { edits: { A2: '一般' } } });
    expect(plans?.[0]?.recognition.form?.edits).toEqual([
      { row: 2, letter: 'A', original: '满意度：☑满意 ☑一般', typed: '一般' },
    ]);
    const mended = await read(inline, { choices: { edits: { A2: '一般' } } });
    expect(mended.values).toEqual([expect.objectContaining({ 'follow_up.satisfaction': 3 })]);
  });

  test('a row left out takes the form that stands in it', async () => {
    const [plan] = (await plansOf(rows, { choices: { form, leftOutRows: [3] } })) ?? [];
    expect(plan?.choices.leftOutRows).toEqual([1]);
  });
});
