/** What a run of the tests leaves behind, put away. */
import { rmSync } from 'node:fs';
import { sharedFolder } from './shared-folder.ts';

export function teardown(): void {
  rmSync(sharedFolder(process.pid), { recursive: true, force: true });
}
