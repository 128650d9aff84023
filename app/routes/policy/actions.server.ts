/** What the policy page asks for: a copy to write in, and the answer to the question of set-up. */
import { redirect } from '@remix-run/node';
import { z } from 'zod';
import { actorOf } from '#app/data/actor.server.ts';
import type { PolicyDesk } from '#app/data/policy-desk.ts';

const asked = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('copy'), ref: z.string().min(1).max(100) }),
  z.object({ intent: z.literal('trigger'), trigger: z.enum(['violation', 'complaint']) }),
]);

/**
 * Does what the form asks and leads to the draft it made, or back to the page.
 * @throws Response 400 when the form is not the page's, 404 when the policy is gone
 */
export async function answerOf(
  desk: PolicyDesk,
  request: Request,
  lang: 'zh' | 'en',
): Promise<Response> {
  const parsed = asked.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) throw new Response(null, { status: 400 });
  const actor = await actorOf(request);
  try {
    const draft =
      parsed.data.intent === 'copy'
        ? await desk.copy(parsed.data.ref, actor, lang)
        : await desk.answerTrigger(parsed.data.trigger, actor, lang);
    return redirect(draft === null ? '/policy' : `/policy/edit?draft=${draft}`);
  } catch (error) {
    if (error instanceof Error && error.name === 'PolicyRefused')
      throw new Response(error.message, { status: 404 });
    throw error;
  }
}
