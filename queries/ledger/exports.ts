/** What HR was given of each month: every download with its revision, notices, and HR's own template. */
import { z } from 'zod';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type {
  Actor,
  DeductionExport,
  DeductionSheet,
  PersonDeduction,
  RevisionDifference,
} from './types.ts';

const text = z.string().nullable();
const exportRow = z.object({
  id: z.number().int(),
  revision: z.number().int(),
  state: z.enum(['draft', 'closed']),
  checksum: z.string(),
  at: z.string(),
  by: text,
  template: z.boolean(),
});

/** Downloads of a month's sheet, newest first. */
export async function deductionExports(
  warehouse: Warehouse,
  month: string,
): Promise<DeductionExport[]> {
  return warehouse.read(
    `SELECT export_id AS id, revision, state, checksum, exported_at AS at, exported_by AS by, template
     FROM deduction_export WHERE month = $month ORDER BY export_id DESC`,
    exportRow,
    { month },
  );
}

/** The number of a sheet: that of the last download where nothing has changed since, else the next one. */
export async function revisionFor(
  warehouse: Warehouse,
  month: string,
  state: DeductionSheet['state'],
  checksum: string,
): Promise<number> {
  const [last] = await deductionExports(warehouse, month);
  if (last === undefined) return 1;
  return last.checksum === checksum && last.state === state ? last.revision : last.revision + 1;
}

/** Records that a sheet was downloaded. */
export async function recordExport(
  warehouse: Warehouse,
  sheet: DeductionSheet,
  by: Actor | null,
  at: string,
  template: boolean,
): Promise<void> {
  await warehouse.transaction(() =>
    warehouse.run(
      `INSERT INTO deduction_export VALUES (nextval('ledger_seq'), $month, $revision, $state, $checksum, $content,
         $at::TIMESTAMP, $by, $template)`,
      {
        month: sheet.month,
        revision: sheet.revision,
        state: sheet.state,
        checksum: sheet.checksum,
        content: JSON.stringify(sheet.people.map(amountsOf)),
        at,
        by: by?.name ?? null,
        template,
      },
    ),
  );
}

const amounts = z.object({
  employee_no: text,
  name: z.string(),
  total_fen: z.number().int(),
  deduct_fen: z.number().int(),
});
type Amounts = z.infer<typeof amounts>;

function amountsOf(person: PersonDeduction): Amounts {
  const { employee_no, name, total_fen, deduct_fen } = person;
  return { employee_no, name, total_fen, deduct_fen };
}

/** Where a sheet differs from the last downloaded revision before it; empty without an earlier one. */
export async function revisionDifferences(
  warehouse: Warehouse,
  sheet: DeductionSheet,
): Promise<RevisionDifference[]> {
  const [last] = await warehouse.read(
    `SELECT content FROM deduction_export WHERE month = $month AND revision < $revision
     ORDER BY export_id DESC LIMIT 1`,
    z.object({ content: z.string() }),
    { month: sheet.month, revision: sheet.revision },
  );
  if (last === undefined) return [];
  const id = (person: Amounts): string => person.employee_no ?? `~${person.name}`;
  const before = new Map(
    z
      .array(amounts)
      .parse(JSON.parse(last.content))
      .map((person) => [id(person), person]),
  );
  const after = new Map(sheet.people.map(amountsOf).map((person) => [id(person), person]));
  const pick = (person: Amounts | undefined) =>
    person === undefined ? null : { total_fen: person.total_fen, deduct_fen: person.deduct_fen };
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    const named = is ?? was;
    if (named === undefined) return [];
    if (was?.total_fen === is?.total_fen && was?.deduct_fen === is?.deduct_fen) return [];
    return [
      {
        employee_no: named.employee_no,
        name: named.name,
        before: pick(was),
        after: pick(is),
      },
    ];
  });
}

/** Notes that persons (employee numbers, without a roster names) were given the written notice of a month. */
export async function recordNotices(
  warehouse: Warehouse,
  month: string,
  people: readonly Pick<PersonDeduction, 'employee_no' | 'name'>[],
  by: Actor | null,
  at: string,
): Promise<void> {
  await warehouse.transaction(async () => {
    for (const { employee_no, name } of people) {
      await warehouse.run(
        'INSERT INTO deduction_notice VALUES ($month, $no, $name, $at::TIMESTAMP, $by)',
        { month, no: employee_no, name, at, by: by?.name ?? null },
      );
    }
  });
}

export interface DeductionTemplate {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly uploaded_at: string;
  readonly uploaded_by: string | null;
}

/** HR's own workbook; null where none was uploaded, or it was taken out again. */
export async function deductionTemplate(warehouse: Warehouse): Promise<DeductionTemplate | null> {
  const [row] = await warehouse.read(
    `SELECT name, bytes_base64, uploaded_at, uploaded_by FROM deduction_template ORDER BY template_id DESC LIMIT 1`,
    z.object({ name: text, bytes_base64: text, uploaded_at: z.string(), uploaded_by: text }),
  );
  if (row === undefined || row.name === null || row.bytes_base64 === null) return null;
  const { name, uploaded_at, uploaded_by } = row;
  return { name, bytes: Buffer.from(row.bytes_base64, 'base64'), uploaded_at, uploaded_by };
}

/** Keeps HR's workbook; null takes it out. */
export async function storeTemplate(
  warehouse: Warehouse,
  template: { name: string; bytes: Uint8Array } | null,
  by: Actor | null,
  at: string,
): Promise<void> {
  await warehouse.transaction(() =>
    warehouse.run(
      `INSERT INTO deduction_template VALUES (nextval('ledger_seq'), $name, $bytes, $at::TIMESTAMP, $by)`,
      {
        name: template?.name ?? null,
        bytes: template === null ? null : Buffer.from(template.bytes).toString('base64'),
        at,
        by: by?.name ?? null,
      },
    ),
  );
}
