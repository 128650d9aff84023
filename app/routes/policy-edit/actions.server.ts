/** What the page of a draft asks for, read from its forms; every answer says what happened. */
import { redirect } from '@remix-run/node';
import { z } from 'zod';
import { actorOf } from '#app/data/actor.server.ts';
import type { PolicyDesk } from '#app/data/policy-desk.ts';
import { translator } from '#app/i18n/index.ts';
import type { FieldFault } from '#queries/policy/form.ts';
import type { Replay } from '#queries/policy/replay.ts';

/** A policy's text is a few kilobytes; the bound keeps forms from becoming memory. */
const MAX_TEXT = 200_000;

const asked = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('save'), text: z.string().max(MAX_TEXT) }),
  z.object({ intent: z.literal('form') }),
  z.object({ intent: z.literal('discard') }),
  z.object({ intent: z.literal('replay') }),
  z.object({
    intent: z.literal('activate'),
    month: z.string().max(10),
    note: z.string().trim().max(500),
  }),
]);

export interface EditAnswer {
  /** What happened, or why nothing did. */
  message: string;
  ok: boolean;
  faults: readonly FieldFault[];
  /** The form's values as typed, where they were not saved. */
  typed: Readonly<Record<string, string>>;
  replay: Replay | null;
}

const said = (message: string, ok: boolean): EditAnswer => ({
  message,
  ok,
  faults: [],
  typed: {},
  replay: null,
});

/**
 * Does what the form asks about a draft.
 * @throws Response 400 when the form is not the page's
 */
export async function answerOf(
  desk: PolicyDesk,
  id: number,
  request: Request,
  lang: 'zh' | 'en',
): Promise<EditAnswer | Response> {
  const form = await request.formData();
  const parsed = asked.safeParse(Object.fromEntries(form));
  if (!parsed.success) throw new Response(null, { status: 400 });
  const t = translator(lang);
  const actor = await actorOf(request);
  try {
    switch (parsed.data.intent) {
      case 'save':
        // Browsers send line ends as CRLF; the text keeps its own.
        await desk.save(id, parsed.data.text.replaceAll('\r\n', '\n'), actor, lang);
        return said(t('policy.edit.saved'), true);
      case 'form': {
        const values = fieldValues(form);
        const faults = await desk.edit(id, values, actor, lang);
        if (faults.length === 0) return said(t('policy.edit.saved'), true);
        return {
          ...said(t('policy.edit.formFaults', { count: faults.length }), false),
          faults,
          typed: Object.fromEntries(values),
        };
      }
      case 'discard':
        await desk.discard(id);
        return redirect('/policy');
      case 'replay':
        return { ...said('', true), replay: await desk.replay(id, lang) };
      case 'activate': {
        if (actor === null) return said(t('policy.edit.needsActor'), false);
        const { month, note } = parsed.data;
        await desk.activate(id, month, note === '' ? null : note, actor, lang);
        return redirect(`/policy?month=${month}`);
      }
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'PolicyRefused') return said(error.message, false);
    throw error;
  }
}

/** The fields by name; ticked boxes of one name become words, and none ticked is a blank. */
function fieldValues(form: FormData): Map<string, string> {
  const values = new Map<string, string>();
  for (const name of new Set(form.keys())) {
    const all = form.getAll(name).filter((value) => typeof value === 'string');
    values.set(name, all.filter((value) => all.length === 1 || value !== '').join('、'));
  }
  return values;
}
