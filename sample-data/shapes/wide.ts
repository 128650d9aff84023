/**
 * A month kept in one ledger: ticket, receipt and follow-up side by side in one row. What does not fit a row,
 * second visits and second calls, stands on sheets of its own.
 */
import type { Complaint, FollowUp, Receipt, RequisitionLine, Ticket } from '../records.ts';
import { COMPANY } from '../simulate/catalogue.ts';
import type { DepartmentMonth } from '../simulate/department.ts';
import type { Random } from '../simulate/random.ts';
import { chunks, complaintColumns } from './classic.ts';
import { buildFile, buildSheet, type Column, type GridFile, type Kind } from './grid.ts';
import {
  anyDateText,
  anyTimeText,
  freeText,
  fullWidth,
  phoneText,
  plainMoney,
  realTime,
  scoreGrade,
  scoreWord,
  yesNo,
} from './spellings.ts';

interface LedgerRow {
  ticket: Ticket;
  receipt: Receipt | null;
  followUp: FollowUp | null;
}

export function wideFiles({ month, dossiers }: DepartmentMonth, random: Random): GridFile[] {
  const [year = '', number = ''] = month.split('-');
  const label = `${year}年${Number(number)}月`;
  const secondVisits = dossiers.flatMap(({ receipts }) => receipts.slice(1));
  const secondCalls = dossiers.flatMap(({ followUps }) => followUps.slice(1));
  const complaints = dossiers.flatMap((dossier) => dossier.complaints);
  return [
    buildFile({
      file: `${label}售后台账.xlsx`,
      format: 'xlsx',
      sheets: [
        buildSheet<LedgerRow>({
          name: '售后台账',
          titles: [`${COMPANY}${label}售后台账`],
          columns: ledgerColumns(random.fork('ledger')),
          rows: dossiers.map(({ ticket, receipts, followUps }) => ({
            ticket,
            receipt: receipts[0] ?? null,
            followUp: followUps[0] ?? null,
          })),
          footer: [['合计', null, `${dossiers.length}单`]],
          records: ({ ticket, receipt, followUp }): (readonly [Kind, object])[] => [
            ['ticket', ticket],
            ...(receipt === null ? [] : [['receipt', receipt] as const]),
            ...(followUp === null ? [] : [['follow_up', followUp] as const]),
          ],
        }),
        ...(secondVisits.length === 0
          ? []
          : [
              buildSheet<Receipt>({
                name: '二次上门',
                columns: [
                  {
                    header: '单号',
                    feeds: ['receipt.ticket_no'],
                    width: 14,
                    cell: (r) => r.ticket_no,
                  },
                  ...receiptColumns<Receipt>((row) => row, random.fork('second visits')),
                  { header: '维修人员', feeds: ['receipt.technician'], cell: (r) => r.technician },
                ],
                rows: secondVisits,
                records: (receipt) => [['receipt', receipt]],
              }),
            ]),
        ...(secondCalls.length === 0
          ? []
          : [
              buildSheet<FollowUp>({
                name: '补充回访',
                columns: [
                  {
                    header: '单号',
                    feeds: ['follow_up.ticket_no'],
                    width: 14,
                    cell: (f) => f.ticket_no,
                  },
                  ...followUpColumns<FollowUp>((row) => row, random.fork('second calls')),
                ],
                rows: secondCalls,
                records: (call) => [['follow_up', call]],
              }),
            ]),
      ],
    }),
    buildFile({
      file: `${label}领料.xls`,
      format: 'xls',
      sheets: chunks(dossiers.flatMap(({ lines }) => lines)).map((rows, index) =>
        buildSheet<RequisitionLine>({
          name: index === 0 ? '领料' : `领料${index + 1}`,
          titles: [`${label}零配件领用`],
          columns: lineColumns(random.fork('lines')),
          rows,
          records: (line) => [['requisition_line', line]],
        }),
      ),
    }),
    buildFile({
      file: `${label}投诉.csv`,
      format: 'csv',
      encoding: 'utf-8',
      separator: ';',
      sheets:
        complaints.length === 0
          ? []
          : [
              buildSheet<Complaint>({
                name: `${label}投诉`,
                columns: complaintColumns(random.fork('complaints')),
                rows: complaints,
                records: (complaint) => [['complaint', complaint]],
              }),
            ],
    }),
  ].filter(({ sheets }) => sheets.length > 0);
}

