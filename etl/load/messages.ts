/** Texts of the loader, for people: what is wrong, where, what to do. */
import { filledIn } from '#queries/values/words.ts';

export type Lang = 'zh' | 'en';

const TEXTS = {
  number_reused: {
    zh: '这个单号已经是 {day}「{customer}」的报修，导入会把它覆盖。每月重新编号的，在单号前加上年月再导入；确是改正，先撤销原来那一批。',
    en: 'This number already belongs to the ticket of “{customer}” on {day}, which would be overwritten. Put year and month before numbers that begin anew each month; if this is a correction, undo the earlier batch first.',
  },
  duplicate_key: {
    zh: '与{first}是同一条记录，一个文件里只能出现一次。删去其中一行，或改正编号。',
    en: 'The same record as {first}; it may occur only once in a file. Delete one of the rows or correct its number.',
  },
  first_row: { zh: '第 {row} 行', en: 'row {row}' },
  first_row_sheet: { zh: '工作表「{sheet}」第 {row} 行', en: 'row {row} of sheet “{sheet}”' },
  rows_rejected: {
    zh: '「{file}」有 {rejected} 行无法读取，整个文件没有导入。改正后再导入；或加 --accept-partial 只导入其余 {accepted} 行，加 --rejects 把原表存回来改。',
    en: '{rejected} rows of “{file}” cannot be read, so nothing of the file was imported. Correct them and import again; or add --accept-partial to import the other {accepted} rows, --rejects to get the sheets back to mend.',
  },
  rows_rejected_replacing: {
    zh: '「{file}」有 {rejected} 行无法读取。替换整月时每一行都要能读，文件没有导入。改正后再导入。',
    en: '{rejected} rows of “{file}” cannot be read. Replacing a month needs every row, so the file was not imported. Correct them and import again.',
  },
  not_recognised: {
    zh: '「{file}」里没有认得出的表：没有一张工作表的表头与报修、回执、领料、回访、投诉等表相符。检查是否选对了文件；确是其中一种时用 --kind 指明，并用 --mapping 说明各列。',
    en: 'No sheet of “{file}” is recognised: no header matches a ticket, receipt, requisition, follow-up or complaint form. Check that it is the right file; if it is, name the kind with --kind and the columns with --mapping.',
  },
  left_out: {
    zh: '「{file}」的工作表都标为不导入。要导入就取消其中一张的标记，否则移走这个文件。',
    en: 'All sheets of “{file}” are marked as left out. Take one of them in again, or remove the file.',
  },
  no_data_rows: {
    zh: '「{file}」只有表头，没有数据行。检查是否选对了文件。',
    en: '“{file}” has headers but no data rows. Check that it is the right file.',
  },
  sheet_refused: {
    zh: '「{file}」的工作表「{sheet}」无法导入：{problem}',
    en: 'Sheet “{sheet}” of “{file}” cannot be imported: {problem}',
  },
  nothing_to_replace: {
    zh: '文件里没有 {month} 的记录，没有替换掉什么，只是追加。检查月份和文件是否对得上。',
    en: 'The file has no record of {month}: nothing was replaced, its rows were added. Check that month and file belong together.',
  },
  layout_changed: {
    zh: '表头与第 {batch} 批不同：{what}。少了的列不会清空以前的数据，多出的列按表头对应。',
    en: 'The header differs from batch {batch}: {what}. A missing column clears nothing stored; a new one is matched by its header.',
  },
  person_in_sheet_name: {
    zh: '表名「{sheet}」是人名，表里却没有技术人员一列：这些行不知道是谁做的，派工单上写了人的按派工单算。加一列「技术人员」填上人名再导入。',
    en: 'The sheet is called “{sheet}”, a person, but has no column for the technician: nobody knows who did this work; where the ticket names somebody, he or she counts. Add a column with the name and import again.',
  },
  layout_added: { zh: '多了{names}', en: 'new {names}' },
  layout_unread: {
    zh: '上次对上的{names}这次没有对上，不导入',
    en: '{names} read then and not now',
  },
  layout_removed: { zh: '少了{names}', en: 'missing {names}' },
  no_such_batch: {
    zh: '没有第 {batch} 批导入。用 imports 查看已有的批次。',
    en: 'There is no import batch {batch}. See the batches with imports.',
  },
  already_undone: { zh: '第 {batch} 批已经撤销过了。', en: 'Batch {batch} was undone already.' },
  touched_later: {
    zh: '第 {batch} 批不能撤销：后来的第 {later} 批改动了同样的记录。先撤销第 {later} 批。',
    en: 'Batch {batch} cannot be undone: later batch {later} touched the same records. Undo batch {later} first.',
  },
} as const;

export type LoadCode = keyof typeof TEXTS;

/** The text of a code with its details filled in. */
export function loadMessage(
  lang: Lang,
  code: LoadCode,
  details: Record<string, string | number>,
): string {
  return filledIn(TEXTS[code][lang], details);
}
