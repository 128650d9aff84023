/**
 * The ways people write one and the same value. Every spelling here is one that the department's forms are
 * known to contain and that has exactly one reading.
 */
import type { Random } from '../simulate/random.ts';
import { clockface, DAY, pad, type Seconds, startOfDay } from '../times.ts';
import type { DateCell, GridCell } from './grid.ts';

export function fullWidth(text: string): string {
  return text.replace(/[0-9:]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
}

/** A real date cell, or blank. */
export function realTime(time: Seconds | null, show: DateCell['show'] = 'datetime'): GridCell {
  return time === null ? null : { time, show };
}

const clock = (time: Seconds): string => {
  const { hour, minute, second } = clockface(time);
  return `${pad(hour)}:${pad(minute)}${second === 0 ? '' : `:${pad(second)}`}`;
};

export function isoText(time: Seconds | null): GridCell {
  if (time === null) return null;
  const { year, month, day } = clockface(time);
  return `${year}-${pad(month)}-${pad(day)} ${clock(time)}`;
}

export function slashText(time: Seconds | null): GridCell {
  if (time === null) return null;
  const { year, month, day } = clockface(time);
  return `${year}/${month}/${day} ${clock(time)}`;
}

/** A point in time in one of many spellings; those without seconds only for whole minutes. */
export function anyTimeText(time: Seconds | null, random: Random): GridCell {
  if (time === null) return null;
  const { year, month, day, hour, minute, second } = clockface(time);
  const spelling = random.int(0, second === 0 ? 5 : 2);
  switch (spelling) {
    case 0:
      return isoText(time);
    case 1:
      return slashText(time);
    case 2:
      return `${year}年${month}月${day}日 ${clock(time)}`;
    case 3:
      return `${year}年${month}月${day}日${hour}时${pad(minute)}分`;
    case 4:
      return `${year}${pad(month)}${pad(day)} ${pad(hour)}${pad(minute)}`;
    default:
      return fullWidth(`${year}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}`);
  }
}

/** `9月18日 14:30`: the year stands in the sheet's title. */
export function withoutYear(time: Seconds): string {
  const { month, day } = clockface(time);
  return `${month}月${day}日 ${clock(time)}`;
}

/** `下午2:30`, for whole minutes. */
export function halfDayClock(time: Seconds): string {
  const { hour, minute } = clockface(time);
  return `${hour < 12 ? '上午' : '下午'}${hour % 12 === 0 ? 12 : hour % 12}:${pad(minute)}`;
}

/**
 * The clock alone where a reader gets the day back from the row (the reported day, or the next where that would
 * be earlier than the step before), the full time where not.
 */
export function clockOrFull(
  time: Seconds | null,
  reported: Seconds,
  stepBefore: Seconds,
): GridCell {
  if (time === null) return null;
  let read = startOfDay(reported) + (time - startOfDay(time));
  if (read < stepBefore) read += DAY;
  return read === time ? clock(time) : isoText(time);
}

export function anyDateText(time: Seconds | null, random: Random): GridCell {
  if (time === null) return null;
  const { year, month, day } = clockface(time);
  switch (random.int(0, 4)) {
    case 0:
      return `${year}.${month}.${day}`;
    case 1:
      return `${year}年${month}月${day}日`;
    case 2:
      return `${year}/${month}/${day}`;
    case 3:
      return `${year}${pad(month)}${pad(day)}`;
    default:
      return `${year}-${pad(month)}-${pad(day)}`;
  }
}

const yuan = (fen: number): string => {
  const rest = fen % 100;
  return `${Math.floor(fen / 100)}${rest === 0 ? '' : `.${pad(rest)}`}`;
};

/** `¥1,200.50`, `1200元`, `１２００`, `免费`, or a number. */
export function moneyText(fen: number | null, random: Random): GridCell {
  if (fen === null) return null;
  if (fen === 0) return random.pick(['免费', 0, '0', '¥0']);
  switch (random.int(0, 3)) {
    case 0:
      return `¥${yuan(fen).replace(/\B(?=(\d{3})+(?!\d))/, ',')}`;
    case 1:
      return `${yuan(fen)}元`;
    case 2:
      return fen % 100 === 0 ? fullWidth(yuan(fen)) : yuan(fen);
    default:
      return fen / 100;
  }
}

/** As moneyText, in characters that GB18030 and old .xls files hold in one or two bytes. */
export function plainMoney(fen: number | null): GridCell {
  return fen === null ? null : fen / 100;
}

export function phoneText(phone: string | null, random: Random): GridCell {
  if (phone === null) return null;
  if (!/^\d{11}$/.test(phone)) return phone;
  switch (random.int(0, 5)) {
    case 0:
      return Number(phone);
    case 1:
      return `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`;
    case 2:
      return fullWidth(phone);
    default:
      return phone;
  }
}

/** One text for yes, one for no, nothing for blank. */
export function yesNo(value: boolean | null, yes: string, no: string): GridCell {
  return value === null ? null : value ? yes : no;
}

export const SATISFACTION_WORDS = ['', '很不满意', '不满意', '一般', '满意', '非常满意'] as const;
/** 优良中差 has no word for 1. */
const SATISFACTION_GRADES = ['', '非常不满意', '差', '中', '良', '优'] as const;

export function scoreWord(score: number | null): GridCell {
  return score === null ? null : (SATISFACTION_WORDS[score] ?? null);
}
export function scoreGrade(score: number | null): GridCell {
  return score === null ? null : (SATISFACTION_GRADES[score] ?? null);
}
export function scoreStars(score: number | null): GridCell {
  return score === null ? null : '★'.repeat(score);
}
export function scorePoints(score: number | null): GridCell {
  return score === null ? null : `${score}分`;
}

/** A free-text cell that says nothing, in one of the ways people leave it. */
export function freeText(text: string | null, random: Random): GridCell {
  return text ?? random.pick([null, null, '无', '/', '-', '—']);
}
