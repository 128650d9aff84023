/** The words of data quality: what each finding means, what to do, and the sentence of each of its rows. Pure. */
import { fenInWords, type Lang } from '../values/words.ts';
import { fieldName } from './field-names.ts';
import type { QualityCode } from './quality-types.ts';

type Bilingual = Readonly<Record<Lang, string>>;
/** English has a form for one and a form for more. */
type Counted = { readonly zh: string; readonly en: readonly [one: string, more: string] };

/** Title with the unit of the count, meaning for the figures, and what to do. */
export const FINDING_WORDS: Readonly<
  Record<
    QualityCode,
    { readonly title: Counted; readonly means: Bilingual; readonly todo: Bilingual }
  >
> = {
  unknown_person: {
    title: { zh: '个人名不在花名册', en: ['name not on the roster', 'names not on the roster'] },
    means: {
      zh: '这些人的扣减待认定，个人成绩里没有他们的单',
      en: 'Their deductions wait for a person, and no one’s figures hold their tickets',
    },
    todo: {
      zh: '认定是谁，或在花名册里补上姓名、别名后重新导入',
      en: 'Decide whom the name means, or add the name or alias to the roster and import it again',
    },
  },
  shared_name: {
    title: {
      zh: '个人名在花名册上不止一人',
      en: [
        'name that several persons on the roster share',
        'names that several persons on the roster share',
      ],
    },
    means: {
      zh: '不知道是哪一位，扣减待认定',
      en: 'Nobody knows which of them is meant, so deductions wait',
    },
    todo: {
      zh: '认定是哪一位；以后在表里写工号，或写成不同的名字',
      en: 'Decide which one; from now on write the employee number, or different names',
    },
  },
  suspected: {
    title: {
      zh: '条疑似违规，证据不足',
      en: ['suspected case without evidence', 'suspected cases without evidence'],
    },
    means: {
      zh: '不计扣减；补齐后可能成为拟扣减',
      en: 'No deduction; with the missing value it may become one',
    },
    todo: { zh: '补填空白的格子，重新导入', en: 'Fill in the blank cell and import again' },
  },
  rejected_row: {
    title: { zh: '行没有导入', en: ['row left out', 'rows left out'] },
    means: {
      zh: '有格子读不出，整行不在任何数字里',
      en: 'A cell cannot be read, so the whole row is in none of the figures',
    },
    todo: { zh: '改好这些格子，重新导入', en: 'Correct these cells and import again' },
  },
  duplicate_key: {
    title: {
      zh: '行与前面的行重号',
      en: ['row with a number used before', 'rows with a number used before'],
    },
    means: {
      zh: '同一文件里编号重复，后一行没有导入',
      en: 'The number occurs twice in one file; the later row was left out',
    },
    todo: {
      zh: '删去重复的行，或改正编号，重新导入',
      en: 'Delete the row or correct its number, then import again',
    },
  },
  charge_mismatch: {
    title: {
      zh: '单收费与标准不符',
      en: [
        'ticket charged differently from the standard',
        'tickets charged differently from the standard',
      ],
    },
    means: {
      zh: '多收的列入乱收费，少收的只作提示',
      en: 'Overcharges count as such, undercharges are a note',
    },
    todo: {
      zh: '对照收费标准卡和领料单，核对收费金额',
      en: 'Check the charge against price card and requisition',
    },
  },
  parts_mismatch: {
    title: {
      zh: '单用料与领料不符',
      en: [
        'ticket whose parts and requisitions differ',
        'tickets whose parts and requisitions differ',
      ],
    },
    means: { zh: '应收金额算不准', en: 'What should have been charged cannot be told' },
    todo: {
      zh: '补领料单，或在回执上补填更换零件',
      en: 'Add the requisition, or name the parts on the receipt',
    },
  },
  time_order: {
    title: {
      zh: '处时间颠倒',
      en: ['time before the step before', 'times before the step before'],
    },
    means: { zh: '这一环节不计入及时率', en: 'The stage is left out of the rates' },
    todo: {
      zh: '核对两个时间，改正写错的一个',
      en: 'Compare both times and correct the wrong one',
    },
  },
  long_span: {
    title: { zh: '处间隔过长', en: ['span that is too long', 'spans that are too long'] },
    means: {
      zh: '超过制度的上限，这一环节不计入及时率',
      en: 'Over the policy’s limit; the stage is left out of the rates',
    },
    todo: {
      zh: '核对年月日，多半是年份或月份写错',
      en: 'Check the dates; most often year or month is wrong',
    },
  },
  step_order: {
    title: { zh: '处先后可疑', en: ['doubtful order of steps', 'doubtful orders of steps'] },
    means: {
      zh: '不影响及时率，但两个时间不会都对',
      en: 'No rate depends on it, but both times cannot be right',
    },
    todo: {
      zh: '核对两个时间，改正写错的一个',
      en: 'Compare both times and correct the wrong one',
    },
  },
  dispatched_without_receipt: {
    title: {
      zh: '单有派工无回执',
      en: ['ticket dispatched without a receipt', 'tickets dispatched without a receipt'],
    },
    means: { zh: '到达、完工、收费都无从知道', en: 'Arrival, finish and charge are not known' },
    todo: { zh: '内勤补回执，重新导入', en: 'Get the receipt and import it' },
  },
  requisition_without_dispatch: {
    title: {
      zh: '单有领料无派工',
      en: [
        'ticket with parts drawn but not dispatched',
        'tickets with parts drawn but not dispatched',
      ],
    },
    means: { zh: '派工时间空白，派工算超时', en: 'The dispatch time is blank and counts as late' },
    todo: { zh: '补派工时间', en: 'Fill in the dispatch time' },
  },
  requisition_without_receipt: {
    title: {
      zh: '单有领料无回执',
      en: ['ticket with parts drawn but no receipt', 'tickets with parts drawn but no receipt'],
    },
    means: {
      zh: '零件领走了，没有换在哪里的记录',
      en: 'Parts left the store, and nothing says where they went',
    },
    todo: { zh: '补回执，或把零件退库', en: 'Get the receipt, or return the parts' },
  },
  receipt_without_follow_up: {
    title: {
      zh: '单有回执无回访',
      en: ['finished ticket without a follow-up', 'finished tickets without a follow-up'],
    },
    means: {
      zh: '已过回访时限，完工回访算超时',
      en: 'The time for calling back is over; it counts as late',
    },
    todo: { zh: '补回访，或补登回访记录', en: 'Call back, or enter the call that was made' },
  },
  receipt_without_ticket: {
    title: {
      zh: '张回执找不到工单',
      en: ['receipt of no known ticket', 'receipts of no known ticket'],
    },
    means: { zh: '不计入及时率和返修率', en: 'Left out of timeliness and repeat rates' },
    todo: { zh: '导入所属的工单，或改正单号', en: 'Import its ticket, or correct the number' },
  },
  requisition_without_ticket: {
    title: {
      zh: '条领料找不到工单',
      en: ['requisition line of no known ticket', 'requisition lines of no known ticket'],
    },
    means: { zh: '零件费不计入任何一单', en: 'Its parts are charged to no ticket' },
    todo: { zh: '导入所属的工单，或改正单号', en: 'Import its ticket, or correct the number' },
  },
  follow_up_without_ticket: {
    title: {
      zh: '条回访找不到工单',
      en: ['follow-up of no known ticket', 'follow-ups of no known ticket'],
    },
    means: { zh: '满意度和回访都不计入', en: 'Its score and the call itself do not count' },
    todo: { zh: '导入所属的工单，或改正单号', en: 'Import its ticket, or correct the number' },
  },
  complaint_without_ticket: {
    title: {
      zh: '条投诉的单号查不到',
      en: ['complaint whose ticket is not known', 'complaints whose ticket is not known'],
    },
    means: {
      zh: '投诉照计，责任人要按投诉单上写的认定',
      en: 'The complaint counts; the person is the one it names',
    },
    todo: { zh: '导入所属的工单，或改正单号', en: 'Import its ticket, or correct the number' },
  },
  possible_duplicate: {
    title: {
      zh: '单可能重复登记',
      en: ['ticket perhaps entered twice', 'tickets perhaps entered twice'],
    },
    means: {
      zh: '同一客户、产品、故障半小时内又登记一单，两单都计数',
      en: 'Same customer, product and fault within half an hour under another number; both count',
    },
    todo: {
      zh: '确是同一次来电的，把后一单的状态写成作废',
      en: 'If it was one call, set the later ticket’s status to 作废',
    },
  },
  blank_required: {
    title: { zh: '处必填项空白', en: ['required value left blank', 'required values left blank'] },
    means: {
      zh: '记录照收，但客户、零件或时间不明',
      en: 'The record counts, but its customer, part or time is unknown',
    },
    todo: { zh: '补填后重新导入', en: 'Fill them in and import again' },
  },
  warned_cell: {
    title: { zh: '格读入时存疑', en: ['cell read with a doubt', 'cells read with a doubt'] },
    means: {
      zh: '值已读入或按空白处理，可能不是原意',
      en: 'Read, or taken as blank; perhaps not what was meant',
    },
    todo: { zh: '看一眼原文，读得不对的改正', en: 'Look at the text and correct what was misread' },
  },
};

