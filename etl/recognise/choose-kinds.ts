/** Which kinds of sheet a header speaks of. */

import type { AliasHit } from '#etl/recognise/alias-index.ts';
import { KINDS } from '#etl/sheets/index.ts';
import { SHEET_KINDS, type SheetKind } from '#etl/types.ts';

/** Kinds that may share one row (售后台账). All others stand alone. */
const LEDGER: readonly SheetKind[] = ['ticket', 'receipt', 'requisition_line', 'follow_up'];

/** Fields without which a kind is not believed, because its required ones alone are common words. */
const EVIDENCE: Readonly<Partial<Record<SheetKind, readonly string[]>>> = {
  receipt: [
    'receipt_no',
    'arrived_at',
    'finished_at',
    'fault_cause',
    'solution',
    'replaced_parts',
    'charge',
    'collected',
    'customer_signed',
    'submitted_at',
  ],
  expense: ['hours', 'amount', 'trip_place', 'voucher_place', 'voucher_valid'],
};

/** Columns that make a receipt out of a row of another form: they are what tells one visit from another. */
const VISIT_KEYS = ['receipt_no', 'arrived_at'];
/** Fields of receipts and follow-ups alike. */
const RATING = ['satisfaction', 'badge_shown', 'uniform_worn'];

/** A kind that lacks required columns is still named, if this many of its columns belong to it alone. */
const DISTINCTIVE_ENOUGH = 3;
/** As well if one required column is all it lacks, and this many columns fit it, two of them its alone. */
const FITTING_ENOUGH = 4;

interface Score {
  readonly kind: SheetKind;
  readonly fields: ReadonlySet<string>;
  readonly missing: number;
  readonly points: number;
  readonly believed: boolean;
}

/**
 * Chooses the kinds from the hits of all columns, in the order of SHEET_KINDS; empty where the sheet is none.
 *
 * The leading kind has the most fields, those whose header belongs to it alone counting double and a missing
 * required column taking two away. A ledger kind brings along the other ledger kinds whose required columns
 * are there; a receipt comes with a ticket by any column of its own, with other kinds only by its number or
 * its arrival, so that 金额 on a requisition or 完工时间 on a follow-up list makes no visits.
 */
export function chooseKinds(columns: readonly (readonly AliasHit[])[]): SheetKind[] {
  const scores = SHEET_KINDS.map((kind) => scoreOf(kind, columns));
  let leading: Score | null = null;
  for (const score of scores) {
    if (score.believed && (leading === null || score.points > leading.points)) leading = score;
  }
  if (leading === null) return [];
  const { kind: first } = leading;
  if (!LEDGER.includes(first)) return [first];

  const kinds = new Set<SheetKind>([first]);
  const complete = (kind: SheetKind) => {
    const score = scores.find((candidate) => candidate.kind === kind);
    if (score === undefined) return null;
    // Beside a ticket the number may be derived, so its column is not asked for.
    const derived = kinds.has('ticket') && !score.fields.has('ticket_no') ? 1 : 0;
    return score.missing - derived <= 0 ? score.fields : null;
  };
  for (const kind of ['ticket', 'requisition_line', 'follow_up'] as const) {
    if (complete(kind)) kinds.add(kind);
  }
  const receipt = complete('receipt');
  if (receipt) {
    const wanted = kinds.has('ticket') ? (EVIDENCE.receipt ?? []) : VISIT_KEYS;
    const rated = kinds.has('ticket') && !kinds.has('follow_up') ? RATING : [];
    if ([...wanted, ...rated].some((field) => receipt.has(field))) kinds.add('receipt');
  }
  return SHEET_KINDS.filter((kind) => kinds.has(kind));
}

function scoreOf(kind: SheetKind, columns: readonly (readonly AliasHit[])[]): Score {
  const fields = new Set<string>();
  const distinctive = new Set<string>();
  for (const hits of columns) {
    for (const hit of hits) {
      if (hit.kind !== kind) continue;
      fields.add(hit.field);
      if (hits.every((other) => other.kind === kind)) distinctive.add(hit.field);
    }
  }
  const required = KINDS[kind].spec.fields.filter((spec) => spec.required === true);
  const missing = required.filter((spec) => !fields.has(spec.field)).length;
  // A summary by region and warranty has columns of a ticket and nothing to tell one ticket from another.
  const anchored = missing < required.length || [...fields].some((field) => field.endsWith('_no'));
  const evidence = EVIDENCE[kind];
  const believed =
    fields.size >= 2 &&
    (evidence === undefined || evidence.some((field) => fields.has(field))) &&
    (missing === 0 ||
      (anchored && distinctive.size >= DISTINCTIVE_ENOUGH) ||
      (anchored && missing === 1 && distinctive.size >= 2 && fields.size >= FITTING_ENOUGH));
  return { kind, fields, missing, points: fields.size + distinctive.size - 2 * missing, believed };
}
