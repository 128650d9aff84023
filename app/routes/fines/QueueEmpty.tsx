import { Link } from '@remix-run/react';
import { useLang } from '#app/components/use-lang.ts';
import { withParams } from '#app/filters/links.ts';
import { formatFen } from '#app/format/index.ts';
import { type Filter, ofTab, sumOf } from './listing.ts';
import type { FineRow } from './rows.ts';
import { tabText } from './words.ts';

/** Which filter or tab is empty, and the one thing to do; where all is decided, that is said. */
export function QueueEmpty({
  month,
  monthParam,
  filter,
  rows,
  ruleTitle,
  clearHref,
  allHref,
  narrowed,
}: {
  month: string;
  monthParam: string;
  filter: Filter;
  rows: readonly FineRow[];
  ruleTitle: (no: string) => string;
  clearHref: string;
  allHref: string;
  narrowed: boolean;
}) {
  const { t } = useLang();
  const box = (
    title: string,
    text: string,
    action?: { to: string; text: string; pri?: boolean },
  ) => (
    <div className="box">
      <h2>{title}</h2>
      <p className="num">{text}</p>
      {action === undefined ? null : (
        <div className="a">
          <Link className={action.pri ? 'btn pri' : 'btn'} to={action.to}>
            {action.text}
          </Link>
        </div>
      )}
    </div>
  );
  if (narrowed) {
    const parts = [
      filter.rule === null
        ? null
        : `${t('review.queue.rule')} ${filter.rule} ${ruleTitle(filter.rule)}`,
      filter.person === null ? null : `${t('review.queue.person')} ${filter.person}`,
      ...filter.shows.map((show) => t(`review.queue.show.${show}`)),
      filter.query === '' ? null : t('review.queue.quoted', { name: filter.query }),
      filter.tab === 'all' ? null : tabText(t, filter.tab),
    ].filter((part) => part !== null);
    return box(
      t('review.queue.empty.title'),
      t('review.queue.empty.text', { filter: parts.join(t('listSeparator')), month }),
      { to: clearHref, text: t('review.queue.clear') },
    );
  }
  if (rows.length === 0) {
    return box(t('review.queue.empty.noneTitle'), t('review.queue.empty.noneText', { month }));
  }
  const undecided = rows.some(({ state }) => state === 'proposed' || state === 'recheck');
  if (filter.tab === 'proposed' && !undecided) {
    const counted = [...ofTab(rows, 'confirmed'), ...ofTab(rows, 'adjusted')];
    return box(
      t('review.queue.empty.doneTitle'),
      t('review.queue.empty.doneText', {
        rows: rows.length,
        confirmed: counted.length,
        sum: formatFen(sumOf(counted).fen),
        waived: ofTab(rows, 'waived').length,
      }),
      {
        to: withParams('/deductions', { month: monthParam }),
        text: t('review.queue.empty.doneAction'),
        pri: true,
      },
    );
  }
  const tab = tabText(t, filter.tab);
  return box(
    t('review.queue.empty.tabTitle', { tab }),
    t('review.queue.empty.tabText', { tab, month }),
    { to: allHref, text: t('review.queue.empty.tabAction') },
  );
}
