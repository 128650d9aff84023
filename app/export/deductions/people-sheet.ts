/**
 * 扣款单: one row per person with what each rule took, adjustments, carry-over, limit and what is deducted, a line to
 * sign; totals, then control totals that add the sheets up against each other, and who made, checked and approved it.
 */
import { shiftMonth } from '#app/filters/month.ts';
import type { PersonDeduction } from '#queries/ledger/types.ts';
import { blank, type Cell, count, day, formula, prose, text, yuanCell } from '../cells.ts';
import { address, range } from '../excel-values.ts';
import type { Look } from '../formats.ts';
import { type Both, type Column, type Placed, SheetWriter } from '../sheet-writer.ts';
import { sumOf } from '../sums.ts';
import type { DeductionBook } from './book.ts';
import { ruleColumns } from './input.ts';

/** Widths in pixels. A rule nobody broke keeps its columns, so that months look alike, but narrow ones. */
const COUNT = { used: 26, unused: 26 } as const;
// A used one holds its total in bold, up to ¥99,999.00.
const AMOUNT = { used: 82, unused: 34 } as const;
const SIGN_HEIGHT = 30;

interface Wide extends Column<PersonDeduction> {
  readonly width: number;
  /** Of a rule: its number. */
  readonly rule?: string;
}

/** What is written, and where the control totals go once the other sheets stand. */
export interface PeopleSheet {
  readonly writer: SheetWriter<DeductionBook>;
  readonly placed: Placed;
  readonly rules: readonly string[];
}

export function peopleSheet(book: DeductionBook): PeopleSheet {
  const { sheet } = book.input;
  const rules = ruleColumns(book.input);
  const columns = columnsOf(book, rules);
  const writer = new SheetWriter(
    book,
    book.own.sheets.people,
    columns.map(({ width }) => width),
  );
  writer.note(`${book.own.profile(sheet.profile)} · ${book.own.confirmed(sheet.profile)}`);
  groupRow(writer, columns, book);
  const placed = writer.table(columns, sheet.people, {
    filter: 'sheet',
    freezeColumns: 2,
    total: book.words.total,
    totalOf: 'all',
    headRows: 1,
    all: true,
    rowPixels: SIGN_HEIGHT,
    nothing: { zh: '本月没有人有扣款', en: 'Nobody has a deduction this month' },
  });
  return { writer, placed, rules };
}

/** Above the header: each rule's number and title over its two columns. */
function groupRow(
  writer: SheetWriter<DeductionBook>,
  columns: readonly Wide[],
  book: DeductionBook,
): void {
  const look: Look = { bold: true, ground: 'group', wrap: true, align: 'center', line: 'none' };
  const titles = new Map(book.input.policy.rules.map(({ no, title }) => [no, title[book.lang]]));
  const { row } = writer;
  columns.forEach(({ rule }, at) => {
    if (rule === undefined) writer.write(row, at, blank(look));
    else if (columns[at - 1]?.rule !== rule) {
      const title = `${rule}\n${titles.get(rule) ?? ''}`.trimEnd();
      writer.sheet.mergeRange(row, at, row, at + 1, title, book.formats.of(look));
    }
  });
  writer.sheet.setRowHeightPixels(row, GROUP_LINES * 18 + 6);
  writer.row += 1;
}

/** Lines of the longest title of a rule in the narrowest pair of columns. */
const GROUP_LINES = 4;

