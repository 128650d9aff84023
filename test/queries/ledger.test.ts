/**
 * From proposed fines to deductions, on the worked example (fines §5): decisions, close, late corrections, reopening,
 * limits. Amounts are the policy's own or follow by hand.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeChecklist } from '#queries/ledger/checklist.ts';
import { closeMonth, reopenMonth } from '#queries/ledger/closings.ts';
import { fineStandings } from '#queries/ledger/fines-by-key.ts';
import { lateFines } from '#queries/ledger/late-fines.ts';
import { setPayProfile } from '#queries/ledger/pay-profile.ts';
import {
  deductionSheet,
  standingFineList,
  standingFines,
  standingReport,
} from '#queries/ledger/standing.ts';
import {
  answerAppeal,
  appeal,
  decide,
  type StepContext,
  undoSteps,
} from '#queries/ledger/steps.ts';
import type { Actor, DecisionRequest, FineStanding } from '#queries/ledger/types.ts';
import { decidePerson, undoDecision } from '#queries/persons/decisions.ts';
import type { Fine } from '#queries/reports/types.ts';
import { findFaults } from '#queries/warehouse/doctor.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { filledWarehouse } from '../empty-warehouse.ts';
import { type Row, type Sheets, upload } from './department.ts';
import { exampleTicket, fillExample, lateTicket, workedExample } from './worked-example.ts';

const MONTH = '2026-10';
const AT = '2026-11-02T08:00:00';
const MANAGER: Actor = { employee_no: null, name: '林建国' };
const by = (actor: Actor | null, at = '2026-11-02T09:00:00'): StepContext => ({
  by: actor,
  at,
  lang: 'zh',
});

/** The example's fines by what they are. */
const KEY = {
  unanswered: '1a:ticket:T5:王芳',
  lateDispatch: '2a:ticket:T3:陈静',
  dissatisfied: '4:ticket:T2:赵刚',
  repeat: '5:ticket:T3:李强',
  lateArrival: '6:ticket:T2:赵刚',
  incomplete: '7a:receipt:T1@2026-10-05 11:50:00:李强',
};

let warehouse: Warehouse;
const startWithExample = async (): Promise<void> => {
  warehouse = await workedExample();
};
/** Goes on where `work` leaves the example and further sheets, done once for all tests that begin there. */
const startAfter = async (
  name: string,
  sheets: Sheets,
  work: () => Promise<void>,
): Promise<void> => {
  warehouse = await filledWarehouse(name, async (empty) => {
    warehouse = empty;
    await fillExample(empty, sheets);
    await work();
  });
};
afterEach(async () => {
  // Whatever a case did, the ledger holds together.
  expect(await findFaults(warehouse)).toEqual([]);
  warehouse.close();
});

const fines = (): Promise<Fine[]> => standingFineList(warehouse, MONTH, 'zh');
const fineOf = async (key: string): Promise<Fine> => {
  const fine = (await fines()).find((each) => each.key === key);
  if (fine === undefined) throw new Error(`no fine ${key}`);
  return fine;
};
/** The same as a decision about it leaves it; that both agree is tested below. */
const standing = async (key: string): Promise<FineStanding> => {
  const [found] = await fineStandings(warehouse, [key]);
  if (found === undefined) throw new Error(`no fine ${key}`);
  return found;
};
const states = async (...keys: string[]): Promise<string[]> =>
  (await fineStandings(warehouse, keys)).map(({ state }) => state);
const take = (...requests: DecisionRequest[]): Promise<void> =>
  decide(warehouse, requests, by(MANAGER), { month: MONTH });
const undo = (...keys: string[]) =>
  undoSteps(
    warehouse,
    keys.map((key) => ({ key })),
    by(MANAGER),
  );
