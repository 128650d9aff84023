/**
 * The policy as data: YAML texts validated on load, faults with line and path.
 * A policy version is in force from its month on, until a version that begins later (queries/policy/versions.ts).
 */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { REQUIREMENTS } from '../metrics/clauses.ts';
import type { Lang } from '../values/words.ts';
import { policyFaultText } from './fault-words.ts';

const text = z.object({ zh: z.string().min(1), en: z.string().min(1) }).strict();
const minutes = z.number().int().positive();
/** Yuan as written in a policy; whole yuan or with at most two decimals. */
const yuan = z
  .number()
  .nonnegative()
  .refine(
    (value) =>
      Number.isSafeInteger(Math.round(value * 100)) &&
      Math.abs(value * 100 - Math.round(value * 100)) < 1e-6,
    { message: 'yuan_decimals' },
  );

/** Detectors: each is queries/violations/<name>.sql. */
export const DETECTORS = [
  'unanswered',
  'not_relayed',
  'late_dispatch',
  'missed_dispatch',
  'badge_or_uniform',
  'dissatisfied',
  'repeat_repair',
  'late_arrival',
  'incomplete_receipt',
  'dispatch_sheet_missing',
  'dispatch_refused',
  'not_reported_back',
  'complaint',
  'overcharge',
  'false_voucher',
] as const;

/** On what a rule's deduction rests, as the company says; the product never claims that a deduction is lawful. */
export const BASES = ['company_rule', 'loss_compensation', 'other'] as const;

const charge = z.enum(['hotline_agent', 'dispatcher', 'technician', 'employee']);

const range = z
  .object({
    min: yuan,
    max: yuan,
    by_severity: z.object({ minor: yuan, medium: yuan, serious: yuan }).strict(),
  })
  .strict()
  .refine((value) => value.min <= value.max, { message: 'min_above_max' })
  .refine(
    (value) => Object.values(value.by_severity).every((v) => v >= value.min && v <= value.max),
    { message: 'severity_outside', path: ['by_severity'] },
  );

const rule = z
  .object({
    no: z.string().min(1).max(20),
    clause: z.string().min(1),
    title: text,
    detect: z.enum(DETECTORS),
    charge,
    amount: z.union([yuan, range]).optional(),
    measures: z.array(z.string().min(1)).nonempty().optional(),
    needs_cause: z.boolean().default(false),
    trigger: z.enum(['violation', 'complaint']).default('violation'),
    basis: z.enum(BASES).default('company_rule'),
  })
  .strict()
  .refine((value) => (value.amount === undefined) !== (value.measures === undefined), {
    message: 'amount_or_measures',
  });

/** `null`: the policy sets no time limit, and the stage applies to no ticket. */
const stage = z
  .object({ target_minutes: minutes.nullable(), clause: z.string(), person: charge })
  .strict();

/** Stages whose clock a working calendar may stop. */
export const CLOCKED_STAGES = [
  'answer',
  'dispatch',
  'arrival',
  'guidance_follow_up',
  'callback',
  'turnaround',
  'repair',
] as const;

/** A repair is hands-on time: it counts whenever it is done, unless a policy says otherwise. */
const USUALLY_CLOCKED = CLOCKED_STAGES.filter((name) => name !== 'repair');

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** `08:30-12:00`; `24:00` ends a day. */
const span = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { message: 'hours_shape' })
  .refine((value) => value.slice(0, 5) < value.slice(6), { message: 'hours_order' });
const spans = z
  .array(span)
  .nonempty()
  .refine(
    (list) => list.every((item, i) => i === 0 || (list[i - 1] ?? '').slice(6) <= item.slice(0, 5)),
    {
      message: 'hours_overlap',
    },
  );
const day = z.iso.date();

const calendar = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('always') }).strict(),
  z
    .object({
      kind: z.literal('working'),
      /** Hours of each weekday that is worked; a weekday left out is not. */
      hours: z
        .object({
          mon: spans.optional(),
          tue: spans.optional(),
          wed: spans.optional(),
          thu: spans.optional(),
          fri: spans.optional(),
          sat: spans.optional(),
          sun: spans.optional(),
        })
        .strict()
        .refine((hours) => Object.keys(hours).length > 0, { message: 'hours_none' }),
      /** `cn`: the public holidays and make-up workdays of the State Council's notices. */
      holidays: z.enum(['cn', 'none']).default('cn'),
      /** Hours of a make-up workday; those of the first weekday worked where none are given. */
      makeup_hours: spans.optional(),
      /** The company's own days; they go before the public ones. */
      extra_holidays: z.array(day).default([]),
      extra_workdays: z.array(day).default([]),
      /** Stages whose clock stands still outside working hours. A promised time is always wall clock. */
      stages: z.array(z.enum(CLOCKED_STAGES)).default([...USUALLY_CLOCKED]),
    })
    .strict(),
]);

