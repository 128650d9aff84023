import { useNavigate } from '@remix-run/react';
import { useMemo } from 'react';
import {
  Chart,
  type ChartMark,
  type OptionFunction,
  type SatisfactionLabels,
  satisfactionHeight,
  satisfactionLegend,
  satisfactionOption,
  satisfactionTable,
} from '#app/charts/index.ts';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import { formatRate } from '#app/format/index.ts';
import type { Overview } from '#queries/reports/types.ts';
import { useTicketsLink } from './look.ts';

/** With whom are customers satisfied? */
export function SatisfactionPanel({ overview }: { overview: Overview }) {
  const { t } = useLang();
  const ticketsLink = useTicketsLink();
  const navigate = useNavigate();
  const { month } = overview.report;
  const data = overview.satisfaction_by_technician;
  const labels: SatisfactionLabels = useMemo(
    () => ({
      all: t('satisfaction.all'),
      scores: {
        1: t('score.s1'),
        2: t('score.s2'),
        3: t('score.s3'),
        4: t('score.s4'),
        5: t('score.s5'),
      },
      share: (satisfied, scored) => formatRate(satisfied / scored),
      few: t('few'),
      caption: t('satisfaction.caption'),
      personHeading: t('role.technician'),
      shareHeading: t('satisfaction.share'),
    }),
    [t],
  );
  const option: OptionFunction = useMemo(
    () => (tokens, width) => satisfactionOption(data, labels, tokens, width),
    [data, labels],
  );
  const scored = data.some(({ scores }) => scores.some((count) => count > 0));

  function linkOf(mark: ChartMark): string | null {
    if (mark.chart !== 'satisfaction') return null;
    const list =
      mark.score === null || mark.score === 3
        ? 'scored'
        : mark.score >= 4
          ? 'satisfied'
          : 'dissatisfied';
    // The chart is of visits: what was solved by phone has no technician.
    return ticketsLink(month, {
      list,
      resolution: 'on_site',
      ...(mark.person === null ? {} : { technician: mark.person }),
    });
  }

  return (
    <Panel
      title={t('satisfaction.title')}
      answer={scored ? t('satisfaction.answer') : t('satisfaction.none')}
      stacked
    >
      <div className="body">
        {scored ? (
          <Chart
            option={option}
            height={satisfactionHeight(data)}
            label={t('satisfaction.caption')}
            legend={satisfactionLegend(labels)}
            table={{ ...satisfactionTable(data, labels), title: t('dataTable') }}
            linkOf={linkOf}
            onSelect={(mark) => {
              const to = linkOf(mark);
              if (to !== null) navigate(to);
            }}
          />
        ) : null}
      </div>
    </Panel>
  );
}
