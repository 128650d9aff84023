import { Link } from '@remix-run/react';
import { useRuleTitle } from '#app/components/FineCard.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { PolicyRule } from '#app/data/desk.ts';
import type { PersonMonth } from '#app/data/person-desk.ts';
import { finesLink, ticketLink } from '#app/filters/links.ts';
import { DASH, formatAmount, formatSubject, formatTime } from '#app/format/index.ts';
import type { Fine } from '#queries/reports/types.ts';
import styles from './person.module.css';
import { sumText } from './texts.ts';

const STATE_CLASS: Record<Fine['state'], string> = {
  proposed: 'st pending',
  recheck: 'st pending',
  confirmed: `st ${styles.decided}`,
  adjusted: `st ${styles.decided}`,
  waived: 'st nocap',
};

/** Every fine of the month with its state, who handled it, and its appeal. */
export function FinesPanel({ data, rules }: { data: PersonMonth; rules: readonly PolicyRule[] }) {
  const { t } = useLang();
  const { fines, month, person } = data;
  const ruleTitle = useRuleTitle(rules);
  const appeals = fines.filter(({ appeal }) => appeal === 'open').length;
  const standing = fines.filter(({ state }) => state !== 'waived');
  const answer = [
    t('people.fine.answer', { count: fines.length }),
    appeals === 0 ? null : t('people.fine.appeals', { count: appeals }),
  ]
    .filter((part) => part !== null)
    .join(t('separator'));
  return (
    <section className={`panel ${styles.fines}`} id="fines">
      <header>
        <h2>{t('people.fine.title')}</h2>
        <span className="ink2 num">{fines.length === 0 ? t('people.fine.none') : answer}</span>
        {fines.length === 0 ? null : (
          <div className="r">
            <Link to={finesLink(month, { person: person.name })}>{t('people.fine.inReview')}</Link>
          </div>
        )}
      </header>
      {fines.length === 0 ? (
        <div className={styles.gap} />
      ) : (
        <table className="num after-head">
          <caption className="sr">{t('people.fine.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('people.fine.head.rule')}</th>
              <th scope="col">{t('people.fine.head.subject')}</th>
              <th scope="col" aria-sort="ascending">
                {t('people.fine.head.occurred')}
              </th>
              <th scope="col">{t('people.fine.head.basis')}</th>
              <th scope="col">{t('people.fine.head.state')}</th>
              <th scope="col">{t('people.fine.head.step')}</th>
              <th scope="col">{t('people.fine.head.appeal')}</th>
              <th scope="col" className="n">
                {t('people.fine.head.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {fines.map((fine) => (
              <tr key={fine.key} data-fine={fine.key}>
                <th scope="row" className="nw">
                  <Link
                    to={finesLink(month, { person: person.name, key: fine.key })}
                    title={t('people.fine.open', { rule: fine.rule })}
                  >
                    <b className="b">{fine.rule}</b> {ruleTitle(fine.rule)}
                  </Link>
                </th>
                <td className="small nw">
                  {fine.subject.ticket_no === null ? (
                    <span className="ink2">{formatSubject(fine.subject)}</span>
                  ) : (
                    <Link to={ticketLink(fine.subject.ticket_no)}>{fine.subject.ticket_no}</Link>
                  )}
                </td>
                <td className="small ink2 nw">{formatTime(fine.occurred_at)}</td>
                <td className={`ink2 ${styles.basis}`}>{fine.arithmetic}</td>
                <td className="nw">
                  <span className={STATE_CLASS[fine.state]}>{t(`fineState.${fine.state}`)}</span>
                </td>
                <td className="small ink2 nw">
                  <Step fine={fine} />
                </td>
                <td className="small nw" data-appeal={fine.appeal ?? undefined}>
                  {fine.appeal === null ? (
                    <span className="dim">{DASH}</span>
                  ) : (
                    <>
                      <span className={`tag${fine.appeal === 'open' ? ' bad' : ''}`}>
                        {t('people.fine.appeal')}
                      </span>{' '}
                      {t(
                        fine.appeal === 'open'
                          ? 'people.fine.appealOpen'
                          : 'people.fine.appealAnswered',
                      )}
                    </>
                  )}
                </td>
                <td
                  className={`n nw ${fine.state === 'waived' ? styles.waived : fine.amount_fen === null ? 'dim' : 'b'}`}
                >
                  {formatAmount(fine.amount_fen, fine.amount_min_fen, fine.amount_max_fen)}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className={styles.total}>
              <th scope="row" colSpan={7}>
                {t('people.fine.sum')}
              </th>
              <td className="n">
                {sumText(
                  standing.reduce((sum, fine) => sum + (fine.amount_fen ?? 0), 0),
                  standing.some((fine) => fine.amount_fen === null),
                )}
              </td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}

/** Who decided and why, or what is still to be decided. */
function Step({ fine }: { fine: Fine }) {
  const { t } = useLang();
  if (fine.decided === null) {
    if (fine.amount_fen === null)
      return t(fine.amount_min_fen === null ? 'people.fine.toMeasure' : 'people.fine.toAmount');
    return t(
      fine.needs_cause && fine.cause === null ? 'people.fine.toCause' : 'people.fine.toReview',
    );
  }
  return [
    t('people.fine.decided', {
      by: fine.decided.by ?? t('people.fine.nobody'),
      time: formatTime(fine.decided.at),
    }),
    fine.cause === null ? fine.reason : t(`people.fine.cause.${fine.cause}`),
  ]
    .filter((part) => part !== null && part !== '')
    .join(t('separator'));
}
