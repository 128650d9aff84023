/**
 * The policy versions of a database: activated ones are kept as they were written and never changed. In force is the
 * default from the beginning, and each activated version from its month until one that begins later; of versions that begin
 * in the same month the one activated last. Besides the ledger the only writes of `queries`.
 */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { isMonth } from '../values/month.ts';
import { filledIn, type Lang } from '../values/words.ts';
import { putInForce, rebuildMarts } from '../warehouse/rebuild.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { monthsClosed } from './closed-months.ts';
import { type Policy, parsePolicy, readPolicy } from './policy.ts';

/** An activated version. */
export interface PolicyVersion {
  readonly version_id: number;
  readonly policy_id: string;
  readonly version: number;
  /** Month it is in force from, `YYYY-MM`. */
  readonly effective_from: string;
  readonly text: string;
  readonly activated_at: string;
  readonly actor: string | null;
  readonly note: string | null;
}

const versionRow = z.object({
  version_id: z.number().int(),
  policy_id: z.string(),
  version: z.number().int(),
  effective_from: z.string(),
  text: z.string(),
  activated_at: z.string(),
  actor: z.string().nullable(),
  note: z.string().nullable(),
});

/** What is asked cannot be done; the message says why and what to do. Nothing was changed. */
export class PolicyRefused extends Error {
  override readonly name = 'PolicyRefused';
}

const TEXTS = {
  invalid: {
    zh: '第 {line} 行 {path}：{message}。改好再启用',
    en: 'Line {line}, {path}: {message}. Correct it, then activate',
  },
  noMonth: { zh: '月份写成 2026-11', en: 'A month is written like 2026-11' },
  closed: {
    zh: '{months} 已关账，不再变。从关账之后的月份起启用，或先重开',
    en: '{months} is closed and no longer changes. Activate from a later month, or reopen it first',
  },
  same: {
    zh: '与 {month} 执行的制度没有差别，不用启用',
    en: 'Nothing differs from the policy in force in {month}',
  },
  noDraft: {
    zh: '没有这份草稿，可能已删除',
    en: 'There is no such draft; it may have been deleted',
  },
  noVersion: { zh: '没有这个版本', en: 'There is no such version' },
} as const;

export function policyRefused(
  lang: Lang,
  code: keyof typeof TEXTS,
  parts: Record<string, string | number> = {},
): PolicyRefused {
  return new PolicyRefused(filledIn(TEXTS[code][lang], parts));
}

/** Every activated version, in order of activation. */
export async function activatedVersions(warehouse: Warehouse): Promise<PolicyVersion[]> {
  return warehouse.read('FROM policy_version ORDER BY version_id', versionRow);
}

/**
 * The policies in force, oldest first: `shipped` (the default) and the activated versions.
 * Throws PolicyInvalid where a stored text can no longer be read.
 */
export async function policiesInForce(
  warehouse: Warehouse,
  shipped: readonly Policy[],
): Promise<Policy[]> {
  const versions = await activatedVersions(warehouse);
  return inOrder([
    ...shipped,
    ...versions.map((row) => parsePolicy(row.text, `policy_version ${row.version_id}`)),
  ]);
}

/** By month; the sort is stable, so of the same month the one activated last stands last and counts. */
function inOrder(policies: readonly Policy[]): Policy[] {
  return [...policies].sort((a, b) =>
    a.effective_from < b.effective_from ? -1 : a.effective_from > b.effective_from ? 1 : 0,
  );
}

/** The months a version that begins in `month` would be in force: from `month` until before `to`; null: no end. */
export function reachOf(policies: readonly Policy[], month: string): string | null {
  const later = policies.map((policy) => policy.effective_from).filter((from) => from > month);
  return later.sort()[0] ?? null;
}

/** The policies as they would be in force with a candidate from `month` on. */
export function withCandidate(
  policies: readonly Policy[],
  candidate: Policy,
  month: string,
): Policy[] {
  return inOrder([...policies, { ...candidate, effective_from: month }]);
}

export interface Activation {
  /** The policy's YAML. */
  readonly text: string;
  /** First month it is in force in, `YYYY-MM`. */
  readonly month: string;
  readonly actor: string | null;
  readonly note: string | null;
  /** Naive local time, `YYYY-MM-DDTHH:MM:SS`. */
  readonly at: string;
}

/**
 * Puts a policy in force from a month on and rebuilds the months it is in force in, in one transaction. The stored text
 * carries its month and the next version number of its id. Throws PolicyRefused where the text is unusable or a month it
 * would be in force in is closed.
 */
export async function activatePolicy(
  warehouse: Warehouse,
  request: Activation,
  lang: Lang,
): Promise<PolicyVersion> {
  if (!isMonth(request.month) || request.month < '1990-01') throw policyRefused(lang, 'noMonth');
  const former = warehouse.policies;
  const to = reachOf(former, request.month);
  await refuseClosed(warehouse, request.month, to, lang);
  const drafted = readable(request.text, lang);
  const version = nextVersion(former, await activatedVersions(warehouse), drafted.id);
  const text = stamped(request.text, version, request.month);
  const policy = readable(text, lang);
  try {
    return await warehouse.transaction(async () => {
      const [row] = await warehouse.read(
        `INSERT INTO policy_version VALUES (nextval('policy_version_seq'), $id, $version, $month, $text,
           $at::TIMESTAMP, $actor, $note) RETURNING *`,
        versionRow,
        {
          id: policy.id,
          version,
          month: request.month,
          text,
          at: request.at,
          actor: request.actor,
          note: request.note,
        },
      );
      if (row === undefined) throw new Error('the version was not stored');
      await putInForce(warehouse, withCandidate(former, policy, request.month), request.month, to);
      await rebuildMarts(warehouse, { inTransaction: true });
      return row;
    });
  } catch (error) {
    warehouse.setPolicies(former);
    throw error;
  }
}

