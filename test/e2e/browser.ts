/**
 * One Chromium for all browser tests of a process, with which it ends: the one that comes with the packages, or `CHROME_PATH`.
 */
import { existsSync } from 'node:fs';
import {
  type Browser,
  type ConsoleMessage,
  type Page,
  chromium as playwright,
  type Request,
} from 'playwright-core';
import { expect } from 'vitest';

/**
 * Not the package's own arguments: those are for one page in a function of a cloud, in a single process that
 * ends with its first page and without web security, which would hide what the content policy refuses.
 */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--font-render-hinting=none',
  // One process for all pages keeps scripts and fonts from one to the next.
  '--process-per-site',
];

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

/** Pages nobody is at, each in a context of its own: a browser that has seen the scripts shows them in half the time. */
const idle: Page[] = [];

interface Look {
  width?: number;
  height?: number;
  dark?: boolean;
}

/** How long an awaited element may take to come. */
const PATIENCE_MS = 30_000;

/** A page without cookies and storage. `leave` it at the end. */
export async function openPage(look: Look = {}): Promise<OpenPage> {
  browser ??= launch();
  const page = idle.pop() ?? (await newPage(await browser));
  // A test before may have had less patience.
  page.setDefaultTimeout(PATIENCE_MS);
  await setLook(page, look);
  const errors: string[] = [];
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  watchRequests(page);
  return { page, errors };
}

async function newPage(running: Browser): Promise<Page> {
  const context = await running.newContext({ locale: 'zh-CN' });
  return await context.newPage();
}

async function setLook(page: Page, { width, height, dark }: Look): Promise<void> {
  await page.setViewportSize({ width: width ?? 1440, height: height ?? 1000 });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', media: null });
}

/** Done with a page: it forgets everything and waits for the next test. */
export async function leave(page: Page): Promise<void> {
  // A page that was never anywhere has none to clear.
  if (page.url() !== 'about:blank') {
    await page.evaluate(() => {
      sessionStorage.clear();
      localStorage.clear();
    });
  }
  for (const event of ['console', 'pageerror', 'request', 'requestfinished', 'requestfailed'])
    page.removeAllListeners(event);
  await page.context().clearCookies();
  await page.mouse.move(0, 0);
  await page.goto('about:blank');
  idle.push(page);
}

/**
 * A page as a phone shows it in the dark, a window half as wide as a screen and a screen in the light: nothing to scroll
 * sideways, one first heading and no level left out, a name on all that can be used, room for the words of each button,
 * no error. One change of light only, since it draws all charts anew. The page stays open, on the screen in the light.
 */
export async function expectToHoldUp(url: string): Promise<OpenPage> {
  const looks = [{ width: 390, dark: true }, { width: 860 }, { width: 1440 }];
  const { page, errors } = await openPage(looks[0]);
  await page.goto(url);
  for (const look of looks) {
    await setLook(page, look);
    await settled(page);
    expect(await sidewaysScroll(page), `${url} at ${look.width}`).toBe(0);
    expect(await page.evaluate(findUntidy), `${url} at ${look.width}`).toEqual({
      h1: 1,
      jumps: [],
      unnamed: [],
      scopeless: 0,
      cut: [],
    });
  }
  expect(errors).toEqual([]);
  return { page, errors };
}

/** Runs in the page. */
function findUntidy(): {
  h1: number;
  jumps: number[];
  unnamed: string[];
  scopeless: number;
  cut: string[];
} {
  const visible = (element: Element) => element.getClientRects().length > 0;
  const levels = [...document.querySelectorAll('h1,h2,h3,h4')]
    .filter(visible)
    .map((heading) => Number(heading.tagName.slice(1)));
  return {
    h1: levels.filter((level) => level === 1).length,
    jumps: levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1),
    unnamed: [...document.querySelectorAll('a,button,[role=img],table')]
      .filter(visible)
      .filter(
        (element) =>
          !element.getAttribute('aria-label') &&
          !element.textContent?.trim() &&
          !element.querySelector('caption'),
      )
      .map((element) => element.outerHTML.slice(0, 120)),
    scopeless: document.querySelectorAll('thead th:not([scope]), tbody th:not([scope])').length,
    cut: [...document.querySelectorAll('.btn')]
      .filter((button) => visible(button) && button.scrollWidth > button.clientWidth)
      .map((button) => button.textContent ?? ''),
  };
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
