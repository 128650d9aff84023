import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, type ShouldRevalidateFunctionArgs, useSearchParams } from '@remix-run/react';
import { useEffect, useMemo, useState } from 'react';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { Page } from '#app/components/Page.tsx';
import { PersonLink } from '#app/components/PersonLink.tsx';
import { roleText } from '#app/components/staff.ts';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import type { MetricView } from '#app/data/desk.ts';
import type { ListedPerson } from '#app/data/person-desk.ts';
import { finesLink, peopleLink } from '#app/filters/links.ts';
import { monthParam } from '#app/filters/params.server.ts';
import { DASH, FEW, formatMonth, formatRate, judge } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { matchesPerson } from '#queries/values/person-search.ts';
import { sumText } from '../person/texts.ts';
import styles from './people.module.css';

/** Longer than any name somebody types. */
const LONGEST_QUERY = 60;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const asked = monthParam(new URL(request.url));
  const { months } = await context.desk.status();
  const month = asked ?? months.at(-1) ?? null;
  if (month === null || !months.includes(month)) {
    return { month, months, list: null, metrics: [] };
  }
  const { metrics } = await context.desk.policy(month);
  return { month, months, list: await context.desk.people(month), metrics };
}

/** The search filters what is there already. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  const without = (url: URL) => {
    const params = new URLSearchParams(url.search);
    params.delete('q');
    return `${url.pathname}?${params}`;
  };
  const onlySearch =
    currentUrl.search !== nextUrl.search && without(currentUrl) === without(nextUrl);
  return onlySearch ? false : defaultShouldRevalidate;
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const lang = metaLang(matches);
  const title = translator(lang)('nav.people');
  return [{ title: pageTitle(lang, data?.month ? formatMonth(data.month, lang) : null, title) }];
};

export default function PeoplePage() {
  const { month, months, list, metrics } = usePageData<typeof loader>();
  const { t } = useLang();
  const [params, setParams] = useSearchParams();
  const asked = (params.get('q') ?? '').slice(0, LONGEST_QUERY);
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  const found = useMemo(
    () => list?.people.filter((person) => matchesPerson(person, typed)) ?? [],
    [list, typed],
  );
  const href = (to: string) => peopleLink(to, asked);
  if (month === null || list === null) {
    return (
      <Page title={t('nav.people')} {...(month === null ? {} : { month: { month, months, href } })}>
        <EmptyMonth month={month} months={months} href={href} />
      </Page>
    );
  }
  const search = (text: string) => {
    setTyped(text);
    const next = new URLSearchParams(params);
    if (text === '') next.delete('q');
    else next.set('q', text);
    setParams(next, { replace: true, preventScrollReset: true });
  };
  return (
    <Page title={t('nav.people')} month={{ month, months, href }}>
      <Form method="get" className={styles.search} role="search">
        <input type="hidden" name="month" value={month} />
        <input
          type="search"
          name="q"
          className={styles.field}
          aria-label={t('people.find')}
          placeholder={t('people.find')}
          maxLength={LONGEST_QUERY}
          autoComplete="off"
          value={typed}
          onChange={(event) => search(event.currentTarget.value)}
        />
        <button type="submit" className="btn">
          {t('people.search')}
        </button>
        <span className="ink2 num" role="status">
          {typed.trim() === ''
            ? t('people.count', { count: list.people.length })
            : t('people.found', { count: found.length })}
        </span>
      </Form>
      {list.roster ? null : <p className="small ink2">{t('people.noRoster')}</p>}
      {found.length === 0 ? (
        <section className="panel box">
          <h2>{t('people.none')}</h2>
          <p>{t('people.noneText')}</p>
          <div className="a">
            <Link className="btn" to={peopleLink(month)}>
              {t('people.showAll')}
            </Link>
          </div>
        </section>
      ) : (
        <section className="panel">
          <table className={`num ${styles.list}`}>
            <caption className="sr">{t('people.caption')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('people.head.person')}</th>
                <th scope="col">{t('people.head.role')}</th>
                <th scope="col">{t('people.head.work')}</th>
                <th scope="col">{t('people.head.rate')}</th>
                <th scope="col" className="n">
                  {t('people.head.cases')}
                </th>
                <th scope="col" className="n">
                  {t('people.head.fines')}
                </th>
                <th scope="col" className="n">
                  {t('people.head.sum')}
                </th>
              </tr>
            </thead>
            <tbody>
              {found.map((person) => (
                <PersonRow key={person.id} person={person} month={month} metrics={metrics} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Page>
  );
}

function PersonRow({
  person,
  month,
  metrics,
}: {
  person: ListedPerson;
  month: string;
  metrics: readonly MetricView[];
}) {
  const { t } = useLang();
  const { fines, main } = person;
  const metric = metrics.find(({ id }) => id === main?.metric);
  const role = roleText(t, person.role ?? person.roles[0] ?? null);
  return (
    <tr>
      <th scope="row" className={styles.who}>
        <PersonLink employeeNo={person.employee_no} name={person.name} month={month} />{' '}
        <span className="small ink2">{person.employee_no}</span>
        {person.names.length === 0 ? null : (
          <span className="small dim"> {person.names.join(t('listSeparator'))}</span>
        )}
      </th>
      <td className={styles.role}>{role === '' ? <span className="dim">{DASH}</span> : role}</td>
      <td className={`ink2 ${styles.work}`}>
        <Work person={person} />
      </td>
      <td className={styles.rate}>
        {main === null || metric === undefined || main.measured === 0 ? (
          <span className="dim">{DASH}</span>
        ) : (
          <MainRate main={main} metric={metric} />
        )}
      </td>
      <td className={`n ink2 ${styles.cases}`}>
        {main === null || main.measured === 0 ? '' : `${main.met}/${main.measured}`}
      </td>
      <td className={`n ${styles.fines}`}>
        {fines.count === 0 ? (
          <span className="dim">0</span>
        ) : (
          <Link to={finesLink(month, { person: person.name })}>
            {t('people.fines', { count: fines.count })}
          </Link>
        )}
      </td>
      <td className={`n b ${styles.sum}`}>
        {fines.count === 0 ? (
          <span className="dim">{DASH}</span>
        ) : (
          sumText(fines.fen, fines.undecided)
        )}
      </td>
    </tr>
  );
}

function MainRate({
  main,
  metric,
}: {
  main: NonNullable<ListedPerson['main']>;
  metric: MetricView;
}) {
  const { lang } = useLang();
  const value = main.met / main.measured;
  const few = main.measured < FEW;
  const state = few ? null : judge(value, metric, main);
  const mark = few ? 'few' : state === null ? '' : `st ${state}`;
  return (
    <>
      <span className={`small ink2 ${styles.metric}`}>{metric.name[lang]}</span>{' '}
      <span className={mark}>{formatRate(value, few ? undefined : metric)}</span>
    </>
  );
}

/** What the person did, by role. */
function Work({ person }: { person: ListedPerson }) {
  const { t } = useLang();
  const { technician, dispatcher, hotline } = person.work;
  const parts = [
    technician === undefined
      ? null
      : `${t('people.work.tickets', { count: technician.tickets })} ${t('people.work.visits', { count: technician.visits })}`,
    dispatcher === undefined ? null : t('people.work.dispatched', { count: dispatcher.tickets }),
    hotline === undefined ? null : t('people.work.answered', { count: hotline.tickets }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? (
    <span className="dim">{t('people.work.nothing')}</span>
  ) : (
    parts.join(t('separator'))
  );
}
