/**
 * Who acts on this browser. A step that needs somebody is handed to `useActing().as`: it runs at once when the person
 * is known, else after one was chosen; so what was clicked is never lost.
 */
import { useFetcher, useRevalidator } from '@remix-run/react';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { ActingMember } from '#app/data/acting.server.ts';
import type { StaffMember } from '#app/data/review-desk.ts';
import type { loader as actorLoader } from '#app/routes/actor/route.tsx';
import styles from './actor.module.css';
import { Dialog } from './Dialog.tsx';
import { findStaff, roleText, samePerson, staffText } from './staff.ts';
import { useLang, useRoot } from './use-lang.ts';

export interface Acting {
  /** Null before anybody was chosen. */
  readonly actor: ActingMember | null;
  /** Does the step as the acting person, who is asked for first where nobody is known yet. `dropped`: nobody was chosen. */
  readonly as: (step: (actor: ActingMember) => void, dropped?: () => void) => void;
  /** Opens the choice of another person. */
  readonly change: () => void;
}

const ActingContext = createContext<Acting>({ actor: null, as: () => {}, change: () => {} });

export function useActing(): Acting {
  return useContext(ActingContext);
}

interface Waiting {
  readonly step: (actor: ActingMember) => void;
  readonly dropped: () => void;
}

export function ActorProvider({ children }: { children: ReactNode }) {
  const known = useRoot()?.actor ?? null;
  const [chosen, setChosen] = useState<ActingMember | null>(null);
  const [open, setOpen] = useState(false);
  const waiting = useRef<Waiting[]>([]);
  const revalidator = useRevalidator();
  const actor = chosen ?? known;
  const latest = useRef(actor);
  latest.current = actor;

  const as = useCallback<Acting['as']>((step, dropped = () => {}) => {
    if (latest.current !== null) return step(latest.current);
    waiting.current.push({ step, dropped });
    setOpen(true);
  }, []);
  const change = useCallback(() => setOpen(true), []);
  const acting = useMemo<Acting>(() => ({ actor, as, change }), [actor, as, change]);

  function chose(member: ActingMember) {
    const steps = waiting.current;
    waiting.current = [];
    latest.current = member;
    setChosen(member);
    setOpen(false);
    for (const { step } of steps) step(member);
    // A page may show different things to different people; a step in progress brings its own news.
    if (steps.length === 0) revalidator.revalidate();
  }
  function closed() {
    const steps = waiting.current;
    waiting.current = [];
    setOpen(false);
    for (const { dropped } of steps) dropped();
  }
  return (
    <ActingContext.Provider value={acting}>
      {children}
      {open ? (
        <ActorDialog
          actor={actor}
          interrupted={waiting.current.length > 0}
          onChosen={chose}
          onClosed={closed}
        />
      ) : null}
    </ActingContext.Provider>
  );
}

function ActorDialog({
  actor,
  interrupted,
  onChosen,
  onClosed,
}: {
  actor: ActingMember | null;
  interrupted: boolean;
  onChosen: (member: ActingMember) => void;
  onClosed: () => void;
}) {
  const { t } = useLang();
  const staff = useFetcher<typeof actorLoader>();
  const [failed, setFailed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once, when the dialog opens
  useEffect(() => {
    staff.load('/actor');
  }, []);

  async function choose(member: StaffMember) {
    setFailed(false);
    const form = new FormData();
    form.set('employee_no', member.employee_no ?? '');
    form.set('name', member.name);
    try {
      const answer = await fetch('/actor/remember', { method: 'POST', body: form });
      if (!answer.ok) throw new Error(String(answer.status));
      onChosen(member);
    } catch {
      setFailed(true);
    }
  }
  return (
    <Dialog
      id="actor-title"
      title={t('review.actor.title')}
      text={`${t('review.actor.text')}${interrupted ? ` ${t('review.actor.pending')}` : ''}`}
      onClosed={onClosed}
      actions={
        <button type="button" className="btn" onClick={onClosed}>
          {t('review.actor.cancel')}
        </button>
      }
    >
      <StaffChoice
        staff={staff.data?.staff ?? null}
        current={actor}
        onChoose={(member) => void choose(member)}
      />
      <p role="alert" className={styles.failed}>
        {failed ? t('review.actor.failed') : ''}
      </p>
    </Dialog>
  );
}

/** A list of people with a search over it; each is a button. */
export function StaffChoice({
  staff,
  current,
  onChoose,
}: {
  /** Null while it loads. */
  staff: readonly StaffMember[] | null;
  current: Pick<StaffMember, 'employee_no' | 'name'> | null;
  onChoose: (member: StaffMember) => void;
}) {
  const { t } = useLang();
  const [query, setQuery] = useState('');
  const found = findStaff(staff ?? [], query);
  return (
    <>
      <input
        type="search"
        className={styles.find}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          const only = found[0];
          if (event.key !== 'Enter' || only === undefined || query === '') return;
          event.preventDefault();
          onChoose(only);
        }}
        placeholder={t('review.actor.find')}
        aria-label={t('review.actor.find')}
        // biome-ignore lint/a11y/noAutofocus: the dialog exists for this one choice
        autoFocus
      />
      <ul className={styles.list} aria-busy={staff === null}>
        {found.map((member) => (
          <li key={staffText(member)}>
            <button
              type="button"
              onClick={() => onChoose(member)}
              aria-current={current !== null && samePerson(current, member) ? 'true' : undefined}
            >
              <b>{member.name}</b>
              <span className="num">{member.employee_no ?? ''}</span>
              <span>
                {[roleText(t, member.role), member.department]
                  .filter((part) => part !== null && part !== '')
                  .join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {staff !== null && found.length === 0 ? (
        <p className="ink2">
          {t(staff.length === 0 ? 'review.actor.nobodyYet' : 'review.actor.none')}
        </p>
      ) : null}
    </>
  );
}

/** Bottom left of the frame: who acts, and the way to another. */
export function ActorBadge() {
  const { t } = useLang();
  const { actor, change } = useActing();
  return (
    <div className={`me ${styles.badge}`}>
      <span>
        <b>{actor === null ? t('review.actor.nobody') : actor.name}</b>
        {actor === null
          ? null
          : [roleText(t, actor.role), actor.department]
              .filter((part) => part !== null && part !== '')
              .join(' · ')}
      </span>
      <button
        type="button"
        className="btn quiet sm"
        onClick={change}
        aria-label={`${t(actor === null ? 'review.actor.choose' : 'review.actor.change')}${t('separator')}${t('review.actor.label')}`}
      >
        {t(actor === null ? 'review.actor.choose' : 'review.actor.change')}
      </button>
    </div>
  );
}
