import type { LoaderFunctionArgs } from '@remix-run/node';
import { isComputing } from './import-draft/view.ts';

/** How far the reading of a draft is: what a page asks again and again, so it is small. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const draft = await context.desk.imports.draft(params.id ?? '');
  return Response.json(
    draft === null
      ? { state: 'gone', progress: null, complete: true }
      : {
          state: draft.state,
          progress: draft.progress,
          complete: draft.state !== 'reading' && !isComputing(draft),
        },
    { headers: { 'Cache-Control': 'no-store' } },
  );
}
