/** HR's workbook while it is being written. */
import type { Book } from '../sheet-writer.ts';
import type { DeductionInput } from './input.ts';
import type { DeductionWords } from './words.ts';

export interface DeductionBook extends Book {
  readonly input: DeductionInput;
  readonly own: DeductionWords;
}
