/** Policies behind the desk. */

import { join } from 'node:path';
import { z } from 'zod';
import type { Actor } from '#queries/ledger/types.ts';
import { HOLIDAY_YEARS } from '#queries/policy/calendar.ts';
import { loadCatalogue } from '#queries/policy/catalogue.ts';
import { monthsClosed } from '#queries/policy/closed-months.ts';
import { policyDifferences } from '#queries/policy/differences.ts';
import { applyForm, bandFields, formFields, withTrigger } from '#queries/policy/form.ts';
import { rulesToAdd } from '#queries/policy/form-rules.ts';
import { type Policy, policyOf, readPolicy } from '#queries/policy/policy.ts';
import { replayPolicy } from '#queries/policy/replay.ts';
import {
  activatedVersions,
  activatePolicy,
  dropDraft,
  newDraft,
  policyDraft,
  policyDrafts,
  policyRefused,
  saveDraft,
} from '#queries/policy/versions.ts';
import { workedMonths } from '#queries/reports/month-report.ts';
import { addMonths, localMoment } from '#queries/values/month.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { DeskDatabase } from './desk-database.server.ts';
import type {
  ActivatedPolicy,
  DraftPage,
  PolicyDesk,
  PolicyHead,
  PolicyShelf,
} from './policy-desk.ts';
import { policyView } from './policy-view.server.ts';

export interface PolicyPlace {
  readonly database: DeskDatabase;
  readonly lang: 'zh' | 'en';
  /** Naive local microseconds since 1970. */
  now(): number;
}

/** Months offered for a version to begin in, besides the next one. */
const MONTHS_OFFERED = 12;

export function policyDesk(place: PolicyPlace): PolicyDesk {
  const { database } = place;
  const at = (): string => localMoment(place.now());
  const who = (by: Actor | null): string | null => by?.name ?? null;

  const desk: PolicyDesk = {
    shelf: () => database.read(shelfOf),
    copy: (ref, by, lang = place.lang) =>
      database.write(async (warehouse) => {
        const text = await textOfRef(warehouse, ref);
        if (text === null) throw policyRefused(lang, 'noVersion');
        const draft = await newDraft(warehouse, {
          base: ref,
          text,
          saved_at: at(),
          actor: who(by),
        });
        return draft.draft_id;
      }),
    draft: (id, lang = place.lang) => database.read((warehouse) => draftPage(warehouse, id, lang)),
    save: (id, text, by, lang = place.lang) =>
      database.write((warehouse) =>
        saveDraft(warehouse, { draft_id: id, text, saved_at: at(), actor: who(by) }, lang),
      ),
    edit: (id, values, by, lang = place.lang) =>
      database.write(async (warehouse) => {
        const draft = await policyDraft(warehouse, id);
        if (draft === null) throw policyRefused(lang, 'noDraft');
        const result = applyForm(draft.text, values, lang);
        if (!result.ok) return result.faults;
        await saveDraft(
          warehouse,
          { draft_id: id, text: result.text, saved_at: at(), actor: who(by) },
          lang,
        );
        return [];
      }),
    discard: (id) => database.write((warehouse) => dropDraft(warehouse, id)),
    replay: (id, lang = place.lang) =>
      database.tryHere(async (warehouse) => {
        const policy = await draftedPolicy(warehouse, id, lang);
        return replayPolicy(warehouse, policy);
      }),
    activate: (id, month, note, by, lang = place.lang) =>
      database.write(async (warehouse) => {
        const draft = await policyDraft(warehouse, id);
        if (draft === null) throw policyRefused(lang, 'noDraft');
        const version = await activatePolicy(
          warehouse,
          { text: draft.text, month, actor: who(by), note, at: at() },
          lang,
        );
        await dropDraft(warehouse, id);
        return headOf(`version:${version.version_id}`, policyOf(warehouse.policies, month));
      }),
    answerTrigger: (trigger, by, lang = place.lang) =>
      database.write(async (warehouse) => {
        const newest = (await activatedVersions(warehouse)).at(-1);
        const base = newest === undefined ? 'shipped:default' : `version:${newest.version_id}`;
        await warehouse.transaction(() =>
          warehouse.run("INSERT OR REPLACE INTO setting VALUES ('policy_trigger', $trigger)", {
            trigger,
          }),
        );
        if (trigger === 'violation') return null;
        const text = await textOfRef(warehouse, base);
        if (text === null) throw policyRefused(lang, 'noVersion');
        const draft = await newDraft(warehouse, {
          base,
          text: withTrigger(text, trigger),
          saved_at: at(),
          actor: who(by),
        });
        return draft.draft_id;
      }),
  };
  return desk;
}

function headOf(ref: string, policy: Policy): PolicyHead {
  return { ref, id: policy.id, version: policy.version, name: policy.name };
}

