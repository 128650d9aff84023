import { Link } from '@remix-run/react';
import {
  DotStrip,
  DotStripLegend,
  durationStripAxis,
  rateStripAxis,
  type StripAxis,
  stripShape,
} from '#app/charts/index.ts';
import { Change } from '#app/components/Figure.tsx';
import { roleText } from '#app/components/staff.ts';
import { useLang } from '#app/components/use-lang.ts';
import type { MetricView } from '#app/data/desk.ts';
import type { PersonMonth } from '#app/data/person-desk.ts';
import { figureLink } from '#app/filters/links.ts';
import { DASH, formatDurationInWords, formatTime } from '#app/format/index.ts';
import type { WorkRole } from '#queries/metrics/registry.ts';
import type { RoleScores } from '#queries/reports/person-types.ts';
import styles from './person.module.css';
import { targetText, valueText } from './texts.ts';
import { type ScoreView, scoreView } from './view.ts';

/** The scorecard of each role the person has: own figure, team, and where the others stand. */
export function ScorePanel({
  data,
  metrics,
}: {
  data: PersonMonth;
  metrics: readonly MetricView[];
}) {
  const { t } = useLang();
  if (data.scores.length === 0) {
    return (
      <section className="panel box">
        <h2>{t('people.score.title')}</h2>
        <p>{t('people.score.nobody')}</p>
      </section>
    );
  }
  return (
    <div className={styles.scores}>
      {data.scores.map((scores) => (
        <RoleScorecard
          key={scores.role}
          data={data}
          scores={scores}
          metrics={metrics}
          several={data.scores.length > 1}
        />
      ))}
    </div>
  );
}

