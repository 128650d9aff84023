/** Tick boxes, of printed forms and in lists alike: `□满意 ☑一般`, `√非常满意 满意`, `满意(√) 一般( )`, `[x]是 [ ]否`. */
import { foldSpaces, halfWidth } from '#etl/cells/fold.ts';

/** What the boxes of a text say. */
export type Ticked =
  /** The text has no boxes: it is an ordinary value. */
  | { readonly kind: 'plain' }
  /** Boxes, and none is ticked. */
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly option: string }
  | { readonly kind: 'several'; readonly options: readonly string[] }
  /** A tick that cannot be told to one option. */
  | { readonly kind: 'unclear' };

const EMPTY = '□';
const TICK = '☑';
const EMPTY_BOX = /[□☐○◯▢◻]/g;
const TICKED_BOX = /[☑☒■●⊠✅√✓✔]/g;
/** A mark or nothing between brackets; letters count as a mark in square ones and round ones alike. */
const BRACKETED_TICK = /[([【〔]\s*(?:√|✓|✔|☑|■|●|x|X|v|V)\s*[)\]】〕]/g;
/** A cross between brackets says no to its option. */
const BRACKETED_BLANK = /[([【〔]\s*[×✗✘]?\s*[)\]】〕]/g;
const ANY = /[□☑]/;

/**
 * Reads the boxes of a text.
 *
 * @param choice whether the field asks for one of several words; a lone √ in a free text is no tick box
 */
export function readTicks(raw: string, choice: boolean): Ticked {
  const text = foldSpaces(marked(raw));
  const boxes = text.includes(EMPTY);
  if (!ANY.test(text)) return { kind: 'plain' };
  // A mark by itself is the answer to a yes or no; bullets and ticks in a sentence are the writer's.
  if (/^[□☑]$/.test(text)) return text === EMPTY ? { kind: 'none' } : { kind: 'plain' };
  if (!choice && !boxes && !/[☑☒✅]/.test(raw)) return { kind: 'plain' };
  const marks = [...text.matchAll(/[□☑]/g)];
  if (!boxes && marks.length < words(text).length) return loneTick(text);
  const first = text.search(ANY);
  // Boxes stand before their options or behind them, all in one way.
  if (first === 0) return chosen(text.split(/(?=[□☑])/).map((part) => [part[0], part.slice(1)]));
  if (ANY.test(text.slice(-1))) {
    const parts = text.match(/[^□☑]*[□☑]/g) ?? [];
    return chosen(parts.map((part) => [part.slice(-1), part.slice(0, -1)]));
  }
  return { kind: 'unclear' };
}

/** Nothing else begins a mark: most texts are told by one look. */
const MAY_BE_MARKED = /[□☐○◯▢◻☑☒■●⊠✅√✓✔([（［【〔]/;

/** Whether a text has a box or a tick in it. */
export function hasMarks(raw: string): boolean {
  return MAY_BE_MARKED.test(raw) && ANY.test(marked(raw));
}

/** All kinds of boxes as two characters. */
function marked(raw: string): string {
  return halfWidth(raw)
    .replace(BRACKETED_TICK, TICK)
    .replace(BRACKETED_BLANK, EMPTY)
    .replace(TICKED_BOX, TICK)
    .replace(EMPTY_BOX, EMPTY);
}

function words(text: string): string[] {
  return text.split(/[\s□☑,、;/|]+/).filter((word) => word !== '');
}

function chosen(parts: readonly (readonly [string | undefined, string])[]): Ticked {
  const options = parts
    .filter(([mark]) => mark === TICK)
    .map(([, option]) => option.replace(/^[\s,、;/|:]+|[\s,、;/|]+$/g, ''));
  if (options.includes('')) return { kind: 'unclear' };
  const [only] = options;
  if (only === undefined) return { kind: 'none' };
  return options.length === 1 ? { kind: 'one', option: only } : { kind: 'several', options };
}

/** Ticks among words without boxes: each belongs to the word it touches. */
function loneTick(text: string): Ticked {
  const options: string[] = [];
  for (const word of text.split(/[\s,、;/|]+/)) {
    if (!word.includes(TICK)) continue;
    const bare = word.replaceAll(TICK, '');
    // A tick with space on both sides, or between two words, touches neither.
    if (bare === '' || !(word.startsWith(TICK) || word.endsWith(TICK))) return { kind: 'unclear' };
    options.push(bare);
  }
  const [only] = options;
  if (only === undefined) return { kind: 'none' };
  return options.length === 1 ? { kind: 'one', option: only } : { kind: 'several', options };
}
