/** What a complaint's text means under a policy that has words of its own for reasons. Pure. */
import type { Policy } from './policy.ts';

/** `2.1`, `2.1、争吵`, `规则6`, `第6条`, `(6)迟到`; not the number of `3天未派工` or `第2次返修`. */
const NUMBERED =
  /^(?:规则|条款|rule|第|\()?(\d{1,2}(?:\.\d{1,2})*[a-z]?)(?:$|[、,:;。)条款]|\.(?!\d))/;

/**
 * The rule a text names: the policy's own number at its beginning, else the one rule whose words stand in it. Longer words
 * are taken out first, so that a word inside another does not speak for itself. Null where none is named, or several.
 */
export function reasonRule(text: string, policy: Pick<Policy, 'reasons' | 'rules'>): string | null {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
  const numbered = NUMBERED.exec(plain)?.[1];
  const byNumber = policy.rules.find((rule) => rule.no.toLowerCase() === numbered);
  if (byNumber !== undefined) return byNumber.no;
  const words = (policy.reasons ?? [])
    .flatMap(({ words: list, rule }) => list.map((word) => ({ word, rule })))
    .map(({ word, rule }) => ({
      word: word.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase(),
      rule,
    }))
    .sort((a, b) => b.word.length - a.word.length);
  const found = new Set<string>();
  let rest = plain;
  for (const { word, rule } of words) {
    if (word === '' || !rest.includes(word)) continue;
    // A separator keeps the halves from growing together into another word.
    rest = rest.replaceAll(word, '|');
    found.add(rule);
  }
  const [only, second] = found;
  return second === undefined ? (only ?? null) : null;
}
