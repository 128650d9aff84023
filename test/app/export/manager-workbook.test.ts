import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import { clauseText } from '#app/components/clause.ts';
import { managerWorkbook } from '#app/export/manager-workbook.ts';
import { wordsOf } from '#app/export/words.ts';
import type { WorkbookInput } from '#app/export/workbook-input.ts';
import { translator } from '#app/i18n/index.ts';
import { FINDING_WORDS } from '#queries/reports/quality-words.ts';
import { fines, input, overview, report, ticketNo } from './fixture.ts';
import { below, findCell, readBack, recompute, sheetOf, shown } from './read-back.ts';

type Book = Awaited<ReturnType<typeof readBack>>;

const SHEETS = ['总览', '时效', '返修', '满意度', '投诉', '收费', '人员', '扣减明细', '数据质量'];
/** Sheets that are one list: header frozen, filtered and repeated on each printed page. */
const LISTS = ['投诉', '收费', '人员', '扣减明细', '数据质量'];

let bytes: Uint8Array;
let book: Book;

beforeAll(async () => {
  bytes = managerWorkbook(input());
  book = await readBack(bytes);
});

async function open(over: Partial<WorkbookInput>): Promise<Book> {
  return readBack(managerWorkbook(input(over)));
}

/** A book that several tests look at, written when the first of them asks. */
function shared<T>(write: () => T): () => T {
  let written: { book: T } | null = null;
  return () => {
    written ??= { book: write() };
    return written.book;
  };
}

/** How often each rule was broken: by everybody but the first person, who has disciplinary measures besides. */
const [boss, ...others] = report.people;
const people = [
  { ...(boss ?? nothing()), rules: { '1a': 2, '11': 3 } },
  ...others.map((person) => ({
    ...person,
    rules: { '10': 5, '6': 3, '7a': 4, '5': 2, '4': 1 },
  })),
];
const ruled = { ...overview, report: { ...report, people } };

const english = shared(() => open({ lang: 'en', overview: ruled }));

/** Closed, with rules broken and with further fines of somebody whom nobody knows: one waived, one of 10 yuan. */
const closed = shared(() => {
  const unknown = fines.find(({ unassigned }) => unassigned) ?? nothing();
  const more = [
    { ...unknown, key: '7a|v', state: 'waived' as const },
    { ...unknown, key: '7a|w', state: 'recheck' as const, amount_fen: 1000 },
  ];
  return open({ draft: false, overview: ruled, fines: [...fines, ...more] });
});

/** The first month, without follow-ups, in which every case has its person and every fine takes money. */
const known = shared(() => {
  const callback = {
    ...report.stages.callback,
    measured: 0,
    met: 0,
    breached: 0,
    open_breaches: 0,
    pending: 0,
    not_captured: 227,
    rate: null,
    mean: null,
    median: null,
    p90: null,
    max: null,
  };
  const receipts = { finished: 226, complete: 217, completeness: 0.9602 };
  return open({
    yearBefore: null,
    fines: fines.filter(({ rule, unassigned }) => rule !== '11' && !unassigned),
    overview: {
      ...overview,
      previous: null,
      series: {},
      report: { ...report, receipts, stages: { ...report.stages, callback } },
      // 212 scores, those of the people.
      satisfaction_by_technician: [{ name: null, scores: [2, 4, 18, 95, 93] }],
    },
  });
});

