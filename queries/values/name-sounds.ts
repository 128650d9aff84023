/** How names sound, for finding people by pinyin and its initials. Pure. */
import { pinyin } from 'pinyin-pro';
import type { NameSounds } from './person-search.ts';

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
