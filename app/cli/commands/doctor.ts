/** `aftercare doctor`: checks the database against the invariants. */
import { existsSync } from 'node:fs';
import { findFaults } from '#queries/warehouse/doctor.ts';
import type { CommandContext } from '../context.ts';
import { withWarehouse } from '../month-args.ts';

export const name = 'doctor';
export const usage = {
  zh: 'doctor    检查数据库是否完好',
  en: 'doctor    checks the database',
} as const;

/** Exit code 0: sound, or there is no database yet; 1: faults, each on a line. */
export async function run(args: string[], ctx: CommandContext): Promise<number> {
  const zh = ctx.lang === 'zh';
  if (args.length > 0) {
    ctx.stderr(`${usage[ctx.lang]}\n`);
    return 2;
  }
  if (!existsSync(ctx.dbPath)) {
    ctx.stdout(zh ? `还没有数据库：${ctx.dbPath}\n` : `no database yet: ${ctx.dbPath}\n`);
    return 0;
  }
  return withWarehouse(ctx, async (warehouse) => {
    const faults = await findFaults(warehouse);
    for (const fault of faults)
      ctx.stdout(`${fault.check}: ${fault.place} ${fault.subject}: ${fault.fault}\n`);
    if (faults.length === 0) ctx.stdout(zh ? '数据库完好\n' : 'the database is sound\n');
    return faults.length === 0 ? 0 : 1;
  });
}
