/**
 * Money as integer fen. Text goes through string arithmetic; a number cell through its shortest decimal text.
 * A cell may be off by what binary fractions cannot hold (1,200.1 + 0.2), never by a part of a fen.
 *
 * Amounts may be negative (a refund, a red entry); unit prices and wages may not.
 */

import { blankReading } from '#etl/cells/blank.ts';
import { type Decimal, hasStrayGap, parseDecimal, squeezed } from '#etl/cells/decimal.ts';
import { plainNumber } from '#etl/cells/fold.ts';
import { type CellReading, type ReadContext, read, refuse } from '#etl/cells/reading.ts';
import type { Cell } from '#etl/types.ts';

const FREE = new Set([
  '免费',
  '免',
  '免单',
  '免收',
  '不收费',
  '未收费',
  '免费维修',
  '保内免费',
  '免费保修',
]);
const NEVER_NEGATIVE = new Set(['unit_price', 'monthly_wage']);

/** Powers of ten of a yuan that a header's unit means: 收费(万元). */
export const MONEY_POWERS: Readonly<Record<string, number>> = {
  万元: 4,
  万: 4,
  千元: 3,
  百元: 2,
  角: -1,
  分: -2,
};

/** 100 billion yuan: far above any department, far below the largest exact integer. */
const LARGEST_FEN = 10_000_000_000_000;

/** A hundred-thousandth of a fen is noise of the file, a thousandth is a typing error. */
const NOISE_FEN = 1e-6;

/** Reads an amount of money as fen: in yuan, or in the unit of its header where it says none of its own. */
export function readMoney(cell: Cell, context: ReadContext): CellReading<number> {
  const blank = blankReading(cell);
  if (blank) return blank;
  const shift = 2 + (MONEY_POWERS[context.unit ?? ''] ?? 0);
  if (typeof cell === 'number') return bounded(fenOfNumber(cell, shift), context);
  if (typeof cell === 'string') return bounded(fenOfText(cell, shift), context);
  return refuse('unreadable_money');
}

function bounded(reading: CellReading<number>, context: ReadContext): CellReading<number> {
  if (!reading.ok || reading.value === null) return reading;
  if (Math.abs(reading.value) > LARGEST_FEN) return refuse('money_too_large');
  if (reading.value < 0 && NEVER_NEGATIVE.has(context.field)) return refuse('negative_money');
  return reading;
}

function fenOfText(raw: string, ofColumn: number): CellReading<number> {
  let text = squeezed(raw);
  if (FREE.has(text)) return read(0);
  if (text.length < raw.length && hasStrayGap(raw)) return refuse('unreadable_money');
  text = text.replace(/^([+-]?)(?:[\u00a5\uffe5]|RMB|CNY|人民币)([+-]?)/i, '$1$2');
  let shift = ofColumn;
  const unit = /(万元|万|元整|圆整|元正|元|圆|块钱|块|RMB|CNY)$/i.exec(text);
  if (unit) {
    text = text.slice(0, -unit[0].length);
    shift = unit[0].startsWith('万') ? 6 : 2;
  }
  const decimal = parseDecimal(text);
  return decimal ? fenOfDecimal(decimal, shift) : refuse('unreadable_money');
}

/** Fen of a decimal: the point moves `shift` places to the right (2 for yuan, 6 for 万元, 0 for fen). */
function fenOfDecimal(decimal: Decimal, shift: number): CellReading<number> {
  if (decimal.fraction.length > shift) return refuse('too_many_decimals');
  const digits = decimal.whole + decimal.fraction.padEnd(shift, '0');
  if (digits.replace(/^0+/, '').length > 15) return refuse('money_too_large');
  const fen = Number(digits);
  // Plain zero, so that -0 never reaches a sum or a text.
  return read(fen === 0 ? 0 : decimal.negative ? -fen : fen);
}

function fenOfNumber(amount: number, shift: number): CellReading<number> {
  if (!Number.isFinite(amount)) return refuse('unreadable_money');
  const decimal = parseDecimal(plainNumber(amount));
  if (decimal && decimal.fraction.length <= shift) return fenOfDecimal(decimal, shift);
  const exact = amount * 10 ** shift;
  const fen = Math.round(exact);
  if (!Number.isSafeInteger(fen)) return refuse('money_too_large');
  // Noise grows with the amount: a double holds about 16 digits.
  const noise = Math.max(NOISE_FEN, Math.abs(fen) * 4 * Number.EPSILON);
  if (Math.abs(exact - fen) > noise) return refuse('too_many_decimals');
  return read(fen === 0 ? 0 : fen);
}
