import { useLang } from '#app/components/use-lang.ts';
import { formatDurationInWords, formatTime } from '#app/format/index.ts';
import type { Leg } from '#queries/ledger/types.ts';
import { clockOf } from './clock.ts';
import styles from './fines.module.css';

const percent = (share: number) => `${(share * 100).toFixed(2)}%`;
/** A label needs about this share of the bar not to run into its neighbour. */
const ROOM = 0.14;

/** From the report to the arrival: who held the ticket for how long, the limit, and what lies past it. */
export function ClockBar({ legs, due }: { legs: readonly Leg[]; due: string | null }) {
  const { t, lang } = useLang();
  const clock = clockOf(legs, due);
  if (clock === null) return null;
  const day = clock.start_at.slice(0, 10);
  // Within one day the day says nothing.
  const time = (text: string) =>
    text.slice(0, 10) === day ? text.slice(11, 16) : formatTime(text, day.slice(0, 4));
  const duration = (minutes: number) => formatDurationInWords(minutes, lang);
  const legText = ({ role, minutes }: Leg) =>
    t('review.card.clock.leg', {
      role: t(`review.card.clock.role.${role}`),
      duration: duration(minutes),
    });
  const over =
    clock.due === null || clock.due.over_minutes === null
      ? null
      : t('review.card.clock.over', { duration: duration(clock.due.over_minutes) });
  return (
    <div className={`${styles.clock} num`}>
      <div
        role="img"
        aria-label={t('review.card.clock.label', {
          start: time(clock.start_at),
          legs: [
            ...clock.legs.map(({ leg }) => legText(leg)),
            ...(over === null ? [] : [over]),
          ].join(t('separator')),
          end: time(clock.end_at),
        })}
      >
        <div className={styles.marks} aria-hidden="true">
          <span>{time(clock.start_at)}</span>
          {clock.due === null ? null : (
            <span
              className={styles.limit}
              style={{ left: percent(Math.min(clock.due.place, 1 - 2 * ROOM)) }}
            >
              {t('review.card.clock.limit', { time: time(clock.due.at) })}
            </span>
          )}
          <span className="worse">{time(clock.end_at)}</span>
        </div>
        <div className={styles.line} aria-hidden="true">
          {clock.legs.map(({ leg, from, share }) => (
            <i
              key={`${leg.role}${leg.from}`}
              className={styles[leg.role]}
              style={{ left: percent(from), width: percent(share) }}
              title={legText(leg)}
            />
          ))}
          {clock.due === null ? null : (
            <>
              <i
                className={styles.over}
                style={{ left: percent(clock.due.place), right: 0 }}
                title={over ?? ''}
              />
              <b style={{ left: percent(clock.due.place) }} />
            </>
          )}
        </div>
      </div>
      <ul aria-hidden="true">
        {clock.legs.map(({ leg }) => (
          <li key={`${leg.role}${leg.from}`}>
            <i className={styles[leg.role]} />
            {legText(leg)}
            {leg.person === null ? '' : ` ${leg.person}`}
            {leg.over_minutes !== null && leg.over_minutes > 0 ? (
              <em>{t('review.card.clock.legOver', { duration: duration(leg.over_minutes) })}</em>
            ) : null}
          </li>
        ))}
        {over === null ? null : (
          <li>
            <i className={styles.over} />
            <em>{over}</em>
          </li>
        )}
      </ul>
    </div>
  );
}
