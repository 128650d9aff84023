import { useRevalidator } from '@remix-run/react';
import { Icon } from '#app/components/icons.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import { withParams } from '#app/filters/links.ts';
import { formatFen, formatTime } from '#app/format/index.ts';
import type { DeductionExport, DeductionSheet, RevisionDifference } from '#queries/ledger/types.ts';
import { ActingForm } from './ActingForm.tsx';
import styles from './deductions.module.css';

export interface TemplateHead {
  readonly name: string;
  readonly uploaded_at: string;
  readonly uploaded_by: string | null;
}

/** Names a template may use, as the page lists them. */
export interface PlaceholderNames {
  readonly month: readonly string[];
  readonly person: readonly string[];
  readonly rule: readonly string[];
}

interface ExportPanelProps {
  sheet: DeductionSheet;
  exports: readonly DeductionExport[];
  differences: readonly RevisionDifference[];
  template: TemplateHead | null;
  placeholders: PlaceholderNames;
}

/** Downloads, what has changed since the last one, who took which, and HR's own template. */
export function ExportPanel({
  sheet,
  exports,
  differences,
  template,
  placeholders,
}: ExportPanelProps) {
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  const nobody = t('closing.strip.nobody');
  return (
    <Panel
      className={styles.desk}
      title={t('closing.exports.title')}
      answer={
        exports.length === 0
          ? t('closing.exports.none')
          : t('closing.exports.answer', { count: exports.length })
      }
      side={
        <>
          <Download month={sheet.month} form="built_in" />
          {template === null ? null : <Download month={sheet.month} form="template" />}
        </>
      }
    >
      <div className={exports.length === 0 ? `${styles.two} ${styles.one}` : styles.two}>
        <div hidden={exports.length === 0}>
          <Changes sheet={sheet} exports={exports} differences={differences} />
          {exports.length === 0 ? null : (
            <div className={styles.stack}>
              <table className="num">
                <caption className="sr">{t('closing.exports.caption')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('closing.exports.at')}</th>
                    <th scope="col">{t('closing.exports.by')}</th>
                    <th scope="col">{t('closing.exports.revision')}</th>
                    <th scope="col">{t('closing.exports.form')}</th>
                    <th scope="col">{t('closing.exports.checksum')}</th>
                  </tr>
                </thead>
                <tbody>
                  {exports.map((each) => (
                    <tr key={each.id}>
                      <th scope="row">{formatTime(each.at, year)}</th>
                      <td>{each.by ?? <span className="dim">{nobody}</span>}</td>
                      <td>
                        {t('closing.exports.revisionOf', { revision: each.revision })}{' '}
                        <span className={each.state === 'draft' ? 'badge draft' : 'badge closed'}>
                          {t(each.state === 'draft' ? 'frame.draft' : 'closing.badge')}
                        </span>
                      </td>
                      <td className="ink2">
                        {t(each.template ? 'closing.exports.filled' : 'closing.exports.plain')}
                      </td>
                      <td className="mono" title={each.checksum}>
                        {each.checksum.slice(0, 8)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </div>
        <div className={styles.template}>
          <h3>{t('closing.template.title')}</h3>
          <p>
            {template === null
              ? t('closing.template.none')
              : t('closing.template.has', {
                  name: template.name,
                  at: formatTime(template.uploaded_at, year),
                  by: template.uploaded_by ?? nobody,
                })}
          </p>
          <p className="ink2">{t('closing.template.text')}</p>
          <ActingForm
            month={sheet.month}
            intent="uploadTemplate"
            className={styles.inline}
            multipart
          >
            <input
              type="file"
              name="file"
              accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
              aria-label={t('closing.template.choose')}
              required
            />
            <button type="submit" className="btn">
              {t('closing.template.upload')}
            </button>
          </ActingForm>
          <div className={styles.inline}>
            <a className="btn quiet" href="/export/deduction-template.xlsx" download>
              <Icon name="download" />
              {t('closing.template.sample')}
            </a>
            {template === null ? null : (
              <ActingForm month={sheet.month} intent="removeTemplate">
                <button type="submit" className="btn quiet">
                  {t('closing.template.remove')}
                </button>
              </ActingForm>
            )}
          </div>
          <details>
            <summary>{t('closing.template.list')}</summary>
            <Names title={t('closing.template.ofMonth')} names={placeholders.month} />
            <Names title={t('closing.template.ofPerson')} names={placeholders.person} />
            <Names title={t('closing.template.rules')} names={placeholders.rule} />
          </details>
        </div>
      </div>
    </Panel>
  );
}

function Names({ title, names }: { title: string; names: readonly string[] }) {
  return (
    <p className={styles.names}>
      <span className="ink2">{title}</span>
      {names.map((name) => (
        <code key={name}>{`{{${name}}}`}</code>
      ))}
    </p>
  );
}

/** When the list of downloads is read again, milliseconds after one was asked for: a large month takes its time. */
const RECORDED_MS = [1_000, 3_000, 8_000, 20_000] as const;

export function Download({ month, form }: { month: string; form: 'built_in' | 'template' }) {
  const { t } = useLang();
  const revalidator = useRevalidator();
  return (
    <a
      className="btn"
      href={withParams('/export/deductions.xlsx', { month, form })}
      download
      onClick={() => {
        for (const after of RECORDED_MS) setTimeout(() => revalidator.revalidate(), after);
      }}
      aria-label={t(form === 'template' ? 'closing.exports.filled' : 'closing.exports.builtIn')}
    >
      <Icon name="download" />
      <span>{t(form === 'template' ? 'closing.exports.filled' : 'closing.exports.builtIn')}</span>
    </a>
  );
}

function Changes({
  sheet,
  exports,
  differences,
}: Pick<ExportPanelProps, 'sheet' | 'exports' | 'differences'>) {
  const { t } = useLang();
  const [last] = exports;
  if (last === undefined) return null;
  if (last.revision === sheet.revision) {
    return <p className="ink2">{t('closing.exports.same', { revision: sheet.revision })}</p>;
  }
  return (
    <div className={styles.changes}>
      <h3>{t('closing.exports.since')}</h3>
      <p className="ink2">
        {t('closing.exports.changed', { count: differences.length, revision: sheet.revision })}
      </p>
      <ul className="num">
        {differences.map(({ employee_no, name, before, after }) => (
          <li key={`${employee_no} ${name}`}>
            <b>{name}</b>{' '}
            {before === null
              ? t('closing.exports.added', { after: formatFen(after?.deduct_fen ?? 0) })
              : after === null
                ? t('closing.exports.gone', { before: formatFen(before.deduct_fen) })
                : t('closing.exports.changedOne', {
                    before: formatFen(before.deduct_fen),
                    after: formatFen(after.deduct_fen),
                  })}
          </li>
        ))}
      </ul>
    </div>
  );
}
