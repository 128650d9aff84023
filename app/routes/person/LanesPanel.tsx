import { useNavigate } from '@remix-run/react';
import { useMemo } from 'react';
import { type ChartMark, type DayLane, DayLanes, dayLanes } from '#app/charts/index.ts';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { PersonMonth } from '#app/data/person-desk.ts';
import { ticketLink } from '#app/filters/links.ts';
import { DASH, formatDay, formatDecimal, formatMonth, formatTime } from '#app/format/index.ts';
import type { PersonVisit } from '#queries/reports/person-types.ts';
import styles from './person.module.css';
import { problemText } from './texts.ts';
import { rulesOfVisits } from './view.ts';

const WEEKDAYS = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'] as const;

/** Where a visit in the table leads. */
function ticketOf(mark: ChartMark): string | null {
  return mark.chart === 'day-lanes' ? ticketLink(mark.ticket_no) : null;
}

/** One lane per day of the month: when the person was where, and which arrivals were late. */
export function LanesPanel({ data }: { data: PersonMonth }) {
  const { t, lang } = useLang();
  const navigate = useNavigate();
  const { visits, fines, month } = data;
  const rules = useMemo(() => rulesOfVisits(fines, visits), [fines, visits]);
  const shape = useMemo(
    () =>
      dayLanes(
        visits.map((visit) => ({
          ...visit,
          key: visit.receipt_key,
          rules: rules.get(visit.receipt_key) ?? [],
        })),
        month,
      ),
    [visits, rules, month],
  );
  const late = visits.filter(({ arrival_state }) => arrival_state === 'breached').length;
  const untimed = shape.days.reduce((sum, day) => sum + day.untimed, 0);
  const time = (at: string | null, day: boolean) =>
    at === null ? DASH : day ? formatDay(at) : formatTime(at);
  const clock = (at: string | null, day: boolean) =>
    at === null ? DASH : day ? formatDay(at) : at.slice(11, 16);
  const title = (visit: PersonVisit) =>
    t('people.lanes.visit', {
      ticket: visit.ticket_no ?? visit.receipt_no,
      customer: visit.customer ?? '',
      problem: problemText(t, visit),
      reported: time(visit.reported_at, visit.reported_day),
      arrived: clock(visit.arrived_at, visit.arrived_day),
      finished: clock(visit.finished_at, visit.finished_day),
    });
  const stateText = (visit: PersonVisit) =>
    visit.visit_no > 1
      ? t('people.lanes.again', { count: visit.visit_no })
      : t(`state.${visit.arrival_state ?? 'not_applicable'}`);
  const dayTotal = (day: DayLane) => {
    if (day.visits === 0) return '';
    return day.untimed === day.visits && day.repair_minutes === 0
      ? t('people.lanes.dayUntimed', { visits: day.visits })
      : t('people.lanes.day', {
          visits: day.visits,
          hours: formatDecimal(day.repair_minutes / 60),
        });
  };
  const counts = { visits: visits.length, late };
  return (
    <Panel
      className={`${styles.days}`}
      title={t('people.lanes.title')}
      answer={t('people.lanes.answer', counts)}
      side={<LaneLegend />}
    >
      <DayLanes
        shape={shape}
        label={t('people.lanes.label', { month: formatMonth(month, lang), ...counts })}
        weekday={(weekday) => t(`people.weekday.${WEEKDAYS[weekday - 1] ?? 'd1'}`)}
        dayTotal={dayTotal}
        visitTitle={(key) => {
          const visit = visits.find(({ receipt_key }) => receipt_key === key);
          return visit === undefined ? '' : title(visit);
        }}
        onSelect={(ticketNo) => navigate(ticketLink(ticketNo))}
        linkOf={ticketOf}
        table={{
          title: t('dataTable'),
          caption: t('people.lanes.caption'),
          columns: [
            { label: t('people.lanes.head.ticket'), numeric: false },
            { label: t('people.lanes.head.customer'), numeric: false },
            { label: t('people.lanes.head.reported'), numeric: false },
            { label: t('people.lanes.head.due'), numeric: false },
            { label: t('people.lanes.head.arrived'), numeric: false },
            { label: t('people.lanes.head.finished'), numeric: false },
            { label: t('people.lanes.head.state'), numeric: false },
            { label: t('people.lanes.head.rules'), numeric: false },
          ],
          rows: visits.map((visit) => ({
            key: visit.receipt_key,
            mark:
              visit.ticket_no === null || visit.reported_at === null
                ? null
                : { chart: 'day-lanes', ticket_no: visit.ticket_no },
            cells: [
              visit.ticket_no ?? visit.receipt_no,
              visit.customer ?? DASH,
              time(visit.reported_at, visit.reported_day),
              time(visit.due_at, false),
              time(visit.arrived_at, visit.arrived_day),
              time(visit.finished_at, visit.finished_day),
              stateText(visit),
              (rules.get(visit.receipt_key) ?? []).join(' ') || DASH,
            ],
          })),
        }}
      />
      {untimed === 0 ? null : (
        <p className="foot">{t('people.lanes.untimed', { count: untimed })}</p>
      )}
    </Panel>
  );
}

function LaneLegend() {
  const { t } = useLang();
  return (
    <ul className={styles.legend}>
      <li>
        <i className={styles.keyWait} />
        {t('people.lanes.wait')}
      </li>
      <li>
        <i className={styles.keyMet} />
        {t('people.lanes.met')}
      </li>
      <li>
        <i className={styles.keyLate} />
        {t('people.lanes.breached')}
      </li>
      <li>
        <i className={styles.keyOther} />
        {t('people.lanes.other')}
      </li>
      <li>
        <i className={styles.keyTick} />
        {t('people.lanes.tick')}
      </li>
      <li>
        <b>6</b>
        {t('people.lanes.rule')}
      </li>
    </ul>
  );
}
