/** What the import pages say and draw, computed from drafts without a browser. */
import { describe, expect, test } from 'vitest';
import { fineDelta, moveText, ruleText } from '#app/components/moves.ts';
import {
  columnLetter,
  columnNumber,
  fittedColumns,
  foldedColumns,
  foldedItems,
  headOf,
  headSpans,
  mergeRows,
  mergeSpans,
  neighbourRow,
  parseAddress,
  rejectedCells,
} from '#app/components/sheet-grid/model.ts';
import * as steps from '#app/data/draft-choices.ts';
import type { Draft, RowState, WindowRow } from '#app/data/import-desk.ts';
import { fieldChoices } from '#app/data/import-fields.server.ts';
import { formatBytes } from '#app/format/index.ts';
import { offsetOf, withField, withoutField } from '#app/routes/import-draft/teach.ts';
import {
  chosenSheet,
  columnSums,
  commitState,
  draftLink,
  fieldGroups,
  nextSheet,
  orderedColumns,
  uncountedFiles,
} from '#app/routes/import-draft/view.ts';
import { fixtureDesk } from './fixture-desk.ts';
import { DRAFT, fixtureImportDesk } from './fixture-import-desk.ts';

function row(number: number, over: Partial<WindowRow> = {}): WindowRow {
  return {
    row: number,
    state: 'unchanged',
    hidden: false,
    cells: [],
    marks: {},
    issues: [],
    ...over,
  };
}

const issue = (severity: 'reject' | 'warning', column: string | null = null) => ({
  column,
  header: null,
  field: null,
  value: '',
  code: 'x',
  message: `${severity} ${column}`,
  severity,
});

