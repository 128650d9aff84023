/**
 * The fixture's department with a queue that remembers: decisions, appeals and conflicts as a desk answers them, for
 * tests of the pages. The rules of the real desk are tested with the real desk.
 */
import type { Desk } from '#app/data/desk.ts';
import type { StaffMember } from '#app/data/review-desk.ts';
import { DecisionsRefused } from '#queries/ledger/steps.ts';
import {
  type Actor,
  type DecisionRequest,
  type FineDetail,
  type FineStanding,
  type FineStep,
  LedgerRefused,
} from '#queries/ledger/types.ts';
import type { Fine, FineState } from '#queries/reports/types.ts';
import { fixtureDesk, LATE_TICKET, MONTH } from './fixture-desk.ts';

const member = (
  employee_no: string,
  name: string,
  role: string,
  initials: string,
): StaffMember => ({
  employee_no,
  name,
  role,
  department: '售后服务部',
  initials,
  aliases: [],
});

export const STAFF: readonly StaffMember[] = [
  member('E003', '陈静', 'dispatcher', 'cj'),
  member('T010', '李强', 'technician', 'lq'),
  member('E001', '林建国', 'manager', 'ljg'),
  member('E002', '黄敏', 'manager', 'hm'),
  member('T035', '吴涛', 'technician', 'wt'),
  member('T012', '赵刚', 'technician', 'zg'),
  member('T011', '郑凯', 'technician', 'zk'),
  member('T034', '周斌', 'technician', 'zb'),
];

/** A rule with a fixed amount and nothing else to ask. */
function plain(index: number): Fine {
  const day = String((index % 28) + 1).padStart(2, '0');
  const no = `PG2610${day}-${String(index).padStart(5, '0')}`;
  const person = STAFF[[0, 1, 4, 5, 6, 7][index % 6] ?? 0];
  return {
    key: `2a|ticket|${no}|${person?.name}`,
    rule: '2a',
    clause: '六、2',
    detect: 'late_dispatch',
    contradiction: null,
    person: person?.name ?? null,
    employee_no: person?.employee_no ?? null,
    written_person: person?.name ?? null,
    unassigned: false,
    subject: { kind: 'ticket', id: no, ticket_no: no },
    occurred_at: `${MONTH}-${day}T09:${String(index % 60).padStart(2, '0')}:00`,
    month: MONTH,
    amount_fen: 3_000,
    proposed_fen: 3_000,
    amount_min_fen: 3_000,
    amount_max_fen: 3_000,
    needs_cause: false,
    measures: [],
    state: 'proposed',
    cause: null,
    verdict: null,
    reason: null,
    decided: null,
    appeal: null,
    complained: false,
    vanished: false,
    late: false,
    settled_fen: 0,
    delay_reason: null,
    suggestion: null,
    stamp: 'facts.1',
    arithmetic: `传达 10-${day} 09:00 → 派工 10-${day} 09:31 = 31 分，时限 10 分，超 21 分`,
    brief: `超 ${(index % 50) + 1} 分，限 10 分`,
    evidence: [],
  };
}

/** What a step gives of a fine. */
export function standingOf(fine: Fine): FineStanding {
  const { key, state, amount_fen, person, employee_no, unassigned } = fine;
  const { cause, verdict, reason, decided, appeal, vanished, stamp } = fine;
  const who = { key, state, amount_fen, person, employee_no, unassigned };
  return { ...who, cause, verdict, reason, decided, appeal, vanished, stamp };
}

const TARGETS = { confirm: 'confirmed', adjust: 'adjusted', waive: 'waived' } as const;

export interface QueueDesk extends Desk {
  /** Another reviewer decides meanwhile. */
  decideElsewhere(key: string, by: string): void;
  fine(key: string): Fine;
  /** Decisions taken so far, in order. */
  readonly taken: readonly DecisionRequest[];
  /** The next decision is answered late, in ms. */
  delay: number;
}

