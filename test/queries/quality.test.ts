/** Data quality of a month: each finding where it speaks and where it is silent; expected values by hand. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DecisionRefused, decidePerson, undoDecision } from '#queries/persons/decisions.ts';
import { monthFineList } from '#queries/reports/fines.ts';
import { monthLists } from '#queries/reports/lists.ts';
import { monthReport } from '#queries/reports/month-report.ts';
import { monthOverview } from '#queries/reports/overview.ts';
import { blankField, monthQuality, qualityCounts } from '#queries/reports/quality.ts';
import type { MonthQuality, QualityCode, QualityFinding } from '#queries/reports/quality-types.ts';
import { ticketRows } from '#queries/reports/tickets.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, type Row, upload, uploadAll } from './department.ts';

const MONTH = '2026-10';
const AS_OF = '2026-10-31T18:00:00';

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await emptyDepartment();
});
afterEach(() => warehouse.close());

/** The page of October; asked anew once something was written. */
let page: { of: Warehouse; version: number; quality: MonthQuality } | null = null;
async function quality(): Promise<MonthQuality> {
  const version = warehouse.dataVersion;
  if (page === null || page.of !== warehouse || page.version !== version)
    page = { of: warehouse, version, quality: await monthQuality(warehouse, MONTH, AS_OF, 'zh') };
  return page.quality;
}

