import { Link } from '@remix-run/react';
import type { PolicyRule } from '#app/data/desk.ts';
import { finesLink, ticketLink } from '#app/filters/links.ts';
import { formatAmount, formatSubject, formatTime } from '#app/format/index.ts';
import type { Fine } from '#queries/reports/types.ts';
import { clauseText } from './clause.ts';
import { SourceExcerpts } from './SourceExcerpt.tsx';
import { sourceLink } from './source-link.ts';
import { useLang } from './use-lang.ts';

/** `未按规定时间到达`, or the bare number of a rule the policy in force does not know. */
export function useRuleTitle(rules: readonly PolicyRule[]) {
  const { t, lang } = useLang();
  return (no: string) =>
    rules.find((rule) => rule.no === no)?.title[lang] ?? t('fines.rule', { no });
}

/** What still has to be decided about a fine. */
export function FineFlags({ fine }: { fine: Fine }) {
  const { t } = useLang();
  const undecided = fine.amount_fen === null;
  return (
    <>
      {fine.unassigned ? <span className="tag warn">{t('fines.unassigned')}</span> : null}
      {fine.appeal === 'open' ? (
        <span className="tag bad">{t('review.queue.flag.appeal')}</span>
      ) : null}
      {undecided ? (
        <span className="tag warn">
          {t(fine.amount_min_fen === null ? 'fines.needsMeasure' : 'fines.needsAmount')}
        </span>
      ) : null}
      {fine.needs_cause && fine.cause === null ? (
        <span className="tag">{t('fines.needsCause')}</span>
      ) : null}
    </>
  );
}

/** A fine where it is only read, with the way to its review: rule, person, amount · the arithmetic in words · the evidence · the source cells. */
export function FineCard({
  fine,
  rules,
  headingLevel: Heading = 'h2',
}: {
  fine: Fine;
  rules: readonly PolicyRule[];
  headingLevel?: 'h2' | 'h3';
}) {
  const { t } = useLang();
  const ruleTitle = useRuleTitle(rules);
  const sources = fine.evidence.flatMap(({ source }) => (source === null ? [] : [source]));
  return (
    <article
      className="panel card"
      aria-label={`${t('fines.rule', { no: fine.rule })} ${fine.person ?? ''}`}
    >
      <header className="dh">
        <div className="l1">
          <Heading>
            {t('fines.rule', { no: fine.rule })}　{ruleTitle(fine.rule)}
          </Heading>
          <span className="tag">{t(`fineState.${fine.state}`)}</span>
          <FineFlags fine={fine} />
          <Link className="btn quiet sm nv" to={finesLink(fine.month, { key: fine.key })}>
            {t('review.card.toReview')}
          </Link>
        </div>
        <div className="l2 num">
          <b>{fine.person ?? t('fines.unassigned')}</b>
          {fine.employee_no === null ? null : <span>{fine.employee_no}</span>}
          {fine.subject.ticket_no === null ? (
            <span>{formatSubject(fine.subject)}</span>
          ) : (
            <Link to={ticketLink(fine.subject.ticket_no)}>{fine.subject.ticket_no}</Link>
          )}
          <span className="dim">{formatTime(fine.occurred_at)}</span>
          <span className="amt">
            {formatAmount(fine.amount_fen, fine.amount_min_fen, fine.amount_max_fen)}
          </span>
        </div>
      </header>
      <section>
        <p className="words num">{fine.arithmetic}</p>
        <p className="ink2">{t('fines.basis', { clause: clauseText(t, fine.clause) })}</p>
      </section>
      {fine.evidence.length === 0 ? null : (
        <section>
          <h3>{t('fines.evidence')}</h3>
          <ul className="evidence num">
            {fine.evidence.map(({ text, source }) => (
              <li key={`${text}/${source?.column ?? ''}${source?.row ?? ''}`}>
                {text}
                {source === null ? null : (
                  <>
                    {' '}
                    <Link className="cell-link dim" to={sourceLink(source)}>
                      {source.column}
                      {source.row}
                    </Link>
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {sources.length === 0 ? null : (
        <section>
          <h3>
            {t('source.title')} <span>{t('source.asTyped')}</span>
          </h3>
          <SourceExcerpts sources={sources} />
        </section>
      )}
    </article>
  );
}
