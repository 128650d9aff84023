/** Times and durations in words, for the arithmetic of a fine. Naive local times `YYYY-MM-DDTHH:MM:SS`. */
export type Lang = 'zh' | 'en';

/** A text with its `{name}`s filled in; a name without a value leaves nothing. */
export function filledIn(
  text: string,
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** `10-05 09:12`; seconds only where they are not zero, since they may decide. */
export function timeInWords(time: string): string {
  const seconds = time.slice(17, 19);
  return `${time.slice(5, 10)} ${time.slice(11, 16)}${seconds === '00' || seconds === '' ? '' : `:${seconds}`}`;
}

/**
 * Minutes as `3 时 35 分` / `3 h 35 min`; seconds only below a whole minute's precision. Without `inDays` hours count on past
 * 24, as working hours do.
 */
export function minutesInWords(minutes: number, lang: Lang, inDays = true): string {
  const total = Math.round(Math.abs(minutes) * 60);
  const days = inDays ? Math.floor(total / 86_400) : 0;
  const hours = Math.floor((total - days * 86_400) / 3600);
  const mins = Math.floor((total % 3600) / 60);
  const seconds = total % 60;
  const words = lang === 'zh' ? ['天', '时', '分', '秒'] : ['d', 'h', 'min', 's'];
  const parts = [days, hours, mins, seconds].flatMap((value, i) =>
    value === 0 ? [] : [`${value} ${words[i] ?? ''}`],
  );
  return parts.length === 0 ? `0 ${words[2] ?? ''}` : parts.join(' ');
}

/** Integer fen as `¥1,200.50`, no decimals when whole; U+2212 for below zero. */
export function fenInWords(fen: number): string {
  const yuan = Math.floor(Math.abs(fen) / 100);
  const rest = Math.abs(fen) % 100;
  const whole = String(yuan).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '−' : ''}¥${whole}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`}`;
}
