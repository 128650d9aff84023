/** `aftercare sample`: synthetic spreadsheets of a department, with the truth beside them. */
import { join } from 'node:path';
import { makeFolder } from '#queries/warehouse/make-folder.ts';
import { writeSample } from '#sample-data/generate.ts';
import { FEWEST_PER_MONTH, MOST_PER_MONTH, SHIPPED } from '#sample-data/simulate/department.ts';
import type { CommandContext } from '../context.ts';
import { parseFlags } from '../flags.ts';
import { systemProblem } from '../system-problem.ts';

export const name = 'sample';
export const usage = {
  zh: 'sample [--months N] [--tickets N] [--seed S] --out DIR  生成一个部门的样例表格，附真值',
  en: 'sample [--months N] [--tickets N] [--seed S] --out DIR  writes synthetic spreadsheets with their truth',
};

/** The price card reaches back two years. */
const MOST_MONTHS = 24;

const WORDS = {
  zh: {
    wrong: (why: string) => `用法不对：${why}`,
    noOut: '缺少 --out，写上要放表格的文件夹',
    whole: (flag: string, from: number, to: number) => `--${flag} 要写 ${from} 到 ${to} 的整数`,
    perMonth: `每月报修单数须在 ${FEWEST_PER_MONTH} 到 ${MOST_PER_MONTH} 之间，改 --tickets 或 --months`,
    cannotWrite: (out: string, why: string) => `“${out}”写不进去（${why}），换一个文件夹`,
    done: (files: number, tickets: number, out: string) =>
      `${files} 个文件、${tickets} 张报修单已写到 ${out}，真值在 ${out}/truth`,
  },
  en: {
    wrong: (why: string) => `wrong usage: ${why}`,
    noOut: '--out is missing: name the folder for the spreadsheets',
    whole: (flag: string, from: number, to: number) =>
      `--${flag} takes a whole number from ${from} to ${to}`,
    perMonth: `tickets per month must lie between ${FEWEST_PER_MONTH} and ${MOST_PER_MONTH}: change --tickets or --months`,
    cannotWrite: (out: string, why: string) =>
      `cannot write to "${out}" (${why}); choose another folder`,
    done: (files: number, tickets: number, out: string) =>
      `${files} files with ${tickets} tickets written to ${out}, the truth to ${out}/truth`,
  },
} as const;

export async function run(args: string[], ctx: CommandContext): Promise<number> {
  const words = WORDS[ctx.lang];
  const refuse = (message: string, code: 1 | 2): number => {
    ctx.stderr(`${message}\n${code === 2 ? `${usage[ctx.lang]}\n` : ''}`);
    return code;
  };
  let values: { months?: string; tickets?: string; seed?: string; out?: string };
  try {
    values = parseFlags(
      {
        args,
        options: {
          months: { type: 'string' },
          tickets: { type: 'string' },
          seed: { type: 'string' },
          out: { type: 'string' },
        },
      },
      ctx.lang,
    ).values;
  } catch (error) {
    return refuse(words.wrong(error instanceof Error ? error.message : String(error)), 2);
  }
  const { out } = values;
  if (out === undefined || out === '') return refuse(words.noOut, 2);
  const months = wholeNumber(values.months, SHIPPED.months);
  if (!within(months, 1, MOST_MONTHS)) return refuse(words.whole('months', 1, MOST_MONTHS), 2);
  const mostTickets = MOST_MONTHS * MOST_PER_MONTH;
  const tickets = wholeNumber(values.tickets, (SHIPPED.tickets / SHIPPED.months) * months);
  if (!within(tickets, 1, mostTickets)) return refuse(words.whole('tickets', 1, mostTickets), 2);
  const seed = wholeNumber(values.seed, SHIPPED.seed);
  if (!within(seed, 0, 4_294_967_295)) return refuse(words.whole('seed', 0, 4_294_967_295), 2);
  if (!within(tickets / months, FEWEST_PER_MONTH, MOST_PER_MONTH)) return refuse(words.perMonth, 2);

  try {
    // Before the spreadsheets are thought out, which takes a while.
    await makeFolder(join(out, 'truth'));
    const written = await writeSample(out, { months, tickets, seed });
    ctx.stdout(`${words.done(written.files.length, written.tickets, out)}\n`);
    return 0;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    if (code === null || !/^E[A-Z]+$/.test(code)) throw error;
    return refuse(words.cannotWrite(out, systemProblem(error, ctx.lang)), 1);
  }
}

/** NaN for a text that is not a whole number. */
function wholeNumber(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
}

function within(value: number, from: number, to: number): boolean {
  return value >= from && value <= to;
}