/** What a finding counts, in the form of its number. */
export function titleInWords(code: QualityCode, count: number, lang: Lang): string {
  const { title } = FINDING_WORDS[code];
  return lang === 'zh' ? title.zh : title.en[count === 1 ? 0 : 1];
}

/** Kinds of sheet as the page names them. */
export const KIND_WORDS: Readonly<Record<string, Bilingual>> = {
  ticket: { zh: '报修／派工单', en: 'tickets' },
  receipt: { zh: '维修服务回执单', en: 'receipts' },
  requisition_line: { zh: '零配件领料单', en: 'requisition lines' },
  follow_up: { zh: '回访记录', en: 'follow-ups' },
  complaint: { zh: '投诉记录', en: 'complaints' },
  expense: { zh: '费用、加班', en: 'expenses and overtime' },
  price: { zh: '收费标准卡', en: 'price card' },
  agreement: { zh: '服务合作协议', en: 'agreements' },
  staff: { zh: '员工花名册', en: 'staff roster' },
};

/** What cannot be said of a month without any record of a kind. */
export const MISSING_WORDS: Readonly<Record<string, Bilingual>> = {
  ticket: { zh: '没有工单，什么都算不了', en: 'without tickets nothing can be told' },
  receipt: {
    zh: '到达、完工、收费、返修都未采集',
    en: 'arrival, finish, charges and repeats are not captured',
  },
  requisition_line: {
    zh: '保外应收多少无从知道',
    en: 'what should be charged out of warranty is not known',
  },
  follow_up: {
    zh: '回访及时率和回访满意度未采集',
    en: 'follow-up rates and scores are not captured',
  },
  complaint: {
    zh: '投诉率按 0 显示，分不清是没有投诉还是没有登记',
    en: 'the complaint rate shows 0: no complaints, or none written down',
  },
  expense: {
    zh: '加班、费用和票据无从核对',
    en: 'overtime, expenses and vouchers cannot be checked',
  },
  price: {
    zh: '领料没有单价可比，应收金额未知',
    en: 'parts have no price, so what is due is not known',
  },
  agreement: { zh: '协议客户应收多少无从知道', en: 'what agreement customers owe is not known' },
  staff: {
    zh: '人名照写的算，同一人的几种写法分开计',
    en: 'names count as written; one person’s spellings stand apart',
  },
};

