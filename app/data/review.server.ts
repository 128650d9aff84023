/** Review, close and deductions behind the desk. */

import { closeChecklist } from '#queries/ledger/checklist.ts';
import { closeMonth, closingHeads, reopenMonth } from '#queries/ledger/closings.ts';
import { closedVersusToday } from '#queries/ledger/differences.ts';
import {
  deductionExports,
  deductionTemplate,
  recordNotices,
  revisionDifferences,
  storeTemplate,
} from '#queries/ledger/exports.ts';
import { monthFairness } from '#queries/ledger/fairness.ts';
import { fineStandings } from '#queries/ledger/fines-by-key.ts';
import { lateFines } from '#queries/ledger/late-fines.ts';
import { payProfile, setPayProfile } from '#queries/ledger/pay-profile.ts';
import {
  deductionSheet,
  momentOf,
  standingFineList,
  standingReport,
} from '#queries/ledger/standing.ts';
import { answerAppeal, appeal, decide, undoSteps } from '#queries/ledger/steps.ts';
import type { Actor, ClosingHead, MonthClosing } from '#queries/ledger/types.ts';
import { fineDetail } from '#queries/reports/fine-detail.ts';
import { staffList } from '#queries/reports/staff.ts';
import { localMoment } from '#queries/values/month.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { checkDeductionTemplate, exportDeductions } from './deduction-export.server.ts';
import type { DeskDatabase } from './desk-database.server.ts';
import type { Lang, ReviewDesk } from './review-desk.ts';

export interface ReviewPlace {
  readonly database: Pick<DeskDatabase, 'read' | 'write'>;
  /** Keeps an answer until anything is written. */
  kept<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** The connection that answers pages; for `kept`, which queues by itself. */
  warehouse(): Warehouse;
  readonly lang: Lang;
  /** Naive local microseconds since 1970. */
  now(): number;
}

export function reviewDesk(place: ReviewPlace): ReviewDesk {
  const { database, kept, warehouse } = place;
  const step = (by: Actor, lang: Lang = place.lang) => ({ by, at: localMoment(place.now()), lang });
  /** Takes steps and gives how the fines stand after them, before anything else can be written. */
  const stepped = (keys: readonly string[], steps: (db: Warehouse) => Promise<void>) =>
    database.write(async (db) => {
      await steps(db);
      return fineStandings(db, keys);
    }, 'ledger');
  const closing = (month: string): Promise<MonthClosing> =>
    kept(`closing ${month}`, () => closingOf(warehouse(), month));

  return {
    staff: () => kept('staff', () => staffList(warehouse())),
    queue: (month, lang = place.lang) =>
      kept(`queue ${month} ${lang}`, async () => {
        const own = await standingFineList(warehouse(), month, lang);
        const asOf = await momentOf(warehouse(), month);
        return [...own, ...(await lateFines(warehouse(), month, asOf, lang, false))];
      }),
    fineDetail: (key, lang = place.lang) =>
      database.read(async (db) => fineDetail(db, key, await momentOf(db, '1990-01'), lang)),
    decide: (requests, by, lang = place.lang, answers = false) =>
      stepped(
        requests.map(({ key }) => key),
        (db) => decide(db, requests, step(by, lang), { answers }),
      ),
    undoDecisions: (requests, by, lang = place.lang) =>
      stepped(
        requests.map(({ key }) => key),
        (db) => undoSteps(db, requests, step(by, lang)),
      ),
    appeal: (key, text, by, lang = place.lang) =>
      stepped([key], (db) => appeal(db, key, text, step(by, lang))),
    answerAppeal: (key, text, by, lang = place.lang) =>
      stepped([key], (db) => answerAppeal(db, key, text, step(by, lang))),

    closing,
    fairness: (month) =>
      kept(`fairness ${month}`, async () => {
        const report = await standingReport(warehouse(), month);
        return monthFairness(warehouse(), month, report.as_of, report);
      }),
    close: async (month, by, lang) => {
      await database.write((db) => closeMonth(db, month, step(by, lang)));
      return closing(month);
    },
    reopen: async (month, reason, by, second, lang) => {
      await database.write((db) => reopenMonth(db, month, reason, second, step(by, lang)));
      return closing(month);
    },
    closedVersusToday: (month) =>
      kept(`closed and today ${month}`, async () =>
        closedVersusToday(warehouse(), month, await momentOf(warehouse(), month)),
      ),

    deductions: (month) => kept(`deductions ${month}`, () => deductionSheet(warehouse(), month)),
    exportDeductions: (month, by, lang = place.lang, form) =>
      database.write((db) =>
        exportDeductions(db, month, { by, at: localMoment(place.now()) }, lang, form),
      ),
    deductionExports: (month) => database.read((db) => deductionExports(db, month)),
    revisionDifferences: (month) =>
      database.read(async (db) => revisionDifferences(db, await deductionSheet(db, month))),
    profile: () => database.read(payProfile),
    setProfile: (profile, by, lang = place.lang) =>
      database.write((db) => setPayProfile(db, profile, by, localMoment(place.now()), lang)),
    notify: (month, employees, by) =>
      database.write(async (db) => {
        const { people } = await deductionSheet(db, month);
        const named = people.filter((person) =>
          employees.includes(person.employee_no ?? `~${person.name}`),
        );
        await recordNotices(db, month, named, by, localMoment(place.now()));
      }),
    setTemplate: async (template, by, lang = place.lang) => {
      if (template !== null) await checkDeductionTemplate(template.bytes, lang);
      await database.write((db) => storeTemplate(db, template, by, localMoment(place.now())));
    },
    template: () =>
      database.read(async (db) => {
        const template = await deductionTemplate(db);
        if (template === null) return null;
        const { name, uploaded_at, uploaded_by } = template;
        return { name, uploaded_at, uploaded_by };
      }),
  };
}

async function closingOf(db: Warehouse, month: string): Promise<MonthClosing> {
  const history = (await closingHeads(db, month)).map(
    ({ closingId: _, ...head }): ClosingHead => head,
  );
  const head = history.find((each) => each.reopened_at === null) ?? null;
  return {
    month,
    state: head === null ? 'open' : 'closed',
    head,
    history,
    checklist: head === null ? await closeChecklist(db, month, await momentOf(db, month)) : [],
  };
}
