/** `aftercare deductions`: HR's sheet of a month as text, JSON or workbook. */
import { writeFile } from 'node:fs/promises';
import { deductionSheet } from '#queries/ledger/standing.ts';
import { type DeductionSheet, LedgerRefused } from '#queries/ledger/types.ts';
import { localMoment } from '#queries/values/month.ts';
import { fenInWords } from '#queries/values/words.ts';
import { exportDeductions } from '../../data/deduction-export.server.ts';
import { deductionJson } from '../../data/deduction-json.ts';
import type { CommandContext } from '../context.ts';
import { parseMonthArgs, withWarehouse } from '../month-args.ts';
import { cannotWrite } from '../output-file.ts';

export const name = 'deductions';
export const usage = 'deductions --month YYYY-MM [--json | --xlsx OUT.xlsx]';

export async function run(args: string[], ctx: CommandContext): Promise<number> {
  const options = parseMonthArgs(args, ctx, usage, { xlsx: true, asOf: false });
  if (typeof options === 'number') return options;
  const { month, json, xlsx } = options;
  return withWarehouse(ctx, async (warehouse) => {
    if (xlsx !== null) {
      const by = { by: null, at: localMoment(ctx.nowMicros) };
      try {
        await writeFile(xlsx, await exportDeductions(warehouse, month, by, ctx.lang));
      } catch (error) {
        if (error instanceof LedgerRefused) {
          ctx.stderr(`${error.message}\n`);
          return 1;
        }
        ctx.stderr(`${cannotWrite(xlsx, error, ctx.lang)}\n`);
        return 1;
      }
      ctx.stdout(`${xlsx}\n`);
      return 0;
    }
    const sheet = await deductionSheet(warehouse, month);
    ctx.stdout(json ? `${JSON.stringify(deductionJson(sheet))}\n` : sheetText(sheet, ctx.lang));
    return 0;
  });
}

/** The sheet as a person reads it on a terminal. */
function sheetText(sheet: DeductionSheet, lang: 'zh' | 'en'): string {
  const zh = lang === 'zh';
  const state = sheet.state === 'closed' ? (zh ? '已关账' : 'closed') : zh ? '草稿' : 'draft';
  const lines = [`${sheet.month}  ${state}`];
  for (const person of sheet.people) {
    const rules = Object.entries(person.rules).map(
      ([rule, { count, fen }]) => `${rule}×${count} ${fenInWords(fen)}`,
    );
    const adjusted = person.adjustments.reduce((sum, { fen }) => sum + fen, 0);
    const limit = {
      checked: fenInWords(person.limit_fen ?? 0),
      not_checked: zh ? '未核对（没有工资）' : 'not checked (no wage)',
      off: zh ? '不设' : 'none',
    }[person.limit_state];
    lines.push(
      [
        person.employee_no ?? '–',
        person.name,
        ...rules,
        ...(adjusted === 0 ? [] : [`${zh ? '调整' : 'adjustments'} ${fenInWords(adjusted)}`]),
        ...(person.carried_in_fen === 0
          ? []
          : [`${zh ? '上月结转' : 'carried in'} ${fenInWords(person.carried_in_fen)}`]),
        `${zh ? '应扣' : 'total'} ${fenInWords(person.total_fen)}`,
        `${zh ? '限额' : 'limit'} ${limit}`,
        `${zh ? '本月扣' : 'deducted'} ${fenInWords(person.deduct_fen)}`,
        ...(person.carried_out_fen === 0
          ? []
          : [`${zh ? '结转下月' : 'carried on'} ${fenInWords(person.carried_out_fen)}`]),
      ].join('  '),
    );
  }
  lines.push(
    `${zh ? '合计 应扣' : 'total'} ${fenInWords(sheet.totals.total_fen)}  ${zh ? '本月扣' : 'deducted'} ${fenInWords(sheet.totals.deduct_fen)}`,
  );
  return `${lines.join('\n')}\n`;
}
