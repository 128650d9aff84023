/**
 * Whatever a department imports, decides, closes and reopens, in whichever order: what was taken and is carried on is what
 * was charged, nothing is charged twice, and a closed month never changes.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { closedMonths } from '#queries/ledger/closed-months.ts';
import { closeMonth, reopenMonth } from '#queries/ledger/closings.ts';
import { lateFines } from '#queries/ledger/late-fines.ts';
import {
  deductionSheet,
  momentOf,
  standingFines,
  standingReport,
} from '#queries/ledger/standing.ts';
import { decide, undoSteps } from '#queries/ledger/steps.ts';
import { type DecisionRequest, LedgerRefused } from '#queries/ledger/types.ts';
import { judgeFines, monthFineList } from '#queries/reports/fines.ts';
import type { Fine } from '#queries/reports/types.ts';
import { findFaults } from '#queries/warehouse/doctor.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, type Row, upload } from './department.ts';

const MONTHS = ['2026-09', '2026-10', '2026-11'];
const BY = { by: null, at: '2026-12-01T09:00:00', lang: 'zh' } as const;

/** One visit in the city; `late` minutes past its three hours. */
function visit(
  no: string,
  day: string,
  late: number,
  badge: boolean,
): { ticket: Row; receipt: Row } {
  const arrived = 9 * 60 + 180 + late;
  const at = (minutes: number): string =>
    `${day} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
  return {
    ticket: {
      ticket_no: no,
      customer_name: `客户${no}`,
      product_type: '双头灶',
      fault: '漏气',
      resolution: 'on_site',
      region: 'urban',
      technician: '赵刚',
      reported_at: at(9 * 60),
    },
    receipt: {
      ticket_no: no,
      receipt_no: `R${no}`,
      technician: no.endsWith('1') ? '赵刚' : '李强',
      arrived_at: at(arrived),
      finished_at: at(arrived + 30),
      badge_shown: badge,
    },
  };
}

type Step =
  /** `on`: the month the visit is dated in, whatever ticket it is: a date corrected into another month. */
  | { do: 'import'; month: number; on: number; ticket: number; late: number; badge: boolean }
  | { do: 'decide'; pick: number; how: 'confirm' | 'waive' }
  | { do: 'decide all'; how: 'confirm' | 'waive' }
  | { do: 'undo'; pick: number }
  | { do: 'close' | 'reopen'; month: number };

const month = fc.nat(MONTHS.length - 1);
const how = fc.constantFrom('confirm' as const, 'waive' as const);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('import' as const),
      month,
      on: month,
      ticket: fc.integer({ min: 1, max: 2 }),
      late: fc.constantFrom(-5, 0, 20, 40),
      badge: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('decide' as const), pick: fc.nat(20), how }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('decide all' as const), how }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), pick: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('close' as const), month }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const), month }) },
);

const request = (fine: Fine, choice: 'confirm' | 'waive'): DecisionRequest =>
  choice === 'confirm' && !fine.vanished
    ? { key: fine.key, decision: 'confirm', cause: fine.needs_cause ? 'personal' : null }
    : {
        key: fine.key,
        decision: 'waive',
        cause: fine.needs_cause ? 'traffic' : null,
        reason: '查明',
      };

/** Refusals are part of the game; anything else is a defect. */
async function allowed(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof LedgerRefused)) throw error;
  });
}

/** Fines that want a decision, wherever it is taken. */
async function openFines(warehouse: Warehouse): Promise<Fine[]> {
  const closed = new Set((await closedMonths(warehouse)).map((each) => each.month));
  const fines: Fine[] = [];
  for (const each of [...MONTHS, '2026-12']) {
    if (closed.has(each)) continue;
    const asOf = await momentOf(warehouse, each);
    fines.push(
      ...(await monthFineList(warehouse, each, asOf, 'zh')),
      ...(await lateFines(warehouse, each, asOf, 'zh', false)),
    );
  }
  return fines;
}

async function perform(warehouse: Warehouse, step: Step): Promise<void> {
  if (step.do === 'import') {
    const no = `T${step.month}${step.ticket}`;
    const { ticket, receipt } = visit(
      no,
      `${MONTHS[step.on]}-1${step.ticket}`,
      step.late,
      step.badge,
    );
    await upload(warehouse, { ticket: [ticket], receipt: [receipt] });
  } else if (step.do === 'decide' || step.do === 'undo') {
    const fines = await openFines(warehouse);
    const fine = fines[step.pick % Math.max(1, fines.length)];
    if (fine === undefined) return;
    await allowed(
      step.do === 'undo'
        ? undoSteps(warehouse, [{ key: fine.key }], BY)
        : decide(warehouse, [request(fine, step.how)], BY),
    );
  } else if (step.do === 'decide all') {
    const fines = await openFines(warehouse);
    const open = fines.filter((fine) => fine.state === 'proposed' || fine.state === 'recheck');
    await decide(
      warehouse,
      open.map((fine) => request(fine, step.how)),
      BY,
    );
  } else {
    const name = MONTHS[step.month] ?? '';
    await allowed(
      step.do === 'close'
        ? closeMonth(warehouse, name, BY)
        : reopenMonth(warehouse, name, '再看', null, BY),
    );
  }
}

/** What anybody can read of a closed month. */
async function readMonth(warehouse: Warehouse, name: string): Promise<string> {
  return JSON.stringify([
    await standingReport(warehouse, name),
    await standingFines(warehouse, name, null, 'zh'),
    { ...(await deductionSheet(warehouse, name)), revision: 0 },
  ]);
}

const standingRow = z.object({
  key: z.string(),
  state: z.string(),
  amount_fen: z.number().nullable(),
});

/** What the fines of a month stand at, without the words a list of them is told in. */
async function stands(warehouse: Warehouse, name: string) {
  await judgeFines(warehouse, name, await momentOf(warehouse, name));
  return warehouse.read('SELECT key, state, amount_fen FROM judged_fine', standingRow);
}

async function holds(warehouse: Warehouse, asClosed: Map<string, string>): Promise<void> {
  const closed = await closedMonths(warehouse);
  for (const { month: name, closingId } of closed) {
    const id = `${name} ${closingId}`;
    const now = await readMonth(warehouse, name);
    expect(now, `${name} changed after it was closed`).toBe(asClosed.get(id) ?? now);
    asClosed.set(id, now);
  }
  // Money: what every closed sheet takes and carries on is what it charges.
  let taken = 0;
  let charged = 0;
  const byFine = new Map<string, number>();
  for (const { month: name } of closed) {
    const sheet = await deductionSheet(warehouse, name);
    taken += sheet.totals.deduct_fen;
    for (const person of sheet.people) {
      for (const { fen } of Object.values(person.rules)) charged += fen;
      for (const { key, fen } of person.adjustments) {
        charged += fen;
        byFine.set(key, (byFine.get(key) ?? 0) + fen);
      }
    }
  }
  const closings = await warehouse.read(
    'SELECT key, sum(fen)::BIGINT AS fen FROM closing_fine JOIN closed_month USING (closing_id) GROUP BY key',
    z.object({ key: z.string(), fen: z.number() }),
  );
  for (const { key, fen } of closings) byFine.set(key, (byFine.get(key) ?? 0) + fen);
  const lastSheets = new Map<string, number>();
  for (const name of new Set(closed.map((of) => of.lands))) {
    const draft = await deductionSheet(warehouse, name);
    for (const person of draft.people) {
      lastSheets.set(name, (lastSheets.get(name) ?? 0) + person.carried_in_fen);
      for (const { key, fen } of person.adjustments) byFine.set(key, (byFine.get(key) ?? 0) + fen);
    }
  }
  const waiting = [...lastSheets.values()].reduce((sum, fen) => sum + fen, 0);
  expect(taken + waiting, 'deducted and carried on').toBe(charged);
  // A fine that a closed month answers for is charged, adjustments to come included, exactly what it stands at, wherever its
  // date lies now; any other is not charged yet.
  const counts = new Map<string, number>();
  const open = new Set<string>();
  for (const name of MONTHS) {
    for (const fine of await stands(warehouse, name)) {
      const counted = fine.state === 'confirmed' || fine.state === 'adjusted';
      counts.set(fine.key, (counts.get(fine.key) ?? 0) + (counted ? (fine.amount_fen ?? 0) : 0));
      if (!closed.some((of) => of.month === name)) open.add(fine.key);
    }
  }
  for (const key of new Set([...counts.keys(), ...byFine.keys()])) {
    if (open.has(key) && !byFine.has(key)) continue;
    expect(byFine.get(key) ?? 0, key).toBe(counts.get(key) ?? 0);
  }
  expect(await findFaults(warehouse)).toEqual([]);
}

test('any sequence of imports, decisions, closes and reopenings', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 6, maxLength: 14 }), async (sequence) => {
      const warehouse = await emptyDepartment();
      try {
        // Wages so low that something has to be carried on.
        const staff = [
          { employee_no: 'E1', name: '赵刚', role: 'technician', monthly_wage: 30_000 },
          { employee_no: 'E2', name: '李强', role: 'technician', monthly_wage: 20_000 },
        ];
        const start = [0, 1, 2].map((index) =>
          visit(`T${index}1`, `${MONTHS[index]}-11`, 30, false),
        );
        await upload(warehouse, {
          staff,
          ticket: start.map((each) => each.ticket),
          receipt: start.map((each) => each.receipt),
        });
        const asClosed = new Map<string, string>();
        for (const step of sequence) {
          const before = warehouse.dataVersion;
          await perform(warehouse, step);
          // A step that was refused has stored nothing; the last one is looked at whatever it did.
          const stored = warehouse.dataVersion > before;
          if (stored || step === sequence.at(-1)) await holds(warehouse, asClosed);
        }
      } finally {
        warehouse.close();
      }
    }),
    // Every run opens a database of its own: LEDGER_RUNS and LEDGER_SEED try more.
    {
      numRuns: Number(process.env.LEDGER_RUNS ?? 2),
      seed: Number(process.env.LEDGER_SEED ?? 20261128),
    },
  );
});
