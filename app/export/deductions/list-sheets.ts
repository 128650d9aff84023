/** What explains the sheet's figures: fines, adjustments, measures without money, differences from the last revision. */
import type { DisciplineItem, RevisionDifference } from '#queries/ledger/types.ts';
import type { Fine } from '#queries/reports/types.ts';
import { blank, day, formula, prose, text, time, yuanCell } from '../cells.ts';
import { address } from '../excel-values.ts';
import { type Both, type Column, SheetWriter } from '../sheet-writer.ts';
import { cellName, evidencePlaces, firstSource } from '../sources.ts';
import { sumOf } from '../sums.ts';
import type { DeductionBook } from './book.ts';
import { countedFines } from './input.ts';

const EMPLOYEE: Both = { zh: '工号', en: 'No.' };
const NAME: Both = { zh: '姓名', en: 'Name' };
const RULE: Both = { zh: '规则', en: 'Rule' };
const MATTER: Both = { zh: '事由', en: 'Matter' };
const TICKET: Both = { zh: '单号', en: 'Ticket' };
const KEY: Both = { zh: '编号', en: 'Key' };

/** A cell of another sheet. */
function elsewhere(sheet: string, cell: string): string {
  return `'${sheet}'!${cell}`;
}

function titleOf(book: DeductionBook, rule: string): string | null {
  return book.input.policy.rules.find(({ no }) => no === rule)?.title[book.lang] ?? null;
}

/** Number a person knows the case by; an expense row has none. */
function subjectNo(fine: Fine | undefined): string | null {
  if (fine === undefined) return null;
  return fine.subject.ticket_no ?? (fine.subject.kind === 'expense' ? null : fine.subject.id);
}

/** 明细: one row per confirmed or adjusted fine. Gives the address of the sum of its amounts; null without rows. */
export function finesSheet(book: DeductionBook): string | null {
  const { words, own, input } = book;
  const departments = new Map(
    input.sheet.people.map(({ employee_no, name, department }) => [
      `${employee_no} ${name}`,
      department,
    ]),
  );
  const columns: readonly (Column<Fine> & { readonly width: number })[] = [
    { key: 'no', header: EMPLOYEE, width: 58, cell: (fine) => text(fine.employee_no) },
    {
      key: 'name',
      header: NAME,
      width: 70,
      cell: (fine) => text(fine.person, { bold: true, wrap: true }),
    },
    {
      key: 'department',
      header: { zh: '部门', en: 'Department' },
      width: 88,
      cell: (fine) => prose(departments.get(`${fine.employee_no} ${fine.person}`) ?? null),
    },
    { key: 'rule', header: RULE, width: 46, cell: (fine) => text(fine.rule) },
    { key: 'title', header: MATTER, width: 116, cell: (fine) => prose(titleOf(book, fine.rule)) },
    {
      key: 'clause',
      header: { zh: '条款', en: 'Clause' },
      width: 60,
      cell: (fine) => prose(words.clause(fine.clause)),
    },
    { key: 'ticket', header: TICKET, width: 112, cell: (fine) => prose(subjectNo(fine)) },
    {
      key: 'date',
      header: { zh: '发生日期', en: 'Date' },
      width: 96,
      cell: (fine) => day(fine.occurred_at),
    },
    {
      key: 'arithmetic',
      header: { zh: '怎么算的', en: 'Arithmetic' },
      width: 236,
      cell: (fine) => prose(fine.arithmetic),
    },
    {
      key: 'amount',
      header: { zh: '金额', en: 'Amount' },
      width: 74,
      cell: (fine) => yuanCell(fine.amount_fen),
      total: (fines) => yuanCell(sumOf(fines, (fine) => fine.amount_fen ?? 0)),
    },
    {
      key: 'state',
      header: { zh: '状态', en: 'State' },
      width: 62,
      cell: (fine) => text(words.fineState[fine.state]),
    },
    {
      key: 'why',
      header: { zh: '原因与理由', en: 'Cause and reason' },
      width: 110,
      cell: (fine) => {
        const cause = fine.cause === null ? null : (words.cause[fine.cause] ?? fine.cause);
        const parts = [cause, fine.reason].filter((part) => part !== null && part !== '');
        return prose(parts.join(book.lang === 'zh' ? '：' : ': '));
      },
    },
    {
      key: 'by',
      header: { zh: '审核人', en: 'Decided by' },
      width: 70,
      cell: (fine) => text(fine.decided?.by ?? null),
    },
    {
      key: 'at',
      header: { zh: '审核时间', en: 'Decided' },
      width: 136,
      cell: (fine) => time(fine.decided?.at ?? null),
    },
    {
      key: 'file',
      header: { zh: '来源文件', en: 'Source file' },
      width: 130,
      cell: (fine) => prose(firstSource(fine)?.file ?? null),
    },
    {
      key: 'sheet',
      header: { zh: '工作表', en: 'Sheet' },
      width: 74,
      cell: (fine) => prose(firstSource(fine)?.sheet ?? null),
    },
    {
      key: 'cells',
      header: { zh: '单元格', en: 'Cells' },
      width: 90,
      cell: (fine) => prose(cellsOf(fine)),
    },
    { key: 'key', header: KEY, width: 150, cell: (fine) => prose(fine.key) },
  ];
  const writer = new SheetWriter(
    book,
    own.sheets.fines,
    columns.map(({ width }) => width),
  );
  const fines = countedFines(input);
  const placed = writer.table(columns, fines, {
    filter: 'sheet',
    freezeColumns: 2,
    total: words.total,
    totalOf: 'all',
    all: true,
  });
  if (fines.length === 0) return null;
  return elsewhere(own.sheets.fines, address(placed.last + 1, placed.column('amount')));
}

