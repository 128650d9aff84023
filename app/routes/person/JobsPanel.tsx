import { Link } from '@remix-run/react';
import { useMemo } from 'react';
import { StateMark } from '#app/components/Figure.tsx';
import { useRuleTitle } from '#app/components/FineCard.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { PolicyRule } from '#app/data/desk.ts';
import type { PersonMonth } from '#app/data/person-desk.ts';
import { ticketLink } from '#app/filters/links.ts';
import { DASH, formatDurationInWords, formatTime } from '#app/format/index.ts';
import type { PersonJob } from '#queries/reports/person-types.ts';
import styles from './person.module.css';
import { problemText, sumText } from './texts.ts';
import { costsOfJobs, type JobCost } from './view.ts';

/** Every ticket the person was sent to or visited in the month. */
export function JobsPanel({ data, rules }: { data: PersonMonth; rules: readonly PolicyRule[] }) {
  const { t } = useLang();
  const { jobs, person } = data;
  const costs = useMemo(() => costsOfJobs(data.fines), [data.fines]);
  const without = jobs.filter(({ receipts, dispatched }) => dispatched && receipts === 0).length;
  const visited = jobs.filter(({ dispatched }) => !dispatched).length;
  const answer = [
    t('people.jobs.answer', { count: jobs.length }),
    without === 0 ? null : t('people.jobs.withoutReceipt', { count: without }),
    visited === 0 ? null : t('people.jobs.visitedOnly', { count: visited }),
  ]
    .filter((part) => part !== null)
    .join(t('separator'));
  return (
    <section className={`panel ${styles.jobs}`} id="jobs" tabIndex={-1}>
      <header>
        <h2>{t('people.jobs.title')}</h2>
        <span className="ink2 num">
          {jobs.length === 0 ? t('people.jobs.none', { name: person.name }) : answer}
        </span>
      </header>
      {jobs.length === 0 ? (
        <div className={styles.gap} />
      ) : (
        <section
          className={`scroll after-head ${styles.wide}`}
          aria-label={t('people.jobs.caption')}
        >
          <table className="num">
            <caption className="sr">{t('people.jobs.caption')}</caption>
            <thead>
              <tr>
                <th scope="col" aria-sort="ascending">
                  {t('people.jobs.head.reported')}
                </th>
                <th scope="col">{t('people.jobs.head.number')}</th>
                <th scope="col">{t('people.jobs.head.customer')}</th>
                <th scope="col">{t('people.jobs.head.problem')}</th>
                <th scope="col" className="n">
                  {t('people.jobs.head.dispatch')}
                </th>
                <th scope="col">{t('people.jobs.head.arrival')}</th>
                <th scope="col" className="n">
                  {t('people.jobs.head.repair')}
                </th>
                <th scope="col">{t('people.jobs.head.callback')}</th>
                <th scope="col" className="n">
                  {t('people.jobs.head.score')}
                </th>
                <th scope="col">{t('people.jobs.head.receipt')}</th>
                <th scope="col" className="n">
                  {t('people.jobs.head.fines')}
                </th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <JobRow
                  key={job.ticket_no}
                  job={job}
                  cost={costs.get(job.ticket_no)}
                  rules={rules}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

function JobRow({
  job,
  cost,
  rules,
}: {
  job: PersonJob;
  cost: JobCost | undefined;
  rules: readonly PolicyRule[];
}) {
  const { t, lang } = useLang();
  const ruleTitle = useRuleTitle(rules);
  const minutes = (value: number | null) =>
    value === null ? (
      <span className="dim">{DASH}</span>
    ) : (
      formatDurationInWords(value < 60 ? value : Math.round(value), lang)
    );
  return (
    <tr data-ticket={job.ticket_no}>
      <td className="nw">{job.reported_at === null ? DASH : formatTime(job.reported_at)}</td>
      <th scope="row" className="nw">
        {job.unknown_ticket ? (
          job.ticket_no
        ) : (
          <Link to={ticketLink(job.ticket_no)}>{job.ticket_no}</Link>
        )}
      </th>
      <td className={styles.cut} title={job.customer ?? undefined}>
        {job.customer ?? <span className="dim">{DASH}</span>}
      </td>
      <td className={styles.cut} title={problemText(t, job)}>
        {problemText(t, job)}
      </td>
      <td className="n nw">
        <span className={job.dispatch_state === 'breached' ? 'worse' : undefined}>
          {minutes(job.dispatch_minutes)}
        </span>
      </td>
      <td className="nw">
        <Arrival job={job} />
      </td>
      <td className="n nw">{minutes(job.repair_minutes)}</td>
      <td className="nw">
        <Callback job={job} />
      </td>
      <td className="n" data-label={t('people.jobs.head.score')}>
        {job.score ?? <span className="dim">{DASH}</span>}
      </td>
      <td className="nw">
        <Receipt job={job} />
      </td>
      <td className="n nw">
        {cost === undefined ? (
          <span className="dim">{DASH}</span>
        ) : (
          <>
            {cost.rules.map((rule, index) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: the same rule may stand twice, in the order of occurrence
                key={`${rule} ${index}`}
                className="tag"
                title={ruleTitle(rule)}
              >
                {rule}
              </span>
            ))}{' '}
            {cost.fen === 0 && cost.undecided ? '＋' : sumText(cost.fen, cost.undecided)}
          </>
        )}
      </td>
    </tr>
  );
}

/** By the promise where there was one, else how long it took; late ones by how much, the figure that decides. */
function Arrival({ job }: { job: PersonJob }) {
  const { t, lang } = useLang();
  const { arrival_state, arrival_minutes, arrival_over_minutes, promised, receipts } = job;
  const took =
    arrival_minutes === null ? null : formatDurationInWords(Math.round(arrival_minutes), lang);
  switch (arrival_state) {
    case null:
    case 'not_applicable':
      return receipts === 0 ? (
        <span className="dim">{t('people.jobs.noReceipt')}</span>
      ) : (
        <span className="ink2">{t('state.not_applicable')}</span>
      );
    case 'met':
      return <StateMark state="met">{promised ? t('people.jobs.promised') : took}</StateMark>;
    case 'breached':
      return (
        <span title={took ?? undefined}>
          <StateMark state="breached">
            {arrival_over_minutes !== null
              ? t('ticket.over', { duration: formatDurationInWords(arrival_over_minutes, lang) })
              : t(receipts === 0 ? 'people.jobs.noReceipt' : 'state.open')}
          </StateMark>
        </span>
      );
    default:
      return <StateMark state={arrival_state}>{t(`state.${arrival_state}`)}</StateMark>;
  }
}

function Callback({ job }: { job: PersonJob }) {
  const { t } = useLang();
  const { callback_state, callback_minutes } = job;
  if (callback_state === null || callback_state === 'not_applicable')
    return <span className="dim">{DASH}</span>;
  const text =
    callback_state === 'met'
      ? t('people.jobs.inTime')
      : callback_state === 'breached' && callback_minutes === null
        ? t('state.open')
        : t(`state.${callback_state}`);
  return <StateMark state={callback_state}>{text}</StateMark>;
}

const FIELDS = ['fault_cause', 'solution', 'customer_signed', 'replaced_parts'] as const;

function Receipt({ job }: { job: PersonJob }) {
  const { t } = useLang();
  if (job.visits === 0)
    return (
      <span className={job.receipts === 0 && job.arrival_state === 'breached' ? 'worse' : 'dim'}>
        {t('people.jobs.lacking')}
      </span>
    );
  if (job.open_visit === true) return <span className="ink2">{t('people.jobs.open')}</span>;
  if (job.complete === true) return <span className="ink2">{t('people.jobs.complete')}</span>;
  const fields = job.missing.map((field) =>
    t(`people.jobs.field.${FIELDS.find((each) => each === field) ?? 'other'}`),
  );
  return (
    <span className="worse">
      {t('people.jobs.missing', { fields: fields.join(t('listSeparator')) })}
    </span>
  );
}
