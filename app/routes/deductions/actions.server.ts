/** What the page of close and deductions asks for, read from its forms and handed to the desk; every answer is a sentence. */
import {
  MaxPartSizeExceededError,
  unstable_createMemoryUploadHandler,
  unstable_parseMultipartFormData,
} from '@remix-run/node';
import { z } from 'zod';
import type { ReviewDesk } from '#app/data/review-desk.ts';
import { MONTH_PATTERN } from '#app/filters/month.ts';
import { formatMonth } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { type Actor, PROFILE_IDS } from '#queries/ledger/types.ts';

/** Bytes of an uploaded template; the writer's own limit is the same. */
const MAX_TEMPLATE_BYTES = 5 * 1024 * 1024;

export interface Answer {
  readonly ok: boolean;
  readonly message: string;
  /** What the refusal speaks of, one by one. */
  readonly details: readonly string[];
}

const name = z.string().min(1).max(200);
const person = z
  .string()
  .max(400)
  .transform((value, ctx): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      ctx.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.tuple([name.nullable(), name]))
  .transform(([employee_no, called]): Actor => ({ employee_no, name: called }));

/** A share in percent with at most two decimals, as people type it: `20`, `20.5`, `20%`. */
const percent = z
  .string()
  .trim()
  .transform((text) => text.normalize('NFKC').replace(/%$/, '').trim())
  .pipe(z.string().regex(/^\d{1,3}(\.\d{1,2})?$/))
  .transform(Number)
  .pipe(z.number().min(0).max(100));
/** Yuan with at most two decimals to whole fen; blank is not set. */
const yuan = z
  .string()
  .trim()
  .transform((text) =>
    text
      .normalize('NFKC')
      .replaceAll(/[¥,\s]/g, '')
      .replace(/元$/, ''),
  )
  .pipe(z.string().regex(/^(\d{1,7}(\.\d{1,2})?)?$/))
  .transform((text) => {
    if (text === '') return null;
    const [whole = '0', rest = ''] = text.split('.');
    return Number(whole) * 100 + Number(rest.padEnd(2, '0'));
  });

const base = { month: z.string().regex(MONTH_PATTERN) };
const asked = z.discriminatedUnion('intent', [
  z.object({ ...base, intent: z.literal('close') }),
  z.object({
    ...base,
    intent: z.literal('reopen'),
    reason: z.string().trim().max(1000),
    second: z
      .union([z.literal('').transform(() => null), person])
      .optional()
      .transform((value) => value ?? null),
  }),
  z.object({
    ...base,
    intent: z.literal('profile'),
    id: z.enum(PROFILE_IDS),
    share: z.string().max(20).optional(),
    floor: z.string().max(20).optional(),
    notice: z.literal('on').optional(),
  }),
  z.object({ ...base, intent: z.literal('notify'), people: z.array(name).min(1).max(10_000) }),
  z.object({ ...base, intent: z.literal('removeTemplate') }),
  z.object({
    ...base,
    intent: z.literal('uploadTemplate'),
    file: z.instanceof(File).optional(),
  }),
]);

/** The form of the request; a file is taken into memory up to the limit of a template. Null: the file is larger. */
async function formOf(request: Request): Promise<FormData | null> {
  if (!request.headers.get('Content-Type')?.startsWith('multipart/')) return request.formData();
  try {
    return await unstable_parseMultipartFormData(
      request,
      unstable_createMemoryUploadHandler({ maxPartSize: MAX_TEMPLATE_BYTES }),
    );
  } catch (error) {
    if (error instanceof MaxPartSizeExceededError) return null;
    throw error;
  }
}

/**
 * Does what the form asks as the acting person. A refusal is answered with its reason.
 * @throws Response 400 when the form is not the page's
 */
export async function answerOf(
  review: ReviewDesk,
  request: Request,
  by: Actor,
  lang: 'zh' | 'en',
): Promise<Answer> {
  const t = translator(lang);
  const refused = (message: string, details: readonly string[] = []): Answer => ({
    ok: false,
    message,
    details,
  });
  const done = (message: string): Answer => ({ ok: true, message, details: [] });
  const form = await formOf(request);
  if (form === null) return refused(t('closing.template.refused.large'));
  const parsed = asked.safeParse({
    ...Object.fromEntries(form),
    people: form.getAll('people'),
  });
  if (!parsed.success) throw new Response(null, { status: 400 });
  const wanted = parsed.data;
  const month = formatMonth(wanted.month, lang);
  try {
    switch (wanted.intent) {
      case 'close': {
        const { head } = await review.close(wanted.month, by, lang);
        return done(t('closing.done.close', { month, version: head?.version ?? 1 }));
      }
      case 'reopen':
        await review.reopen(wanted.month, wanted.reason, by, wanted.second, lang);
        return done(t('closing.done.reopen', { month }));
      case 'profile': {
        const share = percent.safeParse(wanted.share ?? '');
        const floor = yuan.safeParse(wanted.floor ?? '');
        if (wanted.id === 'share_and_floor' && !share.success) {
          return refused(t('closing.profile.bad.share'));
        }
        if (!floor.success) return refused(t('closing.profile.bad.floor'));
        await review.setProfile(
          {
            id: wanted.id,
            // Hundredths of a percent are whole numbers: 20.5 % is 0.205 exactly as far as anything is computed with it.
            share: share.success ? Math.round(share.data * 100) / 10_000 : null,
            floor_fen: floor.data,
            notice: wanted.notice === 'on',
          },
          by,
          lang,
        );
        return done(t('closing.done.profile', { by: by.name }));
      }
      case 'notify':
        await review.notify(wanted.month, wanted.people, by);
        return done(t('closing.done.notify', { count: wanted.people.length }));
      case 'removeTemplate':
        await review.setTemplate(null, by, lang);
        return done(t('closing.done.removed'));
      case 'uploadTemplate': {
        const { file } = wanted;
        if (file === undefined || file.size === 0) {
          return refused(t('closing.template.refused.none'));
        }
        const called = file.name.split(/[/\\]/).at(-1) ?? file.name;
        const bytes = new Uint8Array(await file.arrayBuffer());
        await review.setTemplate({ name: called, bytes }, by, lang);
        return done(t('closing.done.template', { name: called }));
      }
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'LedgerRefused') {
      const details =
        'details' in error && Array.isArray(error.details) ? error.details.map(String) : [];
      return refused(error.message, details);
    }
    throw error;
  }
}