/** Cells of all evidence: `H12 L12`; file and sheet before those of another than the columns beside it name. */
function cellsOf(fine: Fine): string {
  return evidencePlaces(fine)
    .flatMap(({ source, sheet }) => (source === null ? [] : [sheet, cellName(source)]))
    .filter((part) => part !== null)
    .join(' ');
}

interface AdjustmentRow {
  readonly employee_no: string | null;
  readonly name: string;
  readonly month: string;
  readonly key: string;
  readonly rule: string;
  readonly fen: number;
}

/** 调整: what was found about closed months, with the month and the fine it corrects. Gives the address of its sum. */
export function adjustmentsSheet(book: DeductionBook): string | null {
  const { words, own, input } = book;
  const fines = new Map(input.corrected.map((fine) => [fine.key, fine]));
  const rows: AdjustmentRow[] = input.sheet.people.flatMap(({ employee_no, name, adjustments }) =>
    adjustments.map((adjustment) => ({ employee_no, name, ...adjustment })),
  );
  const columns: readonly (Column<AdjustmentRow> & { readonly width: number })[] = [
    { key: 'no', header: EMPLOYEE, width: 70, cell: (row) => text(row.employee_no) },
    {
      key: 'name',
      header: NAME,
      width: 90,
      cell: (row) => text(row.name, { bold: true, wrap: true }),
    },
    {
      key: 'month',
      header: { zh: '原月份', en: 'Month' },
      width: 96,
      cell: (row) => text(words.month(row.month)),
    },
    { key: 'rule', header: RULE, width: 56, cell: (row) => text(row.rule) },
    { key: 'title', header: MATTER, width: 150, cell: (row) => prose(titleOf(book, row.rule)) },
    {
      key: 'ticket',
      header: TICKET,
      width: 120,
      cell: (row) => text(subjectNo(fines.get(row.key))),
    },
    {
      key: 'date',
      header: { zh: '发生日期', en: 'Date' },
      width: 100,
      cell: (row) => day(fines.get(row.key)?.occurred_at ?? null),
    },
    {
      key: 'amount',
      header: { zh: '调整金额', en: 'Amount' },
      width: 90,
      cell: (row) => yuanCell(row.fen),
      total: (all) => yuanCell(sumOf(all, ({ fen }) => fen)),
    },
    {
      key: 'arithmetic',
      header: { zh: '现在怎么算', en: 'Arithmetic now' },
      width: 260,
      cell: (row) => prose(fines.get(row.key)?.arithmetic ?? null),
    },
    {
      key: 'state',
      header: { zh: '现在的状态', en: 'State now' },
      width: 80,
      cell: (row) => {
        const fine = fines.get(row.key);
        return text(fine === undefined ? null : words.fineState[fine.state]);
      },
    },
    { key: 'key', header: KEY, width: 230, cell: (row) => prose(row.key) },
  ];
  const writer = new SheetWriter(
    book,
    own.sheets.adjustments,
    columns.map(({ width }) => width),
  );
  writer.note(
    writer.both({
      zh: '已关账月份之后查出的增减，计入本月；负数退还',
      en: 'Found after a month was closed and counted in this one; negative amounts are paid back',
    }),
  );
  const placed = writer.table(columns, rows, {
    filter: 'sheet',
    freezeColumns: 2,
    total: words.total,
    totalOf: 'all',
    all: true,
  });
  if (rows.length === 0) return null;
  return elsewhere(own.sheets.adjustments, address(placed.last + 1, placed.column('amount')));
}

