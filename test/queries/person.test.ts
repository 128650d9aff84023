/** One person's month beside the team; every expected figure was worked out by hand from the tickets below. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLE_METRICS } from '#queries/metrics/registry.ts';
import { decidePerson } from '#queries/persons/decisions.ts';
import { monthReport } from '#queries/reports/month-report.ts';
import { everybody, findPerson, peopleOf, personMonth } from '#queries/reports/person.ts';
import type { PersonFiguresOfMonth, ScoreLine } from '#queries/reports/person-types.ts';
import type { MonthReport } from '#queries/reports/types.ts';
import { soundsOf } from '#queries/values/name-sounds.ts';
import { matchesPerson } from '#queries/values/person-search.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, type Row, upload } from './department.ts';

const MONTH = '2026-10';
const AS_OF = '2026-10-31T18:00:00';
const oct = (day: string, time: string) => `2026-10-${day} ${time}:00`;

const STAFF: Row[] = [
  {
    employee_no: 'E1',
    name: '李强',
    aliases: '强子',
    role: 'technician',
    department: '售后服务部',
    grade: '高级',
    hired_on: '2016-05-03',
    left_on: null,
  },
  staff('E2', '赵刚', 'technician'),
  staff('E3', '何勇', 'technician'),
  staff('D1', '陈静', 'dispatcher'),
  staff('H1', '王芳', 'hotline'),
  staff('M1', '林建国', 'manager'),
  { ...staff('E4', '周平', 'technician'), left_on: '2026-09-30' },
];

function staff(employee_no: string, name: string, role: string): Row {
  return {
    employee_no,
    name,
    role,
    aliases: null,
    department: '售后服务部',
    grade: null,
    hired_on: null,
    left_on: null,
  };
}

/** Dispatched `dispatch` minutes after the relay, relayed when answered. */
function ticket(
  no: string,
  reported: string,
  answered: string,
  dispatched: string,
  rest: Row,
): Row {
  return {
    ticket_no: no,
    customer_name: `客户${no}`,
    phone: null,
    product_type: '双头灶',
    fault: '漏气',
    reported_at: reported,
    answered_at: answered,
    hotline_agent: '王芳',
    relayed_at: answered,
    dispatched_at: dispatched,
    dispatcher: '陈静',
    technician: '李强',
    region: 'urban',
    promised_at: null,
    resolution: 'on_site',
    ...rest,
  };
}

const SAME_PROBLEM = { phone: '13800000001', fault: '打不着火' };
const TICKETS: Row[] = [
  ticket('S', '2026-09-10 09:00:00', '2026-09-10 09:05:00', '2026-09-10 09:10:00', {}),
  ticket('A', oct('05', '09:00'), oct('05', '09:04'), oct('05', '09:10'), SAME_PROBLEM),
  ticket('B', oct('05', '10:00'), oct('05', '10:12'), oct('05', '10:30'), { technician: '强子' }),
  ticket('C', oct('12', '08:00'), oct('12', '08:05'), oct('12', '08:10'), {
    ...SAME_PROBLEM,
    technician: 'E1',
    promised_at: oct('12', '14:00'),
  }),
  ticket('D', oct('13', '09:00'), oct('13', '09:05'), oct('13', '09:12'), { technician: '赵刚' }),
  ticket('E', oct('20', '09:00'), oct('20', '09:05'), oct('20', '09:15'), { technician: '赵刚' }),
  ticket('F', oct('31', '16:00'), oct('31', '16:05'), oct('31', '16:10'), {}),
  ticket('G', oct('21', '09:00'), oct('21', '09:05'), oct('21', '09:10'), {
    technician: '何勇',
    region: 'outside',
  }),
];

function receipt(
  no: string,
  technician: string,
  arrived: string,
  finished: string,
  rest: Row = {},
): Row {
  return {
    receipt_no: no,
    ticket_no: no.slice(0, 1),
    technician,
    arrived_at: arrived,
    finished_at: finished,
    fault_cause: '老化',
    solution: '更换',
    customer_signed: true,
    badge_shown: true,
    ...rest,
  };
}

const RECEIPTS: Row[] = [
  receipt('S1', '李强', '2026-09-10 11:00:00', '2026-09-10 11:40:00'),
  receipt('A1', '李强', oct('05', '11:00'), oct('05', '12:00')),
  // Late by half an hour, incomplete, without a badge, under another spelling on the same day as A.
  receipt('B1', '李 强', oct('05', '13:30'), oct('05', '15:00'), {
    fault_cause: null,
    badge_shown: false,
  }),
  receipt('C1', 'E1', oct('12', '13:00'), oct('12', '13:30')),
  receipt('D1', '赵刚', oct('13', '11:30'), oct('13', '12:30')),
  receipt('D2', '李强', oct('14', '09:00'), oct('14', '10:00')),
  receipt('G1', '何勇', oct('21', '14:00'), oct('21', '16:00')),
];

