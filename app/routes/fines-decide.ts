/** Decisions, appeals and answers: as data for the queue, as a form where no script runs. */
import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { doAsked, readAsked } from '#app/data/decide.server.ts';
import { initialsOfStaff } from '#app/data/queue.server.ts';
import { withParams } from '#app/filters/links.ts';
import { requestLang } from '#app/i18n/lang.ts';
import { type FineRow, rowOf } from './fines/rows.ts';

/** A GET came here by accident: the queue. */
export function loader() {
  return redirect('/fines');
}

export type DecideAnswer =
  | { readonly kind: 'done'; readonly rows: readonly FineRow[] }
  | { readonly kind: 'who' }
  | {
      readonly kind: 'refused';
      readonly message: string;
      readonly now: readonly FineRow[];
      readonly done: readonly FineRow[];
    };

export async function action({ request, context }: ActionFunctionArgs) {
  const { lang } = requestLang(request);
  const plain = !(request.headers.get('Content-Type') ?? '').startsWith('application/json');
  const asked = await readAsked(request);
  const done = await doAsked(context.desk, asked, request, lang);
  if (plain) {
    const key = 'keys' in asked ? asked.keys[0] : 'key' in asked ? asked.key : undefined;
    const back = withParams('/fines', { key: key ?? firstKey(asked) });
    if (done.kind === 'refused') throw new Response(done.message, { status: 409 });
    return redirect(done.kind === 'who' ? `/actor?then=${encodeURIComponent(back)}` : back);
  }
  const initials = await initialsOfStaff(context.desk);
  const answer: DecideAnswer =
    done.kind === 'who'
      ? done
      : done.kind === 'done'
        ? { kind: 'done', rows: done.fines.map((fine) => rowOf(fine, initials)) }
        : {
            kind: 'refused',
            message: done.message,
            now: done.now.map((fine) => rowOf(fine, initials)),
            done: done.done.map((fine) => rowOf(fine, initials)),
          };
  return Response.json(answer);
}

function firstKey(asked: Awaited<ReturnType<typeof readAsked>>): string | undefined {
  return asked.intent === 'decide' ? asked.requests[0]?.key : undefined;
}
