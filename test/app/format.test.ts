/** Figures as texts: each row of a table is one case, the ugly ends included. */
import { describe, expect, test } from 'vitest';
import {
  casesMissing,
  daysBetween,
  formatAmount,
  formatCount,
  formatDay,
  formatDecimal,
  formatDuration,
  formatDurationInWords,
  formatFen,
  formatMonth,
  formatMonthShort,
  formatPoints,
  formatRate,
  formatSubject,
  formatTarget,
  formatTime,
  judge,
  trend,
} from '#app/format/index.ts';

describe('numbers and money', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1_380, '1,380'],
    [1_000_000, '1,000,000'],
    [-1_380, '−1,380'],
  ])('count %d is %s', (value, text) => expect(formatCount(value)).toBe(text));

  test.each([
    [0, '¥0'],
    [5, '¥0.05'],
    [50, '¥0.50'],
    [138_000, '¥1,380'],
    [138_050, '¥1,380.50'],
    [-5_000, '−¥50'],
    // One fen beside a billion yuan: the digits survive.
    [100_000_000_001, '¥1,000,000,000.01'],
  ])('%d fen are %s', (fen, text) => expect(formatFen(fen)).toBe(text));

  test('an amount still to be decided is a range, a measure has none', () => {
    expect(formatAmount(5_000, 5_000, 5_000)).toBe('¥50');
    expect(formatAmount(null, 10_000, 20_000)).toBe('¥100–200');
    expect(formatAmount(null, null, null)).toBe('–');
  });

  test('minus zero has no sign', () => {
    expect(formatDecimal(-0.04)).toBe('0.0');
    expect(formatDecimal(-0.06)).toBe('−0.1');
  });
});

describe('rates', () => {
  const up95 = { target: 0.95, direction: 'up' } as const;
  const down3 = { target: 0.03, direction: 'down' } as const;
  const below3 = { ...down3, target_exclusive: true };

  test.each([
    [693 / 730, up95, '94.9%'],
    // 949/999.4…: one decimal would read as the target it misses.
    [9_496 / 10_000, up95, '94.96%'],
    [94_999 / 100_000, up95, '94.999%'],
    [0.95, up95, '95.0%'],
    [0.0304, down3, '3.04%'],
    [0.03, below3, '3.0%'],
    [0.02996, below3, '2.996%'],
    [1, undefined, '100.0%'],
    [9_997 / 10_000, undefined, '99.97%'],
    [0.0002, undefined, '0.02%'],
    [0, undefined, '0.0%'],
  ])('%f against %o is %s', (value, against, text) =>
    expect(formatRate(value, against)).toBe(text),
  );

  test('the exact figure is judged, not the rounded one', () => {
    expect(judge(0.9496, up95)).toBe('breached');
    expect(judge(0, up95, { met: 19, measured: 20 })).toBe('met');
    expect(judge(0, up95, { met: 949_999, measured: 1_000_000 })).toBe('breached');
    expect(judge(0.03, down3)).toBe('met');
    expect(judge(0.03, below3)).toBe('breached');
    expect(judge(0.5, { target: null, direction: 'up' })).toBeNull();
  });

  test('how many cases are missing is counted, not estimated', () => {
    // 693 + 1 = 694 of 730 is 95.07 %.
    expect(casesMissing({ met: 693, measured: 730 }, up95)).toBe(1);
    // 7 of 235 is 2.98 %, 8 of 235 is 3.40 %.
    expect(casesMissing({ met: 9, measured: 235 }, down3)).toBe(2);
    expect(casesMissing({ met: 19, measured: 20 }, up95)).toBe(0);
    expect(casesMissing({ met: 1, measured: 2 }, { target: null, direction: 'up' })).toBe(0);
  });

  test('points keep what one decimal would hide', () => {
    expect(formatPoints(0.949 - 0.955)).toBe('0.6');
    expect(formatPoints(0.0004)).toBe('0.04');
    expect(formatPoints(0)).toBe('0.0');
    expect(formatTarget(0.95)).toBe('95%');
    expect(formatTarget(0.025)).toBe('2.5%');
  });

  test('better and worse follow the direction, not the sign', () => {
    expect(trend(0.01, 'up')).toBe('better');
    expect(trend(0.01, 'down')).toBe('worse');
    expect(trend(-0.01, 'down')).toBe('better');
    expect(trend(0.00001, 'up')).toBe('flat');
  });
});

