/** The review queue without a browser: what is shown, what may be decided, what stands while answers are awaited. */
import { describe, expect, test } from 'vitest';
import { findStaff } from '#app/components/staff.ts';
import { samePath } from '#app/data/acting.server.ts';
import { readAsked } from '#app/data/decide.server.ts';
import { finesLink } from '#app/filters/links.ts';
import { clockOf } from '#app/routes/fines/clock.ts';
import {
  amountFen,
  bulkPlan,
  EMPTY_DRAFT,
  isOwn,
  primaryStep,
  readiness,
  requestOf,
  type Situation,
} from '#app/routes/fines/decide.ts';
import {
  choices,
  filterOf,
  narrowed,
  nextRow,
  ofTab,
  paramsOf,
  showCounts,
  sorted,
  tabSums,
} from '#app/routes/fines/listing.ts';
import {
  NOTHING_DONE,
  type QueueEvent,
  queueReducer,
  rowsNow,
} from '#app/routes/fines/queue-state.ts';
import {
  type FineRow,
  packRows,
  type RowStanding,
  rowOf,
  unpackRows,
} from '#app/routes/fines/rows.ts';
import { briefInWords } from '#queries/reports/fine-arithmetic.ts';
import { MONTH } from './fixture-desk.ts';
import { queueDesk, STAFF } from './fixture-queue.ts';

const ROW: FineRow = {
  key: 'a',
  rule: '2a',
  person: '李强',
  employee_no: 'T010',
  initials: 'lq',
  unassigned: false,
  no: 'PG1',
  occurred_at: '2026-10-02T09:00:00',
  month: MONTH,
  brief: '超 5 分',
  amount_fen: 3_000,
  amount_min_fen: 3_000,
  amount_max_fen: 3_000,
  needs_cause: false,
  pair: false,
  measure: false,
  state: 'proposed',
  cause: null,
  suggested: null,
  delayed: false,
  reason: null,
  appeal: null,
  complained: false,
  doubtful: false,
  vanished: false,
  late: false,
  decided: null,
  stamp: 'facts.1',
};
const row = (change: Partial<FineRow>): FineRow => ({ ...ROW, ...change });
const MANAGER = { employee_no: 'E001', name: '林建国' };
const FREE: Situation = { actor: MANAGER, pending: false, closed: false };
const draft = (change: Partial<typeof EMPTY_DRAFT>) => ({ ...EMPTY_DRAFT, ...change });

