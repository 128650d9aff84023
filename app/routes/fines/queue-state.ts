/**
 * The queue while it is worked on: what the desk last said of a row, what is on its way and shown as if it had been
 * taken, and what was refused and waits for the reviewer. Pure; the page gives it what happens, in order.
 */
import type { DecisionRequest } from '#queries/ledger/types.ts';
import { foreseen } from './decide.ts';
import { type FineRow, type RowStanding, withStanding } from './rows.ts';

/** One click: one fine or many, all taken or none. */
export interface Batch {
  readonly id: number;
  readonly requests: readonly DecisionRequest[];
}

export interface Refusal {
  /** The desk's reason, or that the network is gone. */
  readonly message: string;
  /** Somebody else decided meanwhile: the row is shown as it stands now. */
  readonly conflict: boolean;
  /** The batch can simply be sent again. */
  readonly retry: Batch | null;
}

/** How a row stands, or a row that was given whole. */
type Change = RowStanding | FineRow;

export interface QueueState {
  /** What differs from what the page was loaded with; null: no fine any more. */
  readonly changed: ReadonlyMap<string, Change | null>;
  readonly pending: ReadonlyMap<string, { batch: number; request: DecisionRequest | null }>;
  readonly refused: ReadonlyMap<string, Refusal>;
  /** Batches that can be taken back, the last one last; those on their way too. */
  readonly done: readonly Batch[];
}

export const NOTHING_DONE: QueueState = {
  changed: new Map(),
  pending: new Map(),
  refused: new Map(),
  done: [],
};

export type QueueEvent =
  | { readonly type: 'asked'; readonly batch: Batch }
  | { readonly type: 'taken'; readonly batch: Batch; readonly standings: readonly RowStanding[] }
  | {
      readonly type: 'refused';
      readonly batch: Batch;
      readonly message: string;
      /** The rows the refusal speaks of as they stand now; empty: of the whole batch. */
      readonly now: readonly FineRow[];
      readonly offline: boolean;
    }
  /** Nobody was chosen to act: as if it had not been clicked. */
  | { readonly type: 'dropped'; readonly batch: number }
  | { readonly type: 'undoing'; readonly batch: Batch }
  | { readonly type: 'undone'; readonly batch: Batch; readonly standings: readonly RowStanding[] }
  | {
      readonly type: 'undo_refused';
      readonly batch: Batch;
      readonly message: string;
      /** The rows it speaks of as they stand; empty: of the whole batch. */
      readonly now: readonly FineRow[];
      readonly offline: boolean;
    }
  /** Nobody was chosen to take it back. */
  | { readonly type: 'undo_dropped'; readonly batch: Batch }
  /** How a row stands by another way, e.g. after an appeal. */
  | { readonly type: 'news'; readonly standings: readonly RowStanding[] }
  | { readonly type: 'seen'; readonly key: string }
  /** The page was loaded anew. */
  | { readonly type: 'loaded' };

const KEPT_BATCHES = 50;

function without<Value>(map: ReadonlyMap<string, Value>, keys: Iterable<string>) {
  const rest = new Map(map);
  for (const key of keys) rest.delete(key);
  return rest;
}

type Changes = QueueState['changed'];

function withRows(map: Changes, rows: readonly FineRow[]): Changes {
  return rows.length === 0 ? map : new Map([...map, ...rows.map((row) => [row.key, row] as const)]);
}

function withStandings(map: Changes, standings: readonly RowStanding[]): Changes {
  return new Map([
    ...map,
    ...standings.map((standing) => {
      const known = map.get(standing.key);
      return [standing.key, isWhole(known) ? withStanding(known, standing) : standing] as const;
    }),
  ]);
}

const isWhole = (change: Change | null | undefined): change is FineRow =>
  change != null && 'brief' in change;

const keysOf = (batch: Batch) => batch.requests.map(({ key }) => key);

/** What a batch asked about as it was answered: what is left out of the answer is no fine any more. */
function withAnswer(map: Changes, batch: Batch, standings: readonly RowStanding[]): Changes {
  const stand = new Set(standings.map(({ key }) => key));
  const gone = keysOf(batch).filter((key) => !stand.has(key));
  return new Map([
    ...withStandings(map, standings),
    ...gone.map((key): [string, null] => [key, null]),
  ]);
}

