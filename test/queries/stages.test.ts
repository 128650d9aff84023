/** Stage states and their edges, each figured by hand from the definitions of the metrics; each case in months of its own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { monthReport } from '#queries/reports/month-report.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import {
  emptyDepartment,
  type Row,
  type Sheets,
  type Upload,
  upload,
  uploadAll,
} from './department.ts';

let warehouse: Warehouse;
const uploads: Upload[] = [];
beforeAll(async () => {
  warehouse = await emptyDepartment();
  await uploadAll(warehouse, uploads);
});
afterAll(() => warehouse.close());

/** A case of months of its own, imported together with all others, and what is looked at. */
function given(
  name: string,
  sheets: Sheets,
  check: () => Promise<void>,
  dayOnly: string[] = [],
): void {
  uploads.push({ sheets, dayOnly });
  test(name, check);
}

const call = (month: string, no: string, rest: Row): Row => ({
  ticket_no: no,
  reported_at: `${month}-05 09:00:00`,
  answered_at: `${month}-05 09:05:00`,
  resolution: 'on_site',
  region: 'urban',
  ...rest,
});

async function stages(month: string, asOf = '2026-10-31T18:00:00') {
  return (await monthReport(warehouse, month, asOf)).stages;
}

given(
  'a blank end is pending until as_of is past the target, then an open breach',
  { ticket: [call('2026-08', '2608-A', { answered_at: null })] },
  async () => {
    expect((await stages('2026-08', '2026-08-05T09:10:00')).answer).toMatchObject({
      pending: 1,
      measured: 0,
      rate: null,
    });
    expect((await stages('2026-08', '2026-08-05T09:10:01')).answer).toMatchObject({
      pending: 0,
      measured: 1,
      open_breaches: 1,
      rate: 0,
    });
  },
);

given(
  'an end before its start by a minute is invalid, by less it counts as 0',
  {
    ticket: [
      call('2026-10', '2610-A', { answered_at: '2026-10-05 08:59:00' }),
      call('2026-10', '2610-B', { answered_at: '2026-10-05 08:59:01' }),
      // 90 days and a minute later.
      call('2026-10', '2610-C', { answered_at: '2027-01-03 09:01:00' }),
    ],
  },
  async () => {
    expect((await stages('2026-10')).answer).toMatchObject({
      invalid: 2,
      measured: 1,
      met: 1,
      mean: 0,
      max: 0,
    });
  },
);

const { answered_at: _, ...row } = call('2026-07', '2607-A', {});
given('a column nobody had is not captured: in no denominator', { ticket: [row] }, async () => {
  expect((await stages('2026-07')).answer).toMatchObject({
    measured: 0,
    not_captured: 1,
    rate: null,
  });
});

given(
  'a date without a time decides the month and measures no minutes',
  {
    ticket: [
      call('2026-06', '2606-A', {
        reported_at: '2026-06-05 00:00:00',
        dispatched_at: '2026-06-05 09:10:00',
      }),
    ],
  },
  async () => {
    const found = await stages('2026-06');
    expect(found.answer).toMatchObject({ not_captured: 1, measured: 0 });
    // Dispatch starts at the answer, which is known to the minute.
    expect(found.dispatch).toMatchObject({ measured: 1, met: 1, mean: 5 });
  },
  ['reported_at'],
);

const visit = (no: string, at: string): Row => ({
  ticket_no: no,
  technician: '李强',
  arrived_at: at,
  finished_at: null,
});
given(
  'arrival: promise before region; a refused promise falls back; outside without a promise has no deadline',
  {
    ticket: [
      call('2026-05', '2605-promised', {
        promised_at: '2026-05-05 15:00:00',
        promise_consented: true,
      }),
      call('2026-05', '2605-refused', {
        promised_at: '2026-05-05 15:00:00',
        promise_consented: false,
      }),
      call('2026-05', '2605-outside', {
        region: 'outside',
        promised_at: null,
        promise_consented: null,
      }),
      call('2026-05', '2605-unknown', { region: null, promised_at: null, promise_consented: null }),
      call('2026-05', '2605-exact', { promised_at: null, promise_consented: null }),
    ],
    receipt: [
      visit('2605-promised', '2026-05-05 15:00:00'),
      visit('2605-refused', '2026-05-05 15:00:00'),
      visit('2605-outside', '2026-05-06 15:00:00'),
      visit('2605-unknown', '2026-05-05 12:00:01'),
      visit('2605-exact', '2026-05-05 12:00:00'),
    ],
  },
  async () => {
    expect((await stages('2026-05')).arrival).toMatchObject({
      measured: 4,
      met: 2,
      breached: 2,
      not_applicable: 1,
    });
  },
);

