/** What differs between two policies, entry by entry. Pure. */
import type { Policy } from './policy.ts';

export interface PolicyDifference {
  /** Path of the entry; rules by their number, `rules.7a.amount`. */
  readonly path: string;
  /** As written; null where the entry is missing. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Every entry that differs, in the order of the text. Version and month are no difference. */
export function policyDifferences(before: Policy, after: Policy): PolicyDifference[] {
  const old = entriesOf(before);
  const now = entriesOf(after);
  const paths = [...new Set([...now.keys(), ...old.keys()])];
  return paths
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }))
    .filter((each) => each.before !== each.after);
}

function entriesOf(policy: Policy): Map<string, string> {
  const { version: _version, effective_from: _from, rules, assumptions, reasons, ...rest } = policy;
  const entries = new Map<string, string>();
  collect(rest, '', entries);
  for (const { no, ...rule } of rules) collect(rule, `rules.${no}`, entries);
  for (const { rule, words } of reasons ?? []) entries.set(`reasons.${rule}`, words.join('、'));
  for (const { key, zh } of assumptions) entries.set(`assumptions.${key}`, zh);
  return entries;
}

function collect(value: unknown, path: string, entries: Map<string, string>): void {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    // An empty list says as little as a missing one.
    if (value.length > 0) entries.set(path, value.join('、'));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      collect(item, path === '' ? key : `${path}.${key}`, entries);
    }
  } else if (value !== undefined) {
    entries.set(path, value === null ? '–' : String(value));
  }
}
