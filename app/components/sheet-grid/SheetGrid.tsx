import { useIsomorphicEffect } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLang } from '#app/components/use-lang.ts';
import type { SheetWindow, WindowRow } from '#app/data/import-desk.ts';
import { formatCount } from '#app/format/index.ts';
import { type GridColumn, type GridItem, type Head, headSpans, rejectedCells } from './model.ts';

/** A place in the sheet; the empty letter is the row's number. */
export interface Place {
  row: number;
  letter: string;
}

export interface GridHandle {
  /** Brings a cell into sight and focuses it. */
  focus(place: Place): void;
  /** Brings a cell into sight and leaves the focus where it is. */
  reveal(place: Place): void;
}

export interface SheetGridProps {
  label: string;
  head: Head;
  merges: SheetWindow['merges'];
  columns: readonly GridColumn[];
  /** Columns of the sheet, folded ones included. */
  columnCount: number;
  items: readonly GridItem[];
  lastRow: number;
  /** Newer content is on its way. */
  dimmed?: boolean;
  active: Place | null;
  onActive: (place: Place) => void;
  /** The cell a page points at. */
  target?: { row: number; letter: string | null };
  /** Enter, or a click on the cell at hand. Without it cells cannot be opened. */
  onOpenCell?: (row: WindowRow, letter: string) => void;
  /** The first click opens already. */
  opensAtOnce?: boolean;
  onOpenRow?: (row: WindowRow) => void;
  onExpand?: (from: number, to: number) => void;
  onMore?: (from: number) => void;
  /** Rows in sight that are still missing. */
  onWait?: (row: number) => void;
  onUnfoldColumns?: (from: string, to: string) => void;
  /** Under a row: what is wrong with it and how to mend it. */
  below?: (row: WindowRow) => ReactNode;
  /** Rows a person left out; others in that state were only not read yet. */
  leftOut?: ReadonlySet<number>;
  /** Cells told apart by a class of their own, by `row:letter`. */
  told?: ReadonlyMap<string, string>;
  handle?: Ref<GridHandle>;
}

const ROW = 28;
const FOLD = 24;
const LETTERS = 20;
const MESSAGE = 40;
const NUMBER_WIDTH = 44;
const STATE_WIDTH = 68;
/** More columns than these are drawn only where they are in sight. */
const MANY_COLUMNS = 60;

/** The row an item stands for. */
function rowOf(item: GridItem): number {
  return item.type === 'row' ? item.row.row : item.type === 'wait' ? item.row : item.from;
}

function estimate(item: GridItem | undefined): number {
  if (item === undefined || item.type === 'wait' || item.type === 'more') return ROW;
  if (item.type === 'fold') return FOLD;
  return ROW + MESSAGE * rejectedCells(item.row).length;
}

/** What the row's state is called, null where nothing has to be said. */
function useStateWord() {
  const { t } = useLang();
  return (row: WindowRow): { word: string; className: string } | null => {
    switch (row.state) {
      case 'rejected':
        return { word: t('grid.state.rejected'), className: 'st breached' };
      case 'changed':
        return { word: t('grid.state.changed'), className: 'st chg' };
      case 'new':
        return { word: t('grid.state.new'), className: 'st neu' };
      case 'left_out':
        return { word: t('grid.state.left_out'), className: 'dim' };
      case 'repeated_header':
      case 'total':
      case 'signature':
      case 'note':
      case 'untouched':
        return { word: t(`grid.state.${row.state}`), className: 'dim' };
      default:
        return null;
    }
  };
}

/**
 * A sheet as it was uploaded: row numbers, column letters, its own header kept in sight, folds where nothing happens.
 * Only rows in sight are drawn. One cell has the focus; arrows move it, Enter opens it.
 */
