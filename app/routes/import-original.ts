import type { LoaderFunctionArgs } from '@remix-run/node';
import { attachment } from '#app/data/attachment.server.ts';

/** A file as it was uploaded, byte for byte. Never shown by the browser itself: it may hold anything. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const id = /^\d{1,15}$/.test(params.file ?? '') ? Number(params.file) : null;
  const original = id === null ? null : await context.desk.imports.original(id);
  if (original === null) throw new Response(null, { status: 404 });
  return attachment(original.bytes, original.file, 'application/octet-stream');
}
