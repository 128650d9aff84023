/** Why a case did not keep a requirement: what it was judged by, worked out by hand. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ticketRows } from '#queries/reports/tickets.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, upload } from './department.ts';

const MONTH = '2026-10';
const AS_OF = '2026-10-31T18:00:00';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await emptyDepartment();
  await upload(warehouse, {
    ticket: ['T1', 'T2', 'T3'].map((no) => ({
      ticket_no: no,
      customer_name: 'A',
      // T2 lacks two of the six.
      address: no === 'T2' ? null : '城关',
      phone: '13900000001',
      product_type: '双头灶',
      purchase_date: no === 'T2' ? null : '2025-01-01',
      fault: '漏水',
      warranty: 'in',
      resolution: 'on_site',
      reported_at: '2026-10-05 09:00:00',
    })),
    receipt: [
      // Not signed, and handed in on the third day.
      receipt('T1', '05', { customer_signed: false, submitted_at: '2026-10-07 08:00:00' }),
      // The same ticket once more: signed, without a score, not handed in yet.
      receipt('T1', '09', { satisfaction: null, submitted_at: null }),
      // Everything as it should be, but for what was charged within warranty.
      receipt('T3', '06', { charge: 8000 }),
    ],
    follow_up: [
      call('T3', '07', { satisfaction: 1, solved: false }),
      call('T3', '08', { satisfaction: 2, solved: null }),
    ],
  });
});
afterAll(() => warehouse.close());

const receipt = (ticket: string, day: string, rest: object) => ({
  ticket_no: ticket,
  technician: '李强',
  arrived_at: `2026-10-${day} 10:00:00`,
  finished_at: `2026-10-${day} 12:00:00`,
  fault_cause: '老化',
  solution: '更换',
  customer_signed: true,
  satisfaction: 5,
  submitted_at: `2026-10-${day} 18:00:00`,
  charge: 0,
  ...rest,
});
const call = (ticket: string, day: string, rest: object) => ({
  ticket_no: ticket,
  called_at: `2026-10-${day} 15:00:00`,
  connected: true,
  ...rest,
});

/** Tickets of the list with their cases, each fact as `field=value`. */
const why = async (list: string) =>
  (await ticketRows(warehouse, { month: MONTH, list }, AS_OF)).map(({ ticket_no, why: cases }) => [
    ticket_no,
    ...(cases ?? []).map((facts) => facts.map(({ field, value }) => `${field}=${value}`).join(' ')),
  ]);

test('blank cells are named, and no others', async () => {
  expect(await why('broken-4.1.1')).toEqual([
    ['T2', 'ticket.address=null ticket.purchase_date=null'],
  ]);
});

test('each receipt of a ticket has a reason of its own', async () => {
  expect(await why('broken-4.7.1')).toEqual([
    ['T1', 'receipt.customer_signed=false', 'receipt.satisfaction=null'],
  ]);
  expect(await why('broken-4.8.3')).toEqual([
    [
      'T1',
      'receipt.finished_at=2026-10-05T12:00:00 receipt.submitted_at=2026-10-07T08:00:00',
      'receipt.finished_at=2026-10-09T12:00:00 receipt.submitted_at=null',
    ],
  ]);
});

test('the list of incomplete receipts says the same as the clause', async () => {
  const cases = [['T1', 'receipt.customer_signed=false']];
  expect(await why('broken-5.7')).toEqual(cases);
  expect(await why('incomplete_receipts')).toEqual(cases);
});

test('money is told beside what was expected', async () => {
  expect(await why('broken-4.7.2')).toEqual([['T3', 'charged=8000 expected=0']]);
  expect(await why('broken-5.8')).toEqual([['T3', 'charged=8000 expected=0']]);
});

test('what the customer said last', async () => {
  expect(await why('broken-4.9.1-resolved')).toEqual([
    [
      'T3',
      'follow_up.called_at=2026-10-08T15:00:00 follow_up.satisfaction=2 follow_up.solved=null',
    ],
  ]);
});

test('other lists give no reasons', async () => {
  const rows = await ticketRows(warehouse, { month: MONTH, list: 'receipts' }, AS_OF);
  expect(rows.map((row) => row.why)).toEqual([undefined, undefined]);
});
