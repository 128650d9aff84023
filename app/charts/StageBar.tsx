import type { StageFigures } from '#queries/reports/types.ts';
import classes from './charts.module.css';

/** The states a stage's tickets are in, in the order drawn. `open`: past the target with no record of an end. */
export const BAR_STATES = [
  'met',
  'breached',
  'open',
  'pending',
  'not_captured',
  'invalid',
] as const;
export type BarState = (typeof BAR_STATES)[number];

export interface StageBarProps {
  readonly figures: StageFigures;
  readonly labels: {
    readonly state: Readonly<Record<BarState, string>>;
    /** Between the parts of the spoken sentence: `，` or `, `. */
    readonly separator: string;
  };
}

/**
 * Tickets per state. Every ticket the stage applies to is in exactly one segment, so they add up; breaches with a
 * known end and those without are apart. Empty for a stage without a target.
 */
export function stageSegments(figures: StageFigures): { state: BarState; count: number }[] {
  if (figures.met === null || figures.breached === null) return [];
  const counts: Record<BarState, number> = {
    met: figures.met,
    breached: figures.breached - figures.open_breaches,
    open: figures.open_breaches,
    pending: figures.pending,
    not_captured: figures.not_captured,
    invalid: figures.invalid,
  };
  return BAR_STATES.filter((state) => counts[state] > 0).map((state) => ({
    state,
    count: counts[state],
  }));
}

/** The make-up of a stage's tickets as one bar. */
export function StageBar({ figures, labels }: StageBarProps) {
  const segments = stageSegments(figures);
  const total = segments.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const textOf = ({ state, count }: { state: BarState; count: number }) =>
    `${labels.state[state]} ${count}`;
  return (
    <div
      className={classes.bar}
      role="img"
      aria-label={segments.map(textOf).join(labels.separator)}
    >
      {segments.map((segment) => (
        <i
          key={segment.state}
          data-state={segment.state}
          style={{ flexGrow: segment.count }}
          title={textOf(segment)}
        />
      ))}
    </div>
  );
}

/** What the segments of the bars stand for. Not captured and invalid look alike and share a word. */
export function StageBarLegend({
  labels,
}: {
  readonly labels: Readonly<Record<Exclude<BarState, 'invalid'>, string>>;
}) {
  return (
    <ul className={classes.legend}>
      {(['met', 'breached', 'open', 'pending', 'not_captured'] as const).map((state) => (
        <li key={state}>
          <i className={classes.square} data-state={state} />
          {labels[state]}
        </li>
      ))}
    </ul>
  );
}
