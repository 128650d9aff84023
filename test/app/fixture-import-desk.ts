/**
 * An import desk without files or a database: one corrected ledger of October 2026 in preview, with the figures of the
 * design, and a history of three batches. Decisions count at once: typing over a bad cell mends its row.
 */
import type {
  BatchDetail,
  Draft,
  DraftColumn,
  DraftSheet,
  ImportDesk,
  RememberedReadings,
  RowCounts,
  SheetWindow,
  WindowRow,
} from '#app/data/import-desk.ts';
import type { SheetChoices } from '#etl/choices.ts';
import { withoutValue } from '#etl/draft/answers.ts';
import { mergeChoices } from '#etl/draft/choices.ts';

export const DRAFT = 'd-2026-10';
/** Id of the sheet the fixture's source cells stand in. */
export const SHEET_ID = 31;

const none: RowCounts = {
  rows: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  rejected: 0,
  skipped: 0,
  removed: 0,
};

function column(
  letter: string,
  header: string,
  field: string | null,
  example: string,
  remark: string,
  over: Partial<DraftColumn> = {},
): DraftColumn {
  return {
    letter,
    header,
    fields: field === null ? [] : [field],
    why: field === null ? null : 'alias',
    remark,
    warning: false,
    required: false,
    examples: example === '' ? [] : [example],
    filled: 149,
    suggestions: [],
    ...over,
  };
}

const COLUMNS: readonly DraftColumn[] = [
  column('A', '序号', null, '1', '没有对应字段；原文件里照样保留'),
  column('B', '单号', 'ticket.ticket_no', 'PG261016-01', '149 个不重复'),
  column('C', '客户姓名', 'ticket.customer_name', '鼎香火锅', '1 格空白', {
    warning: true,
    required: true,
  }),
  column('D', '联系电话', 'ticket.phone', '15026366654', '149/149 是 11 位手机号', {
    why: 'value_shape',
  }),
  column('E', '产品', 'ticket.product_type', '双头灶', '批次 12 确认过', { why: 'remembered' }),
  column('F', '故障', 'ticket.fault', '打不着火', ''),
  column('G', '区域', 'ticket.region', '市区', '值只有 市区、外地'),
  column('H', '时间／报修', 'ticket.reported_at', '10月16日 8:05', '两级表头合成“报修时间”', {
    why: 'two_row_header',
    required: true,
  }),
  column('I', '时间／答复', 'ticket.answered_at', '8:09', '日期取自 H 列', {
    why: 'two_row_header',
  }),
  column('J', '时间／到达', 'receipt.arrived_at', '9:40', '', { why: 'two_row_header' }),
  column('K', '收费', 'receipt.charge', '180', '1 格读不成金额', { warning: true }),
  column('L', '满意度', 'receipt.satisfaction', '非常满意', '5 种文字都在评分表里'),
  column('M', '上门时间', null, '', '和 J 列都像到达时间'),
];

const CELLS: Readonly<Record<number, readonly string[]>> = {
  1: ['2026年10月售后维修台账（下半月）'],
  2: ['', '', '', '', '', '', '', '时间', '时间', '时间', '', '', ''],
  3: '序号 单号 客户姓名 联系电话 产品 故障 区域 报修 答复 到达 收费 满意度 上门时间'.split(' '),
  12: ['9', 'PG261016-09', '中南快餐', '', '', '', '', '10月32日 16:39', '16:40'],
  16: ['13', 'PG261017-04', '鼎香火锅', '', '', '', '', '10月17日 13:50', '13:51', '16:08', '免费'],
  23: ['20', 'PG261018-02', '', '', '', '', '', '10月18日 14:24', '14:30', '16:02', '免费'],
  59: [
    '55',
    'PG261022-01',
    '阿婆靓汤',
    '',
    '',
    '',
    '',
    '10月22日 8:39',
    '08:46',
    '12:58',
    '一百二',
  ],
};

