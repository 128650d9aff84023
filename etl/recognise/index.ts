/** From cells to records: which sheet this is, what each of its rows is, and what a row says. */

export {
  createRowReader,
  type RowReader,
  type RowReaderOptions,
  type RowReading,
  type RowRecord,
} from '#etl/recognise/assemble-row.ts';
export { headerFingerprint } from '#etl/recognise/fingerprint.ts';
export { createFirstPass, type FirstPass, needsFirstPass } from '#etl/recognise/first-pass.ts';
export { createMergeFiller } from '#etl/recognise/merges.ts';
export { normaliseHeader } from '#etl/recognise/normalise-header.ts';
export {
  type RecogniseOptions,
  type Recognition,
  recogniseSheet,
} from '#etl/recognise/recognise-sheet.ts';
export { createRowJudge, type RowRole, rowRole } from '#etl/recognise/row-role.ts';
