import { useLang } from '#app/components/use-lang.ts';
import type { DraftSheet } from '#app/data/import-desk.ts';
import type { FieldChoice } from '#app/data/import-fields.server.ts';
import { FieldPicker } from './FieldPicker.tsx';
import type { PickedCell } from './teach.ts';
import { offsetOf, withField, withoutField } from './teach.ts';
import { useDraftAction } from './use-draft-action.ts';

export interface Teaching {
  label: PickedCell | null;
  value: PickedCell | null;
}

/** Two clicks and a field teach how a printed form is read; what was taught is listed and can be taken back. */
export function TeachPanel({
  file,
  sheet,
  merges,
  fields,
  teaching,
  onTeaching,
  onLeave,
}: {
  file: number;
  sheet: DraftSheet;
  merges: readonly { top: number; left: number; bottom: number; right: number }[];
  fields: readonly FieldChoice[];
  teaching: Teaching;
  onTeaching: (teaching: Teaching) => void;
  onLeave: () => void;
}) {
  const { t } = useLang();
  const { send, busy, failed } = useDraftAction(file, sheet.position);
  const layout = sheet.choices.form ?? null;
  const { label, value } = teaching;
  const offset = label && value ? offsetOf(label, value, [...merges]) : null;
  const nameOf = (id: string | null) =>
    id === null ? t('imports.mapping.notImported') : (fields.find((f) => f.id === id)?.name ?? id);

  function pick(field: string) {
    if (label === null || offset === null) return;
    const [kind] = field.split('.');
    const first = fields.find((each) => each.kind === kind);
    const kinds = sheet.kinds.length > 0 ? sheet.kinds : first ? [first.kind] : [];
    const next = withField(
      layout,
      { label: label.text, field: field === '' ? null : field, ...offset },
      kinds,
    );
    send('teach', { layout: JSON.stringify(next) });
    onTeaching({ label: null, value: null });
  }

  const step = label === null ? 1 : value === null ? 2 : 3;
  return (
    <section className="teach" aria-label={t('imports.teach.title')}>
      <p aria-live="polite">
        <b>{t('imports.teach.title')}</b>{' '}
        {step === 1
          ? t('imports.teach.label')
          : step === 2
            ? t('imports.teach.value', { label: label?.text ?? '' })
            : offset === null
              ? t('imports.teach.wrongSide')
              : t('imports.teach.field', {
                  label: label?.text ?? '',
                  value: value?.text || t('blank'),
                })}
      </p>
      <div className="a">
        {step === 3 && offset !== null ? (
          <FieldPicker
            label={t('imports.teach.pick', { label: label?.text ?? '' })}
            text={t('imports.teach.choose')}
            value={null}
            kinds={sheet.kinds}
            fields={fields}
            disabled={busy}
            onPick={pick}
          />
        ) : null}
        {step > 1 ? (
          <button
            type="button"
            className="btn sm quiet"
            onClick={() => onTeaching({ label: null, value: null })}
          >
            {t('imports.teach.again')}
          </button>
        ) : null}
        <button type="button" className="btn sm" onClick={onLeave}>
          {t('imports.teach.leave')}
        </button>
      </div>
      {layout === null ? null : (
        <ul className="taught num">
          {layout.fields.map((field) => (
            <li key={field.label}>
              <b>{field.label}</b> → {nameOf(field.field)}{' '}
              <span className="dim">
                {t('imports.teach.offset', { right: field.right, down: field.down })}
              </span>
              <button
                type="button"
                className="lnk"
                disabled={busy}
                onClick={() =>
                  send('teach', { layout: JSON.stringify(withoutField(layout, field.label)) })
                }
              >
                {t('imports.teach.undo')}
                <span className="sr"> {field.label}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {failed === null ? null : (
        <p className="worse" role="alert">
          {failed}
        </p>
      )}
    </section>
  );
}
