/**
 * A policy's text as form fields and back. The text is the truth: a field that is not changed leaves its line as it is, and
 * comments and order stay. Pure.
 */
import { type Document, isMap, isSeq, parseDocument } from 'yaml';
import type { Lang } from '../values/words.ts';
import { addRule, canBeAdded, RULE_TO_ADD, type RuleToAdd, removeRules } from './form-rules.ts';
import { BASES, CLOCKED_STAGES, type Policy, readPolicy, WEEKDAYS } from './policy.ts';

/** How a field's value is written in the form and in the text. */
export type FieldKind =
  /** Whole minutes; blank: none. */
  | 'minutes'
  | 'whole'
  | 'yuan'
  /** Percent in the form, a share in the text; blank: none. */
  | 'percent'
  | 'choice'
  | 'flag'
  /** Words with 、 between them. */
  | 'words'
  /** `category：word、word`, one category a line. */
  | 'dictionary'
  /** `08:30-12:00 13:30-17:30`; blank: not worked. */
  | 'hours'
  /** Days `2026-10-01`, spaces between. */
  | 'dates';

export interface FormField {
  /** Path in the text, dots between. */
  readonly name: string;
  readonly kind: FieldKind;
  readonly value: string;
  /** Of a choice, or of words that can be ticked. */
  readonly options?: readonly string[];
}

/** A field whose value cannot be read; the message says how it is written. */
export interface FieldFault {
  readonly name: string;
  readonly message: string;
}

const MESSAGES = {
  minutes: { zh: '写整数分钟，空着表示不设', en: 'whole minutes; blank for none' },
  whole: { zh: '写整数', en: 'a whole number' },
  yuan: { zh: '写金额（元），最多两位小数', en: 'yuan, at most two decimals' },
  percent: { zh: '写百分数，例如 90', en: 'a percentage, such as 90' },
  choice: { zh: '从列表里选', en: 'one of the list' },
  dictionary: { zh: '每行写成 类别：说法、说法', en: 'one category a line: category: word, word' },
  bands: { zh: '里程写公里数，时限写整数分钟', en: 'kilometres, and whole minutes' },
  detect: { zh: '选这条规则管什么', en: 'choose what the rule is about' },
  number: { zh: '写规则的编号', en: 'write the number of the rule' },
  complained: { zh: '写投诉里怎么说它，用、隔开', en: 'write how complaints call it' },
} as const;

const STAGES = ['answer', 'dispatch', 'guidance_follow_up', 'callback'] as const;
const KPIS = ['timeliness', 'satisfaction', 'complaints'] as const;

/** The fields of a policy, in the order they are asked. Distance bands and what has a form of its own stand apart. */
export function formFields(policy: Policy): FormField[] {
  const { calendar, arrival } = policy;
  const field = (
    name: string,
    kind: FieldKind,
    value: string,
    options?: readonly string[],
  ): FormField => ({ name, kind, value, ...(options === undefined ? {} : { options }) });
  const number = (name: string, kind: FieldKind, value: number | null | undefined): FormField =>
    field(name, kind, value === null || value === undefined ? '' : String(value));
  return [
    ...STAGES.map((stage) =>
      number(`stages.${stage}.target_minutes`, 'minutes', policy.stages[stage].target_minutes),
    ),
    field('arrival.by', 'choice', arrival.distance === undefined ? 'regions' : 'distance', [
      'regions',
      'distance',
    ]),
    ...(arrival.regions === undefined
      ? []
      : (['urban', 'unknown', 'outside'] as const).map((region) =>
          number(`arrival.regions.${region}`, 'minutes', arrival.regions?.[region]),
        )),
    field('pauses', 'choice', policy.pauses, ['subtract', 'ignore']),
    number('repeat_window_days', 'whole', policy.repeat_window_days),
    number('missed_after_minutes', 'whole', policy.missed_after_minutes),
    number('satisfied_from', 'whole', policy.satisfied_from),
    number('dissatisfied_to', 'whole', policy.dissatisfied_to),
    ...KPIS.map((kpi) => {
      const share = policy.kpi_targets[kpi];
      return number(
        `kpi_targets.${kpi}`,
        'percent',
        share === undefined ? null : Number((share * 100).toFixed(6)),
      );
    }),
    ...policy.rules.flatMap((rule, index) => {
      const at = `rules.${index}`;
      const range = typeof rule.amount === 'object' ? rule.amount : null;
      return [
        ...(typeof rule.amount === 'number' ? [number(`${at}.amount`, 'yuan', rule.amount)] : []),
        ...(range === null
          ? []
          : [
              number(`${at}.amount.min`, 'yuan', range.min),
              number(`${at}.amount.max`, 'yuan', range.max),
              ...(['minor', 'medium', 'serious'] as const).map((degree) =>
                number(`${at}.amount.by_severity.${degree}`, 'yuan', range.by_severity[degree]),
              ),
            ]),
        ...(rule.measures === undefined
          ? []
          : [field(`${at}.measures`, 'words', wordsText(rule.measures))]),
        field(`${at}.trigger`, 'choice', rule.trigger, ['violation', 'complaint']),
        field(`${at}.needs_cause`, 'flag', rule.needs_cause ? 'yes' : 'no', ['yes', 'no']),
        field(`${at}.basis`, 'choice', rule.basis, BASES),
      ];
    }),
    field('excusable_delay_reasons', 'words', wordsText(policy.excusable_delay_reasons)),
    field('fault_dictionary', 'dictionary', dictionaryText(policy.fault_dictionary)),
    field('calendar.kind', 'choice', calendar.kind, ['always', 'working']),
    ...(calendar.kind === 'working'
      ? [
          ...WEEKDAYS.map((day) =>
            field(`calendar.hours.${day}`, 'hours', (calendar.hours[day] ?? []).join(' ')),
          ),
          field('calendar.makeup_hours', 'hours', (calendar.makeup_hours ?? []).join(' ')),
          field('calendar.holidays', 'choice', calendar.holidays, ['cn', 'none']),
          field('calendar.extra_holidays', 'dates', calendar.extra_holidays.join(' ')),
          field('calendar.extra_workdays', 'dates', calendar.extra_workdays.join(' ')),
          field('calendar.stages', 'words', wordsText(calendar.stages), CLOCKED_STAGES),
        ]
      : []),
  ];
}

