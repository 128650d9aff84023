/** What the queue's pages ask to be done, read once by zod and handed to the desk; every refusal is a sentence. */
import { z } from 'zod';
import type { DecisionsRefused } from '#queries/ledger/steps.ts';
import {
  type Actor,
  CAUSES,
  type DecisionRequest,
  type FineStanding,
  type UndoRequest,
  VERDICTS,
} from '#queries/ledger/types.ts';
import type { Fine } from '#queries/reports/types.ts';
import { actorOf } from './actor.server.ts';
import type { Desk } from './desk.ts';
import type { Lang } from './review-desk.ts';

/** A month of a large department at once, and room above it. */
const MAX_REQUESTS = 50_000;
const key = z.string().min(1).max(500);
const words = z.string().trim().max(2000);

const decision = z.object({
  key,
  decision: z.enum(['confirm', 'adjust', 'waive', 'assign']),
  amount_fen: z.number().int().min(0).max(100_000_000).nullish(),
  cause: z.enum(CAUSES).nullish(),
  verdict: z.enum(VERDICTS).nullish(),
  reason: words.nullish(),
  person: z.string().trim().min(1).max(200).nullish(),
  seen: z.string().max(200).optional(),
});

const asked = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('decide'),
    requests: z.array(decision).min(1).max(MAX_REQUESTS),
    /** The reason answers the appeal of that fine too. */
    answers: z.boolean().default(false),
  }),
  z.object({
    intent: z.literal('undo'),
    requests: z
      .array(z.object({ key, seen: z.string().max(200).optional() }))
      .min(1)
      .max(MAX_REQUESTS),
  }),
  z.object({ intent: z.enum(['appeal', 'answer']), key, text: words.pipe(z.string().min(1)) }),
]);
export type Asked = z.infer<typeof asked>;

/** A plain form's fields as the same question; amounts are typed in yuan. */
const form = z.object({
  intent: z.enum(['confirm', 'adjust', 'waive', 'assign', 'undo', 'appeal', 'answer']),
  key,
  seen: z.string().max(200).optional(),
  cause: z.enum(CAUSES).optional(),
  verdict: z.enum(VERDICTS).optional(),
  amount: z
    .string()
    .regex(/^\s*\d{1,7}(\.\d{1,2})?\s*$/)
    .transform((text) => Math.round(Number(text) * 100))
    .optional(),
  measure: words.optional(),
  reason: words.optional(),
  person: z.string().trim().max(200).optional(),
});

/**
 * What a page asks, from JSON or from a form without scripts.
 * @throws Response 400 when it is neither
 */
export async function readAsked(request: Request): Promise<Asked> {
  const type = request.headers.get('Content-Type') ?? '';
  if (type.startsWith('application/json')) {
    const parsed = asked.safeParse(await request.json().catch(() => null));
    if (!parsed.success) throw new Response(null, { status: 400 });
    return parsed.data;
  }
  const fields = [...(await request.formData())].filter(([, value]) => value !== '');
  const parsed = form.safeParse(Object.fromEntries(fields));
  if (!parsed.success) throw new Response(null, { status: 400 });
  const { intent, reason, measure, ...rest } = parsed.data;
  switch (intent) {
    case 'undo':
      return asked.parse({ intent, requests: [{ key: rest.key, seen: rest.seen }] });
    case 'appeal':
    case 'answer':
      if (reason === undefined) throw new Response(null, { status: 400 });
      return { intent, key: rest.key, text: reason };
    default: {
      const { amount, ...plain } = rest;
      const request: DecisionRequest = {
        ...withoutUndefined(plain),
        key: rest.key,
        decision: intent,
        ...(amount === undefined ? {} : { amount_fen: amount }),
        ...(intent === 'confirm' && measure !== undefined
          ? { reason: measure }
          : reason === undefined
            ? {}
            : { reason }),
      };
      return asked.parse({ intent: 'decide', requests: [request] });
    }
  }
}

function withoutUndefined<Value extends object>(value: Value) {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
}

export type Done =
  | { readonly kind: 'done'; readonly standings: readonly FineStanding[] }
  /** Nobody acts yet: a person has to be chosen first. */
  | { readonly kind: 'who' }
  /** `now`: the fines the refusal speaks of, as they stand. */
  | { readonly kind: 'refused'; readonly message: string; readonly now: readonly Fine[] };

/** Does what is asked as the person of this browser. Nothing is changed unless the answer is `done`. */
export async function doAsked(
  desk: Desk,
  what: Asked,
  request: Request,
  lang: Lang,
): Promise<Done> {
  const actor = await actorOf(request);
  if (actor === null) return { kind: 'who' };
  try {
    return { kind: 'done', standings: await stepsOf(desk, what, actor, lang) };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'LedgerRefused') throw error;
    const now = await finesNow(desk, keysRefused(what, error), lang);
    return { kind: 'refused', message: error.message, now };
  }
}

function stepsOf(
  { review }: Desk,
  what: Asked,
  actor: Actor,
  lang: Lang,
): Promise<readonly FineStanding[]> {
  switch (what.intent) {
    case 'decide': {
      const requests = what.requests.map((each) => withoutUndefined(each) as DecisionRequest);
      return review.decide(requests, actor, lang, what.answers);
    }
    case 'undo':
      return review.undoDecisions(
        what.requests.map(withoutUndefined) as UndoRequest[],
        actor,
        lang,
      );
    case 'appeal':
      return review.appeal(what.key, what.text, actor, lang);
    case 'answer':
      return review.answerAppeal(what.key, what.text, actor, lang);
  }
}

/** The keys a refusal speaks of. */
function keysRefused(what: Asked, error: Error): string[] {
  if ('key' in what) return [what.key];
  const keys = what.requests.map(({ key: of }) => of);
  return isDecisionsRefused(error)
    ? error.problems.flatMap(({ index }) => keys[index] ?? [])
    : keys;
}

/** By its shape: the web build has a class of its own beside that of the desk. */
function isDecisionsRefused(error: Error): error is DecisionsRefused {
  return 'problems' in error;
}

/** More fines than this are not asked for one by one. */
const SINGLY = 20;

async function finesNow(desk: Desk, keys: readonly string[], lang: Lang): Promise<Fine[]> {
  if (keys.length <= SINGLY) {
    const details = await Promise.all(keys.map((of) => desk.review.fineDetail(of, lang)));
    return details.flatMap((detail) => detail?.fine ?? []);
  }
  const { months } = await desk.status();
  const wanted = new Set(keys);
  const all = await Promise.all(months.map((month) => desk.review.queue(month, lang)));
  // A late fine stands in two months' queues.
  const found = new Map(all.flat().map((fine) => [fine.key, fine] as const));
  return [...found.values()].filter(({ key: of }) => wanted.has(of));
}
