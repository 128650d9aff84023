import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysFromCivil, daysInMonth, isoDay, isoMoment } from '#etl/cells/calendar.ts';
import { readDate } from '#etl/cells/date.ts';
import { fastTime, readSerial, readTime, readTimeText } from '#etl/cells/time.ts';
import type { Cell } from '#etl/types.ts';
import { contextOf } from './context.ts';

const context = contextOf({ field: 'reported_at' });

/** A reading in one line: `2026-10-03T14:30:00`, `2026-10-03 day`, `clock 52200`, `10-03 52200`, or its code. */
function shown(cell: Cell, date1904 = false): string | null {
  const reading = readTime(cell, { ...context, date1904 });
  if (!reading.ok) return reading.code;
  const { value } = reading;
  if (value === null) return reading.warning;
  if (value.kind === 'clock') return `clock ${value.seconds}`;
  if (value.kind === 'year_less') return `${value.month}-${value.day} ${value.seconds}`;
  const moment = isoMoment(value.micros);
  return value.precision === 'day' ? `${moment.slice(0, 10)} day` : moment;
}

describe('every spelling of the specification', () => {
  it.each([
    ['2026-10-03 14:30', '2026-10-03T14:30:00'],
    ['2026-10-03 14:30:05', '2026-10-03T14:30:05'],
    ["'2026-10-03 14:30", '2026-10-03T14:30:00'],
    ['2026/10/3 14:30', '2026-10-03T14:30:00'],
    ['2026/10/3 9:05', '2026-10-03T09:05:00'],
    ['2026.10.3', '2026-10-03 day'],
    ['2026-10-03', '2026-10-03 day'],
    ['20261003 1430', '2026-10-03T14:30:00'],
    ['20261003 143005', '2026-10-03T14:30:05'],
    ['20261003', '2026-10-03 day'],
    ['20261003143000', '2026-10-03T14:30:00'],
    ['202610031430', '2026-10-03T14:30:00'],
    ['2026年10月3日 14:30', '2026-10-03T14:30:00'],
    ['2026年10月3日14时30分', '2026-10-03T14:30:00'],
    ['2026 年 10 月 3 日 14 时 30 分 5 秒', '2026-10-03T14:30:05'],
    ['2026年10月3号 14点半', '2026-10-03T14:30:00'],
    ['10月3日 14:30', '10-3 52200'],
    ['10月3日', '10-3 null'],
    ['下午2:30', 'clock 52200'],
    ['14:30', 'clock 52200'],
    ['２０２６－１０－０３　１４：３０', '2026-10-03T14:30:00'],
    ['2026-10-03 14:30', '2026-10-03T14:30:00'],
    ['2026-10-03T14:30:00', '2026-10-03T14:30:00'],
    ['2026-10-03 14:30:05.700', '2026-10-03T14:30:06'],
    ['2026-10-03(星期六) 14:30', '2026-10-03T14:30:00'],
    ['2026-10-03 周六 下午2:30', '2026-10-03T14:30:00'],
    [' 2026-10-03  14:30 ', '2026-10-03T14:30:00'],
    ['2026-10-03 2:30 PM', '2026-10-03T14:30:00'],
    ['2026-10-03 12:05 AM', '2026-10-03T00:05:00'],
    ['2026-10-03 12:05 PM', '2026-10-03T12:05:00'],
    ['2028-02-29 00:00', '2028-02-29T00:00:00'],
  ])('%s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});

describe('periods of the day', () => {
  it.each([
    ['上午12:30', 'clock 1800'],
    ['凌晨12:30', 'clock 1800'],
    ['下午12:30', 'clock 45000'],
    ['中午12:30', 'clock 45000'],
    ['中午1:10', 'clock 47400'],
    ['上午9:05', 'clock 32700'],
    ['早上8点', 'clock 28800'],
    ['晚上8:00', 'clock 72000'],
    ['晚上20:00', 'clock 72000'],
    ['下午14:30', 'clock 52200'],
    ['上午14:30', 'impossible_time'],
    ['晚上12:30', 'ambiguous_time'],
  ])('%s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('reads 24:00 as the next day', () => {
    expect(shown('2026-10-31 24:00')).toBe('2026-11-01T00:00:00');
    expect(shown('2026-12-31 24:00:00')).toBe('2027-01-01T00:00:00');
    expect(shown('2026-10-31 24:01')).toBe('impossible_time');
  });
});

describe('what cannot be read is an error with its reason', () => {
  it.each([
    ['9月31日', 'impossible_date'],
    ['2026-09-31 10:00', 'impossible_date'],
    ['2026-02-29', 'impossible_date'],
    ['2026-13-01', 'impossible_date'],
    ['1989-12-31', 'impossible_date'],
    ['2101-01-01 00:00', 'impossible_date'],
    ['20261345', 'impossible_date'],
    ['2026-10-03 25:61', 'impossible_time'],
    ['25:61', 'impossible_time'],
    ['2026-10-03 14:60', 'impossible_time'],
    ['3/10/2026', 'ambiguous_date'],
    ['3/10/2026 14:30', 'ambiguous_date'],
    ['25.10.2026', 'ambiguous_date'],
    ['10/3 14:30', 'ambiguous_date'],
    ['26-10-03', 'two_digit_year'],
    ['26年10月3日', 'two_digit_year'],
    ['2026年10月', 'incomplete_date'],
    ['2026-10', 'incomplete_date'],
    ['2026-10-03T14:30:00Z', 'time_with_offset'],
    ['2026-10-03T14:30:00+08:00', 'time_with_offset'],
    ['2026-10-03 14:00-16:00', 'unreadable_time'],
    ['2026-10-314:30', 'unreadable_time'],
    ['昨天下午', 'unreadable_time'],
    ['14:3', 'unreadable_time'],
    ['无', 'unreadable_time'],
    ['12', 'unreadable_time'],
    ['abc', 'unreadable_time'],
  ])('%s → %s', (text, code) => {
    expect(shown(text)).toBe(code);
  });

  it.each([12, -1, 9999, 5e9, Number.NaN, Number.POSITIVE_INFINITY])('number %s', (value) => {
    expect(shown(value)).toBe('unreadable_time');
  });

  it('refuses a boolean', () => {
    expect(shown(true)).toBe('unreadable_time');
  });
});

describe('Excel serials', () => {
  // 46298 is 2026-10-03 in the 1900 system, 44836 in the 1904 system (1,462 days less).
  it.each<[Cell, boolean, string]>([
    [46298.604166666664, false, '2026-10-03T14:30:00'],
    [46298.60416, false, '2026-10-03T14:29:59'],
    [46298, false, '2026-10-03 day'],
    [44836.604166666664, true, '2026-10-03T14:30:00'],
    ['44836.604166666664', true, '2026-10-03T14:30:00'],
    ['46298.604166666664', false, '2026-10-03T14:30:00'],
    ['46298', false, '2026-10-03 day'],
    [{ serial: 46298, text: '2026-10-03 00:00' }, false, '2026-10-03T00:00:00'],
    [{ serial: 46298, text: '2026-10-03' }, false, '2026-10-03 day'],
    [{ serial: 46298.9999999, text: '2026-10-04' }, false, '2026-10-04 day'],
    [{ serial: 0.6041666667, text: '14:30' }, false, 'clock 52200'],
    [{ serial: 44836.5, text: '2026-10-03 12:00' }, true, '2026-10-03T12:00:00'],
    [{ serial: 12, text: '1900-01-12' }, false, 'impossible_date'],
    [20261003, false, '2026-10-03 day'],
    [20261003143000, false, '2026-10-03T14:30:00'],
    [0.25, false, 'clock 21600'],
    [20000.5, false, 'impossible_date'],
  ])('%o (1904: %s)', (cell, date1904, expected) => {
    expect(shown(cell, date1904)).toBe(expected);
  });
});

describe('blanks', () => {
  it.each<Cell>([null, '', '  ', '-', '/', '—', 'N/A', '　'])('%o', (cell) => {
    expect(shown(cell)).toBeNull();
  });

  it('reads a formula error as a blank with a warning', () => {
    expect(shown({ error: '#N/A' })).toBe('formula_error');
    expect(shown('#DIV/0!')).toBe('formula_error');
  });
});

describe('dates', () => {
  const day = (cell: Cell) => {
    const reading = readDate(cell, context);
    if (!reading.ok) return reading.code;
    return reading.value?.kind === 'day' ? isoDay(reading.value.days) : reading.value;
  };

  it('drops the clock beside a date and refuses a clock alone', () => {
    expect(day('2025-03-01 14:30')).toBe('2025-03-01');
    expect(day(46298.9)).toBe('2026-10-03');
    expect(day('14:30')).toBe('unreadable_date');
    expect(day('第三季度')).toBe('unreadable_date');
    expect(day('3/10/2026')).toBe('ambiguous_date');
  });
});

const civil = fc
  .record({
    year: fc.integer({ min: 1990, max: 2100 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    second: fc.integer({ min: 0, max: 59 }),
  })
  .filter(({ year, month, day }) => day <= daysInMonth(year, month));

const pad = (value: number) => String(value).padStart(2, '0');

describe('properties', () => {
  it('every spelling of one moment reads as Date.UTC counts it', () => {
    fc.assert(
      fc.property(civil, ({ year, month, day, hour, minute, second }) => {
        const micros = Date.UTC(year, month - 1, day, hour, minute, second) * 1000;
        const spellings = [
          `${year}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}:${pad(second)}`,
          `${year}/${month}/${day} ${hour}:${pad(minute)}:${pad(second)}`,
          `${year}年${month}月${day}日${hour}时${minute}分${second}秒`,
          `${year}${pad(month)}${pad(day)}${pad(hour)}${pad(minute)}${pad(second)}`,
        ];
        for (const text of spellings) {
          const reading = readTimeText(text);
          expect(reading).toEqual({
            ok: true,
            value: { kind: 'moment', micros, precision: 'minute' },
            warning: null,
          });
        }
        expect(fastTime(spellings[0] ?? '')).toBe(micros);
        expect(fastTime(spellings[1] ?? '')).toBe(micros);
        expect(isoMoment(micros)).toBe(
          `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}`,
        );
      }),
    );
  });

  it('a serial of a moment gives the moment back, in both date systems', () => {
    fc.assert(
      fc.property(civil, fc.boolean(), ({ year, month, day, hour, minute, second }, date1904) => {
        const micros = Date.UTC(year, month - 1, day, hour, minute, second) * 1000;
        const serial = micros / 86_400e6 + (date1904 ? 24_107 : 25_569);
        const reading = readSerial(serial, date1904, 'x:y');
        expect(reading.ok && reading.value?.kind === 'moment' && reading.value.micros).toBe(micros);
      }),
    );
  });

  it('no text whatever becomes NaN or a date outside the years allowed', () => {
    const lowest = daysFromCivil(1990, 1, 1) * 86_400e6;
    const highest = daysFromCivil(2101, 1, 2) * 86_400e6;
    const pieces = fc.constantFrom(
      '2026',
      '10',
      '3',
      '-',
      '/',
      ':',
      ' ',
      '年',
      '月',
      '日',
      '时',
      '.',
      '下午',
      '24',
      '1',
      '0',
      'T',
      'Z',
      '13',
      '99',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(fc.oneof(texts, fc.double()), (cell) => {
        const reading = readTime(cell, context);
        if (!reading.ok || reading.value === null) return;
        const { value } = reading;
        if (value.kind === 'moment') {
          expect(Number.isSafeInteger(value.micros)).toBe(true);
          expect(value.micros).toBeGreaterThanOrEqual(lowest);
          expect(value.micros).toBeLessThan(highest);
        } else {
          expect(Number.isNaN(value.seconds)).toBe(false);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('the quick path and the full reading never disagree', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T]\d{1,2}:\d{2}(:\d{2})?$/),
        (text) => {
          const quick = fastTime(text);
          const full = readTimeText(`${text} `);
          if (Number.isNaN(quick)) return;
          expect(full.ok && full.value?.kind === 'moment' && full.value.micros).toBe(quick);
        },
      ),
    );
  });
});
