/**
 * HR's own workbook filled instead of the built-in sheet: placeholders become values, the person's row stands once per
 * person with its formats, merged cells and height, and what lies below moves down with its formulas. Pure.
 *
 * The workbook is taken apart and put together by exceljs, which knows nothing of charts, shapes, pivot tables and
 * macros: a template with any of them is refused when it is uploaded, rather than quietly robbed of it.
 */
import ExcelJS from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { translator } from '#app/i18n/index.ts';
import { LedgerRefused } from '#queries/ledger/types.ts';
import { excelSerial, yuan } from '../excel-values.ts';
import { NUM } from '../formats.ts';
import type { Lang } from '../workbook-input.ts';
import { LoneReference, moveFormula } from './formula-refs.ts';
import { growRow } from './grow-row.ts';
import { type DeductionInput, holdTogether } from './input.ts';
import { BRACES, type Placeholder, placeholderOf, type Value } from './placeholders.ts';
import { setText } from './set-text.ts';
import { addControlSheets } from './template-sheets.ts';
import { deductionWords } from './words.ts';

/** Bytes of an uploaded template, and of all its parts unpacked. */
export const MAX_TEMPLATE_BYTES = 5 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 60 * 1024 * 1024;
const MAX_PARTS = 500;
/** A sheet of wages has fewer cells by far; styled empty cells count too. */
const MAX_CELLS = 200_000;
/** Refusals listed at a time. */
const MAX_PROBLEMS = 20;

/** Parts that would be lost, by their place in the file. */
const LOST = [
  ['charts', /^xl\/(charts|chartsheets)\//],
  ['pivots', /^xl\/pivot/],
  ['tables', /^xl\/tables\//],
  ['controls', /^xl\/(ctrlProps|activeX)\//],
  ['macros', /^xl\/vbaProject/],
  ['links', /^xl\/externalLinks\//],
] as const;

type Problem =
  | (typeof LOST)[number][0]
  | 'shapes'
  | 'damaged'
  | 'large'
  | 'nobody'
  | { readonly unknown: string; readonly cell: string }
  | { readonly rows: string; readonly sheet: string }
  | { readonly lone: string; readonly cell: string };

/** A template that cannot be filled; the message names the cell and says what to change. */
export class TemplateRefused extends LedgerRefused {}

function refused(problems: readonly Problem[], lang: Lang): TemplateRefused {
  const t = translator(lang);
  const details = problems.slice(0, MAX_PROBLEMS).map((problem) => {
    if (typeof problem === 'string') return t(`closing.template.refused.${problem}`);
    if ('unknown' in problem) {
      return t('closing.template.refused.unknown', { cell: problem.cell, name: problem.unknown });
    }
    if ('rows' in problem) {
      return t('closing.template.refused.rows', { sheet: problem.sheet, cells: problem.rows });
    }
    return t('closing.template.refused.lone', { cell: problem.cell, reference: problem.lone });
  });
  return new TemplateRefused(details.join(t('semicolon')), details);
}

/** @throws TemplateRefused where it is no workbook, is too large, or holds what would be lost */
async function open(bytes: Uint8Array, lang: Lang): Promise<ExcelJS.Workbook> {
  if (bytes.byteLength > MAX_TEMPLATE_BYTES) throw refused(['large'], lang);
  let unpacked = 0;
  let parts = 0;
  const names: string[] = [];
  let drawings: Record<string, Uint8Array>;
  try {
    drawings = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        unpacked += originalSize;
        parts += 1;
        names.push(name);
        return /^xl\/drawings\/[^/]+\.xml$/.test(name) && unpacked <= MAX_UNPACKED_BYTES;
      },
    });
  } catch {
    throw refused(['damaged'], lang);
  }
  if (unpacked > MAX_UNPACKED_BYTES || parts > MAX_PARTS) throw refused(['large'], lang);
  const lost: Problem[] = LOST.filter(([, place]) => names.some((name) => place.test(name))).map(
    ([what]) => what,
  );
  if (
    Object.values(drawings).some((part) => /<(?:xdr:)?(?:sp|cxnSp|grpSp)[ >]/.test(strFromU8(part)))
  ) {
    lost.push('shapes');
  }
  if (lost.length > 0) throw refused(lost, lang);
  const workbook = new ExcelJS.Workbook();
  try {
    const copy = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(copy).set(bytes);
    await workbook.xlsx.load(copy);
  } catch {
    throw refused(['damaged'], lang);
  }
  if (workbook.worksheets.length === 0) throw refused(['damaged'], lang);
  return workbook;
}

/** A cell's text where it may hold placeholders: plain or rich; null for everything else. */
function textOf(cell: ExcelJS.Cell): string | null {
  const { value } = cell;
  if (typeof value === 'string') return value;
  if (value !== null && typeof value === 'object' && 'richText' in value) {
    return value.richText.map(({ text }) => text).join('');
  }
  return null;
}

interface Found {
  readonly cell: ExcelJS.Cell;
  readonly names: readonly { readonly name: string; readonly placeholder: Placeholder }[];
}

interface Layout {
  readonly sheet: ExcelJS.Worksheet;
  readonly found: readonly Found[];
  /** The row that is repeated; null on a sheet without persons. */
  readonly row: number | null;
}

/**
 * Where each sheet's placeholders stand.
 * @throws TemplateRefused naming every unknown placeholder, persons in several rows, no person anywhere
 */
function layouts(workbook: ExcelJS.Workbook, lang: Lang): Layout[] {
  const problems: Problem[] = [];
  let cells = 0;
  const all = workbook.worksheets.map((sheet): Layout => {
    const found: Found[] = [];
    const rows = new Map<number, string>();
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        cells += 1;
        // The other cells of a merged range repeat the first one's value.
        if (cell.isMerged && cell.master.address !== cell.address) return;
        const text = textOf(cell);
        if (text === null) return;
        const names = [...text.matchAll(BRACES)].flatMap(([, name = '']) => {
          const placeholder = placeholderOf(name);
          if (placeholder === null) {
            problems.push({ unknown: name.trim(), cell: `${sheet.name} ${cell.address}` });
            return [];
          }
          if (placeholder.of === 'person' && !rows.has(Number(cell.row))) {
            rows.set(Number(cell.row), cell.address);
          }
          return [{ name, placeholder }];
        });
        if (names.length > 0) found.push({ cell, names });
      });
    });
    if (rows.size > 1) {
      problems.push({ rows: [...rows.values()].join(' '), sheet: sheet.name });
    }
    return { sheet, found, row: [...rows.keys()][0] ?? null };
  });
  if (cells > MAX_CELLS) throw refused(['large'], lang);
  if (problems.length === 0 && all.every(({ row }) => row === null)) problems.push('nobody');
  for (const { sheet, row } of all) {
    if (row !== null) problems.push(...loneReferences(workbook, sheet.name, row));
  }
  if (problems.length > 0) throw refused(problems, lang);
  return all;
}

