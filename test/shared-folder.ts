/** What the processes of one run of the tests share: they have one parent. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function sharedFolder(parent: number): string {
  return join(tmpdir(), `aftercare-test-${parent}`);
}
