import type { MouseEvent } from 'react';
import { DataTable, type MarkLink } from './DataTable.tsx';
import type { DayLanesShape } from './day-lanes.ts';
import type { ChartTable } from './option.ts';
import classes from './person.module.css';

export interface DayLanesProps {
  readonly shape: DayLanesShape;
  /** What is drawn, in one sentence. */
  readonly label: string;
  /** A day's short name of the weekday. */
  readonly weekday: (weekday: number) => string;
  /** A day in figures, at the right end of its lane; empty where nothing happened. */
  readonly dayTotal: (day: DayLanesShape['days'][number]) => string;
  /** A visit in words, as a title of its bar. */
  readonly visitTitle: (key: string) => string;
  readonly table: ChartTable & { readonly title: string };
  readonly linkOf: MarkLink;
  /** A bar was clicked. */
  readonly onSelect: (ticketNo: string) => void;
}

/** One lane per day. The bars are the short way for a mouse; the table's links are the way in for keyboards. */
export function DayLanes(props: DayLanesProps) {
  const { shape, label, weekday, dayTotal, visitTitle, table, linkOf, onSelect } = props;
  const hours = Array.from({ length: shape.to - shape.from + 1 }, (_, index) => shape.from + index);
  const share = 100 / (shape.to - shape.from);
  const select = (event: MouseEvent<HTMLDivElement>) => {
    const bar = event.target instanceof Element ? event.target.closest('[data-ticket]') : null;
    const ticket = bar?.getAttribute('data-ticket');
    if (ticket) onSelect(ticket);
  };
  return (
    <div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the table below holds the same links for keyboards */}
      <div className={classes.lanes} role="img" aria-label={label} onClick={select}>
        <div className={`${classes.lane} ${classes.hours}`}>
          <span />
          <div>
            {hours.map((hour) => (
              <span key={hour} style={{ left: `${(hour - shape.from) * share}%` }}>
                {hour}
              </span>
            ))}
          </div>
          <span />
        </div>
        {shape.days.map((day) => (
          <div
            key={day.day}
            className={classes.lane}
            data-weekend={day.weekday > 5 || undefined}
            data-off={day.visits === 0 || undefined}
          >
            <span className={classes.day}>
              {String(day.day).padStart(2, '0')} <small>{weekday(day.weekday)}</small>
            </span>
            <div className={classes.track} style={{ backgroundSize: `${share}% 100%` }}>
              {day.waits.map(({ key, left, width }) => (
                <i
                  key={key}
                  className={classes.wait}
                  style={{ left: `${left}%`, width: `${width}%` }}
                />
              ))}
              {day.bars.map((bar) => (
                <i
                  key={bar.key}
                  className={classes.bar}
                  data-kind={bar.kind}
                  data-open={bar.open || undefined}
                  data-ticket={bar.ticket_no ?? undefined}
                  title={visitTitle(bar.key)}
                  style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
                />
              ))}
              {day.ticks.map(({ key, at }) => (
                <i key={key} className={classes.tick} style={{ left: `${at}%` }} />
              ))}
              {day.notes.map(({ key, at, text }) => (
                <b key={key} style={at > 92 ? { right: `${100 - at}%` } : { left: `${at}%` }}>
                  {text}
                </b>
              ))}
            </div>
            <span className={classes.total}>{dayTotal(day)}</span>
          </div>
        ))}
      </div>
      <div className={classes.under}>
        <DataTable table={table} title={table.title} linkOf={linkOf} />
      </div>
    </div>
  );
}
