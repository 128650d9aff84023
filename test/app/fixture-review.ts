/** Review and close of the fixture department: nothing decided yet, two managers, September closed and October open. */
import { checkDeductionTemplate } from '#app/data/deduction-export.server.ts';
import type { DeductionForm, ReviewDesk } from '#app/data/review-desk.ts';
import {
  type ClosingHead,
  type DeductionExport,
  type DeductionSheet,
  LedgerRefused,
  type MonthClosing,
  type PayProfile,
} from '#queries/ledger/types.ts';
import type { ClosedMonthHead, Fine } from '#queries/reports/types.ts';
import { PEOPLE } from './export/deductions/fixture.ts';

const CHECKSUM = `4be1${'0'.repeat(56)}09c7`;

/** What the fixture's months hold besides October's people. */
const EMPTY = { people: [], discipline: [] };

const DISCIPLINE: DeductionSheet['discipline'] = [
  {
    key: '11|expense|7|何军',
    rule: '11',
    employee_no: 'E012',
    name: '何军',
    occurred_at: '2026-10-09T00:00:00',
    measure: '记过',
  },
];

export function fixtureReview(
  fines: readonly Fine[],
): ReviewDesk & { closedMonths(): ClosedMonthHead[] } {
  let profile: PayProfile = {
    id: 'share_and_floor',
    share: 0.2,
    floor_fen: null,
    notice: true,
    confirmed_by: null,
    confirmed_at: null,
  };
  let template: Awaited<ReturnType<ReviewDesk['template']>> = null;
  const exports: DeductionExport[] = [];
  const notified = new Set<string>();
  const heads = new Map<string, ClosingHead[]>();
  const inForce = (month: string) =>
    heads.get(month)?.find(({ reopened_at }) => reopened_at === null) ?? null;
  const close = (month: string, by: string, at: string) => {
    const before = heads.get(month) ?? [];
    const head: ClosingHead = {
      version: before.length + 1,
      closed_at: at,
      closed_by: by,
      as_of: `${month}-30T18:00:00`,
      policy: { id: 'default', version: 1 },
      checksum: CHECKSUM,
      reopened_at: null,
      reopened_by: null,
      reopened_second: null,
      reopen_reason: null,
    };
    heads.set(month, [head, ...before]);
  };
  close('2026-09', '林建国', '2026-10-08T16:20:00');
  const closing = (month: string): MonthClosing => {
    const head = inForce(month);
    return {
      month,
      state: head === null ? 'open' : 'closed',
      head,
      history: heads.get(month) ?? [],
      checklist:
        head === null
          ? [
              { id: 'proposed', status: 'done', count: 0, detail: null },
              { id: 'appeals', status: 'done', count: 0, detail: null },
              { id: 'unassigned', status: 'note', count: 1, detail: null },
              { id: 'suspected', status: 'note', count: 5, detail: null },
              { id: 'data_until', status: 'done', count: 0, detail: '2026-10-31T18:00:00' },
              { id: 'wages', status: 'note', count: 2, detail: null },
              {
                id: 'earlier_open',
                status: 'note',
                count: 2,
                detail: null,
                months: ['2026-08', '2026-09'],
              },
            ]
          : [],
    };
  };
  const sheetOf = (month: string): DeductionSheet => ({
    month,
    state: inForce(month) === null ? 'draft' : 'closed',
    as_of: `${month}-30T18:00:00`,
    revision: (exports[0]?.revision ?? 0) + (exports[0]?.state === 'draft' ? 0 : 1),
    checksum: CHECKSUM,
    profile,
    ...(month === '2026-10'
      ? {
          people: PEOPLE.map((person) => ({
            ...person,
            notified_at: notified.has(person.employee_no ?? `~${person.name}`)
              ? '2026-11-02T09:00:00'
              : person.notified_at,
          })),
          discipline: DISCIPLINE,
          totals: { total_fen: 17_060, deduct_fen: 15_060, carried_out_fen: 2_000 },
        }
      : { ...EMPTY, totals: { total_fen: 0, deduct_fen: 0, carried_out_fen: 0 } }),
  });
  const fineOf = (key: string): Fine => {
    const fine = fines.find((each) => each.key === key);
    if (fine === undefined) throw new Error(`no fine ${key}`);
    return fine;
  };
  return {
    staff: async () => [
      {
        employee_no: 'E001',
        name: '林建国',
        role: 'manager',
        department: '售后服务部',
        initials: 'ljg',
        aliases: [],
      },
      {
        employee_no: 'E002',
        name: '黄敏',
        role: 'manager',
        department: '售后服务部',
        initials: 'hm',
        aliases: [],
      },
    ],
    fineDetail: async (key) => {
      const fine = fines.find((each) => each.key === key);
      if (fine === undefined) return null;
      return {
        fine,
        log: [],
        legs: [],
        leg_note: null,
        ticket: null,
        on_ticket: { count: 1, fen: fine.amount_fen ?? 0 },
        pair: null,
      };
    },
    queue: async () => [...fines],
    decide: async (requests) => requests.map(({ key }) => fineOf(key)),
    undoDecisions: async (requests) => requests.map(({ key }) => fineOf(key)),
    appeal: async (key) => [fineOf(key)],
    answerAppeal: async (key) => [fineOf(key)],
    closing: async (month) => closing(month),
    fairness: async () => ({
      people: [
        ['E009', '赵刚', 33, 8, 24.2, 36_000, 1],
        ['E011', '吴涛', 30, 10, 33.3, 36_000, 0],
        ['E007', '李强', 40, 7, 17.5, 18_000, 3],
        ['E003', '陈静', 118, 7, 5.9, 21_000, 0],
        ['E013', '何军', 2, 1, 50, 5_000, 0],
      ].map(([no, name, tickets, count, rate, fen, waived]) => ({
        employee_no: String(no),
        name: String(name),
        department: '售后服务部',
        role: no === 'E003' ? ('dispatcher' as const) : ('technician' as const),
        tickets: Number(tickets),
        fines: Number(count),
        per_100: Number(rate),
        fen: Number(fen),
        waived: Number(waived),
      })),
      teams: [
        {
          department: '售后服务部',
          people: 5,
          tickets: 310,
          fines: 52,
          per_100: 16.8,
          fen: 244_000,
          waived: 4,
        },
        { department: null, people: 1, tickets: 3, fines: 1, per_100: 33.3, fen: 5_000, waived: 0 },
      ],
      reviewers: [
        { name: '林建国', rule: '6', decided: 12, waived: 3 },
        { name: '黄敏', rule: '6', decided: 4, waived: 3 },
      ],
      top_three_share: 0.642,
      roles: [
        { role: 'technician', people: 7, tickets: 230, fines: 45, per_100: 19.6 },
        { role: 'dispatcher', people: 2, tickets: 235, fines: 7, per_100: 3 },
        { role: 'hotline', people: 2, tickets: 284, fines: 0, per_100: 0 },
      ],
    }),
    close: async (month, by) => {
      close(month, by.name, '2026-11-02T09:00:00');
      return closing(month);
    },
    reopen: async (month, reason, by, second) => {
      const head = inForce(month);
      if (head === null || reason === '' || second === null) {
        throw new LedgerRefused('没有重开：要写理由，并由另一位经理同意');
      }
      heads.set(
        month,
        (heads.get(month) ?? []).map((each) =>
          each === head
            ? {
                ...each,
                reopened_at: '2026-11-02T09:00:00',
                reopened_by: by.name,
                reopened_second: second.name,
                reopen_reason: reason,
              }
            : each,
        ),
      );
      return closing(month);
    },
    closedVersusToday: async (month) =>
      inForce(month) === null || month !== '2026-09'
        ? []
        : [
            {
              what: 'fine',
              id: '6|ticket|PG260928-05|李强',
              rule: '6',
              person: '李强',
              ticket_no: 'PG260928-05',
              closed: 5_000,
              today: null,
              today_state: null,
              causes: [
                {
                  kind: 'import',
                  batch: 12,
                  files: ['9月回执更正.xlsx'],
                  at: '2026-10-31T19:20:00',
                  by: '孙丽',
                },
              ],
            },
            {
              what: 'figure',
              id: 'stages.arrival.met',
              rule: null,
              person: null,
              ticket_no: null,
              closed: 204,
              today: 205,
              today_state: null,
              causes: [
                {
                  kind: 'decision',
                  batch: null,
                  files: [],
                  at: '2026-10-30T10:00:00',
                  by: '林建国',
                },
              ],
            },
          ],
    deductions: async (month) => sheetOf(month),
    exportDeductions: async (month, by, _lang, form: DeductionForm = 'template') => {
      const sheet = sheetOf(month);
      exports.unshift({
        id: exports.length + 1,
        revision: sheet.revision,
        state: sheet.state,
        checksum: sheet.checksum,
        at: '2026-11-02T09:00:00',
        by: by?.name ?? null,
        template: form === 'template' && template !== null,
      });
      return new TextEncoder().encode('deductions');
    },
    deductionExports: async () => exports,
    revisionDifferences: async () => [],
    profile: async () => profile,
    setProfile: async (next, by) => {
      profile = { ...profile, ...next, confirmed_by: by.name, confirmed_at: '2026-11-02T09:00:00' };
      return profile;
    },
    notify: async (_month, employees) => {
      for (const each of employees) notified.add(each);
    },
    setTemplate: async (next, by, lang = 'zh') => {
      if (next !== null) await checkDeductionTemplate(next.bytes, lang);
      template =
        next === null
          ? null
          : { name: next.name, uploaded_at: '2026-11-02T09:00:00', uploaded_by: by.name };
    },
    template: async () => template,
    closedMonths: () =>
      [...heads.keys()].flatMap((month) => {
        const head = inForce(month);
        if (head === null) return [];
        const { version, closed_at, closed_by, checksum } = head;
        return [{ month, version, closed_at, closed_by, checksum }];
      }),
  };
}
