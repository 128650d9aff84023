/** Versions of policies: in force by month, activated in one transaction, replayed without a trace, edited as a form. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { policyDifferences } from '#queries/policy/differences.ts';
import { applyForm, bandFields, formFields, withTrigger } from '#queries/policy/form.ts';
import { parsePolicy, policyOf } from '#queries/policy/policy.ts';
import { reasonRule } from '#queries/policy/reasons.ts';
import { replayPolicy } from '#queries/policy/replay.ts';
import {
  activatedVersions,
  activatePolicy,
  bringPolicies,
  newDraft,
  policyDraft,
  saveDraft,
} from '#queries/policy/versions.ts';
import { monthFineList } from '#queries/reports/fines.ts';
import { monthReport } from '#queries/reports/month-report.ts';
import { findFaults } from '#queries/warehouse/doctor.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, type Row, upload } from './department.ts';

const FOLDER = fileURLToPath(new URL('../../queries/policy', import.meta.url));
const shipped = (id: string): string => readFileSync(`${FOLDER}/${id}.yaml`, 'utf8');
const AS_OF = '2026-10-31T18:00:00';

let warehouse: Warehouse;
const open = async (): Promise<() => void> => {
  warehouse = await emptyDepartment();
  return () => warehouse.close();
};

const call = (no: string, reported: string, answered: string | null): Row => ({
  ticket_no: no,
  customer_name: `客户${no}`,
  product_type: '双头灶',
  fault: '漏气',
  reported_at: `2026-${reported}`,
  answered_at: answered === null ? null : `2026-${answered}`,
  dispatched_at: answered === null ? null : `2026-${answered}`,
  resolution: 'on_site',
  region: 'urban',
  hotline_agent: '王芳',
  dispatcher: '陈静',
  technician: '李强',
});
/** One ticket a month from August to October, each answered after 15 minutes and visited after five hours. */
async function threeMonths(): Promise<void> {
  const months = ['08', '09', '10'];
  await upload(warehouse, {
    ticket: months.map((m) => call(`T${m}`, `${m}-12 09:00:00`, `${m}-12 09:15:00`)),
    receipt: months.map((m) => ({
      receipt_no: `R${m}`,
      ticket_no: `T${m}`,
      technician: '李强',
      arrived_at: `2026-${m}-12 14:00:00`,
      finished_at: `2026-${m}-12 15:00:00`,
    })),
  });
}
const activate = (text: string, month: string) =>
  activatePolicy(
    warehouse,
    { text, month, actor: '林建国', note: '试行', at: '2026-10-30T09:00:00' },
    'zh',
  );
const answers = async (month: string) => {
  const { stages, policy } = await monthReport(warehouse, month, AS_OF);
  return [stages.answer.met, stages.answer.measured, `${policy.id} ${policy.version}`];
};
const lateFines = async (month: string) =>
  (await monthFineList(warehouse, month, AS_OF, 'zh'))
    .filter(({ rule }) => rule === '6')
    .map(({ amount_fen }) => amount_fen);

const LENIENT = shipped('default').replace(
  'answer: {target_minutes: 10,',
  'answer: {target_minutes: 15,',
);

