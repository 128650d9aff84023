/**
 * A tokenizer for the XML parts of a workbook. It takes text in pieces of any length and keeps only what the next
 * piece must complete, so that a sheet of any size passes through in flat memory.
 *
 * It knows what spreadsheets need: elements without their prefix, attributes, text, CDATA. A DTD is never
 * processed but reported, so entities other than XML's own five cannot exist.
 */

import { MAX_XML_TOKEN_CHARS } from '../limits.ts';

export interface XmlHandler {
  /** The tokenizer stops behind the tag that made this true; absent: it never does. */
  readonly full?: boolean;
  /** Text is handed over only while this is true. */
  readonly wantsText: boolean;
  /**
   * @param name local name, prefix removed
   * @param attributes text between the name and the end of the tag, for {@link attribute}
   * @param empty the element closes itself; {@link close} is not called for it
   */
  open(name: string, attributes: string, empty: boolean): void;
  close(name: string): void;
  /** A piece of text with its entities decoded; one text may come in several pieces. */
  text(text: string): void;
}

/** The XML breaks off, is no XML, or declares a DTD. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
  constructor(readonly reason: 'malformed' | 'dtd' | 'too_long') {
    super(`XML ${reason}`);
  }
}

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const COLON = 0x3a;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

export class XmlTokenizer {
  private rest = '';
  private depth = 0;
  private elements = 0;

  constructor(private readonly handler: XmlHandler) {}

  /** Takes the next piece; true where the handler was full before the piece was through: push '' to go on. */
  push(piece: string): boolean {
    const { handler } = this;
    const text = this.rest === '' ? piece : this.rest + piece;
    let at = 0;
    for (;;) {
      // Most tags follow one another directly.
      const open = text.charCodeAt(at) === LT ? at : text.indexOf('<', at);
      if (open < 0) break;
      const next = this.token(text, at, open);
      if (next < 0) break;
      at = next;
      if (handler.full === true) {
        this.rest = text.slice(at);
        return true;
      }
    }
    this.rest = at === 0 ? text : text.slice(at);
    if (this.rest.length > MAX_XML_TOKEN_CHARS) throw new XmlError('too_long');
    return false;
  }

  /** Call after the last piece. */
  end(): void {
    if (this.depth !== 0 || this.elements === 0 || this.rest.includes('<')) {
      throw new XmlError('malformed');
    }
  }

  /** Handles the text before and the markup at `open`; the position after it, or -1 if it is not complete. */
  private token(text: string, at: number, open: number): number {
    const { handler } = this;
    const first = text.charCodeAt(open + 1);
    if (first === BANG || first === QUESTION) return this.special(text, at, open);
    const end = tagEnd(text, open + 1);
    if (end < 0) return -1;
    if (open > at && handler.wantsText) handler.text(decodeEntities(text.slice(at, open)));
    if (first === SLASH) {
      this.depth -= 1;
      if (this.depth < 0) throw new XmlError('malformed');
      handler.close(localName(text, open + 2, nameEnd(text, open + 2, end)));
    } else {
      const empty = text.charCodeAt(end - 1) === SLASH;
      if (!empty) this.depth += 1;
      this.elements += 1;
      const last = nameEnd(text, open + 1, end);
      handler.open(localName(text, open + 1, last), text.slice(last, empty ? end - 1 : end), empty);
    }
    return end + 1;
  }

  private special(text: string, at: number, open: number): number {
    const { handler } = this;
    const [start, stop] = text.startsWith('<!--', open)
      ? ['<!--', '-->']
      : text.startsWith('<![CDATA[', open)
        ? ['<![CDATA[', ']]>']
        : text.startsWith('<?', open)
          ? ['<?', '?>']
          : ['', ''];
    if (start === '') {
      if ('<![CDATA['.startsWith(text.slice(open)) || '<!--'.startsWith(text.slice(open)))
        return -1;
      throw new XmlError(
        /^<!(?:DOCTYPE|ENTITY)/i.test(text.slice(open, open + 16)) ? 'dtd' : 'malformed',
      );
    }
    const end = text.indexOf(stop, open + start.length);
    if (end < 0) return -1;
    if (open > at && handler.wantsText) handler.text(decodeEntities(text.slice(at, open)));
    if (start === '<![CDATA[' && handler.wantsText)
      handler.text(text.slice(open + start.length, end));
    return end + stop.length;
  }
}

/** Position of the `>` that ends a tag, quotes respected, or -1 if it has not arrived yet. */
function tagEnd(text: string, from: number): number {
  let quote = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (quote !== 0) {
      if (char === quote) quote = 0;
    } else if (char === GT) {
      return at;
    } else if (char === DOUBLE_QUOTE || char === SINGLE_QUOTE) {
      quote = char;
    } else if (char === LT) {
      throw new XmlError('malformed');
    }
  }
  return -1;
}

function nameEnd(text: string, from: number, end: number): number {
  let at = from;
  for (; at < end; at += 1) {
    const char = text.charCodeAt(at);
    if (char <= 0x20 || char === SLASH) break;
  }
  return at;
}

function localName(text: string, from: number, to: number): string {
  for (let at = from; at < to; at += 1) {
    if (text.charCodeAt(at) === COLON) return text.slice(at + 1, to);
  }
  return text.slice(from, to);
}

const ATTRIBUTE = /([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The value of an attribute by its local name, entities decoded; null if it is not there. */
export function attribute(attributes: string, name: string): string | null {
  if (!attributes.includes(name)) return null;
  for (const match of attributes.matchAll(ATTRIBUTE)) {
    const key = match[1] ?? '';
    if (key === name || key.endsWith(`:${name}`)) return decodeEntities(match[2] ?? match[3] ?? '');
  }
  return null;
}

/** True for `1`, `true`, `on`. */
export function booleanAttribute(attributes: string, name: string): boolean {
  const value = attribute(attributes, name);
  return value === '1' || value === 'true' || value === 'on';
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** `_x000D_` is how workbooks write a character that XML does not allow; `_x005F_` writes the underscore itself. */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
