/**
 * Data quality of a month: what puts its figures in doubt, at which cells, what to do about it; whom written names mean;
 * and what was asked for and filled in. Each finding is defined once, in macros/quality_of.sql.
 */
import { z } from 'zod';
import {
  aliasNames,
  type Likeness,
  likelyPersons,
  likeness,
  type NamedPerson,
} from '../values/person-names.ts';
import type { Lang } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { fieldName } from './field-names.ts';
import {
  type BlankField,
  type KindCoverage,
  type MissingKind,
  type MonthQuality,
  type NameDecision,
  type NameQuestion,
  type PersonCandidate,
  QUALITY_FINDINGS,
  type QualityCode,
  type QualityCounts,
  type QualityFinding,
  type QualityRow,
} from './quality-types.ts';
import {
  FINDING_WORDS,
  KIND_WORDS,
  MISSING_WORDS,
  partInWords,
  rowInWords,
  titleInWords,
} from './quality-words.ts';
import { storedColumn } from './stored-value.ts';

const count = z.number().int();
const text = z.string().nullable();
const CODES = Object.keys(QUALITY_FINDINGS) as QualityCode[];
const code = z.enum(CODES);

const countRow = z.object({
  code,
  part: text,
  subjects: count,
  cells: count,
  example: text,
});
const findingRow = z.object({
  code,
  ticket_no: text,
  person: text,
  kind: text,
  field: text,
  detail: z.array(text).nullable(),
  message: text,
  sheet_id: count.nullable(),
  file: text,
  sheet: text,
  row: count.nullable(),
  column: text,
  header: text,
  value: z.string(),
});
const nameRow = z.object({
  name_key: z.string(),
  written: z.string(),
  cells: count,
  known: count,
  employee_no: text,
  person_name: text,
});
type NameRow = z.infer<typeof nameRow>;
const decisionRow = z.object({
  decision_id: count,
  name_key: z.string(),
  written: z.string(),
  same: z.boolean(),
  employee_no: text,
  person_name: z.string(),
  actor: text,
  decided_at: z.string(),
});
type DecisionRow = z.infer<typeof decisionRow>;
const monthRow = z.object({ not_captured: count, batches: count, roster_loaded: z.boolean() });

/** Rows shown of a finding that is not opened, and the most a page shows of one that is. */
export const PREVIEW_ROWS = 5;
export const MOST_ROWS = 1000;

/** How many of each finding `month` has at `asOf`. */
export async function qualityCounts(
  warehouse: Warehouse,
  month: string,
  asOf: string,
): Promise<QualityCounts & { cells: Record<QualityCode, number> }> {
  await findQuality(warehouse, month, asOf);
  const rows = (await warehouse.report('reports/quality_counts', countRow)).filter(
    (row) => row.part === null,
  );
  const of = (pick: (row: z.infer<typeof countRow>) => number): QualityCounts =>
    Object.fromEntries(
      CODES.map((each) => {
        const row = rows.find((item) => item.code === each);
        return [each, row === undefined ? 0 : pick(row)];
      }),
    ) as QualityCounts;
  return { ...of((row) => row.subjects), cells: of((row) => row.cells) };
}

/** What a month stands on besides its findings. */
export async function qualityBase(
  warehouse: Warehouse,
  month: string,
): Promise<{ not_captured: number; batches: number; roster_loaded: boolean }> {
  const [row] = await warehouse.report('reports/quality_month', monthRow, { month });
  if (row === undefined) throw new Error('reports/quality_month gave no row');
  return row;
}

/** Puts the findings of a month at `asOf` into found_quality, which counts and rows are read from. */
async function findQuality(warehouse: Warehouse, month: string, asOf: string): Promise<void> {
  await gatherRecords(warehouse, month);
  const asked = { month, as_of: asOf };
  // Of the lists that decisions change, such as repeats, it takes none.
  await warehouse.gatherFacts('found_quality', warehouse.sql('reports/found_quality'), asked);
}

/** Puts the records of a month into month_record, which most of what is asked about its quality reads. */
async function gatherRecords(warehouse: Warehouse, month: string): Promise<void> {
  await warehouse.gatherFacts('month_record', warehouse.sql('reports/month_record'), { month });
}

