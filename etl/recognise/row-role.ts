/**
 * What a row below the header is. Bias: when in doubt a row is data. A data row taken for a total would vanish
 * from the figures without a word; a total taken for data is rejected loudly or seen in the counts.
 *
 * So a total must carry its word alone in a cell (合计, 小计：, 总计(35单)), or at its end with nothing but numbers
 * beside it (王强小计, 10月合计), and no time or date column of the row may hold a readable time: a ticket of the
 * customer 合计餐饮 or even 合计 has its reported time. Where a number of a record should stand, or a running number that
 * nothing reads, such a word is none whatever date stands beside it, and neither is 制表, 审核 or 备注. A row of which only
 * the running number was filled in ahead is blank. A lone sentence where a number should stand, or where nothing is read, is
 * a note.
 */

import { blankReading } from '#etl/cells/blank.ts';
import { dropSpaces, halfWidth, isAlphanumeric, isDigit, isSpaceCode } from '#etl/cells/fold.ts';
import { isSerialCell } from '#etl/cells/reading.ts';
import { readTimeText } from '#etl/cells/time.ts';
import { aliasHits } from '#etl/recognise/alias-index.ts';
import type { Recognition } from '#etl/recognise/recognise-sheet.ts';
import { returnedRole } from '#etl/recognise/returned.ts';
import { fieldOf } from '#etl/sheets/index.ts';
import type { Cell, SheetRow } from '#etl/types.ts';

/**
 * `other_header`: names of columns that stand in other places than the sheet's own; nobody knows what the rows below it mean.
 * Of a workbook sent back for mending, `untouched` is a row that is in already, `unmended` one that repeats a key still.
 */
export type RowRole =
  | 'data'
  | 'blank'
  | 'repeated_header'
  | 'other_header'
  | 'total'
  | 'signature'
  | 'note'
  | 'untouched'
  | 'unmended';