const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof Error)) throw new Error('nothing was refused');
  return error.message;
};
const DECISIONS: readonly DecisionRequest[] = [
  { key: KEY.unanswered, decision: 'confirm' },
  { key: KEY.lateDispatch, decision: 'confirm' },
  { key: KEY.dissatisfied, decision: 'confirm' },
  { key: KEY.repeat, decision: 'confirm', cause: 'personal' },
  { key: KEY.lateArrival, decision: 'confirm', cause: 'personal' },
  { key: KEY.incomplete, decision: 'waive', reason: '补填了' },
];
const decideAll = (): Promise<void> => take(...DECISIONS);
const deductions = async (month = MONTH): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await deductionSheet(warehouse, month)).people.map((person) => [
      person.name,
      person.deduct_fen,
    ]),
  );

describe('decisions', () => {
  beforeEach(startWithExample);

  test('the example proposes 210 yuan; nothing is confirmed until somebody decides', async () => {
    expect((await fines()).map((fine) => fine.key)).toEqual(Object.values(KEY).sort());
    const { fines: sums } = await standingReport(warehouse, MONTH);
    expect(sums).toMatchObject({
      proposed: { count: 6, fen: 21_000, undecided: 0 },
      confirmed: { count: 0, fen: 0 },
      waived: { count: 0, fen: 0 },
    });
    expect(await deductions()).toEqual({});
  });

  test('move fines from proposed to confirmed and waived, in the report and per person', async () => {
    await decideAll();
    const report = await standingReport(warehouse, MONTH);
    expect(report.fines).toMatchObject({
      proposed: { count: 0, fen: 0, undecided: 0 },
      confirmed: { count: 5, fen: 19_000 },
      waived: { count: 1, fen: 2_000 },
    });
    expect(report.people.find((person) => person.name === '李强')).toMatchObject({
      proposed_fen: 0,
      confirmed_fen: 3_000,
      deduct_fen: 3_000,
      rules: { '5': 1 },
    });
    expect(await deductions()).toEqual({ 王芳: 5_000, 陈静: 3_000, 赵刚: 8_000, 李强: 3_000 });
  });

  test('are all taken or none, and every bad one is named', async () => {
    const work = take(
      { key: KEY.unanswered, decision: 'confirm' },
      { key: KEY.lateArrival, decision: 'confirm' },
      { key: '6:ticket:T9:赵刚', decision: 'confirm' },
    );
    await expect(work).rejects.toMatchObject({
      problems: [
        { index: 1, message: '确认要写原因“个人原因”（personal）；其他原因只能免除' },
        { index: 2, message: '没有这条扣减：6:ticket:T9:赵刚' },
      ],
    });
    const bad: readonly (readonly [DecisionRequest, string])[] = [
      [{ key: KEY.unanswered, decision: 'waive' }, '免除要写理由'],
      [
        { key: KEY.lateArrival, decision: 'waive', reason: '路上堵' },
        '免除要写原因：traffic weather parts customer workload other',
      ],
      [
        { key: KEY.repeat, decision: 'waive', cause: 'personal', reason: '算了' },
        '原因是“个人原因”的不能免除',
      ],
      [
        { key: KEY.lateDispatch, decision: 'adjust', amount_fen: 2_000 },
        '这条规则定额 ¥30，不能调整',
      ],
      [
        { key: KEY.dissatisfied, decision: 'confirm', amount_fen: 4_000 },
        '这条规则定额 ¥30，不能调整',
      ],
      [
        { key: KEY.incomplete, decision: 'waive', verdict: 'misuse', reason: '误用' },
        '只有重复维修才判是不是返修',
      ],
    ];
    await expect(take(...bad.map(([request]) => request))).rejects.toMatchObject({
      problems: bad.map(([, message], index) => ({ index, message })),
    });
    // Nobody decides a fine of his own.
    const own = by({ employee_no: null, name: '赵 刚' });
    expect(
      await refusal(decide(warehouse, [{ key: KEY.dissatisfied, decision: 'confirm' }], own)),
    ).toBe('不能审核自己的扣减，由另一位审核人处理');
    expect(new Set(await states(...Object.values(KEY)))).toEqual(new Set(['proposed']));
  });

  test('nobody decides a fine of his own under another name, or as one of two of that name', async () => {
    await decidePerson(
      warehouse,
      { written: '小赵', same: true, employeeNo: null, personName: '赵刚', actor: null, at: AT },
      'zh',
    );
    const own = by({ employee_no: null, name: '小赵' });
    const confirm: DecisionRequest = { key: KEY.dissatisfied, decision: 'confirm' };
    expect(await refusal(decide(warehouse, [confirm], own))).toContain('不能审核自己的扣减');
    await appeal(warehouse, KEY.dissatisfied, '客户没有说不满意', own);
    // Nobody knows which of the two it is: neither decides.
    await upload(warehouse, {
      staff: [
        { employee_no: 'E1', name: '赵刚' },
        { employee_no: 'E2', name: '赵刚' },
      ],
    });
    expect(await fineOf(KEY.lateArrival)).toMatchObject({ unassigned: true });
    const second = by({ employee_no: 'E2', name: '赵刚' });
    const waive: DecisionRequest = {
      key: KEY.lateArrival,
      decision: 'waive',
      cause: 'traffic',
      reason: '封路',
    };
    expect(await refusal(decide(warehouse, [waive], second))).toContain('不能审核自己的扣减');
  });

  test('what a name of one’s own means is for somebody else to say', async () => {
    const meant = { written: '小赵', same: true, employeeNo: null, at: AT } as const;
    const id = await decidePerson(warehouse, { ...meant, personName: '赵刚', actor: null }, 'zh');
    const away = decidePerson(warehouse, { ...meant, personName: '李强', actor: '赵刚' }, 'zh');
    expect(await refusal(away)).toContain('算你本人');
    const undone = undoDecision(warehouse, id, { actor: '赵刚', at: AT }, 'zh');
    expect(await refusal(undone)).toContain('算你本人');
    await undoDecision(warehouse, id, { actor: '林建国', at: AT }, 'zh');
  });

  test('a complaint that names nobody is about the event that was detected, whoever did it; a named one and an event nobody is known for are not both charged to one person', async () => {
    const [first, last] = ['2026-10-05 11:50:00', '2026-10-06 11:50:00'];
    await upload(warehouse, {
      receipt: [
        { ticket_no: 'T1', technician: '李强', arrived_at: first, badge_shown: false },
        { ticket_no: 'T1', technician: '赵刚', arrived_at: last, badge_shown: true },
      ],
      ticket: [
        {
          ticket_no: 'T8',
          customer_name: '己',
          reported_at: '2026-10-08 09:00:00',
          answered_at: '2026-10-08 09:02:00',
          relayed_at: '2026-10-08 09:05:00',
          dispatched_at: '2026-10-08 09:40:00',
          resolution: 'on_site',
          dispatcher: null,
        },
      ],
      complaint: [
        {
          complaint_no: 'C1',
          ticket_no: 'T1',
          received_at: '2026-10-07 09:00:00',
          person: null,
          reason: '3',
          substantiated: true,
        },
        {
          complaint_no: 'C2',
          ticket_no: 'T8',
          received_at: '2026-10-09 09:00:00',
          person: '陈静',
          reason: '2a',
          substantiated: true,
        },
      ],
    });
    const badge = (await fines()).filter(({ rule }) => rule === '3');
    expect(badge.map(({ key, complained: told }) => [key, told])).toEqual([
      [`3:receipt:T1@${first}:李强`, true],
    ]);
    const [detected, complained] = ['2a:ticket:T8:', '2a:complaint:C2:陈静'];
    const both: DecisionRequest[] = [
      { key: detected, decision: 'confirm', person: '陈静' },
      { key: complained, decision: 'confirm' },
    ];
    expect(await refusal(take(...both))).toContain('一件事只扣一次');
    expect(await states(complained)).toEqual(['proposed']);
    await take({ key: complained, decision: 'confirm' });
    expect(await refusal(take({ key: detected, decision: 'confirm', person: '陈静' }))).toBe(
      `T8 的规则 2a 已经扣了陈静（${complained}），一件事只扣一次：其中一条免除`,
    );
    // Somebody else's share of it is another matter.
    await take({ key: detected, decision: 'confirm', person: '周斌' });
    expect(await deductions()).toEqual({ 陈静: 3_000, 周斌: 3_000 });
  });

  test('the last one is taken back, the one before counts again; what somebody changed meanwhile is neither decided nor taken back', async () => {
    const keys = [KEY.unanswered, KEY.lateDispatch, KEY.dissatisfied, KEY.incomplete] as const;
    const before = (await fineStandings(warehouse, keys))[2]?.stamp ?? '';
    await take(
      { key: KEY.unanswered, decision: 'confirm' },
      { key: KEY.lateDispatch, decision: 'confirm' },
      { key: KEY.dissatisfied, decision: 'waive', reason: '客户点错', seen: before },
    );
    // Many are taken back together: all of them or none.
    await expect(undo(KEY.unanswered, KEY.incomplete, KEY.lateDispatch)).rejects.toMatchObject({
      problems: [{ index: 1, message: '这一条没有可以撤回的决定' }],
    });
    const confirmed = await fineStandings(warehouse, keys);
    expect(confirmed.map(({ state }) => state)).toEqual([
      'confirmed',
      'confirmed',
      'waived',
      'proposed',
    ]);

    const late = take({ key: KEY.dissatisfied, decision: 'confirm', seen: before });
    expect(await refusal(late)).toBe('林建国已经改了这一条：已免除。先看现在的状态，再改');
    const waive = (key: string): DecisionRequest => ({
      key,
      decision: 'waive',
      reason: '电话坏了',
    });
    const other = by({ employee_no: null, name: '黄敏' });
    await decide(warehouse, [waive(KEY.lateDispatch)], other);
    const seen = confirmed[1]?.stamp ?? '';
    const back = undoSteps(warehouse, [{ key: KEY.lateDispatch, seen }], by(MANAGER));
    expect(await refusal(back)).toBe('黄敏已经改了这一条：已免除。先看现在的状态，再改');

    await take(waive(KEY.unanswered));
    await undo(KEY.unanswered);
    expect(await states(...keys)).toEqual(['confirmed', 'waived', 'waived', 'proposed']);
    expect(await deductions()).toEqual({ 王芳: 5_000 });
    await undo(KEY.unanswered, KEY.lateDispatch);
    // In the order of the keys asked for.
    const asked = [KEY.lateDispatch, KEY.unanswered];
    expect((await fineStandings(warehouse, asked)).map(({ key, state }) => [key, state])).toEqual([
      [KEY.lateDispatch, 'confirmed'],
      [KEY.unanswered, 'proposed'],
    ]);
    expect(await refusal(undo(KEY.unanswered))).toBe('这一条没有可以撤回的决定');
  });

  test('the standing after a step is the fine as every list gives it', async () => {
    await take(
      { key: KEY.lateArrival, decision: 'waive', cause: 'traffic', reason: '封路' },
      { key: KEY.incomplete, decision: 'confirm', person: '周斌' },
    );
    const listed = await fines();
    const standings = await fineStandings(warehouse, Object.values(KEY));
    expect(standings.map(({ key }) => key)).toEqual(Object.values(KEY));
    for (const each of standings) {
      expect(listed.find(({ key }) => key === each.key)).toMatchObject(each);
      expect(Object.keys(each)).toHaveLength(13);
    }
    // Another person can be charged; the key stays.
    expect(standings.at(-1)).toMatchObject({
      key: KEY.incomplete,
      person: '周斌',
      state: 'confirmed',
    });
    expect(await deductions()).toEqual({ 周斌: 2_000 });
  });

  test('a pair judged to be no repeat leaves the repeat figures', async () => {
    expect((await standingReport(warehouse, MONTH)).repeat.repeats).toBe(1);
    await take({
      key: KEY.repeat,
      decision: 'waive',
      verdict: 'new_fault',
      reason: '另一个点火器',
    });
    expect((await standingReport(warehouse, MONTH)).repeat).toMatchObject({
      repeats: 0,
      repeat_rate: 0,
      repeated_later: 0,
      first_time_fix_rate: 1,
    });
  });

  test('the person charged appeals, the manager answers, in a decision or by itself; others may not', async () => {
    const zhao = by({ employee_no: null, name: '赵刚' });
    expect(await refusal(appeal(warehouse, KEY.lateArrival, '路上封道', by(MANAGER)))).toBe(
      '只有承担这条扣减的人能申诉',
    );
    await appeal(warehouse, KEY.dissatisfied, '客户点错了', zhao);
    await appeal(warehouse, KEY.lateArrival, '路上封道', zhao);
    expect(await refusal(answerAppeal(warehouse, KEY.lateArrival, '属实', zhao))).toBe(
      '不能审核自己的扣减，由另一位审核人处理',
    );
    // A decision whose reason answers the appeal does both or neither.
    const waive = (reason: string) => {
      const request = {
        key: KEY.lateArrival,
        decision: 'waive',
        cause: 'traffic',
        reason,
      } as const;
      return decide(warehouse, [request], by(MANAGER), { answers: true });
    };
    expect(await refusal(waive(' '))).toBe('免除要写理由');
    expect(await standing(KEY.lateArrival)).toMatchObject({ state: 'proposed', appeal: 'open' });
    await waive('属实');
    expect(await standing(KEY.lateArrival)).toMatchObject({ state: 'waived', appeal: 'answered' });

    await take(...DECISIONS.filter(({ key }) => key !== KEY.lateArrival));
    expect(await refusal(closeMonth(warehouse, MONTH, by(MANAGER)))).toBe(
      '2026-10 还不能关账：1 条申诉未答复',
    );
    await answerAppeal(warehouse, KEY.dissatisfied, '已查，维持', by(MANAGER));
    expect((await standing(KEY.dissatisfied)).appeal).toBe('answered');
    await closeMonth(warehouse, MONTH, by(MANAGER));
  });
});