/** Rows of all findings of a month, of each the first `most`, at their cells. */
export async function qualityRows(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  lang: Lang,
  most: number,
): Promise<QualityRow[]> {
  await findQuality(warehouse, month, asOf);
  return foundRows(warehouse, lang, { preview: most });
}

/** Rows of found_quality: of each finding the first `preview`, of the `shown` one the first `most`. */
async function foundRows(
  warehouse: Warehouse,
  lang: Lang,
  limits: { preview: number; shown?: string; most?: number },
): Promise<QualityRow[]> {
  const rows = await warehouse.report('reports/quality_rows', findingRow, {
    preview: limits.preview,
    shown: limits.shown ?? '',
    most: limits.most ?? limits.preview,
  });
  return rows.map(({ detail, message, ...row }) => ({
    ...row,
    field_name:
      row.field === null ? row.header : nameOfField(row.kind, row.field, row.header, lang),
    what: rowInWords({ code: row.code, kind: row.kind, field: row.field, detail, message }, lang),
  }));
}

/** Issues of rows that became no record know the field but not the kind: then the header says it. */
function nameOfField(
  kind: string | null,
  field: string,
  header: string | null,
  lang: Lang,
): string {
  if (kind !== null) return fieldName(kind, field, lang);
  return header ?? field;
}

/**
 * Everything the page shows of a month. `shown` names the finding whose rows are wanted beyond the first few
 * (up to MOST_ROWS).
 */
export async function monthQuality(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  lang: Lang,
  shown?: QualityCode,
): Promise<MonthQuality> {
  const base = await qualityBase(warehouse, month);
  await findQuality(warehouse, month, asOf);
  const counts = await warehouse.report('reports/quality_counts', countRow);
  const rows = await foundRows(warehouse, lang, {
    preview: PREVIEW_ROWS,
    most: MOST_ROWS,
    ...(shown === undefined ? {} : { shown }),
  });
  return {
    month,
    as_of: asOf,
    not_captured: base.not_captured,
    batches: base.batches,
    findings: CODES.map((each) => finding(each, counts, rows, lang)),
    persons: await persons(warehouse, month, base.roster_loaded),
    coverage: await coverage(warehouse, month, lang),
    missing: await missingKinds(warehouse, month, lang),
  };
}

function finding(
  each: QualityCode,
  counts: readonly z.infer<typeof countRow>[],
  rows: readonly QualityRow[],
  lang: Lang,
): QualityFinding {
  const own = counts.filter((row) => row.code === each);
  const total = own.find((row) => row.part === null);
  const words = FINDING_WORDS[each];
  return {
    code: each,
    section: QUALITY_FINDINGS[each],
    count: total?.subjects ?? 0,
    cells: total?.cells ?? 0,
    title: titleInWords(each, total?.subjects ?? 0, lang),
    means: words.means[lang],
    todo: words.todo[lang],
    parts: own.flatMap(({ part, subjects, example }) =>
      part === null
        ? []
        : [{ id: part, label: partInWords(each, part, example, lang), count: subjects }],
    ),
    rows: rows.filter((row) => row.code === each),
  };
}

async function persons(
  warehouse: Warehouse,
  month: string,
  rosterLoaded: boolean,
): Promise<MonthQuality['persons']> {
  const names = await warehouse.report('reports/quality_names', nameRow, { month });
  const decisions = await warehouse.report('reports/quality_decisions', decisionRow);
  const roster = rosterLoaded ? await rosterPersons(warehouse) : [];
  const cellsOf = (key: string): number => names.find((row) => row.name_key === key)?.cells ?? 0;
  return {
    roster_loaded: rosterLoaded,
    choices: (rosterLoaded ? roster : writtenPersons(names)).map(({ employee_no, name }) => ({
      employee_no,
      name,
    })),
    questions: rosterLoaded
      ? rosterQuestions(names, roster, decisions)
      : likeQuestions(names, decisions),
    decisions: decisions.map(
      ({ decision_id, name_key, ...decision }): NameDecision => ({
        id: decision_id,
        ...decision,
        cells: cellsOf(name_key),
      }),
    ),
    merged: mergedNames(names),
  };
}