/** `many`: so many plain fines instead of the fixture's varied ones. */
export function queueDesk({ many = 0 }: { many?: number } = {}): QueueDesk {
  const desk = fixtureDesk();
  const fines = new Map<string, Fine>();
  const logs = new Map<string, FineStep[]>();
  /** How a fine stood before each decision, last one last. */
  const before = new Map<string, Fine[]>();
  const taken: DecisionRequest[] = [];
  let clock = 0;
  const ready = varied(desk).then((all) => {
    for (const fine of many > 0 ? Array.from({ length: many }, (_, index) => plain(index)) : all) {
      fines.set(fine.key, fine);
    }
  });
  const at = () => {
    clock += 1;
    return `2026-11-02T09:${String(clock % 60).padStart(2, '0')}:00`;
  };
  const fineOf = (key: string): Fine => {
    const fine = fines.get(key);
    if (fine === undefined) throw new LedgerRefused(`没有这条扣减：${key}`);
    return fine;
  };
  const note = (
    fine: Fine,
    action: FineStep['action'],
    by: Actor,
    to: FineState,
    text: string | null,
  ) => {
    const log = logs.get(fine.key) ?? [];
    log.push({
      id: log.length + 1,
      action,
      by: by.name,
      at: at(),
      from: fine.state,
      to,
      amount_fen: fine.amount_fen,
      cause: fine.cause,
      verdict: fine.verdict,
      text,
      person: fine.person,
      undone: false,
    });
    logs.set(fine.key, log);
  };
  const put = (fine: Fine, change: Partial<Fine>): Fine => {
    const [facts, count] = fine.stamp.split('.');
    const next = { ...fine, ...change, stamp: `${facts}.${Number(count) + 1}` };
    fines.set(fine.key, next);
    return next;
  };
  const self: QueueDesk = {
    ...desk,
    taken,
    delay: 0,
    fine: fineOf,
    decideElsewhere(key, by) {
      const fine = fineOf(key);
      note(fine, 'waive', { employee_no: null, name: by }, 'waived', '客户改约');
      put(fine, { state: 'waived', reason: '客户改约', decided: { by, at: at() } });
    },
    async fines(month) {
      await ready;
      return [...fines.values()]
        .filter((fine) => fine.month === month)
        .sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    review: {
      ...desk.review,
      queue: (month) => self.fines(month),
      staff: async () => [...STAFF],
      async fineDetail(key): Promise<FineDetail | null> {
        await ready;
        const fine = fines.get(key);
        if (fine === undefined) return null;
        const ticket =
          fine.subject.ticket_no === null ? null : await desk.ticket(fine.subject.ticket_no);
        const mine = [...fines.values()].filter(
          (each) =>
            each.subject.ticket_no === fine.subject.ticket_no && each.person === fine.person,
        );
        const day = `${MONTH}-01T`;
        return {
          fine,
          log: logs.get(key) ?? [],
          legs:
            fine.subject.ticket_no === LATE_TICKET && fine.rule === '6'
              ? [
                  {
                    role: 'hotline_agent',
                    person: '王芳',
                    from: `${day}09:12:00`,
                    to: `${day}09:16:00`,
                    minutes: 4,
                    over_minutes: 0,
                  },
                  {
                    role: 'dispatcher',
                    person: '陈静',
                    from: `${day}09:16:00`,
                    to: `${day}09:40:00`,
                    minutes: 24,
                    over_minutes: 14,
                  },
                  {
                    role: 'technician',
                    person: '李强',
                    from: `${day}09:40:00`,
                    to: `${day}12:47:00`,
                    minutes: 187,
                    over_minutes: null,
                  },
                ]
              : [],
          leg_note:
            fine.subject.ticket_no === LATE_TICKET && fine.rule === '6'
              ? '内勤派工超时 14 分；扣除这 14 分，仍超 21 分。'
              : null,
          ticket,
          on_ticket: {
            count: mine.length,
            fen: mine.reduce((sum, { amount_fen }) => sum + (amount_fen ?? 0), 0),
          },
          pair: fine.rule === '5' ? PAIR : null,
        };
      },
      async decide(requests, by) {
        await ready;
        if (self.delay > 0) await new Promise((done) => setTimeout(done, self.delay));
        for (const { key, seen, decision } of requests) {
          const fine = fineOf(key);
          if (seen !== undefined && seen !== fine.stamp) {
            throw new LedgerRefused(`${fine.decided?.by ?? ''} 刚改过这一条。`, [key]);
          }
          if (fine.employee_no === by.employee_no) {
            throw new LedgerRefused('不能审核自己的扣减。', [key]);
          }
          if (decision === 'confirm' && fine.unassigned) {
            throw new LedgerRefused('先认定责任人。', [key]);
          }
        }
        return requests.map((request) => {
          const fine = fineOf(request.key);
          taken.push(request);
          before.set(fine.key, [...(before.get(fine.key) ?? []), fine]);
          if (request.decision === 'assign') {
            const to = STAFF.find(({ employee_no }) => employee_no === request.person);
            const next = put(fine, {
              person: to?.name ?? null,
              employee_no: to?.employee_no ?? null,
              unassigned: false,
            });
            note(next, 'assign', by, next.state, null);
            return standingOf(next);
          }
          const state = TARGETS[request.decision];
          const next = put(fine, {
            state,
            amount_fen: request.amount_fen ?? fine.amount_fen,
            cause: request.cause ?? null,
            verdict: request.verdict ?? null,
            reason: request.reason ?? null,
            decided: { by: by.name, at: at() },
          });
          note(next, request.decision, by, state, request.reason ?? null);
          return standingOf(next);
        });
      },
      async undoDecisions(requests) {
        const problems = requests.flatMap(({ key, seen }, index) => {
          const { stamp, decided } = fineOf(key);
          const message = `${decided?.by ?? ''} 刚改过这一条。`;
          return seen === undefined || seen === stamp ? [] : [{ index, message }];
        });
        if (problems.length > 0) throw new DecisionsRefused(problems);
        return requests.map(({ key }) => {
          const fine = fineOf(key);
          const stack = before.get(key) ?? [];
          const last = stack.pop();
          if (last === undefined) throw new LedgerRefused('没有可撤回的决定。');
          const log = logs.get(key) ?? [];
          const step = log.at(-1);
          if (step) log[log.length - 1] = { ...step, undone: true };
          return standingOf(put(fine, { ...last, stamp: fine.stamp }));
        });
      },
      async appeal(key, text, by) {
        const fine = fineOf(key);
        if (fine.employee_no !== by.employee_no) throw new LedgerRefused('只能申诉自己的扣减。');
        note(fine, 'appeal', by, fine.state, text);
        return [standingOf(put(fine, { appeal: 'open' }))];
      },
      async answerAppeal(key, text, by) {
        const fine = fineOf(key);
        note(fine, 'answer', by, fine.state, text);
        return [standingOf(put(fine, { appeal: 'answered' }))];
      },
      async closing(month) {
        await ready;
        const open = [...fines.values()];
        const count = (test: (fine: Fine) => boolean) => open.filter(test).length;
        const item = (id: 'proposed' | 'appeals' | 'unassigned' | 'undecided', n: number) => ({
          id,
          status: n === 0 ? ('done' as const) : ('todo' as const),
          count: n,
          detail: null,
        });
        return {
          month,
          state: 'open',
          head: null,
          history: [],
          checklist: [
            item(
              'proposed',
              count(({ state }) => state === 'proposed'),
            ),
            item(
              'appeals',
              count(({ appeal }) => appeal === 'open'),
            ),
            item(
              'unassigned',
              count(({ unassigned }) => unassigned),
            ),
            item(
              'undecided',
              count(({ amount_fen }) => amount_fen === null),
            ),
            { id: 'suspected', status: 'note', count: 5, detail: null },
            { id: 'data_until', status: 'done', count: 0, detail: '2026-10-31T18:00:00' },
          ],
        };
      },
    },
  };
  return self;
}

const PAIR: NonNullable<FineDetail['pair']> = {
  earlier: {
    ticket_no: 'PG261022-01',
    customer: '阿婆靓汤',
    product: '双头灶',
    fault_category: '点火故障',
    fault: '打不着火',
    technician: '吴涛',
    reported_at: '2026-10-22T10:00:00',
    arrived_at: '2026-10-22T12:58:00',
    finished_at: '2026-10-22T14:35:00',
    fault_cause: '点火针积碳',
    solution: '清洗点火针',
    replaced_parts: null,
    customer_signed: '已签',
  },
  later: {
    ticket_no: 'PG261029-05',
    customer: '阿婆靓汤',
    product: '双头灶',
    fault_category: '点火故障',
    fault: '点不着火',
    technician: '张伟',
    reported_at: '2026-10-29T11:02:00',
    arrived_at: '2026-10-29T12:27:00',
    finished_at: '2026-10-29T14:22:00',
    fault_cause: '点火器进水',
    solution: '更换点火器',
    replaced_parts: '点火器 ×1',
    customer_signed: '已签',
  },
  rate_now: 0.0383,
  rate_without: 0.034,
};

/** The fixture's fines (nine of rule 6, one range, one unassigned), with a repeat, a measure, a late and plain ones. */
async function varied(desk: Desk): Promise<Fine[]> {
  const [late, ...rest] = await desk.fines(MONTH);
  if (late === undefined) return [];
  return [
    ...[late, ...rest].map(
      (fine): Fine =>
        fine.rule === '6'
          ? {
              ...fine,
              brief: '超 35 分，限 3 时',
              ...(fine.subject.ticket_no === LATE_TICKET
                ? {
                    suggestion: {
                      cause: 'traffic' as const,
                      why: '延误原因写“路上堵车”，在制度的可谅解原因里',
                    },
                  }
                : {}),
            }
          : { ...fine, brief: fine.arithmetic },
    ),
    ...[0, 1, 2].map(plain),
    {
      ...plain(3),
      key: '5|ticket|PG261029-05|吴涛',
      rule: '5',
      clause: '六、5',
      detect: 'repeat_repair',
      person: '吴涛',
      employee_no: 'T035',
      needs_cause: true,
      subject: { kind: 'ticket', id: 'PG261029-05', ticket_no: 'PG261029-05' },
      occurred_at: '2026-10-29T11:02:00',
      arithmetic:
        'PG261022-01 于 10-22 14:35 完工，6 天 20 时 27 分后同一客户、产品、故障再次报修，观察期 30 天',
      brief: '6 天 20 时 27 分后再报，前一单 PG261022-01',
    },
    {
      ...plain(4),
      key: '11|expense|FY-2610-18|吴涛',
      rule: '11',
      clause: '六、11',
      detect: 'false_voucher',
      person: '吴涛',
      employee_no: 'T035',
      subject: { kind: 'expense', id: 'FY-2610-18', ticket_no: null },
      occurred_at: '2026-10-21T00:00:00',
      amount_fen: null,
      proposed_fen: null,
      amount_min_fen: null,
      amount_max_fen: null,
      measures: ['记过', '记大过', '辞退'],
      arithmetic: '票据地与出差地不符',
      brief: '票据地与出差地不符',
    },
  ];
}
