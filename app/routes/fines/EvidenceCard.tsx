/**
 * The evidence card, in the order of reading: rule, person, amount · arithmetic in words · who held the ticket · appeal ·
 * decision · course of the ticket · source cells · log. The buttons stay at the bottom.
 */
import { Link } from '@remix-run/react';
import type { ReactNode, RefObject } from 'react';
import { useActing } from '#app/components/ActorPicker.tsx';
import { clauseText } from '#app/components/clause.ts';
import { Icon } from '#app/components/icons.tsx';
import { PersonLink } from '#app/components/PersonLink.tsx';
import { SourceExcerpts } from '#app/components/SourceExcerpt.tsx';
import { roleText } from '#app/components/staff.ts';
import { useLang } from '#app/components/use-lang.ts';
import type { CardData } from '#app/data/queue.server.ts';
import { ticketLink, withParams } from '#app/filters/links.ts';
import { formatFen, formatMonth, formatTime } from '#app/format/index.ts';
import { AppealPart } from './AppealPart.tsx';
import { CardCourse } from './CardCourse.tsx';
import { ClockBar } from './ClockBar.tsx';
import { DecisionPart } from './DecisionPart.tsx';
import {
  amountFen,
  type Draft,
  isOwn,
  primaryStep,
  readiness,
  type Situation,
  type Step,
} from './decide.ts';
import styles from './fines.module.css';
import { LogPart } from './LogPart.tsx';
import { QueueFlags } from './QueueTable.tsx';
import type { Refusal } from './queue-state.ts';
import { RepeatPair } from './RepeatPair.tsx';
import type { FineRow } from './rows.ts';
import type { CardState } from './use-card.ts';
import { amountText, byHowMuch, personText, whyText } from './words.ts';

export interface CardActions {
  readonly onStep: (step: Step) => void;
  readonly onUndo: () => void;
  readonly onSay: (intent: 'appeal' | 'answer', text: string) => Promise<boolean>;
  readonly onRetry: () => void;
  readonly onSeen: () => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onClose: () => void;
  readonly onAgain: () => void;
}

interface EvidenceCardProps extends CardActions {
  row: FineRow;
  card: CardState;
  title: string;
  /** Place in the list, from 1; null where the row is not in it. */
  at: number | null;
  total: number;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  situation: Situation;
  refusal: Refusal | null;
  /** Reasons given this month already, most frequent first. */
  reasons: readonly string[];
  heading: RefObject<HTMLHeadingElement>;
}

