/**
 * Everything the overview of a month shows, put together from the reports.
 */
import { z } from 'zod';
import { requirementOf } from '../metrics/clauses.ts';
import { KPI_ORDER, METRICS, type MetricId, targetOf } from '../metrics/registry.ts';
import { type Policy, policyOf } from '../policy/policy.ts';
import { addMonths, monthsEnding } from '../values/month.ts';
import { ratio } from '../values/round.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type FinesRow, finesByState, monthReport } from './month-report.ts';
import { qualityBase, qualityCounts } from './quality.ts';
import type { ClauseCompliance, MetricValue, MonthReport, Overview, SeriesPoint } from './types.ts';

const count = z.number().int();
const text = z.string().nullable();

const metricRow = z.object({
  metric: z.string(),
  month: z.string(),
  met: count,
  measured: count,
  unknown: count,
  provisional: z.boolean(),
});
type MetricRow = z.infer<typeof metricRow>;

const satisfactionRow = z.object({
  name: text,
  score_1: count,
  score_2: count,
  score_3: count,
  score_4: count,
  score_5: count,
});
const chainRow = z.object({
  called: count,
  dispatch_due: count,
  dispatched: count,
  with_requisition: count,
  with_receipt: count,
  receipt_due: count,
  follow_up_due: count,
  followed_up: count,
  dispatched_without_receipt: count,
  requisition_without_dispatch: count,
  receipt_without_follow_up: count,
  charge_mismatch: count,
  parts_mismatch: count,
});
const clauseRow = z.object({
  position: count,
  id: z.string(),
  clause: z.string(),
  judged: count,
  kept: count,
  unknown: count,
});

/** One rate of one month: `value` is null where nothing was measured. */
export interface RateOfMonth {
  readonly month: string;
  readonly metric: MetricId;
  readonly value: number | null;
  readonly met: number;
  readonly measured: number;
}

/** The registry's rates of all months as of a moment, by month; months and rates with nothing to say are left out. */
export async function ratesOfMonths(warehouse: Warehouse, asOf: string): Promise<RateOfMonth[]> {
  const rows = await warehouse.report('reports/metric_months', metricRow, {
    from: '0000-00',
    to: '9999-99',
    as_of: asOf,
  });
  return rows.flatMap((row) =>
    isMetric(row.metric)
      ? [
          {
            month: row.month,
            metric: row.metric,
            value: rateOf(row),
            met: row.met,
            measured: row.measured,
          },
        ]
      : [],
  );
}

function isMetric(id: string): id is MetricId {
  return id in METRICS;
}

/**
 * The overview of `month` as of a moment.
 *
 * @param quality how far the month's data can be trusted, where the department is looked at with some tickets only
 *   (queries/scope): that is asked of all of them
 */
export async function monthOverview(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  quality: Overview['quality'] | null = null,
): Promise<Overview> {
  const at = { month, as_of: asOf };
  const scoped = quality !== null;
  // The workbook compares with it; of some tickets there is none. First, so that what stays gathered are the fines of `month`.
  const before = scoped ? null : await monthReport(warehouse, addMonths(month, -1), asOf);
  const report = await monthReport(warehouse, month, asOf, scoped);
  const fines = await finesByState(warehouse, month, asOf, scoped);
  const rows = await warehouse.report('reports/metric_months', metricRow, {
    from: addMonths(month, -11),
    to: month,
    as_of: asOf,
  });
  const policy = policyOf(warehouse.policies, month);
  const satisfaction = await warehouse.report('reports/overview_satisfaction', satisfactionRow, {
    month,
  });
  const [chain] = await warehouse.report('reports/overview_chain', chainRow, at);
  if (chain === undefined) throw new Error('an overview query gave no row');
  return {
    report,
    previous: before !== null && hasData(before) ? before : null,
    kpis: KPI_ORDER.map((id) => metricValue(id, month, rows, policy)),
    series: Object.fromEntries(
      (Object.keys(METRICS) as MetricId[]).map((id) => [
        id,
        series(id, monthsEnding(month, 12), rows),
      ]),
    ),
    heat: await warehouse.report(
      'reports/overview_heat',
      z.object({ weekday: count, hour: count, reported: count, late: count }),
      at,
    ),
    satisfaction_by_technician: satisfaction.map((row) => ({
      name: row.name,
      scores: [row.score_1, row.score_2, row.score_3, row.score_4, row.score_5],
    })),
    repeat_by_fault: await warehouse.report(
      'reports/overview_repeat',
      z.object({ product: z.string(), fault: z.string(), this_month: count, before: count }),
      { month, from: addMonths(month, -2) },
    ),
    fines_by_person: finesByPerson(fines),
    chain,
    quality: quality ?? (await monthQuality(warehouse, month, asOf)),
    clauses: await clauses(warehouse, month, asOf, policy),
  };
}

