import { z } from 'zod';
import { specialDays, weekdayHours } from '../policy/calendar.ts';
import { countsWorkingTime, fenOf, type Policy } from '../policy/policy.ts';
import { reasonRule } from '../policy/reasons.ts';
import type { QueryParams, Warehouse } from './warehouse.ts';

/**
 * Refills the policy tables from the policies in force (oldest first), so that SQL can join targets, synonyms and amounts
 * by month. The tables exist (policy/policy_tables.sql); within a transaction of the caller readers see old or new.
 */
export async function storePolicies(
  warehouse: Warehouse,
  policies: readonly Policy[],
): Promise<void> {
  for (const table of POLICY_TABLES) await warehouse.run(`DELETE FROM ${table}`);
  const inForce = policies.map((policy, index) => ({
    policy,
    toMonth: policies[index + 1]?.effective_from ?? '9999-99',
  }));
  await insertRows(
    warehouse,
    'policy',
    inForce.map(({ policy, toMonth }) => policyRow(policy, toMonth)),
  );
  await insertRows(
    warehouse,
    'policy_fault',
    policies.flatMap((policy) =>
      Object.entries(policy.fault_dictionary).flatMap(([category, synonyms]) =>
        [category, ...synonyms].map((text) => [policy.id, policy.version, text, category]),
      ),
    ),
  );
  await warehouse.run('UPDATE policy_fault SET synonym = fault_text(synonym)');
  await insertRows(
    warehouse,
    'policy_rule',
    inForce.flatMap(({ policy, toMonth }) =>
      policy.rules.map((rule) => {
        const range = typeof rule.amount === 'object' ? rule.amount : null;
        const fixed = typeof rule.amount === 'number' ? fenOf(rule.amount) : null;
        return [
          policy.id,
          policy.version,
          policy.effective_from,
          toMonth,
          rule.no,
          rule.clause,
          rule.detect,
          rule.charge,
          rule.trigger === 'complaint',
          rule.needs_cause,
          fixed,
          range === null ? fixed : fenOf(range.min),
          range === null ? fixed : fenOf(range.max),
          range === null ? null : fenOf(range.by_severity.minor),
          range === null ? null : fenOf(range.by_severity.medium),
          range === null ? null : fenOf(range.by_severity.serious),
        ];
      }),
    ),
  );
  await storeCalendars(warehouse, policies);
}

/** What opening a database fills from the policies in force. */
export const POLICY_TABLES = [
  'policy',
  'policy_fault',
  'policy_rule',
  'work_hours',
  'work_day',
  'work_span',
  'policy_reason',
] as const;

/** The columns of table policy, in order. */
function policyRow(policy: Policy, toMonth: string): QueryParams[string][] {
  const { regions, distance } = policy.arrival;
  const bands = distance === undefined ? [] : [...distance.bands, distance.beyond];
  return [
    policy.id,
    policy.version,
    policy.effective_from,
    toMonth,
    policy.stages.answer.target_minutes,
    policy.stages.dispatch.target_minutes,
    policy.stages.guidance_follow_up.target_minutes,
    policy.stages.callback.target_minutes,
    regions?.urban ?? null,
    regions?.unknown ?? null,
    regions?.outside ?? null,
    distance !== undefined,
    listText(distance?.bands.map((band) => band.up_to_km) ?? []),
    listText(bands.map((band) => band?.minutes ?? null)),
    listText(bands.map((band) => band?.reply_minutes ?? null)),
    distance?.unknown?.minutes ?? null,
    distance?.unknown?.reply_minutes ?? null,
    policy.pauses === 'subtract',
    policy.invalid_after_days,
    policy.missed_after_minutes,
    policy.repeat_window_days,
    policy.satisfied_from,
    policy.dissatisfied_to,
    countsWorkingTime(policy) ? calendarKey(policy) : null,
    listText(policy.calendar.kind === 'working' ? policy.calendar.stages : []),
    policy.phone_free,
    policy.reasons !== undefined,
  ];
}

/** Of the calendar a policy version brings. */
function calendarKey(policy: Policy): string {
  return `${policy.id} ${policy.version}`;
}

/** A list as DuckDB reads it from text. */
function listText(items: readonly (number | string | null)[]): string {
  return `[${items.map((item) => item ?? 'NULL').join(', ')}]`;
}

async function storeCalendars(warehouse: Warehouse, policies: readonly Policy[]): Promise<void> {
  const working = policies.flatMap((policy) =>
    policy.calendar.kind === 'working' && countsWorkingTime(policy)
      ? [{ key: calendarKey(policy), calendar: policy.calendar }]
      : [],
  );
  if (working.length === 0) return;
  await insertRows(
    warehouse,
    'work_hours',
    working.flatMap(({ key, calendar }) =>
      weekdayHours(calendar).map((row) => [key, row.weekday, row.open_minute, row.close_minute]),
    ),
  );
  for (const { key, calendar } of working) {
    const days = specialDays(calendar);
    for (let i = 0; i < days.length; i += DAYS_AT_ONCE) {
      const part = days.slice(i, i + DAYS_AT_ONCE);
      await insertRows(
        warehouse,
        'work_day',
        part.map(({ day, works }) => [key, day, works]),
      );
    }
  }
  await warehouse.run(`INSERT INTO work_span BY NAME ${warehouse.sql('policy/work_span')}`);
}

/** Days of one statement; some thousand parameters are planned quickly. */
const DAYS_AT_ONCE = 500;

/**
 * Reads the texts of all complaints by the words of the policies that have their own. To be called when complaints or
 * policies changed; policies without words of their own cost nothing.
 */
export async function storeReasons(warehouse: Warehouse): Promise<void> {
  const own = warehouse.policies.filter((policy) => policy.reasons !== undefined);
  await warehouse.run('DELETE FROM policy_reason');
  if (own.length === 0) return;
  const texts = await warehouse.read(
    'SELECT DISTINCT reason_text FROM stg_complaint WHERE reason_text IS NOT NULL ORDER BY reason_text',
    z.object({ reason_text: z.string() }),
  );
  await insertRows(
    warehouse,
    'policy_reason',
    own.flatMap((policy) =>
      texts.map(({ reason_text }) => [
        policy.id,
        policy.version,
        reason_text,
        reasonRule(reason_text, policy),
      ]),
    ),
  );
}

/** One statement for all rows, values in column order: planning one costs as much as planning fifty. */
async function insertRows(
  warehouse: Warehouse,
  table: string,
  rows: readonly (readonly QueryParams[string][])[],
): Promise<void> {
  const params: QueryParams = {};
  const places = rows.map((row, line) =>
    row.map((value, column) => {
      const name = `v${line}_${column}`;
      params[name] = value;
      return `$${name}`;
    }),
  );
  if (rows.length === 0) return;
  await warehouse.run(
    `INSERT INTO ${table} VALUES ${places.map((row) => `(${row.join(', ')})`).join(', ')}`,
    params,
  );
}
