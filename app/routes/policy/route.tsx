import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';

import { clauseText } from '#app/components/clause.ts';
import { EmptyMonth } from '#app/components/EmptyMonth.tsx';
import { Page } from '#app/components/Page.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import type { PolicyRule, PolicyView } from '#app/data/desk.ts';
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
import { requestLang } from '#app/i18n/lang.ts';
import { ClausePanel } from '#app/routes/overview/ClausePanel.tsx';
import { answerOf } from './actions.server.ts';
import styles from './policy.module.css';
import { CataloguePanel, CopyButton, SetupPanel, VersionsPanel } from './Shelf.tsx';
import { deadlineTerms, furtherTerms, type Term } from './words.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { months } = await context.desk.status();
  const asked = monthParam(new URL(request.url)) ?? months.at(-1) ?? null;
  const shelf = await context.desk.policies.shelf();
  // Policies are there before any data: an empty database shows the one that would be in force.
  const month = asked ?? context.now.slice(0, 7);
  return {
    month,
    months,
    shelf,
    policy: await context.desk.policy(month),
    overview: months.includes(month) ? await context.desk.overview(month) : null,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { lang } = requestLang(request);
  return answerOf(context.desk.policies, request, lang);
}

export const meta: MetaFunction<typeof loader> = ({ matches }) => {
  const lang = metaLang(matches);
  return [{ title: pageTitle(lang, translator(lang)('nav.policy')) }];
};

/** The policy in force in a month: limits, how they were kept, rules, figures, assumptions; then versions and what ships. */
export default function PolicyPage() {
  const { month, months, policy, overview, shelf } = usePageData<typeof loader>();
  const { t, lang } = useLang();
  const href = (to: string) => withParams('/policy', { month: to });
  const current = shelf.versions.find(
    ({ id, version }) => id === policy.id && version === policy.version,
  );
  const asks = shelf.trigger === null && shelf.versions.length === 1;
  return (
    <Page
      title={t('nav.policy')}
      {...(months.length === 0 ? {} : { month: { month, months, href } })}
      actions={
        current === undefined ? null : (
          <CopyButton reference={current.ref} label={t('policy.newVersion')} name="" />
        )
      }
    >
      {asks ? <SetupPanel /> : null}
      <LimitsPanel policy={policy} />
      {overview === null ? (
        months.length === 0 ? null : (
          <EmptyMonth month={month} months={months} href={href} />
        )
      ) : (
        <ClausePanel overview={overview} policy={policy} />
      )}
      <RulesPanel policy={policy} />
      <div className="grid2">
        <TermsPanel
          title={t('policy.settings.deadlines')}
          answer={clauseText(t, policy.source.arrival.clause)}
          terms={deadlineTerms(t, lang, policy.source)}
          policy={policy}
        />
        <TermsPanel
          title={t('policy.more')}
          terms={furtherTerms(t, lang, policy.source, shelf.holiday_years)}
          policy={policy}
        />
      </div>
      <MetricsPanel policy={policy} />
      {policy.assumptions.length === 0 ? null : (
        <Panel title={t('policy.assumptions')} answer={t('policy.assumptionsAnswer')}>
          <ul className="body points">
            {policy.assumptions.map((assumption) => (
              <li key={assumption.key}>{assumption[lang]}</li>
            ))}
          </ul>
        </Panel>
      )}
      <div className="grid2">
        <VersionsPanel shelf={shelf} month={month} />
        <CataloguePanel shelf={shelf} />
      </div>
    </Page>
  );
}

/** Marks what no clause states, with what is assumed. */
function Assumed({ policy, at }: { policy: PolicyView; at: string }) {
  const { t, lang } = useLang();
  const found = policy.assumptions.find(({ key }) => key === at);
  if (found === undefined) return null;
  return (
    <span className="tag" title={t('policy.assumedMeaning', { text: found[lang] })}>
      {t('policy.assumed')}
    </span>
  );
}

