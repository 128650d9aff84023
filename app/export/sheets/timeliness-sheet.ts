/** 时效: stages with counts and durations, the persons behind them, every ticket that was late. */
import { TARGET_STAGES, type TargetStage } from '#queries/reports/types.ts';
import {
  count,
  decimal1,
  formula,
  hoursMinutes,
  prose,
  rate,
  state,
  target,
  text,
  time,
} from '../cells.ts';
import { judgedCounts, metricById, STAGE_METRIC } from '../judged.ts';
import { type PeopleLine, peopleLines } from '../people-lines.ts';
import { type Column, type Desk, SheetWriter } from '../sheet-writer.ts';
import { ticketLookup } from '../tickets.ts';
import type { BreachRow } from '../workbook-input.ts';
import { durationColumns, stageColumns, stageLines } from './stage-columns.ts';

/** In pixels, after the stage and its limit. */
const WIDTHS = [84, 72, 84, 76, 136, 124, 124, 96, 104, 118, 112, 104, 96, 72, 72];

const FIRST = { zh: [138, 104], en: [220, 148] } as const;

export function timelinessSheet(desk: Desk): void {
  const writer = new SheetWriter(desk, desk.words.sheets.timeliness, [
    ...FIRST[desk.lang],
    ...WIDTHS,
  ]);
  writer.row = 3;
  writer.freezeHere();
  writer.gap();
  writer.heading(
    writer.both({ zh: '各环节', en: 'Stages' }),
    writer.both({
      zh: '及时率 = 达标 ÷ 应计；应计 = 达标 + 超时 + 过时限仍无记录。完工回访和现场维修按完工月份，其余按报修月份',
      en: 'On time = met ÷ measured; measured = met + late + past the limit without a record. Callback and repair by month of finish, the rest by month of report',
    }),
  );
  writer.table([...stageColumns(desk), ...durationColumns()], stageLines(desk), {
    filter: 'plain',
  });
  writer.gap();
  writer.heading(writer.both({ zh: '按人', en: 'By person' }));
  writer.table(personColumns(desk), personLines(desk), { filter: 'plain' });
  writer.gap();
  writer.heading(
    writer.both({ zh: '没有按时的单', en: 'Tickets that were late' }),
    writer.both({
      zh: '过时限仍无记录的，超出算到数据截至时',
      en: 'Where there is still no record, the excess runs to the as-of time',
    }),
  );
  const order = (row: BreachRow) => TARGET_STAGES.indexOf(row.stage);
  const breaches = desk.input.breaches.toSorted((a, b) => order(a) - order(b));
  writer.table(breachColumns(desk), breaches, { filter: 'list' });
}

interface PersonLine {
  readonly person: PeopleLine;
  readonly role: 'hotline_agent' | 'dispatcher' | 'technician';
  readonly stage: TargetStage;
  /** Null where the report does not say. */
  readonly tickets: number | null;
  readonly measured: number;
  readonly met: number;
}

/** One line per person and role, roles in the order a ticket passes them; those of a stage add up to the stage. */
function personLines(desk: Desk): PersonLine[] {
  const people = peopleLines(desk.input);
  const hotline = people.flatMap((person): PersonLine[] => {
    const own = person.roles.hotline;
    if (own === undefined) return [];
    return [
      {
        person,
        role: 'hotline_agent',
        stage: 'answer',
        tickets: own.tickets,
        measured: own.answer_measured,
        met: own.answer_met,
      },
    ];
  });
  const dispatchers = people.flatMap((person): PersonLine[] => {
    const own = person.roles.dispatcher;
    if (own === undefined) return [];
    return [
      {
        person,
        role: 'dispatcher',
        stage: 'dispatch',
        tickets: own.tickets,
        measured: own.dispatch_measured,
        met: own.dispatch_met,
      },
    ];
  });
  const technicians = people.flatMap((person): PersonLine[] => {
    const own = person.roles.technician;
    if (own === undefined) return [];
    return [
      {
        person,
        role: 'technician',
        stage: 'arrival',
        tickets: own.tickets,
        measured: own.arrival_measured,
        met: own.arrival_met,
      },
    ];
  });
  return [...hotline, ...dispatchers, ...technicians];
}