export function EvidenceCard(props: EvidenceCardProps) {
  const { row, card, title, at, total, draft, situation, heading } = props;
  const { t } = useLang();
  const data = typeof card === 'string' ? null : card;
  const own = isOwn(row, situation.actor);
  const open = row.state === 'proposed' || row.state === 'recheck';
  const ready = readiness(row, draft, situation);
  return (
    <article
      className={styles.card}
      aria-label={`${t('fines.rule', { no: row.rule })} ${row.person ?? ''}`}
    >
      <header className={styles.dh}>
        <div className={styles.l1}>
          <h2 ref={heading} tabIndex={-1}>
            {t('fines.rule', { no: row.rule })}　{title}
          </h2>
          <span className="tag">{t(`fineState.${row.state}`)}</span>
          <QueueFlags row={row} pending={situation.pending} refused={props.refusal !== null} />
          <span className={`${styles.nv} num`}>
            {at === null ? null : t('review.card.position', { at, total })}
            <button
              type="button"
              className="btn quiet ico"
              aria-label={t('review.card.previous')}
              title={t('review.card.previous')}
              disabled={at === null || at <= 1}
              onClick={() => props.onMove(-1)}
            >
              <Icon name="left" />
            </button>
            <button
              type="button"
              className="btn quiet ico"
              aria-label={t('review.card.next')}
              title={t('review.card.next')}
              disabled={at === null || at >= total}
              onClick={() => props.onMove(1)}
            >
              <Icon name="right" />
            </button>
            <button
              type="button"
              className={`btn quiet ico ${styles.shut}`}
              aria-label={t('review.card.close')}
              onClick={props.onClose}
            >
              <Icon name="close" />
            </button>
          </span>
        </div>
        <div className={`${styles.l2} num`}>
          {row.person === null || row.unassigned ? (
            <b>{personText(t, row)}</b>
          ) : (
            <b>
              <PersonLink employeeNo={row.employee_no} name={row.person} month={row.month} />
            </b>
          )}
          {row.employee_no === null ? null : <span>{row.employee_no}</span>}
          {data?.detail.fine.subject.ticket_no ? (
            <Link to={ticketLink(row.no)}>{row.no}</Link>
          ) : (
            <span>{row.no}</span>
          )}
          {data?.detail.ticket ? (
            <span>
              {[
                data.detail.ticket.ticket.customer,
                [data.detail.ticket.ticket.product, data.detail.ticket.ticket.fault]
                  .filter(Boolean)
                  .join('·'),
              ]
                .filter(Boolean)
                .join('　')}
            </span>
          ) : (
            <span className="dim">{formatTime(row.occurred_at)}</span>
          )}
          <span className={styles.amt}>{amountText(row)}</span>
        </div>
      </header>
      <div className={styles.db} key={row.key}>
        {data === null ? (
          <CardMissing card={card} onAgain={props.onAgain} />
        ) : (
          <>
            <Basis row={row} data={data} />
            {data.detail.pair === null ? null : (
              <RepeatPair pair={data.detail.pair} charged={row.person} />
            )}
            <AppealPart
              row={row}
              log={data.detail.log}
              own={own}
              closed={data.closed || situation.closed}
              onSay={props.onSay}
            />
          </>
        )}
        {/* There from the first moment: what is typed after a key always lands in its field. */}
        <DecisionPart {...props} data={data} own={own} open={open} />
        {data === null ? null : (
          <>
            {data.detail.ticket === null ? null : (
              <CardCourse ticket={data.detail.ticket} names={data.names} />
            )}
            <Sources data={data} />
            <LogPart log={data.detail.log} />
          </>
        )}
      </div>
      <footer className={styles.df}>
        <CardButtons {...props} own={own} open={open} ready={ready} />
      </footer>
    </article>
  );
}

function CardMissing({ card, onAgain }: { card: CardState; onAgain: () => void }) {
  const { t } = useLang();
  if (card === 'loading') {
    return (
      <div className={styles.skeleton} aria-busy="true">
        <i />
        <i />
        <i />
        <i />
      </div>
    );
  }
  return (
    <section>
      <p>{t(card === 'gone' ? 'review.card.gone' : 'review.card.offline')}</p>
      {card === 'offline' ? (
        <button type="button" className="btn" onClick={onAgain}>
          {t('review.card.again')}
        </button>
      ) : null}
    </section>
  );
}

/** The last part of the sentence says by how much: it stands out. */
function Words({ text }: { text: string }) {
  const [sentence, over] = byHowMuch(text);
  return (
    <p className={`${styles.words} num`}>
      {sentence}
      {over === '' ? null : <em>{over}</em>}
    </p>
  );
}

function Basis({ row, data }: { row: FineRow; data: CardData }) {
  const { t, lang } = useLang();
  const { fine, legs, leg_note, ticket, on_ticket } = data.detail;
  const due = ticket?.stages.find(({ stage }) => stage === 'arrival')?.due_at ?? null;
  const month = formatMonth(row.month, lang);
  const notes = [
    row.vanished ? t('review.card.vanishedNote') : null,
    row.late ? t('review.card.lateNote', { month }) : null,
    row.late && fine.settled_fen !== 0
      ? t('review.card.settled', { sum: formatFen(fine.settled_fen) })
      : null,
    row.complained ? t('review.card.complainedNote') : null,
    on_ticket.count > 1
      ? t('review.card.onTicket', {
          who: personText(t, row),
          count: on_ticket.count,
          sum: formatFen(on_ticket.fen),
        })
      : null,
  ].filter((note) => note !== null);
  return (
    <section>
      <Words text={fine.arithmetic} />
      {fine.contradiction === null ? null : (
        <p className="b">
          {t(fine.detect === 'complaint' ? 'review.card.contradiction' : 'review.card.doubt', {
            what: fine.contradiction,
          })}
        </p>
      )}
      <p className="ink2 num">
        {t('review.card.basis', {
          clause: clauseText(t, fine.clause),
          version: data.policy.version,
        })}
      </p>
      <ClockBar legs={legs} due={due} />
      {leg_note === null ? null : <p className="small ink2 num">{leg_note}</p>}
      {notes.map((note) => (
        <p key={note} className={`${styles.note} num`}>
          {note}
        </p>
      ))}
    </section>
  );
}