describe('the ground moves', () => {
  beforeEach(startWithExample);

  test('the same facts from another file change nothing; changed or vanished ones are looked at again and charge nothing meanwhile', async () => {
    await decideAll();
    await upload(warehouse, {
      ticket: [
        lateTicket(),
        // In truth told of ten minutes later, and still dispatched late.
        { ...exampleTicket('T3'), relayed_at: '2026-10-20 08:20:00' },
        // Answered in time after all.
        { ...exampleTicket('T5'), answered_at: '2026-10-30 09:05:00' },
      ],
    });
    const of = new Map((await fines()).map((fine) => [fine.key, fine]));
    expect(of.get(KEY.lateArrival)?.state).toBe('confirmed');
    expect(of.get(KEY.lateDispatch)).toMatchObject({ state: 'recheck', vanished: false });
    expect(of.get(KEY.unanswered)).toMatchObject({ state: 'recheck', vanished: true });
    expect(await deductions()).toEqual({ 赵刚: 8_000, 李强: 3_000 });

    // One that vanished can only be waived.
    expect(await refusal(take({ key: KEY.unanswered, decision: 'confirm' }))).toBe(
      '数据更正后依据已经不在，只能免除',
    );
    await take({ key: KEY.unanswered, decision: 'waive', reason: '答复时间漏登了' });
    expect(await states(KEY.unanswered)).toEqual(['waived']);
    // Without any decision nothing is left of it.
    await undo(KEY.unanswered);
    await undo(KEY.unanswered);
    expect(await fineStandings(warehouse, [KEY.unanswered])).toEqual([]);
    expect((await fines()).map(({ key }) => key)).not.toContain(KEY.unanswered);
  });

  test('waived while nobody known is charged it stays waived, and is looked at again once somebody is; so is one that is not due any more', async () => {
    const missed = (reported: string): Row => ({
      ticket_no: 'T9',
      customer_name: '庚',
      reported_at: reported,
      answered_at: reported,
      relayed_at: reported,
      dispatched_at: null,
      resolution: 'on_site',
      dispatcher: '陈静',
    });
    await upload(warehouse, {
      staff: [{ employee_no: 'E1', name: '陈静' }],
      ticket: [
        missed('2026-10-20 09:00:00'),
        {
          ticket_no: 'T8',
          customer_name: '丁',
          reported_at: '2026-10-06 09:00:00',
          answered_at: '2026-10-06 09:02:00',
          relayed_at: '2026-10-06 09:05:00',
          dispatched_at: '2026-10-06 09:40:00',
          resolution: 'on_site',
          dispatcher: '小张',
        },
      ],
    });
    const [key, due] = ['2a:ticket:T8:小张', '2b:ticket:T9:陈静'];
    expect(await standing(key)).toMatchObject({ state: 'proposed', unassigned: true });
    expect(await refusal(take({ key, decision: 'confirm' }))).toContain('认定');
    await take(
      { key, decision: 'waive', reason: '新人，没交接' },
      { key: due, decision: 'confirm' },
    );
    expect(await states(key, due)).toEqual(['waived', 'confirmed']);
    const checklist = await closeChecklist(warehouse, MONTH, '2026-11-02T09:00:00');
    expect(checklist.find(({ id }) => id === 'recheck')).toMatchObject({
      status: 'done',
      count: 0,
    });
    // Before it was due nothing is missing.
    const early = await standingFines(warehouse, MONTH, '2026-10-20T12:00:00', 'zh');
    expect(early.map((fine) => fine.key)).not.toContain(due);

    const meant = {
      written: '小张',
      same: true,
      employeeNo: 'E1',
      personName: '陈静',
      actor: null,
    };
    await decidePerson(warehouse, { ...meant, at: '2026-11-02T10:00:00' }, 'zh');
    expect(await standing(key)).toMatchObject({ state: 'recheck', person: '陈静' });
    // The sheets reach until 10-31 16:36: a day after this report is not over.
    await upload(warehouse, { ticket: [missed('2026-10-31 16:00:00')] });
    const of = new Map((await fines()).map((fine) => [fine.key, fine]));
    expect(of.get(key)).toMatchObject({ state: 'recheck', person: '陈静' });
    expect(of.get(due)).toMatchObject({ state: 'recheck', vanished: true });
    expect(await deductions()).toEqual({});
  });
});

