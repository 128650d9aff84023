/** Whom a written name may mean: proposals by likeness, and silence where nothing speaks for anyone. */
import { describe, expect, test } from 'vitest';
import { likelyPersons, likeness, type NamedPerson } from '#queries/values/person-names.ts';

const person = (employee_no: string | null, name: string, ...aliases: string[]): NamedPerson => ({
  employee_no,
  name,
  aliases,
});
const ZHANG = person('E012', '张伟', '小伟');
const ROSTER = [ZHANG, person('E013', '章薇'), person('E014', '张建国'), person('E015', '欧阳静')];

describe('what speaks for a person', () => {
  test.each([
    ['张伟(E012)', 'number'],
    ['e012', 'number'],
    ['Ｅ０１２张', 'number'],
    ['张 伟', 'spelling'],
    ['张伟（二组）', 'spelling'],
    ['张伟师傅', 'spelling'],
    ['张伟工', 'spelling'],
    ['小伟哥', 'spelling'],
    ['章伟', 'sound'],
    ['张师傅', 'surname'],
    ['小张', 'surname'],
    ['老张', 'surname'],
    ['张工', 'surname'],
    ['张伟维修', 'part'],
  ] as const)('%s: %s', (written, by) => {
    expect(likeness(written, ZHANG)).toBe(by);
  });

  test.each(['王伟', '李师傅', 'E0123', 'E01', '外协', '', '  ', '伟', '——'])(
    '%s: nothing',
    (written) => {
      expect(likeness(written, ZHANG)).toBeNull();
    },
  );

  test('a given name speaks for its person, a number of one digit for nobody', () => {
    expect(likeness('建国', person('1', '张建国'))).toBe('part');
    expect(likeness('1号', person('1', '张建国'))).toBeNull();
  });
});

test('sounds that are easily confused: zh and z, a final g', () => {
  expect(likeness('张印', person('1', '张颖'))).toBe('near_sound');
  expect(likeness('陈自明', person('1', '陈志明'))).toBe('near_sound');
  expect(likeness('赵云', person('1', '张颖'))).toBeNull();
});

test('the surest first, each person once, few of them', () => {
  expect(likelyPersons('章伟', ROSTER).map(({ person: { name }, by }) => [name, by])).toEqual([
    ['张伟', 'sound'],
    ['章薇', 'sound'],
  ]);
  expect(likelyPersons('张师傅', ROSTER).map(({ person: { name } }) => name)).toEqual([
    '张伟',
    '张建国',
  ]);
  expect(likelyPersons('赵刚', ROSTER)).toEqual([]);
  const many = Array.from({ length: 9 }, (_, i) =>
    person(`E1${i}`, `王${'一二三四五六七八九'[i]}`),
  );
  expect(likelyPersons('王工', many)).toHaveLength(4);
});