describe('what is shown', () => {
  const rows = [
    row({ key: 'a', rule: '10', amount_fen: null, amount_max_fen: 20_000, amount_min_fen: 10_000 }),
    row({ key: 'b', rule: '2a', person: '周斌', initials: 'zb', employee_no: 'T034', no: 'PG22' }),
    row({ key: 'c', rule: '6', needs_cause: true, amount_fen: 5_000, appeal: 'open' }),
    row({ key: 'd', rule: '7a', person: null, unassigned: true, initials: '', amount_fen: 2_000 }),
    row({ key: 'e', state: 'confirmed', late: true, occurred_at: '2026-09-30T09:00:00' }),
    row({ key: 'f', state: 'waived' }),
    row({ key: 'g', rule: '11', measure: true, amount_fen: null, amount_min_fen: null }),
  ];
  const keys = (found: readonly FineRow[]) => found.map(({ key }) => key).join('');
  const by = (search: string) => filterOf(new URLSearchParams(search));

  test('tabs with count and sum; waived ones are no part of the whole sum', () => {
    const sums = tabSums(rows);
    // 3000 + 5000 + 2000, a range and a measure without amount.
    expect(sums.proposed).toEqual({ count: 5, fen: 10_000, undecided: 1, measures: 1 });
    expect(sums.all).toMatchObject({ count: 7, fen: 13_000 });
    expect(sums.waived).toMatchObject({ count: 1, fen: 3_000 });
  });

  test('filters of the address, alone and together', () => {
    expect(keys(narrowed(rows, by('rule=6')))).toBe('c');
    expect(keys(narrowed(rows, by('person=周斌')))).toBe('b');
    expect(keys(narrowed(rows, by('show=undecided')))).toBe('ag');
    expect(keys(narrowed(rows, by('show=cause,appeal')))).toBe('c');
    expect(keys(narrowed(rows, by('show=late')))).toBe('e');
    expect(keys(narrowed(rows, by('q=zb')))).toBe('b');
    expect(keys(narrowed(rows, by('q=pg22')))).toBe('b');
    expect(keys(narrowed(rows, by('q=周')))).toBe('b');
    expect(keys(ofTab(rows, by('state=confirmed').tab))).toBe('e');
    expect(by('state=x&show=y&sort=z')).toEqual(by(''));
    expect(showCounts(rows)).toEqual({ cause: 1, appeal: 1, unassigned: 1, undecided: 2, late: 1 });
  });

  test('the address holds everything and gives it back', () => {
    const filter = by('state=all&rule=6&person=a%26b&show=appeal&q=x&sort=-amount');
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(paramsOf(filter))) {
      if (value !== null) params.set(key, value);
    }
    expect(filterOf(params)).toEqual(filter);
    const link = new URL(finesLink(MONTH, { show: 'unassigned', key: 'a|b&c' }), 'http://desk');
    expect(filterOf(link.searchParams).shows).toEqual(['unassigned']);
    expect(link.searchParams.get('key')).toBe('a|b&c');
  });

  test('orders: rules as the policy counts, what lacks the value last both ways', () => {
    expect(keys(sorted(rows, by('sort=rule')))).toBe('ebfcdag');
    expect(keys(sorted(rows, by('sort=-amount')))).toBe('cebfdag');
    expect(keys(sorted(rows, by('sort=amount')))).toBe('debfcag');
    expect(keys(sorted(rows, by('sort=person'))).at(-1)).toBe('d');
    expect(choices(rows).rules.map(({ value }) => value)).toEqual(['2a', '6', '7a', '10', '11']);
  });

  test('work goes on with the next row, at the end with the last before it', () => {
    expect(nextRow(rows, 'b', new Set(['b']))).toBe('c');
    expect(nextRow(rows, 'b', new Set(['b', 'c']))).toBe('d');
    expect(nextRow(rows, 'g', new Set(['g']))).toBe('f');
    expect(nextRow([ROW], 'a', new Set(['a']))).toBeNull();
  });

  test('rows pass through one text unchanged, and hold no evidence', async () => {
    const fines = await queueDesk().review.queue(MONTH);
    const given = fines.map((fine) => rowOf(fine, () => 'x'));
    expect(unpackRows(packRows(given))).toEqual(given);
    expect(unpackRows(packRows([]))).toEqual([]);
    expect(packRows(given)).not.toContain('10月售后台账');
  });

  test('20,000 rows cost less than 150 bytes each', async () => {
    const fines = await queueDesk({ many: 20_000 }).review.queue(MONTH);
    const packed = packRows(fines.map((fine) => rowOf(fine, () => 'x')));
    expect(fines).toHaveLength(20_000);
    expect(Buffer.byteLength(packed) / 20_000).toBeLessThan(150);
  });
});

