/** Review and close of the fixture department: nothing decided yet, one manager, the month open. */
import type { ReviewDesk } from '#app/data/review-desk.ts';
import type { DeductionSheet, PayProfile } from '#queries/ledger/types.ts';
import type { Fine } from '#queries/reports/types.ts';

const PROFILE: PayProfile = {
  id: 'share_and_floor',
  share: 0.2,
  floor_fen: null,
  notice: false,
  confirmed_by: null,
  confirmed_at: null,
};

const sheetOf = (month: string): DeductionSheet => ({
  month,
  state: 'draft',
  as_of: `${month}-28T18:00:00`,
  revision: 1,
  checksum: '0'.repeat(64),
  profile: PROFILE,
  people: [],
  discipline: [],
  totals: { total_fen: 0, deduct_fen: 0, carried_out_fen: 0 },
});

export function fixtureReview(fines: readonly Fine[]): ReviewDesk {
  const fineOf = (key: string): Fine => {
    const fine = fines.find((each) => each.key === key);
    if (fine === undefined) throw new Error(`no fine ${key}`);
    return fine;
  };
  const open = (month: string) => ({
    month,
    state: 'open' as const,
    head: null,
    history: [],
    checklist: [{ id: 'proposed', status: 'todo', count: fines.length, detail: null } as const],
  });
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
    undoDecision: async (key) => fineOf(key),
    appeal: async (key) => fineOf(key),
    answerAppeal: async (key) => fineOf(key),
    closing: async (month) => open(month),
    fairness: async () => ({
      people: [],
      reviewers: [],
      top_three_share: null,
      team_per_100: null,
    }),
    close: async (month) => open(month),
    reopen: async (month) => open(month),
    closedVersusToday: async () => [],
    deductions: async (month) => sheetOf(month),
    exportDeductions: async () => new TextEncoder().encode('deductions'),
    deductionExports: async () => [],
    revisionDifferences: async () => [],
    profile: async () => PROFILE,
    setProfile: async (profile) => ({ ...PROFILE, ...profile }),
    notify: async () => undefined,
    setTemplate: async () => undefined,
    template: async () => null,
  };
}
