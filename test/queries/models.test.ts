/** A database made by other models is brought up to date from its stored rows when it is opened. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { monthReport } from '#queries/reports/month-report.ts';
import { findFaults } from '#queries/warehouse/doctor.ts';
import { rebuildMarts } from '#queries/warehouse/rebuild.ts';
import { openWarehouse } from '#queries/warehouse/warehouse.ts';
import { upload } from './department.ts';

test('derived tables of another version are made anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-models-'));
  try {
    const path = join(folder, 'a.duckdb');
    const first = await openWarehouse({ path });
    await upload(first, {
      ticket: [
        { ticket_no: 'A', reported_at: '2026-10-05 09:00:00', answered_at: '2026-10-05 09:05:00' },
      ],
    });
    const before = await monthReport(first, '2026-10', '2026-10-31T00:00:00');
    await first.run("UPDATE setting SET value = 'an older version' WHERE name = 'models'");
    await first.run('DROP TABLE mart_receipt');
    await first.run('CREATE TABLE mart_receipt (something_else INTEGER)');
    first.close();

    const second = await openWarehouse({ path });
    await rebuildMarts(second);
    expect(await monthReport(second, '2026-10', '2026-10-31T00:00:00')).toEqual(before);
    expect(before.stages.answer.met).toBe(1);
    expect(await findFaults(second)).toEqual([]);
    second.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
