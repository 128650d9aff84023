import { Link } from '@remix-run/react';
import { Sparkline } from '#app/charts/index.ts';
import { clauseText } from '#app/components/clause.ts';
import { Change, StateMark, Verdict } from '#app/components/Figure.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { MetricView, PolicyView } from '#app/data/desk.ts';
import { formatDecimal, formatRate, formatTarget } from '#app/format/index.ts';
import type { Overview } from '#queries/reports/types.ts';
import type { Figure } from './figures.ts';
import { useFigureLink, useLook } from './look.ts';

/** `目标 ≥95%`, `目标 <3%`. */
export function useTargetText() {
  const { t } = useLang();
  return ({ target, direction, target_exclusive }: MetricView): string => {
    if (target === null) return t('kpi.noTarget');
    const sign = direction === 'up' ? (target_exclusive ? '>' : '≥') : target_exclusive ? '<' : '≤';
    return t('kpi.target', { target: `${sign}${formatTarget(target)}` });
  };
}

interface KpiGridProps {
  overview: Overview;
  policy: PolicyView;
  kpis: readonly Figure[];
}

export function KpiGrid({ overview, policy, kpis }: KpiGridProps) {
  const { t } = useLang();
  return (
    <section className="kpis" aria-label={t('kpi.label')}>
      {kpis.map((figure) => (
        <KpiCell key={figure.metric.id} figure={figure} overview={overview} policy={policy} />
      ))}
    </section>
  );
}

/** Four fixed lines: name · value and course · state, target, n/N · change and one remark. */
function KpiCell({
  figure,
  overview,
  policy,
}: {
  figure: Figure;
  overview: Overview;
  policy: PolicyView;
}) {
  const { t, lang } = useLang();
  const targetText = useTargetText();
  const figureLink = useFigureLink();
  const { compared } = useLook();
  const remark = useRemark(figure, overview, policy);
  const { metric, value, met, measured, few, state, change, provisional } = figure;
  const shown =
    value === null
      ? t('notCaptured')
      : metric.unit === 'rate'
        ? formatRate(value, metric)
        : formatDecimal(value);
  const verdict = few ? 'few' : (state ?? 'none');
  return (
    <article className={`kpi${few ? ' few' : ''}`} data-metric={metric.id}>
      <div className="k1">
        <h3>
          <Link to={`/policy#metric-${metric.id}`} title={metric.formula[lang]}>
            {metric.name[lang]}
          </Link>
        </h3>
        {provisional ? (
          <span className="tag warn" title={t('kpi.provisionalMeaning')}>
            {t('kpi.provisional')}
          </span>
        ) : null}
        <span className="cl">{clauseText(t, metric.clause)}</span>
      </div>
      <div className="k2">
        <span className={`v num${value === null ? ' none' : ''}`}>{shown}</span>
        <Sparkline
          values={figure.series.map((point) => point.value)}
          target={metric.target}
          verdict={verdict}
          label={t('kpi.course', { name: metric.name[lang], count: figure.series.length })}
        />
      </div>
      <div className="k3 num">
        {value === null ? (
          <StateMark state="not_captured">{t('kpi.notMeasured')}</StateMark>
        ) : few ? (
          <span>{t('kpi.few')}</span>
        ) : (
          <>
            {state === null ? null : <Verdict state={state} />}
            <span>{targetText(metric)}</span>
          </>
        )}
        {value === null || met === null || measured === null ? null : (
          <Link
            to={figureLink(overview.report.month, metric.list)}
            title={t('kpi.openCases', { name: metric.name[lang] })}
          >
            {met}/{measured}
          </Link>
        )}
      </div>
      <div className="k4 num">
        <span className="dl">
          {change === null ? (
            <span className="dim">{t(`change.none.${compared}`)}</span>
          ) : (
            <>
              {t(`change.since.${compared}`)} <Change {...change} words />
            </>
          )}
        </span>
        <span className="ex">{remark}</span>
      </div>
    </article>
  );
}

/** One short fact beside a KPI: what is in it, or what is still missing from it. */
function useRemark({ metric }: Figure, { report }: Overview, policy: PolicyView): string {
  const { t } = useLang();
  const { stages, receipts, satisfaction, complaints } = report;
  switch (metric.id) {
    case 'timeliness':
      return t('kpi.remark.timeliness');
    case 'arrival_rate':
      return stages.arrival.open_breaches > 0
        ? t('kpi.remark.openArrivals', { count: stages.arrival.open_breaches })
        : '';
    case 'callback_rate':
      return stages.callback.pending > 0
        ? t('kpi.remark.pending', { count: stages.callback.pending })
        : '';
    case 'receipt_completeness': {
      const incomplete = receipts.finished - receipts.complete;
      return incomplete > 0 ? t('kpi.remark.incomplete', { count: incomplete }) : '';
    }
    case 'satisfied_share':
      return satisfaction.response_rate === null
        ? ''
        : t('kpi.remark.response', {
            share: `${Math.round(satisfaction.response_rate * 100)}%`,
          });
    case 'repeat_rate':
      return t('kpi.remark.window', { count: policy.repeat_window_days });
    case 'first_time_fix_rate':
      return report.repeat.provisional
        ? t('kpi.remark.stillWatching', { count: policy.repeat_window_days })
        : '';
    case 'blame_rate':
      return t('kpi.remark.complaints', {
        received: complaints.received,
        substantiated: complaints.substantiated,
      });
    default:
      return '';
  }
}
