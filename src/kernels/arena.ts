// Who has which bytes of the kernels' memory. Blocks are taken once per size and given back when a size changes; a
// gap is reused. Views are made when needed and never kept: growing the memory detaches every older one.
import type { Address, Kernels } from './kernels';

/** Kernels read whole vectors and may run past the end of a block by this much; block starts keep as much before. */
const SPARE_BYTES = 64;
const PAGE_BYTES = 65536;

interface Block {
  readonly start: Address;
  readonly end: Address;
}

export interface Arena {
  /** A block of `bytes`, 16-byte aligned, zeroed, with readable room around it. */
  take(bytes: number): Address;
  give(address: Address): void;
  u8(address: Address, length: number): Uint8Array<ArrayBuffer>;
  i16(address: Address, length: number): Int16Array<ArrayBuffer>;
  u16(address: Address, length: number): Uint16Array<ArrayBuffer>;
  i32(address: Address, length: number): Int32Array<ArrayBuffer>;
  f32(address: Address, length: number): Float32Array<ArrayBuffer>;
  /** Size of the whole memory. */
  bytes(): number;
}

export function createArena(kernels: Kernels): Arena {
  const { memory } = kernels;
  const buffer = () => memory.buffer;
  const first = align(kernels.heapBase() + SPARE_BYTES);
  /** Sorted by address. */
  const blocks: Block[] = [];

  function place(size: number): { index: number; start: Address } {
    let start = first;
    for (const [index, block] of blocks.entries()) {
      if (block.start - start >= size) return { index, start };
      start = block.end;
    }
    return { index: blocks.length, start };
  }

  return {
    take(bytes) {
      const size = align(bytes + SPARE_BYTES);
      const { index, start } = place(size);
      const missing = start + size - buffer().byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
      blocks.splice(index, 0, { start, end: start + size });
      new Uint8Array(buffer(), start, size).fill(0);
      return start;
    },
    give(address) {
      const index = blocks.findIndex((block) => block.start === address);
      if (index >= 0) blocks.splice(index, 1);
    },
    u8: (address, length) => new Uint8Array(buffer(), address, length),
    i16: (address, length) => new Int16Array(buffer(), address, length),
    u16: (address, length) => new Uint16Array(buffer(), address, length),
    i32: (address, length) => new Int32Array(buffer(), address, length),
    f32: (address, length) => new Float32Array(buffer(), address, length),
    bytes: () => buffer().byteLength,
  };
}

function align(value: number): number {
  return (value + 15) & ~15;
}