/** Doubts of reading, in a few words (codes of etl). */
const ISSUE_WORDS: Readonly<Record<string, Bilingual>> = {
  formula_error: { zh: '公式出错，按空白读', en: 'formula error, read as blank' },
  percent_from_fraction: { zh: '小数当作百分比', en: 'fraction read as percent' },
  number_reused: { zh: '单号已是别月的报修', en: 'the number of another month’s ticket' },
  other_header: { zh: '另一个表头', en: 'another header' },
  below_other_header: { zh: '在另一个表头之下', en: 'below another header' },
  no_ticket_no: { zh: '不像单号，也没有报修时间', en: 'no ticket number and no report time' },
  large_discount: { zh: '折扣超过一半', en: 'more than half off' },
  several_words: { zh: '同时写了几种', en: 'several answers written' },
  ambiguous_discount: { zh: '分不清减多少还是付多少', en: 'off or still paid, not clear' },
  unit_converted: { zh: '按表头的单位换算', en: 'converted from the header’s unit' },
  unit_unknown: { zh: '表头的单位换算不了', en: 'a unit that cannot be converted' },
  unknown_answer: { zh: '写着“不详”，按空白读', en: 'written as unknown, read as blank' },
  ambiguous_reason: { zh: '投诉原因对应几条规则', en: 'complaint reason fits several rules' },
  unknown_reason: { zh: '投诉原因对不上规则', en: 'complaint reason fits no rule' },
  unknown_role: { zh: '岗位认不出', en: 'post not recognised' },
  lost_digits: { zh: '号码丢失位数', en: 'digits lost' },
  date_in_code: { zh: '编号变成了日期', en: 'a date in place of a number' },
  small_score_of_100: { zh: '百分制里的小分数', en: 'small score out of 100' },
  both_resolutions: { zh: '电话和上门都写了', en: 'phone and on site both written' },
  year_assumed: { zh: '年份是推定的', en: 'year assumed' },
  date_assumed: { zh: '日期是推定的', en: 'date assumed' },
  date_columns_differ: { zh: '两列日期不同', en: 'two dates differ' },
  reschedule_not_consented: {
    zh: '改约未经同意，不采用',
    en: 'rescheduling without consent, not used',
  },
  lower_rank_unused: { zh: '另有一列没有采用', en: 'another column was not used' },
  impossible_date: { zh: '日期不存在', en: 'no such date' },
  impossible_time: { zh: '时刻不存在', en: 'no such time' },
  unreadable_time: { zh: '时间读不出', en: 'time not readable' },
  unreadable_date: { zh: '日期读不出', en: 'date not readable' },
  future_time: { zh: '时间在将来', en: 'time in the future' },
  unreadable_money: { zh: '金额读不出', en: 'amount not readable' },
  unreadable_satisfaction: { zh: '满意度读不出', en: 'satisfaction not readable' },
  unreadable_yes_no: { zh: '看不出是或否', en: 'neither yes nor no' },
  missing_key: { zh: '没有编号', en: 'no number' },
};

