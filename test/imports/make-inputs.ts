/**
 * Writes the inputs of the import cases: `npx tsx test/imports/make-inputs.ts [case…]`. Uses none of the product's
 * readers. Workbooks made again differ in their bytes (zip times), never in their cells.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import ExcelJS from 'exceljs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

type Value =
  | string
  | number
  | boolean
  | Date
  | null
  | ExcelJS.CellFormulaValue
  | ExcelJS.CellErrorValue;
type Rows = readonly (readonly Value[])[];

const root = import.meta.dirname;
const only = process.argv.slice(2);

/** The cases, each a function that writes its files. */
const CASES: Record<string, (folder: string) => Promise<void> | void> = {};

function add(name: string, write: (folder: string) => Promise<void> | void): void {
  CASES[name] = write;
}

function file(folder: string, name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content);
}

function csv(rows: Rows, separator = ',', end = '\r\n'): string {
  return (
    rows
      .map((row) =>
        row
          .map((value) => {
            const text = value === null ? '' : String(value);
            return text.includes(separator) || text.includes('"') || text.includes('\n')
              ? `"${text.replaceAll('"', '""')}"`
              : text;
          })
          .join(separator),
      )
      .join(end) + end
  );
}

const utf8 = new TextEncoder();
const BOM = '\ufeff';

/** GB18030 by inverting the platform's decoder over all two-byte sequences: enough for these texts. */
function gb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const bytesOf = new Map<string, [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const char = decoder.decode(new Uint8Array([lead, trail]));
      if ([...char].length === 1 && !bytesOf.has(char)) bytesOf.set(char, [lead, trail]);
    }
  }
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.charCodeAt(0);
    const pair = bytesOf.get(char);
    if (code < 0x80) bytes.push(code);
    else if (pair !== undefined) bytes.push(...pair);
    else throw new Error(`no two-byte GB18030 for ${char}`);
  }
  return new Uint8Array(bytes);
}

function utf16le(text: string): Uint8Array {
  const units = new Uint16Array(BOM.length + text.length);
  for (const [index, char] of [...(BOM + text)].entries()) units[index] = char.charCodeAt(0);
  return new Uint8Array(units.buffer);
}

interface SheetInput {
  readonly name: string;
  readonly rows: Rows;
  readonly merges?: readonly string[];
  readonly state?: 'hidden';
  readonly hiddenRows?: readonly number[];
  /** Number formats by column letter. */
  readonly formats?: Readonly<Record<string, string>>;
}

async function xlsx(
  folder: string,
  name: string,
  sheets: readonly SheetInput[],
  options: { date1904?: boolean } = {},
): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  workbook.created = new Date(0);
  workbook.modified = new Date(0);
  workbook.properties.date1904 = options.date1904 === true;
  for (const input of sheets) {
    const sheet = workbook.addWorksheet(input.name, { state: input.state ?? 'visible' });
    for (const [column, format] of Object.entries(input.formats ?? {})) {
      sheet.getColumn(column).numFmt = format;
    }
    for (const row of input.rows) sheet.addRow([...row]);
    for (const range of input.merges ?? []) sheet.mergeCells(range);
    for (const row of input.hiddenRows ?? []) sheet.getRow(row).hidden = true;
  }
  file(folder, name, new Uint8Array(await workbook.xlsx.writeBuffer()));
}

/** A BIFF8 workbook; dates as serials with a format. */
function xls(folder: string, name: string, sheets: readonly { name: string; rows: Rows }[]): void {
  const workbook = XLSX.utils.book_new();
  for (const { name: sheetName, rows } of sheets) {
    const sheet = XLSX.utils.aoa_to_sheet(
      rows.map((row) => [...row]),
      { cellDates: false, dateNF: 'yyyy-mm-dd hh:mm', UTC: true },
    );
    XLSX.utils.book_append_sheet(workbook, sheet, sheetName);
  }
  const bytes: unknown = XLSX.write(workbook, { type: 'buffer', bookType: 'biff8' });
  if (!(bytes instanceof Uint8Array)) throw new Error('SheetJS wrote no bytes');
  file(folder, name, new Uint8Array(bytes));
}

/** A moment as exceljs and SheetJS take it: naive local time held as UTC. */
function at(text: string): Date {
  const [date = '', time = '00:00'] = text.split(' ');
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute));
}

function steps(folder: string, list: readonly object[]): void {
  file(folder, 'case.json', `${JSON.stringify({ steps: list }, null, 1)}\n`);
}

const TICKET_HEADER = ['单号', '客户姓名', '联系电话', '报修时间', '答复时间', '派工时间'];

add('csv-utf8-bom', (folder) => {
  file(
    folder,
    'input.csv',
    utf8.encode(
      BOM +
        csv([
          [
            '工单号',
            '客户名称',
            '店名',
            '客户地址',
            '手机',
            '设备',
            '故障描述',
            '报修时间',
            '接听时间',
            '接线员',
            '服务方式',
          ],
          [
            'BX-001',
            '张伟',
            '川味园',
            '金水区花园路 8 号, 后门',
            '13800138001',
            '双头灶',
            '打不着火',
            '2026-10-01 09:00',
            '2026-10-01 09:06',
            '王芳',
            '上门',
          ],
          [
            'BX-002',
            '李 娜',
            '',
            '二七区“大学路”1号',
            '0371-6601234',
            '蒸柜',
            '说"不上水"\n又漏水',
            '2026/10/1 9:30',
            '2026/10/1 9:31:30',
            '王芳',
            '电话指导',
          ],
          [
            'BX-003',
            '赵磊',
            '老地方',
            '/',
            '－',
            '煲仔炉',
            '无',
            '2026年10月1日 下午2:05',
            '20261001 1410',
            '刘洋',
            '',
          ],
        ]),
    ),
  );
});

add('csv-gb18030', (folder) => {
  file(
    folder,
    'input.csv',
    gb18030(
      csv([
        ['单号', '回访人', '回访时间', '是否接通', '是否解决', '满意度', '客户意见'],
        ['BX001', '赵敏', '2026-10-02 10:00', '是', '是', '非常满意', '师傅很快，谢谢'],
        ['BX002', '赵敏', '2026-10-02 10:10', '否', '', '', '无人接听'],
        ['BX002', '赵敏', '2026-10-02 16:40', '√', '×', '不满意', '又坏了'],
      ]),
    ),
  );
});