describe('the workbook', () => {
  it('has the nine sheets in order, in the language asked for', async () => {
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(SHEETS);
    expect((await english()).worksheets.map((sheet) => sheet.name)).toEqual([
      'Overview',
      'Timeliness',
      'Repeats',
      'Satisfaction',
      'Complaints',
      'Charges',
      'People',
      'Deductions',
      'Data quality',
    ]);
  });

  it('in English holds no Chinese but data and the names of the policy', async () => {
    const plain = 'Riverside';
    const bare = await open({
      lang: 'en',
      company: plain,
      fines: [],
      tickets: [],
      breaches: [],
      repeats: [],
      scores: [],
      complaints: [],
      charges: [],
      quality: [],
      overview: {
        ...overview,
        report: { ...report, people: [] },
        satisfaction_by_technician: [],
        repeat_by_fault: [],
      },
    });
    const chinese: string[] = [];
    for (const sheet of bare.worksheets) {
      sheet.eachRow((row) => {
        row.eachCell((cell) => {
          if (typeof cell.value === 'string' && /[\u4e00-\u9fff]/.test(cell.value)) {
            chinese.push(`${sheet.name} ${cell.address} ${cell.value}`);
          }
        });
      });
    }
    expect(chinese).toEqual([]);
  });

  it('says company, month, as-of, policy and draft on every sheet', () => {
    for (const sheet of book.worksheets) {
      expect(sheet.getCell('A1').value).toBe(`海川厨具售后部 售后月报 · ${sheet.name}`);
      expect(sheet.getCell('A2').value).toBe(
        '2026年10月 · 数据截至 2026-10-31 18:00 · 售后维修服务管理办法 第 1 版',
      );
      expect(sheet.getCell('A3').value).toBe('草稿：本月未关账，数字和扣减仍会变');
      expect(sheet.headerFooter.oddHeader).toBe(
        `&L 海川厨具售后部&C售后月报 2026年10月 · ${sheet.name}&R数据截至 2026-10-31 18:00 · 草稿`,
      );
      expect(sheet.headerFooter.oddFooter).toBe('&L售后维修服务管理办法 第 1 版&R第 &P / &N 页');
    }
  });

  it('of a closed month says so and carries no draft mark', async () => {
    for (const sheet of (await closed()).worksheets) {
      expect(sheet.getCell('A3').value).toBe('已关账');
      expect(sheet.headerFooter.oddHeader).not.toContain('草稿');
    }
  });

  it('prints on A4 landscape, one page wide', () => {
    for (const sheet of book.worksheets) {
      expect(sheet.pageSetup).toMatchObject({
        paperSize: 9,
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
      });
      expect(sheet.pageSetup.printTitlesRow, sheet.name).toMatch(/^\d+:\d+$/);
    }
  });

  it('freezes headers and filters lists', () => {
    for (const sheet of book.worksheets) {
      expect(sheet.views[0], sheet.name).toMatchObject({ state: 'frozen' });
    }
    const first: Record<string, string> = {
      投诉: '投诉编号',
      收费: '单号',
      人员: '姓名',
      扣减明细: '规则',
      数据质量: '类别',
    };
    for (const name of LISTS) {
      const sheet = sheetOf(book, name);
      const header = findCell(sheet, first[name] ?? '');
      expect(sheet.views[0], name).toMatchObject({ ySplit: Number(header.row) });
      expect(sheet.autoFilter, name).toMatch(new RegExp(`^${header.address}:`));
      expect(sheet.pageSetup.printTitlesRow, name).toBe(`${header.row}:${header.row}`);
    }
    // Sheets of several tables filter their list by a table of Excel's own.
    const tables = Object.entries(unzipSync(bytes))
      .filter(([path]) => path.startsWith('xl/tables/'))
      .map(([, part]) => strFromU8(part));
    expect(tables).toHaveLength(3);
    for (const xml of tables) expect(xml).toContain('<autoFilter ref="');
  });

  it('is the same file for the same data', () => {
    expect(Buffer.compare(Buffer.from(managerWorkbook(input())), Buffer.from(bytes))).toBe(0);
  });

  it('is dated as of its data, not by a clock', () => {
    expect(book.created.toISOString()).toBe('2026-10-31T18:00:00.000Z');
  });
});

describe('total and other formulas', () => {
  it('agree with what their cells add up to', () => {
    const formulas = recompute(book);
    expect(formulas.length).toBeGreaterThan(100);
    for (const { sheet, address, formula, cached, computed } of formulas) {
      expect(typeof cached, `${sheet} ${address} =${formula}`).toBe('number');
      expect(cached, `${sheet} ${address} =${formula}`).toBeCloseTo(computed, 9);
    }
  });

  it('of the lists agree with the figures of the month', () => {
    const charges = sheetOf(book, '收费');
    const total = findCell(charges, '合计（随筛选）');
    const at = (header: string) =>
      shown(charges.getCell(Number(total.row), Number(findCell(charges, header, 2).col)));
    expect(at('实收（元）')).toBe(1860);
    expect(at('应收（元）')).toBe(1519.8);
    expect(at('未收回（元）')).toBe(180.5);
    // 180.00 too much in warranty, 20.30 too little under an agreement; unknown ones take no part.
    expect(
      shown(charges.getCell(Number(total.row), Number(findCell(charges, '差额（元）').col))),
    ).toBe(159.7);
    expect(shown(below(charges, findCell(charges, '实收（元）'), 1))).toBe(1860);
  });

  it('follow the filter', () => {
    const people = sheetOf(book, '人员');
    const total = findCell(people, '合计（随筛选）');
    const cell = people.getCell(Number(total.row), 3);
    expect(cell.formula).toMatch(/^SUBTOTAL\(9,C10:C21\)$/);
    expect(cell.result).toBe(284);
  });
});

