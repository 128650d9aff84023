import { Link } from '@remix-run/react';
import { useLang } from '#app/components/use-lang.ts';
import { ticketLink } from '#app/filters/links.ts';
import { DASH, formatTime } from '#app/format/index.ts';
import type { FineDetail, RepeatSide } from '#queries/ledger/types.ts';
import styles from './fines.module.css';

const FIELDS = [
  'customer',
  'product',
  'fault_category',
  'fault',
  'technician',
  'visit',
  'fault_cause',
  'solution',
  'replaced_parts',
  'customer_signed',
] as const;

/** What two visits having it alike speaks for a repeat. */
const COMPARED: readonly string[] = [
  'customer',
  'product',
  'fault_category',
  'fault',
  'technician',
];

/** Both receipts side by side; what is the same says so. */
export function RepeatPair({
  pair,
  charged,
}: {
  pair: NonNullable<FineDetail['pair']>;
  charged: string | null;
}) {
  const { t } = useLang();
  const { earlier, later } = pair;
  const value = (side: RepeatSide, field: (typeof FIELDS)[number]): string | null => {
    if (field !== 'visit') return side[field];
    if (side.arrived_at === null && side.finished_at === null) return null;
    return [side.arrived_at, side.finished_at]
      .map((time) => (time === null ? DASH : formatTime(time)))
      .join(' — ');
  };
  return (
    <section className={styles.pairs}>
      <h3>{t('review.card.pair.title')}</h3>
      <table className="num">
        <thead>
          <tr>
            <td />
            <th scope="col">
              <Link to={ticketLink(earlier.ticket_no)}>
                {t('review.card.pair.earlier', { no: earlier.ticket_no })}
              </Link>
            </th>
            <th scope="col">
              <Link to={ticketLink(later.ticket_no)}>
                {t('review.card.pair.later', { no: later.ticket_no })}
              </Link>
            </th>
          </tr>
        </thead>
        <tbody>
          {FIELDS.map((field) => {
            const left = value(earlier, field);
            const right = value(later, field);
            const same = COMPARED.includes(field) && left !== null && left === right;
            const mark = same ? <span className="tag">{t('review.card.pair.same')}</span> : null;
            const bears = field === 'technician' && left !== null && left === charged;
            return (
              <tr key={field}>
                <th scope="row">{t(`review.card.pair.${field}`)}</th>
                <td>
                  {bears ? (
                    <b>{t('review.card.pair.charged', { name: left })}</b>
                  ) : (
                    (left ?? <span className="dim">{t('blank')}</span>)
                  )}
                  {mark}
                </td>
                <td>
                  {right ?? <span className="dim">{t('blank')}</span>}
                  {mark}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