const FOLLOW_UPS: Row[] = [
  { ticket_no: 'A', called_at: oct('05', '15:00'), satisfaction: 5 },
  { ticket_no: 'C', called_at: oct('12', '16:00'), satisfaction: 2 },
  { ticket_no: 'D', called_at: oct('14', '12:00'), satisfaction: 4 },
];

const EXPENSES: Row[] = [
  {
    employee: '强子',
    date: '2026-10-15',
    kind: '加班',
    hours: 2,
    amount: 6000,
    trip_place: null,
    voucher_place: null,
  },
  {
    employee: '李强',
    date: '2026-10-20',
    kind: '差旅',
    hours: null,
    amount: 12000,
    trip_place: '清远',
    voucher_place: '清远',
  },
  {
    employee: '李强',
    date: '2026-09-20',
    kind: '加班',
    hours: 9,
    amount: 900,
    trip_place: null,
    voucher_place: null,
  },
];

async function month(
  warehouse: Warehouse,
  id: string,
  report: MonthReport,
): Promise<PersonFiguresOfMonth> {
  const person = await findPerson(warehouse, id);
  if (person === null) throw new Error(`nobody is ${id}`);
  return personMonth(warehouse, person, report);
}

function line(figures: PersonFiguresOfMonth, metric: string): ScoreLine {
  const found = figures.scores.flatMap(({ lines }) => lines).find((each) => each.metric === metric);
  if (found === undefined) throw new Error(`no ${metric}`);
  return found;
}

/** n/N, or the median and its cases. */
const share = ({ own: { met, measured, value } }: ScoreLine) =>
  met === null ? [value, measured] : [met, measured];
const team = ({ team: { met, measured, value } }: ScoreLine) =>
  met === null ? [value, measured] : [met, measured];
const dots = ({ others }: ScoreLine) => others.map(({ value, measured }) => [value, measured]);

