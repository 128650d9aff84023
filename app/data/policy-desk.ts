/** Policies behind the desk: what is in force, what ships, what is being written, and putting a version in force. */
import type { Actor } from '#queries/ledger/types.ts';
import type { PolicyDifference } from '#queries/policy/differences.ts';
import type { BandField, FieldFault, FormField } from '#queries/policy/form.ts';
import type { PolicyFault } from '#queries/policy/policy.ts';
import type { Replay } from '#queries/policy/replay.ts';
import type { Bilingual, PolicyView } from './desk.ts';

/** A policy that can be read, copied and compared: shipped with the product, or activated in this database. */
export interface PolicyHead {
  /** `shipped:<id>` or `version:<number of the activation>`. */
  ref: string;
  id: string;
  version: number;
  name: Bilingual;
}

/** Months `from` until before `to` in which a version is in force; `to` null: no end, `from` null: from the beginning. */
export interface PolicyReach {
  from: string | null;
  to: string | null;
}

export interface ActivatedPolicy extends PolicyHead {
  /** Null where a later activation for the same month took its place. */
  reach: PolicyReach | null;
  /** Null for the default, which holds until something else does. */
  activated_at: string | null;
  activated_by: string | null;
  note: string | null;
}

export interface DraftHead {
  draft_id: number;
  /** Name in the text; null where it cannot be read. */
  name: Bilingual | null;
  saved_at: string;
  saved_by: string | null;
}

/** Everything the page of policies shows beside the month's own policy. */
export interface PolicyShelf {
  /** Newest month first. */
  versions: ActivatedPolicy[];
  catalogue: PolicyHead[];
  drafts: DraftHead[];
  /** Asked once at set-up: what proposes a deduction. Null: not answered yet. */
  trigger: 'violation' | 'complaint' | null;
  /** First and last year whose public holidays are known. */
  holiday_years: { from: number; to: number };
}

export interface DraftPage {
  draft_id: number;
  text: string;
  saved_at: string;
  saved_by: string | null;
  /** What it was copied from; null where that is gone. */
  base: PolicyHead | null;
  /** Faults of the text, by line; empty: sound. */
  faults: readonly PolicyFault[];
  /** Null where the text is not sound. */
  policy: PolicyView | null;
  fields: readonly FormField[];
  bands: readonly { name: string; band: BandField }[];
  /** What a rule can be added for. */
  addable: readonly (Bilingual & { detect: string })[];
  /** The policy in force in `month`, and what the draft changes of it. */
  against: { head: PolicyHead; month: string; differences: readonly PolicyDifference[] } | null;
  /** Months a version may begin in: not closed, the newest with data and the one after it last. */
  months: string[];
  /** Months that are closed. */
  closed: string[];
}

/** What changes something rejects with PolicyRefused, whose message is fit for people, and then nothing was changed. */
export interface PolicyDesk {
  shelf(): Promise<PolicyShelf>;
  /** A draft from a copy of a policy; gives its number. */
  copy(ref: string, by: Actor | null, lang?: 'zh' | 'en'): Promise<number>;
  /** Null when there is no such draft. */
  draft(id: number, lang?: 'zh' | 'en'): Promise<DraftPage | null>;
  /** Keeps the text, sound or not. */
  save(id: number, text: string, by: Actor | null, lang?: 'zh' | 'en'): Promise<void>;
  /** Writes the form's fields into the text; gives the faults, and then nothing was saved. */
  edit(
    id: number,
    values: ReadonlyMap<string, string>,
    by: Actor | null,
    lang?: 'zh' | 'en',
  ): Promise<readonly FieldFault[]>;
  discard(id: number): Promise<void>;
  /** What the last months would have been under the draft. */
  replay(id: number, lang?: 'zh' | 'en'): Promise<Replay>;
  /** Puts the draft in force from a month on and drops it; gives the version. */
  activate(
    id: number,
    month: string,
    note: string | null,
    by: Actor,
    lang?: 'zh' | 'en',
  ): Promise<PolicyHead>;
  /** Answers the question of set-up. `complaint` gives the draft that proposes so, to be looked at and activated. */
  answerTrigger(
    trigger: 'violation' | 'complaint',
    by: Actor | null,
    lang?: 'zh' | 'en',
  ): Promise<number | null>;
}
