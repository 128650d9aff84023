/** Posts of the roster. */

import { blankReading } from '#etl/cells/blank.ts';
import { cellText, foldSpaces } from '#etl/cells/fold.ts';
import { type CellReading, read } from '#etl/cells/reading.ts';
import { wordOf } from '#etl/cells/words.ts';
import type { Cell } from '#etl/types.ts';

/** The four posts of the policy; a roster may hold others, which keep their written text. */
export const ROLES = ['hotline', 'dispatcher', 'technician', 'manager'] as const;

/**
 * Reads 岗位 as a code of ROLES. A post that the policy does not speak of (仓管, 财务) keeps its text with a
 * warning: such people stand on every roster and must not be refused.
 */
export function readRole(cell: Cell): CellReading<string> {
  const blank = blankReading(cell);
  if (blank) return blank;
  const word = wordOf(cell);
  if (/热线|接线|客服|话务|hotline/.test(word)) return read('hotline');
  // 技术经理 leads a department, 内勤主管 dispatches: the head of the department is asked before the craft.
  if (/经理|部长|manager/.test(word)) return read('manager');
  if (/内勤|派工|调度|文员|dispatcher/.test(word)) return read('dispatcher');
  if (/技术|维修|技师|师傅|工程师|technician/.test(word)) return read('technician');
  return /主管/.test(word) ? read('manager') : read(foldSpaces(cellText(cell)), 'unknown_role');
}
