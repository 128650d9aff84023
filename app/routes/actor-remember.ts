import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { remember } from '#app/data/acting.server.ts';

/** A GET came here by accident: the list of people. */
export function loader() {
  return redirect('/actor');
}

/** Remembers the chosen person for the page that asked, which stays where it is. */
export async function action({ request, context }: ActionFunctionArgs) {
  const setCookie = await remember(await request.formData(), context.desk.review);
  return new Response(null, { status: 204, headers: { 'Set-Cookie': setCookie } });
}
