/** What the review queue and its card ask of the desk, put together for a page. */
import type { FineDetail } from '#queries/ledger/types.ts';
import type { Bilingual, Desk, PolicyRule } from './desk.ts';
import { namesOfFields } from './field-names.server.ts';
import type { Lang } from './review-desk.ts';

/** The open month in which what a closed month still wants is decided; null while there is none. */
export async function openMonthAfter(desk: Desk, month: string): Promise<string | null> {
  const { months, closed } = await desk.status();
  return months.find((each) => each > month && !closed.some((head) => head.month === each)) ?? null;
}

/** A function from a name to its pinyin initials, by the staff list; '' for a name it does not hold. */
export async function initialsOfStaff(desk: Desk): Promise<(name: string) => string> {
  const staff = await desk.review.staff();
  const known = new Map(
    staff.flatMap(({ name, initials, aliases }) =>
      [name, ...aliases].map((text) => [text, initials.toLowerCase()] as const),
    ),
  );
  return (name) => known.get(name) ?? '';
}

export interface CardData {
  readonly detail: FineDetail;
  /** Null: the policy in force does not know the rule. */
  readonly rule: PolicyRule | null;
  readonly policy: { readonly version: number; readonly name: Bilingual };
  /** The month is closed: nothing is decided here any more. */
  readonly closed: boolean;
  /** Until when the sheets reach. */
  readonly as_of: string | null;
  /** Names of the fields on the timeline, by `kind.field`. */
  readonly names: Readonly<Record<string, string>>;
}

/** Everything an evidence card shows; null when no fine has that key. */
export async function fineCard(desk: Desk, key: string, lang: Lang): Promise<CardData | null> {
  const detail = await desk.review.fineDetail(key, lang);
  if (detail === null) return null;
  const { month, rule } = detail.fine;
  const [policy, closing, status] = await Promise.all([
    desk.policy(month),
    desk.review.closing(month),
    desk.status(),
  ]);
  return {
    // The card shows the ticket's course; its other values stand on the ticket's page.
    detail: {
      ...detail,
      ticket: detail.ticket === null ? null : { ...detail.ticket, values: [], fines: [] },
    },
    rule: policy.rules.find(({ no }) => no === rule) ?? null,
    policy: {
      version: closing.head?.policy.version ?? policy.version,
      name: policy.name,
    },
    closed: closing.state === 'closed',
    as_of: closing.head?.as_of ?? status.watermark,
    names: namesOfFields(detail.ticket?.timeline ?? [], lang),
  };
}
