/** Sends what is decided, one batch after the other in the order of the clicks, and keeps the queue's state. */
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { useActing } from '#app/components/ActorPicker.tsx';
import type { DecideAnswer } from '#app/routes/fines-decide.ts';
import type { DecisionRequest } from '#queries/ledger/types.ts';
import { type Batch, NOTHING_DONE, type QueueState, queueReducer } from './queue-state.ts';
import type { FineRow, RowStanding } from './rows.ts';

/** Bodies below this outlive the page that sent them; browsers refuse larger ones. */
const KEEPALIVE_BYTES = 60_000;

/** What came back; `gone`: the network, or an answer that is none. */
type Answer = DecideAnswer | { readonly kind: 'gone' };

async function post(what: object): Promise<Answer> {
  const body = JSON.stringify(what);
  try {
    const response = await fetch('/fines/decide', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
      keepalive: body.length < KEEPALIVE_BYTES,
    });
    return response.ok ? await response.json() : { kind: 'gone' };
  } catch {
    return { kind: 'gone' };
  }
}

export interface Outcome {
  readonly kind: 'done' | 'refused' | 'gone' | 'dropped';
  readonly message: string;
  /** How the fines stand that were asked about. */
  readonly standings: readonly RowStanding[];
  /** The fines a refusal speaks of, as they stand. */
  readonly now: readonly FineRow[];
}

const DROPPED: Outcome = { kind: 'dropped', message: '', standings: [], now: [] };

export interface Queue {
  readonly state: QueueState;
  /** Asks for a decision about one fine or many; shows it as taken until the answer is there. */
  readonly decide: (
    requests: readonly DecisionRequest[],
    options?: { answers?: boolean },
  ) => Promise<Outcome>;
  /** Takes the last batch back; null: nothing to take back. */
  readonly undo: () => { keys: string[]; outcome: Promise<Outcome> } | null;
  /** Takes the last decision about one fine back. */
  readonly undoOne: (row: FineRow) => Promise<Outcome>;
  readonly say: (intent: 'appeal' | 'answer', key: string, text: string) => Promise<Outcome>;
  readonly retry: (batch: Batch) => Promise<Outcome>;
  readonly seen: (key: string) => void;
}

function outcomeOf(answer: Answer, offline: string): Outcome {
  switch (answer.kind) {
    case 'done':
      return { kind: 'done', message: '', standings: answer.standings, now: [] };
    case 'refused':
      return { kind: 'refused', message: answer.message, standings: [], now: answer.now };
    default:
      return { kind: 'gone', message: offline, standings: [], now: [] };
  }
}

/** `loaded`: changes when the page was loaded anew. */
export function useQueue(loaded: unknown, offline: string): Queue {
  const [state, dispatch] = useReducer(queueReducer, NOTHING_DONE);
  const { as } = useActing();
  const tail = useRef<Promise<unknown>>(Promise.resolve());
  const numbers = useRef(0);
  /** How the fines stood after this page's own steps, at once: the next step in turn may start before anything is drawn. */
  const stamps = useRef(new Map<string, string>());
  const latest = useRef(state);
  latest.current = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the new rows count
  useEffect(() => dispatch({ type: 'loaded' }), [loaded]);

  // A click on its way is never left behind unasked.
  const waits = state.pending.size > 0;
  useEffect(() => {
    if (!waits) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', stay);
    return () => window.removeEventListener('beforeunload', stay);
  }, [waits]);

  /** Runs the work as somebody, after everything asked before; `dropped`: nobody was chosen. */
  const inTurn = useCallback(
    (work: () => Promise<Outcome>, dropped: () => void): Promise<Outcome> =>
      new Promise((resolve) => {
        as(
          () => {
            tail.current = tail.current.then(async () => resolve(await work()));
          },
          () => {
            dropped();
            resolve(DROPPED);
          },
        );
      }),
    [as],
  );

  const ask = useCallback(
    async (what: object): Promise<Outcome> => {
      const outcome = outcomeOf(await post(what), offline);
      for (const { key, stamp } of [...outcome.standings, ...outcome.now]) {
        stamps.current.set(key, stamp);
      }
      return outcome;
    },
    [offline],
  );

  const send = useCallback(
    (batch: Batch, answers: boolean) => {
      dispatch({ type: 'asked', batch });
      return inTurn(
        async () => {
          const outcome = await ask({ intent: 'decide', requests: batch.requests, answers });
          const { kind, message, standings, now } = outcome;
          dispatch(
            kind === 'done'
              ? { type: 'taken', batch, standings }
              : { type: 'refused', batch, message, now, offline: kind === 'gone' },
          );
          return outcome;
        },
        () => dispatch({ type: 'dropped', batch: batch.id }),
      );
    },
    [inTurn, ask],
  );

  /** `seen`: the stamps behind which nothing is taken back, asked for when its turn has come. */
  const takeBack = useCallback(
    (batch: Batch, seen: (key: string) => string | undefined) => {
      dispatch({ type: 'undoing', batch });
      return inTurn(
        async () => {
          const requests = batch.requests.map(({ key }) => ({ key, seen: seen(key) }));
          const outcome = await ask({ intent: 'undo', requests });
          const { kind, message, standings, now } = outcome;
          dispatch(
            kind === 'done'
              ? { type: 'undone', batch, standings }
              : { type: 'undo_refused', batch, message, now, offline: kind === 'gone' },
          );
          return outcome;
        },
        () => dispatch({ type: 'undo_dropped', batch }),
      );
    },
    [inTurn, ask],
  );

  return useMemo<Queue>(() => {
    const nextId = () => {
      numbers.current += 1;
      return numbers.current;
    };
    return {
      state,
      decide: (requests, { answers = false } = {}) => send({ id: nextId(), requests }, answers),
      retry: (batch) => send({ ...batch, id: nextId() }, false),
      undo: () => {
        const batch = latest.current.done.at(-1);
        if (batch === undefined) return null;
        return {
          keys: batch.requests.map(({ key }) => key),
          outcome: takeBack(batch, (key) => stamps.current.get(key)),
        };
      },
      undoOne: ({ key, stamp }) =>
        takeBack({ id: nextId(), requests: [{ key, decision: 'confirm' }] }, () => stamp),
      say: (intent, key, text) =>
        inTurn(
          async () => {
            const outcome = await ask({ intent, key, text });
            dispatch({ type: 'news', standings: outcome.standings });
            return outcome;
          },
          () => {},
        ),
      seen: (key) => dispatch({ type: 'seen', key }),
    };
  }, [state, send, takeBack, inTurn, ask]);
}
