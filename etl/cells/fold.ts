/** Folding of written text: spaces, full-width forms, numbers as plain digits. */

import type { Cell } from '#etl/types.ts';

const IDEOGRAPHIC_SPACE = 0x3000;

/** Whether the code is white space as spreadsheets have it (no-break and ideographic space, BOM, zero width). */
export function isSpaceCode(code: number): boolean {
  return (
    code <= 32 ||
    code === 0xa0 ||
    code === IDEOGRAPHIC_SPACE ||
    code === 0xfeff ||
    (code >= 0x2000 && code <= 0x200f) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f
  );
}

/** Whether the code is one of 0 to 9. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether the code is a digit or a Latin letter. */
export function isAlphanumeric(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Trimmed, inner runs of white space folded to one space. Returns the same string when nothing is to be done. */
export function foldSpaces(text: string): string {
  const length = text.length;
  let beforeWasSpace = true;
  let clean = true;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 32 && code < 0xa0) {
      beforeWasSpace = false;
    } else if (isSpaceCode(code)) {
      if (code !== 32 || beforeWasSpace) {
        clean = false;
        break;
      }
      beforeWasSpace = true;
    } else {
      beforeWasSpace = false;
    }
  }
  if (clean && (length === 0 || !beforeWasSpace)) return text;
  let folded = '';
  let gap = false;
  for (const char of text) {
    if (isSpaceCode(char.charCodeAt(0))) {
      gap = folded !== '';
    } else {
      folded += gap ? ` ${char}` : char;
      gap = false;
    }
  }
  return folded;
}

/** All white space removed. */
export function dropSpaces(text: string): string {
  for (let i = 0; i < text.length; i++) {
    if (isSpaceCode(text.charCodeAt(i))) return foldSpaces(text).replaceAll(' ', '');
  }
  return text;
}

/** Full-width ASCII (！ to ～) and the ideographic space to half width; the rest unchanged. */
export function halfWidth(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === IDEOGRAPHIC_SPACE || (code >= 0xff01 && code <= 0xff5e)) return convert(text);
  }
  return text;
}

function convert(text: string): string {
  let half = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === IDEOGRAPHIC_SPACE) half += ' ';
    else if (code >= 0xff01 && code <= 0xff5e) half += String.fromCharCode(code - 0xfee0);
    else half += text.charAt(i);
  }
  return half;
}

/** A number in plain digits, never with an exponent: 13800138000, not 1.38E+10. */
export function plainNumber(value: number): string {
  const text = String(value);
  const split = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!split) return text;
  const [, sign = '', head = '', tail = '', exponentText = '0'] = split;
  const digits = head + tail;
  const point = 1 + Number(exponentText);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The cell as a person sees it; '' when it is empty. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return plainNumber(cell);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return 'serial' in cell ? cell.text : cell.error;
}
