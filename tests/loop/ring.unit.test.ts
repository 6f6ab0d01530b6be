import { expect, it } from 'vitest';
import { createRing, cut, type Piece } from '../../src/loop/ring';

const features = { thumb: new Float32Array(0), light: 0 };
/** Thirty pictures a second, a key frame each second, all of one size. */
const piece = (n: number, bytes = 1000): Piece => ({
  isKey: n % 30 === 0,
  timestampUs: Math.round((n * 1e6) / 30),
  data: new Uint8Array(bytes),
  features,
});

it('keeps the last twenty seconds, and begins with a key frame whatever was dropped', () => {
  const ring = createRing();
  for (let n = 0; n < 45 * 30; n++) {
    ring.add(piece(n));
    expect(ring.pieces[0]?.isKey).toBe(true);
    expect(ring.spanMs).toBeLessThanOrEqual(20_000);
  }
  expect(ring.spanMs).toBeGreaterThan(18_500);
  expect(ring.pieces.at(-1)?.timestampUs).toBe(piece(45 * 30 - 1).timestampUs);
  expect(ring.bytes).toBe(ring.pieces.length * 1000);
});

it('holds no more bytes than it may, whatever the encoder makes of them', () => {
  const ring = createRing({ seconds: 20, bytes: 100_000 });
  for (let n = 0; n < 300; n++) {
    ring.add(piece(n, n < 150 ? 500 : 3000));
    expect(ring.bytes).toBeLessThanOrEqual(100_000);
  }
  expect(ring.pieces.length).toBeGreaterThan(0);
});

it('begins with the first key frame that comes, and is empty when it was cleared', () => {
  const ring = createRing();
  for (let n = 10; n < 40; n++) ring.add(piece(n));
  expect(ring.pieces[0]?.timestampUs).toBe(1e6);
  ring.clear();
  expect([ring.pieces.length, ring.bytes, ring.spanMs]).toEqual([0, 0, 0]);
});

it('a cut anywhere comes with the key frame that it needs', () => {
  const pieces = Array.from({ length: 90 }, (_, n) => piece(n));
  const { lead, shown } = cut(pieces, 44, 70);
  expect(lead.map(({ timestampUs }) => timestampUs)).toEqual(
    pieces.slice(30, 44).map(({ timestampUs }) => timestampUs),
  );
  expect(lead[0]?.isKey).toBe(true);
  expect(shown).toEqual(pieces.slice(44, 71));
  expect(cut(pieces, 60, 61).lead).toEqual([]);
});
