import type { LoaderFunctionArgs } from '@remix-run/node';
import { requiredMonthParam } from '#app/filters/params.server.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';

/** The manager's workbook, named so that every browser keeps the Chinese name (RFC 5987). */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const month = requiredMonthParam(new URL(request.url));
  const { lang } = requestLang(request);
  const bytes = await context.desk.workbook(month, lang);
  const name = `${translator(lang)('product')}-${month}.xlsx`;
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': `attachment; filename="aftercare-${month}.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'Cache-Control': 'no-store',
    },
  });
}