const BAD: readonly { row: number; letter: string; field: string; message: string }[] = [
  {
    row: 12,
    letter: 'H',
    field: 'reported_at',
    message: '没有 10月32日。改成正确日期，例如 10月16日 16:39。',
  },
  { row: 23, letter: 'C', field: 'customer_name', message: '客户姓名是必填，这里空白。补上姓名。' },
  { row: 59, letter: 'K', field: 'charge', message: '“一百二”读不成金额。写成 120 或 120元。' },
];

const LAST_ROW = 157;

function bodyRow(row: number, choices: SheetChoices): WindowRow {
  const cells = [...(CELLS[row] ?? [String(row - 3), `PG2610-${row}`, '望江楼'])];
  const bad = BAD.find((each) => each.row === row);
  const edited = bad && choices.edits?.[`${bad.letter}${row}`];
  const out = choices.leftOutRows?.includes(row) ?? false;
  const rejected = bad !== undefined && edited === undefined && !out;
  const marks: WindowRow['marks'] = {};
  if (bad) {
    marks[bad.letter] = {
      issue: rejected
        ? {
            column: bad.letter,
            header: null,
            field: bad.field,
            value: cells[bad.letter.charCodeAt(0) - 65] ?? '',
            code: 'fixture',
            message: bad.message,
            severity: 'reject',
          }
        : null,
      before: null,
      edited: edited ?? null,
    };
  }
  if (row === 16) {
    marks.J = { issue: null, before: '', edited: null };
    marks.K = { issue: null, before: '260', edited: null };
  }
  const title = row <= 3;
  return {
    row,
    state: title
      ? row === 1
        ? 'title'
        : 'header'
      : out
        ? 'left_out'
        : rejected
          ? 'rejected'
          : row === 16
            ? 'changed'
            : 'unchanged',
    hidden: false,
    cells,
    marks,
    issues: [],
  };
}

function windowOf(choices: SheetChoices, show: 'interesting' | 'all', from: number, limit: number) {
  const numbers = Array.from({ length: LAST_ROW }, (_, index) => index + 1).filter(
    (row) => row >= from && (show === 'all' || row in CELLS),
  );
  const window: SheetWindow = {
    columns: COLUMNS.map(({ letter, fields, header }) => ({
      letter,
      width: letter === 'H' ? 15 : Math.max(6, header.length * 2),
      imported: fields.length > 0,
    })),
    header: { top: 2, bottom: 3 },
    merges: [
      { top: 1, left: 1, bottom: 1, right: 13 },
      { top: 2, left: 8, bottom: 2, right: 10 },
    ],
    rows: numbers.slice(0, limit).map((row) => bodyRow(row, choices)),
    last_row: LAST_ROW,
  };
  return window;
}

