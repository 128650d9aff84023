/** 考核扣减通知单: one fine on one A4 page, to be read and signed by the person it concerns. */
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link } from '@remix-run/react';
import { clauseText } from '#app/components/clause.ts';
import { Icon } from '#app/components/icons.tsx';
import { Page } from '#app/components/Page.tsx';
import { cellAddress } from '#app/components/SourceExcerpt.tsx';
import { sourceLink } from '#app/components/source-link.ts';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { fineCard } from '#app/data/queue.server.ts';
import { finesLink, ticketLink } from '#app/filters/links.ts';
import {
  DASH,
  formatAmount,
  formatFen,
  formatMonth,
  formatSubject,
  formatTime,
} from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';
import type { Fine } from '#queries/reports/types.ts';
import { causeText, verdictText } from '../fines/words.ts';
import styles from './notice.module.css';

/** Cells that fit on the page with everything else; the card has all. */
const CELLS_SHOWN = 12;
/** Of an appeal and its answers the last ones. */
const SAID_SHOWN = 4;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { lang } = requestLang(request);
  const key = new URL(request.url).searchParams.get('key') ?? '';
  const card = await fineCard(context.desk, key, lang);
  if (card === null) throw new Response(null, { status: 404 });
  return { card };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const lang = metaLang(matches);
  const t = translator(lang);
  const fine = data?.card.detail.fine;
  const title = t('review.notice.page', { who: fine?.person ?? '' }).trim();
  return [{ title: pageTitle(lang, fine ? formatMonth(fine.month, lang) : null, title) }];
};

