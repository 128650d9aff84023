/** What pages say of a sheet's problems: the command line's own advice is none there. */
import { expect, test } from 'vitest';
import { problemForPages, problemMessage, type SheetProblemCode } from '#etl/messages.ts';

const CODES: Readonly<Record<SheetProblemCode, true>> = {
  not_recognised: true,
  missing_required: true,
  two_columns_one_field: true,
  lower_rank_unused: true,
  unknown_mapping_field: true,
  mapping_header_absent: true,
  taken_by_shape: true,
  date_taken: true,
  table_above: true,
  tables_side_by_side: true,
  unit_converted: true,
  unit_unknown: true,
  column_without_header: true,
  form_unknown: true,
  form_incomplete: true,
  form_too_long: true,
};
const PARTS = { header: '「报修」', detail: '报修时间', value: '{"报修": "reported_at"}' };

test('no text of a sheet problem speaks of options or mapping files', () => {
  for (const code of Object.keys(CODES) as SheetProblemCode[]) {
    // These two can only come from a mapping file.
    if (code === 'unknown_mapping_field' || code === 'mapping_header_absent') continue;
    for (const lang of ['zh', 'en'] as const) {
      const said = problemForPages(problemMessage(code, lang, PARTS));
      expect(said, code).not.toMatch(/--|mapping\.json|对应文件|mapping file/);
      expect(said, code).toMatch(lang === 'zh' ? /。$/ : /\.$/);
    }
  }
  expect(problemForPages(problemMessage('missing_required', 'zh', PARTS))).toBe(
    '缺少必需的列：报修时间。在各列的“对到”里选。',
  );
  expect(problemForPages(problemMessage('not_recognised', 'zh'))).toContain('“类型”里选。');
});
