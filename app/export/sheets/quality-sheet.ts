/** 数据质量: what is missing or unreadable, cell by cell, so that the clerk can mend the source. */
import { count, prose, text } from '../cells.ts';
import { type Column, type Desk, SheetWriter } from '../sheet-writer.ts';
import type { QualityRow } from '../workbook-input.ts';

const WIDTHS = [110, 200, 130, 76, 64, 160, 160, 420];

export function qualitySheet(desk: Desk): void {
  const { words, input } = desk;
  const { quality } = input.overview;
  const writer = new SheetWriter(desk, words.sheets.quality, WIDTHS);
  writer.note(
    writer.both({
      zh: `环节时间未采集 ${quality.not_captured} 处，时间先后颠倒 ${quality.order_violations} 处，人名不在花名册 ${quality.unknown_persons} 个，单元格读不出 ${quality.rejected_cells} 个，疑似、证据不足 ${quality.suspected} 条，可能重复登记 ${quality.duplicates} 单，存疑或漏填 ${quality.warned_cells} 格；用了 ${quality.batches} 批导入`,
      en: `${quality.not_captured} stage times not captured, ${quality.order_violations} times out of order, ${quality.unknown_persons} persons not on the roster, ${quality.rejected_cells} cells not readable, ${quality.suspected} suspected cases without evidence, ${quality.duplicates} tickets perhaps entered twice, ${quality.warned_cells} doubtful or missing cells; ${quality.batches} imports used`,
    }),
  );
  writer.note(
    writer.both({
      zh: '没有导入的行和证据不足的不进扣减；改好原表重新导入，数字随之更新',
      en: 'Rows left out and cases without evidence lead to no deduction; mend the source and import it again',
    }),
  );
  writer.gap();
  writer.table(columns(desk), input.quality, {
    filter: 'sheet',
    nothing: { zh: '没有单元格要改', en: 'No cell to mend' },
  });
}

function columns(desk: Desk): Column<QualityRow>[] {
  const { words } = desk;
  return [
    {
      key: 'kind',
      header: { zh: '类别', en: 'Kind' },
      cell: (row) => text(words.kind[row.kind] ?? row.kind),
    },
    { key: 'file', header: { zh: '文件', en: 'File' }, cell: (row) => prose(row.file) },
    { key: 'sheet', header: { zh: '工作表', en: 'Sheet' }, cell: (row) => prose(row.sheet) },
    {
      key: 'cell',
      header: { zh: '单元格', en: 'Cell' },
      cell: (row) => text(row.column === null || row.row === 0 ? null : `${row.column}${row.row}`),
    },
    {
      key: 'row',
      header: { zh: '行', en: 'Row' },
      cell: (row) => count(row.row === 0 ? null : row.row),
    },
    { key: 'value', header: { zh: '原文', en: 'As written' }, cell: (row) => prose(row.value) },
    {
      key: 'finding',
      header: { zh: '问题', en: 'Finding' },
      cell: (row) => prose(words.finding(row.code)),
    },
    {
      key: 'message',
      header: { zh: '详情和改法', en: 'What is wrong, what to do' },
      cell: (row) => prose(row.message),
    },
  ];
}
