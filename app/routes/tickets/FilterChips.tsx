import { Link } from '@remix-run/react';
import { useScopeTexts } from '#app/components/choice-text.ts';
import { useLang } from '#app/components/use-lang.ts';
import { type TicketFilter, ticketsLink } from '#app/filters/links.ts';

/** Each group of lists that belong together: one click goes from the whole to a part and back. */
const GROUPS: readonly (readonly TicketFilter[])[] = [
  [{ list: 'timeliness' }, { list: 'timeliness_breached' }],
  [{ list: 'receipts' }, { list: 'complete_receipts' }, { list: 'incomplete_receipts' }],
  [{ list: 'scored' }, { list: 'satisfied' }, { list: 'dissatisfied' }],
  [{ list: 'finished_in_month' }, { list: 'repeated_later' }],
];

const STATES = [
  'measured',
  'met',
  'breached',
  'late',
  'open_breach',
  'pending',
  'not_captured',
  'invalid',
] as const;

const UNTARGETED_STATES = ['measured', 'pending', 'not_captured', 'invalid'] as const;

/** The parts of a figure as chips, and what else narrows the list, each with its way out. */
export function FilterChips({ month, filter }: { month: string; filter: TicketFilter }) {
  const { t } = useLang();
  const { stage, state, list, person, fault, weekday, hour } = filter;
  const scopeTexts = useScopeTexts(filter);
  const untargeted = stage === 'turnaround' || stage === 'repair';
  const group = GROUPS.find((members) => members.some((member) => member.list === list));
  const removable: readonly { key: string; text: string }[] = [
    state === undefined || stage !== undefined
      ? null
      : { key: 'state', text: t(`listState.${state}`) },
    person === undefined ? null : { key: 'person', text: person },
    ...scopeTexts,
    fault === undefined ? null : { key: 'fault', text: fault },
    weekday === undefined ? null : { key: 'weekday', text: t(`weekday.d${weekdayOf(weekday)}`) },
    hour === undefined ? null : { key: 'hour', text: t('heat.hour', { hour }) },
  ].filter((chip) => chip !== null);
  const any = stage !== undefined || list !== undefined || removable.length > 0;
  if (!any) return null;
  return (
    <nav className="chips" aria-label={t('tickets.filters')}>
      {stage === undefined
        ? null
        : (untargeted ? UNTARGETED_STATES : STATES).map((each) => (
            <Link
              key={each}
              className={each === state ? 'chip on' : 'chip'}
              aria-current={each === state ? 'true' : undefined}
              to={ticketsLink(month, { ...filter, state: each })}
            >
              {t(`listState.${each}`)}
            </Link>
          ))}
      {group?.map((member) => (
        <Link
          key={member.list}
          className={member.list === list ? 'chip on' : 'chip'}
          aria-current={member.list === list ? 'true' : undefined}
          to={ticketsLink(month, { ...filter, ...member })}
        >
          {t(`list.${groupKey(member.list)}`)}
        </Link>
      ))}
      {removable.map(({ key, text }) => (
        <Link
          key={key}
          className="chip on"
          to={ticketsLink(month, without(filter, key))}
          title={t('tickets.removeFilter', { filter: text })}
        >
          <b>{text}</b>
          <span aria-hidden="true">×</span>
          <span className="sr">{t('tickets.removeFilter', { filter: text })}</span>
        </Link>
      ))}
      <Link className="chip" to={ticketsLink(month)}>
        {t('tickets.showAll')}
      </Link>
    </nav>
  );
}

const GROUP_KEYS = [
  'timeliness',
  'timeliness_breached',
  'receipts',
  'complete_receipts',
  'incomplete_receipts',
  'scored',
  'satisfied',
  'dissatisfied',
  'finished_in_month',
  'repeated_later',
] as const;

function groupKey(list: string | undefined): (typeof GROUP_KEYS)[number] | 'other' {
  return GROUP_KEYS.find((key) => key === list) ?? 'other';
}

function weekdayOf(weekday: number): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  return ([1, 2, 3, 4, 5, 6, 7] as const).find((each) => each === weekday) ?? 1;
}

function without(filter: TicketFilter, key: string): TicketFilter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => name !== key));
}