describe('with a roster', () => {
  let warehouse: Warehouse;
  let report: MonthReport;
  let li: PersonFiguresOfMonth;
  beforeAll(async () => {
    warehouse = await emptyDepartment();
    await upload(warehouse, {
      staff: STAFF,
      ticket: TICKETS,
      receipt: RECEIPTS,
      follow_up: FOLLOW_UPS,
      expense: EXPENSES,
    });
    report = await monthReport(warehouse, MONTH, AS_OF);
    li = await month(warehouse, 'E1', report);
  });
  afterAll(() => warehouse.close());

  test('who it is', () => {
    expect(li.person).toEqual({
      id: 'E1',
      employee_no: 'E1',
      name: '李强',
      role: 'technician',
      department: '售后服务部',
      grade: '高级',
      hired_on: '2016-05-03',
      left_on: null,
      names: ['强子'],
    });
    expect(li.as_of).toBe(AS_OF);
  });

  test('the month in short: days are counted once, whatever names stand on the receipts', () => {
    expect(li.jobs_dispatched).toBe(4);
    expect(li.work.technician).toMatchObject({
      tickets: 4,
      visits: 4,
      days: 3,
      repair_hours: 4,
      repeats: 1,
      overtime_hours: 2,
      expenses_fen: 18000,
    });
  });

  test('own figure, team and the others’ dots', () => {
    const row = (metric: string) => {
      const found = line(li, metric);
      return [share(found), team(found), dots(found)];
    };
    expect(li.scores.map(({ role }) => role)).toEqual(['technician']);
    expect(li.scores[0]?.lines.map(({ metric }) => metric)).toEqual(ROLE_METRICS.technician);
    // A and C in time, B late, F not yet due; E of 赵刚 is open and late.
    expect(row('arrival_rate')).toEqual([[2, 3], [3, 5], [[0.5, 2]]]);
    // C repeats A; D was finished by 李强 on the second visit.
    expect(row('first_time_fix_rate')).toEqual([[3, 4], [4, 5], [[1, 1]]]);
    expect(row('satisfied_share')).toEqual([[2, 3], [2, 3], []]);
    expect(row('receipt_completeness')).toEqual([
      [3, 4],
      [5, 6],
      [
        [1, 1],
        [1, 1],
      ],
    ]);
    expect(row('badge_rate')).toEqual([
      [3, 4],
      [5, 6],
      [
        [1, 1],
        [1, 1],
      ],
    ]);
    // A 120, B 210; C had a promise, G lies outside the city; 赵刚's D 150.
    expect(row('urban_arrival_minutes')).toEqual([[165, 2], [150, 3], [[150, 1]]]);
    expect(row('repair_minutes')).toEqual([
      [60, 4],
      [60, 6],
      [
        [60, 1],
        [120, 1],
      ],
    ]);
  });

  test('what is unknown and until when it may still change', () => {
    expect(line(li, 'satisfied_share').unknown).toBe(1);
    expect(line(li, 'arrival_rate').provisional_until).toBe('2026-10-31T19:00:00');
    expect(line(li, 'first_time_fix_rate').provisional_until).toBe('2026-11-13T10:00:00');
    expect(line(li, 'receipt_completeness').provisional_until).toBeNull();
  });

  test('twelve months, those without data are gaps', () => {
    const { series } = line(li, 'arrival_rate');
    expect(series).toHaveLength(12);
    expect(
      series.slice(0, 10).every(({ own, team: all }) => own.value === null && all.value === null),
    ).toBe(true);
    expect(series[10]).toEqual({
      own: { month: '2026-09', value: 1, met: 1, measured: 1 },
      team: { month: '2026-09', value: 1, met: 1, measured: 1 },
    });
    expect(
      line(li, 'repair_minutes')
        .series.map(({ own }) => own.value)
        .slice(9),
    ).toEqual([null, 40, 60]);
  });

  test('the visits of each day, later ones without a deadline', () => {
    expect(
      li.visits.map((visit) => [
        visit.receipt_no,
        visit.visit_no,
        visit.arrival_state,
        visit.due_at,
        visit.repair_minutes,
      ]),
    ).toEqual([
      ['A1', 1, 'met', '2026-10-05T12:00:00', 60],
      ['B1', 1, 'breached', '2026-10-05T13:00:00', 90],
      ['C1', 1, 'met', '2026-10-12T14:00:00', 30],
      ['D2', 2, null, null, 60],
    ]);
    expect(li.visits[1]?.missing_fields).toEqual(['fault_cause']);
  });

  test('the jobs: dispatched ones and those only visited', () => {
    expect(
      li.jobs.map((job) => [
        job.ticket_no,
        job.dispatched,
        job.visits,
        job.dispatch_minutes,
        job.arrival_state,
        job.callback_state,
        job.score,
      ]),
    ).toEqual([
      ['A', true, 1, 6, 'met', 'met', 5],
      ['B', true, 1, 18, 'breached', 'breached', null],
      ['C', true, 1, 5, 'met', 'met', 2],
      ['D', false, 1, 7, 'met', 'met', 4],
      ['F', true, 0, 5, 'pending', null, null],
    ]);
    const [a, b, c] = li.jobs;
    expect([a?.complete, b?.complete, b?.missing, li.jobs[4]?.complete]).toEqual([
      true,
      false,
      ['fault_cause'],
      null,
    ]);
    expect([a?.promised, c?.promised]).toEqual([false, true]);
    expect([b?.arrival_minutes, b?.arrival_over_minutes, a?.arrival_over_minutes]).toEqual([
      210,
      30,
      null,
    ]);
  });

  test('expenses of the month, under every name', () => {
    expect(
      li.expenses.map(({ date, hours, amount_fen, trip_place }) => [
        date,
        hours,
        amount_fen,
        trip_place,
      ]),
    ).toEqual([
      ['2026-10-15', 2, 6000, null],
      ['2026-10-20', null, 12000, '清远'],
    ]);
  });

  test('the desk: what was late, open ones against the moment', async () => {
    const chen = await month(warehouse, 'D1', report);
    expect(chen.scores.map(({ role, lines }) => [role, lines.map(({ metric }) => metric)])).toEqual(
      [['dispatcher', ['dispatch_rate', 'callback_rate']]],
    );
    expect(share(line(chen, 'dispatch_rate'))).toEqual([6, 7]);
    expect(share(line(chen, 'callback_rate'))).toEqual([3, 5]);
    expect(
      chen.breaches.map(({ ticket_no, stage, end_at, over_minutes }) => [
        ticket_no,
        stage,
        end_at,
        over_minutes,
      ]),
    ).toEqual([
      ['B', 'dispatch', '2026-10-05T10:30:00', 8],
      // Due on the 6th at 15:00: 25 days and 3 hours.
      ['B', 'callback', null, 25 * 1440 + 180],
      ['G', 'callback', null, 9 * 1440 + 120],
    ]);
    const wang = await month(warehouse, 'H1', report);
    expect(share(line(wang, 'answer_rate'))).toEqual([6, 7]);
    expect(wang.breaches.map(({ ticket_no, over_minutes }) => [ticket_no, over_minutes])).toEqual([
      ['B', 2],
    ]);
    expect((await month(warehouse, 'M1', report)).scores).toEqual([]);
  });

  test('the list: by role and number, those gone before the month left out', async () => {
    const people = peopleOf(await everybody(warehouse), report, new Set());
    expect(people.map(({ id }) => id)).toEqual(['E1', 'E2', 'E3', 'D1', 'H1', 'M1']);
    expect(people[0]?.main).toEqual({ metric: 'arrival_rate', met: 2, measured: 3 });
    expect(people[5]?.main).toBeNull();
    // Charged for something, 周平 stands in the list though gone.
    const charged = peopleOf(await everybody(warehouse), report, new Set(['E4']));
    expect(charged.map(({ id }) => id)).toContain('E4');
  });

  test('an address by name leads to the person of the roster, an unknown one to nobody', async () => {
    expect((await findPerson(warehouse, '~强子'))?.id).toBe('E1');
    expect((await findPerson(warehouse, '~李强'))?.id).toBe('E1');
    expect(await findPerson(warehouse, '~某某')).toBeNull();
    expect(await findPerson(warehouse, 'E99')).toBeNull();
  });

  test('two of a name: what is written so is nobody’s', async () => {
    const twice = await emptyDepartment();
    await upload(twice, {
      staff: [staff('H1', '王芳', 'hotline'), staff('H2', '王芳', 'hotline')],
      ticket: TICKETS,
    });
    const report = await monthReport(twice, MONTH, AS_OF);
    const first = await month(twice, 'H1', report);
    expect(first.scores).toEqual([{ role: 'hotline', lines: [] }]);
    expect([first.breaches, first.work]).toEqual([[], {}]);
    expect(await findPerson(twice, '~王芳')).toBeNull();
    twice.close();
  });
});

