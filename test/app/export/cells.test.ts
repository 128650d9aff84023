import { describe, expect, it } from 'vitest';
import { change, count, money, rate, state, text, time, verdict } from '#app/export/cells.ts';
import { judged } from '#app/export/judged.ts';
import { wordsOf } from '#app/export/words.ts';

const words = wordsOf('zh');
const AT_LEAST_90 = { target: 0.9, direction: 'up' } as const;
const BELOW_3 = { target: 0.03, direction: 'down', target_exclusive: true } as const;

function of(met: number, measured: number, against: Parameters<typeof judged>[1] = AT_LEAST_90) {
  const value = Math.round((met / measured) * 10_000) / 10_000;
  return judged({ value, met, measured }, against);
}

describe('a rate', () => {
  it('is met exactly on a target of at least, missed exactly on one of below', () => {
    expect(verdict(of(9, 10))).toBe('met');
    expect(verdict(of(3, 100, BELOW_3))).toBe('breached');
    expect(verdict(of(2, 100, BELOW_3))).toBe('met');
  });

  it('is judged by its cases, not by its rounded value', () => {
    // 89999 ÷ 100000 is reported as 0.9.
    const near = of(89_999, 100_000);
    expect(verdict(near)).toBe('breached');
    expect(near.value).toBe(0.899_99);
  });

  it('shows one decimal, and more where that would hide a miss', () => {
    expect(rate(of(949, 1000), words).look.num).toBe('0.0%');
    expect(rate(of(8996, 10_000), words).look.num).toBe('0.00%');
    expect(rate(of(8996, 10_000), words).look.ink).toBe('breached');
  });

  it('is grey and not judged below five cases', () => {
    const few = of(1, 4);
    expect(rate(few, words)).toEqual({
      value: 0.25,
      look: { num: '0.0%', align: 'right', ink: 'quiet' },
    });
    expect(state(few, words).value).toBe('不足 5 件');
    expect(verdict(of(1, 5))).toBe('breached');
  });

  it('is the word for not captured only where records are missing', () => {
    const none = judged({ value: null, met: 0, measured: 0 }, AT_LEAST_90);
    expect(rate(none, words, 3).value).toBe('未采集');
    expect(rate(none, words, 0).value).toBeNull();
    expect(state(none, words).value).toBeNull();
  });
});

describe('a change', () => {
  const metric = { unit: 'rate', direction: 'up' } as const;

  it('is in percentage points, with the arrow and the word in its format', () => {
    const better = change(of(95, 100), of(90, 100), metric, words);
    expect(better.value).toBe(5);
    expect(better.look).toMatchObject({ num: '"▲ "0.0" 变好";"▼ "0.0" 变差"', ink: 'met' });
    expect(change(of(90, 100), of(95, 100), metric, words)).toMatchObject({
      value: -5,
      look: { ink: 'breached' },
    });
  });

  it('of a rate that should be low is better when it falls', () => {
    const low = { unit: 'rate', direction: 'down' } as const;
    const cell = change(of(2, 100, BELOW_3), of(5, 100, BELOW_3), low, words);
    expect(cell).toMatchObject({
      value: -3,
      look: { ink: 'met', num: '"▲ "0.0" 变差";"▼ "0.0" 变好"' },
    });
  });

  it('is left out with too few cases or no earlier month', () => {
    expect(change(of(4, 4), of(90, 100), metric, words).value).toBeNull();
    expect(change(of(90, 100), of(4, 4), metric, words).value).toBeNull();
    expect(change(of(90, 100), null, metric, words).value).toBeNull();
  });
});

describe('cells', () => {
  it('keep nothing as an empty cell and zero as a grey number', () => {
    expect(text(null).value).toBeNull();
    expect(text('').value).toBeNull();
    expect(count(null).value).toBeNull();
    expect(count(0)).toMatchObject({ value: 0, look: { ink: 'quiet' } });
    expect(time(null).value).toBeNull();
  });

  it('quote texts that look like formulas', () => {
    expect(text('=1+1')).toEqual({ value: '=1+1', look: { quoted: true } });
    expect(text('老街面馆')).toEqual({ value: '老街面馆', look: {} });
  });

  it('hold money in yuan with two decimals', () => {
    expect(money(18_050)).toMatchObject({ value: 180.5, look: { num: '#,##0.00;"−"#,##0.00' } });
  });
});
