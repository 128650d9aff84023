import { Form, Link, useSubmit } from '@remix-run/react';
import { useRef } from 'react';
import { Icon } from '#app/components/icons.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { Draft, DraftFile, DraftSheet } from '#app/data/import-desk.ts';
import { formatCount, formatMonth } from '#app/format/index.ts';
import { useDraftWork } from './use-draft-work.ts';
import { type CommitBlock, commitState, draftLink } from './view.ts';

/** More months than these are chosen from a list. */
const MONTHS_AS_BUTTONS = 2;

/** The bar at the bottom: what goes in, how, and the one button; where it is disabled it says why. */
export function CommitBar({
  draft,
  next,
  months,
  progress,
}: {
  draft: Draft;
  /** Another sheet with something to decide or to mend. */
  next: { file: DraftFile; sheet: DraftSheet } | null;
  months: readonly string[];
  /** How far the commit is; null before its first word. */
  progress: Draft['progress'];
}) {
  const { t, lang } = useLang();
  const dialog = useRef<HTMLDialogElement>(null);
  const { committing, busy } = useDraftWork();
  const { rows, removed, rejected, refused, block } = commitState(draft, busy && !committing);
  const { replace_month: month, error_rows: errorRows } = draft.options;
  const reason = useReason()(block);
  const count = formatCount(rows);
  const label = committing
    ? t('imports.commit.running')
    : rows > 0 || removed === 0
      ? t('imports.commit.button', { rows: count })
      : t('imports.commit.buttonRemove', { rows: formatCount(removed) });
  const replaces = month !== null && removed > 0;
  const listed = months.length > MONTHS_AS_BUTTONS;
  return (
    <div className="commit">
      <p className="num" id="commit-reason" role="status">
        {committing ? (
          <b>
            {progress === null || progress.rows === 0
              ? t('imports.commit.writing')
              : t('imports.commit.writingAt', {
                  file: progress.file,
                  rows: formatCount(progress.rows),
                })}
          </b>
        ) : block === null ? (
          <>
            <b>{t('imports.commit.can', { rows: count })}</b>
            {rejected > 0 ? t('imports.commit.rejected', { count: rejected }) : null}
            {refused.length > 0 ? t('imports.commit.refused', { count: refused.length }) : null}
            {t('imports.commit.undoable')}
          </>
        ) : (
          <b>{reason}</b>
        )}
      </p>
      {next === null || committing ? null : (
        <Link
          to={draftLink(draft.id, { file: next.file.index, sheet: next.sheet.position })}
          preventScrollReset
        >
          {t('imports.commit.next', { sheet: next.sheet.sheet })}
        </Link>
      )}
      <span className="sp" />
      {draft.state === 'failed' || (draft.state === 'reading' && rows === 0) ? null : (
        <div className="options">
          <Form method="post" preventScrollReset>
            <input type="hidden" name="intent" value="options" />
            {rejected > 0 ? (
              <span className="seg">
                <OptionButton
                  name="error_rows"
                  value="refuse"
                  pressed={errorRows === 'refuse' || month !== null}
                  disabled={busy}
                  title={t('imports.commit.refuseMeaning')}
                >
                  {t('imports.commit.refuse')}
                </OptionButton>
                <OptionButton
                  name="error_rows"
                  value="leave_out"
                  pressed={errorRows === 'leave_out' && month === null}
                  // A rejected row would look absent from the month and take its stored record with it.
                  disabled={busy || month !== null}
                  title={t(
                    month === null
                      ? 'imports.commit.leaveOutMeaning'
                      : 'imports.commit.leaveOutReplacing',
                  )}
                >
                  {t('imports.commit.leaveOut')}
                </OptionButton>
              </span>
            ) : null}
          </Form>
          <Form method="post" preventScrollReset>
            <input type="hidden" name="intent" value="options" />
            <span className="seg">
              <OptionButton
                name="replace_month"
                value=""
                pressed={month === null}
                disabled={busy}
                title={t('imports.commit.appendMeaning')}
              >
                {t('imports.commit.append')}
              </OptionButton>
              {(listed ? [] : months).map((each) => (
                <OptionButton
                  key={each}
                  name="replace_month"
                  value={each}
                  pressed={month === each}
                  disabled={busy}
                  title={t('imports.commit.replaceMeaning', { month: formatMonth(each, lang) })}
                >
                  {t('imports.commit.replace', { month: formatMonth(each, lang) })}
                </OptionButton>
              ))}
            </span>
            {listed ? <MonthList months={months} chosen={month} disabled={busy} /> : null}
          </Form>
        </div>
      )}
      {rejected > 0 ? (
        <a
          className="btn"
          href={`/imports/drafts/${encodeURIComponent(draft.id)}/rejects.xlsx`}
          title={t('imports.commit.rejectsMeaning')}
        >
          <Icon name="download" /> {t('imports.commit.rejects', { count: rejected })}
        </a>
      ) : null}
      <Form method="post">
        <input type="hidden" name="intent" value="discard" />
        <button
          type="submit"
          className="btn quiet"
          disabled={busy}
          title={t('imports.commit.discardMeaning')}
        >
          {t('imports.commit.discard')}
        </button>
      </Form>
      {replaces && block === null ? (
        <button
          type="button"
          className="btn pri"
          disabled={busy}
          onClick={() => dialog.current?.showModal()}
        >
          {label}
        </button>
      ) : (
        <Form method="post">
          <input type="hidden" name="intent" value="commit" />
          <button
            type="submit"
            className="btn pri"
            id="commit"
            disabled={block !== null || busy}
            title={reason ?? undefined}
            aria-describedby="commit-reason"
          >
            {label}
          </button>
        </Form>
      )}
      {replaces ? (
        <dialog ref={dialog} className="ask-dialog" aria-labelledby="replace-title">
          <h2 id="replace-title">
            {t('imports.replace.title', { month: formatMonth(month, lang) })}
          </h2>
          <p className="num">
            {t('imports.replace.text', {
              month: formatMonth(month, lang),
              removed: formatCount(removed),
              rows: count,
            })}
          </p>
          <Form method="post" className="a">
            <input type="hidden" name="intent" value="commit" />
            <button type="submit" className="btn pri" disabled={busy}>
              {t('imports.replace.button', { rows: count, removed: formatCount(removed) })}
            </button>
            <button type="button" className="btn" onClick={() => dialog.current?.close()}>
              {t('imports.cancel')}
            </button>
          </Form>
        </dialog>
      ) : null}
    </div>
  );
}

