import { useNavigate } from '@remix-run/react';
import { useMemo } from 'react';
import {
  Chart,
  type ChartMark,
  heatHours,
  type OptionFunction,
  type ReportHeatLabels,
  reportHeatLegend,
  reportHeatOption,
  reportHeatTable,
} from '#app/charts/index.ts';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { Overview } from '#queries/reports/types.ts';
import { useTicketsLink } from './look.ts';
import { heatSummary } from './summaries.ts';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** When do reports come in, and when are visits late? */
export function HeatPanel({ overview: { heat, report } }: { overview: Overview }) {
  const { t } = useLang();
  const ticketsLink = useTicketsLink();
  const navigate = useNavigate();
  const labels: ReportHeatLabels = useMemo(
    () => ({
      weekday: (weekday) => t(`weekday.d${WEEKDAYS[weekday - 1] ?? 1}`),
      hour: (hour) => t('heat.hour', { hour }),
      cell: (reported, late) => t('heat.cell', { reported, late }),
      reported: t('heat.reported'),
      late: t('heat.late'),
      caption: t('heat.caption'),
      weekdayHeading: t('heat.weekday'),
    }),
    [t],
  );
  const option: OptionFunction = useMemo(
    () => (tokens, width) => reportHeatOption(heat, labels, tokens, width),
    [heat, labels],
  );
  const { reported, late, busy, lateAt } = heatSummary(heat);
  const { from, to, leftOut } = heatHours(heat);
  const answer =
    reported === 0
      ? t('heat.none')
      : [
          t('heat.busy', {
            from: busy.from,
            to: busy.to,
            count: busy.reported,
            share: `${Math.round((busy.reported / reported) * 100)}%`,
          }),
          lateAt === null
            ? t('heat.neverLate')
            : t('heat.lateAt', { late, count: lateAt.late, from: lateAt.from, to: lateAt.to }),
        ].join(t('semicolon')) + t('stop');

  function open(mark: ChartMark) {
    if (mark.chart !== 'report-heat') return;
    const { weekday, hour } = mark;
    const filter = mark.late ? { stage: 'arrival' as const, state: 'breached' as const } : {};
    navigate(ticketsLink(report.month, { ...filter, weekday, hour }));
  }

  return (
    <Panel title={t('heat.title')} answer={answer} stacked>
      <div className="body">
        <Chart
          option={option}
          height={252}
          label={`${t('heat.title')} ${answer}`}
          legend={reportHeatLegend(heat, labels)}
          table={{ ...reportHeatTable(heat, labels), title: t('dataTable') }}
          note={leftOut > 0 ? t('heat.leftOut', { from: to, to: from, count: leftOut }) : null}
          onSelect={open}
        />
      </div>
    </Panel>
  );
}
