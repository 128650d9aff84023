import type { LoaderFunctionArgs } from '@remix-run/node';
import { fineJson } from '#app/data/fine-json.ts';
import { requiredMonthParam } from '#app/filters/params.server.ts';

/** The same JSON as `fines --json`. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const month = requiredMonthParam(new URL(request.url));
  const fines = await context.desk.fines(month);
  return Response.json(fines.map(fineJson), { headers: { 'Cache-Control': 'no-store' } });
}
