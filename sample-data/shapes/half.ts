/**
 * A month kept in half-month sheets: the first half writes day and clock apart, the second half spells times as
 * each clerk likes. Receipts, requisitions and complaints share a workbook; follow-ups are a UTF-8 csv.
 */
import type { Complaint, FollowUp, Receipt, RequisitionLine, Ticket } from '../records.ts';
import type { DepartmentMonth } from '../simulate/department.ts';
import type { Random } from '../simulate/random.ts';
import { clockface, MINUTE, monthOf, startOfDay } from '../times.ts';
import { complaintColumns } from './classic.ts';
import { buildFile, buildSheet, type Column, type GridFile } from './grid.ts';
import {
  anyTimeText,
  clockOrFull,
  freeText,
  halfDayClock,
  isoText,
  moneyText,
  phoneText,
  realTime,
  scorePoints,
  scoreStars,
  withoutYear,
  yesNo,
} from './spellings.ts';

export function halfMonthFiles({ month, dossiers }: DepartmentMonth, random: Random): GridFile[] {
  const [year = '', number = ''] = month.split('-');
  const label = `${year}年${Number(number)}月`;
  const tickets = dossiers.map(({ ticket }) => ticket);
  const first = tickets.filter(({ reported_at }) => clockface(reported_at).day <= 15);
  const second = tickets.filter(({ reported_at }) => clockface(reported_at).day > 15);
  const complaints = dossiers.flatMap((dossier) => dossier.complaints);
  return [
    buildFile({
      file: `${label}派工登记.xlsx`,
      format: 'xlsx',
      sheets: [
        buildSheet<Ticket>({
          name: '上半月',
          titles: [`${label}上半月报修派工登记`],
          columns: firstHalfColumns(first, random.fork('first')),
          rows: first,
          footer: [['小计', `${first.length}单`]],
          records: (ticket) => [['ticket', ticket]],
        }),
        buildSheet<Ticket>({
          name: '下半月',
          titles: [`${label}下半月报修派工登记`],
          columns: secondHalfColumns(month, random.fork('second')),
          rows: second,
          footer: [['小计', `${second.length}单`], ['备注：回执按报修月份归档']],
          records: (ticket) => [['ticket', ticket]],
        }),
      ],
    }),
    buildFile({
      file: `${label}回执与领料.xlsx`,
      format: 'xlsx',
      sheets: [
        buildSheet<Receipt>({
          name: '维修回执',
          columns: receiptColumns(random.fork('receipts')),
          rows: dossiers.flatMap(({ receipts }) => receipts),
          records: (receipt) => [['receipt', receipt]],
        }),
        buildSheet<RequisitionLine>({
          name: '领料',
          columns: lineColumns(),
          rows: dossiers.flatMap(({ lines }) => lines),
          records: (line) => [['requisition_line', line]],
        }),
        ...(complaints.length === 0
          ? []
          : [
              buildSheet<Complaint>({
                name: '投诉',
                columns: complaintColumns(random.fork('complaints')),
                rows: complaints,
                records: (complaint) => [['complaint', complaint]],
              }),
            ]),
      ],
    }),
    buildFile({
      file: `${label}回访.csv`,
      format: 'csv',
      encoding: 'utf-8-bom',
      sheets: [
        buildSheet<FollowUp>({
          name: `${label}回访`,
          columns: followUpColumns(),
          rows: dossiers.flatMap(({ followUps }) => followUps),
          records: (call) => [['follow_up', call]],
        }),
      ],
    }),
  ];
}

/** Columns both halves have, from the customer to the machine. */
function customerColumns(random: Random): Column<Ticket>[] {
  return [
    { header: '客户', feeds: ['ticket.customer_name'], cell: (t) => t.customer_name },
    { header: '单位名称', feeds: ['ticket.customer_org'], width: 16, cell: (t) => t.customer_org },
    { header: '客户地址', feeds: ['ticket.address'], width: 26, cell: (t) => t.address },
    { header: '手机', feeds: ['ticket.phone'], width: 16, cell: (t) => phoneText(t.phone, random) },
    { header: '设备', feeds: ['ticket.product_type'], cell: (t) => t.product_type },
    { header: '规格型号', feeds: ['ticket.model'], cell: (t) => t.model },
    {
      header: '购机日期',
      feeds: ['ticket.purchase_date'],
      width: 12,
      cell: (t) => realTime(t.purchase_date, 'date'),
    },
    { header: '问题描述', feeds: ['ticket.fault'], width: 14, cell: (t) => t.fault },
  ];
}

