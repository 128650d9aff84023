/** HR's workbook read back by another library: types, formats, totals, and texts that stay texts. */
import ExcelJS from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { deductionWorkbook } from '#app/export/deductions/workbook.ts';
import { below, findCell, readBack, recompute, sheetOf, shown } from '../read-back.ts';
import { CHECKSUM, FINES, fine, HOSTILE, input, PEOPLE } from './fixture.ts';

type Book = Awaited<ReturnType<typeof readBack>>;

let bytes: Uint8Array;
let book: Book;
beforeAll(async () => {
  bytes = deductionWorkbook(input());
  book = await readBack(bytes);
});

/** The cell of a person's row under a header; `rule` takes the pair of columns of a rule. */
function cellOf(name: string, header: string): ExcelJS.Cell {
  const sheet = sheetOf(book, '扣款单');
  const row = Number(findCell(sheet, name).row);
  return sheet.getCell(row, Number(findCell(sheet, header).col));
}

/** Count and amount of a rule in a person's row. */
function ruleOf(name: string, rule: string): [unknown, unknown] {
  const sheet = sheetOf(book, '扣款单');
  const row = Number(findCell(sheet, name).row);
  for (let column = 1; column <= sheet.columnCount; column += 1) {
    const title = sheet.getCell(6, column);
    if (title.isMerged && title.master.address === title.address) {
      if (String(title.value).startsWith(`${rule}\n`)) {
        return [shown(sheet.getCell(row, column)), shown(sheet.getCell(row, column + 1))];
      }
    }
  }
  throw new Error(`no rule ${rule}`);
}

describe('扣款单', () => {
  test('the five sheets stand in order, A4 landscape, headers in sight and repeated', () => {
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      '扣款单',
      '明细',
      '调整',
      '纪律处理',
      '与上版差异',
    ]);
    for (const sheet of book.worksheets) {
      expect(sheet.pageSetup.orientation, sheet.name).toBe('landscape');
      expect(sheet.pageSetup.paperSize, sheet.name).toBe(9);
      expect(sheet.pageSetup.fitToWidth, sheet.name).toBe(1);
      expect(sheet.headerFooter.oddHeader, sheet.name).toContain('海川厨具售后部');
      expect(sheet.headerFooter.oddHeader, sheet.name).toContain('草稿');
      expect(sheet.headerFooter.oddFooter, sheet.name).toContain('扣款单第 2 版');
      expect(sheet.getCell('A3').value, sheet.name).toBe('草稿：本月未关账，不作扣款依据');
      expect(sheet.getCell('A2').value, sheet.name).toBe(
        '2026年10月 · 数据截至 2026-10-31 18:00 · 售后维修服务管理办法 第 1 版 · 扣款单第 2 版 · 校验码 4be10000',
      );
    }
    for (const name of ['扣款单', '明细']) {
      expect(sheetOf(book, name).views[0]).toMatchObject({ state: 'frozen', xSplit: 2 });
    }
    const xml = strFromU8(unzipSync(bytes)['xl/workbook.xml'] ?? new Uint8Array());
    // Rule titles and column heads, both.
    expect(xml).toContain("'扣款单'!$6:$7".replaceAll("'", ''));
  });

  test('one row per person with count and amount per rule, in yuan of whole fen', () => {
    expect(ruleOf('赵刚', '6')).toEqual([1, 50]);
    expect(ruleOf('赵刚', '7a')).toEqual([1, 20.5]);
    expect(ruleOf('李强', '6')).toEqual([2, 100]);
    expect(ruleOf('李强', '7a')).toEqual([null, null]);
    expect(ruleOf('合计', '6')).toEqual([3, 150]);
    expect(ruleOf('合计', '7a')).toEqual([2, 40.5]);
    expect(ruleOf('合计', '9')).toEqual([0, 0]);
    const shownOf = (header: string) => PEOPLE.map(({ name }) => shown(cellOf(name, header)));
    expect(shownOf('调整')).toEqual([0, 0, 0, -50]);
    expect(shownOf('上月\n结转')).toEqual([30.1, 0, 0, 0]);
    expect(shownOf('应扣')).toEqual([100.6, 100, 20, -50]);
    expect(shownOf('限额')).toEqual([1000, 80, null, null]);
    expect(shownOf('限额核对')).toEqual([
      '已核对',
      '已核对',
      '未核对：没有工资',
      '未核对：没有工资',
    ]);
    expect(shownOf('本月\n实扣')).toEqual([100.6, 80, 20, -50]);
    expect(shownOf('结转\n下月')).toEqual([0, 20, 0, 0]);
    expect(shown(cellOf('合计', '应扣'))).toBe(170.6);
    expect(shown(cellOf('合计', '本月\n实扣'))).toBe(150.6);
    expect(cellOf('赵刚', '应扣').numFmt).toBe('"¥"#,##0.00;"−¥"#,##0.00');
    expect(cellOf('赵刚', '书面通知').value).toEqual(new Date(Date.UTC(2026, 10, 1)));
    expect(cellOf('赵刚', '书面通知').numFmt).toBe('yyyy-mm-dd');
  });

  test('every rule of the policy that names money keeps its columns', () => {
    for (const rule of ['1a', '1b', '2a', '2b', '3', '4', '5', '6', '7a', '7b', '8', '9', '10']) {
      expect(() => ruleOf('合计', rule), rule).not.toThrow();
    }
    expect(() => ruleOf('合计', '11')).toThrow();
  });

  test('totals are formulas whose values agree with the cells they name', () => {
    const found = recompute(book);
    const onSheet = found.filter(({ sheet }) => sheet === '扣款单');
    // 26 rule columns and 5 amounts in the total row, 4 persons, 10 control totals.
    expect(onSheet).toHaveLength(26 + 5 + 4 + 10);
    for (const { sheet, address, formula, cached, computed } of found) {
      expect(Number(cached), `${sheet}!${address} =${formula}`).toBeCloseTo(computed, 9);
    }
  });

  test('control totals tie the sheets together and carry the whole checksum', () => {
    const sheet = sheetOf(book, '扣款单');
    const control = (name: string, n = 1) => {
      const cell = findCell(sheet, name, n);
      return shown(sheet.getCell(Number(cell.row), 3));
    };
    expect(control('人数')).toBe(4);
    expect(control('扣减条数')).toBe(5);
    expect(control('各规则金额')).toBe(190.5);
    expect(control('减明细合计')).toBe(0);
    expect(control('减调整合计')).toBe(0);
    expect(control('结转下月')).toBe(20);
    expect(control('校验码')).toBe(CHECKSUM);
    const last = String(sheet.getCell(sheet.rowCount, 1).value);
    for (const role of ['制表', '审核', '批准', '日期']) expect(last).toContain(role);
    expect(cellOf('赵刚', '本人签字').value).toBeNull();
  });
});

