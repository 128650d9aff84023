import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { actorOf } from '#app/data/actor.server.ts';
import { takeUpload, UploadRefused } from '#app/data/upload.server.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';

/** A GET came here by accident: the page with the drop zone. */
export function loader() {
  return redirect('/imports');
}

/** Takes files over for the page's own upload; answers with the draft's id or a sentence for people. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { lang } = requestLang(request);
  try {
    const actor = (await actorOf(request))?.name ?? null;
    const id = await takeUpload(request, context.desk.imports, actor, lang);
    return Response.json({ id });
  } catch (error) {
    if (error instanceof UploadRefused) {
      return Response.json({ message: error.message }, { status: error.status });
    }
    // The sender went away: nobody reads the answer.
    if (request.signal.aborted) return new Response(null, { status: 499 });
    console.error(error);
    return Response.json({ message: translator(lang)('imports.upload.failed') }, { status: 500 });
  }
}
