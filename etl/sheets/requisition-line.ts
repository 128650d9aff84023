/** 零配件领料单: one row per part drawn from the warehouse for a ticket. */

import { z } from 'zod';
import {
  joinKey,
  keyMoment,
  keyText,
  moment,
  quantity,
  type SheetKindModule,
  text,
} from '#etl/sheets/kind.ts';
import { TECHNICIAN_ALIASES, TICKET_NO_ALIASES } from '#etl/sheets/ticket.ts';

const requisitionLineRow = z.object({
  requisition_no: text,
  ticket_no: text,
  technician: text,
  part_no: text,
  part_name: text,
  quantity,
  issued_at: moment,
});

export const PART_NO_ALIASES = [
  '物料编码',
  '配件编号',
  '物料编号',
  '零件编号',
  '配件编码',
  '零件编码',
  '物料号',
  '料号',
] as const;
export const PART_NAME_ALIASES = [
  '零件名称',
  '配件名称',
  '物料名称',
  '品名',
  '零配件名称',
  '材料名称',
] as const;

export const requisitionLine: SheetKindModule = {
  spec: {
    kind: 'requisition_line',
    table: 'requisition_line_row',
    title: { zh: '零配件领料单', en: 'requisition lines' },
    repeatable: true,
    fields: [
      {
        field: 'requisition_no',
        type: 'code',
        column: 'requisition_no',
        aliases: ['领料单号', '领料单编号', '领料编号', '出库单号'],
      },
      {
        field: 'ticket_no',
        type: 'code',
        column: 'ticket_no',
        required: true,
        aliases: TICKET_NO_ALIASES,
      },
      {
        field: 'technician',
        type: 'person',
        column: 'technician',
        aliases: ['领料人', '领料人员', '领用人', ...TECHNICIAN_ALIASES, '领取人'],
      },
      { field: 'part_no', type: 'code', column: 'part_no', aliases: PART_NO_ALIASES },
      {
        field: 'part_name',
        type: 'text',
        column: 'part_name',
        required: true,
        aliases: PART_NAME_ALIASES,
      },
      {
        field: 'quantity',
        type: 'number',
        column: 'quantity',
        required: true,
        aliases: ['数量', '领料数量', '领用数量', '领取数量', '件数', '用量', '出库数量'],
      },
      {
        field: 'issued_at',
        type: 'time',
        column: 'issued_at',
        happened: true,
        aliases: [
          '领料时间',
          '领料日期',
          '领用时间',
          '领用日期',
          '出库时间',
          '出库日期',
          '领取日期',
          '领取时间',
          '发料日期',
          '发料时间',
        ],
      },
    ],
  },
  row: requisitionLineRow,
  key(row) {
    const requisition = keyText(row.requisition_no) || keyText(row.ticket_no);
    if (requisition === '') return null;
    const part = keyText(row.part_no) || keyText(row.part_name);
    return joinKey(requisition, part, keyMoment(row.issued_at));
  },
};