describe('durations', () => {
  test.each([
    [0, '0 分', '0 分'],
    [24, '24 分', '24 分'],
    [59.4, '59 分', '59 分 24 秒'],
    [59.6, '1.0 时', '59 分 36 秒'],
    [60, '1.0 时', '1 时'],
    [126, '2.1 时', '2 时 6 分'],
    [215, '3.6 时', '3 时 35 分'],
    [10.4, '10 分', '10 分 24 秒'],
    [0.5, '1 分', '30 秒'],
    [2_220, '37.0 时', '37 时'],
    [4_320, '72.0 时', '3 天'],
    [4_980, '83.0 时', '3 天 11 时'],
  ])('%f minutes are %s in a table, %s in a sentence', (minutes, table, words) => {
    expect(formatDuration(minutes, 'zh')).toBe(table);
    expect(formatDurationInWords(minutes, 'zh')).toBe(words);
  });

  test('English units', () => {
    expect(formatDuration(126, 'en')).toBe('2.1 h');
    expect(formatDurationInWords(215, 'en')).toBe('3 h 35 min');
  });
});

describe('times and months', () => {
  test('a year is shown only when it is not the year spoken of', () => {
    expect(formatTime('2026-10-14T09:12:30')).toBe('10-14 09:12');
    expect(formatTime('2025-12-31T23:59:00', '2026')).toBe('2025-12-31 23:59');
    expect(formatDay('2026-10-14T00:00:00', '2026')).toBe('10-14');
    expect(formatMonth('2026-01', 'zh')).toBe('2026年1月');
    expect(formatMonth('2026-12', 'en')).toBe('December 2026');
    expect(formatMonthShort('2026-10', 'zh')).toBe('10 月');
  });

  test.each([
    ['2026-10-31T23:59:00', '2026-11-01T00:01:00', 1],
    ['2026-10-31T19:20:00', '2026-11-02T09:00:00', 2],
    ['2024-02-28T00:00:00', '2024-03-01T00:00:00', 2],
    ['2025-02-28T00:00:00', '2025-03-01T00:00:00', 1],
    ['2025-12-31T00:00:00', '2026-01-01T00:00:00', 1],
    ['2026-01-01T00:00:00', '2027-01-01T00:00:00', 365],
    ['2026-10-14T00:00:00', '2026-10-14T23:00:00', 0],
  ])('%s to %s is %d days', (from, to, days) => expect(daysBetween(from, to)).toBe(days));
});

describe('what a fine is about', () => {
  const subject = (kind: string, id: string, ticket_no: string | null = null) =>
    formatSubject({ kind, id, ticket_no });
  test.each([
    [subject('receipt', 'HZ-1', 'BX001'), 'BX001'],
    [subject('complaint', 'TS-7'), 'TS-7'],
    [subject('complaint', '@2026-10-03T10:00:00'), '10-03 10:00'],
    [subject('expense', '孙伟@2026-10-19@差旅@20400'), '差旅 ¥204'],
    [subject('expense', '孙伟@2026-10-19@差旅@20450#2'), '差旅 ¥204.50'],
    [subject('expense', '孙伟@2026-10-19@加班@'), '加班'],
    [subject('expense', '孙伟@2026-10-19@@'), '2026-10-19'],
    [subject('expense', '孙伟@@@'), '孙伟@@@'],
  ])('%s', (shown, text) => expect(shown).toBe(text));
});
