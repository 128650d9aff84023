import { describe, expect, it } from 'vitest';
import { headerFingerprint, normaliseHeader } from '#etl/recognise/index.ts';
import { KINDS } from '#etl/sheets/index.ts';
import { SHEET_KINDS } from '#etl/types.ts';
import { mapped, problemCodes, recognise, sheetOf } from './sheet.ts';

describe('normaliseHeader', () => {
  it.each([
    ['*客户 姓名（必填）', '客户姓名'],
    ['收费金额(元)', '收费金额'],
    ['金额/元', '金额'],
    ['收费金额元', '收费金额'],
    ['里程km', '里程'],
    ['加班小时', '加班小时'],
    ['单号<必填>', '单号'],
    ['报修\n时间', '报修时间'],
    ['是否属实', '属实'],
    ['是否服从派工', '是否服从派工'],
    ['【单号】', '单号'],
    ['联系电话：', '联系电话'],
    ['ＮＯ', 'no'],
    ['是否', '是否'],
  ])('%s → %s', (written, bare) => {
    expect(normaliseHeader(written)).toBe(bare);
  });
});

describe('kinds from headers alone', () => {
  it.each<[string, string[], string[]]>([
    [
      'ticket',
      [
        '单号',
        '客户姓名',
        '联系电话',
        '产品类型',
        '故障现象',
        '报修时间',
        '答复时间',
        '派工时间',
        '技术人员',
      ],
      ['ticket'],
    ],
    ['ticket without a number', ['客户', '电话', '来电时间', '报修内容'], ['ticket']],
    [
      'receipt',
      [
        '回执单号',
        '派工单号',
        '维修人员',
        '到达时间',
        '完工时间',
        '故障原因',
        '解决办法',
        '更换零件',
        '收费金额',
        '客户签字',
        '满意度',
      ],
      ['receipt'],
    ],
    [
      'receipt with customer data',
      [
        '派工单号',
        '客户姓名',
        '地址',
        '联系电话',
        '产品类型',
        '到达时间',
        '完工时间',
        '故障原因',
        '处理结果',
        '客户签字',
      ],
      ['receipt'],
    ],
    [
      'requisition',
      ['领料单号', '派工单号', '领料人', '零件名称', '数量', '单价', '金额', '领料时间'],
      ['requisition_line'],
    ],
    [
      'follow-up',
      [
        '单号',
        '客户姓名',
        '完工时间',
        '回访人',
        '回访时间',
        '是否接通',
        '是否解决',
        '满意度',
        '备注',
      ],
      ['follow_up'],
    ],
    [
      'complaint',
      [
        '投诉编号',
        '单号',
        '客户姓名',
        '投诉时间',
        '投诉方式',
        '被投诉人',
        '投诉原因',
        '情节',
        '是否查实',
      ],
      ['complaint'],
    ],
    ['price', ['物料编码', '零件名称', '单价(元)', '生效日期', '失效日期'], ['price']],
    [
      'agreement',
      ['客户名称', '联系电话', '产品类型', '签订日期', '到期日期', '配件免费', '折扣'],
      ['agreement'],
    ],
    ['staff', ['工号', '姓名', '别名', '岗位', '部门', '入职日期', '月工资'], ['staff']],
    ['expense', ['姓名', '日期', '类别', '金额', '出差地', '票据地', '票据真实'], ['expense']],
    [
      'overtime with number and department',
      ['工号', '姓名', '部门', '日期', '加班工时'],
      ['expense'],
    ],
    [
      'ledger',
      [
        '单号',
        '客户姓名',
        '报修时间',
        '派工时间',
        '技术人员',
        '到达时间',
        '完工时间',
        '满意度',
        '回访人',
        '回访时间',
      ],
      ['ticket', 'receipt', 'follow_up'],
    ],
    [
      'ledger with parts',
      ['单号', '客户姓名', '报修时间', '到达时间', '配件名称', '数量'],
      ['ticket', 'receipt', 'requisition_line'],
    ],
    ['contacts', ['姓名', '电话', '地址'], []],
    ['attendance', ['日期', '上班', '下班'], []],
    ['invoice', ['发票号', '税率', '开票日期', '金额'], []],
  ])('%s', (_, header, kinds) => {
    expect(
      recognise(
        sheetOf(
          header,
          header.map(() => 'x'),
        ),
      ).kinds,
    ).toEqual(kinds);
  });

  it.each(SHEET_KINDS)('%s by its first header of each field, all columns mapped', (kind) => {
    const fields = KINDS[kind].spec.fields.filter((field) => field.aliases.length > 0);
    const recognised = recognise(sheetOf(fields.map((field) => field.aliases[0] ?? '')));
    expect(recognised.kinds).toContain(kind);
    expect(recognised.unmapped).toEqual([]);
    expect(problemCodes(recognised).filter((code) => code.endsWith('!'))).toEqual([]);
  });

  it('knows every header of every field', () => {
    for (const kind of SHEET_KINDS) {
      for (const { field, aliases } of KINDS[kind].spec.fields) {
        for (const alias of aliases) {
          const columns = recognise(sheetOf([alias]), { kind }).columns;
          expect(
            columns[0]?.targets.map((target) => target.field),
            `${kind} ${alias}`,
          ).toEqual([field]);
        }
      }
    }
  });

  it('says so when a sheet is none of the kinds, and leaves the decision to the caller', () => {
    const recognised = recognise(sheetOf(['姓名', '生日'], ['张三', '5月1日']));
    expect(recognised.headerRow).toBe(0);
    expect(problemCodes(recognised)).toEqual(['not_recognised']);
  });

  it('believes the caller who names the kind', () => {
    expect(recognise(sheetOf(['单号', '满意度', '回访时间']), { kind: 'receipt' }).kinds).toEqual([
      'receipt',
    ]);
  });
});

