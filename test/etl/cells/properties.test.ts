/**
 * What holds for every cell reader, whatever stands in the cell: a value or a reason and never an exception, no NaN, no
 * 1899 and no 1970; every listed spelling comes back as what was meant; a reading is the same when its own text is read.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysFromCivil, isoDay, isoMoment, microsOf } from '#etl/cells/calendar.ts';
import { readDate } from '#etl/cells/date.ts';
import { plainNumber } from '#etl/cells/fold.ts';
import { type PlainFieldType, READERS } from '#etl/cells/index.ts';
import type { CellReading, ReadContext } from '#etl/cells/reading.ts';
import { readTime, type TimeReading } from '#etl/cells/time.ts';
import type { Cell } from '#etl/types.ts';
import { contextOf } from './context.ts';

fc.configureGlobal({ seed: 20_261_001, numRuns: 500 });

const TYPES = Object.keys(READERS) as PlainFieldType[];

/** Fields that make a reader behave differently, by type. */
const FIELDS: Partial<Record<PlainFieldType, readonly string[]>> = {
  money: ['charge', 'unit_price', 'monthly_wage', 'amount'],
  number: ['distance_km', 'quantity', 'hours', 'visit'],
  code: ['ticket_no', 'part_no', 'phone', 'model'],
  person: ['technician'],
  refused: ['dispatch_refused'],
};

const contexts = (type: PlainFieldType): fc.Arbitrary<ReadContext> =>
  fc.record({
    field: fc.constantFrom(...(FIELDS[type] ?? [type])),
    header: fc.constantFrom('', '服从派工', '拒绝派工', '是否质保'),
    date1904: fc.boolean(),
    satisfactionScale: fc.constantFrom(5 as const, 100 as const),
  });

/** Pieces that cells are made of, so that texts are often nearly right. */
const PIECES = [
  ...'0123456789０５９.．,，:：-－/／~ \t　\u00a0\u200b年月日时点分秒上下午凌晨号元圆角万折%％¥￥+*★☆□☑√×✓()（）"\'=',
  ...[
    '2026',
    '1970',
    '1899',
    '10月',
    '3日',
    '14:30',
    '24:00',
    '下午',
    '上午12',
    '中午',
    'T',
    'Z',
    '+08:00',
  ],
  ...[
    '免费',
    '满意',
    '不',
    '非常',
    '未',
    '已',
    '是',
    '否',
    '无',
    '合格',
    '公里',
    '个',
    '小时',
    '差',
    '优',
  ],
  ...[
    '上门',
    '电话',
    '市区',
    '保内',
    '协议',
    '有费',
    '轻',
    '严重',
    '迟到',
    '第6条',
    '技术',
    '同意',
    '拒绝',
  ],
  ...[
    'constructor',
    '__proto__',
    'NaN',
    'Infinity',
    '1e308',
    '1E+10',
    '0x10',
    '#N/A',
    'NULL',
    'TRUE',
    '\0',
    '\ud800',
    '🙂',
    '〃',
  ],
];

const texts: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((list) => list.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
  { weight: 1, arbitrary: fc.double().map(String) },
);
const numbers: fc.Arbitrary<number> = fc.oneof(
  fc.double(),
  fc.double({ min: -10, max: 100_000, noNaN: true }),
  fc.integer(),
  fc.constantFrom(
    0,
    -0,
    60,
    25_569,
    36_526,
    73_415,
    20_261_003,
    202_610_031_430,
    1e15,
    1e308,
    5e-324,
  ),
);
const cells: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 6, arbitrary: texts },
  { weight: 3, arbitrary: numbers },
  {
    weight: 1,
    arbitrary: fc.record({
      serial: numbers,
      text: fc.constantFrom('2026-10-03', '14:30', '1900-01-00'),
    }),
  },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.record({ error: fc.constantFrom('#N/A', '#REF!', '') }) },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** 1990-01-01 and 2101-01-01, microseconds since 1970: 7,305 and 47,847 days. */
const EARLIEST = 7_305 * 86_400 * 1e6;
const LATEST = 47_847 * 86_400 * 1e6;

function checkTime(reading: CellReading<TimeReading>): void {
  if (!reading.ok || reading.value === null) return;
  const time = reading.value;
  switch (time.kind) {
    case 'moment':
      expect(Number.isSafeInteger(time.micros)).toBe(true);
      expect(time.micros).toBeGreaterThanOrEqual(EARLIEST);
      // 24:00 of the last day is the first moment after it.
      expect(time.micros).toBeLessThanOrEqual(LATEST);
      break;
    case 'clock':
      checkSeconds(time.seconds);
      break;
    case 'year_less':
      expect(isoDay(daysFromCivil(2000, time.month, time.day))).toBe(
        `2000-${String(time.month).padStart(2, '0')}-${String(time.day).padStart(2, '0')}`,
      );
      if (time.seconds !== null) checkSeconds(time.seconds);
  }
}

