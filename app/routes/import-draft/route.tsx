import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import {
  Link,
  type ShouldRevalidateFunctionArgs,
  useActionData,
  useRevalidator,
  useSearchParams,
} from '@remix-run/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ConsequencesPanel } from '#app/components/ConsequencesPanel.tsx';
import { Icon } from '#app/components/icons.tsx';
import { Page } from '#app/components/Page.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { policiesOf } from '#app/components/policies.ts';
import { CountStrip } from '#app/components/RowCounts.tsx';
import { headOf, mergeRows } from '#app/components/sheet-grid/model.ts';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { actOnDraft } from '#app/data/draft-actions.server.ts';
import type { Draft, DraftFile, ImportDesk } from '#app/data/import-desk.ts';
import { fieldChoices } from '#app/data/import-fields.server.ts';
import { formatBytes, formatCount, formatTime } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';
import { type CellsHandle, CellsPanel } from './CellsPanel.tsx';
import { CommitBar } from './CommitBar.tsx';
import { MappingPanel } from './MappingPanel.tsx';
import { SheetsPanel } from './SheetsPanel.tsx';
import { useDraftWork } from './use-draft-work.ts';
import type { FirstWindow } from './use-sheet-rows.ts';
import {
  CELL_PARAMS,
  chosenSheet,
  isComputing,
  nextSheet,
  readCounts,
  type Shown,
  uncountedFiles,
} from './view.ts';

/** Rows of interest of the first answer. */
const FIRST_ROWS = 200;
/** How often the reading is asked after. */
const POLL_MS = 700;

