/** What the import page says, in both languages: sentences with their figures filled in. */

import type { FieldType, MatchReason } from '#etl/types.ts';
import type { LikelyPerson } from '#queries/values/person-names.ts';
import { filledIn } from '#queries/values/words.ts';

export type Lang = 'zh' | 'en';

const TEXTS = {
  // Why a column feeds its field.
  why_alias: { zh: '表头就是这个意思', en: 'The header says so' },
  why_two_row_header: { zh: '由两行表头合起来认出', en: 'Told by the two header rows together' },
  why_remembered: { zh: '沿用上次确认的对应', en: 'As confirmed for these headers before' },
  why_mapping_file: { zh: '对应文件里写明', en: 'Named by the mapping file' },
  why_value_shape: {
    zh: '表头不认得，按整列内容认出，请核对',
    en: 'Unknown header; told by its values. Please check',
  },
  why_chosen: { zh: '由你指定', en: 'Chosen by you' },
  not_imported: { zh: '不导入', en: 'Not imported' },
  left_out_column: { zh: '你选了不导入', en: 'Left out by you' },
  bad_cells: { zh: '{n} 格读不成{what}', en: 'Cells that cannot be read as {what}: {n}' },
  duplicate_cells: {
    zh: '{n} 格与别的行是同一条记录',
    en: '{n} cells name a record that another row has already',
  },
  reused_cells: {
    zh: '{n} 格的单号已是别月另一位客户的报修',
    en: '{n} numbers belong to another month’s ticket of another customer',
  },
  future_cells: {
    zh: '{n} 格晚于今天，还没有发生',
    en: '{n} cells lie in the future',
  },
  assumed_cells: {
    zh: '{n} 格按推定读取，预览里有标记',
    en: 'cells read by assumption, marked in the preview: {n}',
  },
  distinct: { zh: '{why}；{n} 个不重复', en: '{why}; {n} different' },

  // Why a field is suggested.
  shape_ticket_no: {
    zh: '{share} 是已导入的单号',
    en: '{share} are ticket numbers already imported',
  },
  shape_name: { zh: '{share} 是花名册上的人', en: '{share} are on the roster' },
  shape_time: { zh: '{share} 是日期加时间', en: '{share} are dates with a time' },
  shape_date: { zh: '{share} 是日期', en: '{share} are dates' },
  shape_phone: { zh: '{share} 是电话号码', en: '{share} are phone numbers' },
  shape_satisfaction: { zh: '{share} 是满意度', en: '{share} are satisfaction scores' },
  shape_warranty: { zh: '{share} 是保内、保外', en: '{share} are warranty states' },
  shape_resolution: { zh: '{share} 是上门、电话', en: '{share} are visit or phone' },
  shape_region: { zh: '{share} 是市区、外地', en: '{share} are regions' },
  shape_yes_no: { zh: '{share} 是「是」「否」', en: '{share} are yes or no' },
  shape_money: { zh: '{share} 是金额', en: '{share} are amounts' },
  all_of: { zh: '全部', en: 'all' },
  most_of: { zh: '{percent}%', en: '{percent} %' },

  // Questions.
  ask_two_columns: {
    zh: '{columns} 都可以是「{field}」，用哪一列？',
    en: '{columns} may all be “{field}”. Which one counts?',
  },
  use_column: { zh: '用 {letter} 列「{header}」', en: 'Use column {letter} “{header}”' },
  ask_missing_column: {
    zh: '找不到「{field}」这一列，没有它这张表读不了。是哪一列？',
    en: 'The column “{field}” is missing; without it the sheet cannot be read. Which one is it?',
  },
  leave_sheet_out: { zh: '这张表不导入', en: 'Leave this sheet out' },
  ask_kind: {
    zh: '认不出「{sheet}」是哪种表。是下面的一种，还是不导入？',
    en: '“{sheet}” is none of the known kinds. Is it one of these, or to be left out?',
  },
  ask_header_row: {
    zh: '「{sheet}」的表头在哪一行？',
    en: 'Which row of “{sheet}” is the header?',
  },
  header_row: { zh: '第 {row} 行：{texts}', en: 'Row {row}: {texts}' },
  ask_name: {
    zh: '「{value}」不在花名册上，是谁？',
    en: '“{value}” is not on the roster. Who is it?',
  },
  ask_which: {
    zh: '花名册上有 {n} 个人叫「{value}」，是哪一位？',
    en: '{n} persons on the roster are called “{value}”. Which one is it?',
  },
  with_number: { zh: '{name}（工号 {no}）', en: '{name} (no. {no})' },
  keep_as_written: { zh: '照原样保留「{value}」', en: 'Keep “{value}” as written' },
  ask_value: {
    zh: '「{field}」里的「{value}」读不懂，是什么意思？',
    en: '“{value}” in “{field}” cannot be read. What does it mean?',
  },
  read_as: { zh: '按「{value}」读', en: 'Read it as “{value}”' },
  read_as_blank: { zh: '当作没填', en: 'Take it as blank' },
  by_number: { zh: '{name}（工号相符）', en: '{name} (same employee number)' },
  by_spelling: { zh: '{name}', en: '{name}' },
  by_sound: { zh: '{name}（同音）', en: '{name} (sounds the same)' },
  by_part: { zh: '{name}（名字相符）', en: '{name} (same given name)' },
  by_surname: { zh: '{name}（同姓）', en: '{name} (same surname)' },
  by_near_sound: { zh: '{name}（音近）', en: '{name} (sounds alike)' },

  // What was read in without asking.
  auto_year_assumed: {
    zh: '日期没写年份，按标题或相邻行补上',
    en: 'Dates without a year took it from the title or the rows beside',
  },
  auto_date_assumed: {
    zh: '时间没写日期，按报修日期补上',
    en: 'Times without a date took the reported date',
  },
  auto_date_columns_differ: {
    zh: '日期列与时间列的日期不同，以时间列为准',
    en: 'Date and time columns give different dates; the time column counted',
  },
  auto_reschedule_not_consented: {
    zh: '改约没有客户同意的记录，仍按原约定',
    en: 'Reschedulings without consent; the first appointment stands',
  },
  auto_formula_error: { zh: '公式出错，按空白读取', en: 'Formula errors, read as blank' },
  auto_percent_from_fraction: {
    zh: '折扣写成小数，按百分数读取',
    en: 'Discounts written as fractions, read as percent',
  },
  auto_unknown_answer: {
    zh: '「不详」「待定」等按空白读取',
    en: 'Answers such as “unknown”, read as blank',
  },
  auto_ambiguous_reason: {
    zh: '投诉原因对应几条规则，按原文保留',
    en: 'Reasons that fit several rules, kept as text',
  },
  auto_unknown_reason: {
    zh: '投诉原因对应不到规则，按原文保留',
    en: 'Reasons that fit no rule, kept as text',
  },
  auto_unknown_role: { zh: '岗位不认得，按原文保留', en: 'Unknown posts, kept as text' },
  auto_lost_digits: { zh: '号码在原文件里已丢失位数', en: 'Numbers that lost digits in the file' },
  auto_date_in_code: {
    zh: '编号列里是日期，按显示的文字保留',
    en: 'Dates in a column of numbers, kept as shown',
  },
  auto_small_score_of_100: {
    zh: '百分制里 5 分以下的分数',
    en: 'Scores up to 5 on a scale of 100',
  },
  auto_both_resolutions: {
    zh: '同时写了电话和上门，按上门读取',
    en: 'Both phone and visit named, read as a visit',
  },
  auto_large_discount: {
    zh: '折扣超过一半，照写的读取',
    en: 'More than half off, read as written',
  },
  auto_several_words: {
    zh: '同时写了几种，按其中一种读取',
    en: 'Several answers named, one taken',
  },
  auto_ditto: { zh: '「同上」「〃」照上一行补上', en: 'Ditto marks took the cell above' },
  auto_full_width: { zh: '全角数字按半角读取', en: 'Full-width digits read as plain ones' },
  auto_merged: {
    zh: '竖向合并的单元格，每一行都补上',
    en: 'Merged cells filled into every row they span',
  },
  auto_hidden_rows: { zh: '隐藏的行照常读取', en: 'Hidden rows were read like any other' },
  auto_remembered_value: {
    zh: '「{written}」按上次确认读作「{read}」',
    en: '“{written}” read as “{read}”, as confirmed before',
  },
  auto_remembered_blank: {
    zh: '「{written}」按上次确认当作没填',
    en: '“{written}” taken as blank, as confirmed before',
  },

  // Drafts.
  no_files: {
    zh: '没有收到文件。选好文件再上传。',
    en: 'No files arrived. Choose some and upload again.',
  },
  gone: {
    zh: '这次上传已经导入或放弃了。重新上传文件。',
    en: 'This upload was imported or discarded already. Upload the files again.',
  },
  no_such_sheet: {
    zh: '这次上传里没有这张工作表，可能文件已被移走。刷新页面。',
    en: 'The upload has no such sheet; its file may have been removed. Reload the page.',
  },
  bad_choice: {
    zh: '这项修改读不懂，没有保存。刷新页面再改一次。',
    en: 'This change cannot be read and was not kept. Reload the page and make it once more.',
  },
  bad_month: {
    zh: '「{month}」不是月份。写成 2026-10 这样。',
    en: '“{month}” is no month. Write it like 2026-10.',
  },
  questions_open: {
    zh: '还有 {n} 个问题没有回答，回答后才能导入。',
    en: '{n} questions are open. Answer them before importing.',
  },
  failed: {
    zh: '预览没有完成：{problem}。刷新再试；仍不行就放弃这次上传，重新上传文件。',
    en: 'The preview did not finish: {problem}. Reload; if it fails again, discard this upload and upload the files anew.',
  },

  // Files.
  questions_first: {
    zh: '还有 {n} 个问题，回答后才能读取这个文件。',
    en: '{n} questions must be answered before the file can be read.',
  },
  rows_rejected: {
    zh: '有 {n} 行读不出来，文件还不能导入。逐格改正、去掉这些行，或选择只导入其余的行。',
    en: '{n} rows cannot be read, so the file cannot go in yet. Correct them, leave them out, or choose to import the others.',
  },
  rows_rejected_replacing: {
    zh: '有 {n} 行读不出来。替换整月时每一行都要能读，不然旧数据会被当成没有而删去。逐格改正，或改回“更新与追加”。',
    en: '{n} rows cannot be read. Replacing a month needs every row, or stored records would count as absent and go. Correct them, or go back to updating and appending.',
  },
  not_recognised: {
    zh: '没有一张工作表认得出来。确认是否选错了文件；是部门的表就在下面指明种类。',
    en: 'No sheet is recognised. Check that it is the right file; if it is, name the kinds below.',
  },
} as const;