add('csv-utf16-tab', (folder) => {
  file(
    folder,
    'input.txt',
    utf16le(
      csv(
        [
          ['投诉编号', '单号', '投诉时间', '投诉方式', '被投诉人', '投诉内容', '是否属实'],
          ['TS01', 'BX001', '2026-10-05 11:20', '来电', '李强', '说好上午到，下午才来', '属实'],
          ['TS02', '', '2026-10-06', '来人', '', '态度差', '未查实'],
        ],
        '\t',
      ),
    ),
  );
});

add('csv-semicolon', (folder) => {
  file(
    folder,
    'input.csv',
    csv(
      [
        ['工号', '姓名', '曾用名', '岗位', '部门', '入职日期', '等级', '月工资'],
        ['E001', '王芳', '小王', '热线', '售后部', '2020-03-01', '中级', '¥4,900.00'],
        ['E002', '赵敏', '', '内勤', '售后部', '2021.7.15', '', '5200元'],
        ['E003', '李强', '强子;老李', '技术员', '售后部', '2019年1月2日', '高级', '６８００'],
      ],
      ';',
    ),
  );
});

add('csv-pipe', (folder) => {
  file(
    folder,
    'input.txt',
    csv(
      [
        ['领料单号', '单号', '领料人', '物料编码', '零件名称', '数量', '领料时间'],
        ['L001', 'BX001', '李强', 'P-10', '点火针', 2, '2026-10-01 09:40'],
        ['L001', 'BX001', '李强', 'P-11', '电磁阀', '１', '2026-10-01 09:40'],
      ],
      '|',
    ),
  );
});

add('xlsx-two-row-header', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '9月',
      rows: [
        ['郑州××厨具有限公司 2026年9月 报修派工登记表'],
        ['单号', '客户', null, '故障现象', '时间', null, null, '接线员'],
        [null, '姓名', '电话', null, '报修', '答复', '派工', null],
        [
          'BX001',
          '张伟',
          '13800138001',
          '打不着火',
          at('2026-09-01 08:05'),
          at('2026-09-01 08:09'),
          at('2026-09-01 08:20'),
          '王芳',
        ],
        [
          'BX002',
          '李娜',
          '13800138002',
          '漏气',
          at('2026-09-01 10:00'),
          at('2026-09-01 10:11'),
          null,
          '王芳',
        ],
      ],
      merges: ['A1:H1', 'A2:A3', 'B2:C2', 'D2:D3', 'E2:G2', 'H2:H3'],
      formats: { E: 'yyyy-mm-dd hh:mm', F: 'hh:mm', G: 'yyyy/m/d h:mm' },
    },
  ]);
});

add('xls-receipts', (folder) => {
  xls(folder, 'input.xls', [
    {
      name: '回执',
      rows: [
        [
          '回执单号',
          '单号',
          '维修员',
          '到达时间',
          '完工时间',
          '故障原因',
          '解决办法',
          '更换零件',
          '收费金额',
          '是否收款',
          '客户签字',
          '满意度',
          '工作证',
          '工作服',
        ],
        [
          'H001',
          'BX001',
          '李强',
          at('2026-09-01 09:50'),
          at('2026-09-01 10:35'),
          '点火针老化',
          '更换点火针',
          '点火针',
          35.5,
          '是',
          '张伟',
          '满意',
          '有',
          '√',
        ],
        [
          'H002',
          'BX002',
          '陈静',
          at('2026-09-01 13:00'),
          at('2026-09-01 13:20'),
          '管路松动',
          '紧固',
          '无',
          0,
          '',
          '未签',
          3,
          '无',
          '×',
        ],
        [
          'H003',
          'BX003',
          '陈静',
          at('2026-09-02 00:00'),
          null,
          '',
          '',
          '',
          '免费',
          '否',
          '',
          '★★★★',
          '',
          '',
        ],
      ],
    },
  ]);
});

add('mislabelled-csv-called-xls', (folder) => {
  file(
    folder,
    'input.xls',
    gb18030(
      csv([TICKET_HEADER, ['BX001', '张伟', '13800138001', '2026-10-01 09:00', '', '']], '\t'),
    ),
  );
});

add('mislabelled-xlsx-called-csv', async (folder) => {
  await xlsx(folder, 'input.csv', [
    {
      name: 'Sheet1',
      rows: [TICKET_HEADER, ['BX001', '张伟', '13800138001', '2026-10-01 09:00', null, null]],
    },
  ]);
});

add('html-called-xls', (folder) => {
  file(
    folder,
    'input.xls',
    `<html><head><meta charset="utf-8"></head><body><table>
<tr><th>投诉编号</th><th>单号</th><th>投诉时间</th><th>投诉方式</th></tr>
<tr><td>TS01</td><td>BX001</td><td>2026-10-05 11:20</td><td>来函</td></tr>
</table></body></html>`,
  );
});

add('wide-ledger', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '台账',
      rows: [
        ['售后台账 2026年10月'],
        [
          '单号',
          '客户姓名',
          '联系电话',
          '报修时间',
          '处理方式',
          '技术人员',
          '到达时间',
          '完工时间',
          '故障原因',
          '满意度',
          '回访时间',
          '是否解决',
          '满意度',
          '备注',
        ],
        // One visit, followed up; the two scores belong to receipt and follow-up.
        [
          'BX001',
          '张伟',
          '13800138001',
          '2026-10-01 09:00',
          '上门',
          '李强',
          '2026-10-01 10:30',
          '2026-10-01 11:00',
          '点火针老化',
          '满意',
          '2026-10-02 09:00',
          '是',
          '一般',
          '客户忙',
        ],
        // Two visits: the ticket stands twice, the second visit has another technician.
        [
          'BX002',
          '李娜',
          '13800138002',
          '2026-10-01 09:10',
          '上门',
          '李强',
          '2026-10-01 12:00',
          null,
          '待查',
          null,
          null,
          null,
          null,
          null,
        ],
        [
          'BX002',
          '李娜',
          '13800138002',
          '2026-10-01 09:10',
          '上门',
          '陈静',
          '2026-10-02 09:00',
          '2026-10-02 10:00',
          '电磁阀坏',
          '满意',
          '2026-10-03 09:00',
          '是',
          '满意',
          null,
        ],
        // By phone: no receipt.
        [
          'BX003',
          '赵磊',
          '13800138003',
          '2026-10-01 09:20',
          '电话指导',
          null,
          null,
          null,
          null,
          null,
          '2026-10-01 11:00',
          '是',
          '满意',
          null,
        ],
        // Neither visited nor called yet.
        [
          'BX004',
          '周强',
          '13800138004',
          '2026-10-31 17:00',
          '上门',
          '陈静',
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
        ],
      ],
      merges: ['A1:N1'],
    },
  ]);
});

