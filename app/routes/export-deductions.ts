import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { actorOf } from '#app/data/actor.server.ts';
import { attachment } from '#app/data/attachment.server.ts';
import { requiredMonthParam } from '#app/filters/params.server.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';

const form = z.enum(['template', 'built_in']);

/** HR's workbook; who downloads it is recorded. `form=built_in` passes HR's own template over. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const month = requiredMonthParam(url);
  const asked = form.safeParse(url.searchParams.get('form') ?? 'template');
  if (!asked.success) {
    throw Response.json({ error: 'bad_parameter', parameter: 'form' }, { status: 400 });
  }
  const { lang } = requestLang(request);
  const t = translator(lang);
  const { review } = context.desk;
  const { revision, state } = await review.deductions(month);
  const bytes = await review
    .exportDeductions(month, await actorOf(request), lang, asked.data)
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'LedgerRefused') throw error;
      throw new Response(error.message, { status: 409 });
    });
  return attachment(
    bytes,
    t('closing.exports.file', {
      month,
      revision,
      state: state === 'draft' ? t('closing.exports.draftName') : '',
    }),
  );
}
