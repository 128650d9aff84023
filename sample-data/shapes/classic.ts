/**
 * A month kept the old way: a registration workbook with a company title and a two-row merged header, and one
 * file per form. Nobody notes when the dispatcher is told, nor badge and uniform; the follow-up list comes from
 * a program that writes GB18030, receipts and requisitions from an old Excel.
 */
import type { Complaint, FollowUp, Receipt, RequisitionLine, Ticket } from '../records.ts';
import { COMPANY } from '../simulate/catalogue.ts';
import type { DepartmentMonth } from '../simulate/department.ts';
import type { Random } from '../simulate/random.ts';
import { buildFile, buildSheet, type Column, type GridFile } from './grid.ts';
import {
  anyDateText,
  anyTimeText,
  freeText,
  isoText,
  moneyText,
  phoneText,
  realTime,
  scoreWord,
  slashText,
  yesNo,
} from './spellings.ts';

export function classicFiles({ month, dossiers }: DepartmentMonth, random: Random): GridFile[] {
  const [year = '', number = ''] = month.split('-');
  const label = `${year}年${Number(number)}月`;
  const tickets = dossiers.map(({ ticket }) => ticket);
  // Three slips found in a drawer later: they stand on a hidden sheet.
  const late = tickets.filter((_, index) => index % 150 === 75);
  const registered = tickets.filter((ticket) => !late.includes(ticket));
  const files: GridFile[] = [
    buildFile({
      file: `${label}报修派工登记表.xlsx`,
      format: 'xlsx',
      sheets: [
        buildSheet<Ticket>({
          name: '派工登记',
          titles: [COMPANY, `售后报修派工登记表（${label}）`],
          columns: ticketColumns(random.fork('tickets')),
          rows: registered,
          footer: [
            ['合计', `${registered.length}单`],
            ['制表：陈静', null, null, null, null, null, '审核：张建国'],
          ],
          records: (ticket) => [['ticket', ticket]],
        }),
        ...(late.length === 0
          ? []
          : [
              buildSheet<Ticket>({
                name: '补登',
                hidden: true,
                columns: ticketColumns(random.fork('late')),
                rows: late,
                records: (ticket) => [['ticket', ticket]],
              }),
            ]),
      ],
    }),
    buildFile({
      file: `${label}维修回执.xls`,
      format: 'xls',
      sheets: chunks(dossiers.flatMap(({ receipts }) => receipts)).map((rows, index) =>
        buildSheet<Receipt>({
          name: index === 0 ? '回执' : `回执${index + 1}`,
          titles: [`维修服务回执单汇总 ${label}`],
          columns: receiptColumns(random.fork('receipts')),
          rows,
          repeatHeaderEvery: 120,
          footer: [
            [
              '合计',
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              rows.reduce((sum, { charge_fen }) => sum + (charge_fen ?? 0), 0) / 100,
            ],
            ['制表：周敏', null, null, '审核：张建国', null, null, '以上属实'],
          ],
          records: (receipt) => [['receipt', receipt]],
        }),
      ),
    }),
    buildFile({
      file: `${label}零配件领料单.xls`,
      format: 'xls',
      sheets: chunks(dossiers.flatMap(({ lines }) => lines)).map((rows, index) =>
        buildSheet<RequisitionLine>({
          name: index === 0 ? '领料' : `领料${index + 1}`,
          columns: lineColumns(random.fork('lines')),
          rows,
          footer: [
            ['合计', null, null, null, null, rows.reduce((sum, { quantity }) => sum + quantity, 0)],
          ],
          records: (line) => [['requisition_line', line]],
        }),
      ),
    }),
    buildFile({
      file: `${label}回访记录.csv`,
      format: 'csv',
      encoding: 'gb18030',
      sheets: [
        buildSheet<FollowUp>({
          name: `${label}回访记录`,
          columns: followUpColumns(random.fork('calls')),
          rows: dossiers.flatMap(({ followUps }) => followUps),
          records: (call) => [['follow_up', call]],
        }),
      ],
    }),
  ];
  const complaints = dossiers.flatMap((dossier) => dossier.complaints);
  if (complaints.length > 0) {
    files.push(
      buildFile({
        file: `${label}投诉记录.xlsx`,
        format: 'xlsx',
        sheets: [
          buildSheet<Complaint>({
            name: '投诉',
            titles: [`${label}客户投诉记录`],
            columns: complaintColumns(random.fork('complaints')),
            rows: complaints,
            records: (complaint) => [['complaint', complaint]],
          }),
        ],
      }),
    );
  }
  return files.filter(({ sheets }) => sheets.length > 0);
}

