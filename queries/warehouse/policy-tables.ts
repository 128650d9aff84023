import { fenOf, type Policy } from '../policy/policy.ts';
import type { QueryParams, Warehouse } from './warehouse.ts';

/** Refills the policy tables from the loaded files, so that SQL can join targets, synonyms and amounts by month. */
export async function storePolicies(
  warehouse: Warehouse,
  policies: readonly Policy[],
): Promise<void> {
  await warehouse.runFile('policy/policy_tables');
  const inForce = policies.map((policy, index) => ({
    policy,
    toMonth: policies[index + 1]?.effective_from ?? '9999-99',
  }));
  await insertRows(
    warehouse,
    'policy',
    inForce.map(({ policy, toMonth }) => [
      policy.id,
      policy.version,
      policy.effective_from,
      toMonth,
      policy.stages.answer.target_minutes,
      policy.stages.dispatch.target_minutes,
      policy.stages.guidance_follow_up.target_minutes,
      policy.stages.callback.target_minutes,
      policy.arrival.regions.urban,
      policy.arrival.regions.unknown,
      policy.arrival.regions.outside,
      policy.pauses === 'subtract',
      policy.invalid_after_days,
      policy.missed_after_minutes,
      policy.repeat_window_days,
      policy.satisfied_from,
      policy.dissatisfied_to,
    ]),
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