describe('where the header stands', () => {
  it('below titles and blank rows', () => {
    const recognised = recognise(
      sheetOf(
        ['谁与争锋售后部'],
        [],
        ['2026年10月报修登记表'],
        ['单号', '客户', '报修时间'],
        ['W1', '甲', '2026-10-01 08:00'],
      ),
    );
    expect([recognised.headerTop, recognised.headerRow]).toEqual([4, 4]);
    expect(recognised.titles).toEqual(['谁与争锋售后部', '2026年10月报修登记表']);
  });

  it('in two rows with merged groups', () => {
    const recognised = recognise(
      sheetOf(
        ['10月台账'],
        ['单号', '客户信息', null, '时间', null, null, '技术人员'],
        [null, '姓名', '电话', '报修', '到达', '完工', null],
        ['W1', '甲', '13800138000', '2026-10-01 08:00', null, null, '李强'],
      ),
      {},
      [
        { top: 1, left: 1, bottom: 1, right: 7 },
        { top: 2, left: 1, bottom: 3, right: 1 },
        { top: 2, left: 2, bottom: 2, right: 3 },
        { top: 2, left: 4, bottom: 2, right: 6 },
        { top: 2, left: 7, bottom: 3, right: 7 },
      ],
    );
    expect([recognised.headerTop, recognised.headerRow]).toEqual([2, 3]);
    expect(mapped(recognised)).toEqual({
      单号: 'ticket.ticket_no receipt.ticket_no',
      客户姓名: 'ticket.customer_name',
      客户电话: 'ticket.phone',
      报修时间: 'ticket.reported_at',
      到达时间: 'receipt.arrived_at',
      完工时间: 'receipt.finished_at',
      技术人员: 'ticket.technician receipt.technician',
    });
    expect(recognised.columns[3]?.targets[0]?.why).toBe('two_row_header');
    expect(recognised.columns[0]?.targets[0]?.why).toBe('alias');
  });

  it('in two rows of a csv, where the group stands over its first column only', () => {
    const recognised = recognise(
      sheetOf(
        ['单号', '客户', '报修', '', '派工', ''],
        ['', '', '日期', '时间', '人员', '时间'],
        ['W1', '甲', '2026-10-01', '08:00', '陈静', '08:10'],
      ),
    );
    expect(recognised.headerRow).toBe(2);
    expect(mapped(recognised)).toEqual({
      单号: 'ticket.ticket_no',
      客户: 'ticket.customer_name',
      报修日期: 'ticket.reported_at',
      报修时间: 'ticket.reported_at',
      派工人员: 'ticket.dispatcher',
      派工时间: 'ticket.dispatched_at',
    });
  });

  it('does not take a technician’s telephone for the customer’s', () => {
    const recognised = recognise(
      sheetOf(
        ['单号', '客户', '报修时间', '技术人员', ''],
        ['', '', '', '姓名', '电话'],
        ['W1', '甲', '2026-10-01 08:00', '李强', '13900139000'],
      ),
    );
    expect(mapped(recognised)).toMatchObject({ 技术人员: 'ticket.technician' });
    expect(Object.values(mapped(recognised)).join(' ')).not.toContain('phone');
  });

  it('takes the first of a header that every printed page repeats', () => {
    const header = ['单号', '客户', '报修时间'];
    expect(recognise(sheetOf(header, ['W1', '甲', '2026-10-01 08:00'], header)).headerRow).toBe(1);
  });
});

