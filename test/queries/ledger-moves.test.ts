/**
 * Money over several closed months: dates corrected from one into another, months that nobody worked in, and regions where
 * nothing may be deducted. Amounts follow by hand from one fine of rule 3, 30 yuan.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { closeMonth, reopenMonth } from '#queries/ledger/closings.ts';
import { setPayProfile } from '#queries/ledger/pay-profile.ts';
import { deductionSheet } from '#queries/ledger/standing.ts';
import { decide } from '#queries/ledger/steps.ts';
import { findFaults } from '#queries/warehouse/doctor.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { filledWarehouse } from '../empty-warehouse.ts';
import { emptyDepartment, type Row, upload } from './department.ts';

const BY = {
  by: { employee_no: null, name: '林建国' },
  at: '2026-12-01T09:00:00',
  lang: 'zh',
} as const;
const KEY = '3:receipt:RK:李强';
const KEY_ROW = z.object({ key: z.string() });

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await emptyDepartment();
});
afterEach(async () => {
  expect(await findFaults(warehouse)).toEqual([]);
  warehouse.close();
});

const ticket = (no: string, day: string): Row => ({
  ticket_no: no,
  customer_name: `客户${no}`,
  reported_at: `${day} 08:00:00`,
  resolution: 'on_site',
  // Without a deadline: when somebody came is no fine of its own.
  region: 'outside',
});
/** The visit of ticket K: without a badge, unless said otherwise. */
const visit = (day: string, badge = false): Row => ({
  ticket_no: 'K',
  receipt_no: 'RK',
  technician: '李强',
  arrived_at: `${day} 09:00:00`,
  finished_at: `${day} 10:00:00`,
  badge_shown: badge,
});
const work = (...days: string[]) =>
  upload(warehouse, { ticket: days.map((day, index) => ticket(`W${index}${day}`, day)) });
const confirm = (key = KEY) => decide(warehouse, [{ key, decision: 'confirm' }], BY);
const waive = (key = KEY) => decide(warehouse, [{ key, decision: 'waive', reason: '查明' }], BY);
const close = (month: string) => closeMonth(warehouse, month, BY);
/** Fen taken of everybody, and the adjustments behind it. */
async function sheet(month: string): Promise<{ deduct: number; adjustments: [string, number][] }> {
  const { people, totals } = await deductionSheet(warehouse, month);
  return {
    deduct: totals.deduct_fen,
    adjustments: people.flatMap((person) =>
      person.adjustments.map(({ month: of, fen }): [string, number] => [of, fen]),
    ),
  };
}

describe('a date corrected from one closed month into another', () => {
  beforeEach(async () => {
    warehouse.close();
    warehouse = await filledWarehouse('closed_in_august', async (empty) => {
      warehouse = empty;
      await upload(warehouse, {
        ticket: [ticket('K', '2026-08-31')],
        receipt: [visit('2026-08-31')],
      });
      await work('2026-08-10', '2026-09-10', '2026-10-10');
      await confirm();
      await close('2026-08');
    });
  });

  test('after both are closed: paid back once, by the month that charged it', async () => {
    await close('2026-09');
    await upload(warehouse, { receipt: [visit('2026-09-01')] });
    expect(await sheet('2026-10')).toEqual({ deduct: -3_000, adjustments: [['2026-08', -3_000]] });
    // Confirmed again where it is found now, it is charged once all the same.
    await confirm();
    expect(await sheet('2026-10')).toEqual({ deduct: 0, adjustments: [] });
    await waive();
    await close('2026-10');
    expect(await sheet('2026-11')).toEqual({ deduct: 0, adjustments: [] });
  });

  test('before the second is closed, and found no longer after it: paid back once', async () => {
    await upload(warehouse, { receipt: [visit('2026-09-01')] });
    await confirm();
    await close('2026-09');
    await upload(warehouse, { receipt: [visit('2026-09-01', true)] });
    expect(await sheet('2026-10')).toEqual({ deduct: -3_000, adjustments: [['2026-08', -3_000]] });
  });

  test('the month that charged it is not reopened behind the one that did not', async () => {
    await upload(warehouse, { receipt: [visit('2026-09-01')] });
    await confirm();
    await close('2026-09');
    await expect(reopenMonth(warehouse, '2026-08', '再看', null, BY)).rejects.toThrow(
      '2026-09 已关账',
    );
    await reopenMonth(warehouse, '2026-09', '再看', null, BY);
    await reopenMonth(warehouse, '2026-08', '再看', null, BY);
    // The fine is September's now, and nobody else's.
    await close('2026-08');
    await close('2026-09');
    expect((await sheet('2026-08')).deduct + (await sheet('2026-09')).deduct).toBe(3_000);
  });

  test('corrected away and back: what was paid back is charged again once it is confirmed', async () => {
    await upload(warehouse, { receipt: [visit('2026-08-31', true)] });
    await waive();
    await close('2026-09');
    expect((await sheet('2026-09')).adjustments).toEqual([['2026-08', -3_000]]);
    await upload(warehouse, { receipt: [visit('2026-08-31')] });
    await confirm();
    expect(await sheet('2026-10')).toEqual({ deduct: 3_000, adjustments: [['2026-08', 3_000]] });
  });
});