/** 纪律处理: measures of rules that name no money. */
export function disciplineSheet(book: DeductionBook): void {
  const { own, input } = book;
  const fines = new Map(input.fines.map((fine) => [fine.key, fine]));
  const columns: readonly (Column<DisciplineItem> & { readonly width: number })[] = [
    { key: 'no', header: EMPLOYEE, width: 70, cell: (item) => text(item.employee_no) },
    {
      key: 'name',
      header: NAME,
      width: 90,
      cell: (item) => text(item.name, { bold: true, wrap: true }),
    },
    { key: 'rule', header: RULE, width: 56, cell: (item) => text(item.rule) },
    { key: 'title', header: MATTER, width: 160, cell: (item) => prose(titleOf(book, item.rule)) },
    {
      key: 'date',
      header: { zh: '发生日期', en: 'Date' },
      width: 100,
      cell: (item) => day(item.occurred_at),
    },
    {
      key: 'measure',
      header: { zh: '处理', en: 'Measure' },
      width: 150,
      cell: (item) => prose(item.measure),
    },
    {
      key: 'arithmetic',
      header: { zh: '依据', en: 'Basis' },
      width: 280,
      cell: (item) => prose(fines.get(item.key)?.arithmetic ?? null),
    },
    { key: 'key', header: KEY, width: 230, cell: (item) => prose(item.key) },
    { key: 'sign', header: { zh: '本人签字', en: 'Signature' }, width: 110, cell: () => blank() },
  ];
  const writer = new SheetWriter(
    book,
    own.sheets.discipline,
    columns.map(({ width }) => width),
  );
  writer.note(
    writer.both({
      zh: '这些规则不扣款，只记处理，不计入扣款单',
      en: 'These rules take no money: the measures are not part of the deductions',
    }),
  );
  writer.table(columns, input.sheet.discipline, { filter: 'sheet', freezeColumns: 2, all: true });
}

/** 与上版差异: who is new, gone or changed since the revision exported last. */
export function differencesSheet(book: DeductionBook): void {
  const { own, input } = book;
  const { previousRevision } = input;
  const change =
    (after: string, before: string, of: 'total_fen' | 'deduct_fen') =>
    (row: RevisionDifference, place: { here(key: string): string }) =>
      formula(
        `ROUND(${place.here(after)}-${place.here(before)},2)`,
        yuanCell((row.after?.[of] ?? 0) - (row.before?.[of] ?? 0), { bold: true }),
      );
  const columns: readonly (Column<RevisionDifference> & { readonly width: number })[] = [
    { key: 'no', header: EMPLOYEE, width: 80, cell: (row) => text(row.employee_no) },
    {
      key: 'name',
      header: NAME,
      width: 110,
      cell: (row) => text(row.name, { bold: true, wrap: true }),
    },
    {
      key: 'total_before',
      header: { zh: '上版应扣', en: 'Total before' },
      width: 110,
      cell: (row) => amountOrNone(row.before?.total_fen),
    },
    {
      key: 'total_after',
      header: { zh: '本版应扣', en: 'Total now' },
      width: 110,
      cell: (row) => amountOrNone(row.after?.total_fen),
    },
    {
      key: 'total_change',
      header: { zh: '应扣差', en: 'Change' },
      width: 110,
      cell: change('total_after', 'total_before', 'total_fen'),
    },
    {
      key: 'deduct_before',
      header: { zh: '上版实扣', en: 'Deducted before' },
      width: 110,
      cell: (row) => amountOrNone(row.before?.deduct_fen),
    },
    {
      key: 'deduct_after',
      header: { zh: '本版实扣', en: 'Deducted now' },
      width: 110,
      cell: (row) => amountOrNone(row.after?.deduct_fen),
    },
    {
      key: 'deduct_change',
      header: { zh: '实扣差', en: 'Change' },
      width: 110,
      cell: change('deduct_after', 'deduct_before', 'deduct_fen'),
    },
    {
      key: 'what',
      header: { zh: '说明', en: 'What' },
      width: 150,
      cell: (row) => text(whatOf(row, book)),
    },
  ];
  const writer = new SheetWriter(
    book,
    own.sheets.differences,
    columns.map(({ width }) => width),
  );
  writer.note(previousRevision === null ? own.first : own.since(previousRevision));
  if (previousRevision === null) return;
  writer.table(columns, input.differences, {
    filter: 'sheet',
    freezeColumns: 2,
    all: true,
    nothing: { zh: '没有差异', en: 'No differences' },
  });
}

/** An absent side is an empty cell: as a number it would read as zero, as a word it would break the formula. */
function amountOrNone(fen: number | undefined) {
  return fen === undefined ? blank({ align: 'right' }) : yuanCell(fen);
}

function whatOf({ before, after }: RevisionDifference, book: DeductionBook): string {
  const zh = book.lang === 'zh';
  if (before === null) return zh ? '新增' : 'added';
  if (after === null) return zh ? '不再有扣款' : 'no longer listed';
  return zh ? '金额变动' : 'amount changed';
}
