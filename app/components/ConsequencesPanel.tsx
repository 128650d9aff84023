import { Link } from '@remix-run/react';
import type { PolicyView } from '#app/data/desk.ts';
import type { Consequences, FineMove, MonthConsequences } from '#app/data/import-desk.ts';
import { ticketLink } from '#app/filters/links.ts';
import { DASH, formatCount, formatFen, formatMonth } from '#app/format/index.ts';
import type { zh } from '#app/i18n/zh.ts';
import { Icon } from './icons.tsx';
import { fineDelta, moveText, ruleText } from './moves.ts';
import { Panel } from './Panel.tsx';
import { useLang } from './use-lang.ts';

/** The policies pages need to name metrics and rules, by month. */
export type Policies = Readonly<Record<string, Pick<PolicyView, 'metrics' | 'rules'>>>;

/** What an import, or taking one back, does to figures and proposed deductions, month by month. */
export function ConsequencesPanel({
  consequences,
  policies,
  title,
  answer,
  refused = 0,
  undo = false,
  dimmed = false,
}: {
  consequences: Consequences | null;
  policies: Policies;
  title: string;
  answer: string;
  /** Files that cannot go in as things stand: nothing of them is computed. */
  refused?: number;
  /** Taking a batch back: adjustments that it brought go with it. */
  undo?: boolean;
  dimmed?: boolean;
}) {
  const { t, lang } = useLang();
  return (
    <Panel title={title} answer={answer} className={dimmed ? 'dimmed' : ''}>
      {consequences === null ? (
        <p className="body ink2">{t('imports.consequences.waiting')}</p>
      ) : consequences.months.length === 0 && consequences.closed.length === 0 ? (
        <p className="body ink2">
          {refused > 0
            ? t('imports.consequences.notComputed', { count: refused })
            : t('imports.consequences.none')}
        </p>
      ) : (
        <>
          {refused > 0 ? (
            <p className="body ink2">{t('imports.consequences.partly', { count: refused })}</p>
          ) : null}
          {consequences.months.map((month, index) => (
            <details key={month.month} className="month-moves" open={index < 2}>
              <summary>
                {formatMonth(month.month, lang)}
                <span className="ink2 num">
                  {' '}
                  <Summary month={month} />
                </span>
              </summary>
              <MonthMoves month={month} policy={policies[month.month]} />
            </details>
          ))}
          {consequences.closed.map(({ month, rows }) => (
            <p key={month} className="lock num">
              <Icon name="lock" />
              <span>
                <b>{t('imports.consequences.closed', { month: formatMonth(month, lang) })}</b>
                {t(
                  undo
                    ? 'imports.consequences.undoneAdjustments'
                    : 'imports.consequences.adjustments',
                  { count: rows },
                )}
              </span>
            </p>
          ))}
        </>
      )}
    </Panel>
  );
}

function Summary({ month }: { month: MonthConsequences }) {
  const { t } = useLang();
  const { fines_before: before, fines_after: after } = month;
  return (
    <>
      {t('imports.consequences.metricsMoved', { count: month.metrics.length })}
      {t('separator')}
      {t('imports.consequences.finesMoved', {
        before: formatCount(before.count),
        beforeSum: formatFen(before.fen),
        after: formatCount(after.count),
        afterSum: formatFen(after.fen),
      })}
    </>
  );
}

function MonthMoves({
  month,
  policy,
}: {
  month: MonthConsequences;
  policy: Policies[string] | undefined;
}) {
  const { t } = useLang();
  return (
    <div className="cons num">
      <div>
        <h3>
          {t('imports.consequences.metrics')}{' '}
          <span>
            {t('imports.consequences.metricsSum', {
              moved: month.metrics.length,
              unmoved: month.unmoved,
            })}
          </span>
        </h3>
        {month.metrics.length === 0 ? (
          <p className="body ink2">{t('imports.consequences.noMetric')}</p>
        ) : (
          <MetricMoves month={month} policy={policy} />
        )}
      </div>
      <div>
        <h3>
          {t('imports.consequences.fines')}{' '}
          <span>
            {t('imports.consequences.finesSum', {
              before: formatCount(month.fines_before.count),
              beforeSum: formatFen(month.fines_before.fen),
              after: formatCount(month.fines_after.count),
              afterSum: formatFen(month.fines_after.fen),
            })}
          </span>
        </h3>
        {month.fines.length === 0 ? (
          <p className="body ink2">{t('imports.consequences.noFine')}</p>
        ) : (
          <FineMoves month={month} policy={policy} />
        )}
      </div>
    </div>
  );
}