const TOTAL =
  /^(?:本[页月周日]|上[页月]|累计|全[月年])?(?:合计|小计|总计|共计|累计|汇总|总数|平均|sub-?total|total|average)(?:值|分|金额|费用|数量?|人民币)?(?:\/?元)?(?:[:(].*)?(?:[\d,.]+[单条笔件次个台元]?)*$/i;
/** Each of them has one of these: the number in front of nearly every row is asked no further. */
const TOTAL_LETTERS = /[计汇总均Ａ-Ｚａ-ｚ]|total|average/i;
const TOTAL_END = /(?:合计|小计|总计|共计):?$/;
/** An amount as totals write it: 35, 1,200.50, ¥300元. */
const AMOUNT = /^¥?-?[\d,]+(?:\.\d+)?[单条笔件次个台元%]?$/;
const LABELS =
  '(?:制表|审核|批准|复核|审批|核准|填表|编制|经办|部门|部门经理|部门负责人|主管|主管领导|领导|负责人|统计|签字|签章|盖章)';
const LABEL_ENDS = '(?:人|员|签字|签名|签章|盖章|日期|时间)?';
const SIGNATURE_LABEL = new RegExp(`^${LABELS}${LABEL_ENDS}(?::|$)`);
/** 制表 张三: the name behind the label, a space between. */
const SIGNED = new RegExp(`^${LABELS}${LABEL_ENDS}\\s+[\u4e00-\u9fff]{2,4}$`);
const NOTE =
  /^(?:注|备注|说明|填表说明|填写说明|注意|附注|提示)\d*[:、.]|^※|^第\d+页|^共\d+页|^页码|^以下空白|^打印(?:时间|日期|人)|^本表/;
/** A remark's word alone in its cell. */
const NOTE_WORD = /^(?:注|备注|说明|填表说明|填写说明|附注)$/;
/** A lone text of this length is a sentence, not a number or a name. */
const SENTENCE_LENGTH = 16;

/**
 * A judge of the rows of one sheet; made once, because it sees every row. `written`: the row without the meanings that were
 * given to its texts, where those are in `row`.
 */
export function createRowJudge(
  recognised: Recognition,
): (row: SheetRow, written?: SheetRow) => RowRole {
  const { returned } = recognised;
  const judge = createJudge(recognised);
  if (returned === undefined) return judge;
  return (row, written = row) => {
    // What we wrote beside a row is no part of it: a total is a total still.
    const role = judge({ ...row, cells: row.cells.slice(0, returned.width) });
    return role === 'data' && returned.stored ? returnedRole(written.cells, returned) : role;
  };
}

function createJudge(recognised: Recognition): (row: SheetRow) => RowRole {
  // A form is what it is: printed notes and signatures are no rows of it.
  if (recognised.form) return ({ cells }) => (firstFilled(cells, 0) === -1 ? 'blank' : 'data');
  const { headerTexts } = recognised;
  const titles = new Set(recognised.titles);
  const times: number[] = [];
  const mapped = new Set<number>();
  const coded = new Set<number>();
  for (const { column, targets } of recognised.columns) {
    if (targets.length > 0) mapped.add(column - 1);
    const timed = targets.some(({ kind, field }) => {
      const type = fieldOf(kind, field)?.type;
      return type === 'time' || type === 'date';
    });
    if (timed) times.push(column - 1);
    const types = targets.map(({ kind, field }) => fieldOf(kind, field)?.type);
    if (types.length > 0 && types.every((type) => type === 'code')) coded.add(column - 1);
  }
  const isTimed = (cells: readonly Cell[]) => times.some((at) => isTime(cells[at]));
  const isTitle = (cells: readonly Cell[], lead: number) => {
    const first = cells[lead];
    return typeof first === 'string' && titles.has(first) && firstFilled(cells, lead + 1) === -1;
  };

  return ({ cells }) => {
    const lead = firstFilled(cells, 0);
    if (lead === -1) return 'blank';
    if (headerTexts.some((header) => repeats(cells, header))) return 'repeated_header';
    if (isNumber(cells[lead])) {
      if (hasTotalWordBehind(cells, lead) && !isTimed(cells)) return 'total';
      return isTitle(cells, lead) ? 'note' : 'data';
    }
    if (isHeaderLike(cells, lead)) return 'other_header';
    // In front, where a number is written or nothing is read.
    const numbered = coded.has(lead) || !mapped.has(lead);
    const isWord = isTotalWord(cells[lead]);
    if (numbered && isWord) return 'total';
    if ((isWord || hasTotalWordBehind(cells, lead) || endsInTotal(cells)) && !isTimed(cells))
      return 'total';
    if (coded.has(lead)) {
      const foot = footOf(cells, lead);
      if (foot !== null) return foot;
    }
    if (!mapped.has(lead) && isRunningNumber(cells[lead]) && cells.every(isBlankBut(lead))) {
      return 'blank';
    }
    const first = cells[lead];
    // Formulas filled in ahead that came to nothing.
    if (typeof first === 'object' && first !== null && 'error' in first && cells.every(isBlankCell))
      return 'blank';
    if (isTitle(cells, lead)) return 'note';
    if (typeof first === 'string' && HAN.test(first) && firstFilled(cells, lead + 1) === -1) {
      const lost =
        mapped.has(lead) && !((coded.has(lead) || times.includes(lead)) && isProse(plain(first)));
      if (!lost && !isTime(first)) return 'note';
    }
    // A number, a date or a code in front: an ordinary record.
    if (typeof first !== 'string' || isAlphanumeric(first.charCodeAt(0))) return 'data';
    if (blankReading(first)) return cells.every(isBlankCell) ? 'blank' : 'data';

    const opening = plain(first);
    const next = firstFilled(cells, lead + 1);
    if (SIGNATURE_LABEL.test(opening)) {
      // A label with a colon, or two labels, is no record whatever date stands beside it.
      const labels = cells.filter(
        (cell) => typeof cell === 'string' && SIGNATURE_LABEL.test(plain(cell)),
      );
      if (opening.includes(':') || labels.length > 1 || !isTimed(cells)) return 'signature';
    }
    if (isTimed(cells)) return 'data';
    if (NOTE.test(opening)) return 'note';
    return next === -1 && opening.length >= SENTENCE_LENGTH ? 'note' : 'data';
  };
}

/** What a text that stands where the number of a record should makes of its row; null: a record. */
function footOf(cells: readonly Cell[], lead: number): 'signature' | 'note' | null {
  const cell = cells[lead];
  // No such word begins with a letter or a digit, which nearly every number does.
  if (typeof cell !== 'string' || isAlphanumeric(cell.charCodeAt(0))) return null;
  const opening = plain(cell);
  if (SIGNATURE_LABEL.test(opening) || SIGNED.test(halfWidth(cell).trim())) return 'signature';
  return NOTE.test(opening) || NOTE_WORD.test(opening) ? 'note' : null;
}

const HAN = /[\u4e00-\u9fff]/;
/** Characters of a sentence: numbers of tickets have a word in front of their digits at most. */
const PROSE_LENGTH = 4;

/**
 * Whether a lone text in a column of numbers or times is none: a title printed anew on the next page, a numbered remark. It would
 * be taken for the number of a record otherwise.
 */
function isProse(text: string): boolean {
  if (/^\d{4}年(?:\d{1,2}月)?/.test(text) || /^\(?[一二三四五六七八九十]+[)、]/.test(text))
    return true;
  const han = [...text].filter((char) => HAN.test(char)).length;
  return han >= PROSE_LENGTH && (han >= 2 * PROSE_LENGTH || !/\d{3}/.test(text));
}

/** What one row below the header is; for many rows of a sheet, see createRowJudge. */
export function rowRole(row: SheetRow, recognised: Recognition): RowRole {
  return createRowJudge(recognised)(row);
}

/** 0-based place of the first cell with something in it, from a place on; -1 where there is none. */
function firstFilled(cells: readonly Cell[], from: number): number {
  for (let i = from; i < cells.length; i++) {
    const cell = cells[i];
    if (cell === null || cell === undefined || cell === '') continue;
    if (typeof cell === 'string' && cell.charCodeAt(0) <= 32 && cell.trim() === '') continue;
    return i;
  }
  return -1;
}

function isBlankCell(cell: Cell): boolean {
  return blankReading(cell) !== null;
}

/** Total words are short; a customer's name that contains one is usually longer or has a time beside it. */
const LONGEST_TOTAL = 24;
const CHARACTER_JI = 0x8ba1;

/** Whether a cell is a total's word alone, in brackets of any kind or none. */
function isTotalWord(cell: Cell | undefined): boolean {
  if (typeof cell !== 'string' || cell.length > LONGEST_TOTAL || !TOTAL_LETTERS.test(cell))
    return false;
  return TOTAL.test(plain(cell).replaceAll(/^[【[(]|[】\])]$/g, ''));
}

/** Letters of a number at most: the shortest word of a total in Latin ones has five. */
const NUMBER_LETTERS = 4;

/**
 * Whether a cell holds a number that begins with letters, as W2610001: what stands in front of nearly every record of a long
 * file. Neither a header, a total's word or an amount is one, nor does a signature, a note or a running number look so.
 */
function isNumber(cell: Cell | undefined): boolean {
  if (typeof cell !== 'string') return false;
  let letters = 0;
  let digits = 0;
  for (let at = 0; at < cell.length; at++) {
    const code = cell.charCodeAt(at);
    if (isDigit(code)) digits++;
    else if (isAlphanumeric(code)) letters++;
    else if (code !== HYPHEN || at === 0) return false;
  }
  return digits > 0 && letters > 0 && letters <= NUMBER_LETTERS;
}

const HYPHEN = 45;

/** Whether one of the two filled cells behind the first is a total's word: a running number may stand in front of it. */
function hasTotalWordBehind(cells: readonly Cell[], lead: number): boolean {
  let filled = 0;
  for (let i = lead + 1; i < cells.length && filled < 2; i++) {
    const cell = cells[i];
    if (cell === null || cell === undefined || cell === '') continue;
    filled++;
    if (typeof cell !== 'string' || cell.length > LONGEST_TOTAL) continue;
    // Only of words with 计 in them is it asked, which nearly every total's word has.
    for (let at = 0; at < cell.length; at++) {
      if (cell.charCodeAt(at) === CHARACTER_JI && TOTAL.test(plain(cell))) return true;
    }
  }
  return false;
}

/** Whether the row is one text that ends in a total's word, and amounts. */
function endsInTotal(cells: readonly Cell[]): boolean {
  let found = false;
  for (const cell of cells) {
    if (cell === null || cell === '' || typeof cell === 'number') continue;
    if (typeof cell !== 'string') return false;
    const text = plain(cell);
    if (text === '' || AMOUNT.test(text)) continue;
    // The first text, usually the first cell of a record, settles it.
    if (found || text.length > LONGEST_TOTAL || !TOTAL_END.test(text)) return false;
    found = true;
  }
  return found;
}

function isRunningNumber(cell: Cell | undefined): boolean {
  return typeof cell === 'number' || (typeof cell === 'string' && /^\d{1,6}$/.test(cell.trim()));
}

/** Whether all cells but the one at a place are blank. */
function isBlankBut(place: number): (cell: Cell, at: number) => boolean {
  return (cell, at) => at === place || isBlankCell(cell);
}

/** Whether most filled cells of the row repeat the header of their column, letter by letter, and none has moved to another. */
function repeats(cells: readonly Cell[], header: readonly string[]): boolean {
  let filled = 0;
  let same = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell === null || cell === undefined || cell === '') continue;
    filled++;
    if (typeof cell === 'string' && (cell === header[i] || sameHeader(cell, header[i]))) same++;
    // Two of the first four must agree, or the row is not worth going through.
    if (filled === 4 && same < 2) return false;
  }
  return same >= 2 && same * 10 >= filled * 6 && !isRearranged(cells, header);
}

