import { useSearchParams } from '@remix-run/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Icon } from '#app/components/icons.tsx';
import { Panel } from '#app/components/Panel.tsx';
import {
  columnNumber,
  fittedColumns,
  foldedColumns,
  neighbourRow,
  rejectedCells,
} from '#app/components/sheet-grid/model.ts';
import { type GridHandle, type Place, SheetGrid } from '#app/components/sheet-grid/SheetGrid.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { DraftFile, DraftSheet, WindowRow } from '#app/data/import-desk.ts';
import type { FieldChoice } from '#app/data/import-fields.server.ts';
import { formatCount } from '#app/format/index.ts';
import { MendCell, RowActions } from './MendCell.tsx';
import { type Teaching, TeachPanel } from './TeachPanel.tsx';
import { useTyped } from './typed.ts';
import { type FirstWindow, STRETCH, useSheetRows } from './use-sheet-rows.ts';
import type { Shown } from './view.ts';

/** Pages of rows looked through for the next problem before giving up. */
const SEARCH_PAGES = 200;
/** The address follows the cell at hand after this pause. */
const ADDRESS_PAUSE_MS = 400;

export interface CellsHandle {
  show(row: number, letter: string | null): void;
}

/** The sheet's own cells with what is wrong marked in place, mended there. */
export function CellsPanel({
  draft,
  file,
  sheet,
  first: given,
  limit,
  shown,
  fields,
  dimmed,
  say,
  register,
}: {
  draft: string;
  file: DraftFile;
  sheet: DraftSheet;
  /** What the loader fetched of the sheet. */
  first: FirstWindow;
  limit: number;
  shown: Shown;
  fields: readonly FieldChoice[];
  dimmed: boolean;
  say: (text: string) => void;
  /** Hands the page a way to show a cell. */
  register: (handle: CellsHandle) => void;
}) {
  const { t } = useLang();
  const first = given.window;
  const [, setParams] = useSearchParams();
  const grid = useRef<GridHandle>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Place | null>(
    shown.row === null ? null : { row: shown.row, letter: shown.col ?? '' },
  );
  const [stretch, setStretch] = useState(
    shown.row === null ? 0 : Math.floor((shown.row - 1) / STRETCH),
  );
  const [editing, setEditing] = useState<Place | null>(null);
  const [rowOpen, setRowOpen] = useState<number | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [teaching, setTeaching] = useState<Teaching | null>(null);
  // At once here, and in the address a moment later; going back in the history changes it from there.
  const [folded, setFolded] = useState(shown.show === 'interesting');
  useEffect(() => setFolded(shown.show === 'interesting'), [shown.show]);
  const { typed, type } = useTyped(draft);
  const { head, items, rows, next, more, expand, wait, failed } = useSheetRows({
    first: given,
    firstLimit: limit,
    draft,
    file: file.index,
    sheet: sheet.position,
    show: folded ? 'interesting' : 'all',
    stretch,
  });

  const columns = useMemo(() => {
    const keep = new Set<string>();
    if (active !== null) keep.add(active.letter);
    if (editing !== null) keep.add(editing.letter);
    const fitted = fittedColumns(first.columns, rows, first.header);
    return foldedColumns(fitted, rows, folded && teaching === null, keep, opened);
  }, [first.columns, first.header, rows, folded, teaching, active, editing, opened]);

  // ---- the address names the cell at hand
  useEffect(() => {
    if (active === null) return;
    const timer = setTimeout(() => {
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          after.set('row', String(active.row));
          if (active.letter === '') after.delete('col');
          else after.set('col', active.letter);
          return after;
        },
        { replace: true, preventScrollReset: true },
      );
    }, ADDRESS_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [active, setParams]);

  const show = useCallback(
    (row: number, letter: string | null) => {
      const inSight = rows.some((each) => each.row === row);
      if (!inSight) void expand(Math.max(1, row - 2), Math.min(first.last_row, row + 2));
      setStretch(Math.floor((row - 1) / STRETCH));
      panel.current?.scrollIntoView({ block: 'nearest' });
      // A row that is still on its way gets the focus once it is drawn.
      setTimeout(() => grid.current?.focus({ row, letter: letter ?? '' }), inSight ? 0 : 250);
    },
    [rows, expand, first.last_row],
  );
  useEffect(() => register({ show }), [register, show]);

  // After a reload the row of the address is brought back into sight; the focus stays where it is.
  const arrived = useRef(false);
  useEffect(() => {
    if (arrived.current || shown.row === null) return;
    arrived.current = true;
    const { row, col } = shown;
    if (!rows.some((each) => each.row === row)) {
      void expand(Math.max(1, row - 2), Math.min(first.last_row, row + 2));
    }
    const timer = setTimeout(() => grid.current?.reveal({ row, letter: col ?? '' }), 150);
    return () => clearTimeout(timer);
  }, [shown, rows, expand, first.last_row]);

  // ---- typed texts that were taken are forgotten
  const { edits } = sheet.choices;
  const keyOf = useCallback(
    (address: string) => `${file.index}/${sheet.position}/${address}`,
    [file.index, sheet.position],
  );
  useEffect(() => {
    for (const [address, text] of Object.entries(edits ?? {})) {
      if (typed[keyOf(address)] === text) type(keyOf(address), null);
    }
  }, [edits, typed, type, keyOf]);

  // ---- from problem to problem
  const focusMend = useCallback((row: number, letter: string | null) => {
    setStretch(Math.floor((row - 1) / STRETCH));
    grid.current?.focus({ row, letter: letter ?? '' });
    let frames = 24;
    const attempt = () => {
      const at = document.activeElement as HTMLElement | null;
      const field = panel.current?.querySelector<HTMLElement>(
        `[data-mend="${row}:${letter ?? ''}"] :is(input, button)`,
      );
      const onCell = at?.dataset.cell?.startsWith(`${row}:`) ?? false;
      if (field && (onCell || frames < 8)) {
        field.focus();
        if (field instanceof HTMLInputElement) field.select();
        return;
      }
      frames -= 1;
      if (frames > 0) requestAnimationFrame(attempt);
    };
    requestAnimationFrame(attempt);
  }, []);

  const find = useCallback(
    async (from: number, step: 1 | -1, wanted: (row: WindowRow) => boolean) => {
      const known = neighbourRow(rows, from, step, wanted);
      if (known || step === -1 || next === null) return known;
      let start: number | null = next;
      for (let page = 0; page < SEARCH_PAGES && start !== null; page += 1) {
        const fetched: WindowRow[] | null = await more(start);
        if (fetched === null || fetched.length === 0) return null;
        const found = neighbourRow(fetched, from, 1, wanted);
        if (found) return found;
        start = (fetched.at(-1)?.row ?? 0) + 1;
      }
      return null;
    },
    [rows, next, more],
  );

  const jump = useCallback(
    async (state: 'rejected' | 'changed', step: 1 | -1) => {
      const wanted = (row: WindowRow) => row.state === state;
      const at = active?.row ?? (step === 1 ? 0 : Number.MAX_SAFE_INTEGER);
      const start = step === 1 ? 0 : Number.MAX_SAFE_INTEGER;
      const found = (await find(at, step, wanted)) ?? (await find(start, step, wanted));
      if (found === null) {
        say(t(`imports.cells.no_${state}`));
        return;
      }
      const [problem] = rejectedCells(found);
      if (state === 'rejected') focusMend(found.row, problem?.letter ?? null);
      else {
        const [letter] = Object.keys(found.marks).sort((a, b) => columnNumber(a) - columnNumber(b));
        setStretch(Math.floor((found.row - 1) / STRETCH));
        grid.current?.focus({ row: found.row, letter: letter ?? '' });
      }
    },
    [active, find, focusMend, say, t],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      void jump('rejected', event.shiftKey ? -1 : 1);
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, [jump]);

  /** A cell or a row was decided: on to the next problem, or back to the grid. */
  const goOn = useCallback(
    async (row: WindowRow, letter: string | null, text: string) => {
      setEditing(null);
      setRowOpen(null);
      say(text);
      const here = rejectedCells(row).filter((cell) => cell.letter !== letter);
      const other = letter === null ? undefined : here.find((cell) => cell.letter !== null);
      if (other) return focusMend(row.row, other.letter);
      const found = await find(row.row, 1, (each) => each.state === 'rejected');
      if (found) return focusMend(found.row, rejectedCells(found)[0]?.letter ?? null);
      grid.current?.focus({ row: row.row, letter: letter ?? '' });
    },
    [find, focusMend, say],
  );

  // ---- what stands under a row
  const leftOut = useMemo(() => new Set(sheet.choices.leftOutRows), [sheet.choices.leftOutRows]);
  const below = (row: WindowRow) => {
    const problems = leftOut.has(row.row) ? [] : rejectedCells(row);
    const mends = problems.flatMap(({ letter, message }) =>
      letter === null ? [] : [{ letter, message: message as string | null }],
    );
    const whole = problems.filter(({ letter }) => letter === null).map(({ message }) => message);
    const isEditing = editing !== null && editing.row === row.row;
    if (isEditing && !mends.some(({ letter }) => letter === editing.letter)) {
      mends.push({
        letter: editing.letter,
        message: row.marks[editing.letter]?.issue?.message ?? null,
      });
    }
    const actions = rowOpen === row.row || whole.length > 0 || leftOut.has(row.row);
    if (mends.length === 0 && !actions) return null;
    return (
      <>
        {mends.map(({ letter, message }) => (
          <MendCell
            key={letter}
            file={file.index}
            sheet={sheet.position}
            row={row}
            letter={letter}
            message={message}
            original={row.cells[columnNumber(letter) - 1] ?? ''}
            edited={row.marks[letter]?.edited ?? null}
            typed={typed[keyOf(`${letter}${row.row}`)]}
            onType={(text) => type(keyOf(`${letter}${row.row}`), text)}
            onSent={(address) => void goOn(row, letter, t('imports.live.mended', { address }))}
            onLeave={() => {
              setEditing(null);
              grid.current?.focus({ row: row.row, letter });
            }}
            autoFocus={isEditing && editing.letter === letter}
          />
        ))}
        {actions ? (
          <RowActions
            file={file.index}
            sheet={sheet.position}
            row={row}
            leftOut={leftOut.has(row.row)}
            message={whole.length === 0 ? null : whole.join(' ')}
            canBeHeader={rowOpen === row.row}
            onLeave={() => {
              setRowOpen(null);
              grid.current?.focus({ row: row.row, letter: '' });
            }}
            onSent={(number) => void goOn(row, null, t('imports.live.rowDecided', { row: number }))}
          />
        ) : null}
      </>
    );
  };

  function openCell(row: WindowRow, letter: string) {
    if (teaching !== null) {
      const cell = { row: row.row, letter, text: row.cells[columnNumber(letter) - 1] ?? '' };
      if (teaching.label === null) {
        // A label without a text cannot be found again.
        if (cell.text.trim() !== '') setTeaching({ label: cell, value: null });
      } else setTeaching({ ...teaching, value: cell });
      return;
    }
    // Titles and headers are not read as data, so there is nothing to mend in them.
    if (sheet.header !== null && row.row <= sheet.header.bottom) return openRow(row);
    setRowOpen(null);
    setEditing({ row: row.row, letter });
    focusMend(row.row, letter);
  }

  function openRow(row: WindowRow) {
    setEditing(null);
    setRowOpen(row.row);
    focusMend(row.row, null);
  }

  const { rejected, changed } = sheet.counts;
  const known = rows.filter((row) => row.state === 'rejected');
  const place = known.filter((row) => row.row <= (active?.row ?? 0)).length;
  const teachable = sheet.form || sheet.kinds.length === 0;
  const told = new Map<string, string>();
  if (teaching?.label) told.set(`${teaching.label.row}:${teaching.label.letter}`, 't-label');
  if (teaching?.value) told.set(`${teaching.value.row}:${teaching.value.letter}`, 't-value');
  const stretches = Math.ceil(first.last_row / STRETCH);
  const headRow = [...head.titles, ...head.header].find(({ row }) => row === rowOpen);

  return (
    <div ref={panel}>
      <Panel
        title={t('imports.cells.title')}
        className="cells"
        answer={
          rejected + changed > 0
            ? t('imports.cells.answer', {
                sheet: sheet.sheet,
                rejected: formatCount(rejected),
                changed: formatCount(changed),
              })
            : t('imports.cells.nothing', { sheet: sheet.sheet })
        }
        side={
          <>
            {rejected > 0 ? (
              <Jump
                text={
                  place === 0
                    ? t('imports.cells.rejected', { count: rejected })
                    : t('imports.cells.atRejected', { at: place, of: rejected })
                }
                before={t('imports.cells.rejectedBefore')}
                after={t('imports.cells.rejectedAfter')}
                onJump={(step) => void jump('rejected', step)}
              />
            ) : null}
            {changed > 0 ? (
              <Jump
                text={t('imports.cells.changed', { count: changed })}
                before={t('imports.cells.changedBefore')}
                after={t('imports.cells.changedAfter')}
                onJump={(step) => void jump('changed', step)}
              />
            ) : null}
            {teachable && teaching === null ? (
              <button
                type="button"
                className="btn sm"
                onClick={() => setTeaching({ label: null, value: null })}
              >
                {t('imports.teach.start')}
              </button>
            ) : null}
            <label className="toggle">
              <input
                type="checkbox"
                checked={folded}
                onChange={(event) => {
                  const { checked } = event.currentTarget;
                  setFolded(checked);
                  setParams(
                    (before) => {
                      const after = new URLSearchParams(before);
                      if (checked) after.delete('show');
                      else after.set('show', 'all');
                      return after;
                    },
                    { preventScrollReset: true },
                  );
                }}
              />
              {t('imports.cells.fold')}
            </label>
          </>
        }
        foot={
          <div className="keys">
            <span className="legend">
              <span>
                <i className="l-bad" />
                {t('imports.cells.legend.bad')}
              </span>
              <span>
                <i className="l-new" />
                {t('imports.cells.legend.changed')}
              </span>
              <span className="inf">{t('imports.cells.legend.inferred')}</span>
              <span>
                <i className="c-skipped" />
                {t('imports.cells.legend.unused')}
              </span>
            </span>
            <span className="hint">
              {(['arrows', 'enter', 'esc', 'f8'] as const).map((key) => (
                <span key={key}>
                  <kbd>{t(`imports.keys.${key}`)}</kbd> {t(`imports.keys.${key}Does`)}
                </span>
              ))}
            </span>
          </div>
        }
      >
        {teaching === null ? null : (
          <TeachPanel
            file={file.index}
            sheet={sheet}
            merges={first.merges}
            fields={fields}
            teaching={teaching}
            onTeaching={setTeaching}
            onLeave={() => setTeaching(null)}
          />
        )}
        {failed === null ? null : (
          <p className="body worse" role="alert">
            {failed === '' ? t('imports.cells.failed') : failed}
          </p>
        )}
        {headRow === undefined ? null : <div className="head-row">{below(headRow)}</div>}
        {!folded && stretches > 1 ? (
          <nav className="stretches num" aria-label={t('imports.cells.stretches')}>
            {Array.from({ length: stretches }, (_, index) => (
              <button
                // biome-ignore lint/suspicious/noArrayIndexKey: a stretch is its position
                key={index}
                type="button"
                className="btn sm"
                aria-pressed={index === stretch}
                onClick={() => setStretch(index)}
              >
                {t('grid.rows', {
                  from: formatCount(index * STRETCH + 1),
                  to: formatCount(Math.min(first.last_row, (index + 1) * STRETCH)),
                })}
              </button>
            ))}
          </nav>
        ) : null}
        <SheetGrid
          label={t('imports.cells.grid', { sheet: sheet.sheet })}
          head={head}
          merges={first.merges}
          columns={columns}
          columnCount={first.columns.length}
          items={items}
          lastRow={first.last_row}
          dimmed={dimmed}
          active={active}
          onActive={setActive}
          onOpenCell={openCell}
          opensAtOnce={teaching !== null}
          onOpenRow={openRow}
          onExpand={(from, to) => void expand(from, to)}
          onMore={(from) => void more(from)}
          onWait={wait}
          onUnfoldColumns={(from, to) =>
            setOpened(
              new Set([
                ...opened,
                ...first.columns
                  .map(({ letter }) => letter)
                  .filter(
                    (letter) =>
                      columnNumber(letter) >= columnNumber(from) &&
                      columnNumber(letter) <= columnNumber(to),
                  ),
              ]),
            )
          }
          below={below}
          told={told}
          leftOut={leftOut}
          handle={grid}
        />
      </Panel>
    </div>
  );
}

function Jump({
  text,
  before,
  after,
  onJump,
}: {
  text: string;
  before: string;
  after: string;
  onJump: (step: 1 | -1) => void;
}) {
  return (
    <span className="jump num">
      {text}
      <button
        type="button"
        className="btn quiet ico sm"
        aria-label={before}
        onClick={() => onJump(-1)}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        className="btn quiet ico sm"
        aria-label={after}
        onClick={() => onJump(1)}
      >
        <Icon name="right" />
      </button>
    </span>
  );
}
