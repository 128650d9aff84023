/** Which cause a delay reason speaks for (spec fines.md §3): by the policy's own words, or by their kind. */
import { expect, test } from 'vitest';
import { type CauseFacts, suggestedCause } from '#queries/ledger/causes.ts';

const EXCUSABLE = ['堵车', '天气', '缺配件', '客户改约', '工作量'];
const late = (delay_reason: string | null, rest: Partial<CauseFacts> = {}): CauseFacts => ({
  needs_cause: true,
  detect: 'late_arrival',
  delay_reason,
  over_minutes: 30,
  dispatch_over_minutes: null,
  ...rest,
});

test.each([
  ['路上堵车', 'traffic', '延误原因写“路上堵车”，在制度的可谅解原因里'],
  ['天气', 'weather', '延误原因写“天气”，在制度的可谅解原因里'],
  ['暴雨', 'weather', '延误原因写“暴雨”，与制度可谅解的“天气”是一类'],
  ['等配件', 'parts', '延误原因写“等配件”，与制度可谅解的“缺配件”是一类'],
  ['前一单超时', 'workload', '延误原因写“前一单超时”，与制度可谅解的“工作量”是一类'],
])('%s speaks for %s', (reason, cause, why) => {
  expect(suggestedCause(late(reason), EXCUSABLE, 'zh')).toEqual({ cause, why });
});

test('a kind that the policy does not excuse speaks for nothing, nor does what names none', () => {
  expect(suggestedCause(late('暴雨'), ['堵车'], 'zh')).toBe(null);
  expect(suggestedCause(late('睡过头'), EXCUSABLE, 'zh')).toBe(null);
  expect(suggestedCause(late(null), EXCUSABLE, 'zh')).toBe(null);
  expect(suggestedCause(late('暴雨', { needs_cause: false }), EXCUSABLE, 'zh')).toBe(null);
});
