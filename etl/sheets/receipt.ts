/** 维修服务回执单: one row per visit of one technician. */

import { z } from 'zod';
import {
  fen,
  flag,
  joinKey,
  keyMoment,
  keyText,
  moment,
  type SheetKindModule,
  score,
  text,
} from '#etl/sheets/kind.ts';
import { TECHNICIAN_ALIASES, TICKET_NO_ALIASES } from '#etl/sheets/ticket.ts';

const receiptRow = z.object({
  receipt_no: text,
  ticket_no: text,
  technician: text,
  arrived_at: moment,
  finished_at: moment,
  fault_cause: text,
  solution: text,
  replaced_parts: text,
  charge_fen: fen,
  collected: flag,
  customer_signed: flag,
  satisfaction: score,
  badge_shown: flag,
  uniform_worn: flag,
  submitted_at: moment,
});

export const SATISFACTION_ALIASES = [
  '满意度',
  '客户评价',
  '满意度评价',
  '服务评价',
  '客户满意度',
  '服务满意度',
] as const;
export const BADGE_ALIASES = [
  '出示工作证',
  '工作证',
  '是否出示工作证',
  '工岗证',
  '出示工岗证',
] as const;
export const UNIFORM_ALIASES = [
  '着装',
  '工作服',
  '统一着装',
  '着工作服',
  '穿工作服',
  '着装情况',
] as const;

export const receipt: SheetKindModule = {
  spec: {
    kind: 'receipt',
    table: 'receipt_row',
    title: { zh: '维修服务回执单', en: 'receipts' },
    repeatable: false,
    fields: [
      {
        field: 'receipt_no',
        type: 'code',
        column: 'receipt_no',
        aliases: ['回执单号', '回执编号', '回执单编号', '回执号'],
      },
      {
        field: 'ticket_no',
        type: 'code',
        column: 'ticket_no',
        required: true,
        aliases: TICKET_NO_ALIASES,
      },
      { field: 'technician', type: 'person', column: 'technician', aliases: TECHNICIAN_ALIASES },
      {
        field: 'arrived_at',
        type: 'time',
        column: 'arrived_at',
        happened: true,
        aliases: [
          '到达时间',
          '上门时间',
          '到场时间',
          '到达现场时间',
          '实际到达时间',
          '实际上门时间',
          '到达日期',
          '上门日期',
          '到场日期',
        ],
      },
      {
        field: 'finished_at',
        type: 'time',
        column: 'finished_at',
        happened: true,
        aliases: [
          '完工时间',
          '完成时间',
          '结束时间',
          '维修完成时间',
          '完工日期',
          '完成日期',
          '维修结束时间',
          '结束日期',
        ],
      },
      {
        field: 'fault_cause',
        type: 'text',
        column: 'fault_cause',
        aliases: ['故障原因', '原因分析', '故障原因分析'],
      },
      {
        field: 'solution',
        type: 'text',
        column: 'solution',
        aliases: [
          '解决办法',
          '处理结果',
          '维修内容',
          '处理措施',
          '解决方法',
          '维修措施',
          '维修结果',
        ],
      },
      {
        field: 'replaced_parts',
        type: 'text',
        column: 'replaced_parts',
        aliases: [
          '更换零件',
          '更换配件',
          '零件名称',
          '更换零件名称',
          '更换零配件',
          '更换配件名称',
          '更换部件',
        ],
      },
      {
        field: 'charge',
        type: 'money',
        column: 'charge_fen',
        aliases: [
          '收费金额',
          '收费',
          '金额',
          '实收',
          '维修费',
          '实收金额',
          '维修费用',
          '服务费',
          '实际收费',
        ],
      },
      {
        field: 'collected',
        type: 'yes_no',
        column: 'collected',
        aliases: ['是否收款', '已收款', '是否已收款', '收款情况', '收款状态'],
      },
      {
        field: 'customer_signed',
        type: 'signature',
        column: 'customer_signed',
        aliases: [
          '客户签字',
          '验收签字',
          '客户验收',
          '客户签名',
          '客户验收签字',
          '用户签字',
          '客户是否签字',
          '客户是否验收',
          '签字',
        ],
      },
      {
        field: 'satisfaction',
        type: 'satisfaction',
        column: 'satisfaction',
        aliases: SATISFACTION_ALIASES,
      },
      { field: 'badge_shown', type: 'yes_no', column: 'badge_shown', aliases: BADGE_ALIASES },
      { field: 'uniform_worn', type: 'yes_no', column: 'uniform_worn', aliases: UNIFORM_ALIASES },
      {
        field: 'submitted_at',
        type: 'time',
        column: 'submitted_at',
        happened: true,
        aliases: ['上交时间', '回单时间', '回执上交时间', '上交日期', '交单时间', '回单日期'],
      },
    ],
  },
  row: receiptRow,
  key(row) {
    if (typeof row.receipt_no === 'string') return row.receipt_no;
    if (row.ticket_no === null || row.ticket_no === undefined) return null;
    return joinKey(keyText(row.ticket_no), keyMoment(row.arrived_at));
  },
};