async function rosterPersons(warehouse: Warehouse): Promise<NamedPerson[]> {
  const rows = await warehouse.report(
    'reports/quality_roster',
    z.object({ employee_no: z.string(), name: z.string(), aliases: z.string() }),
  );
  return rows.map(({ aliases, ...row }) => ({
    ...row,
    aliases: aliasNames(aliases),
  }));
}

/** Without a roster: the names of the month that stand for themselves. */
function writtenPersons(names: readonly NameRow[]): NamedPerson[] {
  return names
    .filter((row) => row.known === 0)
    .map((row) => ({ employee_no: null, name: row.written, aliases: [] }));
}

/** True when people said that the name is not that person. */
function ruledOut(
  decisions: readonly DecisionRow[],
  nameKey: string,
  person: NamedPerson,
): boolean {
  return decisions.some(
    (decision) =>
      !decision.same &&
      decision.name_key === nameKey &&
      decision.employee_no === person.employee_no &&
      (person.employee_no !== null || key(decision.person_name) === key(person.name)),
  );
}

/** Names that mean nobody of the roster or several, with whom they may mean. */
function rosterQuestions(
  names: readonly NameRow[],
  roster: readonly NamedPerson[],
  decisions: readonly DecisionRow[],
): NameQuestion[] {
  return names
    .filter((row) => row.known !== 1)
    .map((row) => {
      const possible = roster.filter((person) => !ruledOut(decisions, row.name_key, person));
      // Of persons who share a name, those are meant; likeness has nothing to add.
      const sharing = possible.filter((person) =>
        [person.name, ...person.aliases].some((name) => key(name) === row.name_key),
      );
      return {
        written: row.written,
        cells: row.cells,
        state: row.known === 0 ? ('unknown' as const) : ('shared' as const),
        candidates:
          row.known > 1
            ? sharing.map((person) => candidate(person, 'spelling'))
            : likelyPersons(row.written, possible).map(({ person, by }) => candidate(person, by)),
      };
    });
}

/** Without a roster: names so alike that they may be one person's, each asked about once, the rarer for the commoner. */
function likeQuestions(
  names: readonly NameRow[],
  decisions: readonly DecisionRow[],
): NameQuestion[] {
  const people = writtenPersons(names);
  // The rows come with the commonest name first, so a name is compared with those before it.
  return names
    .filter((row) => row.known === 0)
    .flatMap((row, index) => {
      const commoner = people
        .slice(0, index)
        .filter((person) => !ruledOut(decisions, row.name_key, person));
      const own: NamedPerson = { employee_no: null, name: row.written, aliases: [] };
      const candidates = commoner.flatMap((person) => {
        // 王师傅 speaks for 王建国 and not the other way round, whichever of the two is commoner.
        const by = likeness(row.written, person) ?? likeness(person.name, own);
        return by === null ? [] : [candidate(person, by)];
      });
      if (candidates.length === 0) return [];
      return [{ written: row.written, cells: row.cells, state: 'alike' as const, candidates }];
    });
}

function candidate(person: NamedPerson, by: Likeness): PersonCandidate {
  return { employee_no: person.employee_no, name: person.name, by };
}

/** Persons written in more than one way this month. */
function mergedNames(names: readonly NameRow[]): MonthQuality['persons']['merged'] {
  const merged = new Map<string, MonthQuality['persons']['merged'][number]>();
  const entry = (employeeNo: string | null, name: string) => {
    const id = employeeNo ?? `name ${key(name)}`;
    const known = merged.get(id) ?? { name, employee_no: employeeNo, written: [] };
    merged.set(id, known);
    return known;
  };
  for (const row of names) {
    if (row.known > 1) continue;
    entry(row.employee_no, row.person_name ?? row.written).written.push({
      name: row.written,
      cells: row.cells,
    });
  }
  return [...merged.values()].filter((person) => person.written.length > 1);
}

function key(name: string): string {
  return name.replaceAll(/\s/g, '');
}