describe('what explains the figures', () => {
  test('明细 names the cells of every sheet that a fine rests on', async () => {
    const from = (file: string, column: string, row: number) => ({
      text: '',
      source: { file, sheet: '回执', sheet_id: 4, row, column, header: '', value: '', batch: 4 },
    });
    const evidence = [
      from('10月.xls', 'B', 7),
      { text: '同一位用户', source: null },
      from('10月.xls', 'C', 7),
      from('9月.xls', 'G', 31),
      from('9月.xls', 'H', 31),
      from('10月.xls', 'A', 7),
    ];
    const fines = FINES.map((each) =>
      each.key === '7a|receipt|HZ2610-0003|赵刚' ? { ...each, evidence } : each,
    );
    const sheet = sheetOf(await readBack(deductionWorkbook(input({ fines }))), '明细');
    const at = (header: string) => below(sheet, findCell(sheet, header), 1).value;
    expect(at('来源文件')).toBe('10月.xls');
    expect(at('单元格')).toBe('B7 C7 9月.xls › 回执 G31 H31 10月.xls › 回执 A7');
  });

  test('明细 lists confirmed and adjusted fines of the month with date, amount and cells', () => {
    const sheet = sheetOf(book, '明细');
    const at = (header: string, row: number) => below(sheet, findCell(sheet, header), row);
    // 10-03 comes first, the others of 10-14 by key.
    expect(at('编号', 1).value).toBe('7a|receipt|HZ2610-0003|赵刚');
    expect(at('编号', 2).value).toBe('6|ticket|BX2610-0002|赵刚');
    expect(at('金额', 2).value).toBe(50);
    expect(at('金额', 2).numFmt).toBe('"¥"#,##0.00;"−¥"#,##0.00');
    expect(at('发生日期', 2).value).toEqual(new Date(Date.UTC(2026, 9, 14)));
    expect(at('审核时间', 2).value).toEqual(new Date(Date.UTC(2026, 10, 1, 9, 30)));
    expect(at('原因与理由', 2).value).toBe('个人原因');
    expect(at('来源文件', 2).value).toBe('2026-10 售后台账.xlsx');
    expect(at('单元格', 2).value).toBe('B12 H12');
    expect(shown(at('金额', 6))).toBe(190.5);
    const keys: unknown[] = [];
    sheet.getColumn(Number(findCell(sheet, '编号').col)).eachCell((cell) => keys.push(cell.value));
    expect(keys).not.toContain('4|ticket|BX2610-0040|赵刚');
    expect(keys).not.toContain('1a|ticket|BX2609-0150|王芳');
  });

  test('调整 names month and fine, 纪律处理 the measure, 与上版差异 both sides', () => {
    const adjustments = sheetOf(book, '调整');
    const adjusted = (header: string) => below(adjustments, findCell(adjustments, header), 1).value;
    expect(adjusted('原月份')).toBe('2026年9月');
    expect(adjusted('编号')).toBe('1a|ticket|BX2609-0150|王芳');
    expect(adjusted('调整金额')).toBe(-50);
    const discipline = sheetOf(book, '纪律处理');
    expect(below(discipline, findCell(discipline, '处理'), 1).value).toBe('记过');
    const changes = sheetOf(book, '与上版差异');
    const changed = (header: string, n = 1) =>
      [1, 2, 3].map((row) => shown(below(changes, findCell(changes, header, n), row)));
    expect(changed('应扣差')).toEqual([0.5, 100, -30]);
    expect(changed('说明')).toEqual(['金额变动', '新增', '不再有扣款']);
    expect(changed('上版应扣')).toEqual([100.1, null, 30]);
  });

  test('what begins like a formula stays text, and Excel is told so', () => {
    const hostile = new Set<string>(Object.values(HOSTILE));
    let seen = 0;
    for (const sheet of book.worksheets) {
      sheet.eachRow((row) => {
        row.eachCell((cell) => {
          if (cell.type === ExcelJS.ValueType.Hyperlink) throw new Error(cell.address);
          const value = cell.value;
          if (typeof value !== 'string') return;
          // XML turns a carriage return into a line end.
          const text = value.replace(/^\n/, '\r');
          if (!hostile.has(text)) return;
          seen += 1;
          expect(cell.type).toBe(ExcelJS.ValueType.String);
        });
      });
    }
    // The name on three sheets' rows, the department beside two of them, ticket, reason and arithmetic once.
    expect(seen).toBeGreaterThanOrEqual(7);
    const styles = strFromU8(unzipSync(bytes)['xl/styles.xml'] ?? new Uint8Array());
    expect(styles).toContain('quotePrefix="1"');
    const parts = unzipSync(bytes);
    for (const [path, part] of Object.entries(parts)) {
      if (!/worksheets\/sheet\d+\.xml$/.test(path)) continue;
      const formulas = [...strFromU8(part).matchAll(/<f>([^<]*)<\/f>/g)].map((match) => match[1]);
      for (const formula of formulas) expect(formula).not.toMatch(/HYPERLINK|cmd|1\+1|2\+3/);
    }
  });
});

