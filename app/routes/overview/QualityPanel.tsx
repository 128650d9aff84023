import { Link } from '@remix-run/react';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import { qualityLink } from '#app/filters/links.ts';
import type { Overview } from '#queries/reports/types.ts';

/** How far the figures can be trusted. */
export function QualityPanel({ overview: { quality, report } }: { overview: Overview }) {
  const { t } = useLang();
  // In the order of the page: what costs money first.
  const items = [
    { id: 'unknown_persons', section: 'persons' },
    { id: 'suspected', section: 'evidence' },
    { id: 'rejected_cells', section: 'rows' },
    { id: 'order_violations', section: 'times' },
    { id: 'duplicates', section: 'duplicates' },
    { id: 'warned_cells', section: 'cells' },
    { id: 'not_captured', section: 'coverage' },
  ] as const;
  return (
    <Panel
      title={t('quality.title')}
      answer={t('quality.answer')}
      side={
        <>
          <span>{t('quality.batches', { count: quality.batches })}</span>
          <Link to={qualityLink(report.month)}>{t('quality.toPage')}</Link>
        </>
      }
    >
      <div className="items seven num after-head">
        {items.map(({ id, section }) => {
          const content = (
            <>
              <b className={quality[id] === 0 ? 'z' : undefined}>{quality[id]}</b>
              {t(`quality.item.${id}`, { count: quality[id] })}
              <small>{t(`quality.hint.${id}`)}</small>
            </>
          );
          return quality[id] === 0 ? (
            <div key={id}>{content}</div>
          ) : (
            <Link key={id} to={qualityLink(report.month, {}, section)}>
              {content}
            </Link>
          );
        })}
      </div>
    </Panel>
  );
}
