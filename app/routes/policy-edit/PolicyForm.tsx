import { Form, useNavigation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { useLang } from '#app/components/use-lang.ts';
import type { DraftPage } from '#app/data/policy-desk.ts';
import styles from '#app/routes/policy/policy.module.css';
import type { FieldFault, FormField } from '#queries/policy/form.ts';

interface PolicyFormProps {
  draft: DraftPage;
  faults: readonly FieldFault[];
  /** Values as typed that were not saved. */
  typed: Readonly<Record<string, string>>;
}

const DEGREES = ['min', 'max', 'minor', 'medium', 'serious'] as const;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The draft as fields. They are written into its text; what is not changed there stays as it is. */
export function PolicyForm({ draft, faults, typed }: PolicyFormProps) {
  const { t, lang } = useLang();
  const busy = useNavigation().formData?.get('intent') === 'form';
  const fields = new Map(draft.fields.map((field) => [field.name, field]));
  const fault = (name: string) => faults.find((each) => each.name === name)?.message;
  const textOfField = (field: FormField) => typed[field.name] ?? field.value;
  const rules = draft.policy?.rules ?? [];

  /** A labelled control; nothing where the policy has no such field. */
  const control = (name: string, label: string, options?: Readonly<Record<string, string>>) => {
    const field = fields.get(name);
    if (field === undefined) return null;
    return (
      <Labelled key={name} label={label} fault={fault(name)}>
        <Control
          field={field}
          value={textOfField(field)}
          options={options}
          invalid={fault(name) !== undefined}
        />
      </Labelled>
    );
  };
  const yesNo = { yes: t('policy.edit.field.yes'), no: t('policy.edit.field.no') };
  const triggers = {
    violation: t('policy.setup.violation'),
    complaint: t('policy.setup.complaint'),
  };
  const bases = {
    company_rule: t('policy.basis.company_rule'),
    loss_compensation: t('policy.basis.loss_compensation'),
    other: t('policy.basis.other'),
  };
  const stages = fields.get('calendar.stages');
  return (
    <Form method="post" className={styles.form} key={draft.saved_at} preventScrollReset>
      <input type="hidden" name="intent" value="form" />
      <fieldset>
        <legend>{t('policy.edit.section.stages')}</legend>
        <div className={styles.grid}>
          {(['answer', 'dispatch', 'guidance_follow_up', 'callback'] as const).map((stage) =>
            control(`stages.${stage}.target_minutes`, t(`stage.${stage}`)),
          )}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('policy.edit.section.arrival')}</legend>
        <div className={styles.grid}>
          {control('arrival.by', t('policy.edit.field.by'), {
            regions: t('policy.edit.field.byRegions'),
            distance: t('policy.edit.field.byDistance'),
          })}
          {(['urban', 'unknown', 'outside'] as const).map((region) =>
            control(`arrival.regions.${region}`, t(`policy.region.${region}`)),
          )}
        </div>
        {draft.bands.map(({ name, band }) => (
          <div className={styles.grid} key={name}>
            {band.up_to_km === null ? (
              <b>
                {t(name === 'bands.beyond' ? 'policy.distance.beyond' : 'policy.distance.unknown')}
              </b>
            ) : (
              <Labelled
                label={band.up_to_km === '' ? t('policy.edit.addBand') : t('policy.edit.field.km')}
                fault={fault('bands')}
              >
                <input
                  name={`${name}.up_to_km`}
                  inputMode="decimal"
                  defaultValue={typed[`${name}.up_to_km`] ?? band.up_to_km}
                />
              </Labelled>
            )}
            <Labelled label={t('policy.edit.field.minutes')}>
              <input
                name={`${name}.minutes`}
                inputMode="numeric"
                defaultValue={typed[`${name}.minutes`] ?? band.minutes}
              />
            </Labelled>
            <Labelled label={t('policy.edit.field.reply')}>
              <input
                name={`${name}.reply_minutes`}
                inputMode="numeric"
                defaultValue={typed[`${name}.reply_minutes`] ?? band.reply_minutes}
              />
            </Labelled>
          </div>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('policy.edit.section.kpi')}</legend>
        <div className={styles.grid}>
          {(['timeliness', 'satisfaction', 'complaints'] as const).map((kpi) =>
            control(`kpi_targets.${kpi}`, t(`policy.edit.field.${kpi}`)),
          )}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('policy.edit.section.counting')}</legend>
        <div className={styles.grid}>
          {control('repeat_window_days', t('policy.edit.field.repeat'))}
          {control('missed_after_minutes', t('policy.edit.field.missed'))}
          {control('satisfied_from', t('policy.edit.field.satisfied'))}
          {control('dissatisfied_to', t('policy.edit.field.dissatisfied'))}
          {control('pauses', t('policy.edit.field.pauses'), {
            subtract: t('policy.settings.pausesSubtract'),
            ignore: t('policy.settings.pausesIgnore'),
          })}
        </div>
      </fieldset>
      {rules.length === 0 ? null : (
        <fieldset>
          <legend>{t('policy.edit.section.rules')}</legend>
          <div className={styles.grid}>
            <Labelled label={t('policy.edit.allTriggers')}>
              <select name="rules.trigger" defaultValue="">
                <option value="">{t('policy.edit.allTriggersKeep')}</option>
                <option value="violation">{triggers.violation}</option>
                <option value="complaint">{triggers.complaint}</option>
              </select>
            </Labelled>
          </div>
          {rules.map((rule, index) => (
            <div className={styles.rule} key={rule.no}>
              <b>
                <small>{rule.no}</small>
                {rule.title[lang]}
                <label className={styles.remove}>
                  <input
                    type="checkbox"
                    name={`rules.${index}.remove`}
                    value="yes"
                    defaultChecked={typed[`rules.${index}.remove`] === 'yes'}
                    aria-label={t('policy.edit.removeRule', { no: rule.no })}
                  />
                  {t('policy.edit.remove')}
                </label>
              </b>
              {control(`rules.${index}.amount`, t('policy.edit.field.amount'))}
              {control(`rules.${index}.measures`, t('policy.edit.field.measures'))}
              {rule.amount_fen === null && rule.measures.length === 0 ? <span /> : null}
              {control(`rules.${index}.trigger`, t('policy.edit.field.trigger'), triggers)}
              {control(`rules.${index}.needs_cause`, t('policy.edit.field.needsCause'), yesNo)}
              {control(`rules.${index}.basis`, t('policy.edit.field.basis'), bases)}
              {fields.has(`rules.${index}.amount.min`) ? (
                <div className={styles.amounts}>
                  {DEGREES.map((degree) =>
                    control(
                      degree === 'min' || degree === 'max'
                        ? `rules.${index}.amount.${degree}`
                        : `rules.${index}.amount.by_severity.${degree}`,
                      t(`policy.edit.field.${degree}`),
                    ),
                  )}
                </div>
              ) : null}
            </div>
          ))}
          <NewRule draft={draft} typed={typed} fault={fault} />
        </fieldset>
      )}
      <fieldset>
        <legend>{t('policy.edit.section.words')}</legend>
        <div className={styles.grid}>
          <div className={styles.wide}>
            {control('excusable_delay_reasons', t('policy.edit.field.reasons'))}
          </div>
          <div className={styles.wide}>
            {control('fault_dictionary', t('policy.edit.field.dictionary'))}
          </div>
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('policy.edit.section.calendar')}</legend>
        <div className={styles.grid}>
          {control('calendar.kind', t('policy.edit.field.kind'), {
            always: t('policy.edit.field.kindAlways'),
            working: t('policy.edit.field.kindWorking'),
          })}
          {control('calendar.holidays', t('policy.edit.field.holidays'), {
            cn: t('policy.edit.field.holidaysCn'),
            none: t('policy.edit.field.holidaysNone'),
          })}
          {stages === undefined ? null : (
            <>
              <p className={`${styles.wide} ink2`}>{t('policy.edit.field.hours')}</p>
              {WEEKDAYS.map((day) => control(`calendar.hours.${day}`, t(`policy.weekday.${day}`)))}
              {control(
                'calendar.makeup_hours',
                `${t('policy.edit.field.makeup')}${t('separator')}${t('policy.edit.field.makeupHint')}`,
              )}
              <div className={styles.wide}>
                {control('calendar.extra_holidays', t('policy.edit.field.extraHolidays'))}
              </div>
              <div className={styles.wide}>
                {control('calendar.extra_workdays', t('policy.edit.field.extraWorkdays'))}
              </div>
              {/* biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset would bring a second frame */}
              <div className={styles.wide} role="group" aria-label={t('policy.edit.field.stages')}>
                <span className="ink2 small">{t('policy.edit.field.stages')}</span>
                <div className={styles.checks}>
                  {/* None ticked is an answer too. */}
                  <input type="hidden" name="calendar.stages" value="" />
                  {(
                    [
                      'answer',
                      'dispatch',
                      'arrival',
                      'guidance_follow_up',
                      'callback',
                      'turnaround',
                      'repair',
                    ] as const
                  ).map((stage) => (
                    <label key={stage}>
                      <input
                        type="checkbox"
                        name="calendar.stages"
                        value={stage}
                        defaultChecked={textOfField(stages).split('、').includes(stage)}
                      />
                      {t(`stage.${stage}`)}
                    </label>
                  ))}
                </div>
              </div>
            </>
          )}
        </div>
      </fieldset>
      <div className={styles.actions}>
        <button type="submit" className="btn pri" disabled={busy}>
          {t('policy.edit.save')}
        </button>
        <span className={styles.said}>{t('policy.edit.textHint')}</span>
      </div>
    </Form>
  );
}

