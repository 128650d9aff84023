/** Who is meant by a written name, and who did a ticket's work. */
import type { Case } from './cases.ts';
import type { TruthRow } from './truth-tables.ts';

export interface Person {
  employee_no: string | null;
  name: string | null;
}

/** Roster name behind a written one: employee number, name or alias, spaces aside; two matches are none. */
export function rosterReader(staff: readonly TruthRow[]): (written: string | null) => Person {
  const bare = (text: string): string => text.replace(/\s/g, '');
  return (written) => {
    if (written === null) return { employee_no: null, name: null };
    const wanted = bare(written);
    const matches = staff.filter((row) =>
      [row.text('employee_no'), row.text('name'), ...(row.text('aliases') ?? '').split('、')].some(
        (name) => name !== null && bare(name) === wanted && wanted !== '',
      ),
    );
    const [only] = matches;
    return only === undefined || matches.length > 1
      ? { employee_no: null, name: written }
      : { employee_no: only.required('employee_no'), name: only.required('name') };
  };
}

export function technicianOf(of: Case, receipt: TruthRow | undefined): string | null {
  return receipt?.text('technician') ?? of.row.text('technician');
}
