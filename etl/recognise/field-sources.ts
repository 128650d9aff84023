/**
 * Which columns of a sheet feed one field. Usually one, the best ranked. Three pairs work together:
 *
 * - a date column and a time column (报修日期, 报修时间) make one moment;
 * - 手机 fills a blank 电话;
 * - 改约时间 overrides the first appointment where it is filled and consented.
 */

import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import { fieldOf } from '#etl/sheets/index.ts';
import type { SheetKind } from '#etl/types.ts';

/** A column that fits the field. */
export interface Candidate {
  readonly column: number;
  readonly header: string;
  readonly rank: number;
}

/** One moment may stand in two columns. */
export interface TimeColumns<C extends Candidate> {
  readonly time: C | null;
  readonly date: C | null;
}

export type FieldSources<C extends Candidate> =
  | { readonly how: 'single'; readonly main: C }
  | { readonly how: 'date_and_time'; readonly parts: TimeColumns<C> }
  | { readonly how: 'fallback'; readonly main: C; readonly fallback: C }
  | {
      readonly how: 'rescheduled';
      readonly first: TimeColumns<C>;
      readonly rescheduled: TimeColumns<C>;
    };

export interface Chosen<C extends Candidate> {
  readonly sources: FieldSources<C>;
  readonly used: readonly C[];
  readonly unused: readonly C[];
  /** Columns of equal rank, between which only a person can choose; empty where the choice is clear. */
  readonly tied: readonly C[];
}

/** Chooses the columns of one field; null where there is none. */
export function chooseSources<C extends Candidate>(
  kind: SheetKind,
  field: string,
  candidates: readonly C[],
): Chosen<C> | null {
  const ranked = [...candidates].sort((a, b) => a.rank - b.rank || a.column - b.column);
  const [main] = ranked;
  if (main === undefined) return null;
  const sources = sourcesOf(kind, field, ranked, main);
  const used = columnsOf(sources);
  const tied = ranked.filter((one) =>
    ranked.some(
      (other) =>
        other !== one && other.rank === one.rank && (used.includes(one) || used.includes(other)),
    ),
  );
  return { sources, used, unused: ranked.filter((one) => !used.includes(one)), tied };
}

/** The columns of some sources, each once. */
export function columnsOf<C extends Candidate>(sources: FieldSources<C>): C[] {
  switch (sources.how) {
    case 'single':
      return [sources.main];
    case 'date_and_time':
      return partsOf(sources.parts);
    case 'fallback':
      return [sources.main, sources.fallback];
    case 'rescheduled':
      return [...partsOf(sources.first), ...partsOf(sources.rescheduled)];
  }
}

function partsOf<C extends Candidate>(parts: TimeColumns<C>): C[] {
  return [parts.time, parts.date].filter((part): part is C => part !== null);
}

function sourcesOf<C extends Candidate>(
  kind: SheetKind,
  field: string,
  ranked: readonly C[],
  main: C,
): FieldSources<C> {
  const type = fieldOf(kind, field)?.type;
  if (field === 'phone') {
    const mobile = ranked.find((one) => one !== main && isMobile(one));
    return mobile && !isMobile(main)
      ? { how: 'fallback', main, fallback: mobile }
      : { how: 'single', main };
  }
  if (type !== 'time') return { how: 'single', main };
  const again = field === 'promised_at' ? ranked.filter(isRescheduled) : [];
  const first = ranked.filter((one) => !again.includes(one));
  if (again.length > 0 && first.length > 0) {
    return { how: 'rescheduled', first: timeColumns(first), rescheduled: timeColumns(again) };
  }
  const parts = timeColumns(ranked);
  return parts.time && parts.date ? { how: 'date_and_time', parts } : { how: 'single', main };
}

function timeColumns<C extends Candidate>(ranked: readonly C[]): TimeColumns<C> {
  return {
    time: ranked.find((one) => !isDateColumn(one)) ?? null,
    date: ranked.find(isDateColumn) ?? null,
  };
}

function isDateColumn(candidate: Candidate): boolean {
  return normaliseHeader(candidate.header).endsWith('日期');
}

function isMobile(candidate: Candidate): boolean {
  return normaliseHeader(candidate.header).startsWith('手机');
}

function isRescheduled(candidate: Candidate): boolean {
  return normaliseHeader(candidate.header).startsWith('改约');
}
