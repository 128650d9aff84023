/** `aftercare import`: spreadsheets go in; prints what each sheet brought. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import type { ImportOptions } from '#etl/import-files.ts';
import { importFiles } from '#etl/import-files.ts';
import {
  anyRefused,
  type FileResult,
  type ImportResult,
  type SheetResult,
} from '#etl/load/result.ts';
import { RejectedRows, writeRejects } from '#etl/rejects/index.ts';
import { knownWords } from '#etl/rejects/known-words.ts';
import { KINDS } from '#etl/sheets/index.ts';
import { SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import { isMonth } from '#queries/values/month.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptySample, holdsSample } from '../../data/sample-department.server.ts';
import type { CommandContext } from '../context.ts';
import { parseFlags } from '../flags.ts';
import { cannotWrite, whyUnwritable } from '../output-file.ts';
import { systemProblem } from '../system-problem.ts';
import { importTexts } from './import-texts.ts';

/** Issues printed per sheet; the JSON and the rejects workbook hold them all. */
const ISSUES_PRINTED = 20;

export const name = 'import';
export const usage =
  'import FILE… [--kind K] [--mapping FILE] [--dry-run] [--json] [--accept-partial] [--rejects OUT.xlsx] [--replace-month M]';

const MAPPING = z.record(z.string(), z.string().nullable());

/** Exit code 0: all files in (or shown, for a dry run); 1: at least one file refused; 2: wrong usage. */
export async function run(args: string[], ctx: CommandContext): Promise<number> {
  const texts = importTexts(ctx.lang);
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args, ctx.lang);
  } catch (error) {
    ctx.stderr(`${texts.wrongUsage(messageOf(error))}\n${usage}\n`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (positionals.length === 0) {
    ctx.stderr(`${texts.noFiles}\n${usage}\n`);
    return 2;
  }
  const kind = values.kind === undefined ? undefined : asKind(values.kind);
  if (kind === null) {
    ctx.stderr(`${texts.unknownKind(values.kind ?? '', SHEET_KINDS.join(', '))}\n`);
    return 2;
  }
  const replaceMonth = values['replace-month'];
  if (replaceMonth !== undefined && !isMonth(replaceMonth)) {
    ctx.stderr(`${texts.badMonth(replaceMonth)}\n`);
    return 2;
  }
  let mapping: Record<string, string | null> | undefined;
  if (values.mapping !== undefined) {
    const read = await readMapping(values.mapping, ctx.lang);
    if (typeof read === 'string') {
      ctx.stderr(`${read}\n`);
      return 1;
    }
    mapping = read;
  }
  // Before anything goes in: rows whose errors nobody can be shown would be lost.
  const unwritable =
    values.rejects === undefined ? null : await whyUnwritable(values.rejects, ctx.lang);
  if (unwritable !== null) {
    ctx.stderr(`${unwritable}\n`);
    return 1;
  }

  const rejects = new RejectedRows();
  const progress = process.stderr.isTTY && values.json !== true ? progressLine(ctx) : null;
  const options: ImportOptions = {
    dataDir: ctx.dataDir,
    dryRun: values['dry-run'] === true,
    acceptPartial: values['accept-partial'] === true,
    rejects,
    ...(kind === undefined ? {} : { kind }),
    ...(mapping === undefined ? {} : { mapping }),
    ...(replaceMonth === undefined ? {} : { replaceMonth }),
    ...(progress === null ? {} : { onProgress: progress.show }),
  };
  const inputs = positionals.map((path) => ({ path }));
  const clock = { nowMicros: ctx.nowMicros, lang: ctx.lang };
  const isNew = !existsSync(ctx.dbPath);
  let warehouse = await openWarehouse({ path: ctx.dbPath });
  let result: ImportResult;
  let words: Awaited<ReturnType<typeof knownWords>> | undefined;
  try {
    // The sample department makes room for the department's own files, but not for files that are refused anyway.
    if (options.dryRun !== true && (await holdsSample(warehouse))) {
      const trial = await importFiles(
        warehouse,
        inputs,
        { dataDir: null, dryRun: true, ...forTrial(options) },
        clock,
      );
      if (trial.files.some((file) => file.error === null)) {
        warehouse = await emptySample(warehouse, ctx);
        ctx.stderr(`${texts.sampleEmptied}\n`);
      }
    }
    result = await importFiles(warehouse, inputs, options, clock);
    if (rejects.sheets.length > 0) words = await knownWords(warehouse);
  } finally {
    progress?.clear();
    // A try, or files that were all refused, leave things as they were: no database where there was none.
    const useless = isNew && !(await holdsBatch(warehouse));
    warehouse.close();
    if (useless) {
      await rm(ctx.dbPath, { force: true });
      await rm(`${ctx.dbPath}.wal`, { force: true });
    }
  }

  if (values.json === true) ctx.stdout(`${JSON.stringify(result)}\n`);
  else {
    for (const file of result.files) if (wasRead(file)) ctx.stdout(describeFile(file, ctx.lang));
  }
  for (const file of result.files) if (file.error !== null) ctx.stderr(`${file.error.message}\n`);
  let rejectsLost = false;
  if (values.rejects !== undefined && rejects.sheets.length > 0) {
    try {
      await writeRejects(values.rejects, rejects.sheets, ctx.lang, words);
      ctx.stderr(`${texts.rejectsWritten(values.rejects)}\n`);
    } catch (error) {
      // A full disk shows only now; what went in is told all the same.
      ctx.stderr(`${cannotWrite(values.rejects, error, ctx.lang)}\n`);
      rejectsLost = true;
    }
  }
  if (values.json !== true && result.files.some(wasRead)) {
    ctx.stdout(`${conclusion(result, ctx.lang)}\n`);
  }
  return anyRefused(result) || rejectsLost ? 1 : 0;
}

/** Whether anything was ever imported; a database that cannot be asked any more may well hold something. */
async function holdsBatch(warehouse: Warehouse): Promise<boolean> {
  const found = await warehouse
    .read('SELECT count(*) AS n FROM src_batch', z.object({ n: z.number() }))
    .catch(() => null);
  return found?.[0]?.n !== 0;
}

/** What decides whether a file is taken, without what a trial must not fill or show. */
function forTrial({ kind, mapping, acceptPartial }: ImportOptions): Partial<ImportOptions> {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(mapping === undefined ? {} : { mapping }),
    ...(acceptPartial === undefined ? {} : { acceptPartial }),
  };
}

