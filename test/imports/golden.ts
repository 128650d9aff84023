/**
 * Running one import case and writing down what came of it.
 *
 * A folder is a case: `input.*` (or `input-1.*`, `input-2.*` imported one after the other), an optional `case.json`
 * with the options of each step, and the two goldens `expected.json` and `expected-rows.csv`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { fileChoices } from '#etl/choices.ts';
import { importFiles } from '#etl/import-files.ts';
import type { ImportResult } from '#etl/load/result.ts';
import { SHEET_KINDS } from '#etl/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyWarehouse } from '../empty-warehouse.ts';

/** 2026-11-15 09:00, the moment at which every case is imported. */
export const NOW_MICROS = Date.UTC(2026, 10, 15, 9) * 1000;

const STEP = z.strictObject({
  dryRun: z.boolean().optional(),
  acceptPartial: z.boolean().optional(),
  kind: z.enum(SHEET_KINDS).optional(),
  mapping: z.record(z.string(), z.string().nullable()).optional(),
  replaceMonth: z.string().optional(),
  /** What a person decided on the import page, by sheet position. */
  choices: fileChoices.optional(),
});
const CASE = z.strictObject({ steps: z.array(STEP) });

export interface CaseOutcome {
  /** The import's JSON, one per step, without what changes from run to run. */
  readonly json: string;
  /** The records as they stand after the last step, one line per value. */
  readonly rows: string;
  /** Versions stored per kind, for tests that count them. */
  readonly results: readonly ImportResult[];
}

/** Runs a case in a database of its own. */
export async function runCase(folder: string): Promise<CaseOutcome> {
  const dataDir = await mkdtemp(join(tmpdir(), 'aftercare-import-'));
  const warehouse = await emptyWarehouse();
  try {
    const results: ImportResult[] = [];
    const steps = readSteps(folder);
    for (const [index, input] of inputs(folder).entries()) {
      const { choices, ...step } = STEP.parse(steps[index] ?? {});
      results.push(
        await importFiles(
          warehouse,
          [{ path: join(folder, input), ...(choices === undefined ? {} : { choices }) }],
          { dataDir, ...JSON.parse(JSON.stringify(step)) },
          { nowMicros: NOW_MICROS, lang: 'zh' },
        ),
      );
    }
    return {
      json: `${JSON.stringify(results.map(stable), null, 1)}\n`,
      rows: await storedValues(warehouse),
      results,
    };
  } finally {
    warehouse.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The input files of a case in the order they are imported. */
export function inputs(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.startsWith('input'))
    .sort();
}

function readSteps(folder: string): z.infer<typeof STEP>[] {
  if (!readdirSync(folder).includes('case.json')) return [];
  return CASE.parse(JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8'))).steps;
}

/** Leaves out batch numbers and hashes, and what is empty; sorts keys. */
function stable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== 'batch' && key !== 'sha256')
    .filter(([key, item]) => !(OMITTED_WHEN_EMPTY.has(key) && isEmpty(item)))
    .map(([key, item]): [string, unknown] => [key, stable(item)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

const OMITTED_WHEN_EMPTY = new Set([
  'changed_fields',
  'dry_run',
  'hidden',
  'hidden_rows',
  'issues_left_out',
  'known_in_batch',
  'removed',
  'skipped_by',
]);

function isEmpty(value: unknown): boolean {
  if (value === null || value === false || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Columns of the staging tables that say how a record came about, not what it is. */
const BOOKKEEPING = new Set(['row_key', 'captured', 'day_only']);

/** `kind,key,column,value` of every filled value; a time known to the day only is written as a day. */
export async function storedValues(warehouse: Warehouse): Promise<string> {
  const lines = ['kind,key,column,value'];
  for (const kind of SHEET_KINDS) {
    const records = await warehouse.read(
      `FROM stg_${kind} ORDER BY row_key`,
      z.record(z.string(), z.unknown()),
    );
    for (const record of records) {
      const dayOnly = z.array(z.string()).nullable().parse(record.day_only) ?? [];
      for (const [column, value] of Object.entries(record)) {
        if (BOOKKEEPING.has(column) || value === null) continue;
        const text = dayOnly.includes(column) ? String(value).slice(0, 10) : String(value);
        lines.push([kind, String(record.row_key), column, text].map(csvField).join(','));
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

function csvField(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
