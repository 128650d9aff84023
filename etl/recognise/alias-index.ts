/** All aliases of all kinds by their normalised spelling. */

import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import { fieldOf, KINDS } from '#etl/sheets/index.ts';
import { type FieldType, SHEET_KINDS, type SheetKind } from '#etl/types.ts';

/** A field that a header may stand for; the lower the rank, the better. */
export interface AliasHit {
  readonly kind: SheetKind;
  readonly field: string;
  readonly rank: number;
}

const INDEX = buildIndex();

function buildIndex(): ReadonlyMap<string, readonly AliasHit[]> {
  const index = new Map<string, AliasHit[]>();
  for (const kind of SHEET_KINDS) {
    for (const { field, aliases } of KINDS[kind].spec.fields) {
      aliases.forEach((alias, rank) => {
        const key = normaliseHeader(alias);
        const hits = index.get(key) ?? [];
        // Two spellings of one alias (是否属实, 属实) are one: the better rank stands.
        if (!hits.some((hit) => hit.kind === kind && hit.field === field)) {
          hits.push({ kind, field, rank });
        }
        index.set(key, hits);
      });
    }
  }
  return index;
}

/** Fields that a yes or a no may answer. 是否收费 is no amount, though 收费 is one. */
const ANSWERED: ReadonlySet<FieldType> = new Set([
  'yes_no',
  'signature',
  'refused',
  'warranty',
  'resolution',
]);

/** Fields that a header text may stand for, by alias alone. */
export function aliasHits(header: string): readonly AliasHit[] {
  const hits = INDEX.get(normaliseHeader(header)) ?? [];
  if (hits.length === 0 || !/^[\s*※]*是否/.test(header)) return hits;
  return hits.filter(({ kind, field }) => {
    const type = fieldOf(kind, field)?.type;
    return type !== undefined && ANSWERED.has(type);
  });
}
