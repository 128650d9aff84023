import { Link } from '@remix-run/react';
import { personLink } from '#app/filters/links.ts';
import { personMark } from '#queries/values/person-search.ts';

/** A person's name that opens the person's month. Only for persons who are known: 待认定 leads nowhere. */
export function PersonLink({
  employeeNo,
  name,
  month,
}: {
  employeeNo: string | null;
  name: string;
  month: string;
}) {
  return <Link to={personLink(personMark({ employee_no: employeeNo, name }), month)}>{name}</Link>;
}
