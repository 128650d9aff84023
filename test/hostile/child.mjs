// Entry of a judging process. TypeScript runs as it is: tsx is registered before the first import.
import { register } from 'tsx/esm/api';

register();
await import('./child.ts');
