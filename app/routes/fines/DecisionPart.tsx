import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useLang } from '#app/components/use-lang.ts';
import type { CardData } from '#app/data/queue.server.ts';
import { formatFen, formatRate, formatTime } from '#app/format/index.ts';
import {
  amountFen,
  CAUSE_KEYS,
  causeOf,
  type Draft,
  primaryStep,
  rangeOf,
  readiness,
  type Situation,
  type Step,
  VERDICT_KEYS,
} from './decide.ts';
import { ActingLine } from './EvidenceCard.tsx';
import styles from './fines.module.css';
import type { Refusal } from './queue-state.ts';
import type { FineRow } from './rows.ts';
import { amountText, causeText, verdictText, whyText } from './words.ts';

interface DecisionPartProps {
  row: FineRow;
  /** Null while the evidence is on its way. */
  data: CardData | null;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  situation: Situation;
  own: boolean;
  open: boolean;
  refusal: Refusal | null;
  reasons: readonly string[];
  onStep: (step: Step) => void;
  onRetry: () => void;
  onSeen: () => void;
}

/** What is decided, or what has to be said for it: verdict, cause, measure, amount, reason. */
export function DecisionPart(props: DecisionPartProps) {
  const { row, data, own, open, situation } = props;
  const { t } = useLang();
  const range = rangeOf(row);
  const side = row.measure
    ? t('review.card.decision.measureOnly')
    : range === null
      ? t('review.card.decision.fixed', { amount: amountText(row) })
      : t('review.card.decision.range', { min: formatFen(range.min), max: formatFen(range.max) });
  return (
    <section>
      <h3>
        {t('review.card.decision.title')} <span className="num">{side}</span>
      </h3>
      <RefusalBox {...props} />
      {own && !situation.closed ? (
        <p>{t('review.card.decision.ownText')}</p>
      ) : open && !situation.closed ? (
        <DecisionForm {...props} />
      ) : null}
      {open ? null : <Decided row={row} data={data} />}
    </section>
  );
}

function Decided({ row, data }: { row: FineRow; data: CardData | null }) {
  const { t } = useLang();
  const verdict = data?.detail.fine.verdict ?? null;
  const parts = [
    verdict === null ? null : verdictText(t, verdict),
    row.cause === null ? null : causeText(t, row.cause),
    row.reason,
  ].filter((part) => part !== null && part !== '');
  return (
    <div className={`${styles.msg} num`}>
      <b>
        {t(`fineState.${row.state}`)} {row.state === 'waived' ? '' : amountText(row)}
      </b>
      <time>
        {row.decided === null
          ? ''
          : t('review.card.decision.by', {
              who: row.decided.by ?? t('review.card.decision.nobody'),
              time: formatTime(row.decided.at),
            })}
      </time>
      {parts.length === 0 ? null : <p>{parts.join(t('separator'))}</p>}
    </div>
  );
}

function RefusalBox({ row, draft, refusal, onRetry, onSeen }: DecisionPartProps) {
  const { t } = useLang();
  const [copied, setCopied] = useState(false);
  if (refusal === null) return null;
  return (
    <div className={styles.refusal} role="alert">
      <b>{t('review.card.refused.title')}</b>
      <p className="num">{refusal.message}</p>
      {refusal.conflict && row.decided !== null ? (
        <p className="num">
          {t('review.card.refused.conflictBy', {
            who: row.decided.by ?? t('review.card.decision.nobody'),
            time: formatTime(row.decided.at),
            state: t(`fineState.${row.state}`),
          })}
        </p>
      ) : null}
      <div>
        {refusal.retry === null ? (
          <button type="button" className="btn sm" onClick={onSeen}>
            {t(refusal.conflict ? 'review.card.refused.see' : 'review.card.refused.dismiss')}
          </button>
        ) : (
          <button type="button" className="btn pri sm" onClick={onRetry}>
            {t('review.card.refused.again')}
          </button>
        )}
        {draft.reason === '' ? null : (
          <button
            type="button"
            className="btn sm"
            onClick={() => {
              void navigator.clipboard?.writeText(draft.reason).then(() => setCopied(true));
            }}
          >
            {t(copied ? 'review.card.refused.copied' : 'review.card.refused.copy')}
          </button>
        )}
      </div>
    </div>
  );
}