function outcomeColumns(): Column<Ticket>[] {
  return [
    {
      header: '客户同意',
      feeds: ['ticket.promise_consented'],
      cell: (t) => yesNo(t.promise_consented, '√', '×'),
    },
    {
      header: '挂起时间',
      feeds: ['ticket.suspended_at'],
      width: 20,
      cell: (t) => isoText(t.suspended_at),
    },
    {
      header: '解挂时间',
      feeds: ['ticket.resumed_at'],
      width: 20,
      cell: (t) => isoText(t.resumed_at),
    },
    {
      header: '质保状态',
      feeds: ['ticket.warranty'],
      cell: (t) =>
        t.warranty === null ? null : { in: '在保', out: '超保', agreement: '合同' }[t.warranty],
    },
    {
      header: '拒绝派工',
      feeds: ['ticket.dispatch_refused'],
      cell: (t) => yesNo(t.dispatch_refused, '√', '×'),
    },
    { header: '延误原因', feeds: ['ticket.delay_reason'], cell: (t) => t.delay_reason },
    { header: '工单状态', feeds: ['ticket.status'], cell: (t) => t.status },
  ];
}

/** The latest step known before a field: what a clock alone is read against. */
function stepBefore(ticket: Ticket, ...steps: (number | null)[]): number {
  return steps.reduce<number>((last, step) => step ?? last, ticket.reported_at);
}

function firstHalfColumns(rows: readonly Ticket[], random: Random): Column<Ticket>[] {
  return [
    // Plain digits kept as a number.
    { header: '工单号', feeds: ['ticket.ticket_no'], width: 14, cell: (t) => Number(t.ticket_no) },
    {
      header: '报修日期',
      feeds: ['ticket.reported_at'],
      width: 12,
      cell: (t) => realTime(startOfDay(t.reported_at), 'date'),
    },
    {
      header: '报修时间',
      feeds: ['ticket.reported_at'],
      width: 12,
      cell: (t) =>
        t.reported_at % MINUTE === 0 && random.chance(0.3)
          ? halfDayClock(t.reported_at)
          : clockOrFull(t.reported_at, t.reported_at, t.reported_at),
    },
    ...customerColumns(random),
    { header: '接听人', feeds: ['ticket.hotline_agent'], cell: (t) => t.hotline_agent },
    {
      header: '接听时间',
      feeds: ['ticket.answered_at'],
      width: 12,
      cell: (t) => clockOrFull(t.answered_at, t.reported_at, t.reported_at),
    },
    {
      header: '反馈内勤时间',
      feeds: ['ticket.relayed_at'],
      width: 12,
      cell: (t) => clockOrFull(t.relayed_at, t.reported_at, stepBefore(t, t.answered_at)),
    },
    {
      header: '派单时间',
      feeds: ['ticket.dispatched_at'],
      width: 12,
      cell: (t) =>
        clockOrFull(t.dispatched_at, t.reported_at, stepBefore(t, t.answered_at, t.relayed_at)),
    },
    {
      header: '派单人',
      feeds: ['ticket.dispatcher'],
      cell: (t, index) =>
        t.dispatcher !== null && rows[index - 1]?.dispatcher === t.dispatcher && random.chance(0.3)
          ? random.pick(['〃', '同上'])
          : t.dispatcher,
    },
    { header: '师傅', feeds: ['ticket.technician'], cell: (t) => t.technician },
    {
      header: '服务方式',
      feeds: ['ticket.resolution'],
      cell: (t) =>
        t.resolution === null ? null : t.resolution === 'phone' ? '电话解决' : '上门服务',
    },
    {
      header: '地区',
      feeds: ['ticket.region'],
      cell: (t) => (t.region === null ? null : t.region === 'urban' ? '城区' : '郊县'),
    },
    {
      header: '预约时间',
      feeds: ['ticket.promised_at'],
      width: 18,
      cell: (t) => realTime(t.promised_at),
    },
    ...outcomeColumns(),
  ];
}

function secondHalfColumns(month: string, random: Random): Column<Ticket>[] {
  return [
    { header: '工单号', feeds: ['ticket.ticket_no'], width: 14, cell: (t) => t.ticket_no },
    {
      header: '来电时间',
      feeds: ['ticket.reported_at'],
      width: 22,
      cell: (t) => anyTimeText(t.reported_at, random),
    },
    ...customerColumns(random),
    { header: '接听人', feeds: ['ticket.hotline_agent'], cell: (t) => t.hotline_agent },
    {
      header: '接听时间',
      feeds: ['ticket.answered_at'],
      width: 22,
      cell: (t) => anyTimeText(t.answered_at, random),
    },
    {
      header: '传达时间',
      feeds: ['ticket.relayed_at'],
      width: 22,
      cell: (t) => anyTimeText(t.relayed_at, random),
    },
    {
      header: '派单时间',
      feeds: ['ticket.dispatched_at'],
      width: 22,
      cell: (t) => anyTimeText(t.dispatched_at, random),
    },
    { header: '派单人', feeds: ['ticket.dispatcher'], cell: (t) => t.dispatcher },
    { header: '师傅', feeds: ['ticket.technician'], cell: (t) => t.technician },
    {
      header: '服务方式',
      feeds: ['ticket.resolution'],
      cell: (t) => (t.resolution === null ? null : t.resolution === 'phone' ? '远程' : '现场'),
    },
    {
      header: '地区',
      feeds: ['ticket.region'],
      cell: (t) => (t.region === null ? null : t.region === 'urban' ? '市内' : '周边'),
    },
    {
      header: '预约时间',
      feeds: ['ticket.promised_at'],
      width: 18,
      // Only within the month of the title: its year is the year.
      cell: (t) =>
        t.promised_at !== null && monthOf(t.promised_at) === month && random.chance(0.5)
          ? withoutYear(t.promised_at)
          : isoText(t.promised_at),
    },
    ...outcomeColumns(),
  ];
}

