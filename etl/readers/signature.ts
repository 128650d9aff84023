/**
 * What a file is, told from its first bytes and never from its name. Pure.
 */

import type { ForeignKind } from './messages.ts';

/** A way to read a file, or what it is instead of a spreadsheet. */
export type Signature =
  | { readonly kind: 'zip' }
  /** An OLE2 container: xls, an encrypted workbook, or some other Office document. */
  | { readonly kind: 'cfb' }
  /** A bare BIFF stream: xls of Excel 2 to 4. */
  | { readonly kind: 'biff' }
  | { readonly kind: 'html' }
  /** XML Spreadsheet 2003. */
  | { readonly kind: 'spreadsheet_xml' }
  | { readonly kind: 'text' }
  | {
      readonly kind: 'foreign';
      readonly code: 'not_a_spreadsheet' | 'unsupported_format';
      readonly what: ForeignKind;
    };

/** Leading bytes (as Latin-1 text) of files that are no spreadsheets but are picked by mistake. */
const FOREIGN: readonly (readonly [magic: string, offset: number, what: ForeignKind])[] = [
  ['%PDF-', 0, 'pdf'],
  ['\x89PNG', 0, 'image'],
  ['\xff\xd8\xff', 0, 'image'],
  ['GIF8', 0, 'image'],
  ['II*\0', 0, 'image'],
  ['MM\0*', 0, 'image'],
  ['RIFF', 0, 'media'],
  ['ftyp', 4, 'media'],
  ['ID3\x03', 0, 'media'],
  ['\0\x01\0\0Standard Jet DB', 0, 'access'],
  ['\0\x01\0\0Standard ACE DB', 0, 'access'],
  ['SQLite format 3\0', 0, 'database'],
  ['PAR1', 0, 'database'],
  ['DUCK', 8, 'database'],
  ['Rar!\x1a\x07', 0, 'archive'],
  ['7z\xbc\xaf\x27\x1c', 0, 'archive'],
  ['\x1f\x8b', 0, 'archive'],
  ['BZh', 0, 'archive'],
  ['\xfd7zXZ\0', 0, 'archive'],
  ['\x7fELF', 0, 'program'],
  ['{\\rtf', 0, 'rtf'],
];

/** Bytes to hand to {@link tellSignature}: the marks of HTML and XML stand within them. */
export const SIGNATURE_BYTES = 64 * 1024;

/**
 * @param head the first {@link SIGNATURE_BYTES} of the file, at least one byte
 */
export function tellSignature(head: Buffer): Signature {
  const latin = head.toString('latin1');
  if (latin.startsWith('PK\x03\x04') || latin.startsWith('PK\x05\x06')) return { kind: 'zip' };
  if (latin.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return { kind: 'cfb' };
  if (isBiff(head)) return { kind: 'biff' };
  for (const [magic, offset, what] of FOREIGN) {
    if (latin.startsWith(magic, offset)) return foreign(what);
  }
  // A program's header says MZ; so may a csv whose first column is called MZ, hence the second look.
  if (latin.startsWith('MZ') && latin.slice(0, 512).includes('\0\0\0')) return foreign('program');

  // NULs fall away so that UTF-16 text compares like any other.
  const text = latin
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart();
  if (/^ID;P/.test(text)) return foreign('sylk', 'unsupported_format');
  if (/^MIME-Version:/i.test(text)) return foreign('mhtml', 'unsupported_format');
  if (text.startsWith('<')) return tellMarkup(text);
  return { kind: 'text' };
}

function foreign(
  what: ForeignKind,
  code: 'not_a_spreadsheet' | 'unsupported_format' = 'not_a_spreadsheet',
): Signature {
  return { kind: 'foreign', code, what };
}

/** BOF records of BIFF 2, 3 and 4 with their fixed lengths. */
function isBiff(head: Buffer): boolean {
  if (head.length < 8 || head[0] !== 0x09) return false;
  const version = head[1];
  const length = head.readUInt16LE(2);
  return (
    (version === 0x00 && length === 4) ||
    ((version === 0x02 || version === 0x04) && length === 6) ||
    (version === 0x08 && (length === 8 || length === 16))
  );
}

function tellMarkup(text: string): Signature {
  const start = text.slice(0, 8_192).toLowerCase();
  if (start.includes('urn:schemas-microsoft-com:office:spreadsheet')) {
    // Excel's own HTML names the same namespace in <html xmlns:x=…excel>, never :spreadsheet.
    return { kind: 'spreadsheet_xml' };
  }
  if (start.includes('application/vnd.oasis.opendocument.spreadsheet')) {
    return foreign('flat_ods', 'unsupported_format');
  }
  if (start.includes('www.gnumeric.org')) return foreign('gnumeric', 'unsupported_format');
  const markup = start.replace(/^(?:<\?xml[^>]*>|<!--[\s\S]*?-->|\s)+/, '');
  if (
    /^<(?:!doctype html|html|head|meta|body|table|style|div|title|center|font|tr|p|h\d)\b/.test(
      markup,
    )
  ) {
    return { kind: 'html' };
  }
  if (
    start.startsWith('<?xml') ||
    /^<!(?:doctype|entity)/.test(markup) ||
    /^<[a-z][\w:.-]*(?:\s[^<]*)?>/.test(markup)
  ) {
    return foreign('xml');
  }
  return { kind: 'text' };
}
