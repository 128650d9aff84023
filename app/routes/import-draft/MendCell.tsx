import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useLang } from '#app/components/use-lang.ts';
import type { WindowRow } from '#app/data/import-desk.ts';
import { useDraftAction } from './use-draft-action.ts';

interface MendProps {
  file: number;
  sheet: number;
  row: WindowRow;
  letter: string;
  /** What is wrong; null when a person opened a cell nothing is wrong with. */
  message: string | null;
  /** The file's own text. */
  original: string;
  /** Typed over before, null when not. */
  edited: string | null;
  typed: string | undefined;
  onType: (text: string | null) => void;
  /** Sent: where work goes on is the page's business. */
  onSent: (address: string) => void;
  onLeave: () => void;
  /** Focus the field as soon as it is there. */
  autoFocus: boolean;
}

/** The line under a row: the cell's address, what is wrong, a field to mend it, or the row left out. */
export function MendCell({
  file,
  sheet,
  row,
  letter,
  message,
  original,
  edited,
  typed,
  onType,
  onSent,
  onLeave,
  autoFocus,
}: MendProps) {
  const { t } = useLang();
  const { send, busy, failed } = useDraftAction(file, sheet);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const address = `${letter}${row.row}`;
  useEffect(() => {
    if (autoFocus) input.current?.select();
  }, [autoFocus]);

  function submit(event: FormEvent) {
    event.preventDefault();
    const text = input.current?.value ?? '';
    onType(text);
    send('edit', { address, text });
    onSent(address);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onType(null);
    onLeave();
  }

  return (
    <form
      className="mend"
      data-mend={`${row.row}:${letter}`}
      onSubmit={submit}
      onKeyDown={onKeyDown}
    >
      <p id={id}>
        <b className="num">{address}</b>{' '}
        {message ?? (edited === null ? t('imports.mend.free') : t('imports.mend.typedOver'))}
        {edited === null ? null : (
          <span className="dim">
            {' '}
            {t('imports.mend.original', { text: original === '' ? t('blank') : original })}
          </span>
        )}
      </p>
      <input
        ref={input}
        value={typed ?? edited ?? original}
        onChange={(event) => onType(event.currentTarget.value)}
        aria-label={t('imports.mend.field', { address })}
        aria-describedby={id}
        placeholder={t('imports.mend.placeholder', { address })}
        autoComplete="off"
        spellCheck={false}
      />
      <button type="submit" className="btn sm" disabled={busy}>
        {t('imports.mend.done')}
      </button>
      {edited === null ? null : (
        <button
          type="button"
          className="btn sm quiet"
          disabled={busy}
          onClick={() => {
            onType(null);
            send('unedit', { address });
            onLeave();
          }}
        >
          {t('imports.mend.restore')}
        </button>
      )}
      <button
        type="button"
        className="btn sm quiet"
        disabled={busy}
        onClick={() => {
          send('leave_row', { row: row.row });
          onSent(String(row.row));
        }}
      >
        {t('imports.mend.leaveRow')}
      </button>
      {busy ? <span className="dim">{t('imports.mend.reading')}</span> : null}
      {failed === null ? null : (
        <span className="worse" role="alert">
          {failed}
        </span>
      )}
    </form>
  );
}

/** What can be done with a row as a whole. */
export function RowActions({
  file,
  sheet,
  row,
  leftOut,
  message,
  canBeHeader,
  onLeave,
  onSent,
}: {
  file: number;
  sheet: number;
  row: WindowRow;
  leftOut: boolean;
  /** What is wrong with the row as a whole. */
  message: string | null;
  canBeHeader: boolean;
  onLeave: () => void;
  onSent: (row: string) => void;
}) {
  const { t } = useLang();
  const { send, busy, failed } = useDraftAction(file, sheet);
  const act = (intent: string, fields: Record<string, number>) => () => {
    send(intent, fields);
    onSent(String(row.row));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame the line has no room for
    <div
      className="mend"
      role="group"
      data-mend={`${row.row}:`}
      aria-label={t('source.row', { row: row.row })}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onLeave();
      }}
    >
      <p>
        <b className="num">{t('source.row', { row: row.row })}</b>{' '}
        {message ?? (leftOut ? t('imports.row.leftOut') : null)}
      </p>
      {canBeHeader ? (
        <>
          <button
            type="button"
            className="btn sm"
            disabled={busy}
            onClick={act('header', { top: row.row, bottom: row.row })}
          >
            {t('imports.row.header')}
          </button>
          <button
            type="button"
            className="btn sm"
            disabled={busy}
            onClick={act('header', { top: row.row, bottom: row.row + 1 })}
          >
            {t('imports.row.header2')}
          </button>
        </>
      ) : null}
      {leftOut ? (
        <button
          type="button"
          className="btn sm"
          disabled={busy}
          onClick={act('take_row', { row: row.row })}
        >
          {t('imports.row.takeIn')}
        </button>
      ) : (
        <button
          type="button"
          className="btn sm"
          disabled={busy}
          onClick={act('leave_row', { row: row.row })}
        >
          {t('imports.mend.leaveRow')}
        </button>
      )}
      {canBeHeader ? (
        <button type="button" className="btn sm quiet" onClick={onLeave}>
          {t('imports.row.close')}
        </button>
      ) : null}
      {failed === null ? null : (
        <span className="worse" role="alert">
          {failed}
        </span>
      )}
    </div>
  );
}