export function queueReducer(state: QueueState, event: QueueEvent): QueueState {
  const mine = (batch: number) =>
    [...state.pending].filter(([, entry]) => entry.batch === batch).map(([key]) => key);
  switch (event.type) {
    case 'asked': {
      const pending = new Map(state.pending);
      for (const request of event.batch.requests) {
        pending.set(request.key, { batch: event.batch.id, request });
      }
      return {
        ...state,
        pending,
        refused: without(state.refused, keysOf(event.batch)),
        done: [...state.done, event.batch].slice(-KEPT_BATCHES),
      };
    }
    case 'taken': {
      // One that is to be taken back already waits for that.
      const settled = mine(event.batch.id).filter(
        (key) => state.pending.get(key)?.request !== null,
      );
      return {
        ...state,
        changed: withAnswer(state.changed, event.batch, event.standings),
        pending: without(state.pending, settled),
      };
    }
    case 'refused': {
      const refused = new Map(state.refused);
      const stamps = new Map(event.batch.requests.map(({ key, seen }) => [key, seen]));
      const spoken = event.now.length === 0 ? keysOf(event.batch) : event.now.map(({ key }) => key);
      for (const key of spoken) {
        const now = event.now.find((row) => row.key === key);
        refused.set(key, {
          message: event.message,
          conflict: now !== undefined && now.stamp !== stamps.get(key),
          retry: event.offline ? event.batch : null,
        });
      }
      return {
        changed: withRows(state.changed, event.now),
        pending: without(state.pending, mine(event.batch.id)),
        refused,
        done: state.done.filter(({ id }) => id !== event.batch.id),
      };
    }
    case 'dropped':
      return {
        ...state,
        pending: without(state.pending, mine(event.batch)),
        done: state.done.filter(({ id }) => id !== event.batch),
      };
    case 'undoing': {
      const pending = new Map(state.pending);
      for (const key of keysOf(event.batch)) {
        pending.set(key, { batch: event.batch.id, request: null });
      }
      return { ...state, pending, done: state.done.filter(({ id }) => id !== event.batch.id) };
    }
    case 'undone':
      return {
        ...state,
        changed: withAnswer(state.changed, event.batch, event.standings),
        pending: without(state.pending, mine(event.batch.id)),
      };
    case 'undo_refused': {
      const refused = new Map(state.refused);
      const spoken = event.now.length === 0 ? keysOf(event.batch) : event.now.map(({ key }) => key);
      for (const key of spoken) {
        refused.set(key, { message: event.message, conflict: false, retry: null });
      }
      // What was not refused itself can still be taken back together.
      const rest = event.offline
        ? event.batch.requests
        : event.batch.requests.filter(({ key }) => !spoken.includes(key));
      return {
        changed: withRows(state.changed, event.now),
        refused,
        pending: without(state.pending, mine(event.batch.id)),
        done: rest.length === 0 ? state.done : [...state.done, { ...event.batch, requests: rest }],
      };
    }
    case 'undo_dropped':
      return {
        ...state,
        pending: without(state.pending, mine(event.batch.id)),
        done: [...state.done, event.batch],
      };
    case 'news':
      return { ...state, changed: withStandings(state.changed, event.standings) };
    case 'seen':
      return { ...state, refused: without(state.refused, [event.key]) };
    case 'loaded':
      // What is on its way is still on its way; what the desk said since is in the rows now.
      return { ...state, changed: new Map() };
  }
}

/** The rows as they stand for the reviewer: as loaded, as changed since, and as foreseen where a decision is on its way. */
export function rowsNow(loaded: readonly FineRow[], state: QueueState): FineRow[] {
  if (state.changed.size === 0 && state.pending.size === 0) return [...loaded];
  return loaded.flatMap((row) => {
    const change = state.changed.get(row.key);
    if (change === null) return [];
    const known = change === undefined ? row : isWhole(change) ? change : withStanding(row, change);
    const request = state.pending.get(row.key)?.request ?? null;
    return request === null ? known : foreseen(known, request);
  });
}
