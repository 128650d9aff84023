import { useNavigate } from '@remix-run/react';
import { useMemo } from 'react';
import {
  Chart,
  type ChartMark,
  type OptionFunction,
  type RepeatParetoLabels,
  repeatHeight,
  repeatLegend,
  repeatParetoOption,
  repeatsDrawn,
  repeatTable,
} from '#app/charts/index.ts';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import { shiftMonth } from '#app/filters/month.ts';
import { formatDecimal, formatMonthShort } from '#app/format/index.ts';
import type { Overview } from '#queries/reports/types.ts';
import { useTicketsLink } from './look.ts';
import { repeatSummary } from './summaries.ts';

/** In which products and faults do repeats concentrate? */
export function RepeatPanel({ overview }: { overview: Overview }) {
  const { t, lang } = useLang();
  const ticketsLink = useTicketsLink();
  const navigate = useNavigate();
  const { month } = overview.report;
  const data = overview.repeat_by_fault;
  const labels: RepeatParetoLabels = useMemo(() => {
    const first = formatMonthShort(shiftMonth(month, -2), lang);
    const second = formatMonthShort(shiftMonth(month, -1), lang);
    return {
      problem: (product, fault) => t('problem', { product, fault }),
      others: (count) => t('repeat.others', { count }),
      thisMonth: formatMonthShort(month, lang),
      before: t('repeat.before', { first, second }),
      times: (count) => t('times', { count }),
      caption: t('repeat.caption'),
      problemHeading: t('repeat.problem'),
      countHeading: t('repeat.count'),
      cumulativeHeading: t('repeat.cumulative'),
    };
  }, [t, lang, month]);
  const option: OptionFunction = useMemo(
    () => (tokens, width) => repeatParetoOption(data, labels, tokens, width),
    [data, labels],
  );
  const summary = repeatSummary(data, repeatsDrawn(data.length));
  const answer =
    summary === null
      ? t('repeat.none')
      : t('repeat.answer', {
          count: summary.kinds,
          share: `${Math.round(summary.share * 100)}%`,
          month: labels.thisMonth,
          thisMonth: summary.thisMonth,
          before: labels.before,
          mean: formatDecimal(summary.before / 2, summary.before % 2 === 0 ? 0 : 1),
        });

  function linkOf(mark: ChartMark): string | null {
    if (mark.chart !== 'repeats') return null;
    const { product, fault, period } = mark;
    // The months before have lists of their own; a mark of both together opens this month's, if there is one.
    if (period === 'before') return null;
    const row = data.find((each) => each.product === product && each.fault === fault);
    return row && row.this_month > 0
      ? ticketsLink(month, { list: 'repeats', product, fault })
      : null;
  }

  return (
    <Panel title={t('repeat.title')} answer={answer} stacked>
      <div className="body">
        {summary === null ? null : (
          <Chart
            option={option}
            height={repeatHeight(data)}
            label={`${t('repeat.title')} ${answer}`}
            legend={repeatLegend(data, labels)}
            table={{ ...repeatTable(data, labels), title: t('dataTable') }}
            linkOf={linkOf}
            onSelect={(mark) => {
              const to = linkOf(mark);
              if (to !== null) navigate(to);
            }}
          />
        )}
      </div>
    </Panel>
  );
}