describe('a closed month', () => {
  beforeEach(() =>
    startAfter('closed_example', {}, async () => {
      // It wants everything decided first.
      await take(...DECISIONS.slice(0, 1));
      expect(await refusal(closeMonth(warehouse, MONTH, by(MANAGER)))).toBe(
        '2026-10 还不能关账：5 条拟扣减未审',
      );
      await take(...DECISIONS.slice(1));
      await closeMonth(warehouse, MONTH, by(MANAGER));
    }),
  );

  test('never changes; what is corrected later is paid back in the next month, once', async () => {
    const before = [
      await standingReport(warehouse, MONTH),
      await standingFines(warehouse, MONTH, null, 'zh'),
      await deductionSheet(warehouse, MONTH),
    ];
    // T2's report time was wrong: the arrival was in time.
    await upload(warehouse, {
      ticket: [{ ...lateTicket(), reported_at: '2026-10-05 10:31:00' }],
    });
    expect([
      await standingReport(warehouse, MONTH),
      await standingFines(warehouse, MONTH, null, 'zh'),
      await deductionSheet(warehouse, MONTH),
    ]).toEqual(before);

    const next = await deductionSheet(warehouse, '2026-11');
    expect(next.people).toMatchObject([
      {
        name: '赵刚',
        adjustments: [{ month: MONTH, key: KEY.lateArrival, fen: -5_000 }],
        total_fen: -5_000,
        deduct_fen: -5_000,
        carried_out_fen: 0,
      },
    ]);
    const late = await lateFines(warehouse, '2026-11', '2026-11-05T00:00:00', 'zh');
    expect(late).toMatchObject([
      { key: KEY.lateArrival, state: 'recheck', vanished: true, late: true, settled_fen: 5_000 },
    ]);
  });

  test('a late violation is charged in the next open month once it is confirmed', async () => {
    await upload(warehouse, {
      receipt: [
        {
          ticket_no: 'T4',
          receipt_no: 'R4',
          technician: '周斌',
          arrived_at: '2026-10-31 17:00:00',
          finished_at: '2026-10-31 17:30:00',
          badge_shown: false,
          satisfaction: 5,
        },
      ],
      // Something of November, so that it can be closed.
      ticket: [
        {
          ...lateTicket(),
          ticket_no: 'T6',
          customer_name: 'E',
          reported_at: '2026-11-03 09:00:00',
          answered_at: '2026-11-03 09:01:00',
          relayed_at: '2026-11-03 09:02:00',
          dispatched_at: '2026-11-03 09:03:00',
        },
      ],
    });
    const keys = (await lateFines(warehouse, '2026-11', '2026-11-03T10:00:00', 'zh')).map(
      (fine) => `${fine.key} ${fine.state}`,
    );
    // T4 was never dispatched and visited all the same: 7b; no badge: 3.
    expect(keys).toEqual(['3:receipt:R4:周斌 proposed', '7b:ticket:T4:陈静 proposed']);
    expect(await refusal(closeMonth(warehouse, '2026-11', by(MANAGER)))).toContain(
      '2 条拟扣减未审，其中 2 条属于已关账的月',
    );
    await decide(
      warehouse,
      [
        { key: '3:receipt:R4:周斌', decision: 'confirm' },
        { key: '7b:ticket:T4:陈静', decision: 'waive', reason: '电话派的' },
      ],
      by(MANAGER),
      { month: '2026-11' },
    );
    // What is found for a closed month can be contested, until the month it lands in closes; what stood before cannot.
    const zhou = by({ employee_no: null, name: '周斌' });
    await appeal(warehouse, '3:receipt:R4:周斌', '戴着', zhou);
    await answerAppeal(warehouse, '3:receipt:R4:周斌', '照片上没有', by(MANAGER));
    const li = by({ employee_no: null, name: '李强' });
    expect(await refusal(appeal(warehouse, KEY.repeat, '不是一个故障', li))).toContain(
      '申诉期过了',
    );
    const charged = { month: MONTH, key: '3:receipt:R4:周斌', fen: 3_000 };
    expect((await deductionSheet(warehouse, '2026-11')).people).toMatchObject([
      { name: '周斌', rules: {}, adjustments: [charged], total_fen: 3_000 },
    ]);
    await closeMonth(warehouse, '2026-11', by(MANAGER));
    expect(await deductions('2026-12')).toEqual({});
    // November rests on October now.
    expect(await refusal(reopenMonth(warehouse, MONTH, '改', null, by(MANAGER)))).toContain(
      '2026-11 已关账',
    );
  });

  test('opens again for a reason and is closed with the next version', async () => {
    expect(await refusal(closeMonth(warehouse, MONTH, by(MANAGER)))).toBe(
      '2026-10 已关账（第 1 版）',
    );
    expect(await refusal(reopenMonth(warehouse, MONTH, ' ', null, by(MANAGER)))).toContain(
      '重开要写原因',
    );
    expect(await refusal(undo(KEY.unanswered))).toContain('已关账');
    await reopenMonth(warehouse, MONTH, '漏了一份回执', null, by(MANAGER));
    await take({ key: KEY.unanswered, decision: 'waive', reason: '电话坏了' });
    await closeMonth(warehouse, MONTH, by(MANAGER));
    expect(await deductions()).toEqual({ 陈静: 3_000, 赵刚: 8_000, 李强: 3_000 });
  });

  test('a closing that somebody altered is told by its checksum', async () => {
    const put = (from: string, to: string) =>
      warehouse.run(
        `UPDATE closing_fine SET fine = replace(fine, '${from}', '${to}') WHERE key LIKE '6:%'`,
      );
    await put('赵刚', '周斌');
    expect(await findFaults(warehouse)).toMatchObject([
      { check: 'closing_checksum', subject: '2026-10 v1' },
    ]);
    await put('周斌', '赵刚');
  });
});