/** What a distance asks for: to be there in time, or else to have answered in time. */
const limit = z
  .object({ minutes: minutes.optional(), reply_minutes: minutes.optional() })
  .strict()
  .refine((value) => value.minutes !== undefined || value.reply_minutes !== undefined, {
    message: 'limit_empty',
  });

const arrival = z
  .object({
    clause: z.string(),
    person: charge,
    regions: z
      .object({
        urban: minutes.nullable(),
        unknown: minutes.nullable(),
        outside: minutes.nullable(),
      })
      .strict()
      .optional(),
    distance: z
      .object({
        bands: z
          .array(
            z
              .object({
                up_to_km: z.number().positive(),
                minutes: minutes.optional(),
                reply_minutes: minutes.optional(),
              })
              .strict()
              .refine((value) => value.minutes !== undefined || value.reply_minutes !== undefined, {
                message: 'limit_empty',
              }),
          )
          .nonempty()
          .refine(
            (list) =>
              list.every((item, i) => i === 0 || (list[i - 1]?.up_to_km ?? 0) < item.up_to_km),
            {
              message: 'bands_order',
            },
          ),
        beyond: limit.nullable(),
        /** How the figure times a ticket without a distance; it is never fined. */
        unknown: limit.nullable(),
      })
      .strict()
      .optional(),
  })
  .strict()
  .refine((value) => (value.regions === undefined) !== (value.distance === undefined), {
    message: 'regions_or_distance',
  });

const policySchema = z
  .object({
    id: z.string().regex(/^[a-z0-9-]+$/),
    version: z.number().int().positive(),
    effective_from: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
    name: text,
    company: text,
    timezone: z.string().min(1).refine(isTimezone, { message: 'timezone_unknown' }),
    calendar,
    stages: z
      .object({ answer: stage, dispatch: stage, guidance_follow_up: stage, callback: stage })
      .strict(),
    arrival,
    pauses: z.enum(['subtract', 'ignore']).default('subtract'),
    invalid_after_days: z.number().int().positive(),
    missed_after_minutes: minutes,
    repeat_window_days: z.number().int().positive(),
    satisfied_from: z.number().int().min(1).max(5),
    dissatisfied_to: z.number().int().min(1).max(5),
    /** What is solved on the phone costs the customer nothing, in warranty or not. */
    phone_free: z.boolean().default(false),
    fault_dictionary: z.record(z.string().min(1), z.array(z.string().min(1))),
    excusable_delay_reasons: z.array(z.string().min(1)),
    kpi_targets: z
      .object({
        timeliness: z.number().min(0).max(1),
        satisfaction: z.number().min(0).max(1),
        complaints: z.number().min(0).max(1),
      })
      .partial()
      .strict(),
    /** Clause that names the KPI targets; '' where none does. */
    kpi_clause: z.string().default(''),
    /** Which of the requirements that data can measure the policy states, and under which clause. */
    requirements: z.partialRecord(z.enum(REQUIREMENTS), z.string().min(1)),
    /** Words of complaints and the rule they mean. Left out: the reasons as read at the import (fines.md section 2). */
    reasons: z
      .array(z.object({ words: z.array(z.string().min(1)).nonempty(), rule: z.string() }).strict())
      .optional(),
    assumptions: z.array(z.object({ key: z.string(), zh: z.string(), en: z.string() }).strict()),
    rules: z.array(rule),
  })
  .strict()
  .superRefine((policy, context) => {
    const fault = (message: string, path: (string | number)[]): void =>
      context.addIssue({ code: 'custom', path, message });
    if (policy.dissatisfied_to >= policy.satisfied_from) fault('scores_cross', ['dissatisfied_to']);
    const numbers = new Set<string>();
    const detectors = new Set<string>();
    const { distance } = policy.arrival;
    const replies =
      distance !== undefined &&
      [...distance.bands, distance.beyond, distance.unknown].some(
        (item) => item?.reply_minutes !== undefined,
      );
    policy.rules.forEach((item, index) => {
      const at = (field: string): (string | number)[] => ['rules', index, field];
      if (numbers.has(item.no)) fault('rule_twice', at('no'));
      numbers.add(item.no);
      // Two rules that read the same event would charge it twice.
      if (item.detect !== 'complaint' && detectors.has(item.detect))
        fault('detector_twice', at('detect'));
      detectors.add(item.detect);
      if (
        ['late_dispatch', 'missed_dispatch'].includes(item.detect) &&
        policy.stages.dispatch.target_minutes === null
      )
        fault('dispatch_needs_target', at('detect'));
      if (item.detect === 'unanswered' && policy.stages.answer.target_minutes === null && !replies)
        fault('answer_needs_target', at('detect'));
    });
    policy.reasons?.forEach((reason, index) => {
      if (!numbers.has(reason.rule)) fault('reason_rule_unknown', ['reasons', index, 'rule']);
    });
  });

