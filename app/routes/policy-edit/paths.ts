/** Entries of a policy's text as people name them. Pure. */
import type { TFunction } from 'i18next';

/** `时限 答复`, `规则 7a 金额`; an entry without words of its own by its path. */
export function pathText(t: TFunction, path: string): string {
  const known: Readonly<Record<string, string>> = {
    'arrival.regions.urban': t('policy.region.urban'),
    'arrival.regions.unknown': t('policy.region.unknown'),
    'arrival.regions.outside': t('policy.region.outside'),
    pauses: t('policy.settings.pauses'),
    repeat_window_days: t('policy.edit.field.repeat'),
    missed_after_minutes: t('policy.edit.field.missed'),
    satisfied_from: t('policy.edit.field.satisfied'),
    dissatisfied_to: t('policy.edit.field.dissatisfied'),
    excusable_delay_reasons: t('policy.settings.reasons'),
    'kpi_targets.timeliness': t('policy.edit.field.timeliness'),
    'kpi_targets.satisfaction': t('policy.edit.field.satisfaction'),
    'kpi_targets.complaints': t('policy.edit.field.complaints'),
    'calendar.kind': t('policy.settings.calendar'),
    'calendar.holidays': t('policy.settings.holidays'),
    'calendar.makeup_hours': t('policy.edit.field.makeup'),
    'calendar.extra_holidays': t('policy.settings.extraHolidays'),
    'calendar.extra_workdays': t('policy.settings.extraWorkdays'),
    'calendar.stages': t('policy.edit.field.stages'),
  };
  const word = known[path];
  if (word !== undefined) return word;
  const stage = /^stages\.(answer|dispatch|guidance_follow_up|callback)\.target_minutes$/.exec(
    path,
  )?.[1];
  if (stage !== undefined) return `${t(`stage.${stageOf(stage)}`)} ${t('policy.limit')}`;
  const day = /^calendar\.hours\.(\w+)$/.exec(path)?.[1];
  const weekday = (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const).find(
    (each) => each === day,
  );
  if (weekday !== undefined) return t(`policy.weekday.${weekday}`);
  if (path.startsWith('fault_dictionary.'))
    return t('policy.edit.path.fault', { category: path.slice('fault_dictionary.'.length) });
  if (path.startsWith('assumptions.'))
    return t('policy.edit.path.assumption', { key: path.slice('assumptions.'.length) });
  return ruleText(t, path) ?? path;
}

function stageOf(stage: string): 'answer' | 'dispatch' | 'guidance_follow_up' | 'callback' {
  const found = (['answer', 'dispatch', 'guidance_follow_up', 'callback'] as const).find(
    (each) => each === stage,
  );
  return found ?? 'answer';
}

/** Rule numbers may hold dots, so the entry is looked for at the end. */
function ruleText(t: TFunction, path: string): string | null {
  const match =
    /^rules\.(.+?)\.(amount(?:\.(?:by_severity\.)?(\w+))?|measures|trigger|needs_cause|basis|clause|detect|charge|title\.\w+)$/.exec(
      path,
    );
  if (match === null) return null;
  const [, no = '', entry = '', part] = match;
  return t('policy.edit.path.rule', { no, what: entryText(t, entry, part) });
}

function entryText(t: TFunction, entry: string, part: string | undefined): string {
  if (entry.startsWith('amount')) {
    const degree = (['min', 'max', 'minor', 'medium', 'serious'] as const).find(
      (each) => each === part,
    );
    const amount = t('policy.edit.field.amount');
    return degree === undefined ? amount : `${amount} ${t(`policy.edit.field.${degree}`)}`;
  }
  if (entry === 'measures') return t('policy.measure');
  if (entry.startsWith('title')) return t('policy.edit.path.title');
  const known = (['trigger', 'needs_cause', 'basis', 'clause', 'detect', 'charge'] as const).find(
    (each) => each === entry,
  );
  return known === undefined ? entry : t(`policy.edit.path.${known}`);
}

/** A value as people read it: what the text writes in code is said in words. */
export function valueText(t: TFunction, path: string, value: string): string {
  const words: Readonly<Record<string, string>> = {
    always: t('policy.edit.field.kindAlways'),
    working: t('policy.edit.field.kindWorking'),
    cn: t('policy.edit.field.holidaysCn'),
    none: t('policy.edit.field.holidaysNone'),
    subtract: t('policy.settings.pausesSubtract'),
    ignore: t('policy.settings.pausesIgnore'),
    violation: t('policy.setup.violation'),
    complaint: t('policy.setup.complaint'),
    true: t('policy.edit.field.yes'),
    false: t('policy.edit.field.no'),
    company_rule: t('policy.basis.company_rule'),
    loss_compensation: t('policy.basis.loss_compensation'),
    other: t('policy.basis.other'),
  };
  if (/^(calendar\.(kind|holidays)|pauses|phone_free)$|\.(trigger|needs_cause|basis)$/.test(path))
    return words[value] ?? value;
  if (path !== 'calendar.stages') return value;
  return value
    .split('、')
    .map((stage) => {
      const known = CLOCKED.find((each) => each === stage);
      return known === undefined ? stage : t(`stage.${known}`);
    })
    .join(t('listSeparator'));
}

const CLOCKED = [
  'answer',
  'dispatch',
  'arrival',
  'guidance_follow_up',
  'callback',
  'turnaround',
  'repair',
] as const;
