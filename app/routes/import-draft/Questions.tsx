import { useRef, useState } from 'react';
import { useLang } from '#app/components/use-lang.ts';
import type { AnsweredValue, Draft, DraftSheet, Question } from '#app/data/import-desk.ts';
import { useDraftAction } from './use-draft-action.ts';
import { useFocusAfter } from './use-focus-after.ts';
import { isBlocking } from './view.ts';

/** Names and texts shown at once; the rest opens on demand. */
const NOTES_SHOWN = 5;

/** What only a person can decide about the sheet: stops first, notes about names and texts after. */
export function Questions({
  file,
  sheet,
  roster,
  nameOf,
  onShow,
}: {
  file: number;
  sheet: DraftSheet;
  /** Whom a name may mean. */
  roster: Draft['roster'];
  nameOf: (field: string) => string;
  /** Shows a cell of the sheet. */
  onShow: (row: number, letter: string | null) => void;
}) {
  const { t } = useLang();
  const box = useRef<HTMLDivElement>(null);
  // On to the question that takes the answered one's place, else to the columns below.
  const answered = useFocusAfter(
    (key) => sheet.questions.every((question) => keyOf(question) !== key),
    (place) => {
      const left = box.current?.querySelectorAll<HTMLElement>('[data-question] button') ?? [];
      const asked = [...left].filter(
        (button) => button.matches('.o > .btn:first-child') && button.offsetParent !== null,
      );
      return (
        asked[Math.min(place, asked.length - 1)] ??
        box.current?.parentElement?.querySelector<HTMLElement>('[data-column] .sel')
      );
    },
  );
  const stops = sheet.questions.filter(isBlocking);
  const notes = sheet.questions.filter((question) => !isBlocking(question));
  const ask = (question: Question) => (
    <Ask
      key={keyOf(question)}
      file={file}
      sheet={sheet}
      question={question}
      roster={roster}
      nameOf={nameOf}
      onShow={onShow}
      onAnswer={() => answered(keyOf(question), [...stops, ...notes].indexOf(question))}
    />
  );
  return (
    <div ref={box}>
      {stops.map(ask)}
      {notes.length === 0 ? null : (
        <details className="notes" open={stops.length === 0 && notes.length <= NOTES_SHOWN}>
          <summary>{t('imports.questions.notes', { count: notes.length })}</summary>
          {notes.map(ask)}
        </details>
      )}
      {sheet.answered.length === 0 ? null : (
        <details className="notes">
          <summary>{t('imports.questions.answered', { count: sheet.answered.length })}</summary>
          {sheet.answered.map((answer) => (
            <Answered
              key={`${answer.field} ${answer.value}`}
              file={file}
              sheet={sheet}
              answer={answer}
              nameOf={nameOf}
            />
          ))}
        </details>
      )}
    </div>
  );
}

function keyOf(question: Question): string {
  switch (question.type) {
    case 'two_columns':
    case 'missing_column':
      return `${question.type} ${question.field}`;
    case 'unknown_value':
      return `${question.type} ${question.field} ${question.value}`;
    default:
      return question.type;
  }
}

function Ask({
  file,
  sheet,
  question,
  roster,
  nameOf,
  onShow,
  onAnswer,
}: {
  file: number;
  sheet: DraftSheet;
  question: Question;
  roster: Draft['roster'];
  nameOf: (field: string) => string;
  onShow: (row: number, letter: string | null) => void;
  onAnswer: () => void;
}) {
  const { t } = useLang();
  const { send, busy, failed } = useDraftAction(file, sheet.position);
  const rows =
    question.type === 'two_columns'
      ? question.differing_rows
      : question.type === 'unknown_value'
        ? question.rows
        : [];
  const letter =
    question.type === 'two_columns'
      ? (question.columns[0]?.letter ?? null)
      : question.type === 'unknown_value'
        ? (sheet.columns.find(({ fields }) =>
            fields.some(
              (field) => field === question.field || field.endsWith(`.${question.field}`),
            ),
          )?.letter ?? null)
        : null;
  const [first] = rows;
  const blocking = isBlocking(question);
  return (
    <fieldset
      className={blocking ? 'ask' : 'ask note'}
      aria-label={t('imports.questions.label')}
      data-question={keyOf(question)}
    >
      <p className="num">
        {question.type === 'unknown_value' ? (
          <span className="dim">
            {nameOf(question.field)} ·{' '}
            {t('imports.questions.rows', { count: question.rows.length })}{' '}
          </span>
        ) : null}
        {question.message}
        {question.type === 'unknown_value' && question.sheets > 1 ? (
          <span className="dim">
            {' '}
            {t('imports.questions.everywhere', { count: question.sheets - 1 })}
          </span>
        ) : null}
      </p>
      <div className="o">
        {question.options.map(({ label, recommended, patch }) => (
          <button
            key={label}
            type="button"
            className="btn sm"
            disabled={busy}
            onClick={() => {
              onAnswer();
              send('answer', { patch: JSON.stringify(patch) });
            }}
          >
            {label}
            {recommended ? <span className="tag">{t('imports.questions.recommended')}</span> : null}
          </button>
        ))}
        {question.type === 'unknown_value' && question.about === 'person' && roster.length > 0 ? (
          <PersonChoice
            value={question.value}
            roster={roster}
            disabled={busy}
            onChoose={(readAs) => {
              onAnswer();
              const values = { [question.field]: { [question.value]: readAs } };
              send('answer', { patch: JSON.stringify({ values }) });
            }}
          />
        ) : null}
        {first === undefined ? null : (
          <button type="button" className="lnk" onClick={() => onShow(first, letter)}>
            {t(
              question.type === 'two_columns'
                ? 'imports.questions.showDiffering'
                : 'imports.questions.showFirst',
              { count: rows.length },
            )}
          </button>
        )}
      </div>
      {failed === null ? null : (
        <p className="worse" role="alert">
          {failed}
        </p>
      )}
    </fieldset>
  );
}

/** Anybody else of the roster. */
function PersonChoice({
  value,
  roster,
  disabled,
  onChoose,
}: {
  value: string;
  roster: Draft['roster'];
  disabled: boolean;
  onChoose: (readAs: string) => void;
}) {
  const { t } = useLang();
  const [chosen, setChosen] = useState('');
  return (
    <span className="choice">
      <select
        value={chosen}
        disabled={disabled}
        aria-label={t('imports.questions.who', { value })}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
      >
        <option value="">{t('imports.questions.choose')}</option>
        {roster.map(({ label, read_as }) => (
          <option key={read_as} value={read_as}>
            {label}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="btn sm"
        disabled={disabled || chosen === ''}
        onClick={() => onChoose(chosen)}
      >
        {t('imports.questions.decide')}
      </button>
    </span>
  );
}

/** What a text was said to mean, to be taken back. */
function Answered({
  file,
  sheet,
  answer: { field, value, label },
  nameOf,
}: {
  file: number;
  sheet: DraftSheet;
  answer: AnsweredValue;
  nameOf: (field: string) => string;
}) {
  const { t } = useLang();
  const { send, busy } = useDraftAction(file, sheet.position);
  return (
    <div className="ask note">
      <p className="num">
        <span className="dim">{nameOf(field)} · </span>
        {t('imports.questions.means', { value, label })}{' '}
        <button
          type="button"
          className="lnk"
          disabled={busy}
          aria-label={t('imports.questions.takeBackOf', { value })}
          onClick={() => send('take_back', { field, value })}
        >
          {t('imports.questions.takeBack')}
        </button>
      </p>
    </div>
  );
}
