import { Link } from '@remix-run/react';
import { Icon } from '#app/components/icons.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import type { PolicyRule } from '#app/data/desk.ts';
import { deductionsLink, finesLink } from '#app/filters/links.ts';
import { shiftMonth } from '#app/filters/month.ts';
import { DASH, formatCount, formatDay, formatFen, formatMonth } from '#app/format/index.ts';
import type { DeductionSheet, PersonDeduction } from '#queries/ledger/types.ts';
import type { Fine } from '#queries/reports/types.ts';
import { ActingForm } from './ActingForm.tsx';
import styles from './deductions.module.css';
import { adjustedFen, finesOf, personId } from './words.ts';

interface PeoplePanelProps {
  sheet: DeductionSheet;
  fines: readonly Fine[];
  rules: readonly PolicyRule[];
  /** Id of the person whose row is open. */
  open: string | undefined;
}

/** One row per person; opened, it shows what it is made of and how the limit came about. */
export function PeoplePanel({ sheet, fines, rules, open }: PeoplePanelProps) {
  const { t } = useLang();
  const { people, totals, month, profile } = sheet;
  const due = people.filter(({ notified_at }) => notified_at === null);
  const sums = people.reduce(
    (sum, person) => ({
      fines: sum.fines + finesOf(person).fen,
      count: sum.count + finesOf(person).count,
      adjusted: sum.adjusted + adjustedFen(person),
      carried: sum.carried + person.carried_in_fen,
    }),
    { fines: 0, count: 0, adjusted: 0, carried: 0 },
  );
  return (
    <Panel
      className={styles.sheet}
      title={t('closing.deductions.title')}
      answer={
        people.length === 0
          ? t('closing.deductions.none')
          : t('closing.deductions.answer', {
              count: people.length,
              total: formatFen(totals.total_fen),
              deduct: formatFen(totals.deduct_fen),
              carried: formatFen(totals.carried_out_fen),
            })
      }
      side={sheet.state === 'draft' ? <span>{t('closing.deductions.draft')}</span> : undefined}
      foot={profile.notice && people.length > 0 ? <Notices due={due} month={month} /> : undefined}
    >
      {people.length === 0 ? (
        <p className={styles.pad} />
      ) : (
        <div className={`after-head ${styles.people}`}>
          <table className="num">
            <caption className="sr">{t('closing.deductions.caption')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('closing.deductions.person')}</th>
                {(
                  [
                    'fines',
                    'adjustments',
                    'carriedIn',
                    'total',
                    'limit',
                    'deduct',
                    'carriedOut',
                  ] as const
                ).map((key) => (
                  <th key={key} scope="col" className="n">
                    {t(`closing.deductions.${key}`)}
                  </th>
                ))}
                <th scope="col">{t('closing.deductions.notice')}</th>
              </tr>
            </thead>
            {people.map((person) => (
              <PersonRows
                key={personId(person)}
                person={person}
                sheet={sheet}
                fines={fines}
                rules={rules}
                open={open === personId(person)}
              />
            ))}
            <tbody>
              <tr className={styles.sum}>
                <th scope="row">{t('closing.deductions.sum')}</th>
                <Amount label={t('closing.deductions.fines')} fen={sums.fines}>
                  <small>{t('closing.deductions.count', { count: sums.count })}</small>
                </Amount>
                <Amount label={t('closing.deductions.adjustments')} fen={sums.adjusted} />
                <Amount label={t('closing.deductions.carriedIn')} fen={sums.carried} />
                <Amount label={t('closing.deductions.total')} fen={totals.total_fen} />
                <td className={styles.none} />
                <Amount label={t('closing.deductions.deduct')} fen={totals.deduct_fen} />
                <Amount label={t('closing.deductions.carriedOut')} fen={totals.carried_out_fen} />
                <td className={styles.none} />
              </tr>
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Amount({
  label,
  fen,
  strong,
  children,
}: {
  label: string;
  fen: number;
  strong?: boolean;
  children?: React.ReactNode;
}) {
  return (
    <td
      className={`n${strong === true ? ' b' : ''}${fen === 0 && children === undefined ? ` dim ${styles.zero}` : ''}`}
      data-label={label}
    >
      {children}
      {formatFen(fen)}
    </td>
  );
}

function PersonRows({
  person,
  sheet,
  fines,
  rules,
  open,
}: Omit<PeoplePanelProps, 'open'> & { person: PersonDeduction; open: boolean }) {
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  const { month } = sheet;
  const { name, employee_no, department } = person;
  const own = finesOf(person);
  return (
    <tbody>
      <tr className={open ? styles.open : undefined}>
        <th scope="row">
          <Link
            className={styles.person}
            to={deductionsLink(month, open ? {} : { person: personId(person) })}
            preventScrollReset
            replace
            aria-expanded={open}
            aria-label={t(open ? 'closing.deductions.shut' : 'closing.deductions.open', { name })}
          >
            <Icon name={open ? 'down' : 'right'} />
            <b>{name}</b>
            <small>
              {employee_no ?? t('closing.deductions.unknownNo')}
              {department === null ? '' : ` ${department}`}
            </small>
          </Link>
        </th>
        <Amount label={t('closing.deductions.fines')} fen={own.fen}>
          <small>{t('closing.deductions.count', { count: own.count })}</small>
        </Amount>
        <Amount label={t('closing.deductions.adjustments')} fen={adjustedFen(person)} />
        <Amount label={t('closing.deductions.carriedIn')} fen={person.carried_in_fen} />
        <Amount label={t('closing.deductions.total')} fen={person.total_fen} strong />
        <td className="n" data-label={t('closing.deductions.limit')}>
          {person.limit_fen === null ? (
            <span className={person.limit_state === 'off' ? 'dim' : 'tag warn'}>
              {t(`closing.deductions.limitState.${person.limit_state}`)}
            </span>
          ) : (
            formatFen(person.limit_fen)
          )}
        </td>
        <Amount label={t('closing.deductions.deduct')} fen={person.deduct_fen} strong />
        <Amount label={t('closing.deductions.carriedOut')} fen={person.carried_out_fen} />
        <td data-label={t('closing.deductions.notice')}>
          {person.notified_at === null ? (
            <span className="dim">
              {sheet.profile.notice ? t('closing.deductions.notNotified') : DASH}
            </span>
          ) : (
            formatDay(person.notified_at, year)
          )}
        </td>
      </tr>
      {open ? (
        <tr className={styles.detail}>
          <td colSpan={9}>
            <Detail person={person} sheet={sheet} fines={fines} rules={rules} />
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

function Detail({
  person,
  sheet,
  fines,
  rules,
}: Omit<PeoplePanelProps, 'open'> & { person: PersonDeduction }) {
  const { t, lang } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  const { month } = sheet;
  const own = fines.filter(
    (fine) =>
      (fine.state === 'confirmed' || fine.state === 'adjusted') &&
      fine.amount_fen !== null &&
      (person.employee_no === null
        ? fine.employee_no === null && fine.person === person.name
        : fine.employee_no === person.employee_no),
  );
  const title = (rule: string) =>
    `${rule} ${rules.find(({ no }) => no === rule)?.title[lang] ?? ''}`.trim();
  return (
    <div className={styles.parts}>
      {own.length === 0 ? null : (
        <div>
          <h3>{t('closing.deductions.finesOf', { count: formatCount(own.length) })}</h3>
          <ul>
            {own.map((fine) => (
              <li key={fine.key}>
                <Link to={finesLink(month, { key: fine.key })}>{title(fine.rule)}</Link>
                <span className="ink2">
                  {[fine.subject.ticket_no, formatDay(fine.occurred_at, year), fine.arithmetic]
                    .filter((part) => part !== null && part !== '')
                    .join(t('separator'))}
                </span>
                <b>{formatFen(fine.amount_fen ?? 0)}</b>
              </li>
            ))}
          </ul>
        </div>
      )}
      {person.adjustments.length === 0 ? null : (
        <div>
          <h3>{t('closing.deductions.adjustmentsOf')}</h3>
          <ul>
            {person.adjustments.map((adjustment) => (
              <li key={`${adjustment.month} ${adjustment.key}`}>
                <Link to={finesLink(adjustment.month, { key: adjustment.key })}>
                  {title(adjustment.rule)}
                </Link>
                <span className="ink2">
                  {t('closing.deductions.ofMonth', { month: formatMonth(adjustment.month, lang) })}
                  {t('separator')}
                  {adjustment.key}
                </span>
                <b>{formatFen(adjustment.fen)}</b>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <h3>{t('closing.deductions.why')}</h3>
        <Why person={person} sheet={sheet} />
        {person.notified_at === null && sheet.profile.notice ? (
          <ActingForm month={month} intent="notify" className={styles.inline}>
            <input type="hidden" name="people" value={personId(person)} />
            <button type="submit" className="btn sm">
              {t('closing.deductions.notify')}
            </button>
          </ActingForm>
        ) : person.notified_at === null ? null : (
          <p className="ink2">
            {t('closing.deductions.notified', { at: formatDay(person.notified_at, year) })}
          </p>
        )}
      </div>
    </div>
  );
}

/** The sum, the limit and what is carried, in words. */
function Why({ person, sheet }: { person: PersonDeduction; sheet: DeductionSheet }) {
  const { t, lang } = useLang();
  const { profile, month } = sheet;
  const { total_fen, limit_fen, wage_fen, deduct_fen, carried_out_fen } = person;
  const floor = profile.floor_fen;
  const limit = (): string => {
    if (total_fen < 0) {
      return t('closing.deductions.paidBack', { amount: formatFen(-total_fen) });
    }
    if (profile.id === 'not_allowed') return t('closing.deductions.notAllowed');
    if (person.limit_state === 'off') return t('closing.deductions.off');
    if (limit_fen === null || wage_fen === null) return t('closing.deductions.notChecked');
    if (profile.id === 'floor_only' && floor !== null) {
      return t('closing.deductions.floorOnly', {
        limit: formatFen(limit_fen),
        wage: formatFen(wage_fen),
        floor: formatFen(floor),
      });
    }
    return t('closing.deductions.share', {
      limit: formatFen(limit_fen),
      wage: formatFen(wage_fen),
      share: `${Number(((profile.share ?? 0) * 100).toFixed(2))}%`,
      floor:
        floor === null
          ? t('closing.deductions.shareNoFloor')
          : t('closing.deductions.shareFloor', { floor: formatFen(floor) }),
    });
  };
  return (
    <>
      <p>
        {t('closing.deductions.sumLine', {
          total: formatFen(total_fen),
          rules: formatFen(finesOf(person).fen),
          adjustments: formatFen(adjustedFen(person)),
          carried: formatFen(person.carried_in_fen),
        })}
      </p>
      <p>
        {limit()}
        {carried_out_fen > 0
          ? t('closing.deductions.carried', {
              amount: formatFen(carried_out_fen),
              month: formatMonth(shiftMonth(month, 1), lang),
            })
          : limit_fen !== null && total_fen > 0 && deduct_fen === total_fen
            ? t('closing.deductions.within')
            : ''}
      </p>
    </>
  );
}

function Notices({ due, month }: { due: readonly PersonDeduction[]; month: string }) {
  const { t } = useLang();
  if (due.length === 0) return <>{t('closing.deductions.noticeDone')}</>;
  return (
    <ActingForm month={month} intent="notify" className={styles.inline}>
      <span>{t('closing.deductions.noticeDue', { count: formatCount(due.length) })}</span>
      {due.map((person) => (
        <input key={personId(person)} type="hidden" name="people" value={personId(person)} />
      ))}
      <button type="submit" className="btn sm">
        {t('closing.deductions.notifyAll', { count: due.length })}
      </button>
    </ActingForm>
  );
}

/** Measures of rules that take no money, apart from the sums. */
export function DisciplinePanel({ sheet, rules }: Pick<PeoplePanelProps, 'sheet' | 'rules'>) {
  const { t, lang } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  if (sheet.discipline.length === 0) return null;
  return (
    <Panel title={t('closing.discipline.title')} answer={t('closing.discipline.answer')}>
      <div className={`after-head ${styles.stack}`}>
        <table className="num">
          <caption className="sr">{t('closing.discipline.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('closing.discipline.person')}</th>
              <th scope="col">{t('closing.discipline.matter')}</th>
              <th scope="col">{t('closing.discipline.date')}</th>
              <th scope="col">{t('closing.discipline.measure')}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.discipline.map((item) => (
              <tr key={item.key}>
                <th scope="row">
                  {item.name} <span className="dim">{item.employee_no ?? ''}</span>
                </th>
                <td>
                  <Link to={finesLink(sheet.month, { key: item.key })}>
                    {item.rule} {rules.find(({ no }) => no === item.rule)?.title[lang] ?? ''}
                  </Link>
                </td>
                <td>{formatDay(item.occurred_at, year)}</td>
                <td>{item.measure}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
