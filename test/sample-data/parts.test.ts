import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '#app/cli/commands/sample.ts';
import type { CommandContext } from '#app/cli/context.ts';
import { durations, ratio } from '#sample-data/figures/exact.ts';
import { generateSample } from '#sample-data/generate.ts';
import { clockOrFull, halfDayClock, moneyText } from '#sample-data/shapes/spellings.ts';
import { createRandom } from '#sample-data/simulate/random.ts';
import { addMonths, at, isoTime, parseIso } from '#sample-data/times.ts';
import { encodeGb18030 } from '#sample-data/writers/gb18030.ts';

describe('exact ratios', () => {
  it.each([
    [1, 3, 4, 0.3333],
    [2, 3, 4, 0.6667],
    // Exactly half: away from zero, where a float of 1.005 would go down.
    [1005, 1000, 2, 1.01],
    [-1005, 1000, 2, -1.01],
    [3, 60, 2, 0.05],
  ])('%d ÷ %d to %d decimals is %d', (top, bottom, decimals, expected) => {
    expect(ratio(top, bottom, decimals)).toBe(expected);
  });

  it('measures nothing where there is nothing', () => {
    expect(ratio(0, 0, 4)).toBeNull();
    expect(durations([])).toEqual({ mean: null, median: null, p90: null, max: null });
  });

  it('interpolates percentiles between neighbours', () => {
    // 4, 5, 10, 12 minutes: median 7.5; p90 at position 2.7 is 10 + 0.7 × 2.
    expect(durations([720, 240, 600, 300])).toEqual({
      mean: 7.75,
      median: 7.5,
      p90: 11.4,
      max: 12,
    });
    expect(durations([90])).toEqual({ mean: 1.5, median: 1.5, p90: 1.5, max: 1.5 });
  });
});

describe('times', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: at(1990, 1, 1), max: at(2100, 12, 31) }), (time) => {
        expect(parseIso(isoTime(time))).toBe(time);
      }),
    );
  });

  it('counts months over the turn of the year', () => {
    expect(addMonths('2026-10', 3)).toBe('2027-01');
    expect(addMonths('2026-10', -10)).toBe('2025-12');
  });
});

describe('spellings', () => {
  const evening = at(2026, 9, 3, 23, 55);

  it('writes a clock alone only where the day can be told', () => {
    expect(clockOrFull(evening + 240, evening, evening)).toBe('23:59');
    // 00:05 is earlier than the report, so it reads as the next day's.
    expect(clockOrFull(evening + 600, evening, evening)).toBe('00:05');
    // Two days later would be read as the same evening.
    expect(clockOrFull(evening + 2 * 86_400 + 60, evening, evening)).toBe('2026-09-05 23:56');
    // Earlier than the step before: a clock alone would move to the next day.
    expect(clockOrFull(evening + 60, evening, evening + 120)).toBe('2026-09-03 23:56');
  });

  it.each([
    [0, '上午12:00'],
    [9 * 60 + 5, '上午9:05'],
    [12 * 60 + 30, '下午12:30'],
    [14 * 60 + 30, '下午2:30'],
  ])('minute %d of the day is %s', (minute, text) => {
    expect(halfDayClock(at(2026, 9, 3, 0, minute))).toBe(text);
  });

  it('spells money without losing a fen', () => {
    const random = createRandom(1);
    const seen = new Set(Array.from({ length: 200 }, () => moneyText(120_050, random)));
    expect(seen).toEqual(new Set(['¥1,200.50', '1200.50元', '1200.50', 1200.5]));
  });
});

describe('GB18030', () => {
  it('is read back by the decoder', () => {
    const text = '派工单号,回访时间\r\nPG202608-0001,２０２６／8／1 ★√×—《满意》囍镕';
    expect(new TextDecoder('gb18030', { fatal: true }).decode(encodeGb18030(text))).toBe(text);
  });

  it('refuses what it cannot hold rather than writing a question mark', () => {
    expect(() => encodeGb18030('¥')).toThrow(/¥/);
  });
});

describe('generating', () => {
  it('gives other departments for other seeds', () => {
    const cells = (seed: number): string =>
      JSON.stringify(generateSample({ months: 1, tickets: 60, seed }));
    expect(cells(1)).toBe(cells(1));
    expect(cells(1)).not.toBe(cells(2));
  });

  it('gives exactly the tickets and months asked for, numbered once', () => {
    const files = generateSample({ months: 5, tickets: 700, seed: 3 });
    const numbers = files.flatMap(({ truth }) =>
      truth.flatMap(({ kind, record }) =>
        kind === 'ticket' && 'ticket_no' in record ? [String(record.ticket_no)] : [],
      ),
    );
    expect(numbers).toHaveLength(700);
    expect(new Set(numbers).size).toBe(700);
    const ledgers = files.filter(({ file }) => file.endsWith('售后台账.xlsx'));
    expect(ledgers.map(({ file }) => file)).toEqual([
      '2026年7月售后台账.xlsx',
      '2026年10月售后台账.xlsx',
    ]);
  });
});

describe('aftercare sample', () => {
  let out: string;
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'sample-'));
  });
  afterAll(async () => {
    await rm(out, { recursive: true });
  });

  const call = async (
    args: string[],
    lang: 'zh' | 'en' = 'zh',
  ): Promise<{ code: number; stdout: string; stderr: string }> => {
    let stdout = '';
    let stderr = '';
    const ctx: CommandContext = {
      dataDir: out,
      dbPath: join(out, 'x.duckdb'),
      dbNamed: true,
      lang,
      stdout: (text) => {
        stdout += text;
      },
      stderr: (text) => {
        stderr += text;
      },
      nowMicros: 0,
    };
    return { code: await run(args, ctx), stdout, stderr };
  };

  it('writes spreadsheets and their truth', async () => {
    const folder = join(out, 'new', 'folder');
    const { code, stdout } = await call([
      '--months',
      '2',
      '--tickets',
      '60',
      '--seed',
      '5',
      '--out',
      folder,
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('60 张报修单');
    expect(await readdir(join(folder, 'truth'))).toContain('captured.csv');
    expect(await readdir(folder)).toContain('2026年10月售后台账.xlsx');
  });

  it.each([
    [[], '--out'],
    [['--out', 'x', '--months', '0'], '--months'],
    [['--out', 'x', '--tickets', '1.5'], '--tickets'],
    [['--out', 'x', '--seed', '-1'], '--seed'],
    [['--out', 'x', '--months', '3', '--tickets', '6'], '--tickets'],
    [['--out', 'x', '--wrong'], '--wrong'],
  ])('says what is wrong with %j', async (args, hint) => {
    const { code, stderr, stdout } = await call(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(hint);
    expect((await call(args, 'en')).stderr).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it('refuses a folder that cannot be', async () => {
    const { code, stderr } = await call([
      '--tickets',
      '60',
      '--out',
      join(import.meta.filename, 'x'),
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('不是文件夹');
  });
});
