/** Which rows of the queue are shown, in which order, and what they come to. Pure; everything stands in the URL. */
import { searchText } from '#app/components/staff.ts';
import type { FineRow } from './rows.ts';

export const TABS = ['proposed', 'recheck', 'confirmed', 'adjusted', 'waived', 'all'] as const;
export type Tab = (typeof TABS)[number];

/** What a row may be narrowed to, each with its own count. */
export const SHOWS = ['cause', 'appeal', 'unassigned', 'undecided', 'late'] as const;
export type Show = (typeof SHOWS)[number];

export const SORTS = ['occurred', 'rule', 'person', 'amount'] as const;
export type SortBy = (typeof SORTS)[number];

export interface Filter {
  readonly tab: Tab;
  readonly rule: string | null;
  readonly person: string | null;
  readonly shows: readonly Show[];
  readonly query: string;
  readonly sort: SortBy;
  readonly descending: boolean;
}

/** The filter of a URL; what it does not know is no filter. `tab`: the one to stand on where none is named. */
export function filterOf(params: URLSearchParams, tab: Tab = 'proposed'): Filter {
  const show = (params.get('show') ?? '').split(',');
  const sort = params.get('sort') ?? '';
  return {
    tab: TABS.find((each) => each === params.get('state')) ?? tab,
    rule: params.get('rule') || null,
    person: params.get('person') || null,
    shows: SHOWS.filter((each) => show.includes(each)),
    query: (params.get('q') ?? '').slice(0, 100),
    sort: SORTS.find((each) => each === sort.replace(/^-/, '')) ?? 'occurred',
    descending: sort.startsWith('-'),
  };
}

/** The parameters of a filter, defaults left out; `month` and `key` stand apart. */
export function paramsOf(filter: Filter): Record<string, string | null> {
  const sorted = filter.sort !== 'occurred' || filter.descending;
  return {
    state: filter.tab,
    rule: filter.rule,
    person: filter.person,
    show: filter.shows.join(',') || null,
    q: filter.query || null,
    sort: sorted ? `${filter.descending ? '-' : ''}${filter.sort}` : null,
  };
}

/** A filter that leaves everything in, on the same tab and in the same order. */
export function widened(filter: Filter): Filter {
  return { ...filter, rule: null, person: null, shows: [], query: '' };
}

export function isNarrowed(filter: Filter): boolean {
  return (
    filter.rule !== null ||
    filter.person !== null ||
    filter.shows.length > 0 ||
    filter.query.trim() !== ''
  );
}

/** What still has to be said about a row before it can be confirmed or waived. */
export function openPoints(row: FineRow): Show[] {
  const undone = row.state === 'proposed' || row.state === 'recheck';
  return [
    undone && row.needs_cause && row.cause === null ? ('cause' as const) : null,
    row.appeal === 'open' ? ('appeal' as const) : null,
    undone && row.unassigned ? ('unassigned' as const) : null,
    undone && row.amount_fen === null ? ('undecided' as const) : null,
    row.late ? ('late' as const) : null,
  ].filter((point) => point !== null);
}

function matches(row: FineRow, filter: Filter, wanted: string): boolean {
  if (filter.rule !== null && row.rule !== filter.rule) return false;
  if (filter.person !== null && row.person !== filter.person) return false;
  if (filter.shows.length > 0) {
    const points = openPoints(row);
    if (!filter.shows.every((show) => points.includes(show))) return false;
  }
  if (wanted === '') return true;
  return (
    row.no.toLowerCase().includes(wanted) ||
    (row.person !== null && searchText(row.person).includes(wanted)) ||
    row.initials.startsWith(wanted) ||
    (row.employee_no?.toLowerCase().includes(wanted) ?? false)
  );
}

/** The rows of all states that the filter leaves in. */
export function narrowed(rows: readonly FineRow[], filter: Filter): FineRow[] {
  const wanted = searchText(filter.query);
  return rows.filter((row) => matches(row, filter, wanted));
}

export function ofTab(rows: readonly FineRow[], tab: Tab): FineRow[] {
  return tab === 'all' ? [...rows] : rows.filter((row) => row.state === tab);
}

