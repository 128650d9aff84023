import { StateMark, stateWord } from '#app/components/Figure.tsx';
import { useLang } from '#app/components/use-lang.ts';
import { DASH, formatDurationInWords, formatTime } from '#app/format/index.ts';
import type { Stage, TicketDetail } from '#queries/reports/types.ts';

type StageRow = TicketDetail['stages'][number];

/** As a ticket passes them. Repair and turnaround have no target, so they are only timed. */
const ORDER: readonly Stage[] = [
  'answer',
  'dispatch',
  'arrival',
  'guidance_follow_up',
  'repair',
  'turnaround',
  'callback',
];

function isTimedOnly({ stage, state }: StageRow): boolean {
  return (stage === 'repair' || stage === 'turnaround') && state === 'met';
}

/** Each stage's sum in words: from, to, how long, the limit, and how far past it. */
export function StageSums({ stages }: { stages: TicketDetail['stages'] }) {
  const { t } = useLang();
  return (
    <ul className="sums num">
      {stages
        .filter(({ state }) => state !== 'not_applicable')
        .toSorted((a, b) => ORDER.indexOf(a.stage) - ORDER.indexOf(b.stage))
        .map((stage) => (
          <li key={`${stage.stage}/${stage.start_at}`} data-stage={stage.stage}>
            <span className="b">{t(`stage.${stage.stage}`)}</span>
            <span>
              <StageSum stage={stage} />
            </span>
            <span className="ink2">{stage.person ?? DASH}</span>
            {isTimedOnly(stage) ? (
              <span className="dim">{t('stages.noLimit')}</span>
            ) : (
              <StateMark state={stage.state}>{t(stateWord(stage))}</StateMark>
            )}
          </li>
        ))}
    </ul>
  );
}

function StageSum({ stage: row }: { stage: StageRow }) {
  const { t, lang } = useLang();
  const { stage, start_at, end_at, due_at, minutes, target_minutes, paused_minutes } = row;
  if (start_at === null) return <span className="dim">{t('ticket.noStart')}</span>;
  const from = `${t(`stageStart.${stage}`)} ${formatTime(start_at)}`;
  const to =
    end_at === null
      ? t('ticket.noEnd', { end: t(`stageEnd.${stage}`) })
      : `${t(`stageEnd.${stage}`)} ${formatTime(end_at)}`;
  const parts = [
    paused_minutes > 0
      ? t('ticket.paused', { duration: formatDurationInWords(paused_minutes, lang) })
      : null,
    target_minutes === null
      ? null
      : t('ticket.limit', { duration: formatDurationInWords(target_minutes, lang) }),
    due_at === null ? null : t('ticket.due', { time: formatTime(due_at) }),
  ].filter((part) => part !== null);
  const over =
    minutes !== null && target_minutes !== null && minutes > target_minutes
      ? t('ticket.over', { duration: formatDurationInWords(minutes - target_minutes, lang) })
      : null;
  return (
    <>
      {from} → {to}
      {minutes === null ? null : ` = ${formatDurationInWords(minutes, lang)}`}
      {parts.map((part) => `${t('separator')}${part}`).join('')}
      {over === null ? null : (
        <>
          {t('separator')}
          <em className="worse">{over}</em>
        </>
      )}
    </>
  );
}