function checkSeconds(seconds: number): void {
  expect(Number.isInteger(seconds)).toBe(true);
  expect(Object.is(seconds, -0)).toBe(false);
  expect(seconds).toBeGreaterThanOrEqual(0);
  expect(seconds).toBeLessThanOrEqual(86_400);
}

describe('whatever stands in the cell', () => {
  test.each(TYPES)('%s: a value or a reason', (type) => {
    fc.assert(
      fc.property(cells, contexts(type), (cell, context) => {
        const reading = READERS[type](cell, context);
        if (!reading.ok) {
          expect(reading.code).toMatch(/^[a-z_]+$/);
          return;
        }
        const { value } = reading;
        if (typeof value === 'number') {
          expect(Number.isFinite(value)).toBe(true);
          expect(Object.is(value, -0)).toBe(false);
        }
        if (typeof value === 'string') expect(value.trim()).not.toBe('');
        // A blank cell never becomes a value.
        if (cell === null) expect(value).toBe(null);
      }),
    );
  });

  test('time: within 1990 to 2100, a clock, a day of a year, or a reason', () => {
    fc.assert(
      fc.property(cells, fc.boolean(), (cell, date1904) => {
        checkTime(readTime(cell, contextOf({ date1904 })));
      }),
    );
  });

  test('date: within 1990 to 2100, a day of a year, or a reason', () => {
    fc.assert(
      fc.property(cells, fc.boolean(), (cell, date1904) => {
        const reading = readDate(cell, contextOf({ date1904 }));
        if (!reading.ok || reading.value === null || reading.value.kind !== 'day') return;
        expect(Number.isSafeInteger(reading.value.days)).toBe(true);
        expect(reading.value.days).toBeGreaterThanOrEqual(7_305);
        expect(reading.value.days).toBeLessThanOrEqual(47_847);
      }),
    );
  });

  test.each([...TYPES, 'time' as const])('%s: long texts take no time', (type) => {
    for (const piece of [
      '5-',
      '(',
      '1',
      ' ',
      '2026-',
      '年',
      '☑满意',
      '无',
      '1,000',
      '\t.',
      'a1+',
    ]) {
      const cell = piece.repeat(32_767 / piece.length);
      const started = performance.now();
      if (type === 'time') readTime(cell, contextOf());
      else READERS[type](cell, contextOf({ field: FIELDS[type]?.[0] ?? type }));
      // Milliseconds on any machine unless a pattern tries every way to read the text.
      expect(performance.now() - started, piece).toBeLessThan(1_000);
    }
  });
});

/** ASCII as a Chinese keyboard writes it in full width. */
function fullWidth(text: string): string {
  return text
    .replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
    .replaceAll(' ', '\u3000');
}

/** Types whose words and figures may be written in either width; free text and names are kept as written. */
const EITHER_WIDTH = TYPES.filter((type) => !['text', 'person', 'role'].includes(type));

describe('width and spaces', () => {
  test.each(EITHER_WIDTH)('%s: full width reads as half width', (type) => {
    fc.assert(
      fc.property(texts, contexts(type), (text, context) => {
        expect(READERS[type](fullWidth(text), context)).toEqual(READERS[type](text, context));
      }),
    );
  });

  test('time: full width reads as half width', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(readTime(fullWidth(text), contextOf())).toEqual(readTime(text, contextOf()));
      }),
    );
  });

  const blanks = fc
    .array(fc.constantFrom(' ', '\t', '\u00a0', '\u3000', '\u200b', '\r\n', '\ufeff'), {
      maxLength: 3,
    })
    .map((list) => list.join(''));

  test.each(TYPES)('%s: spaces around it say nothing', (type) => {
    fc.assert(
      fc.property(blanks, texts, blanks, contexts(type), (before, text, after, context) => {
        expect(READERS[type](before + text + after, context)).toEqual(READERS[type](text, context));
      }),
    );
  });

  test('time: spaces around it say nothing', () => {
    fc.assert(
      fc.property(blanks, texts, blanks, (before, text, after) => {
        expect(readTime(before + text + after, contextOf())).toEqual(readTime(text, contextOf()));
      }),
    );
  });
});