/** Rule numbers as the policy counts them: 2a before 10. */
function ruleOrder(rule: string): [number, string] {
  const number = Number.parseInt(rule, 10);
  return [Number.isNaN(number) ? Number.MAX_SAFE_INTEGER : number, rule];
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function compare(a: FineRow, b: FineRow, by: SortBy): number {
  switch (by) {
    case 'occurred':
      return byText(a.occurred_at, b.occurred_at);
    case 'rule': {
      const [left, leftText] = ruleOrder(a.rule);
      const [right, rightText] = ruleOrder(b.rule);
      return left - right || byText(leftText, rightText);
    }
    case 'person':
      return byText(a.initials || (a.person ?? ''), b.initials || (b.person ?? ''));
    case 'amount':
      return (a.amount_fen ?? 0) - (b.amount_fen ?? 0);
  }
}

/** In order; ties by time, then by key. Rows without a person or an amount stand last in both directions. */
export function sorted(rows: readonly FineRow[], { sort, descending }: Filter): FineRow[] {
  const lacks = (row: FineRow) =>
    (sort === 'person' && row.person === null) || (sort === 'amount' && row.amount_fen === null);
  const sign = descending ? -1 : 1;
  return rows.toSorted(
    (a, b) =>
      Number(lacks(a)) - Number(lacks(b)) ||
      sign * compare(a, b, sort) ||
      byText(a.occurred_at, b.occurred_at) ||
      byText(a.key, b.key),
  );
}

export interface Sum {
  readonly count: number;
  /** Of those that have an amount. */
  readonly fen: number;
  /** Without an amount yet: a range nobody has decided. */
  readonly undecided: number;
  /** A measure instead of money. */
  readonly measures: number;
}

export function sumOf(rows: readonly FineRow[]): Sum {
  let fen = 0;
  let undecided = 0;
  let measures = 0;
  for (const row of rows) {
    if (row.amount_fen !== null) fen += row.amount_fen;
    else if (row.measure) measures += 1;
    else undecided += 1;
  }
  return { count: rows.length, fen, undecided, measures };
}

/** Count and sum of each tab. 全部 leaves the waived ones out of its sum: nobody pays them. */
export function tabSums(rows: readonly FineRow[]): Record<Tab, Sum> {
  const of = (tab: Tab) => sumOf(ofTab(rows, tab));
  return {
    proposed: of('proposed'),
    recheck: of('recheck'),
    confirmed: of('confirmed'),
    adjusted: of('adjusted'),
    waived: of('waived'),
    all: { ...sumOf(rows.filter(({ state }) => state !== 'waived')), count: rows.length },
  };
}

/** What the filter menus offer, counted over the tab: rules in order, people by initials. */
export function choices(rows: readonly FineRow[]): {
  rules: { value: string; count: number }[];
  people: { value: string; initials: string; count: number }[];
} {
  const rules = new Map<string, number>();
  const people = new Map<string, { initials: string; count: number }>();
  for (const { rule, person, initials } of rows) {
    rules.set(rule, (rules.get(rule) ?? 0) + 1);
    if (person !== null) {
      people.set(person, { initials, count: (people.get(person)?.count ?? 0) + 1 });
    }
  }
  return {
    rules: [...rules]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => {
        const [left, leftText] = ruleOrder(a.value);
        const [right, rightText] = ruleOrder(b.value);
        return left - right || byText(leftText, rightText);
      }),
    people: [...people]
      .map(([value, { initials, count }]) => ({ value, initials, count }))
      .sort((a, b) => byText(a.initials || a.value, b.initials || b.value)),
  };
}

/** How many rows each narrowing would leave. */
export function showCounts(rows: readonly FineRow[]): Record<Show, number> {
  const counts = { cause: 0, appeal: 0, unassigned: 0, undecided: 0, late: 0 };
  for (const row of rows) for (const point of openPoints(row)) counts[point] += 1;
  return counts;
}

/** The row work goes on with when `gone` are decided: the next one after the current, else the last before it. */
export function nextRow(
  rows: readonly FineRow[],
  current: string | null,
  gone: ReadonlySet<string>,
): string | null {
  const at = rows.findIndex(({ key }) => key === current);
  const after = rows.slice(at + 1).find(({ key }) => !gone.has(key));
  if (after !== undefined) return after.key;
  return rows.slice(0, Math.max(at, 0)).findLast(({ key }) => !gone.has(key))?.key ?? null;
}
