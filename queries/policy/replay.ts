/**
 * What the last months would have been under another policy: fines per person and rule, and the stages' rates, beside those
 * under the policies in force. Tried in a transaction that is rolled back, as the preview of an import is.
 */
import { z } from 'zod';
import { METRICS, type MetricId } from '../metrics/registry.ts';
import { workedMonths } from '../reports/month-report.ts';
import { ratesOfMonths } from '../reports/overview.ts';
import { watermark } from '../reports/watermark.ts';
import { addMonths, monthsEnding } from '../values/month.ts';
import { putInForce, rebuildMarts } from '../warehouse/rebuild.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type Policy, type PolicyRule, policyOf } from './policy.ts';
import { withCandidate } from './versions.ts';

/** Months a candidate is replayed on. */
export const REPLAY_MONTHS = 6;

/** Fines of one person and rule: `fen` sums those with an amount, `undecided` counts those without. */
export interface FineSum {
  readonly count: number;
  readonly fen: number;
  readonly undecided: number;
}

export interface ReplayRule {
  readonly no: string;
  readonly title: { readonly zh: string; readonly en: string };
}

export interface ReplayRow {
  /** Null: nobody was named (待认定). */
  readonly person: string | null;
  readonly employee_no: string | null;
  /** The rule on either side; null where that policy has none for the event. */
  readonly rule_before: ReplayRule | null;
  readonly rule_after: ReplayRule | null;
  readonly before: FineSum;
  readonly after: FineSum;
}

export interface ReplayRate {
  readonly metric: MetricId;
  readonly name: { readonly zh: string; readonly en: string };
  readonly before: { readonly met: number; readonly measured: number };
  readonly after: { readonly met: number; readonly measured: number };
}

export interface Replay {
  /** Months replayed, oldest first; empty without data. */
  readonly months: readonly string[];
  readonly as_of: string | null;
  readonly before: FineSum;
  readonly after: FineSum;
  /** Every person and rule with fines on either side; those that differ first, then by the larger sum. */
  readonly rows: readonly ReplayRow[];
  readonly rates: readonly ReplayRate[];
}

const NONE: FineSum = { count: 0, fen: 0, undecided: 0 };
const RATES = [
  'timeliness',
  'answer_rate',
  'dispatch_rate',
  'arrival_rate',
  'guidance_follow_up_rate',
  'callback_rate',
] as const satisfies readonly MetricId[];

/**
 * Replays `candidate` on the last months with data, as if it had been in force in all of them. Leaves the database as it
 * was. To be run where nothing else writes.
 */
export async function replayPolicy(
  warehouse: Warehouse,
  candidate: Policy,
  count: number = REPLAY_MONTHS,
): Promise<Replay> {
  const known = await workedMonths(warehouse);
  const asOf = await watermark(warehouse);
  const last = known.at(-1);
  if (last === undefined || asOf === null) {
    return { months: [], as_of: null, before: NONE, after: NONE, rows: [], rates: [] };
  }
  const months = monthsEnding(last, count).filter((month) => month >= (known[0] ?? last));
  const first = months[0] ?? last;
  const former = warehouse.policies;
  const beyond = addMonths(last, 1);
  await warehouse.run('BEGIN TRANSACTION');
  try {
    const before = await side(warehouse, months, asOf);
    // The months after the replayed ones keep their policy, so that nothing of theirs is rebuilt.
    const outside = former.filter(
      ({ effective_from }) => effective_from < first || effective_from > last,
    );
    const policies = withCandidate(
      [...outside, { ...policyOf(former, beyond), effective_from: beyond }],
      { ...candidate, version: candidateVersion(former, candidate) },
      first,
    );
    await putInForce(warehouse, policies, first, beyond);
    await rebuildMarts(warehouse, { inTransaction: true });
    const after = await side(warehouse, months, asOf);
    return { months, as_of: asOf, ...compared(before, after) };
  } finally {
    await warehouse.run('ROLLBACK');
    warehouse.setPolicies(former);
  }
}

/** A version that no policy in force has: tables know policies by id and version. */
function candidateVersion(policies: readonly Policy[], candidate: Policy): number {
  const taken = policies.filter(({ id }) => id === candidate.id).map(({ version }) => version);
  return Math.max(candidate.version, ...taken.map((version) => version + 1));
}

