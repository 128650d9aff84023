/** What a fine is about, as people name it. */
import { formatFen } from './number.ts';
import { formatTime } from './time.ts';

interface Subject {
  readonly kind: string;
  readonly id: string;
  readonly ticket_no: string | null;
}

/** The last parts of an expense's key, `person@2026-10-19@差旅@20400`, with `#2` where it is the second of its kind. */
const EXPENSE = /@(\d{4}-\d{2}-\d{2})?@([^@]*)@(-?\d+)?(?:#\d+)?$/;
/** A complaint without a number, known by when it came in: `@2026-10-03T10:00:00`. */
const RECEIVED = /@(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})$/;

/** The ticket's number, else the complaint's number or time, else what was spent or worked: `差旅 ¥204`. */
export function formatSubject({ kind, id, ticket_no }: Subject): string {
  if (ticket_no !== null) return ticket_no;
  if (kind === 'expense') {
    const [, day, of, fen] = EXPENSE.exec(id) ?? [];
    const parts = [of, fen === undefined ? undefined : formatFen(Number(fen))];
    return parts.filter((part) => part !== undefined && part !== '').join(' ') || day || id;
  }
  const received = RECEIVED.exec(id)?.[1];
  return received === undefined ? id : formatTime(received);
}
