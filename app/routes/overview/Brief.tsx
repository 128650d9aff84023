import { Link } from '@remix-run/react';
import { Fragment, type ReactNode } from 'react';
import { Icon } from '#app/components/icons.tsx';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import type { PolicyView } from '#app/data/desk.ts';
import {
  deductionsLink,
  finesLink,
  qualityLink,
  ticketsLink as wholeLink,
} from '#app/filters/links.ts';
import {
  formatDecimal,
  formatFen,
  formatPoints,
  formatRate,
  formatTime,
} from '#app/format/index.ts';
import type { ClosedMonthHead, Overview, TargetStage } from '#queries/reports/types.ts';
import { type Conclusion, conclusions, type Remark, tally } from './conclusions.ts';
import type { Figure } from './figures.ts';
import { useLook, useTicketsLink } from './look.ts';
import { type Todo, todos } from './summaries.ts';

interface BriefProps {
  overview: Overview;
  /** The same of all tickets: what is to be done before the close is asked of the whole month. */
  whole: Overview;
  /** The closing in force; null while the month is open. */
  closed: ClosedMonthHead | null;
  policy: PolicyView;
  kpis: readonly Figure[];
  stages: Record<TargetStage, Figure | null>;
}

/** What the month says, and what stands before its close. */
export function Brief({ overview, whole, closed, kpis, stages }: BriefProps) {
  const { t } = useLang();
  const { month } = overview.report;
  const extra = Object.values(stages).filter((stage) => stage !== null);
  const sentences = conclusions(kpis, extra, overview);
  return (
    <section className="panel brief" aria-label={t('brief.label')}>
      <div>
        <h2>{tallyText(kpis)}</h2>
        <ul className="pts">
          {sentences.map((conclusion) => (
            <li key={conclusion.figure.metric.id}>
              <Sentence conclusion={conclusion} month={month} />
            </li>
          ))}
        </ul>
      </div>
      <div>{closed === null ? <Todos overview={whole} /> : <Closed head={closed} />}</div>
    </section>
  );

  function tallyText(figures: readonly Figure[]): string {
    const { total, met, breached, no_target, few, not_captured } = tally(figures);
    const parts = [
      met > 0 ? t('brief.met', { count: met }) : null,
      breached > 0 ? t('brief.breached', { count: breached }) : null,
      no_target > 0 ? t('brief.noTarget', { count: no_target }) : null,
      few > 0 ? t('brief.few', { count: few }) : null,
      not_captured > 0 ? t('brief.notCaptured', { count: not_captured }) : null,
    ].filter((part) => part !== null);
    return `${t('brief.kpis', { count: total })}${parts.join(t('separator'))}`;
  }
}

