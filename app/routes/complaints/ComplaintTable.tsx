import { Link } from '@remix-run/react';
import { SourceExcerpts } from '#app/components/SourceExcerpt.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { Bilingual } from '#app/data/desk.ts';
import { ticketLink } from '#app/filters/links.ts';
import { DASH, formatTime } from '#app/format/index.ts';
import type { Complaint } from '#queries/reports/types.ts';
import styles from './complaints.module.css';

interface RuleName {
  no: string;
  title: Bilingual;
}

interface ComplaintTableProps {
  rows: readonly Complaint[];
  rules: readonly RuleName[];
  month: string;
}

/** One complaint in two rows: what it says, and the uploaded cells it was read from. */
export function ComplaintTable({ rows, rules, month }: ComplaintTableProps) {
  const { t } = useLang();
  return (
    <section className={`panel ${styles.complaints}`}>
      <table className="num">
        <caption className="sr">{t('complaints.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('complaints.head.number')}</th>
            <th scope="col">{t('complaints.head.received')}</th>
            <th scope="col">{t('complaints.head.ticket')}</th>
            <th scope="col">{t('complaints.head.channel')}</th>
            <th scope="col">{t('complaints.head.person')}</th>
            <th scope="col">{t('complaints.head.reason')}</th>
            <th scope="col">{t('complaints.head.severity')}</th>
            <th scope="col">{t('complaints.head.substantiated')}</th>
          </tr>
        </thead>
        {rows.map((row) => (
          <Rows key={row.row_key} row={row} rules={rules} year={month.slice(0, 4)} />
        ))}
      </table>
    </section>
  );
}

function Rows({ row, rules, year }: { row: Complaint; rules: readonly RuleName[]; year: string }) {
  const { t, lang } = useLang();
  const rule = rules.find(({ no }) => no === row.reason);
  const reason = rule?.title[lang] ?? row.reason_text;
  return (
    <tbody>
      <tr className={styles.said}>
        <th scope="row" className={styles.no}>
          {row.complaint_no ?? <span className="dim">{t('complaints.noNumber')}</span>}
        </th>
        <td className={styles.at}>{formatTime(row.received_at, year)}</td>
        <td className={styles.ticket}>
          {row.ticket_no === null ? (
            <span className="dim">{t('complaints.noTicket')}</span>
          ) : row.known_ticket ? (
            <Link to={ticketLink(row.ticket_no)}>{row.ticket_no}</Link>
          ) : (
            <>
              {row.ticket_no} <span className="dim">{t('complaints.unknownTicket')}</span>
            </>
          )}
        </td>
        <td className={styles.channel}>
          {row.channel === null ? DASH : t(`complaints.channel.${row.channel}`)}
        </td>
        <td className={styles.person}>{row.person ?? DASH}</td>
        <td className={styles.reason}>
          {row.reason === null ? null : (
            <span className="ink2">{t('complaints.rule', { rule: row.reason })} </span>
          )}
          {reason ?? DASH}
          {row.reason_text === null || row.reason_text === reason ? null : (
            <span className="dim"> {row.reason_text}</span>
          )}
          {row.description === null ? null : <small>{row.description}</small>}
        </td>
        <td className={styles.severity}>
          {row.severity === null ? DASH : t(`complaints.severity.${row.severity}`)}
        </td>
        <td className={styles.found}>
          {row.substantiated === null
            ? t('complaints.undecided')
            : t(row.substantiated ? 'complaints.substantiated' : 'complaints.unsubstantiated')}
        </td>
      </tr>
      <tr className={styles.source}>
        <td colSpan={8}>
          <details>
            <summary>{t('complaints.source', { count: row.sources.length })}</summary>
            <SourceExcerpts sources={row.sources} />
          </details>
        </td>
      </tr>
    </tbody>
  );
}
