/**
 * The labels of a sheet: cells that hold nothing but a label, and labels written in front of their value in one cell
 * (客户姓名：王五   电话：138…). A label is known by alias, by a mapping or by a taught layout, never by likeness.
 */
import { foldSpaces } from '#etl/cells/fold.ts';
import { hasMarks } from '#etl/cells/ticks.ts';
import { combined } from '#etl/recognise/header-rows.ts';
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import type { FieldSpec } from '#etl/types.ts';
import type { Grid, GridCell } from './grid.ts';

/** What the words of a form mean. */
export interface Vocabulary {
  /** Fields a normalised label may stand for; null for a word that is no label. */
  fieldsOf(normalised: string): readonly FieldSpec[] | null;
}

/** A label in the sheet. */
export interface Label {
  /** Normalised text of the spelling that is known, or of the label as written. */
  readonly key: string;
  /** As written, without its colon. */
  readonly text: string;
  readonly cell: GridCell;
  readonly known: boolean;
  readonly fields: readonly FieldSpec[];
  /** Text behind the label in its own cell; null where the cell holds nothing but the label. */
  readonly inline: string | null;
  /** The label ends in a colon. */
  readonly colon: boolean;
}

/** The longest text looked at: a form's cell is no letter. */
const LONGEST = 600;
const LONGEST_LABEL = 24;
/** A Chinese word before a colon that is no known label. */
const UNKNOWN_LABEL = /^[\u4e00-\u9fff()（）/]{2,10}$/;
const NO_LABEL = /^(?:其他|其它|注|备注说明|第.步)$/;
const BOUNDARY = /[\s,，;；、|。_＿□☐☑☒√✓✔■●)）]/;

/** Fields whose text may hold a colon of its own. */
const FREE_TEXT = new Set([
  'address',
  'fault',
  'fault_cause',
  'solution',
  'replaced_parts',
  'delay_reason',
  'remark',
  'description',
  'reason',
]);

export function isFreeText(label: Label): boolean {
  return label.fields.some((spec) => FREE_TEXT.has(spec.field));
}

/** All labels of a sheet in reading order. Unknown ones only where a colon marks them. */
export function findLabels(grid: Grid, vocabulary: Vocabulary): Label[] {
  return withoutValues(grid.filled.flatMap((cell) => labelsOf(cell, grid, vocabulary)));
}

/** Where labels carry colons, a word without one beside a label is its value, though it reads like a label (派工人：| 内勤). */
function withoutValues(labels: readonly Label[]): Label[] {
  const known = labels.filter((label) => label.known);
  const colons = known.filter((label) => label.colon).length;
  if (colons < 4 || colons * 10 < known.length * 8) return [...labels];
  const alone = labels.filter((label) => label.colon && label.inline === null);
  return labels.filter(
    ({ colon, cell }) =>
      colon ||
      !alone.some(
        (left) =>
          left.cell.row <= cell.row &&
          left.cell.bottom >= cell.row &&
          left.cell.right + 1 === cell.col,
      ),
  );
}

function labelsOf(cell: GridCell, grid: Grid, vocabulary: Vocabulary): Label[] {
  const { text } = cell;
  if (typeof cell.cell !== 'string' || text.length > LONGEST) return [];
  const colon = /[:：]/.test(text);
  const bare = foldSpaces(text).replace(/[\s:：_＿]+$/, '');
  if (bare.length <= LONGEST_LABEL && !/[:：]/.test(bare)) {
    const spelling = spellingsOf(cell, bare, grid).find(
      (one) => vocabulary.fieldsOf(normaliseHeader(one)) !== null,
    );
    if (spelling !== undefined) {
      const key = normaliseHeader(spelling);
      const fields = vocabulary.fieldsOf(key) ?? [];
      return [{ key, text: bare, cell, known: true, fields, inline: null, colon }];
    }
    if (hasMarks(text)) return ticked(cell, vocabulary);
    if (!colon || !UNKNOWN_LABEL.test(bare.replaceAll(' ', ''))) return [];
    return [
      {
        key: normaliseHeader(bare),
        text: bare,
        cell,
        known: false,
        fields: [],
        inline: null,
        colon,
      },
    ];
  }
  return colon ? pairsOf(cell, vocabulary) : [];
}

