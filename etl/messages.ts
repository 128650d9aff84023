/**
 * What people read about a cell, a row or a sheet: what is wrong and what to do. Where it is stands beside the
 * message (file, sheet, row, column), so no text repeats it.
 */

import type { RejectCode, WarningCode } from '#etl/cells/reading.ts';

export type Lang = 'zh' | 'en';

/** Codes of issues that reading a row can raise. */
export type RowIssueCode =
  | RejectCode
  | WarningCode
  | 'time_without_date'
  | 'year_unknown'
  | 'future_time'
  | 'missing_key'
  | 'ditto_without_above'
  | 'year_assumed'
  | 'date_assumed'
  | 'date_columns_differ'
  | 'reschedule_not_consented'
  | 'two_ticked'
  | 'other_header'
  | 'below_other_header'
  | 'not_mended'
  | 'no_ticket_no'
  | 'tick_unclear'
  | 'form_value_unclear'
  | 'form_value_is_label'
  | 'form_pairs_unclear'
  | 'form_layout_differs'
  | 'form_label_twice'
  | 'form_label_missing'
  | 'form_no_lines';

/** Codes of what recognition may say about a sheet. */
export type SheetProblemCode =
  | 'not_recognised'
  | 'missing_required'
  | 'two_columns_one_field'
  | 'lower_rank_unused'
  | 'unknown_mapping_field'
  | 'mapping_header_absent'
  | 'taken_by_shape'
  | 'date_taken'
  | 'table_above'
  | 'tables_side_by_side'
  | 'unit_converted'
  | 'unit_unknown'
  | 'column_without_header'
  | 'form_unknown'
  | 'form_incomplete'
  | 'form_too_long';

/** What a text may mention. */
export interface MessageParts {
  /** Header of the column. */
  readonly header?: string;
  /** Original text of the cell. */
  readonly value?: string;
  /** Code-specific detail: an assumed date, the row of the first record, the fields that are missing. */
  readonly detail?: string;
}

type Text = (parts: Required<MessageParts>) => string;

