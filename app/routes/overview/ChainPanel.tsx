import { Link } from '@remix-run/react';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import { formatCount } from '#app/format/index.ts';
import type { Overview } from '#queries/reports/types.ts';
import { useTicketsLink } from './look.ts';
import { receiptsUndispatched } from './summaries.ts';

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
  const ticketsLink = useTicketsLink();
  const missing = (due: number, done: number) => Math.max(0, due - done);
  const extra = receiptsUndispatched(chain);
  const steps = [
    {
      id: 'called',
      list: 'reported',
      count: chain.called,
      beside: t('chain.calledBeside', {
        onSite: report.tickets.on_site,
        phone: report.tickets.phone,
      }),
    },
    {
      id: 'dispatched',
      list: 'dispatched',
      count: chain.dispatched,
      beside: t('chain.dispatchedBeside', {
        due: chain.dispatch_due,
        missing: missing(chain.dispatch_due, chain.dispatched),
      }),
    },
    {
      id: 'requisition',
      list: 'with_requisition',
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
      list: 'with_receipt',
      count: chain.with_receipt,
      beside: t('chain.receiptBeside', {
        due: chain.receipt_due,
        missing: chain.dispatched_without_receipt,
      }),
    },
    {
      id: 'follow_up',
      list: 'followed_up',
      count: chain.followed_up,
      beside: t('chain.followUpBeside', {
        due: chain.follow_up_due,
        missing: missing(chain.follow_up_due, chain.followed_up),
      }),
    },
  ] as const;
  return (
    <Panel
      title={t('chain.title')}
      answer={t('chain.answer')}
      side={
        BREAKS.some((id) => chain[id] > 0) ? (
          <Link to={ticketsLink(report.month, { list: 'chain_broken' })}>{t('chain.open')}</Link>
        ) : undefined
      }
    >
      <dl className="flow num">
        {steps.map(({ id, list, count, beside }) => (
          <div key={id}>
            <dt>{t(`chain.step.${id}`)}</dt>
            <dd>
              {count === 0 ? (
                formatCount(count)
              ) : (
                <Link to={ticketsLink(report.month, { list })}>{formatCount(count)}</Link>
              )}
            </dd>
            <dd>{beside}</dd>
            {id === 'receipt' && extra > 0 ? (
              <dd>
                <Link to={ticketsLink(report.month, { list: 'receipt_without_dispatch' })}>
                  {t('chain.receiptExtra', { count: extra })}
                </Link>
              </dd>
            ) : null}
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
