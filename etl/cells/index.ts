/** One reader per field type. Pure: a cell and what is known of its column in, a value or a reason out. */

import { readChannel } from '#etl/cells/channel.ts';
import { readCode } from '#etl/cells/code.ts';
import { readMoney } from '#etl/cells/money.ts';
import { readNumber } from '#etl/cells/number.ts';
import { readPercent } from '#etl/cells/percent.ts';
import { readPerson } from '#etl/cells/person.ts';
import type { CellReader } from '#etl/cells/reading.ts';
import { readReason } from '#etl/cells/reason.ts';
import { readRefused } from '#etl/cells/refused.ts';
import { readRegion } from '#etl/cells/region.ts';
import { readResolution } from '#etl/cells/resolution.ts';
import { readRole } from '#etl/cells/role.ts';
import { readSatisfaction } from '#etl/cells/satisfaction.ts';
import { readServiceType } from '#etl/cells/service-type.ts';
import { readSeverity } from '#etl/cells/severity.ts';
import { readSignature } from '#etl/cells/signature.ts';
import { readText } from '#etl/cells/text.ts';
import { readWarranty } from '#etl/cells/warranty.ts';
import { readYesNo } from '#etl/cells/yes-no.ts';
import type { FieldType } from '#etl/types.ts';

/** Times and dates are not here: they may need the rest of their row (time.ts, date.ts). */
export type PlainFieldType = Exclude<FieldType, 'time' | 'date'>;

export const READERS: Readonly<Record<PlainFieldType, CellReader<string | number | boolean>>> = {
  text: readText,
  code: readCode,
  person: readPerson,
  money: readMoney,
  number: readNumber,
  percent: readPercent,
  yes_no: readYesNo,
  signature: readSignature,
  satisfaction: readSatisfaction,
  resolution: readResolution,
  region: readRegion,
  warranty: readWarranty,
  service_type: readServiceType,
  refused: readRefused,
  channel: readChannel,
  severity: readSeverity,
  reason: readReason,
  role: readRole,
};

export { satisfactionScale } from '#etl/cells/satisfaction.ts';
