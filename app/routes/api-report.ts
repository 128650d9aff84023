import type { LoaderFunctionArgs } from '@remix-run/node';
import { requiredMonthParam } from '#app/filters/params.server.ts';

/** The same JSON as `report --json`. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const month = requiredMonthParam(new URL(request.url));
  return Response.json(await context.desk.report(month), {
    headers: { 'Cache-Control': 'no-store' },
  });
}
