// Entry of the reading thread. TypeScript runs as it is: tsx is registered before the first import.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
