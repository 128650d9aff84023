#!/usr/bin/env node
// TypeScript runs as it is: tsx is registered before the first import.
import { register } from 'tsx/esm/api';

register();
const { watchOutput } = await import('./output.ts');
watchOutput();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
