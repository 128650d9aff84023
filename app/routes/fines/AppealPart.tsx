import { type FormEvent, useId, useState } from 'react';
import { useLang } from '#app/components/use-lang.ts';
import { formatTime } from '#app/format/index.ts';
import type { FineStep } from '#queries/ledger/types.ts';
import styles from './fines.module.css';
import type { FineRow } from './rows.ts';

/** What the person charged objects to and what was answered; the person files it, the manager answers. */
export function AppealPart({
  row,
  log,
  own,
  closed,
  onSay,
}: {
  row: FineRow;
  log: readonly FineStep[];
  own: boolean;
  closed: boolean;
  onSay: (intent: 'appeal' | 'answer', text: string) => Promise<boolean>;
}) {
  const { t } = useLang();
  const said = log.filter(
    ({ action, undone }) => (action === 'appeal' || action === 'answer') && !undone,
  );
  // What is not deducted is not contested.
  const files = own && !closed && row.appeal !== 'open' && row.state !== 'waived';
  const answers = !own && !closed && row.appeal === 'open';
  if (said.length === 0 && !files && !answers) return null;
  const appeals = said.filter(({ action }) => action === 'appeal').length;
  return (
    <section>
      <h3>
        {t('review.card.appeal.title')}{' '}
        {appeals === 0 ? null : <span>{t('review.card.appeal.count', { count: appeals })}</span>}
      </h3>
      {said.map((step) => (
        <div key={step.id} className={`${styles.msg} num`} data-action={step.action}>
          <b>
            {step.by ?? t('review.card.decision.nobody')}
            {step.action === 'answer' ? ` ${t('review.card.appeal.answer')}` : ''}
          </b>
          <time dateTime={step.at}>{formatTime(step.at)}</time>
          <p>{step.text}</p>
        </div>
      ))}
      {own && row.appeal === 'open' ? (
        <p className="small ink2">{t('review.card.appeal.openNote')}</p>
      ) : null}
      {files ? (
        <SayForm
          intent="appeal"
          row={row}
          label={t('review.card.appeal.fileLabel')}
          note={t('review.card.appeal.fileText')}
          button={t('review.card.appeal.submit')}
          onSay={onSay}
        />
      ) : null}
      {answers ? (
        <SayForm
          intent="answer"
          row={row}
          label={t('review.card.appeal.answerLabel', { who: row.person ?? '' })}
          note={t('review.card.appeal.toDo')}
          button={t('review.card.appeal.send')}
          onSay={onSay}
        />
      ) : null}
    </section>
  );
}

function SayForm({
  intent,
  row,
  label,
  note,
  button,
  onSay,
}: {
  intent: 'appeal' | 'answer';
  row: FineRow;
  label: string;
  note: string;
  button: string;
  onSay: (intent: 'appeal' | 'answer', text: string) => Promise<boolean>;
}) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const noteId = useId();
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '') return;
    setBusy(true);
    // What was typed stays until it is taken.
    if (await onSay(intent, text.trim())) setText('');
    setBusy(false);
  }
  return (
    <form method="post" action="/fines/decide" onSubmit={submit} className={styles.say}>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="key" value={row.key} />
      <label className={styles.fld}>
        <span>{label}</span>
        <textarea
          name="reason"
          required
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-describedby={noteId}
        />
      </label>
      <p id={noteId} className="small dim">
        {note}
      </p>
      <button type="submit" className="btn" disabled={busy || text.trim() === ''}>
        {button}
      </button>
    </form>
  );
}
