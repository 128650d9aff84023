/** What a close still wants, of a department of three months. */
import { expect, test } from 'vitest';
import { closeChecklist } from '#queries/ledger/checklist.ts';
import { emptyDepartment, upload } from './department.ts';

test('every earlier month that is open is named, the oldest first', async () => {
  const warehouse = await emptyDepartment();
  await upload(warehouse, {
    ticket: ['2026-08', '2026-09', '2026-10', '2026-11'].map((month) => ({
      ticket_no: `T${month}`,
      reported_at: `${month}-05 09:00:00`,
    })),
  });
  const line = async (month: string) =>
    (await closeChecklist(warehouse, month, '2026-12-01T00:00:00')).find(
      ({ id }) => id === 'earlier_open',
    );
  expect(await line('2026-10')).toMatchObject({
    status: 'note',
    count: 2,
    months: ['2026-08', '2026-09'],
  });
  expect(await line('2026-08')).toMatchObject({ status: 'done', count: 0, months: [] });
  warehouse.close();
});
