import { Link } from '@remix-run/react';
import { ClauseAxisLabels, ClauseDot, ClauseLegend, clauseAxis } from '#app/charts/index.ts';
import { Change, Count, StateMark } from '#app/components/Figure.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { PolicyView } from '#app/data/desk.ts';
import { DASH, FEW, formatRate, formatTarget, judge, trend } from '#app/format/index.ts';
import type { ClauseCompliance, Overview } from '#queries/reports/types.ts';
import { brokenList, clauseTarget } from './clauses.ts';
import { useLook, useTicketsLink } from './look.ts';

/** Shares below this are not drawn to scale. */
const AXIS_REACH = 0.6;

/** How far each clause of the policy is kept. */
export function ClausePanel({ overview, policy }: { overview: Overview; policy: PolicyView }) {
  const { t } = useLang();
  const { compared } = useLook();
  const rows = overview.clauses;
  const judged = rows.filter((row) => row.judged > 0);
  const below = judged.filter((row) => stateOf(row, policy) === 'breached');
  // One clause that is hardly ever kept would squeeze all the others together: it is named at the axis' end instead.
  const axis = clauseAxis(
    judged
      .filter((row) => row.kept / row.judged >= AXIS_REACH)
      .map((row) => ({
        kept: row.kept,
        judged: row.judged,
        target: clauseTarget(row, policy),
      })),
  );
  return (
    <Panel
      className="clause"
      title={t('clauses.title')}
      answer={
        t('clauses.answer', { total: rows.length, count: judged.length }) +
        (below.length > 0 ? t('clauses.below', { count: below.length }) : '') +
        t('stop')
      }
      side={
        <ClauseLegend
          labels={{
            target: t('clauses.target'),
            met: t('verdict.met'),
            breached: t('verdict.breached'),
          }}
        />
      }
    >
      <div className="scroll after-head">
        <table className="num">
          <caption className="sr">{t('clauses.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('clauses.head.clause')}</th>
              <th scope="col">{t('clauses.head.title')}</th>
              <th scope="col" className="n">
                {t('clauses.head.judged')}
              </th>
              <th scope="col" className="n">
                {t('clauses.head.kept')}
              </th>
              <th scope="col" className="n">
                {t('clauses.head.broken')}
              </th>
              <th scope="col">
                <ClauseAxisLabels axis={axis} rate={formatTarget} />
              </th>
              <th scope="col" className="n">
                {t('clauses.head.share')}
              </th>
              <th scope="col" className="n">
                {t(`clauses.head.change.${compared}`)}
              </th>
              <th scope="col" className="n">
                {t('clauses.head.unknown')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ClauseRow
                key={row.id}
                row={row}
                policy={policy}
                axis={axis}
                month={overview.report.month}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function stateOf(row: ClauseCompliance, policy: PolicyView) {
  if (row.judged < FEW) return null;
  const target = clauseTarget(row, policy);
  return judge(
    row.kept / row.judged,
    { target, direction: 'up' },
    { met: row.kept, measured: row.judged },
  );
}

function ClauseRow({
  row,
  policy,
  axis,
  month,
}: {
  row: ClauseCompliance;
  policy: PolicyView;
  axis: ReturnType<typeof clauseAxis>;
  month: string;
}) {
  const { t, lang } = useLang();
  const ticketsLink = useTicketsLink();
  const { compared } = useLook();
  const { clause, title, judged, kept, broken, previous_share, unknown } = row;
  if (judged === 0) {
    return (
      <tr className="few unmeasured">
        <th scope="row" className="num">
          {clause}
        </th>
        <td>{title[lang]}</td>
        <td className="n">{DASH}</td>
        <td className="n">{DASH}</td>
        <td className="n">{DASH}</td>
        <td colSpan={3}>
          <StateMark state="not_captured">
            {unknown > 0 ? t('notCaptured') : t('clauses.noCase')}
          </StateMark>
        </td>
        <td className="n">
          <Count value={unknown} />
        </td>
      </tr>
    );
  }
  const share = kept / judged;
  const few = judged < FEW;
  const state = stateOf(row, policy);
  const target = clauseTarget(row, policy);
  const list = brokenList(row);
  const change = few || previous_share === null ? null : share - previous_share;
  return (
    <tr className={few ? 'few' : undefined}>
      <th scope="row" className="num">
        {clause}
      </th>
      <td>{title[lang]}</td>
      <td className="n">{judged}</td>
      <td className="n ink2">{kept}</td>
      <td
        className={broken > 0 ? 'n b' : 'n'}
        data-label={t('clauses.head.broken')}
        data-n={` / ${judged}`}
      >
        {broken === 0 ? (
          <span className="dim">0</span>
        ) : (
          <Link to={ticketsLink(month, list)}>{broken}</Link>
        )}
      </td>
      <td className="pb">
        {share < axis.min ? (
          <span className="dim small" aria-hidden="true">
            ◂ {formatRate(share)}
          </span>
        ) : (
          <ClauseDot
            kept={kept}
            judged={judged}
            target={target}
            axis={axis}
            label={`${formatRate(share)}${t('separator')}${
              target === null
                ? t('kpi.noTarget')
                : t('kpi.target', { target: formatTarget(target) })
            }`}
          />
        )}
      </td>
      <td className={`n b${state === 'breached' ? ' worse' : ''}`}>
        {formatRate(share, target === null ? undefined : { target, direction: 'up' })}
      </td>
      <td className="n">
        {change === null ? (
          DASH
        ) : (
          <Change difference={change} trend={trend(change, 'up')} since={compared} />
        )}
      </td>
      <td className="n ink2">
        <Count value={unknown} />
      </td>
    </tr>
  );
}