add('wide-ledger-row-per-part', (folder) => {
  const ticket = ['BX001', '张伟', '2026-10-01 09:00'];
  const visit = ['2026-10-01 10:00', '2026-10-01 11:00', '点火针老化'];
  file(
    folder,
    'input.csv',
    csv([
      [
        '单号',
        '客户姓名',
        '报修时间',
        '到达时间',
        '完工时间',
        '故障原因',
        '零件名称',
        '数量',
        '领料时间',
      ],
      [...ticket, ...visit, '点火针', '1', '2026-10-01 09:40'],
      [...ticket, ...visit, '螺丝', '4', '2026-10-01 09:40'],
      ['BX002', '李娜', '2026-10-01 09:30', '', '', '', '', '', ''],
      ['BX002', '李娜', '2026-10-01 09:30', '', '', '', '', '', ''],
    ]),
  );
  steps(folder, [{ acceptPartial: true }]);
});

add('wide-ledger-contradicting-ticket', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['单号', '客户姓名', '报修时间', '技术人员', '到达时间', '完工时间', '故障原因'],
      ['BX001', '张伟', '2026-10-01 09:00', '李强', '2026-10-01 10:00', '2026-10-01 11:00', '一'],
      // The same number for another customer: not a second visit.
      ['BX001', '李娜', '2026-10-01 09:00', '李强', '2026-10-01 14:00', '2026-10-01 15:00', '二'],
      // The whole row once more.
      ['BX001', '张伟', '2026-10-01 09:00', '李强', '2026-10-01 10:00', '2026-10-01 11:00', '一'],
    ]),
  );
});

add('totals-and-signatures', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '领料',
      rows: [
        ['零配件领料单'],
        [],
        ['领料单号', '单号', '领料人', '零件名称', '数量', '领料日期'],
        ['L001', 'BX001', '李强', '点火针', 2, '2026-10-01'],
        ['L002', 'BX002', '陈静', '电磁阀', 1, '2026-10-02'],
        [null, null, null, '小计', 3, null],
        ['L003', 'BX003', '陈静', '合计表专用螺丝', 4, '2026-10-03'],
        ['合计', null, null, null, 7, null],
        [],
        ['制表：赵敏', null, '审核：', null, '2026-10-31', null],
        ['注：数量以实际领取为准。'],
      ],
      merges: ['A1:F1'],
    },
  ]);
});

add('repeated-header', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['报修登记'],
      TICKET_HEADER,
      ['BX001', '张伟', '13800138001', '2026-10-01 09:00', '2026-10-01 09:05', ''],
      ['', '', '', '', '', ''],
      TICKET_HEADER,
      ['BX002', '李娜', '13800138002', '2026-10-01 10:00', '2026-10-01 10:05', ''],
      ['报修登记'],
      TICKET_HEADER,
      ['BX003', '赵磊', '13800138003', '2026-10-01 11:00', '2026-10-01 11:05', ''],
    ]),
  );
});

add('vertical-merge', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '报修',
      rows: [
        ['单号', '单位名称', '客户姓名', '联系电话', '报修时间', '故障现象'],
        ['BX001', '川味园', '张伟', '13800138001', '2026-10-01 09:00', '打不着火'],
        ['BX002', null, null, null, '2026-10-01 09:00', '漏气'],
        ['BX003', null, null, null, '2026-10-02 09:00', '异响'],
        ['BX004', '老地方', '李娜', '13800138002', '2026-10-02 10:00', '漏水'],
      ],
      merges: ['B2:B4', 'C2:C4', 'D2:D4'],
    },
  ]);
});

add('ditto-marks', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['单号', '客户姓名', '联系电话', '报修时间', '接线员', '技术人员'],
      ['BX001', '张伟', '13800138001', '2026-10-01 09:00', '王芳', '李强'],
      ['BX002', '同上', '〃', '2026-10-01 09:30', '〃', '同上'],
      ['BX003', '李娜', '13800138002', '2026-10-01 09:40', '同上', ''],
    ]),
  );
});

add('date-and-time-columns', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '报修',
      rows: [
        ['单号', '客户姓名', '报修日期', '报修时间', '派工日期', '派工时间'],
        ['BX001', '张伟', at('2026-10-01'), '9:05', at('2026-10-01'), '9:12'],
        ['BX002', '李娜', '2026年10月1日', '下午2:30', '2026-10-01', '14时41分'],
        ['BX003', '赵磊', '2026-10-02', null, null, null],
      ],
      formats: { C: 'yyyy-mm-dd', E: 'yyyy-mm-dd' },
    },
  ]);
});

add('time-without-date', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['单号', '客户姓名', '报修时间', '答复时间', '派工时间', '技术人员', '到达时间', '完工时间'],
      ['BX001', '张伟', '2026-10-01 09:00', '09:06', '9:15', '李强', '11:30', '12:10'],
      // After midnight: each step on the day it can first have happened.
      ['BX002', '李娜', '2026-10-01 23:50', '23:58', '00:05', '李强', '1:20', '02:00'],
      ['BX003', '赵磊', '2026-10-02 10:00', '24:00', '', '', '', ''],
    ]),
  );
});

add('month-day-without-year', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['2026年1月报修登记', '', '', ''],
      ['单号', '客户姓名', '报修时间', '派工时间'],
      ['BX001', '张伟', '1月3日 14:30', '1月3日 14:38'],
      ['BX002', '李娜', '12月31日 22:00', '1月1日 00:10'],
    ]),
  );
});

add('date-system-1904', async (folder) => {
  await xlsx(
    folder,
    'input.xlsx',
    [
      {
        name: '报修',
        rows: [
          ['单号', '客户姓名', '报修时间', '购买日期'],
          ['BX001', '张伟', at('2026-10-03 14:30'), at('2024-02-29')],
        ],
        formats: { C: 'yyyy-mm-dd hh:mm', D: 'yyyy-mm-dd' },
      },
    ],
    { date1904: true },
  );
});

add('formulas-and-errors', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '领料',
      rows: [
        ['领料单号', '单号', '零件名称', '数量', '领料时间'],
        ['L001', 'BX001', '点火针', { formula: '1+1', result: 2 }, '2026-10-01 09:00'],
        ['L002', 'BX002', { error: '#N/A' }, { error: '#DIV/0!' }, '2026-10-01 10:00'],
        ['L003', { formula: '"BX"&"003"', result: 'BX003' }, '电磁阀', 1, '2026-10-01 11:00'],
      ],
    },
  ]);
});

