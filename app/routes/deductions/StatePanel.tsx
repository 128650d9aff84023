import { Link, useNavigate } from '@remix-run/react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useActing } from '#app/components/ActorPicker.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { SHEET_KINDS } from '#app/components/sheet-kinds.ts';
import { samePerson, staffText } from '#app/components/staff.ts';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import type { PolicyView } from '#app/data/desk.ts';
import type { StaffMember } from '#app/data/review-desk.ts';
import { deductionsLink } from '#app/filters/links.ts';
import { formatCount, formatFen, formatMonth, formatTime } from '#app/format/index.ts';
import type {
  CheckItem,
  ClosingHead,
  DeductionSheet,
  MonthClosing,
} from '#queries/ledger/types.ts';
import { ActingForm, useAnswer } from './ActingForm.tsx';
import styles from './deductions.module.css';
import { countOf, mendedAt } from './words.ts';

interface StatePanelProps {
  closing: MonthClosing;
  sheet: DeductionSheet;
}

/** What a close still wants, each with the way to where it is mended; of a closed month, which closing it is. */
export function StatePanel({
  closing,
  sheet,
  policy,
}: StatePanelProps & { policy: Pick<PolicyView, 'id' | 'name'> }) {
  const { t, lang } = useLang();
  const { month, head } = closing;
  /** A policy of another id was in force when the month was closed: only its id is known here. */
  const policyText = (id: string, version: number) =>
    t('closing.state.policyVersion', { name: id === policy.id ? policy.name[lang] : id, version });
  if (head !== null) return <ClosedPanel closing={closing} head={head} policyText={policyText} />;
  const waiting = closing.checklist.filter(({ status }) => status === 'todo').length;
  return (
    <Panel
      className={styles.desk}
      title={t('closing.state.open')}
      answer={
        waiting === 0 ? t('closing.state.ready') : t('closing.state.waiting', { count: waiting })
      }
      foot={historyOf(closing)}
    >
      <ul className={styles.checks}>
        {closing.checklist.map((item) => (
          <Check key={item.id} item={item} month={month} policyText={policyText} />
        ))}
      </ul>
      <div className={styles.actions}>
        {waiting === 0 ? (
          <Link className="btn pri" to={deductionsLink(month, { ask: 'close' })} preventScrollReset>
            {t('closing.state.close')}
          </Link>
        ) : (
          <>
            <button type="button" className="btn" disabled title={t('closing.state.notYet')}>
              {t('closing.state.close')}
            </button>
            <span className="ink2 small">{t('closing.state.notYet')}</span>
          </>
        )}
        <span className="num ink2">
          {t('closing.ask.close.sum', {
            people: formatCount(sheet.people.length),
            count: formatCount(countOf(sheet)),
            total: formatFen(sheet.totals.total_fen),
            deduct: formatFen(sheet.totals.deduct_fen),
          })}
        </span>
      </div>
    </Panel>
  );
}

type PolicyText = (id: string, version: number) => string;

/** What a line names besides its count, in words. */
function useDetail({ id, detail, count, months = [] }: CheckItem, policyText: PolicyText): string {
  const { t, lang } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  if (months.length > 0)
    return months.map((each) => formatMonth(each, lang)).join(t('listSeparator'));
  if (detail === null) return '';
  if (id === 'data_until') return formatTime(detail, year);
  if (id === 'policy') return policyText(detail, count);
  if (id !== 'kinds_missing') return detail;
  return detail
    .split(' ')
    .map((kind) => {
      const known = SHEET_KINDS.find((each) => each === kind);
      return known === undefined ? kind : t(`imports.kind.${known}`);
    })
    .join(t('listSeparator'));
}

const MARK = { todo: 'breached', note: 'pending', done: 'met' } as const;

function Check({
  item,
  month,
  policyText,
}: {
  item: CheckItem;
  month: string;
  policyText: PolicyText;
}) {
  const { t } = useLang();
  const done = item.status === 'done';
  const detail = useDetail(item, policyText);
  const words = t(`closing.check.${item.id}.${done ? 'done' : 'todo'}`, { detail });
  // A line that names a date, kinds or a month says no number besides.
  const counted = item.count > 0 && detail === '';
  return (
    <li>
      <span className={`st ${MARK[item.status]}`}>{t(`closing.check.${item.status}`)}</span>
      {done ? (
        <span className="ink2">{words}</span>
      ) : (
        <Link to={mendedAt(item, month)}>
          {counted ? <b className="num">{formatCount(item.count)} </b> : null}
          {words}
        </Link>
      )}
    </li>
  );
}

function ClosedPanel({
  closing,
  head,
  policyText,
}: {
  closing: MonthClosing;
  head: ClosingHead;
  policyText: PolicyText;
}) {
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  const { month } = closing;
  return (
    <Panel
      title={t('closing.state.closed')}
      answer={t('closing.state.closedAnswer')}
      foot={historyOf(closing)}
    >
      <dl className={`${styles.closed} num`}>
        <Fact name={t('closing.state.version')}>{head.version}</Fact>
        <Fact name={t('closing.state.at')}>{formatTime(head.closed_at, year)}</Fact>
        <Fact name={t('closing.state.by')}>{head.closed_by ?? t('closing.strip.nobody')}</Fact>
        <Fact name={t('closing.state.asOf')}>{formatTime(head.as_of, year)}</Fact>
        <Fact name={t('closing.state.policy')}>
          {policyText(head.policy.id, head.policy.version)}
        </Fact>
        <Fact name={t('closing.state.checksum')} wide>
          <span className="mono">{head.checksum}</span>
        </Fact>
      </dl>
      <div className={styles.actions}>
        <Link className="btn" to={deductionsLink(month, { ask: 'reopen' })} preventScrollReset>
          {t('closing.state.reopen')}
        </Link>
      </div>
    </Panel>
  );
}

