/** The default policy's numbers, typed off the department's management rules for this second opinion. */
import { DAY, HOUR, MINUTE, type Seconds } from '../times.ts';

export const ANSWER_TARGET: Seconds = 10 * MINUTE;
export const DISPATCH_TARGET: Seconds = 10 * MINUTE;
export const ARRIVAL_IN_TOWN: Seconds = 3 * HOUR;
export const GUIDANCE_TARGET: Seconds = 3 * HOUR;
export const CALLBACK_TARGET: Seconds = 24 * HOUR;
/** A ticket nobody relayed or dispatched counts as missed after a day. */
export const MISSED_AFTER: Seconds = 24 * HOUR;
export const REPEAT_WINDOW: Seconds = 30 * DAY;
/** A stage longer than this is a typing error. */
export const LONGEST_STAGE: Seconds = 90 * DAY;
export const FAULT_SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['打不着火', '点火故障'],
  ['点不着火', '点火故障'],
  ['不点火', '点火故障'],
]);

export type Severity = 'minor' | 'medium' | 'serious';

/** Fixed amount, range by severity, or none (a disciplinary measure), in fen. */
export type Amount = number | Readonly<Record<Severity, number>> | null;

const BY_SEVERITY = { minor: 10_000, medium: 15_000, serious: 20_000 } as const;

export const AMOUNTS: Readonly<Record<string, Amount>> = {
  '1a': 5000,
  '1b': 5000,
  '2a': 3000,
  '2b': 5000,
  '3': 3000,
  '4': 3000,
  '5': 3000,
  '6': 5000,
  '7a': 2000,
  '7b': 2000,
  '8': 10_000,
  '9': BY_SEVERITY,
  '10': BY_SEVERITY,
  '11': null,
};
