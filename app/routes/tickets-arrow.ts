import type { LoaderFunctionArgs } from '@remix-run/node';
import { requiredMonthParam } from '#app/filters/params.server.ts';

/** The month's tickets with their stage states as an Arrow IPC stream. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const month = requiredMonthParam(new URL(request.url));
  const bytes = await context.desk.ticketsArrow(month);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': 'application/vnd.apache.arrow.stream',
      'Cache-Control': 'no-store',
    },
  });
}
