import { Form, useNavigation } from '@remix-run/react';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import {
  DASH,
  formatFen,
  formatMonth,
  formatPoints,
  formatRate,
  formatTime,
} from '#app/format/index.ts';
import styles from '#app/routes/policy/policy.module.css';
import type { FineSum, Replay, ReplayRate, ReplayRow } from '#queries/policy/replay.ts';

/** What the last months would have been under the draft, person by person and rule by rule. */
export function ReplayPanel({ replay, blocked }: { replay: Replay | null; blocked: boolean }) {
  const { t } = useLang();
  const busy = useNavigation().formData?.get('intent') === 'replay';
  return (
    <Panel title={t('policy.edit.replay')} answer={t('policy.edit.replayAnswer')}>
      <Form method="post" className={styles.head} preventScrollReset>
        <input type="hidden" name="intent" value="replay" />
        <button
          type="submit"
          className="btn"
          disabled={blocked || busy}
          title={blocked ? t('policy.edit.activateBlocked') : undefined}
        >
          {busy ? t('policy.edit.replayRunning') : t('policy.edit.replayRun')}
        </button>
        {blocked ? <span className={styles.said}>{t('policy.edit.activateBlocked')}</span> : null}
      </Form>
      <div role="status">{replay === null ? null : <ReplayResult replay={replay} />}</div>
    </Panel>
  );
}

function ReplayResult({ replay }: { replay: Replay }) {
  const { t, lang } = useLang();
  const { months, as_of } = replay;
  const [first] = months;
  const last = months.at(-1);
  if (first === undefined || last === undefined || as_of === null) {
    return <p className={styles.head}>{t('policy.edit.replayNothing')}</p>;
  }
  const changed = replay.rows.filter(differs);
  const still = replay.rows.length - changed.length;
  return (
    <>
      <p className={`num ${styles.totals}`}>
        <span>
          {t('policy.edit.replayMonths', {
            from: formatMonth(first, lang),
            to: formatMonth(last, lang),
            time: formatTime(as_of),
          })}
        </span>
        <b>
          {t('policy.edit.replayTotal', {
            before: sumText(replay.before),
            after: sumText(replay.after),
          })}
        </b>
      </p>
      {replay.rates.length === 0 ? null : <RatesTable rates={replay.rates} />}
      {changed.length === 0 ? (
        <p className={styles.head}>{t('policy.edit.replaySame')}</p>
      ) : (
        <div className={`scroll after-head ${styles.rows}`}>
          <table className="num plain">
            <caption className="sr">{t('policy.edit.replay')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('policy.head.person')}</th>
                <th scope="col">{t('policy.head.rule')}</th>
                <th scope="col" className="n">
                  {t('policy.head.before')}
                </th>
                <th scope="col" className="n">
                  {t('policy.head.after')}
                </th>
                <th scope="col" className="n">
                  {t('policy.edit.replayDifference')}
                </th>
              </tr>
            </thead>
            <tbody>
              {changed.map((row) => (
                <tr key={`${row.employee_no ?? row.person} ${ruleKey(row)}`}>
                  <th scope="row">{row.person ?? t('fines.unassigned')}</th>
                  <td>{ruleText(row)}</td>
                  <td className="n">{sumText(row.before)}</td>
                  <td className="n">{sumText(row.after)}</td>
                  <td className="n b">{difference(row)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {still === 0 ? null : (
        <p className={`ink2 small ${styles.head}`}>
          {t('policy.edit.replayUnchanged', { count: still })}
        </p>
      )}
    </>
  );

  function ruleText({ rule_before, rule_after }: ReplayRow): string {
    const rule = rule_after ?? rule_before;
    if (rule === null) return DASH;
    const renumbered =
      rule_before !== null && rule_after !== null && rule_before.no !== rule_after.no
        ? `${rule_before.no} → ${rule_after.no}`
        : rule.no;
    return `${renumbered} ${rule.title[lang]}`;
  }

  function sumText(sum: FineSum): string {
    const count = t('policy.edit.replayCount', { count: sum.count });
    // What has no amount yet is no zero.
    return `${count} ${formatFen(sum.fen)}${sum.undecided > 0 ? '＋' : ''}`;
  }

  function difference({ before, after }: ReplayRow): string {
    const fen = after.fen - before.fen;
    const text = fen === 0 ? '' : `${fen > 0 ? '+' : ''}${formatFen(fen)}`;
    const count = after.count - before.count;
    const sign = count > 0 ? '+' : '−';
    return [
      count === 0 ? '' : `${sign}${t('policy.edit.replayCount', { count: Math.abs(count) })}`,
      text,
    ]
      .filter((part) => part !== '')
      .join(' ');
  }
}

function RatesTable({ rates }: { rates: readonly ReplayRate[] }) {
  const { t, lang } = useLang();
  const figure = ({ met, measured }: { met: number; measured: number }) =>
    measured === 0 ? DASH : `${formatRate(met / measured)} ${met}/${measured}`;
  const change = ({ before, after }: ReplayRate) =>
    before.measured === 0 || after.measured === 0
      ? DASH
      : t('change.points', {
          points: formatPoints(after.met / after.measured - before.met / before.measured),
        });
  return (
    <div className={`scroll after-head ${styles.rows}`}>
      <table className="num plain">
        <caption className="sr">{t('policy.stages')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('policy.head.metric')}</th>
            <th scope="col" className="n">
              {t('policy.head.before')}
            </th>
            <th scope="col" className="n">
              {t('policy.head.after')}
            </th>
            <th scope="col" className="n">
              {t('policy.edit.replayDifference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rates.map((rate) => (
            <tr key={rate.metric}>
              <th scope="row">{rate.name[lang]}</th>
              <td className="n">{figure(rate.before)}</td>
              <td className="n">{figure(rate.after)}</td>
              <td className="n">{change(rate)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function differs({ before, after }: ReplayRow): boolean {
  return (
    before.count !== after.count || before.fen !== after.fen || before.undecided !== after.undecided
  );
}

function ruleKey({ rule_before, rule_after }: ReplayRow): string {
  return `${rule_before?.no ?? ''}>${rule_after?.no ?? ''}`;
}
