/** What the page of a draft says, computed from the draft. Pure. */
import type {
  Draft,
  DraftColumn,
  DraftFile,
  DraftSheet,
  Question,
  RowCounts,
} from '#app/data/import-desk.ts';
import type { FieldChoice } from '#app/data/import-fields.server.ts';
import { withParams } from '#app/filters/links.ts';

/** What of a draft the URL names. */
export interface Shown {
  file: number;
  sheet: number;
  show: 'interesting' | 'all';
  /** The cell at hand. */
  row: number | null;
  col: string | null;
}

/** Parameters that name the cell at hand: a change of these alone asks the server nothing. */
export const CELL_PARAMS = ['row', 'col'] as const;

/** The address of a draft with what is shown of it. */
export function draftLink(id: string, shown: Partial<Shown> = {}): string {
  return withParams(`/imports/drafts/${encodeURIComponent(id)}`, {
    file: shown.file,
    sheet: shown.sheet,
    show: shown.show === 'all' ? 'all' : null,
    row: shown.row,
    col: shown.col,
  });
}

/** Rows that go in with the next commit: those of files that are not refused, without the rejected ones. */
export function acceptedRows(counts: RowCounts): number {
  return counts.rows - counts.rejected;
}

/** What was read of all files, refused ones included: `draft.counts` speaks of those that go in. */
export function readCounts(draft: Draft): RowCounts {
  const sum = (name: keyof RowCounts) =>
    draft.files.reduce((total, { counts }) => total + counts[name], 0);
  return {
    rows: sum('rows'),
    new: sum('new'),
    changed: sum('changed'),
    unchanged: sum('unchanged'),
    rejected: sum('rejected'),
    skipped: sum('skipped'),
    removed: sum('removed'),
  };
}

/** Questions that stop a sheet; names off the roster are notes and stop nothing. */
export function isBlocking(question: Question): boolean {
  return question.type !== 'unknown_value' || question.blocking;
}

export type CommitBlock =
  | { code: 'answering' }
  | { code: 'reading' }
  | { code: 'computing' }
  | { code: 'failed' }
  | { code: 'questions'; count: number }
  /** Every file is refused: the first one says why. */
  | { code: 'refused'; file: string; message: string }
  | { code: 'known'; batch: number }
  | { code: 'nothing' };

/** The sheets are there, what importing them does to the figures is still computed. */
export function isComputing(draft: Pick<Draft, 'state' | 'consequences'>): boolean {
  return draft.state === 'ready' && draft.consequences === null;
}

/** Files whose effect is not computed because they cannot go in yet; those a person left out have none. */
export function uncountedFiles(draft: Pick<Draft, 'files'>): number {
  return draft.files.filter(({ error }) => error !== null && error.code !== 'left_out').length;
}

/**
 * Whether the draft can go in as it stands, and what stays behind. `answering`: a decision about it is on its way, so it
 * does not stand as the page shows it.
 */
export function commitState(
  draft: Draft,
  answering = false,
): {
  rows: number;
  removed: number;
  rejected: number;
  /** Files that would stay out. */
  refused: DraftFile[];
  block: CommitBlock | null;
} {
  const refused = draft.files.filter(({ error }) => error !== null);
  const accepted = draft.files.filter(({ error }) => error === null);
  const rejected = draft.files.reduce((sum, { counts }) => sum + counts.rejected, 0);
  const { removed } = draft.counts;
  const rows = acceptedRows(draft.counts);
  const made = (block: CommitBlock | null) => ({ rows, removed, rejected, refused, block });
  if (answering) return made({ code: 'answering' });
  if (draft.state === 'reading') return made({ code: 'reading' });
  if (draft.state === 'failed') return made({ code: 'failed' });
  if (isComputing(draft)) return made({ code: 'computing' });
  if (draft.questions > 0) return made({ code: 'questions', count: draft.questions });
  const [first] = refused;
  // Where all that could go in is in already, the file that is kept out is what the work is about.
  if (first && accepted.every(({ known_in_batch }) => known_in_batch !== null)) {
    return made({ code: 'refused', file: first.file, message: first.error?.message ?? '' });
  }
  const known = accepted.find(({ known_in_batch }) => known_in_batch !== null);
  if (known && accepted.every(({ known_in_batch }) => known_in_batch !== null)) {
    return made({ code: 'known', batch: known.known_in_batch ?? 0 });
  }
  if (rows === 0 && removed === 0) return made({ code: 'nothing' });
  return made(null);
}

