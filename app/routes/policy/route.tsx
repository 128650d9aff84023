import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';

import { clauseText } from '#app/components/clause.ts';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { Page } from '#app/components/Page.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { withParams } from '#app/filters/links.ts';
import { monthParam } from '#app/filters/params.server.ts';
import {
  DASH,
  formatAmount,
  formatDurationInWords,
  formatMonth,
  formatTarget,
} from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { months } = await context.desk.status();
  const month = monthParam(new URL(request.url)) ?? months.at(-1) ?? null;
  if (month === null) return { month, months, policy: null };
  return { month, months, policy: await context.desk.policy(month) };
}

export const meta: MetaFunction<typeof loader> = ({ matches }) => {
  const lang = metaLang(matches);
  return [{ title: pageTitle(lang, translator(lang)('nav.policy')) }];
};

/** The policy in force: limits, targets, what each figure means, the rules, and what the product assumes. */
export default function PolicyPage() {
  const { month, months, policy } = usePageData<typeof loader>();
  const { t, lang } = useLang();
  const href = (to: string) => withParams('/policy', { month: to });
  if (month === null || policy === null) {
    return (
      <Page title={t('nav.policy')}>
        <EmptyMonth month={null} months={months} href={href} />
      </Page>
    );
  }
  const { stage_minutes } = policy;
  const stages = (['answer', 'dispatch', 'arrival', 'guidance_follow_up', 'callback'] as const).map(
    (stage) => ({ stage, minutes: stage_minutes[stage] }),
  );
  return (
    <Page title={t('nav.policy')} month={{ month, months, href }}>
      <Panel
        title={policy.name[lang]}
        answer={[
          t('frame.policyVersion', { version: policy.version }),
          policy.effective_from === null
            ? null
            : t('policy.from', { month: formatMonth(policy.effective_from, lang) }),
        ]
          .filter((part) => part !== null)
          .join(t('separator'))}
      >
        <dl className="flow num">
          {stages.map(({ stage, minutes }) => (
            <div key={stage}>
              <dt>{t(`stage.${stage}`)}</dt>
              <dd>{minutes === null ? DASH : formatDurationInWords(minutes, lang)}</dd>
              <dd>{stage === 'arrival' ? t('policy.arrivalNote') : t('policy.limit')}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title={t('policy.metrics')} answer={t('policy.metricsAnswer')}>
        <div className="scroll after-head">
          <table className="num plain">
            <caption className="sr">{t('policy.metrics')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('policy.head.metric')}</th>
                <th scope="col">{t('policy.head.formula')}</th>
                <th scope="col" className="n">
                  {t('policy.head.target')}
                </th>
                <th scope="col">{t('policy.head.clause')}</th>
              </tr>
            </thead>
            <tbody>
              {policy.metrics.map((metric) => (
                <tr key={metric.id} id={`metric-${metric.id}`}>
                  <th scope="row">{metric.name[lang]}</th>
                  <td className="ink2">{metric.formula[lang]}</td>
                  <td className="n">
                    {metric.target === null
                      ? DASH
                      : `${metric.direction === 'up' ? '≥' : metric.target_exclusive ? '<' : '≤'}${formatTarget(metric.target)}`}
                  </td>
                  <td className="ink2">{clauseText(t, metric.clause)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
      <Panel title={t('policy.rules')} answer={t('policy.rulesAnswer')}>
        <div className="scroll after-head">
          <table className="num plain">
            <caption className="sr">{t('policy.rules')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('policy.head.rule')}</th>
                <th scope="col">{t('policy.head.title')}</th>
                <th scope="col" className="n">
                  {t('policy.head.amount')}
                </th>
                <th scope="col">{t('policy.head.cause')}</th>
              </tr>
            </thead>
            <tbody>
              {policy.rules.map((rule) => (
                <tr key={rule.no} id={`rule-${rule.no}`}>
                  <th scope="row">{rule.no}</th>
                  <td>{rule.title[lang]}</td>
                  <td className="n">
                    {rule.amount_fen === null && rule.amount_min_fen === null
                      ? t('policy.measure')
                      : formatAmount(rule.amount_fen, rule.amount_min_fen, rule.amount_max_fen)}
                  </td>
                  <td className="ink2">{rule.needs_cause ? t('policy.needsCause') : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
      <Panel title={t('policy.assumptions')} answer={t('policy.assumptionsAnswer')}>
        <ul className="body points">
          {policy.assumptions.map((assumption) => (
            <li key={assumption.zh}>{assumption[lang]}</li>
          ))}
        </ul>
      </Panel>
    </Page>
  );
}