async function shelfOf(warehouse: Warehouse): Promise<PolicyShelf> {
  const catalogue = catalogueOf(warehouse);
  const drafts = await policyDrafts(warehouse);
  const [trigger] = await warehouse.read(
    "SELECT value FROM setting WHERE name = 'policy_trigger'",
    z.object({ value: z.enum(['violation', 'complaint']) }),
  );
  return {
    versions: await standingVersions(warehouse),
    catalogue: catalogue.map(({ policy }) => headOf(`shipped:${policy.id}`, policy)),
    drafts: drafts.map((draft) => {
      const reading = readPolicy(draft.text);
      return {
        draft_id: draft.draft_id,
        name: reading.ok ? reading.policy.name : null,
        saved_at: draft.saved_at,
        saved_by: draft.actor,
      };
    }),
    trigger: trigger?.value ?? null,
    holiday_years: HOLIDAY_YEARS,
  };
}

/** The default and every activated version with the months it is in force in, newest month first. */
async function standingVersions(warehouse: Warehouse): Promise<ActivatedPolicy[]> {
  const activated = await activatedVersions(warehouse);
  return warehouse.policies
    .map((policy, index): ActivatedPolicy => {
      const row = activated.find(
        (each) => each.policy_id === policy.id && each.version === policy.version,
      );
      const next = warehouse.policies[index + 1]?.effective_from ?? null;
      return {
        ...headOf(row === undefined ? `shipped:${policy.id}` : `version:${row.version_id}`, policy),
        reach:
          next === policy.effective_from
            ? null
            : { from: row === undefined ? null : policy.effective_from, to: next },
        activated_at: row?.activated_at ?? null,
        activated_by: row?.actor ?? null,
        note: row?.note ?? null,
      };
    })
    .reverse();
}

function catalogueOf(warehouse: Warehouse) {
  return loadCatalogue(join(warehouse.sqlDir, 'policy'));
}

/** The YAML of a policy; null when there is none of that reference. */
async function textOfRef(warehouse: Warehouse, ref: string): Promise<string | null> {
  const [kind, id = ''] = ref.split(':');
  if (kind === 'shipped') {
    return catalogueOf(warehouse).find(({ policy }) => policy.id === id)?.text ?? null;
  }
  const row = (await activatedVersions(warehouse)).find((each) => String(each.version_id) === id);
  return kind === 'version' ? (row?.text ?? null) : null;
}

/** Throws PolicyRefused where there is no such draft or its text is not sound. */
async function draftedPolicy(warehouse: Warehouse, id: number, lang: 'zh' | 'en'): Promise<Policy> {
  const draft = await policyDraft(warehouse, id);
  if (draft === null) throw policyRefused(lang, 'noDraft');
  const reading = readPolicy(draft.text, lang);
  if (reading.ok) return reading.policy;
  const [fault] = reading.faults;
  throw policyRefused(lang, 'invalid', {
    line: fault?.line ?? 1,
    path: fault?.path ?? '',
    message: fault?.message ?? '',
  });
}

async function draftPage(
  warehouse: Warehouse,
  id: number,
  lang: 'zh' | 'en',
): Promise<DraftPage | null> {
  const draft = await policyDraft(warehouse, id);
  if (draft === null) return null;
  const reading = readPolicy(draft.text, lang);
  const months = await workedMonths(warehouse);
  const closed = await monthsClosed(warehouse);
  const latest = months.at(-1) ?? null;
  const standing = policyOf(warehouse.policies, latest ?? '9999-12');
  const versions = await standingVersions(warehouse);
  const headOfPolicy = versions.find(
    (each) => each.id === standing.id && each.version === standing.version,
  );
  const baseText = await textOfRef(warehouse, draft.base);
  const base = baseText === null ? null : readPolicy(baseText);
  return {
    draft_id: draft.draft_id,
    text: draft.text,
    saved_at: draft.saved_at,
    saved_by: draft.actor,
    base: base?.ok === true ? headOf(draft.base, base.policy) : null,
    faults: reading.ok ? [] : reading.faults,
    policy: reading.ok ? policyView(reading.policy) : null,
    fields: reading.ok ? formFields(reading.policy) : [],
    bands: reading.ok ? bandFields(reading.policy) : [],
    addable: reading.ok ? rulesToAdd(reading.policy) : [],
    against:
      reading.ok && headOfPolicy !== undefined
        ? {
            head: headOf(headOfPolicy.ref, standing),
            month: latest ?? '',
            differences: policyDifferences(standing, reading.policy),
          }
        : null,
    months: [
      ...months.slice(-MONTHS_OFFERED),
      ...(latest === null ? [] : [addMonths(latest, 1)]),
    ].filter((month) => !closed.includes(month)),
    closed,
  };
}
