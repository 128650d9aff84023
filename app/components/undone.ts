import type { TFunction } from 'i18next';
import type { BatchSummary } from '#app/data/import-desk.ts';
import { formatTime } from '#app/format/index.ts';

/** When and by whom a batch was undone; '' while it is live, and of batches that did not keep it. */
export function undoneText(
  t: TFunction,
  batch: Pick<BatchSummary, 'undone_at' | 'undone_by'>,
  referenceYear?: string,
): string {
  const at = batch.undone_at === null ? '' : formatTime(batch.undone_at, referenceYear);
  return [at, batch.undone_by ?? ''].filter((part) => part !== '').join(t('separator'));
}