/** The findings of a month that occur, with their counts. */
async function counted(month = MONTH): Promise<Partial<Record<QualityCode, number>>> {
  const { cells: _, ...counts } = await qualityCounts(warehouse, month, AS_OF);
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

async function finding(code: QualityCode): Promise<QualityFinding> {
  const found = (await quality()).findings.find((each) => each.code === code);
  if (found === undefined) throw new Error(`no finding ${code}`);
  return found;
}

/** Ticket numbers a finding lists, in its order. */
async function ticketsOf(code: QualityCode): Promise<(string | null)[]> {
  return (await finding(code)).rows.map((row) => row.ticket_no);
}

const oct = (day: string, time: string) => `2026-10-${day} ${time}`;
const ticket = (no: string, rest: Row = {}): Row => ({
  ticket_no: no,
  customer_name: `客户${no}`,
  reported_at: oct('05', '09:00:00'),
  ...rest,
});

async function sheetId(file: string): Promise<number> {
  const [row] = await warehouse.read(
    'SELECT max(sheet_id) AS id FROM src_sheet JOIN src_file USING (file_id) WHERE file = $file',
    z.object({ id: z.number() }),
    { file },
  );
  if (row === undefined) throw new Error(`no sheet of ${file}`);
  return row.id;
}

/** An issue as reading leaves it; of a rejected row the cells as well, since it became no record. */
async function issue(
  sheet: number,
  row: number,
  over: { column?: string; field?: string; value?: string; code: string; reject?: boolean },
  cells?: readonly string[],
): Promise<void> {
  await warehouse.run(
    `INSERT INTO src_issue VALUES ($sheet, $row, $column, $header, $field, $value, $code, $message, $severity)`,
    {
      sheet,
      row,
      column: over.column ?? null,
      header: over.field ?? null,
      field: over.field ?? null,
      value: over.value ?? '',
      code: over.code,
      message: '「x」读不出。改正。',
      severity: over.reject === true ? 'reject' : 'warning',
    },
  );
  if (cells !== undefined) {
    await warehouse.run('INSERT INTO src_cell_row VALUES ($sheet, $row, $cells)', {
      sheet,
      row,
      cells: cells.join('\u001F'),
    });
  }
  warehouse.changed();
}

test('a sound month has no findings, and an empty one none either', async () => {
  expect(await counted()).toEqual({});
  await upload(warehouse, {
    ticket: [
      ticket('A', {
        resolution: 'on_site',
        region: 'urban',
        answered_at: oct('05', '09:05:00'),
        relayed_at: oct('05', '09:05:00'),
        dispatched_at: oct('05', '09:10:00'),
        technician: '李强',
      }),
    ],
    receipt: [
      {
        ticket_no: 'A',
        technician: '李强',
        arrived_at: oct('05', '11:00:00'),
        finished_at: oct('05', '12:00:00'),
      },
    ],
    follow_up: [{ ticket_no: 'A', called_at: oct('05', '15:00:00') }],
  });
  expect(await counted()).toEqual({});
});

describe('times', () => {
  test('a stage, a step or a day out of order, each at its cell; what no stage measures as well', async () => {
    await uploadAll(warehouse, [
      {
        sheets: {
          ticket: [
            ticket('FINISH', { resolution: 'on_site', region: 'urban' }),
            ticket('STEPS', {
              resolution: 'on_site',
              relayed_at: oct('05', '08:30:00'),
              dispatched_at: oct('05', '10:00:00'),
              promised_at: oct('05', '09:00:00'),
              suspended_at: oct('05', '12:00:00'),
              resumed_at: oct('05', '11:00:00'),
            }),
          ],
          receipt: [
            {
              ticket_no: 'FINISH',
              arrived_at: oct('05', '10:00:00'),
              finished_at: oct('05', '08:00:00'),
            },
            {
              ticket_no: 'STEPS',
              arrived_at: oct('05', '09:30:00'),
              finished_at: oct('05', '13:00:00'),
              submitted_at: oct('05', '12:58:00'),
            },
          ],
        },
      },
      {
        dayOnly: ['answered_at'],
        sheets: {
          ticket: [
            ticket('SAME-DAY', { answered_at: oct('05', '00:00:00') }),
            ticket('DAY-BEFORE', { answered_at: oct('04', '00:00:00') }),
          ],
        },
      },
      {
        sheets: {
          ticket: [
            ticket('A', { answered_at: oct('05', '08:59:00') }),
            ticket('B', { answered_at: oct('05', '08:59:01') }),
            ticket('C', { answered_at: '2027-01-03 09:00:00' }),
            ticket('D', { answered_at: '2027-01-03 09:00:01' }),
          ],
        },
      },
    ]);
    expect(await counted()).toEqual({ time_order: 3, long_span: 1, step_order: 5 });
    // The page counts what the overview does.
    const { findings } = await quality();
    expect(
      Object.fromEntries(findings.filter((f) => f.count > 0).map((f) => [f.code, f.count])),
    ).toEqual(await counted());
    // An answer a minute before its report; less is rounding, and over 90 days are too long.
    const found = await finding('time_order');
    expect(found.rows.filter((row) => row.ticket_no === 'A')).toEqual([
      {
        code: 'time_order',
        ticket_no: 'A',
        person: null,
        kind: 'ticket',
        field: 'answered_at',
        field_name: '答复',
        what: '答复 10-05 08:59 早于报修 10-05 09:00',
        sheet_id: await sheetId('ticket.csv'),
        file: 'ticket.csv',
        sheet: 'ticket',
        row: 2,
        column: 'D',
        header: 'answered_at',
        value: '2026-10-05 08:59:00',
      },
    ]);
    expect(await ticketsOf('long_span')).toEqual(['D']);
    // One finish before the report puts two stages out of order, both at its cell.
    expect(found.parts.map(({ id, label, count }) => [id, label, count])).toEqual([
      ['answer', '答复', 1],
      ['repair', '完工', 1],
      ['turnaround', '完工', 1],
    ]);
    const finish = found.rows.filter((row) => row.ticket_no === 'FINISH');
    expect(finish.map((row) => `${row.column}${row.row}`)).toEqual(['C2', 'C2']);
    // The dispatch lies 90 minutes after the relay: in order. The appointment at the report itself is possible.
    const { rows } = await finding('step_order');
    const steps = rows.filter((row) => row.ticket_no === 'STEPS');
    expect(steps.map((row) => [row.kind, row.field, row.what])).toEqual([
      ['ticket', 'relayed_at', '传达 10-05 08:30 早于报修 10-05 09:00'],
      ['ticket', 'resumed_at', '解挂 10-05 11:00 早于挂起 10-05 12:00'],
      ['receipt', 'arrived_at', '到达 10-05 09:30 早于派工 10-05 10:00'],
      ['receipt', 'submitted_at', '回执上交 10-05 12:58 早于完工 10-05 13:00'],
    ]);
    // A time known to the day is out of order from the day before on.
    const others = rows.filter((row) => row.ticket_no !== 'STEPS');
    expect(others.map((row) => row.ticket_no)).toEqual(['DAY-BEFORE']);
  });
});

describe('persons', () => {
  const STAFF = [
    { employee_no: 'E1', name: '张伟', aliases: '小张' },
    { employee_no: 'E2', name: '王芳', aliases: null },
    { employee_no: 'E3', name: '王芳', aliases: null },
    { employee_no: 'E4', name: '李建国', aliases: '建国' },
  ];

  test('not on the roster, or two of the name; number, alias and spaces are known', async () => {
    await upload(warehouse, {
      staff: STAFF,
      ticket: [
        ticket('A', { hotline_agent: '王 芳', dispatcher: 'E4', technician: '小张' }),
        ticket('B', { hotline_agent: null, dispatcher: '张 伟', technician: '赵刚' }),
        ticket('C', {
          hotline_agent: null,
          dispatcher: null,
          technician: '钱多',
          status: '已取消',
        }),
      ],
      receipt: [{ ticket_no: 'B', technician: '赵 刚', arrived_at: oct('05', '10:00:00') }],
      follow_up: [{ ticket_no: 'B', caller: '王芳', called_at: oct('06', '10:00:00') }],
      expense: [{ employee: '孙七', date: '2026-10-09', amount: 100 }],
    });
    expect(await counted()).toEqual({ unknown_person: 2, shared_name: 1 });
    const unknown = await finding('unknown_person');
    expect(unknown.cells).toBe(3);
    expect(unknown.rows.map((row) => [row.person, row.file, `${row.column}${row.row}`])).toEqual([
      ['孙七', 'expense.csv', 'A2'],
      ['赵刚', 'ticket.csv', 'F3'],
      ['赵 刚', 'receipt.csv', 'B2'],
    ]);
    const { persons } = await quality();
    expect(persons.questions).toEqual([
      {
        written: '王 芳',
        cells: 2,
        state: 'shared',
        candidates: [
          { employee_no: 'E2', name: '王芳', by: 'spelling' },
          { employee_no: 'E3', name: '王芳', by: 'spelling' },
        ],
      },
      { written: '赵 刚', cells: 2, state: 'unknown', candidates: [] },
      { written: '孙七', cells: 1, state: 'unknown', candidates: [] },
    ]);
    expect(persons.merged).toEqual([
      {
        name: '张伟',
        employee_no: 'E1',
        written: [
          { name: '小张', cells: 1 },
          { name: '张 伟', cells: 1 },
        ],
      },
    ]);
  });

  test('without a roster nobody is unknown, but names alike are asked about once', async () => {
    await upload(warehouse, {
      ticket: [
        ticket('A', { technician: '王建国', dispatcher: '周敏' }),
        ticket('B', { technician: '王建国', dispatcher: '周敏' }),
        ticket('C', { technician: '王师傅', dispatcher: '周闽' }),
      ],
    });
    expect(await counted()).toEqual({});
    expect((await quality()).persons).toMatchObject({
      roster_loaded: false,
      questions: [
        { written: '周闽', state: 'alike', candidates: [{ name: '周敏', by: 'sound' }] },
        { written: '王师傅', state: 'alike', candidates: [{ name: '王建国', by: 'surname' }] },
      ],
    });
  });

  /** Two late answers: one under the name, one under a nickname the roster does not know. */
  async function lateAnswers(staff: readonly Row[] | null): Promise<void> {
    await upload(warehouse, {
      ...(staff === null ? {} : { staff }),
      ticket: [
        ticket('A', {
          resolution: 'on_site',
          hotline_agent: '李建国',
          answered_at: oct('05', '09:05:00'),
          relayed_at: oct('05', '09:05:00'),
          dispatched_at: oct('05', '09:30:00'),
          dispatcher: '李建国',
        }),
        ticket('B', {
          resolution: 'on_site',
          hotline_agent: '老李',
          answered_at: oct('05', '09:20:00'),
          relayed_at: oct('05', '09:20:00'),
          dispatched_at: oct('05', '10:00:00'),
          dispatcher: '老李',
        }),
      ],
    });
  }
  const at = '2026-11-01T08:00:00';
  const decide = (
    written: string,
    over: { same?: boolean; no?: string | null; name?: string } = {},
  ) =>
    decidePerson(
      warehouse,
      {
        written,
        same: over.same ?? true,
        employeeNo: over.no === undefined ? 'E4' : over.no,
        personName: over.name ?? '李建国',
        actor: '经理',
        at,
      },
      'zh',
    );
  const fines = async () =>
    (await monthFineList(warehouse, MONTH, AS_OF, 'zh')).map((fine) => [
      fine.key,
      fine.person,
      fine.employee_no,
      fine.unassigned,
    ]);
  const answered = async () =>
    (await monthReport(warehouse, MONTH, AS_OF)).people.map((person) => [
      person.name,
      person.roles.hotline?.tickets,
      person.roles.hotline?.answer_met,
      person.proposed_fen > 0,
    ]);
  const listed = async (person: string) =>
    (await ticketRows(warehouse, { month: MONTH, person }, AS_OF)).map((row) => row.ticket_no);

  test('a name decided once moves fines, figures and lists to the person; taken back, they return', async () => {
    await lateAnswers(STAFF);
    const before = {
      fines: await fines(),
      people: await answered(),
      quality: await quality(),
      overview: await monthOverview(warehouse, MONTH, AS_OF),
    };
    // Rule 2a, late dispatch: both dispatchers, one of whom nobody knows. The answer of B took 20 minutes.
    expect(before.fines).toEqual([
      ['2a:ticket:A:李建国', '李建国', 'E4', false],
      ['2a:ticket:B:老李', '老李', null, true],
    ]);
    expect(before.people).toEqual([['李建国', 1, 1, true]]);
    expect(await listed('李建国')).toEqual(['A']);
    expect(before.quality.persons.questions).toMatchObject([
      { written: '老李', cells: 2, candidates: [{ employee_no: 'E4', by: 'surname' }] },
    ]);
    const version = warehouse.dataVersion;

    const id = await decide('老 李');
    expect(warehouse.dataVersion).toBeGreaterThan(version);
    // The keys stay: a decision already taken about a fine is found again.
    expect(await fines()).toEqual([
      ['2a:ticket:A:李建国', '李建国', 'E4', false],
      ['2a:ticket:B:老李', '李建国', 'E4', false],
    ]);
    expect(await answered()).toEqual([['李建国', 2, 1, true]]);
    expect(await listed('李建国')).toEqual(['A', 'B']);
    expect(await listed('老李')).toEqual(['A', 'B']);
    expect((await finding('unknown_person')).count).toBe(0);
    const { persons } = await quality();
    expect(persons.questions).toEqual([]);
    expect(persons.decisions).toEqual([
      {
        id,
        written: '老 李',
        same: true,
        employee_no: 'E4',
        person_name: '李建国',
        actor: '经理',
        decided_at: at,
        cells: 2,
      },
    ]);
    expect(persons.merged).toMatchObject([
      {
        name: '李建国',
        written: [
          { name: '李建国', cells: 2 },
          { name: '老李', cells: 2 },
        ],
      },
    ]);

    await undoDecision(warehouse, id, { actor: null, at: '2026-11-01T09:00:00' }, 'zh');
    expect(await fines()).toEqual(before.fines);
    expect(await answered()).toEqual(before.people);
    expect(await listed('李建国')).toEqual(['A']);
    expect(await quality()).toEqual(before.quality);
    expect(await monthOverview(warehouse, MONTH, AS_OF)).toEqual(before.overview);
    await expect(undoDecision(warehouse, id, { actor: null, at }, 'zh')).rejects.toThrow(
      '已经撤销过了',
    );
  });

  test('without a roster a name can mean another name, and still does when the roster comes', async () => {
    await lateAnswers(null);
    expect((await fines()).map(([, person]) => person)).toEqual(['李建国', '老李']);
    expect(await answered()).toEqual([
      ['老李', 1, 0, true],
      ['李建国', 1, 1, true],
    ]);
    const id = await decide('老李', { no: null });
    expect((await fines()).map(([, person]) => person)).toEqual(['李建国', '李建国']);
    expect(await answered()).toEqual([['李建国', 2, 1, true]]);
    expect(await listed('李建国')).toEqual(['A', 'B']);
    // No chains and no circles.
    await expect(decide('李建国', { no: null, name: '老李' })).rejects.toThrow('就是这个名字本身');
    await expect(decide('李建国', { no: null, name: '李工' })).rejects.toThrow('先撤销');
    await decide('李师傅', { no: null, name: '老李' });
    expect((await quality()).persons.decisions.map((d) => [d.written, d.person_name])).toEqual([
      ['老李', '李建国'],
      ['李师傅', '李建国'],
    ]);

    await upload(warehouse, { staff: STAFF });
    expect((await fines()).map(([, person, no]) => [person, no])).toEqual([
      ['李建国', 'E4'],
      ['李建国', 'E4'],
    ]);
    await undoDecision(warehouse, id, { actor: null, at }, 'zh');
    expect((await fines()).map(([, , no]) => no)).toEqual(['E4', null]);
  });

  test('different persons: not proposed again, and nothing moves', async () => {
    await lateAnswers(STAFF);
    const before = await fines();
    const id = await decide('老李', { same: false });
    expect(await fines()).toEqual(before);
    expect((await quality()).persons.questions).toMatchObject([
      { written: '老李', candidates: [] },
    ]);
    expect((await finding('unknown_person')).count).toBe(1);
    // Said otherwise later, the new word counts and the old one is gone.
    await decide('老李');
    expect((await quality()).persons.decisions.map((d) => d.same)).toEqual([true]);
    await expect(undoDecision(warehouse, id, { actor: null, at }, 'zh')).rejects.toThrow(
      DecisionRefused,
    );
  });

  test('a shared name is settled for one of them; a new word replaces the old', async () => {
    await upload(warehouse, {
      staff: STAFF,
      ticket: [ticket('A', { hotline_agent: '王芳', answered_at: oct('05', '09:05:00') })],
    });
    expect(await counted()).toEqual({ shared_name: 1 });
    await decide('王芳', { no: 'E2' });
    expect(await counted()).toEqual({});
    await decide('王芳', { no: 'E3' });
    expect((await monthReport(warehouse, MONTH, AS_OF)).people).toMatchObject([
      { employee_no: 'E3', name: '王芳' },
    ]);
    expect((await quality()).persons.decisions).toHaveLength(1);
  });

  test('the roster’s own word stands, strangers cannot be meant, a name is needed', async () => {
    await lateAnswers(STAFF);
    await expect(decide('小张')).rejects.toThrow('花名册上「小张」就是「张伟」');
    await expect(decide('老李', { no: 'E9' })).rejects.toThrow('花名册上没有工号「E9」');
    await expect(decide('老李', { no: null })).rejects.toThrow(DecisionRefused);
    await expect(decide('  ')).rejects.toThrow('没有写名字');
    expect((await quality()).persons.decisions).toEqual([]);
  });
});

describe('rows and cells', () => {
  const two = [ticket('A', { fault: '漏水' }), ticket('B', { fault: '漏气' })];

  test('rejected rows count once, whatever cells are wrong, in the month their own date names', async () => {
    await upload(warehouse, { ticket: two });
    const sheet = await sheetId('ticket.csv');
    const bad = {
      column: 'C',
      field: 'reported_at',
      value: '昨天',
      code: 'unreadable_time',
      reject: true,
    };
    await issue(sheet, 4, bad, ['C', '王五', '昨天', '']);
    await issue(sheet, 4, { column: 'D', field: 'fault', code: 'lost_digits', reject: true });
    await issue(sheet, 5, { column: 'D', field: 'fault', code: 'lost_digits', reject: true }, [
      'D',
      '赵六',
      '2026年9月30日 8:00',
      '',
    ]);
    await issue(
      sheet,
      6,
      { column: 'A', field: 'ticket_no', value: 'A', code: 'duplicate_key', reject: true },
      ['A', '客户A', '2026/10/05', '漏水'],
    );
    // Row 4 names no date: its sheet's month. Row 5 is September's. Row 6 repeats a number.
    expect(await counted()).toEqual({ rejected_row: 1, duplicate_key: 1 });
    expect(await counted('2026-09')).toEqual({ rejected_row: 1 });
    expect(await counted('2026-08')).toEqual({});
    const rejected = await finding('rejected_row');
    expect([rejected.count, rejected.cells]).toEqual([1, 2]);
    expect(rejected.parts).toEqual([
      { id: 'lost_digits', label: '号码丢失位数', count: 1 },
      { id: 'unreadable_time', label: '时间读不出', count: 1 },
    ]);
    expect(rejected.rows[0]).toMatchObject({
      ticket_no: null,
      sheet_id: sheet,
      file: 'ticket.csv',
      row: 4,
      column: 'C',
      value: '昨天',
      what: '「x」读不出。改正',
    });
  });

  test('a rejected row is mended by its number in a later sheet, or by the corrected file', async () => {
    await upload(warehouse, { ticket: two });
    const sheet = await sheetId('ticket.csv');
    const bad = { column: 'D', field: 'fault', code: 'lost_digits', reject: true };
    await issue(sheet, 4, bad, ['C', '客户C', '2026-10-05 09:00:00', 'x']);
    await issue(sheet, 5, { ...bad, code: 'duplicate_key' }, [
      'A',
      '客户A',
      '2026-10-05 09:00:00',
      '漏油',
    ]);
    expect(await counted()).toEqual({ rejected_row: 1, duplicate_key: 1 });
    // Nor does the same place in another month's sheet mend anything.
    const november = ['08', '09', '10', '11'].map((day) =>
      ticket(`N${day}`, { fault: '异响', reported_at: `2026-11-${day} 08:00:00` }),
    );
    await uploadAll(warehouse, [
      { sheets: { ticket: [ticket('C', { fault: '不热' })] } },
      { sheets: { ticket: november } },
    ]);
    expect(await counted()).toEqual({ duplicate_key: 1 });
    // The same sheet again, row 5 with its own number.
    await upload(warehouse, {
      ticket: [...two, ticket('C', { fault: '不热' }), ticket('E', { fault: '漏油' })],
    });
    expect(await counted()).toEqual({});
  });

  test('doubtful cells by what is doubtful, until the field comes again; those of the roster in every month', async () => {
    await upload(warehouse, {
      ticket: two,
      staff: [{ employee_no: 'E1', name: '张伟', role: null }],
    });
    const sheet = await sheetId('ticket.csv');
    await issue(sheet, 2, {
      column: 'C',
      field: 'reported_at',
      value: '10月5日',
      code: 'year_assumed',
    });
    await issue(sheet, 3, {
      column: 'C',
      field: 'reported_at',
      value: '10月5日',
      code: 'year_assumed',
    });
    await issue(sheet, 3, { column: 'D', field: 'fault', value: '#N/A', code: 'formula_error' });
    await issue(sheet, 0, { column: 'F', code: 'lower_rank_unused' });
    const found = await finding('warned_cell');
    expect(found.count).toBe(4);
    expect(found.parts.map(({ id, count }) => [id, count])).toEqual([
      ['year_assumed', 2],
      ['formula_error', 1],
      ['lower_rank_unused', 1],
    ]);
    expect(found.rows.map((row) => [row.ticket_no, row.row, row.column])).toEqual([
      [null, 0, 'F'],
      ['A', 2, 'C'],
      ['B', 3, 'C'],
      ['B', 3, 'D'],
    ]);
    expect(await counted('2026-09')).toEqual({});
    // A later sheet without the fault leaves that doubt, and settles the time.
    await upload(warehouse, { ticket: [ticket('B')] });
    expect(await counted()).toEqual({ warned_cell: 3 });
    expect((await finding('warned_cell')).rows.map((row) => [row.row, row.column])).toEqual([
      [0, 'F'],
      [2, 'C'],
      [3, 'D'],
    ]);
    await issue(await sheetId('staff.csv'), 2, {
      column: 'C',
      field: 'role',
      value: '杂',
      code: 'unknown_role',
    });
    expect(await counted()).toEqual({ warned_cell: 4 });
    expect(await counted('2026-09')).toEqual({ warned_cell: 1 });
  });

  test('required values left blank, a ticket without a report time in every month', async () => {
    await upload(warehouse, {
      ticket: [
        { ticket_no: 'A', customer_name: null, reported_at: oct('05', '09:00:00') },
        { ticket_no: 'B', customer_name: '乙', reported_at: null },
      ],
      requisition_line: [
        { ticket_no: 'A', part_no: 'P1', part_name: null, quantity: null },
        { ticket_no: 'A', part_no: 'P2', part_name: '阀', quantity: 1 },
      ],
      follow_up: [{ ticket_no: 'A', called_at: null }],
    });
    const found = await finding('blank_required');
    expect(found.rows.map((row) => [row.kind, row.field, `${row.column}${row.row}`])).toEqual([
      ['ticket', 'customer_name', 'B2'],
      ['requisition_line', 'part_name', 'C2'],
      ['requisition_line', 'quantity', 'D2'],
      ['follow_up', 'called_at', 'B2'],
      ['ticket', 'reported_at', 'C3'],
    ]);
    expect(found.count).toBe(5);
    expect(await counted('2026-09')).toEqual({ blank_required: 1 });
  });
});

describe('documents', () => {
  const done = (no: string, rest: Row = {}): Row => ({
    ticket_no: no,
    arrived_at: oct('05', '11:00:00'),
    finished_at: oct('05', '12:00:00'),
    charge: 0,
    replaced_parts: null,
    ...rest,
  });
  const sent = (no: string, rest: Row = {}): Row =>
    ticket(no, {
      resolution: 'on_site',
      region: 'urban',
      warranty: 'in',
      dispatched_at: oct('05', '09:05:00'),
      ...rest,
    });

  test('where the chain breaks, and where it holds', async () => {
    await upload(warehouse, {
      ticket: [
        sent('OK'),
        sent('NO-RECEIPT'),
        sent('NO-DISPATCH', { dispatched_at: null }),
        sent('NO-CALL'),
        sent('PARTS'),
        sent('GONE', { status: '作废' }),
      ],
      receipt: [
        done('OK'),
        done('NO-DISPATCH', { replaced_parts: '阀' }),
        done('NO-CALL'),
        done('PARTS'),
      ],
      follow_up: ['OK', 'NO-DISPATCH', 'PARTS'].map((no) => ({
        ticket_no: no,
        called_at: oct('05', '15:00:00'),
      })),
      requisition_line: ['NO-RECEIPT', 'NO-DISPATCH', 'PARTS'].map((no) => ({
        ticket_no: no,
        part_name: '阀',
        quantity: 1,
        issued_at: oct('05', '10:00:00'),
      })),
    });
    expect(await counted()).toEqual({
      parts_mismatch: 1,
      dispatched_without_receipt: 1,
      requisition_without_dispatch: 1,
      requisition_without_receipt: 1,
      receipt_without_follow_up: 1,
    });
    expect(await ticketsOf('dispatched_without_receipt')).toEqual(['NO-RECEIPT']);
    expect(await ticketsOf('requisition_without_dispatch')).toEqual(['NO-DISPATCH']);
    expect(await ticketsOf('requisition_without_receipt')).toEqual(['NO-RECEIPT']);
    expect((await finding('receipt_without_follow_up')).rows).toMatchObject([
      { ticket_no: 'NO-CALL', field: 'finished_at', row: 4, column: 'C' },
    ]);
    expect((await finding('parts_mismatch')).rows).toMatchObject([
      {
        ticket_no: 'PARTS',
        what: '领了 1 项零件，回执没写更换零件',
        row: 5,
        column: 'E',
        value: '',
      },
    ]);
  });

  test('charges against the card, with both amounts', async () => {
    await upload(warehouse, {
      ticket: [
        sent('IN'),
        sent('OVER', { warranty: 'out' }),
        sent('UNDER', { warranty: 'out' }),
        sent('EVEN', { warranty: 'out' }),
      ],
      receipt: [
        done('IN'),
        done('OVER', { charge: 12_050, replaced_parts: '阀' }),
        done('UNDER', { charge: 1_000, replaced_parts: '阀' }),
        done('EVEN', { charge: 4_000, replaced_parts: '阀' }),
      ],
      follow_up: ['IN', 'OVER', 'UNDER', 'EVEN'].map((no) => ({
        ticket_no: no,
        called_at: oct('05', '15:00:00'),
      })),
      requisition_line: ['OVER', 'UNDER', 'EVEN'].map((no) => ({
        ticket_no: no,
        part_name: '阀',
        quantity: 2,
      })),
      price: [{ part_name: '阀', unit_price: 2_000, valid_from: '2026-01-01' }],
    });
    // Two valves at ¥20 are ¥40.
    expect((await finding('charge_mismatch')).rows.map((row) => [row.ticket_no, row.what])).toEqual(
      [
        ['OVER', '实收 ¥120.50，应收 ¥40，多收 ¥80.50'],
        ['UNDER', '实收 ¥10，应收 ¥40，少收 ¥30'],
      ],
    );
    expect(await counted()).toEqual({ charge_mismatch: 2 });
  });

  test('documents of no known ticket; a complaint need not name one', async () => {
    await upload(warehouse, {
      ticket: [sent('A')],
      receipt: [done('A'), done('X1')],
      follow_up: [
        { ticket_no: 'A', called_at: oct('05', '15:00:00') },
        { ticket_no: 'X2', called_at: oct('06', '15:00:00') },
        { ticket_no: 'X2', called_at: '2026-09-06 15:00:00' },
      ],
      requisition_line: [
        { ticket_no: 'X3', part_name: '阀', quantity: 1, issued_at: oct('05', '10:00:00') },
      ],
      complaint: [
        { complaint_no: 'K1', ticket_no: null, received_at: oct('07', '10:00:00') },
        { complaint_no: 'K2', ticket_no: 'X4', received_at: oct('07', '11:00:00') },
      ],
    });
    expect(await counted()).toEqual({
      receipt_without_ticket: 1,
      requisition_without_ticket: 1,
      follow_up_without_ticket: 1,
      complaint_without_ticket: 1,
    });
    expect((await finding('receipt_without_ticket')).rows).toMatchObject([
      { ticket_no: null, file: 'receipt.csv', row: 3, column: 'A', value: 'X1' },
    ]);
    expect(await counted('2026-09')).toEqual({ follow_up_without_ticket: 1 });
  });
});

test('suspected cases stand at the blank cell, by detector; a late dispatch without the relay time at the blank relay', async () => {
  await upload(warehouse, {
    ticket: [
      ticket('A', {
        resolution: 'on_site',
        hotline_agent: '王芳',
        answered_at: null,
        relayed_at: oct('05', '09:05:00'),
        dispatched_at: oct('05', '09:06:00'),
      }),
      ticket('B', {
        resolution: 'on_site',
        dispatcher: '陈静',
        answered_at: oct('05', '09:02:00'),
        relayed_at: null,
        dispatched_at: oct('05', '10:00:00'),
      }),
    ],
  });
  const found = await finding('suspected');
  expect(found.count).toBe(2);
  expect(found.parts.map(({ id, count }) => [id, count]).sort()).toEqual([
    ['late_dispatch', 1],
    ['unanswered', 1],
  ]);
  expect(found.parts.find(({ id }) => id === 'unanswered')?.label).toBe(
    '没有答复时间，后面的步骤却有',
  );
  expect(found.rows).toMatchObject([
    { ticket_no: 'A', person: '王芳', field: 'answered_at', row: 2, column: 'F', value: '' },
    { ticket_no: 'B', person: '陈静', field: 'relayed_at', row: 3, value: '' },
  ]);
});

test('entered twice: same customer, product and fault within half an hour under another number', async () => {
  const call = (no: string, time: string, rest: Row = {}): Row =>
    ticket(no, {
      customer_name: '甲',
      phone: '13800138000',
      product_type: '双头灶',
      fault: '漏水',
      reported_at: oct('05', time),
      ...rest,
    });
  await upload(warehouse, {
    ticket: [
      call('A', '09:00:00'),
      call('B', '09:30:00'),
      call('C', '10:00:01'),
      call('D', '09:05:00', { fault: '漏气' }),
      call('E', '09:05:00', { phone: '13900139000' }),
      call('F', '09:06:00', { status: '作废' }),
      call('G', '09:07:00', { fault: null }),
      call('H', '09:08:00', { fault: null }),
    ],
  });
  // B follows A by exactly half an hour, C follows B by a second more.
  const found = await finding('possible_duplicate');
  expect(found.rows).toMatchObject([
    {
      ticket_no: 'B',
      what: '与 A 是同一客户、产品、故障：10-05 09:00 和 10-05 09:30',
      row: 3,
      column: 'A',
    },
  ]);
  expect(await counted()).toEqual({ possible_duplicate: 1 });
});

describe('coverage', () => {
  test('per kind and field: how many were asked, how many answered; the blank cells and the sheets that never asked; kinds there should be', async () => {
    await uploadAll(warehouse, [
      {
        sheets: {
          ticket: [ticket('A', { region: 'urban' }), ticket('B', { region: null })],
          receipt: [{ ticket_no: 'A', finished_at: oct('05', '12:00:00'), charge: null }],
        },
      },
      { sheets: { ticket: [ticket('C')] } },
    ]);
    const { coverage } = await quality();
    const of = (kind: string) =>
      Object.fromEntries(
        (coverage.find((each) => each.kind === kind)?.fields ?? [])
          .filter((each) => ['ticket_no', 'region', 'charge', 'warranty'].includes(each.field))
          .map((each) => [each.field, [each.captured, each.filled]]),
      );
    expect(coverage.map((each) => [each.kind, each.records])).toEqual([
      ['ticket', 3],
      ['receipt', 1],
    ]);
    expect(of('ticket')).toEqual({ ticket_no: [3, 3], region: [2, 1], warranty: [0, 0] });
    expect(of('receipt')).toEqual({ ticket_no: [1, 1], charge: [1, 0] });

    const region = await blankField(warehouse, MONTH, 'ticket', 'region', 'zh');
    expect(region).toMatchObject({
      name: '区域',
      kind_name: '报修／派工单',
      blank: 1,
      rows: [{ ticket_no: 'B', row: 3, column: 'D', header: 'region' }],
      sheets: [{ sheet_id: await sheetId('ticket.csv'), records: 1, header_row: 1 }],
    });
    const charge = await blankField(warehouse, MONTH, 'receipt', 'charge', 'zh');
    expect(charge).toMatchObject({
      blank: 1,
      rows: [{ ticket_no: 'A', row: 2, column: 'C' }],
      sheets: [],
    });
    expect(await blankField(warehouse, MONTH, 'receipt', 'charge; DROP TABLE x', 'zh')).toBeNull();
    expect(await blankField(warehouse, MONTH, 'expense', 'amount', 'zh')).toBeNull();

    // A was visited, no parts were drawn, none is under agreement: follow-ups are due, price card and agreements are not.
    expect((await quality()).missing.map((each) => each.kind)).toEqual([
      'follow_up',
      'complaint',
      'expense',
      'staff',
    ]);
    await upload(warehouse, {
      ticket: [ticket('D', { warranty: 'agreement' })],
      requisition_line: [{ ticket_no: 'D', part_name: '阀', quantity: 1 }],
      staff: [{ employee_no: 'E1', name: '张伟' }],
      agreement: [
        { customer_name: '甲', valid_from: '2025-01-01', valid_to: '2026-09-30' },
        { customer_name: '乙', valid_from: '2026-11-01', valid_to: null },
      ],
      complaint: [{ complaint_no: 'K1', received_at: oct('07', '10:00:00') }],
    });
    expect((await quality()).missing.map((each) => each.kind)).toEqual([
      'follow_up',
      'expense',
      'price',
      'agreement',
    ]);
  });
});

test('overview and workbook count what the page counts', async () => {
  await upload(warehouse, {
    staff: [{ employee_no: 'E1', name: '张伟' }],
    ticket: [
      ticket('A', { answered_at: oct('05', '08:00:00'), hotline_agent: '王芳' }),
      ticket('B', {
        answered_at: oct('05', '09:01:00'),
        hotline_agent: '张伟',
        customer_name: null,
      }),
    ],
  });
  const overview = await monthOverview(warehouse, MONTH, AS_OF);
  expect(overview.quality).toEqual({
    not_captured: 0,
    order_violations: 1,
    unknown_persons: 1,
    rejected_cells: 0,
    suspected: 0,
    duplicates: 0,
    warned_cells: 1,
    batches: 1,
  });
  expect(overview.quality.suspected).toBe(overview.report.fines.suspected);
  const { quality: lines } = await monthLists(warehouse, MONTH, AS_OF, 'zh');
  expect(
    lines.map((line) => [line.code, line.file, `${line.column}${line.row}`, line.message]),
  ).toEqual([
    [
      'unknown_person',
      'ticket.csv',
      'E2',
      'A 报修／派工单的接线员“王芳”不在花名册上。认定是谁，或在花名册里补上姓名、别名后重新导入',
    ],
    [
      'time_order',
      'ticket.csv',
      'D2',
      'A 答复 10-05 08:00 早于报修 10-05 09:00。核对两个时间，改正写错的一个',
    ],
    ['blank_required', 'ticket.csv', 'B3', 'B 客户空白。补填后重新导入'],
  ]);
  const counts = await qualityCounts(warehouse, MONTH, AS_OF);
  expect([counts.unknown_person, counts.cells.unknown_person, counts.step_order]).toEqual([
    1, 1, 0,
  ]);
});
