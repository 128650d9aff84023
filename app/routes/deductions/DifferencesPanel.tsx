import { Link } from '@remix-run/react';
import { Panel } from '#app/components/Panel.tsx';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import type { PolicyRule } from '#app/data/desk.ts';
import { finesLink } from '#app/filters/links.ts';
import { DASH, formatFen, formatTime } from '#app/format/index.ts';
import type { ClosedDifference } from '#queries/ledger/types.ts';
import { STAGES } from '#queries/reports/types.ts';
import styles from './deductions.module.css';
import { figureAt, figureValue } from './figure-words.ts';

interface DifferencesPanelProps {
  differences: readonly ClosedDifference[];
  rules: readonly PolicyRule[];
  month: string;
}

/** What the same month would be today, and which import or decision made the difference. */
export function DifferencesPanel({ differences, rules, month }: DifferencesPanelProps) {
  const { t, lang } = useLang();
  const title = (rule: string | null) => rules.find(({ no }) => no === rule)?.title[lang] ?? '';
  return (
    <div id="differences" className={styles.section} tabIndex={-1}>
      <Panel
        title={t('closing.differences.title')}
        answer={
          differences.length === 0
            ? t('closing.differences.none')
            : t('closing.differences.answer', { count: differences.length })
        }
        foot={
          differences.some(({ what }) => what === 'fine')
            ? t('closing.differences.adjustment')
            : undefined
        }
      >
        {differences.length === 0 ? (
          <p className={styles.pad} />
        ) : (
          <div className={`scroll after-head ${styles.stack}`}>
            <table className="plain num">
              <caption className="sr">{t('closing.differences.caption')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('closing.differences.what')}</th>
                  <th scope="col" className="n">
                    {t('closing.differences.closed')}
                  </th>
                  <th scope="col" className="n">
                    {t('closing.differences.today')}
                  </th>
                  <th scope="col">{t('closing.differences.why')}</th>
                </tr>
              </thead>
              <tbody>
                {differences.map((difference) => (
                  <tr key={`${difference.what} ${difference.id}`}>
                    <th scope="row">
                      {difference.what === 'fine' ? (
                        <Link to={finesLink(month, { key: difference.id })}>
                          {[
                            `${difference.rule ?? ''} ${title(difference.rule)}`.trim(),
                            difference.person,
                            difference.ticket_no,
                          ]
                            .filter((part) => part !== null && part !== '')
                            .join(t('separator'))}
                        </Link>
                      ) : (
                        <FigureName path={difference.id} />
                      )}
                    </th>
                    <td className="n" data-label={t('closing.differences.closed')}>
                      <Side value={difference.closed} of={difference} />
                    </td>
                    <td className="n" data-label={t('closing.differences.today')}>
                      <Side value={difference.today} of={difference} />
                      {difference.today_state === null ? null : (
                        <span className="dim"> {t(`fineState.${difference.today_state}`)}</span>
                      )}
                    </td>
                    <td className="ink2">
                      <Causes causes={difference.causes} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Panel>
    </div>
  );
}

/** A figure in words; one that has none stands by its path. */
function FigureName({ path }: { path: string }) {
  const { t, lang } = useLang();
  const { stage, figure } = figureAt(path);
  if (figure === null) return <code className="mono">{path}</code>;
  const known = STAGES.find((each) => each === stage);
  if (known === undefined) return <>{figure[lang]}</>;
  return <>{[t(`stage.${known}`), figure[lang]].join(t('separator'))}</>;
}

function Side({
  value,
  of: { what, id },
}: {
  value: number | null;
  of: Pick<ClosedDifference, 'what' | 'id'>;
}) {
  const { t, lang } = useLang();
  if (value === null) {
    return <span className="dim">{what === 'fine' ? t('closing.differences.absent') : DASH}</span>;
  }
  return <>{what === 'fine' ? formatFen(value) : figureValue(value, figureAt(id).figure, lang)}</>;
}

function Causes({ causes }: Pick<ClosedDifference, 'causes'>) {
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  if (causes.length === 0) return <>{t('closing.differences.unknown')}</>;
  return (
    <ul>
      {causes.map((cause) => {
        const words = t(`closing.differences.${cause.kind}`, {
          batch: cause.batch ?? '',
          files: cause.files.join(t('listSeparator')),
        }).trim();
        const at = formatTime(cause.at, year);
        return (
          <li key={`${cause.kind} ${cause.batch} ${cause.at}`}>
            {cause.batch === null ? words : <Link to={`/imports/${cause.batch}`}>{words}</Link>}
            {t('separator')}
            {cause.by === null ? at : t('closing.differences.by', { at, by: cause.by })}
          </li>
        );
      })}
    </ul>
  );
}
