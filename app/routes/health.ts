import type { LoaderFunctionArgs } from '@remix-run/node';

/** For monitors: answers as long as the database does. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { watermark } = await context.desk.status();
  return Response.json(
    { status: 'ok', version: context.version, watermark },
    { headers: { 'Cache-Control': 'no-store' } },
  );
}