/** An .xls sheet ends at 65,536 rows. */
export function chunks<T>(rows: readonly T[], size = 60_000): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < rows.length; start += size)
    parts.push(rows.slice(start, start + size));
  return parts;
}

function ticketColumns(random: Random): Column<Ticket>[] {
  return [
    { header: '序号', cell: (_, index) => index + 1 },
    { header: '派工单号', feeds: ['ticket.ticket_no'], width: 16, cell: (t) => t.ticket_no },
    {
      header: '客户姓名',
      parent: '客户信息',
      feeds: ['ticket.customer_name'],
      cell: (t) => t.customer_name,
    },
    {
      header: '单位地址',
      parent: '客户信息',
      feeds: ['ticket.address'],
      width: 26,
      cell: (t) => t.address,
    },
    {
      header: '联系电话',
      parent: '客户信息',
      feeds: ['ticket.phone'],
      width: 16,
      cell: (t) => phoneText(t.phone, random),
    },
    {
      header: '产品类型',
      parent: '设备信息',
      feeds: ['ticket.product_type'],
      cell: (t) => t.product_type,
    },
    {
      header: '购买日期',
      parent: '设备信息',
      feeds: ['ticket.purchase_date'],
      width: 14,
      cell: (t) => anyDateText(t.purchase_date, random),
    },
    {
      header: '故障现象',
      parent: '设备信息',
      feeds: ['ticket.fault'],
      width: 14,
      cell: (t) => t.fault,
    },
    {
      header: '报修',
      parent: '时间',
      feeds: ['ticket.reported_at'],
      width: 18,
      cell: (t) =>
        realTime(t.reported_at, t.day_only.includes('reported_at') ? 'date' : 'datetime'),
    },
    {
      header: '答复',
      parent: '时间',
      feeds: ['ticket.answered_at'],
      width: 18,
      cell: (t) => realTime(t.answered_at),
    },
    {
      header: '派工',
      parent: '时间',
      feeds: ['ticket.dispatched_at'],
      width: 18,
      cell: (t) => realTime(t.dispatched_at),
    },
    {
      header: '处理方式',
      feeds: ['ticket.resolution'],
      cell: (t) => (t.resolution === null ? null : t.resolution === 'phone' ? '电话指导' : '上门'),
    },
    { header: '接线员', feeds: ['ticket.hotline_agent'], cell: (t) => t.hotline_agent },
    { header: '内勤', feeds: ['ticket.dispatcher'], cell: (t) => t.dispatcher },
    { header: '技术人员', feeds: ['ticket.technician'], cell: (t) => t.technician },
    {
      header: '区域',
      feeds: ['ticket.region'],
      cell: (t) => (t.region === null ? null : t.region === 'urban' ? '市区' : '外地'),
    },
    {
      header: '约定上门时间',
      feeds: ['ticket.promised_at'],
      width: 18,
      cell: (t) => isoText(t.promised_at),
    },
    {
      header: '质保',
      feeds: ['ticket.warranty'],
      cell: (t) =>
        t.warranty === null ? null : { in: '保内', out: '保外', agreement: '协议' }[t.warranty],
    },
    {
      header: '是否服从派工',
      feeds: ['ticket.dispatch_refused'],
      cell: (t) => yesNo(t.dispatch_refused, '否', '是'),
    },
    { header: '单据状态', feeds: ['ticket.status'], cell: (t) => t.status },
  ];
}

