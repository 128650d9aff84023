/** Evidence cards fetched one by one, the last ones kept, the next one ahead of time. */
import { useEffect, useState } from 'react';
import type { CardData } from '#app/data/queue.server.ts';
import { withParams } from '#app/filters/links.ts';

const KEPT = 40;
/** Stepping quickly through the list asks for the card one stops at. */
const PAUSE_MS = 90;

export type CardState = CardData | 'loading' | 'gone' | 'offline';

interface Wanted {
  readonly key: string;
  /** `FineRow.stamp`: another one is another card. */
  readonly stamp: string;
}

const idOf = ({ key, stamp }: Wanted) => `${stamp} ${key}`;

async function fetchCard(key: string, signal: AbortSignal): Promise<CardState> {
  try {
    const response = await fetch(withParams('/fines/card', { key }), { signal });
    if (response.status === 404) return 'gone';
    return response.ok ? await response.json() : 'offline';
  } catch {
    return 'offline';
  }
}

/** The card of a row; `given` is the one the page was loaded with. */
export function useCard(
  wanted: Wanted | null,
  next: Wanted | null,
  given: CardData | null,
  again: number,
): CardState {
  const [cards] = useState(() => new Map<string, CardState>());
  const [, redraw] = useState(0);
  if (given !== null) {
    const id = idOf(given.detail.fine);
    if (!cards.has(id)) cards.set(id, given);
  }
  const id = wanted === null ? null : idOf(wanted);
  const nextId = next === null ? null : idOf(next);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row's other fields change nothing about its card
  useEffect(() => {
    const stop = new AbortController();
    const keep = async (row: Wanted) => {
      const card = await fetchCard(row.key, stop.signal);
      if (stop.signal.aborted) return;
      cards.delete(idOf(row));
      cards.set(idOf(row), card);
      const [oldest] = cards.keys();
      if (cards.size > KEPT && oldest !== undefined) cards.delete(oldest);
      redraw((count) => count + 1);
    };
    const lacks = (row: Wanted | null): row is Wanted => {
      const known = row === null ? undefined : cards.get(idOf(row));
      return row !== null && (known === undefined || known === 'offline');
    };
    const timer = setTimeout(async () => {
      if (lacks(wanted)) await keep(wanted);
      if (!stop.signal.aborted && lacks(next)) await keep(next);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [id, nextId, again]);
  return (id === null ? undefined : cards.get(id)) ?? 'loading';
}
