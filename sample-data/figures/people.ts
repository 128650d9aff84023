/** What each person of the roster did in a month, by role, and the fines proposed. */
import { isoDate, monthOf, type Seconds } from '../times.ts';
import { type Case, isComplete, receiptsFinishedIn, repeatPairs, scoreOf } from './cases.ts';
import { REPEAT_WINDOW } from './default-policy.ts';
import { ratio, share } from './exact.ts';
import { type ExpectedFines, inMonth } from './fines.ts';
import { rosterReader, technicianOf } from './roster.ts';
import { answer, arrival, dispatch, keptMonths, repair, type StageResult } from './stages.ts';
import type { TruthTables } from './truth-tables.ts';

interface Deeds {
  name: string;
  proposed_fen: number;
  rules: Record<string, number>;
  answers: StageResult[];
  dispatches: StageResult[];
  arrivals: StageResult[];
  /** Tickets and days of visits that began in the month. */
  visits: { ticket_no: string; day: string }[];
  repairs: StageResult[];
  receipts: { complete: boolean }[];
  repeats: number;
  scores: (number | null)[];
  hours: number;
  expenses_fen: number;
}

export function expectedPeople(
  month: string,
  cases: readonly Case[],
  truth: TruthTables,
  { fines }: ExpectedFines,
  as_of: Seconds,
): object[] {
  const person = rosterReader(truth.staff);
  const found = new Map<string, Deeds>();
  const deeds = (written: string | null): Deeds | null => {
    const { employee_no, name } = person(written);
    if (employee_no === null || name === null) return null;
    const known = found.get(employee_no) ?? {
      name,
      proposed_fen: 0,
      rules: {},
      answers: [],
      dispatches: [],
      arrivals: [],
      visits: [],
      repairs: [],
      receipts: [],
      repeats: 0,
      scores: [],
      hours: 0,
      expenses_fen: 0,
    };
    found.set(employee_no, known);
    return known;
  };
  const standing = cases.filter(({ cancelled }) => !cancelled);
  const kept = keptMonths(standing);

  for (const of of standing.filter((each) => each.month === month)) {
    deeds(of.row.text('hotline_agent'))?.answers.push(answer(of, as_of));
    if (of.resolution === 'on_site') {
      deeds(of.row.text('dispatcher'))?.dispatches.push(dispatch(of, as_of));
      // Who came first; nobody came: who was sent.
      const [first] = of.receipts;
      const came = first === undefined ? of.row.text('technician') : first.text('technician');
      deeds(came)?.arrivals.push(arrival(of, as_of, kept));
    }
  }
  for (const of of standing) {
    for (const receipt of of.receipts) {
      const began = receipt.time('arrived_at') ?? receipt.time('finished_at');
      if (began === null || monthOf(began) !== month) continue;
      deeds(technicianOf(of, receipt))?.visits.push({
        ticket_no: of.ticket_no,
        day: isoDate(began),
      });
    }
    const ended = of.last_finished_at;
    if (of.resolution === 'on_site' && ended !== null && monthOf(ended) === month)
      deeds(technicianOf(of, of.receipts.at(-1)))?.scores.push(scoreOf(of));
  }
  for (const { of, receipt } of receiptsFinishedIn(standing, month)) {
    const his = deeds(technicianOf(of, receipt));
    his?.repairs.push(repair(of, receipt, as_of));
    his?.receipts.push({ complete: isComplete(of, receipt) });
  }
  for (const { earlier, later } of repeatPairs(standing, REPEAT_WINDOW)) {
    if (later.month !== month) continue;
    const his = deeds(technicianOf(earlier, earlier.receipts.at(-1)));
    if (his !== null) his.repeats += 1;
  }
  for (const row of truth.expenses.filter((each) => each.required('date').startsWith(month))) {
    const his = deeds(row.text('employee'));
    if (his === null) continue;
    his.hours += row.number('hours') ?? 0;
    his.expenses_fen += row.number('amount_fen') ?? 0;
  }
  for (const { person: name, rule, amount_fen } of fines.filter(inMonth(month))) {
    const his = deeds(name);
    if (his === null) continue;
    his.proposed_fen += amount_fen ?? 0;
    his.rules[rule] = (his.rules[rule] ?? 0) + 1;
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([employee_no, of]) => ({
      employee_no,
      name: of.name,
      proposed_fen: of.proposed_fen,
      confirmed_fen: 0,
      deduct_fen: 0,
      rules: Object.fromEntries(
        Object.entries(of.rules).sort(
          ([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1),
        ),
      ),
      roles: rolesOf(of),
    }))
    .filter(({ rules, roles }) => Object.keys(rules).length + Object.keys(roles).length > 0);
}

/** Only the roles a person had in the month. */
function rolesOf(of: Deeds): object {
  const answered = judged(of.answers);
  const dispatched = judged(of.dispatches);
  const arrived = judged(of.arrivals);
  const scored = of.scores.filter((score) => score !== null);
  const worked =
    arrived.measured + of.visits.length + of.receipts.length + of.repeats + scored.length > 0 ||
    of.expenses_fen > 0 ||
    of.hours > 0;
  return {
    ...(of.answers.length > 0 && {
      hotline: {
        tickets: of.answers.length,
        answer_measured: answered.measured,
        answer_met: answered.met,
        answer_rate: share(answered.met, answered.measured),
      },
    }),
    ...(of.dispatches.length > 0 && {
      dispatcher: {
        tickets: of.dispatches.length,
        dispatch_measured: dispatched.measured,
        dispatch_met: dispatched.met,
        dispatch_rate: share(dispatched.met, dispatched.measured),
      },
    }),
    ...(worked && {
      technician: {
        tickets: new Set(of.visits.map(({ ticket_no }) => ticket_no)).size,
        visits: of.visits.length,
        arrival_measured: arrived.measured,
        arrival_met: arrived.met,
        arrival_rate: share(arrived.met, arrived.measured),
        repair_hours: ratio(
          of.repairs.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0),
          3600,
          2,
        ),
        days: new Set(of.visits.map(({ day }) => day)).size,
        repeats: of.repeats,
        scored: scored.length,
        satisfaction_mean: share(
          scored.reduce((sum, score) => sum + score, 0),
          scored.length,
        ),
        receipts_finished: of.receipts.length,
        receipts_complete: of.receipts.filter(({ complete }) => complete).length,
        overtime_hours: of.hours,
        expenses_fen: of.expenses_fen,
      },
    }),
  };
}

function judged(results: readonly StageResult[]): { measured: number; met: number } {
  const met = results.filter(({ state }) => state === 'met').length;
  return { met, measured: met + results.filter(({ state }) => state === 'breached').length };
}
