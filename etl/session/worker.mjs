// Entry of the reading thread.
import { run } from '../typescript.mjs';

await run(import.meta.resolve('./worker.ts'));
