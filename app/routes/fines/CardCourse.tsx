import { Link } from '@remix-run/react';
import { StateMark } from '#app/components/Figure.tsx';
import { cellAddress } from '#app/components/SourceExcerpt.tsx';
import { sourceLink } from '#app/components/source-link.ts';
import { useLang } from '#app/components/use-lang.ts';
import { ticketLink } from '#app/filters/links.ts';
import { DASH, formatDay, formatDurationInWords, formatTime } from '#app/format/index.ts';
import type { Stage, TicketDetail, TimelineEvent } from '#queries/reports/types.ts';
import styles from './fines.module.css';

/** The event a stage ends with. */
const ENDS: Readonly<Record<string, readonly Stage[]>> = {
  answered_at: ['answer'],
  dispatched_at: ['dispatch'],
  arrived_at: ['arrival'],
  called_at: ['callback', 'guidance_follow_up'],
};

/** What happened to the ticket in order, each stage with its duration against the limit, the arrival limit in its place. */
export function CardCourse({
  ticket,
  names,
}: {
  ticket: TicketDetail;
  names: Readonly<Record<string, string>>;
}) {
  const { t, lang } = useLang();
  const due = ticket.stages.find(({ stage }) => stage === 'arrival')?.due_at ?? null;
  const events = ticket.timeline;
  const place = due === null ? -1 : events.findIndex(({ at }) => at !== null && at > due);
  const stageOf = (event: TimelineEvent) =>
    ticket.stages.find(
      ({ stage, end_at, minutes, target_minutes }) =>
        end_at !== null &&
        end_at === event.at &&
        minutes !== null &&
        target_minutes !== null &&
        (ENDS[event.field] ?? []).includes(stage),
    );
  const limit =
    due === null ? null : (
      <li className={styles.lim} key="limit">
        <time dateTime={due}>{formatTime(due)}</time>
        <span>{t('review.card.course.limit')}</span>
        <span />
      </li>
    );
  return (
    <section>
      <h3>
        {t('review.card.course.title')}{' '}
        <Link to={ticketLink(ticket.ticket.ticket_no)}>
          {t('review.card.course.open', { no: ticket.ticket.ticket_no })}
        </Link>
      </h3>
      <ol className={`${styles.tl} num`}>
        {events.map((event, index) => {
          const { at, kind, field, value, day_only, person, source } = event;
          const stage = stageOf(event);
          return [
            index === place ? limit : null,
            <li key={`${kind}.${field}/${at}/${value}/${source?.row ?? ''}`}>
              <time dateTime={at ?? undefined}>
                {at === null ? DASH : day_only ? formatDay(at) : formatTime(at)}
              </time>
              <span>
                <b>{names[`${kind}.${field}`] ?? field}</b>{' '}
                <span className="ink2">{person ?? ''}</span>
              </span>
              <span className={styles.r}>
                {stage === undefined ? null : (
                  <StateMark state={stage.state}>
                    {t('review.card.course.within', {
                      duration: formatDurationInWords(stage.minutes ?? 0, lang),
                      limit: formatDurationInWords(stage.target_minutes ?? 0, lang),
                    })}
                  </StateMark>
                )}
                {source === null ? null : (
                  <Link className="mono dim" to={sourceLink(source)}>
                    {cellAddress(source)}
                  </Link>
                )}
              </span>
            </li>,
          ];
        })}
        {place === -1 ? limit : null}
      </ol>
    </section>
  );
}
