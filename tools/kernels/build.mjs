// Compiles the AssemblyScript kernels into src/kernels/build/kernels.wasm, unless the sources and the compiler are the
// ones it was last built from. Same sources, same bytes. `--force` compiles in any case.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const sourceDir = join(root, 'src/kernels/assembly');
const buildDir = join(root, 'src/kernels/build');
const wasmFile = join(buildDir, 'kernels.wasm');
const stampFile = join(buildDir, 'kernels.sha256');

/** `stub`: no allocator, no collector. No `abort` import: kernels cannot fail, so the module imports nothing at all. */
const OPTIONS = [
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '-O3',
  '--noAssert',
  '--use',
  'abort=',
  '--initialMemory',
  '1',
];

function fingerprint() {
  const hash = createHash('sha256').update(JSON.stringify(OPTIONS));
  hash.update(readFileSync(join(root, 'node_modules/assemblyscript/package.json')));
  for (const name of readdirSync(sourceDir)
    .filter((file) => file.endsWith('.ts'))
    .sort()) {
    hash.update(name).update(readFileSync(join(sourceDir, name)));
  }
  return hash.digest('hex');
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Builds what is out of date and gives the path of the module. */
export async function buildKernels({ force = false } = {}) {
  const now = fingerprint();
  const wanted = () => `${now} ${createHash('sha256').update(readFileSync(wasmFile)).digest('hex')}\n`;
  const stamp = textOf(stampFile);
  if (!force && stamp.startsWith(now) && textOf(wasmFile) !== '' && stamp === wanted()) return wasmFile;
  const { default: asc } = await import('assemblyscript/asc');
  mkdirSync(buildDir, { recursive: true });
  const startedMs = performance.now();
  const { error, stderr } = await asc.main([
    relative(root, join(sourceDir, 'index.ts')),
    '--baseDir',
    root,
    '--outFile',
    relative(root, wasmFile),
    ...OPTIONS,
  ]);
  if (error) throw new Error(`kernels: ${error.message}\n${stderr.toString()}`);
  writeFileSync(stampFile, wanted());
  const bytes = readFileSync(wasmFile).length;
  console.log(`kernels: ${bytes} bytes in ${Math.round(performance.now() - startedMs)} ms`);
  return wasmFile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels({ force: process.argv.includes('--force') });
