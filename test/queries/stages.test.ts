/** Stage states and their edges, each figured by hand from the definitions of the metrics. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { monthReport } from '#queries/reports/month-report.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, type Row, upload } from './department.ts';

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await emptyDepartment();
});
afterEach(() => warehouse.close());

const call = (no: string, rest: Row): Row => ({
  ticket_no: no,
  reported_at: '2026-10-05 09:00:00',
  answered_at: '2026-10-05 09:05:00',
  resolution: 'on_site',
  region: 'urban',
  ...rest,
});

async function stages(month = '2026-10', asOf = '2026-10-31T18:00:00') {
  return (await monthReport(warehouse, month, asOf)).stages;
}

test('a blank end is pending until as_of is past the target, then an open breach', async () => {
  await upload(warehouse, { ticket: [call('A', { answered_at: null })] });
  expect((await stages('2026-10', '2026-10-05T09:10:00')).answer).toMatchObject({
    pending: 1,
    measured: 0,
    rate: null,
  });
  expect((await stages('2026-10', '2026-10-05T09:10:01')).answer).toMatchObject({
    pending: 0,
    measured: 1,
    open_breaches: 1,
    rate: 0,
  });
});

test('an end before its start by a minute is invalid, by less it counts as 0', async () => {
  await upload(warehouse, {
    ticket: [
      call('A', { answered_at: '2026-10-05 08:59:00' }),
      call('B', { answered_at: '2026-10-05 08:59:01' }),
      // 90 days and a minute later.
      call('C', { answered_at: '2027-01-03 09:01:00' }),
    ],
  });
  expect((await stages()).answer).toMatchObject({
    invalid: 2,
    measured: 1,
    met: 1,
    mean: 0,
    max: 0,
  });
});

test('a column nobody had is not captured: in no denominator', async () => {
  const { answered_at: _, ...row } = call('A', {});
  await upload(warehouse, { ticket: [row] });
  expect((await stages()).answer).toMatchObject({ measured: 0, not_captured: 1, rate: null });
});

test('a date without a time decides the month and measures no minutes', async () => {
  await upload(
    warehouse,
    {
      ticket: [
        call('A', { reported_at: '2026-10-05 00:00:00', dispatched_at: '2026-10-05 09:10:00' }),
      ],
    },
    { dayOnly: ['reported_at'] },
  );
  const found = await stages();
  expect(found.answer).toMatchObject({ not_captured: 1, measured: 0 });
  // Dispatch starts at the answer, which is known to the minute.
  expect(found.dispatch).toMatchObject({ measured: 1, met: 1, mean: 5 });
});

test('arrival: promise before region; a refused promise falls back; outside without a promise has no deadline', async () => {
  const visit = (no: string, at: string): Row => ({
    ticket_no: no,
    technician: '李强',
    arrived_at: at,
    finished_at: null,
  });
  await upload(warehouse, {
    ticket: [
      call('promised', { promised_at: '2026-10-05 15:00:00', promise_consented: true }),
      call('refused', { promised_at: '2026-10-05 15:00:00', promise_consented: false }),
      call('outside', { region: 'outside', promised_at: null, promise_consented: null }),
      call('unknown', { region: null, promised_at: null, promise_consented: null }),
      call('exact', { promised_at: null, promise_consented: null }),
    ],
    receipt: [
      visit('promised', '2026-10-05 15:00:00'),
      visit('refused', '2026-10-05 15:00:00'),
      visit('outside', '2026-10-06 15:00:00'),
      visit('unknown', '2026-10-05 12:00:01'),
      visit('exact', '2026-10-05 12:00:00'),
    ],
  });
  expect((await stages()).arrival).toMatchObject({
    measured: 4,
    met: 2,
    breached: 2,
    not_applicable: 1,
  });
});

test('receipts kept in the month make a blank arrival captured for its other tickets', async () => {
  await upload(warehouse, {
    ticket: [
      call('A', {}),
      call('B', {}),
      call('N', { reported_at: '2026-09-05 09:00:00', answered_at: null }),
    ],
    receipt: [{ ticket_no: 'A', arrived_at: '2026-10-05 10:00:00', finished_at: null }],
  });
  expect((await stages()).arrival).toMatchObject({
    measured: 2,
    met: 1,
    open_breaches: 1,
    not_captured: 0,
  });
  expect((await stages('2026-09')).arrival).toMatchObject({ measured: 0, not_captured: 1 });
});

test('a pause is taken off arrival and repair, as far as it lies inside', async () => {
  await upload(warehouse, {
    ticket: [
      // 4 h to arrival less a pause of 90 min: 2 h 30, in time. Repair 12:30–14:00 untouched.
      call('A', { suspended_at: '2026-10-05 09:30:00', resumed_at: '2026-10-05 11:00:00' }),
      // The pause begins before arrival (30 min of it count there) and ends 30 min into the repair.
      call('B', { suspended_at: '2026-10-05 12:00:00', resumed_at: '2026-10-05 13:00:00' }),
      // Not resumed, suspended before the deadline: never due.
      call('C', { suspended_at: '2026-10-05 10:00:00', resumed_at: null }),
    ],
    receipt: [
      { ticket_no: 'A', arrived_at: '2026-10-05 13:00:00', finished_at: '2026-10-05 14:00:00' },
      { ticket_no: 'B', arrived_at: '2026-10-05 12:30:00', finished_at: '2026-10-05 14:00:00' },
    ],
  });
  const found = await stages();
  // A 150 min, B 210 − 30 = 180 min: both within 3 h.
  expect(found.arrival).toMatchObject({ measured: 2, met: 2, pending: 1, mean: 165, max: 180 });
  // A 60 min, B 90 − 30 = 60 min.
  expect(found.repair).toMatchObject({ measured: 2, mean: 60 });
  // A 300 − 90, B 300 − 60.
  expect(found.turnaround).toMatchObject({ measured: 2, mean: 225 });
});

test('a pause that was over before the report leaves the deadline where it is', async () => {
  await upload(warehouse, {
    ticket: [call('A', { suspended_at: '2026-10-05 08:00:00', resumed_at: '2026-10-05 08:30:00' })],
    // A department that kept receipts: the blank arrival of A is open, not unasked.
    receipt: [{ ticket_no: 'B', arrived_at: null, finished_at: null }],
  });
  await upload(warehouse, {
    ticket: [call('B', { promised_at: '2026-10-30 09:00:00' })],
  });
  // Due at 12:00:00 sharp; half an hour of earlier pause must not make it 11:30.
  expect((await stages('2026-10', '2026-10-05T12:00:00')).arrival).toMatchObject({ pending: 2 });
  expect((await stages('2026-10', '2026-10-05T12:00:01')).arrival).toMatchObject({
    pending: 1,
    open_breaches: 1,
  });
});

test('a pause that begins at the very deadline holds the breach back', async () => {
  await upload(warehouse, {
    ticket: [
      call('A', { suspended_at: '2026-10-05 12:00:00', resumed_at: '2026-10-05 13:00:00' }),
      call('B', { promised_at: '2026-10-30 09:00:00' }),
    ],
    receipt: [{ ticket_no: 'B', arrived_at: null, finished_at: null }],
  });
  // 3 h net stand until 13:00; a second later they are past.
  expect((await stages('2026-10', '2026-10-05T13:00:00')).arrival).toMatchObject({ pending: 2 });
  expect((await stages('2026-10', '2026-10-05T13:00:01')).arrival).toMatchObject({
    pending: 1,
    open_breaches: 1,
  });
});

test('callback belongs to the month of the finish; an attempt that did not connect ends nothing', async () => {
  await upload(warehouse, {
    ticket: [
      call('A', { reported_at: '2026-09-30 16:00:00', answered_at: '2026-09-30 16:01:00' }),
      call('B', {}),
    ],
    receipt: [
      { ticket_no: 'A', arrived_at: '2026-10-01 09:00:00', finished_at: '2026-10-01 10:00:00' },
      { ticket_no: 'B', arrived_at: '2026-10-05 10:00:00', finished_at: '2026-10-05 11:00:00' },
    ],
    follow_up: [
      // Before the finish: not a callback.
      { ticket_no: 'A', called_at: '2026-10-01 09:30:00', connected: true },
      { ticket_no: 'A', called_at: '2026-10-02 10:00:00', connected: true },
      { ticket_no: 'B', called_at: '2026-10-05 12:00:00', connected: false },
      { ticket_no: 'B', called_at: '2026-10-06 12:00:00', connected: true },
    ],
  });
  // A: exactly 24 h, met. B: 25 h, late; its attempt after an hour does not count.
  expect((await stages()).callback).toMatchObject({ measured: 2, met: 1, breached: 1, mean: 1470 });
  // No callback counts in September, and A, reported then, has one all the same.
  expect((await stages('2026-09')).callback).toMatchObject({
    measured: 0,
    met: 0,
    not_applicable: 0,
  });
});

test('guidance: phone tickets from the answer, 3 hours', async () => {
  await upload(warehouse, {
    ticket: [
      call('A', { resolution: 'phone' }),
      call('B', { resolution: 'phone', answered_at: null }),
    ],
    follow_up: [{ ticket_no: 'A', called_at: '2026-10-05 12:05:00' }],
  });
  expect((await stages()).guidance_follow_up).toMatchObject({
    measured: 2,
    met: 1,
    open_breaches: 1,
    mean: 180,
  });
});

test('resolution: a blank cell is on site when dispatched or visited, else unknown', async () => {
  await upload(warehouse, {
    ticket: [
      call('A', { resolution: null, dispatched_at: '2026-10-05 09:10:00' }),
      call('B', { resolution: null, dispatched_at: null }),
      call('C', { resolution: null, dispatched_at: null }),
      call('D', { resolution: 'phone', dispatched_at: null, status: '已取消' }),
    ],
    receipt: [{ ticket_no: 'B', arrived_at: '2026-10-05 10:00:00' }],
  });
  const { tickets } = await monthReport(warehouse, '2026-10', '2026-10-31T18:00:00');
  expect(tickets).toEqual({
    reported: 3,
    on_site: 2,
    phone: 0,
    unknown: 1,
    cancelled: 1,
    finished: 0,
  });
});

test('the last finish is none while the last visit is open', async () => {
  await upload(warehouse, {
    ticket: [call('A', {}), call('B', {})],
    receipt: [
      {
        ticket_no: 'A',
        receipt_no: 'A1',
        arrived_at: '2026-10-05 10:00:00',
        finished_at: '2026-10-05 11:00:00',
      },
      { ticket_no: 'A', receipt_no: 'A2', arrived_at: '2026-10-06 10:00:00', finished_at: null },
      { ticket_no: 'B', receipt_no: 'B1', arrived_at: '2026-10-05 10:00:00', finished_at: null },
      {
        ticket_no: 'B',
        receipt_no: 'B2',
        arrived_at: '2026-10-06 10:00:00',
        finished_at: '2026-10-06 11:00:00',
      },
    ],
  });
  const report = await monthReport(warehouse, '2026-10', '2026-10-31T18:00:00');
  expect(report.tickets.finished).toBe(1);
  expect(report.repeat).toMatchObject({ finished: 1, visits_per_ticket: 2 });
});

test('re-import: a later sheet clears what it captured blank and leaves what it did not have', async () => {
  await upload(warehouse, { ticket: [call('A', { dispatched_at: '2026-10-05 09:30:00' })] });
  await upload(warehouse, {
    ticket: [{ ticket_no: 'A', reported_at: '2026-11-02 09:00:00', answered_at: null }],
  });
  const [row] = await warehouse.read(
    'SELECT ticket_month, answered_at, dispatched_at, region FROM mart_ticket',
    z.object({
      ticket_month: z.string(),
      answered_at: z.string().nullable(),
      dispatched_at: z.string(),
      region: z.string(),
    }),
  );
  expect(row).toEqual({
    ticket_month: '2026-11',
    answered_at: null,
    dispatched_at: '2026-10-05T09:30:00',
    region: 'urban',
  });
  // The month it left is rebuilt too.
  expect((await monthReport(warehouse, '2026-10', '2026-11-30T00:00:00')).tickets.reported).toBe(0);
});
