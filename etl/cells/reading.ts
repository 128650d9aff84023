/** What reading one cell yields. A cell that cannot be read is a value, never an exception. */

import type { Cell, SerialCell } from '#etl/types.ts';

/** Why a cell could not be read: the row is rejected. */
export type RejectCode =
  | 'impossible_date'
  | 'impossible_time'
  | 'unreadable_time'
  | 'unreadable_date'
  | 'incomplete_date'
  | 'ambiguous_date'
  | 'two_digit_year'
  | 'ambiguous_time'
  | 'time_with_offset'
  | 'unreadable_money'
  | 'too_many_decimals'
  | 'negative_money'
  | 'money_too_large'
  | 'unreadable_number'
  | 'unreadable_percent'
  | 'ambiguous_discount'
  | 'unreadable_satisfaction'
  | 'satisfaction_out_of_range'
  | 'unreadable_yes_no'
  | 'unreadable_resolution'
  | 'unreadable_warranty'
  | 'unreadable_service_type'
  | 'unreadable_channel'
  | 'unreadable_severity'
  | 'lost_digits';

/** What a person should know about a value that was read all the same. */
export type WarningCode =
  | 'formula_error'
  | 'percent_from_fraction'
  | 'large_discount'
  | 'unknown_answer'
  | 'ambiguous_reason'
  | 'unknown_reason'
  | 'unknown_role'
  | 'lost_digits'
  | 'date_in_code'
  | 'small_score_of_100'
  | 'both_resolutions'
  | 'several_words';

export type CellReading<T> =
  | { readonly ok: true; readonly value: T | null; readonly warning: WarningCode | null }
  | { readonly ok: false; readonly code: RejectCode };

/** What a reader may know about its column. */
export interface ReadContext {
  /** Field name of forms.md. */
  readonly field: string;
  /** Header as written: 服从派工 and 拒绝派工 ask opposite questions. */
  readonly header: string;
  /** The workbook counts serials from 1904. */
  readonly date1904: boolean;
  /** Top of the scale of this satisfaction column. */
  readonly satisfactionScale: 5 | 100;
  /** The unit its header names where it is not the field's own (recognise/header-unit.ts). */
  readonly unit?: string;
}

export type CellReader<T> = (cell: Cell, context: ReadContext) => CellReading<T>;

/** Shared, so that a million blank cells allocate nothing. */
export const BLANK: CellReading<never> = { ok: true, value: null, warning: null };
export const FORMULA_ERROR: CellReading<never> = {
  ok: true,
  value: null,
  warning: 'formula_error',
};
/** 不详, 待定 and the like: an answer was asked for and is not known. */
export const UNKNOWN_ANSWER: CellReading<never> = {
  ok: true,
  value: null,
  warning: 'unknown_answer',
};
export const TRUE: CellReading<boolean> = { ok: true, value: true, warning: null };
export const FALSE: CellReading<boolean> = { ok: true, value: false, warning: null };

export function read<T>(value: T, warning: WarningCode | null = null): CellReading<T> {
  return { ok: true, value, warning };
}

export function refuse(code: RejectCode): CellReading<never> {
  return { ok: false, code };
}

export function isSerialCell(cell: Cell): cell is SerialCell {
  return typeof cell === 'object' && cell !== null && 'serial' in cell;
}
