import { describe, expect, it } from 'vitest';
import { createFirstPass, createMergeFiller, needsFirstPass } from '#etl/recognise/index.ts';
import { COLUMNS, KINDS } from '#etl/sheets/index.ts';
import { issuesOf, readSheet, recognise, rolesOf, sheetOf, valuesOf } from './sheet.ts';

const TICKET = ['单号', '客户', '报修时间', '答复时间', '派工时间'];

describe('what a row is', () => {
  it('a header whose columns changed places, or of another table, is no repetition', () => {
    const header = ['单号', '客户姓名', '报修时间', '师傅', '接线员'];
    const roles = (...rows: (string | null)[][]) =>
      rolesOf(sheetOf(header, ['B1', '王芳', '2026-10-01 09:00', '张强', '赵敏'], ...rows));
    expect(roles(header)).toEqual(['data', 'repeated_header']);
    expect(roles(['单号', '客户姓名', '报修时间', '接线员', '师傅'])).toEqual([
      'data',
      'other_header',
    ]);
    expect(roles(['领料单号', '单号', '零件名称', '数量', null])).toEqual(['data', 'other_header']);
    // One page has a column less: what is left stands where it stood.
    expect(roles(['单号', '客户姓名', '报修时间', '师傅', null])).toEqual([
      'data',
      'repeated_header',
    ]);
    expect(roles(['张伟', '王芳', '客户', '师傅', null])).toEqual(['data', 'data']);
  });

  it('tells records from everything a printed sheet has besides', () => {
    expect(
      rolesOf(
        sheetOf(
          ['10月报修登记表'],
          TICKET,
          ['W1', '甲', '2026-10-01 08:00', '2026-10-01 08:05', null],
          [null, '', '  ', null, null],
          [],
          ['小计', 1, null, null, null],
          ['10月报修登记表'],
          TICKET,
          ['W2', '乙', '2026-10-02 08:00', null, null],
          ['', '合 计', null, '2', null],
          ['总计：2 单', null, null, null, null],
          [3, '合计', null, null, null],
          ['制表：王芳', null, '审核：', null, '2026-10-31'],
          ['制表', '王芳', '审核', '张明', '批准'],
          ['注：红色为超时', null, null, null, null],
          ['以上时间均以售后热线登记系统的记录为准', null, null, null, null],
          ['第 1 页 共 3 页', null, null, null, null],
          ['-', '/', null, '—', null],
        ),
      ),
    ).toEqual([
      'data',
      'blank',
      'blank',
      'total',
      'note',
      'repeated_header',
      'data',
      'total',
      'total',
      'total',
      'signature',
      'signature',
      'note',
      'note',
      'note',
      'blank',
    ]);
  });

  it('takes no total, signature or remark for the number of a record, whatever date stands beside it', () => {
    const feet = [
      '合计',
      '合计金额',
      '合计数',
      '合计人民币',
      '合计/元',
      '【合计】',
      '合计金额：201元',
      '总计 2 单 201 元',
      '汇总',
      '总数',
      '平均',
      'Total',
      '制表',
      '制表人 张三',
      '填表人',
      '领导签字',
      '部门盖章',
      '主管签字',
      '审批',
      '制表时间：2026-09-30',
      '备注',
      '备注：见附页',
    ];
    const rows = feet.map((foot) => [foot, '王芳', '2026-09-30 10:00', null, null]);
    const roles = rolesOf(sheetOf(TICKET, ...rows));
    expect(roles).toEqual([
      ...Array.from({ length: 12 }, () => 'total'),
      ...Array.from({ length: 8 }, () => 'signature'),
      'note',
      'note',
    ]);
    // Names of customers and numbers stay what they are.
    expect(
      rolesOf(
        sheetOf(
          TICKET,
          ['SH-合计-1', '制表厂', '2026-09-30 10:00', null, null],
          ['审核01', '合计', '2026-09-30 10:00', null, null],
          ['T2', '平均', '2026-09-30 10:00', null, null],
          ['单 号', '客 户', '报修时间', '答复时间', '派工 时间'],
        ),
      ),
    ).toEqual(['data', 'data', 'data', 'repeated_header']);
  });

  it('keeps a record that only looks like a total, a signature or a note', () => {
    expect(
      rolesOf(
        sheetOf(
          ['客户', '报修时间', '故障现象'],
          ['合计餐饮店', '2026-10-01 08:00', '漏气'],
          ['合计', '2026-10-01 08:00', '漏气'],
          ['小计', null, '漏气'],
          ['审核', '2026-10-01 09:00', '漏气'],
          ['说明：无', '2026-10-01 09:00', '漏气'],
          ['W0001', null, null],
          ['总计算机房', null, '不加热'],
        ),
      ),
    ).toEqual(['data', 'data', 'total', 'data', 'data', 'data', 'data']);
  });

  it('knows a subtotal that names what it adds up, by having only numbers beside it', () => {
    expect(
      rolesOf(
        sheetOf(
          ['单号', '品名', '数量', '领料时间'],
          ['W1', '水泵', 1, '2026-10-01 08:00'],
          ['王强小计', null, 1, null],
          ['10月合计：', null, '1件', '¥1,200.50'],
          ['W2', '合计器', '2', null],
          ['W3 小计', '水泵', 2, null],
          [null, '水泵小计', 2, '2026-10-01 08:00'],
        ),
      ),
    ).toEqual(['data', 'total', 'total', 'data', 'data', 'data']);
  });

  it('a number with letters in front settles what most rows are, not what stands behind it', () => {
    expect(
      rolesOf(
        sheetOf(
          ['RX2026'],
          TICKET,
          ['W2610001', '甲', '2026-10-01 08:00', null, null],
          ['W2610002', '合计', '2', null, null],
          ['W2610002', '合计', '2026-10-01 08:00', null, null],
          ['W2610003', null, '小计：2单', null, null],
          ['W2610004', null, null, '小计', '2'],
          ['W2610005', null, null, null, '小计'],
          ['Total35', null, '2', null, null],
          ['SUB-TOTAL', null, '2', null, null],
          ['RX2026', null, null, null, null],
          ['RX2026', '甲', null, null, null],
          ['RX2027', null, null, null, null],
          ['BX-2026-1', null, null, null, null],
        ),
      ),
    ).toEqual([
      'data',
      'total',
      'data',
      'total',
      'total',
      'total',
      'total',
      'total',
      'note',
      'data',
      'data',
      'data',
    ]);
  });

  it('takes a row of which only the running number is filled in for blank', () => {
    const header = ['序号', '单号', '客户', '报修时间', '内部备注'];
    expect(
      rolesOf(
        sheetOf(
          header,
          [1, 'W1', '甲', '2026-10-01 08:00', null],
          [2, null, '', null, null],
          ['3', null, '/', null, null],
          [4, null, null, null, '待补'],
          [null, '5', null, null, null],
        ),
      ),
    ).toEqual(['data', 'blank', 'blank', 'data', 'data']);
  });

  it('keeps a record of which two cells happen to read like their headers', () => {
    const day = '2026-10-01 08:00';
    expect(rolesOf(sheetOf(TICKET, ['单号', '客户', day, day, day]))).toEqual(['data']);
  });

  it('knows the two rows of a repeated two-row header', () => {
    const upper = ['单号', '客户', '时间', null];
    const lower = [null, null, '报修', '派工'];
    expect(
      rolesOf(sheetOf(upper, lower, ['W1', '甲', '2026-10-01 08:00', null], upper, lower)),
    ).toEqual(['data', 'repeated_header', 'repeated_header']);
  });
});

