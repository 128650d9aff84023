// Entry of the thread that makes a workbook of rejected rows.
import { run } from '../typescript.mjs';

await run(import.meta.resolve('./worker.ts'));
