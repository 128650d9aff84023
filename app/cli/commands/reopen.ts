/** `aftercare reopen`: opens a closed month again. */
import { reopenMonth } from '#queries/ledger/closings.ts';
import { LedgerRefused } from '#queries/ledger/types.ts';
import { localMoment } from '#queries/values/month.ts';
import type { CommandContext } from '../context.ts';
import { parseOptions, withWarehouse } from '../month-args.ts';

export const name = 'reopen';
export const usage = 'reopen --month YYYY-MM --reason R';

/** Exit code 0: open again; 1: refused, said on stderr; 2: wrong usage. */
export async function run(args: string[], ctx: CommandContext): Promise<number> {
  const options = parseOptions(args, ctx, usage, ['month', 'reason']);
  if (typeof options === 'number') return options;
  const { month, reason } = options;
  return withWarehouse(ctx, async (warehouse) => {
    try {
      await reopenMonth(warehouse, month, reason, null, {
        by: null,
        at: localMoment(ctx.nowMicros),
        lang: ctx.lang,
      });
    } catch (error) {
      if (!(error instanceof LedgerRefused)) throw error;
      ctx.stderr(`${error.message}\n`);
      return 1;
    }
    ctx.stdout(ctx.lang === 'zh' ? `${month} 已重开\n` : `${month} is open again\n`);
    return 0;
  });
}
