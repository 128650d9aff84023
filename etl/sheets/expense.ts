/** 费用、加班: one row per expense or spell of overtime. */

import { z } from 'zod';
import {
  day,
  fen,
  flag,
  joinKey,
  keyDay,
  keyText,
  quantity,
  type SheetKindModule,
  text,
} from '#etl/sheets/kind.ts';

const expenseRow = z.object({
  employee: text,
  date: day,
  kind: text,
  hours: quantity,
  amount_fen: fen,
  trip_place: text,
  voucher_place: text,
  voucher_valid: flag,
});

export const expense: SheetKindModule = {
  spec: {
    kind: 'expense',
    table: 'expense_row',
    title: { zh: '费用加班', en: 'expenses and overtime' },
    repeatable: true,
    fields: [
      {
        field: 'employee',
        type: 'person',
        column: 'employee',
        required: true,
        // A number stands last: where both are there, the name is what people check.
        aliases: [
          '员工',
          '姓名',
          '报销人',
          '加班人',
          '员工姓名',
          '加班人员',
          '报销人员',
          '申请人',
          '工号',
          '员工编号',
          '出差人',
        ],
      },
      {
        field: 'date',
        type: 'date',
        column: 'date',
        required: true,
        happened: true,
        aliases: ['日期', '发生日期', '加班日期', '报销日期', '费用日期', '发生时间'],
      },
      {
        field: 'kind',
        type: 'text',
        column: 'kind',
        aliases: ['类别', '类型', '费用类别', '费用类型', '费用项目', '报销类别', '报销类型'],
      },
      {
        field: 'hours',
        type: 'number',
        column: 'hours',
        aliases: [
          '加班工时',
          '工时',
          '小时',
          '加班小时',
          '加班时长',
          '加班小时数',
          '工时数',
          '加班时数',
        ],
      },
      {
        field: 'amount',
        type: 'money',
        column: 'amount_fen',
        aliases: ['金额', '报销金额', '费用金额', '费用'],
      },
      {
        field: 'trip_place',
        type: 'text',
        column: 'trip_place',
        aliases: ['出差地', '出差地点', '出差目的地'],
      },
      {
        field: 'voucher_place',
        type: 'text',
        column: 'voucher_place',
        aliases: ['票据地', '票据地点', '票据所在地', '发票地'],
      },
      {
        field: 'voucher_valid',
        type: 'yes_no',
        column: 'voucher_valid',
        aliases: ['票据真实', '票据是否真实', '票据是否合规', '票据合规'],
      },
    ],
  },
  row: expenseRow,
  key(row) {
    const employee = keyText(row.employee);
    if (employee === '') return null;
    return joinKey(employee, keyDay(row.date), keyText(row.kind), keyText(row.amount_fen));
  },
};
