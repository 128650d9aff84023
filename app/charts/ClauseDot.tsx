import classes from './charts.module.css';
import { type ClauseAxis, type ClauseShare, clausePosition } from './clause-axis.ts';
import { verdictOf } from './verdict.ts';

export interface ClauseDotProps extends ClauseShare {
  /** From `clauseAxis`, the same for all rows. */
  readonly axis: ClauseAxis;
  /** The row in words, e.g. `87.5%，目标 90%`. */
  readonly label: string;
}

/** A clause's share as a dot against its target tick. With fewer than five cases the dot is hollow and uncompared. */
export function ClauseDot({ kept, judged, target, axis, label }: ClauseDotProps) {
  if (judged === 0) return null;
  const share = kept / judged;
  const verdict = verdictOf({ value: share, met: kept, measured: judged }, target);
  const at = clausePosition(axis, share);
  const wanted = target === null || verdict === 'few' ? null : clausePosition(axis, target);
  return (
    <div
      className={classes.dots}
      role="img"
      aria-label={label}
      title={label}
      data-verdict={verdict}
    >
      {at === null || wanted === null ? null : (
        <i
          className={classes.dotSpan}
          style={{ left: `${Math.min(at, wanted)}%`, width: `${Math.abs(at - wanted)}%` }}
        />
      )}
      {wanted === null ? null : <i className={classes.dotTarget} style={{ left: `${wanted}%` }} />}
      {at === null ? null : <i className={classes.dot} style={{ left: `${at}%` }} />}
    </div>
  );
}

/** The figures above the dots, for the column's heading. */
export function ClauseAxisLabels({
  axis,
  rate,
}: {
  readonly axis: ClauseAxis;
  /** A ratio as axis text, e.g. `90%`. */
  readonly rate: (ratio: number) => string;
}) {
  return (
    <span className={classes.dotAxis}>
      {axis.ticks.map((tick) => (
        <span key={tick}>{rate(tick)}</span>
      ))}
    </span>
  );
}

/** Target, met and not met as they look in the dots. */
export function ClauseLegend({
  labels,
}: {
  readonly labels: { readonly target: string; readonly met: string; readonly breached: string };
}) {
  return (
    <ul className={classes.legend}>
      <li>
        <i className={classes.keyTarget} />
        {labels.target}
      </li>
      <li>
        <i className={classes.keyMet} />
        {labels.met}
      </li>
      <li>
        <i className={classes.keyBreached} />
        {labels.breached}
      </li>
    </ul>
  );
}