function DecisionForm(props: DecisionPartProps) {
  const { row, data, draft, onDraft, situation, reasons, onStep } = props;
  const { t } = useLang();
  const noteId = useId();
  const range = rangeOf(row);
  const cause = causeOf(row, draft);
  const suggestion = data?.detail.fine.suggestion ?? null;
  const measures = data?.detail.fine.measures ?? [];
  const pair = data?.detail.pair ?? null;
  const ready = readiness(row, draft, situation);
  const primary = primaryStep(row, draft);
  const set = (change: Partial<Draft>) => onDraft({ ...draft, ...change });
  const asksCause = row.needs_cause && (!row.pair || draft.verdict === 'repeat');
  /** From a field the decision is sent by Ctrl or Cmd with Enter. */
  function send(event: KeyboardEvent, step: Step) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onStep(step);
  }
  const typed = amountFen(draft.amount);
  const why = ready[primary];
  return (
    <form
      method="post"
      action="/fines/decide"
      onSubmit={(event) => {
        event.preventDefault();
        onStep(primary);
      }}
    >
      <input type="hidden" name="key" value={row.key} />
      <input type="hidden" name="seen" value={row.stamp} />
      {row.pair ? (
        <>
          <Options
            name="verdict"
            label={t('review.verdict.label')}
            value={draft.verdict}
            options={VERDICT_KEYS.map((value) => ({ value, text: verdictText(t, value) }))}
            onChoose={(verdict) => set({ verdict })}
          />
          <p className="small dim num">
            {t('review.card.decision.verdictRepeat')}{' '}
            {pair?.rate_now == null || pair.rate_without == null
              ? t('review.card.decision.verdictLeavesPlain')
              : t('review.card.decision.verdictLeaves', {
                  now: formatRate(pair.rate_now),
                  without: formatRate(pair.rate_without),
                })}
          </p>
        </>
      ) : null}
      {asksCause ? (
        <>
          <Options
            name="cause"
            label={t('review.cause.label')}
            value={cause}
            suggested={row.suggested}
            options={CAUSE_KEYS.map((value, index) => ({
              value,
              text: causeText(t, value),
              key: String(index + 1),
            }))}
            onChoose={(chosen) => set({ cause: chosen })}
          />
          <p className="small dim">
            {suggestion === null
              ? ''
              : `${t('review.card.decision.suggestedBy', { why: suggestion.why })} `}
            {t('review.card.decision.whyPersonal')}
          </p>
        </>
      ) : null}
      {measures.length > 0 ? (
        <Options
          name="measure"
          label={t('review.card.decision.measure')}
          value={draft.measure === '' ? null : draft.measure}
          options={measures.map((value) => ({ value, text: value }))}
          onChoose={(measure) => set({ measure })}
        />
      ) : null}
      {range === null ? null : (
        <label className={styles.fld}>
          <span>
            {t('review.card.decision.amount')}{' '}
            {t('review.card.decision.range', {
              min: formatFen(range.min),
              max: formatFen(range.max),
            })}
          </span>
          <input
            name="amount"
            data-field="amount"
            inputMode="decimal"
            autoComplete="off"
            value={draft.amount}
            onChange={(event) => set({ amount: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter') {
                event.preventDefault();
                onStep(row.amount_fen === null ? 'confirm' : 'adjust');
              }
            }}
            aria-invalid={
              draft.amount !== '' && (typed === null || ready.adjust === 'amount_range')
            }
          />
        </label>
      )}
      <label className={styles.fld}>
        <span>
          {row.appeal === 'open'
            ? t('review.card.decision.reasonAnswer', { who: row.person ?? '' })
            : t('review.card.decision.reason')}
        </span>
        <textarea
          name="reason"
          data-field="reason"
          maxLength={2000}
          value={draft.reason}
          onChange={(event) => set({ reason: event.target.value })}
          onKeyDown={(event) => send(event, primary === 'confirm' ? 'waive' : primary)}
          aria-describedby={noteId}
        />
      </label>
      {reasons.length === 0 ? null : (
        <div className={styles.used}>
          <span className="small dim">{t('review.card.decision.used')}</span>
          {reasons.map((reason) => (
            <button
              key={reason}
              type="button"
              className="btn sm quiet"
              title={reason}
              onClick={() => set({ reason })}
            >
              {reason}
            </button>
          ))}
        </div>
      )}
      <p className={styles.why} id={noteId}>
        {why === null ? '' : whyText(t, why)}
      </p>
      <ActingLine />
      {/* Without scripts the decision is a form of its own. */}
      <noscript>
        {(['confirm', 'adjust', 'waive'] as const).map((step) => (
          <button key={step} type="submit" name="intent" value={step} className="btn">
            {t(`review.queue.keys.${step}`)}
          </button>
        ))}
      </noscript>
    </form>
  );
}

interface Option<Value extends string> {
  value: Value;
  text: string;
  key?: string;
}

function Options<Value extends string>({
  name,
  label,
  value,
  suggested = null,
  options,
  onChoose,
}: {
  name: string;
  label: string;
  value: Value | null;
  suggested?: Value | null;
  options: readonly Option<Value>[];
  onChoose: (value: Value) => void;
}): ReactNode {
  const { t } = useLang();
  const group = useId();
  return (
    <div className={styles.opts} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} title={option.key}>
          <input
            type="radio"
            name={name}
            id={`${group}${option.value}`}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChoose(option.value)}
          />
          {option.key === undefined ? null : <kbd>{option.key}</kbd>}
          {option.text}
          {option.value === suggested ? <small>{t('review.cause.suggested')}</small> : null}
        </label>
      ))}
    </div>
  );
}
