/**
 * Every SQL text of the product is bound by DuckDB itself against the real tables, and says its grain.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { judgeFines } from '#queries/reports/fines.ts';
import { qualityCounts } from '#queries/reports/quality.ts';
import type { QueryParams, Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment } from './department.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await emptyDepartment();
  await warehouse.run(
    'CREATE OR REPLACE TEMP TABLE asked_ticket (ticket_no VARCHAR, cases BIGINT)',
  );
  await judgeFines(warehouse, '2026-10', '2026-10-31 18:00:00');
  await qualityCounts(warehouse, '2026-10', '2026-10-31 18:00:00');
  await warehouse.run('CREATE OR REPLACE TEMP TABLE judged_home AS FROM judged_fine');
  await warehouse.run('CREATE OR REPLACE TEMP TABLE decided_fine AS FROM judged_fine');
});
afterAll(() => warehouse.close());

const PARAMS: QueryParams = {
  month: '2026-10',
  as_of: '2026-10-31 18:00:00',
  from: '2025-11',
  to: '2026-10',
  ticket_no: 'T1',
  preview: 5,
  most: 100,
  shown: 'suspected',
  kind: 'receipt',
  field: 'charge',
  stage: 'arrival',
  person: 'E001',
  key: '6:ticket:T1:x',
  since: '2026-11-01 09:00:00',
  batch: 1,
  tickets: '[]',
  keys: '[]',
  months: '[]',
  steps: '[]',
  actor: null,
  actor_no: null,
  at: '2026-11-01 09:00:00',
  scoped: false,
};

test('every report and check runs on an empty department', async () => {
  const ledger = warehouse.models('ledger').filter((name) => name !== 'ledger/ledger_tables');
  for (const name of [...warehouse.models('reports'), ...ledger, ...warehouse.models('checks')]) {
    const sql = warehouse.sql(name);
    const used = Object.fromEntries(
      Object.entries(PARAMS).filter(([key]) => new RegExp(`\\$${key}\\b`).test(sql)),
    );
    await expect(warehouse.read(sql, z.unknown(), used), name).resolves.toBeInstanceOf(Array);
  }
});

test('every model states its grain', () => {
  for (const folder of [
    'staging',
    'intermediate',
    'marts',
    'violations',
    'reports',
    'ledger',
    'macros',
    'scope',
  ]) {
    for (const name of warehouse.models(folder)) {
      if (name === 'macros/session' || name === 'marts/mart_tables') continue;
      expect(warehouse.sql(name), name).toMatch(/^--[^\n]*\n?(--[^\n]*\n)*?[^\n]*Grain:/m);
    }
  }
});
