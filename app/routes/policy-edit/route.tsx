import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, useActionData, useNavigation, useSubmit } from '@remix-run/react';
import { type RefObject, useRef } from 'react';
import { useActing } from '#app/components/ActorPicker.tsx';
import { Page } from '#app/components/Page.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import type { DraftPage } from '#app/data/policy-desk.ts';
import { withParams } from '#app/filters/links.ts';
import { DASH, formatMonth, formatTime } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';
import styles from '#app/routes/policy/policy.module.css';
import { answerOf, type EditAnswer } from './actions.server.ts';
import { PolicyForm } from './PolicyForm.tsx';
import { pathText, valueText } from './paths.ts';
import { ReplayPanel } from './ReplayPanel.tsx';

/** The number of the draft in the URL; anything else names none. */
function draftParam(url: URL): number | null {
  const text = url.searchParams.get('draft') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const { lang } = requestLang(request);
  const id = draftParam(url);
  const draft = id === null ? null : await context.desk.policies.draft(id, lang);
  return {
    draft,
    view: url.searchParams.get('view') === 'yaml' ? ('yaml' as const) : ('form' as const),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { lang } = requestLang(request);
  const id = draftParam(new URL(request.url));
  if (id === null) throw new Response(null, { status: 404 });
  return answerOf(context.desk.policies, id, request, lang);
}

export const meta: MetaFunction<typeof loader> = ({ matches }) => {
  const lang = metaLang(matches);
  const t = translator(lang);
  return [{ title: pageTitle(lang, t('policy.edit.title'), t('nav.policy')) }];
};

/** A policy being written: as a form and as text, what it changes, what it would have done, and putting it in force. */
export default function PolicyEditPage() {
  const { draft, view } = usePageData<typeof loader>();
  const answer = useActionData() as EditAnswer | undefined;
  const { t } = useLang();
  if (draft === null) {
    return (
      <Page title={t('policy.edit.title')} quiet>
        <section className="panel box">
          <h2>{t('policy.edit.gone')}</h2>
          <p>{t('policy.edit.goneText')}</p>
          <Link className="btn" to="/policy">
            {t('policy.edit.back')}
          </Link>
        </section>
      </Page>
    );
  }
  const sound = draft.faults.length === 0;
  return (
    <Page
      title={t('policy.edit.title')}
      quiet
      badge={<span className="badge draft">{t('policy.drafts')}</span>}
      actions={
        <Link className="btn" to="/policy">
          {t('policy.edit.back')}
        </Link>
      }
    >
      <WritingPanel draft={draft} view={view} answer={answer} />
      {draft.against === null ? null : <DifferencesPanel against={draft.against} />}
      <ReplayPanel replay={answer?.replay ?? null} blocked={!sound} />
      <ActivatePanel draft={draft} />
    </Page>
  );
}

function WritingPanel({
  draft,
  view,
  answer,
}: {
  draft: DraftPage;
  view: 'form' | 'yaml';
  answer: EditAnswer | undefined;
}) {
  const { t, lang } = useLang();
  const area = useRef<HTMLTextAreaElement>(null);
  const busy = useNavigation().formData?.get('intent') === 'save';
  const sound = draft.faults.length === 0;
  const to = (next: 'form' | 'yaml') =>
    withParams('/policy/edit', { draft: draft.draft_id, view: next === 'yaml' ? 'yaml' : null });
  const name = draft.policy?.name[lang] ?? t('policy.draftNameless');
  return (
    <Panel
      title={name}
      answer={
        draft.base === null
          ? ''
          : t('policy.edit.of', { name: draft.base.name[lang], version: draft.base.version })
      }
      side={
        <span className="num">
          {t('policy.draftSaved', { time: formatTime(draft.saved_at) })}
          {draft.saved_by === null ? '' : ` ${draft.saved_by}`}
        </span>
      }
    >
      <div className={styles.head}>
        <nav className={styles.tabs} aria-label={t('policy.edit.view')}>
          {(['form', 'yaml'] as const).map((each) => (
            <Link
              key={each}
              to={to(each)}
              preventScrollReset
              aria-current={view === each ? 'page' : undefined}
            >
              {t(`policy.edit.${each}`)}
            </Link>
          ))}
        </nav>
        <span className={sound ? styles.said : styles.refused} role="status">
          {sound
            ? t('policy.edit.sound')
            : t('policy.edit.unsound', { count: draft.faults.length })}
        </span>
        <span className={answer?.ok === false ? styles.refused : styles.said} role="status">
          {answer?.message ?? ''}
          {answer?.faults
            .filter(({ name: field }) => field === '')
            .map(({ message }) => message)
            .join(t('semicolon'))}
        </span>
        <Form method="post" style={{ marginLeft: 'auto' }}>
          <input type="hidden" name="intent" value="discard" />
          <button type="submit" className="btn sm">
            {t('policy.edit.discard')}
          </button>
        </Form>
      </div>
      {sound ? null : (
        <ul className={styles.faults}>
          {draft.faults.map((fault) => (
            <li key={`${fault.line} ${fault.path} ${fault.message}`}>
              <FaultLine line={fault.line} area={area} />
              <code>{fault.path === '' ? t('policy.edit.wholeText') : fault.path}</code>
              <span>{fault.message}</span>
            </li>
          ))}
        </ul>
      )}
      {view === 'yaml' ? (
        <Form method="post" preventScrollReset key={draft.saved_at}>
          <input type="hidden" name="intent" value="save" />
          <textarea
            ref={area}
            name="text"
            className={styles.text}
            defaultValue={draft.text}
            aria-label={t('policy.edit.textLabel')}
            aria-invalid={!sound}
            spellCheck={false}
            autoComplete="off"
            wrap="off"
          />
          <div className={styles.actions}>
            <button type="submit" className="btn pri" disabled={busy}>
              {t('policy.edit.save')}
            </button>
            <span className={styles.said}>{t('policy.edit.textHint')}</span>
          </div>
        </Form>
      ) : sound ? (
        <PolicyForm draft={draft} faults={answer?.faults ?? []} typed={answer?.typed ?? {}} />
      ) : (
        <p className={styles.head}>
          {t('policy.edit.formClosed')}{' '}
          <Link className="btn sm" to={to('yaml')} preventScrollReset>
            {t('policy.edit.yaml')}
          </Link>
        </p>
      )}
    </Panel>
  );
}

/** The line of a fault; in the text it puts the cursor there. */
function FaultLine({ line, area }: { line: number; area: RefObject<HTMLTextAreaElement> }) {
  const { t } = useLang();
  const label = t('policy.edit.line', { line });
  return (
    <button
      type="button"
      className="btn sm num"
      onClick={() => {
        const field = area.current;
        if (field === null) return;
        const lines = field.value.split('\n');
        const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
        field.focus();
        field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
        field.scrollTop = Math.max(0, (line - 5) * 20);
      }}
    >
      {label}
    </button>
  );
}

function DifferencesPanel({ against }: { against: NonNullable<DraftPage['against']> }) {
  const { t, lang } = useLang();
  const { head, differences } = against;
  return (
    <Panel
      title={t('policy.edit.differences')}
      answer={t('policy.edit.differencesAnswer', { name: head.name[lang], version: head.version })}
    >
      {differences.length === 0 ? (
        <p className={styles.head}>{t('policy.edit.differencesNone')}</p>
      ) : (
        <div className={`scroll after-head ${styles.rows}`}>
          <table className="num plain">
            <caption className="sr">{t('policy.edit.differences')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('policy.head.entry')}</th>
                <th scope="col">{t('policy.head.before')}</th>
                <th scope="col">{t('policy.head.after')}</th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ path, before, after }) => (
                <tr key={path}>
                  <th scope="row" title={path}>
                    {pathText(t, path)}
                  </th>
                  <td className="ink2">{before === null ? DASH : valueText(t, path, before)}</td>
                  <td>{after === null ? DASH : valueText(t, path, after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

/** Puts the draft in force; who does so is recorded, so somebody must be acting. */
function ActivatePanel({ draft }: { draft: DraftPage }) {
  const { t, lang } = useLang();
  const acting = useActing();
  const submit = useSubmit();
  const form = useRef<HTMLFormElement>(null);
  const busy = useNavigation().formData?.get('intent') === 'activate';
  const blocked = draft.faults.length > 0;
  const next = draft.months.at(-1) ?? '';
  return (
    <Panel title={t('policy.edit.activate')} answer={t('policy.edit.activateAnswer')}>
      <Form
        method="post"
        ref={form}
        className={styles.activate}
        preventScrollReset
        onSubmit={(event) => {
          event.preventDefault();
          acting.as(() => {
            if (form.current !== null) submit(form.current);
          });
        }}
      >
        <input type="hidden" name="intent" value="activate" />
        <label className={styles.field} htmlFor="activate-month">
          <span>{t('policy.edit.activateMonth')}</span>
          {draft.months.length === 0 ? (
            <input id="activate-month" name="month" type="month" required />
          ) : (
            <select id="activate-month" name="month" defaultValue={next}>
              {[...draft.months].reverse().map((month) => (
                <option key={month} value={month}>
                  {formatMonth(month, lang)}
                </option>
              ))}
            </select>
          )}
        </label>
        <label className={styles.field}>
          <span>{t('policy.edit.activateNote')}</span>
          <input name="note" maxLength={500} autoComplete="off" />
        </label>
        <button
          type="submit"
          className="btn pri"
          disabled={blocked || busy}
          title={blocked ? t('policy.edit.activateBlocked') : undefined}
        >
          {busy ? t('policy.edit.activating') : t('policy.edit.activateButton')}
        </button>
        {blocked ? <span className={styles.said}>{t('policy.edit.activateBlocked')}</span> : null}
      </Form>
      {draft.closed.length === 0 ? null : (
        <p className={`ink2 small ${styles.head}`}>
          {t('policy.edit.activateClosed', {
            months: draft.closed.map((month) => formatMonth(month, lang)).join(t('listSeparator')),
          })}
        </p>
      )}
    </Panel>
  );
}
