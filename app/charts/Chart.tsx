/**
 * A chart: a box of fixed height that is drawn in the browser, the legend under it, and a table of the same rows. The
 * server sends the box empty and the table whole, so nothing moves when the drawing arrives and nothing is lost
 * without scripts.
 */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import classes from './charts.module.css';
import { DataTable, type MarkLink } from './DataTable.tsx';
import type { Plot } from './engine.ts';
import { Legend } from './Legend.tsx';
import {
  type ChartMark,
  type ChartTable,
  completeOption,
  type LegendItem,
  type OptionFunction,
} from './option.ts';
import { readTokens } from './tokens.ts';

export interface ChartProps {
  /** Called at each drawing with the tokens and the width of that moment. */
  readonly option: OptionFunction;
  /** CSS pixels. */
  readonly height: number;
  /** One sentence that says what is drawn, for screen readers. */
  readonly label: string;
  readonly legend?: readonly LegendItem[];
  /** A remark under the chart, e.g. what was left out of it. */
  readonly note?: ReactNode;
  /** The rows drawn. `title` is the text that opens them (数据表). */
  readonly table?: ChartTable & { readonly title: string };
  /** Where a mark leads; makes the names in the table links, the way in for keyboards. */
  readonly linkOf?: MarkLink;
  /** A mark was clicked: filter by it, or with Shift open the rows behind it. */
  readonly onSelect?: (mark: ChartMark, shift: boolean) => void;
}

export function Chart(props: ChartProps) {
  const { option, height, label, legend, note, table, linkOf, onSelect } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const latest = useRef({ option, onSelect });
  const [failed, setFailed] = useState(false);

  // What a click does is another function each time the page is rendered; that alone draws nothing anew.
  useEffect(() => {
    latest.current = { option, onSelect };
  }, [option, onSelect]);
  useEffect(() => {
    if (box.current !== null && plot.current !== null) draw(box.current, plot.current, option);
  }, [option]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const redraw = () => {
      if (plot.current !== null) draw(element, plot.current, latest.current.option);
    };
    let gone = false;
    import('./engine.ts').then(
      ({ createPlot }) => {
        if (gone) return;
        plot.current = createPlot(element, (mark, shift) => latest.current.onSelect?.(mark, shift));
        redraw();
      },
      // The drawing could not be loaded; the table has the same rows.
      () => setFailed(true),
    );
    const stop = [onResize(element, redraw), onTheme(redraw), onPrint(redraw)];
    return () => {
      gone = true;
      for (const end of stop) end();
      plot.current?.dispose();
      plot.current = null;
    };
  }, []);

  return (
    <div className={classes.chart}>
      {failed ? (
        <p className={classes.instead}>{label}</p>
      ) : (
        <div
          ref={box}
          role="img"
          aria-label={label}
          className={classes.plot}
          data-selectable={onSelect === undefined ? undefined : ''}
          style={{ height }}
        />
      )}
      {legend === undefined || legend.length === 0 ? null : <Legend items={legend} />}
      {note === undefined || note === null ? null : <p className={classes.note}>{note}</p>}
      {table === undefined ? null : (
        <DataTable
          table={table}
          title={table.title}
          open={failed}
          {...(linkOf === undefined ? {} : { linkOf })}
        />
      )}
    </div>
  );
}

function draw(element: HTMLElement, plot: Plot, option: OptionFunction) {
  // A box without a width is not on the page (a closed tab): it is drawn when it gets one.
  if (element.clientWidth === 0) return;
  const tokens = readTokens();
  plot.draw(completeOption(option(tokens, element.clientWidth), tokens));
}

function onResize(element: HTMLElement, redraw: () => void): () => void {
  let width = element.clientWidth;
  const observer = new ResizeObserver(() => {
    if (element.clientWidth === width) return;
    width = element.clientWidth;
    redraw();
  });
  observer.observe(element);
  return () => observer.disconnect();
}

function onTheme(redraw: () => void): () => void {
  const observer = new MutationObserver(redraw);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-mantine-color-scheme'],
  });
  return () => observer.disconnect();
}

function onPrint(redraw: () => void): () => void {
  const print = matchMedia('print');
  print.addEventListener('change', redraw);
  return () => print.removeEventListener('change', redraw);
}
