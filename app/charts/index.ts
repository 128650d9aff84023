/** The charts of the product. Nothing outside this folder knows how they are drawn. */
export { Chart, type ChartProps } from './Chart.tsx';
export {
  ClauseAxisLabels,
  ClauseDot,
  type ClauseDotProps,
  ClauseLegend,
} from './ClauseDot.tsx';
export { type ClauseAxis, type ClauseShare, clauseAxis } from './clause-axis.ts';
export { DataTable, type DataTableProps, type MarkLink } from './DataTable.tsx';
export { DayLanes, type DayLanesProps } from './DayLanes.tsx';
export { DotStrip, DotStripLegend, type DotStripProps } from './DotStrip.tsx';
export {
  type DayLane,
  type DayLanesShape,
  dayLanes,
  type LaneVisit,
  visitDay,
} from './day-lanes.ts';
export {
  type DotValue,
  durationStripAxis,
  rateStripAxis,
  type StripAxis,
  type StripInput,
  stripShape,
} from './dot-strip.ts';
export {
  FINE_GROUPS,
  type FineGroup,
  type FinesLabels,
  fineGroups,
  finesHeight,
  finesLegend,
  finesOption,
  finesTable,
} from './fines-stacked.ts';
export { Legend } from './Legend.tsx';
export type { ChartMark, ChartTable, LegendItem, OptionFunction } from './option.ts';
export { PersonTrend, type PersonTrendProps } from './PersonTrend.tsx';
export { type TrendLine, trendShape } from './person-trend.ts';
export {
  type RepeatParetoLabels,
  repeatHeight,
  repeatLegend,
  repeatParetoOption,
  repeatsDrawn,
  repeatTable,
} from './repeat-pareto.ts';
export {
  heatHours,
  type ReportHeatLabels,
  reportHeatLegend,
  reportHeatOption,
  reportHeatTable,
} from './report-heat.ts';
export { Sparkline, type SparklineProps } from './Sparkline.tsx';
export {
  BAR_STATES,
  type BarState,
  StageBar,
  StageBarLegend,
  type StageBarProps,
} from './StageBar.tsx';
export {
  type SatisfactionLabels,
  satisfactionHeight,
  satisfactionLegend,
  satisfactionOption,
  satisfactionTable,
} from './satisfaction-diverging.ts';
export {
  type RateAxis,
  type StageTrendData,
  type StageTrendLabels,
  stageTrendOption,
  stageTrendTable,
  trendAxis,
} from './stage-trend.ts';
export type { Verdict } from './verdict.ts';
