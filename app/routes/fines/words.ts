/** Texts the queue, the card and the notice share. */
import type { TFunction } from 'i18next';
import { formatAmount, formatFen } from '#app/format/index.ts';
import type { Cause, Verdict } from '#queries/ledger/types.ts';
import type { Hindrance } from './decide.ts';
import type { Sum, Tab } from './listing.ts';
import type { FineRow } from './rows.ts';

export const causeText = (t: TFunction, cause: Cause) => t(`review.cause.${cause}`);
export const verdictText = (t: TFunction, verdict: Verdict) => t(`review.verdict.${verdict}`);
export const whyText = (t: TFunction, why: Hindrance) => t(`review.why.${why}`);

export function tabText(t: TFunction, tab: Tab): string {
  return tab === 'all' ? t('review.queue.all') : t(`fineState.${tab}`);
}

/** `¥1,380`, with `＋` where something has no amount yet. */
export function sumText(t: TFunction, { fen, undecided }: Sum): string {
  return `${formatFen(fen)}${undecided > 0 ? t('review.queue.plus') : ''}`;
}

/** The person charged; a name that is nobody's in quotes, a blank as such. */
export function personText(t: TFunction, row: Pick<FineRow, 'person' | 'unassigned'>): string {
  if (row.person === null) return t('review.queue.blankPerson');
  return row.unassigned ? t('review.queue.quoted', { name: row.person }) : row.person;
}

export function amountText(row: FineRow): string {
  return formatAmount(row.amount_fen, row.amount_min_fen, row.amount_max_fen);
}

/** A fine's arithmetic in two parts, the second saying by how much it was missed; '' where it does not end with that. */
export function byHowMuch(arithmetic: string): [string, string] {
  const match = /^(.*[，,]\s?)(超 [^，]+|over by [^,]+|多收 [^，]+)$/.exec(arithmetic);
  return match === null ? [arithmetic, ''] : [match[1] ?? '', match[2] ?? ''];
}
