/** Review, close and deductions behind the desk: what pages may ask for and change. */
import type {
  Actor,
  ClosedDifference,
  DecisionRequest,
  DeductionExport,
  DeductionSheet,
  Fairness,
  FineDetail,
  FineStanding,
  MonthClosing,
  PayProfile,
  RevisionDifference,
  UndoRequest,
} from '#queries/ledger/types.ts';
import type { Fine } from '#queries/reports/types.ts';

export type Lang = 'zh' | 'en';

/** How HR's workbook is made: its own template, where one was uploaded, or the built-in sheet. */
export type DeductionForm = 'template' | 'built_in';

/** A person who may act or be charged, as a list to choose from shows them. */
export interface StaffMember {
  readonly employee_no: string | null;
  readonly name: string;
  readonly role: string | null;
  readonly department: string | null;
  /** Pinyin initials of the name, for searching. */
  readonly initials: string;
  readonly aliases: readonly string[];
}

/** All methods that change anything reject with LedgerRefused when what is asked cannot be done; then nothing changed. */
export interface ReviewDesk {
  /** The roster, or without one the names written in the sheets; by name. */
  staff(): Promise<StaffMember[]>;
  /** Null when no fine has that key. */
  fineDetail(key: string, lang?: Lang): Promise<FineDetail | null>;
  /** The month's fines and, while it is open, those of closed months that land in it; without source cells. */
  queue(month: string, lang?: Lang): Promise<Fine[]>;
  /**
   * Takes all decisions or none; gives how the fines stand afterwards, in the order asked.
   *
   * @param answers the reason answers the open appeal against the fine, too
   */
  decide(
    requests: readonly DecisionRequest[],
    by: Actor,
    lang?: Lang,
    answers?: boolean,
  ): Promise<FineStanding[]>;
  /**
   * Takes the last decision about each fine back, all of them or none; gives how they stand afterwards. One that is found no
   * longer is no fine any more, and left out.
   */
  undoDecisions(requests: readonly UndoRequest[], by: Actor, lang?: Lang): Promise<FineStanding[]>;
  /** The person charged objects, until the month closes. */
  appeal(key: string, text: string, by: Actor, lang?: Lang): Promise<FineStanding[]>;
  /** The manager answers; granting it is a decision of its own. */
  answerAppeal(key: string, text: string, by: Actor, lang?: Lang): Promise<FineStanding[]>;

  closing(month: string): Promise<MonthClosing>;
  fairness(month: string): Promise<Fairness>;
  close(month: string, by: Actor, lang?: Lang): Promise<MonthClosing>;
  /** `second`: the other manager, where two exist. */
  reopen(
    month: string,
    reason: string,
    by: Actor,
    second: Actor | null,
    lang?: Lang,
  ): Promise<MonthClosing>;
  /** Empty while the month is open. */
  closedVersusToday(month: string, lang?: Lang): Promise<ClosedDifference[]>;

  deductions(month: string): Promise<DeductionSheet>;
  /** HR's workbook; the download is recorded. With a template uploaded, that is filled unless the built-in is asked for. */
  exportDeductions(
    month: string,
    by: Actor | null,
    lang?: Lang,
    form?: DeductionForm,
  ): Promise<Uint8Array>;
  deductionExports(month: string): Promise<DeductionExport[]>;
  revisionDifferences(month: string): Promise<RevisionDifference[]>;
  profile(): Promise<PayProfile>;
  setProfile(
    profile: Pick<PayProfile, 'id' | 'share' | 'floor_fen' | 'notice'>,
    by: Actor,
    lang?: Lang,
  ): Promise<PayProfile>;
  /** Notes that the person was given the written notice of the month. */
  notify(month: string, employees: readonly string[], by: Actor): Promise<void>;
  /** HR's own workbook with placeholders; null takes it out again. */
  setTemplate(
    template: { name: string; bytes: Uint8Array } | null,
    by: Actor,
    lang?: Lang,
  ): Promise<void>;
  template(): Promise<{ name: string; uploaded_at: string; uploaded_by: string | null } | null>;
}
