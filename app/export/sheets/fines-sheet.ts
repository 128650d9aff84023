/**
 * 扣减明细: one row per fine with its arithmetic and the cells it rests on, then the sums per state. Amounts that were
 * waived stand in a column of their own: the total of the amounts is what the other sheets, the page and HR's sheet say.
 */
import type { Fine, FineState } from '#queries/reports/types.ts';
import { type Cell, count, formula, money, prose, text, time } from '../cells.ts';
import { range, yuan } from '../excel-values.ts';
import { type Column, type Desk, SheetWriter } from '../sheet-writer.ts';
import { cellName, evidencePlaces, firstSource } from '../sources.ts';
import { sumOf } from '../sums.ts';

/** Widths in pixels; a clause is `六、10` or `part six, item 10`. */
const RULE_WIDTH = 58;
const CLAUSE_WIDTH = { zh: 62, en: 124 } as const;
/** After rule and clause. */
const WIDTHS = [130, 92, 56, 122, 116, 80, 80, 76, 74, 110, 66, 122, 250, 158, 84, 58, 330];
const STATES: readonly FineState[] = ['proposed', 'recheck', 'confirmed', 'adjusted', 'waived'];

export function finesSheet(desk: Desk): void {
  const { words, input } = desk;
  const { fines } = input.overview.report;
  const writer = new SheetWriter(desk, words.sheets.fines, [
    RULE_WIDTH,
    CLAUSE_WIDTH[desk.lang],
    ...WIDTHS,
  ]);
  writer.note(
    writer.both({
      zh: `拟扣减 ${fines.proposed.count} 条，其中 ${fines.proposed.undecided} 条金额未定；疑似、证据不足 ${fines.suspected} 条，不扣，不在这里`,
      en: `${fines.proposed.count} proposed, ${fines.proposed.undecided} of them without an amount yet; ${fines.suspected} suspected without evidence are not listed`,
    }),
  );
  const measures = input.fines.filter((fine) => isMeasure(fine) && fine.state !== 'waived').length;
  if (measures > 0) {
    writer.note(
      writer.both({
        zh: `含只记处理、不扣款的 ${measures} 条；人员和扣款单的条数不含它们`,
        en: `With ${measures} that take no money, only a disciplinary measure; people and HR’s sheet count without them`,
      }),
    );
  }
  writer.gap();
  const placed = writer.table(columns(desk), inOrder(desk), {
    filter: 'sheet',
    freezeColumns: 1,
    total: words.totalOfFilter,
  });
  writer.gap();
  if (input.fines.length === 0) return;
  const states = range(placed.first, placed.column('state'), placed.last, placed.column('state'));
  const amountsOf = (state: FineState) => {
    const column = placed.column(state === 'waived' ? 'waived' : 'amount');
    return range(placed.first, column, placed.last, column);
  };
  const of = (state: FineState) => input.fines.filter((fine) => fine.state === state);
  writer.table<FineState>(
    [
      {
        key: 'state',
        header: { zh: '状态', en: 'State' },
        cell: (state) => text(words.fineState[state]),
      },
      {
        key: 'count',
        header: { zh: '条数', en: 'Count' },
        cell: (state, place) =>
          formula(`COUNTIF(${states},${place.here('state')})`, count(of(state).length)),
      },
      {
        key: 'amount',
        header: { zh: '金额（元）', en: 'Amount (yuan)' },
        cell: (state, place) =>
          formula(
            `SUMIF(${states},${place.here('state')},${amountsOf(state)})`,
            money(sumOf(of(state), (fine) => fine.amount_fen ?? 0)),
          ),
      },
    ],
    STATES,
    { filter: 'plain' },
  );
}

/** By rule in the policy's order, then as they occurred. */
function inOrder({ input }: Desk): Fine[] {
  const place = new Map(input.policy.rules.map((rule, index) => [rule.no, index]));
  const of = (fine: Fine) => place.get(fine.rule) ?? place.size;
  return input.fines.toSorted(
    (a, b) =>
      of(a) - of(b) || a.occurred_at.localeCompare(b.occurred_at) || a.key.localeCompare(b.key),
  );
}

