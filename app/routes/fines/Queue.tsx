/** The review of one month: list left, evidence right, everything reachable by keys and by buttons. */
import { useLocation, useNavigate, useSearchParams } from '@remix-run/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useActing } from '#app/components/ActorPicker.tsx';
import { staffText } from '#app/components/staff.ts';
import { useLang } from '#app/components/use-lang.ts';
import type { CardData } from '#app/data/queue.server.ts';
import type { StaffMember } from '#app/data/review-desk.ts';
import { withParams } from '#app/filters/links.ts';
import { formatMonth } from '#app/format/index.ts';
import type { CheckItem, DecisionRequest } from '#queries/ledger/types.ts';
import {
  AssignDialog,
  BulkBar,
  type BulkStep,
  confirmDraft,
  KeyHelp,
  KeyLine,
  leftText,
  StatusLine,
} from './BulkBar.tsx';
import {
  type BulkPlan,
  bulkPlan,
  bulkRequests,
  CAUSE_KEYS,
  type Draft,
  EMPTY_DRAFT,
  foreseen,
  readiness,
  requestOf,
  type Situation,
  type Step,
} from './decide.ts';
import { EvidenceCard } from './EvidenceCard.tsx';
import styles from './fines.module.css';
import {
  choices,
  type Filter,
  filterOf,
  isNarrowed,
  narrowed,
  nextRow,
  ofTab,
  paramsOf,
  showCounts,
  sorted,
  sumOf,
  type Tab,
  tabSums,
  widened,
} from './listing.ts';
import { QueueEmpty } from './QueueEmpty.tsx';
import { CloseStrip, FilterBar, Tabs } from './QueueHead.tsx';
import { QueueTable } from './QueueTable.tsx';
import { type QueueState, rowsNow } from './queue-state.ts';
import { type FineRow, unpackRows } from './rows.ts';
import { useCard } from './use-card.ts';
import { isTyping, useKeys } from './use-keys.ts';
import { type Outcome, useQueue } from './use-queue.ts';
import { amountText, personText, sumText, tabText, whyText } from './words.ts';

/** Below this width the card lies over the list; the style sheet has the same number. */
const OVERLAY = '(max-width: 1180px)';
/** The address follows the current row once one stops at it. */
const ADDRESS_PAUSE_MS = 250;
const REASONS_OFFERED = 4;

export interface QueueProps {
  month: string;
  closed: boolean;
  /** Rows as `packRows` wrote them. */
  packed: string;
  /** The tab to stand on where the address names none. */
  tab: Tab;
  /** The card the page was loaded with. */
  card: CardData | null;
  checklist: readonly CheckItem[];
  ruleTitle: (no: string) => string;
}

