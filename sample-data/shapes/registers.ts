/** What the department keeps besides its months: roster, price card, agreements, overtime and expenses. */
import type { Agreement, Expense, Price } from '../records.ts';
import { COMPANY, STAFF, type StaffMember } from '../simulate/catalogue.ts';
import type { Department } from '../simulate/department.ts';
import type { Random } from '../simulate/random.ts';
import { buildFile, buildSheet, type GridFile } from './grid.ts';
import { anyDateText, moneyText, realTime, yesNo } from './spellings.ts';

const ROLES = {
  hotline: '热线',
  dispatcher: '内勤',
  technician: '技术员',
  manager: '经理',
} as const;

export function registerFiles(
  { months, prices, agreements }: Department,
  random: Random,
): GridFile[] {
  const staffRandom = random.fork('staff');
  const priceRandom = random.fork('prices');
  const agreementRandom = random.fork('agreements');
  const expenseRandom = random.fork('expenses');
  return [
    buildFile({
      file: '员工花名册.xlsx',
      format: 'xlsx',
      sheets: [
        buildSheet<StaffMember>({
          name: '花名册',
          titles: [`${COMPANY}员工花名册`],
          columns: [
            { header: '工号', feeds: ['staff.employee_no'], cell: (s) => s.employee_no },
            { header: '姓名', feeds: ['staff.name'], cell: (s) => s.name },
            { header: '别名', feeds: ['staff.aliases'], width: 16, cell: (s) => s.aliases },
            { header: '岗位', feeds: ['staff.role'], cell: (s) => ROLES[s.role] },
            { header: '部门', feeds: ['staff.department'], width: 14, cell: (s) => s.department },
            {
              header: '入职日期',
              feeds: ['staff.hired_on'],
              width: 14,
              cell: (s) => realTime(s.hired_on, 'date'),
            },
            {
              header: '离职日期',
              feeds: ['staff.left_on'],
              width: 14,
              cell: (s) => realTime(s.left_on, 'date'),
            },
            { header: '等级', feeds: ['staff.grade'], cell: (s) => s.grade },
            {
              header: '月工资',
              feeds: ['staff.monthly_wage'],
              width: 12,
              cell: (s) => moneyText(s.monthly_wage_fen, staffRandom),
            },
          ],
          rows: STAFF,
          records: (person) => [['staff', person]],
        }),
      ],
    }),
    buildFile({
      file: '收费标准卡.xls',
      format: 'xls',
      sheets: [
        buildSheet<Price>({
          name: '收费标准',
          titles: ['零配件收费标准卡'],
          columns: [
            { header: '物料编码', feeds: ['price.part_no'], cell: (p) => p.part_no },
            { header: '零件名称', feeds: ['price.part_name'], width: 16, cell: (p) => p.part_name },
            {
              header: '单价（元）',
              feeds: ['price.unit_price'],
              cell: (p) => moneyText(p.unit_price_fen, priceRandom),
            },
            {
              header: '生效日期',
              feeds: ['price.valid_from'],
              width: 14,
              cell: (p) => anyDateText(p.valid_from, priceRandom),
            },
            {
              header: '失效日期',
              feeds: ['price.valid_to'],
              width: 14,
              cell: (p) => anyDateText(p.valid_to, priceRandom),
            },
          ],
          rows: prices,
          records: (price) => [['price', price]],
        }),
      ],
    }),
    buildFile({
      file: '维修服务合作协议.xlsx',
      format: 'xlsx',
      sheets: [
        buildSheet<Agreement>({
          name: '协议',
          columns: [
            {
              header: '客户名称',
              feeds: ['agreement.customer_name'],
              cell: (a) => a.customer_name,
            },
            { header: '联系电话', feeds: ['agreement.phone'], width: 16, cell: (a) => a.phone },
            {
              header: '签订日期',
              feeds: ['agreement.valid_from'],
              width: 14,
              cell: (a) => anyDateText(a.valid_from, agreementRandom),
            },
            {
              header: '到期日期',
              feeds: ['agreement.valid_to'],
              width: 14,
              cell: (a) => anyDateText(a.valid_to, agreementRandom),
            },
            {
              header: '配件免费',
              feeds: ['agreement.parts_free'],
              cell: (a) => yesNo(a.parts_free, '是', '否'),
            },
            {
              header: '折扣',
              feeds: ['agreement.discount'],
              cell: (a) => (a.discount_percent === null ? null : `${a.discount_percent}%`),
            },
          ],
          rows: agreements,
          records: (agreement) => [['agreement', agreement]],
        }),
      ],
    }),
    buildFile({
      file: '加班与费用登记.xlsx',
      format: 'xlsx',
      sheets: months.map(({ month, expenses }) =>
        buildSheet<Expense>({
          name: month,
          titles: [`${month} 加班工时与费用登记`],
          columns: [
            { header: '姓名', feeds: ['expense.employee'], cell: (e) => e.employee },
            {
              header: '日期',
              feeds: ['expense.date'],
              width: 14,
              cell: (e) => realTime(e.date, 'date'),
            },
            { header: '类别', feeds: ['expense.kind'], cell: (e) => e.kind },
            { header: '加班工时', feeds: ['expense.hours'], cell: (e) => e.hours },
            {
              header: '报销金额',
              feeds: ['expense.amount'],
              cell: (e) => moneyText(e.amount_fen, expenseRandom),
            },
            { header: '出差地', feeds: ['expense.trip_place'], cell: (e) => e.trip_place },
            { header: '票据地', feeds: ['expense.voucher_place'], cell: (e) => e.voucher_place },
            {
              header: '票据真实',
              feeds: ['expense.voucher_valid'],
              cell: (e) => yesNo(e.voucher_valid, '是', '否'),
            },
          ],
          rows: expenses,
          mergeDown: ['姓名'],
          footer: [
            ['合计', null, null, expenses.reduce((sum, { hours }) => sum + (hours ?? 0), 0)],
          ],
          records: (expense) => [['expense', expense]],
        }),
      ),
    }),
  ];
}
