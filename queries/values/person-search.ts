/** Finding a person by what people type: name, alias, employee number, pinyin or its initials. Pure. */
import { pinyin } from 'pinyin-pro';

/** How a name can be typed in letters. */
export interface NameSounds {
  /** Initials, e.g. `lq` for 李强; several where a character has several readings (曾: z, c). */
  readonly initials: readonly string[];
  /** Without tones and spaces, e.g. `liqiang`. */
  readonly full: readonly string[];
}

/** Readings of one name that are kept: more than these help nobody. */
const MOST_READINGS = 8;
/** In characters. */
const LONGEST_NAME = 12;

/** How each of the names sounds; the usual reading of a surname stands first. */
export function soundsOf(names: readonly string[]): NameSounds {
  const full = [...new Set(names.flatMap(readingsOf))];
  return {
    initials: [...new Set(full.map((syllables) => initialsOf(syllables)))],
    full: [...new Set(full.map((syllables) => syllables.replaceAll(' ', '')))],
  };
}

/** Readings of a name as syllables between spaces, e.g. `zeng li`, `ceng li`. */
function readingsOf(name: string): string[] {
  // A name cell may hold any text; nobody types more letters than this.
  const text = name.replaceAll(/\s/g, '').slice(0, LONGEST_NAME);
  if (text === '') return [];
  const usual = pinyin(text, { toneType: 'none', type: 'array', surname: 'head' });
  const readings = [...text].reduce<string[][]>(
    (all, character, index) => {
      const first = usual[index] ?? character;
      const others = pinyin(character, { toneType: 'none', type: 'array', multiple: true });
      const each = [...new Set([first, ...others])];
      const longer = each.flatMap((syllable) => all.map((syllables) => [...syllables, syllable]));
      return longer.slice(0, MOST_READINGS);
    },
    [[]],
  );
  return readings.map((syllables) => syllables.join(' ').toLowerCase());
}

function initialsOf(syllables: string): string {
  return syllables
    .split(' ')
    .map((syllable) => syllable.slice(0, 1))
    .join('');
}

/** What a search looks through. */
export interface Searchable {
  readonly name: string;
  readonly names: readonly string[];
  readonly employee_no: string | null;
  readonly sounds: NameSounds;
}

/** True when the typed text stands in a name, an alias or the number, or begins its pinyin or initials; blank finds all. */
export function matchesPerson(person: Searchable, typed: string): boolean {
  const text = folded(typed);
  if (text === '') return true;
  const written = [person.name, ...person.names, person.employee_no ?? ''];
  return (
    written.some((each) => folded(each).includes(text)) ||
    [...person.sounds.initials, ...person.sounds.full].some((sound) => sound.startsWith(text))
  );
}

function folded(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
}
