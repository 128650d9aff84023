/**
 * What a change of the data does to the figures: rates and proposed fines of every month that moves, as they stand and
 * as they would be. Both sides are the reports themselves, each as of its own latest event, as the pages show them.
 */

import { z } from 'zod';
import { closedMonths } from '#queries/ledger/closed-months.ts';
import type { MetricId } from '#queries/metrics/registry.ts';
import { type FineInWords, finesInWords } from '#queries/reports/fines.ts';
import { type RateOfMonth, ratesOfMonths } from '#queries/reports/overview.ts';
import { watermark } from '#queries/reports/watermark.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { Consequences, FineMove, MetricMove, MonthConsequences } from './types.ts';

/** Moves of fines listed per month. */
const MAX_FINES_LISTED = 200;
/** Months whose fines are asked for in one query: asking takes longer than answering, but a long history has many fines. */
const MONTHS_AT_ONCE = 12;
/** Months listed that were touched and do not move, the newest. */
const MAX_STILL_MONTHS = 12;

/** The figures of all months at one state of the data. */
export interface Figures {
  /** The latest event, up to which open stages are judged; null in an empty database. */
  readonly asOf: string | null;
  readonly rates: readonly RateOfMonth[];
  /** What the fines of a month rest on, by month; '' for what all rest on. */
  readonly digests: ReadonlyMap<string, string>;
}

/** The figures as a connection sees them: what is committed, and its own open transaction. */
export async function figuresOf(warehouse: Warehouse): Promise<Figures> {
  const asOf = await watermark(warehouse);
  if (asOf === null) return { asOf, rates: [], digests: new Map() };
  const digests = await warehouse.report(
    'reports/fine_months',
    z.object({ month: z.string(), digest: z.string() }),
    { as_of: asOf },
  );
  return {
    asOf,
    rates: await ratesOfMonths(warehouse, asOf),
    digests: new Map(digests.map((row) => [row.month, row.digest])),
  };
}

const KNOWN = new WeakMap<Warehouse, { version: number; figures: Promise<Figures> }>();

/** The committed figures, computed once until something is written: each decision about a draft asks for them again. */
function committedFigures(warehouse: Warehouse): Promise<Figures> {
  const known = KNOWN.get(warehouse);
  if (known?.version === warehouse.dataVersion) return known.figures;
  const figures = figuresOf(warehouse);
  KNOWN.set(warehouse, { version: warehouse.dataVersion, figures });
  figures.catch(() => KNOWN.delete(warehouse));
  return figures;
}

/** Runs a read where the state before the change is still to be seen. */
export type Standing = <T>(work: (warehouse: Warehouse) => Promise<T>) => Promise<T>;

/**
 * What the change that `changed` holds in its open transaction, marts rebuilt, would do.
 *
 * @param standing reads the state before the change
 */
export async function consequencesOf(
  changed: Warehouse,
  standing: Standing,
  lang: 'zh' | 'en',
): Promise<Consequences> {
  // Two connections: each side is asked while the other one answers.
  const [after, before] = await Promise.all([figuresOf(changed), standing(committedFigures)]);
  const touched = await touchedMonths(changed);
  const rates = rateMoves(before.rates, after.rates);
  const moving = movingMonths(before, after, rates);
  const still = touched.filter((month) => !moving.all.has(month)).slice(-MAX_STILL_MONTHS);
  const closed = new Set((await closedMonths(changed)).map((each) => each.month));
  const months: MonthConsequences[] = [];
  const adjusted: Consequences['closed'] = [];
  const shown = [...moving.all, ...still].sort();
  const stored = storedTickets(standing);
  for (let i = 0; i < shown.length; i += MONTHS_AT_ONCE) {
    const part = shown.slice(i, i + MONTHS_AT_ONCE);
    const moved = part.filter((month) => moving.fines.has(month));
    const [were, are] = await Promise.all([
      standing((warehouse) => fineLists(warehouse, part, before.asOf, lang)),
      fineLists(changed, moved, after.asOf, lang),
    ]);
    for (const month of part) {
      const moves = await fineMoves(
        were.get(month) ?? [],
        moving.fines.has(month) ? (are.get(month) ?? []) : null,
        stored,
      );
      // A closed month keeps its figures; what moves in its fines becomes adjustments of an open one.
      if (closed.has(month)) {
        const rows = moves.fines.length + moves.fines_left_out;
        if (rows > 0) adjusted.push({ month, rows });
        continue;
      }
      months.push({ month, ...(rates.get(month) ?? { metrics: [], unmoved: 0 }), ...moves });
    }
  }
  return {
    months: months.filter(
      (month) =>
        month.metrics.length > 0 ||
        month.fines.length > 0 ||
        month.fines_left_out > 0 ||
        still.includes(month.month),
    ),
    closed: adjusted,
  };
}

async function fineLists(
  warehouse: Warehouse,
  months: readonly string[],
  asOf: string | null,
  lang: 'zh' | 'en',
): Promise<ReadonlyMap<string, readonly FineInWords[]>> {
  return asOf === null ? new Map() : finesInWords(warehouse, months, asOf, lang);
}

/** Months whose marts the change rebuilt. */
async function touchedMonths(changed: Warehouse): Promise<string[]> {
  const rows = await changed.read(
    "SELECT DISTINCT ticket_month FROM touched_month WHERE ticket_month <> '' ORDER BY 1",
    z.object({ ticket_month: z.string() }),
  );
  return rows.map((row) => row.ticket_month);
}