describe('总览', () => {
  it('shows the KPIs in the registry’s order with n, N, target and state', () => {
    const sheet = sheetOf(book, '总览');
    const names = findCell(sheet, '指标');
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((n) => below(sheet, names, n).value)).toEqual([
      '服务及时率',
      '到达及时率',
      '回访及时率',
      '回执完整率',
      '满意率',
      '返修率',
      '一次修复率',
      '用户抱怨率',
    ]);
    const row = Number(names.row) + 1;
    const of = (header: string) => sheet.getCell(row, Number(findCell(sheet, header).col));
    expect(of('本月').value).toBeCloseTo(693 / 730, 12);
    expect(of('本月').numFmt).toBe('0.0%');
    expect(of('目标').value).toBe('≥90%');
    expect(of('状态').value).toBe('● 达标');
    expect(of('件数 n').value).toBe(693);
    expect(of('应计 N').value).toBe(730);
    expect(of('未采集或无效').value).toBe(15);
    // 690 of 730 the month before.
    expect(of('上月').value).toBeCloseTo(690 / 730, 12);
    expect(of('较上月\n百分点').value).toBeCloseTo(300 / 730, 5);
    expect(of('较上月\n百分点').numFmt).toContain('变好');
    expect(of('去年同月').value).toBeCloseTo(0.9293, 10);
    const blame = Number(names.row) + 8;
    expect(sheet.getCell(blame, Number(of('目标').col)).value).toBe('<3%');
    const fix = Number(names.row) + 7;
    expect(sheet.getCell(fix, Number(of('状态').col)).value).toBe('暂定');
  });

  it('leaves months without data as empty cells, so that charts show gaps', () => {
    const sheet = sheetOf(book, '总览');
    const july = findCell(sheet, '26-07');
    const callback = findCell(sheet, '回访及时率', 2);
    expect(sheet.getCell(Number(callback.row), Number(july.col)).value).toBeNull();
    expect(sheet.getCell(Number(callback.row) + 2, Number(july.col)).value).toBe('未采集');
    const june = Number(july.col) - 1;
    expect(sheet.getCell(Number(callback.row), june).value).toBeCloseTo(196 / 221, 12);
  });

  it('shows counts and amounts beside the month before and the year before', () => {
    const sheet = sheetOf(book, '总览');
    const reported = findCell(sheet, '报修');
    expect([2, 3, 4].map((column) => sheet.getCell(Number(reported.row), column).value)).toEqual([
      284, 270, 227,
    ]);
    const charged = findCell(sheet, '实收');
    expect(sheet.getCell(Number(charged.row), 2).value).toBe(1860);
  });

  it('stands without a month before or a year before', async () => {
    const sheet = sheetOf(await known(), '总览');
    const reported = findCell(sheet, '报修');
    expect([2, 3, 4].map((column) => sheet.getCell(Number(reported.row), column).value)).toEqual([
      284,
      null,
      null,
    ]);
    const first = Number(findCell(sheet, '指标').row) + 1;
    for (const header of ['上月', '较上月\n百分点', '去年同月', '较去年\n百分点']) {
      expect(sheet.getCell(first, Number(findCell(sheet, header).col)).value, header).toBeNull();
    }
  });
});

