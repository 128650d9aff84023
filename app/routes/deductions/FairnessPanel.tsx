import { Link } from '@remix-run/react';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { PolicyRule } from '#app/data/desk.ts';
import { finesLink } from '#app/filters/links.ts';
import { DASH, FEW, formatCount, formatDecimal, formatFen, formatRate } from '#app/format/index.ts';
import type { Fairness, TeamFairness } from '#queries/ledger/types.ts';
import type { WorkRole } from '#queries/metrics/registry.ts';
import styles from './deductions.module.css';

interface FairnessPanelProps {
  fairness: Fairness;
  rules: readonly PolicyRule[];
  month: string;
}

/** Before closing: fines per hundred tickets, who waives how much, and on how few the sum falls. */
export function FairnessPanel({ fairness, rules, month }: FairnessPanelProps) {
  const { t, lang } = useLang();
  const { people, teams, reviewers, roles, top_three_share } = fairness;
  const answer = [
    ...roles.map(({ role, per_100 }) =>
      per_100 === null
        ? null
        : t('closing.fairness.role', {
            role: t(`closing.fairness.roles.${role}`),
            rate: formatDecimal(per_100),
          }),
    ),
    top_three_share === null
      ? null
      : t('closing.fairness.top', { share: formatRate(top_three_share) }),
  ].filter((part) => part !== null);
  const usual = (role: WorkRole | null) =>
    roles.find((each) => each.role === role)?.per_100 ?? null;
  const place = (role: WorkRole | null) => roles.findIndex((each) => each.role === role);
  // Those who are compared with each other stand together.
  const fined = people
    .filter(({ fines }) => fines > 0)
    .toSorted((a, b) => place(a.role) - place(b.role));
  const most = Math.max(1, ...fined.map(({ per_100 }) => per_100 ?? 0));
  return (
    <Panel
      className={styles.desk}
      title={t('closing.fairness.title')}
      answer={fined.length === 0 ? t('closing.fairness.none') : answer.join(t('separator'))}
      foot={t('closing.fairness.few')}
    >
      <div className={styles.two}>
        {fined.length === 0 ? null : (
          <table className="num">
            <caption>{t('closing.fairness.people')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('closing.fairness.person')}</th>
                <th scope="col" className="n">
                  {t('closing.fairness.tickets')}
                </th>
                <th scope="col" className="n">
                  {t('closing.fairness.fines')}
                </th>
                <th scope="col" className="n">
                  {t('closing.fairness.rate')}
                </th>
                <td className={styles.wideOnly} />
                <th scope="col" className="n">
                  {t('closing.fairness.amount')}
                </th>
                <th scope="col" className="n">
                  {t('closing.fairness.waived')}
                </th>
              </tr>
            </thead>
            <tbody>
              {fined.map((person) => {
                const few = person.tickets < FEW;
                const mark = usual(person.role);
                return (
                  <tr
                    key={`${person.employee_no} ${person.name}`}
                    className={few ? 'few' : undefined}
                  >
                    <th scope="row">
                      <Link to={finesLink(month, { person: person.name })}>{person.name}</Link>{' '}
                      {person.role === null ? null : (
                        <small>{t(`closing.fairness.roles.${person.role}`)}</small>
                      )}
                    </th>
                    <Counts of={person} />
                    <td className={`${styles.bar} ${styles.wideOnly}`} aria-hidden="true">
                      {few || person.per_100 === null ? null : (
                        <i style={{ inlineSize: `${(person.per_100 / most) * 100}%` }} />
                      )}
                      {mark === null ? null : (
                        <s style={{ insetInlineStart: `${Math.min(100, (mark / most) * 100)}%` }} />
                      )}
                    </td>
                    <Sums of={person} />
                  </tr>
                );
              })}
            </tbody>
            {teams.length === 0 ? null : (
              <tfoot>
                {teams.map((team) => (
                  <tr
                    key={team.department ?? ''}
                    className={team.tickets < FEW ? 'few' : undefined}
                  >
                    <th scope="row">
                      {t('closing.fairness.department', {
                        name: team.department ?? t('closing.fairness.noDepartment'),
                        count: team.people,
                      })}
                    </th>
                    <Counts of={team} />
                    <td className={styles.wideOnly} />
                    <Sums of={team} />
                  </tr>
                ))}
              </tfoot>
            )}
          </table>
        )}
        {reviewers.length === 0 ? (
          <p className="ink2">{t('closing.fairness.noReviewer')}</p>
        ) : (
          <table className="num">
            <caption>{t('closing.fairness.reviewers')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('closing.fairness.reviewer')}</th>
                <th scope="col">{t('closing.fairness.rule')}</th>
                <th scope="col" className="n">
                  {t('closing.fairness.share')}
                </th>
                <th scope="col" className="n">
                  {t('closing.fairness.waived')}/{t('closing.fairness.decided')}
                </th>
              </tr>
            </thead>
            <tbody>
              {reviewers.map(({ name, rule, decided, waived }) => (
                <tr key={`${name} ${rule}`} className={decided < FEW ? 'few' : undefined}>
                  <th scope="row">{name}</th>
                  <td>
                    <Link to={finesLink(month, { rule })}>
                      {rule} {rules.find(({ no }) => no === rule)?.title[lang] ?? ''}
                    </Link>
                  </td>
                  <td className="n b">{decided === 0 ? DASH : formatRate(waived / decided)}</td>
                  <td className="n">
                    {formatCount(waived)}/{formatCount(decided)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  );
}

/** Tickets, fines and fines per hundred, of a person or a department. */
function Counts({ of }: { of: Pick<TeamFairness, 'tickets' | 'fines' | 'per_100'> }) {
  return (
    <>
      <td className="n">{formatCount(of.tickets)}</td>
      <td className="n">{formatCount(of.fines)}</td>
      <td className="n b">{of.per_100 === null ? DASH : formatDecimal(of.per_100)}</td>
    </>
  );
}

/** What they come to, and how many were waived. */
function Sums({ of }: { of: Pick<TeamFairness, 'fen' | 'waived'> }) {
  return (
    <>
      <td className="n">{formatFen(of.fen)}</td>
      <td className={of.waived === 0 ? 'n dim' : 'n'}>{formatCount(of.waived)}</td>
    </>
  );
}
