/**
 * Last touches on the finished file that the writer has no setters for: quiet charts, page breaks, and a fixed date, so that
 * the same data give the same bytes. Pure but for zip.
 */
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { FILL, LINE, LINE_STRONG } from './formats.ts';

/** The date zip entries carry, the first one zip can hold; local parts, as zip knows no zone. */
const ZIP_DATE = new Date(1980, 0, 1);
const SHEET = /^xl\/worksheets\/sheet(\d+)\.xml$/;
const CHART = /^xl\/charts\/chart\d+\.xml$/;
const PROPERTIES = 'docProps/core.xml';

/**
 * The file with quiet charts, dated `asOf` (a naive local time): its figures are as of then.
 *
 * @param breaks per sheet, in their order, the rows (from 0) that begin a page of their own when printed
 */
export function finishWorkbook(
  file: Uint8Array,
  asOf: string,
  breaks: readonly (readonly number[])[] = [],
): Uint8Array {
  const parts: Zippable = {};
  for (const [path, bytes] of Object.entries(unzipSync(file))) {
    const sheet = SHEET.exec(path)?.[1];
    const rows = sheet === undefined ? [] : (breaks[Number(sheet) - 1] ?? []);
    const done =
      rows.length > 0 ? strToU8(withPageBreaks(strFromU8(bytes), rows)) : part(path, bytes, asOf);
    parts[path] = [done, { mtime: ZIP_DATE, level: 6 }];
  }
  return zipSync(parts);
}

/** Page breaks stand right after header and footer (ECMA-376, 18.3.1.99); `id` is the row above, counted from 1. */
export function withPageBreaks(xml: string, rows: readonly number[]): string {
  const each = rows.map((row) => `<brk id="${row}" max="16383" man="1"/>`).join('');
  return xml.replace(
    '</headerFooter>',
    `</headerFooter><rowBreaks count="${rows.length}" manualBreakCount="${rows.length}">${each}</rowBreaks>`,
  );
}

function part(path: string, bytes: Uint8Array, asOf: string): Uint8Array {
  if (CHART.test(path)) return strToU8(quietChart(strFromU8(bytes)));
  if (path === PROPERTIES) {
    return strToU8(strFromU8(bytes).replaceAll(/(?<=W3CDTF">)[^<]*/g, `${asOf.slice(0, 19)}Z`));
  }
  return bytes;
}

/** Hairlines for grid and axes, no frame, marks on lines, few month labels. */
export function quietChart(xml: string): string {
  const calm = xml
    .replace('<c:majorGridlines/>', `<c:majorGridlines>${outline(LINE)}</c:majorGridlines>`)
    .replaceAll(
      '<c:tickLblPos val="nextTo"/>',
      `<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>${outline(LINE_STRONG)}`,
    )
    // Chinese takes its font from another slot than Latin.
    .replaceAll(/<a:latin typeface="([^"]*)"\/>/g, '$&<a:ea typeface="$1"/>')
    .replace(
      '</c:chart><c:printSettings>',
      '</c:chart><c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:printSettings>',
    );
  if (calm.includes('<c:barChart>')) {
    return calm.replace('<c:overlap ', '<c:gapWidth val="70"/><c:overlap ');
  }
  const points = Number(/<c:ptCount val="(\d+)"\/>/.exec(calm)?.[1] ?? 0);
  return (
    calm
      // Marks on the figure's own line: a month between two gaps has no line to be seen by.
      .replace('<c:marker><c:symbol val="none"/></c:marker>', MARK)
      // First and last month only: twelve labels would stand upright and push the line aside.
      .replace(
        '<c:lblOffset val="100"/>',
        `<c:lblOffset val="100"/><c:tickLblSkip val="${Math.max(1, points - 1)}"/>`,
      )
  );
}

const MARK = `<c:marker><c:symbol val="circle"/><c:size val="4"/><c:spPr>${solid(FILL.line)}<a:ln>${solid(FILL.line)}</a:ln></c:spPr></c:marker>`;

function outline(colour: number): string {
  return `<c:spPr><a:ln w="6350">${solid(colour)}</a:ln></c:spPr>`;
}

function solid(colour: number): string {
  const hex = colour.toString(16).padStart(6, '0').toUpperCase();
  return `<a:solidFill><a:srgbClr val="${hex}"/></a:solidFill>`;
}