describe('one column per field', () => {
  it('takes the higher rank and says what was left', () => {
    const recognised = recognise(sheetOf(['单号', '用户', '客户姓名', '报修时间']));
    expect(mapped(recognised)).toMatchObject({ 客户姓名: 'ticket.customer_name' });
    expect(recognised.unmapped).toEqual(['用户']);
    expect(problemCodes(recognised)).toEqual(['lower_rank_unused']);
    expect(recognised.problems[0]?.message).toContain('用户');
  });

  it('asks between two columns of one header', () => {
    const recognised = recognise(sheetOf(['单号', '客户', '报修时间', '报修时间']));
    expect(problemCodes(recognised)).toEqual(['two_columns_one_field!']);
    expect(recognised.problems[0]?.message).toContain('"@C":"reported_at"');
    const settled = recognise(sheetOf(['单号', '客户', '报修时间', '报修时间']), {
      mapping: { '@C': null, '@D': 'reported_at' },
    });
    expect(problemCodes(settled)).toEqual([]);
    expect(settled.columns.map((column) => column.targets[0]?.field)).toEqual([
      'ticket_no',
      'customer_name',
      undefined,
      'reported_at',
    ]);
  });

  it('keeps the pairs that work together', () => {
    const recognised = recognise(
      sheetOf(['单号', '客户', '报修日期', '报修时间', '电话', '手机', '约定上门时间', '改约时间']),
    );
    expect(problemCodes(recognised)).toEqual([]);
    expect(recognised.unmapped).toEqual([]);
  });

  it('asks for the one missing column of a form that is known by few', () => {
    const recognised = recognise(sheetOf(['单号', '客户', '派工时间', '技术人员', '故障现象']));
    expect(recognised.kinds).toEqual(['ticket']);
    expect(problemCodes(recognised)).toEqual(['missing_required!']);
    expect(recognise(sheetOf(['区域', '服务类型', '质保', '单数'])).kinds).toEqual([]);
  });

  it('names the missing column and the mapping file to write', () => {
    const recognised = recognise(
      sheetOf(['单号', '客户姓名', '来电钟点', '故障现象', '派工时间', '内勤']),
    );
    expect(problemCodes(recognised)).toEqual(['missing_required!']);
    expect(recognised.problems[0]?.message).toContain('报修时间(reported_at)');
    expect(recognised.problems[0]?.message).toContain('{"来电钟点":"reported_at"}');
    const mappedNow = recognise(
      sheetOf(['单号', '客户姓名', '来电钟点', '故障现象', '派工时间', '内勤']),
      { mapping: { 来电钟点: 'reported_at' } },
    );
    expect(problemCodes(mappedNow)).toEqual([]);
    expect(mapped(mappedNow).来电钟点).toBe('ticket.reported_at');
    expect(mappedNow.columns[2]?.targets[0]?.why).toBe('mapping_file');
  });
});

describe('wide ledgers', () => {
  it('give a rating to the form whose columns stand before it', () => {
    const recognised = recognise(
      sheetOf([
        '单号',
        '客户',
        '报修时间',
        '到达时间',
        '满意度',
        '着装',
        '回访时间',
        '客户评价',
        '工作证',
        '备注',
      ]),
    );
    expect(mapped(recognised)).toMatchObject({
      满意度: 'receipt.satisfaction',
      着装: 'receipt.uniform_worn',
      客户评价: 'follow_up.satisfaction',
      工作证: 'follow_up.badge_shown',
      备注: 'follow_up.remark',
    });
  });

  it('do not take a remark beside the ticket for the follow-up’s', () => {
    const recognised = recognise(
      sheetOf(['单号', '客户', '报修时间', '备注', '回访时间', '回访人']),
    );
    expect(recognised.unmapped).toEqual(['备注']);
  });

  it('share one technician and keep two apart', () => {
    const shared = recognise(sheetOf(['单号', '客户', '报修时间', '技术人员', '到达时间']));
    expect(mapped(shared).技术人员).toBe('ticket.technician receipt.technician');
    const apart = recognise(
      sheetOf(['单号', '客户', '报修时间', '技术人员', '到达时间', '维修人员']),
    );
    expect(mapped(apart)).toMatchObject({
      技术人员: 'ticket.technician',
      维修人员: 'receipt.technician',
    });
  });

  it('make no receipts out of a requisition’s 金额 or a follow-up’s 完工时间', () => {
    expect(recognise(sheetOf(['领料单号', '单号', '零件名称', '数量', '金额'])).kinds).toEqual([
      'requisition_line',
    ]);
    expect(recognise(sheetOf(['单号', '完工时间', '回访时间', '回访人'])).kinds).toEqual([
      'follow_up',
    ]);
  });
});