add('numbers-and-text', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '报修',
      rows: [
        ['单号', '客户姓名', '联系电话', '报修时间', '距离'],
        [20261001001, '张伟', 13800138000, 46298.375, 12.5],
        ['20261001002', '李娜', '13800138001', '46298.5', '１２．５ 公里'],
        ['００３', '赵磊', ' 138 0013 8002 ', '20261003143000', '3'],
      ],
    },
  ]);
});

add('duplicate-ticket', async (folder) => {
  const row = (no: string, name: string): readonly Value[] => [
    no,
    name,
    null,
    '2026-10-01 09:00',
    null,
    null,
  ];
  await xlsx(folder, 'input.xlsx', [
    {
      name: '上半月',
      rows: [TICKET_HEADER, row('BX001', '张伟'), row('BX002', '李娜'), row('BX001', '张伟')],
    },
    { name: '下半月', rows: [TICKET_HEADER, row('BX003', '赵磊'), row('BX002', '周强')] },
  ]);
  steps(folder, [{ acceptPartial: true }]);
});

add('rejected-cells', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['单号', '客户姓名', '联系电话', '报修时间', '答复时间', '处理方式', '客户同意', '质保'],
      [
        'BX001',
        '张伟',
        '13800138001',
        '2026-10-01 09:00',
        '2026-10-01 09:05',
        '上门',
        '是',
        '保内',
      ],
      [
        'BX002',
        '李娜',
        '13800138002',
        '2026-09-31 09:00',
        '2026-10-01 25:61',
        '上门',
        '是',
        '保内',
      ],
      ['BX003', '赵磊', '13800138003', '2026-10-01 10:00', '尽快', '看情况', '也许', '不知道'],
      ['BX004', '周强', '13800138004', '3/10/2026 10:00', '', '', '', ''],
      ['BX005', '吴敏', '13800138005', '2027-10-01 10:00', '', '', '', ''],
      ['', '', '13800138006', '', '', '', '', ''],
      ['BX007', '', '13800138007', '2026-10-01 12:00', '', '', '', '超保'],
    ]),
  );
});

add('rejected-cells-accepted-in-part', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      TICKET_HEADER,
      ['BX001', '张伟', '13800138001', '2026-10-01 09:00', '2026-10-01 09:05', ''],
      ['BX002', '李娜', '13800138002', '2026-09-31 09:00', '', ''],
    ]),
  );
  steps(folder, [{ acceptPartial: true }]);
});

add('several-kinds-one-workbook', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    { name: '说明', rows: [['本工作簿由内勤汇总'], ['如有疑问联系赵敏']] },
    {
      name: '报修',
      rows: [TICKET_HEADER, ['BX001', '张伟', '13800138001', '2026-10-01 09:00', null, null]],
    },
    {
      name: '收费标准',
      rows: [
        ['物料编码', '零件名称', '单价', '生效日期', '失效日期'],
        ['P-10', '点火针', '15.00', '2026-01-01', null],
        ['P-11', '电磁阀', '¥1,200.5', '2026-01-01', '2026-12-31'],
      ],
    },
    {
      name: '协议',
      rows: [
        ['客户名称', '联系电话', '设备类型', '签订日期', '到期日期', '配件免费', '折扣'],
        ['川味园', '13800138001', '双头灶', '2026-01-01', '2026-12-31', '是', null],
        ['老地方', null, null, '2026-03-01', '2027-02-28', '否', '9折'],
      ],
    },
    { name: '空表', rows: [] },
  ]);
});

add('hidden-sheet-and-rows', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '报修',
      rows: [
        TICKET_HEADER,
        ['BX001', '张伟', null, '2026-10-01 09:00', null, null],
        ['BX002', '李娜', null, '2026-10-01 10:00', null, null],
      ],
      hiddenRows: [3],
    },
    {
      name: '旧数据',
      state: 'hidden',
      rows: [TICKET_HEADER, ['BX009', '赵磊', null, '2026-10-01 11:00', null, null]],
    },
  ]);
});

add('reimport-corrected', (folder) => {
  const first: Rows = [
    TICKET_HEADER,
    ['BX001', '张伟', '13800138001', '2026-10-01 09:00', '2026-10-01 09:05', '2026-10-01 09:10'],
    ['BX002', '李娜', '13800138002', '2026-10-01 10:00', '2026-10-01 10:05', ''],
    ['BX003', '赵磊', '13800138003', '2026-10-01 11:00', '2026-10-01 11:05', ''],
  ];
  file(folder, 'input-1.csv', csv(first));
  file(
    folder,
    'input-2.csv',
    csv([
      TICKET_HEADER,
      first[1] ?? [],
      ['BX002', '李娜', '13800138002', '2026-10-01 10:00', '', '2026-10-01 10:20'],
      first[3] ?? [],
      ['BX004', '周强', '13800138004', '2026-10-01 12:00', '', ''],
    ]),
  );
});

add('reimport-fewer-columns', (folder) => {
  file(
    folder,
    'input-1.csv',
    csv([
      TICKET_HEADER,
      ['BX001', '张伟', '13800138001', '2026-10-01 09:00', '2026-10-01 09:05', '2026-10-01 09:10'],
    ]),
  );
  file(
    folder,
    'input-2.csv',
    csv([
      ['单号', '客户姓名', '报修时间', '派工时间'],
      ['BX001', '张伟', '2026-10-01 09:00', ''],
    ]),
  );
});

add('reimport-more-columns', (folder) => {
  file(
    folder,
    'input-1.csv',
    csv([
      ['单号', '客户姓名', '报修时间'],
      ['BX001', '张伟', '2026-10-01 09:00'],
    ]),
  );
  // A new column that is blank changes no value, but from now on the field is captured.
  file(
    folder,
    'input-2.csv',
    csv([
      ['单号', '客户姓名', '报修时间', '派工时间'],
      ['BX001', '张伟', '2026-10-01 09:00', ''],
    ]),
  );
});

add('reimport-same-file', (folder) => {
  const text = csv([
    TICKET_HEADER,
    ['BX001', '张伟', '13800138001', '2026-10-01 09:00', '', ''],
    ['合计', '1', '', '', '', ''],
  ]);
  file(folder, 'input-1.csv', text);
  file(folder, 'input-2.csv', text);
});

add('reimport-time-instead-of-day', (folder) => {
  const header = ['单号', '技术人员', '到达时间', '完工时间', '回执单号'];
  file(folder, 'input-1.csv', csv([header, ['BX001', '李强', '2026-10-01', '2026-10-01', 'H1']]));
  file(
    folder,
    'input-2.csv',
    csv([header, ['BX001', '李强', '2026-10-01 00:00', '2026-10-01', 'H1']]),
  );
});