/** Why something is suspected: the detector that lacks evidence, or a cell it rests on that could not be read. */
const SUSPECT_WORDS: Readonly<Record<string, Bilingual>> = {
  unanswered: {
    zh: '没有答复时间，后面的步骤却有',
    en: 'no answer time, though later steps have theirs',
  },
  late_dispatch: {
    zh: '传达时间空白，不知何时转到内勤',
    en: 'relay time blank: nobody knows when the dispatcher was told',
  },
  late_arrival: { zh: '区域不明，也没有约定时间', en: 'region unknown and no appointment' },
  unread: {
    zh: '公式出错或没有结果，不知填了什么',
    en: 'the formula failed or has no result: nobody knows what was entered',
  },
};

const STAGE_WORDS: Readonly<
  Record<string, { readonly name: Bilingual; readonly start: Bilingual }>
> = {
  answer: { name: { zh: '答复', en: 'answer' }, start: { zh: '报修', en: 'the report' } },
  dispatch: {
    name: { zh: '派工', en: 'dispatch' },
    start: { zh: '接到', en: 'the dispatcher was told' },
  },
  arrival: { name: { zh: '到达', en: 'arrival' }, start: { zh: '报修', en: 'the report' } },
  guidance_follow_up: {
    name: { zh: '指导回访', en: 'guidance follow-up' },
    start: { zh: '指导', en: 'the guidance' },
  },
  callback: { name: { zh: '完工回访', en: 'callback' }, start: { zh: '完工', en: 'the finish' } },
  turnaround: { name: { zh: '完工', en: 'finish' }, start: { zh: '报修', en: 'the report' } },
  repair: { name: { zh: '完工', en: 'finish' }, start: { zh: '到达', en: 'the arrival' } },
};

/** Label of a part of a finding: an issue code, a detector, a stage; `example` where no word is known. */
export function partInWords(
  code: QualityCode,
  id: string,
  example: string | null,
  lang: Lang,
): string {
  const words =
    code === 'suspected'
      ? SUSPECT_WORDS[id]
      : code === 'time_order' || code === 'long_span'
        ? STAGE_WORDS[id]?.name
        : ISSUE_WORDS[id];
  return words?.[lang] ?? example ?? id;
}

/** What a row's sentence is made of: the columns of macros/quality_of.sql. */
export interface FindingFacts {
  readonly code: QualityCode;
  readonly kind: string | null;
  readonly field: string | null;
  readonly detail: readonly (string | null)[] | null;
  /** The sentence of reading, in the language of its import. */
  readonly message: string | null;
}

