/** `aftercare serve`: the web app over one database, until the process is told to stop. */

import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { Desk } from '../../data/desk.ts';
import { localTime } from '../../server/clock.ts';
import { createHttpServer } from '../../server/http-server.ts';
import {
  buildWeb,
  CLIENT_DIR,
  isBuilt,
  isOutdated,
  loadBuild,
  PROJECT_DIR,
} from '../../server/web-build.ts';
import type { CommandContext } from '../context.ts';
import { parseFlags } from '../flags.ts';

const DEFAULT_PORT = 3000;
const DEFAULT_HOST = '127.0.0.1';
const TIME_ZONE = 'Asia/Shanghai';

/** Requests still running at the end get this long; then their connections are cut. */
const DRAIN_MS = 3_000;
const LINGER_MS = 500;

/** A request may take this long to arrive: half a gigabyte over a slow line. Node's own five minutes would cut it. */
const UPLOAD_MS = 60 * 60_000;

const WORDS = {
  zh: {
    badPort: (text: string) => `端口“${text}”不能用，写 0 到 65535 的整数，例如 --port 3000`,
    portBusy: (port: number) => `端口 ${port} 已被占用。换一个，例如 --port ${port + 1}`,
    portDenied: (port: number) => `没有权限用端口 ${port}。换成 1024 以上的，例如 --port 3000`,
    badHost: (host: string) =>
      `地址“${host}”不是本机的。只在本机看用 127.0.0.1，全网可看用 0.0.0.0`,
    building: '正在生成网页，约一分钟，只在第一次启动或更新后…',
    buildFailed: '网页没有生成：',
    starting: '正在启动，稍后刷新',
    signIn: (url: string) => `登录链接 ${url}（还没有账号，打开即可使用）`,
    open: (host: string) => `注意：${host} 上同一网络的人都能打开，还没有账号保护`,
    stopping: '正在停止…',
  },
  en: {
    badPort: (text: string) =>
      `port "${text}" is no port: give an integer from 0 to 65535, such as --port 3000`,
    portBusy: (port: number) => `port ${port} is in use. Take another, such as --port ${port + 1}`,
    portDenied: (port: number) =>
      `no permission for port ${port}. Take one above 1024, such as --port 3000`,
    badHost: (host: string) =>
      `address "${host}" is not this machine's. Use 127.0.0.1 for this machine, 0.0.0.0 for the network`,
    building: 'building the pages, about a minute, only at the first start and after updates…',
    buildFailed: 'the pages were not built:',
    starting: 'starting: reload in a moment',
    signIn: (url: string) => `sign-in link ${url} (no accounts yet: it simply opens the app)`,
    open: (host: string) =>
      `note: on ${host} everyone in the network can open it; there are no accounts yet`,
    stopping: 'stopping…',
  },
} as const;

const packageFile = z.object({ version: z.string() });

function productVersion(): string {
  return packageFile.parse(JSON.parse(readFileSync(join(PROJECT_DIR, 'package.json'), 'utf8')))
    .version;
}

const portText = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((port) => port <= 65_535);

/** A refusal to listen, in words, or null for errors that are not about address and port. */
function listenProblem(
  error: unknown,
  port: number,
  host: string,
  lang: 'zh' | 'en',
): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return WORDS[lang].portBusy(port);
  if (code === 'EACCES') return WORDS[lang].portDenied(port);
  if (
    code === 'EADDRNOTAVAIL' ||
    code === 'ENOTFOUND' ||
    code === 'EAI_AGAIN' ||
    code === 'EINVAL'
  ) {
    return WORDS[lang].badHost(host);
  }
  return null;
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.requestTimeout = UPLOAD_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
    server.listen(port, host);
  });
}

/** Resolves when the process is told to stop. A second signal ends it at once, as people expect. */
async function untilStopped(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

async function close(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}

export const name = 'serve';

export const usage = {
  zh: 'serve [--port 端口] [--host 地址]    打开网页（默认 http://127.0.0.1:3000）',
  en: 'serve [--port P] [--host H]    opens the web app (http://127.0.0.1:3000 by default)',
} as const;

/** What opens the database; tests give a desk of their own. */
export type OpenDesk = (ctx: CommandContext) => Promise<{ desk: Desk; close: () => Promise<void> }>;

async function openRealDesk(ctx: CommandContext) {
  const { openDesk } = await import('../../data/open-desk.server.ts');
  return await openDesk(ctx);
}

/** Exit codes: 0 stopped on request · 1 could not serve · 2 wrong usage. */
export async function run(
  args: string[],
  ctx: CommandContext,
  openDesk: OpenDesk = openRealDesk,
): Promise<number> {
  const words = WORDS[ctx.lang];
  let options: { port?: string | undefined; host?: string | undefined };
  try {
    options = parseFlags(
      {
        args,
        options: { port: { type: 'string' }, host: { type: 'string' } },
      },
      ctx.lang,
    ).values;
  } catch (error) {
    ctx.stderr(`${error instanceof Error ? error.message : String(error)}\n${usage[ctx.lang]}\n`);
    return 2;
  }
  const port = portText.safeParse(options.port ?? String(DEFAULT_PORT));
  if (!port.success) {
    ctx.stderr(`${words.badPort(options.port ?? '')}\n`);
    return 2;
  }
  const host = options.host ?? DEFAULT_HOST;
  // The port first: that it is taken shows before minutes of work for it are done. Until they are, it asks for patience.
  let answer: RequestListener = (_request, response) => {
    response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '5' });
    response.end(`${words.starting}\n`);
  };
  const server = createServer((request, response) => answer(request, response));
  try {
    await listen(server, port.data, host);
  } catch (error) {
    const problem = listenProblem(error, port.data, host, ctx.lang);
    if (problem === null) throw error;
    ctx.stderr(`${problem}\n`);
    return 1;
  }
  try {
    if (!(await builtWeb(ctx))) return 1;
    const { desk, close: closeDesk } = await openDesk(ctx);
    try {
      answer = createHttpServer({
        desk,
        build: await loadBuild(),
        clientDir: CLIENT_DIR,
        version: productVersion(),
        now: () => localTime(TIME_ZONE),
      });
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port.data;
      const shownHost = host.includes(':') ? `[${host}]` : host;
      const url = `http://${shownHost}:${bound}`;
      ctx.stdout(`ready ${url}\n${words.signIn(`${url}/`)}\n`);
      if (host !== DEFAULT_HOST && host !== 'localhost' && host !== '::1') {
        ctx.stderr(`${words.open(host)}\n`);
      }
      await untilStopped();
      ctx.stderr(`${words.stopping}\n`);
      await close(server);
      // Timers the framework keeps for answers long sent must not hold a stopped process; without any it ends sooner.
      setTimeout(() => process.exit(0), LINGER_MS).unref();
      return 0;
    } finally {
      await closeDesk();
    }
  } finally {
    if (server.listening) await close(server);
  }
}

/** Builds the pages where they are missing or older than their sources; false where that fails, which is said. */
async function builtWeb(ctx: CommandContext): Promise<boolean> {
  const words = WORDS[ctx.lang];
  if (isBuilt() && !isOutdated()) return true;
  ctx.stderr(`${words.building}\n`);
  try {
    await buildWeb(() => {});
    return true;
  } catch (error) {
    ctx.stderr(`${words.buildFailed}\n${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
}
