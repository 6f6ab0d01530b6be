// Entry of the kernel module (AssemblyScript, compiled by tools/kernels/build.mjs). Every function works on addresses in
// the one linear memory that the module exports and allocates nothing: JavaScript lays the memory out (kernels.ts).
// Buffers may be read up to 64 bytes beyond their end; the arena leaves that room after each of them.
export * from './resample';
export * from './convert';
export * from './boxes';
export * from './disc';
export * from './alpha';
export * from './fringe';
export * from './guided';
export * from './steady';
export * from './motion';
export * from './backdrop';
export * from './blend';

/** First address that belongs to nobody yet. */
export function heapBase(): usize {
  return __heap_base;
}