function LimitsPanel({ policy }: { policy: PolicyView }) {
  const { t, lang } = useLang();
  const { source, stage_minutes } = policy;
  const clocked = source.calendar.kind === 'working' ? source.calendar.stages : [];
  const stages = (['answer', 'dispatch', 'arrival', 'guidance_follow_up', 'callback'] as const).map(
    (stage) => {
      const clause = stage === 'arrival' ? source.arrival.clause : source.stages[stage].clause;
      const note =
        stage !== 'arrival'
          ? ''
          : t(
              source.arrival.distance !== undefined
                ? 'policy.arrivalByDistance'
                : stage_minutes.arrival === null
                  ? 'policy.arrivalByPromise'
                  : 'policy.arrivalNote',
            );
      return {
        stage,
        minutes: stage_minutes[stage],
        none: stage !== 'arrival',
        notes: [
          clauseText(t, clause),
          note,
          clocked.includes(stage) ? t('policy.workingTime') : '',
        ],
      };
    },
  );
  return (
    <Panel
      title={policy.name[lang]}
      answer={[
        t('frame.policyVersion', { version: policy.version }),
        policy.effective_from === null
          ? t('policy.always')
          : t('policy.from', { month: formatMonth(policy.effective_from, lang) }),
      ].join(t('separator'))}
    >
      <dl className="flow num">
        {stages.map(({ stage, minutes, none, notes }) => (
          <div key={stage}>
            <dt>{t(`stage.${stage}`)}</dt>
            <dd className={minutes === null ? styles.unset : undefined}>
              {minutes === null
                ? none
                  ? t('policy.noLimit')
                  : DASH
                : formatDurationInWords(minutes, lang)}
            </dd>
            <dd>{notes.filter((note) => note !== '').join(t('separator'))}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function RulesPanel({ policy }: { policy: PolicyView }) {
  const { t, lang } = useLang();
  if (policy.rules.length === 0) {
    return (
      <Panel title={t('policy.rules')}>
        <p className="body ink2">{t('policy.rulesNone')}</p>
      </Panel>
    );
  }
  const review = (rule: PolicyRule) =>
    [
      rule.needs_cause ? t('policy.needsCause') : '',
      rule.trigger === 'complaint' ? t('policy.onComplaint') : '',
    ]
      .filter((part) => part !== '')
      .join(t('separator'));
  return (
    <Panel title={t('policy.rules')} answer={t('policy.rulesAnswer')}>
      <div className={`scroll after-head ${styles.rows}`}>
        <table className="num plain">
          <caption className="sr">{t('policy.rules')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('policy.head.rule')}</th>
              <th scope="col">{t('policy.head.title')}</th>
              <th scope="col" className="n">
                {t('policy.head.amount')}
              </th>
              <th scope="col">{t('policy.head.charge')}</th>
              <th scope="col">{t('policy.head.cause')}</th>
              <th scope="col">{t('policy.head.clause')}</th>
              <th scope="col">{t('policy.head.basis')}</th>
            </tr>
          </thead>
          <tbody>
            {policy.rules.map((rule) => (
              <tr key={rule.no} id={`rule-${rule.no}`}>
                <th scope="row">{rule.no}</th>
                <td>
                  {rule.title[lang]} <Assumed policy={policy} at={`rules.${rule.no}`} />
                </td>
                <td className="n">
                  {rule.measures.length > 0
                    ? rule.measures.join(t('listSeparator'))
                    : formatAmount(rule.amount_fen, rule.amount_min_fen, rule.amount_max_fen)}{' '}
                  {rule.amount_fen === null && rule.amount_min_fen !== null ? (
                    <Assumed policy={policy} at="rules.by_severity" />
                  ) : null}
                </td>
                <td>{t(`policy.charge.${rule.charge}`)}</td>
                <td className="ink2">{review(rule)}</td>
                <td className="ink2">{clauseText(t, rule.clause)}</td>
                <td className="ink2">{t(`policy.basis.${rule.basis}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function TermsPanel({
  title,
  answer,
  terms,
  policy,
}: {
  title: string;
  answer?: string;
  terms: readonly Term[];
  policy: PolicyView;
}) {
  return (
    <Panel title={title} {...(answer === undefined ? {} : { answer })}>
      <dl className={`num ${styles.terms}`}>
        {terms.map(({ key, name, text }) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>
              {text} <Assumed policy={policy} at={key} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function MetricsPanel({ policy }: { policy: PolicyView }) {
  const { t, lang } = useLang();
  const borrowed = policy.assumptions.some(({ key }) => key === 'kpi_targets');
  return (
    <Panel
      title={t('policy.metrics')}
      answer={borrowed ? t('policy.metricsBorrowed') : t('policy.metricsAnswer')}
    >
      <div className={`scroll after-head ${styles.rows}`}>
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
                    : `${metric.direction === 'up' ? '≥' : metric.target_exclusive ? '<' : '≤'}${formatTarget(metric.target)}`}{' '}
                  {metric.target === null ? null : <Assumed policy={policy} at="kpi_targets" />}
                </td>
                <td className="ink2">{clauseText(t, metric.clause)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
