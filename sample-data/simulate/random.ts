/**
 * A seeded random source (mulberry32): the same seed gives the same department on every machine,
 * so a regenerated sample can be compared with the shipped one byte by byte.
 */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** An integer in [from, to], both ends included. */
  int(from: number, to: number): number;
  /** True with probability `p` (0–1). */
  chance(p: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** One of the items, each with its own weight. */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
  /**
   * An independent source named by `label`. Each ticket draws from its own, so that changing how one
   * ticket is made leaves the others as they were.
   */
  fork(label: string): Random;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const random: Random = {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (p) => next() < p,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('pick from an empty list');
      return item;
    },
    weighted: (items) => {
      let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        rest -= weight;
        if (rest < 0) return item;
      }
      const last = items.at(-1);
      if (last === undefined) throw new RangeError('weighted pick from an empty list');
      return last[0];
    },
    fork: (label) => createRandom(hash(label, seed)),
  };
  return random;
}

/** FNV-1a over the label's UTF-16 units, started from the seed. */
function hash(label: string, seed: number): number {
  let value = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < label.length; i += 1) {
    value = Math.imul(value ^ label.charCodeAt(i), 0x01000193) >>> 0;
  }
  return value;
}