function sheetOf(choices: SheetChoices): DraftSheet {
  const mended = BAD.filter(
    ({ row, letter }) => choices.edits?.[`${letter}${row}`] !== undefined,
  ).length;
  const out = BAD.filter(({ row }) => choices.leftOutRows?.includes(row)).length;
  const rejected = BAD.length - mended - out;
  return {
    position: 0,
    sheet: '下半月',
    hidden: false,
    blank: false,
    form: false,
    kinds: ['ticket', 'receipt', 'follow_up'],
    header: { top: 2, bottom: 3 },
    counts: {
      rows: 149 - out,
      new: 0,
      changed: 1 + mended,
      unchanged: 145,
      rejected,
      skipped: 9 + out,
      removed: 0,
    },
    skipped_by: { title: 1, repeated_header: 4, total: 3, signature: 1 },
    hidden_rows: 2,
    changed_fields: { 'receipt.arrived_at': 1 },
    columns: COLUMNS.map((each) => {
      const chosen = choices.columns?.[each.letter];
      if (chosen === undefined) return each;
      return { ...each, fields: chosen === null ? [] : [chosen], why: 'chosen' as const };
    }),
    questions:
      choices.columns?.M !== undefined
        ? []
        : [
            {
              type: 'two_columns',
              field: 'receipt.arrived_at',
              message:
                'J 列“时间／到达”和 M 列“上门时间”都像到达时间。J 列 131 格有值，M 列 9 格有值，3 格两列不同。用哪一列？',
              columns: [
                { letter: 'J', header: '时间／到达', filled: 131 },
                { letter: 'M', header: '上门时间', filled: 9 },
              ],
              differing_rows: [16, 40, 71],
              options: [
                { label: 'J 列', recommended: true, patch: { columns: { M: null } } },
                {
                  label: 'M 列',
                  recommended: false,
                  patch: { columns: { J: null, M: 'receipt.arrived_at' } },
                },
              ],
            },
            {
              type: 'unknown_value',
              field: 'ticket.technician',
              value: '小张',
              about: 'person',
              sheets: 2,
              rows: [16],
              message: '花名册上没有“小张”。',
              options: [
                {
                  label: '张伟',
                  recommended: true,
                  patch: { values: { 'ticket.technician': { 小张: '张伟' } } },
                },
                {
                  label: '照写',
                  recommended: false,
                  patch: { values: { 'ticket.technician': { 小张: '小张' } } },
                },
              ],
              blocking: false,
            },
          ],
    answered: Object.entries(choices.values ?? {}).flatMap(([field, texts]) =>
      Object.entries(texts).map(([value, read_as]) => ({
        field,
        value,
        read_as,
        about: 'person',
        label: `按「${read_as}」读`,
      })),
    ),
    automatic: [
      { code: 'year_assumed', count: 287, message: '时间没写年份，取自标题“2026年10月”' },
      { code: 'ditto', count: 4, message: '“同上”，照上一行' },
    ],
    layout_change: { added: ['上门时间'], removed: ['备注'], unread: [], last_batch: 12 },
    choices,
  };
}

function sum(counts: readonly RowCounts[]): RowCounts {
  const total = { ...none };
  for (const each of counts) {
    for (const name of Object.keys(total) as (keyof RowCounts)[]) total[name] += each[name];
  }
  return total;
}

const REMEMBERED: RememberedReadings = {
  mappings: [
    {
      fingerprint: 'a1',
      confirmed_at: '2026-10-05T10:12:00',
      seen: { batch: 12, file: '2026年10月售后台账（改）.xlsx', sheet: '10月' },
      columns: [
        { header: '单号', fields: [{ kind: 'ticket', field: 'ticket_no' }] },
        { header: '时间／到达', fields: [{ kind: 'receipt', field: 'arrived_at' }] },
        { header: '@M', fields: [] },
      ],
    },
  ],
  forms: [
    {
      fingerprint: 'b2',
      confirmed_at: '2026-09-30T08:00:00',
      actor: '李会计',
      layout: {
        kinds: ['receipt'],
        fields: [
          { label: '派单编号', field: 'receipt.ticket_no', right: 1, down: 0 },
          { label: '用户意见', field: null, right: 1, down: 0 },
        ],
      },
    },
  ],
  values: [
    {
      field: 'warranty',
      written: '厂家管',
      read_as: '保内',
      confirmed_at: '2026-10-05T10:12:00',
      actor: '李会计',
    },
    {
      field: 'receipt.satisfaction',
      written: '看情况，以后再说，客户没有当场表态',
      read_as: '',
      confirmed_at: '2026-10-05T10:13:00',
      actor: null,
    },
  ],
};

const CONSEQUENCES: NonNullable<Draft['consequences']> = {
  months: [
    {
      month: '2026-10',
      metrics: [
        {
          metric: 'timeliness',
          before: { value: 693 / 730, n: 693, total: 730 },
          after: { value: 696 / 730, n: 696, total: 730 },
        },
        {
          metric: 'arrival_rate',
          before: { value: 211 / 226, n: 211, total: 226 },
          after: { value: 213 / 226, n: 213, total: 226 },
        },
      ],
      unmoved: 13,
      fines_before: { count: 39, fen: 138_000 },
      fines_after: { count: 38, fen: 133_000 },
      fines: [
        {
          move: 'vanishes',
          key: 'a',
          rule: '6',
          person: '赵刚',
          ticket_no: 'PG261023-01',
          stored: true,
          text: '到达 12:46 改为 11:46，未超 3 时',
          fen_before: 5_000,
          fen_after: null,
        },
        {
          move: 'changes',
          key: 'b',
          rule: '10',
          person: null,
          ticket_no: 'PG261006-05',
          stored: true,
          text: '收 ¥205 改为 ¥125，多收 ¥120 → ¥40',
          fen_before: null,
          fen_after: null,
        },
      ],
      fines_left_out: 0,
    },
  ],
  closed: [],
};

