/** 维修服务合作协议: one row per agreement of a customer. */

import { z } from 'zod';
import {
  day,
  flag,
  joinKey,
  keyDay,
  keyText,
  quantity,
  type SheetKindModule,
  text,
} from '#etl/sheets/kind.ts';

const agreementRow = z.object({
  customer_name: text,
  phone: text,
  product_type: text,
  valid_from: day,
  valid_to: day,
  parts_free: flag,
  discount_percent: quantity,
});

export const agreement: SheetKindModule = {
  spec: {
    kind: 'agreement',
    table: 'agreement_row',
    title: { zh: '服务合作协议', en: 'service agreements' },
    repeatable: false,
    fields: [
      {
        field: 'customer_name',
        type: 'text',
        column: 'customer_name',
        required: true,
        aliases: [
          '客户姓名',
          '客户',
          '客户名称',
          '用户',
          '用户名称',
          '用户姓名',
          '签约客户',
          '协议客户',
          '单位名称',
          '客户单位',
        ],
      },
      {
        field: 'phone',
        type: 'code',
        column: 'phone',
        aliases: [
          '联系电话',
          '电话',
          '手机',
          '联系方式',
          '客户电话',
          '电话号码',
          '手机号码',
          '手机号',
          '客户联系电话',
        ],
      },
      {
        field: 'product_type',
        type: 'text',
        column: 'product_type',
        aliases: [
          '产品类型',
          '产品',
          '产品名称',
          '设备',
          '设备类型',
          '机型',
          '设备名称',
          '协议产品',
        ],
      },
      {
        field: 'valid_from',
        type: 'date',
        column: 'valid_from',
        required: true,
        aliases: [
          '生效日期',
          '签订日期',
          '协议生效日期',
          '起始日期',
          '开始日期',
          '签约日期',
          '合同生效日期',
        ],
      },
      {
        field: 'valid_to',
        type: 'date',
        column: 'valid_to',
        required: true,
        aliases: [
          '到期日期',
          '协议到期日期',
          '终止日期',
          '截止日期',
          '失效日期',
          '到期时间',
          '结束日期',
          '有效期至',
          '合同到期日期',
          '到期日',
        ],
      },
      {
        field: 'parts_free',
        type: 'yes_no',
        column: 'parts_free',
        aliases: ['配件免费', '免零件费', '零件免费', '免配件费', '零配件免费'],
      },
      {
        field: 'discount',
        type: 'percent',
        column: 'discount_percent',
        aliases: ['折扣', '折扣率', '优惠折扣', '配件折扣'],
      },
    ],
  },
  row: agreementRow,
  key(row) {
    const customer = keyText(row.phone) || keyText(row.customer_name);
    return customer === '' ? null : joinKey(customer, keyDay(row.valid_from));
  },
};
