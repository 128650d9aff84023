/**
 * `aftercare fines`: every fine of a month with state, evidence and source cells; with --late what was found since for
 * closed months and lands in this one.
 */
import { lateFines } from '#queries/ledger/late-fines.ts';
import { stateText } from '#queries/ledger/messages.ts';
import { momentOf, standingFines } from '#queries/ledger/standing.ts';
import type { Fine } from '#queries/reports/types.ts';
import { fenInWords } from '#queries/values/words.ts';
import { fineJson } from '../../data/fine-json.ts';
import type { CommandContext } from '../context.ts';
import { parseMonthArgs, withWarehouse } from '../month-args.ts';

export const name = 'fines';
export const usage = 'fines --month YYYY-MM [--as-of YYYY-MM-DDTHH:MM] [--late] [--json]';

export async function run(args: string[], ctx: CommandContext): Promise<number> {
  const options = parseMonthArgs(args, ctx, usage, { late: true });
  if (typeof options === 'number') return options;
  return withWarehouse(ctx, async (warehouse) => {
    const { month, asOf, late } = options;
    const fines = late
      ? await lateFines(warehouse, month, await momentOf(warehouse, month, asOf), ctx.lang)
      : await standingFines(warehouse, month, asOf, ctx.lang);
    ctx.stdout(
      options.json
        ? `${JSON.stringify(fines.map(fineJson))}\n`
        : fines.map((fine) => fineText(fine, ctx.lang)).join(''),
    );
    return 0;
  });
}

function fineText(fine: Fine, lang: 'zh' | 'en'): string {
  const amount =
    fine.amount_fen !== null
      ? fenInWords(fine.amount_fen)
      : fine.amount_min_fen !== null && fine.amount_max_fen !== null
        ? `${fenInWords(fine.amount_min_fen)}–${fenInWords(fine.amount_max_fen)}`
        : lang === 'zh'
          ? '处分'
          : 'measure';
  const unassigned = fine.unassigned ? (lang === 'zh' ? '（待认定）' : ' (to be assigned)') : '';
  const head = `${stateText(lang, fine.state)}  ${fine.rule}  ${fine.person ?? ''}${unassigned}  ${amount}  ${fine.subject.id}  ${fine.arithmetic}\n`;
  return (
    head +
    fine.evidence
      .map(({ text, source }) =>
        source === null
          ? `    ${text}\n`
          : `    ${text}  ← ${source.file} ${source.sheet} ${source.column}${source.row}\n`,
      )
      .join('')
  );
}
