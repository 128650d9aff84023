/** Columns as spreadsheets name them. */

/** `A` for column 1, `AB` for 28. */
export function columnLetter(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** Column and row of an address such as `H12`, both from 1. */
export function cellPlace(address: string): { letter: string; column: number; row: number } {
  const [, letter = '', digits = ''] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
  return { letter, column: columnNumber(letter), row: Number(digits) };
}

/** 28 for `AB`. */
export function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}
