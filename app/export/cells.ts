/**
 * Cells of the workbook as plain data: a value, how it looks, and for totals the formula it is the value of. Pure.
 * Empty texts and numbers stay empty cells, so that columns keep one type and Excel's sums and filters work.
 */
import type { MetricView } from '#app/data/desk.ts';
import {
  FEW,
  formatPoints,
  formatRate,
  formatTarget,
  type Judgement,
  judge,
  type Target,
  trend,
} from '#app/format/index.ts';
import { cellText, excelSerial, looksLikeFormula, yuan } from './excel-values.ts';
import { type Look, NUM } from './formats.ts';
import type { Words } from './words.ts';

export interface Cell {
  readonly value: string | number | null;
  readonly look: Look;
  /** Formula without `=`; `value` is then its cached result. */
  readonly formula?: string;
}

export function text(value: string | null, look: Look = {}): Cell {
  if (value === null || value === '') return { value: null, look };
  const quoted = looksLikeFormula(value) ? { quoted: true } : {};
  return { value: cellText(value), look: { ...look, ...quoted } };
}

/** Long text that may run over several lines. */
export function prose(value: string | null): Cell {
  return text(value, { wrap: true });
}

export function blank(look: Look = {}): Cell {
  return { value: null, look };
}

function number(value: number | null, look: Look): Cell {
  const quiet = value === 0 && look.ink === undefined ? { ink: 'quiet' as const } : {};
  return { value, look: { align: 'right', ...look, ...quiet } };
}

export function count(value: number | null, look: Look = {}): Cell {
  return number(value, { num: NUM.count, ...look });
}

/** Minutes, hours or a mean with one decimal; the unit stands in the header. */
export function decimal1(value: number | null, look: Look = {}): Cell {
  return number(value, { num: NUM.decimal1, ...look });
}

const MINUTES_PER_DAY = 1440;

/** Minutes as hours and minutes, `726:25`: a duration of Excel's own, in days. Programs cut seconds off, so whole minutes. */
export function hoursMinutes(minutes: number | null, look: Look = {}): Cell {
  const days = minutes === null ? null : Math.round(minutes) / MINUTES_PER_DAY;
  return number(days, { num: NUM.hours, ...look });
}

/** A score or ratio with two decimals. */
export function decimal2(value: number | null, look: Look = {}): Cell {
  return number(value, { num: NUM.decimal2, ...look });
}

/** Fen as yuan. */
export function money(fen: number | null, look: Look = {}): Cell {
  return number(fen === null ? null : yuan(fen), { num: NUM.decimal2, ...look });
}

/** Fen as yuan with their sign, where amounts stand among other numbers. */
export function yuanCell(fen: number | null, look: Look = {}): Cell {
  return money(fen, { num: NUM.yuan, ...look });
}

/** The day of a naive local time as an Excel date. */
export function day(value: string | null): Cell {
  if (value === null) return blank();
  return { value: excelSerial(value.slice(0, 10)), look: { num: NUM.date, align: 'left' } };
}

/** A naive local time as an Excel date. */
export function time(value: string | null): Cell {
  if (value === null) return blank();
  return { value: excelSerial(value), look: { num: NUM.dateTime, align: 'left' } };
}

/** The same cell with a formula behind its value. */
export function formula(expression: string, cell: Cell): Cell {
  return { ...cell, formula: expression };
}

export interface Judged {
  /** Unrounded where the cases are known. */
  readonly value: number | null;
  /** n and N where they give the value. */
  readonly cases: { readonly met: number; readonly measured: number } | null;
  /** Cases behind the value; null for plain counts. */
  readonly measured: number | null;
  readonly against: Target;
}

/** Met or breached; null where it is not judged: nothing measured, no target, or too few cases. */
export function verdict({ value, cases, measured, against }: Judged): Judgement | null {
  if (value === null || isFew(measured)) return null;
  return judge(value, against, cases ?? undefined);
}

