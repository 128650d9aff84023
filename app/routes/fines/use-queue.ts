/** Sends what is decided, one batch after the other in the order of the clicks, and keeps the queue's state. */
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { useActing } from '#app/components/ActorPicker.tsx';
import type { DecideAnswer } from '#app/routes/fines-decide.ts';
import type { DecisionRequest } from '#queries/ledger/types.ts';
import { type Batch, NOTHING_DONE, type QueueState, queueReducer } from './queue-state.ts';
import type { FineRow } from './rows.ts';

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
  readonly rows: readonly FineRow[];
  /** Of a refused undo of many: those taken back before it was refused. */
  readonly done: readonly FineRow[];
}

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
  readonly undoOne: (key: string) => Promise<Outcome>;
  readonly say: (intent: 'appeal' | 'answer', key: string, text: string) => Promise<Outcome>;
  readonly retry: (batch: Batch) => Promise<Outcome>;
  readonly seen: (key: string) => void;
}

/** `loaded`: changes when the page was loaded anew. */
export function useQueue(loaded: unknown, offline: string): Queue {
  const [state, dispatch] = useReducer(queueReducer, NOTHING_DONE);
  const { as } = useActing();
  const tail = useRef<Promise<unknown>>(Promise.resolve());
  const numbers = useRef(0);
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
            resolve({ kind: 'dropped', message: '', rows: [], done: [] });
          },
        );
      }),
    [as],
  );

  const outcomeOf = useCallback(
    (answer: Answer): Outcome =>
      answer.kind === 'done'
        ? { kind: 'done', message: '', rows: answer.rows, done: [] }
        : answer.kind === 'refused'
          ? { kind: 'refused', message: answer.message, rows: answer.now, done: answer.done }
          : { kind: 'gone', message: offline, rows: [], done: [] },
    [offline],
  );

  const send = useCallback(
    (batch: Batch, answers: boolean) => {
      dispatch({ type: 'asked', batch });
      return inTurn(
        async () => {
          const answer = await post({ intent: 'decide', requests: batch.requests, answers });
          const outcome = outcomeOf(answer);
          dispatch(
            outcome.kind === 'done'
              ? { type: 'taken', batch: batch.id, rows: outcome.rows }
              : {
                  type: 'refused',
                  batch,
                  message: outcome.message,
                  now: outcome.rows,
                  offline: outcome.kind === 'gone',
                },
          );
          return outcome;
        },
        () => dispatch({ type: 'dropped', batch: batch.id }),
      );
    },
    [inTurn, outcomeOf],
  );

  const takeBack = useCallback(
    (batch: Batch) => {
      dispatch({ type: 'undoing', batch });
      return inTurn(
        async () => {
          const keys = batch.requests.map(({ key }) => key);
          const outcome = outcomeOf(await post({ intent: 'undo', keys }));
          dispatch(
            outcome.kind === 'done'
              ? { type: 'undone', batch, rows: outcome.rows }
              : {
                  type: 'undo_refused',
                  batch,
                  message: outcome.message,
                  now: outcome.rows,
                  done: outcome.done,
                },
          );
          return outcome;
        },
        () => dispatch({ type: 'undone', batch, rows: [] }),
      );
    },
    [inTurn, outcomeOf],
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
        return { keys: batch.requests.map(({ key }) => key), outcome: takeBack(batch) };
      },
      undoOne: (key) => takeBack({ id: nextId(), requests: [{ key, decision: 'confirm' }] }),
      say: (intent, key, text) =>
        inTurn(
          async () => {
            const outcome = outcomeOf(await post({ intent, key, text }));
            dispatch({ type: 'news', rows: outcome.rows });
            return outcome;
          },
          () => {},
        ),
      seen: (key) => dispatch({ type: 'seen', key }),
    };
  }, [state, send, takeBack, inTurn, outcomeOf]);
}
