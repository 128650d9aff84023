/** What the import stores of the shipped spreadsheets is the truth they were written from, field by field. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { readTruth, type TruthRow, type TruthTables } from '#sample-data/figures/truth-tables.ts';
import type { Kind } from '#sample-data/shapes/grid.ts';
import { TRUTH_FIELDS } from '#sample-data/truth.ts';
import { sampleWarehouse } from '../sample-warehouse.ts';

const TRUTH = join(import.meta.dirname, '..', '..', 'sample-data', 'department', 'truth');

/** Per kind: its truth and the columns that tell two records apart. */
const KINDS: readonly (readonly [Kind, keyof TruthTables, readonly string[]])[] = [
  ['ticket', 'tickets', ['ticket_no']],
  ['receipt', 'receipts', ['receipt_no']],
  ['requisition_line', 'lines', ['ticket_no', 'part_name', 'issued_at']],
  ['follow_up', 'followUps', ['ticket_no', 'called_at']],
  ['complaint', 'complaints', ['complaint_no']],
  ['price', 'prices', ['part_no', 'valid_from']],
  ['agreement', 'agreements', ['phone']],
  ['staff', 'staff', ['employee_no']],
  ['expense', 'expenses', ['employee', 'date', 'kind', 'amount_fen']],
];

const row = z.record(z.string(), z.unknown());
const text = (value: unknown): string =>
  value === null || value === undefined ? '' : String(value);
/** Numbers and codes may be stored with other separators; their digits are the value. */
const digits = (value: string): string => value.replace(/\D/g, '');

describe('the shipped spreadsheets, stored', () => {
  let warehouse: Warehouse;
  let truth: TruthTables;
  let folder: string;
  beforeAll(async () => {
    truth = await readTruth(TRUTH);
    folder = mkdtempSync(join(tmpdir(), 'aftercare-stored-'));
    warehouse = await sampleWarehouse(folder);
  });
  afterAll(() => {
    warehouse.close();
    rmSync(folder, { recursive: true });
  });

  it.each(KINDS)('%s', async (kind, table, key) => {
    const fields = TRUTH_FIELDS[kind].map(({ property }) => property);
    const properties = [...fields, 'day_only'];
    const stored = await warehouse.read(
      `SELECT ${fields.join(', ')}, array_to_string(day_only, ' ') AS day_only FROM stg_${kind}`,
      row,
    );
    const line = (value: (property: string) => string): string =>
      properties
        .map(
          (property) =>
            `${property}=${property === 'phone' ? digits(value(property)) : value(property)}`,
        )
        .join('|');
    const keyed = (entries: readonly (readonly [string, string])[]): Map<string, string[]> => {
      const lines = new Map<string, string[]>();
      for (const [name, content] of entries) {
        lines.set(name, [...(lines.get(name) ?? []), content].sort());
      }
      return lines;
    };
    const written = keyed(
      truth[table].map((entry: TruthRow) => [
        key
          .map((property) =>
            property === 'phone' ? digits(entry.required(property)) : text(entry.text(property)),
          )
          .join('/'),
        line((property) => text(entry.text(property))),
      ]),
    );
    const read = keyed(
      stored.map((entry) => [
        key
          .map((property) =>
            property === 'phone' ? digits(text(entry[property])) : text(entry[property]),
          )
          .join('/'),
        line((property) => text(entry[property])),
      ]),
    );
    expect([...read.keys()].sort()).toEqual([...written.keys()].sort());
    for (const [name, lines] of written) expect(read.get(name), name).toEqual(lines);
  });

  it('knows which fields each month captured', async () => {
    const rows = await warehouse.read(
      'SELECT ticket_no AS name, captured FROM stg_ticket',
      z.object({ name: z.string(), captured: z.string() }),
    );
    const captured = new Map(rows.map((entry) => [entry.name, new Set(entry.captured.split(','))]));
    for (const entry of truth.tickets) {
      const fields = captured.get(entry.required('ticket_no'));
      for (const { field } of TRUTH_FIELDS.ticket) {
        expect(fields?.has(field), `${entry.required('ticket_no')} ${field}`).toBe(
          entry.captured(field),
        );
      }
    }
  });
});