describe('limits', () => {
  const ROSTER: Row[] = [
    { employee_no: 'E1', name: '王芳', role: 'hotline', monthly_wage: 30_000 },
    { employee_no: 'E2', name: '陈静', role: 'dispatcher', monthly_wage: 300_000 },
    { employee_no: 'E3', name: '赵刚', role: 'technician', monthly_wage: 35_000 },
    { employee_no: 'E4', name: '李强', role: 'technician', monthly_wage: null },
  ];
  beforeEach(() => startAfter('example_with_wages', { staff: ROSTER }, decideAll));

  test('what passes a fifth of the wage is carried to the next open month; without a wage nothing is checked', async () => {
    const sheet = await deductionSheet(warehouse, MONTH);
    expect(sheet.people).toMatchObject([
      {
        employee_no: 'E1',
        total_fen: 5_000,
        limit_fen: 6_000,
        limit_state: 'checked',
        deduct_fen: 5_000,
      },
      { employee_no: 'E2', total_fen: 3_000, limit_fen: 60_000, deduct_fen: 3_000 },
      // A fifth of 350 yuan.
      {
        employee_no: 'E3',
        total_fen: 8_000,
        limit_fen: 7_000,
        deduct_fen: 7_000,
        carried_out_fen: 1_000,
      },
      {
        employee_no: 'E4',
        total_fen: 3_000,
        limit_fen: null,
        limit_state: 'not_checked',
        deduct_fen: 3_000,
      },
    ]);
    expect(await deductions('2026-11')).toEqual({});
    await closeMonth(warehouse, MONTH, by(MANAGER));
    expect((await deductionSheet(warehouse, '2026-11')).people).toMatchObject([
      { employee_no: 'E3', carried_in_fen: 1_000, total_fen: 1_000, deduct_fen: 1_000 },
    ]);
  });

  test('the lower of share and wage above the floor counts, never below 0', async () => {
    const set = (id: 'share_and_floor' | 'floor_only' | 'not_allowed' | 'none') =>
      setPayProfile(
        warehouse,
        { id, share: id === 'share_and_floor' ? 0.2 : null, floor_fen: 34_000, notice: false },
        MANAGER,
        '2026-11-02T09:00:00',
        'zh',
      );
    const people = async () => (await deductionSheet(warehouse, MONTH)).people;
    await set('share_and_floor');
    // 王芳 earns less than the floor, 赵刚 10 yuan more.
    const [wang, chen, zhao] = await people();
    expect(wang).toMatchObject({ limit_fen: 0, deduct_fen: 0, carried_out_fen: 5_000 });
    expect(chen).toMatchObject({ limit_fen: 60_000, deduct_fen: 3_000, carried_out_fen: 0 });
    expect(zhao).toMatchObject({ limit_fen: 1_000, deduct_fen: 1_000, carried_out_fen: 7_000 });
    await set('none');
    expect((await people())[2]).toMatchObject({
      limit_fen: null,
      limit_state: 'off',
      deduct_fen: 8_000,
    });
    await set('not_allowed');
    expect((await people())[2]).toMatchObject({
      total_fen: 8_000,
      deduct_fen: 0,
      carried_out_fen: 0,
    });
  });
});
