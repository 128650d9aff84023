import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMoney } from '#etl/cells/money.ts';
import type { Cell } from '#etl/types.ts';
import { contextOf } from './context.ts';

function shown(cell: Cell, field = 'charge'): number | string | null {
  const reading = readMoney(cell, contextOf({ field }));
  return reading.ok ? (reading.value ?? reading.warning) : reading.code;
}

describe('money becomes integer fen', () => {
  it.each<[Cell, number]>([
    ['¥1,200.50', 120_050],
    ['¥ 1,200.50', 120_050],
    ['￥1,200.50', 120_050],
    ['1200元', 120_000],
    ['１２００', 120_000],
    ['免费', 0],
    ['0', 0],
    ['1,200', 120_000],
    ['120.5', 12_050],
    ['120.50元', 12_050],
    ['.5', 50],
    ['1.2万元', 1_200_000],
    ['80块', 8000],
    ['-50', -5000],
    ['¥-50.00', -5000],
    ['1 200.50', 120_050],
    ['1 200 000 元', 120_000_000],
    ['RMB 1200', 120_000],
    [1200, 120_000],
    [0.1 + 0.2, 30],
    [1200.1 + 0.2, 120_030],
    [8.29, 829],
    [1.005e3, 100_500],
    [-0.0, 0],
    [4.35, 435],
  ])('%s → %d', (cell, fen) => {
    expect(shown(cell)).toBe(fen);
  });

  it.each<[string, Cell, number | string]>([
    ['万元', 0.012, 12_000],
    ['万元', '1.2', 1_200_000],
    ['万元', 0.1 + 0.2, 300_000],
    ['万元', '1.2345678', 'too_many_decimals'],
    ['万元', '120元', 12_000],
    ['千元', '1.5', 150_000],
    ['角', '5', 50],
    ['分', 1205, 1205],
    ['分', '1.5', 'too_many_decimals'],
    ['分', '12元', 1200],
  ])('under a header in %s: %s → %s', (unit, cell, expected) => {
    const reading = readMoney(cell, contextOf({ unit }));
    expect(reading.ok ? reading.value : reading.code).toBe(expected);
  });

  it.each<[Cell, string]>([
    ['待定', 'unreadable_money'],
    ['约100', 'unreadable_money'],
    ['100-200', 'unreadable_money'],
    ['1,20', 'unreadable_money'],
    ['12,00.5', 'unreadable_money'],
    ['1.2.3', 'unreadable_money'],
    ['12 00', 'unreadable_money'],
    ['1 2000', 'unreadable_money'],
    ['12.345', 'too_many_decimals'],
    [12.345, 'too_many_decimals'],
    [0.001, 'too_many_decimals'],
    ['1e3', 'unreadable_money'],
    ['99999999999999', 'money_too_large'],
    [1e15, 'money_too_large'],
    [Number.NaN, 'unreadable_money'],
    [true, 'unreadable_money'],
    [{ serial: 46298, text: '2026-10-03' }, 'unreadable_money'],
  ])('%s is refused: %s', (cell, code) => {
    expect(shown(cell)).toBe(code);
  });

  it('takes a refund but no negative price or wage', () => {
    expect(shown('-5', 'amount')).toBe(-500);
    expect(shown('-5', 'unit_price')).toBe('negative_money');
    expect(shown(-5, 'monthly_wage')).toBe('negative_money');
  });

  it('reads blanks as null', () => {
    for (const cell of [null, '', '-', '/', 'N/A']) expect(shown(cell)).toBeNull();
    expect(shown({ error: '#REF!' })).toBe('formula_error');
  });
});

describe('properties', () => {
  const fen = fc.integer({ min: 0, max: 100_000_000_00 });
  const yuan = (value: number) => {
    const digits = String(value).padStart(3, '0');
    return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };

  it('text and number cells of one amount are the same fen', () => {
    fc.assert(
      fc.property(fen, (value) => {
        expect(shown(yuan(value))).toBe(value);
        expect(shown(`¥${yuan(value)}元`)).toBe(value);
        expect(shown(value / 100)).toBe(value);
      }),
    );
  });

  it('no cell whatever becomes a fraction of a fen or NaN', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.double(), fc.stringMatching(/^[-¥\d.,元万]{1,12}$/)),
        (cell) => {
          const read = shown(cell);
          if (typeof read === 'number') expect(Number.isSafeInteger(read)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
