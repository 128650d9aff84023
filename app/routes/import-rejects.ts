import type { LoaderFunctionArgs } from '@remix-run/node';
import { attachment } from '#app/data/attachment.server.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';

/** The rejected rows of a draft as a workbook to mend them in; 404 where none is rejected. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { lang } = requestLang(request);
  const t = translator(lang);
  const id = params.id ?? '';
  const draft = await context.desk.imports.draft(id, lang);
  const asked = /^\d{1,6}$/.exec(new URL(request.url).searchParams.get('file') ?? '')?.[0];
  const file = asked === undefined ? undefined : Number(asked);
  const bytes = draft === null ? null : await context.desk.imports.rejects(id, file);
  if (draft === null || bytes === null) throw new Response(null, { status: 404 });
  const [first] = draft.files.filter(({ index, counts }) =>
    file === undefined ? counts.rejected > 0 : index === file,
  );
  const base = (first?.file ?? '').replace(/\.[^.]*$/, '');
  return attachment(bytes, `${base}-${t('imports.rejectsName')}.xlsx`);
}
