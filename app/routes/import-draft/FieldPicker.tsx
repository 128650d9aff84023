import { Combobox, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '#app/components/icons.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { FieldChoice } from '#app/data/import-fields.server.ts';
import { fieldGroups } from './view.ts';

/** Picked to give the column back to recognition, and to leave it out. */
const AUTO = 'auto';
const OUT = '';

/**
 * A quiet button that opens the list of fields with a search by name, alias, field name and pinyin.
 * `value` is `kind.field`, null where nothing is chosen.
 */
export function FieldPicker({
  label,
  text,
  value,
  kinds,
  fields,
  suggestions = [],
  canLeaveOut = true,
  canUnchoose = false,
  disabled = false,
  onPick,
}: {
  /** Names the button for those who do not see the row it stands in. */
  label: string;
  /** What the button shows. */
  text: string;
  value: string | null;
  kinds: readonly string[];
  fields: readonly FieldChoice[];
  suggestions?: readonly { field: string; reason: string }[];
  canLeaveOut?: boolean;
  canUnchoose?: boolean;
  disabled?: boolean;
  /** `kind.field`, '' to leave the column out, `auto` for recognition. */
  onPick: (field: string) => void;
}) {
  const { t } = useLang();
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setTyped('');
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const suggested = typed === '' ? suggestions : [];
  const groups = combobox.dropdownOpened ? fieldGroups(fields, kinds, typed) : [];
  const nameOf = (id: string) => fields.find((field) => field.id === id)?.name ?? id;
  return (
    <Combobox
      store={combobox}
      width={260}
      position="bottom-start"
      shadow="none"
      withinPortal
      keepMounted={false}
      transitionProps={{ duration: 0 }}
      onOptionSubmit={(field) => {
        combobox.closeDropdown();
        onPick(field);
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <button
          type="button"
          className="sel"
          // Not disabled for real: the focus, which is here after a choice, would fall out of the page.
          aria-disabled={disabled}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          aria-label={`${label}${t('separator')}${text}`}
          onClick={() => {
            if (!disabled) combobox.toggleDropdown();
          }}
        >
          {text}
          <Icon name="down" />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
          placeholder={t('imports.mapping.search')}
          aria-label={t('imports.mapping.search')}
        />
        <Combobox.Options className="field-options">
          {suggested.length === 0 ? null : (
            <Combobox.Group label={t('imports.mapping.suggested')}>
              {suggested.map(({ field, reason }) => (
                <Combobox.Option key={`s ${field}`} value={field}>
                  {nameOf(field)} <small>{reason}</small>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {groups.map(({ kind, fields: of }) => (
            <Combobox.Group key={kind} label={t(`imports.kind.${kind}`)}>
              {of.map(({ id, name, required }) => (
                <Combobox.Option key={id} value={id} active={id === value}>
                  {name}
                  {required ? <small> {t('imports.mapping.required')}</small> : null}
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
          {groups.length === 0 ? (
            <Combobox.Empty>{t('imports.mapping.noField')}</Combobox.Empty>
          ) : null}
          {typed === '' && (canLeaveOut || canUnchoose) ? (
            <Combobox.Group label={t('imports.mapping.otherwise')}>
              {canUnchoose ? (
                <Combobox.Option value={AUTO}>{t('imports.mapping.auto')}</Combobox.Option>
              ) : null}
              {canLeaveOut ? (
                <Combobox.Option value={OUT} active={value === null}>
                  {t('imports.mapping.leaveOut')}
                </Combobox.Option>
              ) : null}
            </Combobox.Group>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
