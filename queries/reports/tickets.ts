/**
 * The tickets behind a figure, and one ticket with its timeline, stages, values and source cells.
 */
import { z } from 'zod';
import { brokenRequirement } from '../metrics/clauses.ts';
import { scopeParams, scopeTickets } from '../scope/scope.ts';
import type { Lang } from '../values/words.ts';
import type { QueryParams, Warehouse } from '../warehouse/warehouse.ts';
import { monthFines } from './fines.ts';
import { storedValue } from './stored-value.ts';
import {
  type BrokenFact,
  type CellSource,
  type Fine,
  isWhole,
  STAGE_STATES,
  STAGES,
  type StageState,
  type TicketDetail,
  type TicketQuery,
  type TicketRow,
} from './types.ts';

const count = z.number().int();
const text = z.string().nullable();
/** A stage without a target is measured: for people it simply has a duration. */
const stateText = z
  .enum([...STAGE_STATES, 'measured'])
  .transform((s): StageState => (s === 'measured' ? 'met' : s));

const ticketRow = z.object({
  ticket_no: z.string(),
  reported_at: text,
  customer: text,
  product: text,
  fault: text,
  resolution: z.enum(['on_site', 'phone', 'unknown']),
  region: z.enum(['urban', 'outside']).nullable(),
  technician: text,
  hotline_agent: text,
  dispatcher: text,
  cancelled: z.boolean(),
  finished_at: text,
  score: count.nullable(),
  stages: z
    .array(
      z.object({
        stage: z.enum(STAGES),
        state: stateText,
        open: z.boolean(),
        minutes: z.number().nullable(),
      }),
    )
    .nullable(),
  fines: count,
  cases: count,
});

const storedRecord = z.record(z.string(), z.unknown());

const sourceRow = z.object({
  kind: z.string(),
  record_key: z.string(),
  field: z.string(),
  file: z.string(),
  sheet: z.string(),
  sheet_id: count,
  row: count,
  column: z.string(),
  header: z.string(),
  value: z.string(),
  batch: count,
});

/** The tickets a query of the URL asks for, by time of report. */
export async function ticketRows(
  warehouse: Warehouse,
  query: TicketQuery,
  asOf: string,
): Promise<TicketRow[]> {
  const params: QueryParams = { month: query.month, as_of: asOf };
  const sources: string[] = [];
  if (query.stage !== undefined || query.state !== undefined) {
    params.stage = query.stage ?? null;
    params.state = query.state ?? null;
    // A stage that does not apply has no row: those tickets are told by its absence.
    if (query.state === 'not_applicable') {
      sources.push(`SELECT ticket_no FROM not_applicable_of($month)
        WHERE $stage::VARCHAR IS NULL OR stage = $stage`);
    } else {
      sources.push(`SELECT ticket_no FROM mart_stage WHERE month = $month
      AND ($stage::VARCHAR IS NULL OR stage = $stage)
      AND CASE coalesce($state::VARCHAR, '')
        WHEN '' THEN true
        WHEN 'measured' THEN stage_state(fixed_state, due_at, $as_of::TIMESTAMP) IN ('met', 'breached', 'measured')
        WHEN 'late' THEN end_at IS NOT NULL AND fixed_state = 'breached'
        WHEN 'open_breach' THEN end_at IS NULL AND stage_state(fixed_state, due_at, $as_of::TIMESTAMP) = 'breached'
        ELSE stage_state(fixed_state, due_at, $as_of::TIMESTAMP) = $state
      END`);
    }
  }
  const requirement = requirementBehind(query.list);
  if (brokenRequirement(query.list) !== null) {
    params.requirement = requirement;
    sources.push(
      'SELECT ticket_no FROM broken_of($month, $as_of::TIMESTAMP) WHERE requirement = $requirement',
    );
  } else if (query.list !== undefined || sources.length === 0) {
    params.list = query.list ?? 'reported';
    sources.push('SELECT ticket_no FROM list_of($month, $as_of::TIMESTAMP) WHERE list = $list');
  }
  const filters: string[] = [];
  const where = (name: string, value: string | number | undefined, condition: string): void => {
    if (value === undefined) return;
    params[name] = value;
    filters.push(condition);
  };
  where(
    'person',
    query.person,
    `list_has_any(
       [person_key(hotline_agent), person_key(dispatcher), person_key(technician), person_key(first_technician), person_key(last_technician)],
       (SELECT list(name_key) FROM names_of($person)))`,
  );
  where('fault', query.fault, 'fault_key = $fault');
  where('weekday', query.weekday, 'isodow(reported_at) = $weekday');
  where('hour', query.hour, 'hour(reported_at) = $hour');
  if (!isWhole(query)) {
    Object.assign(params, scopeParams(query));
    filters.push(`t.ticket_no IN (${await scopeTickets(warehouse)})`);
  }
  const asked = `SELECT ticket_no, count(*) AS cases FROM (${sources.join(' INTERSECT ')}) GROUP BY ticket_no`;
  await warehouse.gather(
    'asked_ticket',
    `SELECT t.ticket_no, a.cases FROM mart_ticket AS t
     JOIN (${asked}) AS a ON a.ticket_no = t.ticket_no ${filters.length === 0 ? '' : `WHERE ${filters.join(' AND ')}`}`,
    params,
  );
  const rows = await readRows(warehouse, asOf);
  if (requirement === null) return rows;
  const facts = await brokenFacts(warehouse, query.month, asOf, requirement);
  return rows.map((row) => ({ ...row, why: facts.get(row.ticket_no) ?? [] }));
}

