/**
 * 人员: one row per person, figures by role, then the deductions; below them one row for what belongs to nobody known, so
 * that the totals at the end are those of the month.
 */
import { FEW, type Target } from '#app/format/index.ts';
import type { MetricId } from '#queries/metrics/registry.ts';
import {
  blank,
  type Cell,
  count,
  decimal1,
  decimal2,
  formula,
  money,
  prose,
  rate,
  text,
} from '../cells.ts';
import { judgedCounts, metricById } from '../judged.ts';
import { type PeopleLine, peopleLines } from '../people-lines.ts';
import { type Both, type Column, type Desk, SheetWriter } from '../sheet-writer.ts';
import { sumOf } from '../sums.ts';

/** Widths in pixels: counts are narrow, English headers longer. */
const COUNT = { zh: 48, en: 72 } as const;
const RATE = 62;
const MONEY = 80;
const RULES = 310;
const RULES_PER_LINE = 3;

interface Group {
  readonly title: Both;
  readonly columns: readonly (Column<PeopleLine> & { readonly width: number })[];
}

export function peopleSheet(desk: Desk): void {
  const { words } = desk;
  const lines = peopleLines(desk.input);
  const groups = groupsOf(desk);
  const columns = groups.flatMap((group) => group.columns);
  const writer = new SheetWriter(
    desk,
    words.sheets.people,
    columns.map((column) => column.width),
  );
  writer.note(
    writer.both({
      zh: '空格：本月没有这个岗位的工作。扣减含拟扣减，未审核的仍会变；条数不含纪律处理（不扣款，另列一栏）',
      en: 'Blank: no work in that role this month. Proposed deductions may still change; the count leaves out disciplinary measures, which take no money and have a column of their own',
    }),
  );
  writer.note(
    writer.both({
      zh: '有评价、均分只看上门单，总览的满意度还含电话指导',
      en: 'Scores here are those of on-site tickets; satisfaction on the overview holds phone guidance too',
    }),
  );
  if (lines.some(({ name }) => name === null)) {
    writer.note(
      writer.both({
        zh: '“未具名”：人名空白，或对不上花名册上某一个人。加上这一行，答复、派工、到达、返修、回执和扣减的合计与总览一致；其余各栏只按人计',
        en: '“Nobody named”: no name was written, or one that is not exactly one person on the roster. With that row the totals of answer, dispatch, arrival, repeats, receipts and deductions are those of the overview; the other columns count by person only',
      }),
    );
  }
  let left = 0;
  for (const group of groups) {
    group.columns.forEach((_, at) => {
      const look = { bold: true, ground: 'group', line: 'none' } as const;
      writer.write(
        writer.row,
        left + at,
        at === 0 ? text(writer.both(group.title), look) : blank(look),
      );
    });
    left += group.columns.length;
  }
  writer.row += 1;
  writer.table(columns, lines, {
    filter: 'sheet',
    freezeColumns: 1,
    total: words.totalOfFilter,
  });
}

type Of = (person: PeopleLine) => number | null;

