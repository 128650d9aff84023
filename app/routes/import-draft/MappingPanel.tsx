import { useState } from 'react';
import { Icon } from '#app/components/icons.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { Draft, DraftColumn, DraftFile, DraftSheet } from '#app/data/import-desk.ts';
import type { FieldChoice } from '#app/data/import-fields.server.ts';
import { FieldPicker } from './FieldPicker.tsx';
import { Questions } from './Questions.tsx';
import { LeaveOutButton } from './SheetsPanel.tsx';
import { useDraftAction } from './use-draft-action.ts';
import { columnSums, orderedColumns } from './view.ts';

/** Settled columns shown when little else has to be decided. */
const FEW_COLUMNS = 8;

/** Where every column of the sheet went, and why; questions above. */
export function MappingPanel({
  file,
  sheet,
  fields,
  roster,
  dimmed,
  onShow,
}: {
  file: DraftFile;
  sheet: DraftSheet;
  fields: readonly FieldChoice[];
  roster: Draft['roster'];
  dimmed: boolean;
  onShow: (row: number, letter: string | null) => void;
}) {
  const { t } = useLang();
  const [all, setAll] = useState(false);
  const { send, busy } = useDraftAction(file.index, sheet.position);
  const { work, settled } = orderedColumns(sheet);
  const sums = columnSums(sheet);
  const open = all || work.length + settled.length <= FEW_COLUMNS;
  const room = Math.max(0, FEW_COLUMNS - work.length);
  const shown = open ? settled : settled.slice(0, room);
  const rest = settled.length - shown.length;
  // Some fields come without their kind: the sheet's own kinds tell which is meant.
  const nameOf = (id: string) =>
    fields.find(
      (field) => field.id === id || sheet.kinds.some((kind) => field.id === `${kind}.${id}`),
    )?.name ?? id;
  const decided = Object.keys(sheet.choices).some(
    (name) => !['edits', 'leftOutRows', 'leaveOut'].includes(name),
  );
  const answer = sheet.blank
    ? t('imports.sheets.nothing')
    : sheet.header === null
      ? t('imports.mapping.noHeader')
      : [
          t('imports.mapping.sum', { columns: sums.columns, matched: sums.matched }),
          sums.asked > 0 ? t('imports.mapping.asked', { count: sums.asked }) : null,
          sums.out > 0 ? t('imports.mapping.out', { count: sums.out }) : null,
        ]
          .filter((text) => text !== null)
          .join(t('separator'));
  return (
    <Panel
      title={t('imports.mapping.title', { sheet: sheet.sheet })}
      answer={<span className="num">{answer}</span>}
      className={dimmed ? 'dimmed mapping' : 'mapping'}
      side={
        sheet.blank ? undefined : (
          <>
            {decided ? (
              <button
                type="button"
                className="btn quiet sm"
                disabled={busy}
                title={t('imports.mapping.anewMeaning')}
                onClick={() => send('anew')}
              >
                {t('imports.mapping.anew')}
              </button>
            ) : null}
            <LeaveOutButton file={file.index} sheet={sheet} />
          </>
        )
      }
    >
      <Questions file={file.index} sheet={sheet} roster={roster} nameOf={nameOf} onShow={onShow} />
      {sheet.columns.length === 0 ? null : (
        <div className="map scroll">
          <table className="num">
            <caption className="sr">{t('imports.mapping.title', { sheet: sheet.sheet })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('imports.mapping.column')}</th>
                <th scope="col">{t('imports.mapping.header')}</th>
                <th scope="col">{t('imports.mapping.field')}</th>
                <th scope="col">{t('imports.mapping.example')}</th>
                <th scope="col">{t('imports.mapping.why')}</th>
                <th scope="col">{t('imports.mapping.remark')}</th>
                <th scope="col">
                  <span className="sr">{t('imports.mapping.state')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {[...work, ...shown].map((column) => (
                <ColumnRow
                  key={column.letter}
                  file={file.index}
                  sheet={sheet}
                  column={column}
                  fields={fields}
                  nameOf={nameOf}
                />
              ))}
              {rest > 0 || all ? (
                <tr>
                  <td colSpan={7}>
                    <button type="button" className="lnk" onClick={() => setAll(!all)}>
                      {all ? t('imports.mapping.fold') : t('imports.mapping.rest', { count: rest })}
                    </button>
                  </td>
                </tr>
              ) : null}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function ColumnRow({
  file,
  sheet,
  column,
  fields,
  nameOf,
}: {
  file: number;
  sheet: DraftSheet;
  column: DraftColumn;
  fields: readonly FieldChoice[];
  nameOf: (id: string) => string;
}) {
  const { t } = useLang();
  const { send, busy } = useDraftAction(file, sheet.position);
  const { letter, header, examples, why } = column;
  const [example] = examples;
  // One column may feed several kinds under one name (单号 of ticket, receipt and follow-up).
  const names = [...new Set(column.fields.map(nameOf))];
  const chosen = sheet.choices.columns !== undefined && letter in sheet.choices.columns;
  const [suggestion] = column.suggestions;
  return (
    <tr data-column={letter} className={column.fields.length === 0 ? 'unused' : undefined}>
      <td className="dim">{letter}</td>
      <th scope="row" className="hd" title={header}>
        {header === '' ? <span className="dim">{t('blank')}</span> : header}
      </th>
      <td className="nw">
        <FieldPicker
          label={t('imports.mapping.pick', { letter, header })}
          text={
            names.length === 0 ? t('imports.mapping.notImported') : names.join(t('listSeparator'))
          }
          value={column.fields[0] ?? null}
          kinds={sheet.kinds}
          fields={fields}
          suggestions={column.suggestions}
          canUnchoose={chosen}
          disabled={busy}
          onPick={(field) => send('column', { column: letter, field })}
        />
      </td>
      <td className="ex" title={examples.join('\n')}>
        {example ?? <span className="dim">–</span>}
      </td>
      <td className="nw">
        {why === null ? null : <span className="tag">{t(`imports.why.${why}`)}</span>}
      </td>
      <td className="rem ink2" title={column.remark}>
        {column.required ? <span className="tag">{t('imports.mapping.required')}</span> : null}{' '}
        {column.remark !== ''
          ? column.remark
          : column.fields.length === 0 && suggestion
            ? t('imports.mapping.looksLike', { name: nameOf(suggestion.field) })
            : null}
      </td>
      <td className="n">
        {column.warning ? (
          <span className="warned" title={t('imports.mapping.warned')}>
            <Icon name="warn" />
            <span className="sr">{t('imports.mapping.warned')}</span>
          </span>
        ) : column.fields.length > 0 ? (
          <span className="better" title={t('imports.mapping.matched')}>
            <Icon name="check" />
            <span className="sr">{t('imports.mapping.matched')}</span>
          </span>
        ) : null}
      </td>
    </tr>
  );
}
