import { existsSync } from 'node:fs';
import { isMonth } from '#queries/values/month.ts';
import { rebuildMarts } from '#queries/warehouse/rebuild.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';
import type { CommandContext } from './context.ts';
import { parseFlags } from './flags.ts';

export interface MonthArgs {
  readonly month: string;
  readonly asOf: string | null;
  readonly json: boolean;
  readonly xlsx: string | null;
  /** Findings of closed months instead of the month's own fines. */
  readonly late: boolean;
}

const WORDS = {
  zh: {
    month: (text: string) =>
      `--month 要写成 YYYY-MM，例如 --month 2026-10${text === '' ? '' : `，不是“${text}”`}`,
    asOf: (text: string) => `--as-of 要写成 YYYY-MM-DDTHH:MM，例如 2026-10-31T18:00，不是“${text}”`,
    both: '--json 和 --xlsx 只能选一个',
    missing: (name: string) => `缺 --${name}`,
    foreign: (option: string) => `这个命令没有 ${option}`,
    none: (path: string) => `还没有数据：${path} 不存在。先用 aftercare import 导入表格`,
  },
  en: {
    month: (text: string) =>
      `--month is written YYYY-MM, such as --month 2026-10${text === '' ? '' : `, not "${text}"`}`,
    asOf: (text: string) =>
      `--as-of is written YYYY-MM-DDTHH:MM, such as 2026-10-31T18:00, not "${text}"`,
    both: 'give either --json or --xlsx',
    missing: (name: string) => `--${name} is missing`,
    foreign: (option: string) => `this command has no ${option}`,
    none: (path: string) =>
      `no data yet: ${path} does not exist. Import spreadsheets with aftercare import first`,
  },
} as const;

/** Parses the arguments of a month's command; a number is the exit code of a usage error already told. */
export function parseMonthArgs(
  args: string[],
  ctx: CommandContext,
  usage: string,
  allows: { readonly xlsx?: boolean; readonly late?: boolean; readonly asOf?: boolean },
): MonthArgs | number {
  const words = WORDS[ctx.lang];
  const refuse = (message: string): number => {
    ctx.stderr(`${message}\n${usage}\n`);
    return 2;
  };
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args, ctx.lang);
    const foreign = [
      values['as-of'] !== undefined && allows.asOf === false ? '--as-of' : null,
      values.xlsx !== undefined && allows.xlsx !== true ? '--xlsx' : null,
      values.late !== undefined && allows.late !== true ? '--late' : null,
    ].find((option) => option !== null);
    if (foreign !== undefined) return refuse(words.foreign(foreign));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  if (values.month === undefined || !isMonth(values.month))
    return refuse(words.month(values.month ?? ''));
  const asOf = values['as-of'];
  const moment = asOf === undefined ? null : parseMoment(asOf);
  if (asOf !== undefined && moment === null) return refuse(words.asOf(asOf));
  if (values.xlsx !== undefined && values.json === true) return refuse(words.both);
  return {
    month: values.month,
    asOf: moment,
    json: values.json === true,
    xlsx: values.xlsx ?? null,
    late: values.late === true,
  };
}

function parse(args: string[], lang: 'zh' | 'en') {
  return parseFlags(
    {
      args,
      options: {
        month: { type: 'string' },
        'as-of': { type: 'string' },
        json: { type: 'boolean' },
        xlsx: { type: 'string' },
        late: { type: 'boolean' },
      },
    },
    lang,
  ).values;
}

/** Options that are all required, `--month` checked; a number is the exit code of a usage error already told. */
export function parseOptions<Name extends string>(
  args: string[],
  ctx: CommandContext,
  usage: string,
  names: readonly Name[],
): Record<Name, string> | number {
  const words = WORDS[ctx.lang];
  const refuse = (message: string): number => {
    ctx.stderr(`${message}\n${usage}\n`);
    return 2;
  };
  const given = new Map<string, string>();
  try {
    const { values } = parseFlags(
      {
        args,
        options: Object.fromEntries(names.map((name) => [name, { type: 'string' } as const])),
      },
      ctx.lang,
    );
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === 'string') given.set(name, value);
    }
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  const found = {} as Record<Name, string>;
  for (const name of names) {
    const value = given.get(name);
    if (name === 'month' && (value === undefined || !isMonth(value)))
      return refuse(words.month(value ?? ''));
    if (value === undefined) return refuse(words.missing(name));
    found[name] = value;
  }
  return found;
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

/** The database for a command that only asks; where there is none yet, an empty one that leaves no file behind. */
export async function openToAsk(ctx: CommandContext): Promise<Warehouse> {
  return openWarehouse({ path: existsSync(ctx.dbPath) ? ctx.dbPath : ':memory:' });
}