given(
  'receipts kept in the month make a blank arrival captured for its other tickets',
  {
    ticket: [
      call('2025-10', '2510-A', {}),
      call('2025-10', '2510-B', {}),
      call('2025-10', '2510-N', { reported_at: '2025-09-05 09:00:00', answered_at: null }),
    ],
    receipt: [{ ticket_no: '2510-A', arrived_at: '2025-10-05 10:00:00', finished_at: null }],
  },
  async () => {
    expect((await stages('2025-10')).arrival).toMatchObject({
      measured: 2,
      met: 1,
      open_breaches: 1,
      not_captured: 0,
    });
    expect((await stages('2025-09')).arrival).toMatchObject({ measured: 0, not_captured: 1 });
  },
);

given(
  'a pause is taken off arrival and repair, as far as it lies inside',
  {
    ticket: [
      // 4 h to arrival less a pause of 90 min: 2 h 30, in time. Repair 12:30–14:00 untouched.
      call('2026-04', '2604-A', {
        suspended_at: '2026-04-05 09:30:00',
        resumed_at: '2026-04-05 11:00:00',
      }),
      // The pause begins before arrival (30 min of it count there) and ends 30 min into the repair.
      call('2026-04', '2604-B', {
        suspended_at: '2026-04-05 12:00:00',
        resumed_at: '2026-04-05 13:00:00',
      }),
      // Not resumed, suspended before the deadline: never due.
      call('2026-04', '2604-C', { suspended_at: '2026-04-05 10:00:00', resumed_at: null }),
    ],
    receipt: [
      {
        ticket_no: '2604-A',
        arrived_at: '2026-04-05 13:00:00',
        finished_at: '2026-04-05 14:00:00',
      },
      {
        ticket_no: '2604-B',
        arrived_at: '2026-04-05 12:30:00',
        finished_at: '2026-04-05 14:00:00',
      },
    ],
  },
  async () => {
    const found = await stages('2026-04');
    // A 150 min, B 210 − 30 = 180 min: both within 3 h.
    expect(found.arrival).toMatchObject({ measured: 2, met: 2, pending: 1, mean: 165, max: 180 });
    // A 60 min, B 90 − 30 = 60 min.
    expect(found.repair).toMatchObject({ measured: 2, mean: 60 });
    // A 300 − 90, B 300 − 60.
    expect(found.turnaround).toMatchObject({ measured: 2, mean: 225 });
  },
);

given(
  'a pause that was over before the report leaves the deadline where it is',
  {
    ticket: [
      call('2026-03', '2603-A', {
        suspended_at: '2026-03-05 08:00:00',
        resumed_at: '2026-03-05 08:30:00',
      }),
      call('2026-03', '2603-B', { promised_at: '2026-03-30 09:00:00' }),
    ],
    // A department that kept receipts: the blank arrival of A is open, not unasked.
    receipt: [{ ticket_no: '2603-B', arrived_at: null, finished_at: null }],
  },
  async () => {
    // Due at 12:00:00 sharp; half an hour of earlier pause must not make it 11:30.
    expect((await stages('2026-03', '2026-03-05T12:00:00')).arrival).toMatchObject({ pending: 2 });
    expect((await stages('2026-03', '2026-03-05T12:00:01')).arrival).toMatchObject({
      pending: 1,
      open_breaches: 1,
    });
  },
);

given(
  'a pause that begins at the very deadline holds the breach back',
  {
    ticket: [
      call('2026-01', '2601-A', {
        suspended_at: '2026-01-05 12:00:00',
        resumed_at: '2026-01-05 13:00:00',
      }),
      call('2026-01', '2601-B', { promised_at: '2026-01-30 09:00:00' }),
    ],
    receipt: [{ ticket_no: '2601-B', arrived_at: null, finished_at: null }],
  },
  async () => {
    // 3 h net stand until 13:00; a second later they are past.
    expect((await stages('2026-01', '2026-01-05T13:00:00')).arrival).toMatchObject({ pending: 2 });
    expect((await stages('2026-01', '2026-01-05T13:00:01')).arrival).toMatchObject({
      pending: 1,
      open_breaches: 1,
    });
  },
);

