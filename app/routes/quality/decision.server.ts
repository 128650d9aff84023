/** What the page asks about names, read from its forms and handed to the desk; every answer is a sentence. */
import { z } from 'zod';
import type { QualityDesk } from '#app/data/quality-desk.ts';
import { translator } from '#app/i18n/index.ts';

const text = z.string().min(1).max(200);
const person = z
  .string()
  .max(1000)
  .transform((value, ctx): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      ctx.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.tuple([text.nullable(), text]));

const asked = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('decide'), written: text, same: z.enum(['yes', 'no']), person }),
  z.object({
    intent: z.literal('undo'),
    id: z.coerce.number().int().min(1).max(2_147_483_647),
    written: text,
  }),
]);

export interface DecisionAnswer {
  ok: boolean;
  message: string;
}

/**
 * Does what the form asks. A decision that cannot be taken is answered with the reason.
 * @throws Response 400 when the form is not the page's
 */
export async function answerOf(
  desk: QualityDesk,
  form: FormData,
  now: string,
  actor: string | null,
  lang: 'zh' | 'en',
): Promise<DecisionAnswer> {
  const parsed = asked.safeParse(Object.fromEntries(form));
  if (!parsed.success) throw new Response(null, { status: 400 });
  const t = translator(lang);
  const request = parsed.data;
  try {
    if (request.intent === 'undo') {
      await desk.undoPersonDecision(request.id, { actor, at: now }, lang);
      return { ok: true, message: t('names.undone', { written: request.written }) };
    }
    const [employeeNo, name] = request.person;
    const same = request.same === 'yes';
    await desk.decidePerson(
      {
        written: request.written,
        same,
        employee_no: employeeNo,
        person_name: name,
        actor,
        at: now,
      },
      lang,
    );
    return {
      ok: true,
      message: t(same ? 'names.nowIs' : 'names.nowIsNot', {
        written: request.written,
        person: name,
      }),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'DecisionRefused')
      return { ok: false, message: error.message };
    throw error;
  }
}
