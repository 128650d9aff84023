/** What only HR's workbook says, in both languages. */
import { formatFen } from '#app/format/index.ts';
import { en as enPage } from '#app/i18n/en.ts';
import { zh as zhPage } from '#app/i18n/zh.ts';
import type { PayProfile, PersonDeduction } from '#queries/ledger/types.ts';
import type { Lang } from '../workbook-input.ts';

export interface DeductionWords {
  readonly title: string;
  readonly sheets: {
    readonly people: string;
    readonly fines: string;
    readonly adjustments: string;
    readonly discipline: string;
    readonly differences: string;
    /** Behind a filled template. */
    readonly controls: string;
  };
  readonly revision: (revision: number) => string;
  readonly checksum: (hex: string) => string;
  readonly draftLine: string;
  readonly closedLine: (version: number, at: string, by: string | null) => string;
  readonly limitState: Record<PersonDeduction['limit_state'], string>;
  readonly profile: (profile: PayProfile) => string;
  readonly confirmed: (profile: PayProfile) => string;
  readonly since: (revision: number) => string;
  readonly first: string;
  readonly same: string;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(2))}%`;

const zh: DeductionWords = {
  title: zhPage.closing.workbook.title,
  sheets: {
    people: '扣款单',
    fines: '明细',
    adjustments: '调整',
    discipline: '纪律处理',
    differences: '与上版差异',
    controls: '控制数',
  },
  revision: (revision) => `扣款单第 ${revision} 版`,
  checksum: (hex) => `校验码 ${hex.slice(0, 8)}`,
  draftLine: '草稿：本月未关账，不作扣款依据',
  closedLine: (version, at, by) =>
    `已关账：第 ${version} 次关账，${at}${by === null ? '' : `，${by}`}`,
  limitState: { checked: '已核对', not_checked: '未核对：没有工资', off: '不设限额' },
  profile: ({ id, share, floor_fen }) => {
    if (id === 'none') return '限额：不设';
    if (id === 'not_allowed') return '限额：不允许扣款，只列不扣';
    const parts = [
      ...(id === 'share_and_floor' && share !== null ? [`不超过当月工资的 ${percent(share)}`] : []),
      floor_fen === null ? '最低工资未设' : `扣后不低于最低工资 ${formatFen(floor_fen)}`,
    ];
    return `限额：${parts.join('，')}`;
  },
  confirmed: ({ confirmed_by, confirmed_at }) =>
    confirmed_by === null
      ? '是否适用由人事确认，尚未确认'
      : `由人事确认适用：${confirmed_by}${confirmed_at === null ? '' : ` ${confirmed_at.slice(0, 10)}`}`,
  since: (revision) => `与上一次导出的第 ${revision} 版相比`,
  first: '这是第一次导出，没有上一版',
  same: '没有差异',
};

const en: DeductionWords = {
  title: enPage.closing.workbook.title,
  sheets: {
    people: 'Deductions',
    fines: 'Details',
    adjustments: 'Adjustments',
    discipline: 'Discipline',
    differences: 'Since last revision',
    controls: 'Control totals',
  },
  revision: (revision) => `deduction sheet revision ${revision}`,
  checksum: (hex) => `checksum ${hex.slice(0, 8)}`,
  draftLine: 'Draft: the month is not closed, nothing may be deducted by this sheet',
  closedLine: (version, at, by) =>
    `Closed: closing ${version}, ${at}${by === null ? '' : `, ${by}`}`,
  limitState: { checked: 'checked', not_checked: 'not checked: no wage', off: 'no limit' },
  profile: ({ id, share, floor_fen }) => {
    if (id === 'none') return 'Limit: none';
    if (id === 'not_allowed') return 'Limit: deductions are not allowed, listed only';
    const parts = [
      ...(id === 'share_and_floor' && share !== null
        ? [`at most ${percent(share)} of the month's wage`]
        : []),
      floor_fen === null ? 'no minimum wage set' : `at least ${formatFen(floor_fen)} left`,
    ];
    return `Limit: ${parts.join(', ')}`;
  },
  confirmed: ({ confirmed_by, confirmed_at }) =>
    confirmed_by === null
      ? 'HR has not confirmed yet that this applies'
      : `Confirmed by HR: ${confirmed_by}${confirmed_at === null ? '' : ` ${confirmed_at.slice(0, 10)}`}`,
  since: (revision) => `Against revision ${revision}, the last one exported`,
  first: 'This is the first export: there is no earlier revision',
  same: 'No differences',
};

export function deductionWords(lang: Lang): DeductionWords {
  return lang === 'zh' ? zh : en;
}
