/** `aftercare decide`: decisions about fines from a csv, all or nothing. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { closedMonths } from '#queries/ledger/closed-months.ts';
import { DecisionsRefused, decide } from '#queries/ledger/steps.ts';
import { localMoment } from '#queries/values/month.ts';
import { decisionText, readDecisions } from '../../data/decision-file.ts';
import type { CommandContext } from '../context.ts';
import { parseOptions, withWarehouse } from '../month-args.ts';
import { systemProblem } from '../system-problem.ts';

export const name = 'decide';
export const usage = 'decide --month YYYY-MM --file decisions.csv';

/** Exit code 0: all decided; 1: a line is refused, named, and nothing is decided; 2: wrong usage. */
export async function run(args: string[], ctx: CommandContext): Promise<number> {
  const zh = ctx.lang === 'zh';
  const options = parseOptions(args, ctx, usage, ['month', 'file']);
  if (typeof options === 'number') return options;
  const { month, file } = options;
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const cause = systemProblem(error, ctx.lang);
    ctx.stderr(zh ? `读不了 ${file}：${cause}\n` : `cannot read ${file}: ${cause}\n`);
    return 1;
  }
  const refuse = (bad: readonly { line: number; message: string }[]): number => {
    for (const { line, message } of bad) {
      ctx.stderr(
        zh
          ? `${basename(file)} 第 ${line} 行：${message}\n`
          : `${basename(file)} line ${line}: ${message}\n`,
      );
    }
    ctx.stderr(zh ? '什么都没有改\n' : 'nothing was changed\n');
    return 1;
  };
  const read = readDecisions(decisionText(bytes), ctx.lang);
  if ('bad' in read) return refuse(read.bad);
  return withWarehouse(ctx, async (warehouse) => {
    try {
      await decide(
        warehouse,
        read.lines.map(({ request }) => request),
        { by: null, at: localMoment(ctx.nowMicros), lang: ctx.lang },
        { month },
      );
    } catch (error) {
      if (!(error instanceof DecisionsRefused)) throw error;
      return refuse(
        error.problems.map(({ index, message }) => ({
          line: read.lines[index]?.line ?? 0,
          message,
        })),
      );
    }
    const count = read.lines.length;
    ctx.stdout(zh ? `${month} 决定了 ${count} 条\n` : `${month}: ${count} decided\n`);
    const lands = (await closedMonths(warehouse)).find((each) => each.month === month)?.lands;
    if (lands !== undefined) {
      ctx.stdout(
        zh
          ? `${month} 已关账：和关账时的差额作为调整进 ${lands}\n`
          : `${month} is closed: what differs from it becomes adjustments of ${lands}\n`,
      );
    }
    return 0;
  });
}
