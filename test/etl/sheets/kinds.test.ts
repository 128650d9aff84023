import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { daysFromCivil, microsOf } from '#etl/cells/calendar.ts';
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import { COMPANIONS, KINDS } from '#etl/sheets/index.ts';
import { SHEET_KINDS, type SheetKind } from '#etl/types.ts';

const ddl = readFileSync(
  new URL('../../../queries/sources/source_tables.sql', import.meta.url),
  'utf8',
);

/** Column → type of a stored table, read from the table definition itself. */
function storedColumns(table: string): Map<string, string> {
  const body = new RegExp(`CREATE TABLE IF NOT EXISTS ${table} \\(([\\s\\S]*?)\\n\\);`).exec(
    ddl,
  )?.[1];
  if (body === undefined) throw new Error(`no table ${table}`);
  const entries = body
    .replace(/--.*$/gm, '')
    .split(',')
    .map((part) => part.trim().split(/\s+/))
    .filter(([name]) => name !== undefined && name !== '');
  return new Map(entries.map(([name = '', type = '']) => [name, type]));
}

const OF_THE_VERSION = ['row_id', 'sheet_id', 'row_no', 'row_key', 'day_only'];

const SQL_TYPE: Readonly<Record<string, string>> = {
  time: 'TIMESTAMP',
  date: 'DATE',
  money: 'BIGINT',
  number: 'DOUBLE',
  percent: 'DOUBLE',
  satisfaction: 'INTEGER',
  yes_no: 'BOOLEAN',
  signature: 'BOOLEAN',
  refused: 'BOOLEAN',
};

describe.each(SHEET_KINDS)('%s', (kind) => {
  const { spec, row } = KINDS[kind];

  it('has the columns of its stored table, with their types, and no others', () => {
    const stored = storedColumns(spec.table);
    for (const name of OF_THE_VERSION) expect(stored.delete(name)).toBe(true);
    const own = Object.fromEntries(
      spec.fields.map((field) => [field.column, SQL_TYPE[field.type] ?? 'VARCHAR']),
    );
    expect(own).toEqual(Object.fromEntries(stored));
    expect(Object.keys(row.shape).sort()).toEqual([...stored.keys()].sort());
  });

  it('has no header that stands for two of its fields', () => {
    const seen = new Map<string, string>();
    for (const field of spec.fields) {
      for (const alias of new Set(field.aliases.map(normaliseHeader))) {
        expect(seen.get(alias), `${alias} in ${field.field}`).toBeUndefined();
        seen.set(alias, field.field);
      }
    }
  });

  it('gives every field a header, except companions', () => {
    const bare = spec.fields
      .filter((field) => field.aliases.length === 0)
      .map((field) => field.field);
    expect(bare).toEqual(Object.keys(COMPANIONS[kind] ?? {}));
  });

  it('gives a blank row no key', () => {
    expect(
      KINDS[kind].key(Object.fromEntries(spec.fields.map((field) => [field.column, null]))),
    ).toBeNull();
  });
});

describe('keys', () => {
  const at = microsOf(daysFromCivil(2026, 10, 3), 14 * 3600 + 30 * 60);
  const on = daysFromCivil(2026, 10, 3);
  it.each<[SheetKind, Record<string, string | number | null>, string | null]>([
    ['ticket', { ticket_no: 'W1', reported_at: at }, 'W1'],
    ['ticket', { ticket_no: 'W1', reported_at: null }, 'W1'],
    [
      'ticket',
      { ticket_no: null, phone: '+86 138-0013-8000', reported_at: at },
      '13800138000@2026-10-03T14:30:00',
    ],
    [
      'ticket',
      {
        ticket_no: null,
        phone: '8888',
        customer_name: '张 三',
        customer_org: '好再来',
        reported_at: at,
      },
      '张三好再来@2026-10-03T14:30:00',
    ],
    ['receipt', { receipt_no: 'H1', ticket_no: 'W1' }, 'H1'],
    ['receipt', { receipt_no: null, ticket_no: 'W1', arrived_at: at }, 'W1@2026-10-03T14:30:00'],
    ['receipt', { receipt_no: null, ticket_no: 'W1', arrived_at: null }, 'W1@'],
    [
      'requisition_line',
      { requisition_no: 'L1', ticket_no: 'W1', part_no: 'P1', part_name: '阀', issued_at: at },
      'L1@P1@2026-10-03T14:30:00',
    ],
    [
      'requisition_line',
      { requisition_no: null, ticket_no: 'W1', part_no: null, part_name: '阀', issued_at: null },
      'W1@阀@',
    ],
    ['follow_up', { ticket_no: 'W1', called_at: at }, 'W1@2026-10-03T14:30:00'],
    ['complaint', { complaint_no: 'T1', ticket_no: 'W1', received_at: at }, 'T1'],
    [
      'complaint',
      { complaint_no: null, ticket_no: 'W1', received_at: at },
      'W1@2026-10-03T14:30:00',
    ],
    ['complaint', { complaint_no: null, ticket_no: null, received_at: at }, '@2026-10-03T14:30:00'],
    [
      'expense',
      { employee: '李强', date: on, kind: '加班', amount_fen: 5000 },
      '李强@2026-10-03@加班@5000',
    ],
    ['staff', { employee_no: 'E1' }, 'E1'],
    ['price', { part_no: null, part_name: '阀', valid_from: on }, '阀@2026-10-03'],
    ['agreement', { phone: null, customer_name: '好再来', valid_from: on }, '好再来@2026-10-03'],
  ])('%s %o → %s', (kind, row, key) => {
    expect(KINDS[kind].key(row)).toBe(key);
  });

  it('only lines and expenses may repeat', () => {
    expect(SHEET_KINDS.filter((kind) => KINDS[kind].spec.repeatable)).toEqual([
      'requisition_line',
      'expense',
    ]);
  });
});
