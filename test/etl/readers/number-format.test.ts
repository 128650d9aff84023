import { describe, expect, test } from 'vitest';
import { builtInDisplay, displayOf, isoDateCell, numberCell } from '#etl/readers/number-format.ts';

/** 2026-10-03 14:30:05 in the 1900 system: 46,298 days after 1899-12-30. */
const MOMENT = 46_298 + (14 * 3600 + 30 * 60 + 5) / 86_400;

const shown = (value: number, code: string, date1904 = false) =>
  numberCell(value, displayOf(code), date1904);
const text = (value: number, code: string, date1904 = false) => {
  const cell = shown(value, code, date1904);
  return typeof cell === 'object' && cell !== null && 'text' in cell ? cell.text : cell;
};

describe('dates and times', () => {
  test.each([
    ['yyyy-mm-dd', '2026-10-03'],
    ['yyyy/m/d', '2026-10-03'],
    ['yyyy"年"m"月"d"日"', '2026-10-03'],
    ['[$-804]yyyy"年"m"月"d"日";@', '2026-10-03'],
    ['m"月"d"日"', '2026-10-03'],
    ['[$-F800]dddd, mmmm dd, yyyy', '2026-10-03'],
    ['mmm-yy', '2026-10-03'],
    ['e"年"m"月"', '2026-10-03'],
    ['aaaa', '2026-10-03'],
    ['yyyy-mm-dd hh:mm', '2026-10-03 14:30'],
    ['yyyy\\-mm\\-dd\\ hh:mm:ss', '2026-10-03 14:30:05'],
    ['m/d/yy h:mm AM/PM', '2026-10-03 14:30'],
    ['yyyy"年"m"月"d"日" 上午/下午h"时"mm"分"', '2026-10-03 14:30'],
    ['h:mm', '14:30'],
    ['h:mm:ss', '14:30:05'],
    ['上午/下午h"时"mm"分"', '14:30'],
    ['mm:ss.0', '14:30:05'],
  ])('%s', (code, expected) => {
    expect(shown(MOMENT, code)).toEqual({ serial: MOMENT, text: expected });
  });

  test('seconds are rounded, not cut', () => {
    // What Excel stores for 14:30 exactly.
    expect(text(46_298.604166666664, 'yyyy-mm-dd hh:mm:ss')).toBe('2026-10-03 14:30:00');
    expect(text(46_298.99999999, 'yyyy-mm-dd hh:mm')).toBe('2026-10-04 00:00');
  });

  test('the 1904 system is 1,462 days behind', () => {
    expect(text(46_298 - 1_462, 'yyyy-mm-dd', true)).toBe('2026-10-03');
    expect(text(0, 'yyyy-mm-dd', true)).toBe('1904-01-01');
  });

  test('elapsed hours go beyond 24', () => {
    expect(text(1.0625, '[h]:mm')).toBe('25:30');
    expect(text(1.0625, 'h:mm')).toBe('01:30');
  });

  test('a time without a date under a format with both', () => {
    expect(text(0.5, 'yyyy-mm-dd hh:mm')).toBe('12:00');
  });

  test('the first days of 1900, with the 29 February that never was', () => {
    expect([1, 59, 60, 61].map((day) => text(day, 'yyyy-mm-dd'))).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-02-29',
      '1900-03-01',
    ]);
  });

  test('what Excel would show as #### stays a number', () => {
    expect(shown(-1, 'yyyy-mm-dd')).toBe(-1);
    expect(shown(13_800_138_000, 'yyyy-mm-dd')).toBe(13_800_138_000);
    expect(text(2_958_465, 'yyyy-mm-dd')).toBe('9999-12-31');
  });

  test.each([
    [14, '2026-10-03'],
    [20, '14:30'],
    [21, '14:30:05'],
    [22, '2026-10-03 14:30'],
    [31, '2026-10-03'],
    [32, '14:30'],
    [33, '14:30:05'],
    [57, '2026-10-03'],
  ])('built-in format %i', (id, expected) => {
    expect(numberCell(MOMENT, builtInDisplay(id), false)).toEqual({
      serial: MOMENT,
      text: expected,
    });
  });
});

describe('other numbers', () => {
  test.each([
    'General',
    '0',
    '0.00',
    '#,##0.00',
    '_ * #,##0.00_ ;_ * -#,##0.00_ ',
    '¥#,##0',
    '"¥"#,##0.00',
    '0.00E+00',
    '[Red]0.0',
    '# ?/?',
    '@',
    'G/通用格式',
    '[DBNum1]0',
    '0"元"',
    '0"days"',
    '0\\d',
    'Standard',
  ])('%s leaves the number alone', (code) => {
    expect(shown(1234.5, code)).toBe(1234.5);
  });

  test('percentages keep their digits and lose only the noise of doubles', () => {
    expect(shown(0.1, '0%')).toBe('10%');
    expect(shown(0.125, '0%')).toBe('12.5%');
    expect(shown(0.07, '0.00%')).toBe('7%');
    expect(numberCell(0.15, builtInDisplay(9), false)).toBe('15%');
  });

  test('codes keep their leading zeros and their letters', () => {
    expect(shown(123, '000000')).toBe('000123');
    expect(shown(123, '"BX"000000')).toBe('BX000123');
    expect(shown(123, '\\B\\X0000"号"')).toBe('BX0123号');
    expect(shown(1234567, '00000')).toBe('1234567');
    expect(shown(1.5, '0000')).toBe(1.5);
    expect(shown(-5, '0000')).toBe(-5);
  });
});

describe('dates as ISO text', () => {
  test.each([
    ['2026-10-03', { serial: 46_298, text: '2026-10-03' }],
    ['2026-10-03T14:30:05', { serial: MOMENT, text: '2026-10-03 14:30:05' }],
    ['2026-10-03T14:30:00.000', { serial: 46_298 + 14.5 / 24, text: '2026-10-03 14:30' }],
    ['1899-12-31T14:30:00.000', { serial: 14.5 / 24, text: '14:30' }],
    ['14:30', { serial: 14.5 / 24, text: '14:30' }],
    ['下午', '下午'],
  ])('%s', (iso, expected) => {
    expect(isoDateCell(iso, false)).toEqual(expected);
  });

  test('the 1904 system', () => {
    expect(isoDateCell('2026-10-03', true)).toEqual({ serial: 44_836, text: '2026-10-03' });
  });
});
