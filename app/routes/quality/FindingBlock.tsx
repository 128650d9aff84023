import { Link } from '@remix-run/react';
import { useLang } from '#app/components/use-lang.ts';
import { qualityLink, sourceLink, ticketLink } from '#app/filters/links.ts';
import { formatCount } from '#app/format/index.ts';
import type { QualityFinding, QualityRow } from '#queries/reports/quality-types.ts';
import styles from './quality.module.css';

interface FindingBlockProps {
  finding: QualityFinding;
  month: string;
  /** All its rows are asked for, not the first few. */
  shown: boolean;
}

/** One finding: how often, what it means, what to do, and the cells it stands on. */
export function FindingBlock({ finding, month, shown }: FindingBlockProps) {
  const { t } = useLang();
  const { code, count, cells, title, means, todo, parts, rows } = finding;
  const someone = rows.some(({ person }) => person !== null);
  return (
    <section id={code} className={styles.finding} aria-labelledby={`${code}-title`}>
      <h3 id={`${code}-title`} className="num">
        <b>{formatCount(count)}</b> {title}
      </h3>
      <p>
        {means}
        {t('stop')} <b>{todo}</b>
        {t('stop')}
      </p>
      {parts.length > 1 ? (
        <ul className={`${styles.parts} num`}>
          {parts.map((part) => (
            <li key={part.id}>
              <b>{formatCount(part.count)}</b> {part.label}
            </li>
          ))}
        </ul>
      ) : null}
      <div className={styles.rows}>
        <table className="num">
          <caption className="sr">{title}</caption>
          <thead>
            <tr>
              <th scope="col" className={styles.ticket}>
                {t('qualityPage.head.ticket')}
              </th>
              {someone ? (
                <th scope="col" className={styles.person}>
                  {t('qualityPage.head.person')}
                </th>
              ) : null}
              <th scope="col">{t('qualityPage.head.what')}</th>
              <th scope="col" className={styles.typed}>
                {t('qualityPage.head.value')}
              </th>
              <th scope="col" className={styles.cell}>
                {t('qualityPage.head.cell')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell may stand for several findings; rows never move
              <FindingRow key={index} row={row} someone={someone} />
            ))}
          </tbody>
        </table>
      </div>
      {cells > rows.length || shown ? (
        <p className={styles.more}>
          {cells > rows.length ? (
            shown ? (
              t('qualityPage.first', { shown: rows.length, count: cells })
            ) : (
              <Link to={qualityLink(month, { show: code })} preventScrollReset>
                {t('qualityPage.all', { count: cells })}
              </Link>
            )
          ) : (
            <Link to={qualityLink(month, {}, code)} preventScrollReset>
              {t('qualityPage.fewer')}
            </Link>
          )}
        </p>
      ) : null}
    </section>
  );
}

function FindingRow({ row, someone }: { row: QualityRow; someone: boolean }) {
  const { t } = useLang();
  return (
    <tr>
      <th scope="row">
        {row.ticket_no === null ? (
          <span className="dim">{t('qualityPage.noTicket')}</span>
        ) : (
          <Link to={ticketLink(row.ticket_no)}>{row.ticket_no}</Link>
        )}
      </th>
      {someone ? <td>{row.person ?? ''}</td> : null}
      <td className={styles.what}>{row.what}</td>
      <td>{row.value === '' ? <span className="dim">{t('source.blank')}</span> : row.value}</td>
      <td className={styles.file}>
        <CellLink row={row} />
      </td>
    </tr>
  );
}

/** `H12`, or the row, with file and sheet; leads to the uploaded sheet around it. */
function CellLink({ row }: { row: QualityRow }) {
  const { t } = useLang();
  if (row.file === null || row.sheet_id === null || row.row === null)
    return <span className="dim">{t('qualityPage.noSheet')}</span>;
  const address =
    row.row === 0
      ? t('qualityPage.wholeSheet')
      : row.column === null
        ? t('source.row', { row: row.row })
        : `${row.column}${row.row}`;
  return (
    <>
      <Link className={`mono ${styles.address}`} to={sourceLink(row.sheet_id, row.row, row.column)}>
        {address}
      </Link>{' '}
      {row.file} › {row.sheet}
    </>
  );
}
