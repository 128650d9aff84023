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
import { lateFines } from '#queries/ledger/late-fines.ts';
import { payProfile, setPayProfile } from '#queries/ledger/pay-profile.ts';
import {
  deductionSheet,
  momentOf,
  standingFineList,
  standingReport,
} from '#queries/ledger/standing.ts';
import { answerAppeal, appeal, decide, fineMonths, undoStep } from '#queries/ledger/steps.ts';
import type { Actor, ClosingHead, MonthClosing } from '#queries/ledger/types.ts';
import { fineDetail } from '#queries/reports/fine-detail.ts';
import { monthFineList } from '#queries/reports/fines.ts';
import { staffList } from '#queries/reports/staff.ts';
import type { Fine } from '#queries/reports/types.ts';
import { localMoment } from '#queries/values/month.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { exportDeductions } from './deduction-export.server.ts';
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
  const one = async (key: string, lang: Lang): Promise<Fine> =>
    database.read(async (db) => {
      const detail = await fineDetail(db, key, await momentOf(db, '1990-01'), lang);
      if (detail === null) throw new Error(`fine ${key} is gone after it was decided`);
      return detail.fine;
    });
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
    decide: async (requests, by, lang = place.lang) => {
      await database.write((db) => decide(db, requests, step(by, lang)));
      const keys = requests.map(({ key }) => key);
      return database.read((db) => finesByKey(db, keys, lang));
    },
    undoDecision: async (key, by, lang = place.lang) => {
      await database.write((db) => undoStep(db, key, step(by, lang)));
      return one(key, lang);
    },
    appeal: async (key, text, by, lang = place.lang) => {
      await database.write((db) => appeal(db, key, text, step(by, lang)));
      return one(key, lang);
    },
    answerAppeal: async (key, text, by, lang = place.lang) => {
      await database.write((db) => answerAppeal(db, key, text, step(by, lang)));
      return one(key, lang);
    },

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
    exportDeductions: (month, by, lang = place.lang) =>
      database.write((db) =>
        exportDeductions(db, month, { by, at: localMoment(place.now()) }, lang),
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
    setTemplate: (template, by) =>
      database.write((db) => storeTemplate(db, template, by, localMoment(place.now()))),
    template: () =>
      database.read(async (db) => {
        const template = await deductionTemplate(db);
        if (template === null) return null;
        const { name, uploaded_at, uploaded_by } = template;
        return { name, uploaded_at, uploaded_by };
      }),
  };
}

/** The fines as they stand, without source cells, in the order of the keys. */
async function finesByKey(db: Warehouse, keys: readonly string[], lang: Lang): Promise<Fine[]> {
  const found = new Map<string, Fine>();
  for (const [month, some] of await fineMonths(db, keys)) {
    const fines = await monthFineList(db, month, await momentOf(db, month), lang, { keys: some });
    for (const fine of fines) found.set(fine.key, fine);
  }
  return keys.flatMap((key) => found.get(key) ?? []);
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
