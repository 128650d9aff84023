// Entry of the thread that makes a workbook of rejected rows. TypeScript runs as it is: tsx is registered first.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
