import { Link } from '@remix-run/react';
import { formatMonth } from '#app/format/index.ts';
import { useLang } from './use-lang.ts';

/** A month, or a whole database, without data: says which, and the one thing to do. */
export function EmptyMonth({
  month,
  months,
  href,
}: {
  month: string | null;
  months: readonly string[];
  href: (month: string) => string;
}) {
  const { t, lang } = useLang();
  const newest = months.at(-1);
  if (month === null || newest === undefined) {
    return (
      <section className="panel box">
        <h2>{t('empty.nothing.title')}</h2>
        <p>{t('empty.nothing.text')}</p>
        <div className="a">
          <Link className="btn pri" to="/imports">
            {t('empty.nothing.action')}
          </Link>
        </div>
      </section>
    );
  }
  return (
    <section className="panel box">
      <h2>{t('empty.month.title', { month: formatMonth(month, lang) })}</h2>
      <p>{t('empty.month.text')}</p>
      <div className="a">
        <Link className="btn pri" to={href(newest)}>
          {t('empty.month.action', { month: formatMonth(newest, lang) })}
        </Link>
      </div>
    </section>
  );
}