export function isFew(measured: number | null): boolean {
  return measured !== null && measured < FEW;
}

/**
 * A rate 0–1 with the digits the page shows: one decimal, more where that would hide on which side of the target it
 * lies. Nothing measured: the word for not captured if records are missing, else an empty cell.
 */
export function rate(judged: Judged, words: Words, missing = 0): Cell {
  const { value, measured, against } = judged;
  if (value === null) return missing > 0 ? notCaptured(words) : blank({ align: 'right' });
  const few = isFew(measured);
  const shown = few ? formatRate(value) : formatRate(value, against);
  const num = `0.${'0'.repeat(shown.length - 2 - shown.indexOf('.'))}%`;
  if (few) return { value, look: { num, align: 'right', ink: 'quiet' } };
  const ink = verdict(judged) === 'breached' ? { ink: 'breached' as const } : {};
  return { value, look: { num, align: 'right', ...ink } };
}

/** The target as people write it: `≥90%`, `<3%`. */
export function target({ target: limit, direction, target_exclusive }: Target): Cell {
  const look: Look = { align: 'right', ink: 'quiet' };
  if (limit === null) return blank(look);
  return text(targetText(limit, direction, target_exclusive === true), look);
}

export function targetText(limit: number, direction: 'up' | 'down', exclusive: boolean): string {
  const sign = direction === 'up' ? (exclusive ? '>' : '≥') : exclusive ? '<' : '≤';
  return `${sign}${formatTarget(limit)}`;
}

/** A share without a target. */
export function share(value: number | null, cases: number | null, look: Look = {}): Cell {
  const few = isFew(cases) ? { ink: 'quiet' as const } : {};
  return { value, look: { num: NUM.percent1, align: 'right', ...few, ...look } };
}

export function notCaptured(words: Words): Cell {
  return text(words.notCaptured, { align: 'right', ink: 'quiet', ground: 'unknown' });
}

/** ● met, ◆ missed; greyed words where it is not judged. */
export function state(judged: Judged, words: Words, provisional = false): Cell {
  const mark = provisional ? words.provisionalMark : '';
  const found = verdict(judged);
  if (found === 'met') return text(`● ${words.met}${mark}`, { ink: 'met', wrap: true });
  if (found === 'breached')
    return text(`◆ ${words.missed}${mark}`, { ink: 'breached', wrap: true });
  if (judged.value !== null && isFew(judged.measured)) {
    return text(words.few, { ink: 'quiet', wrap: true });
  }
  return text(provisional ? words.provisional : null, { ink: 'quiet' });
}

/**
 * Change on an earlier month: percentage points for rates, the plain difference otherwise. A number whose format
 * says ▲▼ and better or worse. Empty where either month has too few cases.
 */
export function change(
  now: Judged,
  before: Judged | null,
  metric: { readonly unit: MetricView['unit']; readonly direction: 'up' | 'down' },
  words: Words,
): Cell {
  if (before === null || now.value === null || before.value === null)
    return blank({ align: 'right' });
  if (isFew(now.measured) || isFew(before.measured)) return blank({ align: 'right' });
  const difference = now.value - before.value;
  const found = trend(difference, metric.direction);
  if (found === 'flat') {
    return { value: 0, look: { num: `"${words.same}"`, align: 'right', ink: 'quiet' } };
  }
  const rates = metric.unit === 'rate';
  const decimals = rates ? formatPoints(difference).split('.')[1]?.length : 2;
  const digits = `0.${'0'.repeat(decimals ?? 1)}`;
  const [rise, fall] =
    metric.direction === 'up' ? [words.better, words.worse] : [words.worse, words.better];
  return {
    // Rounding takes the binary noise of the subtraction away.
    value: Number((rates ? difference * 100 : difference).toFixed(6)),
    look: {
      num: `"▲ "${digits}" ${rise}";"▼ "${digits}" ${fall}"`,
      align: 'right',
      ink: found === 'better' ? 'met' : 'breached',
    },
  };
}
