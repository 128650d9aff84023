import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  foldedItems,
  type GridItem,
  headOf,
  mergeRows,
  mergeSpans,
  type Span,
} from '#app/components/sheet-grid/model.ts';
import type { SheetWindow, WindowRow } from '#app/data/import-desk.ts';
import { withParams } from '#app/filters/links.ts';

/** Rows asked for at a time. */
const PAGE = 200;

/** Rows of one stretch of the full view: what a browser can still scroll by the pixel. */
export const STRETCH = 100_000;

/** What the loader knows of a sheet. */
export interface FirstWindow {
  window: SheetWindow;
  /** How many of the rows are of interest. */
  interesting: number;
  /** Stretches fetched whole beside them. */
  covered: readonly Span[];
}

interface Known {
  rows: WindowRow[];
  /** Stretches fetched whole. */
  covered: Span[];
  /** First row not asked for among the rows of interest, null when all are there. */
  next: number | null;
}

/** What a first answer of the rows of interest tells; a full page may have more behind it. */
function knownFrom({ window, interesting, covered }: FirstWindow, limit: number): Known {
  const last = window.rows.at(-1)?.row ?? 0;
  return {
    rows: window.rows,
    covered: [...covered],
    next: interesting < limit || last >= window.last_row ? null : last + 1,
  };
}

/**
 * The rows of a draft's sheet as far as they were needed: those of interest from the top, opened folds, and in the full
 * view the pages in sight. `first` is what the loader fetched; a new one starts over.
 */
export function useSheetRows({
  first: given,
  firstLimit,
  draft,
  file,
  sheet,
  show,
  stretch,
}: {
  first: FirstWindow;
  firstLimit: number;
  draft: string;
  file: number;
  sheet: number;
  show: 'interesting' | 'all';
  /** Which stretch of the full view is shown, from 0. */
  stretch: number;
}) {
  const first = given.window;
  const [known, setKnown] = useState<Known>(() => knownFrom(given, firstLimit));
  const [failed, setFailed] = useState<string | null>(null);
  const source = useRef(first);
  const asking = useRef(new Set<string>());
  // What was opened before stays open while the sheet is read again: the folds' stretches are asked for anew.
  const opened = useRef<Span[]>([]);

  const load = useCallback(
    async (query: { show: 'interesting' | 'all'; from: number; limit: number }) => {
      const url = withParams(`/imports/drafts/${encodeURIComponent(draft)}/window`, {
        file,
        sheet,
        ...query,
      });
      if (asking.current.has(url)) return null;
      asking.current.add(url);
      const asked = source.current;
      try {
        const response = await fetch(url, { headers: { Accept: 'application/json' } });
        const answer: SheetWindow & { message?: string } = await response.json();
        // Meanwhile the sheet was read again: these rows are old.
        if (source.current !== asked) return null;
        if (!response.ok) {
          setFailed(answer.message ?? '');
          return null;
        }
        setFailed(null);
        return answer;
      } catch {
        setFailed('');
        return null;
      } finally {
        asking.current.delete(url);
      }
    },
    [draft, file, sheet],
  );

  /** Fetches every row from one to another. */
  const cover = useCallback(
    async (span: Span) => {
      const limit = Math.min(500, span.to - span.from + 1);
      const window = await load({ show: 'all', from: span.from, limit });
      if (window === null) return;
      const last = window.rows.at(-1)?.row ?? span.to;
      const to =
        window.rows.length < limit ? span.to : Math.min(span.to, Math.max(last, span.from));
      setKnown((before) => ({
        ...before,
        rows: mergeRows(before.rows, window.rows),
        covered: mergeSpans([...before.covered, { from: span.from, to }]),
      }));
    },
    [load],
  );

  useEffect(() => {
    if (source.current === first) return;
    source.current = first;
    asking.current.clear();
    setKnown(knownFrom(given, firstLimit));
    for (const span of opened.current) void cover(span);
  }, [given, first, firstLimit, cover]);

  const more = useCallback(
    async (from: number): Promise<WindowRow[] | null> => {
      const window = await load({ show: 'interesting', from, limit: PAGE });
      if (window === null) return null;
      const last = window.rows.at(-1)?.row ?? window.last_row;
      const next = window.rows.length < PAGE || last >= window.last_row ? null : last + 1;
      setKnown((before) => ({
        ...before,
        rows: mergeRows(before.rows, window.rows),
        next,
      }));
      return window.rows;
    },
    [load],
  );

  const expand = useCallback(
    (from: number, to: number) => {
      opened.current = mergeSpans([...opened.current, { from, to }]);
      return cover({ from, to });
    },
    [cover],
  );

  const wait = useCallback(
    (row: number) => {
      const from = Math.floor((row - 1) / PAGE) * PAGE + 1;
      void cover({ from, to: Math.min(first.last_row, from + PAGE - 1) });
    },
    [cover, first.last_row],
  );

  const head = useMemo(() => headOf(first), [first]);
  const items = useMemo((): GridItem[] => {
    const { rows, covered, next } = known;
    if (show === 'interesting') {
      return foldedItems(rows, head.bodyFrom, first.last_row, covered, next);
    }
    const from = Math.max(head.bodyFrom, stretch * STRETCH + 1);
    const to = Math.min(first.last_row, (stretch + 1) * STRETCH);
    const byNumber = new Map(rows.map((row) => [row.row, row]));
    const blank = (row: number) => covered.some((span) => span.from <= row && row <= span.to);
    const made: GridItem[] = [];
    for (let row = from; row <= to; row += 1) {
      const found = byNumber.get(row);
      if (found) made.push({ type: 'row', row: found });
      else if (blank(row)) made.push({ type: 'row', row: blankRow(row) });
      else made.push({ type: 'wait', row });
    }
    return made;
  }, [known, show, stretch, head, first.last_row]);

  return { head, items, rows: known.rows, next: known.next, more, expand, wait, failed };
}

/** A row the file left out because nothing stands in it. */
function blankRow(row: number): WindowRow {
  return { row, state: 'blank', hidden: false, cells: [], marks: {}, issues: [] };
}
