/** URL parameters, read once and refused early: loaders get typed values or answer 400. */
import { z } from 'zod';
import {
  COMPLAINT_LISTS,
  type ComplaintQuery,
  STAGE_STATES,
  STAGES,
  type TicketQuery,
  type TicketScope,
} from '#queries/reports/types.ts';
import { COMPARED, type Compared } from './links.ts';
import { MONTH_PATTERN } from './month.ts';

const month = z.string().regex(MONTH_PATTERN);

/** A short name typed by people: a person, a product, a fault. The bound keeps URLs from becoming memory. */
const name = z.string().min(1).max(200);

/** `–` asks for the tickets without that fact. */
const scopeParams = z.object({
  region: z.enum(['urban', 'outside', '–']).exactOptional(),
  technician: name.exactOptional(),
  product: name.exactOptional(),
  warranty: z.enum(['in', 'out', 'agreement', '–']).exactOptional(),
  resolution: z.enum(['on_site', 'phone', 'unknown']).exactOptional(),
});

const ticketParams = scopeParams.extend({
  stage: z.enum(STAGES).exactOptional(),
  state: z.enum([...STAGE_STATES, 'late', 'open_breach', 'measured']).exactOptional(),
  list: z
    .string()
    .regex(/^(?:[a-z_]{1,40}|broken-[\d.]{3,7}(?:-[a-z]{1,20})?)$/)
    .exactOptional(),
  person: name.exactOptional(),
  fault: name.exactOptional(),
  weekday: z.coerce.number().int().min(1).max(7).exactOptional(),
  hour: z.coerce.number().int().min(0).max(23).exactOptional(),
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

/** The parameters of a schema that the URL sets. Empty ones count as absent. */
function given<T>(url: URL, schema: z.ZodType<T> & { shape: Record<string, unknown> }): T {
  const texts: Record<string, string> = {};
  for (const key of Object.keys(schema.shape)) {
    const value = url.searchParams.get(key);
    if (value !== null && value !== '') texts[key] = value;
  }
  const parsed = schema.safeParse(texts);
  if (!parsed.success) throw badRequest(String(parsed.error.issues[0]?.path[0] ?? ''));
  return parsed.data;
}

/**
 * The list's filter from the URL, everything but the month.
 * @throws Response 400 naming the first parameter that cannot be read
 */
export function ticketFilterParams(url: URL): Omit<TicketQuery, 'month'> {
  return given(url, ticketParams);
}

/**
 * Which complaints the URL asks for, everything but the month; all received where it does not say.
 * @throws Response 400 naming the first parameter that cannot be read
 */
export function complaintParams(url: URL): Omit<ComplaintQuery, 'month'> {
  const { list } = given(url, z.object({ list: z.enum(COMPLAINT_LISTS).exactOptional() }));
  return { ...given(url, scopeParams), list: list ?? 'received' };
}

/**
 * Which tickets the overview looks at, and what it compares the month with.
 * @throws Response 400 naming the first parameter that cannot be read
 */
export function overviewParams(url: URL): { scope: TicketScope; compared: Compared } {
  const { compare } = given(url, z.object({ compare: z.enum(COMPARED).exactOptional() }));
  return { scope: given(url, scopeParams), compared: compare ?? 'month' };
}
