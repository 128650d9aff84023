/** Whom a written name means stands in a table: it must say what the roster and the decisions say, whatever changed last. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { decidePerson, notePerson, undoDecision } from '#queries/persons/decisions.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, upload } from './department.ts';

const match = z.object({
  name_key: z.string(),
  known: z.number(),
  employee_no: z.string().nullable(),
  name: z.string().nullable(),
});
const AT = '2026-11-02T09:00:00';

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await emptyDepartment();
});
afterEach(() => warehouse.close());

/** What the table says, having made sure that working it out anew gives the same. */
async function matched() {
  const kept = await warehouse.read('FROM person_match ORDER BY ALL', match);
  const model = warehouse.sql('marts/person_match');
  expect(kept).toEqual(await warehouse.read(`FROM (${model}) ORDER BY ALL`, match));
  return kept.map(({ name_key, known, employee_no }) => [name_key, known, employee_no]);
}

test('the roster, a decision, its taking back and a corrected roster each show at once', async () => {
  expect(await matched()).toEqual([]);
  const wang = { written: '小王', same: true, employeeNo: null, personName: '王强', actor: null };
  // Without a roster a decided name stands for the one it was decided to mean.
  const early = await decidePerson(warehouse, { ...wang, at: AT }, 'zh');
  expect(await matched()).toEqual([['小王', 1, null]]);

  await upload(warehouse, { staff: [{ employee_no: 'E1', name: '王强', aliases: '强子' }] });
  const all = [
    ['E1', 1, 'E1'],
    ['小王', 1, 'E1'],
    ['强子', 1, 'E1'],
    ['王强', 1, 'E1'],
  ];
  expect(await matched()).toEqual(expect.arrayContaining(all));

  await undoDecision(warehouse, early, { actor: null, at: AT }, 'zh');
  expect(await matched()).not.toContainEqual(['小王', 1, 'E1']);

  // A second of the name: nobody can be told which.
  await upload(warehouse, { staff: [{ employee_no: 'E2', name: '王强' }] });
  expect(await matched()).toContainEqual(['王强', 2, expect.any(String)]);
});

test('a change that is rolled back leaves the names as they were', async () => {
  await upload(warehouse, { staff: [{ employee_no: 'E1', name: '王强' }] });
  const before = await matched();
  const asked = { written: '小王', same: true, employeeNo: 'E1', personName: '王强', actor: null };
  await warehouse.run('BEGIN TRANSACTION');
  await notePerson(warehouse, { ...asked, at: AT }, 'zh');
  expect(await matched()).toContainEqual(['小王', 1, 'E1']);
  await warehouse.run('ROLLBACK');
  expect(await matched()).toEqual(before);
  await decidePerson(warehouse, { ...asked, at: AT }, 'zh');
  expect(await matched()).toContainEqual(['小王', 1, 'E1']);
});
