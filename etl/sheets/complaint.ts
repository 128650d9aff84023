/** 投诉记录: one row per complaint. */

import { z } from 'zod';
import {
  flag,
  joinKey,
  keyMoment,
  keyText,
  moment,
  type SheetKindModule,
  text,
} from '#etl/sheets/kind.ts';
import { TICKET_NO_ALIASES } from '#etl/sheets/ticket.ts';

const complaintRow = z.object({
  complaint_no: text,
  ticket_no: text,
  received_at: moment,
  channel: z.enum(['call', 'letter', 'visit']).nullable(),
  person: text,
  reason: text,
  reason_text: text,
  severity: z.enum(['minor', 'medium', 'serious']).nullable(),
  substantiated: flag,
  description: text,
});

export const complaint: SheetKindModule = {
  spec: {
    kind: 'complaint',
    table: 'complaint_row',
    title: { zh: '投诉记录', en: 'complaints' },
    repeatable: false,
    fields: [
      {
        field: 'complaint_no',
        type: 'code',
        column: 'complaint_no',
        aliases: ['投诉编号', '投诉单号', '投诉单编号'],
      },
      { field: 'ticket_no', type: 'code', column: 'ticket_no', aliases: TICKET_NO_ALIASES },
      {
        field: 'received_at',
        type: 'time',
        column: 'received_at',
        required: true,
        happened: true,
        aliases: ['投诉时间', '投诉日期', '投诉受理时间', '投诉日期时间', '接诉时间', '客诉时间'],
      },
      {
        field: 'channel',
        type: 'channel',
        column: 'channel',
        aliases: ['投诉方式', '投诉渠道', '投诉途径'],
      },
      {
        field: 'person',
        type: 'person',
        column: 'person',
        aliases: [
          '被投诉人',
          '责任人',
          '被投诉人员',
          '被投诉人姓名',
          '责任人员',
          '被投诉员工',
          '投诉对象',
        ],
      },
      {
        field: 'reason',
        type: 'reason',
        column: 'reason',
        aliases: ['投诉原因', '投诉类型', '投诉类别', '投诉事由'],
      },
      // The words of the same cell: the rule number is only a reading of them.
      { field: 'reason_text', type: 'text', column: 'reason_text', aliases: [] },
      {
        field: 'severity',
        type: 'severity',
        column: 'severity',
        aliases: ['情节', '情节轻重', '严重程度', '情节程度', '投诉等级'],
      },
      {
        field: 'substantiated',
        type: 'yes_no',
        column: 'substantiated',
        aliases: [
          '是否查实',
          '是否属实',
          '查实情况',
          '核实情况',
          '核实结果',
          '查证结果',
          '是否成立',
        ],
      },
      {
        field: 'description',
        type: 'text',
        column: 'description',
        aliases: ['投诉内容', '投诉描述', '投诉详情'],
      },
    ],
  },
  row: complaintRow,
  key(row) {
    if (typeof row.complaint_no === 'string') return row.complaint_no;
    const ticketNo = keyText(row.ticket_no);
    const received = keyMoment(row.received_at);
    return ticketNo === '' && received === '' ? null : joinKey(ticketNo, received);
  },
};
