/**
 * Writes the inputs of the import cases whose sheets are printed forms:
 * `npx tsx test/imports/make-form-inputs.ts [case…]`. Uses none of the product's readers.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';

type Value = string | number | Date | null;

/** Cells by address, merged ranges, and the sheet's name. */
interface FormSheet {
  readonly name: string;
  readonly cells: Readonly<Record<string, Value>>;
  readonly merges?: readonly string[];
}

const root = import.meta.dirname;
const only = process.argv.slice(2);
const CASES: Record<string, (folder: string) => Promise<void> | void> = {};

function add(name: string, write: (folder: string) => Promise<void> | void): void {
  CASES[name] = write;
}

async function xlsx(folder: string, name: string, sheets: readonly FormSheet[]): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  workbook.created = new Date(0);
  workbook.modified = new Date(0);
  for (const { name: sheetName, cells, merges } of sheets) {
    const sheet = workbook.addWorksheet(sheetName);
    for (const [address, value] of Object.entries(cells)) {
      const cell = sheet.getCell(address);
      cell.value = value;
      if (value instanceof Date) cell.numFmt = 'yyyy-mm-dd hh:mm';
    }
    for (const range of merges ?? []) sheet.mergeCells(range);
  }
  writeFileSync(join(folder, name), new Uint8Array(await workbook.xlsx.writeBuffer()));
}