export function SheetGrid(props: SheetGridProps) {
  const { label, head, merges, columns, columnCount, items, lastRow, active, dimmed } = props;
  const { t } = useLang();
  const scroller = useRef<HTMLDivElement>(null);
  const headRef = useRef<HTMLTableSectionElement>(null);
  const wantsFocus = useRef<Place | null>(null);
  const headRows = useMemo(() => [...head.titles, ...head.header], [head]);
  const sticky = LETTERS + ROW * head.header.length;
  const [headHeight, setHeadHeight] = useState(LETTERS + ROW * headRows.length);
  useIsomorphicEffect(() => {
    const height = headRef.current?.getBoundingClientRect().height;
    if (height !== undefined && height > 0) setHeadHeight(height);
  });

  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(items[index]),
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : `${item.type}${rowOf(item)}`;
    },
    overscan: 12,
    initialRect: { width: 1200, height: 560 },
    scrollMargin: headHeight,
    scrollPaddingStart: sticky,
  });
  const shownRows = rows.getVirtualItems();

  const many = columns.length > MANY_COLUMNS;
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widthOf(columns[index]),
    overscan: 6,
    initialRect: { width: 1200, height: 560 },
    scrollMargin: NUMBER_WIDTH + STATE_WIDTH,
    scrollPaddingStart: NUMBER_WIDTH + STATE_WIDTH,
    enabled: many,
  });
  const shownAcross = across.getVirtualItems();
  const firstAcross = shownAcross[0];
  const lastAcross = shownAcross.at(-1);
  const windowed = many && firstAcross !== undefined && lastAcross !== undefined;
  const shown = windowed
    ? columns.slice(firstAcross.index, lastAcross.index + 1)
    : many
      ? columns.slice(0, MANY_COLUMNS)
      : columns;
  const width = columns.reduce((sum, column) => sum + widthOf(column), NUMBER_WIDTH + STATE_WIDTH);
  const left = windowed ? firstAcross.start - (NUMBER_WIDTH + STATE_WIDTH) : 0;
  const right = many
    ? width - NUMBER_WIDTH - STATE_WIDTH - left - shown.reduce((sum, c) => sum + widthOf(c), 0)
    : 0;

  const letters = useMemo(
    () => ['', ...columns.flatMap((column) => (column.type === 'column' ? [column.letter] : []))],
    [columns],
  );
  /** Rows an arrow can reach, top to bottom. */
  const places = useMemo(
    () => [...headRows.map(({ row }) => row), ...items.map(rowOf)],
    [headRows, items],
  );

  const find = (place: Place): HTMLElement | null => {
    const cell = (letter: string) =>
      scroller.current?.querySelector<HTMLElement>(`[data-cell="${place.row}:${letter}"]`);
    return cell(place.letter) ?? cell('fold') ?? cell('') ?? null;
  };
  const reveal = (place: Place) => {
    const index = items.findIndex((item) => rowOf(item) === place.row);
    if (index >= 0) rows.scrollToIndex(index, { align: 'auto' });
    else scroller.current?.scrollTo({ top: 0 });
    if (many) {
      const column = columns.findIndex(
        (each) => each.type === 'column' && each.letter === place.letter,
      );
      if (column >= 0) across.scrollToIndex(column, { align: 'auto' });
    } else {
      find(place)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  };
  const goTo = (place: Place) => {
    props.onActive(place);
    reveal(place);
    wantsFocus.current = place;
  };
  useImperativeHandle(props.handle, () => ({ focus: goTo, reveal }));

  // A cell out of sight is drawn first and focused then: that may take a few frames.
  useEffect(() => {
    const wanted = wantsFocus.current;
    // The cell before may still be the active one: its address is on the way.
    if (wanted === null || wanted.row !== active?.row || wanted.letter !== active.letter) return;
    let frames = 12;
    let frame = 0;
    const attempt = () => {
      const cell = find(wanted);
      if (cell) {
        wantsFocus.current = null;
        cell.focus({ preventScroll: false });
        return;
      }
      frames -= 1;
      if (frames > 0) frame = requestAnimationFrame(attempt);
      else wantsFocus.current = null;
    };
    attempt();
    return () => cancelAnimationFrame(frame);
  });

  const { onMore, onWait } = props;
  const lastShown = shownRows.at(-1)?.index;
  const firstShown = shownRows[0]?.index;
  useEffect(() => {
    if (firstShown === undefined || lastShown === undefined) return;
    for (let index = firstShown; index <= lastShown; index += 1) {
      const item = items[index];
      if (item?.type === 'more') onMore?.(item.from);
      if (item?.type === 'wait') onWait?.(item.row);
    }
  }, [firstShown, lastShown, items, onMore, onWait]);

  const rowAt = (number: number): WindowRow | undefined => {
    const inHead = headRows.find(({ row }) => row === number);
    if (inHead) return inHead;
    const item = items.find((each) => each.type === 'row' && each.row.row === number);
    return item?.type === 'row' ? item.row : undefined;
  };

  function open(place: Place) {
    const row = rowAt(place.row);
    if (row === undefined) return;
    if (place.letter === '') props.onOpenRow?.(row);
    else props.onOpenCell?.(row, place.letter);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const target = event.target as HTMLElement;
    // Fields and buttons under a row have keys of their own.
    if (target !== scroller.current && target.dataset.cell === undefined) return;
    if (event.altKey || event.metaKey) return;
    const at = active ?? { row: places[0] ?? 1, letter: letters[1] ?? '' };
    const line = Math.max(0, places.indexOf(at.row));
    const column = Math.max(0, letters.indexOf(at.letter));
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / ROW) - 3);
    const to = (nextLine: number, nextColumn: number) => {
      event.preventDefault();
      const row = places[Math.min(places.length - 1, Math.max(0, nextLine))];
      const letter = letters[Math.min(letters.length - 1, Math.max(0, nextColumn))];
      if (row !== undefined && letter !== undefined) goTo({ row, letter });
    };
    switch (event.key) {
      case 'ArrowDown':
        return to(line + 1, column);
      case 'ArrowUp':
        return to(line - 1, column);
      case 'ArrowRight':
        return to(line, column + 1);
      case 'ArrowLeft':
        return to(line, column - 1);
      case 'PageDown':
        return to(line + page, column);
      case 'PageUp':
        return to(line - page, column);
      case 'Home':
        return to(event.ctrlKey ? 0 : line, 0);
      case 'End':
        return to(event.ctrlKey ? places.length - 1 : line, letters.length - 1);
      case 'Enter':
      case 'F2':
        // A fold is a button: Enter presses it.
        if (target.tagName === 'BUTTON') return;
        event.preventDefault();
        return open(at);
    }
  }

  const first = shownRows[0];
  const last = shownRows.at(-1);
  const before = first === undefined ? 0 : first.start - headHeight;
  const after = last === undefined ? 0 : rows.getTotalSize() - (last.end - headHeight);
  const inSight =
    active !== null &&
    (headRows.some(({ row }) => row === active.row) ||
      shownRows.some(({ index }) => {
        const item = items[index];
        return item !== undefined && rowOf(item) === active.row;
      }));
  const cells: CellsProps = {
    shown,
    left,
    right,
    many,
    active,
    inSight,
    target: props.target,
    leftOut: props.leftOut,
    told: props.told,
    onCell: (place, again) => {
      props.onActive(place);
      if (again || props.opensAtOnce) open(place);
    },
  };
  const spans = shown.length + 2 + (many ? 2 : 0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the grid inside; this is what scrolls
    <div
      ref={scroller}
      className={dimmed ? 'xs gridx dimmed' : 'xs gridx'}
      tabIndex={inSight ? -1 : 0}
      onKeyDown={onKeyDown}
      aria-busy={dimmed}
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table with arrow keys is a grid
        role="grid"
        aria-label={label}
        aria-rowcount={lastRow}
        aria-colcount={columnCount + 1}
        aria-readonly={props.onOpenCell === undefined}
        style={{ '--grid-width': `${width}px` } as CSSProperties}
      >
        <colgroup>
          <col style={{ width: NUMBER_WIDTH }} />
          <col style={{ width: STATE_WIDTH }} />
          {many ? <col style={{ width: left }} /> : null}
          {shown.map((column) => (
            <col key={keyOf(column)} style={{ width: widthOf(column) }} />
          ))}
          {many ? <col style={{ width: right }} /> : null}
        </colgroup>
        <thead ref={headRef}>
          <tr className="L">
            <th scope="col" className="rn">
              <span className="sr">{t('grid.rowNumber')}</span>
            </th>
            <th scope="col" className="tg">
              <span className="sr">{t('grid.rowState')}</span>
            </th>
            {many ? <td aria-hidden="true" /> : null}
            {shown.map((column) =>
              column.type === 'fold' ? (
                <th key={keyOf(column)} scope="col" className="fc">
                  {props.onUnfoldColumns === undefined ? (
                    `${column.from}–${column.to}`
                  ) : (
                    <button
                      type="button"
                      className="lnk"
                      title={t('grid.unfoldColumns', { from: column.from, to: column.to })}
                      onClick={() => props.onUnfoldColumns?.(column.from, column.to)}
                    >
                      {column.from}–{column.to}
                    </button>
                  )}
                </th>
              ) : (
                <th
                  key={keyOf(column)}
                  scope="col"
                  aria-colindex={column.index + 2}
                  className={column.imported ? undefined : 'un'}
                >
                  {column.letter}
                </th>
              ),
            )}
            {many ? <td aria-hidden="true" /> : null}
          </tr>
          {head.titles.map((row) => (
            <HeadRow key={row.row} row={row} head={headRows} merges={merges} cells={cells} />
          ))}
          {head.header.map((row, index) => (
            <HeadRow
              key={row.row}
              row={row}
              head={headRows}
              merges={merges}
              cells={cells}
              top={LETTERS + ROW * index}
            />
          ))}
        </thead>
        <Spacer height={before} columns={spans} />
        {shownRows.map((virtual) => {
          const item = items[virtual.index];
          if (item === undefined) return null;
          return (
            <tbody key={virtual.key} data-index={virtual.index} ref={rows.measureElement}>
              {item.type === 'row' ? (
                <BodyRow item={item.row} cells={cells} spans={spans} below={props.below} />
              ) : (
                <FoldRow item={item} spans={spans} active={active} onExpand={props.onExpand} />
              )}
            </tbody>
          );
        })}
        <Spacer height={after} columns={spans} />
      </table>
    </div>
  );
}

