// The models that ship and what their tests have in common: where sources and references lie, how an entry is compiled,
// how answers are compared.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCatalog } from '../../tools/models/catalog.ts';
import { isBuilt } from '../../tools/models/catalog.ts';
import type { BuiltEntry } from '../../tools/models/catalog.ts';
import { compileTflite } from '../../tools/models/compile.ts';
import type { CompileOptions } from '../../tools/models/compile.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const PACKAGES = path.join(ROOT, 'node_modules');
export const SHARED = path.join(ROOT, '..', 'shared');
export const CATALOG_TEXT = readFileSync(path.join(ROOT, 'public', 'models', 'catalog.json'), 'utf8');
export const CATALOG = parseCatalog(CATALOG_TEXT);
export const BUILT = CATALOG.models.filter(isBuilt);

export function readSource({ source }: BuiltEntry): Uint8Array {
  const bytes = readFileSync(path.join(PACKAGES, source.package, source.file));
  return bytes.subarray(...(source.slice ?? [0]));
}

export function compileEntry(
  entry: BuiltEntry,
  options: Partial<CompileOptions> & Pick<CompileOptions, 'inputNames' | 'outputNames'>,
): Uint8Array {
  return compileTflite(readSource(entry), { name: entry.id, ...options }).bytes;
}

/** The sizes that a net ships to run at beside the usual one. */
export const moreSizesOf = ({ input }: BuiltEntry) => ('light' in input ? [input.light] : []);

export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Largest absolute difference; infinite between lists of different lengths. */
export function measureDifference(a: ArrayLike<number> = [], b: ArrayLike<number> = []): number {
  if (a.length !== b.length || a.length === 0) return Infinity;
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
  return most;
}

export function describeShapes(values: readonly unknown[] | null | undefined): unknown {
  type Described = {
    name: string;
    type: { tensorType: { shape: { dim: { dimValue: unknown; dimParam?: string }[] } } };
  };
  return (values as Described[]).map((value) => [
    value.name,
    ...value.type.tensorType.shape.dim.map((dim) => dim.dimParam || Number(dim.dimValue)),
  ]);
}
