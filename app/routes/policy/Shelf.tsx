import { Form, Link } from '@remix-run/react';
import { Panel } from '#app/components/Panel.tsx';
import { useLang } from '#app/components/use-lang.ts';
import type { PolicyShelf } from '#app/data/policy-desk.ts';
import { formatTime } from '#app/format/index.ts';
import styles from './policy.module.css';
import { reachText } from './words.ts';

/** The button that makes a draft of a policy; `plain`: beside a row. */
export function CopyButton({
  reference,
  label,
  name,
}: {
  reference: string;
  label: string;
  name: string;
}) {
  return (
    <Form method="post" action="/policy">
      <input type="hidden" name="intent" value="copy" />
      <input type="hidden" name="ref" value={reference} />
      <button
        type="submit"
        className="btn sm"
        aria-label={`${label}${name === '' ? '' : ` ${name}`}`}
      >
        {label}
      </button>
    </Form>
  );
}

/** Which version each month goes by. */
export function VersionsPanel({ shelf, month }: { shelf: PolicyShelf; month: string }) {
  const { t, lang } = useLang();
  return (
    <Panel title={t('policy.versions')} answer={t('policy.versionsAnswer')}>
      <ul className={styles.shelf}>
        {shelf.versions.map((version) => {
          const here =
            version.reach !== null &&
            (version.reach.from === null || version.reach.from <= month) &&
            (version.reach.to === null || month < version.reach.to);
          return (
            <li key={version.ref}>
              <div>
                <b>{version.name[lang]}</b>{' '}
                <span className="num">
                  {t('frame.policyVersion', { version: version.version })}
                </span>
                {here ? <span className="tag">{t('policy.inForceHere')}</span> : null}
                <small className="num">
                  {[
                    reachText(t, lang, version.reach),
                    version.activated_at === null
                      ? t('policy.shippedMark')
                      : `${formatTime(version.activated_at)} ${version.activated_by ?? ''}`.trim(),
                    version.note,
                  ]
                    .filter((part) => part !== null && part !== '')
                    .join(t('separator'))}
                </small>
              </div>
              <CopyButton
                reference={version.ref}
                label={t('policy.copy')}
                name={version.name[lang]}
              />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

/** Drafts being written, and the policies that ship. */
export function CataloguePanel({ shelf }: { shelf: PolicyShelf }) {
  const { t, lang } = useLang();
  return (
    <Panel title={t('policy.catalogue')} answer={t('policy.catalogueAnswer')}>
      <ul className={styles.shelf}>
        {shelf.catalogue.map((policy) => (
          <li key={policy.ref}>
            <b>{policy.name[lang]}</b>
            <CopyButton reference={policy.ref} label={t('policy.copy')} name={policy.name[lang]} />
          </li>
        ))}
      </ul>
      {shelf.drafts.length === 0 ? null : (
        <>
          <h3 className={styles.sub}>
            {t('policy.drafts')} <small>{t('policy.draftsAnswer')}</small>
          </h3>
          <ul className={styles.shelf}>
            {shelf.drafts.map((draft) => (
              <li key={draft.draft_id}>
                <Link to={`/policy/edit?draft=${draft.draft_id}`}>
                  {draft.name?.[lang] ?? t('policy.draftNameless')}
                </Link>
                <small className="num">
                  {t('policy.draftSaved', { time: formatTime(draft.saved_at) })}
                  {draft.saved_by === null ? '' : ` ${draft.saved_by}`}
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

/** Asked once: what proposes a deduction. */
export function SetupPanel() {
  const { t } = useLang();
  return (
    <Panel title={t('policy.setup.title')} answer={t('policy.setup.text')} stacked>
      <div className={styles.setup}>
        {(['violation', 'complaint'] as const).map((trigger) => (
          <Form method="post" action="/policy" key={trigger}>
            <input type="hidden" name="intent" value="trigger" />
            <input type="hidden" name="trigger" value={trigger} />
            <button type="submit" className="btn">
              {t(`policy.setup.${trigger}`)}
            </button>
            <small>{t(`policy.setup.${trigger}Meaning`)}</small>
          </Form>
        ))}
      </div>
    </Panel>
  );
}
