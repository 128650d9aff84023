import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link } from '@remix-run/react';
import { FineCard } from '#app/components/FineCard.tsx';
import { Page } from '#app/components/Page.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import { namesOfFields } from '#app/data/field-names.server.ts';
import { ticketLink, ticketsLink } from '#app/filters/links.ts';
import { requestLang } from '#app/i18n/lang.ts';
import { SourceValues } from './SourceValues.tsx';
import { StageSums } from './StageSums.tsx';
import { Timeline } from './Timeline.tsx';

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { lang } = requestLang(request);
  const detail = await context.desk.ticket(params.no ?? '', lang);
  if (detail === null) throw new Response(null, { status: 404 });
  const { months } = await context.desk.status();
  const month = detail.ticket.reported_at?.slice(0, 7) ?? months.at(-1) ?? null;
  const policy = month === null ? null : await context.desk.policy(month);
  return {
    detail,
    month,
    rules: policy?.rules ?? [],
    names: namesOfFields([...detail.values, ...detail.timeline], lang),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: pageTitle(metaLang(matches), data?.detail.ticket.ticket_no ?? null) },
];

export default function TicketPage() {
  const { detail, month, rules, names } = usePageData<typeof loader>();
  const { t } = useLang();
  const { ticket, stages, timeline, values, fines, repeats } = detail;
  const problem = [ticket.product, ticket.fault].filter(Boolean).join('·');
  return (
    <Page
      title={ticket.ticket_no}
      actions={
        month === null ? null : (
          <Link className="btn" to={ticketsLink(month)}>
            {t('ticket.toList')}
          </Link>
        )
      }
    >
      <section className="panel facts num" aria-label={t('ticket.facts')}>
        <dl>
          <Fact label={t('ticket.customer')} value={ticket.customer} />
          <Fact label={t('ticket.problem')} value={problem || null} />
          <Fact
            label={t('tickets.head.resolution')}
            value={[
              t(`resolution.${ticket.resolution}`),
              ticket.region === null ? null : t(`region.${ticket.region}`),
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          />
          <Fact label={t('role.hotline_agent')} value={ticket.hotline_agent} />
          <Fact label={t('role.dispatcher')} value={ticket.dispatcher} />
          <Fact label={t('role.technician')} value={ticket.technician} />
          <Fact
            label={t('tickets.head.score')}
            value={ticket.score === null ? null : t('ticket.score', { count: ticket.score })}
          />
        </dl>
        {ticket.cancelled ? <span className="badge">{t('ticket.cancelled')}</span> : null}
        {repeats.earlier === null ? null : (
          <p>
            {t('ticket.repeatOf')} <Link to={ticketLink(repeats.earlier)}>{repeats.earlier}</Link>
          </p>
        )}
        {repeats.later === null ? null : (
          <p>
            {t('ticket.repeatedBy')} <Link to={ticketLink(repeats.later)}>{repeats.later}</Link>
          </p>
        )}
      </section>
      <Panel title={t('ticket.stages')} answer={t('ticket.stagesAnswer')}>
        <StageSums stages={stages} />
      </Panel>
      <div className="grid2 top-aligned">
        <Panel title={t('ticket.timeline')}>
          <Timeline events={timeline} names={names} />
        </Panel>
        <section id="fines" aria-label={t('nav.fines')} className="cards">
          {fines.length === 0 ? (
            <div className="panel box slim">
              <p className="ink2">{t('ticket.noFines')}</p>
            </div>
          ) : (
            fines.map((fine) => (
              <FineCard key={fine.key} fine={fine} rules={rules} headingLevel="h3" />
            ))
          )}
        </section>
      </div>
      <Panel title={t('ticket.values')} answer={t('ticket.valuesAnswer')}>
        <SourceValues values={values} names={names} />
      </Panel>
    </Page>
  );
}

function Fact({ label, value }: { label: string; value: string | null }) {
  const { t } = useLang();
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value ?? <span className="dim">{t('blank')}</span>}</dd>
    </div>
  );
}
