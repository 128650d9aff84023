/** What the queue's pages ask to be done, read once by zod and handed to the desk; every refusal is a sentence. */
import { z } from 'zod';
import { DecisionsRefused } from '#queries/ledger/steps.ts';
import { CAUSES, type DecisionRequest, VERDICTS } from '#queries/ledger/types.ts';
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
  z.object({ intent: z.literal('undo'), keys: z.array(key).min(1).max(MAX_REQUESTS) }),
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
      return { intent, keys: [rest.key] };
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
  | { readonly kind: 'done'; readonly fines: readonly Fine[] }
  /** Nobody acts yet: a person has to be chosen first. */
  | { readonly kind: 'who' }
  /** `now`: the fines the refusal speaks of, as they stand. */
  | {
      readonly kind: 'refused';
      readonly message: string;
      readonly now: readonly Fine[];
      /** Of several taken back one by one: those that were, before one was refused. */
      readonly done: readonly Fine[];
    };

/** Does what is asked as the person of this browser. Nothing is changed unless the answer is `done`. */
export async function doAsked(
  desk: Desk,
  what: Asked,
  request: Request,
  lang: Lang,
): Promise<Done> {
  const actor = await actorOf(request);
  if (actor === null) return { kind: 'who' };
  const { review } = desk;
  const undone: Fine[] = [];
  try {
    switch (what.intent) {
      case 'decide': {
        const requests = what.requests.map((each) => withoutUndefined(each) as DecisionRequest);
        let fines = await review.decide(requests, actor, lang);
        if (what.answers) {
          const answered = await Promise.all(
            requests.map(({ key: of, reason }, index) =>
              fines[index]?.appeal === 'open' && reason
                ? review.answerAppeal(of, reason, actor, lang)
                : fines[index],
            ),
          );
          fines = answered.filter((fine) => fine !== undefined);
        }
        return { kind: 'done', fines };
      }
      case 'undo': {
        // The last one first, as they were decided.
        for (const of of what.keys.toReversed()) {
          undone.push(await review.undoDecision(of, actor, lang));
        }
        return { kind: 'done', fines: undone };
      }
      case 'appeal':
        return { kind: 'done', fines: [await review.appeal(what.key, what.text, actor, lang)] };
      case 'answer':
        return {
          kind: 'done',
          fines: [await review.answerAppeal(what.key, what.text, actor, lang)],
        };
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'LedgerRefused') throw error;
    const done = new Set(undone.map(({ key: of }) => of));
    const keys = keysRefused(what, error).filter((of) => !done.has(of));
    return {
      kind: 'refused',
      message: error.message,
      now: await finesNow(desk, keys, lang),
      done: undone,
    };
  }
}

/** The keys a refusal speaks of. */
function keysRefused(what: Asked, error: Error): string[] {
  if (what.intent === 'undo') return what.keys;
  if (what.intent !== 'decide') return [what.key];
  const keys = what.requests.map(({ key: of }) => of);
  return error instanceof DecisionsRefused
    ? error.problems.flatMap(({ index }) => keys[index] ?? [])
    : keys;
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
