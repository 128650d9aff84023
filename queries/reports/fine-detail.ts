/** Everything the evidence card of one fine shows. */
import { z } from 'zod';
import { frozenFines, frozenMonth } from '../ledger/closings.ts';
import { fineMonths } from '../ledger/fines-by-key.ts';
import {
  CAUSES,
  type FineDetail,
  type FineStep,
  type Leg,
  type RepeatSide,
  VERDICTS,
} from '../ledger/types.ts';
import { ratio } from '../values/round.ts';
import { filledIn, type Lang, minutesInWords } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { minutesBetween } from './fine-arithmetic.ts';
import { finesOf, gatherMonth, monthFines } from './fines.ts';
import { ticketDetail } from './tickets.ts';
import type { Fine } from './types.ts';

const text = z.string().nullable();
const count = z.number().int();
const state = z.enum(['proposed', 'confirmed', 'adjusted', 'waived', 'recheck']);

const stepRow = z.object({
  step_id: count,
  action: z.enum(['confirm', 'adjust', 'waive', 'assign', 'appeal', 'answer']),
  actor: text,
  taken_at: z.string(),
  from_state: state,
  to_state: state,
  amount_fen: count.nullable(),
  cause: z.enum(CAUSES).nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  text,
  person_name: text,
  undone_at: text,
  undone_by: text,
});
const legRow = z.object({
  reported_at: text,
  answered_at: text,
  relayed_at: text,
  dispatched_at: text,
  arrived_at: text,
  reported_worked_us: count.nullable(),
  answered_worked_us: count.nullable(),
  relayed_worked_us: count.nullable(),
  dispatched_worked_us: count.nullable(),
  arrived_worked_us: count.nullable(),
  hotline_agent: text,
  dispatcher: text,
  technician: text,
  answer_minutes: z.number().nullable(),
  answer_target: z.number().nullable(),
  dispatch_minutes: z.number().nullable(),
  dispatch_target: z.number().nullable(),
});
type LegRow = z.infer<typeof legRow>;
const sideRow = z.object({
  ticket_no: z.string(),
  is_later: z.boolean(),
  customer: text,
  product: text,
  fault_category: text,
  fault: text,
  technician: text,
  reported_at: text,
  arrived_at: text,
  finished_at: text,
  fault_cause: text,
  solution: text,
  replaced_parts: text,
  customer_signed: z.boolean().nullable(),
});

const TEXTS = {
  lateDispatch: {
    zh: '内勤派工超时 {over}；扣除这 {over}，{rest}',
    en: 'the dispatch was {over} late; without that, {rest}',
  },
  stillOver: { zh: '到达仍超 {minutes}', en: 'the arrival was still {minutes} late' },
  inTime: { zh: '到达没有超时', en: 'the arrival was in time' },
  signed: { zh: '已签', en: 'signed' },
  unsigned: { zh: '未签', en: 'not signed' },
} as const;

/** The fine with its log, legs, ticket and pair; null when no fine has that key. Texts in `lang`. */
export async function fineDetail(
  warehouse: Warehouse,
  key: string,
  asOf: string,
  lang: Lang,
): Promise<FineDetail | null> {
  const ofTicket = new Map<string, readonly Fine[]>();
  const fine = await standingFine(warehouse, key, asOf, lang, ofTicket);
  if (fine === null) return null;
  const ticketNo = fine.subject.ticket_no;
  const ticket =
    ticketNo === null ? null : await ticketDetail(warehouse, ticketNo, asOf, lang, ofTicket);
  const { legs, note } =
    ticketNo === null || !['late_arrival', 'late_dispatch'].includes(fine.detect)
      ? { legs: [], note: null }
      : await legsOf(warehouse, ticketNo, fine.detect, ticket?.stages ?? [], lang);
  const same = (ticket?.fines ?? []).filter(
    (other) =>
      other.state !== 'waived' &&
      (other.key === fine.key ||
        (fine.employee_no === null
          ? other.person === fine.person
          : other.employee_no === fine.employee_no)),
  );
  return {
    fine,
    log: await logOf(warehouse, key),
    legs,
    leg_note: note,
    ticket,
    on_ticket: {
      count: same.length,
      fen: same.reduce((sum, other) => sum + (other.amount_fen ?? 0), 0),
    },
    pair: fine.detect === 'repeat_repair' ? await pairOf(warehouse, fine, lang) : null,
  };
}

