/** Decisions, appeals and answers: as data for the queue, as a form where no script runs. */
import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { type Done, doAsked, readAsked } from '#app/data/decide.server.ts';
import type { Desk } from '#app/data/desk.ts';
import { initialsOfStaff } from '#app/data/queue.server.ts';
import { withParams } from '#app/filters/links.ts';
import { requestLang } from '#app/i18n/lang.ts';
import { type FineRow, type RowStanding, rowOf, rowStanding } from './fines/rows.ts';

/** A GET came here by accident: the queue. */
export function loader() {
  return redirect('/fines');
}

export type DecideAnswer =
  /** How each fine asked about stands now; one that is left out is no fine any more. */
  | { readonly kind: 'done'; readonly standings: readonly RowStanding[] }
  | { readonly kind: 'who' }
  | { readonly kind: 'refused'; readonly message: string; readonly now: readonly FineRow[] };

export async function action({ request, context }: ActionFunctionArgs) {
  const { lang } = requestLang(request);
  const plain = !(request.headers.get('Content-Type') ?? '').startsWith('application/json');
  const asked = await readAsked(request);
  const done = await doAsked(context.desk, asked, request, lang);
  if (plain) {
    const back = withParams('/fines', { key: 'key' in asked ? asked.key : asked.requests[0]?.key });
    if (done.kind === 'refused') throw new Response(done.message, { status: 409 });
    return redirect(done.kind === 'who' ? `/actor?then=${encodeURIComponent(back)}` : back);
  }
  return Response.json(await answerOf(context.desk, done));
}

async function answerOf(desk: Desk, done: Done): Promise<DecideAnswer> {
  if (done.kind === 'who') return done;
  const initials = await initialsOfStaff(desk);
  if (done.kind === 'refused')
    return { ...done, now: done.now.map((fine) => rowOf(fine, initials)) };
  return {
    kind: 'done',
    standings: done.standings.map((standing) => rowStanding(standing, initials)),
  };
}
