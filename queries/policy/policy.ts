/**
 * The policy as data: YAML files validated on load, errors with file, line and path.
 * A policy version is in force from its month on, until a later version of any policy begins.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';

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
    {
      message: 'an amount in yuan has at most two decimals',
    },
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
  'complaint',
  'overcharge',
  'false_voucher',
] as const;

const charge = z.enum(['hotline_agent', 'dispatcher', 'technician', 'employee']);

const range = z
  .object({
    min: yuan,
    max: yuan,
    by_severity: z.object({ minor: yuan, medium: yuan, serious: yuan }).strict(),
  })
  .strict()
  .refine((value) => value.min <= value.max, { message: 'min is above max' })
  .refine(
    (value) => Object.values(value.by_severity).every((v) => v >= value.min && v <= value.max),
    {
      message: 'by_severity lies outside min–max',
    },
  );

const rule = z
  .object({
    no: z.string().min(1),
    clause: z.string().min(1),
    title: text,
    detect: z.enum(DETECTORS),
    charge,
    amount: z.union([yuan, range]).optional(),
    measures: z.array(z.string().min(1)).nonempty().optional(),
    needs_cause: z.boolean().default(false),
    trigger: z.enum(['violation', 'complaint']).default('violation'),
  })
  .strict()
  .refine((value) => (value.amount === undefined) !== (value.measures === undefined), {
    message: 'a rule has either an amount or disciplinary measures',
  });

const stage = z.object({ target_minutes: minutes, clause: z.string(), person: charge }).strict();

const policySchema = z
  .object({
    id: z.string().regex(/^[a-z0-9-]+$/),
    version: z.number().int().positive(),
    effective_from: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
    name: text,
    company: text,
    timezone: z.string().min(1),
    calendar: z.object({ kind: z.literal('always') }).strict(),
    stages: z
      .object({ answer: stage, dispatch: stage, guidance_follow_up: stage, callback: stage })
      .strict(),
    arrival: z
      .object({
        clause: z.string(),
        person: charge,
        regions: z
          .object({
            urban: minutes.nullable(),
            unknown: minutes.nullable(),
            outside: minutes.nullable(),
          })
          .strict(),
      })
      .strict(),
    pauses: z.enum(['subtract', 'ignore']).default('subtract'),
    invalid_after_days: z.number().int().positive(),
    missed_after_minutes: minutes,
    repeat_window_days: z.number().int().positive(),
    satisfied_from: z.number().int().min(1).max(5),
    dissatisfied_to: z.number().int().min(1).max(5),
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
    assumptions: z.array(z.object({ key: z.string(), zh: z.string(), en: z.string() }).strict()),
    rules: z.array(rule).nonempty(),
  })
  .strict()
  .superRefine((policy, context) => {
    const seen = new Set<string>();
    policy.rules.forEach((item, index) => {
      if (seen.has(item.no)) {
        context.addIssue({
          code: 'custom',
          path: ['rules', index, 'no'],
          message: `rule ${item.no} stands twice`,
        });
      }
      seen.add(item.no);
    });
  });

export type Policy = z.infer<typeof policySchema>;
export type PolicyRule = Policy['rules'][number];

/** A policy file that cannot be used: says file, line, path and what is wrong. */
export class PolicyInvalid extends Error {
  override readonly name = 'PolicyInvalid';
}

/** Parses and validates one policy file's text. Throws PolicyInvalid naming line and path of the first fault. */
export function parsePolicy(source: string, file: string): Policy {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const syntax = document.errors[0];
  if (syntax !== undefined) {
    throw new PolicyInvalid(`${file}: ${lines.linePos(syntax.pos[0]).line}: ${syntax.message}`);
  }
  const result = policySchema.safeParse(document.toJS());
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue === undefined) throw new PolicyInvalid(`${file}: unusable`);
  throw new PolicyInvalid(
    `${file}:${lineOf(issue.path)}: ${issue.path.join('.') || '(file)'}: ${issue.message}`,
  );

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

/** All policy versions of a folder, oldest first in force. */
export function loadPolicies(folder: string): Policy[] {
  const policies = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => parsePolicy(readFileSync(join(folder, file), 'utf8'), basename(file)));
  if (policies.length === 0) throw new PolicyInvalid(`${folder}: no policy file (.yaml)`);
  return policies.sort(
    (a, b) => a.effective_from.localeCompare(b.effective_from) || a.version - b.version,
  );
}

/** The policy version in force in a month `YYYY-MM`. */
export function policyOf(policies: readonly Policy[], month: string): Policy {
  const inForce = policies.filter((policy) => policy.effective_from <= month).at(-1) ?? policies[0];
  if (inForce === undefined) throw new PolicyInvalid('no policy is loaded');
  return inForce;
}

/** Whole fen of an amount in yuan as written in a policy. */
export function fenOf(amountYuan: number): number {
  return Math.round(amountYuan * 100);
}
