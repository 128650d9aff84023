import { Link } from '@remix-run/react';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import { ticketsLink } from '#app/filters/links.ts';
import { formatCount } from '#app/format/index.ts';
import type { Overview } from '#queries/reports/types.ts';

const BREAKS = [
  'dispatched_without_receipt',
  'requisition_without_dispatch',
  'receipt_without_follow_up',
  'charge_mismatch',
  'parts_mismatch',
] as const satisfies readonly (keyof Overview['chain'])[];

/** Where the chain of documents breaks. */
export function ChainPanel({ overview: { chain, report } }: { overview: Overview }) {
  const { t } = useLang();
  const missing = (due: number, done: number) => Math.max(0, due - done);
  const steps = [
    {
      id: 'called',
      count: chain.called,
      beside: t('chain.calledBeside', {
        onSite: report.tickets.on_site,
        phone: report.tickets.phone,
      }),
    },
    {
      id: 'dispatched',
      count: chain.dispatched,
      beside: t('chain.dispatchedBeside', {
        due: chain.dispatch_due,
        missing: missing(chain.dispatch_due, chain.dispatched),
      }),
    },
    {
      id: 'requisition',
      count: chain.with_requisition,
      beside:
        chain.dispatched === 0
          ? t('chain.asNeeded')
          : t('chain.requisitionBeside', {
              share: `${Math.round((chain.with_requisition / chain.dispatched) * 100)}%`,
            }),
    },
    {
      id: 'receipt',
      count: chain.with_receipt,
      beside: t('chain.receiptBeside', {
        due: chain.receipt_due,
        missing: chain.dispatched_without_receipt,
      }),
    },
    {
      id: 'follow_up',
      count: chain.followed_up,
      beside: t('chain.followUpBeside', {
        due: chain.follow_up_due,
        missing: missing(chain.follow_up_due, chain.followed_up),
      }),
    },
  ] as const;
  return (
    <Panel title={t('chain.title')} answer={t('chain.answer')}>
      <dl className="flow num">
        {steps.map(({ id, count, beside }) => (
          <div key={id}>
            <dt>{t(`chain.step.${id}`)}</dt>
            <dd>{formatCount(count)}</dd>
            <dd>{beside}</dd>
          </div>
        ))}
      </dl>
      <div className="items num">
        {BREAKS.map((id) => {
          const content = (
            <>
              <b className={chain[id] === 0 ? 'z' : undefined}>{chain[id]}</b>
              {t(`chain.break.${id}`)}
              <small>{t(`chain.hint.${id}`)}</small>
            </>
          );
          return chain[id] === 0 ? (
            <div key={id}>{content}</div>
          ) : (
            <Link key={id} to={ticketsLink(report.month, { list: id })}>
              {content}
            </Link>
          );
        })}
      </div>
    </Panel>
  );
}
