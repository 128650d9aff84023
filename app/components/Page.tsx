import { Menu } from '@mantine/core';
import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { withParams } from '#app/filters/links.ts';
import { neighbours } from '#app/filters/month.ts';
import { daysBetween, formatMonth, formatTime } from '#app/format/index.ts';
import type { ClosedMonthHead } from '#queries/reports/types.ts';
import { useOpenMenu } from './Frame.tsx';
import { Icon } from './icons.tsx';
import { useLang, useRoot } from './use-lang.ts';

interface MonthSwitcherProps {
  month: string;
  months: readonly string[];
  /** The same page for another month, its filters kept. */
  href: (month: string) => string;
}

/** ‹ 2026年10月 ›: the arrows step through the months that have data, the name opens the list. */
function MonthSwitcher({ month, months, href }: MonthSwitcherProps) {
  const { t, lang } = useLang();
  const { before, after } = neighbours(month, months);
  const step = (to: string | null, icon: 'left' | 'right', label: string, none: string) =>
    to === null ? (
      <button type="button" disabled aria-label={label} title={none}>
        <Icon name={icon} />
      </button>
    ) : (
      <Link to={href(to)} aria-label={`${label} ${formatMonth(to, lang)}`} prefetch="intent">
        <Icon name={icon} />
      </Link>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and a frame the bar has no room for
    <div className="month" role="group" aria-label={t('frame.month')}>
      {step(before, 'left', t('frame.monthBefore'), t('frame.noMonthBefore'))}
      <Menu>
        <Menu.Target>
          <button type="button">
            <b>{formatMonth(month, lang)}</b>
          </button>
        </Menu.Target>
        <Menu.Dropdown className="months">
          {[...months].reverse().map((each) => (
            <Menu.Item
              key={each}
              component={Link}
              to={href(each)}
              {...(each === month ? { 'aria-current': 'true' as const } : {})}
            >
              {formatMonth(each, lang)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {step(after, 'right', t('frame.monthAfter'), t('frame.noMonthAfter'))}
    </div>
  );
}

/** Up to when the data reaches, how old the last import is, and which policy judged it. */
function DataState() {
  const { t, lang } = useLang();
  const root = useRoot();
  if (!root || root.status.watermark === null) return null;
  const { watermark, last_import_at, policy } = root.status;
  const age = last_import_at === null ? null : daysBetween(last_import_at, root.now);
  const imported =
    age === null
      ? null
      : age <= 0
        ? t('frame.importedToday')
        : t('frame.importedDaysAgo', { count: age });
  return (
    <div className="meta">
      <span title={t('frame.watermarkMeaning')}>
        <Icon name="clock" />{' '}
        {t('frame.watermark', { time: formatTime(watermark, root.now.slice(0, 4)) })}
      </span>
      {imported === null ? null : <span className="dim">{imported}</span>}
      <Link to="/policy" className="dim" title={policy.name[lang]}>
        {t('frame.policyVersion', { version: policy.version })}
      </Link>
    </div>
  );
}

/** Of a closed month: which closing, when, by whom, and the way to what has changed since. */
function ClosedStrip({
  closed,
  differences,
  links,
}: {
  closed: ClosedMonthHead;
  differences: number | null;
  links: ReactNode;
}) {
  const { t, lang } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  const { month, version, closed_at, closed_by, checksum } = closed;
  return (
    <div className="strip closed">
      <Icon name="lock" />
      <b>{t('closing.strip.title', { month: formatMonth(month, lang) })}</b>
      <span className="num">
        {t('closing.strip.facts', {
          version,
          at: formatTime(closed_at, year),
          by: closed_by ?? t('closing.strip.nobody'),
          checksum: `${checksum.slice(0, 4)}…${checksum.slice(-4)}`,
        })}
      </span>
      <span className="sp" />
      {links}
      <Link to={`${withParams('/deductions', { month })}#differences`}>
        {differences === null
          ? t('closing.strip.differences')
          : t('closing.strip.count', { count: differences })}
      </Link>
    </div>
  );
}

interface PageProps {
  title: string;
  month?: MonthSwitcherProps;
  /** The page shows figures of the month: it says whether they may still change or the month is closed. */
  draft?: boolean;
  /** Where a closed month differs from the same computed today; null where the page does not know. */
  differences?: number | null;
  /** Beside the title, e.g. that nothing is committed yet. */
  badge?: ReactNode;
  /** The page is about files, not about a month: how far the data reach says nothing here. */
  quiet?: boolean;
  actions?: ReactNode;
  /** The page is made for paper: printing is its main action, by this name. */
  print?: string;
  /** Further links on the strip that says the month is closed. */
  stripLinks?: ReactNode;
  /** A work surface lays its own body out. */
  mainClass?: string;
  children: ReactNode;
}

/** The bar over a page and the page's body. */
export function Page({
  title,
  month,
  draft = false,
  differences = null,
  badge,
  quiet = false,
  actions,
  print,
  stripLinks = null,
  mainClass,
  children,
}: PageProps) {
  const { t } = useLang();
  const openMenu = useOpenMenu();
  const months = useRoot()?.status.closed ?? [];
  const closed = months.find((each) => each.month === month?.month) ?? null;
  return (
    <>
      <header className="top">
        <button
          type="button"
          className="btn quiet ico menu-btn"
          aria-label={t('frame.openMenu')}
          onClick={openMenu}
        >
          <Icon name="menu" />
        </button>
        <h1>{title}</h1>
        {month ? <MonthSwitcher {...month} /> : null}
        {draft && closed !== null ? (
          <span className="badge closed" title={t('closing.badgeMeaning')}>
            {t('closing.badge')}
          </span>
        ) : draft ? (
          <span className="badge draft" title={t('frame.draftMeaning')}>
            {t('frame.draft')}
          </span>
        ) : null}
        {badge}
        {quiet ? null : <DataState />}
        <span className="sp" />
        <div className="act">
          {print === undefined ? (
            <button
              type="button"
              className="btn quiet ico print"
              aria-label={t('frame.print')}
              title={t('frame.print')}
              onClick={() => window.print()}
            >
              <Icon name="print" />
            </button>
          ) : null}
          {actions}
          {print === undefined ? null : (
            <button
              type="button"
              className="btn pri"
              aria-label={print}
              onClick={() => window.print()}
            >
              <Icon name="print" />
              <span>{print}</span>
            </button>
          )}
        </div>
      </header>
      {draft && closed !== null ? (
        <ClosedStrip closed={closed} differences={differences} links={stripLinks} />
      ) : null}
      <main id="main" tabIndex={-1} {...(mainClass === undefined ? {} : { className: mainClass })}>
        {children}
      </main>
    </>
  );
}