const BATCHES: readonly BatchDetail[] = [12, 11, 10].map((batch) => ({
  batch,
  imported_at: `2026-10-${batch + 10}T09:31:00`,
  actor: batch === 12 ? '徐婷' : null,
  state: batch === 10 ? ('undone' as const) : ('live' as const),
  undone_at: batch === 10 ? '2026-10-21T08:15:00' : null,
  undone_by: batch === 10 ? '林建国' : null,
  files: batch === 11 ? ['9月派工登记.xlsx', '9月回访.csv', '9月回执.xls'] : ['10月售后台账.xls'],
  counts: { ...none, rows: 284, new: 280, rejected: 4, skipped: 12 },
  kinds: ['ticket', 'receipt', 'follow_up'],
  replace_month: null,
  undo_refused: batch === 11 ? '批次 12 改过它的行，先撤销批次 12。' : null,
  undo_first: batch === 11 ? [12] : [],
  own_gone:
    batch === 12
      ? [
          {
            batch: 12,
            how: 'import' as const,
            actor: '徐婷',
            at: '2026-10-22T09:31:00',
            rule_no: '2',
            month: '2026-10',
            ticket_no: 'PG261007-03',
          },
        ]
      : [],
  file_details: [
    {
      file_id: batch,
      file: '10月售后台账.xls',
      sha256: '9f3c'.padEnd(60, '0').concat('a71e'),
      format: 'xls',
      encoding: null,
      bytes: 1_363_148,
      kept: true,
      sheets: [
        {
          sheet: '上半月',
          kind: ['ticket', 'receipt', 'follow_up'],
          header_row: 3,
          header_rows: 2,
          hidden: false,
          hidden_rows: 0,
          rows: 138,
          new: 137,
          changed: 0,
          unchanged: 0,
          rejected: 1,
          skipped: 8,
          skipped_by: { title: 1 },
          changed_fields: {},
          removed: 0,
          mapping: { 单号: ['ticket.ticket_no', 'receipt.ticket_no'], 客户姓名: 'customer_name' },
          unmapped: ['内部备注'],
          issues: [
            {
              row: 127,
              column: 'P',
              header: '收费',
              value: '一百二',
              code: 'unreadable_money',
              message: '「一百二」不是金额。',
              severity: 'reject',
            },
          ],
          issues_left_out: 0,
          sheet_id: SHEET_ID,
          edits: 1,
          edit_list: [
            {
              row: 16,
              column: 'C',
              original: '',
              typed: '鼎香火锅',
              actor: '徐婷',
              edited_at: '2026-10-22T09:30:00',
            },
          ],
        },
      ],
    },
  ],
}));

