/**
 * Whom a written name may mean. Pure; it proposes and never decides: two persons may share a surname, a sound, even a name.
 */
import { pinyin } from 'pinyin-pro';

/** A person a name may mean: one of the roster, or (without a roster) another written name. */
export interface NamedPerson {
  readonly employee_no: string | null;
  readonly name: string;
  readonly aliases: readonly string[];
}

/**
 * Why a person is proposed, the surest first: the text holds the employee number · the same name but for spaces, brackets
 * or a title (师傅, 工) · the same sound · called by surname (小王, 王师傅) · part of the name (建国 of 张建国) · a sound that
 * is easily confused (张印 for 张颖).
 */
export const LIKENESSES = ['number', 'spelling', 'sound', 'surname', 'part', 'near_sound'] as const;
export type Likeness = (typeof LIKENESSES)[number];

export interface LikelyPerson {
  readonly person: NamedPerson;
  readonly by: Likeness;
}

/** The names of a roster's alias cell, as macros/fines_of.sql parts them. */
export function aliasNames(text: string): string[] {
  return text.split(/[,，、;；/|\s]+/u).filter((alias) => alias !== '');
}

/** More than these help nobody. */
const MOST_PROPOSALS = 4;

const TITLE =
  /(?:工程师|技术员|师傅|师父|技师|老师|经理|主管|主任|组长|班长|队长|先生|女士|小姐|同志|工|师|哥|姐)$/u;
const NICKNAME = /^[小老阿大](?=.$)/u;

/** Persons `written` may mean, the likeliest first, each once; none where nothing speaks for anyone. */
export function likelyPersons(written: string, known: readonly NamedPerson[]): LikelyPerson[] {
  return known
    .flatMap((person) => {
      const by = likeness(written, person);
      return by === null ? [] : [{ person, by }];
    })
    .sort(
      (a, b) =>
        LIKENESSES.indexOf(a.by) - LIKENESSES.indexOf(b.by) ||
        compare(a.person.employee_no ?? a.person.name, b.person.employee_no ?? b.person.name),
    )
    .slice(0, MOST_PROPOSALS);
}

/** What speaks for `written` meaning the person; null where nothing does. */
export function likeness(written: string, person: NamedPerson): Likeness | null {
  if (person.employee_no !== null && holdsNumber(written, person.employee_no)) return 'number';
  const text = plain(written);
  if (text === '') return null;
  const own = [person.name, ...person.aliases].map(plain).filter((name) => name !== '');
  const [name = ''] = own;
  const core = withoutTitle(text);
  const same = (each: string): boolean => each === text || withoutTitle(each) === core;
  if (own.some((each) => same(each) && (core.length >= 2 || each === text))) return 'spelling';
  // 王师傅, 小王: what is left of the text is a surname.
  const surname = core.replace(NICKNAME, '');
  if (surname.length === 1 && text.length > 1)
    return name.length > 1 && name.startsWith(surname) ? 'surname' : null;
  if (core.length < 2) return null;
  if (own.some((each) => soundOf(withoutTitle(each)) === soundOf(core))) return 'sound';
  if (own.some((each) => each.includes(core) || text.includes(each))) return 'part';
  return isNear(soundOf(name), soundOf(core)) ? 'near_sound' : null;
}

/**
 * Sounds that are easily confused: of as many syllables, all alike when zh/z, ch/c, sh/s, n/l and a final g are not told
 * apart; or, from three syllables on, all but one the same with the surname among them.
 */
function isNear(one: string, two: string): boolean {
  const own = one.split(' ');
  const other = two.split(' ');
  if (own.length !== other.length || own.length < 2) return false;
  if (own.every((syllable, i) => blurred(syllable) === blurred(other[i] ?? ''))) return true;
  const same = own.filter((syllable, i) => syllable === other[i]).length;
  return own.length >= 3 && own[0] === other[0] && same >= own.length - 1;
}

function blurred(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace(/ng$/, 'n');
}

/** Without spaces, brackets with what stands in them, digits, letters and punctuation; full width folded. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\([^()]*\)|\[[^[\]]*\]|【[^【】]*】/gu, '')
    .replace(/[^\p{Script=Han}]/gu, '');
}

/** 张师傅 → 张, 小伟哥 → 小伟, 刘洋 → 刘洋. */
function withoutTitle(text: string): string {
  const untitled = text.replace(TITLE, '');
  return untitled === '' ? text : untitled;
}

/** True when the text names the employee number as a whole: E012 in 张伟(E012), not in E0123. Single digits say nothing. */
function holdsNumber(text: string, employeeNo: string): boolean {
  const number = employeeNo.normalize('NFKC').trim().toUpperCase();
  if (number.length < 2) return false;
  const tokens = text
    .normalize('NFKC')
    .toUpperCase()
    .matchAll(/[A-Z0-9-]+/gu);
  return [...tokens].some(([token]) => token === number);
}

const SOUNDS = new Map<string, string>();

/** Pinyin without tones. */
function soundOf(text: string): string {
  const known = SOUNDS.get(text);
  if (known !== undefined) return known;
  const sound = pinyin(text, { toneType: 'none', type: 'array', surname: 'head' }).join(' ');
  // A roster is a few dozen names; a sheet may hold any text.
  if (SOUNDS.size > 5000) SOUNDS.clear();
  SOUNDS.set(text, sound);
  return sound;
}

/** First letters of a name's usual reading: `zg` of 赵刚. */
export function nameInitials(name: string): string {
  return soundOf(name.replaceAll(/\s/g, ''))
    .split(' ')
    .map((syllable) => syllable.slice(0, 1).toLowerCase())
    .join('');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
