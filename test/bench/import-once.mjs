// One import in a process of its own, so that its peak memory can be read. Prints JSON.
import { run } from '../../etl/typescript.mjs';

await run(import.meta.resolve('./import-once.ts'));
