/** The shapes of one person's charts: places worked out by hand, gaps and what lies off an axis. */
import { describe, expect, test } from 'vitest';
import { dayLanes, type LaneVisit } from '#app/charts/day-lanes.ts';
import {
  durationStripAxis,
  rateStripAxis,
  type StripInput,
  stripShape,
} from '#app/charts/dot-strip.ts';
import { trendShape } from '#app/charts/person-trend.ts';

describe('dots against the team', () => {
  const line = (rest: Partial<StripInput>): StripInput => ({
    own: { value: 0.9, measured: 20 },
    verdict: 'met',
    others: [],
    target: null,
    ...rest,
  });

  test('rates share a cut axis from an even tenth; too few cases do not stretch it', () => {
    expect(rateStripAxis([line({})])).toEqual({ min: 0.8, max: 1 });
    expect(rateStripAxis([line({}), line({ others: [{ value: 0.74, measured: 9 }] })])).toEqual({
      min: 0.6,
      max: 1,
    });
    expect(rateStripAxis([line({ others: [{ value: 0.1, measured: 4 }] })]).min).toBe(0.8);
    expect(rateStripAxis([line({ target: 0.5 })]).min).toBe(0.4);
    expect(rateStripAxis([])).toEqual({ min: 0.8, max: 1 });
  });

  test('a dot stands at its own place or nowhere', () => {
    const shape = stripShape(
      line({
        target: 0.95,
        others: [
          { value: 0.85, measured: 30 },
          { value: 1, measured: 3 },
          { value: 0.5, measured: 2 },
        ],
      }),
      { min: 0.8, max: 1 },
    );
    expect(shape).toEqual({
      others: [
        { at: 25, few: false },
        { at: 100, few: true },
      ],
      own: { at: 50, verdict: 'met' },
      target: 75,
      off: 1,
    });
    expect(stripShape(line({ own: null }), { min: 0.8, max: 1 }).own).toBeNull();
  });

  test('durations: whole steps around what is compared', () => {
    const minutes = (own: number, ...others: number[]) =>
      durationStripAxis(
        line({
          own: { value: own, measured: 10 },
          others: others.map((value) => ({ value, measured: 10 })),
        }),
      );
    expect(minutes(107, 112, 132)).toEqual({ min: 100, max: 140 });
    expect(minutes(60, 60)).toEqual({ min: 60, max: 70 });
    // 3 hours 20 minutes apart: steps of an hour.
    expect(minutes(50, 250)).toEqual({ min: 0, max: 300 });
    expect(durationStripAxis(line({ own: { value: 60, measured: 4 } }))).toBeNull();
  });
});

