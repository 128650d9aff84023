import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { Form, Link, useSearchParams } from '@remix-run/react';
import { z } from 'zod';
import { Icon } from '#app/components/icons.tsx';
import { Page } from '#app/components/Page.tsx';
import { Panel } from '#app/components/Panel.tsx';
import { metaLang, pageTitle } from '#app/components/titles.ts';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import { usePageData } from '#app/components/use-page-data.ts';
import type {
  RememberedForm,
  RememberedKey,
  RememberedMapping,
  RememberedValue,
} from '#app/data/import-desk.ts';
import { fieldChoices } from '#app/data/import-fields.server.ts';
import { formatTime } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';

const KEY = z.discriminatedUnion('what', [
  z.object({ what: z.literal('mapping'), fingerprint: z.string() }),
  z.object({ what: z.literal('form'), fingerprint: z.string() }),
  z.object({ what: z.literal('value'), field: z.string(), written: z.string() }),
]);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { lang } = requestLang(request);
  const remembered = await context.desk.imports.remembered();
  // A field that several kinds have is remembered without its kind: the first one's name does.
  const names: Record<string, string> = {};
  for (const { id, name } of fieldChoices(lang).toReversed()) {
    names[id] = name;
    names[id.split('.')[1] ?? id] = name;
  }
  return { remembered, names };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const key = KEY.safeParse(Object.fromEntries(await request.formData()));
  if (!key.success) return redirect('/imports/remembered');
  await context.desk.imports.forget(key.data);
  return redirect('/imports/remembered?forgotten=1');
}

export const meta: MetaFunction = ({ matches }) => {
  const lang = metaLang(matches);
  return [{ title: pageTitle(lang, translator(lang)('imports.remembered.title')) }];
};

/** What is read without asking because somebody once said so, each with the way to forget it. */
export default function RememberedPage() {
  const { remembered, names } = usePageData<typeof loader>();
  const { mappings, forms, values } = remembered;
  const { t } = useLang();
  const [search] = useSearchParams();
  const nothing = mappings.length + forms.length + values.length === 0;
  return (
    <Page
      title={t('imports.remembered.title')}
      quiet
      actions={
        <Link className="btn quiet" to="/imports" aria-label={t('imports.draft.history')}>
          <Icon name="undo" />
          <span>{t('imports.draft.history')}</span>
        </Link>
      }
    >
      {search.has('forgotten') ? (
        <p className="panel notice" role="status">
          {t('imports.remembered.forgotten')}
        </p>
      ) : null}
      <section className="panel box">
        <h2>{t(nothing ? 'imports.remembered.nothing' : 'imports.remembered.what')}</h2>
        <p>
          {t('imports.remembered.how')} <Link to="/quality">{t('imports.remembered.names')}</Link>
        </p>
      </section>
      {mappings.length === 0 ? null : (
        <Panel
          title={t('imports.remembered.mappings')}
          answer={t('imports.remembered.mappingsAnswer', { count: mappings.length })}
        >
          {mappings.map((mapping) => (
            <Mapping key={mapping.fingerprint} mapping={mapping} names={names} />
          ))}
        </Panel>
      )}
      {values.length === 0 ? null : (
        <Panel
          title={t('imports.remembered.values')}
          answer={t('imports.remembered.valuesAnswer', { count: values.length })}
        >
          <ul className="drafts num">
            {values.map((value) => (
              <Value key={`${value.field} ${value.written}`} value={value} names={names} />
            ))}
          </ul>
        </Panel>
      )}
      {forms.length === 0 ? null : (
        <Panel
          title={t('imports.remembered.forms')}
          answer={t('imports.remembered.formsAnswer', { count: forms.length })}
        >
          {forms.map((form) => (
            <PaperForm key={form.fingerprint} form={form} names={names} />
          ))}
        </Panel>
      )}
    </Page>
  );
}

type Names = Readonly<Record<string, string>>;

function Mapping({ mapping, names }: { mapping: RememberedMapping; names: Names }) {
  const { t } = useLang();
  const { seen, columns, fingerprint } = mapping;
  const used = columns.filter(({ fields }) => fields.length > 0).length;
  const title = seen === null ? t('imports.remembered.unseen') : `${seen.file} › ${seen.sheet}`;
  return (
    <section className="sheet-part">
      <div className="head">
        <h3>{seen === null ? title : <Link to={`/imports/${seen.batch}`}>{title}</Link>}</h3>
        <Confirmed at={mapping.confirmed_at} by={null} />
        <Forget of={title} keys={{ what: 'mapping', fingerprint }} />
      </div>
      <details>
        <summary>
          {t('imports.batch.mapping', { count: used })}
          {used === columns.length ? null : (
            <span className="dim">
              {t('separator')}
              {t('imports.mapping.out', { count: columns.length - used })}
            </span>
          )}
        </summary>
        <dl className="mapped">
          {columns.map(({ header, fields }) => (
            <div key={header}>
              <dt>
                {header.startsWith('@')
                  ? t('imports.remembered.column', { letter: header.slice(1) })
                  : header}
              </dt>
              {fields.length === 0 ? (
                <dd className="dim">{t('imports.mapping.notImported')}</dd>
              ) : (
                <dd>
                  {[
                    ...new Set(fields.map(({ kind, field }) => names[`${kind}.${field}`] ?? field)),
                  ].join(t('listSeparator'))}
                </dd>
              )}
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

function Value({ value, names }: { value: RememberedValue; names: Names }) {
  const { t } = useLang();
  const { field, written, read_as } = value;
  return (
    <li>
      <span className="dim">{names[field] ?? field}</span>
      <span className="grow">
        {t(
          read_as === ''
            ? 'imports.remembered.blank'
            : read_as === written
              ? 'imports.remembered.asWritten'
              : 'imports.remembered.means',
          { written, read: read_as },
        )}
      </span>
      <Confirmed at={value.confirmed_at} by={value.actor} />
      <Forget of={written} keys={{ what: 'value', field, written }} />
    </li>
  );
}

function PaperForm({ form, names }: { form: RememberedForm; names: Names }) {
  const { t } = useLang();
  const { kinds, fields } = form.layout;
  const title = kinds.map((kind) => t(`imports.kind.${kind}`)).join(t('listSeparator'));
  return (
    <section className="sheet-part">
      <div className="head">
        <h3>{title}</h3>
        <Confirmed at={form.confirmed_at} by={form.actor} />
        <Forget of={title} keys={{ what: 'form', fingerprint: form.fingerprint }} />
      </div>
      <details>
        <summary>{t('imports.remembered.labels', { count: fields.length })}</summary>
        <dl className="mapped">
          {fields.map(({ label, field }) => (
            <div key={label}>
              <dt>{label}</dt>
              {field === null ? (
                <dd className="dim">{t('imports.mapping.notImported')}</dd>
              ) : (
                <dd>{names[field] ?? field}</dd>
              )}
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

function Confirmed({ at, by }: { at: string; by: string | null }) {
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  return (
    <span className="ink2 num">
      {t('imports.remembered.confirmed', { at: formatTime(at, year), by: by ?? '' }).trim()}
    </span>
  );
}

function Forget({ of, keys }: { of: string; keys: RememberedKey }) {
  const { t } = useLang();
  return (
    <Form method="post">
      {Object.entries(keys).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button
        type="submit"
        className="btn quiet sm"
        aria-label={t('imports.remembered.forgetOf', { of })}
      >
        {t('imports.remembered.forget')}
      </button>
    </Form>
  );
}
