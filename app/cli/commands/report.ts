/** `aftercare report`: the month's figures as text, JSON or the manager's workbook. */
import { writeFile } from 'node:fs/promises';
import { formatRate } from '#app/format/index.ts';
import { standingReport } from '#queries/ledger/standing.ts';
import type { MonthReport, StageFigures } from '#queries/reports/types.ts';
import { fenInWords, type Lang } from '#queries/values/words.ts';
import { monthWorkbook } from '../../data/month-workbook.server.ts';
import type { CommandContext } from '../context.ts';
import { parseMonthArgs, withWarehouse } from '../month-args.ts';
import { cannotWrite } from '../output-file.ts';

export const name = 'report';
export const usage = 'report --month YYYY-MM [--as-of YYYY-MM-DDTHH:MM] [--json | --xlsx OUT.xlsx]';

export async function run(args: string[], ctx: CommandContext): Promise<number> {
  const options = parseMonthArgs(args, ctx, usage, { xlsx: true });
  if (typeof options === 'number') return options;
  return withWarehouse(ctx, async (warehouse) => {
    if (options.xlsx !== null) {
      const bytes = await monthWorkbook(warehouse, options.month, options.asOf, ctx.lang);
      try {
        await writeFile(options.xlsx, bytes);
      } catch (error) {
        ctx.stderr(`${cannotWrite(options.xlsx, error, ctx.lang)}\n`);
        return 1;
      }
      ctx.stdout(`${options.xlsx}\n`);
      return 0;
    }
    const report = await standingReport(warehouse, options.month, options.asOf);
    ctx.stdout(options.json ? `${JSON.stringify(report)}\n` : reportText(report, ctx.lang));
    return 0;
  });
}

const STAGE_WORDS = {
  answer: { zh: '答复', en: 'answer' },
  dispatch: { zh: '派工', en: 'dispatch' },
  arrival: { zh: '到达', en: 'arrival' },
  guidance_follow_up: { zh: '指导回访', en: 'guidance follow-up' },
  callback: { zh: '完工回访', en: 'callback' },
} as const;

/** Why a stage has no rate: nobody kept its end, none is due yet or can be right, or no ticket has the stage. */
function whyNone({ not_captured, pending, invalid }: StageFigures): Readonly<Record<Lang, string>> {
  if (not_captured > 0) return { zh: '未采集', en: 'not captured' };
  if (pending > 0) return { zh: '未到时限', en: 'not due yet' };
  return invalid > 0
    ? { zh: '时间不对', en: 'times wrong' }
    : { zh: '不适用', en: 'not applicable' };
}

/** The figures as a person reads them on a terminal. */
export function reportText(report: MonthReport, lang: 'zh' | 'en'): string {
  const zh = lang === 'zh';
  // From the counts: the report's own rates are rounded already, and would be rounded twice.
  const percent = (met: number, measured: number, none = zh ? '没有' : 'none'): string =>
    measured === 0 ? none : formatRate(met / measured);
  const { repeat, satisfaction, receipts } = report;
  const satisfied = satisfaction.distribution['4'] + satisfaction.distribution['5'];
  const lines = [
    zh ? `${report.month}，数据截至 ${report.as_of}` : `${report.month}, as of ${report.as_of}`,
    zh
      ? `报修 ${report.tickets.reported} 单：上门 ${report.tickets.on_site}，电话 ${report.tickets.phone}，未知 ${report.tickets.unknown}；另取消 ${report.tickets.cancelled}`
      : `${report.tickets.reported} tickets: ${report.tickets.on_site} on site, ${report.tickets.phone} by phone, ${report.tickets.unknown} unknown; ${report.tickets.cancelled} cancelled besides`,
  ];
  for (const [stage, words] of Object.entries(STAGE_WORDS) as [
    keyof typeof STAGE_WORDS,
    (typeof STAGE_WORDS)['answer'],
  ][]) {
    const figures = report.stages[stage];
    const met = figures.met ?? 0;
    const rate = percent(met, figures.measured, whyNone(figures)[lang]);
    lines.push(`${words[lang]}  ${rate}  ${met}/${figures.measured}`);
  }
  lines.push(
    `${zh ? '返修率' : 'repeat rate'}  ${percent(repeat.repeats, repeat.on_site)}  ${repeat.repeats}/${repeat.on_site}`,
    `${zh ? '一次修复率' : 'first-time fix'}  ${percent(repeat.finished - repeat.repeated_later, repeat.finished)}${repeat.provisional ? (zh ? '（暂定）' : ' (provisional)') : ''}`,
    `${zh ? '满意率' : 'satisfied'}  ${percent(satisfied, satisfaction.scored)}  ${zh ? '评价' : 'scored'} ${satisfaction.scored}/${satisfaction.finished}`,
    `${zh ? '回执完整率' : 'complete receipts'}  ${percent(receipts.complete, receipts.finished)}  ${receipts.complete}/${receipts.finished}`,
    `${zh ? '投诉' : 'complaints'}  ${report.complaints.received}（${zh ? '查实' : 'substantiated'} ${report.complaints.substantiated}）`,
    `${zh ? '拟扣减' : 'proposed deductions'}  ${report.fines.proposed.count}  ${fenInWords(report.fines.proposed.fen)}${report.fines.proposed.undecided > 0 ? `＋${report.fines.proposed.undecided}` : ''}`,
  );
  for (const person of report.people.filter((item) => Object.keys(item.rules).length > 0)) {
    const rules = Object.entries(person.rules).map(([rule, times]) => `${rule}×${times}`);
    lines.push(
      `  ${person.employee_no ?? '–'}  ${person.name}  ${fenInWords(person.proposed_fen)}  ${rules.join(' ')}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
