import { Popover } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Icon } from '#app/components/icons.tsx';
import { SHEET_KINDS } from '#app/components/sheet-kinds.ts';
import { useLang } from '#app/components/use-lang.ts';
import type { DraftSheet } from '#app/data/import-desk.ts';
import { useDraftAction } from './use-draft-action.ts';

/** What kinds of records the sheet holds: recognised, and to be set right where recognition failed. */
export function KindPicker({ file, sheet }: { file: number; sheet: DraftSheet }) {
  const { t } = useLang();
  const [opened, setOpened] = useState(false);
  const [none, setNone] = useState(false);
  const { send, busy } = useDraftAction(file, sheet.position);
  const { kinds } = sheet;
  const names = kinds.map((kind) => t(`imports.kindShort.${kind}`));
  const text =
    kinds.length === 0
      ? t('imports.kinds.unknown')
      : kinds.length > 1 && kinds[0] === 'ticket'
        ? t('imports.kinds.ledger')
        : names.join(t('imports.kinds.and'));

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget).getAll('kind').map(String);
    setNone(chosen.length === 0);
    if (chosen.length === 0) return;
    // The leading kind stays in front, new ones follow in the product's order.
    const ordered = [
      ...kinds.filter((kind) => chosen.includes(kind)),
      ...SHEET_KINDS.filter((kind) => chosen.includes(kind) && !kinds.includes(kind)),
    ];
    setOpened(false);
    send('kinds', { kinds: ordered.join(',') });
  }

  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      shadow="none"
      withinPortal
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button
          type="button"
          className={kinds.length === 0 ? 'sel ask-kind' : 'sel'}
          disabled={busy}
          aria-label={t('imports.kinds.of', { sheet: sheet.sheet, kinds: text })}
          onClick={() => setOpened((open) => !open)}
        >
          {text}
          <Icon name="down" />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="pop">
        <form onSubmit={save} className="kinds">
          <fieldset>
            <legend>{t('imports.kinds.title')}</legend>
            {SHEET_KINDS.map((kind) => (
              <label key={kind}>
                <input
                  type="checkbox"
                  name="kind"
                  value={kind}
                  defaultChecked={kinds.includes(kind)}
                />
                {t(`imports.kind.${kind}`)}
              </label>
            ))}
          </fieldset>
          {none ? (
            <p className="worse" role="alert">
              {t('imports.kinds.none')}
            </p>
          ) : null}
          <div className="a">
            <button type="submit" className="btn pri sm">
              {t('imports.kinds.use')}
            </button>
            <button type="button" className="btn quiet sm" onClick={() => setOpened(false)}>
              {t('imports.cancel')}
            </button>
          </div>
        </form>
      </Popover.Dropdown>
      {kinds.length > 1 && kinds[0] === 'ticket' ? (
        <small>{names.join(t('imports.kinds.and'))}</small>
      ) : null}
    </Popover>
  );
}
