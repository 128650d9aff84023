import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { Form, Link, useActionData, useNavigation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { ConsequencesPanel } from '#app/components/ConsequencesPanel.tsx';
import { Icon } from '#app/components/icons.tsx';
import { Page } from '#app/components/Page.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { policiesOf } from '#app/components/policies.ts';
import { CountStrip } from '#app/components/RowCounts.tsx';
import { sourceLink } from '#app/components/source-link.ts';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { undoneText } from '#app/components/undone.ts';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { actorOf } from '#app/data/actor.server.ts';
import { namesOfFields } from '#app/data/field-names.server.ts';
import type { BatchDetail } from '#app/data/import-desk.ts';
import { finesLink, ticketLink } from '#app/filters/links.ts';
import { formatBytes, formatCount, formatMonth, formatTime } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';

/** Why rows were skipped, in the order they are told. */
const SKIPS = [
  'title',
  'repeated_header',
  'total',
  'signature',
  'note',
  'left_out',
  'untouched',
] as const;

type FileDetail = BatchDetail['file_details'][number];
type SheetDetail = FileDetail['sheets'][number];

/** Issues listed per sheet before the rest is only counted. */
const ISSUES_SHOWN = 50;

function batchNumber(text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new Response(null, { status: 404 });
  return Number(text);
}

/** Names of every field the sheets' columns were read as. Mappings may name the kind or leave it to the sheet. */
function fieldNames(batch: BatchDetail, lang: 'zh' | 'en'): Record<string, string> {
  const names: Record<string, string> = {};
  for (const { sheets } of batch.file_details) {
    for (const sheet of sheets) {
      for (const field of Object.values(sheet.mapping).flat()) {
        const [first, second] = field.split('.');
        const candidates =
          second === undefined
            ? sheet.kind.map((kind) => ({ kind, field }))
            : [{ kind: first ?? '', field: second }];
        const known = Object.entries(namesOfFields(candidates, lang));
        names[field] = known.find(([id, name]) => !id.endsWith(`.${name}`))?.[1] ?? second ?? field;
      }
    }
  }
  return names;
}

/** Whether rows that stayed out are still kept, with what is wrong with them. */
function holdsRejects(batch: BatchDetail): boolean {
  return batch.file_details.some(({ sheets }) =>
    sheets.some(({ issues }) =>
      issues.some(({ row, severity }) => row > 0 && severity === 'reject'),
    ),
  );
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { lang } = requestLang(request);
  const search = new URL(request.url).searchParams;
  const { imports } = context.desk;
  const batch = await imports.batch(batchNumber(params.batch), lang);
  if (batch === null) throw new Response(null, { status: 404 });
  const asksUndo = search.has('undo') && batch.state === 'live' && batch.undo_refused === null;
  const consequences = asksUndo ? await imports.undoConsequences(batch.batch, lang) : null;
  return {
    batch,
    consequences,
    asksUndo,
    policies: await policiesOf(context.desk, consequences),
    done: search.has('done') && batch.state === 'live',
    names: fieldNames(batch, lang),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const batch = batchNumber(params.batch);
  const form = await request.formData();
  if (form.get('intent') !== 'undo') return redirect(`/imports/${batch}`);
  try {
    const { lang } = requestLang(request);
    await context.desk.imports.undo(batch, (await actorOf(request))?.name ?? null, lang);
    return redirect(`/imports/${batch}?undone=1`);
  } catch (error) {
    // The desk's messages are for people.
    return data(
      { message: error instanceof Error ? error.message : String(error) },
      { status: 409 },
    );
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => {
  const lang = metaLang(matches);
  return [
    {
      title: pageTitle(
        lang,
        page ? translator(lang)('source.batch', { batch: page.batch.batch }) : null,
        page?.batch.files[0] ?? null,
      ),
    },
  ];
};

export default function BatchPage() {
  const { batch, consequences, asksUndo, policies, done, names } = usePageData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t, lang } = useLang();
  const navigation = useNavigation();
  const year = useRoot()?.now.slice(0, 4);
  const undoing = navigation.formData?.get('intent') === 'undo';
  const accepted = batch.counts.new + batch.counts.changed + batch.counts.unchanged;
  const touched = batch.counts.new + batch.counts.changed;
  const address = `/imports/${batch.batch}`;
  const heading = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asksUndo) heading.current?.focus();
  }, [asksUndo]);
  return (
    <Page
      title={t('imports.batch.title', { batch: batch.batch })}
      quiet
      badge={
        batch.state === 'undone' ? (
          <span className="badge">{t('imports.history.undone')}</span>
        ) : (
          <span className="badge ok">{t('imports.history.live')}</span>
        )
      }
      actions={
        <Link className="btn quiet" to="/imports" aria-label={t('imports.draft.history')}>
          <Icon name="undo" />
          <span>{t('imports.draft.history')}</span>
        </Link>
      }
    >
      {done ? (
        <p className="panel notice" role="status">
          <Icon name="check" /> {t('imports.batch.done', { rows: formatCount(accepted) })}{' '}
          <Link to="/">{t('imports.batch.toOverview')}</Link>
        </p>
      ) : null}
      {batch.state === 'undone' ? (
        <p className="panel notice" role="status">
          {t('imports.batch.undone')}
          {` ${undoneText(t, batch, year)}`.trimEnd()}
        </p>
      ) : null}
      {answer?.message ? (
        <div className="panel box alert" role="alert">
          <h2>{t('imports.batch.undoNotDone')}</h2>
          <p>{answer.message}</p>
        </div>
      ) : null}
      {batch.own_gone.length === 0 ? null : <OwnFinesGone gone={batch.own_gone} />}
      <section className="panel" aria-label={t('imports.facts.title')}>
        <div className="body file-facts num">
          <span>
            {t('imports.history.when')} <b>{formatTime(batch.imported_at, year)}</b>
          </span>
          <span>
            {t('imports.history.who')} <b>{batch.actor ?? t('imports.batch.noActor')}</b>
          </span>
          <span>
            {t('imports.batch.mode')}{' '}
            <b>
              {batch.replace_month === null
                ? t('imports.commit.append')
                : t('imports.commit.replace', { month: formatMonth(batch.replace_month, lang) })}
            </b>
          </span>
          <span>
            {batch.kinds.map((kind) => t(`imports.kind.${kind}`)).join(t('listSeparator'))}
          </span>
        </div>
        <CountStrip counts={batch.counts} />
      </section>
      {batch.state === 'live' && holdsRejects(batch) ? (
        <section className="panel box slim undo-ask">
          <p className="num">{t('imports.batch.leftOut', { count: batch.counts.rejected })}</p>
          <a
            className="btn"
            href={`${address}/rejects.xlsx`}
            title={t('imports.commit.rejectsMeaning')}
          >
            <Icon name="download" /> {t('imports.commit.rejects', { count: batch.counts.rejected })}
          </a>
        </section>
      ) : null}
      {asksUndo ? (
        <section
          className="undo-preview"
          ref={heading}
          tabIndex={-1}
          aria-label={t('imports.undo.title')}
        >
          <ConsequencesPanel
            consequences={consequences}
            policies={policies}
            undo
            title={t('imports.undo.title')}
            answer={t('imports.undo.answer', {
              new: formatCount(batch.counts.new),
              changed: formatCount(batch.counts.changed),
            })}
          />
          <Form method="post" action={address} className="a undo-bar">
            <input type="hidden" name="intent" value="undo" />
            <button type="submit" className="btn pri" disabled={undoing}>
              {undoing
                ? t('imports.undo.running')
                : t('imports.undo.button', { rows: formatCount(touched) })}
            </button>
            <Link className="btn" to={address} preventScrollReset>
              {t('imports.undo.keep')}
            </Link>
          </Form>
        </section>
      ) : batch.state === 'live' ? (
        <section className="panel box slim undo-ask">
          {batch.undo_refused === null ? (
            <>
              <p>{t('imports.undo.text')}</p>
              <Link className="btn" to={`${address}?undo=1`} preventScrollReset>
                <Icon name="undo" /> {t('imports.undo.ask')}
              </Link>
            </>
          ) : (
            <p>
              <b>{t('imports.undo.refused')}</b> {batch.undo_refused}{' '}
              {batch.undo_first.map((later) => (
                <Link key={later} className="lnk" to={`/imports/${later}`}>
                  {t('source.batch', { batch: later })}
                </Link>
              ))}
            </p>
          )}
        </section>
      ) : null}
      {batch.file_details.map((file) => (
        <FilePanel key={file.file_id} file={file} names={names} />
      ))}
    </Page>
  );
}

