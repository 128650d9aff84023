import { Form, Link } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { Count } from '#app/components/Figure.tsx';
import { Icon } from '#app/components/icons.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { Draft, DraftFile, DraftSheet } from '#app/data/import-desk.ts';
import { formatCount } from '#app/format/index.ts';
import { KindPicker } from './KindPicker.tsx';
import { useDraftAction } from './use-draft-action.ts';
import { useDraftWork } from './use-draft-work.ts';
import { useFocusAfter } from './use-focus-after.ts';
import { draftLink, isBlocking } from './view.ts';

/** Which sheets were found, as what, and how their rows fare. */
export function SheetsPanel({
  draft,
  file,
  sheet,
  dimmed,
}: {
  draft: Draft;
  file: DraftFile;
  sheet: DraftSheet;
  dimmed: boolean;
}) {
  const { t } = useLang();
  const several = draft.files.length > 1;
  const list = useRef<HTMLTableElement>(null);
  // The file that moves up takes the focus of the one taken out.
  const removing = useFocusAfter(
    (key) => draft.files.every(({ index }) => String(index) !== key),
    (place) => {
      const groups = [...(list.current?.tBodies ?? [])];
      return groups[Math.min(place, groups.length - 1)]?.querySelector<HTMLElement>('a');
    },
  );
  // The row of the sheet at hand is brought into the list's own view; the page stays where it is.
  const at = `${file.index}/${sheet.position}`;
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>(`[data-sheet="${at}"]`);
    const box = list.current?.parentElement;
    if (!row || !box) return;
    const { top, bottom } = row.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    const head = list.current?.tHead?.offsetHeight ?? 0;
    if (top < frame.top + head || bottom > frame.bottom) {
      box.scrollTop += top - frame.top - (frame.height - row.offsetHeight) / 2;
    }
  }, [at]);
  return (
    <Panel
      title={t('imports.sheets.title')}
      answer={t('imports.sheets.answer')}
      className={dimmed ? 'dimmed' : ''}
    >
      <div className="scroll after-head sheet-list">
        <table className="sheets num" ref={list}>
          <caption className="sr">{t('imports.sheets.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('imports.sheets.sheet')}</th>
              <th scope="col">{t('imports.sheets.kind')}</th>
              <th scope="col" className="n">
                {t('imports.count.rows')}
              </th>
              <th scope="col" className="n">
                {t('imports.sheets.newAndChanged')}
              </th>
              <th scope="col" className="n">
                {t('imports.count.rejected')}
              </th>
              <th scope="col" className="n">
                {t('imports.count.skipped')}
              </th>
            </tr>
          </thead>
          {draft.files.map((each, place) => (
            <tbody key={each.index}>
              {several || each.error ? (
                <tr className="group">
                  <th scope="rowgroup" colSpan={6}>
                    <FileHead
                      id={draft.id}
                      file={each}
                      several={several}
                      onRemove={() => removing(String(each.index), place)}
                    />
                  </th>
                </tr>
              ) : null}
              {each.sheets.map((row) => (
                <SheetRow
                  key={row.position}
                  id={draft.id}
                  file={each}
                  sheet={row}
                  current={each.index === file.index && row.position === sheet.position}
                />
              ))}
            </tbody>
          ))}
        </table>
      </div>
      <Automatic sheet={sheet} />
    </Panel>
  );
}

function FileHead({
  id,
  file,
  several,
  onRemove,
}: {
  id: string;
  file: DraftFile;
  several: boolean;
  onRemove: () => void;
}) {
  const { t } = useLang();
  const { busy } = useDraftWork();
  return (
    <>
      <span className="file-name">
        <Icon name="file" /> {file.file}
        {several && file.counts.rejected > 0 ? (
          <a
            className="btn quiet sm"
            href={`/imports/drafts/${encodeURIComponent(id)}/rejects.xlsx?file=${file.index}`}
            title={t('imports.commit.rejectsOf', { file: file.file })}
          >
            <Icon name="download" /> {t('imports.commit.rejects', { count: file.counts.rejected })}
          </a>
        ) : null}
        {several ? (
          <Form method="post" preventScrollReset onSubmit={onRemove}>
            <input type="hidden" name="intent" value="remove_file" />
            <input type="hidden" name="file" value={file.index} />
            <button
              type="submit"
              className="btn quiet sm"
              disabled={busy}
              aria-label={t('imports.sheets.removeFile', { file: file.file })}
            >
              {t('imports.sheets.remove')}
            </button>
          </Form>
        ) : null}
      </span>
      {file.error ? (
        <span className="file-error">
          <span className="st breached">{t('imports.sheets.refused')}</span> {file.error.message}
        </span>
      ) : file.known_in_batch !== null ? (
        <span className="dim">{t('imports.facts.known', { batch: file.known_in_batch })}</span>
      ) : null}
    </>
  );
}

function SheetRow({
  id,
  file,
  sheet,
  current,
}: {
  id: string;
  file: DraftFile;
  sheet: DraftSheet;
  current: boolean;
}) {
  const { t } = useLang();
  const { counts } = sheet;
  const out = sheet.choices.leaveOut === true;
  const questions = sheet.questions.filter(isBlocking).length;
  const remarks = [
    sheet.blank ? t('imports.sheets.blank') : null,
    sheet.form ? t('imports.sheets.form') : null,
    sheet.hidden ? t('imports.sheets.hidden') : null,
    sheet.hidden_rows > 0 ? t('imports.sheets.hiddenRows', { count: sheet.hidden_rows }) : null,
    out ? t('imports.sheets.leftOut') : null,
  ].filter((text) => text !== null);
  return (
    <tr className={current ? 'on' : undefined} data-sheet={`${file.index}/${sheet.position}`}>
      <th scope="row">
        <Link
          to={draftLink(id, { file: file.index, sheet: sheet.position })}
          preventScrollReset
          {...(current ? { 'aria-current': 'true' as const } : {})}
        >
          {sheet.sheet}
        </Link>
        {questions > 0 ? (
          <span className="tag warn">{t('imports.sheets.questions', { count: questions })}</span>
        ) : null}
      </th>
      <td>
        {sheet.blank ? (
          <span className="dim">{t('imports.sheets.nothing')}</span>
        ) : out && sheet.kinds.length === 0 ? null : (
          <KindPicker file={file.index} sheet={sheet} />
        )}
        {remarks.length > 0 ? <small>{remarks.join(t('listSeparator'))}</small> : null}
      </td>
      <td className="n">
        <Count value={counts.rows} />
      </td>
      <td
        className="n"
        title={t('imports.sheets.both', { new: counts.new, changed: counts.changed })}
      >
        <Count value={counts.new + counts.changed} />
      </td>
      <td className={counts.rejected > 0 ? 'n b worse' : 'n'}>
        <Count value={counts.rejected} />
      </td>
      <td className="n ink2">
        <Count value={counts.skipped} />
      </td>
    </tr>
  );
}

/** What was read in without asking. */
function Automatic({ sheet }: { sheet: DraftSheet }) {
  const { t } = useLang();
  const { layout_change: change } = sheet;
  if (sheet.automatic.length === 0 && change === null) return null;
  return (
    <div className="auto num">
      {change === null ? null : (
        <p className="layout">
          <b>
            {change.last_batch === null
              ? t('imports.layout.changed')
              : t('imports.layout.changedSince', { batch: change.last_batch })}
          </b>
          {change.added.length > 0 ? (
            <> {t('imports.layout.added', { names: change.added.join(t('listSeparator')) })}</>
          ) : null}
          {change.unread.length > 0 ? (
            <b className="worse">
              {' '}
              {t('imports.layout.unread', { names: change.unread.join(t('listSeparator')) })}
            </b>
          ) : null}
          {change.removed.length > 0 ? (
            <> {t('imports.layout.removed', { names: change.removed.join(t('listSeparator')) })}</>
          ) : null}
        </p>
      )}
      {sheet.automatic.length === 0 ? null : (
        <>
          <h3>{t('imports.sheets.automatic')}</h3>
          <ul>
            {sheet.automatic.map(({ code, count, message }) => (
              <li key={`${code} ${message}`}>
                <b>{formatCount(count)}</b>
                {message}{' '}
                {code === 'remembered_value' ? (
                  <Link to="/imports/remembered">{t('imports.remembered.title')}</Link>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Leaves the sheet out or takes it in. */
export function LeaveOutButton({ file, sheet }: { file: number; sheet: DraftSheet }) {
  const { t } = useLang();
  const { send, busy } = useDraftAction(file, sheet.position);
  const out = sheet.choices.leaveOut === true;
  return (
    <button
      type="button"
      className="btn quiet sm"
      disabled={busy}
      onClick={() => send('leave_sheet', { out: String(!out) })}
    >
      {t(out ? 'imports.sheets.takeIn' : 'imports.sheets.leaveOut')}
    </button>
  );
}