/**
 * The fine as it counts: as closed, unless something was found or decided since; null when no fine has that key. All fines of
 * its ticket, which the card is about, are asked for with it and put into `ofTicket`, by month.
 */
async function standingFine(
  warehouse: Warehouse,
  key: string,
  asOf: string,
  lang: Lang,
  ofTicket: Map<string, readonly Fine[]>,
): Promise<Fine | null> {
  for (const month of (await fineMonths(warehouse, [key])).keys()) {
    const live = await liveFine(warehouse, month, key, asOf, lang, ofTicket);
    const closed = await frozenMonth(warehouse, month);
    if (closed !== null) {
      const { rows, cells } = await frozenFines(warehouse, closed.closingId);
      const [frozen] = finesOf(
        rows.filter((row) => row.key === key),
        cells.filter((cell) => cell.fine_key === key),
        closed.policy,
        closed.head.as_of,
        lang,
      );
      const moved =
        live !== undefined &&
        (live.state !== frozen?.state ||
          live.amount_fen !== frozen.amount_fen ||
          live.person !== frozen.person ||
          live.appeal === 'open');
      if (frozen !== undefined && !moved) return { ...frozen, late: false };
    }
    if (live !== undefined) return live;
  }
  return null;
}

async function liveFine(
  warehouse: Warehouse,
  month: string,
  key: string,
  asOf: string,
  lang: Lang,
  ofTicket: Map<string, readonly Fine[]>,
): Promise<Fine | undefined> {
  await gatherMonth(warehouse, month, asOf);
  const [found] = await warehouse.read(
    'SELECT ticket_no FROM month_fine WHERE key = $key',
    z.object({ ticket_no: text }),
    { key },
  );
  if (found === undefined) return undefined;
  const { ticket_no: ticketNo } = found;
  const only = ticketNo === null ? { keys: [key] } : { ticketNo };
  const fines = await monthFines(warehouse, month, asOf, lang, only);
  if (ticketNo !== null) ofTicket.set(month, fines);
  return fines.find((fine) => fine.key === key);
}

async function logOf(warehouse: Warehouse, key: string): Promise<FineStep[]> {
  const rows = await warehouse.report('reports/fine_steps', stepRow, { key });
  return rows
    .flatMap((row): FineStep[] => {
      const step: FineStep = {
        id: row.step_id,
        action: row.action,
        by: row.actor,
        at: row.taken_at,
        from: row.from_state,
        to: row.to_state,
        amount_fen: row.amount_fen,
        cause: row.cause,
        verdict: row.verdict,
        text: row.text,
        person: row.person_name,
        undone: row.undone_at !== null,
      };
      if (row.undone_at === null) return [step];
      const undo: FineStep = {
        ...step,
        action: 'undo',
        by: row.undone_by,
        at: row.undone_at,
        from: row.to_state,
        to: row.from_state,
        text: null,
        undone: false,
      };
      return [step, undo];
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id));
}

/** Who held the ticket until the breached end, and what a late dispatch took of a late arrival. */
async function legsOf(
  warehouse: Warehouse,
  ticketNo: string,
  detect: string,
  stages: readonly { stage: string; minutes: number | null; target_minutes: number | null }[],
  lang: Lang,
): Promise<{ legs: Leg[]; note: string | null }> {
  const stage = detect === 'late_arrival' ? 'arrival' : 'dispatch';
  const [row] = await warehouse.report('reports/fine_legs', legRow, { ticket_no: ticketNo, stage });
  if (row === undefined) return { legs: [], note: null };
  const legs = ticketLegs(row, detect === 'late_arrival');
  const dispatchOver = legs.find((leg) => leg.role === 'dispatcher')?.over_minutes ?? 0;
  const arrival = stages.find((stage) => stage.stage === 'arrival');
  if (
    detect !== 'late_arrival' ||
    dispatchOver <= 0 ||
    arrival?.minutes === undefined ||
    arrival.minutes === null ||
    arrival.target_minutes === null
  )
    return { legs, note: null };
  const rest = arrival.minutes - arrival.target_minutes - dispatchOver;
  return {
    legs,
    note: filledIn(TEXTS.lateDispatch[lang], {
      over: minutesInWords(dispatchOver, lang),
      rest:
        rest > 0
          ? filledIn(TEXTS.stillOver[lang], { minutes: minutesInWords(rest, lang) })
          : TEXTS.inTime[lang],
    }),
  };
}

