/** What a person decided about a sheet outranks what its headers say. */
import { describe, expect, test } from 'vitest';
import { mapped, problemCodes, recognise, sheetOf } from './sheet.ts';

const HEADER = ['单号', '客户姓名', '报修时间', '登记时间', '故障现象'];
const ROW = ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:30', '漏水'];

describe('columns', () => {
  test('a chosen column outranks the alias, which is then unused and said so', () => {
    const recognised = recognise(sheetOf(HEADER, ROW), {
      choices: { columns: { D: 'reported_at' } },
    });
    expect(mapped(recognised)).toMatchObject({ 登记时间: 'ticket.reported_at' });
    expect(recognised.columns[3]?.targets[0]?.why).toBe('chosen');
    expect(problemCodes(recognised)).toEqual(['lower_rank_unused']);
    expect(recognised.problems[0]).toMatchObject({
      fields: ['ticket.reported_at'],
      columns: [3],
    });
  });

  test('null leaves a column out', () => {
    const recognised = recognise(sheetOf(HEADER, ROW), { choices: { columns: { E: null } } });
    expect(mapped(recognised)).not.toHaveProperty('故障现象');
    expect(recognised.unmapped).toEqual(['登记时间', '故障现象']);
  });

  test('a choice outranks the mapping last confirmed', () => {
    const recognised = recognise(sheetOf(HEADER, ROW), {
      remembered: () => ({
        单号: [{ kind: 'ticket', field: 'ticket_no' }],
        客户姓名: [{ kind: 'ticket', field: 'customer_name' }],
        报修时间: [{ kind: 'ticket', field: 'reported_at' }],
        登记时间: [],
        故障现象: [{ kind: 'ticket', field: 'fault' }],
      }),
      choices: { columns: { C: null, D: 'ticket.reported_at' } },
    });
    expect(mapped(recognised)).toMatchObject({
      登记时间: 'ticket.reported_at',
      单号: 'ticket.ticket_no',
    });
    expect(problemCodes(recognised)).toEqual([]);
    expect(recognised.columns.map((column) => column.targets[0]?.why ?? null)).toEqual([
      'remembered',
      'remembered',
      null,
      'chosen',
      'remembered',
    ]);
  });

  test('a column without a header can be chosen', () => {
    const recognised = recognise(
      sheetOf(['单号', '客户姓名', '报修时间'], [...ROW.slice(0, 3), '漏水']),
      { choices: { columns: { D: 'fault' } } },
    );
    expect(mapped(recognised)).toMatchObject({ '@D': 'ticket.fault' });
  });

  test('two columns chosen for one field still ask', () => {
    const recognised = recognise(sheetOf(HEADER, ROW), {
      choices: { columns: { A: 'fault', B: 'fault', C: 'reported_at' } },
    });
    expect(problemCodes(recognised)).toContain('two_columns_one_field!');
  });

  test('a field that does not exist is refused, naming the column', () => {
    const recognised = recognise(sheetOf(HEADER, ROW), { choices: { columns: { D: 'nonsense' } } });
    expect(problemCodes(recognised)).toEqual(['unknown_mapping_field!']);
    expect(recognised.problems[0]?.message).toContain('「D」');
  });

  test('a column sent to a field of another kind brings that kind in', () => {
    const recognised = recognise(sheetOf([...HEADER, '到'], [...ROW, '2026-10-01 11:00']), {
      choices: { columns: { F: 'receipt.arrived_at' } },
    });
    expect(recognised.kinds).toEqual(['ticket', 'receipt']);
    expect(mapped(recognised).单号).toBe('ticket.ticket_no receipt.ticket_no');
  });
});