/** Formulas anywhere in the workbook that take one cell of the person's row where they need all of them. */
function loneReferences(workbook: ExcelJS.Workbook, name: string, row: number): Problem[] {
  const problems: Problem[] = [];
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((each) => {
      if (sheet.name === name && each.number === row) return;
      each.eachCell((cell) => {
        if (cell.type !== ExcelJS.ValueType.Formula || (cell.isMerged && cell.master !== cell))
          return;
        try {
          moveFormula(cell.formula, sheet.name, { sheet: name, row, extra: 1 }, null);
        } catch (error) {
          if (!(error instanceof LoneReference)) throw error;
          problems.push({ lone: error.reference, cell: `${sheet.name} ${cell.address}` });
        }
      });
    });
  }
  return problems;
}

/**
 * Whether a workbook can be filled.
 * @throws TemplateRefused
 */
export async function checkTemplate(bytes: Uint8Array, lang: Lang): Promise<void> {
  layouts(await open(bytes, lang), lang);
}

/**
 * The template filled with the month, with control totals and differences behind its own sheets, as the bytes of an .xlsx file.
 * Formulas are recomputed when it is opened.
 * @throws TemplateRefused as checkTemplate; DeductionMismatch when the fines do not add up to the sheet
 */
export async function fillTemplate(bytes: Uint8Array, input: DeductionInput): Promise<Uint8Array> {
  holdTogether(input);
  const workbook = await open(bytes, input.lang);
  const all = layouts(workbook, input.lang);
  const { people } = input.sheet;
  for (const { sheet, row } of all) {
    // One row is there already; without persons it stays, empty.
    const extra = Math.max(0, people.length - 1);
    if (row !== null) growRow(workbook, { sheet: sheet.name, row, extra });
  }
  for (const { sheet, found, row } of all) {
    const taken = new Set(
      found.flatMap(({ names }) =>
        names.flatMap(({ placeholder }) =>
          placeholder.of === 'person' && placeholder.rule !== null ? [placeholder.rule] : [],
        ),
      ),
    );
    const moved = (from: number) =>
      row !== null && from > row ? from + Math.max(0, people.length - 1) : from;
    for (const { cell, names } of found) {
      const column = Number(cell.col);
      const at = Number(cell.row);
      const copies = at === row ? Math.max(1, people.length) : 1;
      for (let index = 0; index < copies; index += 1) {
        const person = people[index];
        const target = sheet.getCell(at === row ? at + index : moved(at), column);
        const values = names.map(({ name, placeholder }): readonly [string, Value] => [
          name,
          placeholder.of === 'month'
            ? placeholder.value(input)
            : person === undefined
              ? { as: 'text', text: null }
              : placeholder.value(person, { index, input, taken }),
        ]);
        fillCell(target, values);
      }
    }
  }
  addControlSheets(workbook, input);
  markState(workbook, input);
  // Results of the template's own formulas are those of its placeholders: every program computes them anew.
  workbook.calcProperties = { ...workbook.calcProperties, fullCalcOnLoad: true };
  const written = await workbook.xlsx.writeBuffer();
  return new Uint8Array(written);
}

