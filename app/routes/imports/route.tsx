import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { Form, Link, useActionData } from '@remix-run/react';
import { Count } from '#app/components/Figure.tsx';
import { Page } from '#app/components/Page.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { undoneText } from '#app/components/undone.ts';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { actorOf } from '#app/data/actor.server.ts';
import type { BatchSummary, DraftSummary } from '#app/data/import-desk.ts';
import { MAX_UPLOAD_BYTES, takeUpload, UploadRefused } from '#app/data/upload.server.ts';
import { DASH, formatCount, formatTime } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';
import { draftLink } from '#app/routes/import-draft/view.ts';
import { DropZone } from './DropZone.tsx';

const NOTICES = ['gone', 'discarded'] as const;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const { imports } = context.desk;
  const drafts = await imports.drafts();
  const batches = await imports.batches();
  return {
    drafts: drafts.toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1)),
    batches: batches.toSorted((a, b) => b.batch - a.batch),
    maxBytes: MAX_UPLOAD_BYTES,
    notice: NOTICES.find((name) => search.has(name)) ?? null,
  };
}

/** Files of the plain form, without scripts; or a draft thrown away from the list. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { lang } = requestLang(request);
  if (!request.headers.get('Content-Type')?.startsWith('multipart/')) {
    const form = await request.formData();
    const id = form.get('discard');
    if (typeof id === 'string') await context.desk.imports.discard(id);
    return redirect('/imports?discarded=1');
  }
  try {
    const actor = (await actorOf(request))?.name ?? null;
    return redirect(draftLink(await takeUpload(request, context.desk.imports, actor, lang)));
  } catch (error) {
    if (error instanceof UploadRefused) {
      return data({ message: error.message }, { status: error.status });
    }
    throw error;
  }
}

export const meta: MetaFunction = ({ matches }) => {
  const lang = metaLang(matches);
  return [{ title: pageTitle(lang, translator(lang)('nav.imports')) }];
};

export default function ImportsPage() {
  const { drafts, batches, maxBytes, notice } = usePageData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useLang();
  const refusal = answer && 'message' in answer ? answer.message : null;
  return (
    <Page
      title={t('nav.imports')}
      actions={
        <Link className="btn quiet" to="/imports/remembered">
          {t('imports.remembered.title')}
        </Link>
      }
    >
      {notice === null ? null : (
        <p className="panel notice" role="status">
          {t(`imports.notice.${notice}`)}
        </p>
      )}
      <DropZone maxBytes={maxBytes} refusal={refusal} />
      {drafts.length === 0 ? null : <Drafts drafts={drafts} />}
      <History batches={batches} />
    </Page>
  );
}

/** The first names and how many follow. */
function FileNames({ files }: { files: readonly string[] }) {
  const { t } = useLang();
  const [first, second] = files;
  if (files.length <= 2) {
    return <>{[first, second].filter((file) => file !== undefined).join(t('listSeparator'))}</>;
  }
  return (
    <span title={files.join('\n')}>
      {first}
      {t('listSeparator')}
      {second} {t('imports.history.moreFiles', { count: files.length - 2 })}
    </span>
  );
}

function Drafts({ drafts }: { drafts: readonly DraftSummary[] }) {
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  return (
    <Panel
      title={t('imports.drafts.title')}
      answer={t('imports.drafts.answer', { count: drafts.length })}
    >
      <ul className="drafts num">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <Link to={draftLink(draft.id)}>
              <FileNames files={draft.files} />
            </Link>
            <span className="ink2">
              {draft.actor} {formatTime(draft.created_at, year)}
            </span>
            <span
              className={
                draft.state === 'failed'
                  ? 'st breached'
                  : draft.state === 'reading'
                    ? 'st pending'
                    : 'st none ink2'
              }
            >
              {t(`imports.draftState.${draft.state}`)}
            </span>
            <Form method="post">
              <input type="hidden" name="discard" value={draft.id} />
              <button
                type="submit"
                className="btn quiet sm"
                aria-label={t('imports.drafts.discardOf', {
                  files: draft.files.join(t('listSeparator')),
                })}
              >
                {t('imports.commit.discard')}
              </button>
            </Form>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function History({ batches }: { batches: readonly BatchSummary[] }) {
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  const live = batches.filter(({ state }) => state === 'live').length;
  if (batches.length === 0) {
    return (
      <section className="panel box">
        <h2>{t('imports.history.empty')}</h2>
        <p>{t('imports.history.emptyText')}</p>
      </section>
    );
  }
  return (
    <Panel
      title={t('imports.history.title')}
      answer={
        batches.length === live
          ? t('imports.history.answer', { count: batches.length })
          : t('imports.history.answerUndone', {
              count: batches.length,
              undone: batches.length - live,
            })
      }
    >
      <div className="after-head">
        <table className="num history">
          <caption className="sr">{t('imports.history.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('imports.history.batch')}</th>
              <th scope="col">{t('imports.history.when')}</th>
              <th scope="col">{t('imports.history.who')}</th>
              <th scope="col">{t('imports.history.files')}</th>
              <th scope="col">{t('imports.history.kinds')}</th>
              {(['new', 'changed', 'unchanged', 'rejected'] as const).map((part) => (
                <th key={part} scope="col" className="n">
                  {t(`imports.count.${part}`)}
                </th>
              ))}
              <th scope="col">{t('imports.history.state')}</th>
            </tr>
          </thead>
          <tbody>
            {batches.map((batch) => (
              <tr key={batch.batch} className={batch.state === 'undone' ? 'undone' : undefined}>
                <th scope="row" className="no">
                  <Link to={`/imports/${batch.batch}`}>
                    {t('source.batch', { batch: batch.batch })}
                  </Link>
                </th>
                <td className="at">{formatTime(batch.imported_at, year)}</td>
                <td className="by">{batch.actor ?? <span className="dim">{DASH}</span>}</td>
                <td className="fl">
                  <FileNames files={batch.files} />
                </td>
                <td className="kd ink2">
                  {batch.kinds
                    .map((kind) => t(`imports.kindShort.${kind}`))
                    .join(t('listSeparator'))}
                </td>
                {(['new', 'changed', 'unchanged', 'rejected'] as const).map((part) => (
                  <td
                    key={part}
                    className={part === 'rejected' && batch.counts.rejected > 0 ? 'n worse' : 'n'}
                    data-label={t(`imports.count.${part}`)}
                  >
                    {batch.counts[part] === 0 ? (
                      <Count value={0} />
                    ) : (
                      formatCount(batch.counts[part])
                    )}
                  </td>
                ))}
                <td className="ss">
                  {batch.state === 'undone' ? (
                    <span className="badge" title={undoneText(t, batch, year)}>
                      {t('imports.history.undone')}
                    </span>
                  ) : (
                    <span className="ink2">{t('imports.history.live')}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
