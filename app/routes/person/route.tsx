import { Menu } from '@mantine/core';
import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Link } from '@remix-run/react';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { Icon } from '#app/components/icons.tsx';
import { Page } from '#app/components/Page.tsx';
import { roleText } from '#app/components/staff.ts';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import type { ListedPerson, PersonMonth } from '#app/data/person-desk.ts';
import { personLink } from '#app/filters/links.ts';
import { monthParam } from '#app/filters/params.server.ts';
import { DASH, formatDecimal, formatMonth, formatTime } from '#app/format/index.ts';
import { requestLang } from '#app/i18n/lang.ts';
import { ExpensePanel } from './ExpensePanel.tsx';
import { FinesPanel } from './FinesPanel.tsx';
import { JobsPanel } from './JobsPanel.tsx';
import { LanesPanel } from './LanesPanel.tsx';
import { LatePanel } from './LatePanel.tsx';
import { MoneyPanel } from './MoneyPanel.tsx';
import styles from './person.module.css';
import { ScorePanel } from './ScorePanel.tsx';
import { TrendPanel } from './TrendPanel.tsx';
import { sumText } from './texts.ts';

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const { lang } = requestLang(request);
  const id = params.id ?? '';
  const asked = monthParam(url);
  const { months } = await context.desk.status();
  const month = asked ?? months.at(-1) ?? null;
  if (month === null || !months.includes(month)) {
    return { id, month, months, data: null, people: [], metrics: [], rules: [] };
  }
  const data = await context.desk.person(id, month, lang);
  if (data === null) throw new Response(null, { status: 404 });
  // An older address by name: a roster loaded since knows the person by number.
  if (data.person.id !== id) throw redirect(personLink(data.person.id, month));
  const { people } = await context.desk.people(month);
  const { metrics, rules } = await context.desk.policy(month);
  return {
    id,
    month,
    months,
    data,
    people: people.map(({ id: each, name, employee_no }) => ({ id: each, name, employee_no })),
    metrics,
    rules,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const lang = metaLang(matches);
  const name = data?.data?.person.name ?? null;
  return [{ title: pageTitle(lang, name, data?.month ? formatMonth(data.month, lang) : null) }];
};

export default function PersonPage() {
  const { id, month, months, data, people, metrics, rules } = usePageData<typeof loader>();
  const { t } = useLang();
  const href = (to: string) => personLink(id, to);
  if (month === null || data === null) {
    return (
      <Page
        title={t('people.title')}
        {...(month === null ? {} : { month: { month, months, href } })}
      >
        <EmptyMonth month={month} months={months} href={href} />
      </Page>
    );
  }
  const { money } = data;
  const technician = data.scores.some(({ role }) => role === 'technician');
  const desk = data.scores.some(({ role }) => role !== 'technician');
  return (
    <div className={styles.page}>
      <Page
        title={t('people.title')}
        month={{ month, months, href }}
        draft
        // What was closed does not move; how the work is scored is worked out from what is known today.
        stripLinks={<span>{t('people.closedScope')}</span>}
        actions={<PersonSwitcher current={id} month={month} people={people} />}
        print={t('people.print')}
      >
        <Summary data={data} />
        <div className={styles.top}>
          <ScorePanel data={data} metrics={metrics} />
          <MoneyPanel money={money} />
        </div>
        <FinesPanel data={data} rules={rules} />
        <Signature data={data} />
        {technician || data.visits.length > 0 ? <LanesPanel data={data} /> : null}
        <TrendPanel data={data} metrics={metrics} />
        {desk ? <LatePanel data={data} /> : null}
        {technician || data.expenses.length > 0 ? <ExpensePanel data={data} /> : null}
        {technician || data.jobs.length > 0 ? <JobsPanel data={data} rules={rules} /> : null}
      </Page>
    </div>
  );
}