/** One distance band as the form shows it; blank texts for what is not set. */
export interface BandField {
  /** Upper end; null: beyond all bands, or no distance written. */
  readonly up_to_km: string | null;
  readonly minutes: string;
  readonly reply_minutes: string;
}

/** The bands of a policy by distance: the bands, one blank to add another, beyond, unknown. Empty by region. */
export function bandFields(policy: Policy): { name: string; band: BandField }[] {
  const { distance } = policy.arrival;
  if (distance === undefined) return [];
  const limit = (
    name: string,
    of: { minutes?: number | undefined; reply_minutes?: number | undefined } | null,
    km: string | null,
  ): { name: string; band: BandField } => ({
    name,
    band: {
      up_to_km: km,
      minutes: String(of?.minutes ?? ''),
      reply_minutes: String(of?.reply_minutes ?? ''),
    },
  });
  return [
    ...distance.bands.map((band, i) => limit(`bands.${i}`, band, String(band.up_to_km))),
    limit(`bands.${distance.bands.length}`, null, ''),
    limit('bands.beyond', distance.beyond, null),
    limit('bands.unknown', distance.unknown, null),
  ];
}

export type FormResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

/**
 * The text with what the form changed. `values` are the form's fields by name; one left out is left as it is.
 * The text must be a sound policy; the result is one too, or the faults name fields (or '' for the policy as a whole).
 */
export function applyForm(
  text: string,
  values: ReadonlyMap<string, string>,
  lang: Lang,
): FormResult {
  const reading = readPolicy(text, lang);
  if (!reading.ok) {
    return { ok: false, faults: reading.faults.map(({ message }) => ({ name: '', message })) };
  }
  const document = parseDocument(text);
  const faults: FieldFault[] = [];
  for (const field of formFields(reading.policy)) {
    const given = values.get(field.name)?.trim();
    if (given === undefined || given === field.value) continue;
    const parsed = parsedField(field, given);
    if (parsed === INVALID) {
      faults.push({ name: field.name, message: messageOf(field.kind, lang) });
    } else put(document, field, parsed);
  }
  if (!putBands(document, reading.policy, values)) {
    faults.push({ name: 'bands', message: MESSAGES.bands[lang] });
  }
  const everywhere = values.get('rules.trigger');
  if (everywhere === 'violation' || everywhere === 'complaint') setTriggers(document, everywhere);
  const { rules } = reading.policy;
  const removed = rules.flatMap((_, index) =>
    values.get(`rules.${index}.remove`) === 'yes' ? [index] : [],
  );
  removeRules(document, reading.policy, removed);
  faults.push(...putNewRule(document, reading.policy, values, lang));
  if (faults.length > 0) return { ok: false, faults };
  const changed = textOf(document);
  const after = readPolicy(changed, lang);
  if (after.ok) return { ok: true, text: changed };
  // Places count the rules that are left: those of the form are named as they stood there.
  const left = rules.flatMap((_, index) => (removed.includes(index) ? [] : [`rules.${index}`]));
  const named = (path: string): string =>
    path.replace(/^rules\.(\d+)/, (_, place: string) => left[Number(place)] ?? 'rules.add');
  return {
    ok: false,
    faults: after.faults.map(({ path, message }) => ({ name: named(path), message })),
  };
}

