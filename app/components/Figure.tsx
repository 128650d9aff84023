/** Small marks for figures that every page shares: state, change, money words. Shape and word first, colour last. */
import type { ReactNode } from 'react';
import { formatPoints, type Judgement, type Trend } from '#app/format/index.ts';
import type { StageState } from '#queries/reports/types.ts';
import { useLang } from './use-lang.ts';

const STATE_CLASS: Record<StageState, string> = {
  met: 'met',
  breached: 'breached',
  pending: 'pending',
  invalid: 'nocap',
  not_captured: 'nocap',
  not_applicable: 'none',
};

/** The word of a stage's state. A breach of which the end is blank says so; a blank end that is not due yet is pending. */
export function stateWord({
  state,
  open,
}: {
  readonly state: StageState;
  readonly open: boolean;
}): `state.${StageState | 'open'}` {
  return open && state === 'breached' ? 'state.open' : `state.${state}`;
}

/** ● 达标 ◆ 超时 ○ 未到时限 ▨ 未采集. */
export function StateMark({ state, children }: { state: StageState; children: ReactNode }) {
  return <span className={`st ${STATE_CLASS[state]}`}>{children}</span>;
}

/** A KPI against its target. */
export function Verdict({ state }: { state: Judgement }) {
  const { t } = useLang();
  return <StateMark state={state}>{t(`verdict.${state}`)}</StateMark>;
}

/** Up or down by the sign, better or worse by colour and word. */
export function Change({
  difference,
  trend,
  words = false,
  since = 'month',
}: {
  difference: number;
  trend: Trend;
  /** With unit and 变好/变差; without them the column's heading carries both. */
  words?: boolean;
  /** The month before, or the same month a year before. */
  since?: 'month' | 'year';
}) {
  const { t } = useLang();
  const points = formatPoints(difference);
  const arrow = trend === 'flat' ? '' : difference > 0 ? '▲' : '▼';
  const spoken =
    trend === 'flat'
      ? t('change.flat')
      : t(`change.${difference > 0 ? 'up' : 'down'}.${since}`, { points });
  return (
    <span className={trend}>
      {arrow === '' ? null : (
        <i className="ar" aria-hidden="true">
          {arrow}
        </i>
      )}
      {words ? (
        trend === 'flat' ? (
          t('change.flat')
        ) : (
          <>
            {t('change.points', { points })} {t(`change.${trend}`)}
          </>
        )
      ) : (
        <>
          <span aria-hidden="true">{points}</span>
          <span className="sr">{`${spoken} ${trend === 'flat' ? '' : t(`change.${trend}`)}`}</span>
        </>
      )}
    </span>
  );
}

/** A count in a table: zero is quiet. */
export function Count({ value }: { value: number }) {
  return value === 0 ? <span className="dim">0</span> : value;
}
