import { Link } from '@remix-run/react';
import type { CellSource } from '#queries/reports/types.ts';
import { sourceLink } from './source-link.ts';
import { useLang } from './use-lang.ts';

/** `H12`: how a person finds the cell in the uploaded sheet. */
export function cellAddress({ column, row }: CellSource): string {
  return `${column}${row}`;
}

/** Column letters in the sheet's own order: A … Z, AA … */
function byColumn(a: CellSource, b: CellSource): number {
  return (
    a.column.length - b.column.length || (a.column < b.column ? -1 : a.column > b.column ? 1 : 0)
  );
}

export interface SheetRowExcerpt {
  key: string;
  file: string;
  sheet: string;
  row: number;
  batch: number;
  sheet_id: number;
  cells: CellSource[];
}

/** Cells gathered by the row they stand in, each cell once, rows in order of first use. */
export function excerpts(sources: readonly CellSource[]): SheetRowExcerpt[] {
  const rows = new Map<string, SheetRowExcerpt>();
  for (const source of sources) {
    const { file, sheet, sheet_id, row, batch, column } = source;
    const key = JSON.stringify([batch, file, sheet, row]);
    const excerpt = rows.get(key) ?? { key, file, sheet, sheet_id, row, batch, cells: [] };
    if (!excerpt.cells.some((cell) => cell.column === column)) excerpt.cells.push(source);
    rows.set(key, excerpt);
  }
  return [...rows.values()].map((excerpt) => ({
    ...excerpt,
    cells: excerpt.cells.toSorted(byColumn),
  }));
}

/** Pieces of the uploaded sheets as they were typed: column letters, headers, the row's number and texts. */
export function SourceExcerpts({ sources }: { sources: readonly CellSource[] }) {
  const { t } = useLang();
  return (
    <div className="excerpts">
      {excerpts(sources).map(({ key, file, sheet, sheet_id, row, batch, cells }) => (
        <figure key={key}>
          <figcaption>
            {file} › {sheet} ›{' '}
            <Link to={sourceLink({ sheet_id, row, column: cells[0]?.column ?? null })}>
              {t('source.row', { row })}
            </Link>{' '}
            <span className="dim">{t('source.batch', { batch })}</span>
          </figcaption>
          <div className="xs">
            <table>
              <thead>
                <tr className="L">
                  <td className="rn" />
                  {cells.map((cell) => (
                    <th key={cell.column} scope="col">
                      {cell.column}
                    </th>
                  ))}
                </tr>
                <tr className="H">
                  <td className="rn" />
                  {cells.map((cell) => (
                    <th key={cell.column} scope="col">
                      {cell.header}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                <tr>
                  <th scope="row" className="rn">
                    {row}
                  </th>
                  {cells.map((cell) => (
                    <td key={cell.column} className={cell.value === '' ? 'use e0' : 'use'}>
                      <Link
                        to={sourceLink(cell)}
                        className="cell-link"
                        title={t('source.open', { address: cellAddress(cell) })}
                      >
                        {cell.value === '' ? t('source.blank') : cell.value}
                      </Link>
                    </td>
                  ))}
                </tr>
              </tbody>
            </table>
          </div>
        </figure>
      ))}
    </div>
  );
}
