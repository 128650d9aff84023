/** The complaints behind a figure, counted by hand. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { complaintRows } from '#queries/reports/complaints.ts';
import { monthReport } from '#queries/reports/month-report.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, type Row, upload } from './department.ts';

const MONTH = '2026-10';
const AS_OF = '2026-10-31T18:00:00';

const ticket = (no: string, region: string): Row => ({
  ticket_no: no,
  region,
  resolution: 'on_site',
  reported_at: '2026-10-05 09:00:00',
});
const complaint = (no: string, ticketNo: string | null, day: string, rest: Row = {}): Row => ({
  complaint_no: no,
  ticket_no: ticketNo,
  received_at: `${day} 10:00:00`,
  person: '李强',
  reason: null,
  reason_text: '态度差',
  severity: null,
  substantiated: true,
  ...rest,
});

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await emptyDepartment();
  await upload(warehouse, {
    ticket: [ticket('T1', 'urban'), ticket('T2', 'outside')],
    complaint: [
      // Two about one ticket, one about none, one about a ticket nobody uploaded, one not found to be true.
      complaint('K1', 'T1', '2026-10-06'),
      complaint('K2', 'T1', '2026-10-07', { reason: '12', severity: 'serious' }),
      complaint('K3', null, '2026-10-08'),
      complaint('K4', 'T9', '2026-10-09'),
      complaint('K5', 'T2', '2026-10-10', { substantiated: false }),
      // About October's ticket, received in November: not of this month.
      complaint('K6', 'T2', '2026-11-01'),
    ],
  });
});
afterAll(() => warehouse.close());

const listed = async (list: 'received' | 'substantiated', scope: object = {}) =>
  (await complaintRows(warehouse, { month: MONTH, list, ...scope })).map((row) => row.complaint_no);

test('each complaint is a row, with a ticket or without', async () => {
  const { complaints } = await monthReport(warehouse, MONTH, AS_OF);
  expect(await listed('received')).toEqual(['K1', 'K2', 'K3', 'K4', 'K5']);
  expect(await listed('substantiated')).toEqual(['K1', 'K2', 'K3', 'K4']);
  expect([complaints.received, complaints.substantiated]).toEqual([5, 4]);
});

test('a filter of tickets leaves the complaints about those', async () => {
  expect(await listed('received', { region: 'urban' })).toEqual(['K1', 'K2']);
  expect(await listed('received', { region: 'outside' })).toEqual(['K5']);
});

test('a row says whether its ticket is known and which cells it was read from', async () => {
  const rows = await complaintRows(warehouse, { month: MONTH, list: 'received' });
  const of = (no: string) => rows.find((row) => row.complaint_no === no);
  expect(rows.map((row) => row.known_ticket)).toEqual([true, true, false, false, true]);
  expect(of('K2')).toMatchObject({ reason: '12', severity: 'serious', person: '李强' });
  expect(of('K3')?.sources).toContainEqual(
    expect.objectContaining({ file: 'complaint.csv', row: 4, header: 'complaint_no', value: 'K3' }),
  );
});
