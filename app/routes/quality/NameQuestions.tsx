import { useFetcher } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { useLang } from '#app/components/use-lang.ts';
import { formatTime } from '#app/format/index.ts';
import type { MonthQuality, NameQuestion } from '#queries/reports/quality-types.ts';
import type { DecisionAnswer } from './decision.server.ts';
import styles from './quality.module.css';

type Persons = MonthQuality['persons'];
type Choice = Persons['choices'][number];

/** Which names may mean whom, asked once; what was decided, with the way back; what already counts as one. */
export function NameQuestions({ persons }: { persons: Persons }) {
  const { t } = useLang();
  const fetcher = useFetcher<DecisionAnswer>({ key: 'names' });
  const heading = useRef<HTMLHeadingElement>(null);
  const answer = fetcher.state === 'idle' ? fetcher.data : undefined;
  // The row that was decided is gone: work goes on at the heading, where the result is said.
  useEffect(() => {
    if (answer?.ok === true) heading.current?.focus();
  }, [answer]);
  const { questions, decisions, merged, choices } = persons;
  return (
    <>
      {questions.length === 0 ? null : (
        <div className={styles.names}>
          <h3 ref={heading} tabIndex={-1}>
            {t('names.title')}
          </h3>
          <p>{t(persons.roster_loaded ? 'names.roster' : 'names.noRoster')}</p>
          <ul>
            {questions.map((question) => (
              <li key={question.written}>
                <div className={styles.name}>
                  <b>{question.written}</b>
                  <small>
                    {t(`names.state.${question.state}`)}
                    {t('separator')}
                    {t('names.cells', { count: question.cells })}
                  </small>
                </div>
                <Question question={question} choices={choices} fetcher={fetcher} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className={`${styles.said} ${answer?.ok === false ? styles.refused : ''}`} role="status">
        {answer?.message ?? ''}
      </p>
      {decisions.length === 0 ? null : (
        <div className={styles.names}>
          <h3 {...(questions.length === 0 ? { ref: heading, tabIndex: -1 } : {})}>
            {t('names.decided')}
          </h3>
          <ul>
            {decisions.map((decision) => (
              <li key={decision.id}>
                <div className={styles.name}>
                  <b>{decision.written}</b>
                  <small>{t('names.cells', { count: decision.cells })}</small>
                </div>
                <fetcher.Form method="post" className={styles.decided}>
                  <input type="hidden" name="intent" value="undo" />
                  <input type="hidden" name="id" value={decision.id} />
                  <input type="hidden" name="written" value={decision.written} />
                  <span>
                    {t(decision.same ? 'names.is' : 'names.isNot', {
                      person: personText(decision),
                    })}
                  </span>
                  <small className="num">
                    {formatTime(decision.decided_at)}
                    {decision.actor === null ? '' : ` ${decision.actor}`}
                  </small>
                  <button type="submit" className="btn sm" disabled={fetcher.state !== 'idle'}>
                    {t('names.undo')}
                  </button>
                </fetcher.Form>
              </li>
            ))}
          </ul>
        </div>
      )}
      {merged.length === 0 ? null : (
        <div className={styles.names}>
          <h3>{t('names.merged')}</h3>
          <div className={`${styles.merged} num`}>
            {merged.map((person) => (
              <span key={`${person.employee_no}/${person.name}`}>
                <b>{person.name}</b>{' '}
                {person.written
                  .map(({ name, cells }) => `${name} ${cells}`)
                  .join(t('listSeparator'))}
              </span>
            ))}
          </div>
        </div>
      )}
    </>
  );
}

function Question({
  question,
  choices,
  fetcher,
}: {
  question: NameQuestion;
  choices: readonly Choice[];
  fetcher: ReturnType<typeof useFetcher<DecisionAnswer>>;
}) {
  const { t } = useLang();
  const busy = fetcher.state !== 'idle';
  const { written, candidates, state } = question;
  const others = choices.filter(({ name }) => name !== written);
  return (
    <div className={styles.choices}>
      {candidates.map((candidate) => (
        <fetcher.Form
          key={`${candidate.employee_no}/${candidate.name}`}
          method="post"
          className={styles.choice}
        >
          <input type="hidden" name="intent" value="decide" />
          <input type="hidden" name="written" value={written} />
          <input type="hidden" name="person" value={personValue(candidate)} />
          <button type="submit" name="same" value="yes" className="btn sm" disabled={busy}>
            {t('names.is', { person: personText(candidate) })}
          </button>
          {state === 'shared' ? null : (
            <>
              <small>{t(`names.by.${candidate.by}`)}</small>
              <button
                type="submit"
                name="same"
                value="no"
                className="btn sm quiet"
                disabled={busy}
                aria-label={t('names.isNot', { person: personText(candidate) })}
              >
                {t('names.not')}
              </button>
            </>
          )}
        </fetcher.Form>
      ))}
      {state === 'unknown' && others.length > 0 ? (
        <fetcher.Form method="post" className={styles.choice}>
          <input type="hidden" name="intent" value="decide" />
          <input type="hidden" name="written" value={written} />
          <select name="person" aria-label={t('names.who', { written })} defaultValue="" required>
            <option value="" disabled>
              {t(candidates.length === 0 ? 'names.choose' : 'names.chooseOther')}
            </option>
            {others.map((choice) => (
              <option key={personValue(choice)} value={personValue(choice)}>
                {personText(choice)}
              </option>
            ))}
          </select>
          <button type="submit" name="same" value="yes" className="btn sm" disabled={busy}>
            {t('names.decide')}
          </button>
        </fetcher.Form>
      ) : null}
    </div>
  );
}

function personText({
  name,
  person_name,
  employee_no,
}: Partial<Choice> & { person_name?: string }) {
  const text = name ?? person_name ?? '';
  return employee_no === null || employee_no === undefined ? text : `${text} ${employee_no}`;
}

/** Number and name as one value of a form. */
function personValue({ employee_no, name }: Choice): string {
  return JSON.stringify([employee_no, name]);
}
