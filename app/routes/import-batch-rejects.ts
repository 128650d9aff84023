import type { LoaderFunctionArgs } from '@remix-run/node';
import { attachment } from '#app/data/attachment.server.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';

/** The rows a batch left out as a workbook to mend them in; 404 where none is kept. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { lang } = requestLang(request);
  const batch = Number(/^\d{1,15}$/.exec(params.batch ?? '')?.[0] ?? Number.NaN);
  const bytes = Number.isNaN(batch) ? null : await context.desk.imports.batchRejects(batch, lang);
  if (bytes === null) throw new Response(null, { status: 404 });
  const t = translator(lang);
  return attachment(bytes, `${t('source.batch', { batch })}-${t('imports.rejectsName')}.xlsx`);
}