add('repeated-lines', (folder) => {
  const rows: Rows = [
    ['领料单号', '单号', '零件名称', '数量', '领料日期'],
    ['L001', 'BX001', '螺丝', 2, '2026-10-01'],
    ['L001', 'BX001', '螺丝', 2, '2026-10-01'],
    ['L001', 'BX001', '螺丝', 5, '2026-10-01'],
  ];
  file(folder, 'input-1.csv', csv(rows));
  // The same three lines in another file, the third corrected.
  file(
    folder,
    'input-2.csv',
    csv([...rows.slice(0, 3), ['L001', 'BX001', '螺丝', 6, '2026-10-01']]),
  );
});

add('ticket-without-number', (folder) => {
  const header = ['客户姓名', '联系电话', '报修时间', '故障现象'];
  file(
    folder,
    'input-1.csv',
    csv([
      header,
      ['张伟', '138-0013-8001', '2026-10-01 09:00', '漏气'],
      ['李娜', '', '2026-10-01 09:00', '漏水'],
    ]),
  );
  file(
    folder,
    'input-2.csv',
    csv([header, ['张伟', '13800138001', '2026-10-01 09:00:00', '漏气严重']]),
  );
});

add('missing-required-column', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['单号', '客户姓名', '联系电话', '登记', '派工时间', '接线员', '故障现象'],
      ['BX001', '张伟', '13800138001', '2026-10-01 09:00', '2026-10-01 09:10', '王芳', '漏气'],
    ]),
  );
});

add('mapping-file', (folder) => {
  const header = ['编码', '谁打来的', '登记', '派工时间', '接线员'];
  file(
    folder,
    'input-1.csv',
    csv([header, ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:10', '王芳']]),
  );
  // Next month's file has the same headers and needs no mapping any more.
  file(
    folder,
    'input-2.csv',
    csv([header, ['BX002', '李娜', '2026-11-01 09:00', '2026-11-01 09:10', '王芳']]),
  );
  steps(folder, [
    {
      mapping: { 编码: 'ticket_no', 谁打来的: 'customer_name', 登记: 'reported_at', 接线员: null },
    },
    {},
  ]);
});

add('two-columns-for-one-field', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['单号', '客户姓名', '报修时间', '派工时间', '派工时间'],
      ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:10', '2026-10-01 09:12'],
    ]),
  );
});

add('columns-that-work-together', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      [
        '单号',
        '客户姓名',
        '电话',
        '手机',
        '报修时间',
        '来电时间',
        '约定上门时间',
        '改约时间',
        '客户同意',
      ],
      [
        'BX001',
        '张伟',
        '',
        '13800138001',
        '2026-10-01 09:00',
        '2026-10-01 08:59',
        '2026-10-01 15:00',
        '2026-10-02 10:00',
        '是',
      ],
      [
        'BX002',
        '李娜',
        '0371-6601234',
        '13800138002',
        '2026-10-01 09:00',
        '',
        '2026-10-01 15:00',
        '2026-10-02 10:00',
        '否',
      ],
      ['BX003', '赵磊', '0371-6605678', '', '2026-10-01 09:00', '', '', '', ''],
    ]),
  );
});

add('not-a-department-sheet', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['日期', '天气', '气温'],
      ['2026-10-01', '晴', 21],
      ['2026-10-02', '雨', 15],
    ]),
  );
});

add('forced-kind', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['单号', '技术人员', '满意度'],
      ['BX001', '李强', '满意'],
    ]),
  );
  steps(folder, [{ kind: 'receipt' }]);
});

add('satisfaction-of-100', (folder) => {
  const row = (no: number, score: string): readonly Value[] => [
    `BX00${no}`,
    `2026-10-0${no} 10:00`,
    score,
  ];
  file(
    folder,
    'input.csv',
    csv([
      ['单号', '回访时间', '满意度'],
      row(1, ''),
      row(2, '95'),
      row(3, '80'),
      row(4, '60分'),
      row(5, '45'),
      row(6, '10'),
      row(7, '满意'),
    ]),
  );
});

add('satisfaction-spellings', (folder) => {
  const words = [
    '非常满意',
    '5',
    '4分',
    '★★★',
    '□满意 ☑一般 □不满意',
    '基本满意',
    '不满意',
    '很不满意',
    '优',
    '差',
    '/',
  ];
  file(
    folder,
    'input.csv',
    csv([
      ['单号', '回访时间', '满意度'],
      ...words.map((word, index): readonly Value[] => [`BX${index + 1}`, '2026-10-01 10:00', word]),
    ]),
  );
});

add('complaint-reasons', (folder) => {
  const reasons = [
    '无人接听',
    '派工不及时',
    '漏派工',
    '未出示工作证',
    '重复维修',
    '迟到',
    '与客户争吵',
    '乱收费',
    '7a',
    '天气不好',
    '',
  ];
  file(
    folder,
    'input.csv',
    csv([
      ['投诉编号', '投诉时间', '投诉方式', '被投诉人', '投诉原因', '情节', '是否查实'],
      ...reasons.map((reason, index): readonly Value[] => [
        `TS${index + 1}`,
        '2026-10-05 10:00',
        '来电',
        '李强',
        reason,
        ['轻', '较重', '严重'][index % 3] ?? '',
        index % 2 === 0 ? '属实' : '',
      ]),
    ]),
  );
});

add('expenses-and-money', (folder) => {
  const header = ['姓名', '日期', '类别', '工时', '金额', '出差地', '票据地', '票据真实'];
  file(
    folder,
    'input.csv',
    csv([
      header,
      ['李强', '2026-10-01', '差旅', '', '¥1,200.50', '洛阳', '洛阳', '是'],
      ['李强', '2026-10-01', '差旅', '', '１２００元', '洛阳', '开封', '否'],
      ['陈静', '2026-10-02', '加班', '2.5', '', '', '', ''],
      ['陈静', '2026-10-02', '餐费', '', '免费', '', '', ''],
      ['陈静', '2026-10-03', '餐费', '', '12.345', '', '', ''],
      ['陈静', '2026-10-04', '餐费', '', '待定', '', '', ''],
    ]),
  );
  steps(folder, [{ acceptPartial: true }]);
});

add('dry-run', (folder) => {
  file(
    folder,
    'input-1.csv',
    csv([TICKET_HEADER, ['BX001', '张伟', '13800138001', '2026-10-01 09:00', '', '']]),
  );
  file(
    folder,
    'input-2.csv',
    csv([
      TICKET_HEADER,
      ['BX001', '张伟', '13800138001', '2026-10-01 09:30', '', ''],
      ['BX002', '李娜', '', '2026-10-01 10:00', '', ''],
    ]),
  );
  steps(folder, [{}, { dryRun: true }]);
});