/** Adds the rule the form asks for; gives what cannot be read of it. */
function putNewRule(
  document: Document,
  policy: Policy,
  values: ReadonlyMap<string, string>,
  lang: Lang,
): FieldFault[] {
  const said = Object.fromEntries(
    RULE_TO_ADD.map((name) => [name, values.get(`rules.add.${name}`)?.trim() ?? '']),
  ) as RuleToAdd;
  if (Object.values(said).every((value) => value === '')) return [];
  const fault = (name: string, kind: keyof typeof MESSAGES): FieldFault => ({
    name: `rules.add.${name}`,
    message: MESSAGES[kind][lang],
  });
  const { detect } = said;
  if (!canBeAdded(detect, policy)) return [fault('detect', 'detect')];
  if (said.no === '') return [fault('no', 'number')];
  if (said.amount !== '' && parsedField(yuanField, said.amount) === INVALID)
    return [fault('amount', 'yuan')];
  const words = wordsOf(said.words);
  if (detect === 'complaint' && words.length === 0) return [fault('words', 'complained')];
  addRule(document, detect, said, { measures: wordsOf(said.measures), words });
  return [];
}

const yuanField: FormField = { name: '', kind: 'yuan', value: '' };

/** The text with every rule proposed by what `trigger` says. */
export function withTrigger(text: string, trigger: 'violation' | 'complaint'): string {
  const document = parseDocument(text);
  setTriggers(document, trigger);
  return textOf(document);
}

function setTriggers(document: Document, trigger: 'violation' | 'complaint'): void {
  const rules: unknown = document.toJS();
  const count =
    typeof rules === 'object' && rules !== null && 'rules' in rules && Array.isArray(rules.rules)
      ? rules.rules.length
      : 0;
  for (let i = 0; i < count; i += 1) {
    const at = ['rules', i, 'trigger'];
    // What stands in no line means a violation.
    if (trigger === 'violation' && !document.hasIn(at)) continue;
    document.setIn(at, trigger);
  }
}