describe('merged cells', () => {
  it('belong to every row they span, and only downwards', () => {
    const fill = createMergeFiller(
      [
        { top: 2, left: 1, bottom: 4, right: 1 },
        { top: 2, left: 3, bottom: 3, right: 4 },
        { top: 1, left: 5, bottom: 2, right: 5 },
      ],
      1,
    );
    const rows = sheetOf(
      ['x'],
      ['W1', 'a', '甲', null, null],
      [null, 'b'],
      [null, 'c', null],
      [null, 'd'],
    );
    expect(rows.slice(1).map((row) => fill(row).cells)).toEqual([
      ['W1', 'a', '甲', null, null],
      ['W1', 'b', '甲'],
      ['W1', 'c', null],
      [null, 'd'],
    ]);
  });
});

describe('times of a row', () => {
  it('reads a time without a date as of the reported day, or the day after', () => {
    const [late, plain] = readSheet(
      sheetOf(
        ['单号', '客户', '报修时间', '答复时间', '派工时间', '到达时间', '完工时间', '回访时间'],
        ['W1', '甲', '2026-10-03 23:50:30', '23:50', '00:05', '00:40', '1:30', '09:00'],
        ['W2', '乙', '2026-10-03 08:00', '08:04', '08:10', '09:00', '10:00', '16:00'],
      ),
    );
    expect(issuesOf(late)).toEqual([]);
    expect(valuesOf(late)).toMatchObject({
      'ticket.answered_at': '2026-10-03 23:50',
      'ticket.dispatched_at': '2026-10-04 00:05',
      'receipt.arrived_at': '2026-10-04 00:40',
      'receipt.finished_at': '2026-10-04 01:30',
      'follow_up.called_at': '2026-10-04 09:00',
    });
    expect(valuesOf(plain)).toMatchObject({ 'follow_up.called_at': '2026-10-03 16:00' });
  });

  it('follows a job over several days, and says so', () => {
    const [row] = readSheet(
      sheetOf(
        ['单号', '客户', '报修时间', '到达时间', '完工时间'],
        ['W1', '甲', '2026-10-03 08:00', '2026-10-06 14:00', '16:30'],
      ),
    );
    expect(valuesOf(row)['receipt.finished_at']).toBe('2026-10-06 16:30');
    expect(issuesOf(row)).toEqual(['E date_assumed']);
  });

  it('rejects a time without any date', () => {
    const [row] = readSheet(sheetOf(TICKET, ['W1', '甲', '08:00', null, null]));
    expect(issuesOf(row)).toEqual(['C time_without_date!']);
    expect(row?.records).toEqual([]);
  });

  it('joins a date column and a time column', () => {
    const rows = readSheet(
      sheetOf(
        ['单号', '客户', '报修日期', '报修时间', '派工时间'],
        ['W1', '甲', '2026-10-03', '14:30', '14:35'],
        [
          'W2',
          '甲',
          { serial: 46298, text: '2026-10-03' },
          { serial: 0.6041666667, text: '14:30' },
          null,
        ],
        ['W3', '甲', '2026-10-03', null, null],
        ['W4', '甲', null, '2026-10-03 14:30', null],
        ['W5', '甲', '2026-10-04', '2026-10-03 14:30', null],
        ['W6', '甲', '10月3日', '下午2:30', null],
      ),
    );
    expect(rows.map((row) => valuesOf(row)['ticket.reported_at'])).toEqual([
      '2026-10-03 14:30',
      '2026-10-03 14:30',
      '2026-10-03 00:00 day',
      '2026-10-03 14:30',
      '2026-10-03 14:30',
      '2026-10-03 14:30',
    ]);
    expect(valuesOf(rows[0])['ticket.dispatched_at']).toBe('2026-10-03 14:35');
    expect(rows.map(issuesOf)).toEqual([
      [],
      [],
      [],
      [],
      ['D date_columns_differ'],
      // The date's cell left the year out, not the time's.
      ['C year_assumed'],
    ]);
  });

  it('lets a purchase without a year lie before its report', () => {
    const rows = readSheet(
      sheetOf(
        ['单号', '客户', '报修时间', '购买日期'],
        ['W1', '甲', '2026-10-03 14:30', '1月5日'],
        ['W2', '甲', '2026-10-03 14:30', '10月3日'],
        ['W3', '甲', '2026-10-03 14:30', '10月4日'],
      ),
    );
    expect(rows.map((row) => valuesOf(row)['ticket.purchase_date'])).toEqual([
      '2026-01-05',
      '2026-10-03',
      '2025-10-04',
    ]);
  });

  it.each<[string, string, string, string]>([
    ['title with month', '2026年12月报修', '1月3日 08:00', '2027-01-03 08:00'],
    ['title with year', '2026年度报修', '1月3日 08:00', '2026-01-03 08:00'],
    ['packed title', '报修202610', '10月3日 08:00', '2026-10-03 08:00'],
  ])('takes the year from a %s', (_, title, text, expected) => {
    const [row] = readSheet(
      sheetOf([title], ['单号', '客户', '报修时间', '约定上门时间'], ['W1', '甲', null, text]),
    );
    expect(valuesOf(row)['ticket.promised_at']).toBe(expected);
    expect(issuesOf(row)).toEqual(['D year_assumed']);
  });

  it('takes the year from the row itself, the rows around it, or the sheet’s name', () => {
    const own = readSheet(
      sheetOf(TICKET, ['W1', '甲', '2026-01-01 00:10', '12月31日 23:59', null]),
    );
    expect(valuesOf(own[0])['ticket.answered_at']).toBe('2025-12-31 23:59');
    const around = readSheet(
      sheetOf(
        TICKET,
        ['W1', '甲', '10月3日 14:30', null, null],
        ['W2', '甲', '2026-10-04 08:00', null, null],
      ),
    );
    expect(valuesOf(around[0])['ticket.reported_at']).toBe('2026-10-03 14:30');
    const named = readSheet(sheetOf(TICKET, ['W1', '甲', '10月3日 14:30', null, null]), {
      recognise: { sheetName: '2026年10月' },
    });
    expect(valuesOf(named[0])['ticket.reported_at']).toBe('2026-10-03 14:30');
    const nowhere = readSheet(sheetOf(TICKET, ['W1', '甲', '10月3日 14:30', null, null]));
    expect(issuesOf(nowhere[0])).toEqual(['C year_unknown!']);
  });

  it('rejects what has not happened yet, but not an appointment', () => {
    // The clock of these tests stands at 2026-11-02 08:00.
    const rows = readSheet(
      sheetOf(
        ['单号', '客户', '报修时间', '约定上门时间', '购买日期'],
        ['W1', '甲', '2026-11-03 08:00', '2026-12-01 09:00', '2026-11-03'],
        ['W2', '甲', '2026-11-03 08:01', null, null],
        ['W3', '甲', '2026-11-02 08:00', null, '2026-11-04'],
        ['W4', '甲', { serial: 46330, text: '2026-11-04' }, null, null],
      ),
    );
    expect(rows.map(issuesOf)).toEqual([
      [],
      ['C future_time!'],
      ['E future_time!'],
      ['C future_time!'],
    ]);
  });

  it('marks the columns whose time is a date alone', () => {
    const [row] = readSheet(
      sheetOf(TICKET, ['W1', '甲', '2026-10-03', '2026-10-03 09:00', '2026/10/3']),
    );
    expect(row?.records[0]?.dayOnly).toEqual(['reported_at', 'dispatched_at']);
  });

  it('reads serials of the 1904 system', () => {
    const [row] = readSheet(sheetOf(TICKET, ['W1', '甲', 44836.604166666664, null, null]), {
      date1904: true,
    });
    expect(valuesOf(row)['ticket.reported_at']).toBe('2026-10-03 14:30');
  });
});

