/**
 * The month's figures by person, and below them what belongs to nobody known: without it the lines of a table would not
 * add up to the month's own figures, which count every case. Pure.
 */
import type { Fine, Overview, PersonFigures, StageFigures } from '#queries/reports/types.ts';
import { sumOf } from './sums.ts';
import type { WorkbookInput } from './workbook-input.ts';

type Roles = PersonFigures['roles'];
type Hotline = NonNullable<Roles['hotline']>;
type Dispatcher = NonNullable<Roles['dispatcher']>;
type Technician = NonNullable<Roles['technician']>;
/** What the report gives by person only. */
type ByPersonOnly =
  | 'tickets'
  | 'visits'
  | 'repair_hours'
  | 'days'
  | 'satisfaction_mean'
  | 'overtime_hours'
  | 'expenses_fen';

/** Figures of one person, or of nobody known. Units as in PersonFigures; rates are left to formulas. */
export interface PeopleLine extends Omit<PersonFigures, 'name' | 'roles'> {
  /** Null: nobody known. No name was written, or one that means nobody or several of the roster. */
  readonly name: string | null;
  readonly roles: {
    readonly hotline?: Omit<Hotline, 'answer_rate'>;
    readonly dispatcher?: Omit<Dispatcher, 'dispatch_rate'>;
    /** What is given by person only is null for nobody known. */
    readonly technician?: Omit<Technician, 'arrival_rate' | ByPersonOnly> & {
      readonly [Key in ByPersonOnly]: Technician[Key] | null;
    };
  };
}

/** The report's people in its order, then, where there is any, what belongs to nobody known. */
export function peopleLines({ overview, fines }: WorkbookInput): PeopleLine[] {
  const { people } = overview.report;
  const roles = rolesOfNobody(overview);
  const charged = finesOfNobody(fines);
  const none = Object.keys(roles).length === 0 && Object.keys(charged.rules).length === 0;
  if (none) return people;
  // Nothing is deducted before a person is known.
  return [...people, { name: null, employee_no: null, deduct_fen: 0, ...charged, roles }];
}

/** What the month's figures count beyond the people's. A role without such a case is absent. */
function rolesOfNobody({ report, satisfaction_by_technician }: Overview): PeopleLine['roles'] {
  const { people, stages, receipts, repeat } = report;
  const { answer, dispatch, arrival } = stages;
  const left = (all: number | null, of: (roles: Roles) => number | undefined): number =>
    (all ?? 0) - sumOf(people, ({ roles }) => of(roles) ?? 0);
  const scores = satisfaction_by_technician.find(({ name }) => name === null)?.scores ?? [];

  const hotline = {
    tickets: left(ticketsOf(answer), ({ hotline }) => hotline?.tickets),
    answer_measured: left(answer.measured, ({ hotline }) => hotline?.answer_measured),
    answer_met: left(answer.met, ({ hotline }) => hotline?.answer_met),
  };
  const dispatcher = {
    tickets: left(ticketsOf(dispatch), ({ dispatcher }) => dispatcher?.tickets),
    dispatch_measured: left(dispatch.measured, ({ dispatcher }) => dispatcher?.dispatch_measured),
    dispatch_met: left(dispatch.met, ({ dispatcher }) => dispatcher?.dispatch_met),
  };
  const technician = {
    arrival_measured: left(arrival.measured, ({ technician }) => technician?.arrival_measured),
    arrival_met: left(arrival.met, ({ technician }) => technician?.arrival_met),
    repeats: left(repeat.repeats, ({ technician }) => technician?.repeats),
    scored: left(
      sumOf(scores, (cases) => cases),
      ({ technician }) => technician?.scored,
    ),
    receipts_finished: left(receipts.finished, ({ technician }) => technician?.receipts_finished),
    receipts_complete: left(receipts.complete, ({ technician }) => technician?.receipts_complete),
  };
  const unknown = {
    tickets: null,
    visits: null,
    repair_hours: null,
    days: null,
    satisfaction_mean: null,
    overtime_hours: null,
    expenses_fen: null,
  };
  return {
    ...(hasCases(hotline) ? { hotline } : {}),
    ...(hasCases(dispatcher) ? { dispatcher } : {}),
    ...(hasCases(technician) ? { technician: { ...technician, ...unknown } } : {}),
  };
}

function hasCases(figures: Readonly<Record<string, number>>): boolean {
  return Object.values(figures).some((cases) => cases !== 0);
}

/** Tickets of the month that a stage applies to. */
function ticketsOf({ measured, pending, invalid, not_captured }: StageFigures): number {
  return measured + pending + invalid + not_captured;
}

/** Fines that wait for a person, waived ones left out as everywhere. Money in fen. */
function finesOfNobody(
  fines: readonly Fine[],
): Pick<PeopleLine, 'proposed_fen' | 'confirmed_fen' | 'rules'> {
  const rules: Record<string, number> = {};
  let proposed_fen = 0;
  let confirmed_fen = 0;
  for (const { unassigned, state, rule, amount_fen } of fines) {
    if (!unassigned || state === 'waived') continue;
    rules[rule] = (rules[rule] ?? 0) + 1;
    if (state === 'proposed' || state === 'recheck') proposed_fen += amount_fen ?? 0;
    else confirmed_fen += amount_fen ?? 0;
  }
  return { proposed_fen, confirmed_fen, rules };
}
