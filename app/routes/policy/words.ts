/** A policy's limits and terms as people read them. Pure. */
import type { TFunction } from 'i18next';
import type { PolicyReach } from '#app/data/policy-desk.ts';
import { formatDurationInWords, formatMonth, type Lang } from '#app/format/index.ts';
import type { Policy } from '#queries/policy/policy.ts';
import { addMonths } from '#queries/values/month.ts';

type Distance = NonNullable<Policy['arrival']['distance']>;

/** `2026年3月起`, `2026年1月 到 2026年2月`. */
export function reachText(t: TFunction, lang: Lang, reach: PolicyReach | null): string {
  if (reach === null) return t('policy.reach.replaced');
  const from = reach.from === null ? null : formatMonth(reach.from, lang);
  const to = reach.to === null ? null : formatMonth(addMonths(reach.to, -1), lang);
  if (from === null)
    return to === null ? t('policy.reach.always') : t('policy.reach.until', { to });
  return to === null ? t('policy.reach.since', { from }) : t('policy.reach.between', { from, to });
}

/** What a distance asks for: `24 时内到达`, `12 时内答复`. */
function limitText(t: TFunction, lang: Lang, limit: Distance['beyond']): string {
  if (limit === null) return t('policy.distance.none');
  const parts = [
    ...(limit.minutes === undefined
      ? []
      : [t('policy.distance.arrive', { duration: formatDurationInWords(limit.minutes, lang) })]),
    ...(limit.reply_minutes === undefined
      ? []
      : [
          t('policy.distance.reply', {
            duration: formatDurationInWords(limit.reply_minutes, lang),
          }),
        ]),
  ];
  return parts.join(t('separator'));
}

export interface Term {
  readonly key: string;
  readonly name: string;
  readonly text: string;
}

/** The arrival deadlines, by region or by distance. */
export function deadlineTerms(t: TFunction, lang: Lang, policy: Policy): Term[] {
  const { regions, distance } = policy.arrival;
  if (distance !== undefined) {
    return [
      ...distance.bands.map((band) => ({
        key: `arrival.distance.${band.up_to_km}`,
        name: t('policy.distance.upTo', { km: band.up_to_km }),
        text: limitText(t, lang, band),
      })),
      {
        key: 'arrival.distance.beyond',
        name: t('policy.distance.beyond'),
        text: limitText(t, lang, distance.beyond),
      },
      {
        key: 'arrival.distance.unknown',
        name: t('policy.distance.unknown'),
        text: limitText(t, lang, distance.unknown),
      },
    ];
  }
  return (['urban', 'unknown', 'outside'] as const).map((region) => {
    const minutes = regions?.[region] ?? null;
    return {
      key: `arrival.regions.${region}`,
      name: t(`policy.region.${region}`),
      text:
        minutes === null
          ? t('policy.arrivalByPromise')
          : t('policy.distance.arrive', { duration: formatDurationInWords(minutes, lang) }),
    };
  });
}

/** Everything else a policy settles. */
export function furtherTerms(
  t: TFunction,
  lang: Lang,
  policy: Policy,
  years: { from: number; to: number },
): Term[] {
  const { calendar } = policy;
  const list = (words: readonly string[]): string =>
    words.length === 0 ? t('policy.settings.none') : words.join(t('listSeparator'));
  const term = (key: string, name: string, text: string): Term => ({ key, name, text });
  return [
    term(
      'calendar',
      t('policy.settings.calendar'),
      calendar.kind === 'always'
        ? t('policy.settings.always')
        : t('policy.settings.working', {
            stages: list(calendar.stages.map((stage) => t(`stage.${stage}`))),
          }),
    ),
    ...(calendar.kind === 'always'
      ? []
      : [
          term(
            'calendar.hours',
            t('policy.settings.hours'),
            Object.entries(calendar.hours)
              .map(
                ([day, spans]) =>
                  `${t(`policy.weekday.${weekday(day)}`)} ${(spans ?? []).join(' ')}`,
              )
              .join(t('semicolon')),
          ),
          term(
            'calendar.holidays',
            t('policy.settings.holidays'),
            calendar.holidays === 'cn'
              ? t('policy.settings.holidaysCn', years)
              : t('policy.settings.holidaysNone'),
          ),
          ...(calendar.extra_holidays.length === 0
            ? []
            : [
                term(
                  'calendar.extra_holidays',
                  t('policy.settings.extraHolidays'),
                  list(calendar.extra_holidays),
                ),
              ]),
          ...(calendar.extra_workdays.length === 0
            ? []
            : [
                term(
                  'calendar.extra_workdays',
                  t('policy.settings.extraWorkdays'),
                  list(calendar.extra_workdays),
                ),
              ]),
        ]),
    term(
      'pauses',
      t('policy.settings.pauses'),
      t(
        policy.pauses === 'subtract'
          ? 'policy.settings.pausesSubtract'
          : 'policy.settings.pausesIgnore',
      ),
    ),
    term(
      'repeat_window_days',
      t('policy.settings.repeat'),
      t('policy.settings.repeatDays', { days: policy.repeat_window_days }),
    ),
    ...(policy.stages.dispatch.target_minutes === null
      ? []
      : [
          term(
            'missed_after_minutes',
            t('policy.settings.missed'),
            t('policy.settings.missedAfter', {
              duration: formatDurationInWords(policy.missed_after_minutes, lang),
            }),
          ),
        ]),
    term(
      'satisfied_from',
      t('policy.settings.scores'),
      t('policy.settings.scoresText', { good: policy.satisfied_from, bad: policy.dissatisfied_to }),
    ),
    term(
      'fault_dictionary',
      t('policy.settings.faults'),
      list(
        Object.entries(policy.fault_dictionary).map(
          ([category, words]) => `${category}（${words.join(t('listSeparator'))}）`,
        ),
      ),
    ),
    term(
      'excusable_delay_reasons',
      t('policy.settings.reasons'),
      list(policy.excusable_delay_reasons),
    ),
  ];
}

function weekday(day: string): 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' {
  const found = (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const).find(
    (each) => each === day,
  );
  return found ?? 'mon';
}