/** A value as text inside a longer text. */
function inWords(value: Value): string {
  if (value.as === 'text') return value.text ?? '';
  if (value.as === 'count') return String(value.count);
  if (value.as === 'money') return value.fen === null ? '' : `${yuan(value.fen).toFixed(2)}`;
  if (value.time === null) return '';
  return value.time.slice(0, value.clock ? 16 : 10).replace('T', ' ');
}

/** A date as exceljs takes one: read as if it were in UTC, so that no zone moves it. */
function dateOf(time: string): Date {
  const days = excelSerial(time) - 25_569;
  return new Date(Math.round(days * 86_400_000));
}

function fillCell(cell: ExcelJS.Cell, values: readonly (readonly [string, Value])[]): void {
  const text = textOf(cell) ?? '';
  const [only] = values;
  const alone = only !== undefined && values.length === 1 && text.replace(BRACES, '').trim() === '';
  if (alone) {
    const [, value] = only;
    if (value.as === 'text') setText(cell, value.text ?? '');
    else if (value.as === 'count') set(cell, value.count, null);
    else if (value.as === 'money') {
      set(cell, value.fen === null ? null : yuan(value.fen), NUM.yuan);
    } else {
      const shown = value.time?.slice(0, value.clock ? 19 : 10) ?? null;
      const format = value.clock ? NUM.dateTime : NUM.date;
      set(cell, shown === null ? null : dateOf(shown), format);
    }
    return;
  }
  const queue = values.map(([, value]) => inWords(value));
  const next = () => queue.shift() ?? '';
  const rich = cell.value;
  if (rich !== null && typeof rich === 'object' && 'richText' in rich) {
    const whole = rich.richText.every(
      ({ text: run }) => !/\{\{|\}\}|｛｛|｝｝/.test(run.replace(BRACES, '')),
    );
    if (whole) {
      cell.value = {
        richText: rich.richText.map((run) => ({ ...run, text: run.text.replace(BRACES, next) })),
      };
      return;
    }
  }
  setText(cell, text.replace(BRACES, next));
}

/** Keeps the template's own format; one that says nothing is given the usual one. */
function set(cell: ExcelJS.Cell, value: number | Date | null, format: string | null): void {
  cell.value = value;
  const own = cell.numFmt;
  if (format !== null && (own === undefined || own === '' || own === 'General')) {
    cell.style = { ...cell.style, numFmt: format };
  }
}

/** Draft or closed, revision and checksum in every sheet's page header and footer, whatever the template prints there. */
function markState(workbook: ExcelJS.Workbook, input: DeductionInput): void {
  const own = deductionWords(input.lang);
  const { sheet } = input;
  const revision = `${own.revision(sheet.revision)} · ${own.checksum(sheet.checksum)}`;
  for (const each of workbook.worksheets) {
    // exceljs says null where a sheet has none.
    const pages = { ...each.headerFooter };
    if (sheet.state === 'draft') {
      pages.oddHeader = withPart(pages.oddHeader, 'C', own.draftLine);
      if (pages.differentOddEven) pages.evenHeader = withPart(pages.evenHeader, 'C', own.draftLine);
      if (pages.differentFirst) pages.firstHeader = withPart(pages.firstHeader, 'C', own.draftLine);
    }
    pages.oddFooter = withPart(pages.oddFooter, 'R', revision);
    each.headerFooter = pages;
  }
}

/** A page header with words put before its left, centre or right part. */
function withPart(header: string | undefined, part: 'C' | 'R', words: string): string {
  const given = header ?? '';
  const mark = `&${part}`;
  const at = given.indexOf(mark);
  if (at < 0) return `${given}${mark}${words}`;
  return `${given.slice(0, at + 2)}${words} ${given.slice(at + 2)}`;
}
