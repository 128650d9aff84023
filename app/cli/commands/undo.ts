/** `aftercare undo BATCH`: takes an import back. */
import { UndoRefused, undoBatch } from '#etl/load/undo.ts';
import type { CommandContext } from '../context.ts';
import { parseFlags } from '../flags.ts';
import { openToAsk } from '../month-args.ts';
import { importTexts } from './import-texts.ts';

export const name = 'undo';
export const usage = 'undo BATCH';

export async function run(args: string[], ctx: CommandContext): Promise<number> {
  const texts = importTexts(ctx.lang);
  let positionals: string[];
  try {
    ({ positionals } = parseFlags({ args, allowPositionals: true, options: {} }, ctx.lang));
  } catch (error) {
    ctx.stderr(
      `${texts.wrongUsage(error instanceof Error ? error.message : String(error))}\n${usage}\n`,
    );
    return 2;
  }
  const text = positionals[0];
  if (positionals.length !== 1 || text === undefined || !/^\d{1,9}$/.test(text)) {
    ctx.stderr(`${texts.batchNumber}\n${usage}\n`);
    return 2;
  }
  const warehouse = await openToAsk(ctx);
  try {
    const result = await undoBatch(warehouse, Number(text), ctx.lang, {
      actor: null,
      nowMicros: ctx.nowMicros,
    });
    ctx.stdout(`${texts.undoDone(result.batch, result.removed, result.restored)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UndoRefused)) throw error;
    ctx.stderr(`${error.message}\n`);
    return 1;
  } finally {
    warehouse.close();
  }
}
