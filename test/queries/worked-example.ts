/** The five tickets of the worked example (metrics §7, fines §5), as a department uploads them. */
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { filledWarehouse } from '../empty-warehouse.ts';
import { emptyDepartment, type Row, type Sheets, upload } from './department.ts';

export const AS_OF = '2026-10-31T18:00:00';

const ticket = (no: string, rest: Row): Row => ({
  ticket_no: no,
  hotline_agent: '王芳',
  dispatcher: '陈静',
  resolution: 'on_site',
  warranty: 'in',
  delay_reason: null,
  ...rest,
});

const TICKETS: Row[] = [
  ticket('T1', {
    customer_name: 'A',
    product_type: '双头灶',
    fault: '打不着火',
    technician: '李强',
    region: 'urban',
    promised_at: null,
    reported_at: '2026-10-05 09:00:00',
    answered_at: '2026-10-05 09:04:00',
    relayed_at: '2026-10-05 09:05:00',
    dispatched_at: '2026-10-05 09:15:00',
  }),
  ticket('T2', {
    customer_name: 'B',
    product_type: '蒸柜',
    fault: '漏水',
    technician: '赵刚',
    region: 'urban',
    promised_at: null,
    reported_at: '2026-10-05 10:00:00',
    answered_at: '2026-10-05 10:12:00',
    relayed_at: '2026-10-05 10:13:00',
    dispatched_at: '2026-10-05 10:20:00',
  }),
  ticket('T3', {
    customer_name: 'A',
    product_type: '双头灶',
    fault: '点不着火',
    technician: '李强',
    region: 'urban',
    promised_at: '2026-10-20 15:00:00',
    reported_at: '2026-10-20 08:00:00',
    answered_at: '2026-10-20 08:10:00',
    relayed_at: '2026-10-20 08:10:00',
    dispatched_at: '2026-10-20 08:31:00',
  }),
  ticket('T4', {
    customer_name: 'C',
    product_type: '大锅灶',
    fault: '火小',
    technician: null,
    region: 'urban',
    promised_at: null,
    reported_at: '2026-10-31 16:30:00',
    answered_at: '2026-10-31 16:35:00',
    relayed_at: '2026-10-31 16:36:00',
    dispatched_at: null,
  }),
  ticket('T5', {
    customer_name: 'D',
    product_type: '双头灶',
    fault: '漏气',
    technician: null,
    region: 'outside',
    promised_at: null,
    reported_at: '2026-10-30 09:00:00',
    answered_at: null,
    relayed_at: null,
    dispatched_at: null,
  }),
];

const RECEIPTS: Row[] = [
  {
    ticket_no: 'T1',
    technician: '李强',
    arrived_at: '2026-10-05 11:50:00',
    finished_at: '2026-10-05 13:00:00',
    fault_cause: null,
    solution: '更换点火针',
    customer_signed: true,
    satisfaction: null,
  },
  {
    ticket_no: 'T2',
    technician: '赵刚',
    arrived_at: '2026-10-05 13:30:00',
    finished_at: '2026-10-05 14:00:00',
    fault_cause: '密封圈老化',
    solution: '更换密封圈',
    customer_signed: true,
    satisfaction: 2,
  },
  {
    ticket_no: 'T3',
    technician: '李强',
    arrived_at: '2026-10-20 14:59:00',
    finished_at: '2026-10-20 16:00:00',
    fault_cause: '点火针松动',
    solution: '紧固',
    customer_signed: true,
    satisfaction: 4,
  },
];

/** Imports the example, and sheets of other kinds with it. */
export function fillExample(warehouse: Warehouse, others: Sheets = {}): Promise<void> {
  return upload(warehouse, { ticket: TICKETS, receipt: RECEIPTS, ...others });
}

/** A database that holds the example, in memory or in a file. */
export async function workedExample(path?: string): Promise<Warehouse> {
  if (path === undefined) return filledWarehouse('worked_example', (empty) => fillExample(empty));
  const warehouse = await emptyDepartment(path);
  await fillExample(warehouse);
  return warehouse;
}

/** A ticket as uploaded. */
export function exampleTicket(no: string): Row {
  const found = TICKETS.find((row) => row.ticket_no === no);
  if (found === undefined) throw new Error(`the example has no ${no}`);
  return found;
}

/** Ticket T2 as uploaded: arrived half an hour late. */
export const lateTicket = (): Row => exampleTicket('T2');
