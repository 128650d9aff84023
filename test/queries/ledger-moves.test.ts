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
/** The visit of a ticket: without a badge, unless said otherwise. */
const visit = (day: string, badge = false, no = 'K', technician = '李强'): Row => ({
  ticket_no: no,
  receipt_no: `R${no}`,
  technician,
  arrived_at: `${day} 09:00:00`,
  finished_at: `${day} 10:00:00`,
  badge_shown: badge,
});
/** Tickets so that something is reported in a month. */
const work = (...days: string[]): Row[] => days.map((day, index) => ticket(`W${index}${day}`, day));
const confirm = (...keys: string[]) =>
  decide(
    warehouse,
    keys.map((key) => ({ key, decision: 'confirm' })),
    BY,
  );
const waive = (...keys: string[]) =>
  decide(
    warehouse,
    keys.map((key) => ({ key, decision: 'waive', reason: '查明' })),
    BY,
  );
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
/** Who is paid back or charged for which month, by name. */
async function adjusted(month: string): Promise<Record<string, [string, number][]>> {
  const { people } = await deductionSheet(warehouse, month);
  return Object.fromEntries(
    people.map(({ name, deduct_fen: deducted, adjustments }) => {
      // Nothing but adjustments is in these sheets.
      expect(deducted).toBe(adjustments.reduce((sum, { fen }) => sum + fen, 0));
      return [name, adjustments.map(({ month: of, fen }): [string, number] => [of, fen])];
    }),
  );
}

describe('what a closed month charged, corrected afterwards', () => {
  const [LI, ZHAO, ZHOU] = [KEY, '3:receipt:RL:赵刚', '3:receipt:RM:周斌'] as const;
  const zhao = (day: string, badge = false) => visit(day, badge, 'L', '赵刚');
  const zhou = (day: string, badge = false) => visit(day, badge, 'M', '周斌');
  beforeEach(async () => {
    warehouse.close();
    warehouse = await filledWarehouse('closed_in_august', async (empty) => {
      warehouse = empty;
      await upload(warehouse, {
        ticket: [
          ...['K', 'L', 'M'].map((no) => ticket(no, '2026-08-31')),
          ...work('2026-08-10', '2026-09-10', '2026-10-10'),
        ],
        receipt: [visit('2026-08-31'), zhao('2026-08-31'), zhou('2026-08-31')],
      });
      await confirm(LI, ZHAO, ZHOU);
      await close('2026-08');
    });
  });

  test('a date moved into another month is paid back once, by the month that charged it, whenever it is corrected; back again it is charged once it is confirmed', async () => {
    // Before September is closed: one into it, of another it is found that there is nothing.
    await upload(warehouse, { receipt: [zhao('2026-09-01'), zhou('2026-08-31', true)] });
    await confirm(ZHAO);
    await waive(ZHOU);
    expect(await adjusted('2026-09')).toEqual({ 周斌: [['2026-08', -3_000]] });
    await close('2026-09');

    // After both are closed: the third into September, the first is no longer found there, the second is found again.
    await upload(warehouse, {
      receipt: [visit('2026-09-01'), zhao('2026-09-01', true), zhou('2026-08-31')],
    });
    const back: [string, number] = ['2026-08', -3_000];
    expect(await adjusted('2026-10')).toEqual({ 李强: [back], 赵刚: [back] });
    // Confirmed again where it is found now, it is charged once all the same.
    await confirm(LI, ZHOU);
    expect(await adjusted('2026-10')).toEqual({ 赵刚: [back], 周斌: [['2026-08', 3_000]] });
    await waive(LI, ZHAO);
    expect(await adjusted('2026-10')).toEqual({
      李强: [back],
      赵刚: [back],
      周斌: [['2026-08', 3_000]],
    });
    await close('2026-10');
    expect(await sheet('2026-11')).toEqual({ deduct: 0, adjustments: [] });
  });

  test('the month that charged it is not reopened behind the one that did not', async () => {
    await upload(warehouse, { receipt: [visit('2026-09-01')] });
    await confirm(LI);
    await close('2026-09');
    await expect(reopenMonth(warehouse, '2026-08', '再看', null, BY)).rejects.toThrow(
      '2026-09 已关账',
    );
    await reopenMonth(warehouse, '2026-09', '再看', null, BY);
    await reopenMonth(warehouse, '2026-08', '再看', null, BY);
    // The fine is September's now, and nobody else's.
    await close('2026-08');
    await close('2026-09');
    const taken = (await sheet('2026-08')).deduct + (await sheet('2026-09')).deduct;
    expect(taken).toBe(3 * 3_000);
    expect((await sheet('2026-09')).deduct).toBe(3_000);
  });

  test('what was taken before deductions were forbidden is paid back, whatever is found since', async () => {
    expect((await sheet('2026-08')).deduct).toBe(3 * 3_000);
    const profile = { share: null, floor_fen: null, notice: false };
    await setPayProfile(warehouse, { ...profile, id: 'not_allowed' }, BY.by, BY.at, 'zh');
    await upload(warehouse, {
      receipt: [
        visit('2026-08-31', true),
        { ...visit('2026-09-10'), ticket_no: 'W12026-09-10', receipt_no: 'RS' },
      ],
    });
    await waive(LI);
    await confirm('3:receipt:RS:李强');
    expect((await deductionSheet(warehouse, '2026-09')).people).toMatchObject([
      {
        name: '李强',
        rules: { '3': { count: 1, fen: 3_000 } },
        total_fen: 0,
        deduct_fen: -3_000,
        carried_out_fen: 0,
      },
    ]);
    await close('2026-09');
  });
});