const ISSUES: Readonly<Record<RowIssueCode, Readonly<Record<Lang, Text>>>> = {
  impossible_date: {
    zh: ({ value }) => `没有「${value}」这个日期，或不在 1990–2100 年之间。改成真实的日期`,
    en: ({ value }) => `“${value}” is not a date between 1990 and 2100. Correct the date`,
  },
  impossible_time: {
    zh: ({ value }) => `没有「${value}」这个时刻。改成 00:00 到 24:00 之间的时间`,
    en: ({ value }) => `“${value}” is not a time of day. Use 00:00 to 24:00`,
  },
  unreadable_time: {
    zh: ({ value }) => `「${value}」不是能读懂的时间。写成 2026-10-03 14:30 这样，没有就留空`,
    en: ({ value }) =>
      `“${value}” cannot be read as a time. Write it like 2026-10-03 14:30, or leave it empty`,
  },
  unreadable_date: {
    zh: ({ value }) => `「${value}」不是能读懂的日期。写成 2026-10-03 这样，没有就留空`,
    en: ({ value }) =>
      `“${value}” cannot be read as a date. Write it like 2026-10-03, or leave it empty`,
  },
  incomplete_date: {
    zh: ({ value }) => `「${value}」缺少日。写全年月日，如 2026-10-03`,
    en: ({ value }) => `“${value}” lacks the day. Write the full date, like 2026-10-03`,
  },
  ambiguous_date: {
    zh: ({ value }) => `「${value}」分不清年月日的先后。写成 2026-10-03 这样`,
    en: ({ value }) => `“${value}” does not say which part is the month. Write it like 2026-10-03`,
  },
  two_digit_year: {
    zh: ({ value }) => `「${value}」的年份只有两位。写成四位年份，如 2026-10-03`,
    en: ({ value }) => `“${value}” has a two-digit year. Write four digits, like 2026-10-03`,
  },
  ambiguous_time: {
    zh: ({ value }) =>
      `「${value}」分不清是当天夜里还是次日凌晨。用 24 小时制写，如 2026-10-04 00:30`,
    en: ({ value }) =>
      `“${value}” may be this night or the next. Use the 24-hour clock, like 2026-10-04 00:30`,
  },
  time_with_offset: {
    zh: ({ value }) => `「${value}」带时区标记。改成公司当地时间，去掉末尾的时区`,
    en: ({ value }) => `“${value}” carries a time zone. Write the company's local time without it`,
  },
  unreadable_money: {
    zh: ({ value }) => `「${value}」不是金额。写成 1200.50 这样，免费写 0，未定就留空`,
    en: ({ value }) =>
      `“${value}” is not an amount. Write it like 1200.50, 0 if free, or leave it empty`,
  },
  too_many_decimals: {
    zh: ({ value }) => `「${value}」超过两位小数。金额最小到分`,
    en: ({ value }) => `“${value}” has more than two decimals. Amounts end at the fen`,
  },
  negative_money: {
    zh: ({ value }) => `「${value}」是负数，「单价」和「工资」不能为负。核对金额`,
    en: ({ value }) => `“${value}” is negative; a unit price or a wage cannot be. Check the amount`,
  },
  money_too_large: {
    zh: ({ value }) => `「${value}」超出金额上限。核对是否多写了位数`,
    en: ({ value }) => `“${value}” is larger than any amount allowed. Check the number of digits`,
  },
  unreadable_number: {
    zh: ({ value }) => `「${value}」不是数字。只写数字，单位写在表头`,
    en: ({ value }) =>
      `“${value}” is not a number. Write digits only, the unit belongs in the header`,
  },
  unreadable_percent: {
    zh: ({ value }) => `「${value}」不是 0–100 的折扣。写成 10% 或 9折`,
    en: ({ value }) => `“${value}” is not a discount from 0 to 100. Write 10% or 9折`,
  },
  ambiguous_discount: {
    zh: ({ value }) =>
      `「${value}」分不清是减去的部分还是实付的部分。写成 9折（付九成）或 10%（减一成）`,
    en: ({ value }) =>
      `“${value}” may be what is taken off or what is still paid. Write 9折 (nine tenths are paid) or 10% (a tenth is taken off)`,
  },
  unreadable_satisfaction: {
    zh: ({ value }) =>
      `「${value}」不是能读懂的满意度。写 1–5，或 非常满意、满意、一般、不满意、非常不满意`,
    en: ({ value }) =>
      `“${value}” cannot be read as satisfaction. Write 1–5 or one of the printed options`,
  },
  satisfaction_out_of_range: {
    zh: ({ value }) => `「${value}」超出满意度的范围。写 1–5，整列也可以都用 0–100`,
    en: ({ value }) =>
      `“${value}” is outside the satisfaction scale. Write 1–5, or 0–100 in the whole column`,
  },
  unreadable_yes_no: {
    zh: ({ value }) => `「${value}」看不出是或否。写「是」或「否」，没填就留空`,
    en: ({ value }) => `“${value}” is neither yes nor no. Write 是 or 否, or leave it empty`,
  },
  unreadable_resolution: {
    zh: ({ value }) => `「${value}」看不出是电话指导还是上门。写「电话指导」或「上门」`,
    en: ({ value }) => `“${value}” is neither phone guidance nor a visit. Write 电话指导 or 上门`,
  },
  unreadable_warranty: {
    zh: ({ value }) => `「${value}」看不出保内还是保外。写「保内」「保外」或「协议」`,
    en: ({ value }) => `“${value}” is not a warranty state. Write 保内, 保外 or 协议`,
  },
  unreadable_service_type: {
    zh: ({ value }) => `「${value}」不是服务类型。写 A 有费、B 合同、C 免费、D 一般行政`,
    en: ({ value }) => `“${value}” is not a service type. Write A, B, C or D`,
  },
  unreadable_channel: {
    zh: ({ value }) => `「${value}」不是投诉方式。写「来电」「来函」或「来人」`,
    en: ({ value }) => `“${value}” is not a channel of complaints. Write 来电, 来函 or 来人`,
  },
  unreadable_severity: {
    zh: ({ value }) => `「${value}」不是情节轻重。写「轻」「较重」或「严重」`,
    en: ({ value }) => `“${value}” is not a severity. Write 轻, 较重 or 严重`,
  },
  lost_digits: {
    zh: ({ value }) => `「${value}」在原文件里已丢失位数。把该列设为文本，重新填写完整号码`,
    en: ({ value }) =>
      `“${value}” has already lost digits in the file. Format the column as text and enter it again`,
  },
  time_without_date: {
    zh: ({ value }) => `「${value}」只有时间，本行又没有报修日期可用。写上日期`,
    en: ({ value }) =>
      `“${value}” has no date, and the row has no reported date to take. Add the date`,
  },
  year_unknown: {
    zh: ({ value }) => `「${value}」没有年份，标题和相邻行也没有。写上年份`,
    en: ({ value }) =>
      `“${value}” has no year, and neither title nor neighbouring rows tell it. Add the year`,
  },
  future_time: {
    zh: ({ value }) => `「${value}」晚于导入时间一天以上，还没有发生。核对日期`,
    en: ({ value }) =>
      `“${value}” is more than a day after the import, so it cannot have happened. Check the date`,
  },
  missing_key: {
    zh: ({ detail }) => `本行缺少${detail}，无法认定是哪一条记录。补上后再导入`,
    en: ({ detail }) =>
      `The row has no ${detail}, so it cannot be told which record it is. Fill it in`,
  },
  ditto_without_above: {
    zh: ({ value }) => `「${value}」的上一行没有内容可以沿用。写出原文`,
    en: ({ value }) => `“${value}” has nothing above it to repeat. Write the text itself`,
  },
  year_assumed: {
    zh: ({ value, detail }) => `「${value}」没有年份，按 ${detail} 读取。不对就写上年份`,
    en: ({ value, detail }) =>
      `“${value}” has no year and was read as ${detail}. Add the year if that is wrong`,
  },
  date_assumed: {
    zh: ({ value, detail }) => `「${value}」没有日期，按 ${detail} 读取。不对就写上日期`,
    en: ({ value, detail }) =>
      `“${value}” has no date and was read as ${detail}. Add the date if that is wrong`,
  },
  date_columns_differ: {
    zh: ({ value, detail }) => `「${value}」与「${detail}」列的日期不同，按本格读取。核对两格`,
    en: ({ value, detail }) =>
      `“${value}” and column “${detail}” give different dates; this cell was used. Check both`,
  },
  reschedule_not_consented: {
    zh: ({ value }) =>
      `改约「${value}」没有客户同意的记录，仍按原约定时间。已同意就在「客户同意」写「是」`,
    en: ({ value }) =>
      `Nothing says that the customer agreed to “${value}”; the first appointment stands. If so, say yes in the consent column`,
  },
  other_header: {
    zh: () => '这一行是表头，但列的顺序或名称与上面的表头不同。把下面的部分拆成另一张工作表',
    en: () =>
      'This row is a header whose columns differ from those above. Put what stands below it on a sheet of its own',
  },
  below_other_header: {
    zh: ({ detail }) => `本行在第 ${detail} 行的另一个表头之下，没有读取。拆成另一张工作表再导入`,
    en: ({ detail }) =>
      `This row stands below another header, in row ${detail}, and was not read. Put that part on a sheet of its own`,
  },
  not_mended: {
    zh: () => '这一行与另一行重复，退回后没有改。改单号，或删去本行',
    en: () =>
      'This row repeats another one and was not changed since it was sent back. Correct its number or delete it',
  },
  no_ticket_no: {
    zh: ({ value }) =>
      `「${value}」不像单号，本行也没有报修时间。是工单就补上单号或报修时间，是汇总或说明就删去本行`,
    en: ({ value }) =>
      `“${value}” is no ticket number and the row has no report time. Add them if it is a ticket, delete the row if it is a summary`,
  },
  two_ticked: {
    zh: ({ detail }) => `同时勾了${detail}，只能勾一项。留下正确的一项`,
    en: ({ detail }) => `${detail} are ticked together; only one may be. Keep the right one`,
  },
  tick_unclear: {
    zh: ({ value }) => `看不出「${value}」勾的是哪一项。把勾紧挨着选中的一项写`,
    en: ({ value }) =>
      `“${value}” does not show which option is ticked. Put the tick right beside it`,
  },
  form_value_unclear: {
    zh: ({ value, detail }) =>
      `「${detail}」右边空白，下面写着「${value}」，看不出是不是它的内容。把内容写到右边，或在导入页面点选它的位置`,
    en: ({ value, detail }) =>
      `“${detail}” has nothing beside it and “${value}” below, which may not be its value. Write it beside, or show its place on the import page`,
  },
  form_value_is_label: {
    zh: ({ value, detail }) =>
      `「${detail}」旁边的「${value}」也是一个项目的名称，看不出是内容还是项目。项目后面加冒号，或在导入页面点选内容的位置`,
    en: ({ value, detail }) =>
      `“${value}” beside “${detail}” is the name of another label, so it may be its value or not. Put a colon behind labels, or show its place on the import page`,
  },
  form_pairs_unclear: {
    zh: ({ value }) => `「${value}」里几项连在一起，分不开。项目之间空一格再写`,
    en: ({ value }) => `Several items run together in “${value}”. Put a space between them`,
  },
  form_layout_differs: {
    zh: ({ value, detail }) =>
      `「${detail}」的位置上是另一个项目「${value}」，这一张的版式与教过的不同。改成同样的版式，或单独放一张工作表`,
    en: ({ value, detail }) =>
      `Where “${detail}” should stand there is another label, “${value}”: this form is laid out differently. Use the same layout, or a sheet of its own`,
  },
  form_label_twice: {
    zh: ({ value, detail }) =>
      `一张表单里有两处「${detail}」，内容不同，另一处是「${value}」。留下一处`,
    en: ({ value, detail }) =>
      `“${detail}” stands twice in one form and differs; the other reads “${value}”. Keep one`,
  },
  form_label_missing: {
    zh: ({ detail }) => `这一张表单缺少${detail}，无法认定。补上缺少的项目`,
    en: ({ detail }) =>
      `This form lacks ${detail}, so it cannot be told what it is. Add what is missing`,
  },
  form_no_lines: {
    zh: () => '这一张领料单没有一行零件。补上零件和数量，或删去空表',
    en: () => 'This requisition has no line of parts. Add them, or delete the empty form',
  },
  formula_error: {
    zh: ({ value }) =>
      value === ''
        ? '公式没有保存结果，按空白读取。用 Excel 或 WPS 打开、保存后重新导入'
        : `公式出错（${value}），按空白读取。修正公式后重新导入`,
    en: ({ value }) =>
      value === ''
        ? 'The formula was saved without a result and read as blank. Open and save the file in Excel, then import again'
        : `The formula failed (${value}) and was read as blank. Repair it and import again`,
  },
  percent_from_fraction: {
    zh: ({ value, detail }) => `「${value}」按 ${detail}% 读取。不对就带上 % 写`,
    en: ({ value, detail }) =>
      `“${value}” was read as ${detail}%. Write it with % if that is wrong`,
  },
  large_discount: {
    zh: ({ value, detail }) =>
      `「${value}」按减去 ${detail}% 读取。若是打折后付 ${detail}%，写成 ${Number(detail) / 10}折`,
    en: ({ value, detail }) =>
      `“${value}” was read as ${detail}% taken off. If ${detail}% are still paid, write ${Number(detail) / 10}折`,
  },
  unknown_answer: {
    zh: ({ value }) => `「${value}」没有给出答案，按空白读取。查明后补上`,
    en: ({ value }) =>
      `“${value}” gives no answer and was read as blank. Fill it in once it is known`,
  },
  ambiguous_reason: {
    zh: ({ value }) => `「${value}」同时对应几条考核规则。写明一条的编号，如 7a`,
    en: ({ value }) => `“${value}” fits several rules. Name one by its number, like 7a`,
  },
  unknown_reason: {
    zh: ({ value }) => `「${value}」对应不到考核规则，原文已保留。需要考核就写明规则编号，如 6`,
    en: ({ value }) =>
      `“${value}” fits no rule; its text is kept. Name the rule by its number, like 6, if one applies`,
  },
  unknown_role: {
    zh: ({ value }) => `岗位「${value}」不在热线、内勤、技术员、经理之中，按原文保留`,
    en: ({ value }) =>
      `The post “${value}” is none of hotline, dispatcher, technician, manager; its text is kept`,
  },
  date_in_code: {
    zh: ({ value }) => `这一列是编号，单元格却是日期，按显示的「${value}」保留。核对编号`,
    en: ({ value }) =>
      `The column holds numbers but the cell is a date; “${value}” as shown is kept. Check it`,
  },
  small_score_of_100: {
    zh: ({ value, detail }) =>
      `本列有大于 5 的分数，按百分制读取，「${value}」记为 ${detail} 分。若是 5 分制，整列改成同一种`,
    en: ({ value, detail }) =>
      `The column has scores over 5, so it counts to 100 and “${value}” became ${detail}. Use one scale in the whole column`,
  },
  both_resolutions: {
    zh: ({ value }) => `「${value}」同时提到电话和上门，按上门读取。不对就只写一种`,
    en: ({ value }) =>
      `“${value}” names both phone and visit and was read as a visit. Name one if that is wrong`,
  },
  several_words: {
    zh: ({ value, detail }) =>
      `「${value}」同时写了几种，按「${ANSWERS[detail] ?? detail}」读取。不对就只写一种`,
    en: ({ value, detail }) =>
      `“${value}” names several answers and was read as “${detail}”. Name one if that is wrong`,
  },
};

