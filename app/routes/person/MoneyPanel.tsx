import type { ReactNode } from 'react';
import { useLang } from '#app/components/use-lang.ts';
import type { PersonMoney } from '#app/data/person-desk.ts';
import { formatDay, formatFen, formatTarget } from '#app/format/index.ts';
import styles from './person.module.css';
import { sumText } from './texts.ts';
import { shareOfWage } from './view.ts';

/** What the month may take from the pay, line by line, against the region's limit. */
export function MoneyPanel({ money }: { money: PersonMoney }) {
  const { t } = useLang();
  const { confirmed, open, adjustments, carried_in_fen, most_fen, deduction } = money;
  const closed = money.state === 'closed';
  const before = carried_in_fen + adjustments.reduce((sum, { fen }) => sum + fen, 0);
  return (
    <section className={`panel ${styles.money}`}>
      <header>
        <h2>{t(closed ? 'people.money.closedTitle' : 'people.money.title')}</h2>
        {closed ? (
          <span className="badge closed">{t('people.money.closed')}</span>
        ) : (
          <span className="badge draft" title={t('frame.draftMeaning')}>
            {t('frame.draft')}
          </span>
        )}
      </header>
      <dl className={`num ${styles.calc}`}>
        <Line label={t('people.money.confirmed', { count: confirmed.count })}>
          {formatFen(confirmed.fen)}
        </Line>
        {closed ? null : (
          <Line
            label={
              <>
                {t('people.money.open', { count: open.count })}
                {open.undecided === 0 ? null : (
                  <small className="dim">
                    {' '}
                    {t('people.money.undecided', { count: open.undecided })}
                  </small>
                )}
              </>
            }
          >
            {sumText(open.fen, open.undecided)}
          </Line>
        )}
        <Line label={t('people.money.adjustments')}>{formatFen(before)}</Line>
        <Line label={t(closed ? 'people.money.total' : 'people.money.most')} className={styles.sum}>
          {sumText(most_fen, closed ? 0 : open.undecided)}
        </Line>
        <Limit money={money} />
        {closed && deduction !== null ? (
          <>
            <Line label={t('people.money.deduct')} className={styles.sum}>
              {formatFen(deduction.deduct_fen)}
            </Line>
            <Line label={t('people.money.carried')}>{formatFen(deduction.carried_out_fen)}</Line>
          </>
        ) : null}
      </dl>
      <p className={styles.remark}>
        {t('people.money.note')}
        {deduction?.notified_at == null
          ? null
          : ` ${t('people.money.notified', { time: formatDay(deduction.notified_at) })}`}
      </p>
    </section>
  );
}

function Line({
  label,
  className,
  children,
}: {
  label: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className={className}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How far the region's setting lets the sum be taken this month. */
function Limit({ money }: { money: PersonMoney }) {
  const { t } = useLang();
  const { deduction, profile, most_fen } = money;
  if (profile.id === 'not_allowed') return <Remark>{t('people.money.notAllowed')}</Remark>;
  if (profile.id === 'none') return <Remark>{t('people.money.off')}</Remark>;
  if (deduction === null) return <Remark>{t('people.money.later')}</Remark>;
  const { limit_state, limit_fen, wage_fen } = deduction;
  if (limit_state === 'off') return <Remark>{t('people.money.off')}</Remark>;
  if (limit_state === 'not_checked' || limit_fen === null || wage_fen === null)
    return <Remark>{t('people.money.notChecked')}</Remark>;
  const { share, floor_fen } = profile;
  const ofShare = profile.id === 'share_and_floor' && share !== null;
  const ofFloor = floor_fen !== null;
  return (
    <>
      <Line label={t('people.money.wage')}>{formatFen(wage_fen)}</Line>
      {ofShare ? (
        <Line label={t('people.money.share', { share: formatTarget(share) })}>
          {formatFen(shareOfWage(wage_fen, share))}
        </Line>
      ) : null}
      {ofFloor ? (
        <Line label={t('people.money.floor', { floor: formatFen(floor_fen) })}>
          {formatFen(wage_fen - floor_fen)}
        </Line>
      ) : null}
      <Line
        label={
          <>
            <b>{t('people.money.limit')}</b>
            {ofShare && ofFloor ? t('people.money.smaller') : null}
          </>
        }
      >
        {formatFen(limit_fen)}
        {t('separator')}
        {most_fen <= limit_fen ? (
          <span className="better">{t('people.money.within')}</span>
        ) : (
          <span className="worse">{t('people.money.beyond')}</span>
        )}
      </Line>
    </>
  );
}

function Remark({ children }: { children: ReactNode }) {
  return (
    <div>
      <dt>{children}</dt>
      <dd />
    </div>
  );
}
