#!/usr/bin/env node
import { run } from '../../etl/typescript.mjs';

await run(import.meta.resolve('./start.ts'));
