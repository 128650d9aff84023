/** HR's workbook of a month: made from the sheet, recorded as given out. */
import { z } from 'zod';
import { frozenMonth } from '#queries/ledger/closings.ts';
import {
  deductionExports,
  deductionTemplate,
  recordExport,
  revisionDifferences,
} from '#queries/ledger/exports.ts';
import { fineMonths } from '#queries/ledger/fines-by-key.ts';
import { deductionSheet, standingFines, standingPolicy } from '#queries/ledger/standing.ts';
import type { Actor, DeductionSheet } from '#queries/ledger/types.ts';
import { monthFines } from '#queries/reports/fines.ts';
import type { Fine } from '#queries/reports/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { DeductionInput } from '../export/deductions/input.ts';
import { policyView } from './policy-view.server.ts';
import type { DeductionForm } from './review-desk.ts';

/**
 * Bytes of the .xlsx: HR's own template filled where one was uploaded and asked for, else the built-in workbook.
 * Throws DeductionMismatch when the fines do not add up to the sheet, TemplateRefused when the template cannot be filled.
 */
export async function exportDeductions(
  warehouse: Warehouse,
  month: string,
  context: { readonly by: Actor | null; readonly at: string },
  lang: 'zh' | 'en',
  form: DeductionForm = 'template',
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
    fines: await ownFines(warehouse, sheet, lang),
    corrected: await correctedFines(warehouse, sheet, lang),
    differences: await revisionDifferences(warehouse, sheet),
    previousRevision: previous?.revision ?? null,
    policy: policyView(policy),
    made_at: context.at,
  };
  const template = form === 'template' ? await deductionTemplate(warehouse) : null;
  const bytes = await bytesOf(input, template?.bytes ?? null);
  await recordExport(warehouse, sheet, context.by, context.at, template !== null);
  return bytes;
}

/** The writers are large, one carries its own WebAssembly: loaded only when a workbook is asked for. */
async function bytesOf(input: DeductionInput, template: Uint8Array | null): Promise<Uint8Array> {
  if (template !== null) {
    const { fillTemplate } = await import('../export/deductions/template.ts');
    return fillTemplate(template, input);
  }
  const { deductionWorkbook } = await import('../export/deductions/workbook.ts');
  return deductionWorkbook(input);
}

/**
 * Refuses a workbook that could not be filled later.
 * @throws TemplateRefused, a LedgerRefused, naming the cell
 */
export async function checkDeductionTemplate(bytes: Uint8Array, lang: 'zh' | 'en'): Promise<void> {
  const { checkTemplate } = await import('../export/deductions/template.ts');
  await checkTemplate(bytes, lang);
}

/** The fines of the sheet's month; one that another month answers for is left to that month's adjustments. */
async function ownFines(
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
  return own.filter((fine) => !elsewhere.has(fine.key));
}

/** The fines that adjustments correct, as they stand today, wherever their date lies now: that is what the difference is to. */
async function correctedFines(
  warehouse: Warehouse,
  { people, as_of }: DeductionSheet,
  lang: 'zh' | 'en',
): Promise<Fine[]> {
  const keys = people.flatMap((person) => person.adjustments.map(({ key }) => key));
  const fines: Fine[] = [];
  for (const [month, some] of await fineMonths(warehouse, keys)) {
    fines.push(...(await monthFines(warehouse, month, as_of, lang, { keys: some })));
  }
  return fines;
}
