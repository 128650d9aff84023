import classes from './person.module.css';
import { type TrendLine, trendShape } from './person-trend.ts';
import type { Verdict } from './verdict.ts';

export interface PersonTrendProps {
  readonly line: TrendLine;
  readonly verdict: Verdict;
  /** The course in one sentence. */
  readonly label: string;
  /** 未采集, written into a gap that has room for it. */
  readonly gap: string;
  /** First and last month as the axis shows them. */
  readonly months: readonly [string, string];
}

/** A small course: one's own as a line with dots, the team's thin, the target dashed, gaps as grey bands. */
export function PersonTrend({ line, verdict, label, gap, months }: PersonTrendProps) {
  const { own, team, gaps, target, last } = trendShape(line);
  return (
    <div role="img" aria-label={label} title={label}>
      <div className={classes.course}>
        {gaps.map(({ left, width }) => (
          <span key={left} className={classes.gap} style={{ left: `${left}%`, width: `${width}%` }}>
            {width > 25 ? gap : null}
          </span>
        ))}
        {target === null ? null : <i className={classes.aim} style={{ top: `${target}%` }} />}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {team.map((run) => (
            <polyline key={run[0]?.x} className={classes.teamLine} points={pointsOf(run)} />
          ))}
          {own.map((run) => (
            <polyline key={run[0]?.x} className={classes.ownLine} points={pointsOf(run)} />
          ))}
        </svg>
        {own.flat().map(({ x, y }) => (
          <i
            key={x}
            className={x === last?.x ? classes.end : classes.dot}
            data-verdict={x === last?.x ? verdict : undefined}
            style={{ left: `${x}%`, top: `${y}%` }}
          />
        ))}
      </div>
      <p className={classes.ends} aria-hidden="true">
        <span>{months[0]}</span>
        <span>{months[1]}</span>
      </p>
    </div>
  );
}

function pointsOf(run: readonly { readonly x: number; readonly y: number }[]): string {
  return run.map(({ x, y }) => `${x},${y}`).join(' ');
}
