import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link } from '@remix-run/react';
import { useScopeTexts } from '#app/components/choice-text.ts';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { Page } from '#app/components/Page.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { complaintsLink } from '#app/filters/links.ts';
import { complaintParams, monthParam } from '#app/filters/params.server.ts';
import { formatMonth } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { COMPLAINT_LISTS, type ComplaintQuery } from '#queries/reports/types.ts';
import { ComplaintTable } from './ComplaintTable.tsx';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const asked = monthParam(url);
  const filter = complaintParams(url);
  const { months } = await context.desk.status();
  const month = asked ?? months.at(-1) ?? null;
  if (month === null || !months.includes(month)) {
    return { month, months, filter, rows: [], rules: [], exists: false };
  }
  const rows = await context.desk.complaints({ ...filter, month });
  const { rules } = await context.desk.policy(month);
  return {
    month,
    months,
    filter,
    rows,
    rules: rules.map(({ no, title }) => ({ no, title })),
    exists: true,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const lang = metaLang(matches);
  const title = translator(lang)('complaints.title');
  return [{ title: pageTitle(lang, data?.month ? formatMonth(data.month, lang) : null, title) }];
};

/** The complaints behind a figure: as many rows as it counts, those about no ticket among them. */
export default function ComplaintsPage() {
  const { month, months, filter, rows, rules, exists } = usePageData<typeof loader>();
  const { t, lang } = useLang();
  const href = (to: string) => complaintsLink(to, filter.list, filter);
  if (month === null || !exists) {
    return (
      <Page
        title={t('complaints.title')}
        {...(month === null ? {} : { month: { month, months, href } })}
      >
        <EmptyMonth month={month} months={months} href={href} />
      </Page>
    );
  }
  const withoutNumber = rows.filter((row) => row.ticket_no === null).length;
  return (
    <Page title={t('complaints.title')} month={{ month, months, href }} draft>
      <Chips month={month} filter={filter} />
      <p className="listing">
        <b className="b num">{t('complaints.count', { count: rows.length })}</b>{' '}
        <span className="ink2">{t(`complaints.what.${filter.list}`)}</span>
        {withoutNumber === 0 ? null : (
          <span className="dim"> {t('complaints.withoutTicket', { count: withoutNumber })}</span>
        )}
      </p>
      {rows.length === 0 ? (
        <section className="panel box">
          <h2>{t('complaints.empty')}</h2>
          <p>{t('complaints.emptyText', { month: formatMonth(month, lang) })}</p>
        </section>
      ) : (
        <ComplaintTable rows={rows} rules={rules} month={month} />
      )}
    </Page>
  );
}

/** All received or the substantiated ones, and what else narrows the list, each with its way out. */
function Chips({ month, filter }: { month: string; filter: Omit<ComplaintQuery, 'month'> }) {
  const { t } = useLang();
  const { list, ...scope } = filter;
  return (
    <nav className="chips" aria-label={t('tickets.filters')}>
      {COMPLAINT_LISTS.map((each) => (
        <Link
          key={each}
          className={each === list ? 'chip on' : 'chip'}
          aria-current={each === list ? 'true' : undefined}
          to={complaintsLink(month, each, scope)}
        >
          {t(`complaints.list.${each}`)}
        </Link>
      ))}
      {useScopeTexts(scope).map(({ key, text }) => (
        <Link
          key={key}
          className="chip on"
          to={complaintsLink(month, list, { ...scope, [key]: undefined })}
          title={t('tickets.removeFilter', { filter: text })}
        >
          <b>{text}</b>
          <span aria-hidden="true">×</span>
          <span className="sr">{t('tickets.removeFilter', { filter: text })}</span>
        </Link>
      ))}
    </nav>
  );
}
