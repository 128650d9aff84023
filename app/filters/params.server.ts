/** URL parameters, read once and refused early: loaders get typed values or answer 400. */
import { z } from 'zod';
import { STAGE_STATES, STAGES, type TicketQuery } from '#queries/reports/types.ts';
import { MONTH_PATTERN } from './month.ts';

const month = z.string().regex(MONTH_PATTERN);

/** A short name typed by people: a person, a product, a fault. The bound keeps URLs from becoming memory. */
const name = z.string().min(1).max(200);

const ticketParams = z.object({
  stage: z.enum(STAGES).optional(),
  state: z.enum([...STAGE_STATES, 'open_breach', 'measured']).optional(),
  list: z
    .string()
    .regex(/^(?:[a-z_]{1,40}|broken-[\d.]{3,7}(?:-[a-z]{1,20})?)$/)
    .optional(),
  person: name.optional(),
  product: name.optional(),
  fault: name.optional(),
  weekday: z.coerce.number().int().min(1).max(7).optional(),
  hour: z.coerce.number().int().min(0).max(23).optional(),
});

/** 400 with the parameter's name; the page or the API turns it into words. */
function badRequest(parameter: string): Response {
  return Response.json({ error: 'bad_parameter', parameter }, { status: 400 });
}

/**
 * The month of the URL, or null where none is named.
 * @throws Response 400 when it is not `YYYY-MM`
 */
export function monthParam(url: URL): string | null {
  const text = url.searchParams.get('month');
  if (text === null) return null;
  const parsed = month.safeParse(text);
  if (!parsed.success) throw badRequest('month');
  return parsed.data;
}

/**
 * The month of the URL, which must name one.
 * @throws Response 400
 */
export function requiredMonthParam(url: URL): string {
  const named = monthParam(url);
  if (named === null) throw badRequest('month');
  return named;
}

/**
 * The list's filter from the URL, everything but the month. Empty parameters count as absent.
 * @throws Response 400 naming the first parameter that cannot be read
 */
export function ticketFilterParams(url: URL): Omit<TicketQuery, 'month'> {
  const given: Record<string, string> = {};
  for (const key of Object.keys(ticketParams.shape)) {
    const value = url.searchParams.get(key);
    if (value !== null && value !== '') given[key] = value;
  }
  const parsed = ticketParams.safeParse(given);
  if (!parsed.success) throw badRequest(String(parsed.error.issues[0]?.path[0] ?? ''));
  const { stage, state, list, person, product, fault, weekday, hour } = parsed.data;
  return {
    ...(stage === undefined ? {} : { stage }),
    ...(state === undefined ? {} : { state }),
    ...(list === undefined ? {} : { list }),
    ...(person === undefined ? {} : { person }),
    ...(product === undefined ? {} : { product }),
    ...(fault === undefined ? {} : { fault }),
    ...(weekday === undefined ? {} : { weekday }),
    ...(hour === undefined ? {} : { hour }),
  };
}