describe('the grid', () => {
  test('column letters count as in a spreadsheet', () => {
    for (const [letter, number] of [
      ['A', 1],
      ['Z', 26],
      ['AA', 27],
      ['AZ', 52],
      ['XFD', 16_384],
    ] as const) {
      expect(columnNumber(letter)).toBe(number);
      expect(columnLetter(number)).toBe(letter);
    }
    expect(parseAddress('H12')).toEqual({ letter: 'H', row: 12 });
    expect(parseAddress('12')).toBeNull();
    expect(parseAddress('H0')).toBeNull();
  });

  test('what is of no interest is folded between and after the rows shown', () => {
    const items = foldedItems([row(4), row(7), row(8)], 3, 12, [], null);
    expect(items.map((item) => (item.type === 'row' ? item.row.row : item))).toEqual([
      { type: 'fold', from: 3, to: 3 },
      4,
      { type: 'fold', from: 5, to: 6 },
      7,
      8,
      { type: 'fold', from: 9, to: 12 },
    ]);
  });

  test('rows missing from a stretch fetched whole are blank, not folded', () => {
    const items = foldedItems([row(3), row(9)], 3, 9, [{ from: 3, to: 6 }], null);
    expect(items.map((item) => (item.type === 'row' ? item.row.row : item))).toEqual([
      3,
      { type: 'fold', from: 7, to: 8 },
      9,
    ]);
  });

  test('what was not asked for yet is fetched when it comes into sight', () => {
    expect(foldedItems([row(3)], 3, 900, [], 201).at(-1)).toEqual({ type: 'more', from: 201 });
    expect(foldedItems([row(3)], 3, 3, [], 4).at(-1)).toMatchObject({ type: 'row' });
  });

  test('titles and header stand above the body; a sheet without a header is all body', () => {
    const rows = [1, 2, 3, 4].map((number) => row(number));
    const head = headOf({ header: { top: 2, bottom: 3 }, rows });
    expect(head.titles.map((each) => each.row)).toEqual([1]);
    expect(head.header.map((each) => each.row)).toEqual([2, 3]);
    expect(head.bodyFrom).toBe(4);
    expect(headOf({ header: null, rows })).toEqual({ titles: [], header: [], bodyFrom: 1 });
  });

  test('runs of quiet columns fold, the first three and marked ones never', () => {
    const columns = 'ABCDEFGHIJKL'
      .split('')
      .map((letter) => ({ letter, width: 4, imported: true }));
    const marked = row(5, { marks: { H: { issue: null, before: '1', edited: null } } });
    const shape = (fold: boolean, keep = new Set<string>(), opened = new Set<string>()) =>
      foldedColumns(columns, [marked], fold, keep, opened).map((column) =>
        column.type === 'fold' ? `${column.from}–${column.to}` : column.letter,
      );
    expect(shape(true)).toEqual(['A', 'B', 'C', 'D–G', 'H', 'I–L']);
    expect(shape(true, new Set(['F']))).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I–L']);
    expect(shape(true, new Set(), new Set('DEFG'))).toEqual([...'ABCDEFGH'.split(''), 'I–L']);
    expect(shape(false)).toHaveLength(12);
    // Nothing is marked: nothing tells which columns matter.
    expect(foldedColumns(columns, [row(5)], true, new Set(), new Set())).toHaveLength(12);
  });

  test('columns are as wide as their texts, a title across all of them does not count', () => {
    const columns = ['A', 'B'].map((letter) => ({ letter, width: 40, imported: true }));
    const rows = [
      row(1, { state: 'title', cells: ['2026年10月售后维修台账'] }),
      row(2, { state: 'header', cells: ['单号', '报修时间'] }),
      row(3, {
        cells: ['BX001'],
        marks: { B: { issue: null, before: '12:46', edited: '11:46:00' } },
      }),
    ];
    // BX001 is 5 wide; 报修时间 is 8, the mended cell 8 with the 5 of the value it replaces.
    expect(fittedColumns(columns, rows, null).map(({ width }) => width)).toEqual([5, 13]);
    expect(fittedColumns(columns, [], null)).toEqual(columns);
    // What stands above the header is a title, whatever it is taken for.
    const above = [row(1, { state: 'note', cells: ['很长的一行说明'] }), ...rows.slice(1)];
    expect(fittedColumns(columns, above, { top: 2, bottom: 2 })[0]?.width).toBe(5);
  });

  test('a header joined over several rows and columns is written once, beside its columns', () => {
    const head = [
      row(1, { cells: ['序号', '时间', '时间', '收费'] }),
      row(2, { cells: ['序号', '报修', '到达', '收费'] }),
    ];
    const columns = foldedColumns(
      'ABCD'.split('').map((letter) => ({ letter, width: 4, imported: true })),
      [],
      false,
      new Set(),
      new Set(),
    );
    const merges = [
      { top: 1, left: 1, bottom: 2, right: 1 },
      { top: 1, left: 2, bottom: 1, right: 3 },
    ];
    const text = (index: number) =>
      headSpans(head[index] as WindowRow, head, columns, merges).map(({ span, text }) => [
        span,
        text,
      ]);
    expect(text(0)).toEqual([
      [1, ''],
      [2, '时间'],
      [1, '收费'],
    ]);
    expect(text(1)).toEqual([
      [1, '序号'],
      [1, '报修'],
      [1, '到达'],
      [1, '收费'],
    ]);
  });

  test('a row’s problems in the sheet’s order, those of the whole row last', () => {
    const problems = rejectedCells(
      row(9, {
        marks: {
          AA: { issue: issue('reject', 'AA'), before: null, edited: null },
          C: { issue: issue('reject', 'C'), before: null, edited: null },
          D: { issue: issue('warning', 'D'), before: null, edited: null },
        },
        issues: [issue('reject'), issue('warning')],
      }),
    );
    expect(problems.map(({ letter }) => letter)).toEqual(['C', 'AA', null]);
  });

  test('rows fetched twice stand once, the newest counts; stretches join', () => {
    const merged = mergeRows([row(3), row(1)], [row(3, { state: 'rejected' }), row(2)]);
    expect(merged.map((each) => [each.row, each.state])).toEqual([
      [1, 'unchanged'],
      [2, 'unchanged'],
      [3, 'rejected'],
    ]);
    expect(
      mergeSpans([
        { from: 11, to: 20 },
        { from: 1, to: 10 },
        { from: 30, to: 31 },
      ]),
    ).toEqual([
      { from: 1, to: 20 },
      { from: 30, to: 31 },
    ]);
  });

  test('from problem to problem in both directions', () => {
    const rows = ([1, 2, 3, 4] as const).map((number) =>
      row(number, { state: (number % 2 ? 'rejected' : 'new') as RowState }),
    );
    const bad = (each: WindowRow) => each.state === 'rejected';
    expect(neighbourRow(rows, 1, 1, bad)?.row).toBe(3);
    expect(neighbourRow(rows, 3, -1, bad)?.row).toBe(1);
    expect(neighbourRow(rows, 3, 1, bad)).toBeNull();
  });
});