function ledgerColumns(random: Random): Column<LedgerRow>[] {
  const own = random.fork('receipt');
  return [
    {
      header: '单号',
      feeds: ['ticket.ticket_no', 'receipt.ticket_no', 'follow_up.ticket_no'],
      width: 14,
      cell: ({ ticket }) => ticket.ticket_no,
    },
    {
      header: '报修时间',
      feeds: ['ticket.reported_at'],
      width: 18,
      cell: ({ ticket }) => realTime(ticket.reported_at),
    },
    {
      header: '客户名称',
      feeds: ['ticket.customer_name'],
      cell: ({ ticket }) => ticket.customer_name,
    },
    {
      header: '店名',
      feeds: ['ticket.customer_org'],
      width: 16,
      cell: ({ ticket }) => ticket.customer_org,
    },
    { header: '地址', feeds: ['ticket.address'], width: 26, cell: ({ ticket }) => ticket.address },
    {
      header: '电话',
      feeds: ['ticket.phone'],
      width: 16,
      cell: ({ ticket }) => phoneText(ticket.phone, random),
    },
    {
      header: '设备类型',
      feeds: ['ticket.product_type'],
      cell: ({ ticket }) => ticket.product_type,
    },
    {
      header: '机号',
      feeds: ['ticket.product_serial'],
      width: 12,
      cell: ({ ticket }) =>
        ticket.product_serial !== null && random.chance(0.1)
          ? fullWidth(ticket.product_serial)
          : ticket.product_serial,
    },
    {
      header: '销售日期',
      feeds: ['ticket.purchase_date'],
      width: 14,
      cell: ({ ticket }) => anyDateText(ticket.purchase_date, random),
    },
    { header: '报修内容', feeds: ['ticket.fault'], width: 14, cell: ({ ticket }) => ticket.fault },
    {
      header: '受理人',
      feeds: ['ticket.hotline_agent'],
      cell: ({ ticket }) => ticket.hotline_agent,
    },
    {
      header: '答复时间',
      feeds: ['ticket.answered_at'],
      width: 18,
      cell: ({ ticket }) => realTime(ticket.answered_at),
    },
    {
      header: '传达时间',
      feeds: ['ticket.relayed_at'],
      width: 18,
      cell: ({ ticket }) => realTime(ticket.relayed_at),
    },
    {
      header: '派工时间',
      feeds: ['ticket.dispatched_at'],
      width: 18,
      cell: ({ ticket }) => realTime(ticket.dispatched_at),
    },
    { header: '派工人', feeds: ['ticket.dispatcher'], cell: ({ ticket }) => ticket.dispatcher },
    {
      header: '工程师',
      feeds: ['ticket.technician', 'receipt.technician'],
      cell: ({ ticket }) => ticket.technician,
    },
    {
      header: '处理方式',
      feeds: ['ticket.resolution'],
      cell: ({ ticket }) =>
        ticket.resolution === null ? null : ticket.resolution === 'phone' ? '电话指导' : '上门',
    },
    {
      header: '区域',
      feeds: ['ticket.region'],
      cell: ({ ticket }) =>
        ticket.region === null ? null : ticket.region === 'urban' ? '市区' : '外地',
    },
    {
      header: '里程（公里）',
      feeds: ['ticket.distance_km'],
      cell: ({ ticket }) => ticket.distance_km,
    },
    {
      header: '约定上门时间',
      feeds: ['ticket.promised_at'],
      width: 18,
      cell: ({ ticket }) => realTime(ticket.promised_at),
    },
    {
      header: '客户同意',
      feeds: ['ticket.promise_consented'],
      cell: ({ ticket }) => yesNo(ticket.promise_consented, '同意', '不同意'),
    },
    {
      header: '保内保外',
      feeds: ['ticket.warranty'],
      cell: ({ ticket }) =>
        ticket.warranty === null
          ? null
          : { in: '质保期内', out: '过保', agreement: '协议' }[ticket.warranty],
    },
    {
      header: '服务类别',
      feeds: ['ticket.service_type'],
      cell: ({ ticket }) => ticket.service_type,
    },
    {
      header: '服从派工',
      feeds: ['ticket.dispatch_refused'],
      cell: ({ ticket }) => yesNo(ticket.dispatch_refused, '否', '是'),
    },
    {
      header: '未及时原因',
      feeds: ['ticket.delay_reason'],
      cell: ({ ticket }) => ticket.delay_reason,
    },
    {
      header: '信息更正时间',
      feeds: ['ticket.info_corrected_at'],
      width: 18,
      cell: ({ ticket }) => realTime(ticket.info_corrected_at),
    },
    { header: '状态', feeds: ['ticket.status'], cell: ({ ticket }) => ticket.status },
    ...receiptColumns<LedgerRow>(({ receipt }) => receipt, own),
    ...followUpColumns<LedgerRow>(({ followUp }) => followUp, random.fork('call')),
  ];
}

