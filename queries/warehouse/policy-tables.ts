import { fenOf, type Policy } from '../policy/policy.ts';
import type { Warehouse } from './warehouse.ts';

/** Refills the policy tables from the loaded files, so that SQL can join targets, synonyms and amounts by month. */
export async function storePolicies(
  warehouse: Warehouse,
  policies: readonly Policy[],
): Promise<void> {
  await warehouse.runFile('policy/policy_tables');
  for (const [index, policy] of policies.entries()) {
    const toMonth = policies[index + 1]?.effective_from ?? '9999-99';
    await warehouse.run(
      `INSERT INTO policy VALUES ($id, $version, $from, $to, $answer, $dispatch, $guidance, $callback,
         $urban, $unknown, $outside, $subtract, $invalid, $missed, $window, $satisfied, $dissatisfied)`,
      {
        id: policy.id,
        version: policy.version,
        from: policy.effective_from,
        to: toMonth,
        answer: policy.stages.answer.target_minutes,
        dispatch: policy.stages.dispatch.target_minutes,
        guidance: policy.stages.guidance_follow_up.target_minutes,
        callback: policy.stages.callback.target_minutes,
        urban: policy.arrival.regions.urban,
        unknown: policy.arrival.regions.unknown,
        outside: policy.arrival.regions.outside,
        subtract: policy.pauses === 'subtract',
        invalid: policy.invalid_after_days,
        missed: policy.missed_after_minutes,
        window: policy.repeat_window_days,
        satisfied: policy.satisfied_from,
        dissatisfied: policy.dissatisfied_to,
      },
    );
    for (const [category, synonyms] of Object.entries(policy.fault_dictionary)) {
      for (const synonym of [category, ...synonyms]) {
        await warehouse.run(
          'INSERT INTO policy_fault VALUES ($id, $version, fault_text($synonym), $category)',
          {
            id: policy.id,
            version: policy.version,
            synonym,
            category,
          },
        );
      }
    }
    for (const rule of policy.rules) {
      const range = typeof rule.amount === 'object' ? rule.amount : null;
      const fixed = typeof rule.amount === 'number' ? fenOf(rule.amount) : null;
      await warehouse.run(
        `INSERT INTO policy_rule VALUES ($id, $version, $from, $to, $no, $clause, $detect, $charge, $complaint, $cause,
           $amount, $min, $max, $minor, $medium, $serious)`,
        {
          id: policy.id,
          version: policy.version,
          from: policy.effective_from,
          to: toMonth,
          no: rule.no,
          clause: rule.clause,
          detect: rule.detect,
          charge: rule.charge,
          complaint: rule.trigger === 'complaint',
          cause: rule.needs_cause,
          amount: fixed,
          min: range === null ? fixed : fenOf(range.min),
          max: range === null ? fixed : fenOf(range.max),
          minor: range === null ? null : fenOf(range.by_severity.minor),
          medium: range === null ? null : fenOf(range.by_severity.medium),
          serious: range === null ? null : fenOf(range.by_severity.serious),
        },
      );
    }
  }
}
