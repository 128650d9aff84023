import { Menu } from '@mantine/core';
import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { neighbours } from '#app/filters/month.ts';
import { daysBetween, formatMonth, formatTime } from '#app/format/index.ts';
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

interface PageProps {
  title: string;
  month?: MonthSwitcherProps;
  /** The month is not closed: its figures may still change. */
  draft?: boolean;
  /** Beside the title, e.g. that nothing is committed yet. */
  badge?: ReactNode;
  /** The page is about files, not about a month: how far the data reach says nothing here. */
  quiet?: boolean;
  actions?: ReactNode;
  /** Between bar and body, over the full width: e.g. that the month is closed. */
  strip?: ReactNode;
  /** A work surface lays its own body out. */
  mainClass?: string;
  children: ReactNode;
}

/** The bar over a page and the page's body. */
export function Page({
  title,
  month,
  draft = false,
  badge,
  quiet = false,
  actions,
  strip,
  mainClass,
  children,
}: PageProps) {
  const { t } = useLang();
  const openMenu = useOpenMenu();
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
        {draft ? (
          <span className="badge draft" title={t('frame.draftMeaning')}>
            {t('frame.draft')}
          </span>
        ) : null}
        {badge}
        {quiet ? null : <DataState />}
        <span className="sp" />
        <div className="act">
          <button
            type="button"
            className="btn quiet ico print"
            aria-label={t('frame.print')}
            title={t('frame.print')}
            onClick={() => window.print()}
          >
            <Icon name="print" />
          </button>
          {actions}
        </div>
      </header>
      {strip}
      <main id="main" tabIndex={-1} {...(mainClass === undefined ? {} : { className: mainClass })}>
        {children}
      </main>
    </>
  );
}
