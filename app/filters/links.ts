/** Addresses of the lists behind figures. Every page and chart builds its links here, so none drifts. */
import {
  type ComplaintList,
  type FigureList,
  SCOPE_DIMENSIONS,
  type TicketQuery,
  type TicketScope,
} from '#queries/reports/types.ts';

export type TicketFilter = Omit<TicketQuery, 'month' | 'asOf'>;

/** A path with the parameters that are set, in the order given. */
export function withParams(
  path: string,
  params: Record<string, string | number | null | undefined>,
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** What the overview may be compared with. */
export const COMPARED = ['month', 'year'] as const;
export type Compared = (typeof COMPARED)[number];

/** The overview of a month, of all tickets or of some. */
export function overviewLink(month: string, scope: TicketScope = {}, compared?: Compared): string {
  return withParams('/', {
    month,
    ...scopeParts(scope),
    compare: compared === 'year' ? compared : null,
  });
}

function scopeParts(scope: TicketScope): TicketScope {
  return Object.fromEntries(SCOPE_DIMENSIONS.map((dimension) => [dimension, scope[dimension]]));
}

/** The list of tickets behind a figure of the month. */
export function ticketsLink(month: string, filter: TicketFilter = {}): string {
  const { stage, state, list, person, fault, weekday, hour } = filter;
  return withParams('/tickets', {
    month,
    list,
    stage,
    state,
    person,
    fault,
    weekday,
    hour,
    ...scopeParts(filter),
  });
}

/** The complaints behind a figure of the month. */
export function complaintsLink(
  month: string,
  list: ComplaintList,
  scope: TicketScope = {},
): string {
  return withParams('/complaints', { month, list, ...scopeParts(scope) });
}

/** The list behind a figure, of tickets or of complaints; `filter` narrows it. */
export function figureLink(month: string, list: FigureList, filter: TicketFilter = {}): string {
  return 'complaints' in list
    ? complaintsLink(month, list.complaints, filter)
    : ticketsLink(month, { ...filter, ...list });
}

/** Data quality of a month; `show` lists all rows of a finding, `field` (`kind.field`) its blank cells; `at`: a section or finding. */
export function qualityLink(
  month: string,
  filter: { show?: string; field?: string } = {},
  at: string | undefined = filter.show,
): string {
  const path = withParams('/quality', { month, show: filter.show, field: filter.field });
  return at === undefined ? path : `${path}#${at}`;
}

/** One ticket's page. Numbers come from spreadsheets and may hold any character. */
export function ticketLink(ticketNo: string): string {
  return `/tickets/${encodeURIComponent(ticketNo)}`;
}

/** The people of a month; `q` is what was typed into the search. */
export function peopleLink(month: string, q = ''): string {
  return withParams('/people', { month, q });
}

/** One person's month. `id` is the employee number, else `~` and the name. */
export function personLink(id: string, month: string): string {
  return withParams(`/people/${encodeURIComponent(id)}`, { month });
}

/** The month's fines, all or those of one person, rule or group; `key` opens one evidence card. */
export function finesLink(
  month: string,
  filter: {
    person?: string | undefined;
    rule?: string | undefined;
    show?: 'cause' | 'appeal' | 'unassigned' | 'undecided' | 'late' | undefined;
    state?: 'proposed' | 'recheck' | 'confirmed' | 'adjusted' | 'waived' | 'all' | undefined;
    key?: string | undefined;
  } = {},
): string {
  return withParams('/fines', {
    month,
    state: filter.state,
    rule: filter.rule,
    person: filter.person,
    show: filter.show,
    key: filter.key,
  });
}

/** The stored original around one row of an uploaded sheet, with the cell marked where a column is named. */
export function sourceLink(sheetId: number, row: number, column: string | null): string {
  return withParams(`/source/${sheetId}`, { row, col: column });
}

/** Close and deductions of a month; `person` opens one person's row, `ask` a dialog. */
export function deductionsLink(
  month: string,
  filter: { person?: string | undefined; ask?: 'close' | 'reopen' | undefined } = {},
): string {
  return withParams('/deductions', { month, person: filter.person, ask: filter.ask });
}