/** The document as text, in the way policies are written: short lists on one line, long lines unbroken. */
export function textOf(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

const INVALID = Symbol('invalid');
type Parsed =
  | number
  | string
  | boolean
  | null
  | string[]
  | Record<string, string[]>
  | typeof INVALID;

function parsedField(field: FormField, given: string): Parsed {
  switch (field.kind) {
    case 'minutes':
      return given === '' ? null : wholeNumber(given);
    case 'whole':
      return wholeNumber(given);
    case 'yuan':
      return /^\d{1,9}(\.\d{1,2})?$/.test(given) ? Number(given) : INVALID;
    case 'percent': {
      if (given === '') return null;
      const text = given.replace(/[%％]$/, '');
      if (!/^\d{1,3}(\.\d{1,4})?$/.test(text) || Number(text) > 100) return INVALID;
      // From the digits as typed: 0.1 + 0.2 is no share.
      return Number((Number(text) / 100).toFixed(6));
    }
    case 'choice':
      return field.options?.includes(given) === true ? given : INVALID;
    case 'flag':
      return given === 'yes';
    case 'words':
      return wordsOf(given);
    case 'hours':
    case 'dates':
      return given.split(/[\s,，、;；]+/).filter((part) => part !== '');
    case 'dictionary':
      return dictionaryOf(given);
  }
}

function put(document: Document, field: FormField, value: Exclude<Parsed, typeof INVALID>): void {
  const path = pathOf(field.name);
  if (field.name === 'arrival.by') {
    const node =
      value === 'distance'
        ? { bands: [{ up_to_km: 100, minutes: 1440 }], beyond: { minutes: 2880 }, unknown: null }
        : { urban: 180, unknown: 180, outside: null };
    document.deleteIn(['arrival', value === 'distance' ? 'regions' : 'distance']);
    document.setIn(['arrival', String(value)], flow(document, node));
    return;
  }
  if (field.name === 'calendar.kind') {
    document.set(
      'calendar',
      value === 'working' ? usualWeek(document) : flow(document, { kind: 'always' }),
    );
    return;
  }
  // Blank hours mean a weekday that is not worked, and a blank KPI none at all: their lines go.
  const gone =
    (field.kind === 'hours' && Array.isArray(value) && value.length === 0) ||
    (field.kind === 'percent' && value === null);
  if (gone) document.deleteIn(path);
  else if (typeof value === 'object' && value !== null) document.setIn(path, flow(document, value));
  else document.setIn(path, value);
}

/** What a working week is where nobody says otherwise. */
const USUAL_HOURS = ['08:30-12:00', '13:30-17:30'];

/** A list of its own per day: one shared by all would be written once and pointed at. */
function usualWeek(document: Document) {
  const days = WEEKDAYS.slice(0, 5);
  const node = document.createNode({
    kind: 'working',
    hours: Object.fromEntries(days.map((day) => [day, [...USUAL_HOURS]])),
    holidays: 'cn',
  });
  for (const day of days) {
    const hours: unknown = node.getIn(['hours', day], true);
    if (isSeq(hours)) hours.flow = true;
  }
  return node;
}

/** False where a number cannot be read. */
function putBands(
  document: Document,
  policy: Policy,
  values: ReadonlyMap<string, string>,
): boolean {
  const fields = bandFields(policy);
  if (fields.length === 0 || ![...values.keys()].some((name) => name.startsWith('bands.')))
    return true;
  const rows = fields.map(({ name, band }) => {
    const of = (part: string, before: string): string =>
      values.get(`${name}.${part}`)?.trim() ?? before;
    return {
      name,
      before: band,
      km: band.up_to_km === null ? null : of('up_to_km', band.up_to_km),
      minutes: of('minutes', band.minutes),
      reply: of('reply_minutes', band.reply_minutes),
    };
  });
  const changed = rows.some(
    (row) =>
      (row.km ?? '') !== (row.before.up_to_km ?? '') ||
      row.minutes !== row.before.minutes ||
      row.reply !== row.before.reply_minutes,
  );
  if (!changed) return true;
  const limit = (row: { minutes: string; reply: string }): Record<string, number> | null => {
    const minutes = row.minutes === '' ? null : wholeNumber(row.minutes);
    const reply = row.reply === '' ? null : wholeNumber(row.reply);
    if (minutes === INVALID || reply === INVALID) throw new BandUnreadable();
    if (minutes === null && reply === null) return null;
    return {
      ...(minutes === null ? {} : { minutes }),
      ...(reply === null ? {} : { reply_minutes: reply }),
    };
  };
  try {
    const bands = rows
      .filter((row) => row.km !== null && row.km !== '')
      .map((row) => {
        if (!/^\d{1,5}(\.\d{1,2})?$/.test(row.km ?? '')) throw new BandUnreadable();
        return { up_to_km: Number(row.km), ...limit(row) };
      })
      .sort((a, b) => a.up_to_km - b.up_to_km);
    const last = (name: string): Record<string, number> | null => {
      const row = rows.find((each) => each.name === name);
      return row === undefined ? null : limit(row);
    };
    const node = document.createNode({
      bands,
      beyond: last('bands.beyond'),
      unknown: last('bands.unknown'),
    });
    document.setIn(['arrival', 'distance'], node);
    for (const key of ['beyond', 'unknown']) {
      const part: unknown = node.get(key, true);
      if (isMap(part)) part.flow = true;
    }
    bands.forEach((_, i) => {
      const part: unknown = node.getIn(['bands', i], true);
      if (isMap(part)) part.flow = true;
    });
    return true;
  } catch (error) {
    if (error instanceof BandUnreadable) return false;
    throw error;
  }
}

class BandUnreadable extends Error {}

function flow(document: Document, value: unknown) {
  return document.createNode(value, { flow: true });
}

function wholeNumber(text: string): number | typeof INVALID {
  return /^\d{1,7}$/.test(text) ? Number(text) : INVALID;
}

function pathOf(name: string): (string | number)[] {
  return name.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function wordsText(words: readonly string[]): string {
  return words.join('、');
}

function wordsOf(text: string): string[] {
  return text
    .split(/[、,，;；\n]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function dictionaryText(dictionary: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(dictionary)
    .map(([category, words]) => `${category}：${wordsText(words)}`)
    .join('\n');
}

function dictionaryOf(text: string): Record<string, string[]> | typeof INVALID {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const entries = lines.map((line) => {
    const [category = '', ...rest] = line.split(/[：:]/);
    return [category.trim(), wordsOf(rest.join('、'))] as const;
  });
  if (entries.some(([category, words]) => category === '' || words.length === 0)) return INVALID;
  return Object.fromEntries(entries);
}

function messageOf(kind: FieldKind, lang: Lang): string {
  const known = Object.entries(MESSAGES).find(([name]) => name === kind);
  return (known?.[1] ?? MESSAGES.choice)[lang];
}
