/** Who acts: the list to choose from as data, and as a page where the browser runs no scripts. */
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { Form } from '@remix-run/react';
import { Page } from '#app/components/Page.tsx';
import { findStaff, roleText, staffText } from '#app/components/staff.ts';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { remember, samePath } from '#app/data/acting.server.ts';
import { translator } from '#app/i18n/index.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const then = samePath(new URL(request.url).searchParams.get('then'));
  return { staff: await context.desk.review.staff(), then };
}

/** Remembers the chosen person and goes on where `then` leads. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const setCookie = await remember(form, context.desk.review);
  return redirect(samePath(form.get('then')), { headers: { 'Set-Cookie': setCookie } });
}

export const meta: MetaFunction = ({ matches }) => {
  const lang = metaLang(matches);
  return [{ title: pageTitle(lang, translator(lang)('review.actor.page')) }];
};

export default function ActorPage() {
  const { staff, then } = usePageData<typeof loader>();
  const { t } = useLang();
  return (
    <Page title={t('review.actor.page')} quiet>
      <section className="panel box">
        <h2>{t('review.actor.title')}</h2>
        <p>{t(staff.length === 0 ? 'review.actor.nobodyYet' : 'review.actor.text')}</p>
        {findStaff(staff, '').map((member) => (
          <Form method="post" key={staffText(member)} reloadDocument>
            <input type="hidden" name="then" value={then} />
            <input type="hidden" name="employee_no" value={member.employee_no ?? ''} />
            <input type="hidden" name="name" value={member.name} />
            <button type="submit" className="btn">
              {staffText(member)} {roleText(t, member.role)}
            </button>
          </Form>
        ))}
      </section>
    </Page>
  );
}