/** Answers of fixed words, as a Chinese form prints them. */
const ANSWERS: Readonly<Record<string, string>> = {
  call: '来电',
  letter: '来函',
  visit: '来人',
  A: 'A 有费',
  B: 'B 合同',
  C: 'C 免费',
  D: 'D 一般行政',
};

const PROBLEMS: Readonly<Record<SheetProblemCode, Readonly<Record<Lang, Text>>>> = {
  not_recognised: {
    zh: () =>
      '认不出这是哪种表：前 60 行里没有报修、回执、领料、回访、投诉等表的表头。确认是否选错文件，或用 --kind 指明种类、--mapping 指明列',
    en: () =>
      'The sheet is none of the known kinds: no header of a ticket, receipt, requisition, follow-up or complaint form in its first 60 rows. Check the file, or name the kind with --kind and the columns with --mapping',
  },
  missing_required: {
    zh: ({ detail, value }) =>
      `缺少必需的列：${detail}。表里有就写一个对应文件，内容如 ${value}，再加上 --mapping mapping.json`,
    en: ({ detail, value }) =>
      `Required columns are missing: ${detail}. If the sheet has them under other headers, write a mapping file such as ${value} and pass --mapping mapping.json`,
  },
  two_columns_one_field: {
    zh: ({ header, detail, value }) =>
      `${header} 都可以是「${detail}」，无法取舍。写一个对应文件留下一列，内容如 ${value}，再加上 --mapping mapping.json`,
    en: ({ header, detail, value }) =>
      `${header} may both be “${detail}”. Keep one of them with a mapping file such as ${value} and pass --mapping mapping.json`,
  },
  lower_rank_unused: {
    zh: ({ header, detail, value }) => `「${header}」没有用到：「${detail}」已取自「${value}」`,
    en: ({ header, detail, value }) =>
      `“${header}” is not used: “${detail}” is taken from “${value}”`,
  },
  unknown_mapping_field: {
    zh: ({ header, value, detail }) =>
      `对应文件里「${header}」指向「${value}」，没有这个字段。可用的有：${detail}`,
    en: ({ header, value, detail }) =>
      `The mapping sends “${header}” to “${value}”, which is no field. Known fields: ${detail}`,
  },
  mapping_header_absent: {
    zh: ({ header }) => `对应文件里的「${header}」在本表的表头中没有`,
    en: ({ header }) => `The mapping names “${header}”, which is not a header of this sheet`,
  },
  form_unknown: {
    zh: ({ header }) =>
      `像一张表单（有${header}等项目），但版式不认得。在导入页面依次点选项目和内容教一次，以后同样的表单自动读取；或用 --mapping 写明各项目对应的字段`,
    en: ({ header }) =>
      `It looks like a form (with ${header} and others) of an unknown layout. Teach it once on the import page by clicking labels and values, or name the fields of its labels with --mapping`,
  },
  form_incomplete: {
    zh: ({ header, detail }) =>
      `是一张表单（有${header}等项目），但找不到必需的${detail}。在导入页面点选它们的位置教一次，以后同样的表单自动读取；或用 --mapping 写明是哪个项目`,
    en: ({ header, detail }) =>
      `It is a form (with ${header} and others), but ${detail} cannot be found. Show where they stand once on the import page, or name their labels with --mapping`,
  },
  form_too_long: {
    zh: ({ value }) => `是表单，但超过 ${value} 行。分成几个文件再导入`,
    en: ({ value }) =>
      `It holds forms and is longer than ${value} rows. Split it into several files`,
  },
  taken_by_shape: {
    zh: ({ header, detail }) =>
      `「${header}」的表头不认得，整列内容像「${detail}」，又只有这一列像，按「${detail}」读取。不对就改对应的列`,
    en: ({ header, detail }) =>
      `“${header}” is an unknown header; it is the only column whose values look like “${detail}” and was read as that. Map the columns if that is wrong`,
  },
  date_taken: {
    zh: ({ header, detail }) =>
      `「${detail}」一列只有钟点，日期取自「${header}」一列。不对就改对应的列`,
    en: ({ header, detail }) =>
      `“${detail}” holds times of day only; their date is taken from “${header}”. Map the columns if that is wrong`,
  },
  table_above: {
    zh: ({ value, detail }) =>
      `第 ${value} 行和第 ${detail} 行各是一个表头，一张工作表只能放一个表。把两个表拆成两张工作表再导入`,
    en: ({ value, detail }) =>
      `Rows ${value} and ${detail} are headers of two tables, and a sheet may hold one. Put them on two sheets and import again`,
  },
  tables_side_by_side: {
    zh: ({ value, detail }) =>
      `左右并排放了两个表（${value} 和 ${detail}），各行互不相干。把两个表拆成两张工作表再导入`,
    en: ({ value, detail }) =>
      `Two tables stand side by side (${value} and ${detail}); their rows have nothing to do with each other. Put them on two sheets and import again`,
  },
  unit_converted: {
    zh: ({ header, value, detail }) =>
      `「${header}」的单位是${value}，数字已换算成「${detail}」的单位。不对就改表头里的单位`,
    en: ({ header, value, detail }) =>
      `“${header}” is in ${value}; its numbers were converted for “${detail}”. Correct the unit if that is wrong`,
  },
  unit_unknown: {
    zh: ({ header, value, detail }) =>
      `「${header}」的单位是${value}，换算不成「${detail}」的单位，这一列没有读取。换成可以换算的单位再导入`,
    en: ({ header, value, detail }) =>
      `“${header}” is in ${value}, which cannot be converted for “${detail}”: the column was not read. Convert it and import again`,
  },
  column_without_header: {
    zh: ({ header, value, detail }) =>
      `${header} 列没有表头，第 ${detail} 行起有内容（如「${value}」），没有读取。需要就补上表头再导入`,
    en: ({ header, value, detail }) =>
      `Column ${header} has no header; what it holds from row ${detail} on (“${value}”) was not read. Give it a header and import again if it matters`,
  },
};

