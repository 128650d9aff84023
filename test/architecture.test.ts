/** The house rules: which folder may import what. A second door fails here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const ALIASES: Record<string, string> = {
  '#app/': 'app/',
  '#etl/': 'etl/',
  '#queries/': 'queries/',
  '#sample-data/': 'sample-data/',
};

interface Import {
  readonly file: string;
  /** Package name, or the imported file relative to the project. */
  readonly target: string;
  readonly typeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .map((file) => join(folder, file));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [
    ...text.matchAll(/(?:^|\n)\s*(import|export)\s+(type\s)?[^;]*?\sfrom\s+['"]([^'"]+)['"]/g),
  ].map((match) => ({ name: match[3] ?? '', typeOnly: match[2] !== undefined }));
  const bare = [
    ...text.matchAll(/(?:^|\n)\s*import\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g),
  ].map((match) => ({
    name: match[1] ?? match[2] ?? '',
    typeOnly: false,
  }));
  return [...found, ...bare].map(({ name, typeOnly }) => ({
    file,
    target: targetOf(file, name),
    typeOnly,
  }));
}

function targetOf(file: string, name: string): string {
  if (name.startsWith('.')) return relative(root, resolve(root, file, '..', name));
  for (const [alias, folder] of Object.entries(ALIASES)) {
    if (name.startsWith(alias)) return folder + name.slice(alias.length);
  }
  return name;
}

const all = ['app', 'etl', 'queries', 'sample-data'].flatMap(sources).flatMap(importsOf);
const under = (folder: string) => (item: Import) => item.file.startsWith(`${folder}/`);
const breaking = (rule: (item: Import) => boolean) =>
  all.filter(rule).map((item) => `${item.file} → ${item.target}`);

describe('dependencies point one way', () => {
  test('queries imports neither etl nor app nor sample-data', () => {
    expect(
      breaking((i) => under('queries')(i) && /^(app|etl|sample-data|test)\//.test(i.target)),
    ).toEqual([]);
  });
  test('etl imports queries only', () => {
    expect(breaking((i) => under('etl')(i) && /^(app|sample-data|test)\//.test(i.target))).toEqual(
      [],
    );
  });
  test('the sample department shares nothing with the figures it checks', () => {
    expect(breaking((i) => under('sample-data')(i) && /^(app|queries)\//.test(i.target))).toEqual(
      [],
    );
  });
  test('nobody imports test', () => {
    expect(breaking((i) => i.target.startsWith('test/'))).toEqual([]);
  });
});

describe('each library has one place', () => {
  const only = (pattern: RegExp, places: RegExp) =>
    breaking((i) => pattern.test(i.target) && !places.test(i.file));
  test('DuckDB: warehouse and load', () => {
    expect(only(/^@duckdb\//, /^(queries\/warehouse|etl\/load)\//)).toEqual([]);
  });
  test('echarts: charts', () => {
    expect(only(/^echarts/, /^app\/charts\//)).toEqual([]);
  });
  test('exceljs, SheetJS and xlsxwriter: etl, export and the sample writers', () => {
    expect(
      only(/^(exceljs|@e965\/xlsx|wasm-xlsxwriter)/, /^(app\/export|etl|sample-data)\//),
    ).toEqual([]);
  });
});

test('the browser bundle never reaches the database or the importer', () => {
  const server = /\.server\.tsx?$/;
  const browserSide = (file: string) =>
    /^app\/(routes|components|charts|filters|format|i18n)\//.test(file) && !server.test(file);
  const allowed = /^queries\/(reports\/types|metrics\/|values\/|reports\/field-names)/;
  expect(
    breaking(
      (i) =>
        browserSide(i.file) &&
        !i.typeOnly &&
        (i.target.startsWith('etl/') ||
          (i.target.startsWith('queries/') && !allowed.test(i.target))),
    ),
  ).toEqual([]);
});

test('the browser checks no shapes: the server has, and the library for it would be a third of what every page loads', () => {
  // Of a route, what only its loader and action use stays on the server; test/e2e/http.test.ts looks at what is handed out.
  const shown = /^app\/(components|charts|filters|format|i18n|entry\.client)/;
  expect(
    breaking((i) => i.target === 'zod' && shown.test(i.file) && !i.file.includes('.server.')),
  ).toEqual([]);
});

test('pure modules know no clock, file system or database', () => {
  const pure = /^(etl\/(cells|recognise|sheets)|queries\/(values|metrics))\//;
  const files = ['etl', 'queries'].flatMap(sources).filter((file) => pure.test(file));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    expect(text, file).not.toMatch(/Date\.now\(|new Date\(\)|from 'node:fs|@duckdb/);
  }
});
