/** Under the list: what is selected and what may be done with it, what happened last, and the sums. */
import { useFetcher } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { StaffChoice } from '#app/components/ActorPicker.tsx';
import { Dialog } from '#app/components/Dialog.tsx';
import { Icon } from '#app/components/icons.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { StaffMember } from '#app/data/review-desk.ts';
import type { loader as actorLoader } from '#app/routes/actor/route.tsx';
import type { Cause } from '#queries/ledger/types.ts';
import {
  type BulkPlan,
  bulkPlan,
  CAUSE_KEYS,
  type Draft,
  EMPTY_DRAFT,
  type Hindrance,
  type Situation,
} from './decide.ts';
import styles from './fines.module.css';
import { type Sum, sumOf } from './listing.ts';
import type { FineRow } from './rows.ts';
import { causeText, sumText, whyText } from './words.ts';

export type BulkStep = 'confirm' | 'waive' | 'assign';

interface BulkBarProps {
  selected: readonly FineRow[];
  situation: (row: FineRow) => Situation;
  /** Which dialog is asked for by a key. */
  dialog: 'waive' | 'assign' | null;
  onDialog: (dialog: 'waive' | 'assign' | null) => void;
  personal: boolean;
  onPersonal: (on: boolean) => void;
  onBulk: (step: BulkStep, plan: BulkPlan, draft: Draft, who?: StaffMember) => void;
  onClear: () => void;
}

/** What confirming in bulk says of the rows that need a cause. */
export const confirmDraft = (personal: boolean): Draft => ({
  ...EMPTY_DRAFT,
  cause: personal ? 'personal' : null,
});

export function BulkBar(props: BulkBarProps) {
  const { selected, situation, personal, onPersonal, onBulk, onDialog, dialog } = props;
  const { t } = useLang();
  const rows = t('review.queue.rows', { count: selected.length });
  const confirm = bulkPlan(selected, 'confirm', confirmDraft(personal), situation);
  const waivable = bulkPlan(
    selected,
    'waive',
    { ...EMPTY_DRAFT, cause: 'other', reason: '-' },
    situation,
  );
  const assignable = bulkPlan(selected, 'assign', { ...EMPTY_DRAFT, person: '-' }, situation);
  const asking = bulkPlan(selected, 'confirm', confirmDraft(true), situation).ready.filter(
    (row) => row.needs_cause && row.cause === null,
  ).length;
  return (
    <div className={styles.bulk}>
      <b className="b num">
        {t('review.queue.bulk.selected', { rows, sum: sumText(t, sumOf(selected)) })}
      </b>
      <button
        type="button"
        className="btn sm"
        disabled={confirm.ready.length === 0}
        title={confirm.ready.length === 0 ? leftText(t, confirm.left) : undefined}
        onClick={() => onBulk('confirm', confirm, confirmDraft(personal))}
      >
        {t('review.queue.bulk.confirm', { count: confirm.ready.length })}
      </button>
      <button
        type="button"
        className="btn sm"
        disabled={waivable.ready.length === 0}
        title={waivable.ready.length === 0 ? leftText(t, waivable.left) : undefined}
        onClick={() => onDialog('waive')}
      >
        {t('review.queue.bulk.waive', { count: waivable.ready.length })}
      </button>
      <button
        type="button"
        className="btn sm"
        disabled={assignable.ready.length === 0}
        onClick={() => onDialog('assign')}
      >
        {t('review.queue.bulk.assign', { count: assignable.ready.length })}
      </button>
      <button type="button" className="btn sm quiet" onClick={props.onClear}>
        {t('review.queue.bulk.clear')}
      </button>
      {asking === 0 ? null : (
        <label className={styles.personal}>
          <input
            type="checkbox"
            checked={personal}
            onChange={(event) => onPersonal(event.target.checked)}
          />
          {t('review.queue.bulk.personal', { count: asking })}
        </label>
      )}
      {confirm.left.size === 0 || confirm.ready.length === 0 ? null : (
        <span className="small ink2 num">{leftText(t, confirm.left)}</span>
      )}
      {dialog === 'waive' && waivable.ready.length > 0 ? (
        <WaiveDialog
          rows={waivable.ready}
          sum={sumOf(waivable.ready)}
          onClosed={() => onDialog(null)}
          onWaive={(draft) => onBulk('waive', bulkPlan(selected, 'waive', draft, situation), draft)}
        />
      ) : null}
      {dialog === 'assign' && assignable.ready.length > 0 ? (
        <AssignDialog
          title={t('review.queue.bulk.assignTitle', { count: assignable.ready.length })}
          text={t('review.queue.bulk.assignText')}
          onClosed={() => onDialog(null)}
          onAssign={(member) => {
            const draft = { ...EMPTY_DRAFT, person: member.employee_no ?? member.name };
            onBulk('assign', bulkPlan(selected, 'assign', draft, situation), draft, member);
          }}
        />
      ) : null}
    </div>
  );
}

/** Why some are left out, with how many each. */
export function leftText(
  t: ReturnType<typeof useLang>['t'],
  left: ReadonlyMap<Hindrance, number>,
): string {
  return [...left]
    .map(([why, count]) => t('review.queue.bulk.left', { count, why: whyText(t, why) }))
    .join(t('semicolon'));
}