describe('decisions', () => {
  test('each step says all of its record, so that merging loses nothing', () => {
    const choices = {
      edits: { A1: 'x' },
      leftOutRows: [9],
      columns: { B: 'ticket.phone' },
      values: { technician: { 小王: '王强' } },
    };
    expect(steps.edit(choices, 'C2', '')).toEqual({
      patch: { edits: { A1: 'x', C2: '' } },
      reset: false,
    });
    expect(steps.leaveRowOut(choices, 3)).toEqual({ patch: { leftOutRows: [3, 9] }, reset: false });
    expect(steps.chooseColumn(choices, 'C', null).patch).toEqual({
      columns: { B: 'ticket.phone', C: null },
    });
  });

  test('taking one back sends what remains', () => {
    expect(steps.unedit({ edits: { A1: 'x', B2: 'y' }, leaveOut: false }, 'A1')).toEqual({
      patch: { edits: { B2: 'y' }, leaveOut: false },
      reset: true,
    });
    expect(steps.unedit({ edits: { A1: 'x' } }, 'A1')).toEqual({ patch: {}, reset: true });
    expect(steps.takeRowIn({ leftOutRows: [3, 9] }, 3).patch).toEqual({ leftOutRows: [9] });
    expect(steps.unchooseColumn({ columns: { B: null } }, 'B')).toEqual({ patch: {}, reset: true });
  });

  test('another header or other kinds forget what no longer fits', () => {
    const choices = { columns: { B: 'receipt.charge', C: 'phone' }, edits: { A9: 'x' } };
    expect(steps.chooseHeader(choices, 4, 5).patch).toEqual({
      edits: { A9: 'x' },
      header: { top: 4, bottom: 5 },
    });
    expect(steps.chooseKinds(choices, ['ticket']).patch).toEqual({
      columns: { C: 'phone' },
      edits: { A9: 'x' },
      kinds: ['ticket'],
    });
    expect(steps.recogniseAnew({ ...choices, kinds: ['staff'], leftOutRows: [7] })).toEqual({
      patch: { edits: { A9: 'x' }, leftOutRows: [7] },
      reset: true,
    });
  });
});

describe('teaching a form', () => {
  const cell = (letter: string, number: number) => ({ letter, row: number, text: letter });
  test('the value stands right of its label or below it, merged cells counted from their edges', () => {
    expect(offsetOf(cell('A', 2), cell('B', 2), [])).toEqual({ right: 1, down: 0 });
    expect(offsetOf(cell('A', 2), cell('A', 3), [])).toEqual({ right: 0, down: 1 });
    const wide = [{ top: 2, left: 1, bottom: 2, right: 3 }];
    expect(offsetOf(cell('B', 2), cell('D', 2), wide)).toEqual({ right: 1, down: 0 });
    expect(offsetOf(cell('A', 2), cell('B', 4), wide)).toEqual({ right: 0, down: 2 });
    expect(offsetOf(cell('C', 2), cell('A', 2), [])).toBeNull();
    expect(offsetOf(cell('C', 2), cell('C', 1), [])).toBeNull();
    expect(offsetOf(cell('A', 2), cell('C', 2), wide)).toBeNull();
  });

  test('a label taught again replaces what it meant; the last one gone ends the layout', () => {
    const one = withField(null, { label: '客户', field: 'ticket.phone', right: 1, down: 0 }, [
      'ticket',
    ]);
    const two = withField(one, { label: '客户', field: 'receipt.charge', right: 2, down: 0 }, []);
    expect(two).toEqual({
      kinds: ['ticket', 'receipt'],
      fields: [{ label: '客户', field: 'receipt.charge', right: 2, down: 0 }],
    });
    expect(withoutField(two, '客户')).toBeNull();
  });
});

