/** The server as scripts and browsers see it, without a browser: answers, refusals, headers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '#app/cli/commands/serve.ts';
import type { Desk } from '#app/data/desk.ts';
import { CLIENT_DIR } from '#app/server/web-build.ts';
import { fixtureDesk, LATE_TICKET, MONTH } from '../app/fixture-desk.ts';
import { type RunningServer, serveDesk } from './server.ts';

let server: RunningServer;
let sampleServer: RunningServer;
let brokenServer: RunningServer;

beforeAll(async () => {
  const broken: Desk = {
    ...fixtureDesk(),
    overview: () => Promise.reject(new Error('数据库文件读不出，换回备份')),
  };
  server = await serveDesk(fixtureDesk());
  sampleServer = await serveDesk(fixtureDesk({ sample: true }));
  brokenServer = await serveDesk(broken);
});
afterAll(async () => {
  await Promise.all([server?.close(), sampleServer?.close(), brokenServer?.close()]);
});

const get = (path: string, init?: RequestInit) => fetch(server.url + path, init);

describe('answers for scripts', () => {
  test('health has version and watermark', async () => {
    const answer = await get('/health');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: 'ok',
      version: '0.0.0-test',
      watermark: '2026-10-31T18:00:00',
    });
  });

  test('the report of a month', async () => {
    const answer = await get(`/api/report?month=${MONTH}`);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.json()).toEqual(await fixtureDesk().report(MONTH));
  });

  test('fines carry the stable names only', async () => {
    const fines = await (await get(`/api/fines?month=${MONTH}`)).json();
    expect(fines).toHaveLength(11);
    expect(Object.keys(fines[0]).sort()).toEqual(
      [
        'amount_fen',
        'amount_max_fen',
        'amount_min_fen',
        'cause',
        'clause',
        'employee_no',
        'evidence',
        'key',
        'month',
        'needs_cause',
        'occurred_at',
        'person',
        'reason',
        'rule',
        'state',
        'subject',
      ].sort(),
    );
    expect(Object.keys(fines[0].evidence[0].source).sort()).toEqual(
      ['batch', 'column', 'file', 'row', 'sheet', 'value'].sort(),
    );
    const keys = fines.map((fine: { key: string }) => fine.key);
    expect(keys).toEqual([...keys].sort());
  });

  test.each(['/api/report', '/api/fines', '/data/tickets.arrow', '/export/summary.xlsx'])(
    '%s refuses a month that is not YYYY-MM',
    async (path) => {
      for (const search of ['', '?month=2026-13', '?month=10']) {
        const answer = await get(path + search);
        expect(answer.status, search).toBe(400);
        expect(await answer.json()).toEqual({ error: 'bad_parameter', parameter: 'month' });
      }
    },
  );

  test('the workbook comes as a file with its Chinese name', async () => {
    const answer = await get(`/export/summary.xlsx?month=${MONTH}`);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="aftercare-2026-10.xlsx"; filename*=UTF-8''${encodeURIComponent('售后月报-2026-10.xlsx')}`,
    );
    expect(await answer.text()).toBe('workbook');
    expect((await get(`/data/tickets.arrow?month=${MONTH}`)).headers.get('content-type')).toBe(
      'application/vnd.apache.arrow.stream',
    );
  });
});

test('no script of the pages holds the library that checks shapes: it would be a fifth of what every page loads', () => {
  const assets = join(CLIENT_DIR, 'assets');
  const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'));
  const holding = (text: string) =>
    scripts.filter((file) => readFileSync(join(assets, file), 'utf8').includes(text));
  expect(holding('ZodError')).toEqual([]);
  // The texts of both languages are there, so a name that is not was looked for at the right place.
  expect(holding('月度总览')).not.toEqual([]);
});

describe('pages without a browser', () => {
  test('the overview is whole before any script runs', async () => {
    const answer = await get('/');
    // The renderer marks the seams between texts with comments.
    const html = (await answer.text()).replaceAll('<!-- -->', '');
    expect(answer.status).toBe(200);
    for (const text of [
      '服务及时率',
      '94.9%',
      '693/730',
      '差 0.1 个百分点',
      '单据链哪里断了',
      '草稿',
      '2 天前导入',
    ]) {
      expect(html).toContain(text);
    }
    expect(html).toContain('<title>2026年10月 月度总览 · 售后月报</title>');
  });

  test('no page holds a zero byte, which a browser shows as �', async () => {
    for (const path of ['/', '/tickets', '/fines', '/policy', '/imports', '/imports/12?undo=1']) {
      const page = new Uint8Array(await (await get(path)).arrayBuffer());
      expect(page.length, path).toBeGreaterThan(10_000);
      expect(page.indexOf(0), path).toBe(-1);
    }
  });

  test('the language follows the address and is remembered', async () => {
    const chosen = await get('/?lang=en');
    expect(await chosen.text()).toContain('lang="en"');
    const cookie = chosen.headers.get('set-cookie')?.split(';')[0] ?? '';
    const html = await (await get('/tickets', { headers: { Cookie: cookie } })).text();
    expect(html).toContain('284 tickets');
    expect(await (await get('/tickets')).text()).toContain('284 单');
  });

  test('a ticket shows where each value was typed', async () => {
    const html = await (await get(`/tickets/${LATE_TICKET}`)).text();
    for (const text of [
      'L127',
      '10月售后台账.xls',
      '上半月',
      '路上堵车',
      '3 时 35 分',
      '超 35 分',
    ]) {
      expect(html).toContain(text);
    }
  });

  test.each([
    ['/nowhere', 404, '没有这一页'],
    ['/tickets/none', 404, '没有这一页'],
    ['/?month=2026-13', 400, '月份写成 2026-10 这样'],
    ['/tickets?stage=lunch', 400, 'stage'],
    ['/?month=2025-01', 200, '2025年1月还没有数据'],
  ])('%s answers %d and says what to do', async (path, status, text) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(text);
  });

  test('a failure is a page in words and never a stack', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const answer = await fetch(`${brokenServer.url}/`);
    const html = await answer.text();
    // The administrator's log has it, the page does not.
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
    expect(answer.status).toBe(500);
    expect(html).toContain('这一页没有打开');
    expect(html).not.toContain('.ts:');
    expect(html).not.toContain('node_modules');
  });
});

describe('safety', () => {
  test('every answer carries the security headers, each page a nonce of its own', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/', '/health', '/nowhere', '/favicon.svg']) {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
      nonces.add(policy.match(/'nonce-([^']+)'/)?.[1] ?? '');
    }
    expect(nonces.size).toBe(5);
  });

  test('scripts in the page all carry the nonce', async () => {
    const answer = await get('/');
    const nonce = answer.headers.get('content-security-policy')?.match(/'nonce-([^']+)'/)?.[1];
    const scripts = [...(await answer.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(2);
    for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`);
  });

  test('files with a hash in their name are kept for good', async () => {
    const asset = (await (await get('/')).text()).match(/\/assets\/[\w.-]+\.css/)?.[0] ?? '';
    const { status, headers } = await get(asset);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toContain('immutable');
  });

  test('a write from another site is refused', async () => {
    const post = (origin?: string) =>
      fetch(`${sampleServer.url}/sample/empty`, {
        method: 'POST',
        redirect: 'manual',
        headers: origin === undefined ? {} : { Origin: origin },
      });
    expect((await post('http://evil.test')).status).toBe(403);
    expect((await post('null')).status).toBe(403);
    expect(await (await fetch(`${sampleServer.url}/`)).text()).toContain('现在是示例数据');
    expect((await post(sampleServer.url)).status).toBe(302);
    const emptied = await (await fetch(`${sampleServer.url}/`)).text();
    expect(emptied).not.toContain('现在是示例数据');
    expect(emptied).toContain('还没有数据');
  });
});

describe('the serve command', () => {
  const serve = async (args: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const ctx = {
      dataDir: '/nowhere',
      dbPath: '/nowhere/aftercare.duckdb',
      dbNamed: true,
      lang: 'zh' as const,
      stdout: (text: string) => void out.push(text),
      stderr: (text: string) => void err.push(text),
      nowMicros: 0,
    };
    let opened = 0;
    const open = async () => {
      opened += 1;
      return { desk: fixtureDesk(), close: async () => undefined };
    };
    const code = await run(args, ctx, open);
    return { code, out: out.join(''), err: err.join(''), opened };
  };

  test.each([['--port', '70000'], ['--port', 'x'], ['--port', ''], ['--speed', '9'], ['extra']])(
    'wrong usage: %s %s',
    async (...args) => {
      const { code, err, out } = await serve(args);
      expect(code).toBe(2);
      expect(err).not.toBe('');
      expect(out).toBe('');
    },
  );

  test('a taken port: says so, names another, before anything is opened', async () => {
    const port = new URL(server.url).port;
    const { code, err, opened } = await serve(['--port', port]);
    expect(code).toBe(1);
    expect(err).toContain(`端口 ${port} 已被占用`);
    expect(opened).toBe(0);
  });

  test('an address that is not this machine’s', async () => {
    const { code, err, opened } = await serve(['--port', '0', '--host', '203.0.113.7']);
    expect(code).toBe(1);
    expect(err).toContain('203.0.113.7');
    expect(opened).toBe(0);
  });
});