test('where deductions are not allowed nothing that was never taken is paid back', async () => {
  await upload(warehouse, { ticket: [ticket('K', '2026-08-31')], receipt: [visit('2026-08-31')] });
  await work('2026-09-10');
  const profile = { share: 0.2, floor_fen: null, notice: false };
  await setPayProfile(warehouse, { ...profile, id: 'not_allowed' }, BY.by, BY.at, 'zh');
  await confirm();
  await close('2026-08');
  expect((await sheet('2026-08')).deduct).toBe(0);
  await upload(warehouse, { receipt: [visit('2026-08-31', true)] });
  expect(await sheet('2026-09')).toEqual({ deduct: 0, adjustments: [] });
  // Nor is it charged afterwards where they are allowed from then on.
  await setPayProfile(warehouse, { ...profile, id: 'none' }, BY.by, BY.at, 'zh');
  await upload(warehouse, { receipt: [visit('2026-08-31')] });
  await confirm();
  expect(await sheet('2026-09')).toEqual({ deduct: 0, adjustments: [] });
});

test('what was taken before deductions were forbidden is paid back, whatever is found since', async () => {
  await upload(warehouse, { ticket: [ticket('K', '2026-08-31')], receipt: [visit('2026-08-31')] });
  await work('2026-09-10');
  await confirm();
  await close('2026-08');
  expect((await sheet('2026-08')).deduct).toBe(3_000);
  const profile = { share: null, floor_fen: null, notice: false };
  await setPayProfile(warehouse, { ...profile, id: 'not_allowed' }, BY.by, BY.at, 'zh');
  await upload(warehouse, {
    receipt: [
      visit('2026-08-31', true),
      { ...visit('2026-09-10'), ticket_no: 'W02026-09-10', receipt_no: 'RS' },
    ],
  });
  await waive();
  await confirm('3:receipt:RS:李强');
  const [person] = (await deductionSheet(warehouse, '2026-09')).people;
  expect(person).toMatchObject({
    rules: { '3': { count: 1, fen: 3_000 } },
    total_fen: 0,
    deduct_fen: -3_000,
    carried_out_fen: 0,
  });
  await close('2026-09');
});

describe('a month nobody worked in', () => {
  test('is passed over: what is carried on lands in the next one that can be closed', async () => {
    await upload(warehouse, {
      ticket: [ticket('K', '2026-08-31')],
      receipt: [visit('2026-08-31')],
      staff: [{ employee_no: 'E1', name: '李强', role: 'technician', monthly_wage: 10_000 }],
    });
    await work('2026-10-10', '2026-11-10');
    await confirm();
    await close('2026-08');
    // A fifth of 100 yuan is 20: 10 are carried.
    expect((await sheet('2026-08')).deduct).toBe(2_000);
    expect((await sheet('2026-09')).deduct).toBe(0);
    await close('2026-10');
    expect((await sheet('2026-10')).deduct).toBe(1_000);
  });

  test('but for a voucher can be closed, and charges it', async () => {
    await upload(warehouse, {
      expense: [
        {
          employee: '李强',
          date: '2026-09-05',
          amount: 10_000,
          voucher_valid: false,
        },
      ],
    });
    await work('2026-08-10', '2026-10-10');
    const [item] = (await deductionSheet(warehouse, '2026-09')).discipline;
    expect(item).toBeUndefined();
    await close('2026-09').catch((error: unknown) => {
      expect(String(error)).toContain('1 条拟扣减未审');
    });
    const [fine] = await warehouse.read('SELECT key FROM fines_of($m, $at::TIMESTAMP)', KEY_ROW, {
      m: '2026-09',
      at: '2026-12-01T00:00:00',
    });
    await decide(warehouse, [{ key: fine?.key ?? '', decision: 'confirm', reason: '记过' }], BY);
    await close('2026-09');
    expect((await deductionSheet(warehouse, '2026-09')).discipline).toHaveLength(1);
  });
});
