/** How long a person waits for the preview of a sheet of 5,000 rows, beside the sample department. */
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { importFiles } from '#etl/import-files.ts';
import { DraftDesk, NOW_MICROS } from '../etl/draft/draft-desk.ts';
import { writeTicketWorkbook } from './workbook.ts';

const SAMPLE = join(import.meta.dirname, '../../sample-data/department');
const ROWS = 5_000;

/**
 * From taking the upload over to the preview with its cells, counts and questions, and further to what it does to rates and
 * fines; the median of five. The latter takes its time for every month a sheet touches, hence one of a month and one of two
 * years.
 */
export async function benchPreview(
  folder: string,
  line: (title: string, text: string) => void,
): Promise<void> {
  const desk = await DraftDesk.open();
  try {
    const sample = readdirSync(SAMPLE)
      .filter((name) => /\.(?:xlsx?|csv)$/.test(name))
      .map((name) => ({ path: join(SAMPLE, name) }));
    await importFiles(
      desk.writer,
      sample,
      { dataDir: null, acceptPartial: true },
      { nowMicros: NOW_MICROS, lang: 'zh' },
    );
    desk.warehouse.changed();
    for (const [months, days, limit] of [
      ['one month', 31, ' (limit 1,000)'],
      ['24 months', 730, ''],
    ] as const) {
      const path = join(folder, `preview-${days}.xlsx`);
      await writeTicketWorkbook(path, ROWS, days);
      const shown: number[] = [];
      const times: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        // The draft takes the file over.
        const upload = join(folder, 'upload.xlsx');
        copyFileSync(path, upload);
        const started = performance.now();
        const id = await desk.drafts.create([{ name: 'preview.xlsx', path: upload }], null);
        const { counts } = await desk.read(id);
        shown.push(performance.now() - started);
        await desk.ready(id);
        times.push(performance.now() - started);
        if (counts.rows !== ROWS) throw new Error(`${counts.rows} rows instead of ${ROWS}`);
        await desk.drafts.discard(id);
      }
      for (const [title, all, bound] of [
        [`preview of 5,000 rows of ${months}`, shown, limit],
        ['  with what it does to the figures', times, ''],
      ] as const) {
        all.sort((a, b) => a - b);
        line(title, `median ${all[2]?.toFixed(0)} ms, max ${all[4]?.toFixed(0)} ms${bound}`);
      }
    }
  } finally {
    await desk.close();
  }
}