function sentence(text: string, lang: Lang): string {
  return `${text}${lang === 'zh' ? '。' : '.'}`;
}

const NONE: Required<MessageParts> = { header: '', value: '', detail: '' };

/** The text of a cell or row issue. */
export function issueMessage(code: RowIssueCode, lang: Lang, parts: MessageParts = {}): string {
  return sentence(ISSUES[code][lang]({ ...NONE, ...parts }), lang);
}

/** The text of a sheet problem. */
export function problemMessage(
  code: SheetProblemCode,
  lang: Lang,
  parts: MessageParts = {},
): string {
  return sentence(PROBLEMS[code][lang]({ ...NONE, ...parts }), lang);
}

/** What sheet problems advise at the command line, and the same in words of the import page. */
const ADVICE: readonly (readonly [commandLine: RegExp, page: string])[] = [
  [/，或用 --kind 指明种类、--mapping 指明列/g, '，或在这张表的“类型”里选'],
  [
    /, or name the kind with --kind and the columns with --mapping/g,
    ', or choose its kind in the list of sheets',
  ],
  [
    /(?:表里有就)?写一个对应文件(?:留下一列)?，内容如 .*?，再加上 --mapping mapping\.json/g,
    '在各列的“对到”里选',
  ],
  [
    /If the sheet has them under other headers, write a mapping file such as .*? and pass --mapping mapping\.json/g,
    'If the sheet has them under other headers, choose the fields of its columns',
  ],
  [
    /Keep one of them with a mapping file such as .*? and pass --mapping mapping\.json/g,
    'Choose which of them counts',
  ],
  [/；或用 --mapping 写明(?:各项目对应的字段|是哪个项目)/g, ''],
  [/, or name (?:the fields of its labels|their labels) with --mapping/g, ''],
];

/** The text of a sheet problem, in either language, as pages say it: nobody there has a command line. */
export function problemForPages(message: string): string {
  return ADVICE.reduce((text, [commandLine, page]) => text.replace(commandLine, page), message);
}