export type Policy = z.infer<typeof policySchema>;
export type PolicyRule = Policy['rules'][number];
export type WorkingCalendar = Extract<Policy['calendar'], { kind: 'working' }>;

/** A policy file that cannot be used: says file, line, path and what is wrong. */
export class PolicyInvalid extends Error {
  override readonly name = 'PolicyInvalid';
}

/** What is wrong with a policy's text and where: lines count from 1, the path names the entry ('' for the file). */
export interface PolicyFault {
  readonly line: number;
  readonly path: string;
  readonly message: string;
}

export type PolicyReading =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly faults: readonly PolicyFault[] };

/** Parses and validates a policy's text; every fault found, by line. */
export function readPolicy(source: string, lang: Lang = 'en'): PolicyReading {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      path: '',
      message: error.message.split('\n')[0] ?? error.message,
    }));
    return { ok: false, faults };
  }
  const locale = lang === 'zh' ? z.locales.zhCN() : z.locales.en();
  const result = policySchema.safeParse(contentOf(document), { error: locale.localeError });
  if (result.success) return { ok: true, policy: result.data };
  const faults = result.error.issues.map((issue) => ({
    line: lineOf(issue.path),
    path: issue.path.join('.'),
    message: policyFaultText(issue.message, lang),
  }));
  return { ok: false, faults: faults.sort((a, b) => a.line - b.line) };

  /** Line of the nearest node that exists on the path to the fault. */
  function lineOf(path: readonly PropertyKey[]): number {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true);
      if (
        typeof node === 'object' &&
        node !== null &&
        'range' in node &&
        Array.isArray(node.range)
      ) {
        return lines.linePos(Number(node.range[0])).line;
      }
    }
    return 1;
  }
}

/** Parses and validates one policy's text. Throws PolicyInvalid naming line and path of the first fault. */
export function parsePolicy(source: string, file: string): Policy {
  const reading = readPolicy(source);
  if (reading.ok) return reading.policy;
  const [fault] = reading.faults;
  if (fault === undefined) throw new PolicyInvalid(`${file}: unusable`);
  throw new PolicyInvalid(`${file}:${fault.line}: ${fault.path || '(file)'}: ${fault.message}`);
}

/** The policy version in force in a month `YYYY-MM`; of versions that begin in the same month the last activated. */
export function policyOf(policies: readonly Policy[], month: string): Policy {
  const inForce = policies.filter((policy) => policy.effective_from <= month).at(-1) ?? policies[0];
  if (inForce === undefined) throw new PolicyInvalid('no policy is loaded');
  return inForce;
}

/** Whole fen of an amount in yuan as written in a policy. */
export function fenOf(amountYuan: number): number {
  return Math.round(amountYuan * 100);
}

/** True where some stage of the policy counts working minutes only. */
export function countsWorkingTime(policy: Policy): boolean {
  return policy.calendar.kind === 'working' && policy.calendar.stages.length > 0;
}

/** The document as plain data; aliases that blow up a short text are an error of its own. */
function contentOf(document: ReturnType<typeof parseDocument>): unknown {
  return document.toJS({ maxAliasCount: 100 });
}

function isTimezone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
