/** Satisfaction, 1–5. */

import { blankReading } from '#etl/cells/blank.ts';
import { BLANK, type CellReading, type ReadContext, read, refuse } from '#etl/cells/reading.ts';
import { wordOf } from '#etl/cells/words.ts';
import type { Cell } from '#etl/types.ts';

const WORDS: Readonly<Record<string, number>> = {
  非常满意: 5,
  很满意: 5,
  十分满意: 5,
  特别满意: 5,
  极其满意: 5,
  优: 5,
  优秀: 5,
  满意: 4,
  比较满意: 4,
  较满意: 4,
  良: 4,
  良好: 4,
  一般: 3,
  基本满意: 3,
  中: 3,
  中等: 3,
  不满意: 2,
  不太满意: 2,
  较不满意: 2,
  差: 2,
  很不满意: 1,
  非常不满意: 1,
  十分不满意: 1,
  极不满意: 1,
  极其不满意: 1,
};

/** Nobody gave a score: the same as an empty cell. */
const NOT_RATED = new Set([
  '未评价',
  '未评',
  '未打分',
  '未填',
  '未填写',
  '没有评价',
  '无评价',
  '未回访',
]);

const CHINESE_DIGITS: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5 };
/** Characters of a score with its word beside it; a longer text is a remark. */
const LONGEST_PAIR = 32;
const SCORE = /^(\d{1,3}(?:\.\d+)?)(?:分|星|级)?$/;
/** Reads a score. Numbers count on the scale of their column, see satisfactionScale. */
export function readSatisfaction(cell: Cell, context: ReadContext): CellReading<number> {
  const blank = blankReading(cell);
  if (blank) return blank;
  if (typeof cell === 'number') return scored(cell, context.satisfactionScale);
  if (typeof cell === 'boolean') return refuse('unreadable_satisfaction');
  return readWord(wordOf(cell), context);
}

/**
 * Scale of a column: 0–100 only if one of its numbers is over 5. Takes the whole column, because the first
 * page may hold small scores only.
 */
export function satisfactionScale(cells: Iterable<Cell>): 5 | 100 {
  for (const cell of cells) if (isOverFive(cell)) return 100;
  return 5;
}

/** Whether a cell is a number over 5, which puts its column on the scale of 100. */
export function isOverFive(cell: Cell): boolean {
  if (typeof cell === 'number') return cell > 5;
  if (typeof cell !== 'string') return false;
  const score = SCORE.exec(wordOf(cell));
  return score !== null && Number(score[1]) > 5;
}

function readWord(word: string, context: ReadContext): CellReading<number> {
  if (NOT_RATED.has(word)) return BLANK;
  // Own words only: `constructor` is none.
  const known = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (known !== undefined) return read(known);
  const score = SCORE.exec(word);
  if (score) return scored(Number(score[1]), word.endsWith('星') ? 5 : context.satisfactionScale);
  const stars = /^(★{0,5}|⭐{1,5})☆{0,4}$/u.exec(word);
  if (stars) {
    const count = [...word].filter((char) => char === '★' || char === '⭐').length;
    return count >= 1 && count <= 5 ? read(count) : refuse('satisfaction_out_of_range');
  }
  const chinese = /^([一二三四五])[星分]$/.exec(word)?.[1];
  const chineseScore = chinese === undefined ? undefined : CHINESE_DIGITS[chinese];
  if (chineseScore !== undefined) return read(chineseScore);
  if (word.length > LONGEST_PAIR) return refuse('unreadable_satisfaction');
  // 5(非常满意), 非常满意(5分), 5-非常满意, 4分满意: both halves must say the same.
  const pair = /^(.+?)[-/:、(]+(.+?)\)?$/.exec(word) ?? /^(\d分?)([^\d分].*)$/.exec(word);
  if (pair?.[1] !== undefined && pair[2] !== undefined) {
    const left = readWord(pair[1], context);
    const right = readWord(pair[2], context);
    if (left.ok && right.ok && left.value !== null && left.value === right.value) return left;
  }
  return refuse('unreadable_satisfaction');
}

function scored(score: number, scale: 5 | 100): CellReading<number> {
  if (scale === 5) {
    if (Number.isInteger(score) && score >= 1 && score <= 5) return read(score);
    return refuse(score > 5 || score < 1 ? 'satisfaction_out_of_range' : 'unreadable_satisfaction');
  }
  if (score < 0 || score > 100) return refuse('satisfaction_out_of_range');
  const value = score >= 90 ? 5 : score >= 80 ? 4 : score >= 60 ? 3 : score >= 40 ? 2 : 1;
  // A 4 in a column of 0–100 may well be a 4 of 5: read by the column's scale, and said.
  return read(value, score >= 1 && score <= 5 ? 'small_score_of_100' : null);
}