function WaiveDialog({
  rows,
  sum,
  onClosed,
  onWaive,
}: {
  rows: readonly FineRow[];
  sum: Sum;
  onClosed: () => void;
  onWaive: (draft: Draft) => void;
}) {
  const { t } = useLang();
  const [reason, setReason] = useState('');
  const [cause, setCause] = useState<Cause>('other');
  const asks = rows.some((row) => row.needs_cause);
  const waive = () => {
    if (reason.trim() !== '') onWaive({ ...EMPTY_DRAFT, cause, reason: reason.trim() });
  };
  return (
    <Dialog
      id="bulk-waive"
      title={t('review.queue.bulk.waiveTitle', { count: rows.length, sum: sumText(t, sum) })}
      text={t('review.queue.bulk.waiveText')}
      onClosed={onClosed}
      actions={
        <>
          <button type="button" className="btn" onClick={onClosed}>
            {t('review.actor.cancel')}
          </button>
          <button
            type="button"
            className="btn pri"
            disabled={reason.trim() === ''}
            title={reason.trim() === '' ? whyText(t, 'reason_first') : undefined}
            onClick={waive}
          >
            {t('review.queue.bulk.waiveAction', { count: rows.length })}
          </button>
        </>
      }
    >
      {asks ? (
        <label className={styles.fld}>
          <span>{t('review.cause.label')}</span>
          <select
            value={cause}
            onChange={(event) =>
              setCause(CAUSE_KEYS.find((each) => each === event.target.value) ?? 'other')
            }
          >
            {CAUSE_KEYS.filter((each) => each !== 'personal').map((each) => (
              <option key={each} value={each}>
                {causeText(t, each)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <label className={styles.fld}>
        <span>{t('review.card.decision.reason')}</span>
        <textarea
          value={reason}
          maxLength={2000}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) waive();
          }}
          autoFocus
        />
      </label>
    </Dialog>
  );
}

/** Whom to charge: the staff list with its search. */
export function AssignDialog({
  title,
  text,
  onClosed,
  onAssign,
}: {
  title: string;
  text: string;
  onClosed: () => void;
  onAssign: (member: StaffMember) => void;
}) {
  const { t } = useLang();
  const staff = useFetcher<typeof actorLoader>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once, when the dialog opens
  useEffect(() => staff.load('/actor'), []);
  return (
    <Dialog
      id="assign"
      title={title}
      text={text}
      onClosed={onClosed}
      actions={
        <button type="button" className="btn" onClick={onClosed}>
          {t('review.actor.cancel')}
        </button>
      }
    >
      <StaffChoice staff={staff.data?.staff ?? null} current={null} onChoose={onAssign} />
    </Dialog>
  );
}

const KEYS = [
  ['J', 'K', 'move'],
  ['X', null, 'select'],
  ['C', null, 'confirm'],
  ['A', null, 'adjust'],
  ['W', null, 'waive'],
  ['1', '7', 'cause'],
  ['P', null, 'person'],
  ['/', null, 'find'],
  ['Z', null, 'undo'],
  ['?', null, 'help'],
  ['Enter', null, 'card'],
  ['Esc', null, 'leave'],
  ['Ctrl', 'Enter', 'send'],
] as const;

/** The keys on one line; the button tells all of them. */
export function KeyLine({ onHelp }: { onHelp: () => void }) {
  const { t } = useLang();
  return (
    <div className={styles.keys}>
      {KEYS.slice(0, 9).map(([first, second, name]) => (
        <span key={name} aria-hidden="true">
          <kbd>{first}</kbd>
          {name === 'cause' ? '–' : ''}
          {second === null ? null : <kbd>{second}</kbd>}
          {t(`review.queue.keys.${name}`)}
        </span>
      ))}
      <button type="button" onClick={onHelp} aria-label={t('review.queue.keys.help')}>
        <kbd>?</kbd>
        {t('review.queue.keys.all')}
      </button>
    </div>
  );
}

export function KeyHelp({ onClosed }: { onClosed: () => void }) {
  const { t } = useLang();
  return (
    <Dialog
      id="keys"
      title={t('review.queue.keys.title')}
      text={t('review.queue.keys.text')}
      onClosed={onClosed}
      actions={
        <button type="button" className="btn pri" onClick={onClosed}>
          {t('review.queue.keys.close')}
        </button>
      }
    >
      <dl className={styles.help}>
        {KEYS.map(([first, second, name]) => (
          <div key={name}>
            <dt>
              <kbd>{first}</kbd>
              {name === 'cause' ? ' – ' : ' '}
              {second === null ? null : <kbd>{second}</kbd>}
            </dt>
            <dd>{t(`review.queue.keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** What happened last, said aloud too, with the way back; what is on its way; and what the list comes to. */
export function StatusLine({
  said,
  pending,
  refused,
  canUndo,
  total,
  onUndo,
  onRefused,
}: {
  said: string;
  pending: number;
  refused: number;
  canUndo: boolean;
  total: Sum;
  onUndo: () => void;
  onRefused: () => void;
}) {
  const { t } = useLang();
  const rows = t('review.queue.rows', { count: total.count });
  const sums = [
    t('review.queue.total', { rows, sum: sumText(t, { ...total, undecided: 0 }) }),
    total.undecided > 0 ? t('review.queue.totalUndecided', { count: total.undecided }) : null,
    total.measures > 0 ? t('review.queue.totalMeasures', { count: total.measures }) : null,
  ].filter((part) => part !== null);
  return (
    <div className={styles.status}>
      <button type="button" className="btn sm" disabled={!canUndo} onClick={onUndo}>
        <Icon name="undo" />
        {t('review.queue.keys.undo')} <kbd>Z</kbd>
      </button>
      {refused === 0 ? null : (
        <button type="button" className={`btn sm ${styles.waiting}`} onClick={onRefused}>
          {t('review.queue.said.waiting', { count: refused })}
        </button>
      )}
      <span className={`num ${styles.said}`} role="status">
        {said}
      </span>
      {pending === 0 ? null : (
        <span className="small dim num">{t('review.queue.said.pending', { count: pending })}</span>
      )}
      <span className={`small dim num ${styles.sum}`}>{sums.join(t('semicolon'))}</span>
    </div>
  );
}
