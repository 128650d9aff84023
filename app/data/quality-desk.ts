/** The part of the desk that tells how far a month's data can be trusted. */
import type { BlankField, MonthQuality, QualityCode } from '#queries/reports/quality-types.ts';

export type Lang = 'zh' | 'en';

/** What people decide about a name as written. */
export interface NameDecisionInput {
  written: string;
  /** True: it means the person; false: it does not, and that is not proposed again. */
  same: boolean;
  /** Of the roster; null where none is loaded. */
  employee_no: string | null;
  person_name: string;
  actor: string | null;
  /** Naive local time, `YYYY-MM-DDTHH:MM:SS`. */
  at: string;
}

export interface QualityDesk {
  /** The month's findings with their first rows; of the finding `shown` up to 1,000. */
  quality(month: string, lang?: Lang, shown?: QualityCode): Promise<MonthQuality>;
  /** Blank cells of one field and the sheets that never asked for it; null when the month has no such kind or field. */
  blankField(month: string, kind: string, field: string, lang?: Lang): Promise<BlankField | null>;
  /** Figures, fines and lists of all months follow at once. Gives the decision's id; rejects with a sentence for people. */
  decidePerson(input: NameDecisionInput, lang?: Lang): Promise<number>;
  undoPersonDecision(
    id: number,
    by: { actor: string | null; at: string },
    lang?: Lang,
  ): Promise<void>;
}