test('where deductions are not allowed nothing that was never taken is paid back', async () => {
  await upload(warehouse, {
    ticket: [ticket('K', '2026-08-31'), ...work('2026-09-10')],
    receipt: [visit('2026-08-31')],
  });
  const profile = { share: 0.2, floor_fen: null, notice: false };
  await setPayProfile(warehouse, { ...profile, id: 'not_allowed' }, BY.by, BY.at, 'zh');
  await confirm(KEY);
  await close('2026-08');
  expect((await sheet('2026-08')).deduct).toBe(0);
  await upload(warehouse, { receipt: [visit('2026-08-31', true)] });
  expect(await sheet('2026-09')).toEqual({ deduct: 0, adjustments: [] });
  // Nor is it charged afterwards where they are allowed from then on.
  await setPayProfile(warehouse, { ...profile, id: 'none' }, BY.by, BY.at, 'zh');
  await upload(warehouse, { receipt: [visit('2026-08-31')] });
  await confirm(KEY);
  expect(await sheet('2026-09')).toEqual({ deduct: 0, adjustments: [] });
});

test('a month nobody worked in is passed over, and what is carried on lands in the next one that can be closed; but for a voucher it can be closed, and charges it', async () => {
  await upload(warehouse, {
    ticket: [ticket('K', '2026-08-31'), ...work('2026-10-10', '2026-12-10')],
    receipt: [visit('2026-08-31')],
    staff: [{ employee_no: 'E1', name: '李强', role: 'technician', monthly_wage: 10_000 }],
    expense: [{ employee: '李强', date: '2026-11-05', amount: 10_000, voucher_valid: false }],
  });
  await confirm(KEY);
  await close('2026-08');
  // A fifth of 100 yuan is 20: 10 are carried.
  expect((await sheet('2026-08')).deduct).toBe(2_000);
  expect((await sheet('2026-09')).deduct).toBe(0);
  await close('2026-10');
  expect((await sheet('2026-10')).deduct).toBe(1_000);

  expect((await deductionSheet(warehouse, '2026-11')).discipline).toEqual([]);
  await expect(close('2026-11')).rejects.toThrow('1 条拟扣减未审');
  const [fine] = await warehouse.read('SELECT key FROM fines_of($m, $at::TIMESTAMP)', KEY_ROW, {
    m: '2026-11',
    at: '2026-12-31T00:00:00',
  });
  await decide(warehouse, [{ key: fine?.key ?? '', decision: 'confirm', reason: '记过' }], BY);
  await close('2026-11');
  expect((await deductionSheet(warehouse, '2026-11')).discipline).toHaveLength(1);
});
