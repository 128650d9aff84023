import { type ActionFunctionArgs, redirect } from '@remix-run/node';

/** A GET came here by accident: nothing happens, the overview shows what there is. */
export function loader() {
  return redirect('/');
}

/** Takes the sample department out. Once the data is the department's own, the button is gone and this does nothing. */
export async function action({ context }: ActionFunctionArgs) {
  const { sample } = await context.desk.status();
  if (sample) await context.desk.emptySample();
  return redirect('/');
}
