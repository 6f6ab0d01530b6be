/**
 * Reads FlatBuffers tables by field number, for schemas too large to be worth generating code for.
 * Every access is checked against the end of the file, because the flatbuffers package reads past it silently
 * and a truncated model would otherwise turn into a wrong one.
 */
import { ByteBuffer } from 'flatbuffers';
import { ModelError } from './graph.ts';

export class Table {
  constructor(
    private readonly buffer: ByteBuffer,
    private readonly position: number,
  ) {}

  static openRoot(bytes: Uint8Array, identifier: string): Table {
    const found = String.fromCharCode(...bytes.subarray(4, 8));
    if (found !== identifier) {
      throw new ModelError(`Not a ${identifier} file: its identifier reads ${JSON.stringify(found)}`);
    }
    const buffer = new ByteBuffer(bytes);
    return new Table(buffer, follow(buffer, 0));
  }

  readUint8(field: number, fallback = 0): number {
    const at = this.locate(field, 1);
    return at === 0 ? fallback : this.buffer.readUint8(at);
  }

  readInt8(field: number, fallback = 0): number {
    const at = this.locate(field, 1);
    return at === 0 ? fallback : this.buffer.readInt8(at);
  }

  readInt32(field: number, fallback = 0): number {
    const at = this.locate(field, 4);
    return at === 0 ? fallback : this.buffer.readInt32(at);
  }

  readString(field: number): string {
    return new TextDecoder().decode(this.readBytes(field));
  }

  readTable(field: number): Table | undefined {
    const at = this.locate(field, 4);
    return at === 0 ? undefined : new Table(this.buffer, follow(this.buffer, at));
  }

  readTables(field: number): Table[] {
    const { start, length } = this.locateVector(field, 4);
    return Array.from({ length }, (_, i) => new Table(this.buffer, follow(this.buffer, start + 4 * i)));
  }

  readInt32s(field: number): number[] {
    const { start, length } = this.locateVector(field, 4);
    return Array.from({ length }, (_, i) => this.buffer.readInt32(start + 4 * i));
  }

  /** A view, not a copy. */
  readBytes(field: number): Uint8Array {
    const { start, length } = this.locateVector(field, 1);
    return this.buffer.bytes().subarray(start, start + length);
  }

  private locate(field: number, size: number): number {
    check(this.buffer, this.position, 4);
    const vtable = this.position - this.buffer.readInt32(this.position);
    check(this.buffer, vtable, 4);
    const entry = 4 + 2 * field;
    if (entry >= this.buffer.readInt16(vtable)) return 0;
    check(this.buffer, vtable + entry, 2);
    const offset = this.buffer.readInt16(vtable + entry);
    if (offset === 0) return 0;
    check(this.buffer, this.position + offset, size);
    return this.position + offset;
  }

  private locateVector(field: number, elementSize: number): { start: number; length: number } {
    const at = this.locate(field, 4);
    if (at === 0) return { start: 0, length: 0 };
    const vector = follow(this.buffer, at);
    const length = this.buffer.readUint32(vector);
    check(this.buffer, vector + 4, length * elementSize);
    return { start: vector + 4, length };
  }
}

function follow(buffer: ByteBuffer, at: number): number {
  check(buffer, at, 4);
  const target = at + buffer.readUint32(at);
  check(buffer, target, 4);
  return target;
}

function check(buffer: ByteBuffer, at: number, size: number): void {
  if (at < 0 || at + size > buffer.capacity()) {
    throw new ModelError(
      `The file is truncated or damaged: it refers to bytes ${String(at)} to ${String(at + size)} of ${String(buffer.capacity())}`,
    );
  }
}