describe('charts', () => {
  it('are Excel’s own: a trend per KPI, the stages, scores and repeats', () => {
    const parts = unzipSync(bytes);
    const charts = Object.keys(parts).filter((path) => /^xl\/charts\/chart\d+\.xml$/.test(path));
    expect(charts).toHaveLength(11);
    const xml = charts.map((path) => strFromU8(parts[path] ?? new Uint8Array()));
    expect(xml.filter((chart) => chart.includes('<c:lineChart>'))).toHaveLength(8);
    expect(xml.filter((chart) => chart.includes('<c:barChart>'))).toHaveLength(3);
    for (const chart of xml) {
      expect(wellFormed(chart)).toBe(true);
      expect(chart).toContain('<c:dispBlanksAs val="gap"/>');
      expect(chart).toContain('<c:majorGridlines><c:spPr>');
      expect(chart).toContain('<a:ln><a:noFill/></a:ln></c:spPr><c:printSettings>');
      if (chart.includes('<c:lineChart>')) {
        expect(chart).toContain('<c:symbol val="circle"/>');
        expect(chart).toContain('<c:tickLblSkip val="11"/>');
      } else {
        expect(chart).toContain('<c:gapWidth val="70"/><c:overlap val="100"/>');
      }
    }
  });

  it('are not cut by the edge of a page: what follows the trends begins one, and so do the months', () => {
    const parts = unzipSync(bytes);
    const text = (path: string) => strFromU8(parts[path] ?? new Uint8Array());
    const sheet = text('xl/worksheets/sheet1.xml');
    expect(wellFormed(sheet)).toBe(true);
    // The order of the parts of a sheet is fixed.
    const order = ['<headerFooter', '<rowBreaks', '<drawing'].map((part) => sheet.indexOf(part));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    const breaks = [...sheet.matchAll(/<brk id="(\d+)"/g)].map((match) => Number(match[1]));
    const overview = sheetOf(book, '总览');
    const begins = (words: string) => Number(findCell(overview, words).row) - 1;
    expect(breaks).toEqual([begins('数量（件）'), begins('近 12 个月的数字')]);
    for (const [, from, to] of text('xl/drawings/drawing1.xml').matchAll(
      /<xdr:from>.*?<xdr:row>(\d+)<.*?<xdr:to>.*?<xdr:row>(\d+)</gs,
    )) {
      for (const row of breaks) expect(Number(from) < row && row < Number(to)).toBe(false);
    }
  });

  it('draw the cells of the tables they stand by', () => {
    const parts = unzipSync(bytes);
    const callback = Object.entries(parts)
      .filter(([path]) => path.startsWith('xl/charts/chart'))
      .map(([, part]) => strFromU8(part))
      .find((chart) => chart.includes('<a:t>回访及时率 95.9%  ≥90%</a:t>'));
    const sheet = sheetOf(book, '总览');
    const row = Number(findCell(sheet, '回访及时率', 2).row);
    expect(callback).toContain(`总览!$C$${row}:$N$${row}`);
    // Ten points and no ninth or tenth (July, August): the gap.
    const values = /<c:val>.*?<\/c:val>/s.exec(callback ?? '')?.[0] ?? '';
    expect(values).toContain('<c:ptCount val="12"/>');
    expect([...values.matchAll(/<c:pt idx="(\d+)">/g)].map((match) => Number(match[1]))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 10, 11,
    ]);
  });
});

describe('时效', () => {
  it('adds met, late and no record up to measured', () => {
    const sheet = sheetOf(book, '时效');
    const row = Number(findCell(sheet, '答复（热线专员）').row);
    const of = (header: string) => shown(sheet.getCell(row, Number(findCell(sheet, header).col)));
    expect(of('应计')).toBe(269);
    expect([of('达标'), of('超时'), of('过时限仍无记录')]).toEqual([261, 6, 2]);
    expect([of('未到时限'), of('未采集'), of('时间无效')]).toEqual([0, 14, 1]);
    expect([of('平均（分）'), of('中位（分）'), of('P90（分）'), of('最长（分）')]).toEqual([
      5.12, 4, 8, 18,
    ]);
    expect(of('及时率')).toBeCloseTo(261 / 269, 12);
  });

  it('judges no stage that has no target', () => {
    const sheet = sheetOf(book, '时效');
    const row = Number(findCell(sheet, '完工周期').row);
    for (const header of ['及时率', '状态', '达标', '超时']) {
      expect(sheet.getCell(row, Number(findCell(sheet, header).col)).value, header).toBeNull();
    }
    expect(sheet.getCell(row, Number(findCell(sheet, '应计').col)).value).toBe(227);
  });

  it('lists as many late tickets as the stages count', () => {
    const sheet = sheetOf(book, '时效');
    const header = findCell(sheet, '单号');
    let rows = 0;
    while (below(sheet, header, rows + 1).value !== null) rows += 1;
    const { stages } = report;
    expect(rows).toBe(
      [stages.answer, stages.dispatch, stages.arrival, stages.guidance_follow_up, stages.callback]
        .map((stage) => stage.breached ?? 0)
        .reduce((total, breached) => total + breached, 0),
    );
  });

  it('has the excess in minutes and, to be read, in hours and minutes', () => {
    const sheet = sheetOf(book, '时效');
    // The seventh answer never came: 4006 minutes until the as-of time.
    const minutes = below(sheet, findCell(sheet, '超出（分）'), 7);
    const hours = below(sheet, findCell(sheet, '超出（时:分）'), 7);
    expect(minutes.value).toBe(4006);
    expect(hours.numFmt).toBe('[h]:mm');
    // 66:46 from Excel's day zero; the library that reads it takes every format with hours for a date.
    expect(hours.value).toEqual(new Date(Date.UTC(1899, 11, 30, 66, 46)));
  });

  it('has dates as dates', () => {
    const sheet = sheetOf(book, '时效');
    const start = below(sheet, findCell(sheet, '起点'), 1);
    expect(start.value).toEqual(new Date(Date.UTC(2026, 9, 1, 8, 20)));
    expect(start.numFmt).toBe('yyyy-mm-dd hh:mm');
  });

  it('says 未采集 where nothing of a stage was recorded', async () => {
    const sheet = sheetOf(await known(), '时效');
    const row = Number(findCell(sheet, '完工回访（内勤）').row);
    const of = (header: string) => shown(sheet.getCell(row, Number(findCell(sheet, header).col)));
    expect([of('及时率'), of('应计'), of('未采集')]).toEqual(['未采集', '未采集', 227]);
  });
});

