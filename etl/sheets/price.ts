/** 收费标准卡: one row per part and period of validity. */

import { z } from 'zod';
import {
  day,
  fen,
  joinKey,
  keyDay,
  keyText,
  type SheetKindModule,
  text,
} from '#etl/sheets/kind.ts';
import { PART_NAME_ALIASES, PART_NO_ALIASES } from '#etl/sheets/requisition-line.ts';

const priceRow = z.object({
  part_no: text,
  part_name: text,
  unit_price_fen: fen,
  valid_from: day,
  valid_to: day,
});

export const price: SheetKindModule = {
  spec: {
    kind: 'price',
    table: 'price_row',
    title: { zh: '收费标准卡', en: 'price card' },
    repeatable: false,
    fields: [
      { field: 'part_no', type: 'code', column: 'part_no', aliases: PART_NO_ALIASES },
      {
        field: 'part_name',
        type: 'text',
        column: 'part_name',
        required: true,
        aliases: PART_NAME_ALIASES,
      },
      {
        field: 'unit_price',
        type: 'money',
        column: 'unit_price_fen',
        required: true,
        aliases: ['单价', '收费标准', '收费单价', '价格', '销售单价', '标准价', '售价'],
      },
      {
        field: 'valid_from',
        type: 'date',
        column: 'valid_from',
        aliases: ['生效日期', '执行日期', '启用日期', '生效时间'],
      },
      {
        field: 'valid_to',
        type: 'date',
        column: 'valid_to',
        aliases: ['失效日期', '截止日期', '停用日期', '失效时间', '有效期至'],
      },
    ],
  },
  row: priceRow,
  key(row) {
    const part = keyText(row.part_no) || keyText(row.part_name);
    return part === '' ? null : joinKey(part, keyDay(row.valid_from));
  },
};
