import type { LoaderFunctionArgs } from '@remix-run/node';

/** How far the reading of a draft is: what a page asks again and again, so it is small. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const draft = await context.desk.imports.draft(params.id ?? '');
  return Response.json(
    draft === null ? { state: 'gone', progress: null } : pick(draft.state, draft.progress),
    { headers: { 'Cache-Control': 'no-store' } },
  );
}

function pick<State, Progress>(state: State, progress: Progress) {
  return { state, progress };
}