add('replace-month', (folder) => {
  file(
    folder,
    'input-1.csv',
    csv([
      TICKET_HEADER,
      ['BX001', '张伟', '', '2026-09-30 09:00', '', ''],
      ['BX002', '李娜', '', '2026-10-01 09:00', '', ''],
      ['BX003', '赵磊', '', '2026-10-02 09:00', '', ''],
    ]),
  );
  file(
    folder,
    'input-2.csv',
    csv([
      TICKET_HEADER,
      ['BX003', '赵磊', '', '2026-10-02 09:00', '', ''],
      ['BX004', '周强', '', '2026-10-03 09:00', '', ''],
    ]),
  );
  steps(folder, [{}, { replaceMonth: '2026-10' }]);
});

add('replace-month-with-rejected-rows', (folder) => {
  file(
    folder,
    'input-1.csv',
    csv([
      TICKET_HEADER,
      ['BX001', '张伟', '', '2026-10-01 09:00', '', ''],
      ['BX002', '李娜', '', '2026-10-01 09:00', '', ''],
    ]),
  );
  file(
    folder,
    'input-2.csv',
    csv([
      TICKET_HEADER,
      ['BX001', '张伟', '', '2026-10-32 09:00', '', ''],
      ['BX003', '赵磊', '', '2026-10-01 09:00', '', ''],
    ]),
  );
  steps(folder, [{}, { replaceMonth: '2026-10', acceptPartial: true }]);
});

add('empty-file', (folder) => {
  file(folder, 'input.csv', '');
});

add('picture-called-xlsx', (folder) => {
  file(
    folder,
    'input.xlsx',
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
  );
});

add('header-only', (folder) => {
  file(folder, 'input.csv', csv([TICKET_HEADER]));
});

/** A ticket of the small header, reported and answered at nine o'clock of a day. */
function ticket(no: string, name: string, day: string): readonly Value[] {
  return [no, name, '13800138001', `${day} 09:00`, `${day} 09:05`, `${day} 09:10`];
}

add('title-rows', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '登记表',
      rows: [
        ['郑州××厨具有限公司'],
        ['售后服务部 报修登记表'],
        ['统计期间：2026年10月1日至2026年10月31日', null, null, '填表人：赵敏'],
        [],
        TICKET_HEADER,
        ticket('BX001', '张伟', '2026-10-01'),
        // The year stands in the title only.
        ['BX002', '李娜', '13800138002', '10月2日 10:00', '10月2日 10:05', null],
      ],
      merges: ['A1:F1', 'A2:F2'],
    },
  ]);
});

add('sheet-per-month', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '2026年9月',
      rows: [
        ['2026年9月报修登记'],
        TICKET_HEADER,
        ['BX001', '张伟', '13800138001', '9月30日 17:50', '9月30日 17:55', null],
      ],
    },
    {
      name: '2026年10月',
      rows: [
        ['2026年10月报修登记'],
        TICKET_HEADER,
        ['BX002', '李娜', '13800138002', '10月1日 08:00', '10月1日 08:20', null],
        ['BX003', '赵磊', '13800138003', '10月31日 08:00', null, null],
      ],
    },
    { name: '2026年11月', rows: [['2026年11月报修登记'], TICKET_HEADER] },
  ]);
});

add('sheet-per-technician', async (folder) => {
  const header = ['回执单号', '单号', '技术人员', '到达时间', '完工时间', '满意度'];
  await xlsx(folder, 'input.xlsx', [
    {
      name: '李强',
      rows: [
        header,
        ['H001', 'BX001', '李强', '2026-10-01 09:50', '2026-10-01 10:35', '满意'],
        ['H002', 'BX002', '李强', '2026-10-02 08:30', '2026-10-02 09:00', '非常满意'],
      ],
    },
    {
      name: '陈静',
      rows: [header, ['H003', 'BX003', '陈静', '2026-10-01 13:00', '2026-10-01 13:20', '一般']],
    },
    // One of them keeps the columns in another order.
    {
      name: '周斌',
      rows: [
        ['单号', '满意度', '完工时间', '到达时间', '技术人员', '回执单号'],
        ['BX004', '不满意', '2026-10-03 15:00', '2026-10-03 14:00', '周斌', 'H004'],
      ],
    },
  ]);
});

add('date-spellings', async (folder) => {
  const spellings: readonly Value[] = [
    46298.604166666664,
    '2026-10-03 14:30',
    '2026-10-03 14:30:05',
    '2026/10/3 14:30',
    '2026.10.3',
    '20261003 1430',
    '2026年10月3日 14:30',
    '2026年10月3日14时30分',
    '10月3日 14:30',
    '2026年10月3日 下午2:30',
    '２０２６－１０－０３　１４：３０',
    '2026-10-02 24:00',
    '2026-10-03 上午12:10',
    '2026-10-03 中午12:10',
    '2026-10-03 凌晨12:10',
    '46298.604166666664',
  ];
  await xlsx(folder, 'input.xlsx', [
    {
      name: '2026年10月',
      rows: [
        ['单号', '客户姓名', '报修时间'],
        ...spellings.map((time, index): readonly Value[] => [
          `BX${String(index + 1).padStart(3, '0')}`,
          '张伟',
          time,
        ]),
      ],
    },
  ]);
});

add('xlsx-called-xls', async (folder) => {
  await xlsx(folder, 'input.xls', [
    { name: '报修', rows: [TICKET_HEADER, ticket('BX001', '张伟', '2026-10-01')] },
  ]);
});

add('xlsm-with-macros', async (folder) => {
  await xlsx(folder, 'input.xlsm', [
    { name: '报修', rows: [TICKET_HEADER, ticket('BX001', '张伟', '2026-10-01')] },
  ]);
  const path = join(folder, 'input.xlsm');
  const parts = unzipSync(readFileSync(path));
  const types = strFromU8(parts['[Content_Types].xml'] ?? new Uint8Array());
  parts['[Content_Types].xml'] = strToU8(
    types.replace(
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
      'application/vnd.ms-excel.sheet.macroEnabled.main+xml',
    ),
  );
  // Not a program that runs: only that one is there, as an OLE2 container begins.
  parts['xl/vbaProject.bin'] = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  file(folder, 'input.xlsm', zipSync(parts));
});

