import type { Fine } from '#queries/reports/types.ts';

/** A fine as scripts get it: the stable names only, whatever pages need besides. */
export function fineJson(fine: Fine) {
  const { key, rule, clause, person, employee_no, subject, occurred_at, month } = fine;
  const { amount_fen, amount_min_fen, amount_max_fen, needs_cause, state, cause, reason } = fine;
  return {
    key,
    rule,
    clause,
    person,
    employee_no,
    subject,
    occurred_at,
    month,
    amount_fen,
    amount_min_fen,
    amount_max_fen,
    needs_cause,
    state,
    cause,
    reason,
    evidence: fine.evidence.map(({ text, source }) => ({
      text,
      source: source && {
        file: source.file,
        sheet: source.sheet,
        row: source.row,
        column: source.column,
        value: source.value,
        batch: source.batch,
      },
    })),
  };
}
