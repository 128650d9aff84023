/** 投诉: every complaint of the month, then who, why and by which way. */
import { count, prose, rate, share, text, time } from '../cells.ts';
import { judged, metricById } from '../judged.ts';
import { type Both, type Column, type Desk, SheetWriter } from '../sheet-writer.ts';
import { grouped } from '../sums.ts';
import { ticketLookup } from '../tickets.ts';
import type { ComplaintRow } from '../workbook-input.ts';

const WIDTHS = [124, 122, 124, 84, 96, 84, 150, 84, 84, 120, 420];

export function complaintsSheet(desk: Desk): void {
  const { words, input } = desk;
  const { complaints, tickets } = input.overview.report;
  const blame = metricById(desk.metrics, 'blame_rate');
  const writer = new SheetWriter(desk, words.sheets.complaints, WIDTHS);
  writer.strip([
    { name: { zh: '投诉', en: 'Complaints' }, cell: count(complaints.received) },
    { name: { zh: '查实', en: 'Substantiated' }, cell: count(complaints.substantiated) },
    { name: { zh: '本月报修单', en: 'Tickets reported' }, cell: count(tickets.reported) },
    {
      name: metricById(desk.metrics, 'complaint_rate').name,
      cell: share(complaints.rate, tickets.reported),
    },
    {
      name: blame.name,
      cell: rate(
        judged(
          {
            value: complaints.blame_rate,
            met: complaints.substantiated,
            measured: tickets.reported,
          },
          blame,
        ),
        words,
      ),
    },
  ]);
  writer.gap();
  writer.table(columns(desk), input.complaints, { filter: 'sheet', freezeColumns: 1 });
  writer.gap();
  if (input.complaints.length === 0) return;
  breakdown(writer, { zh: '按被投诉人', en: 'By person' }, (row) => row.person);
  breakdown(writer, { zh: '按原因', en: 'By reason' }, (row) => reasonOf(row, desk));
  breakdown(writer, { zh: '按方式', en: 'By channel' }, (row) =>
    row.channel === null ? null : words.channel[row.channel],
  );
}

/** The policy's name of the reason, else the text as written. */
function reasonOf(row: ComplaintRow, desk: Desk): string | null {
  const rule = desk.input.policy.rules.find((item) => item.no === row.reason);
  return rule === undefined ? row.reason_text : rule.title[desk.lang];
}

function columns(desk: Desk): Column<ComplaintRow>[] {
  const { words } = desk;
  const find = ticketLookup(desk.input.tickets);
  return [
    {
      key: 'no',
      header: { zh: '投诉编号', en: 'Complaint' },
      cell: (row) => text(row.complaint_no),
    },
    {
      key: 'received',
      header: { zh: '收到', en: 'Received' },
      cell: (row) => time(row.received_at),
    },
    { key: 'ticket', header: { zh: '单号', en: 'Ticket' }, cell: (row) => text(row.ticket_no) },
    {
      key: 'channel',
      header: { zh: '方式', en: 'Channel' },
      cell: (row) => text(row.channel === null ? null : words.channel[row.channel]),
    },
    { key: 'person', header: { zh: '被投诉人', en: 'Person' }, cell: (row) => text(row.person) },
    { key: 'rule', header: { zh: '规则', en: 'Rule' }, cell: (row) => text(row.reason) },
    {
      key: 'reason',
      header: { zh: '原因', en: 'Reason' },
      cell: (row) => prose(reasonOf(row, desk)),
    },
    {
      key: 'severity',
      header: { zh: '情节', en: 'Severity' },
      cell: (row) => text(row.severity === null ? null : words.severity[row.severity]),
    },
    {
      key: 'substantiated',
      header: { zh: '查实', en: 'Substantiated' },
      cell: (row) => {
        if (row.substantiated === null) return text(words.undecided, { ink: 'pending' });
        return text(row.substantiated ? words.yes : words.no);
      },
    },
    {
      key: 'customer',
      header: { zh: '客户', en: 'Customer' },
      cell: (row) => prose(row.ticket_no === null ? null : (find(row.ticket_no)?.customer ?? null)),
    },
    {
      key: 'description',
      header: { zh: '内容', en: 'Description' },
      cell: (row) => prose(row.description),
    },
  ];
}

function breakdown(
  writer: SheetWriter,
  title: Both,
  nameOf: (row: ComplaintRow) => string | null,
): void {
  const unnamed = writer.both({ zh: '未填', en: 'blank' });
  const groups = grouped(writer.desk.input.complaints, nameOf);
  writer.table<(typeof groups)[number]>(
    [
      { key: 'name', header: title, cell: (group) => prose(group.name ?? unnamed) },
      {
        key: 'received',
        header: { zh: '投诉（件）', en: 'Complaints' },
        cell: (group) => count(group.rows.length),
        total: (all) => count(all.reduce((sum, group) => sum + group.rows.length, 0)),
      },
      {
        key: 'substantiated',
        header: { zh: '查实（件）', en: 'Substantiated' },
        cell: (group) => count(substantiated(group.rows)),
        total: (all) => count(all.reduce((sum, group) => sum + substantiated(group.rows), 0)),
      },
    ],
    groups,
    { filter: 'plain', total: writer.words.total },
  );
  writer.gap();
}

function substantiated(rows: readonly ComplaintRow[]): number {
  return rows.filter((row) => row.substantiated === true).length;
}