/** A workbook as SheetJS writes it in one of its formats; dates as serials with a format. */
function binary(
  folder: string,
  name: string,
  bookType: 'xlsb' | 'biff8' | 'xlml',
  sheets: readonly { readonly name: string; readonly rows: Rows }[],
): void {
  const workbook = XLSX.utils.book_new();
  for (const { name: sheetName, rows } of sheets) {
    const sheet = XLSX.utils.aoa_to_sheet(
      rows.map((row) => [...row]),
      { cellDates: false, dateNF: 'yyyy-mm-dd hh:mm', UTC: true },
    );
    XLSX.utils.book_append_sheet(workbook, sheet, sheetName);
  }
  const bytes: unknown = XLSX.write(workbook, { type: 'buffer', bookType });
  if (!(bytes instanceof Uint8Array)) throw new Error('SheetJS wrote no bytes');
  file(folder, name, new Uint8Array(bytes));
}

/** Follow-ups with a time as a serial, a score as a number and a text with a line break. */
const FOLLOW_UPS: Rows = [
  ['单号', '回访人', '回访时间', '是否接通', '满意度', '客户意见'],
  ['BX001', '赵敏', at('2026-10-02 10:00'), '是', 5, '师傅很快'],
  ['BX002', '赵敏', at('2026-10-02 16:40'), '是', 2, '来了两次，\n还没修好'],
  ['0003', '赵敏', at('2026-10-03 09:05'), '否', null, null],
];

add('xlsb', (folder) => {
  binary(folder, 'input.xlsb', 'xlsb', [
    { name: '回访', rows: FOLLOW_UPS },
    { name: '报修', rows: [TICKET_HEADER, ticket('BX001', '张伟', '2026-10-01')] },
  ]);
});

add('wps-et', (folder) => {
  // WPS keeps its .et in the container and records of xls.
  binary(folder, 'input.et', 'biff8', [{ name: '回访', rows: FOLLOW_UPS }]);
});

/**
 * An xls of before Excel 97, its texts bytes of GBK. SheetJS writes Latin letters only: placeholders as long as the bytes
 * stand in their place first.
 */
function ansiXls(folder: string, bookType: 'biff2' | 'biff5', codepage: number | null): void {
  const placeholders = new Map<string, string>();
  const held = (text: string): string => {
    if (/^[ -~]*$/.test(text)) return text;
    const known = placeholders.get(text);
    if (known !== undefined) return known;
    const mark = `Z${String.fromCharCode(65 + placeholders.size)}`;
    const placeholder = mark.padEnd(gb18030(text).length, 'q');
    placeholders.set(text, placeholder);
    return placeholder;
  };
  const rows = [
    ['单号', '客户姓名', '报修时间', '故障现象', '收费金额'],
    ['BX001', '王芳', '2026-10-01 09:00', '打不着火·三档', 120.5],
    ['BX002', '李镕', '2026-10-02 10:00', '漏水×2', 80],
  ].map((row) => row.map((cell) => (typeof cell === 'string' ? held(cell) : cell)));
  const workbook = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(workbook, XLSX.utils.aoa_to_sheet(rows), held('报修登记'));
  const bytes: Buffer = XLSX.write(workbook, { type: 'buffer', bookType });
  for (const [text, placeholder] of placeholders) {
    for (let at = bytes.indexOf(placeholder); at !== -1; at = bytes.indexOf(placeholder, at + 1))
      bytes.set(gb18030(text), at);
  }
  const record = bytes.indexOf(Buffer.from([0x42, 0, 2, 0]));
  if (codepage !== null) bytes.writeUInt16LE(codepage, record + 4);
  file(folder, 'input.xls', new Uint8Array(bytes));
}

add('xls-of-excel-95', (folder) => ansiXls(folder, 'biff5', 936));
add('xls-of-excel-95-that-says-western', (folder) => ansiXls(folder, 'biff5', 1252));
add('xls-of-excel-2-without-code-page', (folder) => ansiXls(folder, 'biff2', null));

add('three-row-header', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '台账',
      rows: [
        ['单号', '客户姓名', '过程', null, null, null, null, '回访情况', null, null],
        [null, null, '时间', null, null, '人员', null, '时间', '人员', '满意度'],
        [null, null, '报修', '到达', '完工', '接线', '维修', null, null, null],
        [
          'BX001',
          '张伟',
          '2026-10-01 09:00',
          '2026-10-01 10:00',
          '2026-10-01 11:00',
          '赵敏',
          '王强',
          '2026-10-02 09:00',
          '周红',
          5,
        ],
      ],
      merges: [
        ...['A1:A3', 'B1:B3', 'C1:G1', 'C2:E2', 'F2:G2'],
        ...['H1:J1', 'H2:H3', 'I2:I3', 'J2:J3'],
      ],
    },
  ]);
});

add('spreadsheet-xml-called-xls', (folder) => {
  binary(folder, 'input.xls', 'xlml', [{ name: '回访', rows: FOLLOW_UPS }]);
});

add('ods', async (folder) => {
  // As LibreOffice saves it: merged title, repeated cells, a formula with its value.
  await xlsx(folder, 'input.xlsx', [
    {
      name: '领料',
      rows: [
        ['2026年10月领料登记'],
        ['领料单号', '单号', '领料人', '零件名称', '数量', '领料时间'],
        ['L001', 'BX001', '李强', '点火针', 2, at('2026-10-01 09:40')],
        ['L001', 'BX001', '李强', '电磁阀', { formula: '1+1', result: 2 }, at('2026-10-01 09:40')],
        ['L002', '0007', '陈静', '螺丝', 2, at('2026-10-02 14:30')],
        ['合计', null, null, null, { formula: 'SUM(E3:E5)', result: 6 }, null],
      ],
      merges: ['A1:F1'],
      formats: { F: 'yyyy-mm-dd hh:mm' },
    },
  ]);
  const path = join(folder, 'input.xlsx');
  const done = spawnSync('soffice', [
    '--headless',
    '--convert-to',
    'ods',
    '--outdir',
    folder,
    path,
  ]);
  rmSync(path);
  if (done.status !== 0) throw new Error('the case ods needs LibreOffice (soffice)');
});