/** Naive local time held as UTC, as exceljs takes it. */
function at(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}:00Z`);
}

function steps(folder: string, list: readonly object[]): void {
  writeFileSync(join(folder, 'case.json'), `${JSON.stringify({ steps: list }, null, 1)}\n`);
}

/** Cells moved by so many rows and columns. */
function moved(
  cells: Readonly<Record<string, Value>>,
  rows: number,
  columns = 0,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(cells).map(([address, value]) => {
      const letter = String.fromCharCode(address.charCodeAt(0) + columns);
      return [`${letter}${Number(address.slice(1)) + rows}`, value];
    }),
  );
}

interface Receipt {
  readonly no: string;
  readonly ticket: string;
  readonly customer: string;
  readonly technician: string;
  readonly arrived: Value;
  readonly finished: Value;
  readonly cause: string | null;
  readonly solution: string | null;
  readonly parts: string | null;
  readonly charge: Value;
  readonly collected: string | null;
  readonly signed: string | null;
  readonly satisfaction: string | null;
}

/** 《维修服务回执单》 as it is printed, six columns wide; title in row 1, signature in row 9. */
function receiptForm(receipt: Receipt): Record<string, Value> {
  return {
    A1: '郑州××厨具有限公司 维修服务回执单',
    A2: '回执单号：',
    B2: receipt.no,
    C2: '派工单号：',
    D2: receipt.ticket,
    A3: '客户姓名',
    B3: receipt.customer,
    C3: '技术人员',
    D3: receipt.technician,
    A4: '到达时间',
    B4: receipt.arrived,
    C4: '完工时间',
    D4: receipt.finished,
    A5: '故障原因',
    B5: receipt.cause,
    A6: '解决办法',
    B6: receipt.solution,
    A7: '更换零件',
    B7: receipt.parts,
    C7: '收费金额(元)',
    D7: receipt.charge,
    A8: '是否收款',
    B8: receipt.collected,
    C8: '客户满意度',
    D8: receipt.satisfaction,
    A9: '客户签字',
    B9: receipt.signed,
    A10: '注：本单一式两联，第一联上交内勤。',
  };
}

const RECEIPT_MERGES = ['A1:F1', 'B5:F5', 'B6:F6', 'A10:F10'];

const FIRST: Receipt = {
  no: 'H001',
  ticket: 'BX001',
  customer: '张伟',
  technician: '李强',
  arrived: at('2026-10-01 09:50'),
  finished: at('2026-10-01 10:35'),
  cause: '点火针老化',
  solution: '更换点火针，试机正常',
  parts: '点火针',
  charge: 35.5,
  collected: '是',
  signed: '张伟',
  satisfaction: '满意',
};
const SECOND: Receipt = {
  no: 'H002',
  ticket: 'BX002',
  customer: '李娜',
  technician: '陈静',
  arrived: '2026年10月1日 13时00分',
  finished: '2026年10月1日 13:20',
  cause: '管路松动',
  solution: null,
  parts: '无',
  charge: '免费',
  collected: null,
  signed: null,
  satisfaction: null,
};
const THIRD: Receipt = {
  no: 'H003',
  ticket: 'BX003',
  customer: '赵磊',
  technician: '李强',
  arrived: '2026-10-02 08:30',
  finished: '2026-10-02 09:00',
  cause: '电磁阀卡滞',
  solution: '清洗电磁阀',
  parts: null,
  charge: 0,
  collected: '否',
  signed: '赵磊    2026年10月2日',
  satisfaction: '非常满意',
};

add('form-receipt-one-per-sheet', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    { name: 'BX001', cells: receiptForm(FIRST), merges: RECEIPT_MERGES },
    { name: 'BX002', cells: receiptForm(SECOND), merges: RECEIPT_MERGES },
  ]);
});

add('form-receipts-below-each-other', async (folder) => {
  // The second form has a row more: a blank one under its head. Two blank rows stand between forms, none before the third.
  const second = Object.fromEntries(
    Object.entries(receiptForm(SECOND)).map(([address, value]) => {
      const row = Number(address.slice(1));
      return [`${address[0]}${row >= 5 ? row + 1 : row}`, value];
    }),
  );
  await xlsx(folder, 'input.xlsx', [
    {
      name: '回执单',
      cells: {
        ...receiptForm(FIRST),
        ...moved(second, 12),
        ...moved(receiptForm(THIRD), 23),
      },
    },
  ]);
});

add('form-receipts-side-by-side', async (folder) => {
  const fourth = { ...SECOND, no: 'H004', ticket: 'BX004', customer: '周强' };
  await xlsx(folder, 'input.xlsx', [
    {
      name: '回执单',
      cells: {
        ...receiptForm(FIRST),
        ...moved(receiptForm(SECOND), 0, 6),
        ...moved(receiptForm(THIRD), 12),
        ...moved(receiptForm(fourth), 12, 6),
      },
    },
  ]);
});

add('form-dispatch-values-below', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '派工单',
      cells: {
        A1: '售后派工单',
        A2: '单号',
        B2: '客户姓名',
        C2: '联系电话',
        D2: '报修时间',
        A3: 'BX001',
        B3: '张伟',
        C3: '13800138001',
        D3: '2026-10-01 09:00',
        A4: '单位地址',
        B4: '产品类型',
        C4: '区域',
        D4: '派工时间',
        A5: '金水区花园路8号',
        B5: '双头灶',
        C5: '市区',
        D5: '2026-10-01 09:08',
        A6: '故障现象',
        A7: '打不着火，电话里教过仍不行',
        A8: '技术人员',
        B8: '约定上门时间',
        C8: '服从派工',
        D8: '延误原因',
        A9: '李强',
        B9: '2026-10-01 11:30',
        C9: '是',
        D9: null,
      },
      merges: ['A1:D1', 'A6:D6', 'A7:D7'],
    },
  ]);
});

add('form-merged-cells', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '派工单',
      cells: {
        A1: '售后派工单',
        G2: '单号：BX007',
        A3: '客户信息',
        B3: '姓名',
        C3: '张伟',
        E3: '电话',
        F3: '0371-6601234',
        B4: '地址',
        C4: '二七区大学路1号（后门）',
        A5: '报修时间',
        C5: at('2026-10-03 08:05'),
        E5: '答复时间',
        F5: at('2026-10-03 08:09'),
        A6: '故障\n现象',
        C6: '蒸柜不上水，\n漏水',
        A8: '派工时间',
        C8: at('2026-10-03 08:20'),
        E8: '维修员',
        F8: '陈静',
        A9: '内勤：',
        C9: '赵敏',
        E9: '里程',
        F9: 12,
        G9: '公里',
      },
      merges: [
        'A1:H1',
        'G2:H2',
        'A3:A4',
        'C3:D3',
        'F3:H3',
        'C4:H4',
        'A5:B5',
        'C5:D5',
        'F5:H5',
        'A6:B7',
        'C6:H7',
        'A8:B8',
        'C8:D8',
        'F8:H8',
        'A9:B9',
        'C9:D9',
      ],
    },
  ]);
});

/** 《回访记录表》: every question with boxes. */
function followUpForm(
  ticket: string,
  time: string,
  answers: readonly [string, string, string, string, string],
): Record<string, Value> {
  const [connected, solved, satisfaction, badge, uniform] = answers;
  return {
    A1: '客户回访记录表',
    A2: '单号',
    B2: ticket,
    C2: '回访人',
    D2: '赵敏',
    A3: '回访时间',
    B3: time,
    C3: '是否接通',
    D3: connected,
    A4: '是否解决',
    B4: solved,
    C4: '满意度',
    D4: satisfaction,
    A5: '出示工作证',
    B5: badge,
    C5: '统一着装',
    D5: uniform,
    A6: '客户意见',
    B6: '师傅很快',
  };
}

add('form-tick-boxes', async (folder) => {
  const forms = [
    followUpForm('BX001', '2026-10-02 10:00', [
      '☑是 □否',
      '■是　□否',
      '□非常满意 ☑满意 □一般 □不满意',
      '(√)是 ( )否',
      '[x]是 [ ]否',
    ]),
    followUpForm('BX002', '2026-10-02 10:10', [
      '是☑ 否□',
      '□是 ☒否',
      '√非常满意 满意 一般 不满意',
      '是（　） 否（√）',
      '□是 □否',
    ]),
    followUpForm('BX003', '2026-10-02 10:20', [
      '√',
      '是',
      '非常满意 满意 一般√ 不满意',
      '【√】是【 】否',
      '☐是 ☑否',
    ]),
    followUpForm('BX004', '2026-10-02 10:30', [
      '□是 ☑否',
      '□是 □否',
      '□非常满意 □满意 □一般 □不满意',
      '',
      '',
    ]),
  ];
  await xlsx(folder, 'input.xlsx', [
    { name: '回访', cells: Object.assign({}, ...forms.map((form, i) => moved(form, i * 7))) },
    {
      // Boxes in a cell each, and ticks in cells of their own behind the words.
      name: '分格',
      cells: {
        A1: '客户回访记录表',
        A2: '单号',
        B2: 'BX005',
        D2: '回访时间',
        E2: '2026-10-02 11:00',
        A3: '满意度',
        B3: '□非常满意',
        C3: '□满意',
        D3: '☑一般',
        E3: '□不满意',
        A4: '是否解决',
        B4: '是',
        C4: '√',
        D4: '否',
        A5: '☑出示工作证 □统一着装',
      },
    },
  ]);
});

/** 《零配件领料单》 with its table of parts. */
function requisitionForm(
  no: string,
  ticket: string,
  lines: readonly (readonly Value[])[],
): Record<string, Value> {
  const cells: Record<string, Value> = {
    A1: '零配件领料单',
    A2: `领料单号：${no}`,
    C2: `单号：${ticket}`,
    E2: '领料日期：2026年10月1日',
    A3: '序号',
    B3: '物料编码',
    C3: '零件名称',
    D3: '规格',
    E3: '数量',
    F3: '单价',
  };
  for (const [i, line] of lines.entries()) {
    for (const [j, value] of line.entries()) cells[`${'ABCDEF'[j]}${4 + i}`] = value;
  }
  const end = 4 + lines.length;
  cells[`A${end}`] = '合计';
  cells[`E${end}`] = lines.reduce((sum, line) => sum + Number(line[4] ?? 0), 0);
  cells[`A${end + 1}`] = '领料人：李强';
  cells[`D${end + 1}`] = '仓库管理员：孙丽';
  return cells;
}

add('form-requisition-with-lines', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '领料单',
      cells: {
        ...requisitionForm('L001', 'BX001', [
          [1, 'P-10', '点火针', 'M4', 2, 15],
          [2, 'P-11', '电磁阀', null, 1, 80],
          [3, '〃', '〃', '进口', 1, 120],
          [4, null, null, null, null, null],
        ]),
        ...moved(requisitionForm('L002', 'BX002', [[1, 'P-12', '密封圈', null, 4, 2]]), 12),
      },
    },
  ]);
});

add('form-label-and-value-in-one-cell', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '投诉登记表',
      cells: {
        A1: '客户投诉登记表',
        A2: '投诉编号：TS01      派工单号：BX001',
        A3: '投诉时间：2026年10月5日 11：20    投诉方式：□来电 ☑来函 □来人',
        A4: '被投诉人：李强   情节：较重   是否属实：属实   经手人：孙丽',
        A5: '投诉内容：客户反映：说好上午到，下午才来；要求：道歉',
        A6: '投诉原因：迟到__________',
        A9: '客户投诉登记表',
        A10: '投诉编号：TS02      派工单号：________',
        A11: '投诉时间：2026年10月6日 9：05    投诉方式：☑来电 □来函 □来人',
        A12: '被投诉人：＿＿＿＿   情节：      是否属实：   经手人：孙丽',
        A13: '投诉内容：态度差',
        A14: '投诉原因：',
      },
      merges: ['A1:F1', 'A2:F2', 'A3:F3', 'A4:F4', 'A5:F5', 'A6:F6'],
    },
  ]);
});

add('form-two-ticks', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '回访',
      cells: {
        ...followUpForm('BX001', '2026-10-02 10:00', [
          '☑是 □否',
          '☑是 □否',
          '☑非常满意 ☑满意 □一般',
          '□是 ☑否',
          '☑是 □否',
        ]),
        ...moved(
          followUpForm('BX002', '2026-10-02 10:10', [
            '☑是 □否',
            '☑是 □否',
            '□非常满意 ☑满意 □一般',
            '□是 ☑否',
            '☑是 □否',
          ]),
          8,
        ),
        ...moved(
          followUpForm('BX003', '2026-10-32 10:10', [
            '☑是 □否',
            '非常√ 是 √',
            '□非常满意 ☑满意 □一般',
            '□是 ☑否',
            '☑是 □否',
          ]),
          16,
        ),
      },
    },
  ]);
  steps(folder, [{ acceptPartial: true }]);
});

const UNKNOWN_FORM: Record<string, Value> = {
  A1: '上门服务确认书',
  A2: '流水号：',
  B2: 'BX011',
  A3: '来人：',
  B3: '李强',
  A4: '进门：',
  B4: '2026-10-04 09:00',
  C4: '出门：',
  D4: '2026-10-04 09:40',
  A5: '所做的事',
  A6: '更换点火针',
  A8: '打分：',
  B8: '满意',
};

add('form-unknown', async (folder) => {
  await xlsx(folder, 'input.xlsx', [{ name: '确认书', cells: UNKNOWN_FORM }]);
});

add('form-taught-layout', async (folder) => {
  const second = {
    ...UNKNOWN_FORM,
    B2: 'BX012',
    B3: '陈静',
    B4: '2026-11-04 14:00',
    D4: '2026-11-04 15:10',
    A6: '紧固管路',
    B8: '非常满意',
  };
  const third = { ...second, B2: 'BX013', B4: '2026-11-05 14:00', D4: '2026-11-05 14:30' };
  await xlsx(folder, 'input-1.xlsx', [{ name: '确认书', cells: UNKNOWN_FORM }]);
  // Next month two of them stand below each other, and nobody is asked.
  await xlsx(folder, 'input-2.xlsx', [
    { name: '确认书', cells: { ...second, ...moved(third, 10) } },
  ]);
  const field = (label: string, name: string | null, right: number, down: number): object => ({
    label,
    field: name,
    right,
    down,
  });
  steps(folder, [
    {
      choices: {
        0: {
          form: {
            kinds: ['receipt'],
            fields: [
              field('流水号', 'ticket_no', 1, 0),
              field('来人', 'technician', 1, 0),
              field('进门', 'arrived_at', 1, 0),
              field('出门', 'finished_at', 1, 0),
              field('所做的事', 'solution', 0, 1),
              field('打分', 'satisfaction', 1, 0),
            ],
          },
        },
      },
    },
    {},
  ]);
});

add('form-mapping-file', async (folder) => {
  const cells = { ...UNKNOWN_FORM, A5: '所做的事：', B5: '更换点火针', A6: null };
  await xlsx(folder, 'input.xlsx', [{ name: '确认书', cells }]);
  steps(folder, [
    {
      mapping: {
        流水号: 'receipt.ticket_no',
        来人: 'receipt.technician',
        进门: 'receipt.arrived_at',
        出门: 'receipt.finished_at',
        所做的事: 'receipt.solution',
        打分: null,
      },
    },
  ]);
});

add('form-incomplete', async (folder) => {
  const { C2: _label, D2: _value, ...others } = receiptForm(FIRST);
  await xlsx(folder, 'input.xlsx', [{ name: '回执单', cells: others, merges: RECEIPT_MERGES }]);
});

add('form-beside-table', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '报修登记',
      cells: {
        A1: '单号',
        B1: '客户姓名',
        C1: '报修时间',
        D1: '派工时间',
        E1: '技术人员',
        A2: 'BX001',
        B2: '张伟',
        C2: '2026-10-01 09:00',
        D2: '2026-10-01 09:08',
        E2: '李强',
        A3: 'BX002',
        B3: '李娜',
        C3: '2026-10-01 12:00',
        D3: '2026-10-01 12:05',
        E3: '陈静',
      },
    },
    { name: '回执', cells: receiptForm(FIRST), merges: RECEIPT_MERGES },
  ]);
});

add('form-with-other-labels', async (folder) => {
  // The second form asks one thing more, the third lacks its ticket number: each says what it asked for.
  const second = { ...receiptForm(SECOND), C9: '出示工作证', D9: '是' };
  const { C2: _label, D2: _value, ...third } = receiptForm(THIRD);
  await xlsx(folder, 'input.xlsx', [
    {
      name: '回执单',
      cells: { ...receiptForm(FIRST), ...moved(second, 12), ...moved(third, 24) },
    },
  ]);
  steps(folder, [{ acceptPartial: true }]);
});

add('form-csv', (folder) => {
  const lines = [
    '售后派工单,,,',
    '单号,BX021,报修时间,2026-10-05 09:00',
    '客户姓名,张伟,联系电话,13800138001',
    '地址,"金水区花园路8号, 后门",产品类型,双头灶',
    '故障现象,漏气,,',
    '派工时间,2026-10-05 09:06,技术人员,李强',
    ',,,',
    '售后派工单,,,',
    '单号,BX022,报修时间,2026-10-05 10:00',
    '客户姓名,李娜,联系电话,',
    '地址,,产品类型,蒸柜',
    '故障现象,不上水,,',
    '派工时间,,技术人员,',
  ];
  writeFileSync(join(folder, 'input.csv'), `\ufeff${lines.join('\r\n')}\r\n`);
});

for (const [name, write] of Object.entries(CASES)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  await write(folder);
}