describe('what may be decided', () => {
  const ready = (of: FineRow, with_ = EMPTY_DRAFT, situation = FREE) =>
    readiness(of, with_, situation);

  test('a fixed amount is confirmed or, with a reason, waived; never adjusted', () => {
    expect(ready(ROW)).toMatchObject({ confirm: null, adjust: 'fixed', waive: 'reason_first' });
    expect(ready(ROW, draft({ reason: ' 客户改约 ' })).waive).toBeNull();
    expect(requestOf(ROW, 'waive', draft({ reason: ' 客户改约 ' }))).toEqual({
      key: 'a',
      decision: 'waive',
      reason: '客户改约',
      seen: 'facts.1',
    });
  });

  test('personal reasons confirm, every other cause waives, and the button follows', () => {
    const late = row({ needs_cause: true });
    expect(ready(late).confirm).toBe('cause_first');
    expect(ready(late, draft({ cause: 'personal' })).confirm).toBeNull();
    expect(ready(late, draft({ cause: 'personal', reason: 'x' })).waive).toBe('cause_personal');
    expect(ready(late, draft({ cause: 'traffic' })).confirm).toBe('cause_waives');
    expect(primaryStep(late, draft({ cause: 'traffic' }))).toBe('waive');
    expect(primaryStep(late, draft({ cause: 'personal' }))).toBe('confirm');
    const excused = row({ needs_cause: true, suggested: 'traffic' });
    expect(primaryStep(excused, EMPTY_DRAFT)).toBe('waive');
    expect(requestOf(excused, 'waive', draft({ reason: 'x' })).cause).toBe('traffic');
  });

  test('a range needs an amount inside it', () => {
    const range = row({ amount_fen: null, amount_min_fen: 10_000, amount_max_fen: 20_000 });
    expect(ready(range).confirm).toBe('amount_first');
    expect(ready(range, draft({ amount: '99.99' })).confirm).toBe('amount_range');
    expect(ready(range, draft({ amount: '一百' })).confirm).toBe('amount_unread');
    expect(ready(range, draft({ amount: '150' })).confirm).toBeNull();
    expect(requestOf(range, 'confirm', draft({ amount: '150' })).amount_fen).toBe(15_000);
    expect(amountFen('１５０．５')).toBe(15_050);
    expect(amountFen('¥1,000')).toBe(100_000);
    expect(amountFen('1.234')).toBeNull();
    const severe = row({ amount_fen: 10_000, amount_min_fen: 10_000, amount_max_fen: 20_000 });
    expect(primaryStep(severe, draft({ amount: '120' }))).toBe('adjust');
    expect(requestOf(severe, 'confirm', EMPTY_DRAFT)).not.toHaveProperty('amount_fen');
  });

  test('a repeat asks for its verdict; no repeat has no cause', () => {
    const pair = row({ pair: true, needs_cause: true });
    expect(ready(pair).confirm).toBe('verdict_first');
    expect(ready(pair, draft({ verdict: 'repeat' })).confirm).toBe('cause_first');
    expect(ready(pair, draft({ verdict: 'repeat', cause: 'personal' })).confirm).toBeNull();
    const other = draft({ verdict: 'new_fault', cause: 'personal', reason: 'x' });
    expect(ready(pair, other)).toMatchObject({ confirm: 'verdict_waives', waive: null });
    expect(requestOf(pair, 'waive', other)).toMatchObject({ verdict: 'new_fault' });
    expect(requestOf(pair, 'waive', other)).not.toHaveProperty('cause');
  });

  test('a measure is the reason; what has vanished is only waived; a person comes first', () => {
    const measure = row({ measure: true, amount_fen: null, amount_min_fen: null });
    expect(ready(measure).confirm).toBe('measure_first');
    expect(requestOf(measure, 'confirm', draft({ measure: '记过' })).reason).toBe('记过');
    expect(ready(row({ vanished: true, state: 'recheck' })).confirm).toBe('vanished');
    expect(ready(row({ unassigned: true })).confirm).toBe('assign_first');
  });

  test('never one’s own, never twice, never in a closed month', () => {
    const self = { employee_no: 'T010', name: '李强' };
    const all = (why: string) => ({ confirm: why, adjust: why, waive: why, assign: why });
    expect(ready(ROW, EMPTY_DRAFT, { ...FREE, actor: self })).toEqual(all('own'));
    expect(ready(ROW, EMPTY_DRAFT, { ...FREE, pending: true })).toEqual(all('pending'));
    expect(ready(ROW, EMPTY_DRAFT, { ...FREE, closed: true })).toEqual(all('closed'));
    expect(ready(row({ state: 'confirmed' }))).toEqual(all('decided'));
    // A namesake with another number is somebody else.
    expect(isOwn(ROW, { employee_no: 'T099', name: '李强' })).toBe(false);
    expect(isOwn(row({ employee_no: null }), { employee_no: 'T099', name: '李强' })).toBe(true);
  });

  test('in bulk what lacks something stays out and says why; what is excused or appealed is never swept along', () => {
    const rows = [
      ROW,
      row({ key: 'b', needs_cause: true }),
      row({ key: 'c', needs_cause: true, suggested: 'traffic' }),
      row({ key: 'd', unassigned: true }),
      row({ key: 'e', doubtful: true }),
      row({ key: 'f', needs_cause: true, delayed: true }),
      row({ key: 'g', appeal: 'open' }),
      row({ key: 'h', appeal: 'answered' }),
    ];
    const plan = (personal: boolean) =>
      bulkPlan(rows, 'confirm', draft({ cause: personal ? 'personal' : null }), () => FREE);
    expect(plan(false).ready.map(({ key }) => key)).toEqual(['a', 'h']);
    expect([...plan(false).left]).toEqual([
      ['cause_first', 1],
      ['suggested', 1],
      ['assign_first', 1],
      ['doubtful', 1],
      ['delayed', 1],
      ['appealed', 1],
    ]);
    expect(plan(true).ready.map(({ key }) => key)).toEqual(['a', 'b', 'h']);
  });
});

