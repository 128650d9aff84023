import { Link, useNavigate } from '@remix-run/react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useEffect, useRef, useState } from 'react';
import { StateMark, stateWord } from '#app/components/Figure.tsx';
import { useLang } from '#app/components/use-lang.ts';
import { ticketLink } from '#app/filters/links.ts';
import { nextSort, type Sort, type SortKey } from '#app/filters/sort.ts';
import { DASH, formatDuration, formatTime } from '#app/format/index.ts';
import type { BrokenFact, Stage, TicketRow } from '#queries/reports/types.ts';
import { useFactText } from './fact-text.ts';

/** Shown where no single stage is asked for: the way of a ticket from call to follow-up. */
const STAGES_SHOWN = ['answer', 'dispatch', 'arrival', 'follow_up'] as const;

/** Up to here all rows are on the page; beyond, only those in sight and the ones around them. */
const PLAIN_ROWS = 200;
const ROW_HEIGHT = 34;
const NARROW_ROW_HEIGHT = 78;
const NARROW_LINE_HEIGHT = 18;

interface TicketTableProps {
  rows: readonly TicketRow[];
  stage: Stage | undefined;
  sort: Sort;
  sortHref: (sort: string) => string;
  month: string;
}

export function TicketTable({ rows, stage, sort, sortHref, month }: TicketTableProps) {
  const { t } = useLang();
  // Rows of what did not keep a requirement say why in the place of the stages.
  const reasons = rows.some((row) => row.why !== undefined);
  const virtual = useRowsInSight(rows.length, reasons);
  const shown = rows.slice(virtual.from, virtual.to);
  const head = (key: SortKey, label: string) => (
    <SortHead column={key} label={label} sort={sort} href={sortHref} />
  );
  const columns = reasons ? 9 : stage === undefined ? 12 : 10;
  return (
    <section className="panel tickets" ref={virtual.ref}>
      <table className="num" aria-rowcount={rows.length + 1}>
        <caption className="sr">{t('tickets.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('tickets.head.number')}</th>
            {head('reported_at', t('tickets.head.reported'))}
            <th scope="col">{t('tickets.head.customer')}</th>
            <th scope="col">{t('tickets.head.problem')}</th>
            <th scope="col">{t('tickets.head.resolution')}</th>
            <th scope="col">{t('tickets.head.technician')}</th>
            {reasons ? (
              <th scope="col">{t('tickets.head.why')}</th>
            ) : stage === undefined ? (
              STAGES_SHOWN.map((each) => (
                <th key={each} scope="col">
                  {t(`tickets.head.${each}`)}
                </th>
              ))
            ) : (
              <>
                <th scope="col">{t(`stage.${stage}`)}</th>
                {head('minutes', t('tickets.head.minutes'))}
              </>
            )}
            {head('score', t('tickets.head.score'))}
            {head('fines', t('tickets.head.fines'))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={virtual.before} columns={columns} />
          {shown.map((row, index) => (
            <Row
              key={row.ticket_no}
              row={row}
              stage={stage}
              month={month}
              position={virtual.from + index + 2}
            />
          ))}
          <Spacer height={virtual.after} columns={columns} />
        </tbody>
      </table>
    </section>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height === 0) return null;
  return (
    <tr className="spacer">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

function SortHead({
  column,
  label,
  sort,
  href,
}: {
  column: SortKey;
  label: string;
  sort: Sort;
  href: (sort: string) => string;
}) {
  const current = sort.key === column;
  return (
    <th
      scope="col"
      className={column === 'reported_at' ? undefined : 'n'}
      {...(current
        ? { 'aria-sort': sort.descending ? ('descending' as const) : ('ascending' as const) }
        : {})}
    >
      <Link to={href(nextSort(sort, column))} replace preventScrollReset>
        {label}
      </Link>
    </th>
  );
}

function Row({
  row,
  stage,
  month,
  position,
}: {
  row: TicketRow;
  stage: Stage | undefined;
  month: string;
  position: number;
}) {
  const { t } = useLang();
  const navigate = useNavigate();
  const to = ticketLink(row.ticket_no);

  /** The whole row opens; links inside keep their own target, and so does a selection of text. */
  function open(event: MouseEvent<HTMLTableRowElement>) {
    const inner = event.target instanceof Element && event.target.closest('a');
    if (inner || window.getSelection()?.toString()) return;
    navigate(to);
  }

  const problem = [row.product, row.fault].filter(Boolean).join('·');
  return (
    <tr aria-rowindex={position} onClick={open} className="go">
      <th scope="row" className="no">
        <Link to={to}>{row.ticket_no}</Link>
        {row.cancelled ? <span className="tag">{t('tickets.cancelled')}</span> : null}
      </th>
      <td className="at">
        {row.reported_at === null ? DASH : formatTime(row.reported_at, month.slice(0, 4))}
      </td>
      <td className="who" title={row.customer ?? undefined}>
        {row.customer ?? DASH}
      </td>
      <td className="what" title={problem}>
        {problem || DASH}
      </td>
      <td className="how">
        {t(`resolution.${row.resolution}`)}
        {row.region === null || row.resolution !== 'on_site' ? null : (
          <span className="dim"> {t(`region.${row.region}`)}</span>
        )}
      </td>
      <td className="by">{row.technician ?? DASH}</td>
      {row.why !== undefined ? (
        <WhyCell cases={row.why} year={month.slice(0, 4)} />
      ) : stage === undefined ? (
        STAGES_SHOWN.map((each) => (
          <td key={each} className="stage" data-label={t(`tickets.head.${each}`)}>
            <StageCell
              row={row}
              stage={
                each === 'follow_up'
                  ? row.resolution === 'phone'
                    ? 'guidance_follow_up'
                    : 'callback'
                  : each
              }
            />
          </td>
        ))
      ) : (
        <StageColumns row={row} stage={stage} />
      )}
      <td className="n score">{row.score ?? DASH}</td>
      <td className="n fines">
        {row.fines === 0 ? (
          <span className="dim">0</span>
        ) : (
          <Link to={`${to}#fines`} title={t('tickets.openFines')}>
            {row.fines}
          </Link>
        )}
      </td>
    </tr>
  );
}

/** What the requirement was judged by, of each case. */
function WhyCell({ cases, year }: { cases: readonly (readonly BrokenFact[])[]; year: string }) {
  const { t } = useLang();
  const factText = useFactText(year);
  const text = cases.map((facts) => facts.map(factText).join(t('separator'))).join(t('semicolon'));
  return (
    <td className="why" title={text}>
      {text}
    </td>
  );
}

/** State and duration in one cell. */
function StageCell({ row, stage }: { row: TicketRow; stage: Stage }) {
  const { t, lang } = useLang();
  const figures = row.stages[stage];
  if (!figures || figures.state === 'not_applicable') return <span className="dim">{DASH}</span>;
  const { state, minutes } = figures;
  const text = minutes === null ? t(stateWord(figures)) : formatDuration(minutes, lang);
  return (
    <StateMark state={state}>
      {text}
      {minutes === null ? null : <span className="sr">{t(`state.${state}`)}</span>}
    </StateMark>
  );
}

/** One stage asked for: its state in words, its duration as a number of its own. */
function StageColumns({ row, stage }: { row: TicketRow; stage: Stage }) {
  const { t, lang } = useLang();
  const figures = row.stages[stage];
  // Turnaround and repair are timed without a target: nothing is met by them.
  const untargeted = stage === 'turnaround' || stage === 'repair';
  return (
    <>
      <td className="stage" data-label={t(`stage.${stage}`)}>
        {figures && !(untargeted && figures.state === 'met') ? (
          <StateMark state={figures.state}>{t(stateWord(figures))}</StateMark>
        ) : (
          DASH
        )}
      </td>
      <td className="n min">
        {figures?.minutes == null ? DASH : formatDuration(figures.minutes, lang)}
      </td>
    </>
  );
}

/**
 * Which rows to draw. Short lists, the server's first answer and prints have all of them; long lists on a
 * screen only those in sight, with the space of the others kept.
 */
function useRowsInSight(count: number, reasons: boolean) {
  const ref = useRef<HTMLElement>(null);
  const [mounted, setMounted] = useState(false);
  const [printing, setPrinting] = useState(false);
  const [top, setTop] = useState(0);
  const [rowHeight, setRowHeight] = useState(ROW_HEIGHT);
  useEffect(() => {
    setMounted(true);
    const before = () => setPrinting(true);
    const after = () => setPrinting(false);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    const narrow = window.matchMedia('(max-width: 640px)');
    const measure = () =>
      setRowHeight(
        narrow.matches ? NARROW_ROW_HEIGHT + (reasons ? NARROW_LINE_HEIGHT : 0) : ROW_HEIGHT,
      );
    measure();
    narrow.addEventListener('change', measure);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
      narrow.removeEventListener('change', measure);
    };
  }, [reasons]);
  useEffect(() => {
    if (ref.current) setTop(ref.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: 20,
    scrollMargin: top,
    enabled: mounted && count > PLAIN_ROWS,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are measured anew
  useEffect(() => virtualizer.measure(), [rowHeight]);
  if (count <= PLAIN_ROWS || printing) return { ref, from: 0, to: count, before: 0, after: 0 };
  const items = virtualizer.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  if (!mounted || !first || !last) {
    return {
      ref,
      from: 0,
      to: PLAIN_ROWS,
      before: 0,
      after: (count - PLAIN_ROWS) * rowHeight,
    };
  }
  return {
    ref,
    from: first.index,
    to: last.index + 1,
    before: first.index * rowHeight,
    after: (count - last.index - 1) * rowHeight,
  };
}
