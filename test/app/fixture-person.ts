/** Two people of the fixture department: a technician with a few jobs, and a dispatcher without figures. */
import type { PersonDesk } from '#app/data/person-desk.ts';
import { shiftMonth } from '#app/filters/month.ts';
import type { PersonIdentity, ScoreLine } from '#queries/reports/person-types.ts';
import type { Fine } from '#queries/reports/types.ts';

const person = (
  employee_no: string,
  name: string,
  role: string,
  names: string[] = [],
): PersonIdentity => ({
  id: employee_no,
  employee_no,
  name,
  role,
  department: '售后服务部',
  grade: '中级',
  hired_on: '2021-03-15',
  left_on: null,
  names,
});

const ZHAO = person('T032', '赵刚', 'technician', ['小赵']);
const CHEN = person('D005', '陈静', 'dispatcher');

function arrivals(month: string): ScoreLine {
  const point = (of: string, met: number, measured: number) => ({
    month: of,
    value: measured === 0 ? null : met / measured,
    met,
    measured,
  });
  return {
    metric: 'arrival_rate',
    own: point(month, 29, 33),
    unknown: 0,
    provisional_until: null,
    team: point(month, 180, 191),
    others: [
      { value: 0.912, measured: 34 },
      { value: 1, measured: 4 },
    ],
    series: Array.from({ length: 12 }, (_, index) => {
      const each = shiftMonth(month, index - 11);
      const kept = index > 4 ? 30 - index : 0;
      return {
        own: index === 11 ? point(month, 29, 33) : point(each, kept, index > 4 ? 30 : 0),
        team: point(each, 180, 191),
      };
    }),
  };
}

export function fixturePeople(fines: readonly Fine[], asOf: string): PersonDesk {
  const own = (name: string) => fines.filter((fine) => fine.person === name);
  return {
    async people(month) {
      return {
        month,
        roster: true,
        people: [
          {
            ...ZHAO,
            roles: ['technician'],
            work: {},
            main: { metric: 'arrival_rate', met: 29, measured: 33 },
            sounds: { initials: ['zg', 'xz'], full: ['zhaogang', 'xiaozhao'] },
            fines: { count: own('赵刚').length, fen: 36_000, undecided: 1 },
          },
          {
            ...CHEN,
            roles: ['dispatcher'],
            work: {},
            main: null,
            sounds: { initials: ['cj'], full: ['chenjing'] },
            fines: { count: 0, fen: 0, undecided: 0 },
          },
        ],
      };
    },
    async person(id, month) {
      const found = [ZHAO, CHEN].find((each) => each.id === id);
      if (found === undefined) return null;
      return {
        person: found,
        month,
        as_of: asOf,
        policy: { id: 'default', version: 3 },
        work: {},
        jobs_dispatched: 0,
        scores:
          found === ZHAO
            ? [{ role: 'technician', lines: [arrivals(month)] }]
            : [{ role: 'dispatcher', lines: [] }],
        visits: [],
        jobs: [],
        breaches: [],
        expenses: [],
        fines: own(found.name),
        money: {
          state: 'draft',
          confirmed: { count: 0, fen: 0 },
          open: { count: own(found.name).length, fen: 0, undecided: 0 },
          adjustments: [],
          carried_in_fen: 0,
          most_fen: 0,
          profile: {
            id: 'share_and_floor',
            share: 0.2,
            floor_fen: null,
            notice: false,
            confirmed_by: null,
            confirmed_at: null,
          },
          deduction: null,
        },
      };
    },
  };
}
