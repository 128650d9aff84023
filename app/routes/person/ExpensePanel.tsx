import { useLang } from '#app/components/use-lang.ts';
import type { PersonMonth } from '#app/data/person-desk.ts';
import { DASH, formatDay, formatDecimal, formatFen } from '#app/format/index.ts';
import styles from './person.module.css';

/** Overtime and expenses as they were handed in (clause 5.9). */
export function ExpensePanel({ data }: { data: PersonMonth }) {
  const { t } = useLang();
  const { expenses } = data;
  const hours = expenses.reduce((sum, row) => sum + (row.hours ?? 0), 0);
  const fen = expenses.reduce((sum, row) => sum + (row.amount_fen ?? 0), 0);
  return (
    <section className={`panel ${styles.expenses}`}>
      <header>
        <h2>{t('people.expense.title')}</h2>
        <span className="ink2 num">
          {expenses.length === 0
            ? t('people.expense.none')
            : t('people.expense.answer', { hours: formatDecimal(hours), sum: formatFen(fen) })}
        </span>
      </header>
      {expenses.length === 0 ? (
        <div className={styles.gap} />
      ) : (
        <table className="num after-head">
          <caption className="sr">{t('people.expense.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('people.expense.head.date')}</th>
              <th scope="col">{t('people.expense.head.kind')}</th>
              <th scope="col" className="n">
                {t('people.expense.head.hours')}
              </th>
              <th scope="col">{t('people.expense.head.trip')}</th>
              <th scope="col">{t('people.expense.head.voucher')}</th>
              <th scope="col">{t('people.expense.head.valid')}</th>
              <th scope="col" className="n">
                {t('people.expense.head.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {expenses.map((row) => (
              <tr key={row.row_key}>
                <th scope="row" className="nw">
                  {formatDay(row.date)}
                </th>
                <td>{row.kind ?? DASH}</td>
                <td className="n">{row.hours === null ? DASH : formatDecimal(row.hours)}</td>
                <td>{row.trip_place ?? DASH}</td>
                <td>{row.voucher_place ?? DASH}</td>
                <td>
                  {row.voucher_valid === null ? (
                    DASH
                  ) : row.voucher_valid ? (
                    t('people.expense.valid')
                  ) : (
                    <span className="worse">{t('people.expense.invalid')}</span>
                  )}
                </td>
                <td className="n">{row.amount_fen === null ? DASH : formatFen(row.amount_fen)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
