/** Lists of people to choose from: the order they stand in, and what finds them. Pure. */
import type { TFunction } from 'i18next';
import type { StaffMember } from '#app/data/review-desk.ts';

const ROLES = ['manager', 'dispatcher', 'hotline', 'technician'] as const;

/** A post in words; one the policy does not speak of keeps the roster's text. */
export function roleText(t: TFunction, role: string | null): string {
  if (role === null || role === '') return '';
  const known = ROLES.find((each) => each === role);
  return known === undefined ? role : t(`review.actor.role.${known}`);
}

/** What a search compares: case, width and spaces make no difference. */
export function searchText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '');
}

/** Those whose name, number, other names or initials hold the text; managers first, then as given. */
export function findStaff(staff: readonly StaffMember[], query: string): StaffMember[] {
  const wanted = searchText(query);
  return staff
    .filter(({ name, employee_no, initials, aliases }) =>
      [name, employee_no ?? '', initials, ...aliases].some((text) =>
        searchText(text).includes(wanted),
      ),
    )
    .toSorted((a, b) => Number(b.role === 'manager') - Number(a.role === 'manager'));
}

/** Number and name as one text: what tells two of the same name apart. */
export function staffText({ employee_no, name }: Pick<StaffMember, 'employee_no' | 'name'>) {
  return employee_no === null ? name : `${name} ${employee_no}`;
}

export function samePerson(
  a: Pick<StaffMember, 'employee_no' | 'name'>,
  b: Pick<StaffMember, 'employee_no' | 'name'>,
): boolean {
  return a.employee_no === null || b.employee_no === null
    ? a.employee_no === b.employee_no && a.name === b.name
    : a.employee_no === b.employee_no;
}
