import { Link } from '@remix-run/react';
import { ChoiceChip } from '#app/components/ChoiceChip.tsx';
import { useChoiceText } from '#app/components/choice-text.ts';
import { useLang } from '#app/components/use-lang.ts';
import { COMPARED, type Compared, overviewLink } from '#app/filters/links.ts';
import {
  isWhole,
  type MonthReport,
  SCOPE_DIMENSIONS,
  type ScopeChoices,
  type ScopeDimension,
  type TicketScope,
} from '#queries/reports/types.ts';
import { useLook } from './look.ts';

interface FilterRowProps {
  month: string;
  choices: ScopeChoices;
  counts: MonthReport['tickets'];
  /** The month is closed: what a filter leaves was not frozen with it. */
  closed: boolean;
}

/** Which tickets are looked at, what the month is compared with, and how many tickets that is. */
export function FilterRow({ month, choices, counts, closed }: FilterRowProps) {
  const { t } = useLang();
  const { scope, compared } = useLook();
  const whole = isWhole(scope);
  const choiceText = useChoiceText();
  return (
    <div className="look">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame the row has no room for */}
      <div className="chips" role="group" aria-label={t('overview.filters')}>
        {SCOPE_DIMENSIONS.map((dimension) => {
          const value = scope[dimension] ?? null;
          return (
            <ChoiceChip
              key={dimension}
              label={t(`overview.filter.${dimension}`)}
              value={value}
              text={value === null ? '' : choiceText(dimension, value)}
              items={choices[dimension].map((choice) => ({
                value: choice.value,
                count: choice.tickets,
                text: choiceText(dimension, choice.value),
                search: choice.value,
              }))}
              href={(next) => overviewLink(month, withPart(scope, dimension, next), compared)}
              none={t('overview.all')}
              searchable
            />
          );
        })}
        <ChoiceChip
          label={t('overview.filter.compare')}
          value={compared === 'month' ? null : compared}
          text={t(`overview.compared.${compared}`)}
          items={COMPARED.filter((each) => each !== 'month').map((each) => ({
            value: each,
            count: null,
            text: t(`overview.compared.${each}`),
            search: each,
          }))}
          href={(next) => overviewLink(month, scope, comparedOf(next))}
          none={t('overview.compared.month')}
        />
        {whole ? null : (
          <Link className="chip" to={overviewLink(month, {}, compared)} preventScrollReset>
            {t('overview.clear')}
          </Link>
        )}
      </div>
      <p className="small dim counted">
        {t('overview.counted', {
          reported: counts.reported,
          onSite: counts.on_site,
          phone: counts.phone,
        })}
        {counts.unknown > 0 ? t('overview.countedUnknown', { count: counts.unknown }) : null}
        {counts.cancelled > 0 ? t('overview.countedCancelled', { count: counts.cancelled }) : null}
      </p>
      {whole ? null : (
        <p className="small dim scoped" role="status">
          {t('overview.scoped')}
          {closed ? t('overview.scopedClosed') : null}
        </p>
      )}
    </div>
  );
}

function comparedOf(text: string | null): Compared {
  return COMPARED.find((each) => each === text) ?? 'month';
}

/** The scope with one part of it changed or taken out. */
function withPart(
  scope: TicketScope,
  dimension: ScopeDimension,
  value: string | null,
): TicketScope {
  const { [dimension]: _, ...others } = scope;
  return value === null ? others : { ...others, [dimension]: value };
}
