/** Durations are rounded on their exact value, half up: what fractions of minutes come to lies a little beside it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monthReport } from '#queries/reports/month-report.ts';
import { everybody, personMonth } from '#queries/reports/person.ts';
import type { MonthReport } from '#queries/reports/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, upload } from './department.ts';

const AS_OF = '2026-10-31T18:00:00';

/** Seconds of eight visits: 46,962 in all, 13.045 hours. */
const VISITS = [5941, 2031, 5721, 9432, 8547, 2092, 2649, 10_549];
/** Of two visits of somebody else, the month before. */
const EARLIER = [4258, 4361];

/** A moment of the fifth of a month so many seconds after eight. */
const at = (seconds: number, month = 10): string =>
  new Date(Date.UTC(2026, month - 1, 5, 8) + seconds * 1000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');

let warehouse: Warehouse;
let report: MonthReport;

beforeAll(async () => {
  warehouse = await emptyDepartment();
  const visits = [
    ...VISITS.map((seconds) => ({ seconds, month: 10, technician: '张强' })),
    ...EARLIER.map((seconds) => ({ seconds, month: 9, technician: '李强' })),
  ];
  await upload(warehouse, {
    ticket: visits.map(({ month, technician }, n) => ({
      ticket_no: `T${n}`,
      reported_at: at(0, month),
      // 5:19 and 5:20 of the ones answered; nothing of the others.
      answered_at: n < 2 ? at(319 + n) : null,
      hotline_agent: '王芳',
      resolution: 'on_site',
      dispatched_at: at(600, month),
      technician,
    })),
    receipt: visits.map(({ seconds, month, technician }, n) => ({
      receipt_no: `R${n}`,
      ticket_no: `T${n}`,
      technician,
      arrived_at: at(3600, month),
      finished_at: at(3600 + seconds, month),
    })),
  });
  report = await monthReport(warehouse, '2026-10', AS_OF);
});
afterAll(() => warehouse.close());

test('319.5 seconds are 5.325 minutes, rounded 5.33', () => {
  expect(report.stages.answer).toMatchObject({ mean: 5.33, median: 5.33, p90: 5.33, max: 5.33 });
});

test('p90 lies between its neighbours, rounded once', () => {
  // The seventh and the eighth of eight, 9,432 and 10,549 s: 3 tenths of the way, 9,767.1 s, 162.785 minutes.
  expect(report.stages.repair).toMatchObject({ p90: 162.79, max: 175.82, mean: 97.84 });
});

test('13.045 hours of visits are 13.05', async () => {
  const roles = report.people.find(({ name }) => name === '张强')?.roles;
  expect(roles?.technician?.repair_hours).toBe(13.05);
});

test('the median on the page of a person is that of the month', async () => {
  // 4,258 and 4,361 s: 4,309.5, which are 71.825 minutes.
  const september = await monthReport(warehouse, '2026-09', AS_OF);
  expect(september.stages.repair.median).toBe(71.83);
  const [person] = (await everybody(warehouse)).filter(({ name }) => name === '李强');
  if (person === undefined) throw new Error('李强 is nobody');
  const { scores } = await personMonth(warehouse, person, september);
  const lines = scores.flatMap((role) => role.lines);
  const line = lines.find(({ metric }) => metric === 'repair_minutes');
  expect(line?.own).toMatchObject({ value: 71.83, measured: 2 });
});
