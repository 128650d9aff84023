/**
 * The unit a header names, where it is not the field's own: 收费(万元), 里程/米, 加班工时(分钟). Headers are matched
 * without their unit; a value must not be read without it.
 */

import { halfWidth } from '#etl/cells/fold.ts';
import { MONEY_POWERS } from '#etl/cells/money.ts';
import { NUMBER_FACTORS } from '#etl/cells/number.ts';
import { PERCENT_UNITS } from '#etl/cells/percent.ts';
import { writtenUnits } from '#etl/recognise/normalise-header.ts';
import type { FieldSpec } from '#etl/types.ts';

export interface HeaderUnit {
  /** As cells/ knows it: a key of the tables there where `convertible`. */
  readonly unit: string;
  /** False where nobody can say what the values are in the field's unit: 收费(美元), 工时(天). */
  readonly convertible: boolean;
}

/** Units that are no fixed part of the field's own: a working day has no agreed hours, a rate changes by the day. */
const FOREIGN: Readonly<Record<string, RegExp>> = {
  money: /^(?:美元|美金|港元|港币|欧元|日元|英镑|usd|hkd|eur|jpy|gbp|\$|€|£)$/,
  hours: /^(?:天|日|工日|人天|人日|工天|days?)$/,
  distance_km: /^(?:英里|海里|miles?|mi|分钟|小时)$/,
  percent: /^(?:元|万元)$/,
};

/** 单位：万元 above a table speaks of all its amounts. */
const TITLE_UNIT = /单位\s*[::]?\s*(万元|千元|百元|美元|港元|港币|欧元|日元)(?=$|[\s),;。])/;

/**
 * The unit of a column's values, null where they are in the field's own.
 *
 * @param titles texts above the header
 */
export function unitOfColumn(
  header: string,
  spec: FieldSpec,
  titles: readonly string[],
): HeaderUnit | null {
  const convertible = convertibleUnits(spec);
  if (convertible === null) return null;
  const foreign = FOREIGN[spec.type] ?? FOREIGN[spec.field];
  for (const unit of writtenUnits(header)) {
    if (convertible.has(unit)) return { unit, convertible: true };
    if (foreign?.test(unit)) return { unit, convertible: false };
    if (OWN.test(unit)) return null;
  }
  if (spec.type !== 'money') return null;
  for (const title of titles) {
    const unit = TITLE_UNIT.exec(halfWidth(title))?.[1];
    if (unit) return { unit, convertible: convertible.has(unit) };
  }
  return null;
}

/** A header that names the field's own unit is not spoken for by the title. */
const OWN = /^(?:元|圆|人民币|rmb|cny|¥|￥)$/;

function convertibleUnits(spec: FieldSpec): ReadonlySet<string> | null {
  if (spec.type === 'money') return new Set(Object.keys(MONEY_POWERS));
  if (spec.type === 'percent') return PERCENT_UNITS;
  if (spec.type !== 'number') return null;
  return new Set(Object.keys(NUMBER_FACTORS[spec.field] ?? {}));
}
