/** A ticket's page: what was read stands beside what was written, each value at its cell. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storedValue } from '#queries/reports/stored-value.ts';
import { ticketDetail } from '#queries/reports/tickets.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, upload } from './department.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await emptyDepartment();
  await upload(
    warehouse,
    {
      ticket: [
        {
          ticket_no: 'A',
          reported_at: '2026-10-05 09:00:00',
          answered_at: '2026-10-05 09:05:30',
          resolution: 'on_site',
          region: 'urban',
          warranty: 'out',
          dispatch_refused: false,
          purchase_date: '2025-06-05',
          phone: null,
        },
      ],
      receipt: [
        {
          ticket_no: 'A',
          arrived_at: '2026-10-05 00:00:00',
          charge: 120_050,
          customer_signed: true,
          satisfaction: 4,
        },
      ],
    },
    { dayOnly: ['arrived_at'] },
  );
});
afterAll(() => warehouse.close());

test('every captured field with the value as read and its cell', async () => {
  const detail = await ticketDetail(warehouse, 'A', '2026-10-31T18:00:00', 'zh');
  const read = Object.fromEntries(
    (detail?.values ?? []).map((v) => [`${v.kind}.${v.field}`, v.value]),
  );
  expect(read).toEqual({
    'ticket.ticket_no': 'A',
    'ticket.reported_at': '2026-10-05 09:00',
    'ticket.answered_at': '2026-10-05 09:05:30',
    'ticket.resolution': '上门',
    'ticket.region': '市区',
    'ticket.warranty': '保外',
    'ticket.dispatch_refused': '否',
    'ticket.purchase_date': '2025-06-05',
    'ticket.phone': null,
    'receipt.ticket_no': 'A',
    'receipt.arrived_at': '2026-10-05',
    'receipt.charge': '¥1,200.50',
    'receipt.customer_signed': '是',
    'receipt.satisfaction': '4',
  });
  expect(detail?.values[1]?.source).toMatchObject({ file: 'ticket.csv', row: 2, column: 'B' });
});

test('an unknown ticket is null', async () => {
  expect(await ticketDetail(warehouse, 'B', '2026-10-31T18:00:00', 'zh')).toBeNull();
});

test('words follow the language', () => {
  expect(storedValue({ warranty: 'in' }, 'warranty', 'en')).toBe('in warranty');
  expect(storedValue({ dispatch_refused: true }, 'dispatch_refused', 'en')).toBe('yes');
  expect(storedValue({ reason: '7a' }, 'reason', 'zh')).toBe('规则 7a');
});
