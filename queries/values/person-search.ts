/**
 * Persons in addresses and searches. Pure and small enough for the browser: how names sound is worked out elsewhere
 * (name-sounds.ts).
 */

/**
 * The mark of a person in addresses: the employee number, else `~` and the name without spaces. The same as
 * macros/person_of.sql gives.
 */
export function personMark(person: { employee_no: string | null; name: string }): string {
  return person.employee_no ?? `~${person.name.replaceAll(/\s/g, '')}`;
}

/** How a name can be typed in letters. */
export interface NameSounds {
  /** Initials, e.g. `lq` for 李强; several where a character has several readings (曾: z, c). */
  readonly initials: readonly string[];
  /** Without tones and spaces, e.g. `liqiang`. */
  readonly full: readonly string[];
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
