/**
 * Money as integer fen. Text goes through string arithmetic; a number cell through its shortest decimal text.
 * A cell may be off by what binary fractions cannot hold (1,200.1 + 0.2), never by a part of a fen.
 *
 * Amounts may be negative (a refund, a red entry); unit prices and wages may not.
 */

import { blankReading } from '#etl/cells/blank.ts';
import { type Decimal, parseDecimal, squeezed } from '#etl/cells/decimal.ts';
import { plainNumber } from '#etl/cells/fold.ts';
import { type CellReading, type ReadContext, read, refuse } from '#etl/cells/reading.ts';
import type { Cell } from '#etl/types.ts';

const FREE = new Set(['免费', '免', '免单', '免收', '不收费', '未收费', '免费维修']);
const NEVER_NEGATIVE = new Set(['unit_price', 'monthly_wage']);

/** 100 billion yuan: far above any department, far below the largest exact integer. */
const LARGEST_FEN = 10_000_000_000_000;

/** A hundred-thousandth of a fen is noise of the file, a thousandth is a typing error. */
const NOISE_FEN = 1e-6;

/** Reads an amount of money in yuan as fen. */
export function readMoney(cell: Cell, context: ReadContext): CellReading<number> {
  const blank = blankReading(cell);
  if (blank) return blank;
  if (typeof cell === 'number') return bounded(fenOfNumber(cell), context);
  if (typeof cell === 'string') return bounded(fenOfText(cell), context);
  return refuse('unreadable_money');
}

function bounded(reading: CellReading<number>, context: ReadContext): CellReading<number> {
  if (!reading.ok || reading.value === null) return reading;
  if (Math.abs(reading.value) > LARGEST_FEN) return refuse('money_too_large');
  if (reading.value < 0 && NEVER_NEGATIVE.has(context.field)) return refuse('negative_money');
  return reading;
}

function fenOfText(raw: string): CellReading<number> {
  let text = squeezed(raw);
  if (FREE.has(text)) return read(0);
  text = text.replace(/^([+-]?)(?:[\u00a5\uffe5]|RMB|CNY|人民币)([+-]?)/i, '$1$2');
  let shift = 2;
  const unit = /(万元|万|元整|圆整|元正|元|圆|块钱|块|RMB|CNY)$/i.exec(text);
  if (unit) {
    text = text.slice(0, -unit[0].length);
    if (unit[0].startsWith('万')) shift = 6;
  }
  const decimal = parseDecimal(text);
  return decimal ? fenOfDecimal(decimal, shift) : refuse('unreadable_money');
}

/** Fen of a decimal: the point moves `shift` places to the right (2 for yuan, 6 for 万元). */
function fenOfDecimal(decimal: Decimal, shift: number): CellReading<number> {
  if (decimal.fraction.length > shift) return refuse('too_many_decimals');
  const digits = decimal.whole + decimal.fraction.padEnd(shift, '0');
  if (digits.replace(/^0+/, '').length > 15) return refuse('money_too_large');
  const fen = Number(digits);
  // Plain zero, so that -0 never reaches a sum or a text.
  return read(fen === 0 ? 0 : decimal.negative ? -fen : fen);
}

function fenOfNumber(yuan: number): CellReading<number> {
  if (!Number.isFinite(yuan)) return refuse('unreadable_money');
  const decimal = parseDecimal(plainNumber(yuan));
  if (decimal && decimal.fraction.length <= 2) return fenOfDecimal(decimal, 2);
  const fen = Math.round(yuan * 100);
  if (!Number.isSafeInteger(fen)) return refuse('money_too_large');
  // Noise grows with the amount: a double holds about 16 digits.
  const noise = Math.max(NOISE_FEN, Math.abs(fen) * 4 * Number.EPSILON);
  if (Math.abs(yuan * 100 - fen) > noise) return refuse('too_many_decimals');
  return read(fen === 0 ? 0 : fen);
}
