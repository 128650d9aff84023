import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { importFiles } from '#etl/import-files.ts';
import { monthFines } from '#queries/reports/fines.ts';
import { monthReport } from '#queries/reports/month-report.ts';
import { watermark } from '#queries/reports/month-report.ts';
import { openWarehouse } from '#queries/warehouse/warehouse.ts';
const jobs = JSON.parse(readFileSync('/tmp/r2/jobs.json', 'utf8'));
mkdirSync('/tmp/r2/out', { recursive: true });
for (const job of jobs) {
  const w = await openWarehouse({ path: ':memory:' });
  const r = await importFiles(w, job.files.map((path: string) => ({ path })), { dataDir: null, acceptPartial: true }, { nowMicros: Date.UTC(2027, 10, 30) * 1000, lang: 'zh' });
  const rejected: unknown[] = [];
  for (const f of r.files) { if (f.error) rejected.push(f.error); for (const s of f.sheets as any[]) if (s.rejected || s.unmapped.length) rejected.push([f.file, s.rejected, s.unmapped, s.issues.slice(0, 3)]); }
  const results: Record<string, unknown> = {};
  for (const asOf of job.as_of) for (const m of job.months) {
    const a = asOf ?? (await watermark(w)) ?? `${m}-01T00:00:00`;
    results[`${asOf === null ? 'None' : asOf}|${m}`] = { report: await monthReport(w, m, a), fines: await monthFines(w, m, a, 'zh') };
  }
  writeFileSync(`/tmp/r2/out/${job.seed}.json`, JSON.stringify({ rejected, results }, (_k, v) => typeof v === 'bigint' ? Number(v) : v));
  w.close();
}