describe('draft, closed, and sheets that would contradict themselves', () => {
  test('a closed month names its closing, and nothing says draft', async () => {
    const closed = await readBack(
      deductionWorkbook(
        input({
          sheet: { ...input().sheet, state: 'closed' },
          closing: {
            version: 1,
            closed_at: '2026-11-03T16:20:00',
            closed_by: '林建国',
            as_of: '2026-10-31T18:00:00',
            policy: { id: 'default', version: 1 },
            checksum: CHECKSUM,
            reopened_at: null,
            reopened_by: null,
            reopened_second: null,
            reopen_reason: null,
          },
        }),
      ),
    );
    for (const sheet of closed.worksheets) {
      expect(sheet.getCell('A3').value).toBe('已关账：第 1 次关账，2026-11-03 16:20，林建国');
      expect(sheet.headerFooter.oddHeader).not.toContain('草稿');
    }
  });

  test('fines that do not add up to the sheet export nothing', () => {
    const more = fine({ key: '6|ticket|X|赵刚', rule: '6', amount_fen: 5_000 });
    expect(() => deductionWorkbook(input({ fines: [...FINES, more] }))).toThrow(
      '扣款单上 5 条 ¥190.50，明细 6 条 ¥240.50，对不上',
    );
  });

  test('a month without anybody, without an earlier revision, in English', async () => {
    const empty = await readBack(
      deductionWorkbook(
        input({
          lang: 'en',
          fines: [],
          differences: [],
          previousRevision: null,
          sheet: {
            ...input().sheet,
            people: [],
            discipline: [],
            totals: { total_fen: 0, deduct_fen: 0, carried_out_fen: 0 },
          },
        }),
      ),
    );
    expect(empty.worksheets.map(({ name }) => name)).toEqual([
      'Deductions',
      'Details',
      'Adjustments',
      'Discipline',
      'Since last revision',
    ]);
    findCell(sheetOf(empty, 'Deductions'), 'Nobody has a deduction this month');
    findCell(
      sheetOf(empty, 'Since last revision'),
      'This is the first export: there is no earlier revision',
    );
    for (const { cached, computed } of recompute(empty)) expect(Number(cached)).toBe(computed);
  });

  test('the same input gives the same bytes', () => {
    expect(deductionWorkbook(input())).toEqual(bytes);
  });
});