/** The same columns in the ledger and on the sheet of second visits; a row without a receipt leaves them empty. */
function receiptColumns<Row>(of: (row: Row) => Receipt | null, random: Random): Column<Row>[] {
  const column = (
    header: string,
    field: string,
    cell: (receipt: Receipt) => ReturnType<Column<Row>['cell']>,
    width?: number,
  ): Column<Row> => ({
    header,
    feeds: [`receipt.${field}`],
    ...(width === undefined ? {} : { width }),
    cell: (row) => {
      const receipt = of(row);
      return receipt === null ? null : cell(receipt);
    },
  });
  return [
    column('回执单号', 'receipt_no', (r) => r.receipt_no, 14),
    column('到达时间', 'arrived_at', (r) => realTime(r.arrived_at), 18),
    column('维修完成时间', 'finished_at', (r) => realTime(r.finished_at), 18),
    column('故障原因', 'fault_cause', (r) => r.fault_cause, 16),
    column('处理措施', 'solution', (r) => r.solution, 22),
    column(
      '更换零件',
      'replaced_parts',
      (r) => (r.finished_at === null ? null : freeText(r.replaced_parts, random)),
      16,
    ),
    column('维修费（元）', 'charge', (r) => plainMoney(r.charge_fen)),
    column('是否收款', 'collected', (r) => yesNo(r.collected, '√', '×')),
    column('客户验收', 'customer_signed', (r) => yesNo(r.customer_signed, '已签', '未签')),
    column('服务评价', 'satisfaction', (r) => scoreGrade(r.satisfaction)),
    column('工作证', 'badge_shown', (r) => yesNo(r.badge_shown, '有', '没有')),
    column('着装', 'uniform_worn', (r) => yesNo(r.uniform_worn, '合格', '不合格')),
    column('上交时间', 'submitted_at', (r) => realTime(r.submitted_at), 18),
  ];
}

function followUpColumns<Row>(of: (row: Row) => FollowUp | null, random: Random): Column<Row>[] {
  const column = (
    header: string,
    field: string,
    cell: (call: FollowUp) => ReturnType<Column<Row>['cell']>,
    width?: number,
  ): Column<Row> => ({
    header,
    feeds: [`follow_up.${field}`],
    ...(width === undefined ? {} : { width }),
    cell: (row) => {
      const call = of(row);
      return call === null ? null : cell(call);
    },
  });
  return [
    column('回访人', 'caller', (f) => f.caller),
    column('回访时间', 'called_at', (f) => anyTimeText(f.called_at, random), 22),
    column('是否接通', 'connected', (f) => yesNo(f.connected, '√', '×')),
    column('是否解决', 'solved', (f) => yesNo(f.solved, '是', '否')),
    column('满意度', 'satisfaction', (f) =>
      f.satisfaction === 3 ? '基本满意' : scoreWord(f.satisfaction),
    ),
    column('客户意见', 'remark', (f) => f.remark, 18),
  ];
}

function lineColumns(random: Random): Column<RequisitionLine>[] {
  return [
    { header: '单号', feeds: ['requisition_line.ticket_no'], cell: (l) => l.ticket_no },
    { header: '领料人', feeds: ['requisition_line.technician'], cell: (l) => l.technician },
    { header: '品名', feeds: ['requisition_line.part_name'], cell: (l) => l.part_name },
    {
      header: '数量',
      feeds: ['requisition_line.quantity'],
      cell: (l) => (random.chance(0.2) ? fullWidth(String(l.quantity)) : l.quantity),
    },
    {
      header: '领料时间',
      feeds: ['requisition_line.issued_at'],
      width: 20,
      cell: (l) => anyTimeText(l.issued_at, random),
    },
  ];
}
