import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, type ShouldRevalidateFunctionArgs } from '@remix-run/react';
import { useCallback } from 'react';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { useRuleTitle } from '#app/components/FineCard.tsx';
import { Page } from '#app/components/Page.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { fineCard, initialsOfStaff, openMonthAfter } from '#app/data/queue.server.ts';
import { finesLink } from '#app/filters/links.ts';
import { monthParam } from '#app/filters/params.server.ts';
import { formatMonth } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';
import styles from './fines.module.css';
import { filterOf, narrowed, ofTab, sorted } from './listing.ts';
import { Queue } from './Queue.tsx';
import { packRows, rowOf } from './rows.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { desk } = context;
  const url = new URL(request.url);
  const { lang } = requestLang(request);
  const key = url.searchParams.get('key');
  const { months } = await desk.status();
  const month = monthParam(url) ?? (await monthOf(key)) ?? months.at(-1) ?? null;
  if (month === null || !months.includes(month)) return { month, months, content: null };
  const [policy, closing] = await Promise.all([desk.policy(month), desk.review.closing(month)]);
  const closed = closing.state === 'closed';
  const [fines, initials, lateMonth] = await Promise.all([
    desk.review.queue(month, lang),
    initialsOfStaff(desk),
    closed ? openMonthAfter(desk, month) : null,
  ]);
  const rows = fines.map((fine) => rowOf(fine, initials));
  const keyed = rows.find((row) => row.key === key);
  // A link to one fine stands on the tab that fine is on.
  const tab = keyed?.state ?? 'proposed';
  const filter = filterOf(url.searchParams, tab);
  const first = keyed ?? sorted(ofTab(narrowed(rows, filter), filter.tab), filter)[0];
  return {
    month,
    months,
    content: {
      packed: packRows(rows),
      tab,
      rules: policy.rules,
      card: first === undefined ? null : await fineCard(desk, first.key, lang),
      checklist: closing.checklist,
      head: closing.head,
      lateMonth,
    },
  };

  async function monthOf(of: string | null): Promise<string | null> {
    return of === null ? null : ((await desk.review.fineDetail(of, lang))?.fine.month ?? null);
  }
}

/** Filters, order and the open card are worked out in the browser from rows it has: only another month is loaded. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  const month = nextUrl.searchParams.get('month');
  const stays =
    formMethod === undefined &&
    currentUrl.pathname === nextUrl.pathname &&
    currentUrl.search !== nextUrl.search &&
    month !== null &&
    month === currentUrl.searchParams.get('month');
  return stays ? false : defaultShouldRevalidate;
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const lang = metaLang(matches);
  const title = translator(lang)('nav.fines');
  return [{ title: pageTitle(lang, data?.month ? formatMonth(data.month, lang) : null, title) }];
};

export default function FinesPage() {
  const { month, months, content } = usePageData<typeof loader>();
  const { t, lang } = useLang();
  const title = useRuleTitle(content?.rules ?? []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are drawn anew only when the words change
  const ruleTitle = useCallback(title, [content?.rules, lang]);
  const href = (to: string) => finesLink(to);
  if (month === null || content === null) {
    return (
      <Page title={t('nav.fines')} {...(month === null ? {} : { month: { month, months, href } })}>
        <EmptyMonth month={month} months={months} href={href} />
      </Page>
    );
  }
  const { head } = content;
  return (
    <Page
      title={t('nav.fines')}
      month={{ month, months, href }}
      draft
      mainClass={styles.work ?? ''}
      stripLinks={
        content.lateMonth === null ? null : (
          <Link to={finesLink(content.lateMonth)}>
            {t('review.queue.closed.late', { month: formatMonth(content.lateMonth, lang) })}
          </Link>
        )
      }
    >
      <Queue
        key={month}
        month={month}
        closed={head !== null}
        packed={content.packed}
        tab={content.tab}
        card={content.card}
        checklist={content.checklist}
        ruleTitle={ruleTitle}
      />
    </Page>
  );
}