function parse(args: string[], lang: 'zh' | 'en') {
  return parseFlags(
    {
      args,
      allowPositionals: true,
      options: {
        kind: { type: 'string' },
        mapping: { type: 'string' },
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
        'accept-partial': { type: 'boolean' },
        rejects: { type: 'string' },
        'replace-month': { type: 'string' },
      },
    },
    lang,
  );
}

function asKind(text: string): SheetKind | null {
  return SHEET_KINDS.find((kind) => kind === text) ?? null;
}

/** The mapping file, a JSON object, header → field (`kind.field` where needed, null to leave a column out); or why it is none. */
async function readMapping(
  path: string,
  lang: 'zh' | 'en',
): Promise<Record<string, string | null> | string> {
  const texts = importTexts(lang);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return texts.noMapping(path, systemProblem(error, lang));
  }
  try {
    return MAPPING.parse(JSON.parse(text));
  } catch {
    return texts.badMapping(path);
  }
}

/** False for a file refused before its rows were read: the one message on stderr says all there is. */
function wasRead(file: FileResult): boolean {
  return file.error === null || file.error.code === 'rows_rejected';
}

function describeFile(file: FileResult, lang: 'zh' | 'en'): string {
  const texts = importTexts(lang);
  const facts = [file.format, file.encoding].filter((fact) => fact !== null).join(' · ');
  const lines = [facts === '' ? file.file : `${file.file} (${facts})`];
  if (file.known_in_batch !== null) lines.push(`  ${texts.known(file.known_in_batch)}`);
  for (const sheet of file.sheets) lines.push(...describeSheet(sheet, lang));
  return `${lines.join('\n')}\n`;
}

function describeSheet(sheet: SheetResult, lang: 'zh' | 'en'): string[] {
  const texts = importTexts(lang);
  const kinds = sheet.kind.map((kind) => KINDS[kind].spec.title[lang]).join(' + ');
  const lines = [
    `  ${sheet.sheet}${sheet.hidden ? texts.hidden : ''}: ${kinds === '' ? texts.notRecognised : kinds}`,
  ];
  if (sheet.kind.length > 0) {
    lines.push(`    ${texts.counts(sheet)}`);
    if (sheet.skipped > 0) lines.push(`    ${texts.skipped(sheet)}`);
    if (sheet.hidden_rows > 0) lines.push(`    ${texts.hiddenRows(sheet.hidden_rows)}`);
    if (sheet.removed > 0) lines.push(`    ${texts.removed(sheet.removed)}`);
    const changed = Object.entries(sheet.changed_fields);
    if (changed.length > 0) {
      lines.push(
        `    ${texts.changedFields(changed.map(([field, n]) => `${field} ${n}`).join(', '))}`,
      );
    }
    if (sheet.unmapped.length > 0) lines.push(`    ${texts.unmapped(sheet.unmapped)}`);
  }
  for (const issue of sheet.issues.slice(0, ISSUES_PRINTED)) {
    const cell = issue.row === 0 ? (issue.column ?? '') : `${issue.column ?? ''}${issue.row}`;
    const header = issue.header === null ? '' : ` ${issue.header}`;
    const value = issue.value === '' ? '' : ` ${texts.quoted(issue.value)}`;
    lines.push(`    ${cell}${header}${value}: ${issue.message}`.replace(/^ {4}: /, '    '));
  }
  const more = sheet.issues.length - ISSUES_PRINTED + sheet.issues_left_out;
  if (more > 0) lines.push(`    ${texts.moreIssues(more)}`);
  return lines;
}

function conclusion(result: ImportResult, lang: 'zh' | 'en'): string {
  const texts = importTexts(lang);
  if (result.dry_run) return texts.dryRun;
  if (result.batch !== null) return texts.imported(result.batch);
  return anyRefused(result) ? texts.nothingImported : texts.nothingNew;
}

/** A line on the terminal that is written over while rows pass. */
function progressLine(ctx: CommandContext): {
  show: (file: string, rows: number) => void;
  clear: () => void;
} {
  const texts = importTexts(ctx.lang);
  return {
    show: (file, rows) => ctx.stderr(`\r\x1b[K${texts.progress(basename(file), rows)}`),
    clear: () => ctx.stderr('\r\x1b[K'),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
