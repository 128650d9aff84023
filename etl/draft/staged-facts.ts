/**
 * What the staging tables say about a compared file before they are dropped: how each row fares, which stored values it
 * would replace, and what its columns hold. Reads the tables of load/incoming.ts and load/compare.ts; changes nothing.
 */
import { z } from 'zod';
import { fieldDiffers } from '#etl/load/compare.ts';
import type { Incoming } from '#etl/load/incoming.ts';
import { literal, quoted } from '#etl/load/kind-tables.ts';
import { DERIVED_RANK } from '#etl/recognise/recognise-sheet.ts';
import type { SheetPlan } from '#etl/session/session.ts';
import { fieldOf, KINDS } from '#etl/sheets/index.ts';
import { SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import { storedValue } from '#queries/reports/stored-value.ts';
import { columnLetter } from '#queries/values/column-letters.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';

/** How a data row fares. */
export type Fate = 'new' | 'changed' | 'unchanged' | 'rejected';
const FATES = ['new', 'changed', 'unchanged', 'rejected'] as const;

/** The stored value that a row would replace. */
export interface Replaced {
  readonly field: string;
  /** Letters of the columns that feed the field. */
  readonly columns: readonly string[];
  /** In words; null where nothing was stored. */
  readonly before: string | null;
}

/** What a column holds, over all data rows of the sheet. */
export interface ColumnCount {
  readonly filled: number;
  /** Different texts, of columns of numbers; 0 for the others. */
  readonly distinct: number;
  /** Cells that repeat the one above by 同上 or 〃. */
  readonly ditto: number;
  /** Cells with full-width digits. */
  readonly fullWidth: number;
}

/** A written name, and where it stands. */
export interface WrittenName {
  readonly field: string;
  readonly name: string;
  readonly rows: readonly number[];
}

export interface StagedFacts {
  /** The fate of most data rows; the others are named. */
  readonly usual: Fate;
  readonly unusual: ReadonlyMap<number, Fate>;
  /** Changed rows with what they would replace, the first ones. */
  readonly replaced: ReadonlyMap<number, readonly Replaced[]>;
  /** Last data row, 0 where there is none. */
  readonly lastRow: number;
  /** By column letter. */
  readonly columns: ReadonlyMap<string, ColumnCount>;
  readonly names: readonly WrittenName[];
  /** How often each text with a confirmed meaning occurs, by field and text. */
  readonly remembered: readonly {
    readonly field: string;
    readonly written: string;
    readonly count: number;
  }[];
}

/** Changed rows whose stored values are shown; beyond that a preview is a list nobody reads. */
const MAX_REPLACED = 20_000;
/** Distinct names asked about per sheet and field. */
const MAX_NAMES = 200;
/** Rows named per name. */
const MAX_ROWS = 50;
const DITTO = ['同上', '〃', '″', '"', '々', '同前', "''"];

const count = z.number().int();

/** Gathers the facts of every staged sheet, by sheet_ord. */
export async function stagedFacts(
  warehouse: Warehouse,
  incoming: Incoming,
  plans: readonly SheetPlan[],
  lang: 'zh' | 'en',
): Promise<Map<number, StagedFacts>> {
  const kinds = SHEET_KINDS.filter((kind) => incoming.kinds.includes(kind));
  await nameFates(warehouse, kinds);
  try {
    const facts = new Map<number, StagedFacts>();
    for (const plan of plans) {
      facts.set(plan.sheetOrd, {
        ...(await fatesOf(warehouse, plan)),
        replaced: await replacedBy(warehouse, plan, lang),
        columns: await columnCounts(warehouse, plan),
        names: await writtenNames(warehouse, plan),
        remembered: await rememberedUses(warehouse, plan),
      });
    }
    return facts;
  } finally {
    await warehouse.run('DROP TABLE IF EXISTS temp.row_fate');
  }
}

/** `row_fate`: one row per data row of the file. New when its first record is new, else changed when any of them is. */
async function nameFates(warehouse: Warehouse, kinds: readonly SheetKind[]): Promise<void> {
  const records = kinds.map(
    (kind, order) =>
      `SELECT ${order} AS kind_order, i.sheet_ord, i.row_no, k.row_no IS NULL AS is_new, coalesce(k.differs, false) AS differs
       FROM incoming_${kind} AS i
       LEFT JOIN (FROM known_record WHERE kind = ${literal(kind)}) AS k
         ON k.sheet_ord = i.sheet_ord AND k.row_no = i.row_no`,
  );
  await warehouse.run(
    `CREATE OR REPLACE TEMP TABLE row_fate AS
     WITH kept AS (
       SELECT sheet_ord, row_no, CASE WHEN arg_min(is_new, kind_order) THEN 'new'
         WHEN bool_or(is_new OR differs) THEN 'changed' ELSE 'unchanged' END AS fate
       FROM (${records.join(' UNION ALL ')}) GROUP BY sheet_ord, row_no
     )
     SELECT c.sheet_ord, c.row_no, coalesce(k.fate, 'rejected') AS fate
     FROM incoming_cells AS c LEFT JOIN kept AS k USING (sheet_ord, row_no)`,
  );
}

async function fatesOf(
  warehouse: Warehouse,
  plan: SheetPlan,
): Promise<Pick<StagedFacts, 'usual' | 'unusual' | 'lastRow'>> {
  const sheet = plan.sheetOrd;
  const counts = await warehouse.read(
    `SELECT fate, count(*) AS n, max(row_no) AS last_row FROM row_fate WHERE sheet_ord = $sheet
     GROUP BY fate ORDER BY n DESC, fate`,
    z.object({ fate: z.enum(FATES), n: count, last_row: count }),
    { sheet },
  );
  const usual = counts[0]?.fate ?? 'new';
  const others =
    counts.length < 2
      ? []
      : await warehouse.read(
          'SELECT row_no, fate FROM row_fate WHERE sheet_ord = $sheet AND fate <> $usual ORDER BY row_no',
          z.object({ row_no: count, fate: z.enum(FATES) }),
          { sheet, usual },
        );
  return {
    usual,
    unusual: new Map(others.map((row) => [row.row_no, row.fate])),
    lastRow: Math.max(0, ...counts.map((row) => row.last_row)),
  };
}

async function replacedBy(
  warehouse: Warehouse,
  plan: SheetPlan,
  lang: 'zh' | 'en',
): Promise<Map<number, Replaced[]>> {
  const replaced = new Map<number, Replaced[]>();
  for (const kind of plan.recognition.kinds) {
    const letters = lettersByField(plan, kind);
    const fields = [...letters.keys()];
    if (fields.length === 0) continue;
    const differing = fields.map(
      (field) => `CASE WHEN ${fieldDiffers(kind, field)} THEN ${literal(field)} END`,
    );
    const rows = await warehouse.read(
      `SELECT i.row_no, list_filter([${differing.join(', ')}], lambda f: f IS NOT NULL) AS fields,
         to_json(s)::VARCHAR AS stored
       FROM (FROM known_record WHERE kind = ${literal(kind)} AND sheet_ord = $sheet AND differs
             ORDER BY row_no LIMIT ${MAX_REPLACED}) AS k
       JOIN incoming_${kind} AS i ON i.sheet_ord = k.sheet_ord AND i.row_no = k.row_no
       JOIN stg_${kind} AS s ON s.row_key = i.row_key`,
      z.object({ row_no: count, fields: z.array(z.string()), stored: z.string() }),
      { sheet: plan.sheetOrd },
    );
    for (const row of rows) {
      const stored = STORED.parse(JSON.parse(row.stored));
      const list = replaced.get(row.row_no) ?? [];
      for (const field of row.fields) {
        const before = storedValue(stored, field, lang);
        list.push({ field, columns: letters.get(field) ?? [], before });
      }
      replaced.set(row.row_no, list);
    }
  }
  return replaced;
}

const STORED = z.record(z.string(), z.unknown());

/** The columns that feed each field of a kind, by field. */
function lettersByField(plan: SheetPlan, kind: SheetKind): Map<string, string[]> {
  const letters = new Map<string, string[]>();
  for (const { column, targets } of plan.recognition.columns) {
    for (const target of targets) {
      if (target.kind !== kind || target.rank >= DERIVED_RANK) continue;
      letters.set(target.field, [...(letters.get(target.field) ?? []), columnLetter(column)]);
    }
  }
  return letters;
}

async function columnCounts(
  warehouse: Warehouse,
  plan: SheetPlan,
): Promise<Map<string, ColumnCount>> {
  const { columns } = plan.recognition;
  if (columns.length === 0) return new Map();
  // One pass, one aggregate each: a row per cell would be sixteen million rows of a large sheet.
  const counts = columns.flatMap(({ column, targets }, i) => {
    const text = `c[${column}]`;
    // Only numbers are worth counting apart, and only that takes time.
    const numbers = targets.some(({ kind, field }) => fieldOf(kind, field)?.type === 'code');
    return [
      `count(*) FILTER (${text} <> '' AND trim(${text}) <> '') AS f${i}`,
      `${numbers ? `count(DISTINCT ${text}) FILTER (${text} <> '')` : '0'} AS n${i}`,
      `count(*) FILTER (CASE WHEN repeats THEN trim(${text}) IN (${DITTO.map(literal).join(', ')}) END) AS d${i}`,
      `count(*) FILTER (CASE WHEN wide THEN regexp_matches(${text}, '[０-９]') END) AS w${i}`,
    ];
  });
  const [row] = await warehouse.read(
    // Each row is looked through once for what hardly any has; only where it is found, cell by cell.
    `SELECT ${counts.join(', ')}
     FROM (
       SELECT string_split(cells, chr(31)) AS c, regexp_matches(cells, '[０-９]') AS wide,
         ${DITTO.map((sign) => `contains(cells, ${literal(sign)})`).join(' OR ')} AS repeats
       FROM incoming_cells WHERE sheet_ord = $sheet
     )`,
    z.record(z.string(), count),
    { sheet: plan.sheetOrd },
  );
  return new Map(
    columns.map(({ column }, i) => [
      columnLetter(column),
      {
        filled: row?.[`f${i}`] ?? 0,
        distinct: row?.[`n${i}`] ?? 0,
        ditto: row?.[`d${i}`] ?? 0,
        fullWidth: row?.[`w${i}`] ?? 0,
      },
    ]),
  );
}

/** Names the sheet's records carry, as they will be stored. */
async function writtenNames(warehouse: Warehouse, plan: SheetPlan): Promise<WrittenName[]> {
  const found = new Map<string, { field: string; name: string; rows: Set<number> }>();
  for (const kind of plan.recognition.kinds) {
    const persons = KINDS[kind].spec.fields.filter(
      (spec) => spec.type === 'person' && lettersByField(plan, kind).has(spec.field),
    );
    for (const { field, column } of persons) {
      const rows = await warehouse.read(
        `SELECT ${quoted(column)} AS name, list(row_no ORDER BY row_no)[1:${MAX_ROWS}] AS rows
         FROM incoming_${kind} WHERE sheet_ord = $sheet AND ${quoted(column)} IS NOT NULL
         GROUP BY 1 ORDER BY min(row_no) LIMIT ${MAX_NAMES}`,
        z.object({ name: z.string(), rows: z.array(count) }),
        { sheet: plan.sheetOrd },
      );
      for (const row of rows) {
        // The technician of a ledger's ticket and of its receipt is one cell.
        const id = `${field} ${row.name}`;
        const name = found.get(id) ?? { field, name: row.name, rows: new Set<number>() };
        for (const place of row.rows) name.rows.add(place);
        found.set(id, name);
      }
    }
  }
  return [...found.values()].map(({ field, name, rows }) => ({
    field,
    name,
    rows: [...rows].sort((a, b) => a - b).slice(0, MAX_ROWS),
  }));
}

/** Where texts with a confirmed meaning stand in the columns of their field. */
async function rememberedUses(
  warehouse: Warehouse,
  plan: SheetPlan,
): Promise<StagedFacts['remembered']> {
  const uses: { field: string; written: string; count: number }[] = [];
  for (const [field, texts] of Object.entries(plan.choices.values ?? {})) {
    const places = plan.recognition.columns
      .filter(({ targets }) =>
        targets.some((one) => one.field === field || `${one.kind}.${one.field}` === field),
      )
      .map(({ column }) => column);
    for (const [written, readAs] of Object.entries(texts)) {
      if (places.length === 0 || written === readAs) continue;
      const cells = places.map(
        (place) => `trim(string_split(cells, chr(31))[${place}]) = $written`,
      );
      const [row] = await warehouse.read(
        `SELECT count(*) AS n FROM incoming_cells WHERE sheet_ord = $sheet AND (${cells.join(' OR ')})`,
        z.object({ n: count }),
        { sheet: plan.sheetOrd, written },
      );
      if (row !== undefined && row.n > 0) uses.push({ field, written, count: row.n });
    }
  }
  return uses;
}
