import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link } from '@remix-run/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Page } from '#app/components/Page.tsx';
import {
  columnNumber,
  foldedColumns,
  foldedItems,
  headOf,
} from '#app/components/sheet-grid/model.ts';
import { type GridHandle, type Place, SheetGrid } from '#app/components/sheet-grid/SheetGrid.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { formatTime } from '#app/format/index.ts';
import { requestLang } from '#app/i18n/lang.ts';

const NOTHING: ReadonlySet<string> = new Set();

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { lang } = requestLang(request);
  const search = new URL(request.url).searchParams;
  const id = params.sheet ?? '';
  const row = search.get('row') ?? '1';
  const column = search.get('col');
  const known =
    /^\d{1,15}$/.test(id) &&
    /^[1-9]\d{0,6}$/.test(row) &&
    (column === null || /^[A-Z]{1,3}$/.test(column));
  const view = known
    ? await context.desk.imports.source(Number(id), Number(row), column, lang)
    : null;
  if (view === null) throw new Response(null, { status: 404 });
  return view;
}

export const meta: MetaFunction<typeof loader> = ({ data: view, matches }) => [
  {
    title: pageTitle(
      metaLang(matches),
      view ? `${view.column ?? ''}${view.row}` : null,
      view?.file ?? null,
    ),
  },
];

/** The stored sheet around one cell: the end of every way from a figure to what was typed. */
export default function SourcePage() {
  const view = usePageData<typeof loader>();
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  const { window, row, column } = view;
  const grid = useRef<GridHandle>(null);
  const [active, setActive] = useState<Place | null>({ row, letter: column ?? '' });
  const [opened, setOpened] = useState<ReadonlySet<string>>(NOTHING);
  const head = useMemo(() => headOf(window), [window]);
  const items = useMemo(() => {
    const body = window.rows.filter((each) => each.row >= head.bodyFrom);
    const from = body[0]?.row ?? head.bodyFrom;
    const to = body.at(-1)?.row ?? from;
    return foldedItems(body, head.bodyFrom, window.last_row, [{ from, to }], null);
  }, [window, head]);
  const columns = useMemo(() => {
    const keep = new Set([column ?? '', active?.letter ?? '']);
    return foldedColumns(window.columns, window.rows, false, keep, opened);
  }, [window, column, active, opened]);
  useEffect(() => {
    setActive({ row, letter: column ?? '' });
    grid.current?.reveal({ row, letter: column ?? '' });
  }, [row, column]);

  const cell = window.rows.find((each) => each.row === row);
  const text = column === null ? null : (cell?.cells[columnNumber(column) - 1] ?? '');
  const mark = column === null ? undefined : cell?.marks[column];
  const address = `${column ?? ''}${row}`;
  return (
    <Page
      title={column === null ? t('source.row', { row }) : address}
      quiet
      badge={
        view.batch_state === 'undone' ? (
          <span className="badge">{t('imports.history.undone')}</span>
        ) : undefined
      }
    >
      <nav className="crumbs num" aria-label={t('source.path')}>
        <Link to="/imports">{t('nav.imports')}</Link> ›{' '}
        <Link to={`/imports/${view.batch}`}>{t('source.batch', { batch: view.batch })}</Link> ›{' '}
        <span>{view.file}</span> › <span>{view.sheet}</span> › <b>{address}</b>
      </nav>
      <section className="panel source-view">
        <div className="body file-facts num">
          {text === null ? null : (
            <span className="typed-text">
              {t('source.title')} <b>{text === '' ? t('source.blank') : text}</b>
              {mark?.edited == null ? null : (
                <>
                  {' '}
                  {t('source.typedOver')} <b>{mark.edited === '' ? t('blank') : mark.edited}</b>
                </>
              )}
            </span>
          )}
          <span>
            {t('imports.history.when')} {formatTime(view.imported_at, year)} {view.actor}
          </span>
          <span>{t(view.from === 'original' ? 'source.fromOriginal' : 'source.fromTexts')}</span>
          {view.from === 'original' ? (
            <a href={`/imports/files/${view.file_id}/original`}>{t('imports.batch.original')}</a>
          ) : null}
        </div>
        <SheetGrid
          label={t('imports.cells.grid', { sheet: view.sheet })}
          head={head}
          merges={window.merges}
          columns={columns}
          columnCount={window.columns.length}
          items={items}
          lastRow={window.last_row}
          active={active}
          onActive={setActive}
          target={{ row, letter: column }}
          onUnfoldColumns={(from, to) => setOpened(new Set([...opened, from, to]))}
          handle={grid}
        />
      </section>
    </Page>
  );
}
