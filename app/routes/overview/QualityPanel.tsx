import { Link } from '@remix-run/react';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import { ticketsLink } from '#app/filters/links.ts';
import type { Overview } from '#queries/reports/types.ts';

/** How far the figures can be trusted. */
export function QualityPanel({ overview: { quality, report } }: { overview: Overview }) {
  const { t } = useLang();
  const items = [
    { id: 'not_captured', filter: { state: 'not_captured' } },
    { id: 'order_violations', filter: { state: 'invalid' } },
    { id: 'unknown_persons', filter: null },
    { id: 'rejected_cells', filter: null },
    { id: 'suspected', filter: { list: 'suspected' } },
  ] as const;
  return (
    <Panel
      title={t('quality.title')}
      answer={t('quality.answer')}
      side={<span>{t('quality.batches', { count: quality.batches })}</span>}
    >
      <div className="items num after-head">
        {items.map(({ id, filter }) => {
          const content = (
            <>
              <b className={quality[id] === 0 ? 'z' : undefined}>{quality[id]}</b>
              {t(`quality.item.${id}`)}
              <small>{t(`quality.hint.${id}`)}</small>
            </>
          );
          return filter === null || quality[id] === 0 ? (
            <div key={id}>{content}</div>
          ) : (
            <Link key={id} to={ticketsLink(report.month, filter)}>
              {content}
            </Link>
          );
        })}
      </div>
    </Panel>
  );
}