/** The file and sheet a page shows: those of the URL where there are such, else where work is to be done. */
export function chosenSheet(
  draft: Draft,
  wanted: { file: number | null; sheet: number | null },
): { file: DraftFile; sheet: DraftSheet } | null {
  const named = draft.files.find(({ index }) => index === wanted.file);
  const inFile = named?.sheets.find(({ position }) => position === wanted.sheet);
  if (named && inFile) return { file: named, sheet: inFile };
  const files = named ? [named] : draft.files;
  const all = files.flatMap((file) => file.sheets.map((sheet) => ({ file, sheet })));
  return (
    all.find(({ sheet }) => sheet.questions.some(isBlocking)) ??
    all.find(({ sheet }) => sheet.counts.rejected > 0) ??
    all.find(({ sheet }) => sheet.counts.changed > 0) ??
    all.find(({ sheet }) => sheet.kinds.length > 0) ??
    all[0] ??
    null
  );
}

/**
 * The sheet to go on with after the one at hand: the next that must be answered about, or, with no question open, the
 * next with rejected rows. From the last sheet it goes on with the first; null where only the one at hand has any.
 */
export function nextSheet(
  draft: Draft,
  at: { file: DraftFile; sheet: DraftSheet },
): { file: DraftFile; sheet: DraftSheet } | null {
  const all = draft.files.flatMap((file) => file.sheets.map((sheet) => ({ file, sheet })));
  const place = all.findIndex(
    ({ file, sheet }) => file.index === at.file.index && sheet.position === at.sheet.position,
  );
  const others = [...all.slice(place + 1), ...all.slice(0, Math.max(place, 0))];
  const asked = ({ sheet }: { sheet: DraftSheet }) => sheet.questions.some(isBlocking);
  return (
    others.find(asked) ??
    (all.some(asked) ? null : (others.find(({ sheet }) => sheet.counts.rejected > 0) ?? null))
  );
}

/**
 * Columns in the order a person works through them: asked about, warned about, not imported, chosen by hand, all others.
 * What a person chose stays in sight, so that it can be looked at again and taken back.
 */
export function orderedColumns(sheet: DraftSheet): {
  work: DraftColumn[];
  settled: DraftColumn[];
} {
  const asked = new Set(
    sheet.questions.flatMap((question) =>
      question.type === 'two_columns' ? question.columns.map(({ letter }) => letter) : [],
    ),
  );
  const SETTLED = 5;
  const place = (column: DraftColumn): number => {
    if (asked.has(column.letter)) return 0;
    if (column.warning) return 1;
    if (column.suggestions.length > 0 && column.fields.length === 0) return 2;
    if (column.fields.length === 0 && column.why === null) return 3;
    if (column.why === 'chosen') return 4;
    return SETTLED;
  };
  const sorted = sheet.columns.toSorted((a, b) => place(a) - place(b));
  return {
    work: sorted.filter((column) => place(column) < SETTLED),
    settled: sorted.filter((column) => place(column) === SETTLED),
  };
}

/** How many columns are matched, asked about and left out. */
export function columnSums(sheet: DraftSheet): {
  columns: number;
  matched: number;
  asked: number;
  out: number;
} {
  const asked = sheet.questions.filter(({ type }) => type === 'two_columns').length;
  const matched = sheet.columns.filter(({ fields }) => fields.length > 0).length;
  return {
    columns: sheet.columns.length,
    matched,
    asked,
    out: sheet.columns.length - matched,
  };
}

/** Fields for a column: those of the sheet's kinds first, each kind with the fields that match what was typed. */
export function fieldGroups(
  choices: readonly FieldChoice[],
  kinds: readonly string[],
  typed: string,
): { kind: FieldChoice['kind']; fields: FieldChoice[] }[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ search }: FieldChoice) => words.every((word) => search.includes(word));
  const of = new Map<FieldChoice['kind'], FieldChoice[]>();
  for (const choice of choices.filter(fits)) {
    // Without a search only the sheet's own kinds are listed: nine kinds of fields are no list to read.
    if (words.length === 0 && kinds.length > 0 && !kinds.includes(choice.kind)) continue;
    of.set(choice.kind, [...(of.get(choice.kind) ?? []), choice]);
  }
  const place = (kind: string) => {
    const index = kinds.indexOf(kind);
    return index === -1 ? kinds.length : index;
  };
  return [...of]
    .map(([kind, fields]) => ({ kind, fields }))
    .sort((a, b) => place(a.kind) - place(b.kind));
}