export function Queue({
  month,
  closed,
  packed,
  tab,
  card: given,
  checklist,
  ruleTitle,
}: QueueProps) {
  const { t, lang } = useLang();
  const { actor } = useActing();
  const loaded = useMemo(() => unpackRows(packed), [packed]);
  const queue = useQueue(packed, t('review.queue.said.gone'));
  const { state } = queue;
  const rows = useMemo(() => rowsNow(loaded, state), [loaded, state]);

  const [params] = useSearchParams();
  const location = useLocation();
  const navigate = useNavigate();
  const addressed = useMemo(() => filterOf(params, tab), [params, tab]);
  const [query, setQuery] = useState(addressed.query);
  const [current, setCurrent] = useState<string | null>(
    params.get('key') ?? given?.detail.fine.key ?? null,
  );
  const [open, setOpen] = useState(params.has('key'));
  // The address was changed by a link or by going back: it is what counts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each entry of the history once
  useEffect(() => {
    setQuery(addressed.query);
    const key = params.get('key');
    setOpen(key !== null);
    if (key !== null) setCurrent(key);
  }, [location.key]);
  const filter = useMemo<Filter>(() => ({ ...addressed, query }), [addressed, query]);

  const inFilter = useMemo(() => narrowed(rows, filter), [rows, filter]);
  const sums = useMemo(() => tabSums(inFilter), [inFilter]);
  const list = useMemo(() => {
    const of = ofTab(inFilter, filter.tab);
    // What could not be saved waits in sight, wherever it stands now.
    const waiting = rows.filter(({ key }) => state.refused.has(key));
    const known = new Set(of.map(({ key }) => key));
    return sorted([...of, ...waiting.filter(({ key }) => !known.has(key))], filter);
  }, [inFilter, filter, rows, state.refused]);
  const total = useMemo(() => sumOf(list), [list]);
  const menus = useMemo(() => choices(ofTab(rows, filter.tab)), [rows, filter.tab]);
  const shows = useMemo(() => {
    const without = narrowed(ofTab(rows, filter.tab), { ...filter, shows: [] });
    return showCounts(without);
  }, [rows, filter]);
  const decidedCount = useMemo(
    () => rows.filter((row) => row.state !== 'proposed' && row.state !== 'recheck').length,
    [rows],
  );
  const reasons = useMemo(() => usedReasons(rows), [rows]);
  const pending = useMemo(() => new Set(state.pending.keys()), [state.pending]);
  const refused = useMemo(() => new Set(state.refused.keys()), [state.refused]);

  const at = list.findIndex(({ key }) => key === current);
  const row = rows.find(({ key }) => key === current) ?? null;
  const following = list[at + 1] ?? null;
  const [again, setAgain] = useState(0);
  const card = useCard(row, following, given, again);

  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const draft = (current === null ? undefined : drafts.get(current)) ?? EMPTY_DRAFT;
  const setDraft = (key: string, next: Draft | null) =>
    setDrafts((all) => {
      const copy = new Map(all);
      if (next === null) copy.delete(key);
      else copy.set(key, next);
      return copy;
    });

  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const selectedRows = useMemo(
    () => (selected.size === 0 ? [] : list.filter(({ key }) => selected.has(key))),
    [list, selected],
  );
  const [personal, setPersonal] = useState(false);
  const [dialog, setDialog] = useState<'waive' | 'assign' | 'assign-one' | 'help' | null>(null);
  const [said, setSaid] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const place = useRef<HTMLElement>(null);

  const situationOf = useCallback(
    (of: FineRow): Situation => ({ actor, pending: pending.has(of.key), closed }),
    [actor, pending, closed],
  );

  const address = useCallback(
    (change: Partial<Filter> & { key?: string | null }) => {
      const { key = null, ...rest } = change;
      return withParams('/fines', { month, ...paramsOf({ ...filter, ...rest }), key });
    },
    [filter, month],
  );
  // The address follows the work without loading anything: it can be reloaded, sent and come back to.
  useEffect(() => {
    const timer = setTimeout(() => {
      const overlay = window.matchMedia(OVERLAY).matches;
      const key = overlay && !open ? null : current;
      const wanted = address({ key });
      if (wanted !== window.location.pathname + window.location.search) {
        window.history.replaceState(window.history.state, '', wanted);
      }
    }, ADDRESS_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [address, current, open]);

  const checks = useChecklist(month, checklist, closed ? null : state.changed);

  /** Brings the focus to the row, or to its card where that lies over the list. */
  const focusRow = useCallback((key: string | null) => {
    // Left now, so that a field entered before the row is drawn is known to be the newer wish.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    requestAnimationFrame(() => {
      if (isTyping(document.activeElement)) return;
      if (key === null) return place.current?.focus();
      const overlay = window.matchMedia(OVERLAY).matches;
      const shownCard = heading.current?.closest('aside');
      if (overlay && shownCard?.dataset.open === 'true') return heading.current?.focus();
      const find = () => document.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(key)}"]`);
      const element = find();
      if (element) return element.focus({ preventScroll: true });
      // Not drawn yet: the list scrolls to it first.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (!isTyping(document.activeElement)) find()?.focus({ preventScroll: true });
        }),
      );
    });
  }, []);

  const go = useCallback(
    (key: string | null) => {
      setCurrent(key);
      focusRow(key);
    },
    [focusRow],
  );
  const openCard = useCallback(
    (key: string) => {
      setCurrent(key);
      if (!window.matchMedia(OVERLAY).matches) return focusRow(key);
      // Going back closes the card again.
      navigate(address({ key }), { preventScrollReset: true });
      requestAnimationFrame(() => requestAnimationFrame(() => heading.current?.focus()));
    },
    [address, focusRow, navigate],
  );
  function closeCard() {
    setOpen(false);
    navigate(address({ key: null }), { preventScrollReset: true, replace: true });
    focusRow(current);
  }
  function move(by: 1 | -1) {
    const next = at === -1 ? list[0] : list[at + by];
    if (next) go(next.key);
  }

  function select(key: string, on: boolean) {
    setSelected((all) => {
      const next = new Set(all);
      if (on) next.add(key);
      else next.delete(key);
      return next;
    });
  }
  const onSelect = useCallback(select, []);

  async function send(requests: readonly DecisionRequest[], text: (left: number) => string) {
    const gone = new Set(requests.map(({ key }) => key));
    const before = list;
    const only = requests.length === 1 ? requests[0] : undefined;
    const stays = only?.decision === 'assign';
    const answers = only?.reason
      ? rows.find(({ key }) => key === only.key)?.appeal === 'open'
      : false;
    // What a step in bulk left out is looked at one by one: keys must not act on all of it again.
    setSelected((all) =>
      requests.length > 1 ? new Set() : new Set([...all].filter((key) => !gone.has(key))),
    );
    setSaid(text(Math.max(0, before.length - (stays ? 0 : gone.size))));
    const goesOn = nextPlace();
    if (!stays) go(goesOn);
    // Choosing who acts takes the focus meanwhile.
    const interrupts = actor === null;
    const outcome = await queue.decide(requests, { answers });
    if (interrupts) focusRow(goesOn);
    tell(outcome);
    if (outcome.kind === 'done') for (const key of gone) setDraft(key, null);

    function nextPlace(): string | null {
      if (stays || (current !== null && !gone.has(current))) return current;
      // Where decided rows stay in the list, the next one is simply the one below.
      if (filter.tab === 'all') return list[at + 1]?.key ?? current;
      return nextRow(before, current, gone);
    }
  }

  function tell(outcome: Outcome) {
    if (outcome.kind === 'refused') {
      setSaid(t('review.queue.said.refused', { message: outcome.message }));
    } else if (outcome.kind === 'gone') setSaid(outcome.message);
    else if (outcome.kind === 'dropped') setSaid(t('review.queue.said.dropped'));
  }

  /** Where a missing text is typed. */
  function focusField(name: 'reason' | 'amount') {
    // At once: whoever presses w and types on must not lose the first letters to the list's keys.
    flushSync(() => setOpen(true));
    place.current?.closest('main')?.querySelector<HTMLElement>(`[data-field=${name}]`)?.focus();
  }

  function step(asked: Step) {
    if (row === null) return;
    if (asked === 'assign') {
      const why = readiness(row, { ...EMPTY_DRAFT, person: '-' }, situationOf(row)).assign;
      if (why === null) setDialog('assign-one');
      else setSaid(whyText(t, why));
      return;
    }
    const why = readiness(row, draft, situationOf(row))[asked];
    if (why !== null) {
      setSaid(whyText(t, why));
      if (why === 'reason_first') focusField('reason');
      if (why === 'amount_first' || why === 'amount_unread' || why === 'amount_range') {
        focusField('amount');
      }
      return;
    }
    const request = requestOf(row, asked, draft);
    const then = foreseen(row, request);
    void send([request], (left) =>
      t('review.queue.said.done', {
        step: t(`review.queue.said.step.${asked}`),
        who: personText(t, row),
        sum: amountText(then),
        rows: left,
      }),
    );
  }

  function bulk(asked: BulkStep, plan: BulkPlan, with_: Draft, who?: StaffMember) {
    setDialog(null);
    if (plan.ready.length === 0) {
      setSaid(t('review.queue.bulk.none', { why: leftText(t, plan.left) }));
      return;
    }
    setPersonal(false);
    void send(bulkRequests(plan.ready, asked, with_), (left) =>
      asked === 'assign'
        ? t('review.queue.said.assignedBulk', {
            count: plan.ready.length,
            who: who === undefined ? '' : staffText(who),
          })
        : t('review.queue.said.bulk', {
            step: t(`review.queue.said.step.${asked}`),
            count: plan.ready.length,
            sum: sumText(t, sumOf(plan.ready)),
            rows: left,
          }),
    );
  }

  async function takeBack(keys: readonly string[], outcome: Promise<Outcome>) {
    setSaid(t('review.queue.said.undone', { count: keys.length }));
    go(keys[0] ?? null);
    tell(await outcome);
  }
  function undo() {
    const back = queue.undo();
    if (back === null) setSaid(t('review.queue.said.nothingToUndo'));
    else void takeBack(back.keys, back.outcome);
  }

  useKeys((key) => {
    const many = selectedRows.length > 0;
    switch (key) {
      case 'j':
      case 'k':
        move(key === 'j' ? 1 : -1);
        return true;
      case 'x':
        if (current !== null) select(current, !selected.has(current));
        return current !== null;
      case 'c':
        if (many) {
          const with_ = confirmDraft(personal);
          bulk('confirm', bulkPlan(selectedRows, 'confirm', with_, situationOf), with_);
        } else step('confirm');
        return true;
      case 'a':
        step('adjust');
        return true;
      case 'w':
        if (many) setDialog('waive');
        else step('waive');
        return true;
      case 'p':
        if (many) setDialog('assign');
        else step('assign');
        return true;
      case 'z':
        undo();
        return true;
      case '/':
        place.current?.querySelector<HTMLElement>('[data-find]')?.focus();
        return true;
      case '?':
        setDialog('help');
        return true;
      case 'Enter':
        if (row === null) return false;
        if (window.matchMedia(OVERLAY).matches) openCard(row.key);
        else heading.current?.focus();
        return true;
      case 'Escape':
        if (open && window.matchMedia(OVERLAY).matches) closeCard();
        else if (many) setSelected(new Set());
        else focusRow(current);
        return true;
      case 'Blur':
        go(at === -1 ? (list[0]?.key ?? current) : current);
        return true;
      default: {
        const cause = /^[1-7]$/.test(key) ? CAUSE_KEYS[Number(key) - 1] : undefined;
        if (cause === undefined || row === null || !row.needs_cause) return false;
        setDraft(row.key, {
          ...draft,
          cause,
          // A cause is only asked of a repeat.
          verdict: row.pair ? (draft.verdict ?? 'repeat') : draft.verdict,
        });
        return true;
      }
    }
  });

  const href = useCallback((of: FineRow) => address({ key: of.key }), [address]);
  const caption = t('review.queue.caption', {
    tab: tabText(t, filter.tab),
    rows: t('review.queue.rows', { count: list.length }),
  });
  const refusal = (current === null ? undefined : state.refused.get(current)) ?? null;
  return (
    <>
      <section className={styles.q} aria-label={t('review.queue.list')} ref={place} tabIndex={-1}>
        <Tabs tab={filter.tab} sums={sums} href={(next) => address({ tab: next })} />
        {closed ? null : (
          <CloseStrip month={month} checklist={checks} decided={decidedCount} total={rows.length} />
        )}
        <FilterBar
          filter={filter}
          choices={menus}
          shows={shows}
          ruleTitle={ruleTitle}
          href={address}
          onQuery={setQuery}
        />
        <QueueTable
          rows={list}
          caption={caption}
          ruleTitle={ruleTitle}
          year={month.slice(0, 4)}
          filter={filter}
          current={current}
          selected={selected}
          pending={pending}
          refused={refused}
          sortHref={(by) =>
            address({ sort: by, descending: filter.sort === by && !filter.descending })
          }
          href={href}
          onOpen={openCard}
          onSelect={onSelect}
          onSelectAll={(on) => setSelected(on ? new Set(list.map(({ key }) => key)) : new Set())}
          empty={
            <QueueEmpty
              month={formatMonth(month, lang)}
              monthParam={month}
              filter={filter}
              rows={rows}
              ruleTitle={ruleTitle}
              clearHref={address({ ...widened(filter) })}
              allHref={address({ tab: 'all' })}
              narrowed={isNarrowed(filter)}
            />
          }
        />
        {selectedRows.length === 0 ? null : (
          <BulkBar
            selected={selectedRows}
            situation={situationOf}
            dialog={dialog === 'waive' || dialog === 'assign' ? dialog : null}
            onDialog={setDialog}
            personal={personal}
            onPersonal={setPersonal}
            onBulk={bulk}
            onClear={() => setSelected(new Set())}
          />
        )}
        <StatusLine
          said={said}
          pending={pending.size}
          refused={refused.size}
          canUndo={state.done.length > 0}
          total={total}
          onUndo={undo}
          onRefused={() => {
            const [first] = refused;
            if (first !== undefined) openCard(first);
          }}
        />
        <KeyLine onHelp={() => setDialog('help')} />
      </section>
      <aside
        className={styles.drawer}
        aria-label={t('review.card.label')}
        data-open={open ? 'true' : 'false'}
      >
        {row === null ? (
          <p className={styles.nothing}>{t('review.card.empty')}</p>
        ) : (
          <EvidenceCard
            row={row}
            card={card}
            title={ruleTitle(row.rule)}
            at={at === -1 ? null : at + 1}
            total={list.length}
            draft={draft}
            onDraft={(next) => setDraft(row.key, next)}
            situation={situationOf(row)}
            refusal={refusal}
            reasons={reasons}
            heading={heading}
            onStep={step}
            onUndo={() => void takeBack([row.key], queue.undoOne(row))}
            onSay={async (intent, text) => {
              const outcome = await queue.say(intent, row.key, text);
              tell(outcome);
              if (outcome.kind !== 'done') return false;
              setSaid(t(`review.queue.said.${intent === 'appeal' ? 'appealed' : 'answered'}`));
              return true;
            }}
            onRetry={() => {
              if (refusal?.retry) void queue.retry(refusal.retry).then(tell);
            }}
            onSeen={() => queue.seen(row.key)}
            onMove={move}
            onClose={closeCard}
            onAgain={() => setAgain((count) => count + 1)}
          />
        )}
      </aside>
      {dialog === 'help' ? <KeyHelp onClosed={() => setDialog(null)} /> : null}
      {dialog === 'assign-one' && row !== null ? (
        <AssignDialog
          title={t('review.card.decision.assignTitle')}
          text={
            row.person === null
              ? t('review.card.decision.assignBlank')
              : t('review.card.decision.assignText', { written: row.person })
          }
          onClosed={() => setDialog(null)}
          onAssign={(member) => {
            setDialog(null);
            const person = member.employee_no ?? member.name;
            void send([requestOf(row, 'assign', { ...EMPTY_DRAFT, person })], () =>
              t('review.queue.said.assigned', { who: staffText(member) }),
            );
            focusRow(row.key);
          }}
        />
      ) : null}
    </>
  );
}

/** Reasons written this month, most frequent first: the same road works close many arrivals. */
function usedReasons(rows: readonly FineRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { state, reason } of rows) {
    if (state === 'waived' && reason) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, REASONS_OFFERED)
    .map(([reason]) => reason);
}

/** The close checklist, asked for again some time after the last decision; `changed` null: not asked for at all. */
function useChecklist(
  month: string,
  given: readonly CheckItem[],
  changed: QueueState['changed'] | null,
): readonly CheckItem[] {
  const [fresh, setFresh] = useState<readonly CheckItem[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the page was loaded with is newer than what was fetched
  useEffect(() => setFresh(null), [given]);
  useEffect(() => {
    if (changed === null || changed.size === 0) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const answer = await fetch(withParams('/fines/checklist', { month }), {
          signal: stop.signal,
        });
        if (answer.ok) setFresh(await answer.json());
      } catch {
        // The old list stays; the next decision asks again.
      }
    }, 400);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [changed, month]);
  return fresh ?? given;
}
