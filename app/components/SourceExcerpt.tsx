import type { CellSource } from '#queries/reports/types.ts';
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
  cells: CellSource[];
}

/** Cells gathered by the row they stand in, each cell once, rows in order of first use. */
export function excerpts(sources: readonly CellSource[]): SheetRowExcerpt[] {
  const rows = new Map<string, SheetRowExcerpt>();
  for (const source of sources) {
    const { file, sheet, row, batch, column } = source;
    const key = JSON.stringify([batch, file, sheet, row]);
    const excerpt = rows.get(key) ?? { key, file, sheet, row, batch, cells: [] };
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
      {excerpts(sources).map(({ key, file, sheet, row, batch, cells }) => (
        <figure key={key}>
          <figcaption>
            {file} › {sheet} › {t('source.row', { row })}{' '}
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
                      {cell.value === '' ? t('source.blank') : cell.value}
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
