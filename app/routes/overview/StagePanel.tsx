import { Link } from '@remix-run/react';
import { useMemo } from 'react';
import {
  Chart,
  DataTable,
  StageBar,
  StageBarLegend,
  type StageTrendLabels,
  stageTrendOption,
  stageTrendTable,
  trendAxis,
} from '#app/charts/index.ts';
import { Change, Count } from '#app/components/Figure.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { MetricView, PolicyView } from '#app/data/desk.ts';
import {
  DASH,
  formatDuration,
  formatMonth,
  formatMonthShort,
  formatRate,
  formatTarget,
} from '#app/format/index.ts';
import type {
  Overview,
  SeriesPoint,
  Stage,
  StageFigures,
  TargetStage,
} from '#queries/reports/types.ts';
import { exact, type Figure, TARGET_STAGES, unknownBand, worstSince } from './figures.ts';
import { useLook, useTicketsLink } from './look.ts';

interface StagePanelProps {
  overview: Overview;
  policy: PolicyView;
  stages: Record<TargetStage, Figure | null>;
}

/** Which stage is not on time: twelve months of each, then the month in figures. */
export function StagePanel({ overview, policy, stages }: StagePanelProps) {
  const { t, lang } = useLang();
  const { compared } = useLook();
  const { report } = overview;
  const present = TARGET_STAGES.flatMap((stage) => {
    const figure = stages[stage];
    return figure === null ? [] : [{ stage, figure }];
  });
  const axis = trendAxis(
    present.map(({ figure }) => ({ points: figure.series, target: figure.metric.target })),
  );
  const labels = useTrendLabels();
  const bands = present.flatMap(({ stage, figure }) => {
    const band = unknownBand(figure);
    return band === null
      ? []
      : [
          t('stages.band', {
            stage: t(`stage.${stage}`),
            count: figure.unknown,
            low: formatRate(band.low),
            high: formatRate(band.high),
          }),
        ];
  });
  return (
    <Panel
      className="stp"
      title={t('stages.title')}
      answer={answer()}
      side={<span>{t('stages.side')}</span>}
      foot={
        <>
          <StageBarLegend
            labels={{
              met: t('bar.met'),
              breached: t('bar.breached'),
              open: t('bar.open'),
              pending: t('bar.pending'),
              not_captured: t('bar.notCapturedOrInvalid'),
            }}
          />
          <p className="gap">
            {t('stages.note')} {bands.join('')}
          </p>
          <DataTable
            title={t('dataTable')}
            table={stageTrendTable(
              present.map(({ stage, figure }) => ({
                name: t(`stage.${stage}`),
                points: figure.series,
              })),
              { ...labels, caption: t('stages.tableCaption'), monthHeading: t('month') },
            )}
          />
        </>
      }
    >
      <div className="body sm5">
        {present.map(({ stage, figure }) => (
          <Trend
            key={stage}
            stage={stage}
            figure={figure}
            axis={axis}
            limit={limitText(stage)}
            month={report.month}
          />
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than its box is scrolled by keyboard */}
      <section className="scroll pin stages" tabIndex={0} aria-label={t('stages.caption')}>
        <table className="num">
          <caption className="sr">
            {t('stages.caption')} {formatMonth(report.month, lang)}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('stages.head.stage')}</th>
              <th scope="col">{t('stages.head.role')}</th>
              <th scope="col" className="n">
                {t('stages.head.rate')}
              </th>
              <th scope="col" className="n">
                {t('stages.head.target')}
              </th>
              <th scope="col" className="n">
                {t('stages.head.cases')}
              </th>
              <th scope="col">{t('stages.head.parts')}</th>
              <th scope="col" className="n">
                {t('stages.head.breached')}
              </th>
              <th scope="col" className="n">
                {t('stages.head.open')}
              </th>
              <th scope="col" className="n">
                {t('stages.head.pending')}
              </th>
              <th scope="col" className="n">
                {t('stages.head.unknown')}
              </th>
              <th scope="col" className="n">
                {t('stages.head.median')}
              </th>
              <th scope="col" className="n">
                P90
              </th>
              <th scope="col" className="n">
                {t('stages.head.max')}
              </th>
              <th scope="col" className="n">
                {t(`stages.head.change.${compared}`)}
              </th>
            </tr>
          </thead>
          <tbody>
            {present.map(({ stage, figure }) => (
              <StageRow
                key={stage}
                stage={stage}
                figure={figure}
                figures={report.stages[stage]}
                limit={limitText(stage)}
                month={report.month}
              />
            ))}
            {(['turnaround', 'repair'] as const).map((stage) => (
              <UntargetedRow
                key={stage}
                stage={stage}
                figures={report.stages[stage]}
                month={report.month}
              />
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );

  function limitText(stage: TargetStage): string {
    const minutes = policy.stage_minutes[stage];
    if (minutes === null) return '';
    const limit = t('stages.limit', { limit: wholeDuration(minutes) });
    return stage === 'arrival' ? t('stages.orPromised', { limit }) : limit;
  }

  function wholeDuration(minutes: number): string {
    return minutes < 60 || minutes % 60 !== 0
      ? t('minutes', { count: minutes })
      : t('hours', { count: minutes / 60 });
  }

  /** The stages below target, and a new low among them. */
  function answer(): string {
    const missed = present.filter(({ figure }) => figure.state === 'breached');
    if (missed.length === 0) {
      return present.some(({ figure }) => figure.state === 'met') ? t('stages.allMet') : '';
    }
    const names = missed.map(({ stage }) => t(`stage.${stage}`)).join(t('listSeparator'));
    const lows = missed.flatMap(({ stage, figure }) => {
      const since = worstSince(figure, report.month);
      if (since === null) return [];
      const name = t(`stage.${stage}`);
      return [
        since === 'all'
          ? t('stages.lowestOfAll', { name, count: figure.series.length })
          : t('stages.lowestSince', {
              name,
              month:
                since.slice(0, 4) === report.month.slice(0, 4)
                  ? formatMonthShort(since, lang)
                  : formatMonth(since, lang),
            }),
      ];
    });
    return `${t('stages.below', { names })}${lows.map((low) => `${t('semicolon')}${low}`).join('')}${t('stop')}`;
  }
}

/** @param metric whose target the rates are rounded against; the small lines of several stages have one each */
function useTrendLabels(metric?: MetricView): StageTrendLabels {
  const { t, lang } = useLang();
  return useMemo(() => {
    const rate = (point: SeriesPoint) => {
      const value = exact(point);
      return value === null ? DASH : formatRate(value, metric);
    };
    return {
      name: t('stages.rate'),
      notCaptured: t('notCaptured'),
      axisMonth: (month) => month.slice(2),
      month: (month) => formatMonth(month, lang),
      rate,
      endRate: (point) => rate(point).replace('%', ''),
    };
  }, [t, lang, metric]);
}

function Trend({
  stage,
  figure,
  axis,
  limit,
  month,
}: {
  stage: TargetStage;
  figure: Figure;
  axis: ReturnType<typeof trendAxis>;
  limit: string;
  month: string;
}) {
  const { t, lang } = useLang();
  const { series, metric, value } = figure;
  const labels = useTrendLabels(metric);
  const option = useMemo(
    () => (tokens: Parameters<typeof stageTrendOption>[2]) =>
      stageTrendOption({ stage, points: series, target: metric.target, axis }, labels, tokens),
    [stage, series, metric.target, axis, labels],
  );
  return (
    <div>
      <h3>
        {t(`stage.${stage}`)}
        <span>{limit}</span>
      </h3>
      <Chart
        option={option}
        height={132}
        label={t('stages.chartLabel', {
          name: metric.name[lang],
          month: formatMonth(month, lang),
          rate: value === null ? t('notCaptured') : formatRate(value, metric),
          target: metric.target === null ? t('kpi.noTarget') : formatTarget(metric.target),
        })}
      />
    </div>
  );
}

interface RowProps {
  figures: StageFigures;
  month: string;
}

function StageRow({
  stage,
  figure,
  figures,
  limit,
  month,
}: RowProps & { stage: TargetStage; figure: Figure; limit: string }) {
  const { t } = useLang();
  const ticketsLink = useTicketsLink();
  const { compared } = useLook();
  const { metric, value, few, state, change } = figure;
  const breached = figures.breached ?? 0;
  return (
    <tr className={few ? 'few' : undefined}>
      <th scope="row">
        <b className="b">{t(`stage.${stage}`)}</b> <span className="cl">{limit}</span>
      </th>
      <td className="ink2">{t(`stageRole.${stage}`)}</td>
      <td className={`n b${state === 'breached' ? ' worse' : ''}`}>
        {value === null ? t('notCaptured') : formatRate(value, metric)}
      </td>
      <td className="n ink2">{metric.target === null ? DASH : formatTarget(metric.target)}</td>
      <td className="n">
        {figures.measured === 0 ? (
          <span className="dim">0</span>
        ) : (
          <Link to={ticketsLink(month, { stage, state: 'measured' })}>
            {figures.met ?? 0}/{figures.measured}
          </Link>
        )}
      </td>
      <td className="barcell">
        <StageBar
          figures={figures}
          labels={{
            separator: t('separator'),
            state: {
              met: t('bar.met'),
              breached: t('bar.breached'),
              open: t('bar.open'),
              pending: t('bar.pending'),
              not_captured: t('bar.not_captured'),
              invalid: t('bar.invalid'),
            },
          }}
        />
      </td>
      <td className="n">
        <StageCount
          stage={stage}
          state="late"
          count={breached - figures.open_breaches}
          month={month}
        />
      </td>
      <td className="n">
        <StageCount stage={stage} state="open_breach" count={figures.open_breaches} month={month} />
      </td>
      <td className="n ink2">
        <StageCount stage={stage} state="pending" count={figures.pending} month={month} />
      </td>
      <td className="n ink2">
        <UnknownCount stage={stage} figures={figures} month={month} />
      </td>
      <Durations figures={figures} />
      <td className="n">{change === null ? DASH : <Change {...change} since={compared} />}</td>
    </tr>
  );
}

/** Turnaround and repair: how long, without a target. */
function UntargetedRow({ stage, figures, month }: RowProps & { stage: 'turnaround' | 'repair' }) {
  const { t } = useLang();
  return (
    <tr>
      <th scope="row">
        <b className="b">{t(`stage.${stage}`)}</b> <span className="cl">{t('stages.noLimit')}</span>
      </th>
      <td className="ink2">{t(`stageRole.${stage}`)}</td>
      <td className="n dim">{DASH}</td>
      <td className="n dim">{DASH}</td>
      <td className="n">
        <StageCount stage={stage} state="measured" count={figures.measured} month={month} />
      </td>
      <td className="barcell" />
      <td className="n dim">{DASH}</td>
      <td className="n dim">{DASH}</td>
      <td className="n ink2">
        <Count value={figures.pending} />
      </td>
      <td className="n ink2">
        <UnknownCount stage={stage} figures={figures} month={month} />
      </td>
      <Durations figures={figures} />
      <td className="n dim">{DASH}</td>
    </tr>
  );
}

function Durations({ figures: { median, p90, max } }: { figures: StageFigures }) {
  const { lang } = useLang();
  const text = (minutes: number | null) =>
    minutes === null ? DASH : formatDuration(minutes, lang);
  return (
    <>
      <td className="n">{text(median)}</td>
      <td className="n">{text(p90)}</td>
      <td className="n">{text(max)}</td>
    </>
  );
}

function StageCount({
  stage,
  state,
  count,
  month,
}: {
  stage: Stage;
  state: 'late' | 'open_breach' | 'pending' | 'measured' | 'not_captured' | 'invalid';
  count: number;
  month: string;
}) {
  const ticketsLink = useTicketsLink();
  if (count === 0) return <span className="dim">0</span>;
  return <Link to={ticketsLink(month, { stage, state })}>{count}</Link>;
}

/** Not captured and invalid: two facts, two lists. */
function UnknownCount({
  stage,
  figures: { not_captured, invalid },
  month,
}: {
  stage: Stage;
  figures: StageFigures;
  month: string;
}) {
  if (not_captured + invalid === 0) return <span className="dim">0</span>;
  return (
    <>
      <StageCount stage={stage} state="not_captured" count={not_captured} month={month} />
      <span className="dim"> / </span>
      <StageCount stage={stage} state="invalid" count={invalid} month={month} />
    </>
  );
}
