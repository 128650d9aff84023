/**
 * What counts of a month: what its closing froze, or while it is open what the data give. A moment somebody asks for by name
 * is always computed.
 */
import { policyOf } from '../policy/policy.ts';
import { finesOf, monthFineList, monthFines } from '../reports/fines.ts';
import { monthReport } from '../reports/month-report.ts';
import { monthOverview, monthQuality } from '../reports/overview.ts';
import type { Fine, MonthReport, Overview } from '../reports/types.ts';
import { watermark } from '../reports/watermark.ts';
import { addMonths } from '../values/month.ts';
import type { Lang } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { closedMonths } from './closed-months.ts';
import { type FrozenMonth, frozenFines, frozenMonth } from './closings.ts';
import { draftDeductions, noticesOf, sheetChecksum } from './deductions.ts';
import { revisionFor } from './exports.ts';
import type { DeductionSheet } from './types.ts';

/** The moment a month is looked at when nobody names one: the watermark, else the start of an empty month. */
export async function momentOf(
  warehouse: Warehouse,
  month: string,
  asOf: string | null = null,
): Promise<string> {
  return asOf ?? (await watermark(warehouse)) ?? `${month}-01T00:00:00`;
}

/** The figures of a month. */
export async function standingReport(
  warehouse: Warehouse,
  month: string,
  asOf: string | null = null,
): Promise<MonthReport> {
  const frozen = asOf === null ? await frozenMonth(warehouse, month) : null;
  return (
    frozen?.overview.report ?? monthReport(warehouse, month, await momentOf(warehouse, month, asOf))
  );
}

/** Figures and charts of a month; what it shows of closed months stands as they were closed. */
export async function standingOverview(warehouse: Warehouse, month: string): Promise<Overview> {
  const frozen = await frozenMonth(warehouse, month);
  if (frozen !== null) return frozen.overview;
  const overview = await monthOverview(warehouse, month, await momentOf(warehouse, month));
  const closed = new Map<string, Overview>();
  for (const of of await closedMonths(warehouse)) {
    if (of.month >= month || of.month < addMonths(month, -11)) continue;
    const before = await frozenMonth(warehouse, of.month);
    if (before !== null) closed.set(of.month, before.overview);
  }
  if (closed.size === 0) return overview;
  return {
    ...overview,
    previous: closed.get(addMonths(month, -1))?.report ?? overview.previous,
    series: Object.fromEntries(
      Object.entries(overview.series).map(([id, points]) => [
        id,
        points.map((point) => closed.get(point.month)?.series[id]?.at(-1) ?? point),
      ]),
    ),
  };
}

/**
 * The same of some tickets only: computed from the data there are, since a closing froze none of it, as of the moment the
 * month was closed at.
 *
 * @param scoped a connection that sees those tickets (queries/scope)
 */
export async function scopedOverview(
  warehouse: Warehouse,
  scoped: Warehouse,
  month: string,
): Promise<Overview> {
  const frozen = await frozenMonth(warehouse, month);
  const asOf = frozen?.head.as_of ?? (await momentOf(warehouse, month));
  scoped.setPolicies(warehouse.policies);
  const quality = frozen?.overview.quality ?? (await monthQuality(warehouse, month, asOf));
  return monthOverview(scoped, month, asOf, quality);
}

/** The fines of a month with their source cells, sorted by key. */
export async function standingFines(
  warehouse: Warehouse,
  month: string,
  asOf: string | null,
  lang: Lang,
): Promise<Fine[]> {
  const frozen = asOf === null ? await frozenMonth(warehouse, month) : null;
  if (frozen !== null) return finesAsClosed(warehouse, frozen, lang);
  return monthFines(warehouse, month, await momentOf(warehouse, month, asOf), lang);
}

/** The same without source cells, for lists of many. */
export async function standingFineList(
  warehouse: Warehouse,
  month: string,
  lang: Lang,
): Promise<Fine[]> {
  const frozen = await frozenMonth(warehouse, month);
  if (frozen !== null)
    return (await finesAsClosed(warehouse, frozen, lang)).map((fine) => ({
      ...fine,
      evidence: [],
    }));
  return monthFineList(warehouse, month, await momentOf(warehouse, month), lang);
}

async function finesAsClosed(
  warehouse: Warehouse,
  frozen: FrozenMonth,
  lang: Lang,
): Promise<Fine[]> {
  const { rows, cells } = await frozenFines(warehouse, frozen.closingId);
  return finesOf(rows, cells, frozen.policy, frozen.head.as_of, lang);
}

/** HR's sheet of a month: as closed, else a draft as of the moment. */
export async function deductionSheet(
  warehouse: Warehouse,
  month: string,
  asOf: string | null = null,
): Promise<DeductionSheet> {
  const frozen = asOf === null ? await frozenMonth(warehouse, month) : null;
  const notified = await noticesOf(warehouse, month);
  const content =
    frozen?.deductions ??
    (await draftDeductions(warehouse, month, await momentOf(warehouse, month, asOf))).content;
  const checksum = sheetChecksum(content);
  return {
    ...content,
    // Notices are given after the month is closed: they are looked up, never frozen.
    people: content.people.map((person) => ({
      ...person,
      notified_at: notified.get(person.employee_no ?? `~${person.name}`) ?? null,
    })),
    state: frozen === null ? 'draft' : 'closed',
    checksum,
    revision: await revisionFor(warehouse, month, frozen === null ? 'draft' : 'closed', checksum),
  };
}

/** The policy that a month's figures and fines follow: as closed, else the version in force. */
export async function standingPolicy(warehouse: Warehouse, month: string) {
  return (await frozenMonth(warehouse, month))?.policy ?? policyOf(warehouse.policies, month);
}
