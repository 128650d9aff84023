import { Link } from '@remix-run/react';
import { useLang } from '#app/components/use-lang.ts';
import type { PersonMonth } from '#app/data/person-desk.ts';
import { ticketLink, ticketsLink } from '#app/filters/links.ts';
import { DASH, formatDurationInWords, formatTime } from '#app/format/index.ts';
import styles from './person.module.css';

/** The desk's work past its limit; the rest opens as a list of tickets. */
export function LatePanel({ data }: { data: PersonMonth }) {
  const { t, lang } = useLang();
  const { breaches, month, person } = data;
  return (
    <section className={`panel ${styles.late}`} id="late">
      <header>
        <h2>{t('people.late.title')}</h2>
        <span className="ink2 num">
          {breaches.length === 0
            ? t('people.late.none')
            : t('people.late.answer', { count: breaches.length })}
        </span>
        <div className="r">
          <Link to={ticketsLink(month, { person: person.name })}>{t('people.late.all')}</Link>
        </div>
      </header>
      {breaches.length === 0 ? (
        <div className={styles.gap} />
      ) : (
        <table className="num after-head">
          <caption className="sr">{t('people.late.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('people.late.head.number')}</th>
              <th scope="col">{t('people.late.head.customer')}</th>
              <th scope="col">{t('people.late.head.stage')}</th>
              <th scope="col">{t('people.late.head.due')}</th>
              <th scope="col">{t('people.late.head.end')}</th>
              <th scope="col" className="n">
                {t('people.late.head.over')}
              </th>
            </tr>
          </thead>
          <tbody>
            {breaches.map((breach) => (
              <tr key={`${breach.ticket_no} ${breach.stage}`}>
                <th scope="row" className="nw">
                  <Link to={ticketLink(breach.ticket_no)}>{breach.ticket_no}</Link>
                </th>
                <td className={styles.cut}>{breach.customer ?? DASH}</td>
                <td className="nw">{t(`stage.${breach.stage}`)}</td>
                <td className="nw ink2">{formatTime(breach.due_at)}</td>
                <td className="nw ink2">
                  {breach.end_at === null ? t('people.late.still') : formatTime(breach.end_at)}
                </td>
                <td className="n nw worse">{formatDurationInWords(breach.over_minutes, lang)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
