/** The header set of a sheet as one short name, under which a confirmed mapping is remembered. */

import { createHash } from 'node:crypto';
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import { isReturnedHeader } from '#etl/recognise/returned.ts';

/** 16 hex digits; the same for the same set of headers, whatever their order, and for a workbook sent back for mending. */
export function headerFingerprint(headers: readonly string[]): string {
  const set = headers
    .filter((header) => !isReturnedHeader(header))
    .map(normaliseHeader)
    .filter((header) => header !== '')
    .sort();
  return createHash('sha256').update(set.join('\u001f')).digest('hex').slice(0, 16);
}
