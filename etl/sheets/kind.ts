/**
 * What a kind of sheet consists of, and the values its rows carry.
 *
 * Values of a typed row: texts as strings, times as naive micros (integer), dates as days since 1970-01-01,
 * money as integer fen, yes and no as booleans; null where the form was left blank or never asked.
 */

import { z } from 'zod';
import { isoDay, isoMoment } from '#etl/cells/calendar.ts';
import type { KindSpec } from '#etl/types.ts';

export type RowValue = string | number | boolean | null;
/** Column of the kind's row table → value. */
export type RowValues = Readonly<Record<string, RowValue>>;

export interface SheetKindModule {
  readonly spec: KindSpec;
  /** The record this row is a version of; null when its key is blank (`missing_key`). */
  key(row: RowValues): string | null;
  /** The typed row. */
  readonly row: z.ZodObject;
}

export const text = z.string().min(1).nullable();
/** Naive micros since 1970-01-01T00:00. */
export const moment = z.number().int().nullable();
/** Days since 1970-01-01. */
export const day = z.number().int().nullable();
export const fen = z
  .number()
  .refine((value) => Number.isSafeInteger(value))
  .nullable();
export const flag = z.boolean().nullable();
export const quantity = z.number().nullable();
export const score = z.number().int().min(1).max(5).nullable();

/** Separates the parts of a derived key. */
const SEPARATOR = '@';

/** A value as a part of a key; '' where it is blank. */
export function keyText(value: RowValue | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/** Micros as a part of a key: `2026-10-03T14:30:00`, '' where blank. */
export function keyMoment(value: RowValue | undefined): string {
  return typeof value === 'number' ? isoMoment(value) : '';
}

/** Days as a part of a key: `2026-10-03`, '' where blank. */
export function keyDay(value: RowValue | undefined): string {
  return typeof value === 'number' ? isoDay(value) : '';
}

export function joinKey(...parts: readonly string[]): string {
  return parts.join(SEPARATOR);
}

/** Customer key of metrics.md §2: digits of the phone if at least 7 (last 11), else name and org without spaces. */
export function customerKey(row: RowValues): string {
  const digits = keyText(row.phone).replace(/\D/g, '');
  if (digits.length >= 7) return digits.slice(-11);
  return (keyText(row.customer_name) + keyText(row.customer_org)).replace(/\s/g, '');
}