/** A fresh desk: what one test decides, another does not see. */
export function fixtureImportDesk(): ImportDesk {
  let choices: SheetChoices = {};
  let options: Draft['options'] = { replace_month: null, error_rows: 'leave_out' };
  let gone = false;
  const undone = new Set(
    BATCHES.filter(({ state }) => state === 'undone').map(({ batch }) => batch),
  );
  const draft = (): Draft => {
    const sheet = sheetOf(choices);
    const blank: DraftSheet = {
      ...sheetOf({}),
      position: 1,
      sheet: 'Sheet3',
      blank: true,
      kinds: [],
      header: null,
      counts: none,
      columns: [],
      questions: [],
      automatic: [],
      layout_change: null,
      hidden_rows: 0,
      choices: {},
    };
    const counts = sum([sheet.counts]);
    const refused = options.error_rows === 'refuse' && counts.rejected > 0;
    return {
      id: DRAFT,
      created_at: '2026-11-02T08:31:00',
      actor: '徐婷',
      options,
      state: 'ready',
      progress: null,
      error: null,
      counts: refused ? none : counts,
      questions: sheet.questions.filter(({ type }) => type !== 'unknown_value').length,
      files: [
        {
          index: 0,
          file: '10月售后台账（更正）.xls',
          bytes: 1_363_148,
          sha256: '9f3c'.padEnd(60, '0').concat('a71e'),
          format: 'xls',
          encoding: null,
          known_in_batch: null,
          months: ['2026-10'],
          error: refused
            ? { code: 'rejected_rows', message: `${counts.rejected} 行读不出。` }
            : null,
          counts,
          sheets: [sheet, blank],
        },
      ],
      roster: [
        { name: '张伟', label: '张伟 E01', read_as: 'E01' },
        { name: '李娜', label: '李娜 E02', read_as: 'E02' },
      ],
      consequences: CONSEQUENCES,
    };
  };
  const batch = (id: number): BatchDetail | null => {
    const found = BATCHES.find((each) => each.batch === id);
    return found ? { ...found, state: undone.has(id) ? 'undone' : 'live' } : null;
  };
  return {
    drafts: async () => {
      const { id, created_at, actor, state, files } = draft();
      return gone ? [] : [{ id, created_at, actor, state, files: files.map(({ file }) => file) }];
    },
    createDraft: async () => {
      gone = false;
      choices = {};
      return DRAFT;
    },
    draft: async (id) => (gone || id !== DRAFT ? null : draft()),
    choose: async (_id, _file, _position, patch, reset = false) => {
      choices = mergeChoices(reset ? {} : choices, patch) ?? choices;
    },
    answer: async (_id, _file, _position, patch) => {
      choices = mergeChoices(choices, patch) ?? choices;
    },
    takeAnswerBack: async (_id, _file, _position, field, value) => {
      choices = withoutValue(choices, field, value);
    },
    setOptions: async (_id, changes) => {
      options = { ...options, ...changes };
    },
    removeFile: async () => {},
    window: async (_id, _file, _position, { show, from, limit }) =>
      windowOf(choices, show, from, limit),
    rejects: async () => new TextEncoder().encode('rejects'),
    remembered: async () => REMEMBERED,
    forget: async () => {},
    batchRejects: async () => new TextEncoder().encode('rejects'),
    commit: async () => {
      gone = true;
      return { batch: 12, refused: [] };
    },
    discard: async () => {
      gone = true;
    },
    batches: async () =>
      BATCHES.map(
        ({
          replace_month: _,
          undo_refused: __,
          undo_first: _first,
          own_gone: _gone,
          file_details: ___,
          ...summary
        }) => ({
          ...summary,
          state: undone.has(summary.batch) ? 'undone' : 'live',
        }),
      ),
    batch: async (id) => batch(id),
    undoConsequences: async () => CONSEQUENCES,
    undo: async (id) => {
      const refused = batch(id)?.undo_refused;
      if (refused) throw new Error(refused);
      undone.add(id);
    },
    original: async (id) =>
      batch(id) ? { file: '10月售后台账.xls', bytes: new TextEncoder().encode('xls') } : null,
    source: async (sheetId, row, letter) =>
      sheetId !== SHEET_ID
        ? null
        : {
            batch: 12,
            batch_state: 'live',
            imported_at: '2026-10-22T09:31:00',
            actor: '徐婷',
            file_id: 12,
            file: '10月售后台账.xls',
            sheet: '上半月',
            sheet_id: SHEET_ID,
            window: {
              ...windowOf({}, 'all', Math.max(1, row - 5), 11),
              rows: [
                ...[1, 2, 3].map((each) => bodyRow(each, {})),
                ...windowOf({}, 'all', Math.max(4, row - 5), 11).rows,
              ],
            },
            row,
            column: letter,
            from: 'original',
          },
  };
}
