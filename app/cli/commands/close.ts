/** `aftercare close`: closes a month. */
import { closeMonth, frozenMonth } from '#queries/ledger/closings.ts';
import { LedgerRefused } from '#queries/ledger/types.ts';
import { localMoment } from '#queries/values/month.ts';
import type { CommandContext } from '../context.ts';
import { parseOptions, withWarehouse } from '../month-args.ts';

export const name = 'close';
export const usage = 'close --month YYYY-MM';

/** Exit code 0: closed; 1: something is left to do, said on stderr; 2: wrong usage. */
export async function run(args: string[], ctx: CommandContext): Promise<number> {
  const options = parseOptions(args, ctx, usage, ['month']);
  if (typeof options === 'number') return options;
  const { month } = options;
  return withWarehouse(ctx, async (warehouse) => {
    try {
      await closeMonth(warehouse, month, {
        by: null,
        at: localMoment(ctx.nowMicros),
        lang: ctx.lang,
      });
    } catch (error) {
      if (!(error instanceof LedgerRefused)) throw error;
      ctx.stderr(`${error.message}\n`);
      return 1;
    }
    const head = (await frozenMonth(warehouse, month))?.head;
    ctx.stdout(
      ctx.lang === 'zh'
        ? `${month} 已关账，第 ${head?.version} 版，关账校验码 ${head?.checksum}\n`
        : `${month} is closed, version ${head?.version}, closing checksum ${head?.checksum}\n`,
    );
    return 0;
  });
}
