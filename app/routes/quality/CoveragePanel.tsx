import { Link } from '@remix-run/react';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import { qualityLink, sourceLink, ticketLink } from '#app/filters/links.ts';
import { formatCount } from '#app/format/index.ts';
import type { BlankField, FieldCoverage, MonthQuality } from '#queries/reports/quality-types.ts';
import styles from './quality.module.css';

interface CoveragePanelProps {
  quality: MonthQuality;
  /** The field whose blank cells are asked for. */
  blank: BlankField | null;
}

/** What each kind of sheet was asked and what was filled in; 未采集 is hatched, never bad. */
export function CoveragePanel({ quality, blank }: CoveragePanelProps) {
  const { t } = useLang();
  const { coverage, missing, month } = quality;
  return (
    <div id="coverage" className={styles.section} tabIndex={-1}>
      <Panel title={t('coverage.title')} answer={t('coverage.answer')}>
        {missing.length === 0 ? null : (
          <div className={styles.finding}>
            <h3 className="num">
              <b>{missing.length}</b> {t('coverage.missing', { count: missing.length })}
            </h3>
            <ul className={styles.missing}>
              {missing.map(({ kind, name, means }) => (
                <li key={kind}>
                  <b>{name}</b>
                  {t('coverage.colon')}
                  {means}
                </li>
              ))}
            </ul>
          </div>
        )}
        {coverage.map(({ kind, name, records, fields }) => (
          <div key={kind} className={styles.kind}>
            <h3>
              {name}
              <small className="num">{t('coverage.records', { count: records })}</small>
            </h3>
            <ul className={`${styles.fields} num`}>
              {fields.map((field) => (
                <li key={field.field}>
                  <Field
                    field={field}
                    records={records}
                    current={blank?.kind === kind && blank.field === field.field}
                    to={qualityLink(month, { field: `${kind}.${field.field}` }, 'blank')}
                  />
                </li>
              ))}
            </ul>
            {blank?.kind === kind ? <Blank blank={blank} month={month} /> : null}
          </div>
        ))}
      </Panel>
    </div>
  );
}

function Field({
  field: { name, captured, filled },
  records,
  current,
  to,
}: {
  field: FieldCoverage;
  records: number;
  current: boolean;
  to: string;
}) {
  const { t } = useLang();
  const share = (count: number) => `${(count / Math.max(1, records)) * 100}%`;
  const lacking = records - captured;
  const spoken = [
    captured === 0 ? t('notCaptured') : t('coverage.filled', { filled, captured }),
    captured > 0 && lacking > 0 ? t('coverage.lacking', { count: lacking }) : null,
  ]
    .filter((part) => part !== null)
    .join(t('separator'));
  return (
    <Link
      to={to}
      preventScrollReset={current}
      className={`${styles.field} ${captured === 0 ? styles.never : styles.asked}`}
      title={`${name}${t('coverage.colon')}${spoken}`}
      aria-label={`${name}${t('coverage.colon')}${spoken}`}
      {...(current ? { 'aria-current': 'true' as const } : {})}
    >
      <span>{name}</span>
      {captured === 0 ? (
        <b className="small">{t('notCaptured')}</b>
      ) : (
        <b>
          {formatCount(filled)}
          <small>/{formatCount(captured)}</small>
        </b>
      )}
      {captured === 0 ? null : (
        <div className={styles.bar} aria-hidden="true">
          <i style={{ width: share(filled) }} />
          {lacking > 0 ? <i className={styles.none} style={{ width: share(lacking) }} /> : null}
        </div>
      )}
    </Link>
  );
}

/** The blank cells of one field, and the sheets that had no column for it. */
function Blank({ blank, month }: { blank: BlankField; month: string }) {
  const { t } = useLang();
  const { name, rows, sheets } = blank;
  return (
    <section id="blank" className={styles.finding} aria-labelledby="blank-title">
      <h4 id="blank-title" className="num">
        {name}
        {t('coverage.colon')}
        {blank.blank === 0 ? t('coverage.noBlank') : t('coverage.blank', { count: blank.blank })}{' '}
        <Link className="small" to={qualityLink(month, {}, 'coverage')} preventScrollReset>
          {t('qualityPage.fewer')}
        </Link>
      </h4>
      {sheets.length === 0 ? null : (
        <ul className={styles.missing}>
          {sheets.map((sheet) => (
            <li key={sheet.sheet_id}>
              <Link to={sourceLink(sheet.sheet_id, sheet.header_row, null)}>
                {sheet.file} › {sheet.sheet}
              </Link>{' '}
              <span className="ink2">{t('coverage.noColumn', { count: sheet.records })}</span>
            </li>
          ))}
        </ul>
      )}
      {rows.length === 0 ? null : (
        <section
          className={`${styles.rows} ${styles.blank}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={t('coverage.caption', { name })}
        >
          <table className="num">
            <caption className="sr">{t('coverage.caption', { name })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('qualityPage.head.ticket')}</th>
                <th scope="col">{t('qualityPage.head.header')}</th>
                <th scope="col" className={styles.cell}>
                  {t('qualityPage.head.cell')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.record_key}>
                  <th scope="row">
                    {row.ticket_no === null ? (
                      row.record_key
                    ) : (
                      <Link to={ticketLink(row.ticket_no)}>{row.ticket_no}</Link>
                    )}
                  </th>
                  <td>{row.header}</td>
                  <td className={styles.file}>
                    <Link
                      className={`mono ${styles.address}`}
                      to={sourceLink(row.sheet_id, row.row, row.column)}
                    >
                      {row.column}
                      {row.row}
                    </Link>{' '}
                    {row.file} › {row.sheet}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {blank.blank > rows.length ? (
        <p className={styles.more}>
          {t('qualityPage.first', { shown: rows.length, count: blank.blank })}
        </p>
      ) : null}
    </section>
  );
}