function Todos({ overview }: { overview: Overview }) {
  const { t } = useLang();
  const open = todos(overview);
  return (
    <>
      <h2>{t('todo.title')}</h2>
      {open.length === 0 ? <p className="ink2">{t('todo.none')}</p> : null}
      <ul className="todo">
        {open.map((todo) => (
          <li key={todo.kind}>
            <TodoLine todo={todo} overview={overview} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** A closed month has nothing left to do: when it was closed, and the sheet that came of it. */
function Closed({ head }: { head: ClosedMonthHead }) {
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  const { month, version, closed_at, closed_by } = head;
  return (
    <>
      <h2>{t('todo.closed')}</h2>
      <ul className="todo">
        <li>
          <Link to={deductionsLink(month)}>
            <span className="n0" aria-hidden="true">
              <Icon name="lock" />
            </span>
            <span>
              {t('todo.closedAt', { version, at: formatTime(closed_at, year) })}
              {closed_by === null ? null : t('todo.closedBy', { by: closed_by })}
            </span>
            <span className="amt">{t('overview.toSheet')}</span>
          </Link>
        </li>
      </ul>
    </>
  );
}

/** Value, distance from the target, change, remark: clauses of one sentence. */
function Sentence({ conclusion, month }: { conclusion: Conclusion; month: string }) {
  const { t, lang } = useLang();
  const { compared } = useLook();
  const { figure, gap, remark } = conclusion;
  const { metric, value, state, change } = figure;
  if (value === null) return null;
  const shown = metric.unit === 'rate' ? formatRate(value, metric) : formatDecimal(value);
  const clauses: ReactNode[] = [];
  let withRemark: ReactNode = null;
  if (state === 'breached' && gap !== null) {
    // A target such as "below 3 %" is missed by reaching it: then there is no distance to name.
    const points = formatPoints(gap);
    clauses.push(t(metric.direction === 'up' ? 'brief.short' : 'brief.above', { points }));
  } else if (state === 'met') clauses.push(t('verdict.met'));
  const moved = change !== null && change.trend !== 'flat';
  // A missed target with a remark is long enough; what changed stands in the cell below.
  if (moved && (state !== 'breached' || remark === null)) {
    const points = formatPoints(change.difference);
    clauses.push(t(`change.${change.difference > 0 ? 'up' : 'down'}.${compared}`, { points }));
  }
  if (remark !== null) withRemark = <RemarkText remark={remark} month={month} />;
  return (
    <>
      <b className="b num">
        {metric.name[lang]} {shown}
      </b>
      {clauses.map((clause, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: clauses have no identity but their place
        <Fragment key={index}>
          {t('separator')}
          {clause}
        </Fragment>
      ))}
      {withRemark === null ? null : (
        <>
          {t(clauses.length === 0 ? 'separator' : 'semicolon')}
          {withRemark}
        </>
      )}
      {t('stop')}
    </>
  );
}

function RemarkText({ remark, month }: { remark: Remark; month: string }) {
  const { t } = useLang();
  const ticketsLink = useTicketsLink();
  switch (remark.kind) {
    case 'cases_missing':
      return t(remark.fewer ? 'brief.casesFewer' : 'brief.casesMore', { count: remark.count });
    case 'open_breaches':
      return (
        <>
          <Link to={ticketsLink(month, { stage: remark.stage, state: 'open_breach' })}>
            {t(`brief.open.${remark.stage}`, { count: remark.count })}
          </Link>
          {t('brief.openRate', { rate: formatRate(remark.rate) })}
        </>
      );
    case 'top_fault': {
      const { product, fault, count, of } = remark;
      return (
        <>
          <Link to={ticketsLink(month, { list: 'repeats', product, fault })}>
            {t('problem', { product, fault })}
          </Link>{' '}
          {t('brief.share', { count, of })}
        </>
      );
    }
    case 'dissatisfied':
      return (
        <>
          <Link to={ticketsLink(month, { list: 'dissatisfied' })}>
            {t('brief.dissatisfied', { count: remark.count })}
          </Link>
          {remark.person === null ? null : (
            <>
              {t('separator')}
              <Link to={ticketsLink(month, { list: 'dissatisfied', person: remark.person })}>
                {remark.person}
              </Link>{' '}
              {t('brief.ofThem', { count: remark.personCount })}
            </>
          )}
        </>
      );
    case 'incomplete':
      return (
        <Link to={ticketsLink(month, { list: 'incomplete_receipts' })}>
          {t('brief.incomplete', { count: remark.count })}
        </Link>
      );
  }
}

function TodoLine({ todo: { kind, count }, overview }: { todo: Todo; overview: Overview }) {
  const { t } = useLang();
  const { month, fines } = overview.report;
  const to = {
    proposed: finesLink(month),
    unassigned: finesLink(month, { show: 'unassigned' }),
    dispatched_without_receipt: wholeLink(month, { list: 'dispatched_without_receipt' }),
    suspected: wholeLink(month, { list: 'suspected' }),
    unknown_persons: qualityLink(month, {}, 'persons'),
    rejected_cells: qualityLink(month, {}, 'rows'),
  }[kind];
  const beside =
    kind === 'proposed'
      ? [
          formatFen(fines.proposed.fen),
          fines.proposed.undecided > 0
            ? t('todo.undecided', { count: fines.proposed.undecided })
            : null,
        ]
          .filter((part) => part !== null)
          .join(t('separator'))
      : t(`todo.beside.${kind}`);
  const content = (
    <>
      <span className="n0">{count}</span>
      <span>{t(`todo.${kind}`, { count })}</span>
      <span className="amt">{beside}</span>
    </>
  );
  return <Link to={to}>{content}</Link>;
}