function columns(desk: Desk): Column<Fine>[] {
  const { words, lang, input } = desk;
  const titles = new Map(input.policy.rules.map((rule) => [rule.no, rule.title[lang]]));
  const open = (fine: Fine) => fine.state === 'proposed' || fine.state === 'recheck';
  return [
    { key: 'rule', header: { zh: '规则', en: 'Rule' }, cell: (fine) => text(fine.rule) },
    {
      key: 'clause',
      header: { zh: '条款', en: 'Clause' },
      cell: (fine) => text(words.clause(fine.clause)),
    },
    {
      key: 'title',
      header: { zh: '事由', en: 'Matter' },
      cell: (fine) => prose(titles.get(fine.rule) ?? null),
    },
    {
      key: 'person',
      header: { zh: '责任人', en: 'Person' },
      cell: (fine) => personCell(fine, desk),
    },
    {
      key: 'employee_no',
      header: { zh: '工号', en: 'No.' },
      cell: (fine) => text(fine.employee_no, { ink: 'quiet' }),
    },
    {
      key: 'occurred',
      header: { zh: '发生', en: 'Occurred' },
      cell: (fine) => time(fine.occurred_at),
    },
    {
      key: 'ticket',
      header: { zh: '单号', en: 'Ticket' },
      cell: (fine) => text(subjectNo(fine)),
    },
    {
      key: 'amount',
      header: { zh: '金额（元）', en: 'Amount (yuan)' },
      cell: (fine) => money(chargedFen(fine)),
      total: (rows) => money(sumOf(rows, (fine) => chargedFen(fine) ?? 0)),
    },
    {
      key: 'waived',
      header: { zh: '已免除（元）', en: 'Waived (yuan)' },
      cell: (fine) => money(waivedFen(fine), { ink: 'quiet' }),
      total: (rows) => money(sumOf(rows, (fine) => waivedFen(fine) ?? 0)),
    },
    {
      key: 'range',
      header: { zh: '可定（元）', en: 'Range (yuan)' },
      cell: (fine) => text(rangeText(fine), { ink: 'quiet', align: 'right' }),
    },
    {
      key: 'state',
      header: { zh: '状态', en: 'State' },
      cell: (fine) => text(words.fineState[fine.state], open(fine) ? { ink: 'pending' } : {}),
    },
    {
      key: 'todo',
      header: { zh: '处理', en: 'Decision' },
      cell: (fine) => prose(open(fine) ? todo(fine, desk) : causeText(fine, desk)),
    },
    {
      key: 'by',
      header: { zh: '审核人', en: 'Decided by' },
      cell: (fine) => text(fine.decided?.by ?? null),
    },
    {
      key: 'at',
      header: { zh: '审核时间', en: 'Decided' },
      cell: (fine) => time(fine.decided?.at ?? null),
    },
    {
      key: 'arithmetic',
      header: { zh: '怎么算的', en: 'Arithmetic' },
      cell: (fine) => prose(fine.arithmetic),
    },
    {
      key: 'file',
      header: { zh: '来源文件', en: 'Source file' },
      cell: (fine) => prose(firstSource(fine)?.file ?? null),
    },
    {
      key: 'sheet',
      header: { zh: '工作表', en: 'Sheet' },
      cell: (fine) => prose(firstSource(fine)?.sheet ?? null),
    },
    {
      key: 'cell',
      header: { zh: '单元格', en: 'Cell' },
      cell: (fine) => {
        const source = firstSource(fine);
        return text(source === null ? null : cellName(source));
      },
    },
    {
      key: 'evidence',
      header: { zh: '证据', en: 'Evidence' },
      cell: (fine) => prose(evidenceText(fine, lang)),
    },
  ];
}

/** Whether its rule names no money but a disciplinary measure. */
function isMeasure(fine: Fine): boolean {
  return fine.amount_fen === null && fine.amount_min_fen === null;
}

