import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, type ShouldRevalidateFunctionArgs, useSearchParams } from '@remix-run/react';
import { useMemo } from 'react';
import { useScopeTexts } from '#app/components/choice-text.ts';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { Page } from '#app/components/Page.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import type { Desk } from '#app/data/desk.ts';
import { type TicketFilter, ticketsLink, withParams } from '#app/filters/links.ts';
import { monthParam, ticketFilterParams } from '#app/filters/params.server.ts';
import { parseSort, sortTickets } from '#app/filters/sort.ts';
import { formatCount, formatMonth } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { brokenRequirement, requirementOf } from '#queries/metrics/clauses.ts';
import { FilterChips } from './FilterChips.tsx';
import { TicketTable } from './TicketTable.tsx';

/** More rows than a person reads; a month of a very large department is narrowed by filters. */
const MOST_ROWS = 5_000;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const asked = monthParam(url);
  const filter = ticketFilterParams(url);
  const { months } = await context.desk.status();
  const month = asked ?? months.at(-1) ?? null;
  if (month === null || !months.includes(month)) {
    return {
      month,
      months,
      filter,
      requirement: null,
      rows: [],
      total: 0,
      cases: 0,
      exists: false,
    };
  }
  const rows = await context.desk.tickets({ ...filter, month });
  return {
    month,
    months,
    filter,
    requirement: await requirementOfList(context.desk, month, filter.list),
    rows: rows.slice(0, MOST_ROWS),
    total: rows.length,
    cases: rows.reduce((sum, row) => sum + row.cases, 0),
    exists: true,
  };
}

/** Clause and words of the requirement that a list's tickets did not keep; null of any other list. */
async function requirementOfList(desk: Desk, month: string, list: string | undefined) {
  const id = brokenRequirement(list);
  return id === null ? null : requirementOf(id, (await desk.policy(month)).source);
}

/** A new order of the same rows needs nothing from the server. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  const without = (url: URL) => {
    const params = new URLSearchParams(url.search);
    params.delete('sort');
    return `${url.pathname}?${params}`;
  };
  const onlySort = currentUrl.search !== nextUrl.search && without(currentUrl) === without(nextUrl);
  return onlySort ? false : defaultShouldRevalidate;
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const lang = metaLang(matches);
  const title = translator(lang)('nav.tickets');
  return [{ title: pageTitle(lang, data?.month ? formatMonth(data.month, lang) : null, title) }];
};

export default function TicketsPage() {
  const { month, months, filter, requirement, rows, total, cases, exists } =
    usePageData<typeof loader>();
  const { t, lang } = useLang();
  const [params] = useSearchParams();
  const sort = parseSort(params.get('sort'));
  const { key, descending } = sort;
  const sorted = useMemo(
    () => sortTickets(rows, { key, descending }, filter.stage),
    [rows, key, descending, filter.stage],
  );
  const filterText = useFilterText(filter);
  const href = (to: string) => ticketsLink(to, filter);
  if (month === null || !exists) {
    return (
      <Page
        title={t('nav.tickets')}
        {...(month === null ? {} : { month: { month, months, href } })}
      >
        <EmptyMonth month={month} months={months} href={href} />
      </Page>
    );
  }
  return (
    <Page title={t('nav.tickets')} month={{ month, months, href }} draft>
      <FilterChips month={month} filter={filter} />
      <p className="listing">
        <b className="b num">
          {cases === total
            ? t('tickets.count', { count: total })
            : t('tickets.casesOf', {
                cases: t(`tickets.cases.${caseUnit(filter)}`, { count: cases }),
                tickets: t('tickets.count', { count: total }),
              })}
        </b>{' '}
        {requirement === null ? null : (
          <b className="b">
            {t('tickets.requirement', {
              clause: requirement.clause,
              title: requirement.title[lang],
            })}
          </b>
        )}
        <span className="ink2">{filterText}</span>
        {total > rows.length ? (
          <span className="dim"> {t('tickets.cut', { shown: formatCount(rows.length) })}</span>
        ) : null}
      </p>
      {total === 0 ? (
        <section className="panel box">
          <h2>{t('tickets.empty.title')}</h2>
          <p>{t('tickets.empty.text', { month: formatMonth(month, lang) })}</p>
          <div className="a">
            <Link className="btn" to={ticketsLink(month)}>
              {t('tickets.empty.action')}
            </Link>
          </div>
        </section>
      ) : (
        <TicketTable
          rows={sorted}
          stage={filter.stage}
          sort={sort}
          sortHref={(next) => withParams('/tickets', { ...Object.fromEntries(params), sort: next })}
          month={month}
        />
      )}
    </Page>
  );
}

/** The filter in words, so that a list says what it lists. */
function useFilterText(filter: TicketFilter): string {
  const { t } = useLang();
  const scopeTexts = useScopeTexts(filter);
  const parts = [
    filter.list === undefined ? null : t(`list.${listKey(filter.list)}`),
    filter.stage === undefined ? null : t(`stage.${filter.stage}`),
    filter.state === undefined ? null : t(`listState.${filter.state}`),
    filter.person ?? null,
    ...scopeTexts.map(({ text }) => text),
    filter.fault ?? null,
    filter.weekday === undefined ? null : t(`weekday.d${WEEKDAYS[filter.weekday - 1] ?? 1}`),
    filter.hour === undefined ? null : t('heat.hour', { hour: filter.hour }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? t('tickets.all') : parts.join(' · ');
}

/** What the figure counts where a ticket may count more than once. */
function caseUnit({ list, stage }: TicketFilter): 'receipts' | 'stages' | 'other' {
  if (stage === 'repair' || list?.endsWith('receipts') === true) return 'receipts';
  if (list?.startsWith('timeliness') === true) return 'stages';
  return 'other';
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

const LISTS = [
  'repeats',
  'repeated_later',
  'scored',
  'satisfied',
  'dissatisfied',
  'incomplete_receipts',
  'complete_receipts',
  'receipts',
  'overcharged',
  'outstanding',
  'on_site',
  'phone',
  'unknown',
  'cancelled',
  'finished',
  'finished_in_month',
  'dispatched',
  'with_requisition',
  'with_receipt',
  'receipt_without_dispatch',
  'followed_up',
  'chain_broken',
  'fined',
  'dispatched_without_receipt',
  'requisition_without_dispatch',
  'receipt_without_follow_up',
  'charge_mismatch',
  'parts_mismatch',
  'timeliness',
  'timeliness_breached',
  'suspected',
] as const;

/** Lists by name; an unknown one is shown as a filtered list without a name. */
function listKey(list: string): (typeof LISTS)[number] | 'broken' | 'other' {
  if (brokenRequirement(list) !== null) return 'broken';
  return LISTS.find((each) => each === list) ?? 'other';
}
