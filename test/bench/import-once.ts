/** One import into a new database: `import-once.mjs CSV DATABASE FOLDER`, what import-once.mjs runs. */
import { importFiles } from '#etl/import-files.ts';
import { openWarehouse } from '#queries/warehouse/warehouse.ts';

const [csv = '', path = '', dataDir = ''] = process.argv.slice(2);
const warehouse = await openWarehouse({ path });
const started = performance.now();
const result = await importFiles(
  warehouse,
  [{ path: csv }],
  { dataDir, acceptPartial: true },
  { nowMicros: Date.UTC(2026, 10, 2) * 1000, lang: 'zh' },
);
const imported_s = (performance.now() - started) / 1000;
warehouse.close();
const rejected = result.files
  .flatMap((file) => file.sheets)
  .reduce((sum, sheet) => sum + sheet.rejected, 0);
console.log(
  JSON.stringify({ imported_s, peak_mib: process.resourceUsage().maxRSS / 1024, rejected }),
);
