import { Link, useNavigate } from '@remix-run/react';
import { useMemo } from 'react';
import {
  Chart,
  type ChartMark,
  type FinesLabels,
  fineGroups,
  finesHeight,
  finesLegend,
  finesOption,
  finesTable,
  type OptionFunction,
} from '#app/charts/index.ts';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { PolicyView } from '#app/data/desk.ts';
import { finesLink } from '#app/filters/links.ts';
import { formatFen } from '#app/format/index.ts';
import { isWhole, type Overview } from '#queries/reports/types.ts';
import { useLook, useTicketsLink } from './look.ts';
import { finesSummary } from './summaries.ts';

/** On whom and on which rules do deductions concentrate? */
export function FinesPanel({ overview, policy }: { overview: Overview; policy: PolicyView }) {
  const { t, lang } = useLang();
  const navigate = useNavigate();
  const whole = isWhole(useLook().scope);
  const ticketsLink = useTicketsLink();
  const { month, fines } = overview.report;
  const data = overview.fines_by_person;
  const groups = useMemo(() => fineGroups(policy.rules), [policy.rules]);
  const labels: FinesLabels = useMemo(
    () => ({
      group: {
        arrival: t('fineGroup.arrival'),
        repeat: t('fineGroup.repeat'),
        dissatisfied: t('fineGroup.dissatisfied'),
        dispatch: t('fineGroup.dispatch'),
        documents: t('fineGroup.documents'),
        other: t('fineGroup.other'),
      },
      unassigned: t('fines.unassigned'),
      others: (count) => t('finesPanel.others', { count }),
      money: formatFen,
      times: (count) => t('times', { count }),
      undecided: (count) => t('finesPanel.undecided', { count }),
      caption: t('finesPanel.caption'),
      personHeading: t('fines.head.person'),
      sumHeading: t('fines.head.amount'),
      countHeading: t('finesPanel.count'),
    }),
    [t],
  );
  const option: OptionFunction = useMemo(
    () => (tokens) => finesOption(data, groups, labels, tokens),
    [data, groups, labels],
  );
  const summary = finesSummary(data);
  const topTitle = policy.rules.find(({ no }) => no === summary.top?.rule)?.title[lang];
  const answer =
    summary.count === 0
      ? t('finesPanel.none')
      : [
          t('finesPanel.total', { sum: formatFen(summary.fen) }),
          fines.proposed.fen === summary.fen
            ? t('finesPanel.allProposed')
            : t('finesPanel.proposed', { sum: formatFen(fines.proposed.fen) }),
          summary.top === null
            ? null
            : t('finesPanel.top', {
                rule: topTitle ?? t('fines.rule', { no: summary.top.rule }),
                sum: formatFen(summary.top.fen),
              }),
        ]
          .filter((part) => part !== null)
          .join(t('separator')) + t('stop');

  function scopedLink(person: string | null): string {
    return ticketsLink(month, { list: 'fined', ...(person === null ? {} : { person }) });
  }

  function linkOf(mark: ChartMark): string | null {
    if (mark.chart !== 'fines') return null;
    // The queue knows no such filter: the tickets are shown, and on each of them what is deducted.
    if (!whole) return scopedLink(mark.person);
    const [rule, ...more] = mark.rules;
    const one = rule !== undefined && more.length === 0 ? { rule } : {};
    return mark.person === null
      ? finesLink(month, { show: 'unassigned', ...one })
      : finesLink(month, { person: mark.person, ...one });
  }

  return (
    <Panel
      title={t('finesPanel.title')}
      answer={answer}
      side={
        summary.count === 0 ? undefined : (
          <Link to={whole ? finesLink(month) : scopedLink(null)}>
            {t('finesPanel.open', { count: summary.count })}
          </Link>
        )
      }
      stacked
    >
      <div className="body">
        {summary.count === 0 ? null : (
          <Chart
            option={option}
            height={finesHeight(data)}
            label={`${t('finesPanel.title')} ${answer}`}
            legend={finesLegend(data, groups, labels)}
            table={{ ...finesTable(data, groups, labels), title: t('dataTable') }}
            note={
              summary.undecided > 0 ? t('finesPanel.undecided', { count: summary.undecided }) : null
            }
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