export default function NoticePage() {
  const { card } = usePageData<typeof loader>();
  const { t, lang } = useLang();
  const { detail, rule, policy, closed, as_of } = card;
  const { fine, log, pair, leg_note, on_ticket } = detail;
  const undecided = fine.state === 'proposed' || fine.state === 'recheck';
  const draft = undecided || !closed;
  const said = log
    .filter(({ action, undone }) => (action === 'appeal' || action === 'answer') && !undone)
    .slice(-SAID_SHOWN);
  const cells = fine.evidence.slice(0, CELLS_SHOWN);
  const more = fine.evidence.length - cells.length;
  const ruleText = [t('fines.rule', { no: fine.rule }), rule === null ? '' : rule.title[lang]].join(
    ' ',
  );
  return (
    <Page
      title={t('review.notice.title')}
      draft={draft}
      quiet
      actions={
        <>
          <Link className="btn" to={finesLink(fine.month, { key: fine.key })}>
            {t('review.notice.back')}
          </Link>
          <button type="button" className="btn pri" onClick={() => window.print()}>
            <Icon name="print" />
            <span>{t('review.notice.print')}</span>
          </button>
        </>
      }
    >
      <article className={`${styles.sheet} num`} aria-label={t('review.notice.title')}>
        <header>
          <h2>
            {t('review.notice.title')}
            {draft ? <span className="badge draft">{t('review.notice.draft')}</span> : null}
          </h2>
          <p>
            {[
              formatMonth(fine.month, lang),
              as_of === null ? null : t('review.notice.asOf', { time: formatTime(as_of) }),
              t('review.notice.policy', { version: policy.version }),
            ]
              .filter((part) => part !== null)
              .join('　')}
          </p>
          {draft ? <p className={styles.draft}>{t('review.notice.draftNote')}</p> : null}
        </header>
        <dl className={styles.facts}>
          <Fact label={t('review.notice.person')} value={fine.person ?? t('fines.unassigned')} />
          <Fact label={t('review.notice.employeeNo')} value={fine.employee_no ?? DASH} />
          <Fact label={t('review.notice.amount')} value={amountOf(fine)} strong />
          <div>
            <dt>{t('review.notice.subject')}</dt>
            <dd>
              {fine.subject.ticket_no === null ? (
                formatSubject(fine.subject)
              ) : (
                <Link to={ticketLink(fine.subject.ticket_no)}>{fine.subject.ticket_no}</Link>
              )}
            </dd>
          </div>
          <Fact
            label={t('review.notice.occurred')}
            value={fine.occurred_at.slice(0, 16).replace('T', ' ')}
          />
          <Fact label={t('review.notice.clause')} value={clauseText(t, fine.clause)} />
          <Fact label={t('review.notice.rule')} value={ruleText} wide />
        </dl>
        <section>
          <h3>{t('review.notice.arithmetic')}</h3>
          <p className={styles.words}>{fine.arithmetic}</p>
          {leg_note === null ? null : <p>{leg_note}</p>}
          {pair === null ? null : (
            <p>
              {t('review.card.pair.earlier', { no: pair.earlier.ticket_no })}
              {t('semicolon')}
              {t('review.card.pair.later', { no: pair.later.ticket_no })}
            </p>
          )}
          {on_ticket.count > 1 ? (
            <p>
              {t('review.card.onTicket', {
                who: fine.person ?? t('fines.unassigned'),
                count: on_ticket.count,
                sum: formatFen(on_ticket.fen),
              })}
            </p>
          ) : null}
        </section>
        <section>
          <h3>{t('review.notice.values')}</h3>
          <table>
            <caption className="sr">{t('review.notice.values')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('review.notice.value')}</th>
                <th scope="col">{t('review.notice.typed')}</th>
                <th scope="col">{t('review.notice.cell')}</th>
                <th scope="col">{t('review.notice.file')}</th>
              </tr>
            </thead>
            <tbody>
              {cells.map(({ text, source }) => (
                <tr
                  key={`${text}/${source?.sheet_id ?? ''}/${source?.row ?? ''}${source?.column ?? ''}`}
                >
                  <th scope="row">{text}</th>
                  {source === null ? (
                    <td colSpan={3} className="dim">
                      {t('review.notice.noCell')}
                    </td>
                  ) : (
                    <>
                      <td>{source.value === '' ? t('source.blank') : source.value}</td>
                      <td>
                        <Link to={sourceLink(source)}>{cellAddress(source)}</Link>
                      </td>
                      <td>
                        {source.file} › {source.sheet}
                      </td>
                    </>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
          {more > 0 ? <p>{t('review.notice.more', { count: more })}</p> : null}
        </section>
        <section>
          <h3>{t('review.notice.decision')}</h3>
          <p>{decisionOf()}</p>
        </section>
        <section>
          <h3>{t('review.notice.appeal')}</h3>
          {said.map((step) => (
            <p key={step.id}>
              {step.action === 'appeal'
                ? t('review.notice.appealText', { who: step.by ?? '', text: step.text ?? '' })
                : t('review.notice.answerText', { text: step.text ?? '' })}
            </p>
          ))}
          <p>{t(closed ? 'review.notice.appealOver' : 'review.notice.appealRight')}</p>
        </section>
        <footer>
          <span>{t('review.notice.signPerson')}</span>
          <span>{t('review.notice.signManager')}</span>
          <span>{t('review.notice.signDate')}</span>
        </footer>
        <p className={styles.legal}>{t('review.notice.legal')}</p>
      </article>
    </Page>
  );

  function decisionOf(): string {
    if (undecided) return t('review.notice.none');
    const { cause, verdict, reason, decided } = fine;
    return [
      `${t(`fineState.${fine.state}`)}${fine.state === 'waived' ? '' : ` ${amountOf(fine)}`}`,
      verdict === null ? null : t('review.notice.verdict', { verdict: verdictText(t, verdict) }),
      cause === null ? null : t('review.notice.cause', { cause: causeText(t, cause) }),
      reason === null || reason === '' ? null : t('review.notice.reason', { reason }),
      decided === null
        ? null
        : t('review.card.decision.by', {
            who: decided.by ?? t('review.card.decision.nobody'),
            time: formatTime(decided.at),
          }),
    ]
      .filter((part) => part !== null)
      .join(t('semicolon'));
  }
}

function amountOf(fine: Fine): string {
  if (fine.state === 'waived') return formatFen(0);
  return formatAmount(fine.amount_fen, fine.amount_min_fen, fine.amount_max_fen);
}

function Fact({
  label,
  value,
  strong = false,
  wide = false,
}: {
  label: string;
  value: string;
  strong?: boolean;
  wide?: boolean;
}) {
  return (
    <div className={wide ? styles.wide : undefined}>
      <dt>{label}</dt>
      <dd className={strong ? styles.strong : undefined}>{value}</dd>
    </div>
  );
}
