/** Policies of the fixture department: the default in force, one draft that asks for more, nothing ever activated. */
import type { DraftPage, PolicyDesk, PolicyHead } from '#app/data/policy-desk.ts';
import { policyView } from '#app/data/policy-view.server.ts';
import { loadCatalogue } from '#queries/policy/catalogue.ts';
import { policyDifferences } from '#queries/policy/differences.ts';
import { applyForm, bandFields, formFields } from '#queries/policy/form.ts';
import { rulesToAdd } from '#queries/policy/form-rules.ts';
import { readPolicy } from '#queries/policy/policy.ts';

export function fixturePolicies(folder: string): PolicyDesk {
  const catalogue = loadCatalogue(folder);
  const heads = catalogue.map(
    ({ policy }): PolicyHead => ({
      ref: `shipped:${policy.id}`,
      id: policy.id,
      version: policy.version,
      name: policy.name,
    }),
  );
  const [standing] = catalogue;
  const [head] = heads;
  if (standing === undefined || head === undefined) throw new Error('no policy ships');
  let text = standing.text.replace('target_minutes: 10,', 'target_minutes: 15,');
  const page = (): DraftPage => {
    const reading = readPolicy(text, 'zh');
    return {
      draft_id: 1,
      text,
      saved_at: '2026-10-30T09:00:00',
      saved_by: '林建国',
      base: head,
      faults: reading.ok ? [] : reading.faults,
      policy: reading.ok ? policyView(reading.policy) : null,
      fields: reading.ok ? formFields(reading.policy) : [],
      bands: reading.ok ? bandFields(reading.policy) : [],
      addable: reading.ok ? rulesToAdd(reading.policy) : [],
      against: reading.ok
        ? {
            head,
            month: '2026-10',
            differences: policyDifferences(standing.policy, reading.policy),
          }
        : null,
      months: ['2026-10', '2026-11'],
      closed: [],
    };
  };
  return {
    shelf: async () => ({
      versions: [
        {
          ...head,
          reach: { from: null, to: null },
          activated_at: null,
          activated_by: null,
          note: null,
        },
      ],
      catalogue: heads,
      drafts: [
        {
          draft_id: 1,
          name: standing.policy.name,
          saved_at: '2026-10-30T09:00:00',
          saved_by: '林建国',
        },
      ],
      trigger: null,
      holiday_years: { from: 2004, to: 2026 },
    }),
    copy: async () => 1,
    draft: async (id) => (id === 1 ? page() : null),
    save: async (_id, given) => {
      text = given;
    },
    edit: async (_id, values) => {
      const result = applyForm(text, values, 'zh');
      if (!result.ok) return result.faults;
      text = result.text;
      return [];
    },
    discard: async () => {},
    replay: async () => ({
      months: ['2026-10'],
      as_of: '2026-10-31T18:00:00',
      before: { count: 2, fen: 8000, undecided: 0 },
      after: { count: 1, fen: 5000, undecided: 0 },
      rows: [
        {
          person: '王芳',
          employee_no: null,
          rule_before: { no: '1a', title: { zh: '热线无人接听', en: 'hotline unanswered' } },
          rule_after: null,
          before: { count: 1, fen: 3000, undecided: 0 },
          after: { count: 0, fen: 0, undecided: 0 },
        },
      ],
      rates: [],
    }),
    activate: async () => head,
    answerTrigger: async () => null,
  };
}
