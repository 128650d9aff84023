import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link } from '@remix-run/react';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { Icon } from '#app/components/icons.tsx';
import { Page } from '#app/components/Page.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { finesLink, withParams } from '#app/filters/links.ts';
import { monthParam } from '#app/filters/params.server.ts';
import { formatMonth } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { Brief } from './Brief.tsx';
import { ChainPanel } from './ChainPanel.tsx';
import { ClausePanel } from './ClausePanel.tsx';
import { FinesPanel } from './FinesPanel.tsx';
import { kpiFigures, stageFigures } from './figures.ts';
import { HeatPanel } from './HeatPanel.tsx';
import { KpiGrid } from './KpiGrid.tsx';
import { QualityPanel } from './QualityPanel.tsx';
import { RepeatPanel } from './RepeatPanel.tsx';
import { SatisfactionPanel } from './SatisfactionPanel.tsx';
import { StagePanel } from './StagePanel.tsx';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const asked = monthParam(new URL(request.url));
  const { months } = await context.desk.status();
  const month = asked ?? months.at(-1) ?? null;
  if (month === null || !months.includes(month)) return { month, months, content: null };
  const [overview, policy] = await Promise.all([
    context.desk.overview(month),
    context.desk.policy(month),
  ]);
  return { month, months, content: { overview, policy } };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const lang = metaLang(matches);
  const title = translator(lang)('nav.overview');
  return [{ title: pageTitle(lang, data?.month ? formatMonth(data.month, lang) : null, title) }];
};

export default function OverviewPage() {
  const { month, months, content } = usePageData<typeof loader>();
  const { t } = useLang();
  if (month === null || content === null) {
    return (
      <Page
        title={t('nav.overview')}
        {...(month === null ? {} : { month: { month, months, href: overviewLink } })}
      >
        <EmptyMonth month={month} months={months} href={overviewLink} />
      </Page>
    );
  }
  const { overview, policy } = content;
  const { report } = overview;
  const kpis = kpiFigures(overview, policy);
  const stages = stageFigures(overview, policy);
  const counts = report.tickets;
  return (
    <Page
      title={t('nav.overview')}
      month={{ month, months, href: overviewLink }}
      draft
      actions={
        <>
          <a
            className="btn"
            href={withParams('/export/summary.xlsx', { month })}
            title={t('overview.export')}
          >
            <Icon name="download" />
            <span>{t('overview.export')}</span>
          </a>
          <Link className="btn pri" to={finesLink(month)}>
            {t('overview.toFines', { count: report.fines.proposed.count })}
          </Link>
        </>
      }
    >
      <p className="small dim counted">
        {t('overview.counted', {
          reported: counts.reported,
          onSite: counts.on_site,
          phone: counts.phone,
        })}
        {counts.unknown > 0 ? t('overview.countedUnknown', { count: counts.unknown }) : null}
        {counts.cancelled > 0 ? t('overview.countedCancelled', { count: counts.cancelled }) : null}
      </p>
      <Brief overview={overview} policy={policy} kpis={kpis} stages={stages} />
      <KpiGrid overview={overview} policy={policy} kpis={kpis} />
      <StagePanel overview={overview} policy={policy} stages={stages} />
      <div className="grid2">
        <HeatPanel overview={overview} />
        <SatisfactionPanel overview={overview} />
      </div>
      <div className="grid2">
        <RepeatPanel overview={overview} />
        <FinesPanel overview={overview} policy={policy} />
      </div>
      <ChainPanel overview={overview} />
      <QualityPanel overview={overview} />
      <ClausePanel overview={overview} policy={policy} />
    </Page>
  );
}

function overviewLink(month: string): string {
  return withParams('/', { month });
}