describe('values of a row', () => {
  it('repeats the cell above for 同上 and 〃', () => {
    const rows = readSheet(
      sheetOf(
        ['单号', '客户', '地址', '报修时间'],
        ['W1', '甲', '大沥镇', '2026-10-03 08:00'],
        ['W2', '同上', '〃', '2026-10-03 09:00'],
        ['W3', '〃', '（同 上）', '同上。'],
      ),
    );
    expect(valuesOf(rows[2])).toEqual({
      'ticket.ticket_no': 'W3',
      'ticket.customer_name': '甲',
      'ticket.address': '大沥镇',
      'ticket.reported_at': '2026-10-03 09:00',
    });
    const [first] = readSheet(
      sheetOf(['单号', '客户', '报修时间'], ['W1', '同上', '2026-10-03 08:00']),
    );
    expect(issuesOf(first)).toEqual(['B ditto_without_above!']);
  });

  it('fills a blank telephone from 手机', () => {
    const rows = readSheet(
      sheetOf(
        ['单号', '客户', '报修时间', '手机', '联系电话'],
        ['W1', '甲', '2026-10-03 08:00', 13800138000, '0757-8888777'],
        ['W2', '甲', '2026-10-03 08:00', 13800138000, '/'],
      ),
    );
    expect(rows.map((row) => valuesOf(row)['ticket.phone'])).toEqual([
      '0757-8888777',
      '13800138000',
    ]);
  });

  it('lets a new appointment stand only where the customer agreed', () => {
    const header = ['单号', '客户', '报修时间', '约定上门时间', '改约时间'];
    const row = (no: string, again: string | null, consent: string | null) => [
      no,
      '甲',
      '2026-10-03 08:00',
      '2026-10-03 15:00',
      again,
      consent,
    ];
    const asked = readSheet(
      sheetOf(
        [...header, '客户同意'],
        row('W1', '2026-10-04 09:00', '是'),
        row('W2', '2026-10-04 09:00', '否'),
        row('W3', '2026-10-04 09:00', null),
        row('W4', null, '是'),
      ),
    );
    expect(asked.map((one) => valuesOf(one)['ticket.promised_at'])).toEqual([
      '2026-10-04 09:00',
      '2026-10-03 15:00',
      '2026-10-03 15:00',
      '2026-10-03 15:00',
    ]);
    expect(asked.map(issuesOf)).toEqual([
      [],
      ['E reschedule_not_consented'],
      ['E reschedule_not_consented'],
      [],
    ]);
    const never = readSheet(sheetOf(header, row('W1', '2026-10-04 09:00', null)));
    expect(valuesOf(never[0])['ticket.promised_at']).toBe('2026-10-04 09:00');
  });

  it('keeps the words of a complaint beside the rule they name', () => {
    const rows = readSheet(
      sheetOf(
        ['投诉编号', '投诉时间', '投诉原因', '情节'],
        ['T1', '2026-10-03', '与客户口角', '严重'],
        ['T2', '2026-10-03', '产品太旧', null],
      ),
    );
    expect(valuesOf(rows[0])).toMatchObject({
      'complaint.reason': '9',
      'complaint.reason_text': '与客户口角',
      'complaint.severity': 'serious',
    });
    expect(valuesOf(rows[1])).toMatchObject({ 'complaint.reason_text': '产品太旧' });
    expect(issuesOf(rows[1])).toEqual(['C unknown_reason']);
  });

  it('reads a column of 0–100 by its own scale', () => {
    const rows = sheetOf(
      ['单号', '回访时间', '满意度'],
      ['W1', '2026-10-03 08:00', 95],
      ['W2', '2026-10-03 08:00', 59],
    );
    const recognised = recognise(rows);
    expect(needsFirstPass(recognised)).toBe(true);
    const pass = createFirstPass(recognised);
    for (const row of rows.slice(1)) pass.see(row);
    expect([...pass.columnsOfHundred()]).toEqual([3]);
    const read = readSheet(rows, { columnsOfHundred: pass.columnsOfHundred() });
    expect(read.map((row) => valuesOf(row)['follow_up.satisfaction'])).toEqual([5, 2]);
    expect(readSheet(rows).map(issuesOf)).toEqual([
      ['C satisfaction_out_of_range!'],
      ['C satisfaction_out_of_range!'],
    ]);
  });

  it('names cell, text and remedy of what it rejects, and rejects the whole row', () => {
    const [row] = readSheet(
      sheetOf(
        ['单号', '客户', '报修时间', '到达时间', '收费金额'],
        ['W1', '甲', '9月31日', '2026-10-01 10:00', '待定'],
      ),
    );
    expect(row?.records).toEqual([]);
    expect(row?.issues).toEqual([
      expect.objectContaining({
        row: 2,
        column: 'C',
        header: '报修时间',
        field: 'reported_at',
        value: '9月31日',
        code: 'impossible_date',
        severity: 'reject',
      }),
      expect.objectContaining({
        row: 2,
        column: 'E',
        header: '收费金额',
        field: 'charge',
        value: '待定',
        code: 'unreadable_money',
        severity: 'reject',
      }),
    ]);
    expect(row?.issues[0]?.message).toMatch(/9月31日/);
  });
});

