import type { LoaderFunctionArgs } from '@remix-run/node';
import { fineCard } from '#app/data/queue.server.ts';
import { requestLang } from '#app/i18n/lang.ts';

/** One evidence card, for the queue that shows rows only. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { lang } = requestLang(request);
  const key = new URL(request.url).searchParams.get('key') ?? '';
  const card = await fineCard(context.desk, key, lang);
  return Response.json(card, {
    status: card === null ? 404 : 200,
    headers: { 'Cache-Control': 'no-store' },
  });
}