given(
  'callback belongs to the month of the finish; an attempt that did not connect ends nothing',
  {
    ticket: [
      call('2024-10', '2410-A', {
        reported_at: '2024-09-30 16:00:00',
        answered_at: '2024-09-30 16:01:00',
      }),
      call('2024-10', '2410-B', {}),
    ],
    receipt: [
      {
        ticket_no: '2410-A',
        arrived_at: '2024-10-01 09:00:00',
        finished_at: '2024-10-01 10:00:00',
      },
      {
        ticket_no: '2410-B',
        arrived_at: '2024-10-05 10:00:00',
        finished_at: '2024-10-05 11:00:00',
      },
    ],
    follow_up: [
      // Before the finish: not a callback.
      { ticket_no: '2410-A', called_at: '2024-10-01 09:30:00', connected: true },
      { ticket_no: '2410-A', called_at: '2024-10-02 10:00:00', connected: true },
      { ticket_no: '2410-B', called_at: '2024-10-05 12:00:00', connected: false },
      { ticket_no: '2410-B', called_at: '2024-10-06 12:00:00', connected: true },
    ],
  },
  async () => {
    // A: exactly 24 h, met. B: 25 h, late; its attempt after an hour does not count.
    expect((await stages('2024-10')).callback).toMatchObject({
      measured: 2,
      met: 1,
      breached: 1,
      mean: 1470,
    });
    // No callback counts in September, and A, reported then, has one all the same.
    expect((await stages('2024-09')).callback).toMatchObject({
      measured: 0,
      met: 0,
      not_applicable: 0,
    });
  },
);

given(
  'guidance: phone tickets from the answer, 3 hours',
  {
    ticket: [
      call('2025-08', '2508-A', { resolution: 'phone' }),
      call('2025-08', '2508-B', { resolution: 'phone', answered_at: null }),
    ],
    follow_up: [{ ticket_no: '2508-A', called_at: '2025-08-05 12:05:00' }],
  },
  async () => {
    expect((await stages('2025-08')).guidance_follow_up).toMatchObject({
      measured: 2,
      met: 1,
      open_breaches: 1,
      mean: 180,
    });
  },
);

given(
  'resolution: a blank cell is on site when dispatched or visited, else unknown',
  {
    ticket: [
      call('2025-07', '2507-A', { resolution: null, dispatched_at: '2025-07-05 09:10:00' }),
      call('2025-07', '2507-B', { resolution: null, dispatched_at: null }),
      call('2025-07', '2507-C', { resolution: null, dispatched_at: null }),
      call('2025-07', '2507-D', { resolution: 'phone', dispatched_at: null, status: '已取消' }),
    ],
    receipt: [{ ticket_no: '2507-B', arrived_at: '2025-07-05 10:00:00' }],
  },
  async () => {
    const { tickets } = await monthReport(warehouse, '2025-07', '2026-10-31T18:00:00');
    expect(tickets).toEqual({
      reported: 3,
      on_site: 2,
      phone: 0,
      unknown: 1,
      cancelled: 1,
      finished: 0,
    });
  },
);

given(
  'the last finish is none while the last visit is open',
  {
    ticket: [call('2025-06', '2506-A', {}), call('2025-06', '2506-B', {})],
    receipt: [
      {
        ticket_no: '2506-A',
        receipt_no: 'A1',
        arrived_at: '2025-06-05 10:00:00',
        finished_at: '2025-06-05 11:00:00',
      },
      {
        ticket_no: '2506-A',
        receipt_no: 'A2',
        arrived_at: '2025-06-06 10:00:00',
        finished_at: null,
      },
      {
        ticket_no: '2506-B',
        receipt_no: 'B1',
        arrived_at: '2025-06-05 10:00:00',
        finished_at: null,
      },
      {
        ticket_no: '2506-B',
        receipt_no: 'B2',
        arrived_at: '2025-06-06 10:00:00',
        finished_at: '2025-06-06 11:00:00',
      },
    ],
  },
  async () => {
    const report = await monthReport(warehouse, '2025-06', '2026-10-31T18:00:00');
    expect(report.tickets.finished).toBe(1);
    expect(report.repeat).toMatchObject({ finished: 1, visits_per_ticket: 2 });
  },
);

test('re-import: a later sheet clears what it captured blank and leaves what it did not have', async () => {
  const own = await emptyDepartment();
  await upload(own, { ticket: [call('2026-10', 'A', { dispatched_at: '2026-10-05 09:30:00' })] });
  await upload(own, {
    ticket: [{ ticket_no: 'A', reported_at: '2026-11-02 09:00:00', answered_at: null }],
  });
  const [row] = await own.read(
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
  expect((await monthReport(own, '2026-10', '2026-11-30T00:00:00')).tickets.reported).toBe(0);
  own.close();
});
