/** What the reading thread and its owner say to each other. */
import type { ImportClock, SheetCut, TextFacts } from '#etl/types.ts';
import type { PackedChunk } from './packed-chunk.ts';
import type {
  FileFacts,
  PlanChoices,
  ReadRow,
  RowsWanted,
  SheetPlan,
  StagedSheet,
} from './session.ts';
import type { Half } from './stage-rows.ts';
import type { StagedTable, ValueColumns } from './staged-tables.ts';

/** One call, or leave to go on: the owner has taken in one event of a running call. */
export type ToWorker =
  | {
      call: 'open';
      path: string;
      lang: 'zh' | 'en';
      name: string | null;
      known: TextFacts | null;
    }
  | { call: 'plan'; choices: PlanChoices }
  | { call: 'stage'; sheetOrd: number; columns: ValueColumns; clock: ImportClock }
  | { call: 'middle'; sheetOrd: number }
  | { call: 'half'; sheetOrd: number; columns: ValueColumns; clock: ImportClock; half: Half }
  | { call: 'rows'; sheetOrd: number; wanted: RowsWanted }
  | { call: 'close' }
  | { call: 'taken' };

/** What each call resolves with. */
export interface Results {
  open: FileFacts;
  plan: readonly SheetPlan[];
  stage: StagedSheet;
  middle: SheetCut | null;
  /** Null: the sheet has to be read whole. */
  half: StagedSheet | null;
  rows: readonly ReadRow[];
  close: null;
}

/** Events of a running call, its result, or why there is none. */
export type FromWorker =
  | { event: 'chunk'; table: StagedTable; chunk: PackedChunk }
  | { event: 'progress'; rows: number }
  | { event: 'restart' }
  | { event: 'done'; result: Results[keyof Results] }
  | { event: 'refused'; code: string; message: string; file: string }
  | { event: 'failed'; error: Error };