describe('mappings', () => {
  it('name a field of one kind, leave a column out, and report what they get wrong', () => {
    const rows = sheetOf(['单号', '客户', '报修时间', '到达时间', '谁修的', '满意度']);
    const recognised = recognise(rows, {
      mapping: { 谁修的: 'receipt.technician', 满意度: null, 内部备注: null, 报修时间: 'reported' },
    });
    expect(mapped(recognised)).toMatchObject({
      谁修的: 'receipt.technician',
      报修时间: 'ticket.reported_at',
    });
    expect(recognised.unmapped).toEqual(['满意度']);
    expect(problemCodes(recognised).sort()).toEqual([
      'mapping_header_absent',
      'unknown_mapping_field!',
    ]);
  });

  it('are remembered by the header set, whatever its order', () => {
    const header = ['号码', '何人', '何时', '手机', '电话'];
    const fingerprint = headerFingerprint(header);
    expect(headerFingerprint([...header].reverse())).toBe(fingerprint);
    const recognised = recognise(
      sheetOf(['标题'], header, ['W1', '甲', '2026-10-01 08:00', '1', '2']),
      {
        remembered: (asked) =>
          asked === fingerprint
            ? {
                号码: [{ kind: 'ticket', field: 'ticket_no' }],
                何人: [{ kind: 'ticket', field: 'customer_name' }],
                何时: [{ kind: 'ticket', field: 'reported_at' }],
                手机: [{ kind: 'ticket', field: 'phone' }],
                电话: [{ kind: 'ticket', field: 'phone' }],
              }
            : undefined,
      },
    );
    expect(recognised.headerRow).toBe(2);
    expect(recognised.kinds).toEqual(['ticket']);
    expect(recognised.unmapped).toEqual([]);
    expect(problemCodes(recognised)).toEqual([]);
    expect(recognised.columns[0]?.targets[0]?.why).toBe('remembered');
  });
});

describe('headers as they are printed', () => {
  const ROW = ['B1', '王芳', '2026-10-01 09:00', '2026-10-01 09:10', '2026-10-01 10:00'];
  const merge = (top: number, left: number, bottom: number, right: number) => ({
    top,
    left,
    bottom,
    right,
  });

  it('a group centred over its columns without a merge, single columns merged downwards', () => {
    const rows = sheetOf(
      ['单号', '客户姓名', '时间', null, null, '师傅'],
      [null, null, '报修', '派工', '到达', null],
      [...ROW, '张强'],
    );
    const merges = [merge(1, 1, 2, 1), merge(1, 2, 2, 2), merge(1, 6, 2, 6)];
    expect(mapped(recognise(rows, {}, merges))).toEqual({
      单号: 'ticket.ticket_no receipt.ticket_no',
      客户姓名: 'ticket.customer_name',
      报修时间: 'ticket.reported_at',
      派工时间: 'ticket.dispatched_at',
      到达时间: 'receipt.arrived_at',
      师傅: 'ticket.technician receipt.technician',
    });
  });

  it('three rows: a group over groups, the others merged over all of them', () => {
    const rows = sheetOf(
      ['单号', '客户姓名', '过程', null, null, null, null],
      [null, null, '时间', null, null, '人员', null],
      [null, null, '报修', '派工', '到达', '接线', '维修'],
      [...ROW, '赵敏', '张强'],
    );
    const merges = [
      merge(1, 1, 3, 1),
      merge(1, 2, 3, 2),
      merge(1, 3, 1, 7),
      merge(2, 3, 2, 5),
      merge(2, 6, 2, 7),
    ];
    const recognised = recognise(rows, {}, merges);
    expect(recognised).toMatchObject({ headerTop: 1, headerRow: 3 });
    expect(mapped(recognised)).toMatchObject({
      单号: 'ticket.ticket_no receipt.ticket_no',
      客户姓名: 'ticket.customer_name',
      报修时间: 'ticket.reported_at',
      派工时间: 'ticket.dispatched_at',
      到达时间: 'receipt.arrived_at',
      接线人员: 'ticket.hotline_agent',
    });
  });
});

