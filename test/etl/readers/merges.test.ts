import { describe, expect, test } from 'vitest';
import { CoveredCells, disjoint } from '#etl/readers/merges.ts';
import { createMergeFiller } from '#etl/recognise/index.ts';
import type { MergeRange } from '#etl/types.ts';

const range = (top: number, left: number, bottom: number, right: number): MergeRange => ({
  top,
  left,
  bottom,
  right,
});

describe('ranges that overlap', () => {
  test('of two, the upper one stays, and of one row the left one', () => {
    const upper = range(2, 1, 5, 3);
    const within = range(3, 2, 4, 2);
    const beside = range(2, 3, 2, 6);
    const free = range(6, 1, 7, 3);
    expect(disjoint([within, free, beside, upper])).toEqual([upper, free]);
  });

  test('ranges that only touch all stay, in the order of the file', () => {
    const ranges = [range(4, 1, 5, 2), range(2, 1, 3, 2), range(2, 3, 5, 4), range(6, 1, 6, 4)];
    expect(disjoint(ranges)).toBe(ranges);
  });

  test('a range that ended leaves its columns to later ones, however wide', () => {
    const narrow = [range(1, 1, 2, 1), range(1, 2, 2, 2), range(1, 3, 9, 3)];
    const wide = range(3, 1, 4, 2);
    expect(disjoint([...narrow, wide, range(4, 2, 4, 3)])).toEqual([...narrow, wide]);
  });
});

test('cells under a merge are told from its own', () => {
  const covered = new CoveredCells([range(2, 2, 3, 3), range(5, 1, 5, 2)]);
  expect(covered.startRow(1)).toBe(false);
  expect(covered.startRow(2)).toBe(true);
  expect([1, 2, 3, 4].map((column) => covered.covers(2, column))).toEqual([
    false,
    false,
    true,
    false,
  ]);
  // Row 3 is left out of the file.
  expect(covered.startRow(4)).toBe(false);
  expect(covered.covers(4, 2)).toBe(false);
  expect(covered.startRow(5)).toBe(true);
  expect([1, 2, 3].map((column) => covered.covers(5, column))).toEqual([false, true, false]);
});

test('a merge repeats its value in the rows it spans, and only there', () => {
  const fill = createMergeFiller([range(2, 1, 4, 1), range(5, 2, 6, 2), range(7, 1, 8, 1)], 1);
  expect(fill({ row: 2, cells: ['BX001', 'a'] }).cells).toEqual(['BX001', 'a']);
  expect(fill({ row: 3, cells: [null, 'b'] }).cells).toEqual(['BX001', 'b']);
  // What stands there all the same is kept.
  expect(fill({ row: 4, cells: ['BX009', 'c'] }).cells).toEqual(['BX009', 'c']);
  expect(fill({ row: 5, cells: [null, 'd'] }).cells).toEqual([null, 'd']);
  expect(fill({ row: 6, cells: ['BX003'] }).cells).toEqual(['BX003', 'd']);
  // A merge whose first row is blank has nothing to repeat.
  expect(fill({ row: 8, cells: [null, 'e'] }).cells).toEqual([null, 'e']);
});

test('a long text is repeated until the sheet would hold more than one may', () => {
  const fill = createMergeFiller([range(2, 1, 1_048_576, 1)], 1);
  // Excel's longest: 10,240 of them are 320 MiB.
  fill({ row: 2, cells: ['x'.repeat(32_768)] });
  for (let row = 3; row < 3 + 10_240; row += 1) fill({ row, cells: [null, 'a'] });
  expect(() => fill({ row: 3 + 10_240, cells: [null, 'a'] })).toThrow('unpacks_too_large');
});