function RoleScorecard({
  data,
  scores,
  metrics,
  several,
}: {
  data: PersonMonth;
  scores: RoleScores;
  metrics: readonly MetricView[];
  several: boolean;
}) {
  const { t, lang } = useLang();
  const views = scores.lines.flatMap((line) => {
    const metric = metrics.find(({ id }) => id === line.metric);
    return metric === undefined ? [] : [scoreView(line, metric)];
  });
  const rates = views.filter(({ metric }) => metric.unit === 'rate');
  const rateAxis = rateStripAxis(rates.map(({ strip }) => strip));
  const axisOf = (view: ScoreView): StripAxis | null =>
    view.metric.unit === 'rate' ? rateAxis : durationStripAxis(view.strip);
  const off = views.reduce((sum, view) => {
    const axis = axisOf(view);
    return sum + (axis === null ? 0 : stripShape(view.strip, axis).off);
  }, 0);
  const scales = views.flatMap((view) => {
    const axis = view.metric.unit === 'minutes' ? durationStripAxis(view.strip) : null;
    return axis === null
      ? []
      : [
          t('people.score.axis', {
            name: view.metric.name[lang],
            from: formatDurationInWords(axis.min, lang),
            to: formatDurationInWords(axis.max, lang),
          }),
        ];
  });
  return (
    <section className={`panel ${styles.score}`}>
      <header>
        <h2>
          {several
            ? t('people.score.titleOf', { role: roleText(t, scores.role) })
            : t('people.score.title')}
        </h2>
        {views.length === 0 ? null : (
          <div className="r">
            <DotStripLegend
              labels={{
                met: t('people.score.met'),
                breached: t('people.score.breached'),
                plain: t('people.score.plain'),
                others: t('people.score.others'),
                target: t('people.score.target'),
              }}
            />
          </div>
        )}
      </header>
      {views.length === 0 ? (
        <p className="body ink2">{t('people.score.nothing', { name: data.person.name })}</p>
      ) : (
        <>
          <table className="num after-head">
            <caption className="sr">{t('people.score.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('people.score.metric')}</th>
                <th scope="col" className="n">
                  {t('people.score.own')}
                </th>
                <th scope="col" className="n">
                  {t('people.score.share')}
                </th>
                <th scope="col" className="n">
                  {t('people.score.target')}
                </th>
                <th scope="col" className="n">
                  {t('people.score.team')}
                </th>
                <th scope="col">
                  <span className="sr">{t('people.score.strip')}</span>
                  {rates.length === 0 ? null : (
                    <span className={styles.axis} aria-hidden="true">
                      {[rateAxis.min, (rateAxis.min + 1) / 2, 1].map((tick) => (
                        <span key={tick}>{Math.round(tick * 100)}%</span>
                      ))}
                    </span>
                  )}
                </th>
                <th scope="col" className="n">
                  {t('people.score.change')}
                </th>
              </tr>
            </thead>
            <tbody>
              {views.map((view) => (
                <ScoreRow
                  key={view.metric.id}
                  view={view}
                  role={scores.role}
                  axis={axisOf(view)}
                  data={data}
                />
              ))}
            </tbody>
          </table>
          <p className="foot">
            {[
              ...scales,
              t('people.score.few'),
              off === 0 ? null : t('people.score.off', { count: off }),
              t('people.score.teamIs'),
            ]
              .filter((text) => text !== null)
              .join(' ')}
          </p>
        </>
      )}
    </section>
  );
}

function ScoreRow({
  view,
  role,
  axis,
  data,
}: {
  view: ScoreView;
  role: WorkRole;
  axis: StripAxis | null;
  data: PersonMonth;
}) {
  const { t, lang } = useLang();
  const { line, metric, few, verdict, change, strip } = view;
  const { own, team, others, unknown, provisional_until } = line;
  const value = valueText(own.value, metric, lang, !few);
  const tone = few ? 'few' : verdict === 'breached' ? 'b worse' : 'b';
  return (
    <tr data-metric={metric.id}>
      <th scope="row">
        <span title={metric.formula[lang]}>{metric.name[lang]}</span>{' '}
        {provisional_until === null ? null : (
          <span
            className="tag warn"
            title={t('people.score.until', { time: formatTime(provisional_until) })}
          >
            {t('people.score.provisional')}
          </span>
        )}{' '}
        <span className="cl">
          {metric.id === 'urban_arrival_minutes' ? t('people.score.urban') : metric.clause}
        </span>
        {unknown === 0 ? null : (
          <span className={`small dim ${styles.aside}`}>
            {t('people.score.unknown', { count: unknown })}
          </span>
        )}
      </th>
      <td className={`n ${own.value === null ? 'dim' : tone}`}>
        {few || own.value === null || verdict === 'none' ? (
          value
        ) : (
          <>
            <span className="sr">{t(`verdict.${verdict === 'met' ? 'met' : 'breached'}`)} </span>
            {value}
          </>
        )}
      </td>
      <td className="n ink2">
        <Cases view={view} role={role} data={data} />
      </td>
      <td className="n ink2">{targetText(metric, lang)}</td>
      <td className="n ink2">{valueText(team.value, metric, lang)}</td>
      <td className={styles.strip}>
        {axis === null ? null : (
          <DotStrip
            line={strip}
            axis={axis}
            label={t('people.score.stripLabel', {
              name: metric.name[lang],
              own: value,
              team: valueText(team.value, metric, lang),
              others: others.length,
              range:
                others.length === 0
                  ? ''
                  : t('people.score.stripRange', {
                      from: valueText(others[0]?.value ?? null, metric, lang),
                      to: valueText(others.at(-1)?.value ?? null, metric, lang),
                    }),
              target:
                metric.target === null
                  ? ''
                  : t('people.score.stripTarget', { target: targetText(metric, lang) }),
            })}
          />
        )}
      </td>
      <td className="n">
        {change === null ? (
          <span className="dim">{DASH}</span>
        ) : metric.unit === 'minutes' ? (
          <MinutesChange {...change} />
        ) : (
          <Change {...change} />
        )}
      </td>
    </tr>
  );
}

/** n/N with the way to its cases: a technician's stand below on the page, the desk's in the list of tickets. */
function Cases({ view, role, data }: { view: ScoreView; role: WorkRole; data: PersonMonth }) {
  const { t, lang } = useLang();
  const { own } = view.line;
  if (own.measured === 0) return <span className="dim">0</span>;
  const text =
    own.met === null
      ? t(view.metric.id === 'repair_minutes' ? 'people.score.visits' : 'people.score.cases', {
          count: own.measured,
        })
      : `${own.met}/${own.measured}`;
  const title = t('people.score.open', { name: view.metric.name[lang] });
  return role === 'technician' ? (
    <a href="#jobs" title={title}>
      {text}
    </a>
  ) : (
    <Link to={figureLink(data.month, view.metric.list, { person: data.person.name })} title={title}>
      {text}
    </Link>
  );
}

/** ▲4 分: by how much a median moved. */
function MinutesChange({ difference, trend }: NonNullable<ScoreView['change']>) {
  const { t, lang } = useLang();
  const minutes = Math.round(Math.abs(difference));
  const text = formatDurationInWords(minutes, lang);
  if (minutes === 0) return <span className="flat">{t('change.flat')}</span>;
  return (
    <span className={trend}>
      <i className="ar" aria-hidden="true">
        {difference > 0 ? '▲' : '▼'}
      </i>
      <span aria-hidden="true">{text}</span>
      <span className="sr">
        {t(difference > 0 ? 'people.score.minutesUp' : 'people.score.minutesDown', {
          minutes: text,
        })}{' '}
        {trend === 'flat' ? '' : t(`change.${trend}`)}
      </span>
    </span>
  );
}
