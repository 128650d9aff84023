import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link } from '@remix-run/react';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { Icon } from '#app/components/icons.tsx';
import { Page } from '#app/components/Page.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import {
  type Compared,
  deductionsLink,
  finesLink,
  overviewLink,
  withParams,
} from '#app/filters/links.ts';
import { shiftMonth } from '#app/filters/month.ts';
import { monthParam, overviewParams } from '#app/filters/params.server.ts';
import { formatMonth } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { isWhole, type Overview } from '#queries/reports/types.ts';
import { Brief } from './Brief.tsx';
import { ChainPanel } from './ChainPanel.tsx';
import { ClausePanel } from './ClausePanel.tsx';
import { FilterRow } from './FilterRow.tsx';
import { FinesPanel } from './FinesPanel.tsx';
import { baseOf, kpiFigures, stageFigures } from './figures.ts';
import { HeatPanel } from './HeatPanel.tsx';
import { KpiGrid } from './KpiGrid.tsx';
import { LookProvider } from './look.ts';
import { QualityPanel } from './QualityPanel.tsx';
import { RepeatPanel } from './RepeatPanel.tsx';
import { SatisfactionPanel } from './SatisfactionPanel.tsx';
import { StagePanel } from './StagePanel.tsx';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const asked = monthParam(url);
  const { scope, compared } = overviewParams(url);
  const { months, closed } = await context.desk.status();
  const month = asked ?? months.at(-1) ?? null;
  const look = { scope, compared };
  if (month === null || !months.includes(month)) return { month, months, look, content: null };
  const yearBefore = shiftMonth(month, -12);
  const [overview, whole, policy, choices, other] = await Promise.all([
    context.desk.overview(month, scope),
    context.desk.overview(month),
    context.desk.policy(month),
    context.desk.scopeChoices(month),
    compared === 'year' && months.includes(yearBefore)
      ? context.desk.overview(yearBefore, scope)
      : null,
  ]);
  const content = {
    overview: compared === 'year' ? withClausesOf(overview, other) : overview,
    whole,
    policy,
    choices,
    base: compared === 'year' ? (other === null ? {} : baseOf(other, yearBefore)) : null,
    closed: closed.find((each) => each.month === month) ?? null,
  };
  return { month, months, look, content };
}

/** The clauses' shares of another month in the place of the month before's. */
function withClausesOf(overview: Overview, other: Overview | null): Overview {
  return {
    ...overview,
    clauses: overview.clauses.map((clause) => ({
      ...clause,
      previous_share: other?.clauses.find(({ id }) => id === clause.id)?.share ?? null,
    })),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const lang = metaLang(matches);
  const title = translator(lang)('nav.overview');
  return [{ title: pageTitle(lang, data?.month ? formatMonth(data.month, lang) : null, title) }];
};

export default function OverviewPage() {
  const { month, months, look, content } = usePageData<typeof loader>();
  const { t } = useLang();
  const href = (to: string) => overviewLink(to, look.scope, look.compared);
  if (month === null || content === null) {
    return (
      <Page
        title={t('nav.overview')}
        {...(month === null ? {} : { month: { month, months, href } })}
      >
        <EmptyMonth month={month} months={months} href={href} />
      </Page>
    );
  }
  const { overview, whole, policy, choices, base, closed } = content;
  const { report } = overview;
  const kpis = kpiFigures(overview, policy, base ?? undefined);
  const stages = stageFigures(overview, policy, base ?? undefined);
  const counts = report.tickets;
  return (
    <LookProvider value={look}>
      <Page
        title={t('nav.overview')}
        month={{ month, months, href }}
        draft
        actions={
          <>
            <a
              className="btn"
              href={withParams('/export/summary.xlsx', { month })}
              title={t(isWhole(look.scope) ? 'overview.export' : 'overview.exportWhole')}
            >
              <Icon name="download" />
              <span>{t('overview.export')}</span>
            </a>
            {closed === null ? (
              <Link className="btn pri" to={finesLink(month)}>
                {t('overview.toFines', { count: whole.report.fines.proposed.count })}
              </Link>
            ) : (
              <Link className="btn pri" to={deductionsLink(month)}>
                {t('overview.toSheet')}
              </Link>
            )}
          </>
        }
      >
        <FilterRow month={month} choices={choices} counts={counts} closed={closed !== null} />
        {!isWhole(look.scope) && counts.reported === 0 && report.receipts.finished === 0 ? (
          <NoTickets month={month} compared={look.compared} />
        ) : (
          <>
            <Brief
              overview={overview}
              whole={whole}
              closed={closed}
              policy={policy}
              kpis={kpis}
              stages={stages}
            />
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
          </>
        )}
      </Page>
    </LookProvider>
  );
}

/** A filter that leaves nothing: no figure is shown of no ticket. */
function NoTickets({ month, compared }: { month: string; compared: Compared }) {
  const { t, lang } = useLang();
  return (
    <section className="panel box">
      <h2>{t('tickets.empty.title')}</h2>
      <p>{t('tickets.empty.text', { month: formatMonth(month, lang) })}</p>
      <div className="a">
        <Link className="btn" to={overviewLink(month, {}, compared)}>
          {t('tickets.empty.action')}
        </Link>
      </div>
    </section>
  );
}
