/*
 * The demo picture's pure parts: the frame code survives blur, noise and scaling, never
 * reads a number out of a picture that carries none, and the stripes fade with blur.
 */
import { describe, expect, it } from 'vitest';
import { BACKGROUND_CODE, BODY_CODE, CODE_RANGE, encodeWord, type CodePlace } from '../../src/sources/demo/code-word';
import { readCounter, type Picture } from '../../src/sources/demo/counter-reader';
import { poseAt } from '../../src/sources/demo/motion';
import { measureStripes, STRIPES } from '../../src/sources/demo/stripes';

const WIDTH = 1280;
const HEIGHT = 720;

class Luma implements Picture {
  readonly data: Uint8Array;
  constructor(
    readonly width = WIDTH,
    readonly height = HEIGHT,
    level = 170,
  ) {
    this.data = new Uint8Array(width * height).fill(level);
  }

  fill(x: number, y: number, w: number, h: number, level: number): this {
    for (let row = y; row < y + h; row++) this.data.fill(level, row * this.width + x, row * this.width + x + w);
    return this;
  }

  code(n: number, place: CodePlace, on: number, off: number, dx = 0, dy = 0): this {
    const { x, y, block, columns, rows } = place;
    this.fill(x + dx - 12, y + dy - 12, columns * block + 24, rows * block + 24, off);
    encodeWord(n).forEach((bit, i) => {
      if (bit) this.fill(x + dx + (i % columns) * block, y + dy + Math.floor(i / columns) * block, block, block, on);
    });
    return this;
  }

  /** Three box passes come close to a Gaussian. */
  blur(sigma: number): this {
    const radius = Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2);
    const line = (start: number, step: number, count: number): void => {
      const source = Array.from({ length: count }, (_, i) => this.data[start + i * step] ?? 0);
      const at = (i: number): number => source[Math.min(count - 1, Math.max(0, i))] ?? 0;
      let sum = 0;
      for (let i = -radius; i <= radius; i++) sum += at(i);
      for (let i = 0; i < count; i++) {
        this.data[start + i * step] = Math.round(sum / (2 * radius + 1));
        sum += at(i + radius + 1) - at(i - radius);
      }
    };
    for (let pass = 0; pass < 3; pass++) {
      for (let y = 0; y < this.height; y++) line(y * this.width, 1, this.width);
      for (let x = 0; x < this.width; x++) line(x, this.width, this.height);
    }
    return this;
  }

  noise(amount: number, seed = 1): this {
    let state = seed;
    this.data.forEach((value, i) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      this.data[i] = Math.min(255, Math.max(0, value + Math.round((state / 4294967296 - 0.5) * 2 * amount)));
    });
    return this;
  }
}

const NUMBERS = [0, 1, 2, 60, 255, 1023, 1365, 2730, 3000, 4095];

describe('frame code', () => {
  it('gives every number its own word, none all lit or all dark', () => {
    const words = Array.from({ length: CODE_RANGE }, (_, n) => encodeWord(n).join(''));
    expect(new Set(words).size).toBe(CODE_RANGE);
    expect(words).not.toContain('0'.repeat(16));
    expect(words).not.toContain('1'.repeat(16));
  });

  it('keeps neighbouring frames at least two and at most five tiles apart', () => {
    for (let n = 0; n < CODE_RANGE; n++) {
      const next = encodeWord(n + 1);
      const changed = encodeWord(n).reduce((sum, bit, i) => sum + (bit === next[i] ? 0 : 1), 0);
      expect(changed).toBeGreaterThanOrEqual(2);
      expect(changed).toBeLessThanOrEqual(5);
    }
  });

  it.each(NUMBERS)('reads %i from wall and sweater', (n) => {
    expect(readCounter(new Luma().code(n, BACKGROUND_CODE, 225, 40), 'background')).toBe(n);
    expect(readCounter(new Luma().code(n, BODY_CODE, 190, 50, 3, -2).noise(12), 'body')).toBe(n);
  });

  it.each([6, 12, 24])('reads the wall through a blur of %i pixels', (sigma) => {
    for (const n of [60, 2730, 4095]) {
      expect(readCounter(new Luma().code(n, BACKGROUND_CODE, 225, 40).blur(sigma).noise(3), 'background')).toBe(n);
    }
  });

  it('reads a half-size picture and RGBA', () => {
    const small = new Luma(640, 360);
    const full = new Luma().code(777, BODY_CODE, 190, 50);
    small.data.forEach((_, i) => {
      small.data[i] = full.data[Math.floor(i / 640) * 2 * WIDTH + (i % 640) * 2] ?? 0;
    });
    expect(readCounter(small, 'body')).toBe(777);
    const rgba = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
    full.data.forEach((value, i) => rgba.fill(value, i * 4, i * 4 + 4));
    expect(readCounter({ data: rgba, width: WIDTH, height: HEIGHT })).toBe(777);
  });

  it('falls back to the wall when the sweater is covered', () => {
    expect(readCounter(new Luma().code(4000, BACKGROUND_CODE, 225, 40))).toBe(4000);
  });

  it('finds no number in flat, noisy, striped or faint pictures', () => {
    expect(readCounter(new Luma())).toBeNull();
    for (let seed = 1; seed <= 8; seed++) expect(readCounter(new Luma().noise(120, seed))).toBeNull();
    const ramp = new Luma();
    ramp.data.forEach((_, i) => {
      ramp.data[i] = ((i % WIDTH) * 255) / WIDTH;
    });
    expect(readCounter(ramp)).toBeNull();
    expect(readCounter(new Luma().code(9, BACKGROUND_CODE, 44, 40), 'background')).toBeNull();
  });

  it('rejects a word whose check does not match', () => {
    const { x, y, block, columns } = BACKGROUND_CODE;
    let misread = 0;
    for (const n of NUMBERS) {
      const picture = new Luma().code(n, BACKGROUND_CODE, 225, 40);
      const bits = encodeWord(n);
      picture.fill(x + (5 % columns) * block, y + Math.floor(5 / columns) * block, block, block, bits[5] ? 40 : 225);
      if (readCounter(picture, 'background') !== null) misread++;
    }
    expect(misread).toBe(0);
  });
});

describe('stripes', () => {
  const striped = (): Luma => {
    const picture = new Luma();
    for (let k = 0; k < STRIPES.width; k++) {
      picture.fill(STRIPES.x + k, STRIPES.y, 1, STRIPES.height, k % 8 < 4 ? 167 : 31);
    }
    return picture;
  };

  it('measures the drawn contrast as 1 and its blur as next to nothing', () => {
    expect(measureStripes(striped())).toBeGreaterThan(0.95);
    expect(measureStripes(striped().blur(4))).toBeLessThan(0.05);
    expect(measureStripes(new Luma().noise(60))).toBeLessThan(0.05);
  });
});

describe('motion', () => {
  it('is repeatable and keeps the chest code where it is read', () => {
    for (let n = 0; n < 4200; n += 7) {
      const pose = poseAt(n / 30);
      expect(pose).toEqual(poseAt(n / 30));
      expect(Math.abs(pose.bodyX)).toBeLessThanOrEqual(3);
      expect(Math.abs(pose.bodyY)).toBeLessThanOrEqual(3);
    }
  });
});