/** The requirement whose broken cases a list holds; null where it holds something else. */
function requirementBehind(list: string | undefined): string | null {
  return list === 'incomplete_receipts' ? '5.7' : brokenRequirement(list);
}

/** What each broken case of a requirement was judged by, by ticket. */
async function brokenFacts(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  requirement: string,
): Promise<Map<string, BrokenFact[][]>> {
  const rows = await warehouse.read(
    `SELECT ticket_no, list(facts ORDER BY facts::VARCHAR) AS cases
     FROM broken_of($month, $as_of::TIMESTAMP) WHERE requirement = $requirement GROUP BY ticket_no`,
    z.object({
      ticket_no: z.string(),
      cases: z.array(z.array(z.object({ field: z.string(), value: text }))),
    }),
    { month, as_of: asOf, requirement },
  );
  return new Map(rows.map((row) => [row.ticket_no, row.cases]));
}

async function readRows(warehouse: Warehouse, asOf: string): Promise<TicketRow[]> {
  const rows = await warehouse.report('reports/ticket_rows', ticketRow, { as_of: asOf });
  return rows.map(({ stages, ...row }) => ({
    ...row,
    stages: Object.fromEntries(
      (stages ?? []).map((item) => [
        item.stage,
        { state: item.state, open: item.open, minutes: item.minutes },
      ]),
    ),
  }));
}

/**
 * One ticket with everything known of it; null when no ticket has that number.
 *
 * @param fineList its fines by month, where they have been asked for already
 */
export async function ticketDetail(
  warehouse: Warehouse,
  ticketNo: string,
  asOf: string,
  lang: Lang,
  fineList: ReadonlyMap<string, readonly Fine[]> = new Map(),
): Promise<TicketDetail | null> {
  await warehouse.gather(
    'asked_ticket',
    'SELECT ticket_no, 1 AS cases FROM mart_ticket WHERE ticket_no = $ticket_no',
    { ticket_no: ticketNo },
  );
  const [ticket] = await readRows(warehouse, asOf);
  if (ticket === undefined) return null;
  const cells = await warehouse.report('reports/ticket_cells', sourceRow, { ticket_no: ticketNo });
  const records = new Map(
    (
      await warehouse.report(
        'reports/ticket_records',
        z.object({ kind: z.string(), record_key: z.string(), record: z.string() }),
        { ticket_no: ticketNo },
      )
    ).map((row) => [`${row.kind} ${row.record_key}`, storedRecord.parse(JSON.parse(row.record))]),
  );
  const events = await warehouse.report(
    'reports/ticket_events',
    z.object({
      kind: z.string(),
      record_key: z.string(),
      field: z.string(),
      event_at: z.string(),
      day_only: z.boolean(),
      person: text,
    }),
    { ticket_no: ticketNo },
  );
  const stages = await warehouse.report(
    'reports/ticket_stages',
    z.object({
      stage: z.enum(STAGES),
      state: stateText,
      open: z.boolean(),
      start_at: text,
      end_at: text,
      due_at: text,
      minutes: z.number().nullable(),
      target_minutes: z.number().nullable(),
      paused_minutes: z.number(),
      person: text,
    }),
    { ticket_no: ticketNo, as_of: asOf },
  );
  const [pairs] = await warehouse.read(
    `SELECT (SELECT earlier_ticket_no FROM mart_repeat_pair WHERE ticket_no = $ticket_no) AS earlier,
            (SELECT min(ticket_no) FROM mart_repeat_pair WHERE earlier_ticket_no = $ticket_no) AS later`,
    z.object({ earlier: text, later: text }),
    { ticket_no: ticketNo },
  );
  const months = await warehouse.read(
    `SELECT DISTINCT month_of(occurred_at) AS month FROM mart_violation WHERE ticket_no = $ticket_no AND occurred_at IS NOT NULL`,
    z.object({ month: z.string() }),
    { ticket_no: ticketNo },
  );
  const fines = [];
  for (const { month } of months) {
    fines.push(
      ...(fineList.get(month) ?? (await monthFines(warehouse, month, asOf, lang, { ticketNo }))),
    );
  }
  const source = (kind: string, key: string, field: string): CellSource | null => {
    const cell = cells.find(
      (item) => item.kind === kind && item.record_key === key && item.field === field,
    );
    return cell === undefined ? null : sourceOf(cell);
  };
  return {
    ticket,
    values: cells.map((cell) => ({
      kind: cell.kind,
      key: cell.record_key,
      field: cell.field,
      value: storedValue(records.get(`${cell.kind} ${cell.record_key}`) ?? {}, cell.field, lang),
      source: sourceOf(cell),
    })),
    timeline: events.map((event) => {
      const from = source(event.kind, event.record_key, event.field);
      return {
        at: event.event_at,
        kind: event.kind,
        field: event.field,
        value: from?.value ?? event.event_at,
        day_only: event.day_only,
        person: event.person,
        source: from,
      };
    }),
    stages,
    fines,
    repeats: { earlier: pairs?.earlier ?? null, later: pairs?.later ?? null },
  };
}

function sourceOf(cell: z.infer<typeof sourceRow>): CellSource {
  return {
    file: cell.file,
    sheet: cell.sheet,
    sheet_id: cell.sheet_id,
    row: cell.row,
    column: cell.column,
    header: cell.header,
    value: cell.value,
    batch: cell.batch,
  };
}
