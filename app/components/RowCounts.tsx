import type { ReactNode } from 'react';
import type { RowCounts } from '#app/data/import-desk.ts';
import { formatCount } from '#app/format/index.ts';
import { useLang } from './use-lang.ts';

const PARTS = ['new', 'changed', 'unchanged', 'rejected', 'skipped'] as const;

/** Six counts side by side and the bar of their shares; a remark stands under its count. */
export function CountStrip({
  counts,
  remarks = {},
}: {
  counts: RowCounts;
  remarks?: Partial<Record<(typeof PARTS)[number] | 'rows' | 'removed', ReactNode>>;
}) {
  const { t } = useLang();
  const bar = (['new', 'changed', 'rejected', 'unchanged'] as const).filter(
    (part) => counts[part] > 0,
  );
  return (
    <>
      <dl className="sumup num">
        <div>
          <dt>{t('imports.count.rows')}</dt>
          <dd>{formatCount(counts.rows)}</dd>
          <dd>{remarks.rows}</dd>
        </div>
        {PARTS.map((part) => (
          <div key={part}>
            <dt>
              <i className={`c-${part}`} />
              {t(`imports.count.${part}`)}
            </dt>
            <dd className={part === 'rejected' && counts.rejected > 0 ? 'worse' : undefined}>
              {formatCount(counts[part])}
            </dd>
            <dd>{remarks[part]}</dd>
          </div>
        ))}
        {counts.removed > 0 ? (
          <div>
            <dt>{t('imports.count.removed')}</dt>
            <dd className="worse">{formatCount(counts.removed)}</dd>
            <dd>{remarks.removed}</dd>
          </div>
        ) : null}
      </dl>
      {bar.length === 0 ? null : (
        <div
          className="mix"
          role="img"
          aria-label={bar
            .map((part) => `${t(`imports.count.${part}`)} ${formatCount(counts[part])}`)
            .join(t('separator'))}
        >
          {bar.map((part) => (
            <i key={part} className={`c-${part}`} style={{ flex: counts[part] }} />
          ))}
        </div>
      )}
    </>
  );
}
