import { useLang } from '#app/components/use-lang.ts';
import { formatFen, formatTime } from '#app/format/index.ts';
import type { FineStep } from '#queries/ledger/types.ts';
import styles from './fines.module.css';
import { causeText, verdictText } from './words.ts';

/** Who did what with the fine, oldest first; what was taken back stays, struck through. */
export function LogPart({ log }: { log: readonly FineStep[] }) {
  const { t } = useLang();
  return (
    <section>
      <h3>{t('review.card.log.title')}</h3>
      {log.length === 0 ? <p className="small ink2">{t('review.card.log.none')}</p> : null}
      <ol className={`${styles.log} num`}>
        {log.map((step) => {
          const parts = [
            t(`review.card.log.action.${step.action}`),
            step.amount_fen === null || step.action === 'waive' ? null : formatFen(step.amount_fen),
            step.verdict === null ? null : verdictText(t, step.verdict),
            step.cause === null ? null : causeText(t, step.cause),
            step.action === 'assign' && step.person !== null
              ? t('review.card.log.person', { who: step.person })
              : null,
            step.text,
          ].filter((part) => part !== null && part !== '');
          const words = parts.join(t('separator'));
          return (
            <li key={step.id}>
              <time dateTime={step.at}>{formatTime(step.at)}</time>
              <span>
                {step.by ?? t('review.card.decision.nobody')}　
                {step.undone ? (
                  <>
                    <s>{words}</s> {t('review.card.log.undone')}
                  </>
                ) : (
                  words
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
