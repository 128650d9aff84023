import { Panel } from '#app/components/Panel.tsx';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import { formatDay, formatFen } from '#app/format/index.ts';
import type { PayProfile, ProfileId } from '#queries/ledger/types.ts';
import { ActingForm } from './ActingForm.tsx';
import styles from './deductions.module.css';

/** In the order of the form; the ledger's own list is no part of the browser's bundle. */
const PROFILES = [
  'share_and_floor',
  'floor_only',
  'not_allowed',
  'none',
] as const satisfies readonly ProfileId[];

const percentOf = (share: number): string => String(Number((share * 100).toFixed(2)));
/** Yuan as somebody would type them: `1850`, `1850.50`. */
const yuanOf = (fen: number): string => formatFen(fen).replace('¥', '').replaceAll(',', '');

/** How far a deduction may go, in words and as a form; HR says whether that fits, the product does not. */
export function ProfilePanel({ profile, month }: { profile: PayProfile; month: string }) {
  const { t } = useLang();
  const year = useRoot()?.now.slice(0, 4);
  const { id, share, floor_fen, confirmed_by, confirmed_at } = profile;
  return (
    <Panel
      className={styles.desk}
      title={t('closing.profile.title')}
      answer={<Says profile={profile} />}
      foot={t('closing.profile.text')}
    >
      <div className="body">
        <p className={confirmed_at === null ? styles.due : 'ink2'}>
          {confirmed_at === null
            ? t('closing.profile.unconfirmed')
            : t('closing.profile.confirmed', {
                by: confirmed_by ?? t('closing.strip.nobody'),
                at: formatDay(confirmed_at, year),
              })}
        </p>
        <ActingForm
          key={`${id} ${share} ${floor_fen} ${profile.notice}`}
          month={month}
          intent="profile"
          className={styles.profile}
        >
          <fieldset>
            <legend>{t('closing.profile.kind')}</legend>
            {PROFILES.map((each) => (
              <label key={each}>
                <input type="radio" name="id" value={each} defaultChecked={each === id} />
                <span>{t(`closing.profile.${each}`)}</span>
              </label>
            ))}
          </fieldset>
          <div>
            <label>
              <span>{t('closing.profile.share')}</span>
              <input
                name="share"
                inputMode="decimal"
                size={5}
                defaultValue={share === null ? '' : percentOf(share)}
              />
              <small>{t('closing.profile.shareUnit')}</small>
            </label>
            <label>
              <span>{t('closing.profile.floor')}</span>
              <input
                name="floor"
                inputMode="decimal"
                size={8}
                defaultValue={floor_fen === null ? '' : yuanOf(floor_fen)}
              />
              <small>{t('closing.profile.floorUnit')}</small>
            </label>
            <label>
              <input type="checkbox" name="notice" defaultChecked={profile.notice} />
              <span>{t('closing.profile.notice')}</span>
            </label>
            <button type="submit" className="btn">
              {t('closing.profile.save')}
            </button>
          </div>
        </ActingForm>
      </div>
    </Panel>
  );
}

function Says({ profile }: { profile: PayProfile }) {
  const { t } = useLang();
  const { id, share, floor_fen, notice } = profile;
  const says = (): string => {
    if (id === 'share_and_floor') {
      return t('closing.profile.says.share_and_floor', {
        share: `${percentOf(share ?? 0)}%`,
        floor:
          floor_fen === null
            ? t('closing.profile.says.noFloor')
            : t('closing.profile.says.floor', { floor: formatFen(floor_fen) }),
      });
    }
    if (id !== 'floor_only') return t(`closing.profile.says.${id}`);
    return floor_fen === null
      ? t('closing.profile.says.floorMissing')
      : t('closing.profile.says.floor_only', { floor: formatFen(floor_fen) });
  };
  return (
    <>
      {says()}
      {t(notice ? 'closing.profile.notices' : 'closing.profile.noNotices')}
    </>
  );
}
