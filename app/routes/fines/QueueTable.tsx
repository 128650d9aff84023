import { Link } from '@remix-run/react';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type MouseEvent,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useLang } from '#app/components/use-lang.ts';
import { formatMonthShort, formatTime } from '#app/format/index.ts';
import styles from './fines.module.css';
import { type Filter, openPoints, type SortBy } from './listing.ts';
import type { FineRow } from './rows.ts';
import { amountText, personText } from './words.ts';

const ROW_HEIGHT = 33;
const NARROW_ROW_HEIGHT = 76;
/** Before the browser measures, and where it runs no scripts: rows of a usual month. */
const PLAIN_ROWS = 100;

interface QueueTableProps {
  rows: readonly FineRow[];
  caption: string;
  /** Title of a rule. */
  ruleTitle: (no: string) => string;
  year: string;
  filter: Filter;
  current: string | null;
  selected: ReadonlySet<string>;
  pending: ReadonlySet<string>;
  refused: ReadonlySet<string>;
  /** Where a click on a head leads. */
  sortHref: (by: SortBy) => string;
  href: (row: FineRow) => string;
  onOpen: (key: string) => void;
  onSelect: (key: string, on: boolean) => void;
  onSelectAll: (on: boolean) => void;
  empty: ReactNode;
}

/** Only the rows in sight are drawn; the current one takes the focus. */
export function QueueTable({
  rows,
  caption,
  ruleTitle,
  year,
  filter,
  current,
  selected,
  pending,
  refused,
  sortHref,
  href,
  onOpen,
  onSelect,
  onSelectAll,
  empty,
}: QueueTableProps) {
  const { t } = useLang();
  const box = useRef<HTMLDivElement>(null);
  const printing = usePrinting();
  const rowHeight = useRowHeight();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: useCallback(() => rowHeight, [rowHeight]),
    overscan: 12,
    scrollPaddingStart: 30,
    initialRect: { width: 900, height: PLAIN_ROWS * ROW_HEIGHT },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are measured anew
  useEffect(() => virtualizer.measure(), [rowHeight]);

  const at = rows.findIndex(({ key }) => key === current);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the current row comes into sight when it changes, not when one scrolls
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [at, current]);

  const items = printing ? [] : virtualizer.getVirtualItems();
  const from = printing ? 0 : (items[0]?.index ?? 0);
  const to = printing ? rows.length : (items.at(-1)?.index ?? -1) + 1;
  const shown = rows.slice(from, to);
  const allSelected = rows.length > 0 && rows.every(({ key }) => selected.has(key));
  const head = (by: SortBy, text: string, className?: string) => (
    <th
      scope="col"
      className={className}
      {...(filter.sort === by
        ? { 'aria-sort': filter.descending ? ('descending' as const) : ('ascending' as const) }
        : {})}
    >
      <Link to={sortHref(by)} preventScrollReset>
        {text}
      </Link>
    </th>
  );
  return (
    <div className={styles.tw} ref={box}>
      {rows.length === 0 ? (
        empty
      ) : (
        <table aria-rowcount={rows.length + 1} className="num">
          <caption className="sr">{caption}</caption>
          <thead>
            <tr>
              <th scope="col" className={styles.ck}>
                <label>
                  <input
                    type="checkbox"
                    aria-label={t('review.queue.head.selectAll')}
                    checked={allSelected}
                    onChange={(event) => onSelectAll(event.target.checked)}
                  />
                </label>
              </th>
              {head('rule', t('review.queue.head.rule'))}
              {head('person', t('review.queue.head.person'))}
              <th scope="col" className={styles.ob}>
                {t('review.queue.head.subject')}
              </th>
              {head('occurred', t('review.queue.head.occurred'), styles.dt)}
              <th scope="col">{t('review.queue.head.basis')}</th>
              {head('amount', t('review.queue.head.amount'), 'n')}
              <th scope="col" className={styles.fl}>
                {t('review.queue.head.todo')}
              </th>
            </tr>
          </thead>
          <tbody>
            <Spacer height={from * rowHeight} />
            {shown.map((row, index) => (
              <Row
                key={row.key}
                row={row}
                title={ruleTitle(row.rule)}
                year={year}
                position={from + index + 2}
                current={row.key === current}
                selected={selected.has(row.key)}
                pending={pending.has(row.key)}
                refused={refused.has(row.key)}
                href={href}
                onOpen={onOpen}
                onSelect={onSelect}
              />
            ))}
            <Spacer height={(rows.length - to) * rowHeight} />
          </tbody>
        </table>
      )}
    </div>
  );
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr className={styles.spacer}>
      <td colSpan={8} style={{ height }} />
    </tr>
  );
}