async function refuseClosed(
  warehouse: Warehouse,
  from: string,
  to: string | null,
  lang: Lang,
): Promise<void> {
  const closed = (await monthsClosed(warehouse)).filter(
    (month) => month >= from && (to === null || month < to),
  );
  if (closed.length > 0) {
    throw policyRefused(lang, 'closed', { months: closed.join(lang === 'zh' ? '、' : ', ') });
  }
}

function readable(text: string, lang: Lang): Policy {
  const reading = readPolicy(text, lang);
  if (reading.ok) return reading.policy;
  const [fault] = reading.faults;
  throw policyRefused(lang, 'invalid', {
    line: fault?.line ?? 1,
    path: fault?.path || (lang === 'zh' ? '全文' : 'the file'),
    message: fault?.message ?? '',
  });
}

/** One more than the highest version of that id, in force or not. */
function nextVersion(
  policies: readonly Policy[],
  activated: readonly PolicyVersion[],
  id: string,
): number {
  const taken = [
    ...policies.filter((policy) => policy.id === id).map((policy) => policy.version),
    ...activated.filter((row) => row.policy_id === id).map((row) => row.version),
  ];
  return taken.length === 0 ? 1 : Math.max(...taken) + 1;
}

/** The text with its version and month; comments and order stay. */
function stamped(text: string, version: number, month: string): string {
  const document = parseDocument(text);
  document.set('version', version);
  document.set('effective_from', month);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** A policy being written. */
export interface PolicyDraft {
  readonly draft_id: number;
  readonly base: string;
  readonly text: string;
  readonly saved_at: string;
  readonly actor: string | null;
}

const draftRow = z.object({
  draft_id: z.number().int(),
  base: z.string(),
  text: z.string(),
  saved_at: z.string(),
  actor: z.string().nullable(),
});

/** Every draft, the last saved first. */
export async function policyDrafts(warehouse: Warehouse): Promise<PolicyDraft[]> {
  return warehouse.read('FROM policy_draft ORDER BY saved_at DESC, draft_id DESC', draftRow);
}

/** Null when there is no such draft. */
export async function policyDraft(warehouse: Warehouse, id: number): Promise<PolicyDraft | null> {
  const rows = await warehouse.read('FROM policy_draft WHERE draft_id = $id', draftRow, { id });
  return rows[0] ?? null;
}

export async function newDraft(
  warehouse: Warehouse,
  draft: Omit<PolicyDraft, 'draft_id'>,
): Promise<PolicyDraft> {
  return warehouse.transaction(async () => {
    const [row] = await warehouse.read(
      `INSERT INTO policy_draft VALUES (nextval('policy_draft_seq'), $base, $text, $saved_at::TIMESTAMP, $actor)
       RETURNING *`,
      draftRow,
      { ...draft },
    );
    if (row === undefined) throw new Error('the draft was not stored');
    return row;
  });
}

/** Throws PolicyRefused where the draft is gone. */
export async function saveDraft(
  warehouse: Warehouse,
  draft: Omit<PolicyDraft, 'base'>,
  lang: Lang,
): Promise<void> {
  await warehouse.transaction(async () => {
    const rows = await warehouse.read(
      `UPDATE policy_draft SET text = $text, saved_at = $saved_at::TIMESTAMP, actor = $actor
       WHERE draft_id = $draft_id RETURNING draft_id`,
      z.object({ draft_id: z.number() }),
      { ...draft },
    );
    if (rows.length === 0) throw policyRefused(lang, 'noDraft');
  });
}

export async function dropDraft(warehouse: Warehouse, id: number): Promise<void> {
  await warehouse.transaction(() =>
    warehouse.run('DELETE FROM policy_draft WHERE draft_id = $id', { id }),
  );
}

/**
 * Puts the versions and drafts of another database into this one, which has none and no data yet, as they were there.
 */
export async function bringPolicies(
  warehouse: Warehouse,
  versions: readonly PolicyVersion[],
  drafts: readonly PolicyDraft[],
): Promise<void> {
  for (const { version_id: _, ...row } of versions) {
    await warehouse.run(
      `INSERT INTO policy_version VALUES (nextval('policy_version_seq'), $policy_id, $version, $effective_from, $text,
         $activated_at::TIMESTAMP, $actor, $note)`,
      { ...row },
    );
  }
  for (const { draft_id: _, ...row } of drafts) await newDraft(warehouse, row);
  if (versions.length === 0) return;
  const policies = await policiesInForce(warehouse, warehouse.policies);
  await warehouse.transaction(() => putInForce(warehouse, policies, '0000-00', null));
  await rebuildMarts(warehouse);
}
