/**
 * Reading a workbook: 200,000 rows × 16 columns through the reading thread into the staging tables, against the bare
 * streaming read of exceljs, which hands rows to nobody.
 */
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import ExcelJS from 'exceljs';
import { Incoming } from '#etl/load/incoming.ts';
import { readKindTables } from '#etl/load/kind-tables.ts';
import { incomingSheet } from '#etl/load/plan.ts';
import { openSession } from '#etl/session/thread.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';
import { writeTicketCsv } from './department-csv.ts';
import { median } from './median.ts';

const CLOCK = { nowMicros: Date.UTC(2026, 10, 2) * 1000, lang: 'zh' } as const;

/** Headers of columns that hold times: in a workbook they are numbers with a format. */
const TIMES = /时间/;

/** A workbook as Excel saves it: texts shared, times as serials. The rows are those of the csv bench, over so many days. */
export async function writeTicketWorkbook(path: string, rows: number, days = 730): Promise<void> {
  const csv = `${path}.csv`;
  await writeTicketCsv(csv, rows, days);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    filename: path,
    useSharedStrings: true,
    useStyles: true,
  });
  const sheet = workbook.addWorksheet('报修');
  let times: readonly boolean[] | null = null;
  for await (const line of createInterface({ input: createReadStream(csv) })) {
    const cells = line.split(',');
    if (times === null) {
      times = cells.map((header) => TIMES.test(header));
      for (const [at, isTime] of times.entries()) {
        if (isTime) sheet.getColumn(at + 1).numFmt = 'yyyy-mm-dd hh:mm:ss';
      }
      sheet.addRow(cells).commit();
      continue;
    }
    const isTime = times;
    sheet
      .addRow(
        cells.map((text, at) => {
          if (text === '') return null;
          return isTime[at] === true ? new Date(`${text.replace(' ', 'T')}Z`) : text;
        }),
      )
      .commit();
  }
  await workbook.commit();
}

/** Rows that exceljs hands out. */
async function readBare(path: string): Promise<number> {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(path, {
    entries: 'ignore',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    worksheets: 'emit',
  });
  let rows = 0;
  for await (const sheet of reader) {
    for await (const _ of sheet) rows += 1;
  }
  return rows;
}

/** Data rows that stand in the staging tables: what an import does before it compares. */
async function readAndStage(warehouse: Warehouse, path: string): Promise<number> {
  const tables = await readKindTables(warehouse);
  const session = await openSession(path, { lang: 'zh' });
  let rows = 0;
  try {
    const plans = await session.plan({ lang: 'zh' });
    const incoming = await Incoming.open(warehouse, plans.map(incomingSheet), tables);
    await incoming.startWriting();
    for (const { sheetOrd } of plans) {
      await session.stage(sheetOrd, incoming.valueColumns, CLOCK, {
        chunk(table, chunk) {
          if (table === 'cells') rows += chunk.rows;
          incoming.addChunk(table, chunk);
        },
        progress() {},
        restart: () => incoming.restartSheet(sheetOrd),
      });
    }
    await incoming.drop();
  } finally {
    await session.close();
  }
  return rows;
}

/** Measures both, three times in turn, and says what the medians are. */
export async function benchWorkbook(
  folder: string,
  rows: number,
  line: (title: string, text: string) => void,
): Promise<void> {
  const path = join(folder, 'tickets.xlsx');
  await writeTicketWorkbook(path, rows);
  line(
    'workbook',
    `${rows.toLocaleString('en')} rows × 16 columns, ${(statSync(path).size / 2 ** 20).toFixed(0)} MiB`,
  );
  const warehouse = await openWarehouse({ path: join(folder, 'workbook.duckdb') });
  const bare: number[] = [];
  const staged: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    bare.push(await seconds(() => readBare(path), rows + 1));
    staged.push(await seconds(() => readAndStage(warehouse, path), rows));
  }
  warehouse.close();
  const [plain, ours] = [median(bare), median(staged)];
  line('  exceljs, bare streaming read', `${plain.toFixed(2)} s`);
  line(
    '  read and staged (thread, staging tables)',
    `${ours.toFixed(2)} s = ${(ours / plain).toFixed(2)} × exceljs (limit 1.5)`,
  );
}

async function seconds(work: () => Promise<number>, expected: number): Promise<number> {
  const started = performance.now();
  const rows = await work();
  if (rows !== expected) throw new Error(`${rows} rows instead of ${expected}`);
  return (performance.now() - started) / 1000;
}