function Fact({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide === true ? styles.wide : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Undefined where the month was never reopened: a panel without a foot. */
function historyOf({ history }: MonthClosing): ReactNode {
  return history.some(({ reopened_at }) => reopened_at !== null) ? (
    <History heads={history} />
  ) : undefined;
}

/** Earlier closings of the month and why they were reopened. */
function History({ heads }: { heads: readonly ClosingHead[] }) {
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  const reopened = heads.filter(({ reopened_at }) => reopened_at !== null);
  const by = (name: string | null) => name ?? t('closing.strip.nobody');
  return (
    <>
      <b>{t('closing.state.history')}</b>
      <ul className="num">
        {reopened.map((head) => (
          <li key={head.version}>
            {t('closing.state.historyClosed', {
              version: head.version,
              at: formatTime(head.closed_at, year),
              by: by(head.closed_by),
            })}
            {t('semicolon')}
            {t(
              head.reopened_second === null
                ? 'closing.state.historyReopened'
                : 'closing.state.historySecond',
              {
                at: formatTime(head.reopened_at ?? '', year),
                by: by(head.reopened_by),
                second: head.reopened_second,
                reason: head.reopen_reason ?? '',
              },
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

interface AskProps extends StatePanelProps {
  ask: 'close' | 'reopen';
  managers: readonly StaffMember[];
}

/** The two steps that cannot be taken back by one key: they name month, count and sum. */
export function Ask({ ask, closing, sheet, managers }: AskProps) {
  const { t, lang } = useLang();
  const { actor } = useActing();
  const { month, head } = closing;
  const named = formatMonth(month, lang);
  const figures = {
    people: formatCount(sheet.people.length),
    count: formatCount(countOf(sheet)),
    total: formatFen(sheet.totals.total_fen),
    deduct: formatFen(sheet.totals.deduct_fen),
  };
  const notes = closing.checklist.filter(({ status }) => status === 'note').length;
  const others = managers.filter((member) => actor === null || !samePerson(actor, member));
  if (ask === 'close') {
    return (
      <Dialog title={t('closing.ask.close.title', { month: named })} month={month}>
        <ActingForm month={month} intent="close">
          <p className="num">
            <b>{t('closing.ask.close.sum', figures)}</b>
          </p>
          <p className="ink2">{t('closing.ask.close.text')}</p>
          {notes === 0 ? null : (
            <p className={styles.due}>{t('closing.ask.close.notes', { count: notes })}</p>
          )}
          <Refusal />
          <footer>
            <Cancel month={month} />
            <button type="submit" className="btn pri">
              {t('closing.ask.close.action', { count: figures.count, total: figures.total })}
            </button>
          </footer>
        </ActingForm>
      </Dialog>
    );
  }
  const version = head?.version ?? 1;
  return (
    <Dialog title={t('closing.ask.reopen.title', { month: named })} month={month}>
      <ActingForm month={month} intent="reopen">
        <p className="num">
          <b>{t('closing.ask.reopen.sum', { version, ...figures })}</b>
        </p>
        <p className="ink2">{t('closing.ask.reopen.text')}</p>
        <label>
          <span>{t('closing.ask.reopen.reason')}</span>
          <textarea
            name="reason"
            rows={2}
            maxLength={1000}
            required
            placeholder={t('closing.ask.reopen.reasonHint')}
          />
        </label>
        {managers.length < 2 ? null : (
          <label>
            <span>{t('closing.ask.reopen.second')}</span>
            <select name="second" defaultValue="" required>
              <option value="">{t('closing.ask.reopen.choose')}</option>
              {others.map((member) => (
                <option
                  key={staffText(member)}
                  value={JSON.stringify([member.employee_no, member.name])}
                >
                  {staffText(member)}
                </option>
              ))}
            </select>
            <small>{t('closing.ask.reopen.secondText')}</small>
          </label>
        )}
        <Refusal />
        <footer>
          <Cancel month={month} />
          <button type="submit" className="btn pri">
            {t('closing.ask.reopen.action', { version })}
          </button>
        </footer>
      </ActingForm>
    </Dialog>
  );
}

function Refusal() {
  const answer = useAnswer().data;
  if (answer === undefined || answer.ok) return null;
  return (
    <p role="alert" className={styles.refused}>
      {answer.message}
    </p>
  );
}

function Cancel({ month }: { month: string }) {
  const { t } = useLang();
  return (
    <Link className="btn" to={deductionsLink(month)} preventScrollReset replace>
      {t('closing.ask.cancel')}
    </Link>
  );
}

/** Open by its address, so that it is there without scripts too; with them it keeps the focus and Escape closes it. */
function Dialog({ title, month, children }: { title: string; month: string; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const navigate = useNavigate();
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    // Rendered open for browsers without scripts; as a modal it has to be opened anew.
    element.close();
    element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      open
      className={styles.dialog}
      aria-labelledby="ask-title"
      onCancel={(event) => {
        event.preventDefault();
        navigate(deductionsLink(month), { replace: true, preventScrollReset: true });
      }}
    >
      <h2 id="ask-title">{title}</h2>
      {children}
    </dialog>
  );
}