function widthOf(column: GridColumn | undefined): number {
  return column === undefined || column.type === 'fold' ? 56 : column.width;
}

function keyOf(column: GridColumn): string {
  return column.type === 'fold' ? `${column.from}-${column.to}` : column.letter;
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tbody className="spacer" aria-hidden="true">
      <tr>
        <td colSpan={columns} style={{ height }} />
      </tr>
    </tbody>
  );
}

interface CellsProps {
  shown: readonly GridColumn[];
  left: number;
  right: number;
  many: boolean;
  active: Place | null;
  inSight: boolean;
  target: SheetGridProps['target'];
  leftOut: SheetGridProps['leftOut'];
  told: SheetGridProps['told'];
  /** `again`: the cell was the one at hand already. */
  onCell: (place: Place, again: boolean) => void;
}

function placed(cells: CellsProps, row: number, letter: string) {
  const current = cells.active?.row === row && cells.active.letter === letter;
  return {
    'data-cell': `${row}:${letter}`,
    tabIndex: current ? 0 : -1,
    onClick: () => cells.onCell({ row, letter }, current),
  };
}

function HeadRow({
  row,
  head,
  merges,
  cells,
  top,
}: {
  row: WindowRow;
  head: readonly WindowRow[];
  merges: SheetWindow['merges'];
  cells: CellsProps;
  /** Pixels from the top where the row stays; a title scrolls away. */
  top?: number;
}) {
  const style = top === undefined ? undefined : { top };
  // Ranges that reach out of the columns drawn would push the others aside.
  const joined = cells.many ? [] : merges;
  return (
    <tr className={top === undefined ? 'H title' : 'H'} aria-rowindex={row.row}>
      <th scope="row" className="rn" style={style} {...placed(cells, row.row, '')}>
        {row.row}
      </th>
      <td className="tg" style={style} />
      {cells.many ? <td aria-hidden="true" style={style} /> : null}
      {headSpans(row, head, cells.shown, joined).map(({ column, span, text }) =>
        column.type === 'fold' ? (
          <td key={keyOf(column)} className="fc" style={style}>
            ⋯
          </td>
        ) : (
          <td
            key={keyOf(column)}
            style={style}
            colSpan={span}
            title={text === '' ? undefined : text}
            className={
              cells.told?.get(`${row.row}:${column.letter}`) ?? (span > 1 ? 'joined' : undefined)
            }
            {...placed(cells, row.row, column.letter)}
          >
            {text}
          </td>
        ),
      )}
      {cells.many ? <td aria-hidden="true" style={style} /> : null}
    </tr>
  );
}

