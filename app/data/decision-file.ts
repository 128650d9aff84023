/** Decisions written in a csv: `key,decision,amount_fen,cause,reason[,person]`, one fine per line. Pure. */
import Papa from 'papaparse';
import { CAUSES, type DecisionRequest, VERDICTS } from '#queries/ledger/types.ts';

/** A line that cannot be read; lines count from 1, the header included, as an editor shows them. */
export interface BadLine {
  readonly line: number;
  readonly message: string;
}

/** A request and the line it stands on. */
export interface DecisionLine {
  readonly line: number;
  readonly request: DecisionRequest;
}

const COLUMNS = ['key', 'decision', 'amount_fen', 'cause', 'reason', 'person'] as const;
const REQUIRED = COLUMNS.slice(0, 5);
const DECISIONS = ['confirm', 'adjust', 'waive'] as const;

const TEXTS = {
  header: {
    zh: '第一行要写列名：key,decision,amount_fen,cause,reason，可加 person',
    en: 'the first line names the columns: key,decision,amount_fen,cause,reason and optionally person',
  },
  empty: { zh: '没有任何决定', en: 'there is no decision in it' },
  noKey: { zh: '没有写 key', en: 'the key is missing' },
  decision: {
    zh: (text: string) => `decision 写 confirm、adjust 或 waive，不是“${text}”`,
    en: (text: string) => `decision is confirm, adjust or waive, not “${text}”`,
  },
  amount: {
    zh: (text: string) => `amount_fen 写整数的分，例如 15000，不是“${text}”`,
    en: (text: string) => `amount_fen is a whole number of fen such as 15000, not “${text}”`,
  },
  cause: {
    zh: (text: string) => `cause 写 ${CAUSES.join('、')} 之一，不是“${text}”`,
    en: (text: string) => `cause is one of ${CAUSES.join(', ')}, not “${text}”`,
  },
  columns: {
    zh: '列数和第一行不一样；理由里有逗号时用引号括起来',
    en: 'it has not as many columns as the first line; put a reason with commas in quotes',
  },
} as const;

/** Text of a csv in UTF-8 or UTF-16 with or without mark, else GB18030, as Excel and WPS save it. */
export function decisionText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** The decisions of a csv, or every line that cannot be read. Money in fen. */
export function readDecisions(
  text: string,
  lang: 'zh' | 'en',
): { lines: DecisionLine[] } | { bad: BadLine[] } {
  const [head, ...rows] = rowsOf(text);
  const names = head?.cells.map((name) => name.trim().toLowerCase()) ?? [];
  const known = names.every((name) => COLUMNS.some((column) => column === name));
  const once = new Set(names).size === names.length;
  if (!known || !once || !REQUIRED.every((name) => names.includes(name)))
    return { bad: [{ line: 1, message: TEXTS.header[lang] }] };
  if (rows.length === 0) return { bad: [{ line: 1, message: TEXTS.empty[lang] }] };
  const lines: DecisionLine[] = [];
  const bad: BadLine[] = [];
  for (const { cells, line } of rows) {
    const cell = (name: (typeof COLUMNS)[number]): string =>
      cells[names.indexOf(name)]?.trim() ?? '';
    const refuse = (message: string): void => void bad.push({ line, message });
    const decision = DECISIONS.find((each) => each === cell('decision').toLowerCase());
    const amount = cell('amount_fen');
    const why = cell('cause').toLowerCase();
    const cause = CAUSES.find((each) => each === why);
    // A repeat judged to be none is told by its verdict in place of a cause.
    const verdict = VERDICTS.find((each) => each === why);
    if (cells.length !== names.length) refuse(TEXTS.columns[lang]);
    else if (cell('key') === '') refuse(TEXTS.noKey[lang]);
    else if (decision === undefined) refuse(TEXTS.decision[lang](cell('decision')));
    else if (!/^\d{0,12}$/.test(amount)) refuse(TEXTS.amount[lang](amount));
    else if (why !== '' && cause === undefined && verdict === undefined)
      refuse(TEXTS.cause[lang](why));
    else {
      lines.push({
        line,
        request: {
          key: cell('key'),
          decision,
          amount_fen: amount === '' ? null : Number(amount),
          cause: cause ?? null,
          verdict: verdict ?? null,
          reason: cell('reason') || null,
          person: cell('person') || null,
        },
      });
    }
  }
  return bad.length > 0 ? { bad } : { lines };
}

/** Rows that hold anything, each with the line it begins on: quoted cells may hold line breaks. */
function rowsOf(text: string): { cells: string[]; line: number }[] {
  const rows: { cells: string[]; line: number }[] = [];
  let line = 1;
  let at = 0;
  const body = text.replace(/^\uFEFF/, '');
  Papa.parse<string[]>(body, {
    delimiter: ',',
    step: ({ data, meta }) => {
      if (data.some((cell) => cell.trim() !== '')) rows.push({ cells: data, line });
      line += (body.slice(at, meta.cursor).match(/\r\n|\r|\n/g) ?? []).length;
      at = meta.cursor;
    },
  });
  return rows;
}
