import classes from './charts.module.css';
import type { Verdict } from './verdict.ts';

export interface SparklineProps {
  /** Up to twelve months, oldest first, in any one unit; null is a gap. */
  readonly values: readonly (number | null)[];
  /** In the same unit, null where there is none. */
  readonly target: number | null;
  /** State of the last month: ● met, ◆ breached, ○ too few cases. */
  readonly verdict: Verdict;
  /** What is drawn, for screen readers and as a title, e.g. 近 12 个月走势. */
  readonly label: string;
}

const WIDTH = 104;
const HEIGHT = 34;
const LEFT = 2;
const RIGHT = 98;
const TOP = 4.1;
const BOTTOM = 29.9;

/** The course of a KPI, small: a line with gaps, the target dashed, the last month marked by shape and colour. */
export function Sparkline({ values, target, verdict, label }: SparklineProps) {
  const { runs, targetY, last } = sparklineShape(values, target);
  return (
    <svg
      className={classes.spark}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      {targetY === null ? null : (
        <line className={classes.sparkTarget} x1={0} x2={RIGHT} y1={targetY} y2={targetY} />
      )}
      {runs.map((run) => {
        const [first] = run;
        if (first === undefined) return null;
        return run.length === 1 ? (
          <circle key={first.x} className={classes.sparkAlone} cx={first.x} cy={first.y} r={1.2} />
        ) : (
          <path
            key={first.x}
            className={classes.sparkLine}
            d={run.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')}
          />
        );
      })}
      {last === null ? null : <LastMark x={last.x} y={last.y} verdict={verdict} />}
    </svg>
  );
}

function LastMark({ x, y, verdict }: { x: number; y: number; verdict: Verdict }) {
  if (verdict === 'breached') {
    return <path className={classes.sparkBreached} d={`M${x} ${y - 4}l4 4-4 4-4-4z`} />;
  }
  const look = {
    met: classes.sparkMet,
    few: classes.sparkFew,
    none: classes.sparkPlain,
  }[verdict];
  return <circle className={look} cx={x} cy={y} r={verdict === 'met' ? 3 : 2.5} />;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Runs of consecutive known months, the height of the target and the last month's place, in the sparkline's own
 * coordinates (one decimal). The scale spans values and target; a course without any change runs through the middle.
 */
export function sparklineShape(
  values: readonly (number | null)[],
  target: number | null,
): { runs: Point[][]; targetY: number | null; last: Point | null } {
  const known = values.filter((value) => value !== null);
  const all = target === null ? known : [...known, target];
  const least = Math.min(...all);
  const span = Math.max(...all) - least;
  const heightOf = (value: number) =>
    tenth(span === 0 ? (TOP + BOTTOM) / 2 : BOTTOM - ((value - least) / span) * (BOTTOM - TOP));
  // A single month stands at the right end, where the last month always stands.
  const step = values.length > 1 ? (RIGHT - LEFT) / (values.length - 1) : 0;
  const placeOf = (index: number) => tenth(RIGHT - (values.length - 1 - index) * step);

  const runs: Point[][] = [];
  let run: Point[] | null = null;
  values.forEach((value, index) => {
    if (value === null) {
      run = null;
      return;
    }
    const point = { x: placeOf(index), y: heightOf(value) };
    if (run === null) {
      run = [point];
      runs.push(run);
    } else run.push(point);
  });
  const end = values.at(-1) ?? null;
  return {
    runs,
    targetY: target === null || known.length === 0 ? null : heightOf(target),
    last: end === null ? null : { x: RIGHT, y: heightOf(end) },
  };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
