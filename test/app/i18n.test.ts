/** Both dictionaries say the same things. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { en } from '#app/i18n/en.ts';
import { translator } from '#app/i18n/index.ts';
import { requestLang } from '#app/i18n/lang.ts';
import { zh } from '#app/i18n/zh.ts';

interface Dictionary {
  [key: string]: string | Dictionary;
}

function entries(dictionary: Dictionary, path = ''): [string, string][] {
  return Object.entries(dictionary).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : entries(value, `${path}${key}.`),
  );
}

/** A key without the form it has for a number. */
const plain = (key: string) => key.replace(/_(one|other)$/, '');
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe('dictionaries', () => {
  test('have the same keys', () => {
    const keys = (dictionary: Dictionary) =>
      [...new Set(entries(dictionary).map(([key]) => plain(key)))].sort();
    expect(keys(en)).toEqual(keys(zh));
  });

  test('every English counted text has both forms, no Chinese one has a form of its own for one', () => {
    const englishKeys = new Set(entries(en).map(([key]) => key));
    for (const key of englishKeys) {
      if (key.endsWith('_one')) expect(englishKeys).toContain(key.replace(/_one$/, '_other'));
      if (key.endsWith('_other')) expect(englishKeys).toContain(key.replace(/_other$/, '_one'));
    }
    expect(entries(zh).filter(([key]) => key.endsWith('_one'))).toEqual([]);
  });

  test('fill in the same values', () => {
    const english = new Map(entries(en));
    for (const [key, text] of entries(zh)) {
      const other = english.get(key) ?? '';
      const wanted = placeholders(text);
      // The form for one may spell the number out.
      expect(
        placeholders(other).filter((name) => name !== 'count'),
        key,
      ).toEqual(wanted.filter((name) => name !== 'count'));
    }
  });

  test('keep the product’s manner: no 请, no 您, no 罚款, no exclamation marks', () => {
    for (const [key, text] of [...entries(zh), ...entries(en)]) {
      expect(text, key).not.toMatch(/请|您|罚|[!！]/);
    }
  });

  test('choose the form by number', () => {
    const t = translator('en');
    expect(t('tickets.count', { count: 1 })).toBe('1 ticket');
    expect(t('tickets.count', { count: 2 })).toBe('2 tickets');
    expect(translator('zh')('tickets.count', { count: 1 })).toBe('1 单');
  });
});

test('pages and components hold no Chinese text of their own', () => {
  const root = join(import.meta.dirname, '../../app');
  const files = ['routes', 'components'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.tsx'))
      .map((file) => join(root, folder, file)),
  );
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const code = readFileSync(file, 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/\/\/.*$/gm, '');
    expect(code, file).not.toMatch(/[\u4e00-\u9fff]/);
  }
});

describe('the language of a request', () => {
  const ask = (search: string, cookie?: string) =>
    requestLang(
      new Request(
        `http://desk.test/${search}`,
        cookie === undefined ? {} : { headers: { Cookie: cookie } },
      ),
    );

  test('the URL first, then the cookie, else Chinese', () => {
    expect(ask('')).toEqual({ lang: 'zh', setCookie: null });
    expect(ask('', 'a=b; aftercare_lang=en')).toEqual({ lang: 'en', setCookie: null });
    expect(ask('?lang=zh', 'aftercare_lang=en').lang).toBe('zh');
    expect(ask('?lang=xx', 'aftercare_lang=en').lang).toBe('en');
    expect(ask('', 'aftercare_lang=<script>').lang).toBe('zh');
    expect(ask('?lang=en').setCookie).toContain('aftercare_lang=en;');
  });
});