const ADD_TEXTS = ['no', 'title', 'clause', 'amount', 'measures', 'words'] as const;
const CHARGES = ['hotline_agent', 'dispatcher', 'technician', 'employee'] as const;

/** A row that adds a rule where something is chosen; what stays blank is as usual for what was chosen. */
function NewRule({
  draft,
  typed,
  fault,
}: Pick<PolicyFormProps, 'draft' | 'typed'> & { fault: (name: string) => string | undefined }) {
  const { t, lang } = useLang();
  const name = (field: string) => `rules.add.${field}`;
  const value = (field: string) => typed[name(field)] ?? '';
  // A policy whose complaints are read as usual has no words of its own to add to.
  const fields = draft.addable.some(({ detect }) => detect === 'complaint')
    ? ADD_TEXTS
    : ADD_TEXTS.filter((field) => field !== 'words');
  return (
    <details
      className={styles.add}
      open={['detect', ...ADD_TEXTS].some((field) => value(field) !== '')}
    >
      <summary>{t('policy.edit.addRule')}</summary>
      <div className={styles.grid}>
        <Labelled label={t('policy.edit.add.detect')} fault={fault(name('detect'))}>
          <select name={name('detect')} defaultValue={value('detect')}>
            <option value="">{t('policy.edit.add.none')}</option>
            {draft.addable.map((each) => (
              <option key={each.detect} value={each.detect}>
                {each[lang]}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled label={t('policy.edit.add.charge')} fault={fault(name('charge'))}>
          <select name={name('charge')} defaultValue={value('charge')}>
            <option value="">{t('policy.edit.add.usual')}</option>
            {CHARGES.map((charge) => (
              <option key={charge} value={charge}>
                {t(`policy.charge.${charge}`)}
              </option>
            ))}
          </select>
        </Labelled>
        {fields.map((field) => (
          <Labelled
            key={field}
            label={t(`policy.edit.add.${field}`)}
            fault={fault(name(field)) ?? (field === 'amount' ? fault('rules.add') : undefined)}
          >
            <input
              name={name(field)}
              defaultValue={value(field)}
              autoComplete="off"
              {...(field === 'amount' ? { inputMode: 'decimal' as const } : {})}
            />
          </Labelled>
        ))}
      </div>
    </details>
  );
}

function Labelled({
  label,
  fault,
  children,
}: {
  label: string;
  fault?: string | undefined;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={styles.field}>
      <span>{label}</span>
      {children}
      {fault === undefined ? null : <small role="alert">{fault}</small>}
    </label>
  );
}

function Control({
  field,
  value,
  options,
  invalid,
}: {
  field: FormField;
  value: string;
  options: Readonly<Record<string, string>> | undefined;
  invalid: boolean;
}) {
  const common = { name: field.name, defaultValue: value, 'aria-invalid': invalid };
  if (field.kind === 'dictionary') return <textarea {...common} rows={4} />;
  if (field.kind === 'choice' || field.kind === 'flag') {
    return (
      <select {...common}>
        {(field.options ?? []).map((option) => (
          <option key={option} value={option}>
            {options?.[option] ?? option}
          </option>
        ))}
      </select>
    );
  }
  const numeric = field.kind === 'minutes' || field.kind === 'whole';
  const decimal = field.kind === 'yuan' || field.kind === 'percent';
  return (
    <input
      {...common}
      autoComplete="off"
      {...(numeric || decimal
        ? { inputMode: numeric ? ('numeric' as const) : ('decimal' as const) }
        : {})}
    />
  );
}