/** Why the button is disabled, in words. */
function useReason() {
  const { t } = useLang();
  return (block: CommitBlock | null): string | null => {
    if (block === null) return null;
    switch (block.code) {
      case 'questions':
        return t('imports.blocked.questions', { count: block.count });
      case 'refused':
        return t('imports.blocked.refused', { file: block.file, message: block.message });
      case 'known':
        return t('imports.blocked.known', { batch: block.batch });
      default:
        return t(`imports.blocked.${block.code}`);
    }
  };
}

function OptionButton({
  name,
  value,
  pressed,
  disabled,
  title,
  children,
}: {
  name: string;
  value: string;
  pressed: boolean;
  disabled: boolean;
  title: string;
  children: string;
}) {
  return (
    <button
      type="submit"
      name={name}
      value={value}
      aria-pressed={pressed}
      disabled={disabled}
      title={title}
    >
      {children}
    </button>
  );
}

/** The months of the files, the newest first. Choosing one sends the form. */
function MonthList({
  months,
  chosen,
  disabled,
}: {
  months: readonly string[];
  chosen: string | null;
  disabled: boolean;
}) {
  const { t, lang } = useLang();
  const submit = useSubmit();
  return (
    <select
      className="months"
      disabled={disabled}
      aria-label={t('imports.commit.replaceAny')}
      value={chosen ?? ''}
      onChange={({ currentTarget }) => {
        submit(
          { intent: 'options', replace_month: currentTarget.value },
          { method: 'post', preventScrollReset: true },
        );
      }}
    >
      <option value="">{t('imports.commit.replaceAny')}</option>
      {months.toReversed().map((each) => (
        <option key={each} value={each}>
          {t('imports.commit.replace', { month: formatMonth(each, lang) })}
        </option>
      ))}
    </select>
  );
}
