import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { Page } from '#app/components/Page.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { actorOf } from '#app/data/actor.server.ts';
import { qualityCode } from '#app/data/quality.server.ts';
import { qualityLink } from '#app/filters/links.ts';
import { monthParam } from '#app/filters/params.server.ts';
import { formatCount, formatMonth } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';
import { CoveragePanel } from './CoveragePanel.tsx';
import { answerOf } from './decision.server.ts';
import { FindingBlock } from './FindingBlock.tsx';
import { NameQuestions } from './NameQuestions.tsx';
import styles from './quality.module.css';
import { sectionsOf } from './sections.ts';

/** `kind.field` of the URL. */
const FIELD = /^([a-z_]{1,40})\.([a-z_]{1,40})$/;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const { lang } = requestLang(request);
  const asked = monthParam(url);
  const { months } = await context.desk.status();
  const month = asked ?? months.at(-1) ?? null;
  if (month === null || !months.includes(month)) {
    return { month, months, shown: null, quality: null, blank: null };
  }
  const shown = qualityCode(url.searchParams.get('show'));
  const field = FIELD.exec(url.searchParams.get('field') ?? '');
  return {
    month,
    months,
    shown: shown ?? null,
    quality: await context.desk.quality(month, lang, shown),
    blank:
      field === null
        ? null
        : await context.desk.blankField(month, field[1] ?? '', field[2] ?? '', lang),
  };
}

/** Decides whom a written name means, or takes a decision back. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { lang } = requestLang(request);
  const actor = (await actorOf(request))?.name ?? null;
  return answerOf(context.desk, await request.formData(), context.now, actor, lang);
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const lang = metaLang(matches);
  const title = translator(lang)('nav.quality');
  return [{ title: pageTitle(lang, data?.month ? formatMonth(data.month, lang) : null, title) }];
};

/** How far a month's figures can be trusted: what is wrong, at which cells, what to do; and what was never asked for. */
export default function QualityPage() {
  const { month, months, shown, quality, blank } = usePageData<typeof loader>();
  const { t } = useLang();
  const href = (to: string) => qualityLink(to);
  if (month === null || quality === null) {
    return (
      <Page
        title={t('nav.quality')}
        {...(month === null ? {} : { month: { month, months, href } })}
      >
        <EmptyMonth month={month} months={months} href={href} />
      </Page>
    );
  }
  const sections = sectionsOf(quality);
  const open = sections.filter(({ visible }) => visible);
  const clear = sections.filter(({ visible }) => !visible);
  const kinds = quality.findings.filter(({ count }) => count > 0).length;
  return (
    <Page title={t('nav.quality')} month={{ month, months, href }} draft>
      <Panel
        title={t('quality.title')}
        answer={kinds === 0 ? t('qualityPage.sound') : t('qualityPage.answer', { count: kinds })}
        side={<span>{t('quality.batches', { count: quality.batches })}</span>}
      >
        <nav
          className={`items num after-head ${styles.index}`}
          aria-label={t('qualityPage.sections')}
        >
          {sections.map(({ section, count }) => {
            const content = (
              <>
                <b className={count === 0 ? 'z' : undefined}>{formatCount(count)}</b>
                {t(`qualityPage.section.${section}`)}
              </>
            );
            return count === 0 ? (
              <div key={section}>{content}</div>
            ) : (
              <a key={section} href={`#${section}`}>
                {content}
              </a>
            );
          })}
          <a href="#coverage">
            <b className={quality.not_captured === 0 ? 'z' : undefined}>
              {formatCount(quality.not_captured)}
            </b>
            {t('notCaptured')}
          </a>
        </nav>
      </Panel>
      {open.map(({ section, findings }) => (
        <div key={section} id={section} className={styles.section} tabIndex={-1}>
          <Panel
            title={t(`qualityPage.section.${section}`)}
            answer={t(`qualityPage.why.${section}`)}
          >
            {findings.map((finding) => (
              <FindingBlock
                key={finding.code}
                finding={finding}
                month={month}
                shown={shown === finding.code}
              />
            ))}
            {section === 'persons' ? <NameQuestions persons={quality.persons} /> : null}
          </Panel>
        </div>
      ))}
      <CoveragePanel quality={quality} blank={blank} />
      {clear.length === 0 ? null : (
        <section className="panel" aria-label={t('qualityPage.clear')}>
          <p className={styles.quiet}>
            {t('qualityPage.nothing', {
              names: clear
                .map(({ section }) => t(`qualityPage.section.${section}`))
                .join(t('listSeparator')),
            })}
          </p>
        </section>
      )}
      <p className="small dim">{t('qualityPage.note')}</p>
    </Page>
  );
}