/** How a value of each type is written when it is shown: in the words of the type's own codes. */
function written(type: PlainFieldType, value: string | number | boolean): Cell {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'string') return value;
  if (type === 'money') return fenText(value);
  return type === 'percent' ? `${plainNumber(value)}%` : plainNumber(value);
}

/** Fen as yuan with two decimals. */
function fenText(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

describe('what was read, written down and read again, is the same', () => {
  test.each(TYPES)('%s', (type) => {
    fc.assert(
      fc.property(cells, contexts(type), (cell, context) => {
        const first = READERS[type](cell, context);
        if (!first.ok || first.value === null) return;
        // A score is shown on the scale of five; whether a technician refused, as the question of that name asks it.
        const shown = { ...context, satisfactionScale: 5 as const, header: '拒绝派工' };
        const again = READERS[type](written(type, first.value), shown);
        expect(again.ok && again.value).toEqual(first.value);
      }),
    );
  });

  test('time', () => {
    fc.assert(
      fc.property(cells, fc.boolean(), (cell, date1904) => {
        const first = readTime(cell, contextOf({ date1904 }));
        if (!first.ok || first.value?.kind !== 'moment' || first.value.micros >= LATEST) return;
        const { micros, precision } = first.value;
        const text = precision === 'day' ? isoMoment(micros).slice(0, 10) : isoMoment(micros);
        expect(readTime(text, contextOf())).toEqual(first);
      }),
    );
  });

  test('date', () => {
    fc.assert(
      fc.property(cells, (cell) => {
        const first = readDate(cell, contextOf());
        if (!first.ok || first.value?.kind !== 'day' || first.value.days >= 47_847) return;
        expect(readDate(isoDay(first.value.days), contextOf())).toEqual(first);
      }),
    );
  });
});

/** A minute between 1990 and 2100. */
const moments = fc
  .record({
    year: fc.integer({ min: 1990, max: 2100 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
  })
  .map((parts) => ({
    ...parts,
    // Howard Hinnant's algorithm is what is under test; the platform's calendar is the other opinion.
    micros: Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute) * 1000,
    dayMicros: Date.UTC(parts.year, parts.month - 1, parts.day) * 1000,
  }));
type Moment = typeof moments extends fc.Arbitrary<infer T> ? T : never;
const two = (value: number): string => String(value).padStart(2, '0');

/** Every spelling of a time that forms.md lists, and those that files have beside them. */
const TIME_SPELLINGS: Readonly<Record<string, (m: Moment) => Cell>> = {
  '2026-10-03 14:30': (m) =>
    `${m.year}-${two(m.month)}-${two(m.day)} ${two(m.hour)}:${two(m.minute)}`,
  '2026-10-03 14:30:00': (m) =>
    `${m.year}-${two(m.month)}-${two(m.day)} ${two(m.hour)}:${two(m.minute)}:00`,
  '2026-10-03T14:30:00': (m) =>
    `${m.year}-${two(m.month)}-${two(m.day)}T${two(m.hour)}:${two(m.minute)}:00`,
  '2026/10/3 14:30': (m) => `${m.year}/${m.month}/${m.day} ${m.hour}:${two(m.minute)}`,
  '2026.10.3 14:30': (m) => `${m.year}.${m.month}.${m.day} ${m.hour}:${two(m.minute)}`,
  '20261003 1430': (m) => `${m.year}${two(m.month)}${two(m.day)} ${two(m.hour)}${two(m.minute)}`,
  '2026年10月3日 14:30': (m) => `${m.year}年${m.month}月${m.day}日 ${m.hour}:${two(m.minute)}`,
  '2026年10月3日14时30分': (m) => `${m.year}年${m.month}月${m.day}日${m.hour}时${m.minute}分`,
  '2026年10月3日 下午2:30': (m) => {
    const period = m.hour < 12 ? '上午' : '下午';
    return `${m.year}年${m.month}月${m.day}日 ${period}${m.hour % 12 === 0 ? 12 : m.hour % 12}:${two(m.minute)}`;
  },
  '２０２６－１０－０３　１４：３０': (m) =>
    fullWidth(`${m.year}-${two(m.month)}-${two(m.day)} ${two(m.hour)}:${two(m.minute)}`),
  // Days from 1899-12-30, as a double: half a minute is far more than what it loses.
  'a serial of the 1900 system': (m) => m.micros / 86_400e6 + 25_569,
};

describe('listed spellings', () => {
  test.each(Object.entries(TIME_SPELLINGS))('time as %s', (_, spell) => {
    fc.assert(
      fc.property(moments, (moment) => {
        const reading = readTime(spell(moment), contextOf());
        const isDay = moment.hour + moment.minute === 0 && typeof spell(moment) === 'number';
        expect(reading).toEqual({
          ok: true,
          value: { kind: 'moment', micros: moment.micros, precision: isDay ? 'day' : 'minute' },
          warning: null,
        });
      }),
    );
  });

  test('time as a serial of the 1904 system', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        // 24,107 days from 1904-01-01 to 1970-01-01.
        const serial = moment.micros / 86_400e6 + 24_107;
        fc.pre(serial >= 10_000);
        const cell = { serial, text: '14:30' };
        const reading = readTime(cell, contextOf({ date1904: true }));
        expect(reading.ok && reading.value).toEqual({
          kind: 'moment',
          micros: moment.micros,
          precision: 'minute',
        });
      }),
    );
  });

  test('time of the day, and of a year that the row must tell', () => {
    fc.assert(
      fc.property(moments, ({ month, day, hour, minute }) => {
        const seconds = hour * 3600 + minute * 60;
        expect(readTime(`${hour}:${two(minute)}`, contextOf())).toMatchObject({
          value: { kind: 'clock', seconds },
        });
        expect(readTime(`${month}月${day}日 ${hour}:${two(minute)}`, contextOf())).toMatchObject({
          value: { kind: 'year_less', month, day, seconds },
        });
        expect(readTime(`${month}月${day}日`, contextOf())).toMatchObject({
          value: { kind: 'year_less', month, day, seconds: null },
        });
      }),
    );
  });

  test('24:00 is the next day', () => {
    fc.assert(
      fc.property(moments, ({ year, month, day, dayMicros }) => {
        expect(readTime(`${year}-${month}-${day} 24:00`, contextOf())).toMatchObject({
          value: { micros: dayMicros + 86_400e6, precision: 'minute' },
        });
      }),
    );
  });

  test('date, with and without a clock beside it', () => {
    fc.assert(
      fc.property(moments, ({ year, month, day, dayMicros }) => {
        const days = dayMicros / 86_400e6;
        expect(microsOf(days, 0)).toBe(dayMicros);
        for (const text of [
          `${year}-${two(month)}-${two(day)}`,
          `${year}/${month}/${day}`,
          `${year}.${month}.${day}`,
          `${year}${two(month)}${two(day)}`,
          `${year}年${month}月${day}日`,
          `${year}年${month}月${day}日 14:30`,
        ]) {
          expect(readDate(text, contextOf()), text).toMatchObject({ value: { kind: 'day', days } });
        }
      }),
    );
  });

  const fen = fc.integer({ min: 0, max: 10_000_000_000 });
  test('money', () => {
    fc.assert(
      fc.property(fen, (amount) => {
        const text = fenText(amount);
        const [whole = '', part = ''] = text.split('.');
        const grouped = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${part}`;
        for (const cell of [
          text,
          `¥${grouped}`,
          `￥${text}`,
          `${grouped}元`,
          fullWidth(`${text}元`),
          ` ${text} 元`,
          `RMB ${text}`,
          amount / 100,
        ]) {
          expect(READERS.money(cell, contextOf()), String(cell)).toEqual({
            ok: true,
            value: amount,
            warning: null,
          });
        }
        // A part of a fen is an error, never rounded.
        expect(READERS.money(`${text}1`, contextOf())).toEqual({
          ok: false,
          code: 'too_many_decimals',
        });
      }),
    );
    expect(READERS.money('免费', contextOf())).toMatchObject({ value: 0 });
  });

  test('satisfaction', () => {
    const listed: readonly (readonly [score: number, spellings: readonly Cell[]])[] = [
      [5, ['非常满意', 5, '5', '５', '5分', '★★★★★', '优']],
      [4, ['满意', 4, '4', '４分', '★★★★', '良']],
      [3, ['一般', '基本满意', 3, '3', '★★★', '中']],
      [2, ['不满意', 2, '2分', '★★', '差']],
      [1, ['很不满意', '非常不满意', 1, '1分', '★']],
    ];
    for (const [score, spellings] of listed) {
      for (const cell of spellings) {
        expect(READERS.satisfaction(cell, contextOf()), String(cell)).toMatchObject({
          value: score,
        });
      }
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (score) => {
        // ≥ 90, ≥ 80, ≥ 60, ≥ 40 of a hundred.
        const value = 1 + [40, 60, 80, 90].filter((least) => score >= least).length;
        const context = contextOf({ satisfactionScale: 100 });
        for (const cell of [score, String(score), `${score}分`, fullWidth(String(score))]) {
          expect(READERS.satisfaction(cell, context)).toMatchObject({ value });
        }
      }),
    );
  });

  test('yes and no', () => {
    const yes = [
      '是',
      '有',
      '对',
      '√',
      '✓',
      'Y',
      'y',
      '1',
      'Ｙ',
      '１',
      '同意',
      '属实',
      '查实',
      '合格',
      '正常',
    ];
    const no = ['否', '×', '✗', 'N', 'n', '0', 'Ｎ'];
    for (const text of yes)
      expect(READERS.yes_no(text, contextOf()), text).toMatchObject({ value: true });
    for (const text of no)
      expect(READERS.yes_no(text, contextOf()), text).toMatchObject({ value: false });
    const verbs = fc.constantFrom('收', '付款', '签字', '接通', '解决', '同意', '属实', '合格');
    fc.assert(
      fc.property(verbs, fc.constantFrom('不', '未', '没'), (verb, denied) => {
        expect(READERS.yes_no(`已${verb}`, contextOf())).toMatchObject({ value: true });
        expect(READERS.yes_no(`${denied}${verb}`, contextOf())).toMatchObject({ value: false });
      }),
    );
  });

  test('number, with the unit of its field', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9_999_999, max: 9_999_999 }),
        fc.integer({ min: 0, max: 99 }),
        (whole, part) => {
          fc.pre(whole !== 0);
          const text = `${whole}.${two(part)}`;
          const value = Number(text);
          for (const cell of [text, fullWidth(text), `${text} 公里`, `${text}km`, value]) {
            const context = contextOf({ field: 'distance_km' });
            expect(READERS.number(cell, context), String(cell)).toEqual({
              ok: true,
              value,
              warning: null,
            });
          }
          // Metres are no kilometres.
          expect(READERS.number(`${text}米`, contextOf({ field: 'distance_km' })).ok).toBe(false);
        },
      ),
    );
  });

  test('percent off, written as a percentage or as 折', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), (off) => {
        const share = 100 - off;
        // 85折 is 15 off; 9折 and 90折 are 10 off.
        const price = share % 10 === 0 ? share / 10 : share;
        const spellings: Cell[] = [`${off}%`, fullWidth(`${off}%`), `${off} %`];
        if (share >= 10) spellings.push(`${share}折`, `${price}折`);
        for (const cell of spellings) {
          expect(READERS.percent(cell, contextOf()), String(cell)).toMatchObject({ value: off });
        }
        // What Excel stores for 10 % is 0.1: read, and said. 0.9 is as well said for 九折: nobody can know.
        expect(READERS.percent(off / 100, contextOf())).toEqual(
          off > 50
            ? { ok: false, code: 'ambiguous_discount' }
            : { ok: true, value: off, warning: 'percent_from_fraction' },
        );
        if (share >= 10) {
          // Under 折扣(折) the bare number is what is still paid.
          expect(READERS.percent(price, contextOf({ unit: '折' }))).toMatchObject({ value: off });
        }
      }),
    );
  });

  test('codes lose nothing', () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,14}$/);
    fc.assert(
      fc.property(digits, (code) => {
        for (const cell of [
          code,
          Number(code),
          fullWidth(code),
          `'${code}`,
          `="${code}"`,
          ` ${code}\u3000`,
        ]) {
          expect(READERS.code(cell, contextOf({ field: 'ticket_no' })), String(cell)).toMatchObject(
            {
              value: code,
            },
          );
        }
        // A zero in front is part of the code.
        expect(READERS.code(`00${code}`, contextOf({ field: 'part_no' }))).toMatchObject({
          value: `00${code}`,
        });
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{1,3}-?\d{1,10}[A-Z]?$/), (code) => {
        // NA and N/A are blanks, all others codes.
        expect(READERS.code(fullWidth(code), contextOf({ field: 'model' }))).toMatchObject({
          value: code,
        });
      }),
    );
  });

  test('persons are kept as written, employee numbers in plain digits', () => {
    fc.assert(
      fc.property(fc.constantFrom('张伟', '李 娜', '欧阳 锋', 'Wang Fang'), (name) => {
        expect(READERS.person(` ${name}\u3000`, contextOf())).toMatchObject({ value: name });
      }),
    );
    expect(READERS.person(1_001, contextOf())).toMatchObject({ value: '1001' });
  });

  test.each(TYPES)('%s: what counts as blank', (type) => {
    for (const mark of ['空', '-', '/', '—', 'N/A', '', '  ', '\u3000', '－', '／']) {
      expect(READERS[type](mark, contextOf({ field: FIELDS[type]?.[0] ?? type })), mark).toEqual({
        ok: true,
        value: null,
        warning: null,
      });
    }
  });
});
