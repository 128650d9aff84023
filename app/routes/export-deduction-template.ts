import type { LoaderFunctionArgs } from '@remix-run/node';
import { attachment } from '#app/data/attachment.server.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';

/** A template to start from. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { lang } = requestLang(request);
  const { sampleTemplate } = await import('#app/export/deductions/sample-template.ts');
  return attachment(await sampleTemplate(lang), translator(lang)('closing.exports.sampleFile'));
}
