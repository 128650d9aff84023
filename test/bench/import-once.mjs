// One import in a process of its own, so that its peak memory can be read. Prints JSON.
import { register } from 'tsx/esm/api';

register();
const { importFiles } = await import('../../etl/import-files.ts');
const { openWarehouse } = await import('../../queries/warehouse/warehouse.ts');

const [csv, db, folder] = process.argv.slice(2);
const warehouse = await openWarehouse({ path: db });
const started = performance.now();
const result = await importFiles(
  warehouse,
  [{ path: csv }],
  { dataDir: folder, acceptPartial: true },
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
