import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import {
  type ShouldRevalidateFunctionArgs,
  useActionData,
  useNavigate,
  useSearchParams,
} from '@remix-run/react';
import { useEffect } from 'react';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { Page } from '#app/components/Page.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { actorOf } from '#app/data/actor.server.ts';
import { placeholderNames } from '#app/data/deduction-template.server.ts';
import { deductionsLink } from '#app/filters/links.ts';
import { monthParam } from '#app/filters/params.server.ts';
import { formatMonth } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';
import { useAnswer } from './ActingForm.tsx';
import { answerOf } from './actions.server.ts';
import { DifferencesPanel } from './DifferencesPanel.tsx';
import styles from './deductions.module.css';
import { Download, ExportPanel } from './ExportPanel.tsx';
import { FairnessPanel } from './FairnessPanel.tsx';
import { DisciplinePanel, PeoplePanel } from './PeoplePanel.tsx';
import { ProfilePanel } from './ProfilePanel.tsx';
import { Ask, StatePanel } from './StatePanel.tsx';

const DIALOGS = ['close', 'reopen'] as const;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const { lang } = requestLang(request);
  const { desk } = context;
  const { months } = await desk.status();
  const month = monthParam(url) ?? months.at(-1) ?? null;
  if (month === null) return { month, months, content: null };
  const { review } = desk;
  const sheet = await review.deductions(month);
  // Adjustments of closed months may fall into one that has no tickets yet.
  if (!months.includes(month) && sheet.people.length === 0) {
    return { month, months, content: null };
  }
  const [closing, fines, policy] = await Promise.all([
    review.closing(month),
    desk.fines(month, undefined, lang),
    desk.policy(month),
  ]);
  const [differences, fairness, exports, changes, profile, template, staff] = await Promise.all([
    review.closedVersusToday(month, lang),
    review.fairness(month),
    review.deductionExports(month),
    review.revisionDifferences(month),
    review.profile(),
    review.template(),
    review.staff(),
  ]);
  return {
    month,
    months,
    content: {
      closing,
      sheet,
      // The page lists what counts; the rest of a large month stays where it is.
      fines: fines.filter(({ state }) => state === 'confirmed' || state === 'adjusted'),
      rules: policy.rules,
      policy: { id: policy.id, name: policy.name },
      differences,
      fairness,
      exports,
      changes,
      profile,
      template,
      managers: staff.filter(({ role }) => role === 'manager'),
      placeholders: placeholderNames(lang),
    },
  };
}

/** Opening a row or a dialog shows what the page has already. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  const without = (url: URL) => {
    const params = new URLSearchParams(url.search);
    params.delete('person');
    params.delete('ask');
    return `${url.pathname}?${params}`;
  };
  const same = without(currentUrl) === without(nextUrl);
  if (formMethod === undefined && same && currentUrl.search !== nextUrl.search) return false;
  return defaultShouldRevalidate;
}

/** Closes, reopens, sets the profile, notes notices, takes a template: as the acting person, who is asked for first. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { lang } = requestLang(request);
  const by = await actorOf(request);
  if (by === null) {
    const { pathname, search } = new URL(request.url);
    return redirect(`/actor?then=${encodeURIComponent(pathname + search)}`);
  }
  return answerOf(context.desk.review, request, by, lang);
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const lang = metaLang(matches);
  const title = translator(lang)('closing.title');
  return [{ title: pageTitle(lang, data?.month ? formatMonth(data.month, lang) : null, title) }];
};

/** The open row and dialog by the address as it is now: the loader is not asked again for them. */
function useShown() {
  const [params] = useSearchParams();
  return {
    person: params.get('person') || undefined,
    ask: DIALOGS.find((dialog) => dialog === params.get('ask')),
  };
}

export default function DeductionsPage() {
  const { month, months, content } = usePageData<typeof loader>();
  const shown = useShown();
  const { t } = useLang();
  const navigate = useNavigate();
  const fetcher = useAnswer();
  const posted = useActionData<typeof action>();
  const answer = fetcher.state === 'idle' ? (fetcher.data ?? posted) : undefined;
  const state = content?.closing.state;
  // A dialog has done its work when the month is what it asked for; a month that still wants something is not closed.
  const ready = content?.closing.checklist.every(({ status }) => status !== 'todo') === true;
  const ask =
    (shown.ask === 'close' && state === 'open' && ready) ||
    (shown.ask === 'reopen' && state === 'closed')
      ? shown.ask
      : null;
  const stale = shown.ask !== undefined && ask === null;
  useEffect(() => {
    if (stale && month !== null) {
      navigate(deductionsLink(month), { replace: true, preventScrollReset: true });
    }
  }, [stale, month, navigate]);
  const href = (to: string) => deductionsLink(to);
  if (month === null || content === null) {
    return (
      <Page
        title={t('closing.title')}
        {...(month === null ? {} : { month: { month, months, href } })}
      >
        <EmptyMonth month={month} months={months} href={href} />
      </Page>
    );
  }
  const { closing, sheet, fines, rules, fairness, profile, differences } = content;
  const refused = answer !== undefined && 'ok' in answer && !answer.ok;
  return (
    <Page
      title={t('closing.title')}
      month={{ month, months, href }}
      draft
      differences={state === 'closed' ? differences.length : null}
      actions={
        <Download month={month} form={content.template === null ? 'built_in' : 'template'} />
      }
    >
      {refused && ask === null ? (
        <div className="panel box alert" role="alert">
          <h2>{t('closing.refused')}</h2>
          {answer.details.length > 1 ? (
            <ul className="points">
              {answer.details.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          ) : (
            <p>{answer.message}</p>
          )}
        </div>
      ) : null}
      <p className={styles.said} role="status">
        {answer !== undefined && 'ok' in answer && answer.ok ? answer.message : ''}
      </p>
      <StatePanel closing={closing} sheet={sheet} policy={content.policy} />
      {state === 'closed' ? (
        <DifferencesPanel differences={differences} rules={rules} month={month} />
      ) : null}
      <PeoplePanel sheet={sheet} fines={fines} rules={rules} open={shown.person} />
      <DisciplinePanel sheet={sheet} rules={rules} />
      <ExportPanel
        sheet={sheet}
        exports={content.exports}
        differences={content.changes}
        template={content.template}
        placeholders={content.placeholders}
      />
      <FairnessPanel fairness={fairness} rules={rules} month={month} />
      <ProfilePanel profile={profile} month={month} />
      {ask === null ? null : (
        <Ask ask={ask} closing={closing} sheet={sheet} managers={content.managers} />
      )}
    </Page>
  );
}