describe('kinds, header and leaving out', () => {
  test('kinds stand as chosen, the leading one first', () => {
    const recognised = recognise(sheetOf(HEADER, ROW), {
      choices: { kinds: ['receipt', 'ticket'] },
    });
    expect(recognised.kinds).toEqual(['receipt', 'ticket']);
  });

  test('a header row that no alias would find', () => {
    const rows = sheetOf(['十月的单子'], ['甲', '乙', '丙'], ['BX001', '张伟', '2026-10-01 09:00']);
    expect(recognise(rows).kinds).toEqual([]);
    const recognised = recognise(rows, {
      choices: {
        kinds: ['ticket'],
        header: { top: 2, bottom: 2 },
        columns: { A: 'ticket_no', B: 'customer_name', C: 'reported_at' },
      },
    });
    expect(recognised).toMatchObject({
      kinds: ['ticket'],
      headerTop: 2,
      headerRow: 2,
      titles: ['十月的单子'],
    });
    expect(problemCodes(recognised)).toEqual([]);
  });

  test('three header rows: the upper ones are read as one', () => {
    const rows = sheetOf(
      ['', '', '时间', ''],
      ['单号', '客户', '报修', '派工'],
      ['', '姓名', '', ''],
      ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:10'],
    );
    const recognised = recognise(rows, { choices: { header: { top: 1, bottom: 3 } } });
    expect(recognised).toMatchObject({ headerTop: 1, headerRow: 3 });
    expect(recognised.columns.map((column) => column.header)).toContain('客户姓名');
  });

  test('a header row below the rows at hand is none', () => {
    const recognised = recognise(sheetOf(HEADER, ROW), {
      choices: { header: { top: 90, bottom: 90 } },
    });
    expect(recognised.kinds).toEqual([]);
  });

  test('a sheet left out feeds nothing and has no problems, but is known', () => {
    const recognised = recognise(sheetOf(HEADER.slice(0, 2), ROW), { choices: { leaveOut: true } });
    expect(recognised.kinds).toEqual([]);
    expect(recognised.problems).toEqual([]);
    const complete = recognise(sheetOf(HEADER, ROW), { choices: { leaveOut: true } });
    expect(complete.columns.map((column) => column.targets.length)).toEqual([0, 0, 0, 0, 0]);
    expect(complete.headerRow).toBe(1);
  });
});

describe('taken by the shape of the values', () => {
  const header = ['单号', '客户姓名', '几点', '派工时间', '故障现象', '内勤'];
  const rows = (reported: readonly string[], other: readonly string[] = []) =>
    sheetOf(
      [...header, '备查'],
      ...reported.map((at, i) => [
        `BX00${i}`,
        '张伟',
        at,
        `2026-10-0${i + 1} 10:00`,
        '漏水',
        '李娜',
        other[i] ?? '',
      ]),
    );
  const three = ['2026-10-01 09:00', '2026-10-02 09:00', '2026-10-03 09:00'];

  test('a required time with one candidate is taken, and it is said', () => {
    const recognised = recognise(rows(three));
    expect(mapped(recognised).几点).toBe('ticket.reported_at');
    expect(recognised.columns[2]?.targets[0]?.why).toBe('value_shape');
    expect(problemCodes(recognised)).toEqual(['taken_by_shape']);
    expect(recognised.problems[0]?.message).toContain('「几点」');
  });

  test('two candidates: a person decides', () => {
    const recognised = recognise(rows(three, three));
    expect(problemCodes(recognised)).toEqual(['missing_required!']);
  });

  test('times after the dispatch are no report', () => {
    const recognised = recognise(
      rows(['2026-10-01 11:00', '2026-10-02 11:00', '2026-10-03 11:00']),
    );
    expect(problemCodes(recognised)).toEqual(['missing_required!']);
  });

  test('too few values tell nothing', () => {
    expect(problemCodes(recognise(rows(three.slice(0, 2))))).toEqual(['missing_required!']);
  });

  test('a column that a person left out stays out', () => {
    const recognised = recognise(rows(three), { choices: { columns: { C: null } } });
    expect(problemCodes(recognised)).toEqual(['missing_required!']);
  });
});
