import type { Lang } from './number.ts';

const UNIT = {
  zh: { day: '天', hour: '时', minute: '分', second: '秒' },
  en: { day: 'd', hour: 'h', minute: 'min', second: 's' },
} as const;

/**
 * A duration among statistics: `24 分` below an hour, `2.1 时` above. Minutes come in with fractions;
 * what rounds up to a full hour is shown as one.
 */
export function formatDuration(minutes: number, lang: Lang): string {
  const unit = UNIT[lang];
  if (Math.round(minutes) < 60) return `${Math.round(minutes)} ${unit.minute}`;
  return `${(minutes / 60).toFixed(1)} ${unit.hour}`;
}

/**
 * A duration inside a sentence: `3 时 35 分`, `24 分`, `4 天 2 时`. Below an hour seconds are shown where
 * there are any: `10 分 24 秒` misses a limit of 10 分, `10 分` would not.
 */
export function formatDurationInWords(minutes: number, lang: Lang): string {
  const unit = UNIT[lang];
  const seconds = Math.round(minutes * 60);
  if (seconds < 3600) {
    const rest = seconds % 60;
    const whole = (seconds - rest) / 60;
    if (rest === 0) return `${whole} ${unit.minute}`;
    return whole === 0
      ? `${rest} ${unit.second}`
      : `${whole} ${unit.minute} ${rest} ${unit.second}`;
  }
  const total = Math.round(minutes);
  const hours = Math.floor(total / 60);
  if (hours >= 72) {
    const days = Math.floor(hours / 24);
    const rest = hours % 24;
    return rest === 0 ? `${days} ${unit.day}` : `${days} ${unit.day} ${rest} ${unit.hour}`;
  }
  const rest = total % 60;
  return rest === 0 ? `${hours} ${unit.hour}` : `${hours} ${unit.hour} ${rest} ${unit.minute}`;
}
