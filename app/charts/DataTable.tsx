import classes from './charts.module.css';
import type { ChartMark, ChartTable } from './option.ts';

/** Where a mark leads, null where it leads nowhere. */
export type MarkLink = (mark: ChartMark) => string | null;

export interface DataTableProps {
  readonly table: ChartTable;
  /** The text that opens the table (数据表). */
  readonly title: string;
  readonly open?: boolean;
  readonly linkOf?: MarkLink;
}

/** The rows behind a drawing, closed until asked for. */
export function DataTable({ table, title, open = false, linkOf }: DataTableProps) {
  return (
    <details className={classes.table} open={open}>
      <summary>{title}</summary>
      <div className={classes.scroll}>
        <table>
          <caption className={classes.hidden}>{table.caption}</caption>
          <thead>
            <tr>
              {table.columns.map(({ label, numeric }) => (
                <th key={label} scope="col" className={numeric ? classes.number : undefined}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => {
              const [first, ...rest] = row.cells;
              const href = row.mark === null ? null : (linkOf?.(row.mark) ?? null);
              return (
                <tr key={row.key} className={row.few === true ? classes.few : undefined}>
                  <th scope="row">{href === null ? first : <a href={href}>{first}</a>}</th>
                  {rest.map((cell, index) => {
                    const column = table.columns[index + 1];
                    return (
                      <td
                        key={column?.label ?? index}
                        className={column?.numeric === true ? classes.number : undefined}
                      >
                        {cell}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