function receiptColumns(random: Random): Column<Receipt>[] {
  return [
    { header: '回执编号', feeds: ['receipt.receipt_no'], width: 14, cell: (r) => r.receipt_no },
    {
      header: '工单号',
      feeds: ['receipt.ticket_no'],
      width: 14,
      cell: (r) => (random.chance(0.5) ? Number(r.ticket_no) : r.ticket_no),
    },
    { header: '师傅', feeds: ['receipt.technician'], cell: (r) => r.technician },
    {
      header: '上门时间',
      feeds: ['receipt.arrived_at'],
      width: 20,
      cell: (r) => realTime(r.arrived_at, 'seconds'),
    },
    {
      header: '完成时间',
      feeds: ['receipt.finished_at'],
      width: 20,
      cell: (r) => realTime(r.finished_at, 'seconds'),
    },
    { header: '原因分析', feeds: ['receipt.fault_cause'], width: 16, cell: (r) => r.fault_cause },
    { header: '处理结果', feeds: ['receipt.solution'], width: 22, cell: (r) => r.solution },
    {
      header: '更换配件',
      feeds: ['receipt.replaced_parts'],
      cell: (r) => freeText(r.replaced_parts, random),
    },
    { header: '实收', feeds: ['receipt.charge'], cell: (r) => moneyText(r.charge_fen, random) },
    {
      header: '已收款',
      feeds: ['receipt.collected'],
      cell: (r) => yesNo(r.collected, '已收', '未收'),
    },
    {
      header: '验收签字',
      feeds: ['receipt.customer_signed'],
      cell: (r) => yesNo(r.customer_signed, '√', '×'),
    },
    {
      header: '客户评价',
      feeds: ['receipt.satisfaction'],
      cell: (r) => scoreStars(r.satisfaction),
    },
    {
      header: '出示工作证',
      feeds: ['receipt.badge_shown'],
      cell: (r) => yesNo(r.badge_shown, '√', '×'),
    },
    {
      header: '着装',
      feeds: ['receipt.uniform_worn'],
      cell: (r) => yesNo(r.uniform_worn, '√', '×'),
    },
  ];
}

function lineColumns(): Column<RequisitionLine>[] {
  return [
    {
      header: '领料单号',
      feeds: ['requisition_line.requisition_no'],
      width: 14,
      cell: (l) => l.requisition_no,
    },
    {
      header: '工单号',
      feeds: ['requisition_line.ticket_no'],
      width: 14,
      cell: (l) => l.ticket_no,
    },
    { header: '领料人', feeds: ['requisition_line.technician'], cell: (l) => l.technician },
    { header: '配件编号', feeds: ['requisition_line.part_no'], cell: (l) => l.part_no },
    {
      header: '配件名称',
      feeds: ['requisition_line.part_name'],
      width: 14,
      cell: (l) => l.part_name,
    },
    { header: '数量', feeds: ['requisition_line.quantity'], cell: (l) => l.quantity },
    {
      header: '领料时间',
      feeds: ['requisition_line.issued_at'],
      width: 20,
      cell: (l) => realTime(l.issued_at, 'seconds'),
    },
  ];
}

function followUpColumns(): Column<FollowUp>[] {
  return [
    { header: '工单号', feeds: ['follow_up.ticket_no'], cell: (f) => f.ticket_no },
    { header: '回访人员', feeds: ['follow_up.caller'], cell: (f) => f.caller },
    { header: '回访时间', feeds: ['follow_up.called_at'], cell: (f) => isoText(f.called_at) },
    {
      header: '是否接通',
      feeds: ['follow_up.connected'],
      cell: (f) => yesNo(f.connected, '已接通', '未接通'),
    },
    { header: '是否解决', feeds: ['follow_up.solved'], cell: (f) => yesNo(f.solved, 'Y', 'N') },
    {
      header: '满意度评价',
      feeds: ['follow_up.satisfaction'],
      cell: (f) => scorePoints(f.satisfaction),
    },
    {
      header: '出示工作证',
      feeds: ['follow_up.badge_shown'],
      cell: (f) => yesNo(f.badge_shown, '有', '没有'),
    },
    {
      header: '统一着装',
      feeds: ['follow_up.uniform_worn'],
      cell: (f) => yesNo(f.uniform_worn, '是', '否'),
    },
    { header: '客户意见', feeds: ['follow_up.remark'], cell: (f) => f.remark },
  ];
}
