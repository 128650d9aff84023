import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link } from '@remix-run/react';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { FineCard, FineFlags, useRuleTitle } from '#app/components/FineCard.tsx';
import { Page } from '#app/components/Page.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import type { PolicyRule } from '#app/data/desk.ts';
import { finesLink } from '#app/filters/links.ts';
import { monthParam } from '#app/filters/params.server.ts';
import { formatAmount, formatFen, formatMonth, formatTime } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';
import type { Fine } from '#queries/reports/types.ts';
import { type FineFilter, filterFines, fineFilterOf, groupByRule, sumOf } from './listing.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const { lang } = requestLang(request);
  const { months } = await context.desk.status();
  const month = monthParam(url) ?? months.at(-1) ?? null;
  const filter = fineFilterOf(url.searchParams);
  if (month === null || !months.includes(month)) return { month, months, filter, content: null };
  const [fines, policy] = await Promise.all([
    context.desk.fines(month, undefined, lang),
    context.desk.policy(month),
  ]);
  return { month, months, filter, content: { fines, rules: policy.rules } };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const lang = metaLang(matches);
  const title = translator(lang)('nav.fines');
  return [{ title: pageTitle(lang, data?.month ? formatMonth(data.month, lang) : null, title) }];
};

export default function FinesPage() {
  const { month, months, filter, content } = usePageData<typeof loader>();
  const { t, lang } = useLang();
  const href = (to: string) => finesLink(to, { ...filter, key: undefined });
  if (month === null || content === null) {
    return (
      <Page title={t('nav.fines')} {...(month === null ? {} : { month: { month, months, href } })}>
        <EmptyMonth month={month} months={months} href={href} />
      </Page>
    );
  }
  const { fines, rules } = content;
  const shown = filterFines(fines, filter);
  const { key, ...narrowing } = filter;
  const current = key === undefined ? undefined : fines.find((fine) => fine.key === key);
  const total = sumOf(shown);
  return (
    <Page title={t('nav.fines')} month={{ month, months, href }} draft>
      <FilterChips month={month} filter={narrowing} rules={rules} />
      <p className="listing num">
        <b className="b">{t('fines.count', { count: shown.length })}</b>
        {t('separator')}
        {formatFen(total.fen)}
        {total.undecided > 0 ? (
          <span className="ink2">
            {t('separator')}
            {t('todo.undecided', { count: total.undecided })}
          </span>
        ) : null}
        <span className="dim"> {t('fines.proposedOnly')}</span>
      </p>
      {shown.length === 0 ? (
        <section className="panel box">
          <h2>{t('fines.empty.title')}</h2>
          <p>{t('fines.empty.text', { month: formatMonth(month, lang) })}</p>
          {Object.keys(narrowing).length === 0 ? null : (
            <div className="a">
              <Link className="btn" to={finesLink(month)}>
                {t('fines.empty.action')}
              </Link>
            </div>
          )}
        </section>
      ) : (
        <div className={current ? 'work open' : 'work'}>
          <FinesTable fines={shown} rules={rules} month={month} filter={narrowing} current={key} />
          {current ? (
            <aside className="drawer" aria-label={t('fines.card')}>
              <FineCard fine={current} rules={rules} closeHref={finesLink(month, narrowing)} />
            </aside>
          ) : null}
        </div>
      )}
    </Page>
  );
}

function FilterChips({
  month,
  filter,
  rules,
}: {
  month: string;
  filter: FineFilter;
  rules: readonly PolicyRule[];
}) {
  const { t } = useLang();
  const ruleTitle = useRuleTitle(rules);
  const { person, rule, show } = filter;
  const chips = [
    person === undefined ? null : { key: 'person', text: person, rest: { rule, show } },
    rule === undefined
      ? null
      : { key: 'rule', text: `${rule} ${ruleTitle(rule)}`, rest: { person, show } },
    show === undefined
      ? null
      : { key: 'show', text: t(`fines.show.${show}`), rest: { person, rule } },
  ].filter((chip) => chip !== null);
  if (chips.length === 0) return null;
  return (
    <nav className="chips" aria-label={t('tickets.filters')}>
      {chips.map(({ key, text, rest }) => (
        <Link key={key} className="chip on" to={finesLink(month, rest)}>
          <b>{text}</b>
          <span aria-hidden="true">×</span>
          <span className="sr">{t('tickets.removeFilter', { filter: text })}</span>
        </Link>
      ))}
      <Link className="chip" to={finesLink(month)}>
        {t('fines.showAll')}
      </Link>
    </nav>
  );
}

interface FinesTableProps {
  fines: readonly Fine[];
  rules: readonly PolicyRule[];
  month: string;
  filter: FineFilter;
  current: string | undefined;
}

/** The month's fines, one group per rule in the policy's order. */
function FinesTable({ fines, rules, month, filter, current }: FinesTableProps) {
  const { t } = useLang();
  const ruleTitle = useRuleTitle(rules);
  // Beside an open card the basis needs the room; the card has the time.
  const compact = current !== undefined;
  return (
    <section className="panel fines">
      <table className="num">
        <caption className="sr">{t('fines.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('fines.head.person')}</th>
            <th scope="col">{t('fines.head.subject')}</th>
            {compact ? null : <th scope="col">{t('fines.head.occurred')}</th>}
            <th scope="col">{t('fines.head.basis')}</th>
            <th scope="col" className="n">
              {t('fines.head.amount')}
            </th>
            <th scope="col">{t('fines.head.open')}</th>
          </tr>
        </thead>
        {groupByRule(fines, rules).map((group) => {
          const sum = sumOf(group.fines);
          return (
            <tbody key={group.rule}>
              <tr className="group">
                <th scope="rowgroup" colSpan={compact ? 3 : 4}>
                  <Link to={finesLink(month, { ...filter, rule: group.rule })}>
                    <b>{group.rule}</b> {ruleTitle(group.rule)}
                  </Link>{' '}
                  <span className="dim">{t('fines.count', { count: group.fines.length })}</span>
                </th>
                <td className="n b">
                  {formatFen(sum.fen)}
                  {sum.undecided > 0 ? '＋' : ''}
                </td>
                <td />
              </tr>
              {group.fines.map((fine) => (
                <tr key={fine.key} className={fine.key === current ? 'cur' : undefined}>
                  <th scope="row" className="pp">
                    {fine.person === null ? (
                      <span className="dim">{t('fines.unassigned')}</span>
                    ) : (
                      fine.person
                    )}
                  </th>
                  <td className="ob" title={fine.subject.ticket_no ?? fine.subject.id}>
                    <Link
                      to={finesLink(month, { ...filter, key: fine.key })}
                      preventScrollReset
                      aria-current={fine.key === current ? 'true' : undefined}
                    >
                      {fine.subject.ticket_no ?? fine.subject.id}
                    </Link>
                  </td>
                  {compact ? null : (
                    <td className="dt">{formatTime(fine.occurred_at, month.slice(0, 4))}</td>
                  )}
                  <td className="wy" title={fine.arithmetic}>
                    {fine.arithmetic}
                  </td>
                  <td className={fine.amount_fen === null ? 'n am dim' : 'n am'}>
                    {formatAmount(fine.amount_fen, fine.amount_min_fen, fine.amount_max_fen)}
                  </td>
                  <td className="fl">
                    <FineFlags fine={fine} />
                  </td>
                </tr>
              ))}
            </tbody>
          );
        })}
      </table>
    </section>
  );
}
