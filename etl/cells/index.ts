/** One reader per field type. Pure: a cell and what is known of its column in, a value or a reason out. */

import { readChannel } from '#etl/cells/channel.ts';
import { readCode } from '#etl/cells/code.ts';
import { readMoney } from '#etl/cells/money.ts';
import { readNumber } from '#etl/cells/number.ts';
import { readPercent } from '#etl/cells/percent.ts';
import { readPerson } from '#etl/cells/person.ts';
import {
  BLANK,
  type CellReader,
  type CellReading,
  type RejectCode,
  refuse,
  UNKNOWN_ANSWER,
} from '#etl/cells/reading.ts';
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
import { hasMarks, readTicks } from '#etl/cells/ticks.ts';
import { readWarranty } from '#etl/cells/warranty.ts';
import { readYesNo } from '#etl/cells/yes-no.ts';
import type { FieldType } from '#etl/types.ts';

/** Times and dates are not here: they may need the rest of their row (time.ts, date.ts). */
export type PlainFieldType = Exclude<FieldType, 'time' | 'date'>;

/** The same reader for words to choose from, which reads the one ticked where the cell has boxes. */
function ticked<T>(reader: CellReader<T>, unclear: RejectCode | null): CellReader<T> {
  const open: CellReading<T> = unclear === null ? UNKNOWN_ANSWER : refuse(unclear);
  return (cell, context) => {
    if (typeof cell !== 'string' || !hasMarks(cell)) return reader(cell, context);
    const ticks = readTicks(cell, true);
    switch (ticks.kind) {
      case 'plain':
        return reader(cell, context);
      case 'none':
        return BLANK;
      case 'one':
        return reader(ticks.option, context);
      default:
        return open;
    }
  };
}

export const READERS: Readonly<Record<PlainFieldType, CellReader<string | number | boolean>>> = {
  text: readText,
  code: readCode,
  person: readPerson,
  money: readMoney,
  number: readNumber,
  percent: readPercent,
  yes_no: ticked(readYesNo, 'unreadable_yes_no'),
  signature: ticked(readSignature, 'unreadable_yes_no'),
  satisfaction: ticked(readSatisfaction, 'unreadable_satisfaction'),
  resolution: ticked(readResolution, 'unreadable_resolution'),
  region: ticked(readRegion, null),
  warranty: ticked(readWarranty, 'unreadable_warranty'),
  service_type: ticked(readServiceType, 'unreadable_service_type'),
  refused: ticked(readRefused, 'unreadable_yes_no'),
  channel: ticked(readChannel, 'unreadable_channel'),
  severity: ticked(readSeverity, 'unreadable_severity'),
  reason: readReason,
  role: readRole,
};

export { satisfactionScale } from '#etl/cells/satisfaction.ts';
