import { Link } from '@remix-run/react';
import { cellAddress } from '#app/components/SourceExcerpt.tsx';
import { sourceLink } from '#app/components/source-link.ts';
import { useLang } from '#app/components/use-lang.ts';
import type { TicketDetail } from '#queries/reports/types.ts';

type Value = TicketDetail['values'][number];

/** Values gathered by the document they stand on, documents in order of first value. */
function byDocument(values: readonly Value[]): { kind: string; key: string; values: Value[] }[] {
  const documents = new Map<string, { kind: string; key: string; values: Value[] }>();
  for (const value of values) {
    const id = JSON.stringify([value.kind, value.key]);
    const document = documents.get(id) ?? { kind: value.kind, key: value.key, values: [] };
    document.values.push(value);
    documents.set(id, document);
  }
  return [...documents.values()];
}

const KINDS = ['ticket', 'receipt', 'requisition_line', 'follow_up', 'complaint'] as const;

function kindKey(kind: string): (typeof KINDS)[number] | 'other' {
  return KINDS.find((each) => each === kind) ?? 'other';
}

/** Every value the product holds about the ticket: what it reads, what was typed, and where. */
export function SourceValues({
  values,
  names,
}: {
  values: readonly Value[];
  names: Readonly<Record<string, string>>;
}) {
  const { t } = useLang();
  return (
    <div className="scroll after-head values">
      <table className="num">
        <caption className="sr">{t('ticket.values')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ticket.head.field')}</th>
            <th scope="col">{t('ticket.head.value')}</th>
            <th scope="col">{t('ticket.head.typed')}</th>
            <th scope="col">{t('ticket.head.cell')}</th>
            <th scope="col">{t('ticket.head.file')}</th>
            <th scope="col" className="n">
              {t('ticket.head.batch')}
            </th>
          </tr>
        </thead>
        {byDocument(values).map(({ kind, key, values: rows }) => (
          <tbody key={`${kind}/${key}`}>
            <tr className="group">
              <th scope="rowgroup" colSpan={6}>
                {t(`kind.${kindKey(kind)}`)} <span className="dim">{key}</span>
              </th>
            </tr>
            {rows.map(({ field, value, source }) => (
              <tr key={`${field}/${source?.column ?? ''}${source?.row ?? ''}`}>
                <th scope="row">{names[`${kind}.${field}`] ?? field}</th>
                <td className="val">{value ?? <span className="dim">{t('blank')}</span>}</td>
                {source === null ? (
                  <td colSpan={4} className="dim">
                    {t('ticket.derived')}
                  </td>
                ) : (
                  <>
                    <td
                      className={source.value === value ? 'typed same' : 'typed'}
                      data-label={t('ticket.head.typed')}
                    >
                      {source.value === '' ? (
                        <span className="dim">{t('source.blank')}</span>
                      ) : (
                        source.value
                      )}
                    </td>
                    <td className="mono cell">
                      <Link to={sourceLink(source)}>{cellAddress(source)}</Link>
                    </td>
                    <td className="ink2 file">
                      {source.file} › {source.sheet} <span className="dim">{source.header}</span>
                    </td>
                    <td className="n ink2 batch">{source.batch}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
