/** `aftercare imports`: every import call so far, the newest first. */
import { importHistory } from '#etl/load/history.ts';
import { KINDS } from '#etl/sheets/index.ts';
import type { CommandContext } from '../context.ts';
import { parseFlags } from '../flags.ts';
import { openToAsk } from '../month-args.ts';
import { importTexts } from './import-texts.ts';

/** As pages show it: enough to tell two files apart. */
const HASH_DIGITS = 12;

export const name = 'imports';
export const usage = 'imports [--json]';

export async function run(args: string[], ctx: CommandContext): Promise<number> {
  const texts = importTexts(ctx.lang);
  let json: boolean;
  try {
    json =
      parseFlags({ args, options: { json: { type: 'boolean' } } }, ctx.lang).values.json === true;
  } catch (error) {
    ctx.stderr(
      `${texts.wrongUsage(error instanceof Error ? error.message : String(error))}\n${usage}\n`,
    );
    return 2;
  }
  const warehouse = await openToAsk(ctx);
  try {
    const batches = await importHistory(warehouse);
    if (json) {
      ctx.stdout(`${JSON.stringify(batches)}\n`);
      return 0;
    }
    if (batches.length === 0) ctx.stdout(`${texts.noBatches}\n`);
    for (const batch of batches) {
      const at = batch.imported_at.replace('T', ' ');
      const by = batch.actor === null ? '' : ` ${batch.actor}`;
      ctx.stdout(
        `${texts.batch(batch.batch, at)}${by}${batch.state === 'undone' ? texts.undone : ''}\n`,
      );
      for (const { file, sha256 } of batch.files) {
        ctx.stdout(`  ${file} sha256 ${sha256.slice(0, HASH_DIGITS)}\n`);
      }
      for (const sheet of batch.sheets) {
        const kinds = sheet.kind.map((kind) => KINDS[kind].spec.title[ctx.lang]).join(' + ');
        ctx.stdout(`  ${sheet.file} · ${sheet.sheet} · ${kinds}: ${texts.counts(sheet)}\n`);
      }
    }
    return 0;
  } finally {
    warehouse.close();
  }
}
