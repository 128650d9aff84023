import { describe, expect, test } from 'vitest';
import { decisionText, readDecisions } from '#app/data/decision-file.ts';

const HEAD = 'key,decision,amount_fen,cause,reason';

describe('decisions in a csv', () => {
  test('a line per fine; columns in any order, person optional, blanks are none', () => {
    expect(
      readDecisions(
        'person,key,reason,cause,amount_fen,decision\nE007,6:ticket:T2:赵刚,"堵车，封道",traffic,,WAIVE\n',
        'zh',
      ),
    ).toEqual({
      lines: [
        {
          line: 2,
          request: {
            key: '6:ticket:T2:赵刚',
            decision: 'waive',
            amount_fen: null,
            cause: 'traffic',
            verdict: null,
            reason: '堵车，封道',
            person: 'E007',
          },
        },
      ],
    });
  });

  test('a repeat that is none is told by its verdict', () => {
    const read = readDecisions(`${HEAD}\n5:ticket:T3:李强,waive,,new_fault,另一处\n`, 'zh');
    expect(read).toMatchObject({ lines: [{ request: { cause: null, verdict: 'new_fault' } }] });
  });

  test('every bad line is named, by the line an editor shows', () => {
    expect(
      readDecisions(
        [
          HEAD,
          '4:ticket:T2:赵刚,confirm,,,"两行',
          '理由"',
          '',
          ',confirm,,,',
          '4:ticket:T2:赵刚,delete,,,',
          '4:ticket:T2:赵刚,adjust,150.5,,',
          '4:ticket:T2:赵刚,waive,,rain,',
          '4:ticket:T2:赵刚,waive,,traffic,堵车,再说',
        ].join('\r\n'),
        'en',
      ),
    ).toEqual({
      bad: [
        { line: 5, message: 'the key is missing' },
        { line: 6, message: 'decision is confirm, adjust or waive, not “delete”' },
        { line: 7, message: 'amount_fen is a whole number of fen such as 15000, not “150.5”' },
        {
          line: 8,
          message:
            'cause is one of personal, traffic, weather, parts, customer, workload, other, not “rain”',
        },
        {
          line: 9,
          message:
            'it has not as many columns as the first line; put a reason with commas in quotes',
        },
      ],
    });
  });

  test.each(['key,decision\nx,confirm', `${HEAD},note\nx,confirm,,,,`, `${HEAD},key\n`, ''])(
    'another first line is refused: %j',
    (text) => {
      expect(readDecisions(text, 'zh')).toMatchObject({ bad: [{ line: 1 }] });
    },
  );

  test('UTF-8, UTF-16 and GB18030 read alike', () => {
    const text = `${HEAD}\n`;
    // 赵刚 in GB18030.
    const gb = Buffer.concat([Buffer.from(text), Buffer.from([0xd5, 0xd4, 0xb8, 0xd5])]);
    expect(decisionText(gb)).toBe(`${text}赵刚`);
    expect(decisionText(Buffer.from(`${text}赵刚`))).toBe(`${text}赵刚`);
    expect(decisionText(Buffer.from(`\uFEFF${text}赵刚`, 'utf16le'))).toBe(`${text}赵刚`);
  });
});