function Sources({ data }: { data: CardData }) {
  const { t } = useLang();
  const { evidence } = data.detail.fine;
  const sources = evidence.flatMap(({ source }) => (source === null ? [] : [source]));
  const without = evidence.filter(({ source }) => source === null);
  return (
    <section>
      <h3>
        {t('review.card.source.title')} <span>{t('source.asTyped')}</span>
      </h3>
      <SourceExcerpts sources={sources} />
      {without.length === 0 ? null : (
        <p className="small ink2 num">{without.map(({ text }) => text).join(t('separator'))}</p>
      )}
      <p className="small dim">{t('review.card.source.tinted')}</p>
    </section>
  );
}

interface CardButtonsProps extends EvidenceCardProps {
  own: boolean;
  open: boolean;
  ready: Record<Step, ReturnType<typeof readiness>[Step]>;
}

function CardButtons(props: CardButtonsProps) {
  const { row, draft, situation, own, open, ready, onStep, onUndo } = props;
  const { t } = useLang();
  const notice = (
    <Link
      className={`btn quiet ${styles.notice}`}
      to={withParams('/fines/notice', { key: row.key })}
      title={t('review.card.notice')}
    >
      <Icon name="print" />
      <span className="sr">{t('review.card.notice')}</span>
    </Link>
  );
  if (situation.closed) return notice;
  if (own) {
    return (
      <>
        <b className="b">{t('review.card.decision.own')}</b>
        {notice}
      </>
    );
  }
  if (!open) {
    return (
      <>
        <button type="button" className="btn" onClick={onUndo} disabled={situation.pending}>
          <Icon name="undo" />
          {t('review.card.decision.undo')}
        </button>
        {notice}
      </>
    );
  }
  const primary = primaryStep(row, draft);
  const typed = amountFen(draft.amount);
  const texts = {
    confirm: row.measure
      ? t('review.card.decision.confirmMeasure')
      : row.amount_fen !== null
        ? t('review.card.decision.confirm', { amount: amountText(row) })
        : typed === null
          ? t('review.card.decision.confirmPlain')
          : t('review.card.decision.confirm', { amount: formatFen(typed) }),
    adjust: t('review.card.decision.adjust'),
    waive: t('review.card.decision.waive'),
  };
  const keys = { confirm: 'C', adjust: 'A', waive: 'W' };
  const button = (step: 'confirm' | 'adjust' | 'waive'): ReactNode => {
    const why = ready[step];
    // A missing text or amount is asked for where it is typed; what cannot be at all is disabled and says why.
    const disabled =
      why !== null && why !== 'reason_first' && why !== 'amount_first' && why !== 'amount_unread';
    return (
      <button
        key={step}
        type="button"
        className={step === primary ? 'btn pri' : 'btn'}
        disabled={disabled}
        title={why === null ? undefined : whyText(t, why)}
        data-step={step}
        onClick={() => onStep(step)}
      >
        {texts[step]} <kbd>{keys[step]}</kbd>
      </button>
    );
  };
  const order = (['confirm', 'adjust', 'waive'] as const).toSorted(
    (a, b) => Number(b === primary) - Number(a === primary),
  );
  return (
    <>
      {order.map(button)}
      <button
        type="button"
        className="btn quiet"
        onClick={() => onStep('assign')}
        disabled={situation.pending}
        data-step="assign"
      >
        {t('review.card.decision.assign')} <kbd>P</kbd>
      </button>
      {notice}
    </>
  );
}

/** Who acts, under the decision: seen before one clicks. */
export function ActingLine() {
  const { t } = useLang();
  const { actor, change } = useActing();
  const role = roleText(t, actor?.role ?? null);
  return (
    <p className="small dim">
      {actor === null
        ? t('review.actor.nobody')
        : t('review.actor.as', { name: `${actor.name} ${role}`.trim() })}{' '}
      <button type="button" className={styles.inline} onClick={change}>
        {t(actor === null ? 'review.actor.choose' : 'review.actor.change')}
      </button>
    </p>
  );
}