describe('records of a row', () => {
  const LEDGER = [
    '单号',
    '客户',
    '电话',
    '报修时间',
    '技术人员',
    '到达时间',
    '收费金额',
    '是否收款',
    '回访时间',
    '是否解决',
  ];

  it('of a wide ledger: one per form that was filled in', () => {
    const rows = readSheet(
      sheetOf(
        LEDGER,
        [
          'W1',
          '甲',
          '13800138000',
          '2026-10-03 08:00',
          '李强',
          '2026-10-03 09:00',
          120,
          '是',
          '2026-10-03 18:00',
          '是',
        ],
        ['W2', '甲', '13800138000', '2026-10-03 08:00', '李强', null, 0, '否', null, null],
        ['W3', '甲', '13800138000', '2026-10-03 08:00', null, null, 50, null, null, null],
      ),
    );
    expect(rows.map((row) => row.records.map((record) => `${record.kind} ${record.key}`))).toEqual([
      ['ticket W1', 'receipt W1@2026-10-03T09:00:00', 'follow_up W1@2026-10-03T18:00:00'],
      ['ticket W2'],
      ['ticket W3', 'receipt W3@'],
    ]);
    expect(valuesOf(rows[0])).toMatchObject({
      'ticket.technician': '李强',
      'receipt.technician': '李强',
      'receipt.charge_fen': 12_000,
      'receipt.ticket_no': 'W1',
    });
  });

  it('give a ticket without a number a stable one, and its documents with it', () => {
    const [row] = readSheet(
      sheetOf(LEDGER, [
        null,
        '甲',
        '138 0013 8000',
        '2026-10-03 08:00',
        '李强',
        '2026-10-03 09:00',
        null,
        null,
        null,
        null,
      ]),
    );
    const no = '13800138000@2026-10-03T08:00:00';
    expect(valuesOf(row)).toMatchObject({ 'ticket.ticket_no': no, 'receipt.ticket_no': no });
    const [unnumbered] = readSheet(
      sheetOf(LEDGER.slice(1), [
        '甲',
        '13800138000',
        '2026-10-03 08:00',
        '李强',
        '2026-10-03 09:00',
        null,
        null,
        null,
        null,
      ]),
    );
    expect(unnumbered?.records.map((record) => record.key)).toEqual([
      no,
      `${no}@2026-10-03T09:00:00`,
    ]);
  });

  it('are rejected without a key', () => {
    const [row] = readSheet(sheetOf(TICKET, [null, '甲', null, '2026-10-03 08:00', null]));
    expect(issuesOf(row)).toEqual(['- missing_key!']);
    const [receipt] = readSheet(
      sheetOf(['回执单号', '单号', '到达时间'], [null, null, '2026-10-03 08:00']),
    );
    expect(issuesOf(receipt)).toEqual(['- missing_key!']);
  });

  it('satisfy the typed row of their kind', () => {
    const [row] = readSheet(
      sheetOf(
        [
          '单号',
          '客户',
          '电话',
          '报修时间',
          '区域',
          '质保',
          '服务类型',
          '距离',
          '购买日期',
          '拒绝派工',
          '到达时间',
          '收费金额',
          '客户签字',
          '满意度',
          '回访时间',
          '是否接通',
        ],
        [
          'W1',
          '甲',
          13800138000,
          '2026-10-03 08:00',
          '市区',
          '保内',
          '免费',
          '12公里',
          '2025年3月1日',
          '否',
          '2026-10-03 09:00',
          '¥1,200.50',
          '张三',
          '满意',
          '2026-10-03 18:00',
          '是',
        ],
      ),
    );
    expect(issuesOf(row)).toEqual([]);
    expect(row?.records.map((record) => record.kind)).toEqual(['ticket', 'receipt', 'follow_up']);
    for (const record of row?.records ?? []) {
      const columns = COLUMNS[record.kind];
      expect(record.values).toHaveLength(columns.length);
      const typed = Object.fromEntries(columns.map((column, at) => [column, record.values[at]]));
      expect(KINDS[record.kind].row.strict().parse(typed)).toEqual(typed);
    }
    expect(valuesOf(row)).toMatchObject({
      'ticket.purchase_date': '2025-03-01',
      'receipt.charge_fen': 120_050,
      'receipt.satisfaction': 4,
      'receipt.customer_signed': true,
    });
  });
});