/** What is wrong at a cell, in one sentence without its full stop. */
export function rowInWords(
  { code, kind, field, detail, message }: FindingFacts,
  lang: Lang,
): string {
  const zh = lang === 'zh';
  const part = (index: number): string => detail?.[index] ?? '';
  const named = (name: string): string => fieldName(kind ?? '', name, lang);
  const own = field === null ? '' : named(field);
  switch (code) {
    case 'unknown_person':
      return zh
        ? `${kindIn(kind, lang)}的${own}“${part(0)}”不在花名册上`
        : `${own} “${part(0)}” (${kindIn(kind, lang)}) is not on the roster`;
    case 'shared_name':
      return zh
        ? `${kindIn(kind, lang)}的${own}“${part(0)}”在花名册上不止一人`
        : `${own} “${part(0)}” (${kindIn(kind, lang)}): several persons have that name`;
    case 'suspected':
      return partInWords(code, part(0), null, lang);
    case 'time_order': {
      const stage = STAGE_WORDS[part(0)];
      return zh
        ? `${stage?.name.zh ?? own} ${part(2)} 早于${stage?.start.zh ?? ''} ${part(1)}`
        : `${stage?.name.en ?? own} ${part(2)} lies before ${stage?.start.en ?? ''} ${part(1)}`;
    }
    case 'long_span': {
      const stage = STAGE_WORDS[part(0)];
      return zh
        ? `${stage?.start.zh ?? ''}到${stage?.name.zh ?? own}相隔 ${part(3)} 天`
        : `${part(3)} days from ${stage?.start.en ?? ''} to the ${stage?.name.en ?? own}`;
    }
    case 'step_order': {
      // The earlier step may stand on the ticket while the later one stands on its receipt.
      const start = startName(kind, part(0), lang);
      return zh
        ? `${own} ${part(2)} 早于${start} ${part(1)}`
        : `${own} ${part(2)} lies before ${start} ${part(1)}`;
    }
    case 'possible_duplicate':
      return zh
        ? `与 ${part(0)} 是同一客户、产品、故障：${part(1)} 和 ${part(2)}`
        : `same customer, product and fault as ${part(0)}: ${part(1)} and ${part(2)}`;
    case 'charge_mismatch': {
      const charged = Number(part(0));
      const due = Number(part(1));
      const difference = fenInWords(Math.abs(charged - due));
      const over = charged > due;
      return zh
        ? `实收 ${fenInWords(charged)}，应收 ${fenInWords(due)}，${over ? '多' : '少'}收 ${difference}`
        : `charged ${fenInWords(charged)}, due ${fenInWords(due)}: ${difference} too ${over ? 'much' : 'little'}`;
    }
    case 'parts_mismatch':
      if (part(2) === '0')
        return zh ? '回执写了更换零件，没有领料' : 'the receipt names parts, none were drawn';
      return zh
        ? `领了 ${part(2)} 项零件，回执没写更换零件`
        : `parts drawn: ${part(2)}; the receipt names none`;
    case 'dispatched_without_receipt':
      return zh ? `${part(4)} 已派工，没有回执` : `dispatched ${part(4)}, no receipt`;
    case 'requisition_without_dispatch':
      return zh
        ? `领了 ${part(2)} 项零件，派工时间空白`
        : `parts drawn: ${part(2)}; dispatch time blank`;
    case 'requisition_without_receipt':
      return zh ? `领了 ${part(0)} 项零件，没有回执` : `parts drawn: ${part(0)}; no receipt`;
    case 'receipt_without_follow_up':
      return zh
        ? `${part(3)} 完工，过了时限没有接通的回访`
        : `finished ${part(3)}, no connected call within the time limit`;
    case 'receipt_without_ticket':
    case 'requisition_without_ticket':
    case 'follow_up_without_ticket':
    case 'complaint_without_ticket':
      return zh ? `没有单号为“${part(0)}”的工单` : `there is no ticket “${part(0)}”`;
    case 'blank_required':
      if (kind === 'ticket' && field === 'reported_at')
        return zh ? '报修时间空白，不计入任何月份' : 'report time blank: the ticket is in no month';
      return zh ? `${own}空白` : `${own} is blank`;
    case 'rejected_row':
    case 'duplicate_key':
    case 'warned_cell':
      // The sentence of reading ends with its own full stop.
      return (message ?? partInWords(code, part(0), null, lang)).replace(/[。.]$/u, '');
  }
}

function kindIn(kind: string | null, lang: Lang): string {
  return KIND_WORDS[kind ?? '']?.[lang] ?? '';
}

function startName(kind: string | null, field: string, lang: Lang): string {
  const own = fieldName(kind ?? '', field, lang);
  return own === field ? fieldName('ticket', field, lang) : own;
}