describe('while answers are awaited', () => {
  const request = { key: 'a', decision: 'confirm' as const, seen: 'facts.1' };
  const batch = { id: 1, requests: [request] };
  const through = (...events: QueueEvent[]) => events.reduce(queueReducer, NOTHING_DONE);
  const shown = (...events: QueueEvent[]) => rowsNow([ROW], through(...events))[0];
  const asked: QueueEvent = { type: 'asked', batch };
  const confirmed = row({ state: 'confirmed', stamp: 'facts.2' });
  const standing = (of: FineRow): RowStanding => {
    const { key, person, employee_no, initials, unassigned, amount_fen } = of;
    const { state, cause, reason, appeal, vanished, decided, stamp } = of;
    const who = { key, person, employee_no, initials, unassigned, amount_fen };
    return { ...who, state, cause, reason, appeal, vanished, decided, stamp };
  };
  const taken: QueueEvent = { type: 'taken', batch, standings: [standing(confirmed)] };

  test('shown as taken at once, as the desk gives it afterwards', () => {
    expect(shown(asked)?.state).toBe('confirmed');
    expect(shown(asked)?.stamp).toBe('facts.1');
    expect(shown(asked, taken)).toEqual(confirmed);
    expect(through(asked, taken).pending.size).toBe(0);
  });

  test('refused: back with its reason; a conflict shows what stands now', () => {
    const refused: QueueEvent = {
      type: 'refused',
      batch,
      message: '先认定责任人',
      now: [ROW],
      offline: false,
    };
    expect(shown(asked, refused)).toEqual(ROW);
    expect(through(asked, refused).refused.get('a')).toEqual({
      message: '先认定责任人',
      conflict: false,
      retry: null,
    });
    const waived = row({ state: 'waived', stamp: 'others.7', brief: '超 9 分' });
    const conflict = through(asked, { ...refused, now: [waived] });
    expect(conflict.refused.get('a')?.conflict).toBe(true);
    expect(rowsNow([ROW], conflict)[0]).toEqual(waived);
    expect(conflict.done).toEqual([]);
  });

  test('without a network it can be sent again', () => {
    const gone = through(asked, {
      type: 'refused',
      batch,
      message: '断了',
      now: [],
      offline: true,
    });
    expect(gone.refused.get('a')?.retry).toEqual(batch);
    expect(rowsNow([ROW], gone)[0]).toEqual(ROW);
    expect(queueReducer(gone, asked).refused.size).toBe(0);
  });

  test('taken back before the answer: never flickers to confirmed', () => {
    const undoing: QueueEvent = { type: 'undoing', batch };
    expect(shown(asked, undoing)?.state).toBe('proposed');
    const late = through(asked, undoing, taken);
    expect(late.pending.has('a')).toBe(true);
    const undone: QueueEvent = { type: 'undone', batch, standings: [standing(ROW)] };
    expect(rowsNow([ROW], queueReducer(late, undone))[0]).toEqual(ROW);
    expect(queueReducer(late, undone).pending.size).toBe(0);
  });

  test('nobody chosen: as if not clicked; loaded anew: what is on its way stays', () => {
    expect(shown(asked, { type: 'dropped', batch: 1 })).toEqual(ROW);
    expect(shown(asked, { type: 'loaded' })?.state).toBe('confirmed');
  });

  test('facts that an import changed meanwhile are not decided by the stamp of new ones', () => {
    const moved = row({ state: 'confirmed', stamp: 'others.2' });
    expect(shown(asked, { type: 'taken', batch, standings: [standing(moved)] })).toEqual(
      row({ state: 'confirmed', stamp: 'facts.1' }),
    );
    // Given whole, the row shows the new facts and goes by their stamp.
    const whole = row({ stamp: 'others.2', brief: '超 9 分' });
    const refused = { type: 'refused', batch, message: '', now: [whole], offline: false } as const;
    expect(shown(asked, refused)).toEqual(whole);
    const again = { type: 'taken', batch, standings: [standing({ ...moved, stamp: 'others.3' })] };
    expect(shown(asked, refused, asked, again as QueueEvent)).toEqual({
      ...whole,
      state: 'confirmed',
      stamp: 'others.3',
    });
  });

  test('what is no fine any more once its decision is taken back leaves the list', () => {
    const undoing: QueueEvent = { type: 'undoing', batch };
    expect(shown(asked, taken, undoing, { type: 'undone', batch, standings: [] })).toBeUndefined();
  });

  test('many that cannot be taken back together stay decided; the others can be asked for again', () => {
    const both = { id: 1, requests: [request, { ...request, key: 'b' }] };
    const state = through({ type: 'asked', batch: both }, { type: 'undoing', batch: both });
    expect(state.done).toEqual([]);
    const now = [row({ key: 'b', state: 'confirmed' })];
    const refusal = { type: 'undo_refused', batch: both, message: '已关账', now } as const;
    const refused = queueReducer(state, { ...refusal, offline: false });
    expect([...refused.refused.keys()]).toEqual(['b']);
    expect(refused.done).toEqual([{ id: 1, requests: [request] }]);
    expect(refused.pending.size).toBe(0);
    const offline = queueReducer(state, { ...refusal, now: [], offline: true });
    expect(offline.done).toEqual([both]);
    expect(queueReducer(state, { type: 'undo_dropped', batch: both }).done).toEqual([both]);
  });
});