function movingMonths(
  before: Figures,
  after: Figures,
  rates: RateMoves,
): { all: ReadonlySet<string>; fines: ReadonlySet<string> } {
  const months = new Set([...before.digests.keys(), ...after.digests.keys()]);
  months.delete('');
  const everywhere = before.digests.get('') !== after.digests.get('');
  const fines = new Set(
    [...months].filter(
      (month) => everywhere || before.digests.get(month) !== after.digests.get(month),
    ),
  );
  const all = new Set(fines);
  for (const [month, { metrics }] of rates) if (metrics.length > 0) all.add(month);
  return { all, fines };
}

type RateMoves = ReadonlyMap<string, Pick<MonthConsequences, 'metrics' | 'unmoved'>>;

/** By month, the rates that take another value, or the same value from other cases: 6/6 and 3/3 are not the same news. */
function rateMoves(before: readonly RateOfMonth[], after: readonly RateOfMonth[]): RateMoves {
  const pairs = new Map<string, Map<MetricId, { old?: RateOfMonth; now?: RateOfMonth }>>();
  const put = (rate: RateOfMonth, side: 'old' | 'now'): void => {
    const month = pairs.get(rate.month) ?? new Map();
    pairs.set(rate.month, month.set(rate.metric, { ...month.get(rate.metric), [side]: rate }));
  };
  for (const rate of before) put(rate, 'old');
  for (const rate of after) put(rate, 'now');
  return new Map(
    [...pairs].map(([month, ofMonth]) => {
      const metrics = [...ofMonth]
        .map(
          ([metric, { old, now }]): MetricMove => ({
            metric,
            before: figure(old),
            after: figure(now),
          }),
        )
        .filter(moves)
        .sort((a, b) => (a.metric < b.metric ? -1 : 1));
      return [month, { metrics, unmoved: ofMonth.size - metrics.length }];
    }),
  );
}

/** Without a value on either side there is nothing to tell, whatever was looked at. */
function moves({ before, after }: MetricMove): boolean {
  if (before.value !== after.value) return true;
  return after.value !== null && (before.n !== after.n || before.total !== after.total);
}

function figure(rate: RateOfMonth | undefined): MetricMove['before'] {
  return {
    value: rate?.value ?? null,
    n: rate?.met ?? null,
    total: rate?.measured ?? null,
  };
}

/** Asks which of some tickets are stored. */
type StoredTickets = (numbers: readonly string[]) => Promise<ReadonlySet<string>>;

function storedTickets(standing: Standing): StoredTickets {
  return async (numbers) => {
    if (numbers.length === 0) return new Set();
    const rows = await standing((warehouse) =>
      warehouse.read(
        'SELECT ticket_no FROM mart_ticket WHERE ticket_no IN (SELECT unnest(string_split($numbers, chr(31))))',
        z.object({ ticket_no: z.string() }),
        { numbers: numbers.join('\u001f') },
      ),
    );
    return new Set(rows.map((row) => row.ticket_no));
  };
}

/** `after` is null where nothing the month's fines rest on has changed. */
async function fineMoves(
  before: readonly FineInWords[],
  after: readonly FineInWords[] | null,
  stored: StoredTickets,
): Promise<Pick<MonthConsequences, 'fines_before' | 'fines_after' | 'fines' | 'fines_left_out'>> {
  const now = after ?? before;
  const moved: Moved[] = [];
  const old = new Map(before.map((fine) => [fine.key, fine]));
  const kept = new Set(now.map((fine) => fine.key));
  for (const fine of now) {
    const was = old.get(fine.key) ?? null;
    if (was === null) moved.push({ move: 'appears', fine, was });
    else if (differs(was, fine)) moved.push({ move: 'changes', fine, was });
  }
  for (const fine of before) {
    if (!kept.has(fine.key)) moved.push({ move: 'vanishes', fine, was: fine });
  }
  moved.sort((a, b) => ORDER[a.move] - ORDER[b.move] || (a.fine.key < b.fine.key ? -1 : 1));
  const listed = moved.slice(0, MAX_FINES_LISTED);
  const known = await stored(listed.flatMap(({ fine }) => fine.ticket_no ?? []));
  return {
    fines_before: total(before),
    fines_after: total(now),
    fines: listed.map((one) => moveInWords(one, known)),
    fines_left_out: Math.max(0, moved.length - MAX_FINES_LISTED),
  };
}

/** A fine that comes, goes or changes; `was` is the fine before, null where there was none. */
interface Moved {
  readonly move: FineMove['move'];
  readonly fine: FineInWords;
  readonly was: FineInWords | null;
}

const ORDER: Readonly<Record<FineMove['move'], number>> = { appears: 0, changes: 1, vanishes: 2 };

function moveInWords({ move, fine, was }: Moved, known: ReadonlySet<string>): FineMove {
  const { key, rule, person, ticket_no } = fine;
  const fen_before = was?.amount_fen ?? null;
  const fen_after = move === 'vanishes' ? null : fine.amount_fen;
  const stored = ticket_no !== null && known.has(ticket_no);
  return { move, key, rule, person, ticket_no, stored, text: fine.text(), fen_before, fen_after };
}

function differs(a: FineInWords, b: FineInWords): boolean {
  return (
    a.amount_fen !== b.amount_fen ||
    a.amount_min_fen !== b.amount_min_fen ||
    a.amount_max_fen !== b.amount_max_fen ||
    a.person !== b.person ||
    a.facts() !== b.facts()
  );
}

/** Fines of a month: their number, and the sum of those with an amount. */
function total(fines: readonly FineInWords[]): { count: number; fen: number } {
  return {
    count: fines.length,
    fen: fines.reduce((sum, fine) => sum + (fine.amount_fen ?? 0), 0),
  };
}
