/**
 * The command line. Exit codes: 0 done, 1 input refused (message on stderr, nothing changed), 2 wrong usage.
 */
import { join, resolve } from 'node:path';
import { PolicyInvalid } from '#queries/policy/policy.ts';
import { DatabaseBusy, DatabaseUnreadable } from '#queries/warehouse/errors.ts';
import { localTime } from '../server/clock.ts';
import type { Command, CommandContext } from './context.ts';
import { langOf } from './lang.ts';
import { systemProblem } from './system-problem.ts';

const COMPANY_ZONE = 'Asia/Shanghai';

/** Loaded one at a time: `import` needs no web server, `report` no spreadsheet reader. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  import: () => import('./commands/import.ts'),
  imports: () => import('./commands/imports.ts'),
  undo: () => import('./commands/undo.ts'),
  report: () => import('./commands/report.ts'),
  fines: () => import('./commands/fines.ts'),
  decide: () => import('./commands/decide.ts'),
  close: () => import('./commands/close.ts'),
  reopen: () => import('./commands/reopen.ts'),
  deductions: () => import('./commands/deductions.ts'),
  serve: () => import('./commands/serve.ts'),
  sample: () => import('./commands/sample.ts'),
  doctor: () => import('./commands/doctor.ts'),
};

const WORDS = {
  zh: {
    title: '售后月报。用法：aftercare 命令 [选项] [--db 文件]',
    unknown: (name: string) => `没有“${name}”这个命令`,
    dbMissing: '--db 后面要写数据库文件',
    busy: (path: string, pid: number | null) =>
      `数据库 ${path} 正被另一个程序使用${pid === null ? '' : `（进程 ${pid}）`}。先停止它再试；网页开着时就在网页里操作`,
    unreadable: (path: string, why: string) => `数据库 ${path} 不能用：${why}`,
    why: {
      folder: '这是一个文件夹。写数据库文件，例如 --db data/aftercare.duckdb',
      no_database: '这个文件不是数据库',
      foreign: '这是另一个程序的数据库，没有改动它',
      newer: '它是更新的版本写的，用那个版本打开',
      damaged: '文件已损坏。用备份换回它',
    },
  },
  en: {
    title: 'Aftercare. Usage: aftercare COMMAND [OPTIONS] [--db FILE]',
    unknown: (name: string) => `there is no command "${name}"`,
    dbMissing: '--db needs a database file',
    busy: (path: string, pid: number | null) =>
      `database ${path} is in use by another program${pid === null ? '' : ` (process ${pid})`}. Stop it first; while the web app runs, work there`,
    unreadable: (path: string, why: string) => `database ${path} cannot be used: ${why}`,
    why: {
      folder: 'it is a folder. Name the database file, such as --db data/aftercare.duckdb',
      no_database: 'the file is no database',
      foreign: 'it belongs to another program and was left as it is',
      newer: 'a newer version wrote it: open it with that one',
      damaged: 'the file is damaged. Put a copy back in its place',
    },
  },
} as const;

/** Runs one command line and gives the exit code. */
export async function main(
  argv: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const lang = langOf(env);
  const words = WORDS[lang];
  const stderr = (text: string): void => void process.stderr.write(text);
  const stdout = (text: string): void => void process.stdout.write(text);

  const args = [...argv];
  const dbAt = args.findIndex((arg) => arg === '--db' || arg.startsWith('--db='));
  let db: string | undefined;
  if (dbAt >= 0) {
    const [flag = ''] = args.splice(dbAt, 1);
    db = flag.startsWith('--db=') ? flag.slice('--db='.length) : args.splice(dbAt, 1)[0];
    if (db === undefined || db === '') {
      stderr(`${words.dbMissing}\n`);
      return 2;
    }
  }
  const [name, ...rest] = args;
  const load = name === undefined ? undefined : COMMANDS[name];
  if (load === undefined) {
    const help = name === undefined || name === 'help' || name === '--help' || name === '-h';
    (help ? stdout : stderr)(
      `${help ? '' : `${words.unknown(name ?? '')}\n`}${words.title}\n${await usages(lang)}\n`,
    );
    return help && name !== undefined ? 0 : 2;
  }
  const command = await load();
  const asked = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : rest.length);
  if (asked.includes('--help') || asked.includes('-h')) {
    stdout(`aftercare ${usageOf(command, lang)}\n`);
    return 0;
  }
  const dataDir = resolve(env.AFTERCARE_DATA ?? 'data');
  const ctx: CommandContext = {
    dataDir,
    dbPath: db === undefined ? join(dataDir, 'aftercare.duckdb') : resolve(db),
    dbNamed: db !== undefined,
    lang,
    stdout,
    stderr,
    nowMicros: Date.parse(`${localTime(COMPANY_ZONE)}Z`) * 1000,
  };
  try {
    return await command.run(rest, ctx);
  } catch (error) {
    if (error instanceof DatabaseBusy) {
      stderr(`${words.busy(error.path, error.pid)}\n`);
      return 1;
    }
    const unreadable =
      error instanceof DatabaseUnreadable ? error : DatabaseUnreadable.met(ctx.dbPath, error);
    if (unreadable !== null) {
      stderr(`${words.unreadable(unreadable.path, whyUnreadable(unreadable, lang))}\n`);
      return 1;
    }
    if (error instanceof PolicyInvalid) {
      stderr(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

function whyUnreadable({ why, cause }: DatabaseUnreadable, lang: 'zh' | 'en'): string {
  return why === 'system' ? systemProblem(cause, lang) : WORDS[lang].why[why];
}

function usageOf({ usage }: Command, lang: 'zh' | 'en'): string {
  return typeof usage === 'string' ? usage : usage[lang];
}

async function usages(lang: 'zh' | 'en'): Promise<string> {
  const lines: string[] = [];
  for (const load of Object.values(COMMANDS)) {
    lines.push(`  ${usageOf(await load(), lang)}`);
  }
  return lines.join('\n');
}
