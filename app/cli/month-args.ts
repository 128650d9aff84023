import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { watermark } from '#queries/reports/month-report.ts';
import { isMonth } from '#queries/values/month.ts';
import { rebuildMarts } from '#queries/warehouse/rebuild.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';
import type { CommandContext } from './context.ts';

export interface MonthArgs {
  readonly month: string;
  readonly asOf: string | null;
  readonly json: boolean;
  readonly xlsx: string | null;
}

const WORDS = {
  zh: {
    month: (text: string) =>
      `--month 要写成 YYYY-MM，例如 --month 2026-10${text === '' ? '' : `，不是“${text}”`}`,
    asOf: (text: string) => `--as-of 要写成 YYYY-MM-DDTHH:MM，例如 2026-10-31T18:00，不是“${text}”`,
    both: '--json 和 --xlsx 只能选一个',
    none: (path: string) => `还没有数据：${path} 不存在。先用 aftercare import 导入表格`,
  },
  en: {
    month: (text: string) =>
      `--month is written YYYY-MM, such as --month 2026-10${text === '' ? '' : `, not "${text}"`}`,
    asOf: (text: string) =>
      `--as-of is written YYYY-MM-DDTHH:MM, such as 2026-10-31T18:00, not "${text}"`,
    both: 'give either --json or --xlsx',
    none: (path: string) =>
      `no data yet: ${path} does not exist. Import spreadsheets with aftercare import first`,
  },
} as const;

/** Parses the arguments of a month's command; a number is the exit code of a usage error already told. */
export function parseMonthArgs(
  args: string[],
  ctx: CommandContext,
  usage: string,
  xlsx: boolean,
): MonthArgs | number {
  const words = WORDS[ctx.lang];
  const refuse = (message: string): number => {
    ctx.stderr(`${message}\n${usage}\n`);
    return 2;
  };
  let values: {
    month?: string | undefined;
    'as-of'?: string | undefined;
    json?: boolean | undefined;
    xlsx?: string | undefined;
  };
  try {
    values = parseArgs({
      args,
      options: {
        month: { type: 'string' },
        'as-of': { type: 'string' },
        json: { type: 'boolean' },
        xlsx: { type: 'string' },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  if (values.month === undefined || !isMonth(values.month))
    return refuse(words.month(values.month ?? ''));
  const asOf = values['as-of'];
  const moment = asOf === undefined ? null : parseMoment(asOf);
  if (asOf !== undefined && moment === null) return refuse(words.asOf(asOf));
  if (values.xlsx !== undefined && (!xlsx || values.json === true)) return refuse(words.both);
  return {
    month: values.month,
    asOf: moment,
    json: values.json === true,
    xlsx: values.xlsx ?? null,
  };
}

/** `YYYY-MM-DDTHH:MM[:SS]` as `YYYY-MM-DDTHH:MM:SS`; null when it is no such moment. */
export function parseMoment(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  const full = text.length === 16 ? `${text}:00` : text;
  const millis = Date.parse(`${full}Z`);
  // Date.parse rolls 2026-02-30 over instead of refusing it.
  return Number.isNaN(millis) || new Date(millis).toISOString().slice(0, 19) !== full ? null : full;
}

/** Runs `work` over an existing database; says so and gives 1 where there is none. */
export async function withWarehouse(
  ctx: CommandContext,
  work: (warehouse: Warehouse) => Promise<number>,
): Promise<number> {
  if (!existsSync(ctx.dbPath)) {
    ctx.stderr(`${WORDS[ctx.lang].none(ctx.dbPath)}\n`);
    return 1;
  }
  const warehouse = await openWarehouse({ path: ctx.dbPath });
  try {
    // A process that died between committing rows and rebuilding leaves months noted; catch up first.
    await rebuildMarts(warehouse);
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

/** The moment figures are as of: as asked, else the watermark, else the end of an empty month. */
export async function momentOf(
  warehouse: Warehouse,
  month: string,
  asOf: string | null,
): Promise<string> {
  return asOf ?? (await watermark(warehouse)) ?? `${month}-01T00:00:00`;
}