describe('activating', () => {
  beforeEach(open);

  test('changes its months and no other, keeps the text with its number and month, comments included', async () => {
    await threeMonths();
    expect(await answers('2026-09')).toEqual([0, 1, 'default 1']);
    const version = await activate(
      LENIENT.replace('amount: 50\n    needs_cause', 'amount: 70\n    needs_cause'),
      '2026-09',
    );
    expect(version).toMatchObject({
      policy_id: 'default',
      version: 2,
      effective_from: '2026-09',
      actor: '林建国',
    });
    expect(version.text).toContain('version: 2');
    expect(version.text).toContain('effective_from: "2026-09"');
    expect(version.text).toContain('# A promise the customer did not refuse always comes first.');
    expect(await answers('2026-08')).toEqual([0, 1, 'default 1']);
    expect(await answers('2026-09')).toEqual([1, 1, 'default 2']);
    expect(await answers('2026-10')).toEqual([1, 1, 'default 2']);
    expect([await lateFines('2026-08'), await lateFines('2026-10')]).toEqual([[5000], [7000]]);
    expect(await findFaults(warehouse)).toEqual([]);
  });
  test('rebuilds the months it is in force in only; of two of one month the last activated counts', async () => {
    await threeMonths();
    await activate(shipped('default'), '2026-10');
    await activate(LENIENT, '2026-09');
    const touched = await warehouse.read(
      "SELECT ticket_month FROM touched_month WHERE ticket_month <> ''",
      z.object({ ticket_month: z.string() }),
    );
    expect(touched.map((row) => row.ticket_month)).toEqual(['2026-09']);
    // The later version holds from its own month on.
    expect(await answers('2026-10')).toEqual([0, 1, 'default 2']);
    expect(await answers('2026-09')).toEqual([1, 1, 'default 3']);
    // Of two versions of one month the last activated counts; both stay on record.
    await activate(shipped('machinery-24h'), '2026-10');
    expect(policyOf(warehouse.policies, '2026-10').id).toBe('machinery-24h');
    expect(await answers('2026-10')).toEqual([1, 1, 'machinery-24h 1']);
    expect((await activatedVersions(warehouse)).length).toBe(3);
  });
  test('refuses a closed month and a text with faults; then nothing has changed; of what is activated every connection knows', async () => {
    await threeMonths();
    await warehouse.run(
      `INSERT INTO closing VALUES (1, '2026-09', 1, TIMESTAMP '2026-10-05 09:00:00', '林建国', NULL,
         TIMESTAMP '2026-10-01', 'default', 1, '{}', '{}', '{}', '', '', NULL, NULL, NULL, NULL, NULL)`,
    );
    await expect(activate(LENIENT, '2026-08')).rejects.toThrow('2026-09 已关账');
    await expect(
      activate(LENIENT.replace('pauses: subtract', 'pauses: often'), '2026-10'),
    ).rejects.toThrow(/第 \d+ 行 pauses/);
    await expect(activate(LENIENT, '2026-13')).rejects.toThrow('2026-11');
    expect(await activatedVersions(warehouse)).toEqual([]);
    await activate(LENIENT, '2026-10');
    expect(await answers('2026-09')).toEqual([0, 1, 'default 1']);
    // A further connection and another database go by it too.
    const branch = await warehouse.branch();
    expect(policyOf(branch.policies, '2026-10').version).toBe(2);
    branch.close();
    const other = await emptyDepartment();
    await bringPolicies(other, await activatedVersions(warehouse), []);
    expect(policyOf(other.policies, '2026-11').version).toBe(2);
    other.close();
  });
});

describe('replay', () => {
  beforeEach(open);

  test('per person and rule, on the months with data; the database stays as it was', async () => {
    await threeMonths();
    const before = await monthReport(warehouse, '2026-10', AS_OF);
    const candidate = parsePolicy(
      LENIENT.replace('amount: 50\n    needs_cause', 'amount: 70\n    needs_cause'),
      'x',
    );
    const replay = await replayPolicy(warehouse, candidate);
    expect(replay.months).toEqual(['2026-08', '2026-09', '2026-10']);
    // Three late arrivals, 50 yuan each, would be 70 each; nothing else was proposed (no receipt form asked for more).
    expect([replay.before, replay.after]).toEqual([
      { count: 3, fen: 15_000, undecided: 0 },
      { count: 3, fen: 21_000, undecided: 0 },
    ]);
    expect(
      replay.rows.map(({ person, rule_after, before: b, after: a }) => [
        person,
        rule_after?.no,
        b.fen,
        a.fen,
      ]),
    ).toEqual([['李强', '6', 15_000, 21_000]]);
    expect(replay.rates.find(({ metric }) => metric === 'answer_rate')).toMatchObject({
      before: { met: 0, measured: 3 },
      after: { met: 3, measured: 3 },
    });

    // The same event under another number is one line; working time is replayed too.
    const other = parsePolicy(
      shipped('machinery-24h')
        .replace(
          'calendar: {kind: always}',
          'calendar: {kind: working, hours: {mon: ["09:00-10:00"]}}',
        )
        .replace('regions: {urban: null', 'regions: {urban: 60'),
      'x',
    );
    const numbered = await replayPolicy(warehouse, other);
    // 08-12 is a Wednesday, 09-12 a Saturday, 10-12 a Monday. From a Monday 09:00 to 14:00 sixty working minutes go by:
    // in time; on the other days none does.
    expect(
      numbered.rows.map(({ rule_before, rule_after, before, after }) => [
        rule_before?.no,
        rule_after?.no ?? null,
        before.count,
        after.count,
      ]),
    ).toEqual([['6', null, 3, 0]]);
    expect(numbered.rates.find(({ metric }) => metric === 'arrival_rate')?.after).toEqual({
      met: 3,
      measured: 3,
    });

    expect(await monthReport(warehouse, '2026-10', AS_OF)).toEqual(before);
    expect(await findFaults(warehouse)).toEqual([]);
    await activate(LENIENT, '2026-10');
    expect(await answers('2026-10')).toEqual([1, 1, 'default 2']);
  });
});