describe('a draft', () => {
  const draft = async () => (await fixtureImportDesk().draft(DRAFT)) as Draft;

  test('the button carries its number and says why it waits', async () => {
    const base = await draft();
    // 149 rows read, 3 of them rejected; one question stands.
    expect(commitState(base)).toMatchObject({
      rows: 146,
      rejected: 3,
      block: { code: 'questions', count: 1 },
    });
    const answered = { ...base, questions: 0 };
    expect(commitState(answered).block).toBeNull();
    expect(commitState({ ...answered, state: 'reading' }).block).toEqual({ code: 'reading' });
    // While an answer is on its way the page shows the draft of before it.
    expect(commitState(answered, true).block).toEqual({ code: 'answering' });
    const [file] = base.files;
    if (!file) throw new Error('the fixture has a file');
    const refused = { ...file, error: { code: 'x', message: '3 行读不出。' } };
    expect(commitState({ ...answered, files: [refused] }).block).toEqual({
      code: 'refused',
      file: '10月售后台账（更正）.xls',
      message: '3 行读不出。',
    });
    expect(commitState({ ...answered, files: [refused, file] })).toMatchObject({
      block: null,
      refused: [refused],
    });
    // Beside what is in already, the file that stays out is what is told of.
    expect(
      commitState({ ...answered, files: [{ ...file, known_in_batch: 7 }, refused] }).block?.code,
    ).toBe('refused');
    // What a refused file would change is not computed; of one left out on purpose there is nothing to compute.
    const out = { ...file, error: { code: 'left_out', message: '都标为不导入。' } };
    expect(uncountedFiles({ files: [refused, file, out] })).toBe(1);
    expect(commitState({ ...answered, files: [{ ...file, known_in_batch: 7 }] }).block).toEqual({
      code: 'known',
      batch: 7,
    });
    expect(
      commitState({
        ...answered,
        counts: { ...answered.counts, rows: 3, rejected: 3, removed: 0 },
      }).block,
    ).toEqual({ code: 'nothing' });
  });

  test('it opens where work is to be done, unless the address names a sheet', async () => {
    const base = await draft();
    expect(chosenSheet(base, { file: null, sheet: null })?.sheet.sheet).toBe('下半月');
    expect(chosenSheet(base, { file: 0, sheet: 1 })?.sheet.sheet).toBe('Sheet3');
    expect(chosenSheet(base, { file: 9, sheet: 1 })?.sheet.sheet).toBe('下半月');
    expect(chosenSheet({ ...base, files: [] }, { file: null, sheet: null })).toBeNull();
  });

  test('after the sheet at hand comes the next with a question, then the next with rejected rows', async () => {
    const base = await draft();
    const [file] = base.files;
    const [half, third] = file?.sheets ?? [];
    if (!file || !half || !third) throw new Error('the fixture has two sheets');
    const make = (sheets: (typeof half)[]) => ({ ...base, files: [{ ...file, sheets }] });
    const calm = { ...third, questions: [], counts: { ...half.counts, rejected: 0 } };
    const [ask] = half.questions;
    if (!ask) throw new Error('the fixture asks');
    const asking = { ...calm, questions: [ask] };
    const failing = { ...calm, counts: { ...half.counts, rejected: 2 } };
    const next = (kinds: (typeof half)[], at: number) => {
      const all = kinds.map((sheet, position) => ({ ...sheet, position }));
      const made = make(all);
      const [own] = made.files;
      const sheet = all[at];
      if (!own || !sheet) throw new Error('there is none');
      return nextSheet(made, { file: own, sheet })?.sheet.position ?? null;
    };
    expect(next([calm, failing, asking, calm], 0)).toBe(2);
    expect(next([asking, calm, failing], 1)).toBe(0);
    // The last question is answered before rows are mended.
    expect(next([failing, asking], 1)).toBeNull();
    expect(next([failing, calm, failing], 2)).toBe(0);
    expect(next([calm, failing], 1)).toBeNull();
  });

  test('columns in the order of work: asked, warned, not imported, settled', async () => {
    const sheet = (await draft()).files[0]?.sheets[0];
    if (!sheet) throw new Error('the fixture has a sheet');
    const { work, settled } = orderedColumns(sheet);
    expect(work.map(({ letter }) => letter)).toEqual(['J', 'M', 'C', 'K', 'A']);
    expect(settled.map(({ letter }) => letter)).toEqual(['B', 'D', 'E', 'F', 'G', 'H', 'I', 'L']);
    expect(columnSums(sheet)).toEqual({ columns: 13, matched: 11, asked: 1, out: 2 });
    // What was chosen by hand stays in sight.
    const columns = sheet.columns.map((column) =>
      column.letter === 'L' ? { ...column, why: 'chosen' as const } : column,
    );
    expect(orderedColumns({ ...sheet, columns }).work.at(-1)?.letter).toBe('L');
  });

  test('its address keeps what is shown', () => {
    expect(draftLink('a b')).toBe('/imports/drafts/a%20b');
    expect(draftLink('x', { file: 0, sheet: 2, show: 'all', row: 12, col: 'H' })).toBe(
      '/imports/drafts/x?file=0&sheet=2&show=all&row=12&col=H',
    );
  });
});