type HeadName = keyof (typeof zh)['imports']['consequences']['head'];

/** What a table of moves and its columns are called, for those who do not see it; null for the arrow between two values. */
function Head({ of, columns }: { of: 'metrics' | 'fines'; columns: readonly (HeadName | null)[] }) {
  const { t } = useLang();
  return (
    <>
      <caption className="sr">{t(`imports.consequences.${of}`)}</caption>
      <thead className="sr">
        <tr>
          {columns.map((column) =>
            column === null ? (
              <td key="arrow" />
            ) : (
              <th key={column} scope="col">
                {t(`imports.consequences.head.${column}`)}
              </th>
            ),
          )}
        </tr>
      </thead>
    </>
  );
}

function MetricMoves({
  month,
  policy,
}: {
  month: MonthConsequences;
  policy: Policies[string] | undefined;
}) {
  const { t, lang } = useLang();
  return (
    <div className="scroll">
      <table className="moves">
        <Head of="metrics" columns={['metric', 'now', null, 'after', 'change', 'state']} />
        <tbody>
          {month.metrics.map((each) => {
            const metric = policy?.metrics.find(({ id }) => id === each.metric);
            const move = moveText(each, metric, lang, t('notCaptured'));
            const { judgedBefore, judgedAfter } = move;
            return (
              <tr key={move.id} className={move.few ? 'few' : undefined}>
                <th scope="row">{move.name}</th>
                <td className="n ink2">
                  {move.before} <span className="dim">{move.beforeCases}</span>
                </td>
                <td className="arr" aria-hidden="true">
                  →
                </td>
                <td className="n b">
                  {move.after} <span className="dim">{move.afterCases}</span>
                </td>
                <td className={`n ${move.trend}`}>
                  {move.casesOnly ? (
                    <span className="dim">{t('imports.consequences.casesOnly')}</span>
                  ) : move.difference === '' ? (
                    DASH
                  ) : (
                    <>
                      {move.trend === 'flat' ? null : (
                        <i className="ar" aria-hidden="true">
                          {move.up ? '▲' : '▼'}
                        </i>
                      )}
                      {move.difference}
                      <span className="sr">
                        {' '}
                        {t(move.trend === 'flat' ? 'change.flat' : `change.${move.trend}`)}
                      </span>
                    </>
                  )}
                </td>
                <td>
                  {judgedAfter === null ? (
                    <span className="dim">{move.few ? t('few') : ''}</span>
                  ) : (
                    <span className={`st ${judgedAfter}`}>
                      {judgedBefore === null || judgedBefore === judgedAfter
                        ? t(`verdict.${judgedAfter}`)
                        : `${t(`verdict.${judgedBefore}`)} → ${t(`verdict.${judgedAfter}`)}`}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const MARK: Record<FineMove['move'], { sign: string; className: string }> = {
  appears: { sign: '＋', className: 'fx worse' },
  vanishes: { sign: '－', className: 'fx better' },
  changes: { sign: '○', className: 'fx ink2' },
};

function FineMoves({
  month,
  policy,
}: {
  month: MonthConsequences;
  policy: Policies[string] | undefined;
}) {
  const { t, lang } = useLang();
  return (
    <div className="scroll">
      <table className="moves fine-moves">
        <Head of="fines" columns={['effect', 'rule', 'person', 'subject', 'why', 'amount']} />
        <tbody>
          {month.fines.map((fine) => (
            <tr key={`${fine.move} ${fine.key}`}>
              <td className={MARK[fine.move].className}>
                <span aria-hidden="true">{MARK[fine.move].sign} </span>
                {t(`imports.consequences.${fine.move}`)}
              </td>
              <td className="rule">{ruleText(policy?.rules ?? [], fine.rule, lang)}</td>
              <td className="who">
                {fine.person ?? <span className="tag warn">{t('fines.unassigned')}</span>}
              </td>
              <td className="ob ink2 small">
                {fine.ticket_no === null || !fine.stored ? (
                  // A ticket that only comes with this import has no page yet.
                  (fine.ticket_no ?? DASH)
                ) : (
                  <Link to={ticketLink(fine.ticket_no)}>{fine.ticket_no}</Link>
                )}
              </td>
              <td className="wy ink2">{fine.text}</td>
              <td className="n b amt">{fineDelta(fine) ?? t('imports.consequences.undecided')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {month.fines_left_out > 0 ? (
        <p className="body dim">
          {t('imports.consequences.more', { count: month.fines_left_out })}
        </p>
      ) : null}
    </div>
  );
}
