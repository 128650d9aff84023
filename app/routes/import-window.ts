import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';

const asked = z.object({
  file: z.coerce.number().int().min(0),
  sheet: z.coerce.number().int().min(0),
  show: z.enum(['interesting', 'all']),
  from: z.coerce.number().int().min(1),
  limit: z.coerce.number().int().min(1).max(500),
});

/** Rows of a draft's sheet while a person scrolls. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const parsed = asked.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) return Response.json({ message: '' }, { status: 400 });
  const { file, sheet, ...query } = parsed.data;
  try {
    const window = await context.desk.imports.window(params.id ?? '', file, sheet, query);
    return Response.json(window, { headers: { 'Cache-Control': 'no-store' } });
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    return Response.json({ message }, { status: 409 });
  }
}
