/** HR's workbook of a month: made from the sheet, recorded as given out. */
import { z } from 'zod';
import { frozenMonth } from '#queries/ledger/closings.ts';
import {
  deductionExports,
  deductionTemplate,
  recordExport,
  revisionDifferences,
} from '#queries/ledger/exports.ts';
import { deductionSheet, standingFines, standingPolicy } from '#queries/ledger/standing.ts';
import type { Actor, DeductionSheet } from '#queries/ledger/types.ts';
import type { Fine } from '#queries/reports/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { DeductionInput } from '../export/deductions/input.ts';
import { policyView } from './policy-view.server.ts';

/**
 * Bytes of the .xlsx: HR's own template filled where one was uploaded, else the built-in workbook.
 * Throws DeductionMismatch when the fines do not add up to the sheet.
 */
export async function exportDeductions(
  warehouse: Warehouse,
  month: string,
  context: { readonly by: Actor | null; readonly at: string },
  lang: 'zh' | 'en',
): Promise<Uint8Array> {
  const sheet = await deductionSheet(warehouse, month);
  const policy = await standingPolicy(warehouse, month);
  const [previous] = (await deductionExports(warehouse, month)).filter(
    (each) => each.revision < sheet.revision,
  );
  const input: DeductionInput = {
    company: policy.company[lang],
    lang,
    sheet,
    closing: (await frozenMonth(warehouse, month))?.head ?? null,
    fines: await finesBehind(warehouse, sheet, lang),
    differences: await revisionDifferences(warehouse, sheet),
    previousRevision: previous?.revision ?? null,
    policy: policyView(policy),
  };
  const template = await deductionTemplate(warehouse);
  // The writers carry their own WebAssembly: loaded only when a workbook is asked for.
  const { deductionWorkbook } = await import('../export/deductions/workbook.ts');
  const bytes = deductionWorkbook(input);
  await recordExport(warehouse, sheet, context.by, context.at, template !== null);
  return bytes;
}

/** The fines the sheet counts, and those of closed months that its adjustments correct. */
async function finesBehind(
  warehouse: Warehouse,
  sheet: DeductionSheet,
  lang: 'zh' | 'en',
): Promise<Fine[]> {
  const elsewhere = new Set(
    (
      await warehouse.read(
        'SELECT DISTINCT key FROM fine_settled WHERE home <> $month',
        z.object({ key: z.string() }),
        { month: sheet.month },
      )
    ).map((row) => row.key),
  );
  const own = await standingFines(warehouse, sheet.month, null, lang);
  const fines = own.filter((fine) => !elsewhere.has(fine.key));
  const adjusted = sheet.people.flatMap((person) => person.adjustments);
  const keys = new Set(adjusted.map((adjustment) => adjustment.key));
  for (const month of new Set(adjusted.map((adjustment) => adjustment.month))) {
    // As they stand today: that is what the adjustment is the difference to.
    const asOf = sheet.as_of;
    fines.push(
      ...(await standingFines(warehouse, month, asOf, lang)).filter((fine) => keys.has(fine.key)),
    );
  }
  return fines;
}