test('without a roster everybody is a name; a decided name is one person with it', async () => {
  const warehouse = await emptyDepartment();
  await upload(warehouse, { ticket: TICKETS, receipt: RECEIPTS });
  const ids = async (report: MonthReport) =>
    peopleOf(await everybody(warehouse), report, new Set())
      .map(({ id }) => id)
      .sort();
  const before = await monthReport(warehouse, MONTH, AS_OF);
  // 强子 was sent and 李强 wrote the receipt: no figure is the former's.
  expect(await ids(before)).toEqual(['~E1', '~何勇', '~李强', '~王芳', '~赵刚', '~陈静'].sort());
  // 60, 90 and 60 without what E1 wrote.
  expect(share(line(await month(warehouse, '~李强', before), 'repair_minutes'))).toEqual([60, 3]);
  const say = (written: string) =>
    decidePerson(
      warehouse,
      {
        written,
        same: true,
        employeeNo: null,
        personName: '李强',
        actor: null,
        at: '2026-11-01T09:00:00',
      },
      'zh',
    );
  await say('强子');
  await say('E1');
  const after = await monthReport(warehouse, MONTH, AS_OF);
  expect(await ids(after)).toEqual(['~何勇', '~李强', '~王芳', '~赵刚', '~陈静'].sort());
  const li = await month(warehouse, '~强子', after);
  expect(li.person).toMatchObject({
    id: '~李强',
    employee_no: null,
    name: '李强',
    role: null,
    names: ['E1', '强子'],
  });
  expect(share(line(li, 'repair_minutes'))).toEqual([60, 4]);
  expect(share(line(li, 'arrival_rate'))).toEqual([2, 3]);
  expect(li.work.technician?.days).toBe(3);
  warehouse.close();
});

test('found by name, alias, number, pinyin and initials', () => {
  const person = (employee_no: string | null, name: string, names: string[] = []) => ({
    employee_no,
    name,
    names,
    sounds: soundsOf([name, ...names]),
  });
  const li = person('E005', '李强', ['强子']);
  for (const typed of [
    '',
    ' ',
    '李',
    '李 强',
    '强子',
    'e005',
    'Ｅ００５',
    '005',
    'lq',
    'LQ',
    'liq',
    'li qiang',
    'qz',
  ])
    expect(matchesPerson(li, typed), typed).toBe(true);
  for (const typed of ['赵', 'iang', 'E006', 'zg'])
    expect(matchesPerson(li, typed), typed).toBe(false);
  // A surname is read as one, and the other reading finds it too.
  expect(soundsOf(['曾丽']).full[0]).toBe('zengli');
  expect(matchesPerson(person(null, '曾丽'), 'zl')).toBe(true);
  expect(matchesPerson(person(null, '曾丽'), 'cl')).toBe(true);
  // A cell may hold anything.
  expect(soundsOf(['重'.repeat(500)]).full.length).toBeLessThanOrEqual(8);
});