describe('the days of a month', () => {
  const visit = (key: string, rest: Partial<LaneVisit>): LaneVisit => ({
    key,
    ticket_no: key,
    reported_at: null,
    reported_day: false,
    due_at: null,
    arrival_state: null,
    arrived_at: null,
    arrived_day: false,
    finished_at: null,
    finished_day: false,
    repair_minutes: null,
    rules: [],
    ...rest,
  });
  const at = (day: string, time: string) => `2026-10-${day}T${time}:00`;

  test('a bar from arrival to finish, the wait before it, the missed deadline, the rules behind it', () => {
    // 6 to 23 o'clock are 17 hours: one hour is 5.88 %.
    const { from, to, days } = dayLanes(
      [
        visit('A', {
          reported_at: at('10', '13:12'),
          due_at: at('10', '16:12'),
          arrival_state: 'breached',
          arrived_at: at('10', '16:49'),
          finished_at: at('10', '17:57'),
          repair_minutes: 68,
          rules: ['6', '4'],
        }),
      ],
      '2026-10',
    );
    expect([from, to, days.length]).toEqual([6, 23, 31]);
    // 10 October 2026 is a Saturday.
    const day = days[9];
    expect([day?.day, day?.weekday, day?.visits, day?.repair_minutes]).toEqual([10, 6, 1, 68]);
    expect(day?.bars).toEqual([
      { key: 'A', ticket_no: 'A', left: 63.63, width: 6.66, kind: 'breached', open: false },
    ]);
    expect(day?.waits).toEqual([{ key: 'A', left: 42.35, width: 21.28 }]);
    expect(day?.ticks).toEqual([{ key: 'A', at: 60 }]);
    expect(day?.notes).toEqual([{ key: 'A', at: 70.29, text: '6 4' }]);
    expect(days[8]?.visits).toBe(0);
  });

  test('reported the day before: the wait begins at the edge; in time, no tick; a later visit waits for nothing', () => {
    const { days } = dayLanes(
      [
        visit('A', {
          reported_at: at('04', '20:00'),
          due_at: at('05', '10:00'),
          arrival_state: 'met',
          arrived_at: at('05', '09:24'),
          finished_at: at('05', '10:00'),
        }),
        visit('B', {
          reported_at: at('05', '08:00'),
          arrived_at: at('05', '14:30'),
          finished_at: at('05', '23:30'),
        }),
      ],
      '2026-10',
    );
    const day = days[4];
    expect(day?.waits).toEqual([{ key: 'A', left: 0, width: 18.89 }]);
    expect(day?.ticks).toEqual([]);
    expect(day?.bars.map(({ key, kind }) => [key, kind])).toEqual([
      ['A', 'met'],
      ['B', 'other'],
    ]);
  });

  test('early and late hours are added; past midnight the bar ends with its day; without a finish it is a mark', () => {
    const { from, to, days } = dayLanes(
      [
        visit('A', { arrived_at: at('01', '03:00'), finished_at: at('02', '01:00') }),
        visit('B', { arrived_at: at('03', '12:00') }),
      ],
      '2026-10',
    );
    expect([from, to]).toEqual([3, 24]);
    expect(days[0]?.bars[0]).toMatchObject({ left: 0, width: 100, open: false });
    expect(days[1]?.bars).toEqual([]);
    expect(days[2]?.bars[0]).toMatchObject({ left: 42.86, width: 0, open: true });
  });

  test('without a time of arrival a visit is counted on its day, not drawn', () => {
    const { days } = dayLanes(
      [
        visit('A', { arrived_at: at('07', '00:00'), arrived_day: true }),
        visit('B', { finished_at: at('07', '15:00'), repair_minutes: null }),
      ],
      '2026-10',
    );
    expect([days[6]?.visits, days[6]?.untimed, days[6]?.bars]).toEqual([2, 2, []]);
  });

  test('months have their days and weekdays', () => {
    expect(dayLanes([], '2028-02').days).toHaveLength(29);
    expect(dayLanes([], '2026-02').days).toHaveLength(28);
    expect(dayLanes([], '2026-12').days).toHaveLength(31);
    // 1 January 2027 is a Friday.
    expect(dayLanes([], '2027-01').days[0]?.weekday).toBe(5);
  });
});

describe('twelve months', () => {
  test('runs, gaps and the last month', () => {
    const shape = trendShape({
      own: [0.5, null, null, 0.7, 0.9],
      team: [0.6, 0.6, null, 0.6, 0.6],
      target: 0.8,
      top: 1,
    });
    // Values from 0.5 to 0.9, a tenth of their span around them: 0.46 to 0.94.
    expect([shape.min, shape.max].map((value) => Math.round(value * 100))).toEqual([46, 94]);
    expect(shape.own).toEqual([
      [{ x: 0, y: 91.67 }],
      [
        { x: 75, y: 50 },
        { x: 100, y: 8.33 },
      ],
    ]);
    expect(shape.team.map((run) => run.length)).toEqual([2, 2]);
    expect(shape.gaps).toEqual([{ left: 12.5, width: 50 }]);
    expect(shape.target).toBe(29.17);
    expect(shape.last).toEqual({ x: 100, y: 8.33 });
  });

  test('a gap at either end reaches the edge; nothing at all has no mark', () => {
    expect(trendShape({ own: [null, 1, null], team: [], target: null, top: 1 }).gaps).toEqual([
      { left: 0, width: 25 },
      { left: 75, width: 25 },
    ]);
    const empty = trendShape({ own: [null, null], team: [null, null], target: 0.9, top: 1 });
    expect([empty.own, empty.last]).toEqual([[], null]);
  });

  test('a rate never leaves its scale, a course without change keeps a height', () => {
    const shape = trendShape({ own: [1, 1], team: [1, 1], target: null, top: 1 });
    expect([shape.max, shape.own[0]?.[0]?.y]).toEqual([1, 0]);
    const minutes = trendShape({ own: [60, 60], team: [60, 60], target: null, top: null });
    expect(minutes.own[0]?.map(({ y }) => y)).toEqual([50, 50]);
  });
});
