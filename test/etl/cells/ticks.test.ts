import { expect, test } from 'vitest';
import { readTicks, type Ticked } from '#etl/cells/ticks.ts';

const one = (option: string): Ticked => ({ kind: 'one', option });
const several = (...options: string[]): Ticked => ({ kind: 'several', options });

test.each<[string, Ticked]>([
  ['□非常满意 ☑满意 □一般', one('满意')],
  ['□非常满意□满意■一般', one('一般')],
  ['☒满意 □一般', one('满意')],
  ['满意□ 一般☑', one('一般')],
  ['满意(√) 一般( )', one('满意')],
  ['（√）满意 （　）一般', one('满意')],
  ['[ ]是 [x]否', one('否')],
  ['【√】是【 】否', one('是')],
  // A cross between brackets denies its option.
  ['是(×) 否(√)', one('否')],
  ['√非常满意 满意 一般', one('非常满意')],
  ['非常满意 满意√ 一般', one('满意')],
  ['满意√', one('满意')],
  ['☑其他：换管', one('其他:换管')],
  ['□是 □否', { kind: 'none' }],
  ['□', { kind: 'none' }],
  ['( )是 ( )否', { kind: 'none' }],
  ['☑满意 ☑一般 □差', several('满意', '一般')],
  ['满意√ 一般√ 差', several('满意', '一般')],
  // The tick touches neither word, or both.
  ['非常满意 √ 满意', { kind: 'unclear' }],
  ['满意√一般', { kind: 'unclear' }],
  ['满意 □ 一般', { kind: 'unclear' }],
  // The answer to a yes or no is read by its own reader.
  ['√', { kind: 'plain' }],
  ['满意', { kind: 'plain' }],
  ['', { kind: 'plain' }],
])('choice %s', (text, expected) => {
  expect(readTicks(text, true)).toEqual(expected);
});

test.each<[string, Ticked]>([
  ['已修好√', { kind: 'plain' }],
  ['●更换针阀 ●清洗', { kind: 'plain' }],
  ['□双头灶 ☑蒸柜', one('蒸柜')],
])('free text %s', (text, expected) => {
  expect(readTicks(text, false)).toEqual(expected);
});