describe('满意度', () => {
  it('shares scores as formulas over the counts', () => {
    const sheet = sheetOf(book, '满意度');
    const row = Number(findCell(sheet, '全部技术员').row);
    expect(sheet.getCell(row, 2).result).toBe(217);
    expect(sheet.getCell(row, 3).result).toBeCloseTo(193 / 217, 12);
    const mean = sheet.getCell(row, Number(findCell(sheet, '均分').col));
    expect(mean.result).toBeCloseTo((2 * 1 + 4 * 2 + 18 * 3 + 100 * 4 + 93 * 5) / 217, 12);
  });

  it('lists low scores and far-apart ones only', () => {
    const sheet = sheetOf(book, '满意度');
    const header = findCell(sheet, '单号');
    let rows = 0;
    while (below(sheet, header, rows + 1).value !== null) rows += 1;
    // Two of 1, four of 2, and one 5 whose receipt said 2.
    expect(rows).toBe(7);
    expect(below(sheet, findCell(sheet, '相差'), 7).value).toBe(3);
  });
});

describe('人员', () => {
  /** Cells of a row by the column letters of its groups, which share headers. */
  const cellsOf = (sheet: ReturnType<typeof sheetOf>, name: string, columns: readonly string[]) => {
    const { row } = findCell(sheet, name);
    return columns.map((column) => shown(sheet.getCell(`${column}${row}`)));
  };
  const HOTLINE = ['C', 'D', 'E'];
  const DISPATCHER = ['G', 'H', 'I'];
  const ARRIVAL = ['M', 'N'];
  const QUALITY = ['P', 'Q', 'S', 'T'];

  it('has a row for what belongs to nobody known, so that the totals are those of the month', async () => {
    const gone = new Set(['刘洋', '何军']);
    const sheet = sheetOf(
      await open({
        overview: {
          ...overview,
          report: { ...report, people: report.people.filter(({ name }) => !gone.has(name)) },
        },
      }),
      '人员',
    );
    // Those two had 119 answers in 124 tickets and two arrivals; the rest is what the month's own figures count besides.
    expect(cellsOf(sheet, '未具名', HOTLINE)).toEqual([124, 119, 114]);
    expect(cellsOf(sheet, '未具名', DISPATCHER)).toEqual([null, null, null]);
    expect(cellsOf(sheet, '未具名', ['K', 'L', ...ARRIVAL])).toEqual([null, null, 2, 2]);
    // Repeats, scores, receipts and complete ones: 9 − 9, 217 − 212, 227 − 224, 218 − 216.
    expect(cellsOf(sheet, '未具名', QUALITY)).toEqual([0, 5, 3, 2]);
    expect(cellsOf(sheet, '未具名', ['V', 'W', 'X', 'Y'])).toEqual([null, null, null, null]);
    expect(cellsOf(sheet, '合计（随筛选）', HOTLINE)).toEqual([284, 269, 261]);
    expect(cellsOf(sheet, '合计（随筛选）', DISPATCHER)).toEqual([235, 235, 221]);
    expect(cellsOf(sheet, '合计（随筛选）', ARRIVAL)).toEqual([226, 211]);
    expect(cellsOf(sheet, '合计（随筛选）', QUALITY)).toEqual([9, 217, 227, 218]);
    expect(String(sheet.getCell('A7').value)).toContain('“未具名”');
  });

  it('counts the fines of nobody known, waived ones left out', async () => {
    const sheet = sheetOf(await closed(), '人员');
    const column = (header: string) => findCell(sheet, header).address.replaceAll(/\d/g, '');
    const columns = ['条数', '拟扣减\n元', '已确认\n元', '扣款\n元'].map(column);
    // 小张, whom nobody knows: two receipts, 20 and 10 yuan.
    expect(cellsOf(sheet, '未具名', columns)).toEqual([2, 30, 0, 0]);
  });

  it('has no such row where every case has its person', async () => {
    const sheet = sheetOf(await known(), '人员');
    expect(() => findCell(sheet, '未具名')).toThrow('no cell');
    expect(String(sheet.getCell('A7').value)).not.toContain('未具名');
  });

  it.each([
    ['zh', '第4条 1次、第5条 2次、第6条 3次、\n第7a条 4次、第10条 5次', 42],
    ['en', 'rule 4: 1, rule 5: 2, rule 6: 3,\nrule 7a: 4, rule 10: 5', 42],
  ] as const)(
    'says how often each rule was broken, in a row high enough (%s)',
    async (lang, said, pixels) => {
      const sheet =
        lang === 'zh' ? sheetOf(await closed(), '人员') : sheetOf(await english(), 'People');
      const row = sheet.getRow(Number(findCell(sheet, '赵刚').row));
      const header = findCell(sheet, lang === 'zh' ? '规则和次数' : 'Rules and times');
      expect(row.getCell(Number(header.col)).value).toBe(said);
      expect(row.getCell(Number(header.col)).alignment.wrapText).toBe(true);
      // Two lines of 18 pixels and a margin; Excel counts in points.
      expect(row.height).toBe((pixels * 3) / 4);
    },
  );

  it('counts disciplinary measures beside the fines, not among them', async () => {
    const sheet = sheetOf(await closed(), '人员');
    const row = Number(findCell(sheet, '王芳').row);
    const of = (header: string) => sheet.getCell(row, Number(findCell(sheet, header).col)).value;
    expect([of('条数'), of('纪律\n处理')]).toEqual([2, 3]);
  });
});

