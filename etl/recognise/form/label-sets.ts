/**
 * Forms of several label sets on one sheet are read as several tables. People see, and choose for, one list of labels:
 * those of the first set, then what each later one adds.
 */
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';

export interface JoinedLabels {
  /** One per label, as its first form writes it. */
  readonly headers: readonly string[];
  /** By table and 0-based column of it: 0-based place among the headers. */
  readonly places: readonly (readonly number[])[];
}

/** @param tables the headers of each table, in their order */
export function joinLabels(tables: readonly (readonly string[])[]): JoinedLabels {
  const headers: string[] = [];
  const known = new Map<string, number>();
  const places = tables.map((own) =>
    own.map((header) => {
      const key = normaliseHeader(header);
      const place = known.get(key) ?? headers.length;
      if (place === headers.length) headers.push(header);
      known.set(key, place);
      return place;
    }),
  );
  return { headers, places };
}
