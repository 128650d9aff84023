/** A template to start from: what HR's own workbook may look like, with placeholders in both kinds of place. */
import ExcelJS from 'exceljs';
import { FONT, NUM } from '../formats.ts';
import type { Lang } from '../workbook-input.ts';

const PERSON = {
  zh: [
    '序号',
    '工号',
    '姓名',
    '部门',
    '规则6金额',
    '其他规则金额',
    '调整',
    '上月结转',
    '应扣',
    '限额',
    '本月实扣',
    '结转下月',
  ],
  en: [
    'row',
    'employee no',
    'name',
    'department',
    'rule 6 amount',
    'other rules amount',
    'adjustments',
    'carried in',
    'due',
    'limit',
    'deducted',
    'carried out',
  ],
} as const;

const TEXTS = {
  zh: {
    sheet: '扣款表',
    title: '{{公司}} {{月份}}考核扣款表',
    facts: '制表日期 {{制表日期}}　数据截至 {{数据截至}}　{{状态}}，第 {{版次}} 版',
    heads: [
      '序号',
      '工号',
      '姓名',
      '部门',
      '迟到',
      '其他规则',
      '调整',
      '上月结转',
      '应扣',
      '限额',
      '本月实扣',
      '结转下月',
      '签字',
    ],
    sum: '合计',
    sign: '制表：                审核：                批准：',
  },
  en: {
    sheet: 'Deductions',
    title: '{{company}}: pay deductions of {{month}}',
    facts: 'prepared {{prepared}}, data as of {{as of}}, {{state}}, revision {{revision}}',
    heads: [
      'Row',
      'No.',
      'Name',
      'Department',
      'Late',
      'Other rules',
      'Adjustments',
      'Carried in',
      'Total',
      'Limit',
      'Deducted',
      'Carried out',
      'Signature',
    ],
    sum: 'Total',
    sign: 'Prepared by:                Checked by:                Approved by:',
  },
} as const;

const WIDTHS = [6, 10, 12, 16, 11, 11, 11, 11, 11, 11, 11, 11, 14] as const;
const FIRST_AMOUNT = 5;
const LAST_AMOUNT = 12;
const PERSON_ROW = 5;

export async function sampleTemplate(lang: Lang): Promise<Uint8Array> {
  const texts = TEXTS[lang];
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet(texts.sheet, {
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToHeight: 0 },
    views: [{ state: 'frozen', ySplit: PERSON_ROW - 1 }],
  });
  const font = { name: FONT[lang], size: 10 };
  const thin = { style: 'thin', color: { argb: 'FFC9D0D7' } } as const;
  const border = { top: thin, bottom: thin, left: thin, right: thin };
  WIDTHS.forEach((width, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  const last = WIDTHS.length;
  sheet.mergeCells(1, 1, 1, last);
  const title = sheet.getCell(1, 1);
  title.value = texts.title;
  title.font = { ...font, size: 16, bold: true };
  title.alignment = { horizontal: 'center', vertical: 'middle' };
  sheet.getRow(1).height = 32;
  sheet.mergeCells(2, 1, 2, last);
  sheet.getCell(2, 1).value = texts.facts;
  sheet.getCell(2, 1).font = font;
  texts.heads.forEach((head, index) => {
    const cell = sheet.getCell(PERSON_ROW - 1, index + 1);
    cell.value = head;
    cell.font = { ...font, bold: true };
    cell.border = border;
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEFF1F4' } };
  });
  for (let column = 1; column <= last; column += 1) {
    const money = column >= FIRST_AMOUNT && column <= LAST_AMOUNT;
    const person = sheet.getCell(PERSON_ROW, column);
    const name = PERSON[lang][column - 1];
    if (name !== undefined) person.value = `{{${name}}}`;
    const sum = sheet.getCell(PERSON_ROW + 1, column);
    if (column === 1) sum.value = texts.sum;
    // The limit is one of each person: adding it up means nothing.
    if (money && name !== PERSON[lang][9]) {
      const letter = sum.address.replace(/\d+$/, '');
      sum.value = { formula: `SUM(${letter}${PERSON_ROW}:${letter}${PERSON_ROW})` };
    }
    for (const cell of [person, sum]) {
      cell.font = cell === sum ? { ...font, bold: true } : font;
      cell.border = border;
      cell.alignment = { vertical: 'middle' };
      if (money) cell.numFmt = NUM.yuan;
    }
  }
  sheet.getRow(PERSON_ROW).height = 24;
  sheet.mergeCells(PERSON_ROW + 3, 1, PERSON_ROW + 3, last);
  sheet.getCell(PERSON_ROW + 3, 1).value = texts.sign;
  sheet.getCell(PERSON_ROW + 3, 1).font = font;
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}