/** Whether two columns have changed places: what stands over one here stands over another there, and the other way round. */
function isRearranged(cells: readonly Cell[], header: readonly string[]): boolean {
  return cells.some((cell, i) => {
    const own = header[i];
    if (typeof cell !== 'string' || cell.trim() === '' || own === undefined || own === '')
      return false;
    if (sameHeader(cell, own)) return false;
    const goneTo = header.findIndex((text) => sameHeader(cell, text));
    const cameFrom = cells.findIndex((text) => typeof text === 'string' && sameHeader(text, own));
    return goneTo !== -1 && cameFrom !== -1;
  });
}

const LEAST_HEADERS = 3;
const DIGIT = /\d/;

/**
 * Whether the row consists of names of columns: the header of another table, or the sheet's own in another order. Records have
 * a digit somewhere in their first cells, so few rows are looked at to their end.
 */
function isHeaderLike(cells: readonly Cell[], lead: number): boolean {
  for (let i = lead; i < cells.length; i++) {
    const cell = cells[i];
    if (cell === null || cell === undefined || cell === '') continue;
    if (typeof cell !== 'string' || cell.length > LONGEST_TOTAL || DIGIT.test(cell)) return false;
  }
  // Only of those is it asked what their words stand for, which costs far more than the look above.
  let filled = 0;
  let known = 0;
  for (const cell of cells) {
    if (typeof cell !== 'string' || cell.trim() === '') continue;
    filled++;
    if (aliasHits(cell).length > 0) known++;
    else if (filled === LEAST_HEADERS && known === 0) return false;
  }
  return known >= LEAST_HEADERS && known * 10 >= filled * 6;
}

/** Line breaks and spaces inside a header may differ from page to page; the length tells most others apart. */
function sameHeader(cell: string, header: string | undefined): boolean {
  if (header === undefined || header === '' || Math.abs(cell.length - header.length) >= 4)
    return false;
  const [first, wanted] = [cell.charCodeAt(0), header.charCodeAt(0)];
  if (first !== wanted && !isSpaceCode(first) && !isSpaceCode(wanted)) return false;
  return dropSpaces(cell) === dropSpaces(header);
}

function isTime(cell: Cell | undefined): boolean {
  if (cell === undefined || cell === null) return false;
  if (isSerialCell(cell)) return true;
  if (typeof cell === 'number') return cell > 32_000 && cell < 74_000;
  if (typeof cell !== 'string' || blankReading(cell)) return false;
  return readTimeText(cell).ok;
}

function plain(text: string): string {
  return dropSpaces(halfWidth(text));
}
