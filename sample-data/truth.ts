/**
 * The truth beside the spreadsheets: one clean csv per kind with what the files say, and `captured.csv` with the
 * fields each sheet has a column for. Times are ISO, money is fen, yes and no are `true` and `false`, an empty
 * cell is a blank or a field that the sheet does not have.
 */
import Papa from 'papaparse';
import { type GridFile, KINDS, type Kind } from './shapes/grid.ts';
import { isoDate, isoTime } from './times.ts';

/** Field on the forms, record property where it differs, and how it is written. */
type Writing = 'plain' | 'time' | 'date';
interface TruthField {
  field: string;
  property: string;
  writing: Writing;
}

const fields = (text: string): TruthField[] =>
  text.split(' ').map((entry) => {
    const [name = '', writing = 'plain'] = entry.split(':');
    const [field = '', property = field] = name.split('=');
    return {
      field,
      property,
      writing: writing === 'time' ? 'time' : writing === 'date' ? 'date' : 'plain',
    };
  });

export const TRUTH_FIELDS: Record<Kind, readonly TruthField[]> = {
  ticket: fields(
    'ticket_no customer_name customer_org address phone product_type model product_serial purchase_date:date fault reported_at:time answered_at:time hotline_agent resolution relayed_at:time dispatched_at:time dispatcher technician region distance_km promised_at:time promise_consented suspended_at:time resumed_at:time warranty service_type dispatch_refused delay_reason status info_corrected_at:time',
  ),
  receipt: fields(
    'receipt_no ticket_no technician arrived_at:time finished_at:time fault_cause solution replaced_parts charge=charge_fen collected customer_signed satisfaction badge_shown uniform_worn submitted_at:time',
  ),
  requisition_line: fields(
    'requisition_no ticket_no technician part_no part_name quantity issued_at:time',
  ),
  follow_up: fields(
    'ticket_no caller called_at:time connected solved satisfaction badge_shown uniform_worn remark',
  ),
  complaint: fields(
    'complaint_no ticket_no received_at:time channel person reason reason=reason_text severity substantiated description',
  ),
  price: fields('part_no part_name unit_price=unit_price_fen valid_from:date valid_to:date'),
  agreement: fields(
    'customer_name phone valid_from:date valid_to:date parts_free discount=discount_percent',
  ),
  staff: fields(
    'employee_no name aliases role department hired_on:date left_on:date grade monthly_wage=monthly_wage_fen',
  ),
  expense: fields(
    'employee date:date kind hours amount=amount_fen trip_place voucher_place voucher_valid',
  ),
};

/** File name → text of each truth csv. */
export function truthFiles(files: readonly GridFile[]): Map<string, string> {
  const written = new Map<string, string>();
  for (const kind of KINDS) {
    const header = [
      'file',
      'sheet',
      ...TRUTH_FIELDS[kind].map(({ property }) => property),
      'day_only',
    ];
    const rows = files.flatMap((file) =>
      file.truth
        .filter((entry) => entry.kind === kind)
        .map(({ sheet, record }) => {
          const captured = file.captured.find(
            (entry) => entry.sheet === sheet && entry.kind === kind,
          );
          const values = new Map(Object.entries(record));
          const dayOnly = values.get('day_only');
          return [
            file.file,
            sheet,
            ...TRUTH_FIELDS[kind].map(({ field, property, writing }) =>
              captured?.fields.includes(field) === true
                ? truthCell(values.get(property), writing)
                : '',
            ),
            Array.isArray(dayOnly) ? dayOnly.join(' ') : '',
          ];
        }),
    );
    written.set(`${kind}.csv`, csv([header, ...rows]));
  }
  const captured = files.flatMap((file) =>
    file.captured.flatMap(({ sheet, kind, fields: names }) =>
      names.map((field) => [file.file, sheet, kind, field]),
    ),
  );
  written.set('captured.csv', csv([['file', 'sheet', 'kind', 'field'], ...captured]));
  return written;
}

function truthCell(value: unknown, writing: Writing): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && writing !== 'plain') {
    return writing === 'date' ? isoDate(value) : isoTime(value);
  }
  return String(value);
}

function csv(rows: string[][]): string {
  return `${Papa.unparse(rows, { newline: '\n' })}\n`;
}
