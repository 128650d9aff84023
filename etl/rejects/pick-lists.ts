/** The lists of words that cells of a workbook offer, on a hidden sheet of their own. */
import type ExcelJS from 'exceljs';
import { CATEGORY_WORDS } from '#etl/cells/category-words.ts';
import { PICK_LIST_MARK } from '#etl/recognise/returned.ts';
import type { FieldType } from '#etl/types.ts';

/** What the database knows of: names of the roster, numbers of the policy's rules. */
export interface PickLists {
  readonly persons: readonly string[];
  readonly rules: readonly string[];
}

const SHEET = '下拉名单';

/** Offers words for cells. What is offered binds nobody: another text may be typed. */
export class OfferedWords {
  #sheet: ExcelJS.Worksheet | null = null;
  readonly #ranges = new Map<FieldType, string>();

  constructor(
    readonly workbook: ExcelJS.Workbook,
    readonly lists: PickLists,
  ) {}

  /** Lets a cell of a type offer its words, where there are any. */
  offer(cell: ExcelJS.Cell, type: FieldType | undefined): void {
    if (type === undefined) return;
    const words = this.#words(type);
    if (words.length === 0) return;
    cell.dataValidation = {
      type: 'list',
      allowBlank: true,
      showErrorMessage: false,
      formulae: [this.#rangeOf(type, words)],
    };
  }

  /** Puts the sheet of words behind the others. */
  placeLast(): void {
    const orders = this.workbook.worksheets.map((sheet) => Number(Reflect.get(sheet, 'orderNo')));
    if (this.#sheet !== null) Reflect.set(this.#sheet, 'orderNo', Math.max(...orders) + 1);
  }

  #words(type: FieldType): readonly string[] {
    if (type === 'person') return this.lists.persons;
    if (type === 'reason') return this.lists.rules;
    return CATEGORY_WORDS[type] ?? [];
  }

  #rangeOf(type: FieldType, words: readonly string[]): string {
    const known = this.#ranges.get(type);
    if (known !== undefined) return known;
    const sheet = this.#list();
    // One list below the other: a sheet of one column is taken for no table.
    const from = sheet.rowCount + 1;
    for (const word of words) sheet.addRow([word]);
    const range = `'${sheet.name}'!$A$${from}:$A$${sheet.rowCount}`;
    this.#ranges.set(type, range);
    return range;
  }

  #list(): ExcelJS.Worksheet {
    if (this.#sheet === null) {
      let name = SHEET;
      for (let n = 2; this.workbook.getWorksheet(name) !== undefined; n += 1)
        name = `${SHEET} ${n}`;
      this.#sheet = this.workbook.addWorksheet(name, { state: 'hidden' });
      this.#sheet.addRow([PICK_LIST_MARK]);
    }
    return this.#sheet;
  }
}
