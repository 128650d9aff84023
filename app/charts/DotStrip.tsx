import { type StripAxis, type StripInput, stripShape } from './dot-strip.ts';
import classes from './person.module.css';

export interface DotStripProps {
  readonly line: StripInput;
  readonly axis: StripAxis;
  /** The line in words, for screen readers and as a title. */
  readonly label: string;
}

/** A person's figure as a mark among the others' dots, the target as a tick. */
export function DotStrip({ line, axis, label }: DotStripProps) {
  const { others, own, target } = stripShape(line, axis);
  return (
    <div className={classes.strip} role="img" aria-label={label} title={label}>
      {others.map(({ at, few }, index) => (
        // Dots have no names; equal ones are told apart by their place in the row alone.
        // biome-ignore lint/suspicious/noArrayIndexKey: as said
        <i key={index} className={classes.other} data-few={few || undefined} style={at_(at)} />
      ))}
      {target === null ? null : <i className={classes.target} style={at_(target)} />}
      {own === null ? null : (
        <i className={classes.own} data-verdict={own.verdict} style={at_(own.at)} />
      )}
    </div>
  );
}

function at_(percent: number) {
  return { left: `${percent}%` };
}

/** What the marks of the strips mean. */
export function DotStripLegend({
  labels,
}: {
  readonly labels: {
    readonly met: string;
    readonly breached: string;
    readonly plain: string;
    readonly others: string;
    readonly target: string;
  };
}) {
  return (
    <ul className={classes.legend}>
      <li>
        <i className={classes.key} data-verdict="met" />
        {labels.met}
      </li>
      <li>
        <i className={classes.key} data-verdict="breached" />
        {labels.breached}
      </li>
      <li>
        <i className={classes.key} data-verdict="none" />
        {labels.plain}
      </li>
      <li>
        <i className={classes.keyOther} />
        {labels.others}
      </li>
      <li>
        <i className={classes.keyTarget} />
        {labels.target}
      </li>
    </ul>
  );
}
