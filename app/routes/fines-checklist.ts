import type { LoaderFunctionArgs } from '@remix-run/node';
import { requiredMonthParam } from '#app/filters/params.server.ts';

/** What closing the month still wants: asked again after decisions, without the queue's rows. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { checklist } = await context.desk.review.closing(requiredMonthParam(new URL(request.url)));
  return Response.json(checklist, { headers: { 'Cache-Control': 'no-store' } });
}