describe('数据质量', () => {
  it('names the kind of finding in words, in the language of the file, and shows no code', async () => {
    const words = [
      ['数据质量', '问题', ['没有导入', '没有导入', '人名不在花名册', '读入时存疑']],
      [
        'Data quality',
        'Finding',
        ['row left out', 'row left out', 'name not on the roster', 'cell read with a doubt'],
      ],
    ] as const;
    for (const [name, header, expected] of words) {
      const sheet = sheetOf(name === '数据质量' ? book : await english(), name);
      const at = findCell(sheet, header);
      expect(expected.map((_, n) => below(sheet, at, n + 1).value)).toEqual(expected);
    }
  });

  it('takes no more than the unit of the count from the page’s words', () => {
    for (const code of Object.keys(FINDING_WORDS) as (keyof typeof FINDING_WORDS)[]) {
      expect(FINDING_WORDS[code].title.zh, code).toMatch(/^[个条行单处张格]/);
    }
  });
});

describe('扣减明细', () => {
  it('cites clauses in English as the page does, in Chinese as the policy writes them', async () => {
    const clause = (item: string) => clauseText(translator('en'), item);
    expect(
      below(sheetOf(book, '扣减明细'), findCell(sheetOf(book, '扣减明细'), '条款'), 1).value,
    ).toBe('六、1');
    const deductions = sheetOf(await english(), 'Deductions');
    expect(below(deductions, findCell(deductions, 'Clause'), 1).value).toBe(clause('六、1'));
    const { clause: inEnglish } = wordsOf('en');
    expect(['六', '六、10', '四、2.1', '三、4', '4.1.3, 5.5', ''].map(inEnglish)).toEqual([
      clause('六'),
      'part six, item 10',
      'part four, item 2.1',
      'part three, item 4',
      '4.1.3, 5.5',
      '',
    ]);
  });

  it('has one row per fine with amount, state, arithmetic and source cell', () => {
    const sheet = sheetOf(book, '扣减明细');
    const header = findCell(sheet, '规则');
    // In the policy's order of rules, not in that of the keys.
    expect(fines.map((_, n) => below(sheet, header, n + 1).value)).toEqual([
      '1a',
      '2a',
      '4',
      '5',
      '6',
      '6',
      '7a',
      '7b',
      '10',
      '11',
    ]);
    const of = (name: string, row: number) => below(sheet, findCell(sheet, name), row);
    expect(of('金额（元）', 1).value).toBe(50);
    expect(of('金额（元）', 1).numFmt).toBe('#,##0.00;"−"#,##0.00');
    expect(of('金额（元）', 8).value).toBe(20.5);
    expect(of('事由', 1).value).toBe('热线无人接听');
    expect(of('发生', 1).value).toEqual(new Date(Date.UTC(2026, 9, 14, 12, 47)));
    expect(of('来源文件', 1).value).toBe('2026-10 售后台账.xlsx');
    expect(of('单元格', 1).value).toBe('B12');
    expect(of('证据', 1).value).toBe('B12 报修时间「2026-10-14 09:12」；H12 到达时间「12:47」');
    expect(of('责任人', 7).value).toBe('小张（待认定）');
    expect(of('处理', 7).value).toBe('认定责任人');
    // An undecided range has no amount, so sums leave it out.
    expect(of('金额（元）', 9).value).toBeNull();
    expect(of('可定（元）', 9).value).toBe('100–200');
    expect(of('处理', 9).value).toBe('定金额');
    expect(of('证据', 9).value).toContain('投诉记录.csv › 投诉记录 F3');
    expect(of('处理', 6).value).toBe('交通：封路，有照片');
    expect(of('审核人', 6).value).toBe('林建国');
    expect(of('审核时间', 6).value).toEqual(new Date(Date.UTC(2026, 10, 1, 9, 30)));
    expect(of('处理', 3).value).toBe('答复申诉');
    expect(of('处理', 4).value).toBe('返修：个人原因');
    // An adjusted amount names what it was before.
    expect(of('状态', 8).value).toBe('已调整');
    expect(of('处理', 8).value).toBe('原 20');
    // A key of ours is no number a person knows.
    expect(of('单号', 10).value).toBeNull();
    expect(of('证据', 10).value).toBe('费用表没有这一格');
  });

  it('says how many of its rows take no money', async () => {
    expect(sheetOf(book, '扣减明细').getCell('A6').value).toBe(
      '含只记处理、不扣款的 1 条；人员和扣款单的条数不含它们',
    );
    expect(sheetOf(await known(), '扣减明细').getCell('A6').value).toBeNull();
  });

  it('leaves waived fines out of the total, which follows the filter, and shows them beside it', () => {
    const sheet = sheetOf(book, '扣减明细');
    const of = (name: string, row: number) => below(sheet, findCell(sheet, name), row);
    // The sixth was waived: its amount stands in the other column, and no amount is counted twice.
    expect([of('金额（元）', 5).value, of('已免除（元）', 5).value]).toEqual([50, null]);
    expect([of('金额（元）', 6).value, of('已免除（元）', 6).value]).toEqual([null, 50]);
    const total = (name: string) =>
      sheet.getCell(
        Number(findCell(sheet, '合计（随筛选）').row),
        Number(findCell(sheet, name).col),
      );
    // 1a 50, 2a 30, 4 30, 5 30, 6 50, 7a 20, 7b 20.50; a range and a measure have none yet.
    expect(total('金额（元）').result).toBe(230.5);
    expect(total('已免除（元）').result).toBe(50);
    expect(total('金额（元）').formula).toMatch(/^SUBTOTAL\(9,/);
    expect(total('已免除（元）').formula).toMatch(/^SUBTOTAL\(9,/);
  });

  it('sums per state by formula', () => {
    const sheet = sheetOf(book, '扣减明细');
    const of = (state: string) => {
      const { row } = findCell(
        sheet,
        state,
        fines.filter((fine) => STATE[fine.state] === state).length + 1,
      );
      return [sheet.getCell(Number(row), 2).result, sheet.getCell(Number(row), 3).result];
    };
    expect(of('拟扣减')).toEqual([6, 180]);
    expect(of('已确认')).toEqual([1, 30]);
    expect(of('已调整')).toEqual([2, 20.5]);
    expect(of('已免除')).toEqual([1, 50]);
    expect(of('待复核')).toEqual([0, 0]);
  });
});

const STATE = {
  proposed: '拟扣减',
  confirmed: '已确认',
  adjusted: '已调整',
  waived: '已免除',
  recheck: '待复核',
} as const;

describe('texts from data', () => {
  const EVIL = [
    '=HYPERLINK("http://evil.example","click")',
    '+1+1',
    '-2+3',
    '@SUM(A1:A9)',
    "=cmd|' /C calc'!A0",
    'http://example.com',
  ] as const;

  const ODD = '\u0001\u0000\ufffe\ud83d _x0041_ & < > " ]]>';

  const evilBytes = shared(() => {
    const { tickets, complaints, quality } = input();
    const [complaint = nothing()] = complaints;
    const [finding = nothing()] = quality;
    return managerWorkbook(
      input({
        company: `${EVIL[0]}${'张&李 3M 100% '.repeat(40)}`,
        tickets: tickets.map((ticket, n) => ({ ...ticket, customer: EVIL[n % 6] ?? null })),
        complaints: EVIL.map((words, n) => ({
          ...complaint,
          complaint_no: words,
          ticket_no: ticketNo(n + 1),
          person: words,
          description: words,
        })),
        quality: [
          ...EVIL.map((value) => ({ ...finding, value, file: value })),
          { ...finding, value: ODD, message: '长'.repeat(50_000) },
        ],
      }),
    );
  });
  const evil = shared(() => readBack(evilBytes()));

  it('stay texts, whatever they begin with', async () => {
    const complaints = sheetOf(await evil(), '投诉');
    EVIL.forEach((words, n) => {
      for (const header of ['投诉编号', '被投诉人', '客户', '内容']) {
        const cell = below(complaints, findCell(complaints, header), n + 1);
        expect(cell.value, `${header} ${words}`).toBe(words);
        expect(cell.formula).toBeUndefined();
        expect(cell.hyperlink).toBeUndefined();
      }
    });
    const quality = sheetOf(await evil(), '数据质量');
    expect(below(quality, findCell(quality, '原文'), 1).value).toBe(EVIL[0]);
    const formulas = recompute(await evil());
    expect(formulas.filter(({ formula }) => /HYPERLINK|cmd|A9/.test(formula))).toEqual([]);
  });

  it('that look like formulas carry Excel’s quote mark', () => {
    const styles = (file: Uint8Array) =>
      strFromU8(unzipSync(file)['xl/styles.xml'] ?? new Uint8Array());
    expect(styles(evilBytes())).toContain('quotePrefix="1"');
    expect(styles(bytes)).not.toContain('quotePrefix');
  });

  it('with control characters, half characters or endless length leave the file whole', async () => {
    const sheet = sheetOf(await evil(), '数据质量');
    const odd = EVIL.length + 1;
    expect(String(below(sheet, findCell(sheet, '详情和改法'), odd).value)).toHaveLength(32_001);
    expect(String(below(sheet, findCell(sheet, '原文'), odd).value)).toContain('& < > " ]]>');
    for (const item of (await evil()).worksheets) {
      expect(String(item.headerFooter.oddHeader).length).toBeLessThanOrEqual(255);
      expect(item.headerFooter.oddHeader).toContain('草稿');
    }
  });
});

describe('a month with nothing in it', () => {
  it('still has its nine sheets and says so', async () => {
    const idle = {
      ...report.stages.repair,
      ...{ measured: 0, pending: 0, invalid: 0, not_captured: 0 },
      ...{ mean: null, median: null, p90: null, max: null },
    };
    const quiet = await open({
      fines: [],
      tickets: [],
      breaches: [],
      repeats: [],
      scores: [],
      complaints: [],
      charges: [],
      quality: [],
      yearBefore: null,
      overview: {
        ...overview,
        previous: null,
        series: {},
        kpis: overview.kpis.map((kpi) => ({
          ...kpi,
          value: null,
          met: 0,
          measured: 0,
          unknown: 0,
        })),
        satisfaction_by_technician: [],
        repeat_by_fault: [],
        report: {
          ...report,
          stages: {
            answer: idle,
            dispatch: idle,
            arrival: idle,
            guidance_follow_up: idle,
            callback: idle,
            turnaround: idle,
            repair: idle,
          },
          repeat: { ...report.repeat, repeats: 0 },
          receipts: { finished: 0, complete: 0, completeness: null },
          people: [],
        },
      },
    });
    expect(quiet.worksheets).toHaveLength(9);
    for (const name of LISTS) {
      expect(
        findCell(sheetOf(quiet, name), name === '数据质量' ? '没有单元格要改' : '本月没有').row,
        name,
      ).toBeGreaterThan(4);
    }
  });
});

describe('a long list', () => {
  it('is cut and says so', () => {
    const [first] = input().quality;
    const many = input().quality.concat(
      Array.from({ length: 9998 }, (_, n) => ({ ...(first ?? nothing()), row: n + 1 })),
    );
    const parts = unzipSync(managerWorkbook(input({ quality: many })));
    const texts = strFromU8(parts['xl/sharedStrings.xml'] ?? new Uint8Array());
    expect(texts).toContain(`共 ${4 + 9998} 行，这里列前 10000 行`);
    const sheet = strFromU8(parts['xl/worksheets/sheet9.xml'] ?? new Uint8Array());
    // Title 3, notes 2, header, list, the line that says it is cut.
    expect(sheet.match(/<row /g)).toHaveLength(3 + 2 + 1 + 10_000 + 1);
  });
});

function nothing(): never {
  throw new Error('the fixture has no such row');
}

function wellFormed(xml: string): boolean {
  const parser = new SaxesParser();
  let whole = true;
  parser.on('error', () => {
    whole = false;
  });
  parser.write(xml).close();
  return whole;
}
