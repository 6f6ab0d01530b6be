import { describe, expect, test } from 'vitest';
import { type BLUR_STRENGTHS, hidesMore, type Background } from '../../src/config/background';

const off: Background = { mode: 'off' };
const blur = (strength: (typeof BLUR_STRENGTHS)[number]): Background => ({ mode: 'blur', strength });
const covers: Background[] = [
  { mode: 'green' },
  { mode: 'cutout' },
  { mode: 'color', color: '#203040' },
  { mode: 'image', name: 'beach.jpg' },
  { mode: 'video', name: 'sea.mp4' },
];

describe('older pictures are forgotten when the new background hides more', () => {
  test('any effect after none', () => {
    for (const effect of [blur(1), ...covers]) expect(hidesMore(effect, off)).toBe(true);
  });
  test('a stronger blur after a weaker one, and a cover after any blur: the room could still be made out', () => {
    expect(hidesMore(blur(5), blur(1))).toBe(true);
    for (const cover of covers) expect(hidesMore(cover, blur(5))).toBe(true);
  });
  test('but not the same again, one cover after another, a weaker blur, or the room itself', () => {
    for (const before of [blur(3), ...covers]) {
      expect(hidesMore(before, before)).toBe(false);
      expect(hidesMore(off, before)).toBe(false);
      expect(hidesMore(blur(1), before)).toBe(false);
    }
    for (const cover of covers) for (const other of covers) expect(hidesMore(cover, other)).toBe(false);
  });
});
