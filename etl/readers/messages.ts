import { FileRefused } from '#etl/types.ts';
import { filledIn } from '#queries/values/words.ts';

export type Lang = 'zh' | 'en';

/** What every reader needs to speak of its file. */
export interface ReaderContext {
  /** Base name, for people. */
  readonly file: string;
  readonly lang: Lang;
}

/** Reasons to refuse a file. Stable names: scripts and tests rely on them. */
export const REFUSAL_CODES = [
  'not_found',
  'not_a_file',
  'unreadable',
  'empty_file',
  'no_rows',
  'encrypted',
  'damaged',
  'unsafe_xml',
  'not_a_spreadsheet',
  'unsupported_format',
  'unknown_encoding',
  'broken_encoding',
  'unclosed_quote',
  'mixed_separators',
  'changed_while_read',
  'too_large',
  'unpacks_too_large',
  'too_many_sheets',
  'too_many_columns',
  'too_many_rows',
  'too_many_merges',
  'cell_too_long',
  'takes_too_long',
  'takes_too_much_memory',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Values that messages mention; which ones a message uses is seen in its text. */
export interface RefusalDetails {
  readonly what?: ForeignKind;
  readonly where?: keyof typeof WHERE;
  readonly sheet?: string;
  readonly row?: number;
  readonly limit?: number;
}

/** What a foreign file turned out to be. */
const WHAT = {
  pdf: { zh: 'PDF 文档', en: 'a PDF document' },
  image: { zh: '图片', en: 'a picture' },
  word: { zh: 'Word 文档', en: 'a Word document' },
  powerpoint: { zh: 'PowerPoint 演示文稿', en: 'a PowerPoint presentation' },
  document: {
    zh: '不含工作表的 Office 文档或邮件',
    en: 'an Office document or mail without sheets',
  },
  access: { zh: 'Access 数据库', en: 'an Access database' },
  archive: { zh: '压缩包', en: 'a compressed archive' },
  program: { zh: '程序文件', en: 'a program' },
  media: { zh: '音频或视频', en: 'audio or video' },
  rtf: { zh: 'RTF 文档', en: 'an RTF document' },
  xml: { zh: 'XML 文件', en: 'XML of another kind' },
  web_page: { zh: '没有表格的网页', en: 'a web page without a table' },
  database: { zh: '数据库文件', en: 'a database file' },
  binary: { zh: '二进制文件', en: 'binary data' },
  gnumeric: { zh: 'Gnumeric 表格', en: 'a Gnumeric sheet' },
  flat_ods: { zh: '单个 XML 文件的 ODF 表格', en: 'a flat XML ODF sheet' },
  sylk: { zh: 'SYLK 表格', en: 'a SYLK sheet' },
  mhtml: { zh: '单个文件网页（MHT）', en: 'a single-file web page (MHT)' },
  numbers: { zh: 'Apple Numbers 表格', en: 'an Apple Numbers sheet' },
} as const;

export type ForeignKind = keyof typeof WHAT;

/** Which part of a file is broken. */
const WHERE = {
  zip: {
    zh: '压缩目录不完整，可能没有下载完',
    en: 'its zip directory is incomplete; the download may have stopped early',
  },
  container: { zh: '内部目录损坏', en: 'its inner directory is broken' },
  workbook: { zh: '工作簿目录损坏', en: 'the list of its sheets is broken' },
  strings: { zh: '文字表损坏', en: 'its text table is broken' },
  styles: { zh: '格式表损坏', en: 'its format table is broken' },
  sheet: { zh: '工作表损坏', en: 'a sheet is broken' },
  content: { zh: '内容无法解析', en: 'its content cannot be parsed' },
} as const;

/** One text per code and language; `{name}` places a detail. */
const TEXTS: Record<RefusalCode, { readonly zh: string; readonly en: string }> = {
  not_found: {
    zh: '找不到文件「{file}」。检查路径和文件名。',
    en: 'File “{file}” was not found. Check its path and name.',
  },
  not_a_file: {
    zh: '「{file}」不是文件。给出文件本身，文件夹需逐个列出其中的文件。',
    en: '“{file}” is not a file. Name the files themselves; list those of a folder one by one.',
  },
  unreadable: {
    zh: '没有读取「{file}」的权限，或文件正被占用。检查权限后再导入。',
    en: '“{file}” cannot be opened: permission is missing or it is in use. Check and import again.',
  },
  empty_file: {
    zh: '「{file}」是空文件（0 字节）。重新导出后再导入。',
    en: '“{file}” is empty (0 bytes). Export it again, then import.',
  },
  no_rows: {
    zh: '「{file}」里没有任何内容，所有工作表都是空的。检查是否选对了文件。',
    en: '“{file}” holds no content: every sheet is blank. Check that it is the right file.',
  },
  encrypted: {
    zh: '「{file}」设有打开密码，无法读取。在 Excel 或 WPS 中去掉密码并另存，再导入。',
    en: '“{file}” is protected by a password. Remove the password in Excel or WPS, save, then import.',
  },
  damaged: {
    zh: '「{file}」已损坏：{where}{place}。在 Excel 或 WPS 中打开并另存为 xlsx，或重新导出，再导入。',
    en: '“{file}” is damaged: {where}{place}. Open it in Excel or WPS and save it as xlsx, or export it again, then import.',
  },
  unsafe_xml: {
    zh: '「{file}」含有外部实体或 DTD 声明，出于安全不予读取。在 Excel 或 WPS 中另存为 xlsx 后再导入。',
    en: '“{file}” declares a DTD or external entities and is not read for safety. Save it as xlsx in Excel or WPS, then import.',
  },
  not_a_spreadsheet: {
    zh: '「{file}」不是表格文件，而是{what}。可导入 xlsx、xls、csv 和 txt。',
    en: '“{file}” is not a spreadsheet (it is {what}). xlsx, xls, csv and txt can be imported.',
  },
  unsupported_format: {
    zh: '「{file}」是{what}，这种格式不支持。打开后另存为 xlsx 或 csv，再导入。',
    en: 'The format of “{file}” ({what}) is not supported. Open it, save it as xlsx or csv, then import.',
  },
  unknown_encoding: {
    zh: '「{file}」的文字编码无法识别。可用的编码：UTF-8、GB18030/GBK、带 BOM 的 UTF-16。另存为「CSV UTF-8」后再导入。',
    en: 'The text encoding of “{file}” is unknown. UTF-8, GB18030/GBK and UTF-16 with BOM are read. Save it as “CSV UTF-8”, then import.',
  },
  broken_encoding: {
    zh: '「{file}」第 {row} 行有损坏的 UTF-8 文字。修正该行或重新导出，再导入。',
    en: 'Line {row} of “{file}” holds broken UTF-8 text. Correct that line or export the file again, then import.',
  },
  unclosed_quote: {
    zh: '「{file}」第 {row} 行的英文双引号没有成对，后面的行会被并进同一格。改正该行的引号后再导入。',
    en: 'A quotation mark in row {row} of “{file}” does not pair up and would swallow the rows after it. Correct the quotes of that row, then import.',
  },
  mixed_separators: {
    zh: '「{file}」第 {row} 行的分隔符与表格其他行不同。把各行改成同一种分隔符（逗号、分号、制表符或竖线），或分成两个文件，再导入。',
    en: 'Row {row} of “{file}” uses another separator than the rest of the table. Use one separator throughout (comma, semicolon, tab or bar), or split the file in two, then import.',
  },
  changed_while_read: {
    zh: '「{file}」在读取过程中被改动，可能正在复制、下载或保存。等它写完后再导入。',
    en: '“{file}” was changed while it was read: it may still be copied, downloaded or saved. Import it again once it is finished.',
  },
  too_large: {
    zh: '「{file}」太大，超过 {limit} MiB。按月拆成几个文件后再导入。',
    en: '“{file}” is too large: over {limit} MiB. Split it by month, then import.',
  },
  unpacks_too_large: {
    zh: '「{file}」解压后过大或压缩比异常，不予读取。在 Excel 或 WPS 中删除多余的空白行列并另存，再导入。',
    en: '“{file}” unpacks to an abnormal size and is not read. Delete surplus blank rows and columns in Excel or WPS, save, then import.',
  },
  too_many_sheets: {
    zh: '「{file}」的工作表超过 {limit} 张。拆成几个文件后再导入。',
    en: '“{file}” has more than {limit} sheets. Split it, then import.',
  },
  too_many_columns: {
    zh: '「{file}」有内容的列超过 {limit} 列{place}。删除无关的列后再导入。',
    en: '“{file}” has more than {limit} columns with content{place}. Delete columns that do not belong, then import.',
  },
  too_many_rows: {
    zh: '「{file}」的行数超过 {limit} 行{place}。按月拆成几个文件后再导入。',
    en: '“{file}” has more than {limit} rows{place}. Split it by month, then import.',
  },
  too_many_merges: {
    zh: '「{file}」的合并单元格超过 {limit} 处{place}。取消多余的合并后再导入。',
    en: '“{file}” has more than {limit} merged ranges{place}. Unmerge what is not needed, then import.',
  },
  cell_too_long: {
    zh: '「{file}」有一格的文字超过 {limit} 个字{place}。缩短该格后再导入。',
    en: 'A cell of “{file}” holds more than {limit} characters{place}. Shorten it, then import.',
  },
  takes_too_long: {
    zh: '「{file}」读了 {limit} 秒还没有结果，多半已损坏或不是普通表格。在 Excel 或 WPS 里打开，另存为 .xlsx 再导入；很大的表按月分开保存。',
    en: '“{file}” was read for {limit} seconds without a result: it is damaged or no ordinary workbook. Open it in Excel or WPS, save it as .xlsx, then import; split a very large one by month.',
  },
  takes_too_much_memory: {
    zh: '「{file}」展开后太大，读不下。在 Excel 或 WPS 里删去多余的行列和格式，另存为 .xlsx，或分月保存后再导入。',
    en: '“{file}” is too large once unpacked. Delete unused rows, columns and formats in Excel or WPS and save it as .xlsx, or split it by month, then import.',
  },
};

/** `（工作表「9月」第 17 行）` / ` (sheet “9月”, row 17)`, as far as it is known. */
function placeText(lang: Lang, details: RefusalDetails): string {
  const parts: string[] = [];
  if (details.sheet !== undefined) {
    parts.push(lang === 'zh' ? `工作表「${details.sheet}」` : `sheet “${details.sheet}”`);
  }
  if (details.row !== undefined) {
    parts.push(lang === 'zh' ? `第 ${details.row} 行` : `row ${details.row}`);
  }
  if (parts.length === 0) return '';
  return lang === 'zh' ? `（${parts.join('')}）` : ` (${parts.join(', ')})`;
}

/** Chinese text keeps a space before Latin letters. */
function spaced(text: string, lang: Lang): string {
  return lang === 'zh' && /^[A-Za-z]/.test(text) ? ` ${text}` : text;
}

/**
 * The refusal of a whole file, worded for people in the language of the run.
 *
 * @param details what the message of this code mentions; see its text above
 */
export function refusal(
  context: ReaderContext,
  code: RefusalCode,
  details: RefusalDetails = {},
): FileRefused {
  const { lang, file } = context;
  const values: Record<string, string> = {
    file,
    place: placeText(lang, details),
    what: details.what === undefined ? '' : spaced(WHAT[details.what][lang], lang),
    where: details.where === undefined ? '' : WHERE[details.where][lang],
    row: String(details.row ?? ''),
    limit: details.limit === undefined ? '' : details.limit.toLocaleString('en-US'),
  };
  const message = filledIn(TEXTS[code][lang], values);
  return new FileRefused(code, message, file);
}