function receiptColumns(random: Random): Column<Receipt>[] {
  return [
    { header: '回执单号', feeds: ['receipt.receipt_no'], cell: (r) => r.receipt_no },
    { header: '派工单号', feeds: ['receipt.ticket_no'], cell: (r) => r.ticket_no },
    { header: '维修人员', feeds: ['receipt.technician'], cell: (r) => r.technician },
    {
      header: '到达时间',
      feeds: ['receipt.arrived_at'],
      width: 20,
      cell: (r) => anyTimeText(r.arrived_at, random),
    },
    {
      header: '完工时间',
      feeds: ['receipt.finished_at'],
      width: 20,
      cell: (r) => anyTimeText(r.finished_at, random),
    },
    { header: '故障原因', feeds: ['receipt.fault_cause'], cell: (r) => r.fault_cause },
    { header: '解决办法', feeds: ['receipt.solution'], width: 24, cell: (r) => r.solution },
    {
      header: '更换零件',
      feeds: ['receipt.replaced_parts'],
      cell: (r) => freeText(r.replaced_parts, random),
    },
    {
      header: '收费金额（元）',
      feeds: ['receipt.charge'],
      cell: (r) => moneyText(r.charge_fen, random),
    },
    {
      header: '是否收款',
      feeds: ['receipt.collected'],
      cell: (r) => yesNo(r.collected, '是', '否'),
    },
    {
      header: '客户签字',
      feeds: ['receipt.customer_signed'],
      cell: (r) =>
        yesNo(r.customer_signed, random.pick(['陈生', '黄小姐', '已签', '李老板']), '未签'),
    },
    { header: '满意度', feeds: ['receipt.satisfaction'], cell: (r) => r.satisfaction },
  ];
}

function lineColumns(random: Random): Column<RequisitionLine>[] {
  return [
    {
      header: '领料单号',
      feeds: ['requisition_line.requisition_no'],
      cell: (l) => l.requisition_no,
    },
    { header: '派工单号', feeds: ['requisition_line.ticket_no'], cell: (l) => l.ticket_no },
    { header: '领料人', feeds: ['requisition_line.technician'], cell: (l) => l.technician },
    { header: '物料编码', feeds: ['requisition_line.part_no'], cell: (l) => l.part_no },
    { header: '零件名称', feeds: ['requisition_line.part_name'], cell: (l) => l.part_name },
    {
      header: '数量',
      feeds: ['requisition_line.quantity'],
      cell: (l) => (random.chance(0.2) ? String(l.quantity) : l.quantity),
    },
    {
      header: '领料日期',
      feeds: ['requisition_line.issued_at'],
      width: 12,
      cell: (l) => realTime(l.issued_at, 'date'),
    },
  ];
}

function followUpColumns(random: Random): Column<FollowUp>[] {
  return [
    { header: '派工单号', feeds: ['follow_up.ticket_no'], cell: (f) => f.ticket_no },
    { header: '回访人', feeds: ['follow_up.caller'], cell: (f) => f.caller },
    {
      header: '回访时间',
      feeds: ['follow_up.called_at'],
      cell: (f) =>
        f.day_only.includes('called_at')
          ? anyDateText(f.called_at, random)
          : slashText(f.called_at),
    },
    {
      header: '是否接通',
      feeds: ['follow_up.connected'],
      cell: (f) => yesNo(f.connected, '是', '否'),
    },
    { header: '是否解决', feeds: ['follow_up.solved'], cell: (f) => yesNo(f.solved, '是', '否') },
    { header: '满意度', feeds: ['follow_up.satisfaction'], cell: (f) => scoreWord(f.satisfaction) },
    { header: '备注', feeds: ['follow_up.remark'], cell: (f) => f.remark },
  ];
}

export function complaintColumns(random: Random): Column<Complaint>[] {
  return [
    {
      header: '投诉编号',
      feeds: ['complaint.complaint_no'],
      width: 14,
      cell: (c) => c.complaint_no,
    },
    { header: '派工单号', feeds: ['complaint.ticket_no'], width: 16, cell: (c) => c.ticket_no },
    {
      header: '投诉时间',
      feeds: ['complaint.received_at'],
      width: 20,
      cell: (c) => anyTimeText(c.received_at, random),
    },
    {
      header: '投诉方式',
      feeds: ['complaint.channel'],
      cell: (c) => ({ call: '来电', letter: '来函', visit: '来人' })[c.channel],
    },
    { header: '被投诉人', feeds: ['complaint.person'], cell: (c) => c.person },
    { header: '投诉原因', feeds: ['complaint.reason'], width: 22, cell: (c) => c.reason_text },
    {
      header: '情节',
      feeds: ['complaint.severity'],
      cell: (c) =>
        c.severity === null
          ? null
          : random.pick(
              { minor: ['轻', '一般'], medium: ['中', '较重'], serious: ['重', '严重'] }[
                c.severity
              ],
            ),
    },
    {
      header: '是否查实',
      feeds: ['complaint.substantiated'],
      cell: (c) => yesNo(c.substantiated, '属实', '不属实'),
    },
    { header: '投诉内容', feeds: ['complaint.description'], width: 28, cell: (c) => c.description },
  ];
}
