/**
 * Compares a staged file with what is stored: which rows are new, changed, unchanged, or repeat a key of the file.
 * Works on the temp tables of `Incoming`; changes nothing that is stored.
 */
import { z } from 'zod';
import { KINDS } from '#etl/sheets/index.ts';
import { SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { Incoming, IncomingSheet } from './incoming.ts';
import { columnsOfField, literal, quoted } from './kind-tables.ts';

/** A row taken out because another row of the file carries its key, or a stored ticket of another month and customer. */
export interface DuplicateRow {
  readonly kind: SheetKind;
  readonly row_no: number;
  readonly row_key: string;
  readonly first_ord: number;
  readonly first_row: number;
  /** Of a stored ticket with that number: when it was reported (`2026-09-01`) and for whom; null for a row of the file. */
  readonly stored_on: string | null;
  readonly stored_for: string | null;
  /** The row's texts as staged, joined (session/original-texts.ts). */
  readonly cells: string;
}

/** What one sheet would do. Rows rejected while reading are not counted here. */
export interface SheetComparison {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly changedFields: Readonly<Record<string, number>>;
  /** Rows taken out as duplicates; `duplicateRows` counts them all, `duplicates` lists the first ones. */
  readonly duplicateRows: number;
  readonly duplicates: readonly DuplicateRow[];
  /** Stored records that go because their month is replaced. */
  readonly removed: number;
}

/** Duplicate rows listed one by one, per file. */
const MAX_DUPLICATES_LISTED = 10_000;

const COUNT = z.object({ n: z.number() });
const DUPLICATE = z.object({
  kind: z.enum(SHEET_KINDS),
  sheet_ord: z.number(),
  row_no: z.number(),
  row_key: z.string(),
  first_ord: z.number(),
  first_row: z.number(),
  stored_on: z.string().nullable(),
  stored_for: z.string().nullable(),
  cells: z.string(),
});

/**
 * Compares all sheets of the staged file. Afterwards
 * - `incoming_<kind>` holds the records that may be stored, keys of repeatable kinds numbered;
 * - `known_record` holds those of them whose key is stored already, with whether a value differs and whether the
 *   sheet captures more fields than any version before.
 *
 * @returns one comparison per sheet, by sheet_ord
 */
export async function compareIncoming(
  warehouse: Warehouse,
  incoming: Incoming,
): Promise<Map<number, SheetComparison>> {
  const kinds = SHEET_KINDS.filter((kind) => incoming.kinds.includes(kind));
  await startDuplicates(warehouse);
  for (const kind of kinds) {
    if (KINDS[kind].spec.repeatable) await numberOccurrences(warehouse, kind);
    else await takeOutDuplicates(warehouse, incoming, kind, kinds);
  }
  await rejectEmptyRepetitions(warehouse, kinds);
  await findKnownRecords(warehouse, incoming, kinds);
  await takeOutReusedNumbers(warehouse, incoming, kinds);
  return summarise(warehouse, incoming, kinds);
}

/** What the tables of rows taken out have in common. */
const ROW_COLUMNS = 'kind, sheet_ord, row_no, row_key, first_ord, first_row';

async function startDuplicates(warehouse: Warehouse): Promise<void> {
  for (const table of ['duplicate_row', 'repetition']) {
    await warehouse.run(
      `CREATE OR REPLACE TEMP TABLE ${table}
         (kind VARCHAR, sheet_ord INTEGER, row_no INTEGER, row_key VARCHAR, first_ord INTEGER, first_row INTEGER,
          stored_on DATE, stored_for VARCHAR)`,
    );
  }
}

/** Rows whose key occurs more than once, numbered in the order of the file. True when there are any. */
async function findRepeatedKeys(warehouse: Warehouse, kind: SheetKind): Promise<boolean> {
  await warehouse.run(
    `CREATE OR REPLACE TEMP TABLE repeated_key AS
     SELECT sheet_ord, row_no, row_key, row_number() OVER w AS n,
       first_value(sheet_ord) OVER w AS first_ord, first_value(row_no) OVER w AS first_row
     FROM incoming_${kind}
     WHERE row_key IN (SELECT row_key FROM incoming_${kind} GROUP BY row_key HAVING count(*) > 1)
     WINDOW w AS (PARTITION BY row_key ORDER BY sheet_ord, row_no)`,
  );
  const found = await warehouse.read('SELECT count(*) AS n FROM repeated_key', COUNT);
  return (found[0]?.n ?? 0) > 0;
}

/** Lines and expenses may repeat: the n-th occurrence in the file becomes part of the key (forms.md, Re-import). */
async function numberOccurrences(warehouse: Warehouse, kind: SheetKind): Promise<void> {
  if (!(await findRepeatedKeys(warehouse, kind))) return;
  await warehouse.run(
    `UPDATE incoming_${kind} AS i SET row_key = r.row_key || '#' || r.n
     FROM repeated_key AS r
     WHERE r.n > 1 AND i.sheet_ord = r.sheet_ord AND i.row_no = r.row_no`,
  );
}

/**
 * Takes the second and later rows of a key out of the file.
 *
 * A wide ledger writes a ticket once per visit, and a visit once per part. Such a record is no duplicate when it
 * repeats the first one of its key or leaves its cells blank; it is dropped and the row goes on with its other
 * records. Columns that two kinds share (零件名称 of the visit and of the part) need not agree: the first row's value
 * stands.
 */
async function takeOutDuplicates(
  warehouse: Warehouse,
  incoming: Incoming,
  kind: SheetKind,
  kinds: readonly SheetKind[],
): Promise<void> {
  if (!(await findRepeatedKeys(warehouse, kind))) return;
  const wide = incoming.sheets.filter((sheet) => sheet.kinds.length > 1);
  if (wide.length > 0) {
    const agrees = perSheet(wide, (sheet) => {
      const columns = (sheet.own.get(kind) ?? []).flatMap((field) => columnsOfField(kind, field));
      return (
        columns
          .map(
            (name) =>
              `(i.${quoted(name)} IS NULL OR i.${quoted(name)} IS NOT DISTINCT FROM f.${quoted(name)})`,
          )
          .join(' AND ') || 'true'
      );
    });
    await warehouse.run(
      `INSERT INTO repetition (${ROW_COLUMNS})
       SELECT ${literal(kind)}, r.sheet_ord, r.row_no, r.row_key, r.first_ord, r.first_row
       FROM repeated_key AS r
       JOIN incoming_${kind} AS i ON i.sheet_ord = r.sheet_ord AND i.row_no = r.row_no
       JOIN incoming_${kind} AS f ON f.sheet_ord = r.first_ord AND f.row_no = r.first_row
       WHERE r.n > 1 AND r.first_ord = r.sheet_ord AND ${agrees}`,
    );
    for (const table of [`incoming_${kind}`, 'repeated_key']) {
      await warehouse.run(
        `DELETE FROM ${table} AS t USING repetition AS r
         WHERE r.kind = ${literal(kind)} AND t.sheet_ord = r.sheet_ord AND t.row_no = r.row_no`,
      );
    }
  }
  await keepOtherSheets(warehouse, incoming, kind);
  await warehouse.run(
    `INSERT INTO duplicate_row (${ROW_COLUMNS})
     SELECT ${literal(kind)}, sheet_ord, row_no, row_key, first_ord, first_row FROM repeated_key WHERE n > 1`,
  );
  for (const table of kinds) {
    await warehouse.run(
      `DELETE FROM incoming_${table} AS i USING repeated_key AS r
       WHERE r.n > 1 AND i.sheet_ord = r.sheet_ord AND i.row_no = r.row_no`,
    );
  }
}

/**
 * Whether each of two sheets asks something that the other does not: a register of calls and one of dispatches know the
 * same tickets. Sheets of one layout, as of two months, do not: a number that occurs in both is a mistake.
 */
function completeEachOther(kind: SheetKind, a: IncomingSheet, b: IncomingSheet): boolean {
  const [own, other] = [a.captured.get(kind) ?? [], b.captured.get(kind) ?? []];
  return own.some((field) => !other.includes(field)) && other.some((field) => !own.includes(field));
}

/**
 * Keeps the records that another sheet of the file repeats beside its own: a list of receipts or calls that writes
 * down the ticket's customer and reported time, or a register of calls beside one of dispatches. They stay where the columns of both sheets agree (a blank agrees,
 * and a day with a time of that day), as a further version that carries the fullest of both.
 */
async function keepOtherSheets(
  warehouse: Warehouse,
  incoming: Incoming,
  kind: SheetKind,
): Promise<void> {
  const sheets = incoming.sheets.filter((sheet) => sheet.kinds.includes(kind));
  for (const later of sheets) {
    for (const first of sheets) {
      if (first.sheetOrd === later.sheetOrd) continue;
      const alone = first.kinds.length === 1 && later.kinds.length === 1;
      if (alone && !completeEachOther(kind, first, later)) continue;
      await keepOtherSheet(warehouse, kind, first, later);
    }
  }
}

async function keepOtherSheet(
  warehouse: Warehouse,
  kind: SheetKind,
  first: IncomingSheet,
  later: IncomingSheet,
): Promise<void> {
  const fields = (later.captured.get(kind) ?? []).filter((field) =>
    first.captured.get(kind)?.includes(field),
  );
  const times = KINDS[kind].spec.fields
    .filter((spec) => spec.type === 'time' && fields.includes(spec.field))
    .map((spec) => spec.column);
  const columns = fields.flatMap((field) => columnsOfField(kind, field));
  const agrees = columns.map((name) => {
    const [own, other] = [`i.${quoted(name)}`, `f.${quoted(name)}`];
    const sameDay = `(${isDayOnly('i', name)} OR ${isDayOnly('f', name)}) AND ${own}::DATE = ${other}::DATE`;
    return `(${own} IS NULL OR ${other} IS NULL OR ${own} = ${other}${times.includes(name) ? ` OR (${sameDay})` : ''})`;
  });
  await warehouse.run(
    `CREATE OR REPLACE TEMP TABLE kept_version AS
     SELECT r.sheet_ord, r.row_no, r.row_key, r.first_ord, r.first_row,
       row_number() OVER (PARTITION BY r.row_key ORDER BY r.row_no) > 1 AS again
     FROM repeated_key AS r
     JOIN incoming_${kind} AS i ON i.sheet_ord = r.sheet_ord AND i.row_no = r.row_no
     JOIN incoming_${kind} AS f ON f.sheet_ord = r.first_ord AND f.row_no = r.first_row
     WHERE r.n > 1 AND r.sheet_ord = ${later.sheetOrd} AND r.first_ord = ${first.sheetOrd}
       AND ${agrees.join(' AND ') || 'true'}`,
  );
  const fuller = columns.map((name) => {
    const [own, other] = [`i.${quoted(name)}`, `f.${quoted(name)}`];
    const value = times.includes(name)
      ? `CASE WHEN ${other} IS NULL OR ${isDayOnly('f', name)} THEN coalesce(${own}, ${other}) ELSE ${other} END`
      : `coalesce(${own}, ${other})`;
    return `${quoted(name)} = ${value}`;
  });
  // A day stays a day where neither sheet knows the time.
  const dayOnly = times.map(
    (name) => `WHEN ${literal(name)} THEN (${noClock('i', name)}) AND (${noClock('f', name)})`,
  );
  if (fuller.length > 0) {
    await warehouse.run(
      `UPDATE incoming_${kind} AS i SET ${fuller.join(', ')}, day_only = nullif(array_to_string(list_filter(
         list_distinct(list_concat(coalesce(string_split(i.day_only, ','), []), coalesce(string_split(f.day_only, ','), []))),
         lambda d: CASE d ${dayOnly.join(' ')} ELSE list_contains(string_split(coalesce(i.day_only, ''), ','), d) END), ','), '')
       FROM kept_version AS k
       JOIN incoming_${kind} AS f ON f.sheet_ord = k.first_ord AND f.row_no = k.first_row
       WHERE i.sheet_ord = k.sheet_ord AND i.row_no = k.row_no`,
    );
  }
  // The second call to one customer repeats what the first said of the ticket.
  await warehouse.run(
    `INSERT INTO repetition (${ROW_COLUMNS})
     SELECT ${literal(kind)}, sheet_ord, row_no, row_key, first_ord, first_row FROM kept_version WHERE again`,
  );
  await warehouse.run(
    `DELETE FROM incoming_${kind} AS i USING kept_version AS k
     WHERE k.again AND i.sheet_ord = k.sheet_ord AND i.row_no = k.row_no`,
  );
  await warehouse.run(
    `DELETE FROM repeated_key AS r USING kept_version AS k
     WHERE r.sheet_ord = k.sheet_ord AND r.row_no = k.row_no`,
  );
}

/** The condition that a record's time is known to the day. */
function isDayOnly(record: 'i' | 'f', column: string): string {
  return `list_contains(coalesce(string_split(${record}.day_only, ','), []), ${literal(column)})`;
}

/** The condition that a record's time is blank or known to the day. */
function noClock(record: 'i' | 'f', column: string): string {
  return `${record}.${quoted(column)} IS NULL OR ${isDayOnly(record, column)}`;
}

/**
 * A row all of whose records repeat earlier ones brings nothing: it is a duplicate after all, of the last of those
 * rows, because the ticket's first row may hold another visit.
 */
async function rejectEmptyRepetitions(
  warehouse: Warehouse,
  kinds: readonly SheetKind[],
): Promise<void> {
  const left = [...kinds.map((kind) => `incoming_${kind}`), 'duplicate_row'];
  await warehouse.run(
    `INSERT INTO duplicate_row (${ROW_COLUMNS})
     SELECT arg_max(kind, place), sheet_ord, row_no, arg_max(row_key, place),
       arg_max(first_ord, place), arg_max(first_row, place)
     FROM (SELECT *, (first_ord, first_row) AS place FROM repetition)
     WHERE (sheet_ord, row_no) NOT IN (${left.map((table) => `SELECT (sheet_ord, row_no) FROM ${table}`).join(' UNION ALL ')})
     GROUP BY sheet_ord, row_no`,
  );
}

/** Fills `known_record`: records whose key is stored already. */
async function findKnownRecords(
  warehouse: Warehouse,
  incoming: Incoming,
  kinds: readonly SheetKind[],
): Promise<void> {
  await warehouse.run(
    `CREATE OR REPLACE TEMP TABLE known_record
       (kind VARCHAR, sheet_ord INTEGER, row_no INTEGER, differs BOOLEAN, captures_more BOOLEAN)`,
  );
  const stored = await storedKinds(warehouse, kinds);
  for (const kind of kinds) {
    // The first sheets of a kind know nothing yet.
    if (!stored.has(kind)) continue;
    const sheets = incoming.sheets.filter((sheet) => sheet.kinds.includes(kind));
    const differs = perSheet(sheets, (sheet) => {
      const fields = sheet.captured.get(kind) ?? [];
      return (
        [...valueDifferences(kind, fields), precisionDifference(kind, fields)].join(' OR ') ||
        'false'
      );
    });
    const more = perSheet(sheets, (sheet) => {
      const fields = sheet.captured.get(kind) ?? [];
      return (
        fields.map((field) => `NOT has_field(s.captured, ${literal(field)})`).join(' OR ') ||
        'false'
      );
    });
    await warehouse.run(
      `INSERT INTO known_record
       SELECT ${literal(kind)}, i.sheet_ord, i.row_no, ${differs}, ${more}
       FROM incoming_${kind} AS i JOIN stg_${kind} AS s ON s.row_key = i.row_key`,
    );
  }
}

/** Those of the kinds of which any row is stored. */
async function storedKinds(
  warehouse: Warehouse,
  kinds: readonly SheetKind[],
): Promise<ReadonlySet<SheetKind>> {
  if (kinds.length === 0) return new Set();
  const rows = await warehouse.read(
    kinds
      .map(
        (kind) => `SELECT ${literal(kind)} AS kind FROM (FROM ${KINDS[kind].spec.table} LIMIT 1)`,
      )
      .join(' UNION ALL '),
    z.object({ kind: z.enum(SHEET_KINDS) }),
  );
  return new Set(rows.map(({ kind }) => kind));
}

/**
 * Takes out tickets whose number is stored for another customer in another month: a list that begins anew with 001 each
 * month would overwrite the month before.
 */
async function takeOutReusedNumbers(
  warehouse: Warehouse,
  incoming: Incoming,
  kinds: readonly SheetKind[],
): Promise<void> {
  const asked = new Set(incoming.sheets.flatMap((sheet) => sheet.captured.get('ticket') ?? []));
  if (!asked.has('reported_at') || !asked.has('customer_name')) return;
  const changed = await warehouse.read(
    "SELECT count(*) AS n FROM known_record WHERE kind = 'ticket' AND differs",
    COUNT,
  );
  if ((changed[0]?.n ?? 0) === 0) return;
  // The same phone is the same customer, whatever he is called now.
  const phones = asked.has('phone')
    ? 'AND (i.phone IS NULL OR s.phone IS NULL OR i.phone <> s.phone)'
    : '';
  await warehouse.run(
    `CREATE OR REPLACE TEMP TABLE reused_number AS
     SELECT i.sheet_ord, i.row_no, i.row_key, s.reported_at::DATE AS stored_on, s.customer_name AS stored_for
     FROM (FROM known_record WHERE kind = 'ticket' AND differs) AS k
     JOIN incoming_ticket AS i ON i.sheet_ord = k.sheet_ord AND i.row_no = k.row_no
     JOIN stg_ticket AS s ON s.row_key = i.row_key
     WHERE month_of(i.reported_at) <> month_of(s.reported_at) AND squeezed(i.customer_name) <> squeezed(s.customer_name)
       ${phones}`,
  );
  const found = await warehouse.read('SELECT count(*) AS n FROM reused_number', COUNT);
  if ((found[0]?.n ?? 0) === 0) return;
  await warehouse.run(
    `INSERT INTO duplicate_row SELECT 'ticket', sheet_ord, row_no, row_key, sheet_ord, row_no, stored_on, stored_for
     FROM reused_number`,
  );
  for (const table of ['known_record', ...kinds.map((kind) => `incoming_${kind}`)]) {
    await warehouse.run(
      `DELETE FROM ${table} AS t USING reused_number AS r WHERE t.sheet_ord = r.sheet_ord AND t.row_no = r.row_no`,
    );
  }
}

/** One condition per column of the fields: the incoming value differs from the stored one. */
function valueDifferences(kind: SheetKind, fields: readonly string[]): string[] {
  return fields
    .flatMap((field) => columnsOfField(kind, field))
    .map((name) => `i.${quoted(name)} IS DISTINCT FROM s.${quoted(name)}`);
}

/** The condition that a captured time is known to the minute on one side and to the day on the other. */
function precisionDifference(kind: SheetKind, fields: readonly string[]): string {
  const times = KINDS[kind].spec.fields
    .filter((spec) => spec.type === 'time' && fields.includes(spec.field))
    .map((spec) => literal(spec.field));
  if (times.length === 0) return 'false';
  return `((i.day_only IS NOT NULL OR s.day_only IS NOT NULL)
    AND list_sort(coalesce(string_split(i.day_only, ','), []))
      IS DISTINCT FROM list_sort(list_filter(coalesce(s.day_only, []), lambda f: f IN (${times.join(', ')}))))`;
}

/** A condition that depends on the sheet: sheets of the same condition share one branch. */
function perSheet(
  sheets: readonly IncomingSheet[],
  condition: (sheet: IncomingSheet) => string,
): string {
  const branches = new Map<string, number[]>();
  for (const sheet of sheets) {
    const text = condition(sheet);
    branches.set(text, [...(branches.get(text) ?? []), sheet.sheetOrd]);
  }
  const cases = [...branches].map(
    ([text, ords]) => `WHEN i.sheet_ord IN (${ords.join(', ')}) THEN (${text})`,
  );
  return cases.length === 0 ? 'false' : `CASE ${cases.join(' ')} ELSE false END`;
}

/** Counts per sheet; a row is new when its first record is new, else changed when any of its records is. */
async function summarise(
  warehouse: Warehouse,
  incoming: Incoming,
  kinds: readonly SheetKind[],
): Promise<Map<number, SheetComparison>> {
  const records = kinds
    .map(
      (kind, order) =>
        `SELECT ${order} AS kind_order, i.sheet_ord, i.row_no, k.row_no IS NULL AS is_new, coalesce(k.differs, false) AS differs
         FROM incoming_${kind} AS i
         LEFT JOIN (FROM known_record WHERE kind = ${literal(kind)}) AS k
           ON k.sheet_ord = i.sheet_ord AND k.row_no = i.row_no`,
    )
    .join(' UNION ALL ');
  // A file of one kind has one record a row: no need to gather a row's records first.
  const rows =
    kinds.length === 1
      ? `SELECT sheet_ord, CASE WHEN is_new THEN 'new' WHEN differs THEN 'changed' ELSE 'unchanged' END AS fate
         FROM (${records})`
      : `SELECT sheet_ord, CASE WHEN arg_min(is_new, kind_order) THEN 'new'
           WHEN bool_or(is_new OR differs) THEN 'changed' ELSE 'unchanged' END AS fate
         FROM (${records}) GROUP BY sheet_ord, row_no`;
  const counts =
    kinds.length === 0
      ? []
      : await warehouse.read(
          `SELECT sheet_ord, fate, count(*) AS n FROM (${rows}) GROUP BY sheet_ord, fate`,
          z.object({
            sheet_ord: z.number(),
            fate: z.enum(['new', 'changed', 'unchanged']),
            n: z.number(),
          }),
        );
  const duplicateCounts = await warehouse.read(
    'SELECT sheet_ord, count(*) AS n FROM duplicate_row GROUP BY sheet_ord',
    z.object({ sheet_ord: z.number(), n: z.number() }),
  );
  const duplicates =
    duplicateCounts.length === 0
      ? []
      : await warehouse.read(
          `SELECT d.*, coalesce(c.cells, '') AS cells
     FROM (FROM duplicate_row ORDER BY sheet_ord, row_no LIMIT ${MAX_DUPLICATES_LISTED}) AS d
     LEFT JOIN incoming_cells AS c ON c.sheet_ord = d.sheet_ord AND c.row_no = d.row_no
     ORDER BY d.sheet_ord, d.row_no`,
          DUPLICATE,
        );
  const comparisons = new Map<number, SheetComparison>();
  for (const sheet of incoming.sheets) {
    const of = (fate: string): number =>
      counts.find((count) => count.sheet_ord === sheet.sheetOrd && count.fate === fate)?.n ?? 0;
    comparisons.set(sheet.sheetOrd, {
      new: of('new'),
      changed: of('changed'),
      unchanged: of('unchanged'),
      changedFields: of('changed') === 0 ? {} : await changedFields(warehouse, sheet),
      duplicateRows: duplicateCounts.find((count) => count.sheet_ord === sheet.sheetOrd)?.n ?? 0,
      duplicates: duplicates.filter((row) => row.sheet_ord === sheet.sheetOrd),
      removed: 0,
    });
  }
  return comparisons;
}

/** The condition that a field of the incoming record `i` differs from the stored one `s`, in value or in precision. */
export function fieldDiffers(kind: SheetKind, field: string): string {
  const time = KINDS[kind].spec.fields.find((spec) => spec.field === field)?.type === 'time';
  const precision = time
    ? [
        `list_contains(coalesce(string_split(i.day_only, ','), []), ${literal(field)})
         <> list_contains(coalesce(s.day_only, []), ${literal(field)})`,
      ]
    : [];
  return [...valueDifferences(kind, [field]), ...precision].join(' OR ');
}

/** In how many changed records of a sheet each field differs; a field that several kinds share counts once a record. */
async function changedFields(
  warehouse: Warehouse,
  sheet: IncomingSheet,
): Promise<Record<string, number>> {
  const changed: Record<string, number> = {};
  for (const kind of sheet.kinds) {
    const fields = sheet.captured.get(kind) ?? [];
    if (fields.length === 0) continue;
    const tests = fields.map((field) => fieldDiffers(kind, field));
    const rows = await warehouse.read(
      `SELECT ${tests.map((test, index) => `count(*) FILTER (${test}) AS c${index}`).join(', ')}
       FROM (FROM known_record WHERE kind = ${literal(kind)} AND sheet_ord = $sheet_ord AND differs) AS k
       JOIN incoming_${kind} AS i ON i.sheet_ord = k.sheet_ord AND i.row_no = k.row_no
       JOIN stg_${kind} AS s ON s.row_key = i.row_key`,
      z.record(z.string(), z.number()),
      { sheet_ord: sheet.sheetOrd },
    );
    for (const [index, field] of fields.entries()) {
      const count = rows[0]?.[`c${index}`] ?? 0;
      if (count > 0) changed[field] = (changed[field] ?? 0) + count;
    }
  }
  return changed;
}
