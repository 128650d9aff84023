/** Over the list: tabs with count and sum, what closing still wants, and the filters. */
import { Link } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { ChoiceChip } from '#app/components/ChoiceChip.tsx';
import { Icon } from '#app/components/icons.tsx';
import { SHEET_KINDS } from '#app/components/sheet-kinds.ts';
import { useLang } from '#app/components/use-lang.ts';
import { finesLink, qualityLink, ticketsLink, withParams } from '#app/filters/links.ts';
import { formatDay, formatMonth } from '#app/format/index.ts';
import type { CheckItem } from '#queries/ledger/types.ts';
import styles from './fines.module.css';
import { type Filter, SHOWS, type Show, type Sum, TABS, type Tab } from './listing.ts';
import { sumText, tabText } from './words.ts';

export function Tabs({
  tab,
  sums,
  href,
}: {
  tab: Tab;
  sums: Readonly<Record<Tab, Sum>>;
  href: (tab: Tab) => string;
}) {
  const { t } = useLang();
  return (
    <nav className={styles.tabs} aria-label={t('review.queue.tabs')}>
      {TABS.map((each) => {
        const sum = sums[each];
        return (
          <Link
            key={each}
            to={href(each)}
            preventScrollReset
            aria-current={each === tab ? 'page' : undefined}
            data-tab={each}
            title={
              sum.undecided > 0
                ? t('review.queue.plusMeaning', { count: sum.undecided })
                : each === 'all'
                  ? t('review.queue.allNote')
                  : each === 'waived'
                    ? t('review.queue.waivedNote')
                    : undefined
            }
          >
            <span>{tabText(t, each)}</span>
            <b className="num">{sum.count}</b>
            <em className="num">
              {each === 'waived' ? <s>{sumText(t, sum)}</s> : sumText(t, sum)}
            </em>
          </Link>
        );
      })}
    </nav>
  );
}

/** Where a line of the checklist leads: to the rows it counts, or to the page that mends it. */
function checkHref(month: string, { id, detail, months = [] }: CheckItem): string {
  switch (id) {
    case 'proposed':
    case 'recheck':
      return finesLink(month, { state: id });
    case 'appeals':
      return finesLink(month, { state: 'all', show: 'appeal' });
    case 'unassigned':
    case 'undecided':
      return finesLink(month, { show: id });
    case 'suspected':
      return ticketsLink(month, { list: 'suspected' });
    case 'data_until':
    case 'kinds_missing':
      return qualityLink(month);
    case 'own_gone':
      return `/imports/${detail}`;
    case 'policy':
      return '/policy';
    case 'wages':
      return withParams('/deductions', { month });
    case 'earlier_open':
      return finesLink(months[0] ?? month);
  }
}

export function CloseStrip({
  month,
  checklist,
  decided,
  total,
}: {
  month: string;
  checklist: readonly CheckItem[];
  decided: number;
  total: number;
}) {
  const { t, lang } = useLang();
  const strip = useRef<HTMLDetailsElement>(null);
  // A phone has no room for it until it is asked for.
  useEffect(() => {
    if (strip.current && window.matchMedia('(max-width: 640px), (max-height: 700px)').matches) {
      strip.current.open = false;
    }
  }, []);
  if (checklist.length === 0) return null;
  const left = checklist.filter(({ status }) => status === 'todo').length;
  const detailText = (detail: string | null) => {
    if (detail === null) return '';
    if (/^\d{4}-\d{2}-\d{2}/.test(detail)) return formatDay(detail, month.slice(0, 4));
    // Kinds of sheet that are missing, by their codes.
    const kinds = SHEET_KINDS.filter((kind) => detail.split(' ').includes(kind));
    return kinds.length === 0
      ? detail
      : kinds.map((kind) => t(`imports.kindShort.${kind}`)).join(t('listSeparator'));
  };
  const text = ({ id, status, count, detail, months = [] }: CheckItem) => {
    const named = months.map((each) => formatMonth(each, lang)).join(t('listSeparator'));
    const values = { count, detail: named || detailText(detail) };
    if (status === 'done') return t(`review.queue.close.done.${id}`, values);
    if (id === 'data_until' || id === 'policy')
      return t(`review.queue.close.todo.${id}`, values).trim();
    return t(`review.queue.close.item.${id}`, values);
  };
  return (
    <details className={styles.close} open ref={strip}>
      <summary>
        <b className="b">{t('review.queue.close.title')}</b>
        <span className={styles.bar} aria-hidden="true">
          <i style={{ width: `${total === 0 ? 100 : Math.floor((decided / total) * 100)}%` }} />
        </span>
        <span className="num ink2">
          {t('review.queue.close.progress', { decided, total })}
          {t('separator')}
          {left === 0
            ? t('review.queue.close.ready')
            : t('review.queue.close.left', { count: left })}
        </span>
      </summary>
      <ul className="num">
        {checklist.map((item) => (
          <li key={item.id} className={styles[item.status]}>
            <Icon
              name={item.status === 'done' ? 'check' : item.status === 'todo' ? 'close' : 'warn'}
            />
            {item.status === 'done' ? (
              <span>{text(item)}</span>
            ) : (
              <Link to={checkHref(month, item)}>{text(item)}</Link>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface FilterBarProps {
  filter: Filter;
  choices: {
    rules: readonly { value: string; count: number }[];
    people: readonly { value: string; initials: string; count: number }[];
  };
  shows: Readonly<Record<Show, number>>;
  ruleTitle: (no: string) => string;
  href: (change: Partial<Filter>) => string;
  onQuery: (query: string) => void;
}

export function FilterBar({ filter, choices, shows, ruleTitle, href, onQuery }: FilterBarProps) {
  const { t } = useLang();
  return (
    <search className={styles.fbar}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame the bar has no room for */}
      <div className={`chips ${styles.chips}`} role="group" aria-label={t('review.queue.filters')}>
        <ChoiceChip
          label={t('review.queue.rule')}
          value={filter.rule}
          text={filter.rule === null ? '' : `${filter.rule} ${ruleTitle(filter.rule)}`}
          items={choices.rules.map(({ value, count }) => ({
            value,
            count,
            text: `${value} ${ruleTitle(value)}`,
            search: value,
          }))}
          href={(rule) => href({ rule })}
          none={t('review.queue.any')}
        />
        <ChoiceChip
          label={t('review.queue.person')}
          value={filter.person}
          text={filter.person ?? ''}
          items={choices.people.map(({ value, initials, count }) => ({
            value,
            count,
            text: value,
            search: `${value}${initials}`,
          }))}
          href={(person) => href({ person })}
          none={t('review.queue.any')}
          searchable
        />
        {SHOWS.map((show) => {
          const on = filter.shows.includes(show);
          if (shows[show] === 0 && !on) return null;
          return (
            <Link
              key={show}
              className={on ? 'chip on' : 'chip'}
              preventScrollReset
              to={href({
                shows: on ? filter.shows.filter((each) => each !== show) : [...filter.shows, show],
              })}
              aria-label={
                on
                  ? t('tickets.removeFilter', { filter: t(`review.queue.show.${show}`) })
                  : `${t(`review.queue.show.${show}`)} ${shows[show]}`
              }
            >
              {t(`review.queue.show.${show}`)} <b className="num">{shows[show]}</b>
              {on ? <span aria-hidden="true">×</span> : null}
            </Link>
          );
        })}
      </div>
      <input
        type="search"
        data-find
        value={filter.query}
        onChange={(event) => onQuery(event.target.value)}
        placeholder={t('review.queue.find')}
        aria-label={t('review.queue.findLabel')}
      />
    </search>
  );
}
