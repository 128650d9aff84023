/** Stages that do not apply to a ticket, in the sample department: figure, list and Arrow stream say the same. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { momentOf, standingReport } from '#queries/ledger/standing.ts';
import { ticketRows } from '#queries/reports/tickets.ts';
import { STAGES } from '#queries/reports/types.ts';
import { arrowStream } from '#queries/warehouse/arrow.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { sampleWarehouse } from '../sample-warehouse.ts';

const MONTHS = ['2026-08', '2026-09', '2026-10'] as const;

let folder: string;
let warehouse: Warehouse;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aftercare-not-applicable-'));
  warehouse = await sampleWarehouse(folder);
});
afterAll(() => {
  warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(MONTHS)(
  '%s: the list behind a stage that does not apply is as long as its figure',
  async (month) => {
    const { stages } = await standingReport(warehouse, month);
    const asOf = await momentOf(warehouse, month);
    const listed: Record<string, number> = {};
    for (const stage of STAGES) {
      const rows = await ticketRows(warehouse, { month, stage, state: 'not_applicable' }, asOf);
      expect(rows.filter((row) => row.cancelled || row.stages[stage] !== undefined)).toEqual([]);
      listed[stage] = rows.length;
    }
    expect(listed).toEqual(
      Object.fromEntries(STAGES.map((stage) => [stage, stages[stage].not_applicable])),
    );
    expect(listed.dispatch).toBeGreaterThan(0);
    // Lists and filters go on to narrow it.
    const onSite = await ticketRows(
      warehouse,
      { month, stage: 'dispatch', state: 'not_applicable', list: 'on_site' },
      asOf,
    );
    expect(onSite).toEqual([]);
  },
);

test.each(MONTHS)(
  '%s: so says the Arrow stream, of tickets that are not cancelled',
  async (month) => {
    const { stages, tickets } = await standingReport(warehouse, month);
    const asOf = await momentOf(warehouse, month);
    const table = tableFromIPC(
      await arrowStream(warehouse, 'reports/list_arrow', { month, as_of: asOf }),
    );
    const rows = table.toArray().map((row) => row.toJSON());
    expect(rows.length).toBe(tickets.reported + tickets.cancelled);
    for (const stage of STAGES) {
      const counts = new Map<unknown, number>();
      for (const row of rows) {
        expect(row[`${stage}_state`] === null, stage).toBe(row.cancelled);
        const state: unknown = row[`${stage}_state`];
        counts.set(state, (counts.get(state) ?? 0) + 1);
      }
      // The report counts repairs by receipt, and stages by month of the finish where they begin with it.
      if (stage !== 'repair')
        expect(counts.get('not_applicable') ?? 0, stage).toBe(stages[stage].not_applicable);
      if (stage === 'answer' || stage === 'dispatch' || stage === 'arrival') {
        const { met, breached, pending, invalid, not_captured } = stages[stage];
        expect(
          ['met', 'breached', 'pending', 'invalid', 'not_captured'].map((s) => counts.get(s) ?? 0),
          stage,
        ).toEqual([met, breached, pending, invalid, not_captured]);
      }
      if (stage === 'turnaround') expect(counts.get('measured')).toBe(stages.turnaround.measured);
    }
    const visited = rows.filter((row) => row.finished_at !== null && !row.cancelled);
    expect(visited.some((row) => row.repair_state === 'measured')).toBe(true);
  },
);
