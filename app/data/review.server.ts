/** Review, close and deductions behind the desk. */
import type { DeskDatabase } from './desk-database.server.ts';
import type { Lang, ReviewDesk } from './review-desk.ts';

export interface ReviewPlace {
  readonly database: DeskDatabase;
  readonly lang: Lang;
  /** Naive local microseconds since 1970. */
  now(): number;
}

export function reviewDesk(_place: ReviewPlace): ReviewDesk {
  const notYet = async (): Promise<never> => {
    throw new Error('not yet');
  };
  return {
    staff: notYet,
    fineDetail: notYet,
    decide: notYet,
    undoDecision: notYet,
    appeal: notYet,
    answerAppeal: notYet,
    closing: notYet,
    fairness: notYet,
    close: notYet,
    reopen: notYet,
    closedVersusToday: notYet,
    deductions: notYet,
    exportDeductions: notYet,
    deductionExports: notYet,
    revisionDifferences: notYet,
    profile: notYet,
    setProfile: notYet,
    notify: notYet,
    setTemplate: notYet,
    template: notYet,
  };
}
