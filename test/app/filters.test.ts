/** URLs: what is read from them is typed or refused; what is written leads back to the same filter. */
import { describe, expect, test } from 'vitest';
import { overviewLink, ticketLink, ticketsLink } from '#app/filters/links.ts';
import { neighbours, shiftMonth } from '#app/filters/month.ts';
import {
  monthParam,
  overviewParams,
  requiredMonthParam,
  ticketFilterParams,
} from '#app/filters/params.server.ts';
import { nextSort, parseSort, sortTickets } from '#app/filters/sort.ts';
import { fixtureDesk, MONTH } from './fixture-desk.ts';

const url = (search: string) => new URL(`http://desk.test/tickets${search}`);

/** The refusal thrown, or null. */
async function refusal(read: () => unknown): Promise<{ status: number; parameter: string } | null> {
  try {
    read();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Response)) throw thrown;
    return { status: thrown.status, parameter: (await thrown.json()).parameter };
  }
}

describe('months', () => {
  test.each([
    ['2026-01', -1, '2025-12'],
    ['2026-12', 1, '2027-01'],
    ['2026-10', -12, '2025-10'],
    ['2026-10', 0, '2026-10'],
  ])('%s by %d is %s', (month, by, shifted) => expect(shiftMonth(month, by)).toBe(shifted));

  test('the arrows pass over months without data', () => {
    const months = ['2026-07', '2026-10', '2026-11'];
    expect(neighbours('2026-10', months)).toEqual({ before: '2026-07', after: '2026-11' });
    expect(neighbours('2026-07', months)).toEqual({ before: null, after: '2026-10' });
    expect(neighbours('2026-09', months)).toEqual({ before: '2026-07', after: '2026-10' });
  });

  test.each(['2026-13', '2026-00', '2026-1', '202610', '', '2026-10-01', "2026-10'--"])(
    'month %o is refused with 400',
    async (text) => {
      const asked = url(`?month=${encodeURIComponent(text)}`);
      expect(await refusal(() => monthParam(asked))).toEqual({ status: 400, parameter: 'month' });
    },
  );

  test('no month is no error for a page and one for the API', async () => {
    expect(monthParam(url(''))).toBeNull();
    expect(await refusal(() => requiredMonthParam(url('')))).toEqual({
      status: 400,
      parameter: 'month',
    });
  });
});

describe('the overview', () => {
  test('a link reads back as what is looked at', () => {
    const looks = [
      { scope: {}, compared: 'month' },
      { scope: { technician: '李强 & 赵刚', region: 'urban' }, compared: 'year' },
      { scope: { resolution: 'unknown', warranty: '–' }, compared: 'month' },
    ] as const;
    for (const look of looks) {
      const link = new URL(overviewLink(MONTH, look.scope, look.compared), 'http://desk.test');
      expect(overviewParams(link)).toEqual(look);
      expect(monthParam(link)).toBe(MONTH);
    }
  });

  test('what cannot be looked at is refused', async () => {
    expect(await refusal(() => overviewParams(url('?compare=decade')))).toEqual({
      status: 400,
      parameter: 'compare',
    });
    expect(await refusal(() => overviewParams(url('?resolution=magic')))).toEqual({
      status: 400,
      parameter: 'resolution',
    });
  });
});

describe('the list of tickets', () => {
  test('a link reads back as the filter it was made from', () => {
    const filters = [
      {},
      { stage: 'arrival', state: 'breached' },
      { list: 'repeats', product: '双头灶', fault: '点火故障 & 100%' },
      { weekday: 7, hour: 0, person: '李强' },
      { region: '–', technician: '李强', product: '蒸柜', warranty: 'in', resolution: 'phone' },
    ] as const;
    for (const filter of filters) {
      const link = new URL(ticketsLink(MONTH, filter), 'http://desk.test');
      expect(ticketFilterParams(link)).toEqual(filter);
      expect(monthParam(link)).toBe(MONTH);
    }
  });

  test.each([
    ['?stage=lunch', 'stage'],
    ['?state=tardy', 'state'],
    ['?weekday=8', 'weekday'],
    ['?hour=24', 'hour'],
    ['?hour=1.5', 'hour'],
    ['?list=a;drop', 'list'],
    [`?person=${'x'.repeat(201)}`, 'person'],
    ['?region=north', 'region'],
    ['?warranty=yes', 'warranty'],
  ])('%s is refused', async (search, parameter) => {
    expect(await refusal(() => ticketFilterParams(url(search)))).toEqual({
      status: 400,
      parameter,
    });
  });

  test('numbers of tickets survive the address', () => {
    const no = '2026/10 #1 张?';
    expect(decodeURIComponent(ticketLink(no).slice('/tickets/'.length))).toBe(no);
  });

  test('order: missing values stand last both ways, ties by number', async () => {
    const rows = (
      await fixtureDesk().tickets({ month: MONTH, stage: 'arrival', state: 'breached' })
    ).slice(7, 11);
    const minutes = (text: string) =>
      sortTickets(rows, parseSort(text), 'arrival').map(
        (row) => row.stages.arrival?.minutes ?? null,
      );
    expect(minutes('minutes')).toEqual([192, 193, null, null]);
    expect(minutes('-minutes')).toEqual([193, 192, null, null]);
    expect(parseSort('nonsense')).toEqual({ key: 'reported_at', descending: false });
    expect(nextSort(parseSort('-minutes'), 'minutes')).toBe('minutes');
    expect(nextSort(parseSort(null), 'minutes')).toBe('-minutes');
  });
});
