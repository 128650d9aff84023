/** One spelling of a header, so that 「*客户 姓名（必填）」 and 客户姓名 are the same. */

import { halfWidth } from '#etl/cells/fold.ts';

const BRACKETED =
  /\([^()]*\)|<[^<>]*>|\[[^[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|〈[^〈〉]*〉|{[^{}]*}/g;
const BRACKETS = /[()[\]【】〔〕〈〉{}「」『』《》"“”]/g;
/** A unit written straight on, 金额元: only those that end no header of their own (加班小时 does). */
const BARE_UNIT = /(?<=..)(万元|千元|元|公里|千米|km|分钟)$/i;
/** A unit after a slash or a comma: 金额/元. */
const TRAILING_UNIT =
  /[/,、](万元|千元|百元|美元|港元|元|角|分钟|小时|分|时|天|min|h|公里|千米|km|米|m|个|件|折|%)$/i;

/**
 * Spaces, full-width forms, brackets with their content, a trailing unit, 「*」 marks, a trailing colon and a
 * leading 是否 (except before 服从, where it turns the meaning) are taken away; letters become lower case.
 */
export function normaliseHeader(text: string): string {
  const said = normalised.get(text);
  if (said !== undefined) return said;
  const name = normalise(text);
  if (text.length > LONGEST_KEPT) return name;
  if (normalised.size >= MOST_KEPT) normalised.clear();
  normalised.set(text, name);
  return name;
}

/**
 * What texts came to. Whether a row is a header is asked of each row alone, with the ones below it, and for every set of
 * headers that is remembered: the same texts again and again, half of the time a sheet takes to be recognised.
 */
const normalised = new Map<string, string>();
const LONGEST_KEPT = 200;
const MOST_KEPT = 10_000;

function normalise(text: string): string {
  const flat = flattened(text);
  let bare = flat.replace(BRACKETED, '');
  // A header that is all bracket, 【单号】, is named by what stands inside.
  if (bare === '' || /^[:,.]*$/.test(bare)) bare = flat;
  return bare
    .replace(BRACKETS, '')
    .replace(/[::;;,,。.]+$/, '')
    .replace(TRAILING_UNIT, '')
    .replace(BARE_UNIT, '')
    .replace(/^是否(?!服从)(?=.)/, '')
    .toLowerCase();
}

/** The units a header may name, in lower case: in brackets (单位: before it or not), after a slash, or straight on. */
export function writtenUnits(text: string): readonly string[] {
  const flat = flattened(text).toLowerCase();
  const bracketed = (flat.match(BRACKETED) ?? []).map((part) =>
    part.slice(1, -1).replace(/^单位:?/, ''),
  );
  const bare = flat.replace(BRACKETED, '').replace(/[:;,。.]+$/, '');
  const trailing = TRAILING_UNIT.exec(bare)?.[1] ?? BARE_UNIT.exec(bare)?.[1];
  return trailing === undefined ? bracketed : [...bracketed, trailing];
}

function flattened(text: string): string {
  return halfWidth(text)
    .replace(/[\s\u00a0\u200b\ufeff]/g, '')
    .replace(/[*※★▲]/g, '');
}
