/** What `import`, `imports` and `undo` say on the terminal. */
import type { SheetResult, SkipReason } from '#etl/load/result.ts';

/** The counts of a sheet. */
type Counts = Pick<SheetResult, 'rows' | 'new' | 'changed' | 'unchanged' | 'rejected'>;

const SKIPPED: Record<'zh' | 'en', Record<SkipReason, string>> = {
  zh: {
    title: '标题',
    repeated_header: '重复表头',
    total: '合计',
    signature: '签字',
    note: '备注',
    left_out: '人工略过',
    untouched: '退回时已导入',
  },
  en: {
    title: 'titles',
    repeated_header: 'repeated headers',
    total: 'totals',
    signature: 'signatures',
    note: 'notes',
    left_out: 'left out by hand',
    untouched: 'in when sent back',
  },
};

const zh = {
  wrongUsage: (why: string) => `用法不对：${why}`,
  noFiles: '没有给出要导入的文件。',
  unknownKind: (kind: string, kinds: string) => `不认识的表「${kind}」，可用：${kinds}`,
  badMonth: (month: string) => `月份「${month}」不对，写成 YYYY-MM，例如 2026-10。`,
  noMapping: (path: string, why: string) => `映射文件「${path}」打不开：${why}。`,
  badMapping: (path: string) =>
    `映射文件「${path}」读不出来：应是 JSON 对象，表头 → 字段，例如 {"来电": "reported_at", "内部备注": null}。`,
  known: (batch: number) => `这个文件已在第 ${batch} 批导入过，没有变化。`,
  hidden: '（隐藏的工作表）',
  notRecognised: '认不出是哪种表，未读',
  counts: (s: Counts) =>
    `读取 ${s.rows} 行：新增 ${s.new}，更改 ${s.changed}，未变 ${s.unchanged}，拒绝 ${s.rejected}`,
  skipped: (s: SheetResult) => `跳过 ${s.skipped} 行${why('zh', s)}`,
  hiddenRows: (n: number) => `其中 ${n} 行在表里是隐藏的，照样读取`,
  removed: (n: number) => `替换整月：原有 ${n} 条不在文件中，移除`,
  changedFields: (list: string) => `更改的字段：${list}`,
  unmapped: (headers: readonly string[]) => `没有用到的列：${headers.join('、')}`,
  quoted: (value: string) => `「${value}」`,
  moreIssues: (n: number) => `另有 ${n} 条，见 --json 或 --rejects`,
  dryRun: '试运行，什么都没有写入。',
  imported: (batch: number) => `已导入，第 ${batch} 批。`,
  nothingImported: '没有导入任何文件。',
  nothingNew: '没有新内容。',
  sampleEmptied: '示例部门已清空，现在只有自己的数据。',
  rejectsWritten: (path: string) =>
    `要改的表已写入 ${path}（xlsx），读不出的格标红并写明怎么改，「错误说明」列可筛选；改好后导入它，已经导入的行不动。`,
  progress: (file: string, rows: number) => `${file}：已读 ${rows} 行`,
  noBatches: '还没有导入过文件。',
  batch: (n: number, at: string) => `第 ${n} 批 ${at}`,
  undone: '（已撤销）',
  batchNumber: '给出要撤销的批次号，用 imports 查看。',
  undoDone: (batch: number, removed: number, restored: number) =>
    `已撤销第 ${batch} 批：移除 ${removed} 条，恢复到先前内容 ${restored} 条。`,
};

const en: typeof zh = {
  wrongUsage: (why) => `Wrong usage: ${why}`,
  noFiles: 'No file to import was named.',
  unknownKind: (kind, kinds) => `Unknown kind “${kind}”; known: ${kinds}`,
  badMonth: (month) => `Month “${month}” must be written YYYY-MM, e.g. 2026-10.`,
  noMapping: (path, why) => `Mapping file “${path}” cannot be opened: ${why}.`,
  badMapping: (path) =>
    `Mapping file “${path}” cannot be read: it must be a JSON object, header → field, e.g. {"来电": "reported_at", "内部备注": null}.`,
  known: (batch) => `This very file was imported in batch ${batch}; nothing changes.`,
  hidden: ' (hidden sheet)',
  notRecognised: 'not one of the known forms, not read',
  counts: (s) =>
    `${s.rows} rows: ${s.new} new, ${s.changed} changed, ${s.unchanged} unchanged, ${s.rejected} rejected`,
  skipped: (s) => `${s.skipped} rows skipped${why('en', s)}`,
  hiddenRows: (n) => `${n} of them are hidden in the sheet and were read all the same`,
  removed: (n) => `replacing the month: ${n} stored records are not in the file and go`,
  changedFields: (list) => `changed fields: ${list}`,
  unmapped: (headers) => `columns not used: ${headers.join(', ')}`,
  quoted: (value) => `“${value}”`,
  moreIssues: (n) => `${n} more, see --json or --rejects`,
  dryRun: 'Dry run: nothing was written.',
  imported: (batch) => `Imported as batch ${batch}.`,
  nothingImported: 'No file was imported.',
  nothingNew: 'Nothing new.',
  sampleEmptied: 'The sample department was taken out: only your own data are in now.',
  rejectsWritten: (path) =>
    `The sheets were written to ${path} (xlsx): cells that cannot be read are red and say how to mend them, and a column can be filtered for them. Mend it and import it: rows that are in already stay as they are.`,
  progress: (file, rows) => `${file}: ${rows} rows read`,
  noBatches: 'No file was imported yet.',
  batch: (n, at) => `Batch ${n}, ${at}`,
  undone: ' (undone)',
  batchNumber: 'Name the number of the batch to undo; see imports.',
  undoDone: (batch, removed, restored) =>
    `Batch ${batch} undone: ${removed} records removed, ${restored} returned to what they were before.`,
};

function why(lang: 'zh' | 'en', sheet: SheetResult): string {
  const parts = Object.entries(sheet.skipped_by).map(([reason, n]) => {
    const known = Object.entries(SKIPPED[lang]).find(([name]) => name === reason)?.[1] ?? reason;
    return `${known} ${n}`;
  });
  if (parts.length === 0) return '';
  return lang === 'zh' ? `（${parts.join('，')}）` : ` (${parts.join(', ')})`;
}

/** The texts in one language. */
export function importTexts(lang: 'zh' | 'en'): typeof zh {
  return lang === 'zh' ? zh : en;
}