function columnsOf(book: DeductionBook, rules: readonly string[]): Wide[] {
  const { sheet } = book.input;
  const adjusted = ({ adjustments }: PersonDeduction) => sumOf(adjustments, ({ fen }) => fen);
  const money = (
    key: string,
    header: Both,
    of: (person: PersonDeduction) => number,
    width = 78,
    look: Look = {},
  ): Wide => ({
    key,
    header,
    width,
    cell: (person) => yuanCell(of(person), look),
    total: (people) => yuanCell(sumOf(people, of), look),
  });
  const parts = [...rules.map((rule) => `fen ${rule}`), 'adjustments', 'carried_in'];
  const notices = sheet.profile.notice || sheet.people.some(({ notified_at }) => notified_at);
  const wages = sheet.people.some(({ wage_fen }) => wage_fen !== null);
  return [
    {
      key: 'employee_no',
      header: { zh: '工号', en: 'No.' },
      width: 58,
      cell: ({ employee_no }) => text(employee_no),
    },
    {
      key: 'name',
      header: { zh: '姓名', en: 'Name' },
      width: 70,
      cell: ({ name }) => text(name, { bold: true, wrap: true }),
    },
    {
      key: 'department',
      header: { zh: '部门', en: 'Department' },
      width: 92,
      cell: ({ department }) => prose(department),
    },
    ...rules.flatMap((rule): Wide[] => {
      const used = sheet.people.some((person) => (person.rules[rule]?.count ?? 0) > 0);
      const size = used ? 'used' : 'unused';
      const times = (person: PersonDeduction) => person.rules[rule]?.count ?? 0;
      const fen = (person: PersonDeduction) => person.rules[rule]?.fen ?? 0;
      return [
        {
          key: `count ${rule}`,
          rule,
          header: { zh: '次', en: 'n' },
          width: COUNT[size],
          cell: (person) =>
            times(person) === 0 ? blank({ align: 'right' }) : count(times(person)),
          total: (people) => count(sumOf(people, times)),
        },
        {
          key: `fen ${rule}`,
          rule,
          header: { zh: '元', en: '¥' },
          width: AMOUNT[size],
          cell: (person) =>
            times(person) === 0 ? blank({ align: 'right' }) : yuanCell(fen(person)),
          total: (people) => amountTotal(sumOf(people, fen), used),
        },
      ];
    }),
    money('adjustments', { zh: '调整', en: 'Adjust-\nments' }, adjusted),
    money('carried_in', { zh: '上月\n结转', en: 'Carried\nin' }, (person) => person.carried_in_fen),
    {
      ...money('total', { zh: '应扣', en: 'Total' }, (person) => person.total_fen, 84),
      cell: (person, place) =>
        formula(
          `ROUND(${parts.map((part) => place.here(part)).join('+')},2)`,
          yuanCell(person.total_fen, { bold: true }),
        ),
    },
    ...(wages
      ? [
          {
            key: 'wage',
            header: { zh: '当月\n工资', en: "Month's\nwage" },
            width: 86,
            cell: ({ wage_fen }: PersonDeduction) => yuanCell(wage_fen, { ink: 'quiet' }),
          },
        ]
      : []),
    {
      key: 'limit',
      header: { zh: '限额', en: 'Limit' },
      width: 82,
      cell: ({ limit_fen }) => yuanCell(limit_fen),
    },
    {
      key: 'limit_state',
      header: { zh: '限额核对', en: 'Limit checked' },
      width: 100,
      cell: ({ limit_state }) =>
        text(book.own.limitState[limit_state], {
          wrap: true,
          ink: limit_state === 'not_checked' ? 'pending' : 'quiet',
        }),
    },
    money(
      'deduct',
      { zh: '本月\n实扣', en: 'Deducted\nthis month' },
      (person) => person.deduct_fen,
      84,
      { bold: true },
    ),
    money(
      'carried_out',
      { zh: '结转\n下月', en: 'Carried\nout' },
      (person) => person.carried_out_fen,
    ),
    ...(notices
      ? [
          {
            key: 'notice',
            header: { zh: '书面通知', en: 'Notified' },
            width: 92,
            cell: ({ notified_at }: PersonDeduction) => day(notified_at),
          },
        ]
      : []),
    {
      key: 'sign',
      header: { zh: '本人签字', en: 'Signature' },
      width: 92,
      cell: () => blank(),
    },
  ];
}

/** A narrow column has no room for ¥0.00. */
function amountTotal(fen: number, used: boolean): Cell {
  return used ? yuanCell(fen) : count(fen);
}

/**
 * Sums that tie the sheets together: a reader sees at the end of the list that nothing was left out.
 * `details` is the total of the sheet of fines, `adjustments` that of the adjustments: addresses with their sheet.
 */