function integer(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** Rows of a sheet with a header and nothing of interest that are shown all the same. */
const FIRST_LOOK = 8;

/** The rows of interest from the top; where there are none, or no header was found, what the sheet begins with. */
async function firstWindow(
  desk: ImportDesk,
  id: string,
  { file, sheet }: Shown,
): Promise<FirstWindow> {
  const window = await desk.window(id, file, sheet, {
    show: 'interesting',
    from: 1,
    limit: FIRST_ROWS,
  });
  const interesting = window.rows.length;
  const { bodyFrom } = headOf(window);
  if (window.last_row < bodyFrom || window.rows.some(({ row }) => row >= bodyFrom)) {
    return { window, interesting, covered: [] };
  }
  const from = window.header === null ? 1 : bodyFrom;
  const limit = window.header === null ? FIRST_ROWS : FIRST_LOOK;
  const look = await desk.window(id, file, sheet, { show: 'all', from, limit });
  const to = look.rows.length < limit ? window.last_row : (look.rows.at(-1)?.row ?? from);
  return {
    window: {
      ...window,
      columns: look.columns.length > window.columns.length ? look.columns : window.columns,
      merges: [...window.merges, ...look.merges],
      rows: mergeRows(window.rows, look.rows),
    },
    interesting,
    covered: [{ from, to }],
  };
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { lang } = requestLang(request);
  const search = new URL(request.url).searchParams;
  const draft = await context.desk.imports.draft(params.id ?? '', lang);
  if (draft === null) throw redirect('/imports?gone=1');
  const chosen = chosenSheet(draft, {
    file: integer(search.get('file')),
    sheet: integer(search.get('sheet')),
  });
  const shown: Shown = {
    file: chosen?.file.index ?? 0,
    sheet: chosen?.sheet.position ?? 0,
    show: search.get('show') === 'all' ? 'all' : 'interesting',
    row: integer(search.get('row')),
    col: /^[A-Z]{1,3}$/.test(search.get('col') ?? '') ? search.get('col') : null,
  };
  let first: FirstWindow | null = null;
  let windowError: string | null = null;
  if (chosen && draft.state === 'ready' && !chosen.sheet.blank) {
    try {
      first = await firstWindow(context.desk.imports, draft.id, shown);
    } catch (error) {
      windowError = error instanceof Error ? error.message : '';
    }
  }
  return {
    draft,
    shown,
    first,
    windowError,
    policies: await policiesOf(context.desk, draft.consequences),
    fields: fieldChoices(lang),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { lang } = requestLang(request);
  try {
    const answer = await actOnDraft(
      context.desk.imports,
      params.id ?? '',
      await request.formData(),
    );
    if (answer.done === 'discarded') return redirect('/imports?discarded=1');
    if (answer.done === 'committed') return redirect(`/imports/${answer.batch}?done=1`);
    if (answer.done === 'refused') {
      return data({ message: null, refused: answer.refused }, { status: 422 });
    }
    if (answer.done === 'nothing') {
      return data(
        { message: translator(lang)('imports.action.nothing'), refused: [] },
        { status: 400 },
      );
    }
    return data({ message: null, refused: [] });
  } catch (error) {
    // The desk's messages are for people.
    const message = error instanceof Error ? error.message : String(error);
    return data({ message, refused: [] }, { status: 409 });
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => {
  const lang = metaLang(matches);
  return [
    {
      title: pageTitle(
        lang,
        translator(lang)('imports.draft.title'),
        page?.draft.files[0]?.file ?? null,
      ),
    },
  ];
};

/** Where only the cell at hand changed, the server is not asked again. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs): boolean {
  if (formMethod !== undefined || currentUrl.pathname !== nextUrl.pathname) {
    return defaultShouldRevalidate;
  }
  if (currentUrl.search === nextUrl.search) return defaultShouldRevalidate;
  const rest = (url: URL) => {
    const params = new URLSearchParams(url.search);
    for (const name of [...CELL_PARAMS, 'show']) params.delete(name);
    return params.toString();
  };
  return rest(currentUrl) !== rest(nextUrl);
}

type PageData = Awaited<ReturnType<typeof loader>>;

/** While the draft is read again, what was known before stays on the page, dimmed. */
function useKeptWhileReading(page: PageData): { page: PageData; old: boolean } {
  const kept = useRef<PageData | null>(null);
  const reading = page.draft.state === 'reading';
  useEffect(() => {
    if (!reading) kept.current = page;
  }, [page, reading]);
  const before = kept.current;
  if (!reading || before === null || before.draft.id !== page.draft.id) {
    return { page, old: false };
  }
  // What a person just decided is shown at once; counts and rows are those of before.
  const files = before.draft.files
    .filter(({ index }) => page.draft.files.some((file) => file.index === index))
    .map((file) => ({
      ...file,
      sheets: file.sheets.map((sheet) => {
        const now = page.draft.files
          .find(({ index }) => index === file.index)
          ?.sheets.find(({ position }) => position === sheet.position);
        return now ? { ...sheet, choices: now.choices } : sheet;
      }),
    }));
  const sameSheet =
    before.shown.file === page.shown.file && before.shown.sheet === page.shown.sheet;
  return {
    page: {
      ...before,
      draft: {
        ...before.draft,
        state: 'reading',
        progress: page.draft.progress,
        options: page.draft.options,
        files: files.length === 0 ? before.draft.files : files,
      },
      shown: page.shown,
      first: sameSheet ? before.first : null,
    },
    old: true,
  };
}

/** Asks after the reading until it ends, then asks the page anew; and once more when the figures are computed. */
function useReadingProgress(draft: Draft): Draft['progress'] {
  const { revalidate } = useRevalidator();
  const [progress, setProgress] = useState(draft.progress);
  const reading = draft.state === 'reading';
  const waits = reading || isComputing(draft);
  useEffect(() => setProgress(draft.progress), [draft.progress]);
  useEffect(() => {
    if (!waits) return;
    let ended = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      try {
        const response = await fetch(`/imports/drafts/${encodeURIComponent(draft.id)}/progress`);
        const answer: { state: string; progress: Draft['progress']; complete: boolean } =
          await response.json();
        if (ended) return;
        if (answer.complete || (reading && answer.state !== 'reading')) return revalidate();
        setProgress(answer.progress);
      } catch {
        // The server is away for a moment: asked again.
      }
      if (!ended) timer = setTimeout(ask, POLL_MS);
    };
    timer = setTimeout(ask, POLL_MS);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [waits, reading, draft.id, revalidate]);
  return progress;
}

/** Asks how far a commit is while it runs; its end opens another page. */
function useCommitProgress(id: string, committing: boolean): Draft['progress'] {
  const [progress, setProgress] = useState<Draft['progress']>(null);
  useEffect(() => {
    if (!committing) return;
    setProgress(null);
    const timer = setInterval(async () => {
      try {
        const response = await fetch(`/imports/drafts/${encodeURIComponent(id)}/progress`);
        const answer: { progress: Draft['progress'] } = await response.json();
        if (answer.progress !== null) setProgress(answer.progress);
      } catch {
        // The server is away for a moment: asked again.
      }
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [committing, id]);
  return progress;
}

export default function DraftPage() {
  const loaded = usePageData<typeof loader>();
  const { page, old } = useKeptWhileReading(loaded);
  const { draft, first, windowError, policies, fields } = page;
  const [search] = useSearchParams();
  // How much is shown is the browser's own business: changing it asks the server nothing.
  const shown: Shown = {
    ...page.shown,
    show: search.get('show') === 'all' ? 'all' : 'interesting',
  };
  const answer = useActionData<typeof action>();
  const { t } = useLang();
  const progress = useReadingProgress(loaded.draft);
  const { committing } = useDraftWork();
  const written = useCommitProgress(draft.id, committing);
  const chosen = chosenSheet(draft, { file: shown.file, sheet: shown.sheet });
  const [said, setSaid] = useState('');
  const cells = useRef<CellsHandle | null>(null);
  const register = useCallback((handle: CellsHandle) => {
    cells.current = handle;
  }, []);
  const show = useCallback(
    (row: number, letter: string | null) => cells.current?.show(row, letter),
    [],
  );
  const reading = loaded.draft.state === 'reading';

  // The result of a reading is said once.
  const wasReading = useRef(reading);
  useEffect(() => {
    if (wasReading.current && !reading) {
      const { counts, questions } = loaded.draft;
      setSaid(
        t('imports.live.read', {
          rows: formatCount(counts.rows - counts.rejected),
          rejected: formatCount(readCounts(loaded.draft).rejected),
          questions: formatCount(questions),
        }),
      );
    }
    wasReading.current = reading;
  }, [reading, loaded.draft, t]);

  const refused = answer?.refused ?? [];
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (answer && (answer.message !== null || answer.refused.length > 0)) alert.current?.focus();
  }, [answer]);

  const replaceable = useMemo(() => {
    const chosen = draft.options.replace_month;
    const months = draft.files.flatMap((file) => file.months);
    return [...new Set(chosen === null ? months : [...months, chosen])].sort();
  }, [draft.files, draft.options.replace_month]);

  return (
    <Page
      title={t('imports.draft.title')}
      quiet
      badge={<span className="badge info">{t('imports.draft.notCommitted')}</span>}
      actions={
        <Link className="btn quiet" to="/imports" aria-label={t('imports.draft.history')}>
          <Icon name="undo" />
          <span>{t('imports.draft.history')}</span>
        </Link>
      }
    >
      {answer?.message || refused.length > 0 ? (
        <div className="panel box alert" role="alert" tabIndex={-1} ref={alert}>
          <h2>{t('imports.action.notDone')}</h2>
          {answer?.message ? <p>{answer.message}</p> : null}
          {refused.map(({ file, message }) => (
            <p key={file}>
              <b>{file}</b> {message}
            </p>
          ))}
        </div>
      ) : null}
      {reading ? <ReadingStrip progress={progress} again={old} id={draft.id} /> : null}
      {draft.state === 'failed' ? (
        <section className="panel box alert" role="alert">
          <h2>{t('imports.draft.failed')}</h2>
          <p>{draft.error}</p>
        </section>
      ) : null}
      {chosen === null ? (
        <NothingYet draft={draft} reading={reading} />
      ) : (
        <>
          <section className={old ? 'panel dimmed' : 'panel'} aria-label={t('imports.facts.title')}>
            <Facts draft={draft} file={chosen.file} />
            <CountStrip
              counts={readCounts(draft)}
              remarks={{
                rows: t('imports.facts.sheets', {
                  count: draft.files.flatMap(({ sheets }) => sheets).filter(({ blank }) => !blank)
                    .length,
                }),
                rejected: t('imports.facts.rejected'),
                skipped: t('imports.facts.skipped'),
                unchanged: t('imports.facts.unchanged'),
                removed: t('imports.facts.removed'),
              }}
            />
          </section>
          <div className="two">
            <SheetsPanel draft={draft} file={chosen.file} sheet={chosen.sheet} dimmed={old} />
            <MappingPanel
              key={`${chosen.file.index}/${chosen.sheet.position}`}
              file={chosen.file}
              sheet={chosen.sheet}
              fields={fields}
              roster={draft.roster}
              dimmed={old}
              onShow={show}
            />
          </div>
          {chosen.sheet.blank ? null : first === null ? (
            <Panel title={t('imports.cells.title')}>
              <p className="body ink2">
                {windowError ?? t(reading ? 'imports.cells.reading' : 'imports.cells.failed')}
              </p>
            </Panel>
          ) : (
            <CellsPanel
              key={`${chosen.file.index}/${chosen.sheet.position}`}
              draft={draft.id}
              file={chosen.file}
              sheet={chosen.sheet}
              first={first}
              limit={FIRST_ROWS}
              shown={shown}
              fields={fields}
              dimmed={old}
              say={setSaid}
              register={register}
            />
          )}
          <ConsequencesPanel
            consequences={draft.consequences}
            policies={policies}
            title={t('imports.consequences.title')}
            answer={t('imports.consequences.answer')}
            refused={uncountedFiles(draft)}
            dimmed={old}
          />
        </>
      )}
      <CommitBar
        draft={draft}
        next={chosen === null ? null : nextSheet(draft, chosen)}
        months={replaceable}
        progress={written}
      />
      <div role="status" aria-live="polite" className="sr">
        {said}
      </div>
    </Page>
  );
}

/** Which file is at hand and where it came from. */
function Facts({ draft, file }: { draft: Draft; file: DraftFile }) {
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  return (
    <div className="body file-facts num">
      <span>
        <b>{file.file}</b> {formatBytes(file.bytes)}
      </span>
      {file.format === null ? null : (
        <span>
          {t('imports.facts.format')} <b>{t(`imports.format.${file.format}`)}</b>
          {file.encoding === null ? null : ` ${file.encoding.toUpperCase()}`}
        </span>
      )}
      <span>
        {t('imports.facts.uploaded')} {draft.actor === null ? null : <b>{draft.actor}</b>}{' '}
        {formatTime(draft.created_at, year)}
      </span>
      {file.sha256 === null ? null : (
        <span title={file.sha256}>
          {t('imports.facts.hash')}{' '}
          <span className="mono">
            {file.sha256.slice(0, 4)}…{file.sha256.slice(-4)}
          </span>
          {t('separator')}
          {file.known_in_batch === null ? (
            t('imports.facts.new')
          ) : (
            <Link to={`/imports/${file.known_in_batch}`}>
              {t('imports.facts.known', { batch: file.known_in_batch })}
            </Link>
          )}
        </span>
      )}
    </div>
  );
}

/** How far the reading is. The first time there is nothing below it yet. */
function ReadingStrip({
  progress,
  again,
  id,
}: {
  progress: Draft['progress'];
  again: boolean;
  id: string;
}) {
  const { t } = useLang();
  return (
    <section className="panel reading num" aria-label={t('imports.reading.title')}>
      <b>{t(again ? 'imports.reading.again' : 'imports.reading.title')}</b>
      {progress === null ? null : (
        <span className="ink2">
          {t('imports.reading.at', {
            file: progress.file,
            rows: formatCount(progress.rows),
            done: progress.done_files,
            files: progress.files,
          })}
        </span>
      )}
      <span className="sp" />
      {again ? null : (
        <form method="post" action={`/imports/drafts/${encodeURIComponent(id)}`}>
          <input type="hidden" name="intent" value="discard" />
          <button type="submit" className="btn sm">
            {t('imports.reading.cancel')}
          </button>
        </form>
      )}
      {progress === null || progress.files === 0 ? null : (
        <progress
          max={progress.files}
          value={progress.done_files}
          aria-label={t('imports.reading.title')}
        />
      )}
    </section>
  );
}

/** No sheet to show: still reading, or none of the files could be opened. */
function NothingYet({ draft, reading }: { draft: Draft; reading: boolean }) {
  const { t } = useLang();
  if (reading) {
    return (
      <div className="skeleton" aria-hidden="true">
        <div className="panel" />
        <div className="panel tall" />
      </div>
    );
  }
  return (
    <section className="panel box">
      <h2>{t('imports.draft.nothing')}</h2>
      {draft.files.map(({ index, file, error }) => (
        <p key={index}>
          <b>{file}</b> {error?.message}
        </p>
      ))}
    </section>
  );
}
