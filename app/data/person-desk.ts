/** The part of the desk that tells of people: who did what in a month, and one person's month. */
import type { DeductionAdjustment, PayProfile, PersonDeduction } from '#queries/ledger/types.ts';
import type {
  PersonFiguresOfMonth,
  PersonIdentity,
  PersonLine,
} from '#queries/reports/person-types.ts';
import type { Fine } from '#queries/reports/types.ts';
import type { NameSounds } from '#queries/values/person-search.ts';

export type Lang = 'zh' | 'en';

/** A person in the list of a month, with what the search looks through. */
export interface ListedPerson extends PersonLine {
  readonly sounds: NameSounds;
  /** Fines of the month that may still cost something, waived ones left out. */
  readonly fines: {
    readonly count: number;
    /** Of those with an amount. */
    readonly fen: number;
    /** Those without an amount yet. */
    readonly undecided: number;
  };
}

export interface PeopleOfMonth {
  readonly month: string;
  /** By role, then number, then name; never by a figure. */
  readonly people: readonly ListedPerson[];
  /** False: no roster was loaded, and everybody is a name as written. */
  readonly roster: boolean;
}

/** What the month may take from the person's pay, before it is closed and after. Money in integer fen. */
export interface PersonMoney {
  readonly state: 'draft' | 'closed';
  readonly confirmed: { readonly count: number; readonly fen: number };
  /** Proposed and to re-check. */
  readonly open: {
    readonly count: number;
    readonly fen: number;
    /** Fines of a range not decided yet: they add at least their least amount. */
    readonly undecided: number;
  };
  readonly adjustments: readonly DeductionAdjustment[];
  readonly carried_in_fen: number;
  /** Confirmed + open with an amount + adjustments + carried in. */
  readonly most_fen: number;
  readonly profile: PayProfile;
  /** As HR's sheet has it; null where the person does not stand there. */
  readonly deduction: PersonDeduction | null;
}

export interface PersonMonth extends PersonFiguresOfMonth {
  /** The person's fines of the month, waived ones included, by time of occurrence. */
  readonly fines: readonly Fine[];
  readonly money: PersonMoney;
}

export interface PersonDesk {
  people(month: string): Promise<PeopleOfMonth>;
  /** `id`: employee number, else `~` and the name. Null when nobody is meant; `person.id` is the id to go on with. */
  person(id: string, month: string, lang?: Lang): Promise<PersonMonth | null>;
}

export type { PersonIdentity };
