import { describe, expect, it } from 'vitest';
import {
  address,
  cellText,
  columnLetters,
  excelSerial,
  headerText,
  looksLikeFormula,
  range,
  yuan,
} from '#app/export/excel-values.ts';

describe('Excel serials', () => {
  it.each([
    // Serials read off Excel itself; 60 is its 1900-02-29, which never was, so dates start after it.
    ['1900-03-01', 61],
    ['1970-01-01T00:00:00', 25_569],
    ['2026-10-31', 46_326],
    ['2026-10-31T18:00:00', 46_326.75],
    ['2026-10-31T06:00', 46_326.25],
    ['2024-02-29T12:00:00', 45_351.5],
  ])('%s is %d', (time, serial) => {
    expect(excelSerial(time)).toBe(serial);
  });

  it('keeps seconds', () => {
    expect((excelSerial('2026-10-31T00:00:01') - 46_326) * 86_400).toBeCloseTo(1, 4);
  });

  it.each(['', '10月3日', '2026-10', '2026-10-31T18:00:00Z'])('refuses %j', (time) => {
    expect(() => excelSerial(time)).toThrow(RangeError);
  });
});

describe('money', () => {
  it('is yuan exactly as its decimal reads', () => {
    expect([yuan(5000), yuan(18_050), yuan(-2010), yuan(1), yuan(110)]).toEqual([
      50, 180.5, -20.1, 0.01, 1.1,
    ]);
  });

  it('refuses parts of a fen', () => {
    expect(() => yuan(0.5)).toThrow(RangeError);
  });
});

describe('texts', () => {
  it.each(['=1+1', '+86 138', '-5', '@SUM(A1)', ' =1', '\t=1', "=cmd|' /C calc'!A0"])(
    'marks %j as looking like a formula',
    (words) => {
      expect(looksLikeFormula(words)).toBe(true);
    },
  );

  it.each(['BX-1', '−50', '老街面馆', 'a=b', ''])('leaves %j', (words) => {
    expect(looksLikeFormula(words)).toBe(false);
  });

  it('cuts what no cell can hold', () => {
    expect(cellText('x'.repeat(32_000))).toHaveLength(32_000);
    const cut = cellText('x'.repeat(40_000));
    expect(cut).toHaveLength(32_001);
    expect(cut.endsWith('x…')).toBe(true);
  });

  it('doubles & in headers and never cuts one in half', () => {
    expect(headerText('张 & 李', 40)).toBe('张 && 李');
    expect(headerText('ab&&&&', 6)).toBe('ab&&…');
  });
});

it('names columns and ranges as Excel does', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual([
    'A',
    'Z',
    'AA',
    'AZ',
    'BA',
    'ZZ',
    'AAA',
  ]);
  expect(address(6, 2)).toBe('C7');
  expect(range(6, 2, 18, 2)).toBe('C7:C19');
});
