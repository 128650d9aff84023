/** What HR's workbook of a month is made from: the sheet as the ledger computed it, and what explains each of its figures. */
import type { PolicyView } from '#app/data/desk.ts';
import { formatFen } from '#app/format/index.ts';
import {
  type ClosingHead,
  type DeductionSheet,
  LedgerRefused,
  type RevisionDifference,
} from '#queries/ledger/types.ts';
import type { Fine } from '#queries/reports/types.ts';
import type { Lang } from '../workbook-input.ts';

export interface DeductionInput {
  readonly company: string;
  readonly lang: Lang;
  readonly sheet: DeductionSheet;
  /** The closing in force; null while the month is open. */
  readonly closing: ClosingHead | null;
  /** The month's fines, as frozen where it is closed. */
  readonly fines: readonly Fine[];
  /** The fines of closed months that adjustments correct, as they stand today. */
  readonly corrected: readonly Fine[];
  /** Against the last exported revision. */
  readonly differences: readonly RevisionDifference[];
  /** Number of the revision the differences are against; null where none was exported before. */
  readonly previousRevision: number | null;
  /** Naive local time of the export, the date a template shows as prepared; without it the sheet's `as_of`. */
  readonly made_at?: string;
  readonly policy: Pick<PolicyView, 'name' | 'version' | 'rules'>;
}

/** The fines do not add up to the sheet: nothing is exported rather than two truths in one file. */
export class DeductionMismatch extends LedgerRefused {}

/** Confirmed and adjusted fines of the sheet's month that carry money: those the sheet's rules count. */
export function countedFines({ fines }: DeductionInput): Fine[] {
  return fines
    .filter(
      (fine) =>
        (fine.state === 'confirmed' || fine.state === 'adjusted') && fine.amount_fen !== null,
    )
    .toSorted((a, b) => a.occurred_at.localeCompare(b.occurred_at) || (a.key < b.key ? -1 : 1));
}

/** Rules in the order of the columns: the policy's that name money, then those only the sheet knows. */
export function ruleColumns({ policy, sheet }: DeductionInput): string[] {
  const used = new Set(sheet.people.flatMap(({ rules }) => Object.keys(rules)));
  const known = policy.rules
    .filter(({ no, amount_fen, amount_min_fen }) => {
      return amount_fen !== null || amount_min_fen !== null || used.has(no);
    })
    .map(({ no }) => no);
  return [...known, ...[...used].filter((no) => !known.includes(no)).sort()];
}

/** @throws DeductionMismatch when the counted fines and the sheet's rules differ in count or sum */
export function holdTogether(input: DeductionInput): void {
  const said = { count: 0, fen: 0 };
  for (const { rules } of input.sheet.people) {
    for (const { count, fen } of Object.values(rules)) {
      said.count += count;
      said.fen += fen;
    }
  }
  const counted = countedFines(input);
  const fen = counted.reduce((sum, fine) => sum + (fine.amount_fen ?? 0), 0);
  if (counted.length !== said.count || fen !== said.fen) {
    const [sheet, fines] = [formatFen(said.fen), formatFen(fen)];
    throw new DeductionMismatch(
      input.lang === 'zh'
        ? `没有导出：扣款单上 ${said.count} 条 ${sheet}，明细 ${counted.length} 条 ${fines}，对不上。用 aftercare doctor 检查数据库`
        : `not exported: the sheet counts ${said.count} fines of ${sheet}, the fines are ${counted.length} of ${fines}. Have the database checked with aftercare doctor`,
    );
  }
}
