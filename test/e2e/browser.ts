/** One Chromium for all browser tests of a file: the one that comes with the packages, or `CHROME_PATH`. */
import { existsSync } from 'node:fs';
import {
  type Browser,
  type ConsoleMessage,
  type Page,
  chromium as playwright,
  type Request,
} from 'playwright-core';

/**
 * Not the package's own arguments: those are for one page in a function of a cloud, in a single process that
 * ends with its first page and without web security, which would hide what the content policy refuses.
 */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];

let browser: Promise<Browser> | null = null;

async function launch(): Promise<Browser> {
  const named = process.env.CHROME_PATH;
  if (named) return await playwright.launch({ executablePath: named });
  // The package unpacks its own copies of libnss3 and friends only where it believes to be on a bare server.
  const bare = ![
    '/lib/x86_64-linux-gnu',
    '/usr/lib/x86_64-linux-gnu',
    '/usr/lib64',
    '/usr/lib',
  ].some((dir) => existsSync(`${dir}/libnss3.so`));
  if (bare) process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs20.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  return await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ARGUMENTS,
    headless: true,
  });
}

export interface OpenPage {
  page: Page;
  /** Console errors, uncaught exceptions and refused requests so far: an unexpected one fails a test. */
  errors: string[];
}

/** A fresh page in a context of its own. */
export async function openPage(
  options: { width?: number; height?: number; dark?: boolean } = {},
): Promise<OpenPage> {
  browser ??= launch();
  const context = await (await browser).newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 1000 },
    colorScheme: options.dark ? 'dark' : 'light',
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  watchRequests(page);
  return { page, errors };
}

/** Ends the browser; the next `openPage` starts another. */
export async function closeBrowser(): Promise<void> {
  const running = browser;
  browser = null;
  await (await running)?.close();
}

/** How far the page can be scrolled sideways, in CSS pixels. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/** Requests of each page that are not answered yet, and when that last changed. */
const traffic = new WeakMap<Page, { readonly open: Set<Request>; since: number }>();

function watchRequests(page: Page): void {
  const own = { open: new Set<Request>(), since: Date.now() };
  const answered = (request: Request): void => {
    own.open.delete(request);
    own.since = Date.now();
  };
  page.on('request', (request) => {
    own.open.add(request);
    own.since = Date.now();
  });
  page.on('requestfinished', answered);
  page.on('requestfailed', answered);
  traffic.set(page, own);
}

/** What one answer leads to is asked for within a few milliseconds. */
const QUIET_MS = 100;
/** A request that a left page took with it is never reported as answered. */
const LOST_MS = 3000;

/** The page answering to clicks, with its fonts there and its charts drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
  const own = traffic.get(page);
  if (own === undefined) throw new Error('settled() is for pages of openPage()');
  while (Date.now() - own.since < (own.open.size === 0 ? QUIET_MS : LOST_MS)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}