function BodyRow({
  item: row,
  cells,
  spans,
  below,
}: {
  item: WindowRow;
  cells: CellsProps;
  spans: number;
  below: SheetGridProps['below'];
}) {
  const { t } = useLang();
  const unread = row.state === 'left_out' && !cells.leftOut?.has(row.row);
  const word = useStateWord()(row);
  const state = unread ? null : word;
  const under = below?.(row);
  return (
    <>
      <tr
        aria-rowindex={row.row}
        data-state={unread ? 'unread' : row.state}
        className={cells.target?.row === row.row ? 'pointed' : undefined}
      >
        <th scope="row" className="rn" {...placed(cells, row.row, '')}>
          {row.row}
          {row.hidden ? <span className="sr">{t('grid.hiddenRow')}</span> : null}
        </th>
        <td className="tg" title={row.hidden ? t('grid.hiddenRow') : undefined}>
          {state === null ? (
            row.hidden ? (
              <span className="dim">{t('grid.hidden')}</span>
            ) : null
          ) : (
            <span className={state.className}>{state.word}</span>
          )}
        </td>
        {cells.many ? <td aria-hidden="true" /> : null}
        {cells.shown.map((column) =>
          column.type === 'fold' ? (
            <td key={keyOf(column)} className="fc">
              ⋯
            </td>
          ) : (
            <Cell key={column.letter} row={row} column={column} cells={cells} />
          ),
        )}
        {cells.many ? <td aria-hidden="true" /> : null}
      </tr>
      {under ? (
        <tr className="msg">
          <th scope="row" className="rn">
            <span className="sr">{t('grid.aboutRow', { row: row.row })}</span>
          </th>
          <td colSpan={spans - 1}>
            <div className="m">{under}</div>
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Cell({
  row,
  column,
  cells,
}: {
  row: WindowRow;
  column: Extract<GridColumn, { type: 'column' }>;
  cells: CellsProps;
}) {
  const { t } = useLang();
  const { letter } = column;
  const mark = row.marks[letter];
  const text = row.cells[column.index] ?? '';
  const rejected = mark?.issue?.severity === 'reject';
  const edited = mark?.edited ?? null;
  const before = mark?.before ?? null;
  const pointed = cells.target?.row === row.row && cells.target.letter === letter;
  const classes = [
    rejected ? 'bad' : mark?.issue ? 'inf' : before !== null ? 'new' : '',
    edited === null ? '' : 'edited',
    column.imported || mark ? '' : 'un',
    pointed ? 'use' : '',
    cells.told?.get(`${row.row}:${letter}`) ?? '',
  ]
    .filter(Boolean)
    .join(' ');
  const title = [
    mark?.issue?.message,
    edited === null ? null : t('grid.original', { text: text === '' ? t('blank') : text }),
    before === null || before === '' ? null : t('grid.stored', { text: before }),
    mark ? null : text,
  ]
    .filter(Boolean)
    .join('\n');
  return (
    <td
      aria-colindex={column.index + 2}
      className={classes || undefined}
      title={title || undefined}
      {...(rejected ? { 'aria-invalid': true } : {})}
      {...(pointed ? { 'aria-current': 'true' as const } : {})}
      {...placed(cells, row.row, letter)}
    >
      {edited !== null ? (
        <>
          <ins>{edited === '' ? t('blank') : edited}</ins>
          <span className="sr"> {t('grid.typedOver')}</span>
        </>
      ) : before !== null ? (
        <>
          {before === '' ? null : (
            <>
              <del>{before}</del>{' '}
            </>
          )}
          <ins>{text === '' ? t('blank') : text}</ins>
        </>
      ) : text === '' && (rejected || pointed) ? (
        <span className="dim">{t('blank')}</span>
      ) : (
        text
      )}
    </td>
  );
}

function FoldRow({
  item,
  spans,
  active,
  onExpand,
}: {
  item: Exclude<GridItem, { type: 'row' }>;
  spans: number;
  active: Place | null;
  onExpand: SheetGridProps['onExpand'];
}) {
  const { t } = useLang();
  const row = rowOf(item);
  if (item.type !== 'fold') {
    return (
      <tr className="wait" aria-rowindex={row}>
        <th scope="row" className="rn">
          {row}
        </th>
        <td colSpan={spans - 1}>
          <span className="dim m">{t('grid.loading')}</span>
        </td>
      </tr>
    );
  }
  const count = item.to - item.from + 1;
  const range =
    count === 1
      ? t('source.row', { row: item.from })
      : t('grid.rows', { from: formatCount(item.from), to: formatCount(item.to) });
  return (
    <tr className="fold">
      <th scope="row" className="rn">
        ⋮<span className="sr">{range}</span>
      </th>
      <td colSpan={spans - 1}>
        {onExpand === undefined ? (
          <span className="m dim">{t('grid.notShown', { count })}</span>
        ) : (
          <button
            type="button"
            className="lnk m"
            data-cell={`${row}:fold`}
            tabIndex={active?.row === row ? 0 : -1}
            title={range}
            onClick={() => onExpand(item.from, item.to)}
          >
            {t('grid.expand', { count })}
          </button>
        )}
      </td>
    </tr>
  );
}
