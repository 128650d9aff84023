/** 收费: what was charged, what the price card says, what is still outstanding, ticket by ticket. */
import { count, formula, money, prose, text, time } from '../cells.ts';
import { type Column, type Desk, SheetWriter } from '../sheet-writer.ts';
import { sumOf } from '../sums.ts';
import type { ChargeRow } from '../workbook-input.ts';

const WIDTHS = [132, 122, 160, 96, 84, 106, 106, 106, 130, 106, 90];

export function chargesSheet(desk: Desk): void {
  const { words, input } = desk;
  const { charges } = input.overview.report;
  const writer = new SheetWriter(desk, words.sheets.charges, WIDTHS);
  writer.strip([
    { name: { zh: '实收（元）', en: 'Charged (yuan)' }, cell: money(charges.charged_fen) },
    { name: { zh: '应收（元）', en: 'Due (yuan)' }, cell: money(charges.expected_fen) },
    { name: { zh: '多收费的单', en: 'Overcharged tickets' }, cell: count(charges.overcharged) },
    {
      name: { zh: '未收回（元）', en: 'Outstanding (yuan)' },
      cell: money(charges.outstanding_fen),
    },
  ]);
  writer.note(
    writer.both({
      zh: '应收按保内免费、协议、收费标准卡计算；算不出的留空，不进应收和差额',
      en: 'Due: free in warranty, by agreement, or by the price card; blank where it cannot be known',
    }),
  );
  writer.gap();
  writer.table(columns(desk), input.charges, {
    filter: 'sheet',
    freezeColumns: 1,
    total: words.totalOfFilter,
  });
}

/** Charged less due in fen; null where either is unknown. */
function difference(row: ChargeRow): number | null {
  if (row.charged_fen === null || row.expected_fen === null) return null;
  return row.charged_fen - row.expected_fen;
}

function columns(desk: Desk): Column<ChargeRow>[] {
  const { words } = desk;
  const judgement = (row: ChargeRow) => {
    const fen = difference(row);
    if (row.charged_fen === null)
      return text(words.notCaptured, { ink: 'quiet', ground: 'unknown' });
    if (fen === null)
      return text(desk.lang === 'zh' ? '应收未知' : 'due unknown', { ink: 'quiet' });
    if (fen > 0) return text(desk.lang === 'zh' ? '◆ 多收' : '◆ overcharged', { ink: 'breached' });
    if (fen < 0) return text(desk.lang === 'zh' ? '少收' : 'undercharged', { ink: 'pending' });
    return text(desk.lang === 'zh' ? '● 相符' : '● as due', { ink: 'met' });
  };
  return [
    { key: 'ticket', header: { zh: '单号', en: 'Ticket' }, cell: (row) => text(row.ticket_no) },
    {
      key: 'finished',
      header: { zh: '完工', en: 'Finished' },
      cell: (row) => time(row.finished_at),
    },
    { key: 'customer', header: { zh: '客户', en: 'Customer' }, cell: (row) => prose(row.customer) },
    {
      key: 'technician',
      header: { zh: '技术员', en: 'Technician' },
      cell: (row) => text(row.technician),
    },
    {
      key: 'warranty',
      header: { zh: '质保', en: 'Warranty' },
      cell: (row) => text(row.warranty === null ? null : words.warranty[row.warranty]),
    },
    {
      key: 'charged',
      header: { zh: '实收（元）', en: 'Charged (yuan)' },
      cell: (row) => money(row.charged_fen),
      total: (rows) => money(sumOf(rows, (row) => row.charged_fen ?? 0)),
    },
    {
      key: 'expected',
      header: { zh: '应收（元）', en: 'Due (yuan)' },
      cell: (row) => money(row.expected_fen),
      total: (rows) => money(sumOf(rows, (row) => row.expected_fen ?? 0)),
    },
    {
      key: 'difference',
      header: { zh: '差额（元）', en: 'Difference (yuan)' },
      cell: (row, place) => {
        const fen = difference(row);
        const cell = money(fen, fen !== null && fen > 0 ? { ink: 'breached' } : {});
        if (fen === null) return cell;
        // Rounded to the fen: Excel subtracts doubles.
        return formula(`ROUND(${place.here('charged')}-${place.here('expected')},2)`, cell);
      },
      total: (rows) => money(sumOf(rows, (row) => difference(row) ?? 0)),
    },
    { key: 'state', header: { zh: '情况', en: 'State' }, cell: judgement },
    {
      key: 'outstanding',
      header: { zh: '未收回（元）', en: 'Outstanding (yuan)' },
      cell: (row) => money(row.outstanding_fen),
      total: (rows) => money(sumOf(rows, (row) => row.outstanding_fen)),
    },
    {
      key: 'age',
      header: { zh: '已欠（天）', en: 'Age (days)' },
      cell: (row) => count(row.age_days),
    },
  ];
}
