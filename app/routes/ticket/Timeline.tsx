import { Link } from '@remix-run/react';
import { cellAddress } from '#app/components/SourceExcerpt.tsx';
import { sourceLink } from '#app/components/source-link.ts';
import { useLang } from '#app/components/use-lang.ts';
import { DASH, formatDay, formatTime } from '#app/format/index.ts';
import type { TimelineEvent } from '#queries/reports/types.ts';

/** What happened to the ticket, in order, each with who and the cell it was read from. */
export function Timeline({
  events,
  names,
}: {
  events: readonly TimelineEvent[];
  names: Readonly<Record<string, string>>;
}) {
  const { t } = useLang();
  if (events.length === 0) return <p className="body ink2">{t('ticket.noEvents')}</p>;
  return (
    <ol className="tl num body">
      {events.map(({ at, kind, field, value, day_only, person, source }) => (
        <li key={`${kind}.${field}/${at}/${value}`}>
          <time dateTime={at ?? undefined}>
            {at === null ? DASH : day_only ? formatDay(at) : formatTime(at)}
          </time>
          <span>
            <b>{names[`${kind}.${field}`] ?? field}</b> {person ?? ''}
            {day_only ? <span className="dim"> {t('ticket.dayOnly')}</span> : null}
          </span>
          {source === null ? (
            <span />
          ) : (
            <span className="r mono" title={`${source.file} › ${source.sheet}`}>
              <Link className="cell-link" to={sourceLink(source)}>
                {cellAddress(source)}
              </Link>
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
