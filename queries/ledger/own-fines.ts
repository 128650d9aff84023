/**
 * Who brings sheets in may be charged by them. A fine of his own that is found no more afterwards is noted, so that the
 * manager sees it before the month closes (fines.md, review); nothing is decided by the note.
 */
import { z } from 'zod';
import { localMoment } from '../values/month.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

const violationRow = z.object({
  detect: z.string(),
  subject_kind: z.string(),
  subject_key: z.string(),
  written_person: z.string(),
  ticket_no: z.string().nullable(),
  month: z.string(),
  rule_no: z.string(),
});
type OwnViolation = z.infer<typeof violationRow>;

const goneRow = z.object({
  batch: z.number().int(),
  how: z.enum(['import', 'undo']),
  actor: z.string(),
  at: z.string(),
  rule_no: z.string(),
  month: z.string(),
  ticket_no: z.string().nullable(),
});

/** A fine of the person who imported or undid, which went with that. */
export type OwnFineGone = z.infer<typeof goneRow>;

/** Who changes the sheets, and when. */
export interface Changer {
  /** Name as on the roster or in the sheets; null: nobody was named. */
  readonly actor: string | null;
  /** Microseconds since 1970 on the department's clock. */
  readonly nowMicros: number;
}

/**
 * What is found against the person before the sheets change. Give it to `noteOwnFinesGone` when the marts stand again;
 * that belongs into the same transaction where there is one.
 */
export async function ownFines(
  warehouse: Warehouse,
  by: Changer,
): Promise<readonly OwnViolation[]> {
  if (by.actor === null) return [];
  return warehouse.read(warehouse.sql('ledger/own_violations'), violationRow, {
    person: by.actor,
    as_of: localMoment(by.nowMicros),
  });
}

/** Notes which of the fines found `before` are found no more. */
export async function noteOwnFinesGone(
  warehouse: Warehouse,
  before: readonly OwnViolation[],
  by: Changer,
  change: { readonly batch: number; readonly how: 'import' | 'undo' },
): Promise<void> {
  if (by.actor === null || before.length === 0) return;
  const subject = (v: OwnViolation): string =>
    JSON.stringify([v.detect, v.subject_kind, v.subject_key]);
  const still = new Set((await ownFines(warehouse, by)).map(subject));
  for (const gone of before.filter((each) => !still.has(subject(each)))) {
    await warehouse.run(
      `INSERT INTO own_fine_gone VALUES ($batch, $how, $actor, make_timestamp($now::BIGINT), $detect, $rule_no,
         $subject_kind, $subject_key, $written_person, $month, $ticket_no)`,
      { ...gone, ...change, actor: by.actor, now: by.nowMicros },
    );
  }
}

/** The noted fines that are still gone, of a month or of a batch. */
export async function ownFinesGone(
  warehouse: Warehouse,
  of: { readonly month?: string; readonly batch?: number },
): Promise<OwnFineGone[]> {
  return warehouse.report('ledger/own_fines_gone', goneRow, {
    month: of.month ?? null,
    batch: of.batch ?? null,
  });
}