function groupsOf(desk: Desk): Group[] {
  const { words, input } = desk;
  const { policy } = input;
  const goal = (id: MetricId) => metricById(desk.metrics, id);
  const number = (
    key: string,
    header: Both,
    of: Of,
    as: (value: number | null) => Cell = count,
    width: number = COUNT[desk.lang],
  ) => ({
    key,
    header,
    width,
    cell: (person: PeopleLine) => as(of(person)),
    total: (rows: readonly PeopleLine[]) => as(sumOf(rows, (row) => of(row) ?? 0)),
  });
  /** n ÷ N as a formula; empty without cases. */
  const ratio = (
    key: string,
    header: Both,
    met: string,
    measured: string,
    n: Of,
    N: Of,
    goal: Target,
  ) => {
    const made = (
      cases: number | null,
      kept: number | null,
      here: (key: string) => string,
    ): Cell => {
      if (cases === null || kept === null || cases === 0) return blank({ align: 'right' });
      const cell = rate(judgedCounts(kept, cases, goal), words);
      return formula(`${here(met)}/${here(measured)}`, cell);
    };
    return {
      key,
      header,
      width: RATE,
      cell: (person: PeopleLine, place: { here(key: string): string }) =>
        made(N(person), n(person), place.here),
      total: (rows: readonly PeopleLine[], place: { here(key: string): string }) =>
        made(
          sumOf(rows, (row) => N(row) ?? 0),
          sumOf(rows, (row) => n(row) ?? 0),
          place.here,
        ),
    };
  };
  const hotline = (of: (own: NonNullable<PeopleLine['roles']['hotline']>) => number | null): Of => {
    return ({ roles }) => (roles.hotline === undefined ? null : of(roles.hotline));
  };
  const dispatcher = (
    of: (own: NonNullable<PeopleLine['roles']['dispatcher']>) => number | null,
  ): Of => {
    return ({ roles }) => (roles.dispatcher === undefined ? null : of(roles.dispatcher));
  };
  const technician = (
    of: (own: NonNullable<PeopleLine['roles']['technician']>) => number | null,
  ): Of => {
    return ({ roles }) => (roles.technician === undefined ? null : of(roles.technician));
  };
  const answered = hotline((own) => own.answer_met);
  const toAnswer = hotline((own) => own.answer_measured);
  const dispatched = dispatcher((own) => own.dispatch_met);
  const toDispatch = dispatcher((own) => own.dispatch_measured);
  const arrived = technician((own) => own.arrival_met);
  const toArrive = technician((own) => own.arrival_measured);
  const complete = technician((own) => own.receipts_complete);
  const receipts = technician((own) => own.receipts_finished);
  const order = policy.rules.map((rule) => rule.no);
  const measures = new Set(
    policy.rules.filter((rule) => rule.measures !== undefined).map((rule) => rule.no),
  );
  /** Fines of the rules that name a disciplinary measure, or of those that name money. */
  const timesOf = ({ rules }: PeopleLine, measure: boolean): number =>
    sumOf(
      Object.entries(rules).filter(([rule]) => measures.has(rule) === measure),
      ([, times]) => times,
    );
  const measured = { zh: '应计', en: 'Cases' };
  const met = { zh: '达标', en: 'Met' };
  const onTime = { zh: '及时率', en: 'On time' };
  const tickets = { zh: '单数', en: 'Tickets' };
  return [
    {
      title: { zh: '人员', en: 'Person' },
      columns: [
        {
          key: 'name',
          header: { zh: '姓名', en: 'Name' },
          width: 100,
          cell: ({ name }) =>
            name === null ? text(words.nameless, { ink: 'quiet' }) : text(name, { bold: true }),
        },
        {
          key: 'employee_no',
          header: { zh: '工号', en: 'No.' },
          width: 56,
          cell: (person) => text(person.employee_no, { ink: 'quiet' }),
        },
      ],
    },
    {
      title: { zh: '热线：答复', en: 'Hotline: answer' },
      columns: [
        number(
          'h_tickets',
          tickets,
          hotline((own) => own.tickets),
        ),
        number('h_measured', measured, toAnswer),
        number('h_met', met, answered),
        ratio('h_rate', onTime, 'h_met', 'h_measured', answered, toAnswer, goal('answer_rate')),
      ],
    },
    {
      title: { zh: '内勤：派工', en: 'Dispatcher: dispatch' },
      columns: [
        number(
          'd_tickets',
          tickets,
          dispatcher((own) => own.tickets),
        ),
        number('d_measured', measured, toDispatch),
        number('d_met', met, dispatched),
        ratio(
          'd_rate',
          onTime,
          'd_met',
          'd_measured',
          dispatched,
          toDispatch,
          goal('dispatch_rate'),
        ),
      ],
    },
    {
      title: { zh: '技术：到达', en: 'Technician: arrival' },
      columns: [
        number(
          't_tickets',
          tickets,
          technician((own) => own.tickets),
        ),
        number(
          't_visits',
          { zh: '上门\n次数', en: 'Visits' },
          technician((own) => own.visits),
        ),
        number('t_measured', measured, toArrive),
        number('t_met', met, arrived),
        ratio('t_rate', onTime, 't_met', 't_measured', arrived, toArrive, goal('arrival_rate')),
      ],
    },
    {
      title: { zh: '技术：质量', en: 'Technician: quality' },
      columns: [
        number(
          't_repeats',
          { zh: '返修', en: 'Repeats' },
          technician((own) => own.repeats),
        ),
        number(
          't_scored',
          { zh: '有评价', en: 'Scored' },
          technician((own) => own.scored),
        ),
        {
          key: 't_mean',
          header: { zh: '均分', en: 'Mean score' },
          width: COUNT[desk.lang],
          cell: ({ roles }) => {
            const own = roles.technician;
            const few = own !== undefined && own.scored < FEW ? { ink: 'quiet' as const } : {};
            return decimal2(own?.satisfaction_mean ?? null, few);
          },
        },
        number('t_receipts', { zh: '完工\n回执', en: 'Receipts' }, receipts),
        number('t_complete', { zh: '完整', en: 'Complete' }, complete),
        ratio(
          't_completeness',
          { zh: '完整率', en: 'Share' },
          't_complete',
          't_receipts',
          complete,
          receipts,
          goal('receipt_completeness'),
        ),
      ],
    },
    {
      title: { zh: '技术：工作量', en: 'Technician: workload' },
      columns: [
        number(
          't_hours',
          { zh: '维修\n小时', en: 'Repair\nhours' },
          technician((own) => own.repair_hours),
          decimal1,
          66,
        ),
        number(
          't_days',
          { zh: '出工\n天数', en: 'Days' },
          technician((own) => own.days),
        ),
        number(
          't_overtime',
          { zh: '加班\n小时', en: 'Extra\nhours' },
          technician((own) => own.overtime_hours),
          decimal1,
          66,
        ),
        number(
          't_expenses',
          { zh: '费用\n元', en: 'Expenses\nyuan' },
          technician((own) => own.expenses_fen),
          money,
          MONEY,
        ),
      ],
    },
    {
      title: { zh: '考核扣减', en: 'Deductions' },
      columns: [
        number('f_count', { zh: '条数', en: 'Count' }, (person) => timesOf(person, false)),
        number('f_measures', { zh: '纪律\n处理', en: 'Measures' }, (person) =>
          timesOf(person, true),
        ),
        number(
          'f_proposed',
          { zh: '拟扣减\n元', en: 'Proposed\nyuan' },
          (person) => person.proposed_fen,
          money,
          MONEY,
        ),
        number(
          'f_confirmed',
          { zh: '已确认\n元', en: 'Confirmed\nyuan' },
          (person) => person.confirmed_fen,
          money,
          MONEY,
        ),
        number(
          'f_deduct',
          { zh: '扣款\n元', en: 'To deduct\nyuan' },
          (person) => person.deduct_fen,
          money,
          MONEY,
        ),
        {
          key: 'f_rules',
          header: { zh: '规则和次数', en: 'Rules and times' },
          width: RULES,
          cell: ({ rules }) => prose(rulesText(rules, order, desk)),
        },
      ],
    },
  ];
}

/** `第4条 4次、第5条 3次`, in the policy's order; lines are broken between rules. */
function rulesText(rules: PeopleLine['rules'], order: readonly string[], desk: Desk): string {
  const [comma, space] = desk.lang === 'zh' ? ['、', ''] : [',', ' '];
  const place = (rule: string) => (order.includes(rule) ? order.indexOf(rule) : order.length);
  return Object.entries(rules)
    .filter(([, times]) => times > 0)
    .sort(([a], [b]) => place(a) - place(b))
    .map(([rule, times]) => desk.words.ruleTimes(rule, times))
    .reduce((text, each, at) => {
      const between = at === 0 ? '' : `${comma}${at % RULES_PER_LINE === 0 ? '\n' : space}`;
      return `${text}${between}${each}`;
    }, '');
}
