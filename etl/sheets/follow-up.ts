/** 回访记录: one row per call back to a customer. */

import { z } from 'zod';
import {
  flag,
  joinKey,
  keyMoment,
  moment,
  type SheetKindModule,
  score,
  text,
} from '#etl/sheets/kind.ts';
import { BADGE_ALIASES, SATISFACTION_ALIASES, UNIFORM_ALIASES } from '#etl/sheets/receipt.ts';
import { TICKET_NO_ALIASES } from '#etl/sheets/ticket.ts';

const followUpRow = z.object({
  ticket_no: text,
  caller: text,
  called_at: moment,
  connected: flag,
  solved: flag,
  satisfaction: score,
  badge_shown: flag,
  uniform_worn: flag,
  remark: text,
});

export const followUp: SheetKindModule = {
  spec: {
    kind: 'follow_up',
    table: 'follow_up_row',
    title: { zh: '回访记录', en: 'follow-ups' },
    repeatable: false,
    fields: [
      {
        field: 'ticket_no',
        type: 'code',
        column: 'ticket_no',
        required: true,
        aliases: TICKET_NO_ALIASES,
      },
      {
        field: 'caller',
        type: 'person',
        column: 'caller',
        aliases: ['回访人', '回访人员', '回访员', '回访专员'],
      },
      {
        field: 'called_at',
        type: 'time',
        column: 'called_at',
        required: true,
        happened: true,
        aliases: [
          '回访时间',
          '回访日期',
          '回访日期时间',
          '客户回访时间',
          '电话回访时间',
          '首次回访时间',
        ],
      },
      {
        field: 'connected',
        type: 'yes_no',
        column: 'connected',
        aliases: ['是否接通', '接通情况', '电话接通', '是否联系上'],
      },
      {
        field: 'solved',
        type: 'yes_no',
        column: 'solved',
        aliases: [
          '是否解决',
          '问题是否解决',
          '问题解决',
          '是否已解决',
          '解决情况',
          '故障是否解决',
          '是否修好',
          '故障是否排除',
        ],
      },
      {
        field: 'satisfaction',
        type: 'satisfaction',
        column: 'satisfaction',
        aliases: ['回访满意度', '回访评价', ...SATISFACTION_ALIASES],
      },
      {
        field: 'badge_shown',
        type: 'yes_no',
        column: 'badge_shown',
        aliases: ['回访工作证', ...BADGE_ALIASES],
      },
      {
        field: 'uniform_worn',
        type: 'yes_no',
        column: 'uniform_worn',
        aliases: ['回访着装', ...UNIFORM_ALIASES],
      },
      {
        field: 'remark',
        type: 'text',
        column: 'remark',
        aliases: [
          '客户意见',
          '备注',
          '回访备注',
          '回访内容',
          '回访意见',
          '客户反馈',
          '回访结果',
          '意见建议',
          '客户建议',
        ],
      },
    ],
  },
  row: followUpRow,
  key(row) {
    if (typeof row.ticket_no !== 'string') return null;
    return joinKey(row.ticket_no, keyMoment(row.called_at));
  },
};