describe('choosing a field', () => {
  const choices = fieldChoices('zh');
  const found = (typed: string, kinds: string[] = []) =>
    fieldGroups(choices, kinds, typed).flatMap(({ fields }) => fields.map(({ id }) => id));
  test('by name, alias, field name, sound and its initials', () => {
    for (const typed of ['故障现象', '报修内容', 'fault', 'guzhangxianxiang', 'gzxx']) {
      expect(found(typed), typed).toContain('ticket.fault');
    }
    expect(found('没有这样的')).toEqual([]);
  });
  test('the sheet’s own kinds alone before a search, first in one', () => {
    const kinds = (typed: string) =>
      fieldGroups(choices, ['receipt', 'ticket'], typed).map(({ kind }) => kind);
    expect(kinds('')).toEqual(['receipt', 'ticket']);
    expect(kinds('单号').slice(0, 2)).toEqual(['receipt', 'ticket']);
    expect(kinds('单号').length).toBeGreaterThan(2);
  });
});

describe('consequences', () => {
  test('a rate from–to with its cases, its change and what it means', async () => {
    const { metrics, rules } = await fixtureDesk().policy('2026-10');
    const metric = metrics.find(({ id }) => id === 'timeliness');
    const move = moveText(
      {
        metric: 'timeliness',
        before: { value: 693 / 730, n: 693, total: 730 },
        after: { value: 696 / 730, n: 696, total: 730 },
      },
      metric,
      'zh',
      '未采集',
    );
    // 693/730 = 94.93 %, 696/730 = 95.34 %, target 95 %.
    expect(move).toEqual({
      id: 'timeliness',
      name: '服务及时率',
      before: '94.9%',
      beforeCases: '693/730',
      after: '95.3%',
      afterCases: '696/730',
      difference: '0.4',
      up: true,
      trend: 'better',
      judgedBefore: 'breached',
      judgedAfter: 'met',
      few: false,
      casesOnly: false,
    });
    const first = moveText(
      {
        metric: 'timeliness',
        before: { value: null, n: null, total: null },
        after: { value: 1, n: 3, total: 3 },
      },
      metric,
      'zh',
      '未采集',
    );
    // Three cases: too few to be judged, and nothing to compare with.
    expect(first).toMatchObject({
      before: '未采集',
      difference: '',
      trend: 'flat',
      judgedAfter: null,
      few: true,
    });
    const fewer = moveText(
      {
        metric: 'timeliness',
        before: { value: 1, n: 6, total: 6 },
        after: { value: 1, n: 3, total: 3 },
      },
      metric,
      'zh',
      '未采集',
    );
    expect(fewer).toMatchObject({
      beforeCases: '6/6',
      afterCases: '3/3',
      difference: '',
      casesOnly: true,
    });
    expect(ruleText(rules, 'no such rule', 'zh')).toBe('no such rule');
  });

  test('a deduction’s move as money', () => {
    const fine = {
      key: 'k',
      rule: '6',
      person: null,
      ticket_no: null,
      stored: false,
      text: '',
      fen_before: null,
      fen_after: null,
    };
    expect(fineDelta({ ...fine, move: 'appears', fen_after: 5_000 })).toBe('+¥50');
    expect(fineDelta({ ...fine, move: 'vanishes', fen_before: 5_000 })).toBe('−¥50');
    expect(fineDelta({ ...fine, move: 'changes', fen_before: 10_000, fen_after: 4_000 })).toBe(
      '¥100 → ¥40',
    );
    expect(fineDelta({ ...fine, move: 'appears' })).toBeNull();
  });
});

test('sizes of files as people read them', () => {
  expect([0, 812, 36_864, 1_363_148, 2_147_483_648].map(formatBytes)).toEqual([
    '0 B',
    '812 B',
    '36 KB',
    '1.3 MB',
    '2 GB',
  ]);
});