interface RowProps {
  row: FineRow;
  title: string;
  year: string;
  position: number;
  current: boolean;
  selected: boolean;
  pending: boolean;
  refused: boolean;
  href: (row: FineRow) => string;
  onOpen: (key: string) => void;
  onSelect: (key: string, on: boolean) => void;
}

const Row = memo(function Row({
  row,
  title,
  year,
  position,
  current,
  selected,
  pending,
  refused,
  href,
  onOpen,
  onSelect,
}: RowProps) {
  const { t } = useLang();
  /** The whole row opens; the checkbox has its own cell, and a selection of text is no click. */
  function open(event: MouseEvent<HTMLTableRowElement>) {
    const inner =
      event.target instanceof Element && event.target.closest('input, label, [data-cell=select]');
    if (inner || event.metaKey || event.ctrlKey || window.getSelection()?.toString()) return;
    event.preventDefault();
    onOpen(row.key);
  }
  const classes = [
    current ? styles.cur : '',
    selected ? styles.sel : '',
    pending ? styles.pending : '',
  ].join(' ');
  return (
    <tr
      aria-rowindex={position}
      aria-current={current ? 'true' : undefined}
      className={classes}
      tabIndex={current ? 0 : -1}
      data-row={row.key}
      onClick={open}
    >
      <td className={styles.ck} data-cell="select">
        <label>
          <input
            type="checkbox"
            tabIndex={current ? 0 : -1}
            aria-label={t('review.queue.select', { no: `${row.rule} ${row.no}` })}
            checked={selected}
            onChange={(event) => onSelect(row.key, event.target.checked)}
          />
        </label>
      </td>
      <th scope="row" className={styles.rl}>
        <Link to={href(row)} tabIndex={-1} preventScrollReset>
          <b>{row.rule}</b>
          {title}
        </Link>
      </th>
      <td className={row.unassigned ? `${styles.pp} dim` : styles.pp}>{personText(t, row)}</td>
      <td className={styles.ob} title={row.no}>
        {row.no}
      </td>
      <td className={styles.dt}>{formatTime(row.occurred_at, year)}</td>
      <td className={styles.wy} title={row.brief}>
        {row.brief}
      </td>
      <td className={row.amount_fen === null ? `${styles.am} n dim` : `${styles.am} n`}>
        {row.state === 'waived' ? <s>{amountText(row)}</s> : amountText(row)}
      </td>
      <td className={styles.fl}>
        <QueueFlags row={row} pending={pending} refused={refused} />
      </td>
    </tr>
  );
});

/** What still has to be said about a fine, and what is special about it. */
export function QueueFlags({
  row,
  pending = false,
  refused = false,
}: {
  row: FineRow;
  pending?: boolean;
  refused?: boolean;
}) {
  const { t, lang } = useLang();
  const points = openPoints(row);
  const flag = (text: string, kind = '', title?: string) => (
    <span key={text} className={`tag ${kind}`} title={title}>
      {text}
    </span>
  );
  const month = formatMonthShort(row.month, lang);
  return (
    <>
      {refused ? flag(t('review.queue.flag.refused'), 'bad') : null}
      {pending ? flag(t('review.queue.flag.pending')) : null}
      {row.appeal === 'open' ? flag(t('review.queue.flag.appeal'), 'bad') : null}
      {row.appeal === 'answered' ? flag(t('review.queue.flag.answered')) : null}
      {points.includes('unassigned') ? flag(t('fines.unassigned'), 'warn') : null}
      {points.includes('undecided')
        ? flag(t(row.measure ? 'fines.needsMeasure' : 'fines.needsAmount'), 'warn')
        : null}
      {points.includes('cause') ? flag(t('fines.needsCause')) : null}
      {row.doubtful
        ? flag(t('review.queue.flag.doubtful'), 'warn', t('review.queue.flag.doubtfulMeaning'))
        : null}
      {row.complained
        ? flag(t('review.queue.flag.complained'), '', t('review.queue.flag.complainedMeaning'))
        : null}
      {row.vanished
        ? flag(t('review.queue.flag.vanished'), 'warn', t('review.queue.flag.vanishedMeaning'))
        : null}
      {row.late
        ? flag(
            t('review.queue.flag.late', { month }),
            'warn',
            t('review.queue.flag.lateMeaning', { month }),
          )
        : null}
    </>
  );
}

function useRowHeight(): number {
  const [height, setHeight] = useState(ROW_HEIGHT);
  useEffect(() => {
    const narrow = window.matchMedia('(max-width: 640px)');
    const measure = () => setHeight(narrow.matches ? NARROW_ROW_HEIGHT : ROW_HEIGHT);
    measure();
    narrow.addEventListener('change', measure);
    return () => narrow.removeEventListener('change', measure);
  }, []);
  return height;
}

/** Paper shows all rows. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const before = () => setPrinting(true);
    const after = () => setPrinting(false);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
  return printing;
}
