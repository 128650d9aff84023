/**
 * Cell looks. A look is plain data; the book of formats turns each distinct one into one Excel format.
 * Colours are the light theme's tokens: ink, lines and meanings as on the page.
 */
import { Color, Format, FormatAlign, FormatBorder } from 'wasm-xlsxwriter';

const INK = {
  ink: 0x14181d,
  quiet: 0x646e7a,
  met: 0x0b6b64,
  breached: 0xb23616,
  pending: 0x845c00,
} as const;

const GROUND = {
  head: 0xeff1f4,
  group: 0xf9fafb,
  pending: 0xfcf3d9,
  unknown: 0xeff1f4,
} as const;

export const LINE = 0xe3e6ea;
export const LINE_STRONG = 0xc9d0d7;

/** Fills of the charts: meanings, then the ordered satisfaction scale, then neutral lines. */
export const FILL = {
  met: 0x0f766e,
  breached: 0xbf3d1b,
  open: 0xe0916f,
  pending: 0xd2a02a,
  invalid: 0x7b8b96,
  notCaptured: 0xb6bec7,
  scores: [0xa83415, 0xe0916f, 0xdfe3e8, 0x74b8ae, 0x0f766e],
  now: 0x1b5a9e,
  before: 0x67b5e2,
  line: 0x1b5a9e,
  target: 0x14181d,
  text: 0x48525d,
} as const;

export interface Look {
  /** Excel number format. */
  readonly num?: string;
  readonly align?: 'left' | 'right' | 'center';
  /** Steps in from the left. */
  readonly indent?: number;
  /** Middle by default. */
  readonly high?: boolean;
  readonly bold?: boolean;
  readonly size?: number;
  readonly ink?: keyof typeof INK;
  readonly ground?: keyof typeof GROUND;
  readonly wrap?: boolean;
  /** Hairline below (the default in tables), a stronger one above (totals), or none. */
  readonly line?: 'below' | 'above' | 'none';
  /** Excel's quote mark: the cell stays text even when edited. */
  readonly quoted?: boolean;
}

export const FONT = { zh: 'Microsoft YaHei', en: 'Calibri' } as const;
export const FONT_SIZE = 10;

/** Formats of one workbook, one per distinct look. */
export class FormatBook {
  readonly #formats = new Map<string, Format>();
  readonly #font: string;

  constructor(lang: 'zh' | 'en') {
    this.#font = FONT[lang];
  }

  /** The plain format all cells start from. */
  base(): Format {
    return new Format().setFontName(this.#font).setFontSize(FONT_SIZE);
  }

  of(look: Look): Format {
    const key = JSON.stringify(look);
    const known = this.#formats.get(key);
    if (known !== undefined) return known;
    const made = this.#make(look);
    this.#formats.set(key, made);
    return made;
  }

  #make(look: Look): Format {
    // Setters change the format they are called on; the fresh one from base() is ours alone.
    const format = this.base()
      .setFontSize(look.size ?? FONT_SIZE)
      .setFontColor(Color.rgb(INK[look.ink ?? 'ink']))
      .setAlign(look.high === true ? FormatAlign.Top : FormatAlign.VerticalCenter);
    if (look.num !== undefined) format.setNumFormat(look.num);
    if (look.align === 'left') format.setAlign(FormatAlign.Left);
    if (look.align === 'right') format.setAlign(FormatAlign.Right);
    if (look.align === 'center') format.setAlign(FormatAlign.Center);
    if (look.indent !== undefined) format.setIndent(look.indent);
    if (look.bold === true) format.setBold();
    if (look.wrap === true) format.setTextWrap();
    if (look.quoted === true) format.setQuotePrefix();
    if (look.ground !== undefined) format.setBackgroundColor(Color.rgb(GROUND[look.ground]));
    const line = look.line ?? 'below';
    if (line !== 'none') {
      format.setBorderBottom(FormatBorder.Thin).setBorderBottomColor(Color.rgb(LINE));
    }
    if (line === 'above') {
      format.setBorderTop(FormatBorder.Thin).setBorderTopColor(Color.rgb(LINE_STRONG));
    }
    return format;
  }
}

/** Number formats. Negative numbers carry the true minus sign. */
export const NUM = {
  count: '#,##0;"−"#,##0',
  decimal1: '#,##0.0;"−"#,##0.0',
  decimal2: '#,##0.00;"−"#,##0.00',
  yuan: '"¥"#,##0.00;"−¥"#,##0.00',
  percent1: '0.0%',
  /** Of days; hours go on beyond 24. */
  hours: '[h]:mm',
  date: 'yyyy-mm-dd',
  dateTime: 'yyyy-mm-dd hh:mm',
} as const;
