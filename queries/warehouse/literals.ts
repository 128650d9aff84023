import type { QueryParams } from './warehouse.ts';

/** Texts and names in quotes, comments, and `$name` outside of them. */
const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)/g;

/**
 * `sql` with each `$name` that has a value written out as a literal. DuckDB plans a statement with parameters when it is
 * prepared and again when they are bound, and planning is most of what a report costs; a written value is planned once.
 * (A prepared plan cannot be kept for the next time either: it is made with the tables' smallest and largest values of
 * that moment and gives wrong rows once these have changed.)
 *
 * Returns null where a value has no literal: a text with a NUL, a number that is not finite.
 */
export function withLiterals(sql: string, params: QueryParams): string | null {
  let writable = true;
  const text = sql.replace(TOKEN, (token, name: string | undefined) => {
    if (name === undefined || !(name in params)) return token;
    const literal = literalOf(params[name] ?? null);
    if (literal === null) writable = false;
    return literal ?? token;
  });
  return writable ? text : null;
}

/** A value as SQL writes it; null where it has no literal. */
export function literalOf(value: string | number | boolean | null): string | null {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string')
    return value.includes('\0') ? null : `'${value.replaceAll("'", "''")}'`;
  if (!Number.isFinite(value)) return null;
  // A point alone would make it a DECIMAL, which rounds otherwise than the DOUBLE it is; a sign must not meet a minus.
  const digits = Number.isSafeInteger(value) ? String(value) : `${value}::DOUBLE`;
  return value < 0 || !Number.isSafeInteger(value) ? `(${digits})` : digits;
}
