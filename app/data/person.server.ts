/** People behind the desk: figures from the reports, fines and what they may cost from the ledger. */
import type { DeductionSheet } from '#queries/ledger/types.ts';
import { everybody, findPerson, peopleOf, personMonth } from '#queries/reports/person.ts';
import type { PersonIdentity } from '#queries/reports/person-types.ts';
import type { Fine, MonthReport } from '#queries/reports/types.ts';
import { soundsOf } from '#queries/values/name-sounds.ts';
import { personMark } from '#queries/values/person-search.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { Lang, ListedPerson, PersonDesk, PersonMoney } from './person-desk.ts';

export interface PersonPlace {
  /** The database as it is now: emptying the sample replaces it. */
  warehouse(): Warehouse;
  /** Keeps an answer until anything is written. */
  kept<T>(key: string, work: () => Promise<T>): Promise<T>;
  report(month: string): Promise<MonthReport>;
  fines(month: string, lang: Lang): Promise<Fine[]>;
  deductions(month: string): Promise<DeductionSheet>;
  readonly lang: Lang;
}

export function personDesk(place: PersonPlace): PersonDesk {
  const { warehouse, kept, report, fines, deductions } = place;
  const all = (): Promise<PersonIdentity[]> => kept('people', () => everybody(warehouse()));
  return {
    async people(month) {
      const everyone = await all();
      const [figures, charged] = [await report(month), await fines(month, place.lang)];
      const marks = new Set(charged.flatMap((fine) => markOf(fine) ?? []));
      return {
        month,
        roster: everyone.some(({ employee_no }) => employee_no !== null),
        people: peopleOf(everyone, figures, marks).map(
          (person): ListedPerson => ({
            ...person,
            sounds: soundsOf([person.name, ...person.names]),
            fines: costOf(
              charged.filter((fine) => markOf(fine) === person.id && fine.state !== 'waived'),
            ),
          }),
        ),
      };
    },
    async person(id, month, lang = place.lang) {
      // What each step asks is kept or queued by itself: a step must not wait for another inside its own turn.
      const person = await kept(`who ${id}`, () => findPerson(warehouse(), id));
      if (person === null) return null;
      const month_report = await report(month);
      const figures = await kept(`person ${person.id} ${month}`, () =>
        personMonth(warehouse(), person, month_report),
      );
      const own = (await fines(month, lang))
        .filter((fine) => markOf(fine) === person.id)
        .sort((a, b) => compare(a.occurred_at, b.occurred_at) || compare(a.key, b.key));
      return { ...figures, fines: own, money: moneyOf(person, own, await deductions(month)) };
    },
  };
}

/** Whom a fine charges; null where nobody known is charged yet. */
export function markOf(fine: Pick<Fine, 'unassigned' | 'person' | 'employee_no'>): string | null {
  const { unassigned, person, employee_no } = fine;
  return unassigned || person === null ? null : personMark({ employee_no, name: person });
}

function costOf(fines: readonly Fine[]): ListedPerson['fines'] {
  return {
    count: fines.length,
    fen: fines.reduce((sum, fine) => sum + (fine.amount_fen ?? 0), 0),
    undecided: fines.filter((fine) => fine.amount_fen === null).length,
  };
}

/** What the month may cost the person at most, from the fines as they stand and HR's sheet. */
export function moneyOf(
  person: Pick<PersonIdentity, 'employee_no' | 'name'>,
  fines: readonly Fine[],
  sheet: DeductionSheet,
): PersonMoney {
  const deduction = sheet.people.find((each) => personMark(each) === personMark(person)) ?? null;
  const decided = costOf(
    fines.filter(({ state }) => state === 'confirmed' || state === 'adjusted'),
  );
  const open = costOf(fines.filter(({ state }) => state === 'proposed' || state === 'recheck'));
  const adjustments = deduction?.adjustments ?? [];
  const carried = deduction?.carried_in_fen ?? 0;
  return {
    state: sheet.state,
    confirmed: { count: decided.count, fen: decided.fen },
    open,
    adjustments,
    carried_in_fen: carried,
    most_fen: decided.fen + open.fen + adjustments.reduce((sum, { fen }) => sum + fen, 0) + carried,
    profile: sheet.profile,
    deduction,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