/** What is doubtful or missing in the data of a month, counted. */
export async function monthQuality(
  warehouse: Warehouse,
  month: string,
  asOf: string,
): Promise<Overview['quality']> {
  const { not_captured, batches } = await qualityBase(warehouse, month);
  const findings = await qualityCounts(warehouse, month, asOf);
  return {
    not_captured,
    order_violations: findings.time_order + findings.long_span,
    unknown_persons: findings.unknown_person + findings.shared_name,
    rejected_cells: findings.cells.rejected_row + findings.cells.duplicate_key,
    suspected: findings.suspected,
    duplicates: findings.possible_duplicate,
    warned_cells: findings.blank_required + findings.warned_cell,
    batches,
  };
}

/** Fines that are not waived per person and rule, whatever state they are in. */
function finesByPerson(rows: readonly FinesRow[]): Overview['fines_by_person'] {
  const sums = new Map<string, Overview['fines_by_person'][number]>();
  for (const { name, employee_no, rule, state, fines, fen, undecided } of rows) {
    if (state === 'waived') continue;
    const open = state === 'proposed' || state === 'recheck';
    const id = JSON.stringify([employee_no, name, rule]);
    const sum = sums.get(id) ?? { name, rule, count: 0, fen: 0, undecided: 0 };
    sums.set(id, {
      ...sum,
      count: sum.count + fines,
      fen: sum.fen + fen,
      undecided: sum.undecided + (open ? undecided : 0),
    });
  }
  return [...sums.values()];
}

function hasData(report: MonthReport): boolean {
  return report.tickets.reported > 0 || report.receipts.finished > 0;
}

/** A rate of the registry; first_time_fix_rate and the scores are ratios in the same shape. */
function rateOf(row: MetricRow | undefined): number | null {
  return row === undefined ? null : ratio(row.met, row.measured);
}

function metricValue(
  id: MetricId,
  month: string,
  rows: readonly MetricRow[],
  policy: Policy,
): MetricValue {
  const row = rows.find((item) => item.metric === id && item.month === month);
  return {
    id,
    value: rateOf(row),
    met: row?.met ?? null,
    measured: row?.measured ?? null,
    target: targetOf(METRICS[id], policy),
    unknown: row?.unknown ?? 0,
    provisional: row?.provisional ?? false,
  };
}

function series(
  id: MetricId,
  months: readonly string[],
  rows: readonly MetricRow[],
): SeriesPoint[] {
  return months.map((month) => {
    const row = rows.find((item) => item.metric === id && item.month === month);
    return { month, value: rateOf(row), met: row?.met ?? null, measured: row?.measured ?? null };
  });
}

/** Compliance per clause with the share of the month before. */
async function clauses(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  policy: Policy,
): Promise<ClauseCompliance[]> {
  const now = await warehouse.report('reports/clause_compliance', clauseRow, {
    month,
    as_of: asOf,
  });
  const before = await warehouse.report('reports/clause_compliance', clauseRow, {
    month: addMonths(month, -1),
    as_of: asOf,
  });
  return now.flatMap((row) => {
    const requirement = requirementOf(row.id, policy);
    // A policy is not measured by what it does not ask for.
    if (requirement === null) return [];
    const earlier = before.find((item) => item.id === row.id);
    return {
      ...requirement,
      id: row.id,
      judged: row.judged,
      kept: row.kept,
      broken: row.judged - row.kept,
      share: ratio(row.kept, row.judged),
      previous_share: earlier === undefined ? null : ratio(earlier.kept, earlier.judged),
      unknown: row.unknown,
    };
  });
}