export function controlTotals(
  { writer, placed, rules }: PeopleSheet,
  book: DeductionBook,
  details: string | null,
  adjustments: string | null,
): void {
  const { sheet } = book.input;
  const { people } = sheet;
  const totals = placed.last + 1;
  const at = (key: string) => address(totals, placed.column(key));
  const sum = (keys: readonly string[]) => keys.map(at).join('+');
  const byRule = (of: (rule: { count: number; fen: number }) => number) =>
    sumOf(people, (person) => sumOf(Object.values(person.rules), of));
  const fen = byRule((rule) => rule.fen);
  const adjusted = sumOf(people, (person) => sumOf(person.adjustments, (each) => each.fen));
  const before = formatMonthOf(book, shiftMonth(sheet.month, -1));
  const after = formatMonthOf(book, shiftMonth(sheet.month, 1));
  writer.gap();
  writer.heading(writer.both({ zh: '控制数', en: 'Control totals' }));
  const line = (name: Both, cell: Cell, more: Both | null = null) => {
    const { row } = writer;
    writer.write(row, 0, text(writer.both(name), { line: 'none' }));
    writer.write(row, 2, { ...cell, look: { ...cell.look, line: 'none', align: 'right' } });
    if (more !== null) {
      writer.write(row, 3, text(writer.both(more), { ink: 'quiet', line: 'none', indent: 1 }));
    }
    writer.row += 1;
  };
  const empty = people.length === 0;
  const total = (name: Both, key: string, value: number, more: Both | null = null) =>
    line(name, empty ? yuanCell(value) : formula(at(key), yuanCell(value)), more);
  line(
    { zh: '人数', en: 'People' },
    empty
      ? count(0)
      : formula(
          `ROWS(${range(placed.first, placed.column('name'), placed.last, placed.column('name'))})`,
          count(people.length),
        ),
  );
  const counts = rules.map((rule) => `count ${rule}`);
  line(
    { zh: '扣减条数', en: 'Deductions' },
    empty ? count(0) : formula(sum(counts), count(byRule((rule) => rule.count))),
  );
  line(
    { zh: '各规则金额', en: 'By rules' },
    empty
      ? yuanCell(0)
      : formula(`ROUND(${sum(rules.map((rule) => `fen ${rule}`))},2)`, yuanCell(fen)),
  );
  if (!empty) {
    const own = sum(rules.map((rule) => `fen ${rule}`));
    line(
      { zh: '减明细合计', en: 'Less details' },
      formula(details === null ? `ROUND(${own},2)` : `ROUND(${own}-${details},2)`, yuanCell(0)),
      {
        zh: '应为 0：明细逐条相加等于各规则金额',
        en: 'must be 0: the details add up to the rules',
      },
    );
    if (adjustments !== null) {
      line(
        { zh: '减调整合计', en: 'Less adjustments' },
        formula(`ROUND(${at('adjustments')}-${adjustments},2)`, yuanCell(0)),
        {
          zh: '应为 0：调整逐条相加等于调整列',
          en: 'must be 0: the adjustments add up to the column',
        },
      );
    }
  }
  total({ zh: '调整', en: 'Adjustments' }, 'adjustments', adjusted);
  total(
    { zh: '上月结转', en: 'Carried in' },
    'carried_in',
    sumOf(people, (person) => person.carried_in_fen),
    { zh: `来自${before}`, en: `from ${before}` },
  );
  total({ zh: '应扣', en: 'Total' }, 'total', sheet.totals.total_fen);
  total({ zh: '本月实扣', en: 'Deducted' }, 'deduct', sheet.totals.deduct_fen);
  total({ zh: '结转下月', en: 'Carried out' }, 'carried_out', sheet.totals.carried_out_fen, {
    zh: `转入${after}`,
    en: `to ${after}`,
  });
  const { row } = writer;
  writer.write(row, 0, text(writer.both({ zh: '校验码', en: 'Checksum' }), { line: 'none' }));
  writer.write(row, 2, text(sheet.checksum, { ink: 'quiet', line: 'none' }));
  writer.row += 2;
  signatures(writer);
}

/** 制表 审核 批准, each with room to write and a date. */
function signatures(writer: SheetWriter<DeductionBook>): void {
  const roles: readonly Both[] = [
    { zh: '制表', en: 'Prepared by' },
    { zh: '审核', en: 'Checked by' },
    { zh: '批准', en: 'Approved by' },
  ];
  const date = writer.both({ zh: '日期', en: 'Date' });
  const line = roles
    .map((role) => `${writer.both(role)}：____________________  ${date}：______________`)
    .join('        ');
  writer.sheet.setRowHeightPixels(writer.row, 40);
  writer.write(writer.row, 0, text(line, { line: 'none' }));
  writer.row += 1;
}

function formatMonthOf(book: DeductionBook, month: string): string {
  return book.words.month(month);
}