add('csv-gb18030-rare-characters', (folder) => {
  // 㐂 and 𠮷 take four bytes in GB18030 and do not exist in GBK; 龘 and 囍 do.
  const fourBytes: Record<string, readonly number[]> = {
    㐂: [0x81, 0x39, 0xef, 0x31],
    𠮷: [0x95, 0x34, 0xb2, 0x35],
  };
  const text = csv([
    ['单号', '客户姓名', '单位地址', '报修时间'],
    ['BX001', '赵㐂', '龘龙街8号', '2026-10-01 09:00'],
    ['BX002', '𠮷田 一郎', '囍来登酒店（后门）', '2026-10-01 10:00'],
    ['BX003', '王喆', '淼淼路1号', '2026-10-01 11:00'],
  ]);
  const pieces = text.split(/([㐂𠮷])/u).map((piece) => fourBytes[piece] ?? gb18030(piece));
  file(folder, 'input.csv', Uint8Array.from(pieces.flatMap((piece) => [...piece])));
});

add('csv-utf16-big-endian', (folder) => {
  const text = utf16le(csv([TICKET_HEADER, ticket('BX001', '张伟', '2026-10-01')], '\t'));
  const swapped = Uint8Array.from(text, (_, index) => text[index ^ 1] ?? 0);
  file(folder, 'input.csv', swapped);
});

add('csv-carriage-returns', (folder) => {
  // Excel for old Macs ends lines so.
  file(
    folder,
    'input.csv',
    csv(
      [TICKET_HEADER, ticket('BX001', '张伟', '2026-10-01'), ticket('BX002', '李娜', '2026-10-02')],
      ',',
      '\r',
    ),
  );
});

add('ragged-rows', (folder) => {
  // Rows end with their last value, and one goes on beyond the header.
  file(
    folder,
    'input.csv',
    [
      TICKET_HEADER.join(','),
      'BX001,张伟,13800138001,2026-10-01 09:00',
      'BX002,李娜,13800138002,2026-10-01 10:00,2026-10-01 10:05,2026-10-01 10:10,多出来的一格,又一格',
      'BX003,赵磊,,2026-10-01 11:00,',
      'BX004',
      ',王芳',
      '',
    ].join('\n'),
  );
  steps(folder, [{ acceptPartial: true }]);
});

add('quotes-and-newlines', (folder) => {
  file(
    folder,
    'input.csv',
    [
      '单号,客户姓名,报修时间,故障现象',
      'BX001,"张伟","2026-10-01 09:00","打不着火,\n""嗒嗒""响"',
      'BX002,李"娜",2026-10-01 10:00,漏水',
      'BX003,"赵磊" ,2026-10-01 11:00,"第一行\r\n第二行\r\n\r\n第四行"',
      'BX004,周强,2026-10-01 12:00,""',
      '="0005",吴敏,2026-10-01 13:00,"5"" 灶眼"',
      '',
    ].join('\r\n'),
  );
});

add('blank-rows-and-columns', async (folder) => {
  const spread = (row: readonly Value[]): Value[] => [null, ...row.flatMap((cell) => [cell, null])];
  await xlsx(folder, 'input.xlsx', [
    {
      name: '报修',
      rows: [
        [],
        [],
        spread(TICKET_HEADER),
        [],
        spread(ticket('BX001', '张伟', '2026-10-01')),
        [],
        [null, '  ', null, '　'],
        spread(ticket('BX002', '李娜', '2026-10-02')),
        [],
      ],
    },
  ]);
});

add('notes-among-the-rows', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '报修',
      rows: [
        TICKET_HEADER,
        ticket('BX001', '张伟', '2026-10-01'),
        ['小计', 1, null, null, null, null],
        ticket('BX002', '李娜', '2026-10-02'),
        ['小计', 1, null, null, null, null],
        ['总计', 2, null, null, null, null],
        ['注：红色为超时，以内勤登记为准。'],
        ['制表：赵敏', null, null, '审核：刘经理', null, '2026年11月2日'],
      ],
    },
  ]);
});

add('clock-times-beside-a-date', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['10月来电登记', '', '', '', '', ''],
      ['序号', '日期', '单号', '客户姓名', '报修时间', '答复时间'],
      ['1', '2026-10-01', 'BX001', '张伟', '9:05', '9:10'],
      ['2', '2026/10/1', 'BX002', '李娜', '下午11:55', '0:04'],
      ['3', '2026年10月2日', 'BX003', '赵磊', '24:00', '0:02'],
      ['4', '', 'BX004', '周强', '10:00', ''],
      ['合计', '', '4', '', '', ''],
      ['', '以上由内勤登记', '', '', '', ''],
    ]),
  );
});

add('date-beside-full-times', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      ['日期', '单号', '客户姓名', '报修时间'],
      ['2026-10-31', 'BX001', '张伟', '2026-10-01 09:05'],
      ['2026-10-31', 'BX002', '李娜', '2026-10-02 10:05'],
    ]),
  );
});

add('title-year-against-sheet-name', async (folder) => {
  // The sheet was copied from an older one and its name forgotten.
  await xlsx(folder, 'input.xlsx', [
    {
      name: '2025年9月',
      rows: [
        ['2026年10月报修登记表'],
        TICKET_HEADER,
        ['BX001', '张伟', '13800138001', '10月2日 10:00', '10月2日 10:05', null],
      ],
    },
  ]);
});

add('columns-without-header', async (folder) => {
  await xlsx(folder, 'input.xlsx', [
    {
      name: '报修',
      rows: [
        ['单号', '客户姓名', null, '报修时间', '派工时间'],
        ['BX001', '张伟', null, '2026-10-01 09:00', '2026-10-01 09:05', null, null],
        ['BX002', '李娜', '老客户', '2026-10-01 10:00', '2026-10-01 10:05', null, '已电话确认'],
        ['BX003', '赵磊', '新客户', '2026-10-01 11:00', null, ' ', '待确认'],
        ['小计', 3, null, null, null, '合计栏'],
      ],
    },
  ]);
});

add('sentences-alone-in-a-row', (folder) => {
  file(
    folder,
    'input.csv',
    csv([
      TICKET_HEADER,
      ticket('BX001', '张伟', '2026-10-01'),
      ['售后服务部登记表', '', '', '', '', ''],
      ['2026年10月', '', '', '', '', ''],
      [' 单号', '客户 姓名', '联系电话', '报修时间', '答复时间', '技术人员'],
      ticket('BX002', '李娜', '2026-10-02'),
      // A number alone is a ticket of which nothing else is known yet.
      ['BX003', '', '', '', '', ''],
      ['售后-0004', '', '', '', '', ''],
      ['报修单20261005', '', '', '', '', ''],
      ['以上由内勤王芳登记', '', '', '', '', ''],
      ['1、红色为超时', '', '', '', '', ''],
      ['2、请各位核对后签字', '', '', '', '', ''],
      ['(一)电话指导不计里程', '', '', '', '', ''],
    ]),
  );
});

for (const [name, write] of Object.entries(CASES)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  await write(folder);
}