export type TextCode = keyof typeof TEXTS;

/** The text of a code with its details filled in. */
export function draftText(
  lang: Lang,
  code: TextCode,
  details: Readonly<Record<string, string | number>> = {},
): string {
  return filledIn(TEXTS[code][lang], details);
}

/** Why a column feeds its field. */
export function whyText(lang: Lang, why: MatchReason): string {
  return draftText(lang, `why_${why}`);
}

/** What was read in without asking, by the code of the warning; null for codes that say it themselves. */
export function automaticText(lang: Lang, code: string): string | null {
  const key = `auto_${code}`;
  return isCode(key) ? draftText(lang, key) : null;
}

/** A suggested name with how it was found. */
export function suggestionText(lang: Lang, { person, by }: LikelyPerson): string {
  return draftText(lang, `by_${by}`, { name: person.name });
}

function isCode(key: string): key is TextCode {
  return key in TEXTS;
}

/** What a cell of a type cannot be read as. */
export const TYPE_WORDS: Readonly<Record<FieldType, { readonly zh: string; readonly en: string }>> =
  {
    text: { zh: '文字', en: 'text' },
    code: { zh: '编号', en: 'a number' },
    person: { zh: '人名', en: 'a name' },
    time: { zh: '时间', en: 'a time' },
    date: { zh: '日期', en: 'a date' },
    money: { zh: '金额', en: 'an amount' },
    number: { zh: '数字', en: 'a number' },
    percent: { zh: '折扣', en: 'a discount' },
    yes_no: { zh: '是或否', en: 'yes or no' },
    signature: { zh: '签字', en: 'a signature' },
    satisfaction: { zh: '满意度', en: 'satisfaction' },
    resolution: { zh: '处理方式', en: 'a resolution' },
    region: { zh: '区域', en: 'a region' },
    warranty: { zh: '质保状态', en: 'a warranty state' },
    service_type: { zh: '服务类型', en: 'a service type' },
    refused: { zh: '是或否', en: 'yes or no' },
    channel: { zh: '投诉方式', en: 'a channel' },
    severity: { zh: '情节', en: 'a severity' },
    reason: { zh: '投诉原因', en: 'a reason' },
    role: { zh: '岗位', en: 'a post' },
  };