test('drafts are kept with their faults', async () => {
  const close = await open();
  const draft = await newDraft(warehouse, {
    base: 'shipped:default',
    text: 'id: x',
    saved_at: '2026-10-30T09:00:00',
    actor: null,
  });
  await saveDraft(
    warehouse,
    { draft_id: draft.draft_id, text: 'id: [', saved_at: '2026-10-30T10:00:00', actor: '林建国' },
    'zh',
  );
  expect(await policyDraft(warehouse, draft.draft_id)).toMatchObject({
    text: 'id: [',
    actor: '林建国',
  });
  await expect(
    saveDraft(
      warehouse,
      { draft_id: 99, text: '', saved_at: '2026-10-30T10:00:00', actor: null },
      'zh',
    ),
  ).rejects.toThrow('没有这份草稿');
  close();
});

describe('the form', () => {
  const text = shipped('default');
  const edit = (values: Record<string, string>, of = text) =>
    applyForm(of, new Map(Object.entries(values)), 'zh');
  const edited = (values: Record<string, string>, of = text) => {
    const result = edit(values, of);
    if (!result.ok) throw new Error(JSON.stringify(result.faults));
    return result.text;
  };
  const changes = (before: string, after: string) =>
    policyDifferences(parsePolicy(before, 'a'), parsePolicy(after, 'b')).map((each) => [
      each.path,
      each.before,
      each.after,
    ]);

  test('sent back unchanged, every shipped text stays as it is', () => {
    for (const id of ['default', 'machinery-24h', 'distance-bands', 'bus-maker']) {
      const policy = parsePolicy(shipped(id), id);
      const same = Object.fromEntries(formFields(policy).map(({ name, value }) => [name, value]));
      for (const { name, band } of bandFields(policy)) {
        if (band.up_to_km !== null) same[`${name}.up_to_km`] = band.up_to_km;
        same[`${name}.minutes`] = band.minutes;
        same[`${name}.reply_minutes`] = band.reply_minutes;
      }
      expect(edited(same, shipped(id))).toBe(shipped(id));
    }
  });
  test('one field changes one line, and comments stay', () => {
    const after = edited({ 'stages.answer.target_minutes': '15', 'rules.9.amount': '55.5' });
    const lines = text.split('\n');
    expect(after.split('\n').filter((line, i) => line !== lines[i])).toEqual([
      '  answer: {target_minutes: 15, clause: "5.5", person: hotline_agent}',
      '    amount: 55.5',
    ]);
  });
  test('targets, words, dictionary, KPI and triggers', () => {
    const after = edited({
      'stages.callback.target_minutes': '',
      'kpi_targets.timeliness': '92.5%',
      'kpi_targets.complaints': '',
      excusable_delay_reasons: '堵车、大雪',
      fault_dictionary: '点火故障：打不着火、不点火\n漏气故障: 漏气，跑气',
      'rules.0.trigger': 'complaint',
      'rules.7.needs_cause': 'no',
    });
    expect(changes(text, after)).toEqual([
      ['stages.callback.target_minutes', '1440', '–'],
      ['fault_dictionary.点火故障', '打不着火、点不着火、不点火', '打不着火、不点火'],
      ['fault_dictionary.漏气故障', null, '漏气、跑气'],
      ['excusable_delay_reasons', '堵车、天气、缺配件、客户改约、工作量', '堵车、大雪'],
      ['kpi_targets.timeliness', '0.9', '0.925'],
      ['rules.1a.trigger', 'violation', 'complaint'],
      ['rules.6.needs_cause', 'true', 'false'],
      ['kpi_targets.complaints', '0.03', null],
    ]);
  });
  test('rules are taken out and put in, with the words of complaints that mean them', () => {
    // 7b is out, another rule of the same kind is in: its name and whose it is are as usual.
    const swapped = edited({
      'rules.9.remove': 'yes',
      'rules.add.detect': 'dispatch_sheet_missing',
      'rules.add.no': '12',
      'rules.add.amount': '25.5',
      'rules.8.amount': '22',
    });
    expect(
      parsePolicy(swapped, 'a')
        .rules.map(({ no }) => no)
        .join(' '),
    ).toBe('1a 1b 2a 2b 3 4 5 6 7a 8 9 10 11 12');
    expect(swapped.slice(swapped.indexOf('  - no: "12"')).trimEnd().split('\n')).toEqual([
      '  - no: "12"',
      '    clause: "12"',
      '    title: {zh: 派工单未填写, en: dispatch sheet missing}',
      '    detect: dispatch_sheet_missing',
      '    charge: dispatcher',
      '    amount: 25.5',
    ]);
    const bus = shipped('bus-maker');
    const before = parsePolicy(bus, 'a');
    const quarrel = before.rules.findIndex(({ detect }) => detect === 'complaint');
    const changed = parsePolicy(
      edited(
        {
          [`rules.${quarrel}.remove`]: 'yes',
          'rules.add.detect': 'complaint',
          'rules.add.no': '9.9',
          'rules.add.title': '酒后上门',
          'rules.add.charge': 'technician',
          'rules.add.measures': '记过、辞退',
          'rules.add.words': '酒后、喝酒',
        },
        bus,
      ),
      'b',
    );
    expect(changed.rules.at(-1)).toMatchObject({ no: '9.9', measures: ['记过', '辞退'] });
    expect(reasonRule('师傅喝酒了', changed)).toBe('9.9');
    expect(changed.reasons?.map(({ rule }) => rule)).not.toContain(before.rules[quarrel]?.no);
  });
  test('a rule that cannot stand names its field, counted as the form shows it', () => {
    const faultsOf = (values: Record<string, string>, of = text) => {
      const result = edit(values, of);
      return result.ok ? [] : result.faults.map(({ name }) => name);
    };
    const add = { 'rules.add.detect': 'dispatch_refused', 'rules.add.no': '12' };
    expect(faultsOf({ 'rules.add.no': '12' })).toEqual(['rules.add.detect']);
    // That one has a rule already, and two would charge one event twice.
    expect(faultsOf({ ...add, 'rules.add.amount': '5' })).toEqual(['rules.add.detect']);
    const freed = { ...add, 'rules.10.remove': 'yes' };
    const without = edited({ 'rules.10.remove': 'yes' });
    expect(faultsOf({ ...freed, 'rules.add.amount': '5' })).toEqual([]);
    expect(faultsOf({ ...add, 'rules.add.no': '' }, without)).toEqual(['rules.add.no']);
    expect(faultsOf({ ...add, 'rules.add.amount': '五元' }, without)).toEqual(['rules.add.amount']);
    expect(faultsOf(add, without)).toEqual(['rules.add']);
    expect(faultsOf({ ...add, 'rules.add.no': '1a', 'rules.add.amount': '5' }, without)).toEqual([
      'rules.add.no',
    ]);
    // The first is taken out: a fault of the second is not blamed on it.
    expect(faultsOf({ 'rules.0.remove': 'yes', 'rules.11.amount.min': '500' })).toEqual([
      'rules.11.amount',
      'rules.11.amount.by_severity',
    ]);
    expect(
      faultsOf({ 'rules.add.detect': 'complaint', 'rules.add.no': '9' }, shipped('bus-maker')),
    ).toEqual(['rules.add.words']);
  });
  test('a working calendar and distance bands from scratch, then changed', () => {
    const working = edited({ 'calendar.kind': 'working', 'arrival.by': 'distance' });
    const changed = edited(
      {
        'calendar.hours.sat': '09:00-12:00',
        'calendar.hours.fri': '',
        'calendar.extra_holidays': '2026-12-31 2027-01-02',
        'bands.0.up_to_km': '300',
        'bands.1.up_to_km': '50',
        'bands.1.minutes': '600',
        'bands.beyond.minutes': '',
        'bands.beyond.reply_minutes': '720',
      },
      working,
    );
    expect(working).not.toContain('*');
    const policy = parsePolicy(changed, 'x');
    if (policy.calendar.kind !== 'working') throw new Error('not working');
    expect(Object.keys(policy.calendar.hours)).toEqual(['mon', 'tue', 'wed', 'thu', 'sat']);
    expect(policy.calendar.extra_holidays).toEqual(['2026-12-31', '2027-01-02']);
    expect(policy.arrival.distance).toEqual({
      bands: [
        { up_to_km: 50, minutes: 600 },
        { up_to_km: 300, minutes: 1440 },
      ],
      beyond: { reply_minutes: 720 },
      unknown: null,
    });
  });
  test('what cannot be read names its field; a text with faults is not touched', () => {
    const result = edit({ repeat_window_days: 'thirty', 'rules.9.amount': '50.001' });
    expect(result.ok ? [] : result.faults.map(({ name }) => name)).toEqual([
      'repeat_window_days',
      'rules.9.amount',
    ]);
    const crossed = edit({ dissatisfied_to: '4' });
    expect(crossed.ok ? [] : crossed.faults).toEqual([
      { name: 'dissatisfied_to', message: '不满意的上限要低于满意的下限' },
    ]);
    expect(edit({}, 'id: [').ok).toBe(false);
  });
  test('the question of set-up: complaints only, for every rule', () => {
    const policy = parsePolicy(withTrigger(text, 'complaint'), 'x');
    expect(new Set(policy.rules.map(({ trigger }) => trigger))).toEqual(new Set(['complaint']));
    expect(withTrigger(text, 'violation')).toBe(text);
  });
});