function personColumns(desk: Desk): Column<PersonLine>[] {
  const { words } = desk;
  const against = (line: PersonLine) => metricById(desk.metrics, STAGE_METRIC[line.stage]);
  const judged = (line: PersonLine) => judgedCounts(line.met, line.measured, against(line));
  return [
    {
      key: 'name',
      header: { zh: '姓名', en: 'Name' },
      cell: ({ person }) => text(person.name ?? words.nameless),
    },
    {
      key: 'stage',
      header: { zh: '环节', en: 'Stage' },
      cell: (line) => text(words.stage[line.stage]),
    },
    {
      key: 'rate',
      header: { zh: '及时率', en: 'On time' },
      cell: (line) => rate(judged(line), words),
    },
    {
      key: 'target',
      header: { zh: '目标', en: 'Target' },
      cell: (line) => target(against(line)),
    },
    {
      key: 'state',
      header: { zh: '状态', en: 'State' },
      cell: (line) => state(judged(line), words),
    },
    {
      key: 'measured',
      header: { zh: '应计', en: 'Measured' },
      cell: (line) => count(line.measured),
    },
    { key: 'met', header: { zh: '达标', en: 'Met' }, cell: (line) => count(line.met) },
    {
      key: 'missed',
      header: { zh: '未达标', en: 'Missed' },
      cell: (line, place) =>
        formula(`${place.here('measured')}-${place.here('met')}`, count(line.measured - line.met)),
    },
    {
      key: 'tickets',
      header: { zh: '经手单数', en: 'Tickets' },
      cell: (line) => count(line.tickets),
    },
    {
      key: 'employee_no',
      header: { zh: '工号', en: 'No.' },
      cell: ({ person }) => text(person.employee_no, { ink: 'quiet' }),
    },
    {
      key: 'role',
      header: { zh: '岗位', en: 'Role' },
      cell: (line) => text(words.charge[line.role], { ink: 'quiet' }),
    },
  ];
}

function breachColumns(desk: Desk): Column<BreachRow>[] {
  const { words } = desk;
  const find = ticketLookup(desk.input.tickets);
  return [
    { key: 'ticket', header: { zh: '单号', en: 'Ticket' }, cell: (row) => text(row.ticket_no) },
    {
      key: 'person',
      header: { zh: '责任人', en: 'Person' },
      cell: (row) => text(row.person),
    },
    {
      key: 'stage',
      header: { zh: '环节', en: 'Stage' },
      cell: (row) => text(words.stage[row.stage]),
    },
    {
      key: 'over',
      header: { zh: '超出（分）', en: 'Over (min)' },
      cell: (row) => decimal1(row.over_minutes, { bold: true }),
    },
    {
      key: 'over_hours',
      header: { zh: '超出（时:分）', en: 'Over (h:mm)' },
      cell: (row) => hoursMinutes(row.over_minutes),
    },
    {
      key: 'minutes',
      header: { zh: '用时（分）', en: 'Took (min)' },
      cell: (row) => decimal1(row.minutes),
    },
    { key: 'start', header: { zh: '起点', en: 'From' }, cell: (row) => time(row.start_at) },
    { key: 'due', header: { zh: '时限到', en: 'Due' }, cell: (row) => time(row.due_at) },
    { key: 'end', header: { zh: '实际', en: 'Actual' }, cell: (row) => time(row.end_at) },
    {
      key: 'state',
      header: { zh: '情况', en: 'State' },
      cell: (row) =>
        row.end_at === null
          ? text(desk.lang === 'zh' ? '仍无记录' : 'no record yet', { ink: 'breached' })
          : text(desk.lang === 'zh' ? '超时' : 'late'),
    },
    {
      key: 'region',
      header: { zh: '区域', en: 'Region' },
      cell: (row) => {
        const region = find(row.ticket_no)?.region ?? null;
        return text(region === null ? null : words.region[region]);
      },
    },
    {
      key: 'customer',
      header: { zh: '客户', en: 'Customer' },
      cell: (row) => prose(find(row.ticket_no)?.customer ?? null),
    },
    {
      key: 'product',
      header: { zh: '产品', en: 'Product' },
      cell: (row) => prose(find(row.ticket_no)?.product ?? null),
    },
    {
      key: 'fault',
      header: { zh: '故障', en: 'Fault' },
      cell: (row) => prose(find(row.ticket_no)?.fault ?? null),
    },
    {
      key: 'reason',
      header: { zh: '延误原因', en: 'Reason given' },
      cell: (row) => prose(row.delay_reason),
    },
  ];
}