/** Fen that the fine charges or may charge; null while that is undecided, and once it is waived. */
function chargedFen(fine: Fine): number | null {
  return fine.state === 'waived' ? null : fine.amount_fen;
}

/** Fen that were waived, kept for the record; null for any other fine. */
function waivedFen(fine: Fine): number | null {
  return fine.state === 'waived' ? fine.amount_fen : null;
}

function personCell(fine: Fine, desk: Desk): Cell {
  if (!fine.unassigned) return text(fine.person);
  const mark = desk.words.unassigned;
  const written = fine.person === null ? mark : `${fine.person}（${mark}）`;
  return text(written, { ink: 'pending', wrap: true });
}

/** Number a person knows the case by; an expense row has none. */
function subjectNo({ subject }: Fine): string | null {
  return subject.ticket_no ?? (subject.kind === 'expense' ? null : subject.id);
}

/** Range of an amount still to be decided, such as `100–200`; null once it is decided or where there is none. */
function rangeText(fine: Fine): string | null {
  const { amount_fen, amount_min_fen: min, amount_max_fen: max } = fine;
  if (amount_fen !== null || min === null || max === null) return null;
  return `${yuan(min)}–${yuan(max)}`;
}

/** What a person still has to decide before the fine can be confirmed. */
function todo(fine: Fine, desk: Desk): string {
  const zh = desk.lang === 'zh';
  return [
    ...(fine.unassigned ? [zh ? '认定责任人' : 'person'] : []),
    ...(fine.amount_fen === null
      ? [isMeasure(fine) ? (zh ? '定措施' : 'measure') : zh ? '定金额' : 'amount']
      : []),
    ...(fine.needs_cause && fine.cause === null ? [zh ? '定原因' : 'cause'] : []),
    ...(fine.appeal === 'open' ? [zh ? '答复申诉' : 'answer appeal'] : []),
    ...(fine.vanished ? [zh ? '依据已不在' : 'no longer found'] : []),
  ].join(zh ? '、' : ', ');
}

const VERDICT = {
  repeat: { zh: '返修', en: 'repeat' },
  new_fault: { zh: '新故障', en: 'new fault' },
  part_defect: { zh: '配件质量', en: 'part defect' },
  misuse: { zh: '使用不当', en: 'misuse' },
} as const;

/** Verdict, cause and reason of a decision already taken; what it was before where the amount was adjusted. */
function causeText(fine: Fine, desk: Desk): string | null {
  const cause = fine.cause === null ? null : (desk.words.cause[fine.cause] ?? fine.cause);
  const verdict = fine.verdict === null ? null : VERDICT[fine.verdict][desk.lang];
  const before =
    fine.state === 'adjusted' && fine.proposed_fen !== null && fine.proposed_fen !== fine.amount_fen
      ? `${desk.lang === 'zh' ? '原' : 'was'} ${yuan(fine.proposed_fen)}`
      : null;
  const parts = [verdict, cause, fine.reason, before].filter(
    (part) => part !== null && part !== '',
  );
  return parts.length === 0 ? null : parts.join(desk.lang === 'zh' ? '：' : ': ');
}

/** Every piece of evidence with its cell, `H12 到达时间「13:30」`; file and sheet where they change. */
function evidenceText(fine: Fine, lang: 'zh' | 'en'): string {
  const parts = evidencePlaces(fine).map(({ text: words, source, sheet }) => {
    if (source === null) return words;
    const elsewhere = sheet === null ? '' : `${sheet} `;
    return `${elsewhere}${cellName(source)} ${source.header}${quoted(source.value, lang)}`;
  });
  return parts.join(lang === 'zh' ? '；' : '; ');
}

/** The cell's text in quotation marks; of an empty cell the word for it. */
function quoted(value: string, lang: 'zh' | 'en'): string {
  if (value === '') return lang === 'zh' ? '空' : ' blank';
  return lang === 'zh' ? `「${value}」` : ` “${value}”`;
}
