/** Data quality behind the desk: a month's findings, whom written names mean, and what people decide about that. */
import { decidePerson, undoDecision } from '#queries/persons/decisions.ts';
import { blankField, monthQuality } from '#queries/reports/quality.ts';
import {
  type BlankField,
  type MonthQuality,
  QUALITY_FINDINGS,
  type QualityCode,
} from '#queries/reports/quality-types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { Lang, NameDecisionInput, QualityDesk } from './quality-desk.ts';

export interface QualityPlace {
  /** The database as it is now: emptying the sample replaces it. */
  warehouse(): Warehouse;
  /** Keeps an answer until anything is written. */
  kept<T>(key: string, work: () => Promise<T>): Promise<T>;
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** The moment a month is looked at, `YYYY-MM-DDTHH:MM:SS`. */
  moment(month: string): Promise<string>;
  readonly lang: Lang;
}

export function qualityDesk(place: QualityPlace): QualityDesk {
  const { warehouse, kept, inTurn, moment } = place;
  return {
    quality: (month, lang = place.lang, shown) =>
      kept(
        `quality ${month} ${lang} ${shown ?? ''}`,
        async (): Promise<MonthQuality> =>
          monthQuality(warehouse(), month, await moment(month), lang, shown),
      ),
    blankField: (month, kind, field, lang = place.lang) =>
      inTurn((): Promise<BlankField | null> => blankField(warehouse(), month, kind, field, lang)),
    decidePerson: (input: NameDecisionInput, lang = place.lang) =>
      inTurn(() =>
        decidePerson(
          warehouse(),
          {
            written: input.written,
            same: input.same,
            employeeNo: input.employee_no,
            personName: input.person_name,
            actor: input.actor,
            at: input.at,
          },
          lang,
        ),
      ),
    undoPersonDecision: (id, by, lang = place.lang) =>
      inTurn(() => undoDecision(warehouse(), id, by, lang)),
  };
}

/** The finding a URL names, or undefined. */
export function qualityCode(text: string | null): QualityCode | undefined {
  return (Object.keys(QUALITY_FINDINGS) as QualityCode[]).find((code) => code === text);
}
