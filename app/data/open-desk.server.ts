/**
 * The desk over a real database: the only door from the web to the figures.
 */
import { z } from 'zod';
import {
  momentOf,
  scopedOverview,
  standingFines,
  standingOverview,
  standingPolicy,
  standingReport,
} from '#queries/ledger/standing.ts';
import { policyOf } from '#queries/policy/policy.ts';
import { complaintRows } from '#queries/reports/complaints.ts';
import { workedMonths } from '#queries/reports/month-report.ts';
import { ticketDetail, ticketRows } from '#queries/reports/tickets.ts';
import { type DeskStatus, isWhole } from '#queries/reports/types.ts';
import { watermark } from '#queries/reports/watermark.ts';
import { scopeChoices } from '#queries/scope/scope.ts';
import { arrowStream } from '#queries/warehouse/arrow.ts';
import { rebuildMarts } from '#queries/warehouse/rebuild.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';
import type { Desk } from './desk.ts';
import { DeskDatabase } from './desk-database.server.ts';
import { openImportDesk } from './import-desk.server.ts';
import { monthWorkbook } from './month-workbook.server.ts';
import { personDesk } from './person.server.ts';
import { policyDesk } from './policy.server.ts';
import { policyView } from './policy-view.server.ts';
import { qualityDesk } from './quality.server.ts';
import { reviewDesk } from './review.server.ts';
import { fillWithSample, holdsSample } from './sample-department.server.ts';

interface DeskContext {
  readonly dataDir: string;
  readonly dbPath: string;
  readonly dbNamed: boolean;
  readonly lang: 'zh' | 'en';
  readonly stderr: (text: string) => void;
  readonly nowMicros: number;
}

/** Answers kept, newest last; a month's overview is a few kilobytes. */
const CACHE_SIZE = 64;

/**
 * Opens the desk. An empty data folder first gets the sample department, so that there is something to look at.
 * Throws DatabaseBusy when another process holds the database.
 */
export async function openDesk(
  ctx: DeskContext,
): Promise<{ desk: Desk; close: () => Promise<void> }> {
  let warehouse = await openWarehouse({ path: ctx.dbPath });
  await rebuildMarts(warehouse);
  if (!ctx.dbNamed) {
    await fillWithSample(warehouse, ctx, { nowMicros: ctx.nowMicros, lang: ctx.lang }, () =>
      ctx.stderr(
        ctx.lang === 'zh'
          ? '数据文件夹是空的，先装入示例部门…\n'
          : 'the data folder is empty: loading the sample department first…\n',
      ),
    );
  }

  // One connection serves all requests, and some answers use temporary tables: one at a time, in order of arrival.
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = tail.then(work, work);
    tail = result.catch(() => undefined);
    return result;
  };

  const answers = new Map<string, Promise<unknown>>();
  /** Answers are kept until anything is written: figures of unchanged data are not computed twice. */
  const kept = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const id = `${warehouse.dataVersion} ${key}`;
    const known = answers.get(id);
    // The key names the method and its arguments, so what stands under it is of that method's type.
    if (known !== undefined) return known as Promise<T>;
    const answer = inTurn(work);
    answers.set(id, answer);
    answer.catch(() => answers.delete(id));
    const [oldest] = answers.keys();
    if (answers.size > CACHE_SIZE && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
  const moment = (month: string, asOf?: string): Promise<string> =>
    momentOf(warehouse, month, asOf ?? null);

  const database = new DeskDatabase({
    place: ctx,
    warehouse: () => warehouse,
    replaced: (next) => {
      warehouse = next;
      answers.clear();
    },
    inTurn,
  });
  // The server runs for weeks: its own clock goes on from the moment it was started at.
  const started = performance.now();
  const now = (): number => ctx.nowMicros + Math.round((performance.now() - started) * 1000);
  const imports = await openImportDesk({ ...ctx, now, database });

  const desk: Desk = {
    ...qualityDesk({ warehouse: () => warehouse, kept, inTurn, moment, lang: ctx.lang }),
    ...personDesk({
      warehouse: () => warehouse,
      kept,
      lang: ctx.lang,
      report: (month) => desk.report(month),
      fines: (month, lang) => desk.fines(month, undefined, lang),
      deductions: (month) => desk.review.deductions(month),
    }),
    status: () => kept('status', () => statusOf(warehouse)),
    policy: (month) =>
      kept(`policy ${month}`, async () => policyView(await standingPolicy(warehouse, month))),
    report: (month, asOf) =>
      kept(`report ${month} ${asOf ?? ''}`, () => standingReport(warehouse, month, asOf ?? null)),
    overview: (month, scope = {}) =>
      kept(`overview ${month} ${JSON.stringify(scope)}`, () =>
        isWhole(scope)
          ? standingOverview(warehouse, month)
          : database.scoped(scope, (scoped) => scopedOverview(warehouse, scoped, month)),
      ),
    scopeChoices: (month) => kept(`choices ${month}`, () => scopeChoices(warehouse, month)),
    tickets: (query) =>
      inTurn(async () => ticketRows(warehouse, query, await moment(query.month, query.asOf))),
    complaints: (query) => inTurn(() => complaintRows(warehouse, query)),
    ticket: (ticketNo, lang = ctx.lang) =>
      inTurn(async () => ticketDetail(warehouse, ticketNo, await moment('1990-01'), lang)),
    fines: (month, asOf, lang = ctx.lang) =>
      kept(`fines ${month} ${asOf ?? ''} ${lang}`, () =>
        standingFines(warehouse, month, asOf ?? null, lang),
      ),
    workbook: (month, lang) => inTurn(() => monthWorkbook(warehouse, month, null, lang)),
    ticketsArrow: (month) =>
      inTurn(async () =>
        arrowStream(warehouse, 'reports/list_arrow', { month, as_of: await moment(month) }),
      ),
    emptySample: async () => {
      await database.emptySample();
      imports.dataChanged();
    },
    imports: imports.desk,
    review: reviewDesk({ database, kept, warehouse: () => warehouse, lang: ctx.lang, now }),
    policies: policyDesk({ database, lang: ctx.lang, now }),
  };
  return {
    desk,
    close: async () => {
      await imports.close();
      await database.close();
    },
  };
}

async function statusOf(warehouse: Warehouse): Promise<DeskStatus> {
  const months = await workedMonths(warehouse);
  const [state] = await warehouse.read(
    "SELECT max(imported_at) AS last_import_at FROM src_batch WHERE state = 'live'",
    z.object({ last_import_at: z.string().nullable() }),
  );
  const policy = policyOf(warehouse.policies, months.at(-1) ?? '9999-12');
  return {
    watermark: await watermark(warehouse),
    months,
    last_import_at: state?.last_import_at ?? null,
    sample: await holdsSample(warehouse),
    policy: { id: policy.id, version: policy.version, name: policy.name },
    closed: await warehouse.read(
      `SELECT month, version, closed_at, closed_by, checksum FROM closing WHERE reopened_at IS NULL ORDER BY month`,
      z.object({
        month: z.string(),
        version: z.number(),
        closed_at: z.string(),
        closed_by: z.string().nullable(),
        checksum: z.string(),
      }),
    ),
  };
}