describe('beside the list', () => {
  test('the clock: who held the ticket, what lies past the limit', () => {
    const leg = (role: 'dispatcher' | 'technician', from: string, to: string, minutes: number) => ({
      role,
      person: null,
      from: `2026-10-14T${from}:00`,
      to: `2026-10-14T${to}:00`,
      minutes,
      over_minutes: null,
    });
    const dispatch = leg('dispatcher', '09:00', '10:00', 60);
    const due = '2026-10-14T12:00:00';
    const clock = clockOf([dispatch, leg('technician', '10:00', '13:00', 180)], due);
    expect(clock?.legs.map(({ from, share }) => [from, share])).toEqual([
      [0, 0.25],
      [0.25, 0.75],
    ]);
    expect(clock?.due).toMatchObject({ place: 0.75, over_minutes: 60 });
    // Where a break in between does not count, the bar's own length does not say how late it was.
    const working = clockOf([dispatch, leg('technician', '10:00', '13:00', 90)], due);
    expect(working?.due).toMatchObject({ place: 0.75, over_minutes: null });
    expect(clockOf([], null)).toBeNull();
  });

  test('the number that decides comes first', () => {
    const facts = {
      detect: 'late_arrival',
      occurred_at: '2026-10-05T13:30:00',
      start_at: '2026-10-05T10:00:00',
      end_at: '2026-10-05T13:30:00',
      limit_minutes: 180,
      paused_minutes: 10,
      working_minutes: null,
      detail: null,
      as_of: '2026-10-31T18:00:00',
    };
    expect(briefInWords(facts, 'zh')).toBe('超 20 分，限 3 时');
    expect(briefInWords({ ...facts, detect: 'overcharge', detail: '22000,16000' }, 'zh')).toBe(
      '多收 ¥60',
    );
    expect(briefInWords({ ...facts, detect: 'dissatisfied', detail: '1,2' }, 'en')).toBe('score 1');
    // Seconds of a span of days would hide which ticket it was.
    const pair = {
      ...facts,
      detect: 'repeat_repair',
      detail: 'T1',
      start_at: '2026-09-15T08:30:14',
    };
    expect(briefInWords({ ...pair, end_at: '2026-10-03T11:23:00' }, 'zh')).toBe(
      '18 天 2 时后再报，前一单 T1',
    );
    expect(briefInWords({ ...pair, end_at: '2026-09-15T10:00:00' }, 'zh')).toBe(
      '1 时 29 分后再报，前一单 T1',
    );
  });

  test('people are found by name, number and initials, managers first', () => {
    expect(findStaff(STAFF, 'ZG').map(({ name }) => name)).toEqual(['赵刚']);
    expect(findStaff(STAFF, 't03').map(({ name }) => name)).toEqual(['吴涛', '周斌']);
    expect(findStaff(STAFF, '')[0]?.role).toBe('manager');
  });

  test('only paths of this site are gone back to', () => {
    expect(samePath('/fines?key=a')).toBe('/fines?key=a');
    for (const other of ['//evil.test', '/\\evil.test', 'https://evil.test', null]) {
      expect(samePath(other)).toBe('/');
    }
  });

  test('a plain form asks the same as the page’s script', async () => {
    const ask = (fields: Record<string, string>) =>
      readAsked(
        new Request('http://desk.test/fines/decide', {
          method: 'POST',
          body: new URLSearchParams(fields),
        }),
      );
    expect(await ask({ intent: 'adjust', key: 'a', amount: '150.5', seen: '1' })).toEqual({
      intent: 'decide',
      answers: false,
      requests: [{ key: 'a', decision: 'adjust', amount_fen: 15_050, seen: '1' }],
    });
    await expect(ask({ intent: 'adjust', key: 'a', amount: 'x' })).rejects.toMatchObject({
      status: 400,
    });
    await expect(ask({ intent: 'appeal', key: 'a' })).rejects.toMatchObject({ status: 400 });
  });
});
