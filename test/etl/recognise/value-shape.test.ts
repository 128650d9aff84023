import { describe, expect, test } from 'vitest';
import { fieldsOfShape, NOTHING_KNOWN, shapeOf } from '#etl/recognise/value-shape.ts';
import type { Cell } from '#etl/types.ts';

const shape = (cells: readonly Cell[], known = NOTHING_KNOWN) =>
  shapeOf(cells, known)?.shape ?? null;

describe('the shape of a column', () => {
  test.each<[string, readonly Cell[], string | null]>([
    ['mobile numbers', ['13800138000', '１３９００１３９０００', 15012345678], 'phone'],
    [
      'land lines',
      ['0571-88881234', '010 62345678', '（0571）88881234', '021-63219876转8'],
      'phone',
    ],
    ['dates with a time', ['2026-10-03 14:30', '2026年10月3日14时30分', '10月3日 9:00'], 'time'],
    [
      'formatted serials',
      [1, 2, 3].map((n) => ({ serial: 46000 + n / 4, text: '2025-12-09 06:00' })),
      'time',
    ],
    ['dates', ['2026-10-03', '2026.10.4', '2026年10月5日'], 'date'],
    ['satisfaction in words', ['满意', '非常满意', '一般', '不满意'], 'satisfaction'],
    ['stars', ['★★★★', '★★★★★', '★★★'], 'satisfaction'],
    ['warranty', ['保内', '保外', '协议', '在保'], 'warranty'],
    ['resolutions', ['上门', '电话指导', '现场'], 'resolution'],
    ['regions', ['市区', '外地', '市内'], 'region'],
    ['yes and no', ['是', '否', '√', '×'], 'yes_no'],
    ['amounts', ['¥1,200.50', '80元', '0.00'], 'money'],
    // Plain numbers may be anything: quantities, serials, scores.
    ['whole numbers', [3, 4, 5, 12], null],
    ['packed digits', ['20261003', '20261004', '20261005'], null],
    ['remarks', ['电话打不通，明天再上门', '已上门，缺件', '电话已回'], null],
    ['names of strangers', ['张伟', '李娜', '王强'], null],
    ['two values are no shape', ['2026-10-03 14:30', '2026-10-04 14:30'], null],
    ['one cell in five that is something else', ['是', '否', '是', '否', '待定吧'], null],
  ])('%s', (_, cells, expected) => {
    expect(shape(cells)).toBe(expected);
  });

  test('blank cells and formula errors do not count', () => {
    expect(shapeOf(['保内', null, '', '/', { error: '#N/A' }, '保外', '保内'])).toEqual({
      shape: 'warranty',
      share: 1,
      filled: 3,
    });
  });

  test('names on the roster: most, not all', () => {
    const names = new Set(['王强', '小王', 'A02']);
    expect(shape(['王强', '王 强', '赵云', 'A02', '小王'], { names, ticketNos: new Set() })).toBe(
      'name',
    );
    expect(shape(['王强', '赵云', '孙七', '周八'], { names, ticketNos: new Set() })).toBeNull();
  });

  test('numbers of stored tickets, among them some not imported yet', () => {
    const ticketNos = new Set(['BX001', 'BX002']);
    expect(shape(['BX001', 'ＢＸ002', 'BX999'], { names: new Set(), ticketNos })).toBe('ticket_no');
  });
});

describe('fields of a shape', () => {
  const found = { share: 1, filled: 9 };

  test('required fields come first, taken ones not at all', () => {
    const fields = fieldsOfShape(
      { ...found, shape: 'time' },
      ['ticket'],
      new Set(['ticket.answered_at']),
    ).map((one) => one.field);
    expect(fields[0]).toBe('ticket.reported_at');
    expect(fields).toContain('ticket.dispatched_at');
    expect(fields).not.toContain('ticket.answered_at');
  });

  test('a phone is a phone and a ticket number a ticket number, though both are codes', () => {
    const of = (shape: 'phone' | 'ticket_no') =>
      fieldsOfShape({ ...found, shape }, ['ticket', 'receipt'], new Set()).map((one) => one.field);
    expect(of('phone')).toEqual(['ticket.phone']);
    expect(of('ticket_no')).toEqual(['receipt.ticket_no', 'ticket.ticket_no']);
  });
});