/** A time, and the working time before it where the breached stage counts working minutes. */
interface Moment {
  readonly at: string | null;
  readonly worked_us: number | null;
}

/** The legs between the times that are known and in order; in working minutes where the breached stage counts those. */
export function ticketLegs(row: LegRow, untilArrival: boolean): Leg[] {
  const over = (minutes: number | null, target: number | null): number | null =>
    minutes === null || target === null ? null : Math.max(0, minutes - target);
  const answered = { at: row.answered_at, worked_us: row.answered_worked_us };
  const relayed = { at: row.relayed_at, worked_us: row.relayed_worked_us };
  const stops = [
    {
      role: 'hotline_agent' as const,
      person: row.hotline_agent,
      until: relayed.at === null ? answered : relayed,
      over: over(row.answer_minutes, row.answer_target),
    },
    {
      role: 'dispatcher' as const,
      person: row.dispatcher,
      until: { at: row.dispatched_at, worked_us: row.dispatched_worked_us },
      over: over(row.dispatch_minutes, row.dispatch_target),
    },
    ...(untilArrival
      ? [
          {
            role: 'technician' as const,
            person: row.technician,
            until: { at: row.arrived_at, worked_us: row.arrived_worked_us },
            over: null,
          },
        ]
      : []),
  ];
  const legs: Leg[] = [];
  let from: Moment = { at: row.reported_at, worked_us: row.reported_worked_us };
  for (const { role, person, until, over: over_minutes } of stops) {
    if (from.at === null || until.at === null || until.at < from.at) continue;
    const minutes =
      from.worked_us === null || until.worked_us === null
        ? minutesBetween(from.at, until.at)
        : (until.worked_us - from.worked_us) / 60_000_000;
    legs.push({ role, person, from: from.at, to: until.at, minutes, over_minutes });
    from = until;
  }
  return legs;
}

async function pairOf(warehouse: Warehouse, fine: Fine, lang: Lang): Promise<FineDetail['pair']> {
  const ticketNo = fine.subject.ticket_no ?? fine.subject.id;
  const rows = await warehouse.report('reports/repeat_sides', sideRow, { ticket_no: ticketNo });
  const side = (later: boolean): RepeatSide | null => {
    const row = rows.find((each) => each.is_later === later);
    if (row === undefined) return null;
    const { is_later: _, customer_signed: signed, ...rest } = row;
    const signature = signed === null ? null : signed ? TEXTS.signed[lang] : TEXTS.unsigned[lang];
    return { ...rest, customer_signed: signature };
  };
  const [earlier, later] = [side(false), side(true)];
  if (earlier === null || later === null) return null;
  const [rate] = await warehouse.read(
    `SELECT count(*) AS on_site, count(r.ticket_no) AS repeats, count(*) FILTER (WHERE r.ticket_no = $ticket_no) AS counted
     FROM mart_ticket AS t LEFT JOIN repeat_pair AS r USING (ticket_no)
     WHERE t.ticket_month = (SELECT ticket_month FROM mart_ticket WHERE ticket_no = $ticket_no)
       AND NOT t.cancelled AND t.resolution = 'on_site'`,
    z.object({ on_site: count, repeats: count, counted: count }),
    { ticket_no: ticketNo },
  );
  const others = (rate?.repeats ?? 0) - (rate?.counted ?? 0);
  return {
    earlier,
    later,
    rate_now: ratio(others + 1, rate?.on_site ?? 0),
    rate_without: ratio(others, rate?.on_site ?? 0),
  };
}