describe('a header that asks for a yes or a no', () => {
  it('是否收费 is no amount; 是否收款 and 是否在保 are answers', () => {
    const recognised = recognise(
      sheetOf(
        ['单号', '到达时间', '完工时间', '是否收费', '金额', '是否收款'],
        ['B1', '2026-10-01 10:00', '2026-10-01 11:00', '是', 30, '否'],
      ),
    );
    expect(mapped(recognised)).toMatchObject({
      金额: 'receipt.charge',
      是否收款: 'receipt.collected',
    });
    expect(recognised.unmapped).toEqual(['是否收费']);
  });
});

describe('a header that names the event alone', () => {
  const HEADER = ['单号', '客户', '报修', '派工', '到达', '完工'];
  const ROW = [
    'B1',
    '王芳',
    '2026-10-01 09:00',
    '2026-10-01 09:10',
    '2026-10-01 10:00',
    '2026-10-01 11:00',
  ];

  it('is its time where nothing but times stands below', () => {
    expect(mapped(recognise(sheetOf(HEADER, ROW)))).toMatchObject({
      报修: 'ticket.reported_at',
      派工: 'ticket.dispatched_at',
      到达: 'receipt.arrived_at',
      完工: 'receipt.finished_at',
    });
  });

  it('may be anything else otherwise, and stays out where a person left it out', () => {
    const words = [...ROW.slice(0, 3), '派给张强', ...ROW.slice(4)];
    expect(mapped(recognise(sheetOf(HEADER, words)))).not.toHaveProperty('派工');
    const out = recognise(sheetOf(HEADER, ROW), { mapping: { 派工: null } });
    expect(mapped(out)).not.toHaveProperty('派工');
  });
});

describe('two tables on one sheet', () => {
  const TICKETS = [
    ['单号', '客户姓名', '报修时间', '师傅'],
    ['B1', '王芳', '2026-10-01 09:00', '张强'],
  ];
  const RECEIPTS = [
    ['回执单号', '派工单号', '到达时间', '完工时间', '故障原因'],
    ['H1', 'B1', '2026-10-01 10:00', '2026-10-01 11:00', '阀'],
  ];

  it('a table above the one recognised stops the sheet: its rows would pass for titles', () => {
    const recognised = recognise(sheetOf(...TICKETS, [], ['维修回执'], ...RECEIPTS));
    expect(problemCodes(recognised)).toEqual(['table_above!']);
    expect(recognised.problems[0]?.message).toContain('第 1 行和第 5 行');
  });

  it('side by side under titles of their own: their rows have nothing to do with each other', () => {
    const rows = sheetOf(
      ['报修登记', null, null, null, '回执登记', null, null],
      ['单号', '客户姓名', '报修时间', null, '单号', '到达时间', '收费金额'],
      ['B1', '王芳', '2026-10-01 09:00', null, 'B2', '2026-10-02 10:00', '20'],
      ['B2', '李娜', '2026-10-02 09:00', null, 'B1', '2026-10-01 10:00', '30'],
    );
    const merges = [
      { top: 1, left: 1, bottom: 1, right: 3 },
      { top: 1, left: 5, bottom: 1, right: 7 },
    ];
    expect(problemCodes(recognise(rows, {}, merges))).toContain('tables_side_by_side!');
    // A ledger with a column left blank: the receipt has a number of its own.
    const one = rows.map(({ row, cells }) => ({
      row,
      cells: cells.map((cell, at) => (at === 4 && row > 2 ? `H${row}` : cell)),
    }));
    expect(problemCodes(recognise(one, {}, merges))).toEqual([]);
  });

  it('a letterhead with a phone and an address is none', () => {
    const recognised = recognise(
      sheetOf(['单位', '某公司', '电话', '0571-88881234', '地址', '西街'], ...TICKETS),
    );
    expect(problemCodes(recognised)).toEqual([]);
  });

  it('a person who points at the header is believed', () => {
    const rows = sheetOf(...TICKETS, ...RECEIPTS);
    const choices = { header: { top: 3, bottom: 3 } };
    expect(problemCodes(recognise(rows, { choices }))).toEqual([]);
  });
});
