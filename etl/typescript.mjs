/**
 * Runs the product's TypeScript as it stands. Loaded file by file, a command took a second and a half to begin and a reading
 * thread two thirds of one; so what an entry imports of the product's own files is put together by esbuild (a tenth of a
 * second) and kept until one of those files changes. Packages are left to Node.
 */
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '..');
/** Where tools keep such things. Not in `build`: the web build empties it while the command that asked for it runs. */
const FOLDER = join(ROOT, 'node_modules', '.cache', 'aftercare');

/** What else decides how the files are put together; the folder, because they hold their own addresses. */
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'etl/typescript.mjs'];

/** How long what was made of older files is kept: a running program may still load a part of it. */
const KEPT_MS = 2 * 24 * 3_600_000;

/**
 * Runs a TypeScript file.
 *
 * @param {string} entry its address, as `import.meta.resolve('./main.ts')`
 * @returns {Promise<any>} what it exports
 */
export async function run(entry) {
  const file = relative(ROOT, fileURLToPath(entry));
  const name = file.replace(/\.ts$/, '').replaceAll(/[\\/]/g, '-');
  let made = keptFor(name);
  if (made === null) {
    try {
      made = await put(file, name);
    } catch (error) {
      if (error?.syscall === undefined) throw error;
      // A project of somebody else's, a full disk: nothing can be kept.
      const { register } = await import('tsx/esm/api');
      register();
      return await import(entry);
    }
  }
  return await import(pathToFileURL(made).href);
}

/** What was put together before, null where any file has changed since. */
function keptFor(name) {
  try {
    const { root, inputs, made } = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
    const current = inputs.every(([file, stamp]) => stampOf(file) === stamp);
    const at = join(FOLDER, made);
    return root === ROOT && current && existsSync(at) ? at : null;
  } catch {
    return null;
  }
}

/** Changes whenever the file is written to. */
function stampOf(file) {
  const { mtimeMs, size } = statSync(join(ROOT, file));
  return `${mtimeMs} ${size}`;
}

/** Puts an entry and all it imports together, and notes of what. */
async function put(file, name) {
  const { build, stop } = await import('esbuild');
  mkdirSync(FOLDER, { recursive: true });
  const started = Date.now();
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { main: file },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outdir: join(FOLDER, 'out'),
    outExtension: { '.js': '.mjs' },
    metafile: true,
    write: false,
    logLevel: 'silent',
    plugins: [ownAddresses, dataOfPackages],
  }).finally(stop);
  const folder = join(FOLDER, `${name}-${randomUUID()}`);
  mkdirSync(folder);
  for (const { path, contents } of outputFiles) {
    writeFileSync(join(folder, relative(join(FOLDER, 'out'), path)), contents);
  }
  const made = `${relative(FOLDER, folder)}/main.mjs`;
  const files = [...Object.keys(metafile.inputs), ...SETTINGS];
  const inputs = files.map((input) => [
    input,
    // Changed meanwhile: nobody knows what was read of it, and the next start reads it once more.
    statSync(join(ROOT, input)).mtimeMs > started ? '' : stampOf(input),
  ]);
  const note = join(folder, 'note.json');
  writeFileSync(note, JSON.stringify({ root: ROOT, inputs, made }));
  // At once: another process finds the former note or this one whole.
  renameSync(note, join(FOLDER, `${name}.json`));
  removeOld(name, folder);
  return join(FOLDER, made);
}

/** A file finds what lies beside it by its own address, which is not that of what it was put into. */
const ownAddresses = {
  name: 'own-addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.')) return undefined;
      const contents = text
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.filename', JSON.stringify(path))
        .replaceAll('import.meta.dirname', JSON.stringify(resolve(path, '..')));
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};

/** Node imports no JSON without being told what it is. */
const dataOfPackages = {
  name: 'data-of-packages',
  setup({ onResolve }) {
    const { resolve: find } = createRequire(import.meta.url);
    onResolve({ filter: /^[^./#].*\.json$/ }, ({ path }) => ({ path: find(path) }));
  },
};

function removeOld(name, current) {
  for (const found of readdirSync(FOLDER)) {
    const path = join(FOLDER, found);
    if (path === current || !found.startsWith(`${name}-`) || found.endsWith('.json')) continue;
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true });
  }
}
