/** Data quality of the fixture's department: counts that agree with its overview, decisions kept in memory. */
import type { QualityDesk } from '#app/data/quality-desk.ts';
import {
  type MonthQuality,
  type NameDecision,
  type NameQuestion,
  QUALITY_FINDINGS,
  type QualityCode,
  type QualityRow,
} from '#queries/reports/quality-types.ts';
import { FINDING_WORDS, titleInWords } from '#queries/reports/quality-words.ts';

/** What is counted, and on how many cells it stands. */
const COUNTS: Partial<Record<QualityCode, [count: number, cells: number]>> = {
  unknown_person: [1, 3],
  suspected: [5, 5],
  rejected_row: [5, 7],
  charge_mismatch: [2, 2],
  time_order: [2, 2],
  dispatched_without_receipt: [4, 4],
  requisition_without_dispatch: [1, 1],
  receipt_without_follow_up: [5, 5],
  warned_cell: [3, 3],
};

const CHOICES = [
  { employee_no: 'E05', name: '李强' },
  { employee_no: 'E06', name: '赵刚' },
  { employee_no: 'E12', name: '张伟' },
];
const UNKNOWN: NameQuestion = {
  written: '小张',
  cells: 3,
  state: 'unknown',
  candidates: [{ employee_no: 'E12', name: '张伟', by: 'surname' }],
};

function row(code: QualityCode, index: number): QualityRow {
  const left = code === 'rejected_row';
  return {
    code,
    ticket_no: left ? null : `PG26100${index + 1}-0${index + 1}`,
    person: code === 'unknown_person' ? '小张' : null,
    kind: left ? null : 'ticket',
    field: left ? 'reported_at' : 'dispatched_at',
    field_name: '派工',
    what: left
      ? '「昨天」不是能读懂的时间。写成 2026-10-03 14:30 这样，没有就留空'
      : '派工 10-14 08:50 早于接到 10-14 08:55',
    sheet_id: 31,
    file: '10月售后台账.xls',
    sheet: '上半月',
    row: 12 + index,
    column: 'H',
    header: '派工时间',
    value: left ? '昨天' : '2026-10-14 08:50',
  };
}

/** The part of the fixture's desk that tells how far its data can be trusted. */
export function fixtureQuality(asOf: string): QualityDesk {
  let decisions: NameDecision[] = [];
  let serial = 0;
  return {
    async quality(month, lang = 'zh', shown): Promise<MonthQuality> {
      const known = decisions.some((each) => each.same && each.written === UNKNOWN.written);
      const count = (code: QualityCode): [number, number] =>
        code === 'unknown_person' && known ? [0, 0] : (COUNTS[code] ?? [0, 0]);
      return {
        month,
        as_of: asOf,
        not_captured: 14,
        batches: 4,
        findings: (Object.keys(QUALITY_FINDINGS) as QualityCode[]).map((code) => ({
          code,
          section: QUALITY_FINDINGS[code],
          count: count(code)[0],
          cells: count(code)[1],
          title: titleInWords(code, count(code)[0], lang),
          means: FINDING_WORDS[code].means[lang],
          todo: FINDING_WORDS[code].todo[lang],
          parts:
            code === 'rejected_row'
              ? [
                  { id: 'unreadable_time', label: '时间读不出', count: 4 },
                  { id: 'unreadable_money', label: '金额读不出', count: 1 },
                ]
              : [],
          rows: Array.from(
            { length: Math.min(count(code)[1], shown === code ? 1000 : 5) },
            (_, i) => row(code, i),
          ),
        })),
        persons: {
          roster_loaded: true,
          choices: CHOICES,
          questions: known
            ? []
            : [
                {
                  ...UNKNOWN,
                  candidates: UNKNOWN.candidates.filter(
                    ({ employee_no }) =>
                      !decisions.some((each) => !each.same && each.employee_no === employee_no),
                  ),
                },
              ],
          decisions,
          merged: [
            {
              name: '李强',
              employee_no: 'E05',
              written: [
                { name: '李强', cells: 148 },
                { name: '强子', cells: 3 },
              ],
            },
          ],
        },
        coverage: [
          {
            kind: 'ticket',
            name: '报修／派工单',
            records: 284,
            fields: [
              { field: 'ticket_no', name: '单号', captured: 284, filled: 284 },
              { field: 'region', name: '区域', captured: 142, filled: 120 },
              { field: 'model', name: '型号', captured: 0, filled: 0 },
            ],
          },
        ],
        missing: [{ kind: 'price', name: '收费标准卡', means: '领料没有单价可比，应收金额未知' }],
      };
    },
    async blankField(_month, kind, field) {
      if (kind !== 'ticket') return null;
      return {
        kind,
        field,
        name: '区域',
        kind_name: '报修／派工单',
        blank: 22,
        rows: [
          {
            ticket_no: 'PG261003-02',
            record_key: 'PG261003-02',
            sheet_id: 31,
            file: '10月售后台账.xls',
            sheet: '上半月',
            row: 17,
            column: 'P',
            header: '区域',
          },
        ],
        sheets: [
          { sheet_id: 32, file: '10月售后台账.xls', sheet: '下半月', header_row: 2, records: 142 },
        ],
      };
    },
    async decidePerson({ at, ...input }) {
      serial += 1;
      decisions = [
        ...decisions.filter((each) => each.written !== input.written || each.same !== input.same),
        { ...input, id: serial, decided_at: at, cells: 3 },
      ];
      return serial;
    },
    async undoPersonDecision(id) {
      decisions = decisions.filter((each) => each.id !== id);
    },
  };
}
