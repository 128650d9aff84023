/** Fines per hundred tickets of the departments, beside those of their people. */
import { expect, test } from 'vitest';
import { rolesOf, teamsOf } from '#queries/ledger/fairness.ts';

const person = (name: string, department: string | null, tickets: number, fines: number) => ({
  employee_no: name,
  name,
  department,
  role: 'technician' as const,
  tickets,
  fines,
  per_100: null,
  fen: fines * 3_000,
  waived: 1,
});

test('departments add up their people; one alone is compared with nobody', () => {
  const north = [person('A', '北区', 40, 2), person('B', '北区', 60, 5)];
  expect(teamsOf(north)).toEqual([]);
  // 7 of 100 tickets; 3 of 20 are 15 of a hundred; without tickets there is no rate.
  expect(teamsOf([...north, person('C', '南区', 20, 3), person('D', null, 0, 1)])).toEqual([
    { department: '南区', people: 1, tickets: 20, fines: 3, per_100: 15, fen: 9_000, waived: 1 },
    { department: '北区', people: 2, tickets: 100, fines: 7, per_100: 7, fen: 21_000, waived: 2 },
    { department: null, people: 1, tickets: 0, fines: 1, per_100: null, fen: 3_000, waived: 1 },
  ]);
});

test('each is compared with those of the same work, whoever has no deduction included', () => {
  const worked = [
    { role: 'technician', tickets: 40 },
    { role: 'technician', tickets: 60 },
    { role: 'hotline', tickets: 300 },
    { role: null, tickets: 0 },
  ] as const;
  const fined = [
    { role: 'technician', fines: 12 },
    { role: 'hotline', fines: 3 },
    // Fined without a ticket: of no work, and in nobody's average.
    { role: null, fines: 5 },
  ] as const;
  expect(rolesOf(worked, fined)).toEqual([
    { role: 'technician', people: 2, tickets: 100, fines: 12, per_100: 12 },
    { role: 'hotline', people: 1, tickets: 300, fines: 3, per_100: 1 },
  ]);
});