/** Fines of the person who imported or undid that are found no more: for the manager. */
function OwnFinesGone({ gone }: { gone: BatchDetail['own_gone'] }) {
  const { t, lang } = useLang();
  return (
    <section className="panel box alert" aria-labelledby="own-gone">
      <h2 id="own-gone">{t('imports.batch.ownGone')}</h2>
      <p>{t('imports.batch.ownGoneText')}</p>
      <ul className="num">
        {gone.map(({ how, actor, rule_no, month, ticket_no }) => (
          <li key={`${how} ${rule_no} ${month} ${ticket_no}`}>
            {t(how === 'import' ? 'imports.batch.ownGoneImport' : 'imports.batch.ownGoneUndo', {
              actor,
            })}
            {t('separator')}
            <Link to={finesLink(month)}>{formatMonth(month, lang)}</Link>
            {t('separator')}
            {t('imports.batch.ownGoneRule', { rule: rule_no })}
            {ticket_no === null ? null : (
              <>
                {t('separator')}
                <Link to={ticketLink(ticket_no)}>{ticket_no}</Link>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function FilePanel({ file, names }: { file: FileDetail; names: Record<string, string> }) {
  const { t } = useLang();
  return (
    <Panel
      title={file.file}
      answer={
        <span className="num">
          {formatBytes(file.bytes)}
          {t('separator')}
          {t(`imports.format.${file.format}`)}
          {file.encoding === null ? null : ` ${file.encoding.toUpperCase()}`}
        </span>
      }
      side={
        file.kept ? (
          <a className="btn sm" href={`/imports/files/${file.file_id}/original`}>
            <Icon name="download" /> {t('imports.batch.original')}
          </a>
        ) : (
          <span>{t('imports.batch.notKept')}</span>
        )
      }
    >
      <p className="body hash">
        {t('imports.facts.hash')} <span className="mono">{file.sha256}</span>
      </p>
      {file.sheets.map((sheet) => (
        <SheetSection key={sheet.sheet_id} sheet={sheet} names={names} />
      ))}
    </Panel>
  );
}

function SheetSection({ sheet, names }: { sheet: SheetDetail; names: Record<string, string> }) {
  const { t } = useLang();
  const mapped = Object.entries(sheet.mapping);
  const issues = sheet.issues.slice(0, ISSUES_SHOWN);
  const beyond = sheet.issues.length - issues.length + sheet.issues_left_out;
  const edits = sheet.edit_list ?? [];
  const changed = Object.entries(sheet.changed_fields);
  const skipped = SKIPS.flatMap((reason) => {
    const count = sheet.skipped_by[reason] ?? 0;
    return count === 0 ? [] : [`${t(`imports.batch.skip.${reason}`)} ${formatCount(count)}`];
  });
  return (
    <section className="sheet-part">
      <h3>
        <Link
          to={sourceLink({
            sheet_id: sheet.sheet_id,
            row: Math.max(1, sheet.header_row),
            column: null,
          })}
        >
          {sheet.sheet}
        </Link>{' '}
        <span className="ink2 num">
          {sheet.kind.map((kind) => t(`imports.kind.${kind}`)).join(t('listSeparator'))}
          {t('separator')}
          {t('imports.batch.rows', {
            rows: formatCount(sheet.rows),
            new: formatCount(sheet.new),
            changed: formatCount(sheet.changed),
            unchanged: formatCount(sheet.unchanged),
            rejected: formatCount(sheet.rejected),
            skipped: formatCount(sheet.skipped),
          })}
          {sheet.hidden ? `${t('separator')}${t('imports.sheets.hidden')}` : null}
          {sheet.hidden_rows > 0
            ? `${t('separator')}${t('imports.sheets.hiddenRows', { count: sheet.hidden_rows })}`
            : null}
        </span>
      </h3>
      {changed.length === 0 ? null : (
        <p className="ink2 num">
          {t('imports.batch.changedFields')}{' '}
          {changed
            .map(([field, count]) => `${names[field] ?? field} ${formatCount(count)}`)
            .join(t('listSeparator'))}
        </p>
      )}
      {skipped.length === 0 ? null : (
        <p className="ink2 num">
          {t('imports.batch.skippedRows')} {skipped.join(t('listSeparator'))}
        </p>
      )}
      {mapped.length === 0 ? null : (
        <details>
          <summary>
            {t('imports.batch.mapping', { count: mapped.length })}
            {sheet.unmapped.length > 0 ? (
              <span className="dim">
                {t('separator')}
                {t('imports.mapping.out', { count: sheet.unmapped.length })}
              </span>
            ) : null}
          </summary>
          <dl className="mapped">
            {mapped.map(([header, field]) => (
              <div key={header}>
                <dt>{header}</dt>
                <dd>
                  {[...new Set([field].flat().map((each) => names[each] ?? each))].join(
                    t('listSeparator'),
                  )}
                </dd>
              </div>
            ))}
            {sheet.unmapped.map((header) => (
              <div key={`- ${header}`}>
                <dt>{header}</dt>
                <dd className="dim">{t('imports.mapping.notImported')}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {edits.length > 0 ? (
        <details>
          <summary>{t('imports.batch.edits', { count: edits.length })}</summary>
          <ul className="points num">
            {edits.map((edit) => (
              <li key={`${edit.column}${edit.row}`}>
                <Link
                  to={sourceLink({ sheet_id: sheet.sheet_id, row: edit.row, column: edit.column })}
                >
                  {edit.column}
                  {edit.row}
                </Link>{' '}
                <del className="dim">{edit.original === '' ? t('blank') : edit.original}</del> →{' '}
                <b>{edit.typed === '' ? t('blank') : edit.typed}</b>{' '}
                <span className="dim">{edit.actor}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : sheet.edits > 0 ? (
        <p className="ink2">{t('imports.batch.edits', { count: sheet.edits })}</p>
      ) : null}
      {issues.length === 0 ? null : (
        <details open={sheet.rejected > 0}>
          <summary>
            {t('imports.batch.issues', { count: sheet.issues.length + sheet.issues_left_out })}
          </summary>
          <ul className="points num">
            {issues.map((issue, index) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and two issues may be alike
                key={index}
              >
                {issue.row > 0 ? (
                  <Link
                    to={sourceLink({
                      sheet_id: sheet.sheet_id,
                      row: issue.row,
                      column: issue.column,
                    })}
                  >
                    {issue.column === null
                      ? t('source.row', { row: issue.row })
                      : `${issue.column}${issue.row}`}
                  </Link>
                ) : null}{' '}
                <span className={issue.severity === 'reject' ? 'worse' : 'ink2'}>
                  {issue.message}
                </span>
              </li>
            ))}
          </ul>
          {beyond > 0 ? (
            <p className="dim">{t('imports.batch.moreIssues', { count: beyond })}</p>
          ) : null}
        </details>
      )}
    </section>
  );
}