const fineRow = z.object({
  name: z.string().nullable(),
  employee_no: z.string().nullable(),
  rule: z.string(),
  fines: z.number().int(),
  fen: z.number().int(),
  undecided: z.number().int(),
});

interface Side {
  /** By person and event. */
  readonly fines: ReadonlyMap<string, SideFines>;
  readonly rates: ReadonlyMap<MetricId, { met: number; measured: number }>;
}

interface SideFines {
  readonly person: string | null;
  readonly employee_no: string | null;
  readonly rule: ReplayRule;
  readonly sum: FineSum;
}

async function side(warehouse: Warehouse, months: readonly string[], asOf: string): Promise<Side> {
  const fines = new Map<string, SideFines>();
  for (const month of months) {
    const { rules } = policyOf(warehouse.policies, month);
    const rows = await warehouse.report('reports/replay_fines', fineRow, { month, as_of: asOf });
    for (const row of rows) {
      const rule = rules.find(({ no }) => no === row.rule);
      const id = `${row.employee_no ?? `name ${row.name ?? ''}`}|${eventOf(row.rule, rule)}`;
      fines.set(id, {
        person: row.name,
        employee_no: row.employee_no,
        rule: { no: row.rule, title: rule?.title ?? { zh: row.rule, en: row.rule } },
        sum: added(fines.get(id)?.sum ?? NONE, {
          count: row.fines,
          fen: row.fen,
          undecided: row.undecided,
        }),
      });
    }
  }
  const rates = new Map<MetricId, { met: number; measured: number }>();
  for (const rate of await ratesOfMonths(warehouse, asOf)) {
    if (!months.includes(rate.month) || !RATES.some((id) => id === rate.metric)) continue;
    const sum = rates.get(rate.metric) ?? { met: 0, measured: 0 };
    rates.set(rate.metric, {
      met: sum.met + rate.met,
      measured: sum.measured + rate.measured,
    });
  }
  return { fines, rates };
}

/** What makes two policies' rules the same one: the event it reads; of complaints, its title. */
function eventOf(no: string, rule: PolicyRule | undefined): string {
  if (rule === undefined) return `rule ${no}`;
  return rule.detect === 'complaint' ? `complaint ${rule.title.zh}` : rule.detect;
}

function compared(before: Side, after: Side): Pick<Replay, 'before' | 'after' | 'rows' | 'rates'> {
  const ids = [...new Set([...before.fines.keys(), ...after.fines.keys()])];
  const rows = ids.map((id): ReplayRow => {
    const was = before.fines.get(id);
    const now = after.fines.get(id);
    return {
      person: (now ?? was)?.person ?? null,
      employee_no: (now ?? was)?.employee_no ?? null,
      rule_before: was?.rule ?? null,
      rule_after: now?.rule ?? null,
      before: was?.sum ?? NONE,
      after: now?.sum ?? NONE,
    };
  });
  rows.sort(
    (a, b) =>
      Number(differs(b)) - Number(differs(a)) ||
      Math.max(b.before.fen, b.after.fen) - Math.max(a.before.fen, a.after.fen) ||
      (a.person ?? '').localeCompare(b.person ?? '', 'zh-CN'),
  );
  const sums = (pick: (row: ReplayRow) => FineSum): FineSum => rows.map(pick).reduce(added, NONE);
  return {
    before: sums((row) => row.before),
    after: sums((row) => row.after),
    rows,
    rates: RATES.map((metric) => ({
      metric,
      name: METRICS[metric].name,
      before: before.rates.get(metric) ?? { met: 0, measured: 0 },
      after: after.rates.get(metric) ?? { met: 0, measured: 0 },
    })),
  };
}

/** True where a person's fines of a rule are others than before. */
function differs({ before, after }: ReplayRow): boolean {
  return (
    before.count !== after.count || before.fen !== after.fen || before.undecided !== after.undecided
  );
}

function added(a: FineSum, b: FineSum): FineSum {
  return {
    count: a.count + b.count,
    fen: a.fen + b.fen,
    undecided: a.undecided + b.undecided,
  };
}