/** ‹ 赵刚 ›: the arrows step through the list of people, the name opens it. */
function PersonSwitcher({
  current,
  month,
  people,
}: {
  current: string;
  month: string;
  people: readonly Pick<ListedPerson, 'id' | 'name' | 'employee_no'>[];
}) {
  const { t } = useLang();
  const at = people.findIndex(({ id }) => id === current);
  const step = (to: (typeof people)[number] | undefined, icon: 'left' | 'right') => {
    const label = t(icon === 'left' ? 'people.before' : 'people.after');
    return to === undefined ? (
      <button
        type="button"
        disabled
        aria-label={label}
        title={t(icon === 'left' ? 'people.noBefore' : 'people.noAfter')}
      >
        <Icon name={icon} />
      </button>
    ) : (
      <Link to={personLink(to.id, month)} aria-label={`${label} ${to.name}`} prefetch="intent">
        <Icon name={icon} />
      </Link>
    );
  };
  const name = people[at]?.name;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and a frame the bar has no room for
    <div className="month" role="group" aria-label={t('people.switch')}>
      {step(at === -1 ? undefined : people[at - 1], 'left')}
      <Menu>
        <Menu.Target>
          <button type="button">
            <b>{name ?? t('nav.people')}</b>
          </button>
        </Menu.Target>
        <Menu.Dropdown className="months">
          {people.map((person) => (
            <Menu.Item
              key={person.id}
              component={Link}
              to={personLink(person.id, month)}
              {...(person.id === current ? { 'aria-current': 'true' as const } : {})}
            >
              {person.name} <span className="dim">{person.employee_no}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {step(people[at + 1], 'right')}
    </div>
  );
}

/** Who it is and what the month held, in one line. */
function Summary({ data }: { data: PersonMonth }) {
  const { t } = useLang();
  const { person, work, fines, jobs_dispatched } = data;
  const { technician, dispatcher, hotline } = work;
  const standing = fines.filter(({ state }) => state !== 'waived');
  const role = roleText(t, person.role);
  const facts = [
    person.employee_no,
    role === '' ? null : role,
    person.department,
    person.grade,
    person.hired_on === null ? null : t('people.hired', { date: person.hired_on }),
    person.left_on === null ? null : t('people.left', { date: person.left_on }),
    person.names.length === 0
      ? null
      : t('people.alsoWritten', { names: person.names.join(t('listSeparator')) }),
    person.employee_no === null ? t('people.unlisted') : null,
  ].filter((fact) => fact !== null);
  const figures = [
    technician === undefined && jobs_dispatched === 0
      ? null
      : [t('people.summary.jobs'), t('people.work.tickets', { count: jobs_dispatched })],
    technician === undefined
      ? null
      : [t('people.summary.visits'), t('times', { count: technician.visits })],
    technician === undefined
      ? null
      : [t('people.summary.attended'), t('people.summary.days', { count: technician.days })],
    technician === undefined
      ? null
      : [
          t('people.summary.repair'),
          t('people.summary.hours', { hours: formatDecimal(technician.repair_hours) }),
        ],
    dispatcher === undefined
      ? null
      : [t('people.summary.sent'), t('people.work.tickets', { count: dispatcher.tickets })],
    hotline === undefined
      ? null
      : [t('people.summary.answered'), t('people.work.tickets', { count: hotline.tickets })],
    [
      t('people.summary.fines'),
      standing.length === 0
        ? t('people.summary.none')
        : t('people.summary.some', {
            count: standing.length,
            sum: sumText(
              standing.reduce((sum, fine) => sum + (fine.amount_fen ?? 0), 0),
              standing.some((fine) => fine.amount_fen === null),
            ),
          }),
    ],
  ].filter((each) => each !== null);
  return (
    <section className={`num ${styles.who}`} aria-label={t('people.facts')}>
      <h2>{person.name}</h2>
      <p className="ink2">
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      <dl>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value ?? DASH}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** On paper only: what the sheet stands on, and the lines to sign. */
function Signature({ data }: { data: PersonMonth }) {
  const { t } = useLang();
  const closed = data.money.state === 'closed';
  return (
    <section className={styles.sign} aria-hidden="true">
      <p>
        {t(closed ? 'people.sign.closed' : 'people.sign.draft')}{' '}
        {t('people.sign.basis', { time: formatTime(data.as_of), version: data.policy.version })}
      </p>
      <span>{t('people.sign.person')}</span>
      <span>{t('people.sign.manager')}</span>
      <span>{t('people.sign.date')}</span>
    </section>
  );
}
