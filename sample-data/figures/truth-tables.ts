/** The truth csvs as typed rows. Each row knows which fields its sheet had a column for. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import { parseIso, type Seconds } from '../times.ts';

/** One line of a truth csv. Values are read by column name; an empty cell is null. */
export class TruthRow {
  readonly #values: Readonly<Record<string, string>>;
  readonly #captured: ReadonlySet<string>;
  readonly #dayOnly: ReadonlySet<string>;

  constructor(values: Readonly<Record<string, string>>, captured: ReadonlySet<string>) {
    this.#values = values;
    this.#captured = captured;
    this.#dayOnly = new Set((values.day_only ?? '').split(' '));
  }

  /** Whether the sheet had a column for the field. */
  captured(field: string): boolean {
    return this.#captured.has(field);
  }

  /** Whether the time was written as a date without a clock. */
  dayOnly(field: string): boolean {
    return this.#dayOnly.has(field);
  }

  text(column: string): string | null {
    const value = this.#values[column];
    if (value === undefined) throw new RangeError(`the truth has no column ${column}`);
    return value === '' ? null : value;
  }

  required(column: string): string {
    const value = this.text(column);
    if (value === null) throw new RangeError(`empty ${column} in the truth`);
    return value;
  }

  time(column: string): Seconds | null {
    const value = this.text(column);
    return value === null ? null : parseIso(value);
  }

  requiredTime(column: string): Seconds {
    return parseIso(this.required(column));
  }

  number(column: string): number | null {
    const value = this.text(column);
    return value === null ? null : Number(value);
  }

  yesNo(column: string): boolean | null {
    const value = this.text(column);
    return value === null ? null : value === 'true';
  }
}

export interface TruthTables {
  tickets: TruthRow[];
  receipts: TruthRow[];
  lines: TruthRow[];
  followUps: TruthRow[];
  complaints: TruthRow[];
  prices: TruthRow[];
  agreements: TruthRow[];
  staff: TruthRow[];
  expenses: TruthRow[];
}

/** Reads the csvs of a `truth` folder. */
export async function readTruth(folder: string): Promise<TruthTables> {
  const raw = async (name: string): Promise<Record<string, string>[]> => {
    const text = await readFile(join(folder, `${name}.csv`), 'utf8');
    return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
  };
  const captured = new Map<string, Set<string>>();
  for (const { file, sheet, kind, field } of await raw('captured')) {
    const key = `${file}|${sheet}|${kind}`;
    const fields = captured.get(key) ?? new Set();
    fields.add(field ?? '');
    captured.set(key, fields);
  }
  const rows = async (kind: string): Promise<TruthRow[]> =>
    (await raw(kind)).map(
      (values) =>
        new TruthRow(values, captured.get(`${values.file}|${values.sheet}|${kind}`) ?? new Set()),
    );
  return {
    tickets: await rows('ticket'),
    receipts: await rows('receipt'),
    lines: await rows('requisition_line'),
    followUps: await rows('follow_up'),
    complaints: await rows('complaint'),
    prices: await rows('price'),
    agreements: await rows('agreement'),
    staff: await rows('staff'),
    expenses: await rows('expense'),
  };
}