async function coverage(warehouse: Warehouse, month: string, lang: Lang): Promise<KindCoverage[]> {
  const rows = await warehouse.report(
    'reports/quality_coverage',
    z.object({
      kind: z.string(),
      field: z.string(),
      records: count,
      captured: count,
      filled: count,
    }),
    { month },
  );
  const kinds = new Map<string, KindCoverage>();
  for (const { kind, field, records, captured, filled } of rows) {
    const entry = kinds.get(kind) ?? { kind, name: kindName(kind, lang), records, fields: [] };
    entry.fields.push({ field, name: fieldName(kind, field, lang), captured, filled });
    kinds.set(kind, entry);
  }
  return [...kinds.values()];
}

async function missingKinds(
  warehouse: Warehouse,
  month: string,
  lang: Lang,
): Promise<MissingKind[]> {
  const rows = await warehouse.report(
    'reports/quality_kinds',
    z.object({ kind: z.string(), records: count, due: z.boolean() }),
    { month },
  );
  return rows
    .filter((row) => row.due && row.records === 0)
    .map(({ kind }) => ({
      kind,
      name: kindName(kind, lang),
      means: MISSING_WORDS[kind]?.[lang] ?? '',
    }));
}

function kindName(kind: string, lang: Lang): string {
  return KIND_WORDS[kind]?.[lang] ?? kind;
}

/** Kinds whose records belong to no month of their own. */
const MONTHLESS = new Set(['staff', 'price', 'agreement']);
/** Kinds whose records name a ticket. */
const OF_TICKETS = new Set(['ticket', 'receipt', 'requisition_line', 'follow_up', 'complaint']);

const blankRow = z.object({
  ticket_no: text,
  record_key: z.string(),
  blank: count,
  sheet_id: count,
  file: z.string(),
  sheet: z.string(),
  row: count,
  column: z.string(),
  header: z.string(),
});

/**
 * The blank cells of one field in a month's records (up to MOST_ROWS), and the sheets that have no column for it; null
 * when there is no such kind or field.
 */
export async function blankField(
  warehouse: Warehouse,
  month: string,
  kind: string,
  field: string,
  lang: Lang,
): Promise<BlankField | null> {
  await gatherRecords(warehouse, month);
  // Names of tables and columns are put into the SQL below: only those the coverage lists get there.
  const known = (await coverage(warehouse, month, lang)).find((each) => each.kind === kind);
  const of = known?.fields.find((each) => each.field === field);
  if (known === undefined || of === undefined) return null;
  const inMonth = MONTHLESS.has(kind)
    ? ''
    : `SEMI JOIN month_record AS i ON i.kind = '${kind}' AND i.row_key = r.row_key`;
  const ticket = OF_TICKETS.has(kind) ? 'r.ticket_no' : 'NULL';
  const values = [storedColumn(field), ...(field === 'reason' ? ['reason_text'] : [])]
    .map((column) => `r.${column} IS NULL`)
    .join(' AND ');
  const rows = await warehouse.read(
    `WITH asked AS MATERIALIZED (
       SELECT r.row_key, ${ticket} AS ticket_no, count(*) OVER () AS blank
       FROM stg_${kind} AS r ${inMonth}
       WHERE ${values} AND has_field(r.captured, $field)
       ORDER BY r.row_key LIMIT ${MOST_ROWS}
     ),
     version AS (SELECT v.* FROM row_version AS v SEMI JOIN asked AS a ON v.kind = '${kind}' AND a.row_key = v.row_key)
     SELECT a.ticket_no, a.row_key AS record_key, a.blank, c.sheet_id, c.file, c.sheet, c.row_no AS row,
       c.column_letter AS column, c.header
     FROM asked AS a
     JOIN cells_in('version') AS c ON c.kind = '${kind}' AND c.row_key = a.row_key AND c.field = $field
     QUALIFY row_number() OVER (PARTITION BY a.row_key ORDER BY c.column_index) = 1
     ORDER BY c.file, c.sheet, c.row_no`,
    blankRow,
    { field },
  );
  const sheets = await warehouse.report(
    'reports/quality_lacking',
    z.object({
      sheet_id: count,
      file: z.string(),
      sheet: z.string(),
      header_row: count,
      records: count,
    }),
    { month, kind, field },
  );
  return {
    kind,
    field,
    name: of.name,
    kind_name: known.name,
    blank: rows[0]?.blank ?? 0,
    rows: rows.map(({ blank: _, ...row }) => row),
    sheets,
  };
}