/** A label beside a heading merged over several rows (客户信息 over 姓名, 电话) is read with it. */
function spellingsOf(cell: GridCell, bare: string, grid: Grid): readonly string[] {
  for (let col = cell.col - 1; col >= 1; ) {
    const left = grid.at(cell.row, col);
    if (left.bottom > left.row && left.text !== '' && left.bottom >= cell.bottom) {
      return left.bottom > cell.bottom || left.row < cell.row
        ? combined(foldSpaces(left.text).replaceAll(' ', ''), bare)
        : [bare];
    }
    col = left.col - 1;
  }
  return [bare];
}

/** `□出示工作证 ☑统一着装`: boxes before questions of yes or no. */
function ticked(cell: GridCell, vocabulary: Vocabulary): Label[] {
  const parts = [...cell.text.matchAll(/([□☐☑☒√✓✔■])\s*([^□☐☑☒√✓✔■]+)/g)];
  const labels = parts.map(([, mark = '', words = '']): Label | null => {
    const key = normaliseHeader(words);
    const fields = vocabulary.fieldsOf(key);
    const asked = fields?.some((spec) => spec.type === 'yes_no' || spec.type === 'signature');
    if (fields === null || asked !== true) return null;
    const inline = /[□☐]/.test(mark) ? '' : '√';
    return { key, text: words.trim(), cell, known: true, fields, inline, colon: true };
  });
  return labels.every((label) => label !== null) ? labels : [];
}

/** Labels with their values in one text. */
function pairsOf(cell: GridCell, vocabulary: Vocabulary): Label[] {
  const { text } = cell;
  const found: { label: Omit<Label, 'inline'>; start: number; end: number }[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== ':' && text[at] !== '：') continue;
    const previous = found.at(-1);
    const named = labelBefore(text, from, at, vocabulary, previous?.label);
    if (named === null) continue;
    found.push({ label: { ...named.label, cell, colon: true }, start: named.start, end: at + 1 });
    from = at + 1;
  }
  const [only, second] = found;
  return found.map(({ label, end }, i) => {
    const value = text.slice(end, found[i + 1]?.start ?? text.length);
    // A cell that holds nothing but its label has its value beside or below.
    const alone =
      only !== undefined && second === undefined && only.start === 0 && value.trim() === '';
    return { ...label, inline: alone ? null : value };
  });
}

function labelBefore(
  text: string,
  from: number,
  colon: number,
  vocabulary: Vocabulary,
  previous: Omit<Label, 'inline'> | undefined,
): { label: Pick<Label, 'key' | 'text' | 'known' | 'fields'>; start: number } | null {
  let last = from;
  for (let start = from; start < colon; start += 1) {
    if (start > from && !BOUNDARY.test(text[start - 1] ?? '')) continue;
    last = start;
    const words = text.slice(start, colon);
    if (words.trim().length > LONGEST_LABEL || /^\s/.test(words)) continue;
    const key = normaliseHeader(words);
    const fields = key === '' ? null : vocabulary.fieldsOf(key);
    if (fields !== null) return { label: { key, text: words.trim(), known: true, fields }, start };
  }
  const words = text.slice(last, colon).trim();
  // 第一步：… in a description is its own; elsewhere an unknown label ends the value before it.
  if (!UNKNOWN_LABEL.test(words) || NO_LABEL.test(words)) return null;
  if (previous?.fields.some((spec) => FREE_TEXT.has(spec.field))) return null;
  if (last === from && previous !== undefined) return null;
  return {
    label: { key: normaliseHeader(words), text: words, known: false, fields: [] },
    start: last,
  };
}
