import { DataTable, PersonTrend } from '#app/charts/index.ts';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { MetricView } from '#app/data/desk.ts';
import type { PersonMonth } from '#app/data/person-desk.ts';
import { formatMonth } from '#app/format/index.ts';
import type { MetricPoint, ScoreLine } from '#queries/reports/person-types.ts';
import styles from './person.module.css';
import { axisMonth, valueText } from './texts.ts';
import { verdictOf } from './view.ts';

/** Each metric of the scorecard over twelve months, beside the team's. */
export function TrendPanel({
  data,
  metrics,
}: {
  data: PersonMonth;
  metrics: readonly MetricView[];
}) {
  const { t, lang } = useLang();
  const courses = data.scores.flatMap(({ lines }) =>
    lines.flatMap((line) => {
      const metric = metrics.find(({ id }) => id === line.metric);
      return metric === undefined ? [] : [{ line, metric }];
    }),
  );
  if (courses.length === 0) return null;
  const months = courses[0]?.line.series.map(({ own }) => own.month) ?? [];
  const cell = (point: MetricPoint | undefined, metric: MetricView) => {
    if (point === undefined || point.value === null) return t('notCaptured');
    const counts = point.met === null ? point.measured : `${point.met}/${point.measured}`;
    return `${valueText(point.value, metric, lang)} ${counts}`;
  };
  return (
    <Panel
      className={`${styles.trend}`}
      title={t('people.trend.title')}
      side={
        <ul className={styles.legend}>
          <li>
            <i className={styles.keyOwn} />
            {t('people.trend.own')}
          </li>
          <li>
            <i className={styles.keyTeam} />
            {t('people.trend.team')}
          </li>
          <li>
            <i className={styles.keyAim} />
            {t('people.score.target')}
          </li>
        </ul>
      }
    >
      <div className={styles.courses}>
        {courses.map(({ line, metric }) => (
          <Course key={metric.id} line={line} metric={metric} />
        ))}
      </div>
      <div className={styles.under}>
        <DataTable
          title={t('dataTable')}
          table={{
            caption: t('people.trend.caption'),
            columns: [
              { label: t('people.trend.month'), numeric: false },
              ...courses.flatMap(({ metric }) => [
                { label: t('people.trend.ownOf', { name: metric.name[lang] }), numeric: true },
                { label: t('people.trend.teamOf', { name: metric.name[lang] }), numeric: true },
              ]),
            ],
            rows: months.map((month, index) => ({
              key: month,
              mark: null,
              cells: [
                formatMonth(month, lang),
                ...courses.flatMap(({ line, metric }) => [
                  cell(line.series[index]?.own, metric),
                  cell(line.series[index]?.team, metric),
                ]),
              ],
            })),
          }}
        />
      </div>
    </Panel>
  );
}

function Course({ line, metric }: { line: ScoreLine; metric: MetricView }) {
  const { t, lang } = useLang();
  const { own, team, series } = line;
  const name = metric.name[lang];
  const verdict = verdictOf(own, metric);
  return (
    <div>
      <h3>
        {name}{' '}
        <span className={verdict === 'few' ? 'few' : 'num'}>
          {valueText(own.value, metric, lang)}
        </span>
      </h3>
      <PersonTrend
        line={{
          own: series.map((each) => each.own.value),
          team: series.map((each) => each.team.value),
          target: metric.target,
          top: metric.unit === 'rate' ? 1 : null,
        }}
        verdict={verdict}
        gap={t('notCaptured')}
        months={[axisMonth(series[0]?.own.month ?? own.month), axisMonth(own.month)]}
        label={t('people.trend.label', {
          name,
          month: formatMonth(own.month, lang),
          own: valueText(own.value, metric, lang),
          team: valueText(team.value, metric, lang),
        })}
      />
    </div>
  );
}
