/** What stands behind HR's own sheets in a filled template: control totals, and differences from the last revision. */
import type ExcelJS from 'exceljs';
import type { DeductionSheet } from '#queries/ledger/types.ts';
import { yuan } from '../excel-values.ts';
import { NUM } from '../formats.ts';
import { sumOf } from '../sums.ts';
import type { DeductionInput } from './input.ts';
import { setText } from './set-text.ts';
import { deductionWords } from './words.ts';

/** Adds both sheets, under names the template does not use. */
export function addControlSheets(workbook: ExcelJS.Workbook, input: DeductionInput): void {
  controlSheet(workbook, input);
  differencesSheet(workbook, input);
}

type Both = readonly [zh: string, en: string];

function controlSheet(workbook: ExcelJS.Workbook, input: DeductionInput): void {
  const { lang, sheet, closing } = input;
  const own = deductionWords(lang);
  const both = ([zh, en]: Both): string => (lang === 'zh' ? zh : en);
  const rules = sheet.people.flatMap((person) => Object.values(person.rules));
  const fens = (of: (person: DeductionSheet['people'][number]) => number): number =>
    yuan(sumOf(sheet.people, of));
  const state =
    closing === null
      ? own.draftLine
      : own.closedLine(closing.version, closing.closed_at.replace('T', ' '), closing.closed_by);
  const lines: readonly (readonly [Both, string | number, string?])[] = [
    [['单位', 'Company'], input.company],
    [['月份', 'Month'], sheet.month],
    [['状态', 'State'], state],
    [['扣款单版次', 'Revision'], sheet.revision],
    [['校验码', 'Checksum'], sheet.checksum],
    [['人数', 'People'], sheet.people.length],
    [['扣减条数', 'Deductions'], sumOf(rules, ({ count }) => count)],
    [['各规则金额', 'Rules'], yuan(sumOf(rules, ({ fen }) => fen)), NUM.yuan],
    [
      ['调整', 'Adjustments'],
      fens(({ adjustments }) => sumOf(adjustments, ({ fen }) => fen)),
      NUM.yuan,
    ],
    [['上月结转', 'Carried in'], fens((person) => person.carried_in_fen), NUM.yuan],
    [['应扣', 'Due'], yuan(sheet.totals.total_fen), NUM.yuan],
    [['本月实扣', 'Deducted'], yuan(sheet.totals.deduct_fen), NUM.yuan],
    [['结转下月', 'Carried out'], yuan(sheet.totals.carried_out_fen), NUM.yuan],
  ];
  const page = addPage(workbook, own.sheets.controls);
  page.columns = [{ width: 16 }, { width: 70 }];
  for (const [name, value, format] of lines) {
    const row = page.addRow([both(name)]);
    put(row.getCell(2), value, format);
    row.getCell(2).alignment = { horizontal: 'left', wrapText: true };
  }
}

function differencesSheet(workbook: ExcelJS.Workbook, input: DeductionInput): void {
  const { lang, differences, previousRevision } = input;
  const own = deductionWords(lang);
  const page = addPage(workbook, own.sheets.differences);
  page.columns = [
    { width: 12 },
    { width: 14 },
    ...Array.from({ length: 6 }, () => ({ width: 13 })),
  ];
  page.addRow([previousRevision === null ? own.first : own.since(previousRevision)]);
  if (previousRevision === null) return;
  if (differences.length === 0) {
    page.addRow([own.same]);
    return;
  }
  const heads: readonly Both[] = [
    ['工号', 'No.'],
    ['姓名', 'Name'],
    ['上版应扣', 'Due before'],
    ['本版应扣', 'Due now'],
    ['应扣差', 'Change'],
    ['上版实扣', 'Deducted before'],
    ['本版实扣', 'Deducted now'],
    ['实扣差', 'Change'],
  ];
  page.addRow(heads.map(([zh, en]) => (lang === 'zh' ? zh : en))).font = { bold: true };
  for (const { employee_no, name, before, after } of differences) {
    const row = page.addRow([]);
    put(row.getCell(1), employee_no ?? '');
    put(row.getCell(2), name);
    (['total_fen', 'deduct_fen'] as const).forEach((of, index) => {
      const at = 3 + index * 3;
      // An absent side is an empty cell: a zero would say that nothing was taken.
      if (before !== null) put(row.getCell(at), yuan(before[of]), NUM.yuan);
      if (after !== null) put(row.getCell(at + 1), yuan(after[of]), NUM.yuan);
      put(row.getCell(at + 2), yuan((after?.[of] ?? 0) - (before?.[of] ?? 0)), NUM.yuan);
    });
  }
}

/** A page as wide as one sheet of paper. */
function addPage(workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  return workbook.addWorksheet(freeName(workbook, name), {
    pageSetup: { paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
}

function put(cell: ExcelJS.Cell, value: string | number, format?: string): void {
  if (typeof value === 'string') setText(cell, value);
  else cell.value = value;
  if (format !== undefined) cell.numFmt = format;
}

/** Names of sheets differ in more than case. */
function freeName(workbook: ExcelJS.Workbook, name: string): string {
  const taken = new Set(workbook.worksheets.map((sheet) => sheet.name.toLowerCase()));
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name} (${number})`;
  return free;
}
