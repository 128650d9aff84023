/** 员工花名册: one row per employee. */

import { z } from 'zod';
import { day, fen, type SheetKindModule, text } from '#etl/sheets/kind.ts';

const staffRow = z.object({
  employee_no: text,
  name: text,
  aliases: text,
  role: text,
  department: text,
  hired_on: day,
  left_on: day,
  grade: text,
  monthly_wage_fen: fen,
});

export const staff: SheetKindModule = {
  spec: {
    kind: 'staff',
    table: 'staff_row',
    title: { zh: '员工花名册', en: 'staff roster' },
    repeatable: false,
    fields: [
      {
        field: 'employee_no',
        type: 'code',
        column: 'employee_no',
        required: true,
        aliases: ['工号', '员工编号', '员工工号', '人员编号', '员工号', '职工编号', '职工号'],
      },
      {
        field: 'name',
        type: 'person',
        column: 'name',
        required: true,
        aliases: ['姓名', '员工姓名', '人员姓名'],
      },
      {
        field: 'aliases',
        type: 'text',
        column: 'aliases',
        aliases: ['曾用名', '别名', '昵称', '又名'],
      },
      {
        field: 'role',
        type: 'role',
        column: 'role',
        aliases: ['岗位', '职务', '职位', '岗位名称'],
      },
      {
        field: 'department',
        type: 'text',
        column: 'department',
        aliases: ['部门', '所属部门', '部门名称'],
      },
      {
        field: 'hired_on',
        type: 'date',
        column: 'hired_on',
        aliases: ['入职日期', '入职时间', '入厂日期'],
      },
      {
        field: 'left_on',
        type: 'date',
        column: 'left_on',
        aliases: ['离职日期', '离职时间'],
      },
      {
        field: 'grade',
        type: 'text',
        column: 'grade',
        aliases: ['等级', '级别', '技术等级', '职级', '技能等级'],
      },
      {
        field: 'monthly_wage',
        type: 'money',
        column: 'monthly_wage_fen',
        aliases: ['月工资', '应发工资', '工资', '月薪', '工资标准'],
      },
    ],
  },
  row: staffRow,
  key(row) {
    return typeof row.employee_no === 'string' ? row.employee_no : null;
  },
};
