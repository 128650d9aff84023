/** Uploads: multipart bodies onto a real disk, limits, names, and what people read when one is refused. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ImportDesk } from '#app/data/import-desk.ts';
import { takeUpload, UploadRefused } from '#app/data/upload.server.ts';
import { fixtureImportDesk } from './fixture-import-desk.ts';

let folder: string;
let taken: { name: string; text: string; path: string }[];
let desk: ImportDesk;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aftercare-uploads-'));
  taken = [];
  desk = {
    ...fixtureImportDesk(),
    // Does not exist yet, as on the first start.
    uploadDir: join(folder, 'uploads'),
    createDraft: async (files) => {
      for (const { name, path } of files) {
        taken.push({ name, path, text: readFileSync(path, 'utf8') });
      }
      return 'id';
    },
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function request(body: FormData | string, type?: string): Request {
  return new Request('http://desk.test/imports/upload', {
    method: 'POST',
    body,
    ...(type === undefined ? {} : { headers: { 'Content-Type': type } }),
  });
}

function form(files: [field: string, name: string, text: string][]): FormData {
  const body = new FormData();
  for (const [field, name, text] of files) body.append(field, new File([text], name));
  return body;
}

const refusal = async (made: Request, limits?: { fileBytes: number; files: number }) => {
  const error = await takeUpload(made, desk, null, 'zh', limits).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UploadRefused);
  expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
  expect(taken).toEqual([]);
  return error as UploadRefused;
};

test('files come through whole and in order, whatever their names', async () => {
  const text = 'x\r\n--y\r\n'.repeat(40_000);
  const id = await takeUpload(
    request(
      form([
        ['file', '十月.csv', '甲,乙'],
        ['encoded', encodeURIComponent('a;b="c" 100%.csv'), text],
        ['file', '', ''],
        ['file', 'C:\\台账\\九月.xls', '三'],
        ['encoded', '%E0%A4%A.csv', '四'],
      ]),
    ),
    desk,
    null,
    'zh',
  );
  expect(id).toBe('id');
  expect(taken.map(({ name, text: each }) => [name, each.length])).toEqual([
    ['十月.csv', 3],
    ['a;b="c" 100%.csv', text.length],
    ['九月.xls', 1],
    ['%E0%A4%A.csv', 1],
  ]);
  expect(taken[1]?.text).toBe(text);
  // What the desk did not move away is cleared.
  expect(taken.some(({ path }) => existsSync(path))).toBe(false);
});

test('a file beyond the limit is named, and nothing of the upload stays', async () => {
  const error = await refusal(
    request(
      form([
        ['file', '小.csv', '1'],
        ['file', '大.csv', 'x'.repeat(3_000)],
        ['file', '后.csv', '1'],
      ]),
    ),
    { fileBytes: 2_048, files: 9 },
  );
  expect(error.status).toBe(413);
  expect(error.message).toBe('“大.csv”超过 2 KB，没有上传。按月份拆成几个文件再传。');
});

test('a file of exactly the limit is taken', async () => {
  await takeUpload(request(form([['file', 'a.csv', 'x'.repeat(2_048)]])), desk, null, 'zh', {
    fileBytes: 2_048,
    files: 1,
  });
  expect(taken).toHaveLength(1);
});

test('too many files, none, and a broken body', async () => {
  const many = form([
    ['file', 'a.csv', '1'],
    ['file', 'b.csv', '1'],
  ]);
  expect((await refusal(request(many), { fileBytes: 9, files: 1 })).message).toContain('最多 1 个');
  expect((await refusal(request(form([])))).message).toBe('没有选到文件。');
  expect((await refusal(request('x', 'text/plain'))).message).toContain('断了');
  const type = 'multipart/form-data; boundary=z';
  const cut = '--z\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n1';
  expect((await refusal(request(cut, type))).message).toContain('断了');
  expect((await refusal(request(cut, 'multipart/form-data'))).message).toContain('断了');
});

test('the plain form of a page without scripts takes names with every character', async () => {
  const type = 'multipart/form-data; boundary=z';
  const part = (name: string) =>
    `--z\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n1\r\n`;
  const names = ['a;b=c.csv', "9月'报修'.csv", '%22急%22 100%.csv', '（市区），汇总.xlsx'];
  const body = `${names.map(part).join('')}--z--\r\n`;
  await takeUpload(request(body, type), desk, null, 'zh');
  expect(taken.map(({ name }) => name)).toEqual([
    'a;b=c.csv',
    "9月'报修'.csv",
    '"急" 100%.csv',
    '（市区），汇总.xlsx',
  ]);
});
